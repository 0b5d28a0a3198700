"""Two cases on the same matter become one, and two again: an event, after which nothing is lost and nothing invented.

What was written of the merged case stays its own and shows on the page of the kept one; its petitions move there. It
keeps its state, its clocks stand still, and nothing is written into it until it is taken out again.
"""
from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.cases.commands.opening import CASE_OF
from caseapp.cases.commands.work import Work, working
from caseapp.cases.handovers import HandOver
from caseapp.cases.models import CaseFile, Merge
from caseapp.cases.queries.handed import on_its_way
from caseapp.cases.queries.measures import left_open
from caseapp.cases.queries.merging import aside, held_in
from caseapp.cases.rules import CASES, KINDS
from caseapp.dossiers.acting import Acting, roles_left
from caseapp.dossiers.clocks import open_clocks, recount, refresh_due
from caseapp.dossiers.commands import lock_dossier, number_of
from caseapp.dossiers.models import Accused, Clock, ClockReceipt, Dossier, Link
from caseapp.law.counting import again
from caseapp.law.days import Calendar
from caseapp.law.receipts import Receipt
from caseapp.ledger.journal import record
from caseapp.text import canonical, mark, new_public_id
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.workflow.engine import Refused

MERGING: Final = frozenset({"supervisor"})
NOT_THE_HEAD: Final = mark("Chỉ lãnh đạo nhập hoặc tách vụ việc.")
WHY: Final = mark("Ghi lý do.")
# Why two cases cannot become one; each gap is the number of the case that stands in the way.
ITSELF: Final = mark("Đây chính là vụ việc đang mở: không nhập vào chính nó.")
NO_CASE: Final = mark("%(number)s là đơn, không phải vụ việc: đưa đơn vào vụ việc ở trang của đơn.")
OTHER_UNIT: Final = mark("%(number)s là vụ việc của đơn vị khác. Chỉ nhập vụ việc của cùng một đơn vị.")
OTHER_SEAL: Final = mark("%(number)s không nhập được: vụ việc kín không nhập với vụ việc nào.")
OTHER_KIND: Final = mark("%(number)s là loại vụ việc khác. Chỉ nhập hai vụ việc cùng loại, cùng lần giải quyết.")
ENDED: Final = mark("%(number)s đã kết thúc hoặc đã hủy số, không nhập được.")
AWAY: Final = mark("%(number)s đã nhập hoặc đã chuyển sang vụ việc khác.")
ON_THE_WAY: Final = mark("%(number)s đang chờ đơn vị khác nhận. Rút lại việc chuyển trước.")
HOLDS: Final = mark("%(number)s đang giữ vụ việc khác đã nhập vào. Tách vụ việc ấy ra trước.")
PROPOSED: Final = mark("%(number)s có đề xuất chờ duyệt. Duyệt hoặc trả lại đề xuất ấy trước.")
OTHER_ACCUSED: Final = mark("%(number)s có người bị tố cáo khác, không nhập được.")
STILL_FOLLOWED: Final = mark(
    "%(number)s còn biện pháp thi hành chưa xong. Ghi kết quả hoặc thôi theo dõi từng biện pháp trước.")
NOT_MERGED: Final = mark("Vụ việc này không nằm trong vụ việc nào. Mở lại hồ sơ.")


@dataclass(frozen=True, slots=True)
class GivenMerge:
    """The case that is kept, the version of it that was shown, and why both are one matter."""

    kept_id: int
    kept_version: int
    reason: str


def merge_flaw(case: Any, other: Any) -> str | None:
    """Why a case cannot be laid into another as far as their rows tell, a sentence with a gap; None when it can.

    Rows or stored objects with id, kind, unit_id, sealed, closed_on, proposed and ``instance``.
    """
    if other.id == case.id:
        return ITSELF
    if other.kind not in CASES:
        return NO_CASE
    if other.unit_id != case.unit_id:
        return OTHER_UNIT
    if other.sealed or case.sealed:      # their envelopes and whoever they are kept from cannot be laid together
        return OTHER_SEAL
    return OTHER_KIND if (other.kind, other.instance) != (case.kind, case.instance) else None


def open_flaw(source: Any, case: Any) -> str | None:
    """Why one of two cases can take no part in a merge, a sentence with a gap; None when it can."""
    if aside(source, case.id) is not None:
        return AWAY
    if case.closed_on is not None or KINDS[case.kind].state(case.state).closed:
        return ENDED
    if on_its_way(source, case.public_id) is not None:
        return ON_THE_WAY
    return PROPOSED if case.proposed else None


def merge(given: GivenMerge, how: Acting) -> str:
    """Lay the case that ``how`` acts on into another; returns the public id of the merge.

    Raises Refused, Refusal with the reason, Stale when either was changed meanwhile, FormKeyUsed; then nothing changed.
    """
    with working(how) as work:
        _see_head(work, given.reason)
        kept = _other(work, given.kept_id, given.kept_version)
        _see_both(work, kept)
        merged = work.dossier
        moved = {"petitions": _move_petitions(work.session, merged.id, kept.id),
                 "clocks": stand_still(work.session, merged, work.how.today)}
        row = Merge(public_id=new_public_id(), kept_id=kept.id, merged_id=merged.id, merged_by=how.by,
                    merged_at=work.how.at, reason=given.reason, moved=canonical(moved))
        for one in (kept, merged):
            write_down(work, one, "merge", {"merge": row.public_id, "kept": kept.public_id, "merged": merged.public_id},
                       {"reason": ["", given.reason]})
        work.session.add(row)
    return row.public_id


def unmerge(reason: str, how: Acting) -> str:
    """Take the case that ``how`` acts on out again; returns the public id of the case it lay in.

    It stands as it stood: state, clocks, petitions. What was done meanwhile stays in the kept one, also the petitions
    that came later.
    """
    with working(how, set_aside=True) as work:
        _see_head(work, reason)
        row = work.session.scalar(sa.select(Merge).where(
            Merge.merged_id == work.dossier.id, Merge.undone_at.is_(None)))
        if row is None:
            raise Refused(NOT_MERGED)
        kept = lock_dossier(work.session, row.kept_id, None)
        row.undone_by, row.undone_at, row.undone_why = how.by, work.how.at, reason
        work.session.flush()
        moved = json.loads(row.moved)
        _put_petitions_back(work.session, moved["petitions"], row)
        run_again(work.session, work.dossier, moved["clocks"], work.how.calendar, at=work.how.at)
        work.settle()
        for one in (kept, work.dossier):
            write_down(work, one, "unmerge", {"merge": row.public_id, "kept": kept.public_id,
                                              "merged": work.dossier.public_id}, {"reason": ["", reason]})
    return kept.public_id


def _see_head(work: Work, reason: str) -> None:
    if not work.roles & MERGING:
        raise Refused(NOT_THE_HEAD)
    if not reason:
        raise Refusal(_(WHY), "reason", 422)


def _other(work: Work, dossier_id: int, version: int) -> Dossier:
    """The kept case under the same lock; nobody merges what he may not see."""
    if dossier_id == work.dossier.id:
        raise Refusal(_(ITSELF), "other", 422)
    roles_left(work.session, replace(work.how, dossier_id=dossier_id))
    return lock_dossier(work.session, dossier_id, version)


def _see_both(work: Work, kept: Dossier) -> None:
    """Refuse two cases that cannot be one."""
    session = work.session
    if kept.kind not in CASES or work.dossier.kind not in CASES:
        raise Refusal(_(NO_CASE, number=number_of(kept)), "other", 422)
    file = session.get_one(CaseFile, kept.id)
    flaw = merge_flaw(_Whole.of(work.dossier, work.case), _Whole.of(kept, file))
    if flaw is not None:
        raise Refusal(_(flaw, number=number_of(kept)), "other", 422)
    for one in (kept, work.dossier):
        if flaw := open_flaw(session, one):
            raise Refusal(_(flaw, number=number_of(one)), "other", 409)
    if held_in(session, work.dossier.id) is not None:
        raise Refusal(_(HOLDS, number=number_of(work.dossier)), "other", 409)
    see_followed(session, work.dossier)
    if _accused(session, kept.id) != _accused(session, work.dossier.id):
        raise Refusal(_(OTHER_ACCUSED, number=number_of(kept)), "other", 409)


def see_followed(session: Session, case: Dossier) -> None:
    """Refuse to set a case aside in which something is still to be carried out: nobody could follow it there."""
    if left_open(session, case.id):
        raise Refusal(_(STILL_FOLLOWED, number=number_of(case)))


@dataclass(frozen=True, slots=True)
class _Whole:
    """What two cases are compared by, out of two stored rows."""

    id: int
    kind: str
    unit_id: int
    sealed: bool
    instance: int

    @classmethod
    def of(cls, dossier: Dossier, file: CaseFile) -> _Whole:
        return cls(dossier.id, dossier.kind, dossier.unit_id, dossier.sealed, file.instance)


def _accused(session: Session, dossier_id: int) -> set[int]:
    return set(session.scalars(sa.select(Accused.account_id).where(Accused.dossier_id == dossier_id)))


def write_down(work: Work, dossier: Dossier, act: str, facts: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Journal an act on one of several dossiers; whoever saw it before sees an old page. No case moves on by it."""
    record(work.session, work.chain, act=f"{dossier.kind}.{act}", by=work.how.by, at=work.how.at, dossier=dossier.id,
           sealed=dossier.sealed, facts=facts, values=values)
    dossier.version += 1


# ---- petitions -------------------------------------------------------------------------------------------------------


def _move_petitions(session: Session, merged_id: int, kept_id: int) -> list[int]:
    """The petitions of the merged case belong to the kept one now; which they were."""
    known = set(_petitions_of(session, kept_id))
    moved = [one for one in _petitions_of(session, merged_id) if one not in known]
    _relink(session, moved, merged_id, kept_id)
    return moved


def _put_petitions_back(session: Session, moved: list[int], row: Merge) -> None:
    """Those that came with the merged case, as far as they still lie in the kept one."""
    left = set(_petitions_of(session, row.kept_id))
    _relink(session, [one for one in moved if one in left], row.kept_id, row.merged_id)


def _petitions_of(session: Session, case_id: int) -> list[int]:
    return list(session.scalars(sa.select(Link.dossier_id).where(
        Link.other_id == case_id, Link.what == CASE_OF).order_by(Link.dossier_id)))


def _relink(session: Session, petitions: list[int], old: int, new: int) -> None:
    session.execute(sa.update(Link).where(
        Link.dossier_id.in_(petitions), Link.other_id == old, Link.what == CASE_OF).values(other_id=new),
        execution_options={"synchronize_session": False})


# ---- clocks ----------------------------------------------------------------------------------------------------------


def stand_still(session: Session, dossier: Dossier, on: date) -> list[list[Any]]:
    """Stop every running clock of a case that is set aside, and wait for nobody; what each showed, by id."""
    running = [one for one in open_clocks(session, dossier) if one.due_on is not None]
    stood = [[one.id, *(day.isoformat() if day else None for day in (one.due_on, one.safe_on, one.remind_on))]
             for one in running]
    for one in running:
        one.paused_on, one.due_on, one.safe_on, one.remind_on = on, None, None, None
    refresh_due(session, dossier)
    dossier.awaits, dossier.closed_on = "", on
    session.flush()
    return stood


def run_again(session: Session, dossier: Dossier, stood: list[list[Any]], calendar: Calendar, *, at: datetime) -> None:
    """Let the clocks run on as they ran, by the calendar of now where it changed meanwhile."""
    dossier.closed_on = None
    for clock_id, *days in stood:
        clock = session.get(Clock, clock_id, populate_existing=True)
        if clock is None or clock.ended_by is not None:
            continue
        clock.paused_on = None
        clock.due_on, clock.safe_on, clock.remind_on = (date.fromisoformat(day) if day else None for day in days)
        session.flush()
        last = Receipt.from_json(session.scalars(sa.select(ClockReceipt.text).where(
            ClockReceipt.clock_id == clock.id, ClockReceipt.no == clock.receipt_no)).one())
        if last.calendar_hash != calendar.hash:
            _look_again(session, dossier, clock, last, calendar, at)
    refresh_due(session, dossier)


def _look_again(session: Session, dossier: Dossier, clock: Clock, last: Receipt, calendar: Calendar,
                at: datetime) -> None:
    """A new receipt only where another calendar moves the day, as when a changed calendar is looked at."""
    now = again(last, calendar)
    if (now.due, now.safe, now.confirmed) != (last.due, last.safe, last.confirmed):
        recount(session, dossier, clock, now, at=at)


def forget_reasons(session: Session, case_id: int) -> None:
    """Take out why a case was merged, taken out again or handed over: words erased with all else that was written."""
    session.execute(sa.update(Merge).where(sa.or_(Merge.kept_id == case_id, Merge.merged_id == case_id)).values(
        reason="", undone_why=""))
    session.execute(sa.update(HandOver).where(sa.or_(HandOver.case_id == case_id, HandOver.taken_as == case_id)).values(
        document="", reason="", answer=""))
