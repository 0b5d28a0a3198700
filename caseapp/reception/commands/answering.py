"""What becomes of a complaint answers the visitor who brought it: the head's notice ends the visit's clock."""
from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from caseapp.cases.commands.opening import CASE_OF
from caseapp.cases.commands.work import Happened
from caseapp.dossiers.clocks import meet_clocks
from caseapp.dossiers.models import Clock, Dossier, Ended, Link
from caseapp.ledger.journal import record
from caseapp.ledger.models import Chain, JournalRow
from caseapp.reception.kinds.visit import DONE, VISIT, VOID, WAITING
from caseapp.reception.models import Notice, NoticeResult, Visit
from caseapp.reception.queries.petitions import PETITION_OF

# Acts that tell the complainant in writing what becomes of the matter (LTCD 28(1)). Whoever came later, to a case that
# was accepted already, is answered at the latest when it ends.
ACCEPTING: Final = frozenset({"accept", "decide"})
DECLINING: Final = frozenset({"decline"})
ENDING: Final = frozenset({"terminate"})
_MEETS: Final = VISIT.action("notify").meets
_of_visit, _in_case = aliased(Link), aliased(Link)
_OF_CASE = (
    sa.select(Dossier, Visit).join(Visit, Visit.dossier_id == Dossier.id)
    .join(_of_visit, sa.and_(_of_visit.dossier_id == Dossier.id, _of_visit.what == PETITION_OF))
    .join(_in_case, sa.and_(_in_case.dossier_id == _of_visit.other_id, _in_case.what == CASE_OF))
    .where(_in_case.other_id == sa.bindparam("case"), Dossier.state != VOID.code).order_by(Dossier.id))
_ANSWERS = sa.select(JournalRow.dossier_id, JournalRow.body).where(
    JournalRow.dossier_id.in_(sa.bindparam("visits", expanding=True)), JournalRow.act == "visit.notify").order_by(
        JournalRow.id)


def answer_visits(session: Session, chain: Chain, done: Any) -> None:
    """Follow an act on a case: whoever still waits is answered by it; a day that is mended is mended here too."""
    if not isinstance(done, Happened):
        return
    visits: list[tuple[Dossier, Visit]] = [
        (row.Dossier, row.Visit) for row in session.execute(_OF_CASE, {"case": done.work.dossier.id})]
    if done.corrected:
        _mend(session, chain, done, visits)
        return
    result = _answer(done)
    waiting = {state.code for state in WAITING}
    for dossier, visit in visits:
        if result is not None and dossier.state in waiting:
            _tell(session, chain, done, dossier, visit, result)


def _answer(done: Happened) -> NoticeResult | None:
    """Which of the lawful answers the act gives. A complaint that ends before it was accepted is not accepted."""
    code = done.act.code
    if code in ENDING:
        accepted = any(act.code in ACCEPTING for act in done.work.acts)
        return NoticeResult.ACCEPTED if accepted else NoticeResult.DECLINED
    if code in DECLINING:
        return NoticeResult.DECLINED
    return NoticeResult.ACCEPTED if code in ACCEPTING else None


def _tell(session: Session, chain: Chain, done: Happened, dossier: Dossier, visit: Visit,
          result: NoticeResult) -> None:
    """Write the act down as the visit's answer, and end what waited for one."""
    how, act, day = done.work.how, done.act, _day(done, visit)
    notice = Notice(dossier_id=dossier.id, result=result, manner="written", given_on=day, given_by=act.signer,
                    document=act.document, entered_by=how.by, entered_at=how.at)
    session.add(notice)
    meet_clocks(session, dossier, _MEETS, on=day, result=result)
    dossier.state, dossier.awaits, dossier.closed_on = DONE.code, DONE.awaits, day
    _touch(dossier, how.today)
    record(session, chain, act="visit.notify", by=how.by or None, at=how.at, dossier=dossier.id, facts={
        "result": result, "manner": "written", "given_on": day.isoformat(), "follow_up_on": None,
        "by_case": done.work.dossier.public_id, "act": act.public_id, "notice": notice.id},
        values={"document": ["", act.document]} if act.document else None)


def _day(done: Happened, visit: Visit) -> date:
    """The day of the act; of a visitor who came after it, the day he came: nobody is answered before he asks."""
    return max(done.act.happened_on, visit.held_on)


def _mend(session: Session, chain: Chain, done: Happened, visits: Sequence[tuple[Dossier, Visit]]) -> None:
    """Bring answers that an act gave in line with the act as it was corrected."""
    known = {dossier.id: (dossier, visit) for dossier, visit in visits}
    for row in session.execute(_ANSWERS, {"visits": list(known)}).all() if known else ():
        facts = json.loads(row.body)["facts"]
        notice = session.get(Notice, facts["notice"]) if facts.get("act") == done.act.public_id else None
        if notice is not None:
            _mend_one(session, chain, done, notice, *known[row.dossier_id])


def _mend_one(session: Session, chain: Chain, done: Happened, notice: Notice, dossier: Dossier, visit: Visit) -> None:
    how, old, new = done.work.how, notice.given_on, _day(done, visit)
    values: dict[str, list[str]] = {}
    if new != old:
        values["given_on"] = [old.isoformat(), new.isoformat()]
    if notice.document != done.act.document:
        values["document"] = [notice.document, done.act.document]
    if not values:
        return
    notice.given_on, notice.document = new, done.act.document
    session.execute(sa.update(Clock).where(
        Clock.dossier_id == dossier.id, Clock.rule.in_(_MEETS), Clock.ended_by == Ended.MET, Clock.ended_on == old,
    ).values(ended_on=new))
    if dossier.closed_on == old:
        dossier.closed_on = new
    _touch(dossier, how.today)
    record(session, chain, act="visit.correct", by=how.by or None, at=how.at, dossier=dossier.id,
           facts={"fields": sorted(values), "by_case": done.work.dossier.public_id}, values=values)


def _touch(dossier: Dossier, today: date) -> None:
    dossier.moved_on = max(dossier.moved_on, today)
    dossier.version += 1
