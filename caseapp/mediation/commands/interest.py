"""Why somebody may not mediate a dispute: a party to it, or noted as not neutral (LHG 18)."""
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.cases.commands.work import Work, working
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.models import Party
from caseapp.law.mediation_duties import ASSIGNED
from caseapp.mediation.commands.telling import INTERESTED, tell_leader
from caseapp.mediation.dispute import Dispute, Interest, Joint
from caseapp.mediation.models import Mediator
from caseapp.mediation.queries.people import team_now
from caseapp.people.models import Person
from caseapp.text import fold, mark
from caseapp.web.errors import Refusal
from caseapp.web.filters import said_place
from caseapp.web.language import gettext as _
from caseapp.workflow.engine import Refused

LEADER: Final = "team-leader"
NOTING: Final = frozenset({"mediator", LEADER})
NOT_YOURS: Final = mark("Việc này thuộc vai trò khác.")
OWN_ALONE: Final = mark("Hòa giải viên chỉ khai cho chính mình; tổ trưởng ghi cho người khác.")
WHY: Final = mark("Ghi vì sao không vô tư.")
NOTED: Final = mark("Đã ghi rồi.")
SAME_NAME: Final = mark("%(name)s là một bên của vụ việc (cùng họ tên, năm sinh), không được phân công theo %(place)s.")
SAME_PHONE: Final = mark("%(name)s là một bên của vụ việc (cùng số điện thoại), không được phân công theo %(place)s.")
INTEREST: Final = mark("%(name)s không được phân công theo %(place)s: %(why)s.")
YEARS: Final = 1       # a year of birth that follows from an age may be one too late
DIGITS: Final = 9      # of a telephone number those that do not change with its prefix


def see_neutral(session: Session, dossier_id: int, mediators: Iterable[Mediator]) -> None:
    """Refuse whoever is a party to the dispute or was noted as not neutral; what is not written down is not guessed."""
    people, noted = _people(session, dossier_id), _noted(session, dossier_id)
    place = said_place(ASSIGNED.citation)
    for one in mediators:
        if why := next((row.why for row in noted if _is_same(row, one)), ""):
            raise Refusal(_(INTEREST, name=one.name, place=place, why=why.rstrip(".")), "mediators", 422)
        if why := _party(one, people):
            raise Refusal(_(why, name=one.name, place=place), "mediators", 422)


def _people(session: Session, dossier_id: int) -> Sequence[Any]:
    return session.execute(
        sa.select(Person.name_fold, Person.birth_year, Person.phone).join(Party, Party.person_id == Person.id)
        .where(Party.dossier_id == dossier_id)).all()


def _noted(session: Session, dossier_id: int) -> Sequence[Any]:
    return session.execute(
        sa.select(Interest.why, Mediator.id, Mediator.account_id, Mediator.name, Mediator.birth_year)
        .join(Mediator, Mediator.id == Interest.mediator_id).where(Interest.dossier_id == dossier_id)
        .order_by(Interest.noted_on, Mediator.id)).all()


def _is_same(noted: Any, mediator: Mediator) -> bool:
    """Whether somebody is who was noted, also as a mediator recognised anew, or of another team."""
    if noted.id == mediator.id or (noted.account_id is not None and noted.account_id == mediator.account_id):
        return True
    years = (noted.birth_year, mediator.birth_year)
    return fold(noted.name) == fold(mediator.name) and (None in years or years[0] == years[1])


def _party(mediator: Mediator, people: Iterable[Any]) -> str:
    """How a mediator is known to be one of the parties; empty when he is not."""
    for one in people:
        if one.name_fold == fold(mediator.name) and one.birth_year and mediator.birth_year and abs(
                one.birth_year - mediator.birth_year) <= YEARS:
            return SAME_NAME
        if (number := _number(one.phone)) and number == _number(mediator.phone):
            return SAME_PHONE
    return ""


def _number(phone: str) -> str:
    digits = re.sub(r"[^0-9]", "", phone)
    return digits[-DIGITS:] if len(digits) >= DIGITS else ""


def note_interest(mediator: str, why: str, how: Acting) -> None:
    """Write down why a mediator (public id) may not mediate a dispute; whoever mediates it already is to be replaced.

    Raises Refused, Refusal with the field, LookupError, Stale, FormKeyUsed; then nothing changed.
    """
    with working(how) as work:
        if not work.roles & NOTING:
            raise Refused(NOT_YOURS)
        found = work.session.scalar(sa.select(Mediator).where(Mediator.public_id == mediator))
        if found is None or found.team_id not in _teams(work):
            raise LookupError(mediator)
        if LEADER not in work.roles and found.account_id != how.by:
            raise Refused(OWN_ALONE)
        if not why:
            raise Refusal(_(WHY), "why", 422)
        if work.session.get(Interest, (work.dossier.id, found.id)) is not None:
            raise Refusal(_(NOTED), "why", 422)
        put_interest(work, found, why, how.today)
        tell_leader(work, INTERESTED)


def _teams(work: Work) -> set[int | None]:
    """The teams whose mediators the dispute may have: its own, the one that goes on with it, those that joined."""
    joined = work.session.scalars(sa.select(Joint.team_id).where(Joint.dossier_id == work.dossier.id))
    own = work.session.get_one(Dispute, work.dossier.id).team_id
    return {own, team_now(work.session, work.dossier.id, work.how.today), *joined}


def put_interest(work: Work, mediator: Mediator, why: str, on: date) -> None:
    """The same inside an act that is under way; what was noted before stays."""
    if work.session.get(Interest, (work.dossier.id, mediator.id)) is not None:
        return
    work.session.add(Interest(dossier_id=work.dossier.id, mediator_id=mediator.id, why=why, noted_on=on,
                              noted_by=work.how.by))
    work.session.flush()
    work.journal("interest", {"mediator": mediator.public_id}, {"why": ["", why]})
