"""Knows which column of a register holds what, and which rows of a sheet are not data."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from typing import Final

from caseapp.exchange.book_dates import Cell
from caseapp.exchange.book_layouts import RECEPTION, Field, Layout
from caseapp.exchange.book_workbook import Sheet
from caseapp.text import clean, clean_line, fold, show_date


class Reason(StrEnum):
    """Why a row of the sheet is no data row."""

    TITLE = "title"
    HEADER = "header"
    REPEATED_HEADER = "repeated_header"
    BLANK = "blank"
    SUBTOTAL = "subtotal"
    SIGNATURE = "signature"
    NO_HEADER = "no_header"


_COLUMN_NUMBER: Final = re.compile(r"\(?\s*(\d{1,2})\s*\)?")
_SUM: Final = re.compile(r"(?:tong cong|tong so|luy ke|cong don|cong (?:thang|quy|nam|trang|tuan|so|toan|ca|den|tu))\b")
_SUM_AT_HEAD: Final = re.compile(r"(?:tong|cong|luy ke)\b")
_SIGNATURE: Final = re.compile(
    r"\(?(?:nguoi (?:ghi|lap|vao|giu|tiep)(?: so| bieu| bang)?(?: cong)?(?: dan)?|nguoi lap.*|van thu"
    r"|(?:can bo tiep|cong chuc tiep)(?: cong)? dan|(?:to truong|hoa giai vien)(?: to hoa giai)?"
    r"|thu truong.*|(?:pho |kt\.? ?)?(?:chu tich|truong (?:ban|phong)).*"
    r"|tm\.? ?(?:ubnd|uy ban).*|xac nhan cua.*|ky,? ?(?:va )?(?:ghi ro )?ho.? ?(?:va )?ten.*"
    r"|(?:[^,]{2,40}, ?)?ngay ?[\d.…]* ?thang ?[\d.…]* ?nam ?[\d.…]*)\)?"
)
_SECTION: Final = re.compile(r"(?:thang|quy|tuan|nam|so tiep|mau so|phan|muc)\b.{0,60}|[ivx]{1,4}[.)].{0,60}")


def text_of(cell: Cell) -> str:
    """A cell's text, cleaned: whole numbers without a point, dates as dd/mm/yyyy."""
    if cell is None or cell is False:
        return ""
    if cell is True:
        return "x"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:g}"
    if isinstance(cell, datetime | date):
        return show_date(cell.date() if isinstance(cell, datetime) else cell)
    return clean(str(cell))


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands (zero-based), and the titles of the columns that are none of them."""

    at: Mapping[Field, int]
    extra: Mapping[int, str]

    def text(self, texts: Sequence[str], wanted: Field) -> str:
        """The text of a field in a row, or nothing."""
        place = self.at.get(wanted, -1)
        return texts[place] if 0 <= place < len(texts) else ""


@dataclass(frozen=True, slots=True)
class Sorted:
    """A sheet's rows sorted (zero-based): its columns, its texts, the data rows, the others with their reasons."""

    columns: Columns | None
    texts: Sequence[Sequence[str]]
    data: tuple[int, ...]
    skipped: tuple[tuple[int, Reason], ...]


def _is_header(texts: Sequence[str], layout: Layout) -> bool:
    titles = [text for text in texts if not re.search(r"\d{3}|\d+/\d+", text)]
    if any(map(layout.is_foreign, titles)):
        return False
    found = {wanted for text in titles if (wanted := layout.field_of(text))}
    who_or_what = found & {Field.PERSON, Field.CONTENT}
    return len(found) >= 3 and bool(who_or_what) and bool(found & {Field.STT, Field.DATE, Field.KIND})


def _is_number_row(texts: Sequence[str]) -> bool:
    numbers = [_COLUMN_NUMBER.fullmatch(text) for text in texts if text]
    values = [int(found[1]) for found in numbers if found]
    return len(values) == len(numbers) >= 5 and all(one < two for one, two in pairwise(values))


def _numbers_all(texts: Sequence[str], layout: Layout) -> bool:
    """Whether a row numbers the columns of this form to the last: a form of fewer columns is another register's."""
    return _is_number_row(texts) and next(filter(None, reversed(texts))).strip(" ()") == str(len(layout.form))


def sort_rows(sheet: Sheet, known: Columns | None = None, layout: Layout = RECEPTION) -> Sorted:
    """Find the header by its words (or its row of numbers), then say of every row whether it is data.

    `known` are the columns of an earlier sheet, for a sheet that goes on without a header.
    """
    texts = [tuple(map(text_of, row)) for row in sheet.rows]
    header = next((row for row, cells in enumerate(texts) if _is_header(cells, layout)), None)
    if header is None:
        header = next((row for row, cells in enumerate(texts) if _numbers_all(cells, layout)), None)
        columns = _by_number(texts[header], layout) if header is not None else known
    else:
        columns = _by_words(sheet, texts, header, layout)
    goes_on = header is not None or (columns is not None and _has_dates(sheet, columns))
    if columns is None or not goes_on:
        return Sorted(None, texts, (), tuple((row, _without_header(cells)) for row, cells in enumerate(texts)))
    sorting = _Sorting(columns, _header_end(sheet, texts, header, layout) if header is not None else 0, layout)
    for row, cells in enumerate(texts):
        sorting.sort(row, cells, header)
    return Sorted(columns, texts, tuple(sorting.data), tuple(sorting.skipped))


def _has_dates(sheet: Sheet, columns: Columns) -> bool:
    """A sheet without a header goes on with the book only when its dates stand where the book's do."""
    place = columns.at.get(Field.DATE, -1)
    return any(
        isinstance(row[place], date) or re.match(r"\d{1,2}[/.\-]\d{1,2}\b", text_of(row[place]))
        for row in sheet.rows
        if 0 <= place < len(row)
    )


def _without_header(texts: Sequence[str]) -> Reason:
    return Reason.NO_HEADER if any(texts) else Reason.BLANK


def _header_end(sheet: Sheet, texts: Sequence[Sequence[str]], header: int, layout: Layout) -> int:
    """The row after the header: titles merged over several rows, lower titles, the row of numbers."""
    end = header + 1
    merged = [bottom + 1 for (top, _), (bottom, _) in sheet.merges if top == header and bottom - top <= 3]
    end = max([end, *merged])
    while end < len(texts) and _goes_on(texts[header], texts[end], layout, _spread(sheet, header)):
        end += 1
    return end


def _spread(sheet: Sheet, row: int) -> frozenset[int]:
    """The columns whose title in this row stands over several of them."""
    wide = (range(left, right + 1) for (top, left), (_, right) in sheet.merges if top == row and left < right)
    return frozenset(place for places in wide for place in places)


def _goes_on(header: Sequence[str], texts: Sequence[str], layout: Layout, spread: frozenset[int]) -> bool:
    if _is_number_row(texts):
        return True
    filled = [place for place, text in enumerate(texts) if text]
    free = all(
        place < len(header) and (place in spread or not header[place] or layout.field_of(header[place]) is None)
        for place in filled
    )
    return bool(filled) and free and all(layout.field_of(texts[place]) for place in filled)


def _by_words(sheet: Sheet, texts: Sequence[Sequence[str]], header: int, layout: Layout) -> Columns:
    end = _header_end(sheet, texts, header, layout)
    rows = [row for row in range(header, end) if not _is_number_row(texts[row])]
    at: dict[Field, int] = {}
    extra: dict[int, str] = {}
    for place in range(max(len(texts[row]) for row in rows)):
        titles = [title for row in reversed(rows) if (title := _title(sheet, texts, row, place))]
        spoken = (*titles, " ".join(titles))
        wanted = next((found for title in spoken if (found := layout.field_of(title)) and found not in at), None)
        if wanted:
            at[wanted] = place
        else:
            extra[place] = titles[0] if titles else ""
    numbered = next((cells for cells in texts[header:end] if _numbers_all(cells, layout)), ())
    for wanted, place in _by_number(numbered, layout).at.items():
        if wanted not in at and place in extra:
            at[wanted] = place
            del extra[place]
    if Field.LINE in at:  # without a number of the book's own the running number is the number
        at.setdefault(Field.STT, at[Field.LINE])
    return Columns(at, extra)


def _title(sheet: Sheet, texts: Sequence[Sequence[str]], row: int, place: int) -> str:
    """What stands over a column in one row of the header: its own title, or that of the columns it is merged with."""
    own = clean_line(texts[row][place]) if place < len(texts[row]) else ""
    wide = (left for (top, left), (_, right) in sheet.merges if top == row and left < place <= right)
    left = next(wide, -1)
    return own or (clean_line(texts[row][left]) if 0 <= left < len(texts[row]) else "")


def _by_number(texts: Sequence[str], layout: Layout) -> Columns:
    at = {}
    for place, text in enumerate(texts):
        if (found := _COLUMN_NUMBER.fullmatch(text)) and 1 <= int(found[1]) <= len(layout.form):
            at[layout.form[int(found[1]) - 1]] = place
    return Columns(at, {})


@dataclass(slots=True)
class _Sorting:
    columns: Columns
    begin: int
    layout: Layout
    data: list[int] = field(default_factory=list)
    skipped: list[tuple[int, Reason]] = field(default_factory=list)
    signed: bool = False
    repeating: bool = False
    summing: bool = False

    def sort(self, row: int, texts: Sequence[str], header: int | None) -> None:
        if row < self.begin:
            above = header is None or row < header
            reason: Reason | None = Reason.TITLE if above else Reason.HEADER
            reason = reason if any(texts) else Reason.BLANK
        else:
            reason = self._reason(texts)
        if reason is None:
            self.data.append(row)
        else:
            self.skipped.append((row, reason))

    def _reason(self, texts: Sequence[str]) -> Reason | None:
        filled = [text for text in texts if text]
        if not filled or self._only_numbered(filled, texts):
            return Reason.BLANK
        if len(filled) == 1 and self._is_cover(filled[0], texts):
            return Reason.TITLE
        if self.summing:
            return Reason.SUBTOTAL
        repeated = _is_header(texts, self.layout) or _is_number_row(texts)
        if repeated or (self.repeating and all(map(self.layout.field_of, filled))):
            self.repeating = True
            return Reason.REPEATED_HEADER
        self.repeating = False
        stt = self.columns.text(texts, Field.STT)
        if self._is_sum(texts, stt):
            return Reason.SUBTOTAL
        if not re.search(r"\d", stt) and self._is_signature(filled):
            self.signed = True
            return Reason.SIGNATURE
        if len(filled) == 1 and _SECTION.fullmatch(fold(filled[0])) and not self._told(texts):
            return Reason.TITLE
        return None

    def _is_cover(self, text: str, texts: Sequence[str]) -> bool:
        """Whether a row is a line of a cover, or of the part that sums up; what the parties' cell holds is neither."""
        folded, layout = fold(text), self.layout
        if self._told(texts) or self.columns.text(texts, Field.PERSON):
            return False
        summary = bool(layout.summary and layout.summary.fullmatch(folded))
        cover = bool(layout.cover and layout.cover.fullmatch(folded))
        self.summing = summary or (self.summing and not cover)
        return summary or cover

    def _only_numbered(self, filled: Sequence[str], texts: Sequence[str]) -> bool:
        return len(filled) == 1 and filled[0].isdigit() and self.columns.text(texts, Field.STT) == filled[0]

    def _told(self, texts: Sequence[str]) -> bool:
        return bool(self.columns.text(texts, Field.CONTENT) or self.columns.text(texts, Field.ID))

    def _is_sum(self, texts: Sequence[str], stt: str) -> bool:
        if re.search(r"\d", stt) and not _SUM.match(fold(stt)):
            return False
        told = any(self.columns.text(texts, wanted) for wanted in (Field.ID, Field.KIND, Field.DATE))
        if told:
            return False
        first = next(text for text in texts if text)
        return bool(_SUM.match(fold(first)) or (stt and _SUM_AT_HEAD.match(fold(stt))))

    def _is_signature(self, filled: Sequence[str]) -> bool:
        lines = [fold(line) for text in filled for line in text.split("\n") if line.strip()]
        signs = [bool(_SIGNATURE.fullmatch(line)) for line in lines]
        if len(filled) <= 3 and signs and signs[0]:
            return True
        short = len(filled) <= 2 and all(len(text) <= 60 and not re.search(r"\d", text) for text in filled)
        return self.signed and short
