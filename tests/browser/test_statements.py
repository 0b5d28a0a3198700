"""What the pages of an ordinary officer cost: at most ten statements each, the same at 300 dossiers and at 3,000."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
import time_machine

from bench.pages import counted
from caseapp import demo
from caseapp.db import reading
from caseapp.seeding import fill
from tests.browser.offices import DAY, account_of
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from tests.office.templates import Run

MOST, VOLUMES = 10, (300, 3_000)


def _filled(many: int) -> Callable[[Flask], None]:
    def made(app: Flask) -> None:
        with time_machine.travel(DAY, tick=True):
            demo.fill_staff(app)
            fill(app, many, 5, lambda _done: None)

    return made


def costs(app: Flask) -> dict[str, int]:
    """Statements of each page, opened by the officer or the head of the larger commune, after each page was opened once."""
    with app.app_context():
        officer = account_of("tiepdan")
        visit = reading().execute(sa.text(
            "SELECT public_id FROM dossier WHERE unit_id = :unit AND state = 'awaiting' AND NOT sealed ORDER BY id DESC LIMIT 1"),
            {"unit": officer.unit_id}).scalar_one()
        case = reading().execute(sa.text(
            "SELECT public_id FROM dossier WHERE unit_id = :unit AND kind = 'complaint' AND state IN ('accepted', 'verifying', 'reported')"
            " ORDER BY id DESC LIMIT 1"), {"unit": officer.unit_id}).scalar_one()
        head = account_of("lanhdao")
        sealed = reading().execute(sa.text(
            "SELECT public_id FROM dossier WHERE unit_id = :unit AND sealed ORDER BY id DESC LIMIT 1"),
            {"unit": officer.unit_id}).scalar_one()
    found = {}
    pages = {"visit": f"/tiep-dan/luot/{visit}", "sealed visit": f"/tiep-dan/luot/{sealed}", "list": "/tiep-dan/luot",
             "list of all": "/tiep-dan/luot?xem=moi", "register": "/so/tiep-cong-dan", "year": "/so/tiep-cong-dan?nam=2026",
             "desk": "/tiep-dan", "work": "/viec", "form": "/tiep-dan/luot-moi"}
    of_head = {"case": f"/vu-viec/{case}", "cases": "/vu-viec", "act": f"/vu-viec/{case}/viec/record-work", "head's work": "/viec",
               "board": "/bang-theo-doi", "list of the board": "/bang-theo-doi/danh-sach?muc=qua-han", "reminders": "/nhac-viec"}
    for person, opened in ((officer, pages), (head, of_head)):
        client = app.test_client()
        sign_in(client, person)
        for name, url in opened.items():
            for _time in range(2):
                with counted(app) as statements, client.get(url) as answer:
                    assert answer.status_code == 200, url
            found[name] = len(statements)
    return found


@pytest.fixture
def measured(run: Run, new_app: Callable[..., Flask], tmp_path: Path) -> dict[int, dict[str, int]]:
    return {many: costs(new_app(run.template("sqlite", f"volume{many}", _filled(many)), tmp_path / str(many))) for many in VOLUMES}


def test_statements_do_not_grow_with_the_office(measured: dict[int, dict[str, int]]) -> None:
    few, many = (measured[volume] for volume in VOLUMES)
    # The list of cases asks once more where its dated rows do not fill a page: never in a large office.
    assert few["cases"] - many["cases"] in (0, 1)
    assert few | {"cases": many["cases"]} == many
    # A sealed visit asks whether a case came of it.
    assert {name: count for name, count in many.items() if count > MOST + (name == "sealed visit")} == {}
