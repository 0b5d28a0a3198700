"""What each dossier of a year is sent to do: an act from a state that was done too seldom there, and the way to it."""
from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from bench.places import WAITING, Cell, Move, Place
from bench.ways import Ways, by_people
from caseapp.cases.practices import PRACTICES
from caseapp.cases.rules import action_of

WANTED = 5                   # times each branch is walked
TRIES = 8                    # errands that are looked at before a dossier is left as it stands
NEAR = 40                    # places looked at for an errand of a dossier that is under way
Branch = tuple[str, str, str]          # kind, state, act


@dataclass(slots=True)
class Led:
    """A dossier and the rest of its errand; ``promised``: the branches that the errand still has to walk."""

    kind: str = ""
    dossier: int = 0
    way: list[Move] = field(default_factory=list)
    promised: list[Branch] = field(default_factory=list)
    acts: int = 0


def branches(kinds: Sequence[str]) -> Iterator[Branch]:
    """Every act of people from every state of every kind."""
    for code in kinds:
        for action in PRACTICES[code].kind.actions:
            if by_people(action):
                yield from ((code, state.code, action.code) for state in sorted(action.when, key=lambda one: one.code))


@dataclass(slots=True)
class Errands:
    """Who is sent where; ``walked``: how often each branch was walked, ``last``: the day the year ends."""

    kinds: Sequence[str]
    luck: random.Random
    walked: Counter[Branch]
    last: date
    ways: Ways = field(default_factory=Ways)
    promised: Counter[Branch] = field(default_factory=Counter)
    known: dict[Branch, tuple[int, list[Move] | None]] = field(default_factory=dict)
    from_here: dict[tuple[Branch, Cell], list[Move] | None] = field(default_factory=dict)

    def times(self, branch: Branch) -> int:
        """How often a branch was walked, or will be by errands that are under way."""
        return self.walked[branch] + self.promised[branch]

    def kind(self) -> str:
        """A kind for the next dossier: the more often, the more is left to be walked in it."""
        left = [sum(max(WANTED - self.times(one), 0) for one in branches((kind,))) for kind in self.kinds]
        return self.luck.choices(self.kinds, left if any(left) else None)[0]

    def send(self, led: Led, starts: list[Place]) -> int:
        """Give a dossier an errand, if there is one; from which of the places it begins."""
        fresh = not led.dossier
        for state, act in self._seldom(led.kind, fresh)[:None if fresh else TRIES]:
            number, way = self._way((led.kind, state, act), starts, fresh)
            if way and starts[0].on + timedelta(days=sum(1 + move.wait for move in way)) < self.last:
                led.way, led.promised = list(way), list(_walked(starts[number], way))
                self.promised.update(led.promised)
                return number
        return self.luck.randrange(len(starts))

    def step(self, led: Led) -> Move:
        """The next step of a way, which is its no more."""
        self.promised[led.promised.pop(0)] -= 1
        return led.way.pop(0)

    def drop(self, led: Led) -> None:
        """Give an errand up."""
        self.promised.subtract(led.promised)
        led.way, led.promised = [], []

    def beside(self, here: Place, led: Led) -> Move | None:
        """Something that was done too seldom, can be done here, and leaves the errand possible."""
        for action in PRACTICES[led.kind].kind.actions:
            branch = led.kind, here.state.code, action.code
            stays = action.to is None or action.to == here.state
            if not stays or here.state not in action.when or branch in led.promised or self.times(branch) >= WANTED:
                continue
            for told in self.ways.fill(here, action):
                if here.allows(action, told) and goes(here.after(action, told), led.way):
                    return Move(0, action.code, told)
        return None

    def _way(self, goal: Branch, starts: list[Place], fresh: bool) -> tuple[int, list[Move] | None]:
        """A way to a branch; from the beginnings of a kind, and from places that are alike, it is looked for once."""
        _kind, state, act = goal
        if not fresh:
            return 0, self._way_from(goal, starts[0])
        if goal not in self.known:
            self.known[goal] = self.ways.find_from(starts, state, act)
        number, way = self.known[goal]
        if way and starts[number].along(way) is None:      # found on another day
            return self.ways.find_from(starts, state, act)
        return number, way

    def _way_from(self, goal: Branch, here: Place) -> list[Move] | None:
        _kind, state, act = goal
        key = goal, here.cell
        way = self.from_here.get(key)
        if key not in self.from_here or (way and not goes(here, way)):
            way = self.from_here[key] = self.ways.near(here, state, act, NEAR)
        return way

    def _seldom(self, kind: str, fresh: bool) -> list[tuple[str, str]]:
        """(state, act) of a kind that were walked too seldom, the most seldom first; all, where none is left.

        Of a dossier that is under way first what leaves it most ways on: what ends it comes last.
        """
        def first(branch: Branch) -> tuple[int, int, float]:
            return 0 if fresh else -self.ways.open_after(*branch), self.times(branch), self.luck.random()

        found = sorted(branches((kind,)), key=first)
        wanted = [(state, act) for one, state, act in found if self.times((one, state, act)) < WANTED]
        return wanted or ([(state, act) for _kind, state, act in found] if fresh else [])


def goes(here: Place, way: list[Move]) -> bool:
    """Whether a way can be gone; an act that is its first step is done today."""
    if way and way[0].act != WAITING:
        first = way[0]
        way = [Move(0, first.act, first.told, first.ago), *way[1:]]
    return here.along(way) is not None


def _walked(here: Place, way: list[Move]) -> Iterator[Branch]:
    """The branches on a way; of a step that only waits, one that is none."""
    for move in way:
        here = here.later(move.wait)
        yield here.case.kind, here.state.code, move.act
        if move.act != WAITING:
            here = here.after(action_of(here.case.kind, move.act), move.told, move.ago)
