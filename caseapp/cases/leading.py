"""Which act leads a case on from where it stands: read off its procedure, never a list of states."""
from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from typing import cast

from caseapp.cases.practices import PRACTICES
from caseapp.cases.rules import DONE, KINDS
from caseapp.workflow.kind import Action, Facts, Guard, Kind, Reason, State

STAYS = 99          # an act that leaves a case on its way ranks before every one that ends it
STEPS = 5


@dataclass(frozen=True, slots=True)
class Leading:
    """``goal``: the act the case is on its way to; ``act``: the one to do now for it, None when only days must pass.

    ``barred``: why the goal cannot be done yet; ``other``: another act than ``act`` that would clear it.
    ``between``: the acts of which nobody can say beforehand which it will be.
    """

    goal: Action | None
    act: Action | None = None
    barred: Reason | None = None
    other: Action | None = None
    between: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """Where the ways of a procedure lead, by state: how far, and over which states; suspensions left out."""

    far: Mapping[str, int]
    over: Mapping[str, AbstractSet[State]]


def leading(kind: Kind, state: State, facts: Facts, duty: str = "") -> Leading:
    """How a case goes on that stands in ``state``; ``duty``: the rule of its earliest running duty.

    The goal is the act that meets the duty, without a duty the one that leaves the state; of several the one with the
    longest way still before it, which is the usual one: the others end the case early.
    """
    usual = _usual(kind, state, facts)
    goal = kind.action(usual) if usual and not duty else _goal(kind, state, duty)
    if goal is None:
        return Leading(None)
    if usual == "" and not duty:
        return Leading(goal, between=tuple(one for one in kind.actions if _goes_on(one, state)))
    flaw, now = _flaw(goal, facts), kind.action(usual) if usual else goal
    other = PRACTICES[kind.code].or_else.get(flaw.name, "") if flaw else ""
    return Leading(goal, _now(kind, state, facts, now) if usual != "" else None, flaw.reason if flaw else None,
                   kind.action(other) if other else None)


def _usual(kind: Kind, state: State, facts: Facts) -> str | None:
    """The act that is usually next in a state; empty where nobody can say, None where the procedure itself tells."""
    done = cast("AbstractSet[str]", facts.get(DONE, frozenset()))
    stays = (code for code in PRACTICES[kind.code].usual.get(state.code, ())
             if not code or kind.action(code).to is not None or code not in done)
    return next(stays, None)


def _goal(kind: Kind, state: State, duty: str) -> Action | None:
    way = _way(kind.code)
    reached = {state, *way.over[state.code]}
    if duty:
        found = [action for action in kind.actions if duty in action.meets and action.when & reached]
    else:
        found = [action for action in kind.actions if _goes_on(action, state)]
    return max(found, key=lambda action: _rank(action, way), default=None)


def _rank(action: Action, way: Way) -> int:
    return way.far[action.to.code] if isinstance(action.to, State) else STAYS


def _now(kind: Kind, state: State, facts: Facts, goal: Action) -> Action | None:
    """The first act on the way to ``goal`` that can be done now."""
    wanted: Action | None = goal
    for _step in range(STEPS):
        if wanted is None:
            return None
        if state not in wanted.when:
            wanted = _towards(kind, state, wanted)
            if wanted is None:
                return None
        flaw = _flaw(wanted, facts)
        if flaw is None:
            return wanted
        clears = PRACTICES[kind.code].clears
        wanted = kind.action(clears[flaw.name]) if flaw.name in clears else None
    return None


def _towards(kind: Kind, state: State, wanted: Action) -> Action | None:
    """The act that leads from ``state`` to where ``wanted`` can be done."""
    over = _way(kind.code).over
    return next((action for action in kind.actions if _goes_on(action, state) and isinstance(action.to, State)
                 and wanted.when & {action.to, *over[action.to.code]}), None)


def _flaw(action: Action, facts: Facts) -> Guard | None:
    return next((guard for guard in action.only_if if not guard.holds(facts)), None)


def _goes_on(action: Action, state: State) -> bool:
    """Whether an act leads from a state somewhere else, and not into a standstill."""
    return state in action.when and not action.pauses and action.to not in (None, state)


@cache
def _way(code: str) -> Way:
    kind = KINDS[code]
    steps = {state.code: {action.to for action in kind.actions
                          if _goes_on(action, state) and isinstance(action.to, State)} for state in kind.states}
    far: dict[str, int] = {}
    over: dict[str, frozenset[State]] = {}

    def walk(state: State) -> None:
        if state.code in far:
            return
        far[state.code], over[state.code] = 0, frozenset()
        for following in steps[state.code]:
            walk(following)
        if steps[state.code]:
            far[state.code] = 1 + max(far[one.code] for one in steps[state.code])
            over[state.code] = frozenset(steps[state.code]).union(*(over[one.code] for one in steps[state.code]))

    for state in kind.states:
        walk(state)
    return Way(far, over)
