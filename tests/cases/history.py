"""A dossier as the law's tables alone tell it: from its file and its acts, where it stands and which limits run.

Nothing here asks a procedure: states and limits are counted from the rows of the tables, lengths from the law's rules.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from caseapp.law.counting import count
from caseapp.law.days import Calendar
from caseapp.law.limits import Nature
from caseapp.law.receipts import Pause
from caseapp.law.registry import RULES
from tests.cases.oracle import Row

Inputs = dict[str, Any]
# What lengthens a limit, by act, where the law has a word for it.
LENGTHENS = {"prolong": "complex", "extend": "complex", "extend-especially": "especially-complex",
             "several-places": "several-places", "police-complex": "complex"}  # fmt: skip
# Inputs that hold the day from which limits run (LKN 33, 48; BLTTDS 418), and limits counted from the receipt (LTC 24(2)).
FIRST_DAYS = {"first_on": ("complaint.second", "discipline.second"), "learned_on": ("discipline.limitation",),
              "passed_on": ("complaint.second", "complaint.court"), "settled_on": ("mediation.court-recognition",)}  # fmt: skip
FROM_RECEIPT = ("denunciation.transfer", "denunciation.tell-transfer")


@dataclass(frozen=True, slots=True)
class Clock:
    """One limit that runs."""

    rule: str
    start: date
    options: frozenset[str] = frozenset()
    extensions: int = 0
    pauses: tuple[Pause, ...] = ()
    stopped: date | None = None

    def due(self, calendar: Calendar) -> date:
        if (self, id(calendar)) not in _DUE:
            _DUE[self, id(calendar)] = count(
                self.rule, self.start, calendar, self.options, self.pauses, self.extensions).due
        return _DUE[self, id(calendar)]


_DUE: dict[tuple[Clock, int], date] = {}


@dataclass(slots=True)
class History:
    """A dossier under the rows of its kind; ``on``: the day somebody acts, ``told``: what he says in the act's form."""

    rows: dict[str, Row]
    calendar: Calendar
    received_on: date
    on: date
    state: str
    traits: frozenset[str]
    people: int
    nominated: bool
    contested: bool
    told: Inputs = field(default_factory=dict)
    before: str = ""
    acts: list[tuple[str, Inputs]] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)

    # ── what happened ──

    def happen(self, act: str, on: date, told: Inputs) -> None:
        """Let the rows say what an act did."""
        row = self.rows[act]
        first = dict.fromkeys(FROM_RECEIPT, self.received_on)
        first |= {rule: date.fromisoformat(told[name]) for name, rules in FIRST_DAYS.items() if told.get(name)
                  for rule in rules}
        for rule in row.meets:
            self._end(rule, one=not row.leads and RULES[rule].nature is Nature.AWAITED)
        self.clocks = [self._moved(one, row, act, on) for one in self.clocks]
        for rule in row.starts:
            if rule not in row.meets:
                self.begin(rule, first.get(rule, on))
        if row.leads == "before":
            self.state, self.before = self.before, ""
        elif row.leads:
            self.before = self.state if row.pauses else self.before
            self.state = row.leads
        self.acts.append((act, told))

    def begin(self, rule: str, on: date) -> None:
        """A limit that starts; one that runs already starts anew on the later day, unless others must act."""
        running = next((one for one in self.clocks if one.rule == rule), None)
        if running is not None and RULES[rule].nature is not Nature.AWAITED:
            self.clocks[self.clocks.index(running)] = replace(running, start=max(running.start, on))
        elif RULES[rule].in_force(on):
            self.clocks.append(Clock(rule, on, self.traits & RULES[rule].options))

    def _end(self, rule: str, *, one: bool) -> None:
        found = [clock for clock in self.clocks if clock.rule == rule]
        for clock in found[:1] if one else found:
            self.clocks.remove(clock)

    @staticmethod
    def _moved(one: Clock, row: Row, act: str, on: date) -> Clock:
        if one.rule in row.pauses:
            return replace(one, stopped=on)
        if one.rule in row.resumes and one.stopped is not None:
            return replace(one, pauses=(*one.pauses, Pause(one.stopped, on, "", "")), stopped=None)
        if one.rule in row.extends:
            decided = any(wording.extensions for wording in RULES[one.rule].wordings)
            return replace(one, options=one.options | {LENGTHENS[act]}, extensions=one.extensions + decided)
        return one

    # ── what is asked of it ──

    def done(self, *acts: str) -> bool:
        return any(act in acts for act, _told in self.acts)

    def last(self, *acts: str) -> tuple[str, Inputs]:
        """The latest of these acts with what it was told; ("", {}) when none was done."""
        return next(((act, told) for act, told in reversed(self.acts) if act in acts), ("", {}))

    def since(self, act: str) -> list[tuple[str, Inputs]]:
        """What was done after the latest of an act."""
        place = max((at for at, (one, _told) in enumerate(self.acts) if one == act), default=-1)
        return self.acts[place + 1:]

    def runs(self, *rules: str) -> bool:
        return any(one.rule in rules for one in self.clocks)

    def over(self, rule: str, on: date | None = None) -> bool:
        """Whether the last day of a limit that runs lies before a day; what stands still is over when it was before."""
        for one in self.clocks:
            if one.rule == rule:
                due = one.due(self.calendar)
                if due < (on or self.on) and (one.stopped is None or due < one.stopped):
                    return True
        return False
