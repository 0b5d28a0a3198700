"""Giving a case to somebody: who may, what is asked for, what a second person loses, the clocks as they were."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from caseapp.cases.commands.assigning import add_note
from caseapp.cases.queries.cases import team_of
from tests.cases.making import act, acting, clocks, make_office, open_case, stored
from tests.staff.making import filling, make_account, make_unit, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.cases.making import Office


@pytest.fixture
def office(app: Flask) -> Office:
    """The office of An Thịnh ward."""
    return make_office(app)


@pytest.fixture
def case(app: Flask, office: Office) -> Any:
    """A complaint that was just received."""
    with app.app_context():
        return open_case(office, date(2026, 11, 12))


def hidden(page: str) -> dict[str, str]:
    """The form's key and the version its page showed."""
    return dict(re.findall(r'id="(form_key|version)" name="\1" type="hidden" value="([^"]+)"', page))


def test_a_case_is_handed_over_with_a_reason(app: Flask, client: FlaskClient, office: Office, case: Any) -> None:
    sign_in(client, office.head)
    address = f"/vu-viec/{case.public_id}/phan-cong"
    page = client.get(address).text
    assert "Đang thụ lý: Trần Văn Bình." in page
    sent = {**hidden(page), "handler": office.other_handler.public_id, "team": office.handler.public_id}
    refused = client.post(address, data=sent)
    assert (refused.status_code, "Ghi lý do phân công lại." in refused.text) == (422, True)
    assert f'value="{office.other_handler.public_id}" selected' in refused.text, "what was chosen stays"
    with app.app_context():
        before = clocks(case.id)["complaint.acceptance"].due_on
    for _twice in range(2):
        assert client.post(address, data={**sent, "reason": "Anh Bình nghỉ phép."}).status_code == 303
    with app.app_context():
        assert stored(case.id).handler_id == office.other_handler.id
        assert [(row.name, row.duty) for row in team_of(case.id) if row.until_on is None] == [
            ("Phạm Quốc Dũng", "handler"), ("Trần Văn Bình", "verifier")]
        assert clocks(case.id)["complaint.acceptance"].due_on == before
    page = client.get(f"/vu-viec/{case.public_id}").text
    assert "Phân công Phạm Quốc Dũng thụ lý" in page
    assert "Anh Bình nghỉ phép." in page


@pytest.mark.parametrize("who", ["handler", "clerk", "officer", "auditor", "province_head"])
def test_only_the_head_of_the_unit_assigns(client: FlaskClient, office: Office, case: Any, who: str) -> None:
    sign_in(client, getattr(office, who))
    address = f"/vu-viec/{case.public_id}/phan-cong"
    assert client.get(address).status_code == 404
    assert client.post(address, data={}).status_code == 404


def test_nobody_of_another_unit_can_be_chosen(app: Flask, client: FlaskClient, office: Office, case: Any) -> None:
    with filling(app) as session:
        other = make_unit(session, "CT-TL", "UBND xã Tân Lộc", parent=office.province)
        stranger = make_account(session, "la", ["handler"], other, display="Người Lạ")
    sign_in(client, office.head)
    address = f"/vu-viec/{case.public_id}/phan-cong"
    page = client.get(address).text
    assert "Người Lạ" not in page
    answer = client.post(address, data={**hidden(page), "handler": stranger.public_id, "reason": "Thử."})
    assert answer.status_code == 422
    with app.app_context():
        assert stored(case.id).handler_id == office.handler.id


def test_an_old_page_loses_nothing_that_was_chosen(app: Flask, client: FlaskClient, office: Office, case: Any) -> None:
    sign_in(client, office.head)
    address = f"/vu-viec/{case.public_id}/phan-cong"
    sent = {**hidden(client.get(address).text), "handler": office.other_handler.public_id, "reason": "Đổi người."}
    with app.app_context():
        add_note("Xen vào giữa.", acting(office, case, "clerk"))
    answer = client.post(address, data=sent)
    assert answer.status_code == 409
    assert "Ngô Thùy Trang ghi lúc 09:00" in answer.text
    assert 'value="Đổi người."' in answer.text
    again = {**sent, **hidden(answer.text)}
    assert again["version"] != sent["version"]
    assert client.post(address, data=again).status_code == 303


def test_an_ended_case_is_given_to_nobody(app: Flask, client: FlaskClient, office: Office, case: Any) -> None:
    with app.app_context():
        act(office, case, "decline")
    sign_in(client, office.head)
    answer = client.get(f"/vu-viec/{case.public_id}/phan-cong")
    assert (answer.status_code, "Hồ sơ đã kết thúc." in answer.text) == (409, True)
    assert "/phan-cong" not in client.get(f"/vu-viec/{case.public_id}").text
