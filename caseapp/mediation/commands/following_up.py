"""Asking how a settlement is carried out (LHG 26): visits and calls, what is in the way, what acts do to promises."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.cases.commands.acting import carry_out_in
from caseapp.cases.commands.given import GivenAct
from caseapp.cases.commands.work import Happened, Work, working
from caseapp.cases.kinds.mediation import MEDIATION, SETTLED
from caseapp.cases.rules import details_of
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.clocks import recount
from caseapp.dossiers.models import Clock
from caseapp.law.counting import appointed
from caseapp.law.mediation import PROMISE
from caseapp.ledger.models import Chain
from caseapp.mediation.commands.promises import (
    AGREED_ANEW,
    DONE_TOO_EARLY,
    FINISHED_BY,
    FUTURE,
    NOT_YET,
    SETTLED_BY,
    of_now,
    released_all,
    see_mediates,
    see_neutral_hand,
    settled_by,
)
from caseapp.mediation.commands.telling import tell_leader
from caseapp.mediation.dispute import FollowUp, Kept, Promised
from caseapp.text import mark, show_date
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _

MANNERS: Final = frozenset({"visit", "call"})
GIVEN_UP_BY: Final = "give-up"
PASSED_BY: Final = "pass-difficulty"
MEDIATING: Final = frozenset({
    "agree-time", "invite", "sit", SETTLED_BY, "fail", "stop", "draw-record", "refuse-sign", FINISHED_BY, GIVEN_UP_BY,
    "continue", "record-failure", "reopen"})
"""Acts that tell what was mediated and what came of it."""
SENDING_ON: Final = frozenset({"refer", "guide"})
"""Acts of whoever took the dispute in, too, but of nobody who is partial."""
DIFFICULTY: Final = mark("Thỏa thuận gặp khó khăn: cần báo Trưởng thôn và Ban công tác Mặt trận.")
NO_MANNER: Final = mark("Chọn đến tận nơi hay gọi điện.")
NOTHING_FOUND: Final = mark("Ghi đã thấy gì, các bên nói gì.")
LEFT: Final = mark("Còn cam kết chưa có kết quả (%(count)s): %(first)s. Ghi đã làm hay không làm trước.")
BROKEN: Final = mark("Cam kết đã ghi là không làm: %(first)s. Ghi đã làm, hoặc ghi thỏa thuận không được thực hiện.")
PROMISED_BEFORE: Final = mark("Có cam kết hẹn ngày %(due)s: ngày hòa giải thành phải trước ngày ấy.")
MISTAKEN: Final = {"void": "Số vụ việc đã hủy.", "reopen": "Kết quả hòa giải thành ghi nhầm."}
"""Why promises are followed no further after these acts: as it is stored, in the office's own language."""


@dataclass(frozen=True, slots=True)
class GivenFollowUp:
    """A visit or call (``manner``: visit, call) on a day, what was found, and which promise (public id) it was about.

    ``difficulty``: something is in the way; the leader passes it on to hamlet head and Front.
    """

    on: date
    manner: str
    found: str
    promise: str = ""
    difficulty: bool = False


def follow_up(given: GivenFollowUp, how: Acting) -> None:
    """Write down a visit or call; raises Refused, Refusal with the field, Stale, FormKeyUsed."""
    with working(how) as work:
        see_mediates(work)
        if given.manner not in MANNERS:
            raise Refusal(_(NO_MANNER), "manner", 422)
        if not given.found:
            raise Refusal(_(NOTHING_FOUND), "said", 422)
        if work.state not in SETTLED:
            raise Refusal(_(NOT_YET))
        begun = settled_by(work).happened_on
        if given.on > how.today:
            raise Refusal(_(FUTURE), "on", 422)
        if given.on < begun:
            raise Refusal(_(DONE_TOO_EARLY, day=show_date(begun)), "on", 422)
        row = _promise(work, given.promise) if given.promise else None
        work.session.add(FollowUp(
            dossier_id=work.dossier.id, promise_id=row.id if row else None, held_on=given.on, manner=given.manner,
            found=given.found, made_by=how.by, made_at=work.how.at))
        work.session.flush()
        work.journal("follow-up", {"promise": row.public_id if row else None, "on": given.on.isoformat(),
                                   "manner": given.manner, "difficulty": given.difficulty},
                     {"found": ["", given.found]})
        if given.difficulty:
            tell_leader(work, DIFFICULTY)


def pass_promise_on(promises: Sequence[str], on: date, summary: str, how: Acting) -> None:
    """The leader passes a difficulty on to hamlet head and Front; ``promises``: those it is about, may be none.

    Raises Refused for anybody else, Refusal with the field, Stale, FormKeyUsed.
    """
    with working(how) as work:
        carry_out_in(work, GivenAct(PASSED_BY, on, details={"summary": summary, "promises": list(promises)}))


def heed_promises(_session: Session, _chain: Chain, done: Happened) -> None:
    """Told of acts: an agreement is not finished while a promise is open, and a mistaken one leaves none behind."""
    work, code = done.work, done.act.code
    if work.kind.code != MEDIATION.code:
        return
    if done.corrected:
        if code == SETTLED_BY and settled_by(work) is done.act:
            _begin_again(work)
    elif code in MISTAKEN:
        released_all(work, MISTAKEN[code])
    elif code == PASSED_BY:
        _mark_passed(work, details_of(done.act).get("promises", ()), done.act.happened_on)


def see_promises_ended(work: Work, code: str) -> None:
    """Raise Refusal for an act by which the follow-up ends while a promise is open; finished: while one is broken."""
    if work.kind.code != MEDIATION.code or code not in (FINISHED_BY, GIVEN_UP_BY):
        return
    rows = of_now(work)
    left = [row.what for row in rows if row.state == Kept.OPEN]
    if left:
        raise Refusal(_(LEFT, count=len(left), first=left[0].rstrip(".")))
    broken = [row.what for row in rows if row.state == Kept.BROKEN]
    if broken and code == FINISHED_BY:
        raise Refusal(_(BROKEN, first=broken[0].rstrip(".")))


def see_who_mediates(work: Work, code: str) -> None:
    """Raise Refused for what mediating itself is by anybody but those who mediate, and by whoever is partial."""
    if work.kind.code != MEDIATION.code or not work.how.by:
        return
    if code in MEDIATING:
        see_mediates(work)
    elif code in SENDING_ON:
        see_neutral_hand(work)


def _mark_passed(work: Work, promises: Sequence[str], on: date) -> None:
    for public_id in promises:
        row = _promise(work, public_id)
        row.passed_on = on
        work.journal("promise-passed", {"promise": row.public_id, "on": on.isoformat()})
    work.session.flush()


def _begin_again(work: Work) -> None:
    """The day of the settlement was corrected: what runs from it says so, and no promise may lie before it."""
    begun = settled_by(work).happened_on
    for row in of_now(work):
        if row.state != Kept.OPEN or row.due_on is None or row.clock_id is None:
            continue
        if row.due_on <= begun:
            raise Refusal(_(PROMISED_BEFORE, due=show_date(row.due_on)), "happened_on", 422)
        clock = work.session.get_one(Clock, row.clock_id)
        moved = work.session.scalar(sa.select(sa.exists().where(Promised.moved_to == row.id)))
        receipt = appointed(PROMISE, begun, row.due_on, work.how.calendar, AGREED_ANEW if moved else None)
        recount(work.session, work.dossier, clock, receipt, at=work.how.at)


def _promise(work: Work, public_id: str) -> Promised:
    """A promise of this dispute, whatever became of it; LookupError for one that is none."""
    row = work.session.scalar(sa.select(Promised).where(
        Promised.public_id == public_id, Promised.dossier_id == work.dossier.id))
    if row is None:
        raise LookupError(public_id)
    return row
