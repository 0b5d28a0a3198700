"""Asking for speed: whoever watches over a unit urges what waits there; who must act is told, the journal keeps it."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from caseapp.cases.models import CaseNote
from caseapp.cases.rules import KINDS
from caseapp.db import writing
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.models import Accused, Dossier
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.form_keys import use_form_key
from caseapp.ledger.journal import record
from caseapp.notices import commands as notices
from caseapp.staff.policy import Can, permits, reaches_below
from caseapp.staff.sessions import held_by
from caseapp.text import show_date
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _


@dataclass(frozen=True, slots=True)
class Urging:
    """Who urges, and when."""

    by: int
    at: datetime
    today: date
    form_key: str = ""


def urge(dossiers: Sequence[tuple[int, int]], how: Urging) -> int:
    """Urge dossiers, each given as (unit, dossier), all in one transaction; how many. No limit moves by it.

    Raises NotFound when the viewer may not urge one of them (any more), Refusal when one was closed meanwhile,
    FormKeyUsed; then none is urged.
    """
    with writing() as session:
        chains = {unit: lock_chain(session, unit) for unit in sorted({unit for unit, _dossier in dossiers})}
        use_form_key(session, how.form_key, how.by, how.at, result=str(len(dossiers)))
        _see_rights(session, dossiers, how)
        for unit, dossier_id in sorted(dossiers):
            _urge_one(session, chains[unit], dossier_id, how)
    return len(dossiers)


def _see_rights(session: Session, dossiers: Sequence[tuple[int, int]], how: Urging) -> None:
    """The page may have waited for its turn: the role is looked up again, and whether somebody was barred."""
    held, _names = held_by(how.by, how.today)
    units = {unit for one in held if permits(Can.URGE, one.role)
             for unit in (one.within if reaches_below(Can.URGE, one.role) else one.own)}
    barred = session.scalar(sa.select(Accused.dossier_id).where(
        Accused.account_id == how.by, Accused.dossier_id.in_([dossier for _unit, dossier in dossiers])).limit(1))
    if barred is not None or not {unit for unit, _dossier in dossiers} <= units:
        raise NotFound


def _urge_one(session: Session, chain: Any, dossier_id: int, how: Urging) -> None:
    dossier = session.get_one(Dossier, dossier_id, populate_existing=True)
    if dossier.closed_on is not None:
        raise Refusal(_("%(number)s đã xong, không còn gì để đôn đốc. Mở lại bảng theo dõi.",
                        number=number_of(dossier)))
    if dossier.kind in KINDS:
        due = f", hạn {show_date(dossier.next_due)}" if dossier.next_due else ""
        session.add(CaseNote(dossier_id=dossier.id, text=f"Đôn đốc{due}.", by=how.by, at=how.at))
    notices.urge(session, dossier.id, how.today, current_app.extensions["settings"])
    record(session, chain, act=f"{dossier.kind}.urge", by=how.by, at=how.at, dossier=dossier.id,
           sealed=dossier.sealed, facts={"due": dossier.next_due.isoformat() if dossier.next_due else None})
