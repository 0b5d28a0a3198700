"""Finding repeats at the intake among many dossiers, beside the barest search page there can be, in one run.

    python -m bench.repeats --dossiers 200000 --limits FOLDER [--database-url postgresql+psycopg://…]

FOLDER holds ``bare.py`` and ``bare_seed.py``: a page that searches a table of as many cases by exact surname.
"""
from __future__ import annotations

import importlib.util
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask

from bench.office import arguments, let_go, settings_for
from caseapp import create_app
from caseapp.cases.models import CaseFile
from caseapp.db import db, reading
from caseapp.dossiers.models import Dossier, Party
from caseapp.office import make_home, open_office
from caseapp.people.models import Person
from caseapp.petitions.repeats.finding import Asked, AskedPerson, find_repeats
from caseapp.seeding import fill
from caseapp.staff.models import Account
from caseapp.staff.sessions import held_by
from caseapp.staff.viewer import Viewer

OFFICER = "tiepdan"
DAY = date(2026, 12, 31)
MOST = 25.0
ASKINGS = 60


@dataclass(frozen=True, slots=True)
class Cost:
    """Median and 95th percentile of ``ASKINGS`` in milliseconds; ``ratio``: of the median to the bare search's."""

    what: str
    median: float
    p95: float
    ratio: float
    found: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the run measured, the bare search in milliseconds, and whether all stayed within ``MOST`` times that."""

    dossiers: int
    database: str
    bare: float
    costs: list[Cost]
    within: bool


def run(app: Flask, dossiers: int, bare: Callable[[], None]) -> Outcome:
    """Ask as officers do; bare searches stand between, so that a busy machine slows both."""
    with app.app_context():
        viewer, asked = _officer(), _askings()
        bares, times = [], {what: [] for what in asked}      # type: dict[str, list[float]]
        found = dict.fromkeys(asked, 0)
        for turn in range(ASKINGS + 3):
            taken = {"": _timed(bare)}
            for what, questions in asked.items():
                question = questions[turn % len(questions)]
                begun = time.perf_counter()
                found[what] += len(find_repeats(viewer, question))
                taken[what] = (time.perf_counter() - begun) * 1000
            if turn >= 3:
                bares.append(taken.pop(""))
                for what, one in taken.items():
                    times[what].append(one)
        database = db.engine.dialect.name
    base = statistics.median(bares)
    costs = [Cost(what, round(statistics.median(some), 2), round(sorted(some)[int(len(some) * 0.95)], 2),
                  round(statistics.median(some) / base, 1), found[what]) for what, some in times.items()]
    return Outcome(dossiers, database, round(base, 3), costs, all(cost.ratio <= MOST for cost in costs))


def _timed(what: Callable[[], None]) -> float:
    begun = time.perf_counter()
    what()
    return (time.perf_counter() - begun) * 1000


def _officer() -> Viewer:
    row = reading().execute(sa.select(Account.id, Account.unit_id).where(Account.name == OFFICER)).one()
    held, _names = held_by(row.id, DAY)
    return Viewer(row.id, "", "", "", "vi", keys_on=False, unit_id=row.unit_id, unit_name="", parent_unit_name="",
                  held=held)


def _askings() -> dict[str, Sequence[Asked]]:
    """Somebody known with a matter told before; the same without a number; a stranger; words alone; a new matter."""
    rows: Sequence[Any] = reading().execute(
        sa.select(Person.name, Person.id_index, Person.id_kind, Person.phone, Person.commune, Person.address,
                  CaseFile.content)
        .join(Party, Party.person_id == Person.id).join(CaseFile, CaseFile.dossier_id == Party.dossier_id)
        .join(Dossier, Dossier.id == Party.dossier_id).order_by(Dossier.public_id).limit(40)).all()
    chance = random.Random(5)
    known = [Asked([AskedPerson(row.name, row.id_index, "0912 345 678", f"{row.address}, {row.commune}", row.id_kind)],
                   row.content, DAY) for row in rows]
    contents = [one.content for one in known]
    return {
        "known": known,
        "no number": [replace(one, people=[replace(one.people[0], id_index=None)]) for one in known],
        "stranger": [replace(one, people=[AskedPerson("Kpă Thị Lạ", None, "0999000111", "Buôn Xa")]) for one in known],
        "words alone": [replace(one, people=(), content=chance.choice(contents)) for one in known],
        "new matter": [replace(one, content=f"Phản ánh trạm bơm số {number} kêu rít suốt đêm, cá trong ao chết trắng")
                       for number, one in enumerate(known)],
    }


def give_phones(app: Flask) -> None:
    """A phone for everybody, which the seeded volume leaves out."""
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(sa.text("UPDATE person SET phone = '09' || (10000000 + id)"))
        if db.engine.dialect.name == "postgresql":
            connection.execute(sa.text("ANALYZE person"))


def bare_search(folder: Path, rows: int, home: Path) -> Callable[[], None]:
    """One search of the barest page, over a table of as many rows in a file of its own."""
    file = home / "bare.sqlite"
    subprocess.run([sys.executable, str(folder / "bare_seed.py"), "sqlite", str(file), str(rows)], check=True,
                   stdout=subprocess.DEVNULL)
    os.environ["LIMIT_SQLITE"] = str(file)
    spec = importlib.util.spec_from_file_location("bare", folder / "bare.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(folder)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    client = module.app.test_client()
    client.get("/login")
    surname = module.q("select surname from cases limit 1").fetchone()[0]

    def search() -> None:
        if client.get("/search", query_string={"q": surname}).status_code != 200:
            raise RuntimeError("the bare page does not answer")

    return search


def main() -> None:
    parser = arguments("Find repeats among many dossiers.")
    parser.add_argument("--dossiers", type=int, default=200_000)
    parser.add_argument("--limits", type=Path, required=True, help="folder of bare.py and bare_seed.py")
    given = parser.parse_args()
    settings = settings_for(given.database_url)
    make_home(settings)
    app = create_app(settings)
    open_office(app)
    fill(app, given.dossiers, 1, lambda _done: None)
    give_phones(app)
    bare = bare_search(given.limits, given.dossiers, settings.home)
    print(json.dumps(asdict(run(app, given.dossiers, bare)), ensure_ascii=False))
    let_go(app)


if __name__ == "__main__":
    main()
