"""What may be done with a dispute out of an old logbook: its leader mends it, and only then is it paid for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from caseapp.db import reading
from caseapp.mediation.queries.due import Problem, unpaid
from tests.exchange import importing, mediation_books
from tests.exchange.importing import Place
from tests.exchange.mediation_books import dispute
from tests.exchange.mediation_office import bring
from tests.mediation.making import Hamlets, act, make_hamlets, mediating
from tests.mediation.making import stored as dossier_of
from tests.mediation.making import told as dispute_of

if TYPE_CHECKING:
    from flask import Flask

    from tests.office.clock import Clock

ON = date(2026, 11, 20)


@pytest.fixture
def office(any_app: Flask, clock: Clock) -> Hamlets:
    clock.set(importing.DAY)
    return make_hamlets(any_app)


def brought_in(app: Flask, office: Hamlets, **cells: Any) -> str:
    """A row of the team of hamlet 3, mediated by Tám and Lan; the public id of its dispute."""
    book = mediation_books.read_rows(dispute(mediators="Võ Văn Tám, Huỳnh Ngọc Lan", **cells))
    book = replace(book, rows=tuple(replace(row, team="Tổ hòa giải Khóm 3") for row in book.rows))
    plan = bring(app, Place(office.commune.id, office.clerk.id), book)
    assert [(step.number, step.problems) for step in plan.steps] == [("HG 2026/0001", ())]
    return plan.steps[0].dossier


def test_the_day_of_the_end_is_written_down_by_the_leader_and_then_paid(any_app: Flask, office: Hamlets) -> None:
    public_id = brought_in(any_app, office)

    def owed() -> Any:
        (case,) = unpaid(reading(), office.commune.id, date(2026, 12, 31)).cases
        return case

    with any_app.app_context():
        one = dossier_of(public_id)
        assert (owed().problem, owed().entries) == (Problem.NO_DAY, ())
        act(office, one, "reopen", ON, by=office.leader)  # no act may come before another that was written down
        assert dispute_of(one).outcome is None
        act(office, one, "settle", ON, by=office.leader)
        assert (dispute_of(one).outcome, dispute_of(one).ended_on) == ("settled", ON)
        assert owed().problem == ""
        assert [one.mediator_id for one in owed().entries] == sorted(one.mediator_id for one in owed().entries)
        assert len(owed().entries) == 2
    assert importing.faults(any_app) == []


def test_one_that_goes_on_is_ended_by_its_mediators(any_app: Flask, office: Hamlets) -> None:
    public_id = brought_in(any_app, office, success="", note="Đang hòa giải")
    with any_app.app_context():
        one = dossier_of(public_id)
        assert mediating(one) == ["Võ Văn Tám", "Huỳnh Ngọc Lan"]
        assert one.handler_id == office.tam.id
        act(office, one, "sit", ON, by=office.tam)
        act(office, one, "fail", ON, by=office.lan)
        assert (dispute_of(one).outcome, dispute_of(one).ended_by) == ("failed", "no-prospect")
    assert importing.faults(any_app) == []


def test_a_mediator_out_of_the_book_is_replaced(any_app: Flask, office: Hamlets) -> None:
    public_id = brought_in(any_app, office, success="", note="Đang hòa giải")
    with any_app.app_context():
        one = dossier_of(public_id)
        act(office, one, "replace", by=office.leader, mediators=[office.mediator(office.bay)])
        assert mediating(one) == ["Đoàn Văn Bảy"]
    assert importing.faults(any_app) == []
