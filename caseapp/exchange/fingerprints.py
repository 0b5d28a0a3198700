"""Knows by what a row of a book is recognised when the book comes in again: keyed marks that tell nothing."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from caseapp.exchange.book_rows import AnyRow
from caseapp.keys import Keyring
from caseapp.text import canonical, fold

FIRST = "visits"


@dataclass(frozen=True, slots=True)
class Marks:
    """How one row is known: ``same`` finds it wherever it was moved to, ``place`` by where it stood."""

    same: bytes
    place: bytes


def marks_of(rows: Sequence[AnyRow], book: str, unit_id: int, keys: Keyring) -> list[Marks | None]:
    """Marks of every dated row of a book, in its order; a row without a day cannot have come in.

    An open row is the same when day, number, people and content are: a row put in above it changes nothing. Of a
    sealed row its place alone is taken, never a word of it. Equal rows of one book are told apart by counting them.
    ``book``: which of an office's books it is, so that two of them never meet.
    """
    # Rows of the visit book came in before there were others: what they are known by stays as it was.
    same_in, place_in = ("same", "place") if book == FIRST else (f"{book}:same", f"{book}:place")
    seen: Counter[str] = Counter()
    found: list[Marks | None] = []
    for row in rows:
        if row.date is None:
            found.append(None)
            continue
        same = canonical([same_in, unit_id, row.date.isoformat(), row.stt or "", *_told(row)])
        place = canonical([place_in, unit_id, row.date.year, row.sheet, row.row, row.date.isoformat()])
        seen[same] += 1
        found.append(Marks(keys.index("import", f"{same}#{seen[same]}"), keys.index("import", place)))
    return found


def _told(row: AnyRow) -> Iterable[str]:
    if row.confidential:
        return ("sealed", row.sheet)
    return ("open", *sorted(fold(one.name) for one in row.persons), fold(row.content or ""))
