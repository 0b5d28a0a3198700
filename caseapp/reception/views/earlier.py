"""Has been here before: earlier visits of whoever bears a name or a number, gathered by person."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from caseapp.people.identity import bare_number, kind_of_number, number_index
from caseapp.reception.queries.visits import been_here
from caseapp.staff.viewer import Viewer
from caseapp.text import clean_line, fold


@dataclass(slots=True)
class Earlier:
    """A person met before, with the latest visits, newest first."""

    person: Any
    visits: list[Any] = field(default_factory=list)

    @property
    def fills(self) -> dict[str, str]:
        """What goes into the lines of the form; the whole identity number never leaves the store."""
        row = self.person
        return {"known": row.public_id, "name": row.name, "birth_year": str(row.birth_year or ""), "sex": row.sex or "",
                "phone": row.phone, "commune": row.commune, "address": row.address, "id_masked": row.id_masked}


def earlier(viewer: Viewer, words: str) -> list[Earlier]:
    """Persons of the unit's own books who bear these words as name or number; never out of a denunciation."""
    line = clean_line(words)[:200]
    if not line:
        return []
    is_number = kind_of_number(line) is not None
    number = number_index(viewer.unit_id, bare_number(line)) if is_number else None
    found: dict[str, Earlier] = {}
    for row in been_here(viewer, number=number, name="" if is_number else fold(line)):
        found.setdefault(row.public_id, Earlier(row)).visits.append(row)
    return list(found.values())
