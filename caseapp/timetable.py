"""The timetable: everything that runs by itself. The scheduler is only the alarm clock; each job is safe to repeat."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
import structlog
from flask import Flask
from sqlalchemy.orm import Session

from caseapp.db import writing
from caseapp.dossiers.drafts import drop_expired
from caseapp.dossiers.models import Search
from caseapp.ledger.models import FormKey, OfficeFact
from caseapp.ledger.proofs import Proof, keep_proof
from caseapp.proof import faults
from caseapp.reception.commands.queue import drop_old_tickets
from caseapp.staff.throttle import drop_old_tries

HEARTBEAT = "scheduler"
OFFICE_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
# A form that was opened longer ago than this has lost its session anyway.
FORM_KEYS_KEPT = timedelta(days=3)
MISFIRE_SECONDS = 3600
FAULTS_LOGGED = 20

log = structlog.get_logger(__name__)


def beat(session: Session, now: datetime) -> None:
    """Note that the scheduler is awake; ``/readyz`` reads it."""
    fact = session.get(OfficeFact, HEARTBEAT)
    if fact is None:
        session.add(OfficeFact(name=HEARTBEAT, value=now.isoformat()))
    else:
        fact.value = now.isoformat()


def sweep_out(session: Session, now: datetime) -> None:
    """Delete what must not be kept: expired drafts, searches, form keys, yesterday's queue with its names."""
    drop_expired(session, now)
    drop_old_tickets(session, now.astimezone(OFFICE_ZONE).date())
    drop_old_tries(session, now)
    session.execute(sa.delete(Search).where(Search.expires_at <= now))
    session.execute(sa.delete(FormKey).where(FormKey.at <= now - FORM_KEYS_KEPT))


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
