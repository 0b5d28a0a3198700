"""Knows what a procedure's acts make of its time limits: which run, since when, paused, extended, ended.

The limits of a dossier are a function of its acts: whoever corrects the day of an act gets the limits as they would
have been, and nothing else has to be mended.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from caseapp.law.counting import count
from caseapp.law.days import Calendar
from caseapp.law.limits import Limit, Nature
from caseapp.law.receipts import Pause, Receipt
from caseapp.workflow.kind import BACK, Action, Kind, Opening, State


@dataclass(frozen=True, slots=True)
class Done:
    """An act that was done: its code and the civil day it happened, whatever day it was entered.

    `starts_on`: another first day for single limits it starts, by code (the day a paper was received). `keeps`: the
    coming day that the limits it heeds are counted back from. `ground`, `document`: of a pause, for the receipt.
    `result`: in one word what the limits it meets ended with, the act's code when empty.
    """

    code: str
    on: date
    starts_on: Mapping[str, date] = field(default_factory=dict)
    keeps: date | None = None
    ground: str = ""
    document: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True)
class Stopped:
    """A pause: the first day that does not count, and the day the limit runs again, None while it stands still."""

    first: date
    until: date | None
    ground: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class Running:
    """One time limit of a dossier as its acts make it; `ended_on` None while it runs."""

    rule: str
    start: date
    options: frozenset[str] = frozenset()
    extensions: int = 0
    pauses: tuple[Stopped, ...] = ()
    ended_on: date | None = None
    result: str = ""

    @property
    def paused_on(self) -> date | None:
        """Since when the limit stands still; None while it runs."""
        if self.ended_on is not None or not self.pauses:
            return None
        last = self.pauses[-1]
        return last.first if last.until is None else None


def closed_pauses(limit: Running) -> tuple[Pause, ...]:
    """The pauses of a limit that are over, in order: one that goes on has no length yet."""
    return tuple(sorted((Pause(one.first, one.until, one.ground, one.document)
                         for one in limit.pauses if one.until is not None), key=lambda one: (one.first, one.until)))


def receipt_of(limit: Running, calendar: Calendar, on: date | None = None) -> Receipt:
    """What a limit comes to as its acts make it; `on`: the day until which it is known to run, or ran.

    Raises LawError where law or calendar cannot count it.
    """
    return count(limit.rule, limit.start, calendar, limit.options, closed_pauses(limit), limit.extensions,
                 limit.ended_on or on)


@dataclass(frozen=True, slots=True)
class Course:
    """Where a dossier stands after its acts: the state, the one before a suspension, and every limit in order."""

    state: State
    before: State | None
    limits: tuple[Running, ...]

    def of(self, rule: str) -> Running | None:
        """The latest limit of a rule; None when it never began."""
        return next((one for one in reversed(self.limits) if one.rule == rule), None)


def course(
    kind: Kind, opening: Opening, opened_on: date, acts: Sequence[Done], rules: Mapping[str, Limit],
    options: Iterable[str] = (),
) -> Course:
    """What the acts, in the order they were recorded, make of a dossier that was opened on a day.

    `options` hold for every limit that knows them ("remote"). A limit that starts again while it runs starts on the
    later of the two days: of several receivers the last one counts. Acts are not judged here: see `engine.take`.
    """
    common = frozenset(options)
    state, before = opening.state, None
    limits = _begin(opening.starts, opened_on, common, rules)
    actions = {action.code: action for action in kind.actions} if acts else {}
    for done in acts:
        action = actions[done.code]
        limits = _moved(limits, action, done, common, rules)
        if action.to is BACK:
            state, before = before or state, None
        elif action.to is not None:
            before = state if action.pauses else before
            state = action.to
    return Course(state, before, tuple(limits))


def _begin(codes: Iterable[str], on: date, options: frozenset[str], rules: Mapping[str, Limit]) -> list[Running]:
    """The limits that start on a day; one that no law in force that day knows does not begin: none is invented."""
    return [Running(code, on, options & rules[code].options) for code in codes if rules[code].in_force(on)]


def _moved(
    limits: Sequence[Running], action: Action, done: Done, common: frozenset[str], rules: Mapping[str, Limit]
) -> list[Running]:
    moved = _met(limits, action, done, rules)
    for code in action.starts:
        on = done.starts_on.get(code, done.on)
        place = None if _several(code, rules) else _first(moved, code)
        if place is None:
            moved += _begin((code,), on, common, rules)
        else:
            moved[place] = replace(moved[place], start=max(moved[place].start, on))
    if done.keeps is not None:
        moved += [_ended(one, done) for one in _begin(action.heeds, done.keeps, common, rules)]
    return moved


def _met(limits: Sequence[Running], action: Action, done: Done, rules: Mapping[str, Limit]) -> list[Running]:
    """The limits after what the act ends, pauses, resumes, extends. Of several questions one answer ends the oldest."""
    moved = [_changed(one, action, done, rules) for one in limits]
    for code in action.meets:
        place = _first(moved, code)
        while place is not None:
            moved[place] = _ended(moved[place], done)
            alone = _several(code, rules) and action.to is None
            place = None if alone else _first(moved, code)
    return moved


def _several(code: str, rules: Mapping[str, Limit]) -> bool:
    """Whether a limit can run several times at once: what different bodies were asked for."""
    return code in rules and rules[code].nature is Nature.AWAITED


def _first(limits: Sequence[Running], code: str) -> int | None:
    return next((at for at, one in enumerate(limits) if one.rule == code and one.ended_on is None), None)


def _changed(one: Running, action: Action, done: Done, rules: Mapping[str, Limit]) -> Running:
    if one.ended_on is not None:
        return one
    if one.rule in action.pauses:
        return replace(one, pauses=(*one.pauses, Stopped(done.on, None, done.ground, done.document)))
    if one.rule in action.resumes and one.pauses:
        return replace(one, pauses=(*one.pauses[:-1], replace(one.pauses[-1], until=done.on)))
    if one.rule in action.extends:
        granted = frozenset({action.grants}) if action.grants else frozenset()
        decided = any(wording.extensions for wording in rules[one.rule].wordings)
        return replace(one, options=one.options | granted, extensions=one.extensions + decided)
    return one


def _ended(one: Running, done: Done) -> Running:
    pauses = one.pauses
    if pauses and pauses[-1].until is None:      # what ends while it stands still was never set going again
        pauses = (*pauses[:-1], replace(pauses[-1], until=done.on))
    return replace(one, pauses=pauses, ended_on=done.on, result=done.result or done.code)
