"""What is right in a case: what its acts make of it, what each further act must know, which days it may bear."""
from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from caseapp.cases.kinds.mediation import MEDIATION
from caseapp.cases.kinds.petition import PETITION
from caseapp.cases.practice import MACHINE, DueDays, Filed, Practice, Recorded, Told, traits_of
from caseapp.cases.practices import PRACTICES
from caseapp.law.days import Calendar
from caseapp.law.registry import RULES
from caseapp.text import canonical, mark, show_date
from caseapp.workflow.engine import BEFORE, refusal
from caseapp.workflow.kind import Action, Facts, Kind, Opening, State
from caseapp.workflow.running import Course, Done, course, receipt_of

KINDS: Mapping[str, Kind] = {code: practice.kind for code, practice in PRACTICES.items()}
CASES: frozenset[str] = frozenset(KINDS) - {PETITION.code, MEDIATION.code}
"""The kinds of cases: petitions and mediations run by acts too, but are counted and listed apart."""
STANDING_STILL: tuple[str, ...] = tuple(sorted(
    {action.to.code for code in CASES for action in KINDS[code].actions
     if action.pauses and isinstance(action.to, State)}))
"""Codes of the states in which a case waits for what it cannot hasten, and no limit runs."""
DONE = "acts done"
"""What the facts call the codes of everything that was done."""
_ACTIONS = {(kind.code, action.code): action for kind in KINDS.values() for action in kind.actions}


def details_of(act: Recorded) -> dict[str, Any]:
    """What the form of an act was told."""
    found: dict[str, Any] = json.loads(act.details)
    return found


def write_details(details: Mapping[str, Any]) -> str:
    """As ``details_of`` reads them: days as ISO text, empty inputs left out."""
    return canonical({name: value.isoformat() if isinstance(value, date) else value
                      for name, value in details.items() if value not in (None, "", [], ())})


def done_of(act: Recorded, practice: Practice, received_on: date) -> Done:
    """An act as the time limits see it."""
    details = details_of(act)
    starts = dict.fromkeys(practice.from_receipt, received_on)
    starts |= {rule: day for name, rules in practice.starts_on.items() if (day := _day(details.get(name)))
               for rule in rules}
    ground = next((details[name] for name in practice.grounds if details.get(name)), "")
    return Done(act.code, act.happened_on, starts, _day(details.get(practice.keeps)), ground=ground,
                document=act.document)


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def opening_of(case: Filed) -> Opening:
    """How the case began: in the usual way, where its file says nothing else."""
    openings = KINDS[case.kind].openings
    return next((one for one in openings if one.state.code == case.opening), openings[0])


def course_of(case: Filed, acts: Sequence[Recorded]) -> Course:
    """Where a case stands after ``acts``, in the order they were done, and every time limit they make."""
    practice = PRACTICES[case.kind]
    options = {*traits_of(case), *(("remote",) if case.remote else ())}
    return course(practice.kind, opening_of(case), case.received_on,
                  [done_of(act, practice, case.received_on) for act in acts], RULES, options)


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
    here = course_of(case, acts)
    now = here if len(known) == len(acts) else course_of(case, known)
    told = Told(case, [(act.code, details_of(act)) for act in known], now, dues, on, chosen or {})
    return {BEFORE: here.before.code if here.before else None, DONE: frozenset(act.code for act in known),
            **PRACTICES[case.kind].facts(told)}


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
    # It happens as its day begins: what was recorded after it counts only when it happened on an earlier day.
    others = [one for at, one in enumerate(acts) if at < place or (at > place and one.happened_on < act.happened_on)]
    if _doubt(case, others, act, calendar) is not None:
        return True
    dues = dues_of(case, [one for one in others if one.happened_on <= act.happened_on], calendar).days
    waited = [dues[rule] for rule in PRACTICES[case.kind].passing.get(act.code, ()) if rule in dues]
    return bool(waited) and act.happened_on != max(waited) + timedelta(days=1)


def _doubt(case: Filed, others: Sequence[Recorded], act: Recorded, calendar: Calendar) -> str | None:
    action, on = action_of(case.kind, act.code), act.happened_on
    known = [one for one in others if one.happened_on <= on]
    facts = facts_of(case, others, dues_of(case, known, calendar), on, details_of(act))
    # What leads nowhere may be recorded late: then the state of its own day counts, as when it was entered.
    late = action.to is None and action.by != {MACHINE}
    return refusal(action, course_of(case, known if late else others).state, action.by, facts, on)


def _moves(case: Filed, code: str) -> bool:
    """Whether an act leads the case into another state: later ones cannot lie before it."""
    return action_of(case.kind, code).to is not None


def _label(case: Filed, act: Recorded) -> str:
    return action_of(case.kind, act.code).label


def action_of(kind: str, code: str) -> Action:
    """An action of a kind by its code; raises KeyError."""
    return _ACTIONS[kind, code]
