"""The timetable: everything that runs by itself. The scheduler is only the alarm clock; each job is safe to repeat."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
import structlog
from flask import Flask, current_app
from sqlalchemy.orm import Session

from caseapp.cases.commands.by_itself import let_days_pass
from caseapp.db import writing
from caseapp.dossiers.drafts import drop_expired
from caseapp.dossiers.models import Search
from caseapp.dossiers.recounting import settle
from caseapp.gazette import office_calendar
from caseapp.ledger.models import FormKey
from caseapp.ledger.proofs import Proof, keep_proof
from caseapp.notices.commands import remind
from caseapp.notices.heartbeat import beat
from caseapp.notices.outbox import plan_mail
from caseapp.notices.sending import send_due
from caseapp.proof import faults
from caseapp.reception.commands.queue import drop_old_tickets
from caseapp.staff.throttle import drop_old_tries

OFFICE_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
# A form that was opened longer ago than this has lost its session anyway.
FORM_KEYS_KEPT = timedelta(days=3)
MISFIRE_SECONDS = 3600
FAULTS_LOGGED = 20

log = structlog.get_logger(__name__)


def sweep_out(session: Session, now: datetime) -> None:
    """Delete what must not be kept: expired drafts, searches, form keys, yesterday's queue with its names."""
    drop_expired(session, now)
    drop_old_tickets(session, now.astimezone(OFFICE_ZONE).date())
    drop_old_tries(session, now)
    session.execute(sa.delete(Search).where(Search.expires_at <= now))
    session.execute(sa.delete(FormKey).where(FormKey.at <= now - FORM_KEYS_KEPT))


def sweep(now: datetime) -> dict[str, int]:
    """One pass over everything that is due: days that passed, reminders, mail; how much of each. Safe to repeat.

    What fails in one part is logged and keeps no other part from its work; ``problems`` counts such parts.
    """
    calendar, settings = office_calendar(), current_app.extensions["settings"]
    day = now.astimezone(OFFICE_ZONE).date()
    parts: tuple[Callable[[], dict[str, int]], ...] = (
        # First what is due at all: a changed calendar may have moved it.
        lambda: {"recounted": settle(calendar, now).moved},
        lambda: {"passed": let_days_pass(now, day, calendar)},
        lambda: asdict(remind(day, calendar, settings)),
        lambda: {"mails": plan_mail(now, calendar) if settings.mails else 0},
        lambda: asdict(send_due(now, calendar, settings)))
    counts: dict[str, int] = {"problems": 0}
    for part in parts:
        try:
            found = part()
        except Exception as problem:  # noqa: BLE001  no reminder may be missed because something else went wrong
            log.error("part of a sweep failed", kind=type(problem).__name__)
            counts["problems"] += 1
            continue
        for name, count in found.items():
            counts[name] = counts.get(name, 0) + count
    return counts


def sweep_quietly(now: datetime) -> None:
    """The sweep as a job: what it did is logged when it did anything."""
    counts = sweep(now)
    if any(counts.values()):
        log.info("swept", **counts)


def prove(now: datetime) -> None:
    """Prove the whole office and keep the answer; what is wrong goes to the log, for it may name sealed rows."""
    found = faults(FAULTS_LOGGED)
    for fault in found:
        log.error("not as it was written", where=fault.where, what=fault.what)
    with writing() as session:
        keep_proof(session, Proof(now, holds=not found))


def in_one_act(change: Callable[[Session, datetime], None]) -> Callable[[datetime], None]:
    """The work of a job that changes something: a transaction of its own."""

    def work(now: datetime) -> None:
        with writing() as session:
            change(session, now)

    return work


@dataclass(frozen=True, slots=True)
class Job:
    """One line of the timetable: what, and APScheduler's trigger for it (day names only, never day numbers).

    ``first``: how long after a start it runs for the first time.
    """

    name: str
    work: Callable[[datetime], None]
    trigger: str
    when: dict[str, Any]
    first: timedelta = timedelta()


TIMETABLE = (
    Job("heartbeat", in_one_act(beat), "interval", {"minutes": 1}),
    # Whoever starts the office wants its first page first.
    Job("sweep", sweep_quietly, "interval", {"minutes": 5}, first=timedelta(seconds=20)),
    Job("sweep-out", in_one_act(sweep_out), "cron", {"minute": 17}),
    # Not at once: whoever starts the office wants its first page.
    Job("proof", prove, "cron", {"hour": 2, "minute": 5}, first=timedelta(minutes=1)),
)


def run(app: Flask, job: Job) -> None:
    """Do one job now."""
    with app.app_context():
        job.work(datetime.now(UTC))


def put_on(scheduler: Any, app: Flask) -> None:
    """Hang the whole timetable on an APScheduler scheduler; each job runs once after a start."""
    for job in TIMETABLE:
        scheduler.add_job(
            run, job.trigger, args=(app, job), id=job.name, coalesce=True, max_instances=1,
            misfire_grace_time=MISFIRE_SECONDS, next_run_time=datetime.now(OFFICE_ZONE) + job.first, **job.when)
