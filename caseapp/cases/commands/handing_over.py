"""A case that another unit of the same tree shall resolve: handed over with a paper, taken over there, or sent back.

Until it is taken over it is the giver's and its clocks run. Then the receiving unit has a case of its own, received on
that day; the giver's keeps number and state, stands still, and says where it went. The law gives no limit for the way
between them, and none is invented.
"""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from caseapp.cases.commands.merging import PROPOSED, open_flaw, see_followed, stand_still
from caseapp.cases.commands.opening import GivenCase, Opening, open_case
from caseapp.cases.commands.work import Work, working
from caseapp.cases.handovers import HandOver, Way
from caseapp.cases.models import CaseFile, CaseNote
from caseapp.cases.practices import PRACTICES
from caseapp.cases.queries.handed import OnItsWay, on_its_way
from caseapp.cases.queries.merging import held_in
from caseapp.cases.rules import CASES
from caseapp.db import writing
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.commands import lock_dossier, number_of
from caseapp.dossiers.models import Dossier, Link, Party
from caseapp.dossiers.scope import HANDED_ON, HANDED_OVER
from caseapp.law.days import Calendar
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.form_keys import use_form_key
from caseapp.ledger.journal import record
from caseapp.ledger.models import Chain
from caseapp.people.commands import as_given, take_in
from caseapp.people.models import Person
from caseapp.staff.models import Unit, UnitWithin
from caseapp.staff.sessions import held_by
from caseapp.text import mark, new_public_id, show_date
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
        row = HandOver(public_id=new_public_id(), case_id=work.dossier.id, from_unit=work.dossier.unit_id,
                       to_unit=unit.id, document=given.document, dated_on=given.dated_on, reason=given.reason,
                       asked_by=how.by, asked_at=work.how.at, state=Way.WAITING)
        work.session.add(row)
        _note(work.session, work.dossier, how.by, work.how.at, _SENT.format(
            unit=unit.name, document=given.document, day=show_date(given.dated_on), reason=given.reason))
        work.journal("hand-over", {"hand_over": row.public_id, "to": unit.public_id,
                                   "dated_on": given.dated_on.isoformat()},
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
    if on_its_way(work.session, work.dossier.public_id) is not None:
        raise Refusal(_(UNDER_WAY))
    if flaw := open_flaw(work.session, work.dossier):
        raise Refusal(_(flaw, number=number_of(work.dossier)))
    see_followed(work.session, work.dossier)
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


def _note(session: Session, dossier: Dossier, by: int, at: datetime, text: str) -> None:
    session.add(CaseNote(dossier_id=dossier.id, text=text, by=by, at=at))
    session.flush()


def take_over(key: str, how: Answering) -> str:
    """Take a case over: the unit's own, of the same kind, received today, with its people and facts; its public id.

    ``key``: the public id of the giver's case. Who may read the new case reads the giver's from now on, acts and files.
    Raises NotFound for whoever has no such task, Refusal when it was dealt with or ended meanwhile, FormKeyUsed.
    """
    with _answered(key, how, TAKING) as answer:
        session, way, old = answer.session, answer.way, answer.case
        if old.closed_on is not None:
            raise Refusal(_(ENDED_THERE))
        if old.proposed:
            raise Refusal(_(PROPOSED, number=number_of(old)))
        file = session.get_one(CaseFile, old.id)
        new = open_case(session, answer.chains[how.unit_id], old.kind, _carried(session, file, how),
                        Opening(how.by, how.at, how.today, how.calendar))
        unit = session.get_one(Unit, how.unit_id)
        _note(session, new, how.by, how.at, _CAME.format(number=way.number, unit=way.from_name, document=way.document,
                                                         day=show_date(way.dated_on)))
        _note(session, old, how.by, how.at, _TAKEN.format(unit=unit.name, number=number_of(new)))
        stand_still(session, old, how.today)
        answer.end(Way.TAKEN, taken_as=new.id)
        for dossier in (old, new):
            answer.journal(dossier, "take-over", {"from": old.public_id, "to": new.public_id})
        _let_read(session, old, new)
    return new.public_id


def _let_read(session: Session, old: Dossier, new: Dossier) -> None:
    """Whoever may read the new case may read the giver's, and what that one had come from."""
    earlier = session.scalars(sa.select(Link.dossier_id).where(
        Link.other_id == old.id, Link.what.in_((HANDED_OVER, HANDED_ON)))).all()
    session.add(Link(dossier_id=old.id, other_id=new.id, what=HANDED_OVER))
    session.add_all(Link(dossier_id=one, other_id=new.id, what=HANDED_ON) for one in earlier)


def send_back(key: str, reason: str, how: Answering) -> None:
    """Leave a case with whoever wanted to hand it over; the giver takes it back the same way."""
    if not reason:
        raise Refusal(_(WHY), "reason", 422)
    with _answered(key, how, TAKING, givers=True) as answer:
        own = how.unit_id == answer.way.from_unit
        text = _WITHDRAWN if own else _BACK
        unit = answer.session.get_one(Unit, how.unit_id)
        _note(answer.session, answer.case, how.by, how.at, text.format(unit=unit.name, reason=reason))
        answer.end(Way.WITHDRAWN if own else Way.SENT_BACK, why=reason)
        answer.journal(answer.case, "hand-back", {"by": unit.public_id}, {"reason": ["", reason]})


@dataclass(frozen=True, slots=True)
class _Answer:
    """A hand-over under its answer: its row, what it says, the giver's case, the locked chains of both units."""

    session: Session
    row: HandOver
    way: OnItsWay
    case: Dossier
    chains: dict[int, Chain]
    how: Answering

    def end(self, state: Way, *, why: str = "", taken_as: int | None = None) -> None:
        """What became of it, by whom and when."""
        self.row.state, self.row.answer, self.row.taken_as = state, why, taken_as
        self.row.answered_by, self.row.answered_at = self.how.by, self.how.at

    def journal(self, dossier: Dossier, act: str, facts: dict[str, Any],
                values: dict[str, Any] | None = None) -> None:
        """Write it down in the books of the unit whose dossier it is."""
        record(self.session, self.chains[dossier.unit_id], act=f"{dossier.kind}.{act}", by=self.how.by,
               at=self.how.at, dossier=dossier.id, sealed=dossier.sealed,
               facts={"hand_over": self.row.public_id, **facts}, values=values)
        dossier.version += 1


@contextmanager
def _answered(key: str, how: Answering, roles: frozenset[str], *, givers: bool = False) -> Iterator[_Answer]:
    """A case on its way, answered once, under the locks of both units in the order of their ids."""
    with writing() as session:
        asked = on_its_way(session, key)
        units = {asked.from_unit, asked.to_unit} if asked else {how.unit_id}
        chains = {unit: lock_chain(session, unit) for unit in sorted(units)}
        if how.form_key:
            use_form_key(session, how.form_key, how.by, how.at, result=key)
        way = on_its_way(session, key)      # under the lock: it may have been answered, and asked anew elsewhere
        if way is None or way.to_unit not in chains:
            raise Refusal(_(DEALT_WITH))
        held, _names = held_by(how.by, how.today)
        mine = {str(one.role) for one in held if how.unit_id in one.own}
        receiving, giving = how.unit_id == way.to_unit, givers and how.unit_id == way.from_unit
        if not (receiving and mine & roles) and not (giving and mine & GIVING):
            raise NotFound
        row = session.get_one(HandOver, way.place, populate_existing=True)
        yield _Answer(session, row, way, lock_dossier(session, way.case_id, None), chains, how)


def _carried(session: Session, file: CaseFile, how: Answering) -> GivenCase:
    """What the case is about, as the giver wrote it; its people in the receiving unit's own book."""
    rows = session.scalars(sa.select(Person).join(Party, Party.person_id == Person.id).where(
        Party.dossier_id == file.dossier_id).order_by(Party.position, Party.id)).unique().all()
    people = [take_in(session, how.unit_id, as_given(one))[0].id for one in rows]
    return GivenCase(
        content=file.content, received_on=how.today, people=people, people_count=file.people_count,
        nomination=file.nomination, field=file.field, respondent=file.respondent, respondent_post=file.respondent_post,
        contested=file.contested, contested_paper=file.contested_paper, demand=file.demand,
        forwarded_by=file.forwarded_by, opening=file.opening, traits=file.traits, instance=file.instance,
        earlier_paper=file.earlier_paper, earlier_body=file.earlier_body, earlier_on=file.earlier_on)
