"""Imports that run beside the page: a row says how far each has come; a silent one was interrupted."""
from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
import structlog
from flask import Flask, current_app

from caseapp.db import reading, writing
from caseapp.exchange.book_rows import AnyBook
from caseapp.exchange.commands import bring_in
from caseapp.exchange.models import Job, JobState
from caseapp.exchange.planning import UNMADE, Fate, Importing, Plan, Shelf
from caseapp.exchange.row_parts import generic
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.form_keys import use_form_key
from caseapp.staff.viewer import Viewer
from caseapp.text import new_public_id

log = structlog.get_logger(__name__)

SILENCE: Final = timedelta(seconds=90)      # a batch takes a second; who says nothing for so long is gone
KEPT: Final = timedelta(days=60)
SHOWN: Final = 8


def start_job(app: Flask, book: AnyBook, shelf: Shelf, how: Importing, form_key: str) -> str:
    """Begin an import in a thread of its own; returns the public id of its row. Raises FormKeyUsed with that id."""
    public_id = new_public_id()
    with writing() as session:
        lock_chain(session, how.unit_id)
        use_form_key(session, form_key, how.by, how.at, result=public_id)
        session.execute(sa.delete(Job).where(Job.account_id == how.by, Job.started < how.at - KEPT))
        session.add(Job(public_id=public_id, account_id=how.by, unit_id=how.unit_id, what=shelf.code,
                        total=len(book.rows), skipped=len(book.skipped), started=how.at, heartbeat=how.at))
    threading.Thread(target=_run, args=(app, public_id, book, shelf, how), name="import", daemon=True).start()
    return public_id


def _run(app: Flask, public_id: str, book: AnyBook, shelf: Shelf, how: Importing) -> None:
    with app.app_context():
        try:
            plan = bring_in(book, shelf, how, lambda plan: _tell(public_id, plan))
        except Exception as problem:  # noqa: BLE001  whatever it was, the page must say that the import stopped
            log.error("import stopped", job=public_id, kind=type(problem).__name__)
            _stop(public_id)
            return
        _tell(public_id, plan, JobState.DONE)


def _tell(public_id: str, plan: Plan, state: JobState = JobState.RUNNING) -> None:
    """Write down how far the import has come; the list of problems when it is done."""
    made, there, barred = plan.count(Fate.MADE), plan.count(Fate.THERE), plan.barred
    values: dict[str, Any] = {"made": made, "there": there, "barred": barred, "done": made + there + barred,
                              "state": state, "heartbeat": _instant()}
    if state is JobState.DONE:
        values["problems"] = json.dumps(to_look_at(plan), ensure_ascii=False)
    with writing() as session:
        session.execute(sa.update(Job).where(Job.public_id == public_id).values(values))


def _instant() -> datetime:
    """The time of this very moment: an import outlives the one reading of the clock that a request has."""
    clock = current_app.config.get("CLOCK")
    instant: datetime = clock() if clock else datetime.now(UTC)
    return instant


def _stop(public_id: str) -> None:
    try:
        with writing() as session:
            session.execute(sa.update(Job).where(Job.public_id == public_id).values(state=JobState.FAILED))
    except sa.exc.SQLAlchemyError:      # the same fault again: the missing heartbeat will tell
        log.error("import cannot be marked as stopped", job=public_id)


def to_look_at(plan: Plan) -> list[dict[str, Any]]:
    """Every row with something for a person to do, those without a dossier first; codes and fixed sentences alone."""
    told = sorted((step for step in plan.steps if step.problems), key=lambda step: step.fate not in UNMADE)
    several = len({step.row.sheet for step in plan.steps}) > 1
    return [
        {"sheet": step.row.sheet if several else "", "row": step.row.row, "fate": step.fate,
         "sealed": step.row.confidential, "dossier": step.dossier, "number": step.number, "unit": step.unit_id,
         "problems": [generic(found) for found in step.problems]}
        for step in told
    ]


# ── reads ──────────────────────────────────────────────────────────────────────────────────────

_FIGURES = (Job.public_id, Job.what, Job.state, Job.total, Job.done, Job.made, Job.there, Job.barred, Job.skipped,
            Job.started, Job.heartbeat)
_ONE = sa.select(*_FIGURES, Job.problems).where(
    Job.public_id == sa.bindparam("public_id"), Job.account_id == sa.bindparam("me"))
_LATEST = sa.select(*_FIGURES).where(Job.account_id == sa.bindparam("me")).order_by(
    Job.started.desc(), Job.id.desc()).limit(SHOWN)


def find_job(viewer: Viewer, public_id: str) -> Any | None:
    """An import of the viewer's own, or None."""
    return reading().execute(_ONE, {"public_id": public_id, "me": viewer.account_id}).first()


def latest_jobs(viewer: Viewer) -> Sequence[Any]:
    """The viewer's last imports, newest first."""
    return reading().execute(_LATEST, {"me": viewer.account_id}).all()


def state_of(job: Any, at: datetime) -> str:
    """``running``, ``done``, ``failed``, or ``silent`` for one that says nothing any more."""
    if job.state == JobState.RUNNING and at - job.heartbeat > SILENCE:
        return "silent"
    return str(job.state)
