"""The case a further petition goes into: found by the number an officer writes, while it can still take one."""
from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from caseapp.cases.kinds.complaint import BEFORE_DECISION, COMPLAINT, REGISTER
from caseapp.cases.models import Act, Status
from caseapp.cases.practices import PRACTICES
from caseapp.cases.rules import CASES
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.models import Clock, Dossier
from caseapp.dossiers.queries import recent_years
from caseapp.law.complaints import ACCEPTANCE
from caseapp.text import fold, mark
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.workflow.kind import Kind, State

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


# ── any case that is open ──

UNREADABLE_CASE: Final = mark("Ghi số vụ việc, ví dụ KN 2026/0118.")
UNKNOWN_CASE: Final = mark("Đơn vị này không có vụ việc %(number)s. Xem lại số, hoặc để trống để mở vụ việc mới.")
# The acts after which a case takes no further petition: what is decided is decided.
DECIDING: Final = frozenset({"decide", "answer", "transfer", "terminate"})
_ANY_WRITTEN = re.compile(r"(?P<register>[a-z0-9][a-z0-9-]*?)?(?:(?P<year>\d{4})/)?0*(?P<no>\d{1,6})")
_ANY_NUMBERED = (
    sa.select(Dossier.id, Dossier.public_id, Dossier.kind, Dossier.register, Dossier.year, Dossier.no, Dossier.code,
              Dossier.state, _accepted.label("accepted_on"), _due.label("due_on"))
    .where(Dossier.unit_id == sa.bindparam("unit"), Dossier.sealed.is_(False),
           Dossier.register.in_(sa.bindparam("registers", expanding=True)),
           Dossier.kind.in_(sa.bindparam("kinds", expanding=True)),
           Dossier.year.in_(sa.bindparam("years", expanding=True)), Dossier.no == sa.bindparam("no"))
    .order_by(Dossier.year.desc(), Dossier.id.desc()))


@cache
def taking(kind: Kind) -> frozenset[State]:
    """The states in which a case of a kind takes a further petition: open, and before whatever answers it."""
    after: set[State] = set()
    waiting = [action.to for action in kind.actions if action.code in DECIDING and isinstance(action.to, State)]
    while waiting:
        state = waiting.pop()
        if state not in after and not _asks_again(kind, state):
            after.add(state)
            waiting += [action.to for action in kind.actions
                        if state in action.when and isinstance(action.to, State) and not action.pauses]
    return frozenset(state for state in kind.states if not state.closed and state not in after)


def _asks_again(kind: Kind, state: State) -> bool:
    """Whether a decision can still be made in a state: then nothing there is decided yet."""
    return any(state in action.when for action in kind.actions if action.code in DECIDING)


def find_open_case(source: Session | Connection, unit_id: int, written: str, today: date) -> Joinable:
    """The unit's open case, of whatever kind, that bears the number ``written``: “KN 2026/0118”, “PA 31”, “118”.

    Raises Refusal at the field “joins”: not a number, unknown in this unit, decided or ended. A sealed case has no
    number that anybody could write.
    """
    asked = _ANY_WRITTEN.fullmatch(re.sub(r"\s", "", fold(written)))
    registers = _registers()
    chosen = [one for word, one in registers.items() if word == (asked["register"] or word)] if asked else []
    if asked is None or not chosen:
        raise Refusal(_(UNREADABLE_CASE), "joins", 422)
    years = [int(asked["year"])] if asked["year"] else recent_years(today)
    kinds = [code for code in PRACTICES if _joins(code)]
    rows = source.execute(_ANY_NUMBERED, {"unit": unit_id, "registers": chosen, "kinds": kinds, "years": years,
                                          "no": int(asked["no"])}).all()
    if not rows:
        number = "/".join(filter(None, (asked["year"], asked["no"].zfill(4))))
        raise Refusal(_(UNKNOWN_CASE, number=number if len(chosen) > 1 else f"{chosen[0]} {number}"), "joins", 422)
    row = next((one for one in rows if _takes(one)), rows[0])
    if not _takes(row):
        state = _(PRACTICES[row.kind].kind.state(row.state).label)
        raise Refusal(_(ENDED, number=number_of(row), state=state[:1].lower() + state[1:]), "joins", 422)
    return Joinable(row.id, row.public_id, number_of(row), row.accepted_on, row.due_on)


def _takes(row: Any) -> bool:
    return row.state in {state.code for state in taking(PRACTICES[row.kind].kind)}


def _joins(code: str) -> bool:
    return code in CASES and not PRACTICES[code].sealed


@cache
def _registers() -> Mapping[str, str]:
    """The registers of open cases by their folded word."""
    return MappingProxyType({re.sub(r"\s", "", fold(one.register)): one.register
                             for code, one in PRACTICES.items() if _joins(code)})
