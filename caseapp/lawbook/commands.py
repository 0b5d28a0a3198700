"""Acts on the calendar: ask for a change, confirm it as the second person, refuse it, take it back.

The calendar is kept once for all units of an installation, by the province, or by whatever stands at the top of it: a
commune may ask, and somebody above puts the change in force.
"""
from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import replace
from datetime import date
from time import monotonic
from typing import Final

import sqlalchemy as sa
import structlog
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from caseapp.db import writing
from caseapp.dossiers.recounting import Settled, settle
from caseapp.gazette import forget_version, office_calendar
from caseapp.gazette.models import CalendarRequest, State
from caseapp.gazette.versions import in_force, keep_version, lock_versions, read_text, write_text
from caseapp.law.changes import changes, with_year
from caseapp.law.errors import LawError
from caseapp.law.special_days import Exchange, Year
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.journal import record
from caseapp.ledger.models import Chain
from caseapp.staff.commands.acting import Acting
from caseapp.staff.consent import Second, second_persons
from caseapp.staff.models import Unit
from caseapp.staff.policy import Can
from caseapp.staff.viewer import Viewer
from caseapp.text import new_public_id
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _

KEEPS: Final = "province"
# How long whoever confirms waits for clocks to move; the timetable moves the rest.
PATIENCE_SECONDS: Final = 2.0
_ABOVE = sa.select(Unit.id, Unit.level, Unit.parent_id, Unit.valid_to, Unit.successor_id).where(
    Unit.id == sa.bindparam("unit", type_=sa.Integer()))

log = structlog.get_logger(__name__)


def ask(year: Year, exchanges: tuple[Exchange, ...], acting: Acting, seen: str | None = None) -> str:
    """Ask for a year to be written so, with these exchanges still open; the public id of the request.

    ``seen``: the version it was written on. Nothing changes but the list of requests. Raises Refusal when nothing
    would change or another version came meanwhile, FormKeyUsed.
    """
    viewer = _keeper(acting)
    with writing() as session:
        chain = lock_chain(session, viewer.unit_id)
        lock_versions(session)
        base = in_force(session)
        if seen is not None and seen != base.version:
            raise Refusal(_("Lịch đã đổi từ khi bạn mở trang này. Xem lại rồi gửi lần nữa."))
        wanted = with_year(read_text(base.text), year, exchanges, base.version)
        changed = changes(read_text(base.text), wanted)
        if not changed:
            raise Refusal(_("Không có gì khác lịch đang dùng."))
        request = CalendarRequest(public_id=new_public_id(), year=year.year, text=write_text(wanted), base=base.version,
                                  unit_id=viewer.unit_id, asked_by=viewer.account_id, asked_at=acting.at)
        acting.once(session, request.public_id)
        session.add(request)
        session.flush()
        _note(session, chain, "calendar.ask", request, acting)
        return request.public_id


def confirm(public_id: str, acting: Acting) -> Settled:
    """Put a requested change in force as the second person; how many clocks were counted anew before this returns.

    Whatever is left is counted by the timetable. Raises Refusal (no second person, decided or outdated), FormKeyUsed.
    """
    viewer = _keeper(acting)
    with writing() as session:
        request, chain = _open_request(session, public_id, acting)
        if reason := objection(session, request.unit_id, request.asked_by, viewer.account_id, acting.today):
            raise Refusal(reason)
        base = in_force(session)
        if base.version != request.base:
            raise Refusal(_("Lịch đã đổi từ khi có đề nghị này. Không xác nhận được; đề nghị lại trên lịch mới."))
        calendar = replace(read_text(request.text), version=f"{base.id + 1}/{acting.today.isoformat()}")
        keep_version(session, calendar, acting.at, request.id)
        _decide(request, State.CONFIRMED, acting)
        session.execute(
            sa.update(CalendarRequest).where(CalendarRequest.state == State.ASKED)
            .values(state=State.OUTDATED, decided_at=acting.at), execution_options={"synchronize_session": False})
        _note(session, chain, "calendar.confirm", request, acting, version=calendar.version, hash=calendar.hash)
    forget_version()
    return _settled(acting)


def refuse(public_id: str, reason: str, acting: Acting) -> None:
    """The second person's no; raises Refusal."""
    viewer = _keeper(acting)
    with writing() as session:
        request, chain = _open_request(session, public_id, acting)
        if why := objection(session, request.unit_id, request.asked_by, viewer.account_id, acting.today):
            raise Refusal(why)
        request.reason = reason
        _decide(request, State.REFUSED, acting)
        _note(session, chain, "calendar.refuse", request, acting)


def withdraw(public_id: str, acting: Acting) -> None:
    """One's own request taken back; raises Refusal."""
    viewer = _keeper(acting)
    with writing() as session:
        request, chain = _open_request(session, public_id, acting)
        if request.asked_by != viewer.account_id:
            raise Refusal(_("Chỉ người đề nghị rút được đề nghị."))
        _decide(request, State.WITHDRAWN, acting)
        _note(session, chain, "calendar.withdraw", request, acting)


def objection(source: Session | Connection, unit_id: int, asker_id: int, person_id: int, day: date) -> str | None:
    """Why somebody may not decide on a request that ``asker_id`` made in a unit; None when they may."""
    return objection_of(person_id, asker_id, seconds(source, unit_id, asker_id, day))


def objection_of(person_id: int, asker_id: int, people: Container[int]) -> str | None:
    """The same where it is known already who may."""
    if person_id == asker_id:
        return _("Bạn là người đề nghị: một người khác phải xác nhận.")
    if person_id in people:
        return None
    return _("Lịch dùng chung cho mọi đơn vị: người xác nhận là lãnh đạo hoặc người quản trị ở cấp giữ lịch, không "
             "phải người mà chỉ người đề nghị đã trao quyền.")


def seconds(source: Session | Connection, unit_id: int, asker_id: int, day: date) -> dict[int, Second]:
    """Who may decide on a request made in a unit: in the nearest unit that keeps the calendar and has somebody."""
    for unit in _keeping(source, unit_id, day):
        if found := second_persons(source, asker_id, None, {unit}, day):
            return found
    return {}


def _keeping(source: Session | Connection, unit_id: int, day: date) -> Iterator[int]:
    """The units that keep the calendar, from a unit upwards: provinces, and whatever has nothing above it.

    In the place of a unit that ended stands the one that carries on: a role in what is no more decides nothing.
    """
    at: int | None = unit_id
    while at is not None:
        unit = source.execute(_ABOVE, {"unit": at}).one()
        if unit.valid_to is not None and unit.valid_to <= day:
            at = unit.successor_id or unit.parent_id
            continue
        if unit.level == KEEPS or unit.parent_id is None:
            yield unit.id
        at = unit.parent_id


def _settled(acting: Acting) -> Settled:
    """Clocks counted anew while whoever confirmed waits; what fails is the timetable's: the version is in force."""
    until = monotonic() + PATIENCE_SECONDS
    try:
        return settle(office_calendar(), acting.at, lambda: monotonic() < until)
    except (SQLAlchemyError, LawError) as problem:
        log.error("clocks not counted anew yet", kind=type(problem).__name__)
        return Settled()


def _keeper(acting: Acting) -> Viewer:
    """The person acting; the command line has no second person and changes no calendar."""
    if acting.by is None or not acting.by.may(Can.KEEP_CALENDAR):
        raise Refusal(_("Không có mục này."), status=404)
    return acting.by


def _open_request(session: Session, public_id: str, acting: Acting) -> tuple[CalendarRequest, Chain]:
    """A request that still waits, under the lock of the unit of whoever decides on it; raises Refusal, FormKeyUsed.

    Every act takes its locks in this order, else two who decide at once would wait for each other.
    """
    chain = lock_chain(session, _keeper(acting).unit_id)
    acting.once(session, public_id)
    lock_versions(session)
    request = session.scalar(
        sa.select(CalendarRequest).where(CalendarRequest.public_id == public_id).with_for_update(),
        execution_options={"populate_existing": True})
    if request is None:
        raise Refusal(_("Không có mục này."), status=404)
    if request.state != State.ASKED:
        raise Refusal(_("Đề nghị này đã được quyết định rồi."))
    return request, chain


def _decide(request: CalendarRequest, state: State, acting: Acting) -> None:
    request.state, request.decided_by, request.decided_at = state, acting.account_id, acting.at


def _note(session: Session, chain: Chain, act: str, request: CalendarRequest, acting: Acting, **more: str) -> None:
    session.flush()
    record(session, chain, act=act, by=acting.account_id, at=acting.at,
           facts={"request": request.public_id, "year": request.year, "base": request.base, **more})
