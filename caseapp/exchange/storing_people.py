"""Recognises the people of a row that comes back to an earlier one."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.dossiers.models import Party
from caseapp.people.commands import Given
from caseapp.people.models import Person
from caseapp.text import fold

_PEOPLE = (
    sa.select(Person.name_fold, Person.public_id).join(Party, Party.person_id == Person.id)
    .where(Party.dossier_id == sa.bindparam("dossier")))


def known_in(session: Session, first: int, people: Sequence[Given]) -> list[Given]:
    """The people of a repeated row, each recognised as the one of that name in the dossier ``first``."""
    known = {row.name_fold: row.public_id for row in session.execute(_PEOPLE, {"dossier": first})}
    return [replace(one, known=known.get(fold(one.name), "")) for one in people]
