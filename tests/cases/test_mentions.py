"""Colleagues called by name in a note: who can be called, where it shows, until when."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from bench.pages import counted
from caseapp.cases.commands.assigning import add_note
from caseapp.cases.commands.mentioning import called_in, forget_mentions
from caseapp.cases.models import Mention
from caseapp.cases.queries.colleagues import colleagues
from caseapp.db import db, reading, writing
from caseapp.dossiers.models import Accused
from caseapp.proof import faults
from caseapp.web.now import today
from tests.cases.making import acting, make_office, open_case, stored
from tests.staff.making import filling, let_stand_in, make_account, make_unit, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.cases.making import Office

HIDDEN = re.compile(r'<input id="([\w-]+)" name="\1" type="hidden" value="([^"]*)"')
CALLED = "Bạn được nhắc đến ở KN 2026/0001"


@pytest.mark.parametrize(("text", "accounts"), [
    ("@binh xem giúp", {"binh"}), ("Nhờ @Dung, @trang.", {"dung", "trang"}), ("a@binh.vn", set()),
    ("thư: x.@binh", set()), ("@@binh", set()), ("@le.van-a!", {"le.van-a"}), ("(@binh)", {"binh"}), ("", set())])
def test_names_after_an_at_sign_are_read(text: str, accounts: set[str]) -> None:
    assert called_in(text) == accounts


def called(case: Any) -> list[int]:
    """Accounts that notes of a case call."""
    return sorted(row.account_id for row in reading().execute(sa.select(Mention.account_id)))


def test_only_who_may_see_the_case_is_called(any_app: Flask) -> None:
    office = make_office(any_app)
    with filling(any_app) as session:
        other = make_unit(session, "CT-TL", "UBND xã Tân Lộc", parent=office.province)
        make_account(session, "la", ["handler"], other)
        make_account(session, "cu", ["handler"], office.commune, disabled_on=date(2026, 1, 1))
        stand_in = make_account(session, "thay", [], office.commune)
        let_stand_in(session, stand_in, office.clerk, "clerk", office.commune, date(2026, 11, 1), date(2026, 12, 1))
        make_account(session, "quan", ["administrator"], office.commune)
    with any_app.app_context():
        case = open_case(office, date(2026, 11, 12))
        add_note("@dung @la @cu @quan @khongco @thay xem, @binh cũng vậy.", acting(office, case, "handler"),
                 [office.clerk.public_id, office.auditor.public_id])
        assert called(case) == sorted([office.other_handler.id, stand_in.id, office.clerk.id])
        assert faults(9) == []


def test_of_a_sealed_case_only_those_entrusted_are_called(any_app: Flask) -> None:
    office = make_office(any_app)
    with any_app.app_context():
        case = open_case(office, date(2026, 11, 12))
        with db.engine.begin() as connection:
            connection.execute(sa.text("UPDATE dossier SET sealed = TRUE, code = 'TC-1' WHERE id = :id"), {"id": case.id})
        named = [one.account for one in colleagues(reading(), stored(case.id), today())]
        assert named == ["phuoc", "hang"], "the head, and whoever logged it"
        with db.engine.begin() as connection:
            connection.execute(sa.insert(Accused).values(dossier_id=case.id, account_id=office.head.id))
        assert [one.account for one in colleagues(reading(), stored(case.id), today())] == ["hang"]


def test_it_stands_on_the_page_of_the_own_work_until_the_case_is_opened(
        app: Flask, client: FlaskClient) -> None:
    office = make_office(app)
    with app.app_context():
        case = open_case(office, date(2026, 11, 12))
        add_note("Nhờ @dung đo lại.", acting(office, case, "handler"))
    sign_in(client, office.other_handler)
    assert CALLED in client.get("/viec").text
    page = client.get(f"/vu-viec/{case.public_id}").text
    assert "nhắc Phạm Quốc Dũng" in page
    assert CALLED not in client.get("/viec").text
    sign_in(client, office.clerk)
    assert CALLED not in client.get("/viec").text


def test_never_for_somebody_who_may_not_see_the_case_any_more(app: Flask, client: FlaskClient) -> None:
    office = make_office(app)
    with app.app_context():
        case = open_case(office, date(2026, 11, 12))
        add_note("Nhờ @dung đo lại.", acting(office, case, "handler"))
        with db.engine.begin() as connection:
            connection.execute(sa.text("UPDATE dossier SET sealed = TRUE, code = 'TC-1' WHERE id = :id"), {"id": case.id})
    sign_in(client, office.other_handler)
    assert "nhắc đến" not in client.get("/viec").text


def test_who_was_called_is_erased_with_the_notes(app: Flask) -> None:
    office = make_office(app)
    with app.app_context():
        case = open_case(office, date(2026, 11, 12))
        add_note("Nhờ @dung đo lại.", acting(office, case, "handler"))
        with writing() as session:
            forget_mentions(session, case.id)
        assert called(case) == []


def test_the_work_page_asks_once_for_all_of_it(app: Flask, client: FlaskClient) -> None:
    office = make_office(app)
    with app.app_context():
        open_case(office, date(2026, 11, 12))
    sign_in(client, office.handler)
    client.get("/viec")
    with counted(app) as statements:
        client.get("/viec")
    assert ["hand_over" in one for one in statements if "case_mention" in one] == [True], "with what is handed over"


def test_colleagues_are_ticked_on_a_page_that_needs_no_script(app: Flask, client: FlaskClient) -> None:
    office = make_office(app)
    with app.app_context():
        case = open_case(office, date(2026, 11, 12))
    sign_in(client, office.handler)
    address = f"/vu-viec/{case.public_id}/ghi-chu"
    first = dict(HIDDEN.findall(client.get(f"/vu-viec/{case.public_id}").text))
    page = client.post(address, data={**first, "text": "Gửi chị Trang.", "choose": "1"})
    assert (page.status_code, "Gửi chị Trang." in page.text) == (200, True)
    assert f'value="{office.clerk.public_id}"' in page.text
    assert f'value="{office.handler.public_id}"' not in page.text, "nobody calls himself"
    form = {**dict(HIDDEN.findall(page.text)), "picks": "1"}
    assert '<input type="hidden" name="picks" value="1">' in page.text
    wrong = client.post(address, data={**form, "text": "A", "mentions": office.auditor.public_id})
    assert (wrong.status_code, "Chọn trong các mục có sẵn." in wrong.text) == (422, True)
    empty = client.post(address, data={**form, "text": "", "mentions": office.clerk.public_id})
    assert (empty.status_code, f'value="{office.clerk.public_id}" checked' in empty.text) == (422, True)
    sent = {**form, "text": "Gửi chị Trang.", "mentions": office.clerk.public_id}
    for _twice in range(2):
        assert client.post(address, data=sent).status_code == 303
    with app.app_context():
        assert called(case) == [office.clerk.id]


def test_whoever_only_reads_notes_nothing(app: Flask, client: FlaskClient) -> None:
    office: Office = make_office(app)
    with app.app_context():
        case = open_case(office, date(2026, 11, 12))
    for account in (office.auditor, office.province_head):
        sign_in(client, account)
        assert client.get(f"/vu-viec/{case.public_id}/ghi-chu").status_code == 404, account.name
