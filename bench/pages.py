"""What a page costs: statements and time of the pages officers, handlers and heads open most, at two volumes.

    python -m bench.pages --dossiers 300 30000 [--database-url postgresql+psycopg://…]

Times are of the whole application in one process, without a server; the same pages behind a server are measured
from outside with the recipes that ``--recipe FOLDER`` writes, one for each of those who sign in.
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

OFFICER, HANDLER, HEAD = "tiepdan", "canbo", "lanhdao"
# Who opens which page; {visit} and {case} stand for dossiers of the first unit.
PAGES = {
    OFFICER: {"visit": "/tiep-dan/luot/{visit}", "list": "/tiep-dan/luot", "open": "/tiep-dan/luot?loc=cho",
              "register": "/so/tiep-cong-dan", "desk": "/tiep-dan"},
    HANDLER: {"case": "/vu-viec/{case}", "cases": "/vu-viec", "work": "/viec"},
    HEAD: {"board": "/bang-theo-doi", "office-work": "/viec", "head-case": "/vu-viec/{case}"},
}
ROUNDS = 60
MOST = 200


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


def _some(kind: str, most: int) -> list[str]:
    """Public ids of a kind in the first unit, in an application context; of cases those that are still open."""
    found = sa.select(Dossier.public_id).where(
        Dossier.kind == kind, Dossier.sealed.is_(False), Dossier.unit_id == sa.select(
            sa.func.min(Dossier.unit_id)).where(Dossier.kind == kind).scalar_subquery())
    if kind == "complaint":
        found = found.where(Dossier.closed_on.is_(None))
    return list(reading().execute(found.order_by(Dossier.id).limit(most)).scalars())


def measure(app: Flask, dossiers: int) -> Iterator[Cost]:
    """Fill a new office and open each page often enough for a median."""
    fill(app, dossiers, 1, lambda _done: None)
    with app.app_context():
        one = {"visit": _some("visit", 101)[-1], "case": _some("complaint", 3)[-1]}
    for name, pages in PAGES.items():
        client = signed_in(app, name)
        for page, address in pages.items():
            yield _cost(app, client, dossiers, page, address.format(**one))


def _cost(app: Flask, client: FlaskClient, dossiers: int, page: str, address: str) -> Cost:
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
    return Cost(dossiers, page, len(statements), round(statistics.median(times), 2), len(answer.data))


def recipe(app: Flask, name: str) -> dict[str, Any]:
    """What a load from outside does: sign in once, then open this person's pages."""
    password = json.loads((app.extensions["settings"].home / "demo.json").read_text(encoding="utf-8"))["password"]
    with app.app_context():
        some = {"visit": _some("visit", MOST), "case": _some("complaint", MOST)}
    return {
        "name": "caseapp",
        "login": [
            {"path": "/login", "status": [200], "extract": {"token": 'name="csrf_token"[^>]*value="([^"]+)"'}},
            {"method": "POST", "path": "/login", "status": [302, 303],
             "form": {"username": name, "password": password, "csrf_token": "{token}"}},
        ],
        "ops": {page: _operation(address, some) for page, address in PAGES[name].items()},
    }


def _operation(address: str, some: dict[str, list[str]]) -> dict[str, Any]:
    drawn = next((kind for kind in some if f"{{{kind}}}" in address), None)
    operation: dict[str, Any] = {"path": address, "marker": "</html>"}
    if drawn is not None:
        operation |= {"path": address.replace(f"{{{drawn}}}", "{id}"), "draw": {"id": {"choice": some[drawn]}}}
    return operation


def main() -> None:
    parser = arguments("What a page costs.")
    parser.add_argument("--dossiers", type=int, nargs="+", default=[300, 30_000])
    parser.add_argument("--home", type=Path, help="fill this folder and leave it, with --recipe")
    parser.add_argument("--recipe", type=Path, help="write what loads from outside do into this folder")
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
            given.recipe.mkdir(parents=True, exist_ok=True)
            for name in PAGES:
                text = json.dumps(recipe(app, name), ensure_ascii=False, indent=1)
                (given.recipe / f"{name}.json").write_text(text, encoding="utf-8")
        let_go(app)


if __name__ == "__main__":
    main()
