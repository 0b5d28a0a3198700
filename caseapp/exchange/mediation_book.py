"""Knows how a mediation logbook kept in Excel (sổ theo dõi hoạt động hòa giải ở cơ sở) is read without losing a row."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import IO, Final

from caseapp.exchange.book_entries import Entry
from caseapp.exchange.book_layouts import MEDIATIONS
from caseapp.exchange.book_mediation_rows import MediationBook, MediationRow, Party, Result, Scope, mediation_to_json
from caseapp.exchange.book_mediation_teams import Keeping, keepers_of, parts_of
from caseapp.exchange.book_mediations import Logbook, read_mediation, unreadable_mediation
from caseapp.exchange.book_places import PlaceChanges
from caseapp.exchange.book_problems import BookProblem
from caseapp.exchange.book_sheets import BAD_ROW, Laying, SortedSheet, number_used, skipped_of, sort_sheets
from caseapp.exchange.book_workbook import open_workbook
from caseapp.text import mark

__all__ = [
    "BookProblem",
    "MediationBook",
    "MediationRow",
    "Party",
    "Result",
    "Scope",
    "mediation_to_json",
    "read_mediation_book",
    "understand",
]

NO_HEADER: Final = mark(
    "Không tìm thấy dòng tiêu đề của sổ theo dõi hoạt động hòa giải (STT, Ngày nhận, Hòa giải viên, Các bên, Nội dung, "
    "Hòa giải thành…). Hãy kiểm tra có đúng tệp không."
)

Kept = tuple[Entry, Keeping]


def read_mediation_book(
    source: bytes | IO[bytes],
    *,
    as_of: date,
    year_hint: int | None = None,
    places: PlaceChanges,
) -> MediationBook:
    """Read a mediation logbook; every row of every sheet comes back, as a dispute or as skipped with its reason.

    `as_of`: the day no dispute can be after. `year_hint`: the book's year when neither title nor sheet names it.
    Teams mediate on rest days too, so none is reported. A row that speaks of a denunciation comes back sealed (Luật
    Tố cáo 2018 art. 9, 56). Raises BookProblem when the file is no such book; a bad row never raises.
    """
    sheets = sort_sheets(open_workbook(source), MEDIATIONS, NO_HEADER)
    laying = Laying(as_of, year_hint, None)
    kept = [one for sheet in sheets for one in lay_out(sheet, laying)]
    return MediationBook(tuple(understand(kept, Logbook(places))), skipped_of(sheets))


def lay_out(sheet: SortedSheet, laying: Laying) -> Iterator[Kept]:
    """The data rows of a sheet, each team's by themselves, with whoever keeps the book there."""
    if sheet.rows.columns is None:
        return
    keepers = keepers_of(sheet)
    for part in parts_of(sheet.rows, keepers):
        for entry in laying.entries(sheet.sheet, part):
            yield entry, keepers[entry.row - 1]


def understand(kept: Sequence[Kept], book: Logbook) -> list[MediationRow]:
    """Each row as a dispute; the numbers of every team on a sheet start anew."""
    numbers: dict[str, dict[tuple[str, str], int]] = {}
    rows = []
    for entry, keeping in kept:
        used = numbers.setdefault(keeping.team, {})
        try:
            rows.append(read_mediation(entry, keeping, book, number_used(entry, used, "STT_DUPLICATE")))
        except BAD_ROW:
            rows.append(unreadable_mediation(entry, keeping))
    return rows
