"""Copies taken while officers log visits: each must restore, hold all that was said to be saved, and prove clean.

    python -m bench.backups --backups 50 --writers 2 [--database-url postgresql+psycopg://…]
"""
from __future__ import annotations

import dataclasses
import json
import multiprocessing
import secrets
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask

from bench.office import an_ordinary_visit, arguments, let_go, new_office, settings_for
from caseapp import create_app
from caseapp.backup.making import make_backup
from caseapp.backup.restoring import restore
from caseapp.config import OfficeProblem, Settings
from caseapp.db import reading
from caseapp.demo.staff import Offices
from caseapp.dossiers.models import Dossier
from caseapp.proof import faults
from caseapp.reception.commands.logging import log_visit
from caseapp.seeding import fill


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many copies were made, restored and proved; ``lost``: visits said to be saved before a copy and not in it.

    Times in milliseconds; ``longest_visit`` is what an officer waited at most while copies were made.
    """

    backups: int
    restored: int
    verified: int
    lost: int
    problems: list[str]
    visits: int
    errors: list[str]
    backup_p50: float
    backup_longest: float
    restore_p50: float
    visit_p50: float
    longest_visit: float
    megabytes: float
    seconds: float


def run(app: Flask, offices: Offices, backups: int, writers: int, folder: Path) -> Outcome:
    """Fork ``writers`` that log visits without a pause; copy beside them; restore each copy once they have ended."""
    let_go(app)
    context = multiprocessing.get_context("fork")
    stop, results, said = context.Event(), context.SimpleQueue(), context.Value("i", 0)
    workers = [context.Process(target=_work, args=(app, offices, place, stop, results, said))
               for place in range(writers)]
    for worker in workers:
        worker.start()
    begun, made, known, problems = time.perf_counter(), list[float](), list[tuple[Path, int]](), list[str]()
    for turn in range(backups):
        path, acknowledged, start = folder / f"{turn:03d}.bak", said.value, time.perf_counter()
        try:
            make_backup(app, path, datetime.now(UTC), lambda _words: None)
        except OfficeProblem as problem:
            problems.append(str(problem))
        else:
            known.append((path, acknowledged))
            made.append((time.perf_counter() - start) * 1000)
    stop.set()
    answers = [results.get() for _ in workers]
    for worker in workers:
        worker.join()
    let_go(app)
    size = sum(path.stat().st_size for path, _said in known) / 1e6
    checked = [_checked(app, path, acknowledged, problems) for path, acknowledged in known]
    times = sorted(one for answer in answers for one in answer[0])
    return Outcome(
        len(known), sum(one is not None for one in checked), sum(one is not None and one[1] for one in checked),
        sum(one[2] for one in checked if one), problems, len(times), [one for answer in answers for one in answer[1]],
        round(statistics.median(made), 1), round(max(made), 1),
        round(statistics.median([one[0] for one in checked if one] or [0]), 1), round(statistics.median(times), 1),
        round(times[-1], 1), round(size, 1), round(time.perf_counter() - begun, 1))


def _work(app: Flask, offices: Offices, place: int, stop: Any, results: Any, said: Any) -> None:
    times, errors, number = list[float](), list[str](), place * 1_000_000
    while not stop.is_set():
        begun = time.perf_counter()
        try:
            with app.app_context():
                log_visit(*an_ordinary_visit(offices, number))
            with said.get_lock():
                said.value += 1
        except Exception as problem:  # noqa: BLE001  whatever a user would have seen counts
            errors.append(type(problem).__name__)
        times.append((time.perf_counter() - begun) * 1000)
        number += 1
    results.put((times, errors))


def _checked(app: Flask, path: Path, acknowledged: int, problems: list[str]) -> tuple[float, bool, int] | None:
    """(milliseconds of restoring, whether the proof is clean, visits missing); None when it could not be restored."""
    with _new_place(app.extensions["settings"], path.with_suffix(".restored")) as settings:
        start = time.perf_counter()
        try:
            restore(settings, path, app.extensions["settings"].home / "keys", datetime.now(UTC), lambda _words: None)
        except OfficeProblem as problem:
            problems.append(str(problem))
            return None
        took, copy = (time.perf_counter() - start) * 1000, create_app(settings)
        with copy.app_context():
            stored = reading().execute(sa.select(sa.func.count()).select_from(Dossier)).scalar_one()
            found = [f"{fault.where}: {fault.what}" for fault in faults(1)]
        let_go(copy)
    problems.extend(found)
    return took, not found, max(0, acknowledged - stored)


@contextmanager
def _new_place(office: Settings, home: Path) -> Iterator[Settings]:
    """An empty home, and on PostgreSQL an empty database beside the office's own; both go again."""
    name = f"caseapp_bench_{secrets.token_hex(4)}"
    url = f"sqlite:///{home / 'caseapp.sqlite3'}"
    if not office.sqlite:
        url = sa.make_url(office.database_url).set(database=name).render_as_string(hide_password=False)
        _statement(office, f'CREATE DATABASE "{name}"')
    try:
        yield dataclasses.replace(office, home=home, database_url=url)
    finally:
        shutil.rmtree(home, ignore_errors=True)
        if not office.sqlite:
            _statement(office, f'DROP DATABASE "{name}" WITH (FORCE)')


def _statement(office: Settings, words: str) -> None:
    engine = sa.create_engine(office.database_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(words)
    engine.dispose()


def main() -> None:
    parser = arguments("Copies of an office while visits are logged.")
    parser.add_argument("--backups", type=int, default=50)
    parser.add_argument("--writers", type=int, default=2)
    parser.add_argument("--dossiers", type=int, default=3_000, help="how many the office holds beforehand")
    given = parser.parse_args()
    app, offices = new_office(settings_for(given.database_url))
    fill(app, given.dossiers, 1, lambda _done: None)
    with tempfile.TemporaryDirectory(prefix="caseapp-bench-") as folder:
        outcome = run(app, offices, given.backups, given.writers, Path(folder))
    print(json.dumps(asdict(outcome), ensure_ascii=False))


if __name__ == "__main__":
    main()
