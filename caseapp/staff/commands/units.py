"""Acts on units: add, edit, close and hand over to a successor."""
from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.db import writing
from caseapp.ledger.chain import open_chain
from caseapp.ledger.journal import record
from caseapp.staff.commands.access import Wanted
from caseapp.staff.commands.acting import Acting, Stale, changes, open_on, unit_of
from caseapp.staff.commands.closing import check_closing, close
from caseapp.staff.commands.requests import carry_out
from caseapp.staff.consent import What
from caseapp.staff.models import Unit, UnitWithin
from caseapp.staff.policy import Can
from caseapp.staff.queries import watchers
from caseapp.staff.roles import PARENTS, Level
from caseapp.text import new_public_id
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
    monitor_id: int | None = None


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
        _check_monitor(session, unit, entry, acting)
        changed = changes(unit, asdict(_tidy(entry)))
        if not changed:
            return
        for name in changed:
            setattr(unit, name, getattr(_tidy(entry), name))
        unit.version += 1
        unit.changed_at, unit.changed_by = acting.at, acting.name
        record(session, chain, act="unit.edit", by=acting.account_id, at=acting.at,
               facts={"unit": unit.public_id, "fields": sorted(changed)}, values=changed)


def close_unit(unit_id: int, version: int, valid_to: date, successor_id: int | None, acting: Acting) -> str | None:
    """End a unit with ``valid_to`` as its first day gone; its dossiers and the units below go to the successor.

    None, or the request that waits: a successor's people come to read sealed dossiers, so a second person from the
    unit that ends, or from above it, confirms. Raises Stale, Refusal, FormKeyUsed.
    """
    with writing() as session:
        for number in sorted({unit_id, successor_id or unit_id}):
            unit_of(session, number, acting)
        unit, chain = unit_of(session, unit_id, acting)
        acting.once(session, unit.public_id)
        if unit.version != version:
            raise Stale
        _must_be_from_above(unit, acting)
        heir = session.get(Unit, successor_id) if successor_id is not None else None
        if heir is not None:
            return carry_out(session, chain, Wanted(What.MERGE, None, unit, valid_to=valid_to, heir=heir), acting)
        check_closing(session, unit, valid_to, None, acting.today)
        close(session, chain, unit, valid_to, None, by=acting.account_id, at=acting.at, name=acting.name, facts={})
        return None


def put_below(session: Session, unit_id: int, parent_id: int | None) -> None:
    """Note a new unit as within itself and within everything above ``parent_id``."""
    above = session.scalars(
        sa.select(UnitWithin.ancestor_id).where(UnitWithin.unit_id == parent_id)).all() if parent_id else []
    session.execute(sa.insert(UnitWithin), [
        {"ancestor_id": ancestor, "unit_id": unit_id, "own": ancestor == unit_id} for ancestor in (*above, unit_id)])


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


def _check_monitor(session: Session, unit: Unit, entry: UnitEntry, acting: Acting) -> None:
    """Whoever watches over a unit sits above it, and is named from there."""
    if entry.monitor_id == unit.monitor_id:
        return
    if unit.parent_id is None or not acting.reaches(unit.parent_id):
        raise Refusal(_("Người quản trị của đơn vị cấp trên nêu tài khoản theo dõi."), "monitor")
    if entry.monitor_id is not None and entry.monitor_id not in {
            row.id for row in watchers(session, unit.id, acting.today)}:
        raise Refusal(_("Chọn tài khoản trong danh sách."), "monitor")


def _must_be_from_above(unit: Unit, acting: Acting) -> None:
    if acting.by is not None and any(acting.by.may_in(Can.ADMINISTER, held.unit_id) and held.unit_id == unit.id
                                     for held in acting.by.held):
        raise Refusal(_("Người quản trị của đơn vị cấp trên mới đóng được đơn vị của chính bạn."))
