"""Reminders for tests: one sweep now, what it wrote, and a mail server named in the settings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from caseapp.db import reading, writing
from caseapp.dossiers.models import Clock
from caseapp.notices.models import Outbox, Reminder
from caseapp.staff.models import Account, Unit
from caseapp.timetable import sweep
from caseapp.web.now import now

if TYPE_CHECKING:
    from flask import Flask


def sweep_now(app: Flask) -> dict[str, int]:
    """One pass at the test's own time."""
    with app.app_context():
        return sweep(now())


def told(app: Flask) -> set[tuple[str, str, str]]:
    """(who, rule, step) of every reminder there is."""
    with app.app_context():
        rows = reading().execute(
            sa.select(Account.name, Clock.rule, Reminder.step).select_from(Reminder)
            .join(Account, Account.id == Reminder.account_id).join(Clock, Clock.id == Reminder.clock_id)).all()
    return {tuple(row) for row in rows}  # type: ignore[misc]


def outbox(app: Flask) -> list[Any]:
    """Every mail, the oldest first."""
    with app.app_context():
        return list(reading().execute(sa.select(*Outbox.__table__.c).order_by(Outbox.id)).all())


def waiting(app: Flask) -> int:
    """How many reminders no digest has told of yet."""
    with app.app_context():
        return int(reading().execute(
            sa.select(sa.func.count()).select_from(Reminder).where(Reminder.mail == "waits")).scalar_one())


def use_server(app: Flask, port: int, **more: Any) -> None:
    """Let the office send through a server on this machine."""
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(
        settings, **{"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_tls": "none",
                     "mail_from": "nhacviec@anthinh.gov.vn", **more})


def give_addresses(app: Flask, *but: str) -> None:
    """Everybody may be mailed at their own name, ``but`` some."""
    with app.app_context(), writing() as session:
        for account in session.scalars(sa.select(Account)):
            account.email = None if account.name in but else f"{account.name}@anthinh.gov.vn"


def watch(app: Flask, unit_id: int, account_id: int | None) -> None:
    """Name who watches over a unit."""
    with app.app_context(), writing() as session:
        session.get_one(Unit, unit_id).monitor_id = account_id
