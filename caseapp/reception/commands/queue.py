"""Today's queue: take a number, call, send down, mark absent. A denouncer queues without a name."""
from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.db import writing
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.form_keys import see_form_key, use_form_key
from caseapp.reception.models import Matter, Ticket
from caseapp.text import new_public_id


def take_ticket(unit_id: int, *, matter: Matter, name: str, purpose: str, people: int, day: date,
                at: datetime, by: int = 0, form_key: str = "") -> Ticket:
    """Give the next number of the day. For a denunciation name and purpose are dropped, whatever was typed.

    A form of account ``by`` that was carried out before raises FormKeyUsed with the number it got.
    """
    with writing() as session:
        lock_chain(session, unit_id)
        if form_key:
            see_form_key(session, form_key, by)
        session.execute(sa.delete(Ticket).where(Ticket.unit_id == unit_id, Ticket.day < day))
        last, place = session.execute(
            sa.select(sa.func.coalesce(sa.func.max(Ticket.no), 0), sa.func.coalesce(sa.func.max(Ticket.place), 0))
            .where(Ticket.unit_id == unit_id, Ticket.day == day)).one()
        hidden = matter == Matter.DENUNCIATION
        ticket = Ticket(
            public_id=new_public_id(), unit_id=unit_id, day=day, no=last + 1, place=place + 1, matter=matter,
            name="" if hidden else name, purpose="" if hidden else purpose, people=people, came_at=at)
        session.add(ticket)
        if form_key:
            use_form_key(session, form_key, by, at, result=f"{ticket.no:02d}")
    return ticket


def call_ticket(unit_id: int, public_id: str, *, by: int, at: datetime) -> Ticket | None:
    """Call a waiting number to the counter; None when another counter was quicker."""
    with writing() as session:
        lock_chain(session, unit_id)
        ticket = _find(session, unit_id, public_id)
        if ticket is None or ticket.state not in ("waiting", "absent"):
            return ticket if ticket is not None and ticket.called_by == by and ticket.state == "called" else None
        ticket.state, ticket.called_at, ticket.called_by = "called", at, by
    return ticket


def send_down(unit_id: int, public_id: str) -> None:
    """Let the next one go first: the ticket changes places with the one behind it; its number stays."""
    with writing() as session:
        lock_chain(session, unit_id)
        ticket = _find(session, unit_id, public_id)
        if ticket is None or ticket.state != "waiting":
            return
        behind = session.scalar(
            sa.select(Ticket).where(Ticket.unit_id == unit_id, Ticket.day == ticket.day, Ticket.state == "waiting",
                                    Ticket.place > ticket.place).order_by(Ticket.place).limit(1))
        if behind is not None:
            ticket.place, behind.place = behind.place, ticket.place


def mark_absent(unit_id: int, public_id: str, *, by: int) -> None:
    """Nobody came to the counter; the ticket can still be called later. Who sits at another counter stays there."""
    with writing() as session:
        lock_chain(session, unit_id)
        ticket = _find(session, unit_id, public_id)
        if ticket is not None and (ticket.state == "waiting" or (ticket.state == "called" and ticket.called_by == by)):
            ticket.state, ticket.called_at, ticket.called_by = "absent", None, None


def hide_ticket(unit_id: int, public_id: str) -> None:
    """The called visitor turns out to be a denouncer: the ticket loses name and purpose at once."""
    with writing() as session:
        lock_chain(session, unit_id)
        ticket = _find(session, unit_id, public_id)
        if ticket is not None:
            ticket.matter, ticket.name, ticket.purpose = Matter.DENUNCIATION, "", ""


def drop_old_tickets(session: Session, today: date) -> int:
    """Delete the queues of past days, names with them; returns how many tickets."""
    return session.execute(sa.delete(Ticket).where(Ticket.day < today)).rowcount  # type: ignore[attr-defined, no-any-return]


def _find(session: Session, unit_id: int, public_id: str) -> Ticket | None:
    return session.scalar(
        sa.select(Ticket).where(Ticket.public_id == public_id, Ticket.unit_id == unit_id),
        execution_options={"populate_existing": True})
