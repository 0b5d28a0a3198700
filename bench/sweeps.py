"""A sweep over many open clocks of which none is due: how many statements it says and how many rows they touch.

    python -m bench.sweeps --clocks 100000 [--database-url postgresql+psycopg://…]

On PostgreSQL rows are those that its plans fetched or threw away; on SQLite the steps of its machine, read and counted.
"""
from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask

from bench.office import an_ordinary_visit, arguments, let_go, new_office, settings_for
from caseapp.db import db, reading, writing
from caseapp.demo.staff import Offices
from caseapp.dossiers.models import Clock, Dossier
from caseapp.reception.commands.logging import log_visit
from caseapp.text import new_public_id
from caseapp.timetable import OFFICE_ZONE, sweep

AT_ONCE = 5_000
FAR = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Idle:
    """What a sweep did that found nothing due."""

    clocks: int
    statements: int
    rows_given: int
    work: int
    unit: str
    milliseconds: float


def fill(app: Flask, offices: Offices, clocks: int) -> None:
    """Open dossiers with one running duty each, planned for a day far ahead; all copies of one visit."""
    with app.app_context():
        log_visit(*an_ordinary_visit(offices, 0))
        dossier = dict(reading().execute(sa.select(*Dossier.__table__.c)).mappings().one())
        clock = dict(reading().execute(sa.select(*Clock.__table__.c)).mappings().first() or {})
        start = (reading().execute(sa.select(sa.func.max(Dossier.no))).scalar() or 0) + 1
        due = datetime.now(UTC).date() + FAR
        for first in range(0, clocks, AT_ONCE):
            numbers = range(start + first, start + min(first + AT_ONCE, clocks))
            with writing() as session:
                session.execute(sa.insert(Dossier), [
                    {**dossier, "id": 10 + no, "public_id": new_public_id(), "no": no, "next_due": due}
                    for no in numbers])
                session.execute(sa.insert(Clock), [
                    {**clock, "id": 10 + no, "public_id": new_public_id(), "dossier_id": 10 + no, "due_on": due,
                     "safe_on": due, "remind_on": due - timedelta(days=30)} for no in numbers])
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
    let_go(app)


def run(app: Flask) -> Idle:
    """Sweep once so that what was new is planned, then measure a sweep with nothing to do."""
    with app.app_context():
        at = datetime.now(UTC)
        sweep(at)
        said: list[tuple[str, Any]] = []
        given: list[int] = []

        def hear(_connection: Any, cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
            if not statement.startswith("BEGIN"):
                said.append((statement, parameters))
                given.append(max(getattr(cursor, "rowcount", 0), 0))

        sa.event.listen(db.engine, "after_cursor_execute", hear)
        begun = time.perf_counter()
        try:
            counts = sweep(at)
        finally:
            sa.event.remove(db.engine, "after_cursor_execute", hear)
        length = (time.perf_counter() - begun) * 1000
        if any(counts.values()):
            raise RuntimeError(f"something was due: {counts}")
        clocks = reading().execute(sa.select(sa.func.count()).select_from(Clock).where(
            Clock.ended_by.is_(None))).scalar_one()
        sqlite = db.engine.dialect.name == "sqlite"
        work = sum(_steps(*one) if sqlite else _rows(*one) for one in said)
    let_go(app)
    return Idle(clocks, len(said), sum(given), work, "steps" if sqlite else "rows", round(length, 1))


def _steps(statement: str, parameters: Any) -> int:
    """Instructions of SQLite's machine: as many as rows are touched, and some more."""
    count = [0]

    def tick() -> int:
        count[0] += 1
        return 0

    driver: Any = reading().connection.driver_connection
    driver.set_progress_handler(tick, 1)
    try:
        driver.execute(statement, parameters).fetchall()
    finally:
        driver.set_progress_handler(None, 0)
    return count[0]


def _rows(statement: str, parameters: Any) -> int:
    """Rows that the plan fetched from tables and indexes, those it threw away included."""
    explained = reading().exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", parameters).scalar_one()
    plan = json.loads(explained) if isinstance(explained, str) else explained
    return _fetched(plan[0]["Plan"])


def _fetched(node: dict[str, Any]) -> int:
    below = sum(_fetched(child) for child in node.get("Plans", ()))
    if "Scan" not in node["Node Type"]:
        return below
    rows = node["Actual Rows"] + node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    return below + round(rows * node["Actual Loops"])


def main() -> None:
    parser = arguments("A sweep with nothing due.")
    parser.add_argument("--clocks", type=int, default=100_000)
    given = parser.parse_args()
    app, offices = new_office(settings_for(given.database_url))
    fill(app, offices, given.clocks)
    print(json.dumps({**asdict(run(app)), "day": date.isoformat(datetime.now(OFFICE_ZONE).date())}))


if __name__ == "__main__":
    main()
