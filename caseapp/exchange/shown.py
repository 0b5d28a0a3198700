"""Knows how an import is told on a page: its figures, which add up, and its rows with what a person must do."""
from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from caseapp.dossiers.shown import page_of
from caseapp.exchange.planning import UNMADE, Fate, Plan, Shelf, Step, Words
from caseapp.exchange.row_parts import spoken
from caseapp.text import mark
from caseapp.web.language import gettext as _

ROWS_SHOWN: Final = 200
FATES: Final = {
    Fate.THERE: mark("Đã có từ lần nhập trước"),
    Fate.CHANGED: mark("Đã có, sổ nay ghi khác"),
    Fate.BARRED: mark("Chưa nhập được"),
}
MayOpen = Callable[[int | None], bool]
"""Whether whoever looks may open what stands in the books of a unit."""
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
    page: str = ""       # address of its dossier
    stt: str = ""        # its number in the book itself, while the book is at hand

    @property
    def barred(self) -> bool:
        """Whether the row has no dossier, or reads otherwise than its own."""
        return self.fate in UNMADE


@dataclass(frozen=True, slots=True)
class PlanShown:
    """What a look at a book tells before anything is written."""

    words: Words
    total: int
    ready: int
    sealed: int
    there: int
    barred: int
    to_confirm: int
    skipped: int
    rows: Sequence[RowShown]
    more: int
    seals: bool      # whether rows with a denunciation come in under seal


def plan_shown(plan: Plan, may_open: MayOpen) -> PlanShown:
    """The figures of a plan, and its rows with something to do: first those that cannot come in."""
    told = [step for step in plan.steps if step.problems and step.fate is not Fate.THERE]
    told.sort(key=lambda step: step.fate is Fate.READY)
    several = len({step.row.sheet for step in plan.steps}) > 1
    ready = [step for step in plan.steps if step.fate is Fate.READY]
    return PlanShown(
        words=plan.shelf.words, total=plan.total, ready=len(ready), sealed=sum(step.row.confidential for step in ready),
        there=plan.count(Fate.THERE), barred=plan.barred, to_confirm=sum(bool(step.problems) for step in ready),
        skipped=plan.skipped, rows=[_step_shown(plan.shelf, step, several, may_open) for step in told[:ROWS_SHOWN]],
        more=max(0, len(told) - ROWS_SHOWN), seals=plan.shelf.seals)


def _step_shown(shelf: Shelf, step: Step, several: bool, may_open: MayOpen) -> RowShown:
    return RowShown(
        step.row.sheet if several else "", step.row.row, step.fate, fate_words(shelf, step.fate), step.row.confidential,
        tuple(spoken(found, _, sealed=step.row.confidential) for found in step.problems), step.number,
        page_of(shelf.kind, step.dossier) if step.dossier and may_open(step.unit_id) else "", step.row.stt or "")


def fate_words(shelf: Shelf, fate: Fate) -> str:
    """What became of a row, in words of its book."""
    if fate is Fate.READY:
        return _(shelf.words.ready)
    return _(shelf.words.made) if fate is Fate.MADE else _(FATES[fate])


def problems_shown(shelf: Shelf, rows: Iterable[dict[str, Any]], may_open: MayOpen) -> list[RowShown]:
    """The rows of a finished import; whatever stood in the book is left out of their sentences."""
    return [
        RowShown(row["sheet"], row["row"], row["fate"], fate_words(shelf, Fate(row["fate"])), row["sealed"],
                 tuple(filled(found["template"]) for found in row["problems"]), row["number"],
                 _page(shelf, row, may_open))
        for row in rows
    ]


def _page(shelf: Shelf, row: dict[str, Any], may_open: MayOpen) -> str:
    """Where the row's dossier is; imports of earlier versions call it a visit, and do not tell its unit."""
    public_id = row.get("dossier") or row.get("visit")
    return page_of(shelf.kind, public_id) if public_id and may_open(row.get("unit")) else ""


def filled(template: str) -> str:
    """A problem's sentence with an ellipsis where a value of the book would stand."""
    return _VALUE.sub("…", _(template))
