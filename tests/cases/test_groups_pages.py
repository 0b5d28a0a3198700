"""The pages of groups: what they show, whom they let write, what they say when they refuse."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tests.cases.making import Office, make_office, open_case
from tests.office.browser import axe_problems
from tests.staff.making import PASSWORD, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from playwright.sync_api import Page
    from werkzeug.test import TestResponse

    from tests.office.clock import Clock
    from tests.office.live import Live

LIST = "\n".join(f"Nguyễn Văn {name}, thôn {no}" for no, name in enumerate(("An", "Bốn", "Cam", "Dũng", "Én"), 1))


@pytest.fixture
def office(app: Flask, clock: Clock) -> Office:
    clock.set("2026-11-16 09:00")
    return make_office(app)


@pytest.fixture
def at(app: Flask, office: Office, client: FlaskClient) -> str:
    """The address of a complaint's group, with its handler signed in."""
    with app.app_context():
        case = open_case(office, date(2026, 11, 2))
    sign_in(client, office.handler)
    return f"/vu-viec/{case.public_id}"


def send(client: FlaskClient, address: str, page: str = "", **fields: Any) -> TestResponse:
    seen = client.get(page or address).text
    hidden = {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', seen) for name in ("form_key", "version")}
    return client.post(address, data={**{name: one[1] for name, one in hidden.items() if one}, **fields},
                       content_type="multipart/form-data")


def test_a_list_is_pasted_and_shown(client: FlaskClient, at: str) -> None:
    assert "Chưa có danh sách" in client.get(f"{at}/nguoi-ky").text
    assert send(client, f"{at}/nguoi-ky/them", lines=LIST).status_code == 303
    shown = client.get(f"{at}/nguoi-ky").text
    assert shown.count('name="signers"') == 5
    assert "Đoàn đông người chưa có người đại diện" in shown
    assert "Từ 1 đến 2 người" in shown
    assert f"{at}/nguoi-ky" in client.get(at).text


def test_lines_that_were_not_taken_are_named(client: FlaskClient, at: str) -> None:
    answer = send(client, f"{at}/nguoi-ky/them", lines=LIST + "\n\n123\nNguyễn Văn An, thôn 1")
    assert answer.status_code == 200
    assert "Đã thêm 5 người ký" in answer.text
    assert all(words in answer.text for words in ("Dòng 7: 123", "Dòng 8: Nguyễn Văn An, thôn 1", "<p>6</p>"))


def test_a_file_is_taken_and_another_refused(client: FlaskClient, at: str) -> None:
    address = f"{at}/nguoi-ky/them"
    assert "Không đọc được tệp" in send(client, address, file=(io.BytesIO(b"\x00\x01"), "a.csv")).text
    assert "Dán danh sách hoặc chọn tệp" in send(client, address).text
    assert send(client, address, file=(io.BytesIO("Họ tên;Địa chỉ\nY Ban;thôn 1".encode()), "a.csv")).status_code == 303
    assert "Y Ban" in client.get(f"{at}/nguoi-ky").text


def test_some_withdraw_and_all_withdraw(client: FlaskClient, at: str) -> None:
    send(client, f"{at}/nguoi-ky/them", lines=LIST)
    page = f"{at}/nguoi-ky"
    assert send(client, page, act="withdraw", signers=["1", "2"], on="").status_code == 422
    assert send(client, page, act="withdraw", signers=["1", "2"], on="15/11/2026").status_code == 303
    assert "2 người đã rút" in client.get(page).text
    send(client, page, act="withdraw", signers=["3", "4", "5"], on="15/11/2026")
    assert "Mọi người ký đã rút" in client.get(page).text
    send(client, page, act="back", signers=["3"])
    assert "Mọi người ký đã rút" not in client.get(page).text
    assert send(client, page, act="none", signers=["3"]).status_code == 400


def test_a_paper_is_recorded_refused_and_ended(client: FlaskClient, at: str) -> None:
    send(client, f"{at}/nguoi-ky/them", lines=LIST)
    given = {"what": "nomination", "form": "minutes", "dated_on": "01/11/2026", "people": "Nguyễn Văn Cam"}
    page = f"{at}/dai-dien"
    assert "một trong những người ký" in send(client, page, **(given | {"people": "Lạ Hoắc"})).text
    assert "không có hình thức đó" in send(client, page, **(given | {"form": "notarised"})).text
    assert "không rõ là ai" in send(client, page, **(given | {"people": "Y Ban\nY Ban"})).text
    assert send(client, page, **given).status_code == 303
    shown = client.get(f"{at}/nguoi-ky").text
    assert "Biên bản họp có chữ ký của mọi người" in shown
    assert "biên bản họp thay được" in shown      # no text confirms it, and the page says so
    ended = re.search(r'href="([^"]+/het)"', shown)[1]
    assert send(client, ended, on="16/11/2026").status_code == 303
    assert "hết 16/11/2026" in client.get(f"{at}/nguoi-ky").text
    assert client.get(ended).status_code == 404


def test_who_only_reads_sees_and_changes_nothing(client: FlaskClient, at: str, office: Office, app: Flask) -> None:
    reader = app.test_client()
    sign_in(reader, office.auditor)
    shown = reader.get(f"{at}/nguoi-ky")
    assert shown.status_code == 200
    assert "nguoi-ky/them" not in shown.text
    for address in (f"{at}/nguoi-ky/them", f"{at}/dai-dien"):
        assert reader.get(address).status_code == 404


def test_a_list_that_comes_late_keeps_what_was_pasted(client: FlaskClient, at: str) -> None:
    answer = send(client, f"{at}/nguoi-ky/them", lines=LIST, version="0")
    assert answer.status_code == 409
    assert "Nguyễn Văn Cam" in answer.text


@pytest.mark.parametrize("page", ["desktop", "phone"], indirect=True)
def test_a_list_is_pasted_in_a_browser(page: Page, live: Live, clock: Clock) -> None:
    clock.set("2026-11-16 09:00")
    office = make_office(live.app)
    with live.app.app_context():
        case = open_case(office, date(2026, 11, 2))
    page.goto("/login")
    page.fill("[name=username]", "binh")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)
    page.goto(f"/vu-viec/{case.public_id}/nguoi-ky")
    page.get_by_role("link", name="Thêm người ký").click()
    page.fill("[name=lines]", LIST)
    assert axe_problems(page) == []
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/nguoi-ky")
    assert axe_problems(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    page.goto(f"/vu-viec/{case.public_id}/dai-dien")
    assert axe_problems(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
