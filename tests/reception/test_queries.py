"""What the pages of reception read: in order, page by page, whole, and with as many statements for few as for many."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from bench.pages import counted
from caseapp import seeding
from caseapp.db import reading
from caseapp.dossiers import queries as shared
from caseapp.dossiers.models import Clock, Dossier
from caseapp.people.commands import Given
from caseapp.reception.commands.acting import notify, void
from caseapp.reception.commands.logging import GivenPaper, GivenParty
from caseapp.reception.models import Matter, Outcome
from caseapp.reception.queries import desk, office, pages, places, register, visits
from caseapp.reception.queries.register import PAGE, Chosen
from caseapp.staff.viewer import Viewer
from tests.office.making import (
    NOW,
    TODAY,
    Commune,
    a_denunciation,
    a_notice,
    a_visit,
    acting,
    commune_of,
    demo_offices,
    log,
    make_commune,
    viewer_of,
)
from tests.office.templates import Run

YEAR = Chosen(date(2026, 1, 1), date(2026, 12, 31))
FEW, MANY = 300, 3_000
PARTS: list[tuple[dict[str, Any], Callable[[Any], bool]]] = [
    ({"matter": "denunciation"}, lambda row: row.matter == "denunciation"),
    ({"matter": "feedback"}, lambda row: row.matter == "feedback"),
    ({"void_only": True}, lambda row: row.state == "void"),
    ({"since": TODAY, "until": TODAY}, lambda row: row.opened_on == TODAY),
    ({"receiver": 999}, lambda _row: False),
    ({"unit_id": 999}, lambda _row: False),
]


def seeded(app: Flask, dossiers: int) -> None:
    seeding.fill(app, dossiers, 1, lambda _done: None)


def everything_read(me: Viewer, one: Any, ids: list[int]) -> dict[str, Callable[[], object]]:
    """Every query of the measured pages, by name, ready to be asked."""
    whole = Chosen(date(2025, 1, 1), date(2027, 12, 31), unit_id=one.unit_id)
    middle = (one.opened_on, one.id)
    return {
        "one": lambda: visits.find_visit(me, one.public_id),
        "parties": lambda: visits.parties_of(ids),
        "papers": lambda: visits.papers_of(one.id),
        "files": lambda: visits.files_of(one.id),
        "clocks": lambda: visits.clocks_of(one.id),
        "journal": lambda: visits.journal_of(one.id),
        "links": lambda: visits.links_of(me, one.id),
        "newest": lambda: visits.newest(me),
        "newest after": lambda: visits.newest(me, middle),
        "open": lambda: visits.still_open(me),
        "open after": lambda: visits.still_open(me, middle),
        "mine": lambda: visits.mine_today(me, TODAY),
        "due": lambda: visits.due_by(me, TODAY),
        "counts": lambda: visits.counts(me, TODAY),
        "by ids": lambda: visits.by_ids(me, ids),
        "been here": lambda: visits.been_here(me, number=None, name="nguyen van an"),
        "register": lambda: register.register_page(me, whole),
        "register after": lambda: register.register_page(me, whole, middle),
        "place": lambda: places.find_place(me, one.public_id),
        "size": lambda: places.count_rows(me, whole, middle),
        "choices": lambda: places.register_choices(me, ""),
        "page before": lambda: places.page_before(me, whole, middle),
        "queue": lambda: desk.queue(me, TODAY),
        "receivers": lambda: office.receivers(one.unit_id, me.account_id, TODAY),
        "found": lambda: shared.by_ids(me, ids),
        "numbered": lambda: shared.by_number(me, 1, ["TCD"], [2025, 2026]),
    }


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def test_as_many_statements_for_few_as_for_many(
    run: Run, new_app: Callable[..., Flask], tmp_path: Path, kind: str
) -> None:
    counts = []
    for dossiers in (FEW, MANY):
        app = new_app(
            run.template(kind, f"seeded{dossiers}", partial(seeded, dossiers=dossiers)), tmp_path / str(dossiers)
        )
        with app.app_context():
            offices = demo_offices()
            me = viewer_of(Commune(offices.units["CT-AT"], {"reception": offices.accounts["tiepdan"]}))
            every = (
                reading()
                .execute(sa.select(Dossier.__table__).where(Dossier.unit_id == me.unit_id).order_by(Dossier.id))
                .all()
            )
            mine = {}
            for name, ask in everything_read(me, every[len(every) // 2], [row.id for row in every[:25]]).items():
                with counted(app) as statements:
                    ask()
                mine[name] = len(statements)
            counts.append(mine)
    assert counts[0] == counts[1]
    assert set(counts[0].values()) == {1}


def sixty_visits(app: Flask) -> None:
    """Two a day over thirty days, some answered, some void, some denunciations."""
    app.config["CLOCK"] = lambda: NOW
    with app.app_context():
        made = make_commune()
        for place in range(60):
            day = TODAY - timedelta(days=place // 2)
            if place % 10 == 7:
                log(made, a_denunciation(str(place), held_on=day))
                continue
            matter = Matter.FEEDBACK if place % 3 else Matter.COMPLAINT
            dossier = log(
                made, a_visit(Given(f"Nguyễn Văn Số {place}"), matter=matter, held_on=day, content=f"Nội dung {place}")
            )
            if place % 4 == 0:
                notify(a_notice(given_on=day), acting(made, dossier))
            if place % 12 == 5:
                void("Ghi nhầm", acting(made, dossier))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def commune(request: pytest.FixtureRequest, run: Run, new_app: Callable[..., Flask], home: Path) -> Iterator[Commune]:
    """A commune with sixty visits, on each database."""
    app = new_app(run.template(request.param, "sixty", sixty_visits), home)
    with app.app_context():
        yield commune_of("X1")


def walk(page: Callable[[Any], Any], key: str) -> list[Any]:
    """Every row of a list, read page by page."""
    rows: list[Any] = []
    after = None
    while True:
        found = list(page(after))
        rows += found[:PAGE]
        if len(found) <= PAGE:
            return rows
        after = (getattr(found[PAGE - 1], key), found[PAGE - 1].id)


def stored(*conditions: Any) -> list[Any]:
    return list(reading().execute(sa.select(Dossier.__table__).where(*conditions)))


def test_pages_of_a_list_hold_every_row_once_and_in_order(commune: Commune) -> None:
    me = viewer_of(commune)
    newest = walk(lambda after: visits.newest(me, after), "opened_on")
    assert [row.id for row in newest] == [
        row.id for row in sorted(stored(), key=lambda row: (row.opened_on, row.id))[::-1]
    ]
    waiting = walk(lambda after: visits.still_open(me, after), "next_due")
    expected = sorted(stored(Dossier.next_due.is_not(None)), key=lambda row: (row.next_due, row.id))
    assert [row.id for row in waiting] == [row.id for row in expected]
    assert len(newest) == 60 > len(waiting) > PAGE


def test_the_register_goes_forth_and_back(commune: Commune) -> None:
    me, chosen = viewer_of(commune, "supervisor"), Chosen(YEAR.since, YEAR.until, unit_id=commune.unit)
    rows = walk(lambda after: register.register_page(me, chosen, after), "opened_on")
    assert len(rows) == 60
    printed = [row.id for batch in register.book_rows(me, chosen) for row in batch]
    assert printed == [row.id for row in rows][::-1]
    ends = [(rows[place].opened_on, rows[place].id) for place in (PAGE - 1, 2 * PAGE - 1)]
    assert [places.count_rows(me, chosen, end) for end in (None, *ends)] == [(60, 0), (60, 25), (60, 50)]
    assert places.page_before(me, chosen, ends[0]) == ""
    assert places.page_before(me, chosen, ends[1]) == rows[PAGE - 1].public_id
    assert places.find_place(me, rows[PAGE - 1].public_id) == ends[0]


def test_the_book_comes_whole_whatever_the_batch(commune: Commune, monkeypatch: pytest.MonkeyPatch) -> None:
    me = viewer_of(commune, "supervisor")
    whole = [row.id for batch in register.book_rows(me, YEAR) for row in batch]
    for size in (1, 7, 59, 60, 61):
        monkeypatch.setattr(register, "BATCH", size)
        batches = list(register.book_rows(me, YEAR))
        assert [row.id for batch in batches for row in batch] == whole
        assert all(0 < len(batch) <= size for batch in batches)
        assert visits.counts(me, TODAY).open >= 0      # the connection serves on as before
    assert list(register.book_rows(me, Chosen(date(2025, 1, 1), date(2025, 1, 2)))) == []


def test_a_part_of_the_register(commune: Commune, subtests: pytest.Subtests) -> None:
    me = viewer_of(commune, "supervisor")
    every = [row for batch in register.book_rows(me, YEAR) for row in batch]
    for chosen, holds in PARTS:
        with subtests.test(str(chosen)):
            part = replace(YEAR, **chosen)
            expected = [row.id for row in every if holds(row)]
            assert [row.id for batch in register.book_rows(me, part) for row in batch] == expected
            assert {row.id for row in register.register_page(me, part)} <= set(expected)
            counting = part if part.unit_id else replace(part, unit_id=commune.unit)
            assert places.count_rows(me, counting, None) == (len(expected), 0)


def test_counts_are_of_what_is_open(commune: Commune) -> None:
    me = viewer_of(commune)
    dues = [row.next_due for row in stored(Dossier.next_due.is_not(None))]
    for day in (TODAY, min(dues), max(dues), max(dues) + timedelta(days=1)):
        assert visits.counts(me, day)._asdict() == {
            "overdue": sum(due < day for due in dues), "today": sum(due == day for due in dues), "open": len(dues)}
        due = [row.id for row in visits.due_by(me, day)]
        expected = sorted((row.next_due, row.id) for row in stored(Dossier.next_due <= day))
        assert due == [id_ for _, id_ in expected[:8]]


def test_a_list_shows_the_running_clock_or_the_last(commune: Commune) -> None:
    me = viewer_of(commune)
    clocks = {row.dossier_id: row for row in reading().execute(sa.select(Clock.__table__).order_by(Clock.id))}
    for row in visits.newest(me):
        clock = clocks[row.id]
        assert (row.rule, row.due_on, row.ended_by) == (clock.rule, clock.due_on, clock.ended_by)
        assert row.next_due == (clock.due_on if clock.ended_by is None else None)


def test_a_place_that_is_gone_begins_anew(commune: Commune) -> None:
    me = viewer_of(commune)
    row = visits.still_open(me)[0]
    assert pages.place_of(me, row.public_id, by_due=True) == (row.next_due, row.id)
    assert pages.place_of(me, row.public_id, by_due=False) == (row.opened_on, row.id)
    done = stored(Dossier.next_due.is_(None))[0]
    assert pages.place_of(me, done.public_id, by_due=True) is None
    assert pages.place_of(me, "", by_due=True) is pages.place_of(me, "x" * 900, by_due=False) is None


def test_a_visit_with_all_that_belongs_to_it(any_app: Flask) -> None:
    with any_app.app_context():
        commune = make_commune()
        people = (GivenParty(Given("Lê Văn Một")), GivenParty(Given("Lê Văn Hai"), "represented"))
        dossier = log(
            commune,
            a_visit(
                parties=people,
                papers=(GivenPaper("Đơn", 2, "original"), GivenPaper("Giấy", 1, "copy")),
                receiver_id=commune.accounts["supervisor"],
                outcome=Outcome.REPORTED,
            ),
        )
        row = visits.find_visit(viewer_of(commune), dossier.public_id)
        assert row is not None
        assert (row.author, row.receiver, row.unit_name, row.custodian) == (
            "Reception.X1",
            "Supervisor.X1",
            "UBND X1",
            None,
        )
        assert [person.name for person in visits.parties_of([dossier.id])[dossier.id]] == ["Lê Văn Một", "Lê Văn Hai"]
        assert [(paper.name, paper.pages) for paper in visits.papers_of(dossier.id)] == [("Đơn", 2), ("Giấy", 1)]
        assert [act.act for act in visits.journal_of(dossier.id)] == ["visit.log"]
        assert [clock.rule for clock in visits.clocks_of(dossier.id)] == ["reception.reply"]
        assert visits.parties_of([]) == {}
        assert visits.files_of(dossier.id) == []
        printed = register.register_page(viewer_of(commune), YEAR)[0]
        assert (printed.papers, printed.receiver, printed.result) == (2, "Supervisor.X1", None)
