"""Ways between pages: from one's own work to the letters, from a list to where a case lies, from a first case upwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from caseapp.dossiers.commands import number_of
from tests.cases.denouncing import accepted, make_offices
from tests.cases.making import make_office, stored
from tests.cases.test_denunciation_pages import as_account, words_of
from tests.cases.test_merging import join, two_cases
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.office.making import Commune


@pytest.fixture
def offices(app: Flask) -> tuple[Commune, Commune]:
    """Province and commune."""
    with app.app_context():
        return make_offices()


def test_a_custodian_finds_the_letters_that_wait(app: Flask, offices: tuple[Commune, Commune]) -> None:
    commune = offices[1]
    client = as_account(app, commune, "custodian")
    assert "không có thư nào chờ gửi" in words_of(client.get("/viec").text)
    with app.app_context():
        accepted(commune)
    page = client.get("/viec").text
    assert 'href="/vu-viec/thu-nguoi-to-cao"' in page
    assert "1 thư chờ gửi" in words_of(page)
    assert "thu-nguoi-to-cao" not in as_account(app, commune, "clerk").get("/viec").text


def test_a_list_says_where_a_merged_case_lies(app: Flask, client: FlaskClient) -> None:
    office = make_office(app)
    with app.app_context():
        kept, laid = two_cases(office)
        join(office, laid, kept)
        number = number_of(stored(kept.id))
    sign_in(client, office.head)
    assert f"đã nhập vào {number}" in client.get("/vu-viec?xem=da-xong").text
    assert "Đứng lại" in words_of(client.get(f"/vu-viec/{laid.public_id}").text)


def test_only_a_unit_above_opens_second_complaints(app: Flask, offices: tuple[Commune, Commune]) -> None:
    province, commune = offices
    way = 'href="/vu-viec/mo/khieu-nai-lan-hai"'
    assert way in as_account(app, province, "supervisor").get("/vu-viec").text
    assert way not in as_account(app, commune, "supervisor").get("/vu-viec").text
