"""Boards for tests: offices with dossiers drawn at random, put into the database as their acts would leave them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from caseapp.cases.models import CaseFile
from caseapp.dossiers.models import Accused, Clock, Dossier
from caseapp.ledger.models import Chain
from caseapp.text import new_public_id
from caseapp.web.now import now

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

TODAY = date(2026, 11, 16)


def day(offset: int) -> date:
    """A day before (below zero) or after the test's Monday."""
    return TODAY + timedelta(days=offset)


def put(session: Session, unit_id: int, author_id: int, *, kind: str = "complaint", due: int | None = 5,
        handler: int | None = None, awaits: str = "handler", state: str = "", opened: int = -5, moved: int = -1,
        closed: int | None = None, sealed: bool = False, met: tuple[int, int] | None = None, paused: int | None = None,
        accuses: int | None = None, proposed: int | None = None) -> Dossier:
    """A dossier in a state given directly; days are counted from the test's Monday. ``met``: (due, done) of a duty."""
    put.no += 1
    dossier = Dossier(
        public_id=new_public_id(), kind=kind, unit_id=unit_id, register={"complaint": "KN", "visit": "TCD"}[kind], year=2026,
        no=put.no, sealed=sealed, code=f"TC-2026-{put.no:04d}-XXXX" if sealed else None, subject=f"Việc {put.no}",
        state=state or {"complaint": "verifying", "visit": "awaiting"}[kind], author_id=author_id, handler_id=handler,
        awaits="" if closed is not None else awaits, proposed="decide" if proposed is not None else None,
        proposed_on=day(proposed) if proposed is not None else None, opened_on=day(opened),
        closed_on=day(closed) if closed is not None else None,
        next_due=day(due) if due is not None and closed is None else None, moved_on=day(moved), made_at=now())
    session.add(dossier)
    session.flush()
    if kind == "complaint":
        session.add(CaseFile(dossier_id=dossier.id, kind=kind, content="Nội dung", received_on=day(opened)))
    rule = "complaint.resolution-1" if kind == "complaint" else "reception.reply"
    shared = {"dossier_id": dossier.id, "nature": "duty", "unit": "calendar", "start_on": day(opened), "confirmed": True}
    if dossier.next_due is not None:
        session.add(Clock(public_id=new_public_id(), rule=rule, due_on=dossier.next_due, safe_on=dossier.next_due, **shared))
    if paused is not None:
        session.add(Clock(public_id=new_public_id(), rule=rule, due_on=None, safe_on=None, paused_on=day(paused), **shared))
    if met is not None:
        session.add(Clock(public_id=new_public_id(), rule="complaint.acceptance", due_on=day(met[0]), safe_on=day(met[0]),
                          ended_on=day(met[1]), ended_by="met", **shared))
    if accuses is not None:
        session.add(Accused(dossier_id=dossier.id, account_id=accuses))
    written_down(session)
    return dossier


put.no = 0      # numbers go on through a whole run, so that none is used twice in any unit


def clear(session: Session) -> None:
    """Take every dossier away again."""
    for model in (Accused, Clock, CaseFile, Dossier):
        session.execute(sa.delete(model))
    written_down(session)


def written_down(session: Session) -> None:
    """Every act is journaled with its row: a journal grows."""
    session.flush()
    session.execute(sa.update(Chain).values(seq=Chain.seq + 1))
