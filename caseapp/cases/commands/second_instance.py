"""Opening a complaint at second instance, at the office above the one that resolved it first."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.cases.commands.opening import GivenCase, Opening, open_case
from caseapp.cases.commands.work import Happened
from caseapp.cases.kinds.complaint_facts import DISMISSAL, IN_PERSON
from caseapp.cases.kinds.complaint_parts import VOID
from caseapp.cases.kinds.discipline import DISCIPLINE, DISCIPLINE_2
from caseapp.cases.kinds.second_complaint import SECOND_COMPLAINT
from caseapp.cases.models import Act, CaseFile, Status
from caseapp.cases.rules import course_of, details_of, dues_of, write_details
from caseapp.cases.second_instance import MATTER_OF, SECOND_OF, body_of, is_competent, where_to
from caseapp.db import writing
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.models import Dossier, Link, Party
from caseapp.dossiers.settling import settle
from caseapp.law.acts import LKN
from caseapp.law.citing import cited
from caseapp.law.competence import Question, competent
from caseapp.law.complaints import RESOLUTION_1
from caseapp.law.errors import LawError
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.form_keys import use_form_key
from caseapp.ledger.journal import record
from caseapp.ledger.models import Chain
from caseapp.people.commands import Given, take_in
from caseapp.people.models import Person
from caseapp.staff.models import Unit, UnitWithin
from caseapp.staff.roles import Level
from caseapp.text import new_public_id
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _

FIRST: Final = "first"
"""What a link from a second complaint to its first instance says."""
SUPPLY: Final = "supply-first"


@dataclass(frozen=True, slots=True)
class GivenFirst:
    """What came of the first instance; ``on``: the day the decision was received, or its limit ended without one.

    ``against``: code of the office whose act it was; ``dossier_id``: of the first case, where this system holds it;
    ``sanction``: of a disciplinary decision, “dismissal” or “other”.
    """

    on: date
    against: str = ""
    result: str = ""
    paper: str = ""
    body: str = ""
    sanction: str = ""
    dossier_id: int | None = None

    @property
    def told(self) -> dict[str, Any]:
        """The inputs of the act that records it."""
        whole = {"first_result": self.result, "first_on": self.on, "paper": self.paper, "sanction": self.sanction,
                 "summary": self.body}
        return {name: value for name, value in whole.items() if value}


@dataclass(frozen=True, slots=True)
class GivenSecond:
    """A second complaint: its kind, the case, what came of the first instance, who complains where nobody is known."""

    kind: str
    case: GivenCase
    first: GivenFirst
    people: Sequence[Given] = field(default=())


def open_second(given: GivenSecond, unit_id: int, how: Opening, form_key: str = "") -> Dossier:
    """Open it in a unit, with what came of the first instance as its first act; one transaction.

    Raises Refusal where another office is competent, where the first instance is neither decided nor overdue
    (LKN 33(1)), or where it was brought already; LawError where a limit cannot be counted; FormKeyUsed.
    """
    with writing() as session:
        chain = lock_chain(session, unit_id)
        unit = session.get_one(Unit, unit_id)
        first = _first_of(session, given, unit, how) if given.first.dossier_id is not None else None
        _see_competence(session, unit, given)
        people = _people(session, unit_id, given, first)
        case = replace(given.case, people=people, instance=2, traits=_traits(session, given, unit, first),
                       earlier_paper=given.first.paper, earlier_body=given.first.body, earlier_on=given.first.on)
        dossier = open_case(session, chain, given.kind, case, how)
        _supply(session, chain, dossier, given.first, how)
        if first is not None:
            session.add(Link(dossier_id=dossier.id, other_id=first.id, what=FIRST))
            record(session, chain, act=f"{given.kind}.first", by=how.by, at=how.at, dossier=dossier.id,
                   facts={"first": first.public_id})
        if form_key:
            use_form_key(session, form_key, how.by, how.at, result=dossier.public_id)
        return dossier


def _first_of(session: Session, given: GivenSecond, unit: Unit, how: Opening) -> Dossier:
    """The first case, of a unit below, decided or overdue on the day this complaint was received."""
    first = session.get_one(Dossier, given.first.dossier_id)
    if first.kind not in SECOND_OF:
        _no_third(given)
    below = session.scalar(sa.select(UnitWithin.own).where(
        UnitWithin.ancestor_id == unit.id, UnitWithin.unit_id == first.unit_id))
    if SECOND_OF[first.kind] != given.kind or below is not False:
        raise Refusal(_("Chỉ mở khiếu nại lần hai cho vụ việc của cơ quan cấp dưới."))
    if not _ripe(session, first, given.case.received_on, how):
        raise Refusal(_("Vụ %(number)s chưa có quyết định giải quyết lần đầu, thời hạn giải quyết cũng chưa qua: chưa "
                        "khiếu nại lần hai được. Căn cứ: %(place)s.", number=number_of(first),
                        place=cited(LKN(33, 1), _)))
    again = session.scalar(
        sa.select(Dossier).join(Link, Link.dossier_id == Dossier.id)
        .where(Link.other_id == first.id, Link.what == FIRST, Dossier.state != VOID.code))
    if again is not None:
        raise Refusal(_("Vụ %(first)s đã có khiếu nại lần hai: %(number)s.", first=number_of(first),
                        number=number_of(again)))
    return first


def _no_third(given: GivenSecond) -> None:
    """Say that nobody can complain a third time (LKN 11(7))."""
    try:
        competent(Question(MATTER_OF[given.kind], given.first.against, given.case.received_on, instance=3))
    except LawError as problem:
        raise Refusal(_("%(why)s Căn cứ: %(place)s.", why=problem.words(_), place=cited(LKN(11, 7), _))) from problem


def _ripe(session: Session, first: Dossier, on: date, how: Opening) -> bool:
    """Whether one may complain again on a day: a decision was issued, or an administrative case is overdue."""
    acts = list(session.scalars(
        sa.select(Act).where(Act.dossier_id == first.id, Act.status == Status.DONE, Act.happened_on <= on)
        .order_by(Act.place)))
    codes = {act.code for act in acts}
    if "decide" in codes or first.kind == DISCIPLINE.code:
        return "decide" in codes
    overdue = dues_of(session.get_one(CaseFile, first.id), acts, how.calendar).gone_by(RESOLUTION_1.code, on)
    return overdue or bool(codes & {"limit-passed", "challenge"})


def _see_competence(session: Session, unit: Unit, given: GivenSecond) -> None:
    """Refuse what another office must resolve, with its name and the article (LKN 18 to 23, 51)."""
    answer = where_to(MATTER_OF[given.kind], given.first.against, given.case.received_on, body_of(session, unit.id))
    if not is_competent(unit.level, answer):
        raise Refusal(_("Giải quyết lần hai thuộc thẩm quyền của %(authority)s (%(place)s). Hướng dẫn người khiếu nại "
                        "gửi đơn đến đó.", authority=answer.named(_), place=cited(answer.citations[0], _)), "against")


def _people(session: Session, unit_id: int, given: GivenSecond, first: Dossier | None) -> list[int]:
    """Who complains: as typed, or everybody of the first case, taken into this unit's own book without identity."""
    people = list(given.people)
    if first is not None and not people:
        known = session.scalars(
            sa.select(Person).join(Party, Party.person_id == Person.id)
            .where(Party.dossier_id == first.id, Party.role == "complainant").order_by(Party.position))
        people = [Given(one.name, birth_year=one.birth_year, sex=one.sex, phone=one.phone, commune=one.commune,
                        address=one.address) for one in known]
    return [take_in(session, unit_id, one)[0].id for one in people]


def _traits(session: Session, given: GivenSecond, unit: Unit, first: Dossier | None) -> str:
    """What is true of it from its first day: who must hold the dialogue himself, dismissal, a remote area (KN-13)."""
    words = set(given.case.traits.split())
    if unit.level == Level.AGENCY and given.kind == SECOND_COMPLAINT.code:
        words.add(IN_PERSON)
    if given.first.sanction == DISMISSAL:
        words.add(DISMISSAL)
    if first is not None and session.get_one(CaseFile, first.id).remote:
        words.add("remote")
    return " ".join(sorted(words))


def _supply(session: Session, chain: Chain, dossier: Dossier, first: GivenFirst, how: Opening) -> None:
    """Record what came of the first instance: the days to complain again are counted from it."""
    file = session.get_one(CaseFile, dossier.id)
    act = Act(
        public_id=new_public_id(), dossier_id=dossier.id, code=SUPPLY, status=Status.DONE, place=0,
        happened_on=file.received_on, entered_at=how.at, entered_by=how.by, late=file.received_on < how.today,
        state=dossier.state, unit_id=dossier.unit_id, details=write_details(first.told))
    session.add(act)
    session.flush()
    settle(session, dossier, course_of(file, [act]).limits, how.calendar, at=how.at)
    record(session, chain, act=f"{dossier.kind}.{SUPPLY}", by=how.by, at=how.at, dossier=dossier.id,
           facts={"on": act.happened_on.isoformat(), "late": act.late, "paper": False, "state": dossier.state,
                  "act": act.public_id})


def keep_sanction(_session: Session, _chain: Chain, done: Happened) -> None:
    """Told of acts: whether a disciplinary decision dismisses lengthens limits, so it becomes a trait of the case."""
    said = {DISCIPLINE.code: "note-receipt", DISCIPLINE_2.code: SUPPLY}
    if said.get(done.work.kind.code) != done.act.code:
        return
    words = set(done.work.case.traits.split()) - {DISMISSAL}
    if details_of(done.act).get("sanction") == DISMISSAL:
        words.add(DISMISSAL)
    done.work.case.traits = " ".join(sorted(words))
    done.work.settle()
