"""The end of a unit: whether it may end now, who carries on its dossiers and the units below, and the tree after it.

Whether a second person must confirm a merger is decided in ``requests``; here it has been.
"""
from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.ledger.chain import lock_chain
from caseapp.ledger.journal import record
from caseapp.ledger.models import Chain
from caseapp.staff.commands.acting import open_on
from caseapp.staff.models import Unit, UnitWithin
from caseapp.staff.tree import Place, within
from caseapp.text import show_date
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _


def check_closing(session: Session, unit: Unit, valid_to: date, heir: Unit | None, today: date) -> None:
    """See that a unit may end with ``valid_to`` as its first day gone; raises Refusal."""
    if unit.valid_to is not None:
        raise Refusal(_("Đơn vị này đã kết thúc hoạt động từ ngày %(day)s.", day=show_date(unit.valid_to)))
    if not unit.valid_from <= valid_to <= today:
        raise Refusal(_("Ghi một ngày từ %(first)s đến hôm nay; việc sáp nhập sắp tới thì ghi vào đúng ngày đó.",
                        first=show_date(unit.valid_from)), "valid_to")
    if heir is not None:
        if heir.id == unit.id or heir.level != unit.level or not open_on(heir, today):
            raise Refusal(_("Đơn vị kế tục phải cùng cấp, đang hoạt động và là đơn vị khác."), "successor")
        return
    if session.scalar(sa.select(Unit.id).where(Unit.parent_id == unit.id, Unit.valid_to.is_(None)).limit(1)):
        raise Refusal(_("Còn đơn vị trực thuộc: chọn đơn vị kế tục, hoặc đóng các đơn vị đó trước."), "successor")


def close(session: Session, chain: Chain, unit: Unit, valid_to: date, heir: Unit | None, *, by: int | None,
          at: datetime, name: str, facts: dict[str, Any]) -> None:
    """End a unit under its lock and that of its heir, who gets its dossiers and the units below it."""
    unit.valid_to, unit.successor_id = valid_to, heir.id if heir else None
    unit.version += 1
    unit.changed_at, unit.changed_by = at, name
    if heir is not None:
        session.execute(sa.update(Unit).where(Unit.parent_id == unit.id, Unit.valid_to.is_(None))
                        .values(parent_id=heir.id))
    session.flush()
    rebuild_within(session)
    told = {"unit": unit.public_id, "valid_to": valid_to.isoformat(),
            "successor": heir.public_id if heir else None, **facts}
    record(session, chain, act="unit.close", by=by, at=at, facts=told)
    if heir is not None:
        record(session, lock_chain(session, heir.id), act="unit.succeed", by=by, at=at, facts=told)


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
