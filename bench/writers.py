"""Many officers at once: processes log visits in one unit; every number must come out once and none be missing.

    python -m bench.writers --processes 50 --each 20 [--database-url postgresql+psycopg://…]
"""
from __future__ import annotations

import json
import multiprocessing
import statistics
import time
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa
from flask import Flask

from bench.office import an_ordinary_visit, arguments, let_go, new_office, settings_for
from caseapp.db import reading
from caseapp.demo.staff import Offices
from caseapp.dossiers.models import Dossier
from caseapp.proof import faults
from caseapp.reception.commands.logging import log_visit


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it; times in milliseconds, ``seconds`` for the whole."""

    visits: int
    numbers: int
    gaps: int
    duplicates: int
    errors: list[str]
    faults: list[str]
    seconds: float
    p50: float
    p95: float
    longest: float


def run(app: Flask, offices: Offices, processes: int, each: int) -> Outcome:
    """Fork ``processes`` that log ``each`` visits as fast as they can, all starting together."""
    let_go(app)
    context = multiprocessing.get_context("fork")
    start, results = context.Event(), context.SimpleQueue()
    workers = [context.Process(target=_work, args=(app, offices, place, each, start, results))
               for place in range(processes)]
    for worker in workers:
        worker.start()
    begun = time.perf_counter()
    start.set()
    answers = [results.get() for _ in workers]
    seconds = time.perf_counter() - begun
    for worker in workers:
        worker.join()
    times = sorted(one for answer in answers for one in answer[0])
    return _sum_up(app, times, [one for answer in answers for one in answer[1]], seconds)


def _work(app: Flask, offices: Offices, place: int, each: int, start: Any, results: Any) -> None:
    times: list[float] = []
    errors: list[str] = []
    start.wait()
    for number in range(each):
        begun = time.perf_counter()
        try:
            with app.app_context():
                log_visit(*an_ordinary_visit(offices, place * each + number))
        except Exception as problem:  # noqa: BLE001  whatever a user would have seen counts
            errors.append(type(problem).__name__)
        times.append((time.perf_counter() - begun) * 1000)
    results.put((times, errors))


def _sum_up(app: Flask, times: list[float], errors: list[str], seconds: float) -> Outcome:
    with app.app_context():
        numbers = list(reading().execute(sa.select(Dossier.no).order_by(Dossier.no)).scalars())
        found = [f"{fault.where}: {fault.what}" for fault in faults(5)]
    let_go(app)
    wanted = set(range(1, len(numbers) + 1))
    return Outcome(
        visits=len(times), numbers=len(numbers), gaps=len(wanted - set(numbers)),
        duplicates=len(numbers) - len(set(numbers)), errors=errors, faults=found, seconds=round(seconds, 2),
        p50=round(statistics.median(times), 1), p95=round(times[int(len(times) * 0.95)], 1),
        longest=round(times[-1], 1))


def main() -> None:
    parser = arguments("Many officers log visits at once.")
    parser.add_argument("--processes", type=int, default=50)
    parser.add_argument("--each", type=int, default=20)
    given = parser.parse_args()
    app, offices = new_office(settings_for(given.database_url))
    print(json.dumps(asdict(run(app, offices, given.processes, given.each)), ensure_ascii=False))


if __name__ == "__main__":
    main()
