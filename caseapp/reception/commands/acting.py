"""Acts on a visit that was logged: answer, prolong, take a petition, sign a refusal, take custody, void, correct."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.cases.commands.opening import Opening
from caseapp.db import writing
from caseapp.dossiers.acting import Acting, roles_left
from caseapp.dossiers.clocks import meet_clocks, start_clock, void_clocks
from caseapp.dossiers.commands import first_words, lock_dossier
from caseapp.dossiers.models import Dossier, Party
from caseapp.dossiers.search import drop_search_doc, forget_old_words
from caseapp.law.counting import appointed
from caseapp.law.reception import FOLLOW_UP
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.form_keys import see_form_key, use_form_key
from caseapp.ledger.journal import record
from caseapp.ledger.models import Chain
from caseapp.people.commands import Given, amend
from caseapp.people.models import Person
from caseapp.reception.commands.barring import bar, note_others
from caseapp.reception.commands.corrected import KEPT_OF_SEALED, open_identified, see_lawful, write
from caseapp.reception.commands.findable import find_again, find_everywhere
from caseapp.reception.commands.petitioning import (
    STAYS_COMPLAINT,
    GivenTaking,
    cancel_together,
    refused,
    take_in_petition,
)
from caseapp.reception.kinds.visit import VISIT
from caseapp.reception.models import Matter, Notice, NoticeResult, Visit
from caseapp.reception.queries.petitions import Held, petitions_of
from caseapp.reception.rules import NOT_SENT_ON, answers_for, is_information
from caseapp.text import mark
from caseapp.web.now import by_the_day
from caseapp.workflow.engine import Refused, Step, take

NOT_FOR_INFORMATION = mark("Tin báo không thụ lý như tố cáo: chọn không xử lý theo tố cáo, hoặc đã chuyển.")


@dataclass(slots=True)
class Act:
    """An act under way, inside its transaction; ``held``: the visit's petitions, each with its case."""

    session: Session
    chain: Chain
    dossier: Dossier
    visit: Visit
    step: Step
    how: Acting
    held: list[Held]
    changed: bool = False

    def journal(self, act: str, facts: dict[str, Any], values: dict[str, Any] | None = None) -> None:
        self.changed = True
        self.dossier.moved_on = max(self.dossier.moved_on, self.how.today)
        record(self.session, self.chain, act=act, by=self.how.by, at=self.how.at, dossier=self.dossier.id,
               sealed=self.dossier.sealed, facts=facts, values=values)

    def close(self, on: date) -> None:
        """Move to the step's state; a final one closes the dossier."""
        if self.step.before != self.step.after:
            self.dossier.state, self.dossier.awaits = self.step.after.code, self.step.after.awaits
            self.dossier.closed_on = on if self.step.after.closed else None


@contextmanager
def acting(code: str, how: Acting) -> Iterator[Act]:
    """One act: lock, version, form key, may it be done from this state by these roles; then the body, then commit."""
    with writing() as session:
        chain = lock_chain(session, how.unit_id)
        if how.form_key:
            see_form_key(session, how.form_key, how.by)
        dossier = lock_dossier(session, how.dossier_id, how.version)
        if how.form_key:
            at = by_the_day(how.today) if dossier.sealed else how.at
            use_form_key(session, how.form_key, how.by, at, result=str(how.dossier_id))
        visit = session.get_one(Visit, how.dossier_id)
        held = petitions_of(session, how.dossier_id)
        facts = facts_of(dossier, visit, in_case=any(one.living for one in held))
        step = take(VISIT, code, VISIT.state(dossier.state), roles_left(session, how), facts)
        act = Act(session, chain, dossier, visit, step, how, held)
        yield act
        if act.changed:
            dossier.version += 1


def facts_of(dossier: Any, visit: Any, *, in_case: bool) -> dict[str, Any]:
    """What the guards of the visit's procedure look at; takes rows of a page as well as stored objects."""
    return {"sealed": dossier.sealed, "in_custody": visit.custodian_id is not None, "envelope": visit.envelope,
            "information": is_information(visit.identity), "complaint": visit.matter == Matter.COMPLAINT,
            "in_case": in_case}


@dataclass(frozen=True, slots=True)
class GivenNotice:
    """An answer as it was given to the visitor: on which day, how and by whom."""

    result: NoticeResult
    manner: str
    given_on: date
    given_by: str
    document: str = ""
    follow_up_on: date | None = None
    body: str = ""             # to whom it was forwarded


def notify(given: GivenNotice, how: Acting) -> None:
    """Record the answer of LTCD 28(1) that ends the ten days; ``given_on`` may be earlier than today."""
    with acting("notify", how) as act:
        information = is_information(act.visit.identity)
        if given.result not in answers_for(act.visit.matter, act.visit.identity):
            raise Refused(NOT_FOR_INFORMATION if information else NOT_SENT_ON)
        if given.result is NoticeResult.FORWARDED:
            # Columns 9 and 11 of the register: not ours any more, and whose it is.
            act.visit.competent, act.visit.body = False, given.body or act.visit.body
            _find_again(act)
        if information:      # told to nobody: the journal and the clock hold what was decided
            act.visit.document = given.document or act.visit.document
        else:
            _add_notice(act, given)
        meet_clocks(act.session, act.dossier, act.step.meets, on=given.given_on, result=given.result)
        act.close(given.given_on)
        act.journal("visit.notify", _notice_facts(given), _notice_values(given))


def prolong(given: GivenNotice, how: Acting) -> None:
    """Record that the visitor was told the matter needs longer, and by which day he will be answered."""
    if given.follow_up_on is None:
        raise ValueError("a prolongation names its day")
    with acting("prolong", how) as act:
        _add_notice(act, given)
        meet_clocks(act.session, act.dossier, act.step.meets, on=given.given_on, result=given.result)
        receipt = appointed(FOLLOW_UP, given.given_on, given.follow_up_on, how.calendar)
        act.close(given.given_on)
        start_clock(act.session, act.dossier, receipt, at=how.at)
        act.journal("visit.prolong", _notice_facts(given), _notice_values(given))


def take_petition(given: GivenTaking, how: Acting) -> None:
    """Take the petition of a complaint that was only reported, or logged before petitions were kept.

    Raises Refusal at “joins”, LawError when the day it was received has no count.
    """
    with acting("take-petition", how) as act:
        take_in_petition(act.session, act.chain, act.dossier, act.visit, given,
                         Opening(how.by, how.at, how.today, how.calendar))
        act.changed = True
        act.dossier.moved_on = max(act.dossier.moved_on, how.today)


def sign_refusal(given: GivenNotice, how: Acting) -> None:
    """Record that the head signed the refusal notice 01/TCD (Decree 154/2026, Article 4)."""
    with acting("sign-refusal", how) as act:
        _add_notice(act, given)
        meet_clocks(act.session, act.dossier, act.step.meets, on=given.given_on, result="signed")
        act.close(given.given_on)
        act.journal("visit.sign-refusal", _notice_facts(given), _notice_values(given))


def take_custody(how: Acting) -> None:
    """The custodian signs for the sealed envelope with slip, petition and handwriting in it."""
    with acting("take-custody", how) as act:
        act.visit.custodian_id, act.visit.custody_at = how.by, how.at
        act.journal("visit.take-custody", {"envelope": act.visit.envelope, "code": act.dossier.code})


def void(reason: str, how: Acting, *, whole: bool = False) -> None:
    """Cancel a number entered in error: it stays in the register, struck, with the reason; nothing is deleted.

    ``whole``: with its petition, and the case that this alone opened; without it such a visit is refused.
    """
    with acting("void", how) as act:
        cancel_together(act.session, act.chain, act.dossier, reason, whole=whole, by=how.by, at=how.at,
                        today=how.today)
        old, act.visit.note = act.visit.note, reason
        void_clocks(act.session, act.dossier, on=how.today)
        act.close(how.today)
        # A cancelled number is found by its number alone: what was entered under it is not looked up any more.
        drop_search_doc(act.session, act.dossier.id)
        act.dossier.subject = ""
        act.journal("visit.void", {"fields": ["note"]}, {"note": [old, reason]})


def correct(changes: dict[str, Any], matter: Matter | None, how: Acting, accused: Sequence[int] = (),
            others: Sequence[int] = ()) -> list[str]:
    """Correct what was typed, visibly: old and new values are journaled; returns the names of changed fields.

    ``matter`` reclassifies among ordinary kinds; into a denunciation leads ``seal`` alone. ``accused``: accounts from
    which a denunciation is kept from now on, too; letting one in again is ``barring.lift``. ``others``: accounts that
    were proposed and are somebody else's.
    """
    with acting("correct", how) as act:
        visit = act.visit
        values = write(act.session, act.dossier, visit, changes, by=how.by)
        if matter is not None and not act.dossier.sealed and matter not in (visit.matter, Matter.DENUNCIATION):
            if living := [one for one in act.held if one.living]:
                raise refused(STAYS_COMPLAINT, living[0], "matter")
            values["matter"] = [visit.matter, matter]
            visit.matter = matter
        barred = _bar(act, accused, others)
        if not values:
            return barred
        see_lawful(act.session, visit, values)
        if "content" in values:
            act.dossier.subject = first_words(visit.content)
        _find_again(act)
        begun = {"starts": open_identified(act.session, act.dossier, visit, values["identity"], today=how.today,
                                           at=how.at, calendar=how.calendar)} if "identity" in values else {}
        kept = {name: values[name] for name in KEPT_OF_SEALED if name in values} if act.dossier.sealed else values
        act.journal("visit.correct", {"fields": sorted(values), **begun}, kept or None)
        if act.dossier.sealed:
            forget_old_words(act.session)
    return sorted([*values, *barred])


def _bar(act: Act, accused: Sequence[int], others: Sequence[int]) -> list[str]:
    """Keep a denunciation from further accounts; what of the visit changed by it."""
    if act.how.by in accused:
        raise ValueError("whoever is accused does not correct it")
    new = bar(act.session, act.dossier, accused, act.how.today) if act.dossier.sealed else []
    if new:
        act.journal("accused.add", {"accounts": new})
    note_others(act.session, act.chain, act.dossier, others, by=act.how.by, at=act.how.at)
    return ["accused"] if new else []


def correct_person(person_id: str, given: Given, how: Acting) -> list[str]:
    """Correct a visitor's own data, visibly; every visit of the person is found by the new words.

    Returns the names of changed fields; raises LookupError when the person is not in this visit.
    """
    with acting("correct", how) as act:
        person = act.session.scalar(
            sa.select(Person).join(Party, Party.person_id == Person.id)
            .where(Person.public_id == person_id, Party.dossier_id == act.dossier.id))
        if person is None:
            raise LookupError(person_id)
        values = amend(act.session, person, given)
        if values:
            find_everywhere(act.session, person.id)
            act.journal("person.correct", {"person": person_id, "fields": sorted(values)}, values)
    return sorted(values)


def _find_again(act: Act) -> None:
    find_again(act.session, act.dossier, act.visit)


def _add_notice(act: Act, given: GivenNotice) -> None:
    act.session.add(Notice(
        dossier_id=act.dossier.id, result=given.result, manner=given.manner, given_on=given.given_on,
        given_by=given.given_by, document=given.document, follow_up_on=given.follow_up_on, entered_by=act.how.by,
        entered_at=act.how.at))


def _notice_facts(given: GivenNotice) -> dict[str, Any]:
    return {"result": given.result, "manner": given.manner, "given_on": given.given_on.isoformat(),
            "follow_up_on": given.follow_up_on.isoformat() if given.follow_up_on else None}


def _notice_values(given: GivenNotice) -> dict[str, Any] | None:
    """The paper's number leads to the person it was written to: beside the chain, so that an erasure takes it along."""
    return {"document": ["", given.document]} if given.document else None
