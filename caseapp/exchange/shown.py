"""Knows how an import is told on a page: its figures, which add up, and its rows with what a person must do."""
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from caseapp.exchange.planning import UNMADE, Fate, Plan, Step
from caseapp.exchange.row_visits import spoken
from caseapp.text import mark
from caseapp.web.language import gettext as _

ROWS_SHOWN: Final = 200
FATES: Final = {
    Fate.READY: mark("Sẽ thành lượt tiếp"),
    Fate.MADE: mark("Đã thành lượt tiếp"),
    Fate.THERE: mark("Đã có từ lần nhập trước"),
    Fate.CHANGED: mark("Đã có, sổ nay ghi khác"),
    Fate.BARRED: mark("Chưa nhập được"),
}
_VALUE: Final = re.compile(r"\{\w+\}")


@dataclass(frozen=True, slots=True)
class RowShown:
    """One row of the book for a list: where it stands, what became of it, what is to be done."""

    sheet: str
    row: int
    fate: str
    words: str
    sealed: bool
    problems: tuple[str, ...]
    number: str = ""
    visit: str = ""
    stt: str = ""        # its number in the book itself, while the book is at hand

    @property
    def barred(self) -> bool:
        """Whether the row has no visit, or reads otherwise than its visit."""
        return self.fate in UNMADE


@dataclass(frozen=True, slots=True)
class PlanShown:
    """What a look at a book tells before anything is written."""

    total: int
    ready: int
    sealed: int
    there: int
    barred: int
    to_confirm: int
    skipped: int
    rows: Sequence[RowShown]
    more: int


def plan_shown(plan: Plan) -> PlanShown:
    """The figures of a plan, and its rows with something to do: first those that cannot come in."""
    told = [step for step in plan.steps if step.problems and step.fate is not Fate.THERE]
    told.sort(key=lambda step: step.fate is Fate.READY)
    several = len({step.row.sheet for step in plan.steps}) > 1
    ready = [step for step in plan.steps if step.fate is Fate.READY]
    return PlanShown(
        total=plan.total, ready=len(ready), sealed=sum(step.row.confidential for step in ready),
        there=plan.count(Fate.THERE), barred=plan.barred, to_confirm=sum(bool(step.problems) for step in ready),
        skipped=plan.skipped, rows=[_step_shown(step, several) for step in told[:ROWS_SHOWN]],
        more=max(0, len(told) - ROWS_SHOWN))


def _step_shown(step: Step, several: bool) -> RowShown:
    return RowShown(
        step.row.sheet if several else "", step.row.row, step.fate, _(FATES[step.fate]), step.row.confidential,
        tuple(spoken(found, _, sealed=step.row.confidential) for found in step.problems), step.number, step.visit,
        step.row.stt or "")


def problems_shown(rows: Iterable[dict[str, Any]]) -> list[RowShown]:
    """The rows of a finished import; whatever stood in the book is left out of their sentences."""
    return [
        RowShown(row["sheet"], row["row"], row["fate"], _(FATES[Fate(row["fate"])]), row["sealed"],
                 tuple(filled(found["template"]) for found in row["problems"]), row["number"], row["visit"])
        for row in rows
    ]


def filled(template: str) -> str:
    """A problem's sentence with an ellipsis where a value of the book would stand."""
    return _VALUE.sub("…", _(template))
