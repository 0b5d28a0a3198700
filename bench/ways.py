"""Finding ways: what has to be done in a dossier, with which inputs and on which days, before something can be done.

A search over places, led by how many states and how many closed guards lie before the goal. Which act opens a guard,
and on which inputs anything hangs, is learned from looking; no kind is known by name.
"""
from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from itertools import count, product
from typing import Any

from bench.places import WAITING, Cell, Inputs, Move, Place, guards_of
from caseapp.cases.asking import Ask, Shape
from caseapp.cases.asks import ASKS
from caseapp.cases.practice import MACHINE
from caseapp.cases.practices import PRACTICES
from caseapp.cases.rules import action_of
from caseapp.workflow.kind import BACK, Action, State

LOOKS = 3                    # times an act is looked at before it is known on which inputs it hangs
MOST = 96                    # ways to fill in one form that are tried
LONGEST_WAIT = 200           # days
# One after the other: only what seems to matter or everything; what an act done already weighs beside one that seems
# to lie ahead; places that are looked at.
SEARCHES = ((True, 0, 60), (True, 0.2, 250), (True, 0.7, 300), (False, 0.7, 600))
NEVER = 99                   # more acts than any way has


@dataclass(slots=True)
class Learned:
    """What looking has taught of one kind.

    ``opens``: acts after which a guard held; ``matters``: inputs that make a difference, beside the usual one;
    ``looked``: how often an act was looked at; ``steps``: acts it takes to come from a state into another;
    ``ahead``: by state, how far each other is from it.
    """

    opens: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    matters: dict[str, dict[str, list[Any]]] = field(default_factory=lambda: defaultdict(dict))
    looked: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    steps: dict[tuple[str, str], int] = field(default_factory=dict)
    ahead: dict[str, dict[str, float]] = field(default_factory=dict)


class Ways:
    """Ways through every procedure; what one search has learned helps the next."""

    def __init__(self) -> None:
        self._learned: dict[str, Learned] = {}

    def of(self, kind: str) -> Learned:
        """What is known of a kind; at first what its practice says of itself."""
        if kind not in self._learned:
            self._learned[kind] = Learned()
            for name, code in PRACTICES[kind].clears.items():
                self._learned[kind].opens[name].add(code)
        return self._learned[kind]

    def find_from(self, starts: Sequence[Place], state: str, act: str) -> tuple[int, list[Move] | None]:
        """From which of several places a way was found that ends with the act done in the state, and the way.

        First what seems to matter is tried, straight ahead, then more broadly, then everything.
        """
        for useful, hurry, most in SEARCHES:
            for number, start in enumerate(starts):
                acts = self._useful(start.case.kind, state, act) if useful else None
                if (way := self._search(start, state, act, most, acts, hurry)) is not None:
                    return number, way
        return 0, None

    def near(self, start: Place, state: str, act: str, most: int) -> list[Move] | None:
        """A way from here, if a look at few places finds one."""
        return self._search(start, state, act, most, self._useful(start.case.kind, state, act), 0)

    def fill(self, place: Place, action: Action) -> Iterator[Inputs]:
        """Everything different that the form of an act can say."""
        known = self.of(place.case.kind)
        plain = {name: values[0] for name in action.asks if (values := _values(ASKS[name], place))}
        if known.looked[action.code] < LOOKS:
            self._look(place, action, plain, known)
        other = known.matters[action.code]
        names = [name for name in plain if name in other]
        for number, chosen in enumerate(product(*((plain[name], *other[name]) for name in names))):
            if number >= MOST:
                return
            yield {**plain, **dict(zip(names, chosen, strict=True))}

    def open_after(self, kind: str, state: str, act: str) -> int:
        """How many states a dossier can still come to after an act from a state."""
        goal = action_of(kind, act).to
        there = goal.code if isinstance(goal, State) else state
        return sum(there in self._ahead(kind, one.code)
                   for one in PRACTICES[kind].kind.states)

    def matter(self, kind: str, act: str) -> frozenset[str]:
        """Inputs of an act on which something hangs."""
        return frozenset(self.of(kind).matters[act])

    def _look(self, place: Place, action: Action, plain: dict[str, Any], known: Learned) -> None:
        """Find out which inputs make a difference here."""
        seen = {_trace(place, action, plain)}
        for name in plain:
            for value in _values(ASKS[name], place)[1:]:
                trace = _trace(place, action, {**plain, name: value})
                if trace not in seen and value not in known.matters[action.code].get(name, ()):
                    seen.add(trace)
                    known.matters[action.code].setdefault(name, []).append(value)
        known.looked[action.code] += len(seen) > 1 or None not in seen

    # ── searching ──

    def _search(self, start: Place, state: str, act: str, most: int, useful: frozenset[str] | None,
                hurry: float) -> list[Move] | None:
        goal, order = action_of(start.case.kind, act), count()
        if start.state.code not in self._ahead(start.case.kind, state):
            return None
        waiting: list[tuple[float, int, int, Place, tuple[Move, ...]]] = [(0, 0, next(order), start, ())]
        seen: set[Cell] = {start.cell}
        while waiting and most:
            _far, _long, _place, here, way = heapq.heappop(waiting)
            most -= 1
            if here.state.code == state and (last := self._last(here, goal)) is not None:
                self._note_way(start, (*way, last))
                return [*way, last]
            for move, there in self._onward(here, useful):
                if there.cell not in seen:
                    seen.add(there.cell)
                    self._note(here, there, move.act)
                    far = self._far(there, state, goal)
                    if far < NEVER:
                        heapq.heappush(waiting, (far + hurry * len(way), len(way), next(order), there, (*way, move)))
        return None

    def _last(self, here: Place, goal: Action) -> Move | None:
        """The goal itself, done from here: today, or on the next day, or entered late."""
        return next((move for move, _there in self._moves(here, goal)), None)

    def _onward(self, here: Place, useful: frozenset[str] | None) -> Iterator[tuple[Move, Place]]:
        """Everything that can be done from a place, and where that leads."""
        for action in PRACTICES[here.case.kind].kind.actions:
            if here.state in action.when and (useful is None or action.code in useful):
                yield from self._moves(here, action)
        for days in _nights(here):
            there = here.later(days)
            yield Move(days, WAITING, {}), there

    def _moves(self, here: Place, action: Action) -> Iterator[tuple[Move, Place]]:
        passing = here.practice.passing
        next_day = here.tomorrow
        for wait, place in ((0, here), (1, next_day)) if action.code in passing else ((1, next_day),):
            if place.state not in action.when or place.missing(action):
                continue
            for told in self.fill(place, action):
                if place.allows(action, told):
                    yield Move(wait, action.code, told), place.after(action, told)
        ago = _since_it_moved(next_day)
        if ago > 5 and {*action.starts} & {rule for rules in passing.values() for rule in rules}:
            for told in self.fill(next_day, action):
                if next_day.allows(action, told, ago):
                    yield Move(1, action.code, told, ago), next_day.after(action, told, ago)

    def _note(self, here: Place, there: Place, act: str) -> None:
        opens = self.of(here.case.kind).opens
        for name in there.holding - here.holding:
            opens[name].add(act)

    def _note_way(self, start: Place, way: Sequence[Move]) -> None:
        """Learn from a way that was found how many acts lie between two states."""
        known, here, since = self.of(start.case.kind), start, 0
        for move in way:
            before, since = here.state.code, since + 1
            there = here.along([move])
            if there is None:
                return
            here = there
            if here.state.code != before:
                old = known.steps.get((before, here.state.code), NEVER)
                known.steps[before, here.state.code] = min(old, since)
                since = 0
        known.ahead.clear()

    # ── how far it is ──

    def _ahead(self, kind: str, state: str) -> dict[str, float]:
        """How far each state is from one: a state and the acts it takes to leave it."""
        known = self.of(kind)
        if state not in known.ahead:
            found: dict[str, float] = {}
            edge: list[tuple[float, str]] = [(0, state)]
            while edge:
                far, here = heapq.heappop(edge)
                if here in found:
                    continue
                found[here] = far
                for one, there in _edges(kind):
                    if there == here:
                        heapq.heappush(edge, (far + 1 + known.steps.get((one, there), 1), one))
            known.ahead[state] = found
        return known.ahead[state]

    def _far(self, here: Place, state: str, goal: Action) -> float:
        """How many acts away the goal seems."""
        ahead = self._ahead(here.case.kind, state)
        steps = ahead.get(here.state.code, NEVER)
        if steps == 0:
            return self._closed(here, goal, 3)
        nearest = min((ahead.get(_goal(one, here), NEVER) + self._closed(here, one, 2)
                       for one in PRACTICES[here.case.kind].kind.actions
                       if here.state in one.when and one.to is not None and _goal(one, here) != here.state.code),
                      default=NEVER)
        # What must have ended may not even have begun: that says nothing yet.
        ended = _ended(here.case.kind)
        return nearest + 2 + 0.5 * sum(self._cost(here, name, 2) for name in here.missing(goal) if not ended[name])

    def _closed(self, here: Place, action: Action, deep: int) -> float:
        return sum(self._cost(here, name, deep) for name in here.missing(action))

    def _cost(self, here: Place, name: str, deep: int) -> float:
        """Acts that it seems to take until a guard holds."""
        known, ended = self.of(here.case.kind).opens.get(name), _ended(here.case.kind)[name]
        if ended:
            return sum(one.ended_on is None and one.rule in ended for one in here.course.limits)
        if not known or not deep:
            return 1
        found = [1 + self._closed(here, action, deep - 1) for code in known if code != WAITING
                 for action in (action_of(here.case.kind, code),) if here.state in action.when]
        if WAITING in known and here.dues.days:
            found.append(1)
        return min(found, default=6)

    def _useful(self, kind: str, state: str, act: str) -> frozenset[str]:
        """Acts that lead towards the state, and those known to open a guard on the way."""
        ahead, actions = self._ahead(kind, state), PRACTICES[kind].kind.actions
        found = {act} | {one.code for one in actions if one.to is not None and (one.to is BACK or one.to.code in ahead)
                         and any(place.code in ahead for place in one.when)}
        while True:
            guards = {guard.name for one in actions if one.code in found for guard in one.only_if}
            more = {code for name in guards for code in self.of(kind).opens.get(name, ()) if code != WAITING} - found
            more |= {one.code for one in actions if any({*one.meets} & _ended(kind)[name] for name in guards)} - found
            if not more:
                return frozenset(found)
            found |= more


@cache
def _edges(kind: str) -> frozenset[tuple[str, str]]:
    """(state, next state) for whatever leads on; what was suspended goes back to wherever it can have been."""
    actions = PRACTICES[kind].kind.actions
    on = {(one.code, action.to.code) for action in actions if isinstance(action.to, State) for one in action.when}
    return frozenset(on | {(one.code, before) for action in actions if action.to is BACK for one in action.when
                           for before, there in on if there == one.code})


@cache
def _ended(kind: str) -> dict[str, frozenset[str]]:
    """By guard: the time limits that must not run any more."""
    return {one.name: one.ended for one in guards_of(PRACTICES[kind])}


def _goal(action: Action, here: Place) -> str:
    if action.to is BACK:
        return here.course.before.code if here.course.before else here.state.code
    return action.to.code if action.to else here.state.code


def _trace(place: Place, action: Action, told: Inputs) -> Cell | None:
    """What comes of an act with these inputs; None where it cannot be done."""
    return place.after(action, told).cell if place.allows(action, told) else None


def _since_it_moved(place: Place) -> int:
    """Days since the last act that led on, or since it came in."""
    last = [act.happened_on for act in place.acts if action_of(place.case.kind, act.code).to is not None]
    return (place.on - (last[-1] if last else place.case.received_on)).days


def _nights(place: Place) -> list[int]:
    """Waits after which something is over: each limit that runs, and a good while after the last."""
    left = sorted({(due - place.on).days + 1 for due in place.dues.days.values()})
    ahead = [one for one in left if 0 < one <= LONGEST_WAIT]
    return [*ahead, *((ahead[-1] + 45,) if ahead else ())]


def _values(ask: Ask, place: Place) -> list[Any]:
    """What may stand in an input; at first what is usual."""
    match ask.shape:
        case Shape.CHOICE | Shape.SELECT | Shape.MANNER:
            return offered(ask, place)
        case Shape.MANY:
            one = offered(ask, place)
            return [*(() if ask.missing else ([],)), *([code] for code in one), one[:2]]
        case Shape.COMING_DAY:
            return [timedelta(days=8)]
        case Shape.DAY:
            return [timedelta(days=-5), timedelta(days=-400)]
    return []


def offered(ask: Ask, place: Place) -> list[str]:
    """The choices of an input on a day."""
    return [*(code for code, one in ask.law.items() if one.holds(place.on)),
            *(one.code for one in ask.own if one.since is None or one.since <= place.on)]


def by_people(action: Action) -> bool:
    """Whether people do it, and not days alone."""
    return action.by != {MACHINE}
