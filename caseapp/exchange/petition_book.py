"""Knows how a petition book kept in Excel (sổ tiếp nhận, xử lý đơn) is read without losing a row."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import IO, Final

from caseapp.exchange.book_entries import Entry
from caseapp.exchange.book_layouts import PETITIONS
from caseapp.exchange.book_petition_rows import PetitionBook, PetitionRow, petition_to_json
from caseapp.exchange.book_petitions import Register, note_if_denounced, read_petition, unreadable_petition
from caseapp.exchange.book_places import PlaceChanges
from caseapp.exchange.book_problems import BookProblem, Problem, problem
from caseapp.exchange.book_sheets import BAD_ROW, Laying, number_used, skipped_of, sort_sheets
from caseapp.exchange.book_workbook import open_workbook
from caseapp.law.days import Calendar
from caseapp.text import mark

__all__ = ["BookProblem", "PetitionBook", "PetitionRow", "petition_to_json", "read_petition_book", "understand"]

NO_HEADER: Final = mark(
    "Không tìm thấy dòng tiêu đề của sổ tiếp nhận đơn (Số đến, Ngày đến, Nguồn đơn, Người gửi, Nội dung…). "
    "Hãy kiểm tra có đúng tệp không."
)
_LONGEST_NUMBER: Final = 6


def read_petition_book(
    source: bytes | IO[bytes],
    *,
    as_of: date,
    year_hint: int | None = None,
    places: PlaceChanges,
    calendar: Calendar,
) -> PetitionBook:
    """Read a petition book; every row of every sheet comes back, as a petition or as skipped with its reason.

    `as_of`: the day no petition can be after. `year_hint`: the book's year when neither title nor sheet names it.
    A row that may hold a denunciation comes back sealed: no person, no number, no address, nothing of them elsewhere
    (Luật Tố cáo 2018 art. 9, 47, 56). Raises BookProblem when the file is no such book; a bad row never raises.
    """
    sheets = sort_sheets(open_workbook(source), PETITIONS, NO_HEADER)
    laying = Laying(as_of, year_hint, calendar)
    entries = [entry for one in sheets for entry in laying.entries(one.sheet, one.rows)]
    return PetitionBook(tuple(understand(entries, Register(places, as_of))), skipped_of(sheets))


def understand(entries: Sequence[Entry], register: Register) -> list[PetitionRow]:
    """First every row that must be sealed is noted, then each becomes a petition."""
    for entry in entries:
        with suppress(*BAD_ROW):  # the second pass will meet the same trouble and seal the row
            note_if_denounced(entry, register)
    numbers = _Numbers()
    rows = []
    for entry in entries:
        try:
            rows.append(read_petition(entry, register, numbers.judge(entry)))
        except BAD_ROW:
            rows.append(unreadable_petition(entry))
    return rows


@dataclass(slots=True)
class _Numbers:
    """The numbers of a book so far: each but once on a sheet, and none left out between two rows."""

    used: dict[tuple[str, str], int] = field(default_factory=dict)
    highest: dict[str, int] = field(default_factory=dict)

    def judge(self, entry: Entry) -> list[Problem]:
        found = number_used(entry, self.used, "NUMBER_DUPLICATE")
        if not (entry.number.isdecimal() and len(entry.number) <= _LONGEST_NUMBER):
            return found
        number, before = int(entry.number), self.highest.get(entry.sheet)
        self.highest[entry.sheet] = max(number, before or 0)
        if before is None or number <= before + 1:
            return found
        missing = str(before + 1) if number == before + 2 else f"{before + 1} – {number - 1}"
        return [*found, problem("NUMBER_GAP", missing=missing)]
