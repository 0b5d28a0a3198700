"""Opening what is denounced, and what follows its acts: envelopes sealed again, cases that open out of a case."""
from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.cases.commands.entrusting import put_entrusted, see_not_accused
from caseapp.cases.commands.opening import GivenCase, GivenDenouncer, Opening, open_case
from caseapp.cases.commands.work import Happened, Work
from caseapp.cases.kinds.continued import CONTINUED, OVERDUE
from caseapp.cases.kinds.continued_practice import ANEW
from caseapp.cases.kinds.denunciation import DENUNCIATION, EACH_CONCLUDED, EACH_VERIFIED
from caseapp.cases.kinds.denunciation_letters import LETTERS
from caseapp.cases.kinds.denunciation_practice import IDENTIFIED
from caseapp.cases.kinds.denunciation_states import FORWARDED
from caseapp.cases.kinds.information import INFORMATION
from caseapp.cases.models import Act, CaseFile, Status
from caseapp.cases.practices import PRACTICES
from caseapp.cases.rules import details_of
from caseapp.dossiers.models import Accused, Dossier, Link
from caseapp.law.competence import Question, competent
from caseapp.law.competence_answers import Body
from caseapp.law.competence_shape import AUTHORITIES, OFFICES, Matter, Office, Tier
from caseapp.law.errors import LawError
from caseapp.ledger.journal import record
from caseapp.ledger.models import Chain
from caseapp.staff.models import Unit
from caseapp.staff.roles import Level
from caseapp.text import mark
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.workflow.engine import Refused

SEALED: Final = frozenset(code for code, practice in PRACTICES.items() if practice.sealed)
FORWARDING: Final = frozenset({"press", "authority", "deputy"})
FROM_CASE: Final = "from"            # what a link says from a case to the one that opened out of it
OPENED_ENVELOPE: Final = frozenset({"posted", "handed"})
ELSEWHERE: Final = mark("Tố cáo người này thuộc thẩm quyền của: %(authority)s. Mở vụ việc ở cấp ấy, ở đây chỉ chuyển.")
ONLY_ABOVE: Final = mark("Tố cáo tiếp do cấp trên trực tiếp của người đã giải quyết xem xét: mở ở cấp trên.")
TAKEN: Final = mark("Phong bì số %(number)s năm %(year)s đã dùng. Ghi số khác, đúng số trên phong bì.")
FOUND: Final = {"report": EACH_VERIFIED, "conclude": EACH_CONCLUDED}
"""Acts that find something of each content, and what is missing where one does not."""
_TIERS: Final = {Tier.COMMUNE: {Level.COMMUNE}, Tier.PROVINCE: {Level.PROVINCE},
                 Tier.AGENCY: {Level.AGENCY}, Tier.DEPARTMENT: {Level.AGENCY}}


# ---- opening ---------------------------------------------------------------------------------------------------------


def open_denunciation(session: Session, chain: Chain, given: GivenCase, how: Opening, *, against: str = "") -> Dossier:
    """A denunciation, under the chain lock; ``against``: whose act it is, a code of ``law.competence_shape.OFFICES``.

    Raises Refusal at “against” where another level resolves it (LTC 12, 13), and for an envelope number in use.
    """
    if against:
        _see_competent(session, chain.unit_id, against, given.received_on)
    return _open_sealed(session, chain, DENUNCIATION.code, given, how)


def open_information(session: Session, chain: Chain, given: GivenCase, how: Opening) -> Dossier:
    """Information with the content of a denunciation (LTC 25); it has no envelope unless something lies in one."""
    return _open_sealed(session, chain, INFORMATION.code, given, how)


def open_continued(session: Session, chain: Chain, given: GivenCase, how: Opening, *, overdue: bool = False,
                   goes_on_from: Dossier | None = None) -> Dossier:
    """A continued denunciation at the level above (LTC 37), ``overdue``: because nobody concluded in time (LTC 38)."""
    if session.get_one(Unit, chain.unit_id).level not in PRACTICES[CONTINUED.code].levels:
        raise Refusal(_(ONLY_ABOVE), "kind", 422)
    given = replace(given, opening=OVERDUE.code if overdue else "")
    dossier = _open_sealed(session, chain, CONTINUED.code, given, how)
    if goes_on_from is not None:
        session.add(Link(dossier_id=dossier.id, other_id=goes_on_from.id, what="goes-on"))
    return dossier


def _open_sealed(session: Session, chain: Chain, kind: str, given: GivenCase, how: Opening) -> Dossier:
    denouncer = given.denouncer or GivenDenouncer("", "")
    accused = set(denouncer.accused)
    if how.by in accused:
        raise ValueError("whoever is accused does not open it")
    if denouncer.envelope and not denouncer.code:      # with the code of a visit its envelope comes along
        see_free(session, chain.unit_id, denouncer.envelope, given.received_on.year, by=how.by)
    traits = set(given.traits.split()) | ({IDENTIFIED} if denouncer.identity == "checked" else set())
    forwarded = bool(traits & FORWARDING) and kind != CONTINUED.code
    given = replace(given, people=(), people_count=1, nomination="", traits=" ".join(sorted(traits)),
                    opening=given.opening or (FORWARDED.code if forwarded else ""), denouncer=denouncer)
    dossier = open_case(session, chain, kind, given, how)
    if given.handler_id is not None:
        put_entrusted(session, dossier, [given.handler_id])
    return dossier


def offices_of(level: str, on: date) -> list[Office]:
    """The offices against whose people a unit of that level resolves a denunciation (LTC 12, 13)."""
    return [office for office in OFFICES.values() if _resolves(level, office.code, on)]


def _resolves(level: str, against: str, on: date) -> bool:
    try:
        first = competent(Question(Matter.DENUNCIATION, against, on)).authority
    except LawError:
        return False
    return level in _TIERS.get(AUTHORITIES[first.code].tier, set())


def _see_competent(session: Session, unit_id: int, against: str, on: date) -> None:
    unit = session.get_one(Unit, unit_id)
    first = competent(Question(Matter.DENUNCIATION, against, on, body=_body(session, unit))).authority
    if unit.level not in _TIERS.get(AUTHORITIES[first.code].tier, set()):
        raise Refusal(_(ELSEWHERE, authority=first.words(_)), "against", 422)


def _body(session: Session, unit: Unit) -> Body | None:
    """The unit and whoever stands above it, by their names, so far as they are tiers of the table."""
    tiers = {Level.COMMUNE: Tier.COMMUNE, Level.PROVINCE: Tier.PROVINCE, Level.AGENCY: Tier.DEPARTMENT}
    if unit.level not in tiers:
        return None
    above = session.get(Unit, unit.parent_id) if unit.parent_id else None
    return Body(unit.name, tiers[Level(unit.level)], above=_body(session, above) if above is not None else None)


# ---- envelopes -------------------------------------------------------------------------------------------------------


def see_free(session: Session, unit_id: int, number: str, year: int, *, by: int, besides: Collection[int] = (),
             at: str = "new_envelope") -> None:
    """Refuse, at the field ``at``, an envelope number that a case of the unit bears or bore in a year.

    Asked under the chain lock. What accuses ``by`` does not count: else he could find it by trying numbers.
    """
    if number.lower() in set(_numbers(session, unit_id, year, by, besides)):
        raise Refusal(_(TAKEN, number=number, year=str(year)), at, 422)


def _numbers(session: Session, unit_id: int, year: int, by: int, besides: Collection[int]) -> Iterator[str]:
    seen = sa.and_(Dossier.unit_id == unit_id, Dossier.sealed, Dossier.state != "void", Dossier.id.not_in(besides),
                   ~sa.exists().where(Accused.dossier_id == Dossier.id, Accused.account_id == by))
    yield from (number.lower() for number in session.scalars(
        sa.select(CaseFile.envelope).join(Dossier, Dossier.id == CaseFile.dossier_id).where(
            seen, Dossier.year == year, CaseFile.envelope != "")))
    for details in session.scalars(
            sa.select(Act.details).join(Dossier, Dossier.id == Act.dossier_id).where(
                seen, Act.code.in_(sorted(LETTERS)), Act.status == Status.DONE,
                Act.happened_on.between(date(year, 1, 1), date(year, 12, 31)))):
        yield str(json.loads(details).get("new_envelope", "")).lower()


def _seal_again(work: Work, act: Act) -> None:
    """The number under which a custodian sealed the envelope again, after a letter for which it was opened."""
    told = details_of(act)
    number = str(told.get("new_envelope", "")).strip()
    if told.get("letter_manner") in OPENED_ENVELOPE and not number:
        raise Refusal(_("Phong bì đã mở để ghi địa chỉ: niêm phong lại và ghi số mới."), "new_envelope", 422)
    if not number or number == work.case.envelope:
        if number:
            raise Refusal(_("Niêm phong lại thì phong bì mang số mới."), "new_envelope", 422)
        return
    latest = [one for one in work.acts if one.code in LETTERS and details_of(one).get("new_envelope")][-1]
    if latest is not act:
        return
    old, beside = work.case.envelope, _same_envelope(work)
    see_free(work.session, work.chain.unit_id, number, act.happened_on.year, by=work.how.by,
             besides=[work.dossier.id, *(one.dossier_id for one in beside)])
    for one in (work.case, *beside):
        one.envelope, one.custodian_id = number, work.how.by
    for one in beside:
        record(work.session, work.chain, act=f"{one.kind}.reseal", by=work.how.by, at=work.how.at,
               dossier=one.dossier_id, sealed=True, facts={"from": old, "to": number})
    work.journal("reseal", {"from": old, "to": number, "for": act.public_id})


def _same_envelope(work: Work) -> Sequence[CaseFile]:
    """Cases of the same denouncer that opened out of this one, or it out of them: one envelope serves them all."""
    here = work.dossier.id
    return work.session.scalars(
        sa.select(CaseFile).join(Link, sa.or_(
            sa.and_(Link.dossier_id == here, Link.other_id == CaseFile.dossier_id),
            sa.and_(Link.other_id == here, Link.dossier_id == CaseFile.dossier_id)))
        .where(Link.what == FROM_CASE, CaseFile.envelope == work.case.envelope, CaseFile.envelope != "")).all()


# ---- what follows an act ---------------------------------------------------------------------------------------------


def follow_denunciation(session: Session, _chain: Chain, done: Happened) -> None:
    """Inside the act: keep the accused from signing, note what was checked, seal again, open what comes of it."""
    work, act = done.work, done.act
    if work.kind.code not in SEALED:
        return
    if act.signer_id is not None:
        see_not_accused(session, work.dossier.id, [act.signer_id], "signer")
    if act.code == "check-identity":
        checked = details_of(act).get("identity_result")
        work.case.identity = checked if checked in ("checked", "unknown") else ""
    if act.code in FOUND and not done.corrected:
        _see_found(act)
    if act.code in LETTERS:
        _seal_again(work, act)
    if act.code == "to-information" and not done.corrected:
        _open_from(work, INFORMATION.code, act, FORWARDED.code if _owes_forwarder(work) else "")
    if work.kind is CONTINUED and act.code in ANEW and not done.corrected:
        _open_from(work, DENUNCIATION.code, act, "")


def _see_found(act: Act) -> None:
    """Refuse a report or conclusion that says nothing of the contents: what its guard asks of whatever is chosen."""
    if not details_of(act).get("findings"):
        raise Refused(FOUND[act.code].reason)


def _owes_forwarder(work: Work) -> bool:
    """Whether whoever forwarded it was still to be answered: then that limit runs on where it goes."""
    answered = any(one.code == "answer-forwarder" for one in work.acts)
    return work.case.opening == FORWARDED.code and not answered


def _open_from(work: Work, kind: str, act: Act, opening: str) -> None:
    """A case that opens out of this one: same matter, same accused, same envelope; its limits run anew.

    Resolving again counts from the day it was decided; information from the day it came in (LTC 26, 37, 38).
    """
    case, how = work.case, work.how
    accused = work.session.scalars(sa.select(Accused.account_id).where(Accused.dossier_id == work.dossier.id)).all()
    received = act.happened_on if kind == DENUNCIATION.code else case.received_on
    new = open_case(work.session, work.chain, kind, GivenCase(
        case.content, received, respondent=case.respondent, respondent_post=case.respondent_post, opening=opening,
        traits=_traits(case, kind), forwarded_by=case.forwarded_by, earlier_paper=case.earlier_paper,
        earlier_body=case.earlier_body, earlier_on=case.earlier_on,
        denouncer=GivenDenouncer(case.envelope, case.identity, case.custodian_id, accused)),
        Opening(how.by, how.at, how.today, how.calendar))
    work.session.add(Link(dossier_id=work.dossier.id, other_id=new.id, what=FROM_CASE))
    work.journal("open-from", {"case": new.public_id, "for": act.public_id})


def _traits(case: CaseFile, kind: str) -> str:
    known = set(case.traits.split())
    return " ".join(sorted(known | ({"again"} if kind == DENUNCIATION.code else set())))
