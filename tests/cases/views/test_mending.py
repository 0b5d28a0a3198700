"""Correcting an act: its day counts every limit anew beside the old receipt; bad days and foreign hands change nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.cases.making import Office, act, make_office
from tests.cases.views.act_posting import (
    DAY,
    PATHS,
    TOLD,
    errors,
    everything,
    go,
    lead_to,
    one,
    rows,
    version_of,
    words,
)
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

WHY = "Ngày trên văn bản là 11/11."


@pytest.fixture
def office(app: Flask) -> Office:
    return make_office(app)


def act_of(app: Flask, case: Any, code: str) -> Any:
    return rows(app, "SELECT * FROM case_act WHERE dossier_id = :id AND code = :code ORDER BY id DESC", id=case.id, code=code)[0]


def address(app: Flask, case: Any, code: str) -> str:
    return f"/vu-viec/{case.public_id}/viec-da-ghi/{act_of(app, case, code).public_id}/sua"


def form(app: Flask, case: Any, code: str, **changes: Any) -> dict[str, Any]:
    found = act_of(app, case, code)
    whole = {"happened_on": "10/11/2026", "document": found.document, "mended_because": WHY,
             "version": str(version_of(app, case)), **json.loads(found.details), **changes}
    return {name: value for name, value in whole.items() if value not in (None, "")} | {
        name: value for name, value in changes.items() if value == ""}


def test_another_day_counts_the_limits_anew(any_app: Flask) -> None:
    client, office = any_app.test_client(), make_office(any_app)
    with any_app.app_context():
        case = lead_to(office, "prolong")
    go(client, office, "clerk")
    assert 'value="10/11/2026"' in client.get(address(any_app, case, "accept")).text
    answer = client.post(address(any_app, case, "accept"), data=form(any_app, case, "accept", happened_on="11/11/2026"))
    assert answer.status_code == 303, errors(answer)
    page = words(client.get(f"/vu-viec/{case.public_id}"))
    assert "Ra quyết định giải quyết lần đầu: hạn 10/12/2026 thành 11/12/2026." in page
    clock = rows(any_app, "SELECT * FROM clock WHERE rule = 'complaint.resolution-1'")[0]
    assert (str(clock.due_on), clock.receipt_no) == ("2026-12-11", 2)
    assert one(any_app, "SELECT count(*) FROM clock_receipt WHERE clock_id = :id", id=clock.id) == 2
    assert act_of(any_app, case, "accept").corrected == 1


def test_inputs_are_corrected_and_the_journal_says_why(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        case = lead_to(office, "decide")
        act(office, case, "decide", DAY, summary="Giữ nguyên.")
    go(client, office, "supervisor")
    answer = client.post(address(app, case, "decide"), data=form(app, case, "decide", finding="right", summary="Hủy bỏ."))
    assert answer.status_code == 303, errors(answer)
    told = json.loads(act_of(app, case, "decide").details)
    assert (told["finding"], told["disposition"], told["summary"]) == ("right", "amend", "Hủy bỏ.")
    kept = json.loads(one(app, "SELECT body FROM journal_values ORDER BY journal_id DESC"))
    assert WHY in json.dumps(kept, ensure_ascii=False)
    same = client.post(address(app, case, "decide"), data=form(app, case, "decide"))
    assert same.status_code == 303
    assert "Không có gì khác" in client.get(f"/vu-viec/{case.public_id}").text


@pytest.mark.parametrize(("changes", "message"), [
    ({"happened_on": "08/11/2026"}, "trước ngày nhận đơn"), ({"happened_on": "20/11/2026"}, "chưa đến"),
    ({"happened_on": "12/11/2026"}, "sau ngày 10/11/2026"), ({"happened_on": ""}, "ghi ngày"),
    ({"document": ""}, "ghi số, ký hiệu"), ({"mended_because": ""}, "ghi lý do sửa"),
    ({"document": "500/QĐ-UBND"}, "đã dùng cho văn bản khác"), ({"mended_because": "x" * 501}, "tối đa 500"),
])
def test_a_bad_correction_changes_nothing(
    app: Flask, client: FlaskClient, office: Office, changes: dict[str, str], message: str,
) -> None:
    office.numbers[0] = 499
    with app.app_context():
        other = lead_to(office, "withdraw")
        act(office, other, "accept")      # bears 500
        case = lead_to(office, "report")
    go(client, office, "supervisor")
    before = everything(app)
    answer = client.post(address(app, case, "accept"), data=form(app, case, "accept", **changes))
    assert answer.status_code == 422
    assert any(message in line.lower() for line in errors(answer)), errors(answer)
    assert everything(app) == before


def test_whoever_comes_second_sees_what_changed(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        case = lead_to(office, "record-work")
    go(client, office, "supervisor")
    data = form(app, case, "accept", happened_on="11/11/2026")
    with app.app_context():
        act(office, case, "record-work", by="handler", subject="Làm việc")
    before = everything(app)
    answer = client.post(address(app, case, "accept"), data=data)
    assert answer.status_code == 409
    assert "Trần Văn Bình ghi “Ghi buổi làm việc” lúc" in words(answer)
    assert WHY in words(answer)
    assert everything(app) == before
    assert client.post(address(app, case, "accept"), data={**data, "version": str(version_of(app, case))}).status_code == 303


def test_only_the_office_that_has_it_corrects(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        case = lead_to(office, "record-work")
    for account in (office.officer, office.auditor, office.province_head):
        sign_in(client, account)
        assert client.get(address(app, case, "accept")).status_code == 404
        assert client.post(address(app, case, "accept"), data=form(app, case, "accept")).status_code == 404
    go(client, office, "supervisor")
    assert client.get(f"/vu-viec/{case.public_id}/viec-da-ghi/{'x' * 22}/sua").status_code == 404


@pytest.mark.parametrize("code", PATHS)
def test_every_act_that_was_done_can_be_opened_for_correction(app: Flask, client: FlaskClient, office: Office, code: str) -> None:
    with app.app_context():
        case = lead_to(office, code)
        act(office, case, code, **TOLD.get(code, {}))
    go(client, office, "clerk")
    page = client.get(address(app, case, code))
    assert page.status_code == 200
    day = act_of(app, case, code).happened_on
    assert f"{day[8:]}/{day[5:7]}/{day[:4]}" in page.text
