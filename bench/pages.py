"""What a page costs: statements and time of the visit page, the list and the register, at two volumes.

    python -m bench.pages --dossiers 300 30000 [--database-url postgresql+psycopg://…]

Times are of the whole application in one process, without a server; the same pages behind a server are measured
from outside with the recipe that ``--recipe FILE`` writes.
"""
from __future__ import annotations

import json
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from bench.office import arguments, let_go, settings_for
from caseapp import create_app
from caseapp.db import db, reading
from caseapp.dossiers.models import Dossier
from caseapp.office import make_home, open_office
from caseapp.seeding import fill

OFFICER = "tiepdan"
ROUNDS = 60


@dataclass(frozen=True, slots=True)
class Cost:
    """Statements of one page and the median of its time in milliseconds, at a volume."""

    dossiers: int
    page: str
    statements: int
    milliseconds: float
    bytes: int


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """The statements that reach the database meanwhile; beginnings of transactions are not counted."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def signed_in(app: Flask, name: str = OFFICER) -> FlaskClient:
    """A client in whose session ``name`` is signed in with the demo password."""
    password = json.loads((app.extensions["settings"].home / "demo.json").read_text(encoding="utf-8"))["password"]
    client = app.test_client()
    answer = client.post("/login", data={"username": name, "password": password})
    if answer.status_code not in (302, 303):
        raise RuntimeError(f"cannot sign in: {answer.status_code}")
    return client


def addresses(app: Flask) -> dict[str, str]:
    """The measured pages; the visit is one in the middle of the first officer's unit."""
    with app.app_context():
        visit = reading().execute(
            sa.select(Dossier.public_id).where(Dossier.sealed.is_(False), Dossier.unit_id == sa.select(
                sa.func.min(Dossier.unit_id)).scalar_subquery()).order_by(Dossier.id).offset(100).limit(1)).scalar_one()
    return {"visit": f"/tiep-dan/luot/{visit}", "list": "/tiep-dan/luot", "open": "/tiep-dan/luot?loc=cho",
            "register": "/so/tiep-cong-dan", "desk": "/tiep-dan"}


def measure(app: Flask, dossiers: int) -> Iterator[Cost]:
    """Fill a new office and open each page often enough for a median."""
    fill(app, dossiers, 1, lambda _done: None)
    client = signed_in(app)
    for page, address in addresses(app).items():
        client.get(address)
        with counted(app) as statements:
            answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")
        times = []
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            client.get(address)
            times.append((time.perf_counter() - begun) * 1000)
        yield Cost(dossiers, page, len(statements), round(statistics.median(times), 2), len(answer.data))


def recipe(app: Flask, most: int = 200) -> dict[str, Any]:
    """What a load from outside does: sign in once, then open visits, list and register."""
    password = json.loads((app.extensions["settings"].home / "demo.json").read_text(encoding="utf-8"))["password"]
    with app.app_context():
        visits = list(reading().execute(
            sa.select(Dossier.public_id).where(Dossier.sealed.is_(False), Dossier.unit_id == sa.select(
                sa.func.min(Dossier.unit_id)).scalar_subquery()).order_by(Dossier.id).limit(most)).scalars())
    return {
        "name": "caseapp",
        "login": [
            {"path": "/login", "status": [200], "extract": {"token": 'name="csrf_token"[^>]*value="([^"]+)"'}},
            {"method": "POST", "path": "/login", "status": [302, 303],
             "form": {"username": OFFICER, "password": password, "csrf_token": "{token}"}},
        ],
        "ops": {
            "visit": {"path": "/tiep-dan/luot/{id}", "marker": "</html>", "draw": {"id": {"choice": visits}}},
            "list": {"path": "/tiep-dan/luot", "marker": "</html>"},
            "register": {"path": "/so/tiep-cong-dan", "marker": "</html>"},
        },
    }


def main() -> None:
    parser = arguments("What a page costs.")
    parser.add_argument("--dossiers", type=int, nargs="+", default=[300, 30_000])
    parser.add_argument("--home", type=Path, help="fill this folder and leave it, with --recipe")
    parser.add_argument("--recipe", type=Path, help="write what a load from outside does to this file")
    given = parser.parse_args()
    for dossiers in given.dossiers:
        settings = settings_for(given.database_url, given.home)
        make_home(settings)
        app = create_app(settings)
        open_office(app)
        app.config["WTF_CSRF_ENABLED"] = False
        for cost in measure(app, dossiers):
            print(json.dumps(asdict(cost)))
        if given.recipe:
            given.recipe.write_text(json.dumps(recipe(app), ensure_ascii=False, indent=1), encoding="utf-8")
        let_go(app)


if __name__ == "__main__":
    main()
