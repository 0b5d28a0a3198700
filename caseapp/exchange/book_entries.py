"""Knows one data row as it stands in the sheet, before it is understood."""

from collections.abc import Sequence
from dataclasses import dataclass

from caseapp.exchange.book_columns import Columns, Field
from caseapp.exchange.book_dates import Cell, PlacedDate
from caseapp.text import clean_line


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """One data row as it stands in the sheet, its texts cleaned, its date placed among the others."""

    sheet: str
    row: int
    cells: Sequence[Cell]
    texts: Sequence[str]
    columns: Columns
    placed: PlacedDate

    def text(self, wanted: Field) -> str:
        """The cleaned text of a field, lines kept."""
        return self.columns.text(self.texts, wanted)

    def line(self, wanted: Field) -> str:
        """The cleaned text of a field on one line."""
        return clean_line(self.text(wanted))

    def extras(self) -> list[str]:
        """What stands in columns the form does not know, with their titles."""
        known = set(self.columns.at.values())
        found = []
        for place, text in enumerate(self.texts):
            if text and place not in known:
                title = self.columns.extra.get(place, "")
                found.append(f"{title}: {clean_line(text)}" if title else clean_line(text))
        return found
