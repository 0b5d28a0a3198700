"""Two hundred denouncers whose names are typed first, the kind afterwards: nothing of any of them may be left.

    python -m bench.canary --denouncers 200 [--database-url postgresql+psycopg://…]
"""
from __future__ import annotations

import contextlib
import io
import json
import logging
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from flask import Flask

from bench.office import arguments, let_go, settings_for
from caseapp import create_app
from caseapp.demo import fill_staff
from caseapp.office import make_home, open_office
from caseapp.proof import faults
from tests.browser.denouncers import counter_of, receive, told_in


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many were received, and every place that still tells of one: pages, tables and files, words said aloud."""

    denouncers: int
    sealed: int
    people: int
    drafts: int
    pages: list[str]
    kept: list[str]
    said: list[str]
    faults: list[str]
    seconds: float


def run(app: Flask, home: Path, denouncers: int) -> Outcome:
    """Receive ``denouncers`` in every way a name comes to be typed first; then look everywhere for them."""
    spoken, begun = io.StringIO(), time.perf_counter()
    listener = logging.StreamHandler(spoken)
    logging.getLogger().addHandler(listener)
    try:
        with contextlib.redirect_stdout(spoken), contextlib.redirect_stderr(spoken):
            counter = counter_of(app, home)
            pages = [page for number in range(denouncers) for page in receive(counter, number)]
    finally:
        logging.getLogger().removeHandler(listener)
    sealed = counter.one("SELECT count(*) FROM dossier WHERE sealed")
    people, drafts = counter.one("SELECT count(*) FROM person"), counter.one("SELECT count(*) FROM draft")
    kept = counter.left()
    with app.app_context():
        wrong = [f"{fault.where}: {fault.what}" for fault in faults(5)]
    return Outcome(denouncers, sealed, people, drafts, pages, kept, told_in(spoken.getvalue().encode()), wrong,
                   round(time.perf_counter() - begun, 1))


def main() -> None:
    parser = arguments("Look for the names of denouncers everywhere.")
    parser.add_argument("--denouncers", type=int, default=200)
    given = parser.parse_args()
    settings = settings_for(given.database_url)
    make_home(settings)
    app = create_app(settings)
    open_office(app)
    fill_staff(app)
    print(json.dumps(asdict(run(app, settings.home, given.denouncers)), ensure_ascii=False))
    let_go(app)


if __name__ == "__main__":
    main()
