"""A year of a commune and the province above it: every branch of every procedure, lived through day by day.

    python -m bench.year --petitions 600 [--database-url postgresql+psycopg://…]

The procedures themselves say what can be done; what was done least is done next, and beside it something that may not
be done is tried.
"""
from __future__ import annotations

import heapq
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from typing import Any

from flask import Flask, g

from bench.living import Living
from bench.office import ZONE, arguments, new_office, settings_for
from caseapp.cases.commands.acting import carry_out
from caseapp.cases.commands.by_itself import let_days_pass
from caseapp.cases.practice import MACHINE
from caseapp.cases.practices import PRACTICES
from caseapp.demo.staff import Offices
from caseapp.dossiers.commands import Stale
from caseapp.gazette import office_calendar
from caseapp.law.errors import LawError
from caseapp.proof import faults
from caseapp.web.errors import Refusal
from caseapp.workflow.engine import Refused, way_of
from caseapp.workflow.kind import Action, State

FIRST, LAST = date(2026, 7, 1), date(2027, 6, 30)
WANTED = 5                   # times each branch is walked
OFTEN_BARRED = 4             # looks at a dossier in vain, each some days later, before it is left alone
LONGEST = 40                 # acts after which a dossier is left as it stands
Branch = tuple[str, str, str]          # kind, state, act
Judge = Callable[[str, str, str, str], bool | None]
"""Whether the law's own table lets a role do an act in a state; None where it leaves that to a condition."""


@dataclass(slots=True)
class Outcome:
    """What a year came to: how often each branch was walked, what was answered otherwise than it had to be."""

    petitions: int
    acts: int = 0
    tried: int = 0
    walked: Counter[Branch] = field(default_factory=Counter)
    in_vain: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    seconds: float = 0

    def left(self, kinds: tuple[str, ...]) -> list[Branch]:
        """Branches that people can walk and nobody walked often enough."""
        return [branch for branch in branches(kinds) if self.walked[branch] < WANTED]


def branches(kinds: tuple[str, ...]) -> Iterator[Branch]:
    """Every act of people from every state of every kind."""
    for code in kinds:
        for action in PRACTICES[code].kind.actions:
            if action.by != {MACHINE}:
                yield from ((code, state.code, action.code) for state in action.when)


@cache
def _beyond(kind: str, state: str) -> tuple[tuple[str, str], ...]:
    """(state, act) of every branch that lies ahead of a state."""
    found, waiting = {state}, [state]
    actions = PRACTICES[kind].kind.actions
    while waiting:
        here = waiting.pop()
        for action in actions:
            goal = action.to.code if isinstance(action.to, State) else here
            if goal not in found and any(one.code == here for one in action.when):
                found.add(goal)
                waiting.append(goal)
    return tuple((one, act) for code, one, act in branches((kind,)) if one in found)


class Year:
    """The year as it goes on; ``judge`` says what the law's table allows, apart from the procedures."""

    def __init__(self, app: Flask, offices: Offices, kinds: tuple[str, ...], *, seed: int = 1,
                 judge: Judge | None = None) -> None:
        self.app, self.kinds, self.judge, self.luck = app, kinds, judge, random.Random(seed)
        self.living = Living(offices, self.luck)
        self.outcome, self.day = Outcome(0), FIRST
        app.config["CLOCK"] = self.now

    def now(self) -> datetime:
        """Nine in the morning of the day that the year has come to."""
        return datetime(self.day.year, self.day.month, self.day.day, 9, tzinfo=ZONE).astimezone(UTC)

    def live(self, petitions: int) -> Outcome:
        """Open so many dossiers over the year, and lead each as far as there is something new to do with it."""
        begun, order, led = time.perf_counter(), count(), Counter[int]()
        self.outcome = Outcome(petitions)
        with self.app.app_context():
            self.living.meet()
        waiting = [(self._any_day(), next(order), kind, 0, 0) for kind in self._spread(petitions)]
        heapq.heapify(waiting)
        while waiting:
            day, _place, kind, dossier, barred = heapq.heappop(waiting)
            self._reach(day)
            with self.app.app_context():
                dossier = dossier or self.living.open(kind, self.now(), day)
                again = self._go_on(dossier)
            barred = 0 if again else barred + 1
            led[dossier] += 1
            if again is not None and barred < OFTEN_BARRED and led[dossier] < LONGEST and day < LAST:
                pause = self.luck.randint(1, 4) if again else self.luck.choice((7, 20, 40))
                heapq.heappush(waiting, (day + timedelta(days=pause), next(order), kind, dossier, barred))
        with self.app.app_context():
            self.outcome.faults = [f"{one.where}: {one.what}" for one in faults(most=20)]
        self.outcome.seconds = time.perf_counter() - begun
        return self.outcome

    def _spread(self, petitions: int) -> list[str]:
        """Every kind, those with more branches more often."""
        weights = [len(list(branches((kind,)))) for kind in self.kinds]
        return [*self.kinds, *self.luck.choices(self.kinds, weights, k=petitions - len(self.kinds))]

    def _any_day(self) -> date:
        return FIRST + timedelta(days=self.luck.randrange((LAST - FIRST).days - 150))

    def _reach(self, day: date) -> None:
        """Let nights pass until a day; what happens by itself happens in the first of them that sees it."""
        if day > self.day:
            self.day = day
            with self.app.app_context():
                let_days_pass(self.now(), day, office_calendar())

    def _go_on(self, dossier_id: int) -> bool | None:
        """Do one act; False when only days can help now, None when nothing is left to be done."""
        g.pop("now", None)
        case = self.living.read(dossier_id)
        kind = PRACTICES[case.kind].kind
        state = kind.state(case.state)
        if state.final:
            return None
        open_now = self.living.can(case, on=self.day)
        self._try_what_is_barred(case, state, [one for one in kind.actions if one not in open_now])
        told = frozenset(one.code for one in self.living.done(dossier_id))
        return any(self._do(case, action, state) for action in self._by_need(case.kind, state, open_now, told))

    def _by_need(self, kind: str, state: State, actions: list[Action], told: frozenset[str]) -> list[Action]:
        """What was done too seldom first, then what leads to such, or may clear the way; what ends comes last."""
        beyond = self._left_beyond(kind, state.code)

        def need(action: Action) -> tuple[int, int, float]:
            ends = isinstance(action.to, State) and action.to.closed
            seldom = self.outcome.walked[kind, state.code, action.code] < WANTED
            stays = action.to is None or action.to == state
            goal = action.to if isinstance(action.to, State) else PRACTICES[kind].kind.initial
            ahead = 0 if stays else self._left_beyond(kind, goal.code)
            clears = stays and beyond and action.code not in told
            rank = 0 if seldom and not ends else 1 if ahead and not ends else 2 if clears else 3 if seldom else 4
            return rank, -ahead if rank == 1 else 0, self.luck.random()

        return sorted(actions, key=need)[:8]

    def _left_beyond(self, kind: str, state: str) -> int:
        """How many branches that start in a state, or in one that can be reached from it, were walked too seldom."""
        return sum(self.outcome.walked[kind, one, act] < WANTED for one, act in _beyond(kind, state))

    def _do(self, case: Any, action: Action, state: State) -> bool:
        """Carry an act out as somebody who may; False where its inputs would not do today."""
        roles = self.living.roles(action, case.unit_id)
        if not roles:
            return False
        role, kind = self.luck.choice(roles), case.kind
        try:
            carry_out(self.living.given(case, action, self.day), self.living.acting(case, role, self.now(), self.day))
        except (Refusal, LawError, Refused) as problem:
            self.outcome.in_vain[f"{kind} {action.code}: {problem}"] += 1
            return False
        self.outcome.acts += 1
        self.outcome.walked[kind, state.code, action.code] += 1
        if self.judge is not None and self.judge(kind, state.code, action.code, role) is False:
            self.outcome.wrong.append(f"{kind} {state.code} {action.code} by {role}: done, the law says no")
        return True

    def _try_what_is_barred(self, case: Any, state: State, barred: list[Action]) -> None:
        """One act that the procedure refuses: it must be refused, and leave everything as it was."""
        if not barred:
            return
        action, role = self.luck.choice(barred), self.luck.choice(self.living.everybody(case.unit_id))
        self.outcome.tried += 1
        what = f"{case.kind} {state.code} {action.code} by {role}"
        try:
            carry_out(self.living.given(case, action, self.day), self.living.acting(case, role, self.now(), self.day))
        except (Refused, Refusal, LawError, Stale):
            depends = state in action.when and way_of(action, {role}) is not None      # on a condition
            if self.judge is not None and not depends and self.judge(case.kind, state.code, action.code, role):
                self.outcome.wrong.append(f"{what}: refused, the law says yes")
            return
        self.outcome.wrong.append(f"{what}: not refused")


def main() -> None:
    """Print what a year came to."""
    parser = arguments("A year of a commune and its province.")
    parser.add_argument("--petitions", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    app, offices = new_office(settings_for(asked.database_url))
    kinds = tuple(PRACTICES)
    outcome = Year(app, offices, kinds, seed=asked.seed).live(asked.petitions)
    print(json.dumps({
        "petitions": outcome.petitions, "acts": outcome.acts, "tried": outcome.tried,
        "branches": len(list(branches(kinds))), "left": [" ".join(one) for one in outcome.left(kinds)],
        "in_vain": outcome.in_vain.most_common(20), "wrong": outcome.wrong[:20], "faults": outcome.faults,
        "seconds": round(outcome.seconds, 1),
    }, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
