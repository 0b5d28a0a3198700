"""Knows how a receipt is said in words: the length in a line, the days skipped, the whole count in a sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from caseapp.law.limits import UNIT_WORDS, Unit
from caseapp.law.picture import DAY, Cell, CellKind, days
from caseapp.law.receipts import Receipt
from caseapp.law.special_days import DayKind, SpecialDay
from caseapp.text import Say, mark, show_date, weekday

LISTED: Final = 15  # more counted days than this are told as “n ngày từ … đến …”

_DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_NTH: Final = mark("thứ {number}")
_SHORT_REASONS: Final = {
    DayKind.HOLIDAY: mark("lễ"),
    DayKind.IN_LIEU: mark("nghỉ bù"),
    DayKind.EXCHANGED_OFF: mark("nghỉ hoán đổi"),
    DayKind.EXCHANGED_WORK: mark("làm bù"),
    DayKind.WEEKEND: mark("cuối tuần"),
}


@dataclass(frozen=True, slots=True)
class Skipped:
    """Days left out for one reason: “14–15/11 và 21–22/11”, the reason, its source."""

    days: str
    reason: str
    source: str


def ordinal(number: int) -> str:
    """The number after “thứ”, in Vietnamese words up to 99: nhất, tư, mười, hai mươi mốt."""
    if number in (1, 4):
        return "nhất" if number == 1 else "tư"
    if number >= 100:
        return str(number)
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _DIGITS[ones]
    head = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    if ones == 0:
        return head
    special = {1: "mốt" if tens > 1 else "một", 4: "tư" if tens > 1 else "bốn", 5: "lăm"}
    return f"{head} {special.get(ones, _DIGITS[ones])}"


def length_line(receipt: Receipt, say: Say = mark) -> str:
    """“10 ngày làm việc, tính từ hôm sau ngày 12/11/2026, cộng 14 ngày tạm dừng”."""
    start = show_date(receipt.start)
    if receipt.wording is None:
        return say(mark("Cơ quan hẹn ngày {day}.")).format(day=show_date(receipt.due))
    facts = {"length": receipt.wording.length, "unit": say(UNIT_WORDS[receipt.wording.unit]), "start": start}
    if receipt.counted_back:
        return say(mark("{length} {unit}, tính ngược từ hôm trước ngày {start}")).format(**facts)
    line = say(mark("{length} {unit}, tính từ hôm sau ngày {start}")).format(**facts)
    if stopped := sum(stop.days for stop in receipt.stops):
        unit = UNIT_WORDS[Unit.WORKING if receipt.wording.unit is Unit.WORKING else Unit.CALENDAR]
        line += say(mark(", cộng {stopped} {unit} tạm dừng")).format(stopped=stopped, unit=say(unit))
    return line


def skipped_lines(receipt: Receipt, say: Say = mark) -> list[Skipped]:
    """The days left out, grouped by reason in the order they first come."""
    groups: dict[tuple[str, str], list[date]] = {}
    for special in receipt.skipped:
        groups.setdefault((special.reason, special.source), []).append(special.day)
    return [Skipped(_ranges(found, say), reason, source) for (reason, source), found in groups.items()]


def _ranges(found: Sequence[date], say: Say) -> str:
    shown = []
    for _, run in groupby(enumerate(found), key=lambda placed: placed[1].toordinal() - placed[0]):
        together = [day for _, day in run]
        first, last = together[0], together[-1]
        head = f"{first:%d}" if (first.year, first.month) == (last.year, last.month) else f"{first:%d/%m}"
        shown.append(f"{last:%d/%m}" if first == last else f"{head}–{last:%d/%m}")
    if len(shown) == 1:
        return shown[0]
    return say(mark("{days} và {last}")).format(days=", ".join(shown[:-1]), last=shown[-1])


def in_words(receipt: Receipt, say: Say = mark) -> str:
    """The whole count in one or two sentences, as people say it."""
    if receipt.wording is None:
        return length_line(receipt, say)
    parts = [say(mark("bỏ ngày {day}")).format(day=_day(receipt.start, receipt))]
    counted = [cell for cell in days(receipt) if cell.count is not None]
    if receipt.wording.unit in (Unit.MONTH, Unit.YEAR):
        facts = {"length": receipt.wording.length, "unit": say(UNIT_WORDS[receipt.wording.unit])}
        parts.append(say(mark("tính {length} {unit}")).format(**facts))
        parts += [say(mark("cộng {days} ngày dừng")).format(days=stop.days) for stop in receipt.stops if stop.days]
    elif receipt.wording.unit is Unit.WORKING and len(counted) <= LISTED:
        parts.append(_listed(receipt, say))
    else:
        parts += _stretches(receipt, say)
    return f"{'; '.join(parts)}. {_ending(receipt, counted, say)}"


def _day(day: date, receipt: Receipt) -> str:
    return f"{day:%d/%m}" if day.year == receipt.start.year else show_date(day)


def _listed(receipt: Receipt, say: Say) -> str:
    """Every counted day by its number, days off that are not weekends named in between."""
    named = {day.day: day for day in (*receipt.skipped, *receipt.worked) if day.kind is not DayKind.WEEKEND}
    told = [cell for cell in days(receipt) if cell.count is not None or _told(cell, named)]
    pieces = []
    for place, cell in enumerate(told):
        following = told[place + 1] if place + 1 < len(told) else None
        same_month = following is not None and (following.day.month == cell.day.month)
        shown = f"{cell.day:%d}" if same_month else _day(cell.day, receipt)
        special = named.get(cell.day)
        if special and cell.kind is not CellKind.PAUSED:
            shown += f" ({say(_SHORT_REASONS[special.kind])})"
        before = told[place - 1].kind if place else None
        pieces.append(_verb(cell.kind, before, receipt, say).format(days=shown))
    return ", ".join(pieces)


def _told(cell: Cell, named: dict[date, SpecialDay]) -> bool:
    return cell.kind is CellKind.PAUSED or (cell.kind is CellKind.HOLIDAY and cell.day in named)


def _verb(state: CellKind, before: CellKind | None, receipt: Receipt, say: Say) -> str:
    kind, earlier = (CellKind.COUNTED if one is CellKind.DUE else one for one in (state, before))
    if kind is earlier:
        return "{days}"
    if kind is CellKind.COUNTED:
        return say(mark("lùi {days}")) if receipt.counted_back else say(mark("tính {days}"))
    return say(mark("dừng {days}")) if kind is CellKind.PAUSED else say(mark("bỏ {days}"))


def _stretches(receipt: Receipt, say: Say) -> Iterator[str]:
    """Runs of counted days, with the pauses between them; days off inside a run are passed over in silence."""
    told = [cell for cell in days(receipt) if cell.count is not None or cell.kind is CellKind.PAUSED]
    for paused, run in groupby(told, key=lambda cell: cell.count is None):
        cells = list(run)
        facts = {"count": len(cells), "first": _day(cells[0].day, receipt), "last": _day(cells[-1].day, receipt)}
        if paused:
            yield say(mark("dừng {count} ngày, từ {first} đến hết {last}")).format(**facts)
        elif receipt.counted_back:
            yield say(mark("lùi {count} ngày, từ {first} về {last}")).format(**facts)
        else:
            yield say(mark("tính {count} ngày, từ {first} đến {last}")).format(**facts)


def _nth(number: int, say: Say) -> str:
    """“thứ mười”; a language that has no such words here says it in figures, after the pattern of its own."""
    pattern = say(_NTH)
    return f"thứ {ordinal(number)}" if pattern == _NTH else pattern.format(number=number)


def _ending(receipt: Receipt, counted: Sequence[Cell], say: Say) -> str:
    number = len(counted)
    facts: dict[str, object] = {"number": number, "nth": _nth(number, say), "last": _day(receipt.unrolled, receipt)}
    facts |= {"weekday": say(weekday(receipt.unrolled)), "due": _day(receipt.due, receipt)}
    facts |= {"due_weekday": say(weekday(receipt.due)), "next": _day(receipt.due + DAY, receipt)}
    if receipt.counted_back:
        return say(mark("Chậm nhất là {weekday} {last}.")).format(**facts)
    if not number:
        head = say(mark("Ngày cuối là {last}"))
    else:
        head = say(mark("Ngày {nth} là {last}"))
    if receipt.effective:
        tail = say(mark(", đến hết 24 giờ; có hiệu lực từ {next}."))
    elif receipt.due > receipt.unrolled:
        tail = say(mark(", {weekday}, là ngày nghỉ; dời sang {due_weekday} {due}, đến hết 24 giờ."))
    else:
        tail = say(mark(", đến hết 24 giờ."))
    return (head + tail).format(**facts)
