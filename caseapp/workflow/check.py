"""Knows how a procedure can be unsound: lost states, dead ends, clocks that nothing meets."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from caseapp.law.limits import Limit, Nature, Promise
from caseapp.workflow.kind import BACK, Action, Kind, State

Rules = Mapping[str, Limit | Promise]
Place = tuple[State, State | None, frozenset[str]]
"""A state, the one to which what was paused goes back, and the time limits that run."""


def mistakes(kind: Kind, rules: Rules) -> Iterator[str]:
    """Every reason why the procedure is unsound, one sentence each; a sound procedure yields none."""
    yield from _doubled(kind)
    yield from _unknown(kind, rules)
    yield from _idle_actions(kind)
    places = _places(kind)
    yield from _lost(kind, places)
    yield from _clocks(kind, rules)
    yield from _left_running(kind, rules, places)


def _doubled(kind: Kind) -> Iterator[str]:
    for what, codes in (("state", kind.states), ("action", kind.actions)):
        for code, times in Counter(one.code for one in codes).items():
            if times > 1:
                yield f"{kind.code}: {what} {code} stands {times} times"
    for action in kind.actions:
        for name, times in Counter((*action.asks, *(guard.name for guard in action.only_if))).items():
            if times > 1:
                yield f"{kind.code}: action {action.code} names {name} {times} times"


def _unknown(kind: Kind, rules: Rules) -> Iterator[str]:
    named = [("opening", opening.state) for opening in kind.openings]
    named += [(action.code, state) for action in kind.actions for state in _ends(action)]
    for where, state in named:
        if state not in kind.states:
            yield f"{kind.code}: {where} names the unknown state {state.code}"
    codes = set(chain.from_iterable(opening.starts for opening in kind.openings))
    codes |= set(chain.from_iterable(action.clocks for action in kind.actions))
    for code in sorted(codes - rules.keys()):
        yield f"{kind.code}: unknown rule {code}"


def _ends(action: Action) -> list[State]:
    return sorted(action.when, key=lambda state: state.code) + ([action.to] if isinstance(action.to, State) else [])


def _idle_actions(kind: Kind) -> Iterator[str]:
    if not kind.openings:
        yield f"{kind.code}: no way to begin"
    for action in kind.actions:
        if not action.when:
            yield f"{kind.code}: action {action.code} starts from no state"
        if not action.by:
            yield f"{kind.code}: nobody may do {action.code}"
        if action.grants and not action.extends:
            yield f"{kind.code}: action {action.code} grants {action.grants} to no limit"
        if action.to and any(state.final for state in action.when):
            yield f"{kind.code}: action {action.code} leaves a final state"


def _places(kind: Kind) -> set[Place]:
    """Every state that can be reached, with each set of clocks that can be running in it and where it came from."""
    waiting: list[Place] = [(opening.state, None, frozenset(opening.starts)) for opening in kind.openings]
    found = set(waiting)
    while waiting:
        state, before, running = waiting.pop()
        for action in kind.actions:
            if state in action.when and not any(guard.ended & running for guard in action.only_if):
                left = (running - set(action.meets)) | set(action.starts)
                new = (*_goal(action, state, before), left)
                if new not in found:
                    found.add(new)
                    waiting.append(new)
    return found


def _goal(action: Action, state: State, before: State | None) -> tuple[State, State | None]:
    """Where an action leads, and where going back leads from there: as a course of acts counts it."""
    if action.to is BACK:
        return before or state, None
    return action.to or state, state if action.pauses and action.to else before


def _lost(kind: Kind, places: Iterable[Place]) -> Iterator[str]:
    reached = {state for state, _before, _running in places}
    left = {state for action in kind.actions if action.to for state in action.when if action.to != state}
    for state in kind.states:
        if state not in reached:
            yield f"{kind.code}: state {state.code} cannot be reached"
        if not state.final and state not in left:
            yield f"{kind.code}: state {state.code} is a dead end and not final"


def _clocks(kind: Kind, rules: Rules) -> Iterator[str]:
    started = set(chain.from_iterable(opening.starts for opening in kind.openings))
    started |= set(chain.from_iterable(action.starts for action in kind.actions))
    met = set(chain.from_iterable(action.meets for action in kind.actions))
    moved = set(chain.from_iterable((*action.pauses, *action.resumes, *action.extends) for action in kind.actions))
    for code in sorted(started - met):
        if _is_duty(rules, code):
            yield f"{kind.code}: nothing ever meets {code}"
    for code in sorted((met | moved) - started):
        yield f"{kind.code}: nothing ever starts {code}"
    heeded = set(chain.from_iterable(action.heeds for action in kind.actions))
    for code in sorted(heeded):
        if code in rules and not getattr(rules[code], "counted_back", False):
            yield f"{kind.code}: {code} is heeded, but not counted back from a coming day"
    paused = set(chain.from_iterable(action.pauses for action in kind.actions))
    resumed = set(chain.from_iterable(action.resumes for action in kind.actions))
    for code in sorted(paused ^ resumed):
        yield f"{kind.code}: {code} is paused but never resumed, or resumed but never paused"


def _left_running(kind: Kind, rules: Rules, places: Iterable[Place]) -> Iterator[str]:
    """Duties that still run in a closed state, where nobody looks for them any more."""
    left: set[tuple[str, str]] = set()
    for state, _before, running in places:
        closing = chain.from_iterable(action.meets for action in kind.actions if state in action.when and not action.to)
        if state.closed:
            left |= {(state.code, code) for code in running.difference(closing) if _is_duty(rules, code)}
    for state_code, code in sorted(left):
        yield f"{kind.code}: {code} can still run in the closed state {state_code}"


def _is_duty(rules: Rules, code: str) -> bool:
    return code in rules and rules[code].nature is Nature.DUTY
