"""A handler proposes; the head decides, sends back with a reason; the author takes back; everybody else looks on."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tests.cases.making import Office, act, acting, make_office, open_case, stored
from tests.cases.views.act_posting import errors, everything, go, one, rows, typed, url, version_of, words
from tests.staff.making import filling, make_account, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
REASON = "Đơn có hai nội dung: ghi rõ nội dung nào không thụ lý."


@pytest.fixture
def office(app: Flask) -> Office:
    return make_office(app)


@pytest.fixture
def case(app: Flask, office: Office) -> Any:
    with app.app_context():
        return open_case(office, date(2026, 11, 9))


def propose(app: Flask, client: FlaskClient, office: Office, case: Any, code: str = "decline", **changes: Any) -> str:
    """The handler proposes; the address of the proposal."""
    go(client, office, "handler")
    data = typed(office, code, version_of(app, case), document=None, signer=None, happened_on=None, **changes)
    answer = client.post(url(case, code), data=data)
    assert answer.status_code == 303, errors(answer)
    public_id = one(app, "SELECT public_id FROM case_act WHERE status = 'proposed'")
    return f"/vu-viec/{case.public_id}/de-xuat/{public_id}"


def test_approved_as_it_was_drafted(any_app: Flask) -> None:
    client, office = any_app.test_client(), make_office(any_app)
    with any_app.app_context():
        case = open_case(office, date(2026, 11, 9))
    address = propose(any_app, client, office, case, file=(io.BytesIO(PDF), "dự thảo.pdf"))
    go(client, office, "supervisor")
    page = client.get(address)
    said = words(page)
    assert "Đề xuất: không thụ lý" in said
    assert "Trần Văn Bình" in said
    assert "Quá 90 ngày, không nêu lý do." in said
    assert "Khoản 6 Điều 11" in said
    assert "dự thảo.pdf" in said
    assert "Rút lại" not in said
    approve = f"{url(case, 'decline')}?de-xuat={address.rpartition('/')[2]}"
    assert approve in page.text
    form = client.get(approve).text
    assert "Quá 90 ngày, không nêu lý do." in form
    assert 'value="late" checked' in form
    assert "dự thảo.pdf" in form
    data = typed(office, "decline", version_of(any_app, case), proposal=address.rpartition("/")[2])
    assert client.post(url(case, "decline"), data=data).status_code == 303
    done = rows(any_app, "SELECT * FROM case_act")
    assert [(act.status, act.proposed_by, act.entered_by, bool(act.on_paper)) for act in done] == [
        ("done", office.handler.id, office.head.id, False)]
    story = client.get(f"/vu-viec/{case.public_id}").text
    assert f"{office.head.display_name} ký · Trần Văn Bình trình · " in story      # who drafted what the head signed
    assert client.get(address).status_code == 303      # nothing is left to decide
    again = client.get(f"{url(case, 'decline')}?de-xuat={address.rpartition('/')[2]}")
    assert again.status_code == 409


def test_sent_back_with_a_reason(app: Flask, client: FlaskClient, office: Office, case: Any) -> None:
    address = propose(app, client, office, case)
    go(client, office, "supervisor")
    assert "Trả lại kèm lý do" in client.get(address).text
    before = everything(app)
    version = str(version_of(app, case))
    for bad, status in (({"reason": "  "}, 422), ({"reason": "x" * 501}, 422), ({"reason": REASON, "version": "77"}, 409)):
        answer = client.post(f"{address}/tra-lai", data={"version": version, **bad})
        assert answer.status_code == status
        assert errors(answer)
        assert bad["reason"].strip() in answer.text
    assert everything(app) == before
    assert client.post(f"{address}/tra-lai", data={"reason": REASON, "version": version}).status_code == 303
    with app.app_context():
        assert (stored(case.id).proposed, stored(case.id).awaits) == (None, "handler")
    assert one(app, "SELECT reason FROM case_act") == REASON
    go(client, office, "handler")
    page = words(client.get(address))
    assert "Đề xuất này đã trả lại" in page
    assert REASON in page
    assert "Rút lại" not in page
    assert client.get(url(case, "decline")).status_code == 200      # proposed anew


def test_its_author_takes_it_back(app: Flask, client: FlaskClient, office: Office, case: Any) -> None:
    address = propose(app, client, office, case)
    page = words(client.get(address))
    assert "Rút lại" in page
    assert "Duyệt" not in page
    waiting = client.get(url(case, "accept"))
    assert waiting.status_code == 409
    assert "đã có một đề xuất chờ duyệt" in waiting.text
    assert client.post(f"{address}/rut", data={"version": str(version_of(app, case))}).status_code == 303
    assert one(app, "SELECT status FROM case_act") == "dropped"
    assert client.get(address).status_code == 404
    assert client.get(url(case, "accept")).status_code == 200


def test_nobody_else_decides(app: Flask, client: FlaskClient, office: Office, case: Any) -> None:
    address = propose(app, client, office, case)
    with filling(app) as session:
        elsewhere = make_account(session, "xa", ["supervisor"], office.province)
    before = everything(app)
    version = {"version": str(version_of(app, case)), "reason": REASON}
    sign_in(client, office.other_handler)
    page = words(client.get(address))
    assert "Rút lại" not in page
    assert "Duyệt:" not in page
    for account in (office.other_handler, office.clerk, office.auditor, office.officer, elsewhere):
        sign_in(client, account)
        for what in ("tra-lai", "rut"):
            assert client.post(f"{address}/{what}", data=version).status_code == 404
    go(client, office, "clerk")
    assert "Ghi văn bản đã ký: không thụ lý" in words(client.get(address))
    for address in (f"/vu-viec/{case.public_id}/de-xuat/{'x' * 22}", f"/vu-viec/{'x' * 22}/de-xuat/{'x' * 22}"):
        assert client.get(address).status_code == 404
    with app.app_context():
        now_seen = {name: found for name, found in everything(app).items() if name != "account"}
    assert now_seen == {name: found for name, found in before.items() if name != "account"}


def test_a_clerk_records_the_paper_that_came_of_it(app: Flask, client: FlaskClient, office: Office, case: Any) -> None:
    address = propose(app, client, office, case)
    go(client, office, "clerk")
    data = typed(office, "decline", version_of(app, case), proposal=address.rpartition("/")[2])
    assert client.post(url(case, "decline"), data=data).status_code == 303
    done = rows(app, "SELECT * FROM case_act")[0]
    assert (done.status, done.entered_by, bool(done.on_paper), done.signer_id) == ("done", office.clerk.id, True, office.head.id)


def test_a_proposal_that_another_act_overtook_is_refused(app: Flask, client: FlaskClient, office: Office, case: Any) -> None:
    address = propose(app, client, office, case)
    go(client, office, "supervisor")
    data = typed(office, "decline", version_of(app, case), proposal=address.rpartition("/")[2])
    with app.app_context():
        from caseapp.cases.commands.proposing import end_proposal

        end_proposal(address.rpartition("/")[2], acting(office, case, "handler"))
    before = everything(app)
    stale = client.post(url(case, "decline"), data=data)
    assert stale.status_code == 409
    assert "Rút đề xuất" in words(stale)
    refused = client.post(url(case, "decline"), data={**data, "version": str(version_of(app, case))})
    assert refused.status_code == 409
    assert "đã được xử lý hoặc rút lại" in errors(refused)[0]
    assert everything(app) == before


def test_the_page_of_the_act_points_to_a_proposal(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        case = open_case(office, date(2026, 11, 9))
        act(office, case, "accept")
    propose(app, client, office, case, "prolong")
    go(client, office, "supervisor")
    assert "Đã có đề xuất chờ duyệt" in client.get(url(case, "prolong")).text
    assert "Đã có đề xuất chờ duyệt" not in client.get(url(case, "stay")).text
