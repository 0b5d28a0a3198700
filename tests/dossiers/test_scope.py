"""Who sees which dossier: said once by hand, and the same for every list, page, count, search and file."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from caseapp.db import db, reading, writing
from caseapp.dossiers import queries as shared
from caseapp.dossiers.files import store_file
from caseapp.dossiers.models import Attachment, Clock, Dossier
from caseapp.dossiers.search import hits
from caseapp.people.identity import number_index
from caseapp.reception.queries import places, register, visits
from caseapp.reception.queries.pages import place_of
from caseapp.reception.queries.register import book_rows
from caseapp.staff.models import Unit
from caseapp.staff.viewer import NOBODY, Viewer
from tests.dossiers.samples import PDF
from tests.office.making import (
    NOW,
    ROLES,
    TODAY,
    VISITOR,
    Commune,
    a_denunciation,
    a_visit,
    give_roles,
    log,
    make_commune,
    viewer_of,
)
from tests.staff.making import make_account

FAR = date(2027, 6, 30)


@dataclass(frozen=True, slots=True)
class World:
    """A province with two communes, an open visit and denunciations in each; ``accused`` is about A's handler."""

    province: Commune
    a: Commune
    b: Commune
    made: dict[str, Dossier]

    def at(self, place: str) -> Commune:
        return {"a": self.a, "b": self.b, "p": self.province}[place]

    def ids(self, *names: str) -> set[int]:
        return {self.made[name].id for name in names}


@pytest.fixture
def world(any_app: Flask) -> Iterator[World]:
    """Everything that somebody must see and somebody else must not, on each database."""
    with any_app.app_context():
        province = make_commune("P")
        a, b = make_commune("A", province), make_commune("B", province)
        made = {"a open": log(a), "b open": log(b), "p open": log(province)}
        made["a sealed"] = log(a, a_denunciation("1"))
        made["b sealed"] = log(b, a_denunciation("2"))
        made["a accused"] = log(
            a, a_denunciation("3", accused=[a.accounts["handler"], province.accounts["supervisor"]])
        )
        made["a again"] = log(a, a_visit(same_matter_as=made["a open"].id))
        for dossier in made.values():
            attached(dossier)
        yield World(province, a, b, made)


def attached(dossier: Dossier) -> None:
    """A file on it, whether its kind takes one or not."""
    stored = store_file(io.BytesIO(PDF), "đơn.pdf", limit=1000)
    with writing() as session:
        session.add(
            Attachment(
                public_id=f"file-{dossier.id}",
                dossier_id=dossier.id,
                name=stored.name,
                type=stored.type,
                size=stored.size,
                sha256=stored.sha256,
                stored_as=stored.stored_as,
                added_by=dossier.author_id,
                added_at=NOW,
            )
        )


def seen(viewer: Viewer, world: World) -> dict[str, set[int]]:
    """What each query of visits gives the viewer, by the query's name."""
    every = list(world.made.values())
    clocks = {row.dossier_id: row.public_id for row in reading().execute(sa.select(Clock.dossier_id, Clock.public_id))}
    numbers = {(one.register, one.no) for one in every}

    def those(rows: Iterable[Any]) -> set[int]:
        return {row.id for row in rows}

    def one_by_one(ask: Any) -> set[int]:
        return {one.id for one in every if ask(one)}

    with db.engine.connect() as connection:
        matched = hits(connection, "2026")
    return {
        "find_visit": one_by_one(lambda one: visits.find_visit(viewer, one.public_id)),
        "newest": those(visits.newest(viewer)),
        "newest after": those(visits.newest(viewer, (FAR, 0))),
        "still_open": those(visits.still_open(viewer)),
        "still_open after": those(visits.still_open(viewer, (date(2020, 1, 1), 0))),
        "due_by": those(visits.due_by(viewer, FAR)),
        "by_ids": those(visits.by_ids(viewer, [one.id for one in every])),
        "find_dossier": one_by_one(lambda one: shared.find_dossier(viewer, one.public_id)),
        "receipts": one_by_one(lambda one: shared.receipts_of(viewer, one.public_id, clocks[one.id])),
        "place in a list": one_by_one(lambda one: place_of(viewer, one.public_id, by_due=True)),
        "files": one_by_one(lambda one: shared.find_file(viewer, f"file-{one.id}")),
        "found by words": those(shared.by_ids(viewer, matched)),
        "found by number": {row.id for register_code, no in numbers
                            for row in shared.by_number(viewer, no, [register_code], [2026])},
    }


def by_query(query: str, expected: set[int], world: World) -> set[int]:
    """Nobody finds a denunciation by a number: a missing one would tell what is kept from him."""
    return expected - {one.id for one in world.made.values() if one.sealed and query == "found by number"}


CHOSEN = register.Chosen(date(2026, 1, 1), date(2026, 12, 31))


def in_register(viewer: Viewer, world: World) -> dict[str, set[int]]:
    every = list(world.made.values())
    return {
        "page": {row.id for row in register.register_page(viewer, CHOSEN)},
        "page after": {row.id for row in register.register_page(viewer, CHOSEN, (FAR, 0))},
        "place": {one.id for one in every if places.find_place(viewer, one.public_id)},
    }


def in_book(viewer: Viewer) -> set[int]:
    return {row.id for rows in book_rows(viewer, CHOSEN) for row in rows}


A_OPEN, B_OPEN = ("a open", "a again"), ("b open",)
EXPECTED: dict[tuple[str, str], tuple[str, ...]] = {
    ("a", "reception"): (*A_OPEN, "a sealed", "a accused"),      # the officer who logged them
    ("a", "clerk"): A_OPEN,
    ("a", "handler"): A_OPEN,
    ("a", "supervisor"): (*A_OPEN, "a sealed", "a accused"),
    ("a", "auditor"): (*A_OPEN, "a sealed", "a accused"),
    ("b", "reception"): (*B_OPEN, "b sealed"),
    ("b", "clerk"): B_OPEN,
    ("b", "supervisor"): (*B_OPEN, "b sealed"),
    ("p", "reception"): ("p open",),
    ("p", "handler"): ("p open",),
    ("p", "supervisor"): ("p open", *A_OPEN, *B_OPEN, "a sealed", "b sealed"),      # accused in one of them
    ("p", "auditor"): ("p open", *A_OPEN, *B_OPEN, "a sealed", "b sealed", "a accused"),
}
READS_NO_REGISTER = {"handler"}


def test_every_query_gives_everybody_the_same(world: World, subtests: pytest.Subtests) -> None:
    for (place, role), names in EXPECTED.items():
        viewer, expected = viewer_of(world.at(place), role), world.ids(*names)
        for query, found in seen(viewer, world).items():
            with subtests.test(f"{place} {role}: {query}"):
                assert found == by_query(query, expected, world)
        for query, found in in_register(viewer, world).items():
            with subtests.test(f"{place} {role}: register {query}"):
                assert found == (set() if role in READS_NO_REGISTER else expected)
        with subtests.test(f"{place} {role}: count of the register"):
            for commune in (world.a, world.b, world.province):
                chosen = replace(CHOSEN, unit_id=commune.unit)
                here = {one.id for one in world.made.values() if one.unit_id == commune.unit} & expected
                count = 0 if role in READS_NO_REGISTER else len(here)
                assert places.count_rows(viewer, chosen, None) == (count, 0)
                assert places.count_rows(viewer, chosen, (FAR, 0)) == (count, 0)
        with subtests.test(f"{place} {role}: counts"):
            assert visits.counts(viewer, FAR)._asdict() == {"overdue": len(expected), "today": 0, "open": len(expected)}


def test_the_printed_book_holds_what_the_register_shows(world: World, subtests: pytest.Subtests) -> None:
    for (place, role), names in EXPECTED.items():
        with subtests.test(f"{place} {role}"):
            found = in_book(viewer_of(world.at(place), role))
            assert found == (set() if role in READS_NO_REGISTER else world.ids(*names))
    with subtests.test("accused"):
        hidden = log(world.a, a_denunciation("9", accused=[world.a.accounts["supervisor"]]))
        assert hidden.id not in in_book(viewer_of(world.a, "supervisor"))


@pytest.mark.parametrize("role", ["reception", "supervisor", "custodian", "auditor"])
def test_an_accused_account_meets_nothing_whatever_it_holds(world: World, role: str, subtests: pytest.Subtests) -> None:
    """Author, head, custodian, auditor, or all of them at once: for the accused the dossier does not exist."""
    give_roles(world.a, role, *(one for one in ROLES if one != role))
    hidden = log(world.a, a_denunciation("9", accused=[world.a.accounts[role]]), by=world.a.accounts[role])
    attached(hidden)
    world.made["hidden"] = hidden
    viewer = viewer_of(world.a, role)
    rest = world.ids(*A_OPEN, "a sealed", "a accused")
    for query, found in {**seen(viewer, world), **in_register(viewer, world)}.items():
        with subtests.test(query):
            assert found == by_query(query, rest, world)
    assert visits.counts(viewer, TODAY).open == len(rest)
    assert hidden.id not in {row.id for row in visits.mine_today(viewer, TODAY)}
    assert visits.find_visit(viewer_of(world.province, "auditor"), hidden.public_id)      # others see it


def test_strangers_and_administrators_see_nothing(world: World) -> None:
    with writing() as session:
        without_dossiers = make_account(session, "none.of.them", ["administrator", "mediator", "team-leader"],
                                        session.get_one(Unit, world.a.unit)).id
    world.a.accounts["administrator"] = without_dossiers
    for viewer in (NOBODY, viewer_of(world.a, "administrator")):
        assert {
            query: found for query, found in {**seen(viewer, world), **in_register(viewer, world)}.items() if found
        } == {}
        assert visits.counts(viewer, TODAY).open == 0


def test_links_lead_to_nothing_that_is_not_seen(world: World) -> None:
    a_open, again = world.made["a open"], world.made["a again"]
    me = viewer_of(world.a)
    assert [row.public_id for row in visits.links_of(me, again.id)] == [a_open.public_id]
    assert [row.public_id for row in visits.links_of(me, a_open.id)] == [again.public_id]
    assert visits.links_of(viewer_of(world.b), again.id) == []


def test_mine_today_is_what_i_logged_today(world: World) -> None:
    assert {row.id for row in visits.mine_today(viewer_of(world.a), TODAY)} == world.ids(*EXPECTED["a", "reception"])
    assert visits.mine_today(viewer_of(world.a, "supervisor"), TODAY) == []
    assert visits.mine_today(viewer_of(world.a), date(2026, 11, 15)) == []


def test_a_person_is_known_at_their_own_counter_alone(world: World) -> None:
    index = {unit.unit: number_index(unit.unit, VISITOR.id_number) for unit in (world.a, world.b)}
    for commune, names in ((world.a, A_OPEN), (world.b, B_OPEN)):
        me = viewer_of(commune)
        for rows in (visits.been_here(me, number=index[commune.unit], name=""),
                     visits.been_here(me, number=None, name="trinh thi thuo duom")):
            assert {row.dossier_id for row in rows} == world.ids(*names)
    assert visits.been_here(viewer_of(world.b), number=index[world.a.unit], name="") == []
    for role in ("handler", "supervisor", "clerk", "auditor"):      # nobody asks who was here but the counter
        assert visits.been_here(viewer_of(world.a, role), number=None, name="trinh thi thuo duom") == []


def test_an_identity_number_finds_open_visits_within_reach(world: World) -> None:
    for place, role, names in (("a", "clerk", A_OPEN), ("a", "reception", A_OPEN), ("b", "reception", B_OPEN),
                               ("province", "supervisor", ("p open", *A_OPEN, *B_OPEN))):
        rows = shared.by_identity(viewer_of(getattr(world, place), role), "0921 7100 3307")
        assert {row.id for row in rows} == world.ids(*names)
    assert shared.by_identity(NOBODY, VISITOR.id_number) == []


def test_which_books_can_be_opened(world: World) -> None:
    for place, role, units in (
        ("a", "clerk", {"A"}),
        ("b", "reception", {"B"}),
        ("province", "auditor", {"P", "A", "B"}),
        ("province", "reception", {"P"}),
    ):
        choices = places.register_choices(viewer_of(getattr(world, place), role), "")
        assert choices is not None
        assert {row.name.removeprefix("UBND ") for row in choices.units} == units
    other = places.register_choices(viewer_of(world.b), "").unit  # type: ignore[union-attr]
    mine = places.register_choices(viewer_of(world.a), other.public_id)      # a stranger's book in the address
    assert mine is not None
    assert mine.unit.id == world.a.unit
    assert {row.id for row in mine.receivers} <= set(world.a.accounts.values())
    assert places.register_choices(viewer_of(world.a, "handler"), "") is None
    assert places.register_choices(NOBODY, "") is None


def test_a_custodian_sees_the_denunciations_he_keeps_and_nothing_else(world: World) -> None:
    viewer = viewer_of(world.a, "custodian")
    for query, found in seen(viewer, world).items():
        assert found <= world.ids("a sealed", "a accused"), query
    assert visits.find_visit(viewer, world.made["a sealed"].public_id) is not None
