"""What a correction may leave behind, nothing that the entry form refuses; what an identified denouncer opens."""
from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.dossiers.clocks import open_clocks, start_clock
from caseapp.dossiers.models import Dossier, Party
from caseapp.law.counting import count
from caseapp.law.days import Calendar
from caseapp.law.receipts import Note, Receipt
from caseapp.reception.commands.logging import see_envelope
from caseapp.reception.models import Identity, Matter, Notice, NoticeResult, Visit
from caseapp.reception.rules import (
    NEEDED,
    NEEDED_SEALED,
    NOT_SENT_ON,
    TAKES_IN,
    Flaw,
    answers_for,
    count_flaw,
    field_flaw,
    grounds_for,
    needed,
    opening,
    outcome_flaw,
)
from caseapp.staff.models import Account
from caseapp.text import mark
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _

GROUND_NOT_FOR_MATTER = mark("Căn cứ từ chối đã ghi không dùng được cho loại này. Hủy số và ghi lại nếu ghi nhầm.")
IDENTIFIED_ONLY = mark("Giấy tờ chỉ sửa được từ không xác định được sang đã kiểm tra. Ghi nhầm thì hủy số, ghi lại.")
# Fields a correction may touch: everything that was typed, nothing that was counted or numbered.
CORRECTABLE = (
    "content", "field", "people_count", "repeat", "resolved_by", "competent", "body", "document", "follow_up", "note",
    "nomination", "place", "accused_name", "accused_post", "envelope", "other_matter", "to_confirm", "identity",
    "protection", "receiver_id", "session", "held_at")
# Of a denunciation the old words are not kept: a name may be what is being taken out. These are no words.
KEPT_OF_SEALED = ("identity", "protection")


def write(session: Session, dossier: Dossier, visit: Visit, changes: dict[str, Any], *,
          by: int) -> dict[str, list[Any]]:
    """Put ``changes`` into the visit; old and new value of each that differs."""
    values: dict[str, list[Any]] = {}
    for name, new in changes.items():
        if name not in CORRECTABLE:
            raise ValueError(name)
        old = getattr(visit, name)
        if old != new:
            values[name] = [old, new]
    if values.get("envelope", ("", ""))[1]:
        see_envelope(session, dossier.unit_id, changes["envelope"], dossier.year, by=by, besides=dossier.id)
    if "receiver_id" in values and dossier.handler_id in (values["receiver_id"][0], dossier.author_id, None):
        dossier.handler_id = values["receiver_id"][1] or dossier.author_id      # unless it was handed on meanwhile
    for name, (_old, new) in values.items():
        setattr(visit, name, new)
    return {name: [_told(session, visit, name, one) for one in pair] for name, pair in values.items()}


def _told(session: Session, visit: Visit, name: str, value: Any) -> Any:
    """A value as the journal keeps it: a person by name, an hour in digits."""
    if name == "receiver_id":
        return session.get_one(Account, value).display_name if value else visit.receiver_name
    return f"{value:%H:%M}" if isinstance(value, time) else value


def see_lawful(session: Session, visit: Visit, changed: Container[str]) -> None:
    """Refuse, at its field, what was ``changed`` into something the entry form refuses; asked under the chain lock.

    Lines that nobody touches now are left as they are. A row of an old book says what was done at the time, right or
    wrong: of it only what contradicts itself is refused.
    """
    flaw = next(_flaws(session, visit, changed), None)
    if flaw is not None:
        raise Refusal(flaw.words(_), flaw.at, 422)


def _flaws(session: Session, visit: Visit, changed: Container[str]) -> Iterator[Flaw]:
    for name in (*needed(visit.outcome), *NEEDED_SEALED):
        if name in changed and not getattr(visit, name):
            yield Flaw(name, (NEEDED[name],))
    if "people_count" in changed or ("matter" in changed and visit.matter != Matter.DENUNCIATION):
        yield from _count(session, visit)
    if ("field" in changed or "matter" in changed) and (flaw := field_flaw(visit.matter, visit.field)):
        yield flaw
    if "matter" in changed and visit.book_row is None:
        yield from _kind(session, visit)


def _count(session: Session, visit: Visit) -> Iterator[Flaw]:
    if visit.matter == Matter.DENUNCIATION:
        return
    came = session.scalar(sa.select(sa.func.count()).select_from(Party).where(
        Party.dossier_id == visit.dossier_id, Party.role != "represented"))
    flaw = count_flaw(visit.people_count or 1, came or 0)
    # A book names whom it names: how many of a group it left out is not known.
    if flaw is not None and (visit.book_row is None or (visit.people_count or 1) < (came or 0)):
        yield flaw


def _kind(session: Session, visit: Visit) -> Iterator[Flaw]:
    """What was done with the matter, on which ground, and what was answered, must be open to the new kind too."""
    if visit.outcome is not None and (flaw := outcome_flaw(visit.matter, visit.outcome, visit.identity)):
        yield replace(flaw, at="matter")
    if visit.ground is not None and visit.ground not in {ground.code for ground in grounds_for(visit.matter)}:
        yield Flaw("matter", (GROUND_NOT_FOR_MATTER,))
    forwarded = sa.exists().where(Notice.dossier_id == visit.dossier_id, Notice.result == NoticeResult.FORWARDED)
    if NoticeResult.FORWARDED not in answers_for(visit.matter) and session.scalar(sa.select(forwarded)):
        yield Flaw("matter", (NOT_SENT_ON,))


def open_identified(session: Session, dossier: Dossier, visit: Visit, changed: list[Any], *, today: date, at: datetime,
                    calendar: Calendar) -> list[str]:
    """Begin what a denunciation begins once whoever brought the information is known; rules whose clocks start.

    No text says from which day the ten days then count: from the day of identification, marked as not confirmed.
    There is no way back: whoever was identified once is owed an answer.
    """
    if changed != [Identity.UNKNOWN, Identity.CHECKED]:
        raise Refusal(_(IDENTIFIED_ONLY), "identity", 422)
    if visit.outcome not in TAKES_IN:
        return []
    begins = opening(visit.outcome, visit.ground, visit.held_on, visit.identity)
    if not begins.starts or open_clocks(session, dossier):
        return []
    dossier.state, dossier.awaits, dossier.closed_on = begins.state.code, begins.state.awaits, None
    for rule in begins.starts:
        start_clock(session, dossier, _unsure(count(rule, today, calendar)), at=at)
    return list(begins.starts)


def _unsure(receipt: Receipt) -> Receipt:
    return replace(receipt, confirmed=False, notes=(*receipt.notes, Note.of("identified")))
