"""Knows the picture of a receipt: weeks of cells, each day with its number, its state and a word."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from caseapp.law.limits import Unit
from caseapp.law.receipts import Receipt
from caseapp.law.special_days import DayKind, SpecialDay
from caseapp.text import Say, mark

DAY: Final = timedelta(days=1)

START_WORDS: Final = mark("{event} (không tính)")
DUE_WORDS: Final = mark("Hạn, hết ngày")
BACK_WORDS: Final = mark("Chậm nhất ngày này")
PROMISED_WORDS: Final = mark("Ngày đã hẹn")
LAST_WORDS: Final = mark("Ngày cuối của thời hạn")
EFFECT_WORDS: Final = mark("Có hiệu lực")
ON_DAY_OFF_WORDS: Final = mark("Ngày cuối, rơi vào ngày nghỉ")
PAUSED_WORDS: Final = mark("Tạm dừng")
LAST_PAUSED_WORDS: Final = mark("Ngày cuối không tính")
RESUMED_WORDS: Final = mark("Tính tiếp")


class CellKind(StrEnum):
    """What a day is in the picture."""

    START = "start"
    COUNTED = "counted"
    OFF = "off"
    HOLIDAY = "holiday"
    PAUSED = "paused"
    DUE = "due"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Cell:
    """One day: its number in the count, if it has one, what it is, and a few words or none."""

    day: date
    count: int | None
    kind: CellKind
    words: str = ""
    today: bool = False


def weeks(receipt: Receipt, today: date | None = None, say: Say = mark) -> list[list[Cell]]:
    """The weeks a receipt covers, Monday to Sunday; words in the language of `say`, the cell of `today` marked."""
    cells = {cell.day: cell for cell in days(receipt)}
    first, last = min(cells), max(cells)
    first -= DAY * first.weekday()
    last += DAY * (6 - last.weekday())
    whole = [first + DAY * place for place in range((last - first).days + 1)]
    row = [_told(cells.get(day) or Cell(day, None, CellKind.PLAIN), today, say) for day in whole]
    return [row[start : start + 7] for start in range(0, len(row), 7)]


def _told(cell: Cell, today: date | None, say: Say) -> Cell:
    words = say(cell.words) if cell.words else ""
    if cell.kind is CellKind.START:
        words = say(START_WORDS).format(event=words)
    return replace(cell, words=words, today=cell.day == today)


def days(receipt: Receipt) -> Iterator[Cell]:
    """Every day of the count in the order it is counted, the start first; words are marked Vietnamese texts."""
    yield Cell(receipt.start, None, CellKind.START, receipt.event)
    step = -DAY if receipt.counted_back else DAY
    skipped = {day.day: day for day in receipt.skipped}
    worked = {day.day: day.reason for day in receipt.worked}
    day, number = receipt.start, 0
    while day != receipt.unrolled:
        day += step
        if paused := _paused(receipt, day):
            yield paused
        elif day in skipped:
            yield _off(skipped[day])
        else:
            number += 1
            yield _counted(receipt, day, number, worked.get(day, ""))
    if receipt.due > receipt.unrolled:
        yield from _rolled(receipt)
    if receipt.effective:
        yield Cell(receipt.effective, None, CellKind.PLAIN, EFFECT_WORDS)


def _paused(receipt: Receipt, day: date) -> Cell | None:
    covering = [stop.pause for stop in receipt.stops if stop.pause.first <= day < stop.pause.until]
    if not covering:
        return None
    if any(pause.first == day for pause in covering):
        return Cell(day, None, CellKind.PAUSED, PAUSED_WORDS)
    ends = all(pause.until == day + DAY for pause in covering)
    return Cell(day, None, CellKind.PAUSED, LAST_PAUSED_WORDS if ends else "")


def _counted(receipt: Receipt, day: date, number: int, words: str) -> Cell:
    shown = number if receipt.wording and receipt.wording.unit in (Unit.WORKING, Unit.CALENDAR) else None
    if day == receipt.due:
        return Cell(day, shown, CellKind.DUE, _due_words(receipt))
    if day == receipt.unrolled:
        return Cell(day, shown, CellKind.COUNTED, ON_DAY_OFF_WORDS)
    if any(stop.pause.until == day and stop.days for stop in receipt.stops):
        return Cell(day, shown, CellKind.COUNTED, RESUMED_WORDS)
    return Cell(day, shown, CellKind.COUNTED if receipt.wording else CellKind.PLAIN, words)


def _due_words(receipt: Receipt) -> str:
    if receipt.wording is None:
        return PROMISED_WORDS
    if receipt.counted_back:
        return BACK_WORDS
    return LAST_WORDS if receipt.effective else DUE_WORDS


def _rolled(receipt: Receipt) -> Iterator[Cell]:
    yield from (_off(special) for special in receipt.rolled_over if special.day > receipt.unrolled)
    yield Cell(receipt.due, None, CellKind.DUE, DUE_WORDS)


def _off(special: SpecialDay) -> Cell:
    kind = CellKind.OFF if special.kind is DayKind.WEEKEND else CellKind.HOLIDAY
    return Cell(special.day, None, kind, special.reason)
