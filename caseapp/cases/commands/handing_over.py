"""A case that another unit of the same tree shall resolve: handed over with a paper, taken over there, or sent back.

Until it is taken over it is the giver's and its clocks run. Then the receiving unit has a case of its own, received on
that day; the giver's keeps number and state, stands still, and says where it went. The law gives no limit for the way
between them, and none is invented.
"""
from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from caseapp.cases.commands.merging import PROPOSED, open_flaw, stand_still
from caseapp.cases.commands.opening import GivenCase, Opening, open_case
from caseapp.cases.commands.work import Work, working
from caseapp.cases.models import CaseFile, CaseNote
from caseapp.cases.practices import PRACTICES
from caseapp.cases.queries.merging import HANDED_OVER, ON_ITS_WAY, held_in
from caseapp.cases.rules import CASES
from caseapp.db import writing
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.commands import lock_dossier, number_of
from caseapp.dossiers.models import Dossier, Link, Party
from caseapp.law.days import Calendar
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.form_keys import use_form_key
from caseapp.ledger.journal import record
from caseapp.ledger.models import Chain, OfficeFact
from caseapp.people.commands import Given, take_in
from caseapp.people.identity import open_number
from caseapp.people.models import IdKind, Nature, Person
from caseapp.staff.models import Unit, UnitWithin
from caseapp.staff.sessions import held_by
from caseapp.text import canonical, mark, show_date
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.workflow.engine import Refused

GIVING: Final = frozenset({"supervisor"})
TAKING: Final = frozenset({"supervisor", "clerk"})
NOT_THE_HEAD: Final = mark("Chỉ lãnh đạo chuyển vụ việc cho đơn vị khác.")
SEALED: Final = mark("Tố cáo chuyển theo thủ tục chuyển tố cáo, không chuyển ở đây.")
NO_CASE: Final = mark("Đơn chuyển theo thủ tục xử lý đơn, không chuyển ở đây.")
NO_UNIT: Final = mark("Chọn đơn vị nhận trong cùng hệ thống.")
OTHER_LEVEL: Final = mark("%(unit)s không thụ lý loại vụ việc này.")
UNDER_WAY: Final = mark("Vụ việc này đang chờ đơn vị khác nhận. Rút lại rồi mới chuyển nơi khác.")
HOLDS: Final = mark("%(number)s đã nhập vào vụ việc này. Tách ra trước rồi chuyển.")
NO_PAPER: Final = mark("Ghi số, ký hiệu văn bản chuyển.")
TOO_LATE: Final = mark("Ngày này chưa đến.")
TOO_EARLY: Final = mark("Ngày này trước ngày nhận đơn %(day)s.")
DEALT_WITH: Final = mark("Việc chuyển này đã được nhận, trả lại hoặc rút lại. Mở lại danh sách việc.")
ENDED_THERE: Final = mark("Vụ việc đã kết thúc ở đơn vị chuyển, không nhận được nữa.")
NOT_YOURS: Final = mark("Việc này thuộc vai trò khác.")
WHY: Final = mark("Ghi lý do.")


@dataclass(frozen=True, slots=True)
class GivenHandOver:
    """To which unit, by which paper of which day, and why."""

    unit_id: int
    document: str
    dated_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """A case that waits to be taken over; ``note``: the giver's note that says why, ``key``: its public id."""

    key: str
    case_id: int
    number: str
    from_unit: int
    from_name: str
    to_unit: int
    document: str
    dated_on: date
    note: int

    @classmethod
    def read(cls, name: str, value: str) -> OnItsWay:
        """As it was kept."""
        kept = json.loads(value)
        return cls(name.removeprefix(ON_ITS_WAY), **{**kept, "dated_on": date.fromisoformat(kept["dated_on"])})

    def written(self) -> str:
        """As it is kept: ids, names of units, the number of a paper; nothing of what the case is about."""
        return canonical({"case_id": self.case_id, "number": self.number, "from_unit": self.from_unit,
                          "from_name": self.from_name, "to_unit": self.to_unit, "document": self.document,
                          "dated_on": self.dated_on.isoformat(), "note": self.note})


@dataclass(frozen=True, slots=True)
class Answering:
    """Who takes a case over or sends it back, for which unit, when."""

    unit_id: int
    by: int
    at: datetime
    today: date
    calendar: Calendar
    form_key: str = ""


def hand_over(given: GivenHandOver, how: Acting) -> None:
    """Hand a case over: another unit is asked to take it; nothing else changes until it does.

    Raises Refused, Refusal with the reason, Stale, FormKeyUsed.
    """
    with working(how) as work:
        _see_giver(work)
        unit = _receiver(work, given.unit_id)
        _see_paper(work, given)
        note = _note(work.session, work.dossier, how.by, work.how.at, _SENT.format(
            unit=unit.name, document=given.document, day=show_date(given.dated_on), reason=given.reason))
        giver = work.session.get_one(Unit, work.dossier.unit_id)
        way = OnItsWay(work.dossier.public_id, work.dossier.id, number_of(work.dossier), giver.id, giver.name, unit.id,
                       given.document, given.dated_on, note.id)
        work.session.add(OfficeFact(name=ON_ITS_WAY + way.key, value=way.written()))
        work.journal("hand-over", {"to": unit.public_id, "dated_on": given.dated_on.isoformat(), "note": note.id},
                     {"document": ["", given.document], "reason": ["", given.reason]})


_SENT: Final = "Chuyển vụ việc cho {unit}, văn bản {document} ngày {day}. Lý do: {reason}"
_TAKEN: Final = "{unit} đã nhận vụ việc, số {number}."
_CAME: Final = "Nhận vụ việc {number} do {unit} chuyển đến, văn bản {document} ngày {day}."
_BACK: Final = "{unit} trả lại vụ việc. Lý do: {reason}"
_WITHDRAWN: Final = "Rút lại việc chuyển vụ việc. Lý do: {reason}"


def _see_giver(work: Work) -> None:
    if not work.roles & GIVING:
        raise Refused(NOT_THE_HEAD)
    if work.dossier.kind not in CASES:
        raise Refusal(_(NO_CASE))
    if work.dossier.sealed:
        raise Refusal(_(SEALED))
    if work.session.get(OfficeFact, ON_ITS_WAY + work.dossier.public_id) is not None:
        raise Refusal(_(UNDER_WAY))
    if flaw := open_flaw(work.session, work.dossier):
        raise Refusal(_(flaw, number=number_of(work.dossier)))
    if (held := held_in(work.session, work.dossier.id)) is not None:
        raise Refusal(_(HOLDS, number=number_of(held)))


def _receiver(work: Work, unit_id: int) -> Unit:
    """The unit that shall take it: another one under the same top, in being, of a level that opens such cases."""
    unit = next((one for one in units_around(work.session, work.dossier.unit_id, work.how.today)
                 if one.id == unit_id), None)
    if unit is None:
        raise Refusal(_(NO_UNIT), "unit", 422)
    levels = PRACTICES[work.dossier.kind].levels
    if levels and unit.level not in levels:
        raise Refusal(_(OTHER_LEVEL, unit=unit.name), "unit", 422)
    return work.session.get_one(Unit, unit_id)


_ROOT = sa.select(UnitWithin.ancestor_id).where(UnitWithin.unit_id == sa.bindparam("unit"))
_AROUND = (
    sa.select(Unit.id, Unit.public_id, Unit.name, Unit.level)
    .where(Unit.id.in_(sa.select(UnitWithin.unit_id).where(UnitWithin.ancestor_id.in_(_ROOT))),
           Unit.id != sa.bindparam("unit"), Unit.level != "hamlet", Unit.valid_from <= sa.bindparam("today"),
           sa.or_(Unit.valid_to.is_(None), Unit.valid_to > sa.bindparam("today")))
    .order_by(Unit.name, Unit.id))


def units_around(source: Any, unit_id: int, day: date) -> list[Any]:
    """Other units of the same tree that resolve cases on a day: id, public_id, name, level."""
    return list(source.execute(_AROUND, {"unit": unit_id, "today": day}).all())


def _see_paper(work: Work, given: GivenHandOver) -> None:
    if not given.document:
        raise Refusal(_(NO_PAPER), "document", 422)
    if not given.reason:
        raise Refusal(_(WHY), "reason", 422)
    if given.dated_on > work.how.today:
        raise Refusal(_(TOO_LATE), "dated_on", 422)
    if given.dated_on < work.case.received_on:
        raise Refusal(_(TOO_EARLY, day=show_date(work.case.received_on)), "dated_on", 422)


def _note(session: Session, dossier: Dossier, by: int, at: datetime, text: str) -> CaseNote:
    note = CaseNote(dossier_id=dossier.id, text=text, by=by, at=at)
    session.add(note)
    session.flush()
    return note


def take_over(key: str, how: Answering) -> str:
    """Take a case over: the unit's own, of the same kind, received today, with its people and facts; its public id.

    Raises NotFound for whoever has no such task, Refusal when it was dealt with or ended meanwhile, FormKeyUsed.
    """
    with _answered(key, how, TAKING) as (session, way, chains):
        old = lock_dossier(session, way.case_id, None)
        if old.closed_on is not None:
            raise Refusal(_(ENDED_THERE))
        if old.proposed:
            raise Refusal(_(PROPOSED, number=number_of(old)))
        file = session.get_one(CaseFile, old.id)
        new = open_case(session, chains[how.unit_id], old.kind, _carried(session, file, how),
                        Opening(how.by, how.at, how.today, how.calendar))
        unit = session.get_one(Unit, how.unit_id)
        _note(session, new, how.by, how.at, _CAME.format(number=way.number, unit=way.from_name, document=way.document,
                                                         day=show_date(way.dated_on)))
        _note(session, old, how.by, how.at, _TAKEN.format(unit=unit.name, number=number_of(new)))
        stand_still(session, old, how.today)
        for dossier in (old, new):
            _journal(session, chains, dossier, "take-over", {"from": old.public_id, "to": new.public_id}, how)
        session.flush()      # before the link stands: from then on nothing may touch what was handed over
        session.add(Link(dossier_id=old.id, other_id=new.id, what=HANDED_OVER))
    return new.public_id


def send_back(key: str, reason: str, how: Answering) -> None:
    """Leave a case with whoever wanted to hand it over; the giver takes it back the same way."""
    if not reason:
        raise Refusal(_(WHY), "reason", 422)
    with _answered(key, how, TAKING, givers=True) as (session, way, chains):
        case = lock_dossier(session, way.case_id, None)
        own = how.unit_id == way.from_unit
        text = _WITHDRAWN if own else _BACK
        unit = session.get_one(Unit, how.unit_id)
        note = _note(session, case, how.by, how.at, text.format(unit=unit.name, reason=reason))
        _journal(session, chains, case, "hand-back", {"by": unit.public_id, "note": note.id}, how)


@contextmanager
def _answered(
    key: str, how: Answering, roles: frozenset[str], *, givers: bool = False,
) -> Iterator[tuple[Session, OnItsWay, dict[int, Chain]]]:
    """A case on its way, answered once, under the locks of both units in the order of their ids."""
    with writing() as session:
        first = session.get(OfficeFact, ON_ITS_WAY + key)
        asked = OnItsWay.read(first.name, first.value) if first is not None else None
        units = {asked.from_unit, asked.to_unit} if asked else {how.unit_id}
        chains = {unit: lock_chain(session, unit) for unit in sorted(units)}
        if how.form_key:
            use_form_key(session, how.form_key, how.by, how.at, result=key)
        fact = session.get(OfficeFact, ON_ITS_WAY + key, populate_existing=True)
        if fact is None:
            raise Refusal(_(DEALT_WITH))
        way = OnItsWay.read(fact.name, fact.value)
        held, _names = held_by(how.by, how.today)
        mine = {str(one.role) for one in held if how.unit_id in one.own}
        receiving, giving = how.unit_id == way.to_unit, givers and how.unit_id == way.from_unit
        if not (receiving and mine & roles) and not (giving and mine & GIVING):
            raise NotFound
        yield session, way, chains
        session.delete(fact)


def _journal(session: Session, chains: dict[int, Chain], dossier: Dossier, act: str, facts: dict[str, Any],
             how: Answering) -> None:
    record(session, chains[dossier.unit_id], act=f"{dossier.kind}.{act}", by=how.by, at=how.at, dossier=dossier.id,
           sealed=dossier.sealed, facts=facts)
    dossier.version += 1


def _carried(session: Session, file: CaseFile, how: Answering) -> GivenCase:
    """What the case is about, as the giver wrote it; its people in the receiving unit's own book."""
    rows = session.scalars(sa.select(Person).join(Party, Party.person_id == Person.id).where(
        Party.dossier_id == file.dossier_id).order_by(Party.position, Party.id)).unique().all()
    people = [take_in(session, how.unit_id, _as_given(one))[0].id for one in rows]
    return GivenCase(
        content=file.content, received_on=how.today, people=people, people_count=file.people_count,
        nomination=file.nomination, field=file.field, respondent=file.respondent, respondent_post=file.respondent_post,
        contested=file.contested, contested_paper=file.contested_paper, demand=file.demand,
        forwarded_by=file.forwarded_by, opening=file.opening, traits=file.traits, instance=file.instance,
        earlier_paper=file.earlier_paper, earlier_body=file.earlier_body, earlier_on=file.earlier_on)


def _as_given(person: Person) -> Given:
    return Given(
        person.name, IdKind(person.id_kind), open_number(person.public_id, person.id_cipher), person.id_missing,
        person.id_issued, person.birth_year, person.sex, person.phone, person.commune, person.address,
        Nature(person.nature))
