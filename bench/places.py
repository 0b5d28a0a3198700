"""Where a dossier stands, without an office: its file, its acts, a day; what can be done there, where that leads.

Procedures and their rules answer; nothing is stored.
"""
from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, cached_property
from typing import Any, NamedTuple

from caseapp.cases.practice import MACHINE, DueDays, Filed, Practice, Told, traits_of
from caseapp.cases.practices import PRACTICES
from caseapp.cases.rules import action_of, day_flaw, done_of, opening_of, write_details
from caseapp.law.days import Calendar
from caseapp.law.registry import RULES
from caseapp.workflow.engine import BEFORE, refusal
from caseapp.workflow.kind import Action, Facts, Guard, State
from caseapp.workflow.running import Course, Done, Running, course, receipt_of

Inputs = Mapping[str, Any]
WAITING = ""                 # a move that only lets days go by
Cell = tuple[object, ...]
"""What of a place its future hangs on: where nothing of it differs, the same can be done."""


class Move(NamedTuple):
    """One step of a way: days that go by before it, the act, its inputs, days since it happened.

    Days in inputs are told from elsewhere: a coming one from the act's own day, one gone by from the day of receipt.
    """

    wait: int
    act: str
    told: Inputs
    ago: int = 0


@dataclass(frozen=True, slots=True)
class Paper:
    """A case file as the rules read it."""

    kind: str
    received_on: date
    opening: str = ""
    traits: str = ""
    people_count: int = 1
    nomination: str = ""
    respondent: str = "Trưởng phòng"
    contested_paper: str = "Quyết định"
    remote: bool = False


@dataclass(frozen=True, slots=True)
class Noted:
    """An act that was done: as stored, as its inputs, and as the time limits see it."""

    code: str
    happened_on: date
    details: str
    document: str
    told: Inputs
    done: Done | None = None


def noted(case: Filed, code: str, on: date, details: str) -> Noted:
    """An act of a case, its details as they are stored."""
    bare = Noted(code, on, details, "", json.loads(details))
    return replace(bare, done=done_of(bare, PRACTICES[case.kind], case.received_on))


@dataclass(frozen=True)
class Place:
    """A case with its acts, on a day by a calendar."""

    case: Filed
    acts: tuple[Noted, ...]
    on: date
    calendar: Calendar

    @property
    def practice(self) -> Practice:
        """How the office runs the kind."""
        return PRACTICES[self.case.kind]

    @cached_property
    def course(self) -> Course:
        """What the acts make of state and time limits."""
        return _course(self.case, self.acts)

    @cached_property
    def dues(self) -> DueDays:
        """The last days of limits, as ``cases.rules.dues_of`` counts them."""
        return _dues(self.course, self.calendar)

    @property
    def state(self) -> State:
        """Where the case stands."""
        return self.course.state

    def facts(self, told: Inputs | None = None, ago: int = 0) -> Facts:
        """What the guards look at for an act that happened some days ago."""
        on = self.on - timedelta(days=ago)
        known = [act for act in self.acts if act.happened_on <= on]
        now, dues = self.course, self.dues
        if len(known) != len(self.acts):
            now = _course(self.case, known)
            dues = _dues(now, self.calendar)
        told_then = Told(self.case, [(act.code, act.told) for act in known], now, dues, on, told or {})
        before = self.course.before
        return {BEFORE: before.code if before else None, **self.practice.facts(told_then)}

    @cached_property
    def holding(self) -> frozenset[str]:
        """Names of the guards of the kind that hold here for an act without inputs."""
        facts = self.facts()
        return frozenset(one.name for one in guards_of(self.practice) if one.holds(facts))

    @cached_property
    def cell(self) -> Cell:
        """See ``Cell``."""
        over = frozenset(rule for rule, due in self.dues.days.items() if due < self.on)
        return self.state.code, self.course.before, self.holding, over

    def allows(self, action: Action, told: Inputs, ago: int = 0) -> bool:
        """Whether people can do an act with these inputs."""
        on = self.on - timedelta(days=ago)
        if self.state not in action.when or action.by == {MACHINE}:
            return False
        if day_flaw(self.case, self.acts, on, self.on, code=action.code) is not None:
            return False
        facts = self.facts(self.spelled(told, ago), ago)
        return refusal(action, self.state, action.by | action.enters, facts, on) is None

    def spelled(self, told: Inputs, ago: int = 0) -> Inputs:
        """Inputs with their days as a form has them."""
        return {name: self._spelled(value, ago) for name, value in told.items()}

    def _spelled(self, value: Any, ago: int) -> Any:
        if not isinstance(value, timedelta):
            return value
        coming = value > timedelta(0)
        return ((self.on - timedelta(days=ago) if coming else self.case.received_on) + value).isoformat()

    def missing(self, action: Action) -> list[str]:
        """Names of the guards of an act that do not hold here, whatever its inputs."""
        return [one.name for one in action.only_if if one.name not in self.holding]

    def after(self, action: Action, told: Inputs, ago: int = 0) -> Place:
        """The place that an act leads to."""
        act = noted(self.case, action.code, self.on - timedelta(days=ago), write_details(self.spelled(told, ago)))
        return replace(self, acts=(*self.acts, act))

    def later(self, days: int) -> Place:
        """The place some nights later: what happens by itself has happened."""
        if not days:
            return self
        here = replace(self, on=self.on + timedelta(days=days))
        vars(here).update(course=self.course, dues=self.dues)      # the same acts make the same of them
        while (passed := here.passed()) is not None:
            here = replace(here, acts=(*here.acts, passed))
        return here

    @cached_property
    def tomorrow(self) -> Place:
        """The place after one night."""
        return self.later(1)

    def passed(self) -> Noted | None:
        """What has happened by itself and is not recorded yet."""
        for code, rules in self.practice.passing.items():
            action, days = self.practice.kind.action(code), self.dues.days
            if self.state not in action.when or any(act.code == code for act in self.acts):
                continue
            if all(rule in days and days[rule] < self.on for rule in rules):
                last = max(days[rule] for rule in rules)
                told = {name: last for name, begun in self.practice.starts_on.items() if set(begun) & {*action.starts}}
                return noted(self.case, code, last + timedelta(days=1), write_details(told))
        return None

    def along(self, way: Iterable[Move]) -> Place | None:
        """The place a way leads to; None where a step of it cannot be done."""
        here = self
        for move in way:
            here = here.later(move.wait)
            if move.act == WAITING:
                continue
            action = action_of(self.case.kind, move.act)
            if not here.allows(action, move.told, move.ago):
                return None
            here = here.after(action, move.told, move.ago)
        return here


def guards_of(practice: Practice) -> tuple[Guard, ...]:
    """Every guard of a kind, once."""
    return _guards(practice.kind.code)


@cache
def _guards(kind: str) -> tuple[Guard, ...]:
    return tuple({one.name: one for action in PRACTICES[kind].kind.actions for one in action.only_if}.values())


def _course(case: Filed, acts: Iterable[Noted]) -> Course:
    options = {*traits_of(case), *(("remote",) if case.remote else ())}
    kind = PRACTICES[case.kind].kind
    return course(kind, opening_of(case), case.received_on, [act.done for act in acts if act.done], RULES, options)


def _dues(now: Course, calendar: Calendar) -> DueDays:
    """As ``cases.rules.dues_of`` counts them."""
    found = {}
    for one in (limit for limit in now.limits if limit.ended_on is None):
        due = _due(one, calendar)
        if one.paused_on is None or due < one.paused_on:
            found[one.rule] = due
    return DueDays(found)


_DUE: dict[tuple[int, Running], date] = {}


def _due(one: Running, calendar: Calendar) -> date:
    """The last day of a limit, counted once."""
    key = id(calendar), one
    if key not in _DUE:
        _DUE[key] = receipt_of(one, calendar).due
    return _DUE[key]
