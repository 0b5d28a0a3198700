"""Knows one data row as it stands in the sheet, before it is understood."""

from collections.abc import Sequence
from dataclasses import dataclass

from caseapp.exchange.book_columns import Columns
from caseapp.exchange.book_dates import Cell, PlacedDate
from caseapp.exchange.book_layouts import Field


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """One data row as it stands in the sheet, its texts cleaned, its date placed among the others, its own number.

    `year` is the book's, for dates written without one.
    """

    sheet: str
    row: int
    cells: Sequence[Cell]
    texts: Sequence[str]
    columns: Columns
    placed: PlacedDate
    number: str
    year: int

    def cell(self, wanted: Field) -> Cell:
        """The cell of a field as it stands, or nothing."""
        place = self.columns.at.get(wanted, -1)
        return self.cells[place] if 0 <= place < len(self.cells) else None

    def text(self, wanted: Field) -> str:
        """The cleaned text of a field, lines kept."""
        return self.columns.text(self.texts, wanted)

    def line(self, wanted: Field) -> str:
        """The cleaned text of a field on one line."""
        return " ".join(self.text(wanted).split())

    def extras(self) -> list[str]:
        """What stands in columns the form does not know, with their titles."""
        known = set(self.columns.at.values())
        found = []
        for place, text in enumerate(self.texts):
            if text and place not in known:
                line = " ".join(text.split())
                title = self.columns.extra.get(place, "")
                found.append(f"{title}: {line}" if title else line)
        return found
