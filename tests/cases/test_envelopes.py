"""Envelopes of many cases at once: what the custodian's page costs, and which number is drawn for the next one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from bench.pages import counted
from caseapp.cases.kinds.denunciation_letters import LETTERS
from caseapp.reception.queries import office
from tests.cases.denouncing import accepted, do, make_offices, opened
from tests.cases.test_denunciation_pages import as_account, words_of

if TYPE_CHECKING:
    from flask import Flask

LETTERS_PAGE = "/vu-viec/thu-nguoi-to-cao"


def test_the_letters_page_costs_the_same_however_many_cases_are_open(any_app: Flask) -> None:
    with any_app.app_context():
        _province, commune = make_offices()
        accepted(commune, envelope="31")
        opened(commune, envelope="32")
    client = as_account(any_app, commune, "custodian")
    costs = []
    for more in (0, 5):
        with any_app.app_context():
            for number in range(more):
                accepted(commune, envelope=str(40 + number))
        client.get(LETTERS_PAGE)
        with counted(any_app) as statements:
            page = client.get(LETTERS_PAGE).text
        assert len(re.findall(r'href="/vu-viec/[^"]+/nguoi-to-cao/tell-acceptance"', page)) == 1 + more
        costs.append(len(statements))
    assert costs[0] == costs[1] <= 8, costs
    words = words_of(page)
    assert "Phong bì số 31" in words
    assert "Phong bì số 32" not in words, "nothing was issued there yet"


def test_a_letter_that_was_sent_waits_no_more_and_one_that_came_back_does(app: Flask) -> None:
    with app.app_context():
        _province, commune = make_offices()
        sent, back = accepted(commune, envelope="31"), accepted(commune, envelope="32")
        do(commune, sent, "tell-acceptance", "custodian", new_envelope="51")
        do(commune, back, "tell-acceptance", "custodian", new_envelope="52", letter_result="returned")
    words = words_of(as_account(app, commune, "custodian").get(LETTERS_PAGE).text)
    assert "Phong bì số 52" in words
    assert not {"Phong bì số 31", "Số 32", "Số 51"} & set(re.findall(r"số \d+", words))


def test_a_drawn_number_is_on_no_envelope_of_a_case(any_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """One lies on a case, one on an envelope sealed again; the number that one bore before is free, as in another year."""
    monkeypatch.setattr(office, "FIRST_ENVELOPE", 10_000)
    monkeypatch.setattr(office, "ENVELOPES", 4)
    with any_app.app_context():
        _province, commune = make_offices()
        opened(commune, envelope="10000")
        resealed = accepted(commune, envelope="10001")
        do(commune, resealed, "tell-acceptance", "custodian", new_envelope="10002")
        assert "tell-acceptance" in LETTERS
        assert {office.propose_envelope(commune.unit, 2026) for _draw in range(20)} == {"10001", "10003"}
        assert {office.propose_envelope(commune.unit, 2025) for _draw in range(60)} == {str(10_000 + one) for one in range(4)}
        do(commune, accepted(commune, envelope="10003"), "tell-acceptance", "custodian", new_envelope="10001")
        assert office.propose_envelope(commune.unit, 2026) == "10003"
