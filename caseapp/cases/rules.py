"""What is right in a case: what its acts make of it, what each further act must know, which days it may bear."""
from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

from caseapp.cases.kinds.complaint import COMPLAINT, MACHINE
from caseapp.law.complaints import COURT, EFFECT, INFORMATION, RESOLUTION_1, SECOND, SEND_SUSPENSION
from caseapp.law.days import Calendar
from caseapp.law.duties import MANY_PEOPLE
from caseapp.law.registry import RULES
from caseapp.text import canonical, mark, show_date
from caseapp.workflow.engine import BEFORE, refusal
from caseapp.workflow.kind import Action, Facts, Kind
from caseapp.workflow.running import Course, Done, course, receipt_of

KINDS: Mapping[str, Kind] = {COMPLAINT.code: COMPLAINT}
_ACTIONS = {(kind.code, action.code): action for kind in KINDS.values() for action in kind.actions}


class Recorded(Protocol):
    """What is read of an act: a stored object as well as a row of a page."""

    @property
    def code(self) -> str: ...
    @property
    def happened_on(self) -> date: ...
    @property
    def document(self) -> str: ...
    @property
    def details(self) -> str: ...


class Filed(Protocol):
    """What is read of a case file."""

    @property
    def kind(self) -> str: ...
    @property
    def received_on(self) -> date: ...
    @property
    def people_count(self) -> int: ...
    @property
    def nomination(self) -> str: ...
    @property
    def respondent(self) -> str: ...
    @property
    def contested_paper(self) -> str: ...
    @property
    def remote(self) -> bool: ...


def details_of(act: Recorded) -> dict[str, Any]:
    """What the form of an act was told."""
    found: dict[str, Any] = json.loads(act.details)
    return found


def write_details(details: Mapping[str, Any]) -> str:
    """As ``details_of`` reads them: days as ISO text, empty inputs left out."""
    return canonical({name: value.isoformat() if isinstance(value, date) else value
                      for name, value in details.items() if value not in (None, "", [], ())})


def done_of(act: Recorded) -> Done:
    """An act as the time limits see it."""
    details = details_of(act)
    keeps, passed = (_day(details.get(name)) for name in ("dialogue_on", "passed_on"))
    starts = {rule.code: passed for rule in (SECOND, COURT)} if passed else {}
    return Done(act.code, act.happened_on, starts, keeps, ground=details.get("suspend_ground", ""),
                document=act.document)


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def course_of(case: Filed, acts: Sequence[Recorded]) -> Course:
    """Where a case stands after ``acts``, in the order they were done, and every time limit they make."""
    kind = KINDS[case.kind]
    options = ("remote",) if case.remote else ()
    return course(kind, kind.openings[0], case.received_on, [done_of(act) for act in acts], RULES, options)


@dataclass(frozen=True, slots=True)
class DueDays:
    """The last days of running time limits, by rule."""

    days: Mapping[str, date]

    def gone_by(self, rule: str, on: date) -> bool:
        """Whether the limit runs, and its last day lies before ``on``."""
        return rule in self.days and self.days[rule] < on


def due_days(clocks: Iterable[Any]) -> DueDays:
    """From stored clocks or rows with rule, due_on, ended_by."""
    return DueDays({one.rule: one.due_on for one in clocks if one.ended_by is None and one.due_on is not None})


def dues_of(case: Filed, acts: Sequence[Recorded], calendar: Calendar) -> DueDays:
    """From the acts alone, counted anew: what would be due had nothing else been done.

    What stands still has no last day, unless that day was over before: then it stays overdue.
    """
    found = {}
    for one in (limit for limit in course_of(case, acts).limits if limit.ended_on is None):
        due = receipt_of(one, calendar).due
        if one.paused_on is None or due < one.paused_on:
            found[one.rule] = due
    return DueDays(found)


def facts_of(
    case: Filed, acts: Sequence[Recorded], dues: DueDays, on: date, chosen: Mapping[str, Any] | None = None,
) -> Facts:
    """What the guards of the procedure look at, for an act that happens ``on`` a day.

    What happened later than that day counts for nothing. ``chosen``: the inputs of the act itself.
    """
    known = [act for act in acts if act.happened_on <= on]
    told = [(act.code, details_of(act)) for act in known]
    here = course_of(case, acts)
    now = here if len(known) == len(acts) else course_of(case, known)
    report = _last(told, "report")
    # What was withdrawn under threat is not withdrawn (KN-24).
    withdrawal = next((details.get("part", "") for code, details in reversed(told) if code in WITHDRAWALS), "")
    since_report = told[max((place for place, (code, _told) in enumerate(told) if code == "report"), default=0):]
    return {
        BEFORE: here.before.code if here.before else None,
        "invited": any(code == "invite-dialogue" for code, _details in told),
        "issued": any(code == "decide" for code, _details in told),
        "ground": (chosen or {}).get("terminate_ground"),
        "contested": bool(case.respondent and case.contested_paper),
        "nominated": case.people_count < MANY_PEOPLE or bool(case.nomination),
        "withdrawal": withdrawal,
        "withdrawn": withdrawal == "whole",
        "self_check": _last(told, "self-check").get("self_check"),
        "reported": bool(report),
        "differs": report.get("differs") == "yes",
        "dialogue": any(code == "hold-dialogue" and details.get("attendance") in DIALOGUE_HELD
                        for code, details in since_report),
        "prolonged": any(code == "prolong" for code, _details in told),
        "past_limit": dues.gone_by(RESOLUTION_1.code, on),
        "unsent": _runs(now, SEND_SUSPENSION.code),
        "stayed": next((code == "stay" for code, _details in reversed(told) if code in ("stay", "lift-stay")), False),
        "windows_passed": dues.gone_by(EFFECT.code, on) and dues.gone_by(SECOND.code, on),
        "asked": _runs(now, INFORMATION.code),
        "noted_passed": any(code == "limit-passed" for code, _details in told),
    }


WITHDRAWALS = frozenset({"withdraw", "set-aside-withdrawal"})
# The complainant who stays away without a good reason does not stop the case (LKN 30(6)).
DIALOGUE_HELD = frozenset({"held", "absent"})


def _last(told: Sequence[tuple[str, dict[str, Any]]], wanted: str) -> dict[str, Any]:
    """What the latest act of a code was told; empty when there was none."""
    return next(({"code": code, **details} for code, details in reversed(told) if code == wanted), {})


def _runs(now: Course, rule: str) -> bool:
    return any(one.rule == rule and one.ended_on is None for one in now.limits)


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with an input: the field, a sentence with gaps, what stands in them."""

    at: str
    words: str
    values: Mapping[str, str]


TOO_EARLY = mark("Ngày này trước ngày nhận đơn %(day)s.")
BEFORE_LAST = mark("Ngày này trước ngày %(day)s của việc “%(act)s”.")
AFTER_NEXT = mark("Ngày này sau ngày %(day)s của việc “%(act)s”.")
FUTURE = mark("Ngày này chưa đến.")


def day_flaw(case: Filed, acts: Sequence[Recorded], on: date, today: date, *, code: str) -> Flaw | None:
    """What is wrong with the day of an act that is recorded after ``acts``.

    An act that leads on cannot lie before the last one that did. One that leads nowhere may be entered late, when the
    case stood on that day where it can be done.
    """
    if flaw := _outside(case, on, today):
        return flaw
    last = next((act for act in reversed(acts) if _moves(case, act.code)), None)
    if last is None or on >= last.happened_on:
        return None
    stood = course_of(case, [act for act in acts if act.happened_on <= on]).state
    if not _moves(case, code) and stood in action_of(case.kind, code).when:
        return None
    return Flaw("happened_on", BEFORE_LAST, {"day": show_date(last.happened_on), "act": _label(case, last)})


def mended_day_flaw(case: Filed, acts: Sequence[Recorded], place: int, on: date, today: date) -> Flaw | None:
    """What is wrong with a new day of the ``place``-th act: it stays between the acts that led on round it."""
    if flaw := _outside(case, on, today):
        return flaw
    last = next((act for act in reversed(acts[:place]) if _moves(case, act.code)), None)
    if last is not None and on < last.happened_on and _moves(case, acts[place].code):
        return Flaw("happened_on", BEFORE_LAST, {"day": show_date(last.happened_on), "act": _label(case, last)})
    following = next((act for act in acts[place + 1:] if _moves(case, act.code)), None)
    if following is not None and on > following.happened_on:
        return Flaw("happened_on", AFTER_NEXT, {"day": show_date(following.happened_on),
                                                "act": _label(case, following)})
    return None


def _outside(case: Filed, on: date, today: date) -> Flaw | None:
    if on > today:
        return Flaw("happened_on", FUTURE, {})
    if on < case.received_on:
        return Flaw("happened_on", TOO_EARLY, {"day": show_date(case.received_on)})
    return None


def untrue(case: Filed, acts: Sequence[Recorded], place: int, calendar: Calendar) -> str | None:
    """Why the ``place``-th act could not have been done on its day after those recorded before it; None if it could."""
    return _doubt(case, acts[:place], acts[place], calendar)


def overtaken(case: Filed, acts: Sequence[Recorded], place: int, calendar: Calendar) -> bool:
    """Whether what happened by itself did not, or not on that day: acts entered or corrected later show it."""
    act = acts[place]
    others = [one for at, one in enumerate(acts) if at != place and (at < place or one.happened_on <= act.happened_on)]
    if _doubt(case, others, act, calendar) is not None:
        return True
    dues = dues_of(case, [one for one in others if one.happened_on <= act.happened_on], calendar).days
    waited = [dues[rule] for rule in PASSING.get(act.code, ()) if rule in dues]
    return bool(waited) and act.happened_on != max(waited) + timedelta(days=1)


def _doubt(case: Filed, others: Sequence[Recorded], act: Recorded, calendar: Calendar) -> str | None:
    action, on = action_of(case.kind, act.code), act.happened_on
    known = [one for one in others if one.happened_on <= on]
    facts = facts_of(case, others, dues_of(case, known, calendar), on, details_of(act))
    # What leads nowhere may be recorded late: then the state of its own day counts, as when it was entered.
    late = action.to is None and action.by != {MACHINE}
    return refusal(action, course_of(case, known if late else others).state, action.by, facts, on)


# What has gone by when something happens by itself: it happens the day after.
PASSING = {"limit-passed": (RESOLUTION_1.code,), "take-effect": (EFFECT.code, SECOND.code)}


def _moves(case: Filed, code: str) -> bool:
    """Whether an act leads the case into another state: later ones cannot lie before it."""
    return action_of(case.kind, code).to is not None


def _label(case: Filed, act: Recorded) -> str:
    return action_of(case.kind, act.code).label


def action_of(kind: str, code: str) -> Action:
    """An action of a kind by its code; raises KeyError."""
    return _ACTIONS[kind, code]
