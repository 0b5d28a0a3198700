"""By which words a visit is found, and whatever else a person stands in: brought in line with what is stored."""
from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.cases.commands.opening import find_case_again
from caseapp.cases.models import CaseFile
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.models import Dossier, Party
from caseapp.dossiers.search import write_search_doc
from caseapp.people.models import Person
from caseapp.reception.models import LABELS, Visit

_OF_PERSON = (
    sa.select(Dossier).join(Party, Party.dossier_id == Dossier.id)
    # A cancelled number is found by its number alone.
    .where(Party.person_id == sa.bindparam("person"), Dossier.state != "void").distinct().order_by(Dossier.id))


def find_again(session: Session, dossier: Dossier, visit: Visit) -> None:
    """Bring the words by which a visit is found in line with what is stored."""
    if dossier.sealed:
        write_search_doc(session, dossier.id, number_of(dossier), visit.content)
        return
    write_search_doc(session, dossier.id, number_of(dossier), *_names(session, dossier), visit.content,
                     LABELS[visit.matter], visit.body)


def find_everywhere(session: Session, person_id: int) -> None:
    """The same for every visit, petition and case in which a person stands."""
    for dossier in session.scalars(_OF_PERSON, {"person": person_id}).all():
        if dossier.kind == "visit":
            find_again(session, dossier, session.get_one(Visit, dossier.id))
        elif dossier.kind == "petition":
            petition = session.get_one(CaseFile, dossier.id)
            write_search_doc(session, dossier.id, number_of(dossier), *_names(session, dossier), petition.content)
        else:
            find_case_again(session, dossier, session.get_one(CaseFile, dossier.id))


def _names(session: Session, dossier: Dossier) -> list[str]:
    return list(session.scalars(sa.select(Person.name).join(Party, Party.person_id == Person.id).where(
        Party.dossier_id == dossier.id).order_by(Party.position, Party.id)))
