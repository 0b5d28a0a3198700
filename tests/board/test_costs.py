"""What the board and the list of tasks cost: at most ten statements, the same in a small office and a large one."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
import time_machine

from bench.pages import counted
from caseapp import demo
from caseapp.board import queries, worklist
from caseapp.board.figures import Figure, days_of
from caseapp.board.queries import Listed
from caseapp.board.worklist import Wanted
from caseapp.db import reading
from caseapp.gazette import office_calendar
from caseapp.seeding import fill
from tests.board.making import TODAY, put
from tests.browser.offices import DAY, account_of
from tests.reception.making import make_people
from tests.staff.making import filling, sign_in

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from tests.office.templates import Run

MOST, VOLUMES = 10, (300, 3_000)
PAGES = {"board": "/bang-theo-doi", "table": "/bang-theo-doi?xem=bang", "list": "/bang-theo-doi/danh-sach?muc=qua-han",
         "met": "/bang-theo-doi/danh-sach?muc=da-xong", "print": "/bang-theo-doi/in", "work": "/viec",
         "everybody": "/viec?nguoi=tat-ca", "suspended": "/viec?nguoi=tat-ca&xem=tam-dinh-chi"}


def _filled(many: int) -> Callable[[Flask], None]:
    def made(app: Flask) -> None:
        with time_machine.travel(DAY, tick=True):
            demo.fill_staff(app)
            fill(app, many, 5, lambda _done: None)

    return made


def costs(app: Flask, who: str) -> dict[str, int]:
    """Statements of each page, after it was opened once."""
    with app.app_context():
        account = account_of(who)
    client = app.test_client()
    sign_in(client, account)
    found = {}
    for name, url in PAGES.items():
        if who != "lanhdao" and url.startswith("/bang"):
            continue
        for _time in range(2):
            app.extensions.get("board", {}).clear()      # counted anew, as after any act
            with counted(app) as statements, client.get(url) as answer:
                assert answer.status_code == 200, url
        found[name] = len(statements)
    return found


@pytest.mark.parametrize("who", ["lanhdao", "tiepdan"])
def test_statements_do_not_grow_with_the_office(run: Run, new_app: Callable[..., Flask], tmp_path: Path, who: str) -> None:
    few, many = (costs(new_app(run.template("sqlite", f"volume{volume}", _filled(volume)), tmp_path / str(volume)), who)
                 for volume in VOLUMES)
    assert few == many
    assert {name: count for name, count in many.items() if count > MOST} == {}


def plans(app: Flask, asked: Callable[[], Any]) -> list[str]:
    """How the database carries out the statements of ``asked``; PostgreSQL is told that reading whole tables is dear."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        seen.append((statement, parameters))

    connection = reading()
    sa.event.listen(connection.engine, "before_cursor_execute", note)
    try:
        asked()
    finally:
        sa.event.remove(connection.engine, "before_cursor_execute", note)
    found = []
    lite = connection.dialect.name == "sqlite"
    if not lite:
        connection.exec_driver_sql("SET enable_seqscan = off")
    for statement, parameters in seen:
        rows = connection.exec_driver_sql(f"EXPLAIN {'QUERY PLAN ' if lite else ''}{statement}", parameters)
        found += [str(row[-1] if lite else row[0]) for row in rows]
    return found


# Whole tables of dossiers or time limits; an index that is read from end to end is no better.
WHOLE = re.compile(r"SCAN (dossier|clock)\b|Seq Scan on (dossier|clock)\b")


def test_no_whole_table_is_read_for_one_commune(any_app: Flask) -> None:
    people = make_people(any_app)
    with filling(any_app) as session:
        for number in range(60):
            put(session, (people.commune if number % 3 else people.other).id, people.officer.id, due=number - 20,
                handler=people.handler.id, met=(number - 40, number - 45))
        session.execute(sa.text("ANALYZE"))
    with any_app.app_context():
        scope = {"anywhere": (people.commune.id,), "reach": (people.commune.id,), "sealed_reach": (people.commune.id,),
                 "me": people.head.id}
        days = days_of(TODAY, office_calendar())

        def asked() -> None:
            queries.figures(scope, days)
            for figure in Figure:
                listed = Listed(figure, day=date(2026, 11, 20))
                queries.number_of_rows(scope, listed, days)
                queries.rows_of(scope, listed, days)
            viewer = _Viewer(people)
            worklist.tasks(viewer, Wanted(), TODAY, days.soon)
            worklist.task_shares(viewer, TODAY, days.soon)
            worklist.waiting(viewer, TODAY)

        assert [line for line in plans(any_app, asked) if WHOLE.search(line)] == []


class _Viewer:
    """Just enough of the head of the commune."""

    held = ()

    def __init__(self, people: Any) -> None:
        self.account_id, self.unit_id = people.head.id, people.commune.id

    def units_for(self, _can: object) -> tuple[int, ...]:
        return (self.unit_id,)
