"""Who deals with a visit and what it waits for: kept right by corrections, identification, sealing and old books."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from caseapp.gazette import office_calendar
from caseapp.reception.commands.acting import correct
from caseapp.reception.commands.sealing import seal
from caseapp.reception.models import Identity, Outcome
from tests.office.making import (
    TODAY,
    Commune,
    a_denunciation,
    a_visit,
    acting,
    at_counter,
    log,
    make_commune,
    stored,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask


@pytest.fixture
def office(any_app: Flask) -> Iterator[Commune]:
    """A commune on each database."""
    with any_app.app_context():
        yield make_commune()


def who(dossier_id: int) -> tuple[str, int | None, str]:
    row = stored(dossier_id)
    return row.state, row.handler_id, row.awaits


def test_whoever_received_or_else_logged_deals_with_it(office: Commune) -> None:
    officer, head = office.accounts["reception"], office.accounts["supervisor"]
    assert who(log(office).id) == ("awaiting", officer, "handler")
    received = log(office, a_visit(receiver_id=head))
    assert who(received.id) == ("awaiting", head, "handler")
    correct({"receiver_id": officer}, None, acting(office, received))
    assert who(received.id) == ("awaiting", officer, "handler")
    assert who(log(office, a_visit(outcome=Outcome.EXPLAINED)).id) == ("done", officer, "")


def test_of_an_old_book_nobody_does(office: Commune) -> None:
    assert who(log(office, a_visit(book_row="Sổ 2025, dòng 4")).id) == ("awaiting", None, "handler")


def test_a_denunciation_that_was_sealed_waits_for_its_officer(office: Commune) -> None:
    officer = office.accounts["reception"]
    opened = log(office)
    sealed = seal(a_denunciation("27", receiver_id=officer), acting(office, opened), at_counter(office))
    assert (who(opened.id), who(sealed.id)) == (("void", officer, ""), ("awaiting", officer, "handler"))


def test_information_waits_for_an_answer_once_somebody_is_known(office: Commune) -> None:
    from dataclasses import replace

    given = a_denunciation("28", outcome=Outcome.REPORTED)
    assert given.denouncer is not None
    dossier = log(office, replace(given, denouncer=replace(given.denouncer, identity=Identity.UNKNOWN)))
    assert who(dossier.id)[::2] == ("done", "")
    correct({"identity": Identity.CHECKED}, None, acting(office, dossier, today=TODAY, calendar=office_calendar()))
    assert who(dossier.id)[::2] == ("awaiting", "handler")
