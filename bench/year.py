"""A year of a commune and the province above it: every branch of every procedure, lived through day by day.

    python -m bench.year --petitions 700 [--database-url postgresql+psycopg://…] [--judge module:name]

Each dossier is sent on errands: to do an act from a state that were brought together too seldom. The way there is
found in the procedure itself; on the way it does what else was done too seldom, and what may not be done is tried.
"""
from __future__ import annotations

import heapq
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from itertools import count
from typing import Any

from flask import Flask, g

from bench.errands import WANTED, Branch, Errands, Led, branches, goes
from bench.living import LED, Living
from bench.office import ZONE, arguments, new_office, settings_for
from bench.places import WAITING, Inputs, Move, Paper, Place
from caseapp.cases.commands.acting import carry_out
from caseapp.cases.commands.by_itself import let_days_pass
from caseapp.cases.practices import PRACTICES
from caseapp.cases.rules import action_of
from caseapp.demo.staff import Offices
from caseapp.dossiers.commands import Stale
from caseapp.gazette import office_calendar
from caseapp.law.errors import LawError
from caseapp.proof import faults
from caseapp.staff.roles import Role
from caseapp.web.errors import Refusal
from caseapp.workflow.engine import Refused, refusal

FIRST, LAST = date(2026, 7, 1), date(2027, 6, 30)
LONGEST = 60                 # acts after which a dossier is left as it stands
Judge = Callable[[Place, str, str, Inputs], bool | None]
"""Whether the law's own table lets a role do an act with these inputs; None where the table does not say.

It is handed the file, the acts with their days and inputs, and the day; it finds state and conditions by itself.
"""


@dataclass(slots=True)
class Outcome:
    """What a year came to: how often each branch was walked, what was answered otherwise than it had to be."""

    petitions: int
    acts: int = 0
    tried: int = 0
    judged: int = 0
    walked: Counter[Branch] = field(default_factory=Counter)
    in_vain: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    seconds: float = 0

    def left(self, kinds: tuple[str, ...]) -> list[Branch]:
        """Branches that people can walk and nobody walked often enough."""
        return [branch for branch in branches(kinds) if self.walked[branch] < WANTED]


class Year:
    """The year as it goes on.

    ``judge`` says what the law's table allows, apart from the procedures; ``longest``: acts until a dossier is left.
    """

    def __init__(self, app: Flask, offices: Offices, kinds: tuple[str, ...], *, seed: int = 1,
                 judge: Judge | None = None, longest: int = LONGEST) -> None:
        self.app, self.kinds, self.judge, self.longest = app, kinds, judge, longest
        self.luck = random.Random(seed)
        self.living, self.outcome, self.day = Living(offices, self.luck), Outcome(0), FIRST
        self.errands = Errands(kinds, self.luck, self.outcome.walked, LAST)
        app.config["CLOCK"] = self.now

    def now(self) -> datetime:
        """Nine in the morning of the day that the year has come to."""
        return datetime(self.day.year, self.day.month, self.day.day, 9, tzinfo=ZONE).astimezone(UTC)

    def live(self, petitions: int) -> Outcome:
        """Open so many dossiers over the year, and lead each as far as there is something new to do with it."""
        begun, order = time.perf_counter(), count()
        self.outcome.petitions = petitions
        with self.app.app_context():
            self.living.meet()
        # One of each kind; the others are of whatever kind is needed most when they come in.
        waiting = [(self._any_day(), next(order), Led(self.kinds[place] if place < len(self.kinds) else ""))
                   for place in range(petitions)]
        heapq.heapify(waiting)
        while waiting:
            day, _place, led = heapq.heappop(waiting)
            self._reach(day)
            with self.app.app_context():
                pause = self._go_on(led)
            if pause is not None and day + timedelta(days=pause) <= LAST:
                heapq.heappush(waiting, (day + timedelta(days=pause), next(order), led))
            else:
                self.errands.drop(led)
        with self.app.app_context():
            self.outcome.faults = [f"{one.where}: {one.what}" for one in faults(most=20)]
        self.outcome.seconds = time.perf_counter() - begun
        return self.outcome

    def _any_day(self) -> date:
        return FIRST + timedelta(days=self.luck.randrange((LAST - FIRST).days - 150))

    def _reach(self, day: date) -> None:
        """Let nights pass until a day; what happens by itself happens in the first of them that sees it."""
        if day > self.day:
            self.day = day
            with self.app.app_context():
                let_days_pass(self.now(), day, office_calendar())

    # ── one dossier ──

    def _go_on(self, led: Led) -> int | None:
        """Do one act; after how many days to come back, None when the dossier is left as it stands."""
        g.pop("now", None)
        if not led.dossier:
            self._open(led)
        case, here = self._read(led)
        self._compare(here)
        self._try_what_is_barred(case, here)
        if here.state.final or led.acts > self.longest:
            return None
        led.acts += 1
        if (beside := self.errands.beside(here, led)) is not None:
            self._do(case, here, beside)
            return self.luck.randint(0, 1) if self._still_goes(led, 1) else 0
        if not led.way or not goes(here, led.way):
            self.errands.drop(led)
            self.errands.send(led, [here])
            return self._pause(led) if led.way else None
        if led.way[0].act == WAITING:
            return self._pause(led)
        if not self._do(case, here, self.errands.step(led)):
            self.errands.drop(led)
            return 1
        return self._pause(led)

    def _open(self, led: Led) -> None:
        """Begin a dossier of the kind that needs it most, in the way in which its errand begins."""
        led.kind = led.kind or self.errands.kind()
        roots = [Place(Paper(led.kind, self.day, opening, traits), (), self.day, office_calendar())
                 for opening, traits in self.living.beginnings(led.kind)]
        number = self.errands.send(led, roots)
        chosen = roots[number].case
        led.dossier = self.living.open(led.kind, self.now(), self.day, (chosen.opening, chosen.traits))

    def _read(self, led: Led) -> tuple[Any, Place]:
        case = self.living.read(led.dossier)
        here = self.living.place(case, self.day)
        if case.state != here.state.code:
            self.outcome.wrong[f"{case.kind}: stored as {case.state}, by its acts {here.state.code}"] += 1
        return case, here

    def _pause(self, led: Led) -> int:
        """Days until the next step: those that it needs, sometimes one more."""
        if not led.way:
            return 1
        wait = led.way[0].wait
        if led.way[0].act == WAITING:
            return self.errands.step(led).wait
        return wait + (self.luck.randint(0, 1) if wait and self._still_goes(led, wait + 1) else 0)

    def _still_goes(self, led: Led, days: int) -> bool:
        """Whether the rest of the errand can be done as well when its next step comes some days later."""
        _case, here = self._read(led)
        return goes(here.later(days), led.way)

    # ── acts and answers ──

    def _do(self, case: Any, here: Place, move: Move) -> bool:
        """Carry an act out as somebody who may; False where it was refused."""
        action = action_of(case.kind, move.act)
        role = self.luck.choice(self.living.roles(action, case.unit_id))
        given = self.living.given(case, action, self.day - timedelta(days=move.ago),
                                  here.spelled(move.told, move.ago), self.errands.ways.matter(case.kind, move.act))
        try:
            carry_out(given, self.living.acting(case, role, self.now(), self.day))
        except (Refusal, LawError, Refused) as problem:
            self.outcome.in_vain[f"{case.kind} {here.state.code} {action.code}: {problem}"] += 1
            return False
        self.outcome.acts += 1
        self.outcome.walked[case.kind, here.state.code, action.code] += 1
        if self._judged(replace(here, on=given.happened_on), action.code, role, given.details) is False:
            self.outcome.wrong[f"{case.kind} {here.state.code} {action.code} by {role}: done, the law says no"] += 1
        return True

    def _try_what_is_barred(self, case: Any, here: Place) -> None:
        """One act that the procedure refuses: it must be refused, and leave everything as it was."""
        roles, facts = self.living.everybody(case.unit_id), here.facts()
        barred = [(action, role) for action in PRACTICES[case.kind].kind.actions for role in roles
                  if refusal(action, here.state, {role}, facts, self.day) is not None]
        if not barred:
            return
        action, role = self.luck.choice(barred)
        given = self.living.given(case, action, self.day)
        what = f"{case.kind} {here.state.code} {action.code} by {role}"
        self.outcome.tried += 1
        try:
            carry_out(given, self.living.acting(case, role, self.now(), self.day))
        except (Refused, Refusal, LawError, Stale):
            if self._judged(here, action.code, role, given.details):
                self.outcome.wrong[f"{what}: refused, the law says yes"] += 1
            if self.living.read(case.id) != case:
                self.outcome.wrong[f"{what}: refused, and yet something changed"] += 1
            return
        self.outcome.wrong[f"{what}: not refused"] += 1

    def _compare(self, here: Place) -> None:
        """Hold what the procedure offers to everybody here against what the law's table says."""
        if self.judge is None:
            return
        facts, kind = here.facts(), PRACTICES[here.case.kind].kind
        for action in kind.actions:
            for role in Role:
                lawful = self._judged(here, action.code, role, {})
                offered = refusal(action, here.state, {role}, facts, self.day) is None
                if lawful is not None and lawful != offered:
                    words = "offered, the law says no" if offered else "not offered, the law says yes"
                    self.outcome.wrong[f"{kind.code} {here.state.code} {action.code} to {role}: {words}"] += 1

    def _judged(self, here: Place, act: str, role: str, told: Inputs) -> bool | None:
        if self.judge is None:
            return None
        self.outcome.judged += 1
        return self.judge(here, act, role, told)


def judge_named(name: str) -> Judge:
    """The judge that stands under “module:name”."""
    module, _colon, attribute = name.partition(":")
    found: Judge = getattr(import_module(module), attribute)
    return found


def main() -> int:
    """Print what a year came to; 1 when anything was answered otherwise than the law says, or left undone."""
    parser = arguments("A year of a commune and its province.")
    parser.add_argument("--petitions", type=int, default=700)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--judge", type=judge_named, help="module:name of a table of the law to compare with")
    asked = parser.parse_args()
    app, offices = new_office(settings_for(asked.database_url))
    kinds = LED
    outcome = Year(app, offices, kinds, seed=asked.seed, judge=asked.judge).live(asked.petitions)
    left = outcome.left(kinds)
    print(json.dumps({
        "petitions": outcome.petitions, "acts": outcome.acts, "tried": outcome.tried, "judged": outcome.judged,
        "branches": len(list(branches(kinds))), "left": [" ".join(one) for one in left],
        "in_vain": outcome.in_vain.most_common(20), "wrong": outcome.wrong.most_common(40), "faults": outcome.faults,
        "seconds": round(outcome.seconds, 1),
    }, ensure_ascii=False, indent=1))
    return int(bool(left or outcome.wrong or outcome.faults))


if __name__ == "__main__":
    sys.exit(main())
