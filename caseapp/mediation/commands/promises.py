"""What a settlement promises: put down with its day, kept, broken, moved to another day, released; one act each."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlalchemy as sa

from caseapp.cases.commands.acting import carry_out_in
from caseapp.cases.commands.given import GivenAct
from caseapp.cases.commands.papers import kept_or_removed, put_papers
from caseapp.cases.commands.work import Work, working
from caseapp.cases.kinds.mediation import FOLLOWED
from caseapp.cases.models import Act
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.clocks import meet_clock, open_clocks, start_clock, void_clock
from caseapp.dossiers.files import Stored
from caseapp.dossiers.models import Clock, Entrusted, Party
from caseapp.law.acts import LHG, Citation
from caseapp.law.counting import appointed
from caseapp.law.mediation import COURT_ANSWER, PROMISE
from caseapp.law.mediation_duties import ASSIGNED
from caseapp.mediation.commands.given import GivenPromise
from caseapp.mediation.commands.interest import see_neutral
from caseapp.mediation.commands.telling import tell_leader
from caseapp.mediation.dispute import SIDES, Kept, MediatedBy, Promised
from caseapp.mediation.models import Mediator
from caseapp.people.models import Person
from caseapp.text import mark, new_public_id, show_date
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.workflow.engine import Refused
from caseapp.workflow.kind import Reason

FOLLOWING: Final = frozenset({"mediator", "team-leader"})
LEADING: Final = "team-leader"
SETTLED_BY: Final = "settle"
FINISHED_BY: Final = "finish"
WHO: Final = 200      # as much of the names of a side as fits
NOT_YOURS: Final = mark("Việc này thuộc vai trò khác.")
NOT_GIVEN: Final = mark("Vụ việc này không còn giao cho bạn.")
NOT_MEDIATING: Final = mark("Việc này do hòa giải viên đang hòa giải vụ việc ghi.")
NOT_NEUTRAL: Final = mark("Bạn là một bên, hoặc đã ghi là không vô tư trong vụ việc này: để hòa giải viên khác ghi.")
NOT_YET: Final = mark("Vụ việc không ở bước theo dõi thỏa thuận.")
NO_SIDE: Final = mark("Chọn bên phải làm.")
NO_WORDS: Final = mark("Ghi phải làm gì.")
TOO_EARLY: Final = mark("Ngày này phải sau ngày %(day)s hòa giải thành.")
DONE_TOO_EARLY: Final = mark("Ngày này trước ngày %(day)s hòa giải thành.")
FUTURE: Final = mark("Ngày này chưa đến.")
WHY: Final = mark("Ghi lý do.")
SAME_DAY: Final = mark("Ngày hẹn mới trùng ngày đã hẹn.")
ENDED: Final = mark("Cam kết này đã có kết quả. Mở lại hồ sơ.")
AGREED_ANEW: Final = LHG(25)
NOT_DONE: Final = mark("Có cam kết ghi là không làm.")
RESULT_KEPT: Final = "kept"
RESULT_BROKEN: Final = "broken"


@dataclass(frozen=True, slots=True)
class GivenKept:
    """When something was done as promised, and what was found; ``papers``: files that lie in the store."""

    on: date
    said: str = ""
    papers: Sequence[Stored] = ()


def put_promises(work: Work, given: Sequence[GivenPromise]) -> list[str]:
    """Write down what a settlement promises, inside the act that recorded it; a day that is named runs as a duty.

    Public ids, in the order given. Raises Refusal with the field: of the n-th promise ``promises-<n>-<name>``.
    """
    begun = _begun(work)
    return [_put(work, one, begun, f"promises-{place}-").public_id for place, one in enumerate(given)]


def add_promises(given: Sequence[GivenPromise], how: Acting) -> list[str]:
    """The same afterwards, as an act of its own: what was forgotten, or what the parties agreed to besides."""
    with working(how) as work:
        see_mediates(work)
        return put_promises(work, given)


def keep_promise(public_id: str, given: GivenKept, how: Acting) -> bool:
    """Write down that a promise was kept, also one that was late or had been found broken.

    The last one finishes the follow-up: then True. Raises Refused, Refusal with the field, Stale, FormKeyUsed.
    """
    with kept_or_removed(given.papers), working(how) as work:
        row, clock = _living(work, public_id)
        _see_day(work, given.on)
        _end(work, row, Kept.KEPT, given.on, given.said)
        if clock is not None:
            meet_clock(work.session, work.dossier, clock, on=given.on, result=RESULT_KEPT)
        files = put_papers(work.session, work.chain, work.dossier, given.papers, by=how.by, at=work.how.at)
        work.journal("promise-kept", {"promise": row.public_id, "on": given.on.isoformat(), "files": len(files)},
                     _said(given.said))
        return _finish(work, given.on)


def break_promise(public_id: str, on: date, said: str, how: Acting) -> None:
    """Write down that whoever owed it does not do it, and why; the leader is told (LHG 26)."""
    with working(how) as work:
        row, clock = _open(work, public_id)
        if not said:
            raise Refusal(_(WHY), "said", 422)
        _see_day(work, on)
        _end(work, row, Kept.BROKEN, on, said)
        if clock is not None:
            meet_clock(work.session, work.dossier, clock, on=on, result=RESULT_BROKEN)
        work.journal("promise-broken", {"promise": row.public_id, "on": on.isoformat()}, _said(said))
        tell_leader(work, NOT_DONE)


def move_promise(public_id: str, new_due: date, why: str, how: Acting) -> str:
    """Another day that the parties agreed on (LHG 25): a new promise takes the place of the old one; its public id."""
    with working(how) as work:
        old, clock = _living(work, public_id)
        if not why:
            raise Refusal(_(WHY), "said", 422)
        if new_due == old.due_on:
            raise Refusal(_(SAME_DAY), "new_due", 422)
        new = _put(work, GivenPromise(old.side, old.who, old.what, new_due), _begun(work), "", basis=AGREED_ANEW)
        _release(work, old, clock, why)
        old.moved_to = new.id
        work.session.flush()
        work.journal("promise-moved", {"promise": old.public_id, "to": new.public_id, "due": new_due.isoformat()},
                     {"why": ["", why]})
        return new.public_id


def release_promise(public_id: str, why: str, how: Acting) -> None:
    """Follow a promise no further: the parties agreed otherwise, or it was written down by mistake."""
    with working(how) as work:
        row, clock = _living(work, public_id)
        if not why:
            raise Refusal(_(WHY), "said", 422)
        _release(work, row, clock, why)
        work.journal("promise-released", {"promise": row.public_id}, {"why": ["", why]})


def released_all(work: Work, why: str) -> int:
    """Follow no promise of the dispute any further, since its settlement was recorded by mistake; how many."""
    rows = list(work.session.scalars(_ALIVE, {"dossier": work.dossier.id}))
    for row in rows:
        _release(work, row, _clock(work, row), why)
        work.journal("promise-released", {"promise": row.public_id}, {"why": ["", why]})
    return len(rows)


def of_now(work: Work) -> list[Promised]:
    """The promises of the settlement that stands; those of an earlier one are history."""
    settled = settled_by(work)
    return list(work.session.scalars(sa.select(Promised).where(
        Promised.dossier_id == work.dossier.id, Promised.made_at >= settled.entered_at).order_by(Promised.position)))


_ALIVE = sa.select(Promised).where(
    Promised.dossier_id == sa.bindparam("dossier"), Promised.state.in_((Kept.OPEN, Kept.BROKEN))).order_by(Promised.id)
_LAST = sa.select(sa.func.max(Promised.position)).where(Promised.dossier_id == sa.bindparam("dossier"))
_OF_SIDE = (
    sa.select(Person.name).join(Party, Party.person_id == Person.id)
    .where(Party.dossier_id == sa.bindparam("dossier"), Party.role == sa.bindparam("side"))
    .order_by(Party.position, Party.id))


def see_hand(work: Work) -> None:
    """Refuse whoever leads nothing here: another role, or a mediator to whom the dispute is not given any more."""
    if not work.roles & FOLLOWING:
        raise Refused(NOT_YOURS)
    given = sa.exists().where(Entrusted.dossier_id == work.dossier.id, Entrusted.account_id == work.how.by)
    if LEADING not in work.roles and not work.session.scalar(sa.select(given)):
        raise Refused(NOT_GIVEN)


def see_mediates(work: Work) -> None:
    """The same for what mediating itself is: not for whoever brought the dispute alone, nor for who is partial."""
    see_hand(work)
    own = see_neutral_hand(work)
    mediating = sa.exists().where(
        MediatedBy.dossier_id == work.dossier.id, MediatedBy.until_on.is_(None), MediatedBy.mediator_id.in_(own))
    if LEADING not in work.roles and not work.session.scalar(sa.select(mediating)):
        raise Refused(NOT_MEDIATING)


def see_neutral_hand(work: Work) -> list[int]:
    """Refuse a party, and whoever was noted as not neutral, the leader too (LHG 18); who acts, as a mediator."""
    own = work.session.scalars(sa.select(Mediator).where(Mediator.account_id == work.how.by)).all()
    try:
        see_neutral(work.session, work.dossier.id, own)
    except Refusal as partial:
        raise Refused(Reason(NOT_NEUTRAL, ASSIGNED.citation)) from partial
    return [one.id for one in own]


def settled_by(work: Work) -> Act:
    """The act by which the parties settled last; raises Refusal where they did not."""
    found = next((act for act in reversed(work.acts) if act.code == SETTLED_BY), None)
    if found is None:
        raise Refusal(_(NOT_YET))
    return found


def _begun(work: Work) -> date:
    """The day of the settlement that is carried out now; raises Refusal where none is."""
    if work.state != FOLLOWED:
        raise Refusal(_(NOT_YET))
    return settled_by(work).happened_on


def _put(work: Work, given: GivenPromise, begun: date, at: str, basis: Citation | None = None) -> Promised:
    if given.side not in SIDES:
        raise Refusal(_(NO_SIDE), f"{at}side", 422)
    if not given.what:
        raise Refusal(_(NO_WORDS), f"{at}what", 422)
    if given.due_on is not None and given.due_on <= begun:
        raise Refusal(_(TOO_EARLY, day=show_date(begun)), f"{at}due_on" if at else "new_due", 422)
    session, dossier = work.session, work.dossier
    clock = None if given.due_on is None else start_clock(
        session, dossier, appointed(PROMISE, begun, given.due_on, work.how.calendar, basis), at=work.how.at)
    last = session.scalar(_LAST, {"dossier": dossier.id})
    who = given.who or ", ".join(session.scalars(_OF_SIDE, {"dossier": dossier.id, "side": given.side}))[:WHO]
    row = Promised(
        public_id=new_public_id(), dossier_id=dossier.id, position=0 if last is None else last + 1, side=given.side,
        who=who, what=given.what, due_on=given.due_on, clock_id=clock.id if clock else None, state=Kept.OPEN,
        made_by=work.how.by, made_at=work.how.at)
    session.add(row)
    session.flush()
    work.journal("promise", {"promise": row.public_id, "side": row.side,
                             "due": row.due_on.isoformat() if row.due_on else None},
                 {"what": ["", row.what], "who": ["", row.who]})
    return row


def _living(work: Work, public_id: str) -> tuple[Promised, Clock | None]:
    """A promise that is open or was found broken, and its clock; LookupError for one that is none."""
    see_mediates(work)
    _begun(work)
    row = work.session.scalar(sa.select(Promised).where(
        Promised.public_id == public_id, Promised.dossier_id == work.dossier.id))
    if row is None:
        raise LookupError(public_id)
    if row.state not in (Kept.OPEN, Kept.BROKEN):
        raise Refusal(_(ENDED))
    return row, _clock(work, row)


def _open(work: Work, public_id: str) -> tuple[Promised, Clock | None]:
    row, clock = _living(work, public_id)
    if row.state != Kept.OPEN:
        raise Refusal(_(ENDED))
    return row, clock


def _clock(work: Work, row: Promised) -> Clock | None:
    return work.session.get(Clock, row.clock_id) if row.clock_id is not None else None


def _see_day(work: Work, on: date) -> None:
    begun = _begun(work)
    if on > work.how.today:
        raise Refusal(_(FUTURE), "on", 422)
    if on < begun:
        raise Refusal(_(DONE_TOO_EARLY, day=show_date(begun)), "on", 422)


def _end(work: Work, row: Promised, state: Kept, on: date, said: str) -> None:
    row.state, row.ended_on, row.said, row.ended_at = state, on, said, work.how.at
    work.session.flush()


def _release(work: Work, row: Promised, clock: Clock | None, why: str) -> None:
    _end(work, row, Kept.RELEASED, work.how.today, why)
    if clock is not None and clock.ended_by is None:
        void_clock(work.session, work.dossier, clock, on=work.how.today)


def _said(said: str) -> dict[str, list[str]] | None:
    return {"said": ["", said]} if said else None


def _court_waits(work: Work) -> bool:
    """Whether a court's request for papers is open: then the follow-up ends by hand, once it is answered."""
    return bool(open_clocks(work.session, work.dossier, [COURT_ANSWER.code]))


def _finish(work: Work, on: date) -> bool:
    """Finish the follow-up when everything promised was done; the day is that of the last thing done."""
    rows = of_now(work)
    if any(row.state in (Kept.OPEN, Kept.BROKEN) for row in rows) or _court_waits(work):
        return False
    last = max([on, *(row.ended_on for row in rows if row.state == Kept.KEPT and row.ended_on is not None)])
    carry_out_in(work, GivenAct(FINISHED_BY, last))
    return True
