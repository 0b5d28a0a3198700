"""Which office resolves a complaint again: of whose act, on which day, and whether a unit of this system is it."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from caseapp.cases.kinds.complaint import COMPLAINT
from caseapp.cases.kinds.discipline import DISCIPLINE, DISCIPLINE_2
from caseapp.cases.kinds.second_complaint import SECOND_COMPLAINT
from caseapp.law.competence import Question, competent
from caseapp.law.competence_answers import Answer, Body
from caseapp.law.competence_shape import OFFICES, Matter, Office, Tier
from caseapp.law.errors import LawError
from caseapp.staff.models import Unit
from caseapp.staff.roles import Level

SECOND_OF: Final[Mapping[str, str]] = {COMPLAINT.code: SECOND_COMPLAINT.code, DISCIPLINE.code: DISCIPLINE_2.code}
"""By the kind of the first instance: the kind of the second."""
MATTER_OF: Final[Mapping[str, Matter]] = {
    SECOND_COMPLAINT.code: Matter.COMPLAINT, DISCIPLINE_2.code: Matter.DISCIPLINE,
}
# Whose head resolves again, by the level of his unit; nothing comes to a commune or a hamlet.
_AUTHORITIES: Final[Mapping[str, str]] = {Level.PROVINCE: "province-chair", Level.AGENCY: "department-head"}
_TIERS: Final = {Level.PROVINCE: Tier.PROVINCE, Level.AGENCY: Tier.DEPARTMENT, Level.COMMUNE: Tier.COMMUNE}
_UNIT = sa.select(Unit.id, Unit.name, Unit.level, Unit.parent_id).where(Unit.id == sa.bindparam("id"))


def where_to(matter: Matter, against: str, on: date, body: Body | None = None) -> Answer:
    """Who resolves again what an office (code of OFFICES) did; ``body``: a known one, that and those above are named.

    Raises LawError where nobody resolves it again.
    """
    return competent(Question(matter, against, on, instance=2, body=body))


def is_competent(level: str, answer: Answer) -> bool:
    """Whether the head of a unit of that level is the authority answered."""
    return _AUTHORITIES.get(level) == answer.authority.code


def offices_for(matter: Matter, level: str, on: date) -> list[Office]:
    """The offices whose acts the head of a unit of that level resolves again."""
    return [office for office in OFFICES.values() if _resolves(matter, office.code, level, on)]


def _resolves(matter: Matter, against: str, level: str, on: date) -> bool:
    try:
        return is_competent(level, where_to(matter, against, on))
    except LawError:
        return False


def office_of(level: str, parent_level: str | None) -> str:
    """The office whose act a case of a unit is about: its head; an office of a commune is the commune's own."""
    if level == Level.AGENCY:
        return "commune-staff" if parent_level == Level.COMMUNE else "department-head"
    return "commune-head" if level == Level.COMMUNE else "province-head"


def body_of(source: Connection | Session, unit_id: int | None) -> Body | None:
    """A unit by its own name with those above it, as slips name them; None for no unit."""
    row = source.execute(_UNIT, {"id": unit_id}).first() if unit_id is not None else None
    if row is None or row.level not in _TIERS:
        return None
    return Body(row.name, _TIERS[Level(row.level)], above=body_of(source, row.parent_id))
