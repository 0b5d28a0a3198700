"""Groups: who signed, who withdrew, who speaks for the others by which paper; the journal holds no name of them."""
from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from caseapp.cases.commands.opening import find_case_again
from caseapp.cases.commands.work import Work, working
from caseapp.cases.models import Mandate, Signer
from caseapp.cases.queries.groups import matter_of
from caseapp.cases.signer_lists import MOST, Listed, Reading
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.models import Party
from caseapp.law.citing import cited
from caseapp.law.duties import GROUP, representatives_problem
from caseapp.law.mandate_papers import NOMINATION, bound_to_form, form_problem
from caseapp.people.commands import Given, take_in
from caseapp.people.models import Person
from caseapp.text import fold, mark, new_public_id, show_date
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.workflow.engine import Refused

KEEPING: Final = frozenset({"handler", "clerk", "supervisor", "reception"})
SPEAKING: Final = "representative"
ID_MISSING: Final = mark("Văn bản không ghi số giấy tờ")


@dataclass(frozen=True, slots=True)
class GivenMandate:
    """A paper by which people speak for others: what it is, its form, number and day, whom it names."""

    what: str
    form: str
    people: Sequence[Listed]
    dated_on: date
    document: str = ""


# ── the list of signers ────────────────────────────────────────────────────────────────────────


def add_signers(read: Any, how: Acting) -> Reading:
    """Put a list behind the one that stands; ``read`` makes it out of the keys that are known.

    Returns what was read: who is new, and the lines that were not taken. Raises Refusal when the list is full.
    """
    with working(how) as work:
        _may_keep(work)
        rows = work.session.execute(
            sa.select(Signer.name, Signer.address, Signer.position).where(Signer.dossier_id == work.dossier.id)).all()
        found: Reading = read({(fold(row.name), fold(row.address)) for row in rows})
        if len(rows) + len(found.signers) > MOST:
            raise Refusal(_("Một hồ sơ ghi nhiều nhất %(most)s người ký.", most=str(MOST)), "lines", 422)
        last = max((row.position for row in rows), default=0)
        if found.signers:
            work.session.execute(sa.insert(Signer), [
                {"dossier_id": work.dossier.id, "position": last + place, "name": one.name, "name_fold": fold(one.name),
                 "address": one.address} for place, one in enumerate(found.signers, 1)])
            _journal(work, "signers", added=len(found.signers), blank=len(found.blank), doubled=len(found.doubled),
                     unclear=len(found.unclear))
    return found


def withdraw_signers(positions: Collection[int], on: date, how: Acting) -> int:
    """Note that some withdrew on a day; the case goes on for the others, and never ends by itself. Returns how many."""
    with working(how) as work:
        _may_keep(work)
        if on > how.today:
            raise Refusal(_("Ngày rút chưa đến."), "on", 422)
        if on < work.case.received_on:
            raise Refusal(_("Ngày rút trước ngày nhận đơn %(day)s.", day=show_date(work.case.received_on)), "on", 422)
        chosen = [one for one in _chosen(work, positions) if one.withdrawn_on is None]
        for one in chosen:
            one.withdrawn_on = on
        if chosen:
            _journal(work, "signers-withdraw", since=on.isoformat(), signers=[one.position for one in chosen])
        return len(chosen)


def take_signers_back(positions: Collection[int], how: Acting) -> int:
    """Undo a withdrawal that was noted in error. Returns how many."""
    with working(how) as work:
        _may_keep(work)
        chosen = [one for one in _chosen(work, positions) if one.withdrawn_on is not None]
        for one in chosen:
            one.withdrawn_on = None
        if chosen:
            _journal(work, "signers-back", signers=[one.position for one in chosen])
        return len(chosen)


def remove_signers(positions: Collection[int], how: Acting) -> int:
    """Take lines out of the list that were entered in error: they never signed. Returns how many."""
    with working(how) as work:
        _may_keep(work)
        chosen = _chosen(work, positions)
        for one in chosen:
            work.session.delete(one)
        if chosen:
            _journal(work, "signers-remove", signers=[one.position for one in chosen])
        return len(chosen)


def _chosen(work: Work, positions: Collection[int]) -> list[Signer]:
    if not positions:
        raise Refusal(_("Chọn ít nhất một người trong danh sách."), "signers", 422)
    return list(work.session.scalars(
        sa.select(Signer).where(Signer.dossier_id == work.dossier.id, Signer.position.in_(sorted(positions)))
        .order_by(Signer.position)))


def _journal(work: Work, act: str, **facts: Any) -> None:
    """Bring the number of people in line with the list, then write down places and numbers, never a name."""
    work.session.flush()
    standing, signed = work.session.execute(
        sa.select(sa.func.count().filter(Signer.withdrawn_on.is_(None)), sa.func.count())
        .where(Signer.dossier_id == work.dossier.id)).one()
    if signed:      # when all have withdrawn the number stays one: a petition is somebody's
        work.case.people_count = max(1, standing)
    work.journal(act, {**facts, "people": work.case.people_count, "standing": standing})


def _may_keep(work: Work) -> None:
    if not work.roles & KEEPING:
        raise Refused(mark("Việc này thuộc vai trò khác."))
    if work.dossier.sealed:      # who denounced stands on paper alone (LTC 9, 47)
        raise Refused(mark("Đơn tố cáo không ghi tên người ký vào máy."))
    if work.state.final:
        raise Refused(mark("Số này đã hủy, không ghi thêm."))


# ── who speaks for others ──────────────────────────────────────────────────────────────────────


def add_mandate(given: GivenMandate, how: Acting) -> None:
    """Record a paper. Raises Refusal with its article for a form, a number or a person the law does not allow."""
    with working(how) as work:
        _may_keep(work)
        _see_paper(work, given)
        if given.what == NOMINATION:
            _see_nominees(work, given.people)
        for one in given.people:
            _speak(work, given, one)
        if given.what == NOMINATION:
            work.case.nomination = given.document or _("Văn bản ngày %(day)s", day=show_date(given.dated_on))
        find_case_again(work.session, work.dossier, work.case)


def end_mandate(public_id: str, on: date, how: Acting) -> None:
    """Note the day on which a paper ends; raises LookupError for one that is not the dossier's or has ended."""
    with working(how) as work:
        _may_keep(work)
        mandate = work.session.scalar(sa.select(Mandate).where(
            Mandate.public_id == public_id, Mandate.dossier_id == work.dossier.id, Mandate.ended_on.is_(None)))
        if mandate is None:
            raise LookupError(public_id)
        if not mandate.dated_on <= on <= how.today:
            raise Refusal(_("Ghi ngày từ %(since)s đến hôm nay.", since=show_date(mandate.dated_on)), "on", 422)
        mandate.ended_on = on
        work.session.flush()
        standing = _standing(work)
        if mandate.person_id not in {one.person_id for one in standing}:
            work.session.execute(sa.delete(Party).where(
                Party.dossier_id == work.dossier.id, Party.person_id == mandate.person_id, Party.role == SPEAKING))
        if not any(one.what == NOMINATION for one in standing):
            work.case.nomination = ""
        work.journal("mandate-end", {"mandate": public_id, "since": on.isoformat()})
        find_case_again(work.session, work.dossier, work.case)


def _standing(work: Work) -> Sequence[Mandate]:
    return work.session.scalars(
        sa.select(Mandate).where(Mandate.dossier_id == work.dossier.id, Mandate.ended_on.is_(None))).all()


def _see_paper(work: Work, given: GivenMandate) -> None:
    if not given.people:
        raise Refusal(_("Ghi ít nhất một người."), "people", 422)
    if given.dated_on > work.how.today:
        raise Refusal(_("Ngày văn bản chưa đến."), "dated_on", 422)
    problem = form_problem(given.what, given.form, given.dated_on)
    if problem is not None and bound_to_form(given.what, matter_of(work.session, work.case)):
        words, valid = problem
        forms = _(" hoặc ").join(_(one.words) for one in valid)
        place = cited(valid[0].citation, _)
        raise Refusal(_(words, day=show_date(given.dated_on), forms=forms, place=place), "form", 422)


def _see_nominees(work: Work, people: Iterable[Listed]) -> None:
    """Representatives are of the group's own people, and no more than the law lets so many people name (GR-01)."""
    names = {fold(one.name) for one in people}
    signed = set(work.session.scalars(sa.select(Signer.name_fold).where(
        Signer.dossier_id == work.dossier.id, Signer.withdrawn_on.is_(None))))
    place = cited(GROUP.citation, _)
    if signed and (strangers := names - signed):
        outside = ", ".join(one.name for one in people if fold(one.name) in strangers)
        raise Refusal(_("Người đại diện phải là một trong những người ký đơn (%(place)s): %(names)s không có trong "
                        "danh sách.", place=place, names=outside), "people", 422)
    already = set(work.session.scalars(
        sa.select(Person.name_fold).join(Mandate, Mandate.person_id == Person.id).where(
            Mandate.dossier_id == work.dossier.id, Mandate.what == NOMINATION, Mandate.ended_on.is_(None))))
    problem = representatives_problem(work.case.people_count, len(names | already))
    if problem is not None:
        words, values = problem
        raise Refusal(_(words, **{**values, "place": place}), "people", 422)


def _speak(work: Work, given: GivenMandate, one: Listed) -> None:
    """One person who speaks by the paper: known in the dossier by his name, else taken in."""
    known = work.session.execute(
        sa.select(Person.public_id).join(Party, Party.person_id == Person.id)
        .where(Party.dossier_id == work.dossier.id, Person.name_fold == fold(one.name)).limit(1)).scalar()
    person, changes = take_in(work.session, work.dossier.unit_id, Given(
        one.name, id_missing="" if known else ID_MISSING, address=one.address, known=known or ""))
    work.session.flush()
    if known is None:
        work.session.add(Party(dossier_id=work.dossier.id, person_id=person.id, role=SPEAKING, position=_last(work) + 1,
                               authority=given.document))
    mandate = Mandate(
        public_id=new_public_id(), dossier_id=work.dossier.id, person_id=person.id, what=given.what, form=given.form,
        document=given.document, dated_on=given.dated_on)
    work.session.add(mandate)
    work.session.flush()
    work.journal(
        "mandate", {"mandate": mandate.public_id, "what": given.what, "form": given.form, "person": person.public_id,
                    "dated": given.dated_on.isoformat(), "fields": sorted(changes)},
        {**({"document": ["", given.document]} if given.document else {}), **changes} or None)


def _last(work: Work) -> int:
    return work.session.scalar(
        sa.select(sa.func.max(Party.position)).where(Party.dossier_id == work.dossier.id)) or 0
