"""Logging a visit: number, people, papers, clock and journal at once, or nothing at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError

from caseapp.db import reading
from caseapp.dossiers.models import Accused, Link, Party
from caseapp.law.calendars import SHIPPED
from caseapp.law.errors import LawError
from caseapp.ledger.models import JournalRow, JournalValues
from caseapp.people.commands import Given
from caseapp.people.models import Person
from caseapp.reception.commands.logging import (
    GivenPaper,
    GivenParty,
    GivenVisit,
    log_visit,
    new_denouncer_code,
    new_follow_code,
)
from caseapp.reception.models import Matter, Outcome, Paper
from caseapp.web.errors import Refusal
from tests.office.making import (
    NOW,
    TODAY,
    VISITOR,
    Commune,
    a_denunciation,
    a_refusal,
    a_visit,
    at_counter,
    clocks_of,
    everything,
    log,
    make_commune,
    proof,
    put_calendar,
    stored,
    visit_row,
)
from tests.office.traces import traces

REPLY = [("reception.reply", date(2026, 12, 1), None)]
NOTICE = [("reception.refusal-notice", date(2026, 11, 19), None)]
BEGINNINGS: list[tuple[GivenVisit, str, list[Any]]] = [
    (a_visit(), "awaiting", REPLY),
    (a_visit(outcome=Outcome.REPORTED), "awaiting", REPLY),
    (a_visit(matter=Matter.FEEDBACK, outcome=Outcome.TRANSFERRED), "awaiting", REPLY),
    (a_denunciation(), "awaiting", REPLY),
    (a_visit(outcome=Outcome.EXPLAINED), "done", []),
    (a_visit(outcome=Outcome.GUIDED), "done", []),
    (a_visit(outcome=None), "done", []),
    (a_refusal("R1"), "refused", []),
    (a_refusal("Rg"), "refused", []),
    (a_refusal("R3"), "signing", NOTICE),
    (a_refusal("Rh"), "signing", NOTICE),
    (a_refusal("R3", held_on=date(2026, 6, 29)), "refused", []),
]
WRONG: list[dict[str, Any]] = [
    {"outcome": Outcome.REFUSED}, {"ground": "R1"}, {"people_count": 0}, {"receiver_id": 999}, {"matter": "gossip"},
    {"papers": (GivenPaper("Đơn", 1, "torn"),)}, {"papers": (GivenPaper("Đơn", 0, "copy"),)}, {"same_matter_as": 999},
    {"parties": (GivenParty(VISITOR, role="denouncer"),)}, {"matter": Matter.DENUNCIATION},
]


@pytest.fixture
def office(any_app: Flask) -> Iterator[Commune]:
    """A commune on each database."""
    with any_app.app_context():
        yield make_commune()


def journal() -> list[Any]:
    return list(reading().execute(sa.select(JournalRow.__table__).order_by(JournalRow.id)))


def test_what_was_done_decides_state_and_clocks(office: Commune, subtests: pytest.Subtests) -> None:
    for given, state, clocks in BEGINNINGS:
        with subtests.test(f"{given.matter} {given.outcome} {given.ground}"):
            dossier = log(office, given)
            row = stored(dossier.id)
            assert (row.state, clocks_of(dossier.id)) == (state, clocks)
            assert row.next_due == (clocks[0][1] if clocks else None)
            assert row.closed_on == (None if clocks else given.held_on)
    assert proof() == []


@pytest.mark.parametrize(("held_on", "due", "exchanged"), [
    (date(2026, 11, 12), date(2026, 11, 27), False),       # law §7 no. 1: 24/11 is off
    (date(2026, 11, 12), date(2026, 11, 28), True),        # the same with 23/11 exchanged for Saturday 28/11
    (date(2025, 1, 22), date(2025, 2, 12), False),         # law §7 no. 27: over Tết 2025
])
def test_the_worked_examples(office: Commune, held_on: date, due: date, exchanged: bool) -> None:
    if exchanged:
        put_calendar(SHIPPED.with_exchange(SHIPPED.exchanges[0], "Công văn 12/BNV"))
    dossier = log(office, a_visit(held_on=held_on))
    assert clocks_of(dossier.id) == [("reception.reply", due, None)]
    assert stored(dossier.id).next_due == due
    assert (stored(dossier.id).year, visit_row(dossier.id).late) == (held_on.year, True)


def test_a_day_that_cannot_be_counted_makes_nothing(office: Commune) -> None:
    log(office)
    before = everything()
    for day in (date(1999, 5, 3), date(2013, 5, 3), date(2045, 5, 5)):
        with pytest.raises(LawError):
            log(office, a_visit(held_on=day), form_key="k")
    assert everything() == before


def test_what_the_database_refuses_leaves_nothing(office: Commune, subtests: pytest.Subtests) -> None:
    log(office)
    before = everything()
    for wrong in WRONG:
        with subtests.test(str(wrong)):
            with pytest.raises((IntegrityError, KeyError)):
                log(office, a_visit(**wrong), form_key="k")
            assert everything() == before
    assert log(office).no == 2
    assert proof() == []


def test_a_group_with_representatives_papers_and_the_same_matter(office: Commune) -> None:
    first = log(office)
    people = (GivenParty(VISITOR, "representative", "Văn bản cử"), GivenParty(Given("Lê Văn Bình"), "representative"),
              GivenParty(Given("Phạm Thị Cúc"), "represented"), GivenParty(VISITOR, "representative"))
    second = log(office, a_visit(parties=people, people_count=7, nomination="Văn bản 1", same_matter_as=first.id,
                                 papers=(GivenPaper("Đơn", 2, "original"), GivenPaper("Giấy", None, "copy"))))
    parties = reading().execute(sa.select(Person.name, Party.role, Party.position, Party.authority).join(
        Person, Person.id == Party.person_id).where(Party.dossier_id == second.id).order_by(Party.position)).all()
    assert [tuple(one) for one in parties] == [
        (VISITOR.name, "representative", 0, "Văn bản cử"), ("Lê Văn Bình", "representative", 1, ""),
        ("Phạm Thị Cúc", "represented", 2, "")]
    papers = reading().execute(
        sa.select(Paper.name, Paper.pages).where(Paper.dossier_id == second.id).order_by(Paper.position)
    )
    assert [tuple(one) for one in papers] == [("Đơn", 2), ("Giấy", None)]
    assert [tuple(one) for one in reading().execute(sa.select(Link.__table__))] == [
        (second.id, first.id, "same-matter")
    ]
    assert len(everything()["person"]) == 3      # the visitor was known


def test_the_journal_tells_the_act_and_no_person(office: Commune) -> None:
    log(office, a_visit(content="Khiếu nại thửađấtbíẩn", note="Gọi 0918555777", receiver_name="Trịnh Thuởquỳnh"))
    log(office, a_denunciation("31"))
    rows = journal()
    assert [(row.act, row.sealed, row.seq) for row in rows] == [("visit.log", True, 1), ("visit.log", False, 1)]
    # A denunciation by the day alone: the instant of its writing would lead to the visit it may have been.
    for row, at in zip(rows, ("2026-11-15T17:00:00.000000Z", "2026-11-16T02:00:17.123456Z"), strict=True):
        body = json.loads(row.body)
        assert (body["by"], body["dossier"], body["at"]) == (office.accounts["reception"], row.dossier_id, at)
    text = " ".join(row.body for row in rows).lower()
    assert [word for word in ("đượm", "duom", "092171003307", "0918", "bíẩn", "thuởquỳnh", "lâm") if word in text] == []
    assert reading().execute(sa.select(sa.func.count()).select_from(JournalValues)).scalar_one() == 0


def test_identity_numbers_lie_nowhere_in_the_open(office: Commune, home: Path) -> None:
    log(office)
    assert traces([VISITOR.id_number, "0921 7100 3307"], home) == []


def test_a_denunciation_has_no_name_whatever_was_handed_in(office: Commune, home: Path) -> None:
    person = Given("Trịnh Thuởquỳnh", VISITOR.id_kind, "092171009999", phone="0918 777 666")
    neighbour = log(office)
    sealed = log(
        office, a_denunciation(parties=(GivenParty(person),), same_matter_as=neighbour.id), form_key="k", draft="d"
    )
    assert (sealed.register, sealed.no, sealed.sealed) == ("TCD-TC", 1, True)
    assert traces(["Thuởquỳnh", "092171009999", "0918 777 666"], home) == []
    kept = everything()
    assert [len(kept[table]) for table in ("party", "person", "link")] == [1, 1, 0]      # the neighbour's
    assert proof() == []


def test_the_accused_accounts_are_barred_once_each(office: Commune) -> None:
    account = office.accounts["handler"]
    sealed = log(office, a_denunciation(accused=[account, account, office.accounts["clerk"]]))
    barred = reading().execute(sa.select(Accused.dossier_id, Accused.account_id).order_by(Accused.account_id)).all()
    assert [tuple(one) for one in barred] == [(sealed.id, account), (sealed.id, office.accounts["clerk"])]


def test_late_is_what_was_entered_on_a_later_day_and_not_out_of_a_book(office: Commune) -> None:
    friday = date(2026, 11, 13)
    assert not visit_row(log(office).id).late
    assert visit_row(log(office, a_visit(held_on=friday)).id).late
    assert not visit_row(log(office, a_visit(held_on=friday, book_row="Sổ 2026, dòng 4")).id).late


def test_codes_are_made_for_people(office: Commune) -> None:
    codes = {new_follow_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) == 9 and not set(code) & set("01OI") for code in codes)
    assert new_denouncer_code(2026).startswith("TC-2026-")
    rows = [visit_row(log(office).id) for _ in range(3)]
    assert len({row.follow_code for row in rows}) == 3


def test_one_denouncer_code_stands_for_one_denunciation(office: Commune) -> None:
    given = a_denunciation()
    log(office, given)
    before = everything()
    with pytest.raises(IntegrityError):
        log(office, replace(given, denouncer=replace(given.denouncer, envelope="another")))
    assert everything() == before


def test_one_envelope_holds_one_denunciation_of_a_year(office: Commune) -> None:
    given = a_denunciation("31")
    log(office, given)
    before = everything()
    with pytest.raises(Refusal, match="31"):
        log(office, replace(given, denouncer=replace(given.denouncer, code=new_denouncer_code(2026))))
    assert everything() == before



def test_everything_happens_at_the_one_time_it_is_given(office: Commune) -> None:
    dossier = log_visit(a_visit(), at_counter(office))
    assert (stored(dossier.id).made_at, journal()[0].at) == (NOW, NOW)
    assert stored(dossier.id).opened_on == TODAY
