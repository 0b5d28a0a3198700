"""Following what a decision orders: a measure is named, reported done, or not followed any further; one act each."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlalchemy as sa

from caseapp.cases.commands.work import Work, working
from caseapp.cases.measures import BASIS, CARRIED_OUT_IN, ENDS_CARRYING_OUT, Measure, Stand
from caseapp.cases.queries.measures import left_open
from caseapp.cases.rules import action_of
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.clocks import meet_clock, start_clock, void_clock
from caseapp.dossiers.models import Clock
from caseapp.law.counting import appointed
from caseapp.law.enforcement import MEASURE
from caseapp.text import mark, new_public_id, show_date
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.workflow.engine import Refused
from caseapp.workflow.kind import State

MEASURING: Final = frozenset({"handler", "clerk", "supervisor"})
NOT_YOURS: Final = mark("Việc này thuộc vai trò khác.")
NOT_YET: Final = mark("Chưa có quyết định có hiệu lực hoặc kết luận nào để thi hành.")
NO_WORDS: Final = mark("Ghi phải làm gì.")
NO_ONE: Final = mark("Ghi ai phải làm.")
TOO_EARLY: Final = mark("Ngày này phải sau ngày %(day)s quyết định có hiệu lực, kết luận được ban hành.")
DONE_TOO_EARLY: Final = mark("Ngày này trước ngày %(day)s quyết định có hiệu lực, kết luận được ban hành.")
FUTURE: Final = mark("Ngày này chưa đến.")
NOTHING_SAID: Final = mark("Ghi đã làm gì.")
WHY: Final = mark("Ghi lý do.")
ENDED: Final = mark("Biện pháp này đã xong hoặc đã thôi theo dõi. Mở lại hồ sơ.")
LEFT: Final = mark(
    "Còn biện pháp thi hành chưa xong (%(count)s): %(first)s. Ghi kết quả, hoặc thôi theo dõi kèm lý do.")
RESULT: Final = "done"


@dataclass(frozen=True, slots=True)
class GivenMeasure:
    """What must be done, by whom, and by which day, where the decision names one."""

    what: str
    who: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class GivenResult:
    """What was done, when, and the paper that shows it."""

    done_on: date
    done: str
    document: str = ""


def name_measure(given: GivenMeasure, how: Acting) -> str:
    """Write down what the decision or conclusion of a case orders; a day that it names runs as a duty. Its public id.

    Raises Refused, Refusal with the field, Stale, FormKeyUsed; then nothing changed.
    """
    with working(how) as work:
        _see_role(work)
        begun = _begun(work)
        if not given.what:
            raise Refusal(_(NO_WORDS), "what", 422)
        if not given.who:
            raise Refusal(_(NO_ONE), "who", 422)
        if given.due_on is not None and given.due_on <= begun:
            raise Refusal(_(TOO_EARLY, day=show_date(begun)), "due_on", 422)
        clock = _start(work, begun, given.due_on) if given.due_on is not None else None
        row = Measure(
            public_id=new_public_id(), dossier_id=work.dossier.id, what=given.what, who=given.who, due_on=given.due_on,
            clock_id=clock.id if clock else None, made_by=how.by, made_at=work.how.at, state=Stand.OPEN)
        work.session.add(row)
        work.journal("measure", {"measure": row.public_id,
                                 "due": given.due_on.isoformat() if given.due_on else None},
                     {"what": ["", given.what], "who": ["", given.who]})
        return row.public_id


def report_measure(public_id: str, given: GivenResult, how: Acting) -> None:
    """Write down that a measure was carried out; its clock is met on that day."""
    with working(how) as work:
        row, begun = _open_one(work, public_id), _decided_on(work)
        if not given.done:
            raise Refusal(_(NOTHING_SAID), "done", 422)
        if given.done_on > how.today:
            raise Refusal(_(FUTURE), "done_on", 422)
        if begun is not None and given.done_on < begun:
            raise Refusal(_(DONE_TOO_EARLY, day=show_date(begun)), "done_on", 422)
        row.state, row.done_on, row.done, row.document = Stand.DONE, given.done_on, given.done, given.document
        _end(work, row)
        if (clock := _clock(work, row)) is not None:
            meet_clock(work.session, work.dossier, clock, on=given.done_on, result=RESULT)
        work.journal("measure-done", {"measure": row.public_id, "done_on": given.done_on.isoformat()},
                     {"done": ["", given.done], "document": ["", given.document]})


def drop_measure(public_id: str, reason: str, how: Acting) -> None:
    """Follow a measure no further, with the reason: it was named by mistake, or another body carries it out."""
    with working(how) as work:
        row = _open_one(work, public_id)
        if not reason:
            raise Refusal(_(WHY), "reason", 422)
        row.state, row.reason = Stand.DROPPED, reason
        _end(work, row)
        if (clock := _clock(work, row)) is not None:
            void_clock(work.session, work.dossier, clock, on=how.today)
        work.journal("measure-dropped", {"measure": row.public_id}, {"reason": ["", reason]})


def see_nothing_open(work: Work, code: str, after: State) -> None:
    """Refuse an act by which a case ends, or by which all is said to be carried out, while a measure is open."""
    if code not in ENDS_CARRYING_OUT and not after.closed:
        return
    left = left_open(work.session, work.dossier.id)
    if left:
        raise Refusal(_(LEFT, count=len(left), first=left[0].rstrip(".")))


def _see_role(work: Work) -> None:
    if not work.roles & MEASURING:
        raise Refused(NOT_YOURS)


def _begun(work: Work) -> date:
    """The day on which there was something to carry out; raises Refusal before."""
    begun = _decided_on(work)
    if work.dossier.state not in CARRIED_OUT_IN.get(work.kind.code, ()) or begun is None:
        raise Refusal(_(NOT_YET))
    return begun


def _decided_on(work: Work) -> date | None:
    """The first day on which the case stood where its decision is carried out; None where it never did."""
    states = CARRIED_OUT_IN.get(work.kind.code, frozenset())
    return next((act.happened_on for act in work.acts
                 if act.state in states and action_of(work.kind.code, act.code).to is not None), None)


def _start(work: Work, begun: date, due_on: date) -> Clock:
    receipt = appointed(MEASURE, begun, due_on, work.how.calendar, BASIS[work.kind.code])
    return start_clock(work.session, work.dossier, receipt, at=work.how.at)


def _open_one(work: Work, public_id: str) -> Measure:
    """A measure of this case that is still open; LookupError for one that is none."""
    _see_role(work)
    row = work.session.scalar(sa.select(Measure).where(
        Measure.public_id == public_id, Measure.dossier_id == work.dossier.id))
    if row is None:
        raise LookupError(public_id)
    if row.state != Stand.OPEN:
        raise Refusal(_(ENDED))
    return row


def _end(work: Work, row: Measure) -> None:
    row.ended_by, row.ended_at = work.how.by, work.how.at
    work.session.flush()


def _clock(work: Work, row: Measure) -> Clock | None:
    clock = work.session.get(Clock, row.clock_id) if row.clock_id is not None else None
    return clock if clock is not None and clock.ended_by is None else None
