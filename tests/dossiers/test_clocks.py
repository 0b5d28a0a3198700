"""Clocks: whatever starts, ends or moves one, the dossier's next due day is its earliest running duty."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from caseapp.db import reading, writing
from caseapp.dossiers import clocks
from caseapp.dossiers.commands import lock_dossier
from caseapp.dossiers.models import Clock, ClockReceipt, Dossier
from caseapp.gazette import office_calendar
from caseapp.law.counting import appointed, count
from caseapp.law.receipts import Receipt
from caseapp.law.reception import FOLLOW_UP
from caseapp.ledger.chain import lock_chain
from caseapp.reception.models import Matter, Outcome
from tests.office.making import NOW, TODAY, Commune, a_visit, clocks_of, log, make_commune, proof, stored

RULES = ("reception.reply", "reception.refusal-notice", "reception.report-back", "reception.unprocessed")


@pytest.fixture
def office(any_app: Flask) -> Iterator[Commune]:
    """A commune on each database."""
    with any_app.app_context():
        yield make_commune()


@contextmanager
def changing(office: Commune, dossier: Dossier) -> Iterator[tuple[Session, Dossier]]:
    with writing() as session:
        lock_chain(session, office.unit)
        yield session, lock_dossier(session, dossier.id, None)


def quiet(office: Commune) -> Dossier:
    """A visit without a clock."""
    return log(office, a_visit(matter=Matter.OTHER, outcome=Outcome.EXPLAINED))


def counted(rule: str, day: date = TODAY) -> Receipt:
    return count(rule, day, office_calendar())


def open_again(session: Session, dossier: Dossier) -> None:
    dossier.state, dossier.closed_on = "awaiting", None
    session.flush()


def test_a_clock_copies_its_receipt(office: Commune) -> None:
    dossier = log(office)
    row = reading().execute(sa.select(Clock.__table__).where(Clock.dossier_id == dossier.id)).one()
    assert (row.rule, row.nature, row.unit, row.start_on) == ("reception.reply", "duty", "working-day", TODAY)
    assert (row.due_on, row.safe_on, row.confirmed, row.ended_by) == (date(2026, 12, 1), date(2026, 12, 1), True, None)
    text = reading().execute(sa.select(ClockReceipt.text).where(ClockReceipt.clock_id == row.id)).scalar_one()
    assert text == counted("reception.reply").to_json()
    assert json.loads(text)


def test_the_earliest_duty_counts_and_nothing_that_is_no_duty(office: Commune) -> None:
    dossier = quiet(office)
    with changing(office, dossier) as (session, row):
        open_again(session, row)
        clocks.start_clock(session, row, counted("reception.unprocessed"), at=NOW)
        assert row.next_due is None
        clocks.start_clock(session, row, counted("reception.reply"), at=NOW)
        assert row.next_due == date(2026, 12, 1)
        clocks.start_clock(session, row, counted("reception.refusal-notice"), at=NOW)
        assert row.next_due == date(2026, 11, 19)
        clocks.meet_clocks(session, row, ["reception.refusal-notice"], on=TODAY, result="signed")
        assert row.next_due == date(2026, 12, 1)
        clocks.meet_clocks(session, row, ["reception.reply"], on=TODAY, result="accepted")
        assert row.next_due is None
    assert clocks_of(dossier.id)[0][2] is None
    assert proof() == []


def test_ending_says_how_when_and_with_what(office: Commune) -> None:
    met, cancelled, booked = log(office), log(office), log(office)
    with changing(office, met) as (session, row):
        assert len(clocks.meet_clocks(session, row, ["reception.reply"], on=date(2026, 11, 18), result="accepted")) == 1
        assert clocks.meet_clocks(session, row, ["reception.reply"], on=TODAY, result="declined") == []
    with changing(office, cancelled) as (session, row):
        clocks.void_clocks(session, row, on=TODAY)
    with changing(office, booked) as (session, row):
        clocks.close_by_book(session, row)
    ends = reading().execute(sa.select(Clock.ended_by, Clock.ended_on, Clock.result).order_by(Clock.id)).all()
    assert [tuple(end) for end in ends] == [
        ("met", date(2026, 11, 18), "accepted"),
        ("void", TODAY, None),
        ("book", None, None),
    ]


def test_other_rules_and_other_dossiers_run_on(office: Commune) -> None:
    dossier, neighbour = log(office), log(office)
    with changing(office, dossier) as (session, row):
        clocks.meet_clocks(session, row, ["reception.report-back"], on=TODAY, result="accepted")
        assert [clock.rule for clock in clocks.open_clocks(session, row)] == ["reception.reply"]
        clocks.void_clocks(session, row, on=TODAY)
    assert stored(neighbour.id).next_due == date(2026, 12, 1)


def test_a_moved_clock_keeps_its_old_receipt_word_for_word(office: Commune) -> None:
    dossier = log(office)
    with changing(office, dossier) as (session, row):
        clock = clocks.open_clocks(session, row)[0]
        clocks.recount(session, row, clock, counted("reception.reply", date(2026, 11, 18)), at=NOW)
    assert stored(dossier.id).next_due == date(2026, 12, 3)
    texts = reading().execute(sa.select(ClockReceipt.no, ClockReceipt.text).order_by(ClockReceipt.no)).all()
    assert [no for no, _ in texts] == [1, 2]
    assert texts[0].text == counted("reception.reply").to_json() != texts[1].text
    assert proof() == []


def test_a_promised_day_is_counted_in_plain_days(office: Commune) -> None:
    dossier = log(office)
    with changing(office, dossier) as (session, row):
        receipt = appointed(FOLLOW_UP, TODAY, date(2026, 11, 20), office_calendar())
        assert clocks.start_clock(session, row, receipt, at=NOW).unit == "day"
    assert stored(dossier.id).next_due == date(2026, 11, 20)


@pytest.mark.parametrize("wrong", [{"nature": "wish"}, {"ended_by": "met"}, {"ended_by": "tired"}])
def test_the_database_refuses_contradictions(office: Commune, wrong: dict[str, str]) -> None:
    dossier = log(office)
    with pytest.raises(IntegrityError), writing() as session:
        session.execute(sa.update(Clock).where(Clock.dossier_id == dossier.id).values(wrong))


moves = st.lists(st.tuples(st.sampled_from(("start", "meet", "recount", "void")), st.sampled_from(RULES),
                           st.integers(0, 60)), max_size=10)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(moves=moves)
def test_next_due_whatever_happens(any_app: Flask, moves: list[tuple[str, str, int]]) -> None:
    with any_app.app_context():
        if not reading().execute(sa.text("SELECT 1 FROM unit")).first():
            make_commune()
        office = Commune(1, {"reception": 1})
        dossier = quiet(office)
        with changing(office, dossier) as (session, row):
            open_again(session, row)
            for move, rule, days in moves:
                day = date.fromordinal(TODAY.toordinal() - days)
                if move == "start":
                    clocks.start_clock(session, row, counted(rule, day), at=NOW)
                elif move == "meet":
                    clocks.meet_clocks(session, row, [rule], on=day, result="accepted")
                elif move == "void":
                    clocks.void_clocks(session, row, on=day)
                elif running := clocks.open_clocks(session, row, [rule]):
                    clocks.recount(session, row, running[-1], counted(rule, day), at=NOW)
                duties = [clock.due_on for clock in clocks.open_clocks(session, row) if clock.nature == "duty"]
                assert row.next_due == min(filter(None, duties), default=None)
        assert proof() == []
