"""Knows by what a row of a book is recognised when the book comes in again: keyed marks that tell nothing."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from caseapp.exchange.book_rows import BookRow
from caseapp.keys import Keyring
from caseapp.text import canonical, fold


@dataclass(frozen=True, slots=True)
class Marks:
    """How one row is known: ``same`` finds it wherever it was moved to, ``place`` by where it stood."""

    same: bytes
    place: bytes


def marks_of(rows: Sequence[BookRow], unit_id: int, keys: Keyring) -> list[Marks | None]:
    """Marks of every dated row of a book, in its order; a row without a day cannot have come in.

    An open row is the same when day, number, people and content are: a row put in above it changes nothing. Of a
    sealed row its place alone is taken, never a word of it. Equal rows of one book are told apart by counting them.
    """
    seen: Counter[str] = Counter()
    found: list[Marks | None] = []
    for row in rows:
        if row.date is None:
            found.append(None)
            continue
        same = canonical(["same", unit_id, row.date.isoformat(), row.stt or "", *_told(row)])
        place = canonical(["place", unit_id, row.date.year, row.sheet, row.row, row.date.isoformat()])
        seen[same] += 1
        found.append(Marks(keys.index("import", f"{same}#{seen[same]}"), keys.index("import", place)))
    return found


def _told(row: BookRow) -> Iterable[str]:
    if row.confidential:
        return ("sealed", row.sheet)
    return ("open", *sorted(fold(one.name) for one in row.persons), fold(row.content or ""))
