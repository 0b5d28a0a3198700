"""The complaint a further petition goes into: found by the number an officer writes, while it can still take one."""
from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from caseapp.cases.kinds.complaint import BEFORE_DECISION, COMPLAINT, REGISTER
from caseapp.cases.models import Act, Status
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.models import Clock, Dossier
from caseapp.dossiers.queries import recent_years
from caseapp.law.complaints import ACCEPTANCE
from caseapp.text import fold, mark
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _

UNREADABLE: Final = mark("Ghi số vụ việc khiếu nại, ví dụ KN 2026/0118.")
UNKNOWN: Final = mark("Đơn vị này không có vụ việc KN %(number)s. Xem lại số, hoặc để trống để mở vụ việc mới.")
ENDED: Final = mark("%(number)s không nhận thêm đơn được: %(state)s. Để trống để mở vụ việc mới.")
_WRITTEN = re.compile(r"(?:kn)?(?:(?P<year>\d{4})/)?0*(?P<no>\d{1,6})")
_accepted = (
    sa.select(sa.func.max(Act.happened_on)).where(
        Act.dossier_id == Dossier.id, Act.code == "accept", Act.status == Status.DONE)
    .correlate(Dossier).scalar_subquery())
_due = (
    sa.select(sa.func.min(Clock.due_on)).where(
        Clock.dossier_id == Dossier.id, Clock.rule == ACCEPTANCE.code, Clock.ended_by.is_(None))
    .correlate(Dossier).scalar_subquery())
_NUMBERED = (
    sa.select(Dossier.id, Dossier.public_id, Dossier.register, Dossier.year, Dossier.no, Dossier.code, Dossier.state,
              _accepted.label("accepted_on"), _due.label("due_on"))
    .where(Dossier.unit_id == sa.bindparam("unit"), Dossier.register == REGISTER, Dossier.kind == COMPLAINT.code,
           Dossier.year.in_(sa.bindparam("years", expanding=True)), Dossier.no == sa.bindparam("no"))
    .order_by(Dossier.year.desc()))


@dataclass(frozen=True, slots=True)
class Joinable:
    """A complaint that is being dealt with. ``accepted_on`` None: it still waits, until ``due_on``."""

    id: int
    public_id: str
    number: str
    accepted_on: date | None
    due_on: date | None


def find_joinable(source: Session | Connection, unit_id: int, written: str, today: date) -> Joinable:
    """The unit's complaint that bears the number ``written``: “KN 2026/0118”, “2026/118”, “118”.

    Raises Refusal at the field “joins”: not a number, unknown in this unit, decided or ended.
    """
    asked = _WRITTEN.fullmatch(re.sub(r"\s", "", fold(written)))
    if asked is None:
        raise Refusal(_(UNREADABLE), "joins", 422)
    years = [int(asked["year"])] if asked["year"] else recent_years(today)
    rows = source.execute(_NUMBERED, {"unit": unit_id, "years": years, "no": int(asked["no"])}).all()
    if not rows:
        number = "/".join(filter(None, (asked["year"], asked["no"].zfill(4))))
        raise Refusal(_(UNKNOWN, number=number), "joins", 422)
    open_codes = {state.code for state in BEFORE_DECISION}
    row = next((one for one in rows if one.state in open_codes), rows[0])
    if row.state not in open_codes:
        state = _(COMPLAINT.state(row.state).label)
        raise Refusal(_(ENDED, number=number_of(row), state=state[:1].lower() + state[1:]), "joins", 422)
    return Joinable(row.id, row.public_id, number_of(row), row.accepted_on, row.due_on)
