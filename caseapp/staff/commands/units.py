"""Acts on units: add, edit, close and hand over to a successor."""
from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.db import writing
from caseapp.ledger.chain import lock_chain, open_chain
from caseapp.ledger.journal import record
from caseapp.staff.commands.acting import Acting, Stale, changes, open_on, unit_of
from caseapp.staff.models import Unit, UnitWithin
from caseapp.staff.policy import Can
from caseapp.staff.roles import PARENTS, Level
from caseapp.staff.tree import Place, within
from caseapp.text import new_public_id, show_date
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """What an administrator writes of a unit."""

    name: str
    seat: str = ""
    address: str = ""
    phone: str = ""
    reception_place: str = ""
    remote: bool = False
    remote_basis: str = ""
    remote_from: date | None = None
    remote_to: date | None = None


def add_unit(code: str, level: Level, parent_id: int | None, valid_from: date, entry: UnitEntry,
             acting: Acting) -> str:
    """Make a unit below ``parent_id`` with a journal of its own; its public id. Raises Refusal, FormKeyUsed."""
    with writing() as session:
        parent = unit_of(session, parent_id, acting)[0] if parent_id is not None else None
        public_id = new_public_id()
        acting.once(session, public_id)
        if acting.by is not None and parent is None:
            raise Refusal(_("Chọn đơn vị cấp trên."), "parent")
        _check_place(level, parent, acting.today)
        _check_remote(entry)
        if session.scalar(sa.select(Unit.id).where(sa.func.upper(Unit.code) == code.upper())):
            raise Refusal(_("Mã %(code)s đã dùng cho đơn vị khác.", code=code), "code")
        unit = Unit(public_id=public_id, code=code, level=level, parent_id=parent_id, valid_from=valid_from,
                    changed_at=acting.at, changed_by=acting.name, **asdict(_tidy(entry)))
        session.add(unit)
        session.flush()
        put_below(session, unit.id, parent_id)
        chain = open_chain(session, unit.id)
        record(session, chain, act="unit.add", by=acting.account_id, at=acting.at,
               facts={"unit": public_id, "code": code, "level": level, "name": entry.name})
        return public_id


def edit_unit(unit_id: int, version: int, entry: UnitEntry, acting: Acting) -> None:
    """Change what is written of a unit. Raises Stale when somebody saved it since, Refusal, FormKeyUsed."""
    with writing() as session:
        unit, chain = unit_of(session, unit_id, acting)
        acting.once(session, unit.public_id)
        if unit.version != version:
            raise Stale
        _check_remote(entry)
        changed = changes(unit, asdict(_tidy(entry)))
        if not changed:
            return
        for name in changed:
            setattr(unit, name, getattr(_tidy(entry), name))
        unit.version += 1
        unit.changed_at, unit.changed_by = acting.at, acting.name
        record(session, chain, act="unit.edit", by=acting.account_id, at=acting.at,
               facts={"unit": unit.public_id, "fields": sorted(changed)}, values=changed)


def close_unit(unit_id: int, version: int, valid_to: date, successor_id: int | None, acting: Acting) -> None:
    """End a unit with ``valid_to`` as its first day gone; its dossiers and the units below go to the successor.

    Raises Stale, Refusal, FormKeyUsed.
    """
    with writing() as session:
        for number in sorted({unit_id, successor_id or unit_id}):
            unit_of(session, number, acting)
        unit, chain = unit_of(session, unit_id, acting)
        acting.once(session, unit.public_id)
        if unit.version != version:
            raise Stale
        heir = session.get(Unit, successor_id) if successor_id is not None else None
        _check_closing(session, unit, valid_to, heir, acting)
        unit.valid_to, unit.successor_id = valid_to, successor_id
        unit.version += 1
        unit.changed_at, unit.changed_by = acting.at, acting.name
        if heir is not None:
            session.execute(sa.update(Unit).where(Unit.parent_id == unit.id, Unit.valid_to.is_(None))
                            .values(parent_id=heir.id))
        session.flush()
        rebuild_within(session)
        facts = {"unit": unit.public_id, "valid_to": valid_to.isoformat(),
                 "successor": heir.public_id if heir else None}
        record(session, chain, act="unit.close", by=acting.account_id, at=acting.at, facts=facts)
        if heir is not None:
            record(session, lock_chain(session, heir.id), act="unit.succeed", by=acting.account_id, at=acting.at,
                   facts=facts)


def put_below(session: Session, unit_id: int, parent_id: int | None) -> None:
    """Note a new unit as within itself and within everything above ``parent_id``."""
    above = session.scalars(
        sa.select(UnitWithin.ancestor_id).where(UnitWithin.unit_id == parent_id)).all() if parent_id else []
    session.execute(sa.insert(UnitWithin), [
        {"ancestor_id": ancestor, "unit_id": unit_id, "own": ancestor == unit_id} for ancestor in (*above, unit_id)])


def rebuild_within(session: Session) -> None:
    """Bring the pairs in line with the tree after a merger."""
    places = session.execute(sa.select(Unit.id, Unit.parent_id, Unit.successor_id)).all()
    wanted = within(Place(*place) for place in places)
    stored = {(row.ancestor_id, row.unit_id): row for row in session.scalars(sa.select(UnitWithin))}
    for pair, row in stored.items():
        if pair not in wanted:
            session.delete(row)
        elif row.own != wanted[pair]:
            row.own = wanted[pair]
    for pair in wanted.keys() - stored.keys():
        session.add(UnitWithin(ancestor_id=pair[0], unit_id=pair[1], own=wanted[pair]))
    session.flush()


def _tidy(entry: UnitEntry) -> UnitEntry:
    """Nothing of remoteness is kept of a unit that is not remote."""
    return entry if entry.remote else replace(entry, remote_basis="", remote_from=None, remote_to=None)


def _check_place(level: Level, parent: Unit | None, today: date) -> None:
    allowed = PARENTS[level]
    if (Level(parent.level) if parent else None) not in allowed:
        raise Refusal(_("Đơn vị cấp này không đứng dưới đơn vị đã chọn."), "parent")
    if parent is not None and not open_on(parent, today):
        raise Refusal(_("Đơn vị cấp trên đã kết thúc hoạt động."), "parent")


def _check_remote(entry: UnitEntry) -> None:
    if not entry.remote:
        return
    if not entry.remote_basis:
        raise Refusal(_("Ghi văn bản công nhận vùng sâu, vùng xa, đi lại khó khăn."), "remote_basis")
    if entry.remote_from is None:
        raise Refusal(_("Ghi ngày văn bản có hiệu lực."), "remote_from")
    if entry.remote_to is not None and entry.remote_to <= entry.remote_from:
        raise Refusal(_("Ngày thôi áp dụng phải sau ngày có hiệu lực."), "remote_to")


def _check_closing(session: Session, unit: Unit, valid_to: date, heir: Unit | None, acting: Acting) -> None:
    if unit.valid_to is not None:
        raise Refusal(_("Đơn vị này đã kết thúc hoạt động từ ngày %(day)s.", day=show_date(unit.valid_to)))
    if not unit.valid_from <= valid_to <= acting.today:
        raise Refusal(_("Ghi một ngày từ %(first)s đến hôm nay; việc sáp nhập sắp tới thì ghi vào đúng ngày đó.",
                        first=show_date(unit.valid_from)), "valid_to")
    if acting.by is not None and any(acting.by.may_in(Can.ADMINISTER, held.unit_id) and held.unit_id == unit.id
                                     for held in acting.by.held):
        raise Refusal(_("Người quản trị của đơn vị cấp trên mới đóng được đơn vị của chính bạn."))
    if heir is not None:
        if heir.id == unit.id or heir.level != unit.level or not open_on(heir, acting.today):
            raise Refusal(_("Đơn vị kế tục phải cùng cấp, đang hoạt động và là đơn vị khác."), "successor")
        return
    if session.scalar(sa.select(Unit.id).where(Unit.parent_id == unit.id, Unit.valid_to.is_(None)).limit(1)):
        raise Refusal(_("Còn đơn vị trực thuộc: chọn đơn vị kế tục, hoặc đóng các đơn vị đó trước."), "successor")
