"""Who signed a group's petition, and who speaks for others by which paper."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from caseapp.cases.models import Act, CaseFile, Mandate, Signer, Status
from caseapp.cases.rules import details_of
from caseapp.db import reading
from caseapp.people.models import Person

_SIGNERS = (
    sa.select(Signer.position, Signer.name, Signer.address, Signer.withdrawn_on)
    .where(Signer.dossier_id == sa.bindparam("id")).order_by(Signer.position)
    .limit(sa.bindparam("most", type_=sa.Integer())).offset(sa.bindparam("skip", type_=sa.Integer())))
_COUNTED = sa.select(
    sa.func.count().label("signed"), sa.func.count(Signer.withdrawn_on).label("withdrawn"),
).where(Signer.dossier_id == sa.bindparam("id"))
_POSITIONS = sa.select(Signer.position).where(Signer.dossier_id == sa.bindparam("id")).order_by(Signer.position)
_MANDATES = (
    sa.select(Mandate.public_id, Mandate.what, Mandate.form, Mandate.document, Mandate.dated_on, Mandate.ended_on,
              Person.name, Person.address)
    .join(Person, Person.id == Mandate.person_id).where(Mandate.dossier_id == sa.bindparam("id"))
    .order_by(Mandate.ended_on.is_not(None), Mandate.dated_on, Mandate.id))
SORTED_AS = (
    sa.select(Act.code, Act.happened_on, Act.document, Act.details)
    .where(Act.dossier_id == sa.bindparam("id"), Act.code == "classify", Act.status == Status.DONE)
    .order_by(Act.place.desc()).limit(1))


def signers_of(dossier_id: int, *, most: int, skip: int = 0) -> Sequence[Any]:
    """A part of the list of signers, in its order."""
    return reading().execute(_SIGNERS, {"id": dossier_id, "most": most, "skip": skip}).all()


def counted(dossier_id: int) -> Any:
    """How many signed, and how many of them withdrew."""
    return reading().execute(_COUNTED, {"id": dossier_id}).one()


def positions_of(dossier_id: int) -> Sequence[int]:
    """The places of everybody in the list."""
    return reading().execute(_POSITIONS, {"id": dossier_id}).scalars().all()


def mandates_of(dossier_id: int) -> Sequence[Any]:
    """Whoever speaks for others, those whose paper still holds first."""
    return reading().execute(_MANDATES, {"id": dossier_id}).all()


def matter_of(connection: Any, case: CaseFile) -> str:
    """What a dossier is about, as a code of a kind of case: a petition is what it was sorted as, empty until then."""
    if case.kind != "petition":
        return case.kind
    last = connection.execute(SORTED_AS, {"id": case.dossier_id}).first()
    return str(details_of(last).get("content_kind", "")) if last is not None else ""
