"""Forgetting whoever wrote what was emptied: deleted where nothing else names them, else as they were known before."""
from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.cases.commands.opening import find_case_again
from caseapp.cases.models import CaseFile
from caseapp.dossiers.models import Dossier, Party
from caseapp.ledger.models import JournalRow, JournalValues
from caseapp.people.commands import forget, take_back
from caseapp.people.models import Person

FindAgain = Callable[[Session, int], None]
"""Brings the words by which everything is found that names a person in line with what is stored of him."""

_LEARNT = (
    sa.select(JournalRow.body, JournalValues.body.label("values"))
    .join(JournalValues, JournalValues.journal_id == JournalRow.id)
    .where(JournalRow.dossier_id.in_(sa.bindparam("dossiers", expanding=True)), JournalValues.body.is_not(None),
           JournalRow.act.in_(("person.update", "person.correct")))
    .order_by(JournalRow.id.desc()))

_NAMING = (
    sa.select(CaseFile).join(Dossier, Dossier.id == CaseFile.dossier_id).join(Party, Party.dossier_id == Dossier.id)
    # A cancelled number is found by its number alone.
    .where(Party.person_id == sa.bindparam("person"), Dossier.state != "void").distinct().order_by(CaseFile.dossier_id))


def forget_people(session: Session, dossiers: Sequence[int], people: Sequence[int], find_again: FindAgain) -> None:
    """Whoever came only by these dossiers is deleted; of whoever was known before, what they taught is taken back.

    Asked when the rows that tie people to the dossiers are gone, and before the journaled values of these are erased.
    """
    learnt: dict[str, list[dict[str, Any]]] = {}
    for body, values in session.execute(_LEARNT, {"dossiers": list(dossiers)}):
        learnt.setdefault(json.loads(body)["facts"]["person"], []).append(json.loads(values or "{}"))
    for person_id in people:
        if forget(session, person_id):
            continue
        person = session.get_one(Person, person_id)
        for changes in learnt.get(person.public_id, ()):
            take_back(session, person, changes)
        find_again(session, person_id)


def find_cases_again(session: Session, person_id: int) -> None:
    """Of petitions and cases; the desk that keeps visits too brings its own."""
    for case in session.scalars(_NAMING, {"person": person_id}).all():
        find_case_again(session, session.get_one(Dossier, case.dossier_id), case)
