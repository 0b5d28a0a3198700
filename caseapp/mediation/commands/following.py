"""What acts change beside the procedure: who mediates, who was invited, the day agreed on, how the dispute ended."""
from __future__ import annotations

from datetime import date
from typing import Any, Final

from sqlalchemy.orm import Session

from caseapp.cases.commands.work import Happened, Work
from caseapp.cases.kinds.mediation import MEDIATION
from caseapp.cases.rules import details_of
from caseapp.dossiers.clocks import meet_clocks, open_clocks, start_clock, void_clock
from caseapp.law.counting import appointed
from caseapp.law.errors import LawError
from caseapp.law.mediation import AGREED_START
from caseapp.ledger.models import Chain
from caseapp.mediation.commands.assigning import (
    count_presence,
    let_join,
    put_mediators,
    replace_mediators,
    tell_fronts,
)
from caseapp.mediation.commands.promises import see_hand
from caseapp.mediation.commands.telling import DANGER, tell_chair, tell_leader
from caseapp.mediation.dispute import Chosen, Dispute, Invited
from caseapp.mediation.story import ENDS, story_of
from caseapp.text import mark
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _

BEGINS: Final = frozenset({"sit", *ENDS})
"""Acts by which a mediation has begun, or will not begin any more."""
AFTER: Final = mark("Ngày hẹn phải sau ngày các bên thỏa thuận.")


def keep_dispute(_session: Session, _chain: Chain, done: Happened) -> None:
    """Told of every act: brings what is stored of a dispute in line with it. Raises Refusal, Refused."""
    work, act = done.work, done.act
    if work.kind.code != MEDIATION.code:
        return
    if work.how.by and not done.corrected:
        see_hand(work)
    row = work.session.get_one(Dispute, work.dossier.id)
    for name, value in story_of(work.acts).items():
        setattr(row, name, value)
    if done.corrected:
        return
    told, on = details_of(act), act.happened_on
    if act.code in BEGINS:
        meet_clocks(work.session, work.dossier, [AGREED_START.code], on=on, result=act.code)
    _do(work, act.code, told, on)


def _do(work: Work, code: str, told: dict[str, Any], on: date) -> None:
    """What one act does beside its procedure."""
    match code:
        case "assign":
            chosen = Chosen.PARTIES if told.get("chosen") == Chosen.PARTIES else Chosen.LEADER
            put_mediators(work, told.get("mediators", ()), chosen, on)
        case "replace":
            replace_mediators(work, told.get("mediators", ()), told, on)
        case "join-team":
            let_join(work, told.get("team", ""), told.get("mediators", ()), on)
        case "tell-fronts":
            tell_fronts(work, on)
        case "invite":
            work.session.add(Invited(dossier_id=work.dossier.id, name=told.get("invited", ""),
                                     standing=told.get("standing", ""), agreed_on=on))
        case "agree-time":
            _agree(work, on, date.fromisoformat(told["agreed_on"]))
        case "sit":
            count_presence(work)
        case "warn":
            tell_leader(work, DANGER)
        case "pass-warning":
            tell_chair(work)
        case _:
            pass


def _agree(work: Work, on: date, agreed: date) -> None:
    """Another day than the law's (LHG 20(2)): it runs as a duty, in place of one agreed on before."""
    for clock in open_clocks(work.session, work.dossier, [AGREED_START.code]):
        void_clock(work.session, work.dossier, clock, on=on)
    try:
        receipt = appointed(AGREED_START, on, agreed, work.how.calendar)
    except LawError as problem:
        raise Refusal(_(AFTER), "agreed_on", 422) from problem
    start_clock(work.session, work.dossier, receipt, at=work.how.at)
