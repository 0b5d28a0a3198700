"""Correcting what a case is about: who may, what is counted again, what two people at once are shown."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from caseapp.cases.models import CaseFile
from caseapp.db import reading
from caseapp.dossiers.models import ClockReceipt, SearchDoc
from caseapp.dossiers.verify import dossier_faults
from caseapp.ledger.models import JournalRow
from tests.cases.making import act, clocks, make_office, open_case, stored
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.cases.making import Office

GIVEN = {
    "respondent": "Chủ tịch UBND phường An Thịnh", "contested": "decision",
    "contested_paper": "Quyết định 264/QĐ-UBND ngày 22/09/2026",
    "content": "Khiếu nại việc thu hồi 46 m² đất vườn làm đường hẻm 12, cho là đo sai ranh.", "demand": "", "field": "",
    "people_count": "1", "nomination": "", "forwarded_by": "", "received_on": "12/11/2026",
}


@pytest.fixture
def office(app: Flask) -> Office:
    """The office of An Thịnh ward."""
    return make_office(app)


@pytest.fixture
def case(app: Flask, office: Office) -> Any:
    """A complaint received on Thursday 12/11/2026."""
    with app.app_context():
        return open_case(office, date(2026, 11, 12))


def opened(client: FlaskClient, case: Any) -> dict[str, str]:
    """What the form sends when nothing is changed."""
    page = client.get(f"/vu-viec/{case.public_id}/sua")
    assert page.status_code == 200
    kept = dict(re.findall(r'id="(form_key|version)" name="\1" type="hidden" value="([^"]+)"', page.text))
    seen = dict(re.findall(r'name="(seen-[a-z_]+)" value="([^"]*)"', page.text))
    return {**GIVEN, **kept, **seen}


def filed(case: Any) -> Any:
    return reading().execute(sa.select(*CaseFile.__table__.c).where(CaseFile.dossier_id == case.id)).one()


def test_what_is_corrected_stands_everywhere(app: Flask, client: FlaskClient, office: Office, case: Any) -> None:
    sign_in(client, office.officer)
    changes = {"respondent": "UBND phường An Thịnh", "content": "Khiếu nại việc cắt điện.", "field": "land",
               "people_count": "6", "nomination": "Giấy cử 12/11/2026", "demand": "Cấp điện lại."}
    answer = client.post(f"/vu-viec/{case.public_id}/sua", data={**opened(client, case), **changes})
    assert answer.status_code == 303
    with app.app_context():
        row = filed(case)
        assert (row.respondent, row.field, row.people_count, row.demand) == (
            "UBND phường An Thịnh", "land", 6, "Cấp điện lại.")
        assert stored(case.id).subject == "Khiếu nại việc cắt điện."
        assert "cat dien" in reading().execute(sa.select(SearchDoc.fold).where(SearchDoc.dossier_id == case.id)).scalar_one()
        acts = reading().execute(sa.select(JournalRow.act).where(JournalRow.dossier_id == case.id)).scalars().all()
        assert acts.count("complaint.correct") == 1
        assert list(dossier_faults(reading())) == []
    page = client.get(f"/vu-viec/{case.public_id}").text
    assert "Đã sửa. Giá trị cũ và mới ghi trong nhật ký." in page
    assert "6 người cùng đứng đơn" in page


def test_another_day_of_receipt_counts_the_clock_again(app: Flask, client: FlaskClient, office: Office,
                                                       case: Any) -> None:
    sign_in(client, office.handler)
    answer = client.post(f"/vu-viec/{case.public_id}/sua", data={**opened(client, case), "received_on": "6/11/2026"},
                         follow_redirects=True)
    assert "Hạn 23/11/2026 thành 16/11/2026" in answer.text
    with app.app_context():
        clock = clocks(case.id)["complaint.acceptance"]
        assert (clock.due_on, clock.receipt_no, stored(case.id).next_due) == (
            date(2026, 11, 16), 2, date(2026, 11, 16))
        count = sa.select(sa.func.count()).select_from(ClockReceipt).where(ClockReceipt.clock_id == clock.id)
        assert reading().execute(count).scalar() == 2


@pytest.mark.parametrize(("changes", "words"), [
    ({"received_on": "20/11/2026"}, "chưa đến"), ({"received_on": ""}, "Ghi ngày cơ quan nhận đơn."),
    ({"received_on": "31/02/2026"}, "31"), ({"content": "  "}, "Ghi nội dung khiếu nại"),
    ({"people_count": "0"}, "Số người"), ({"respondent": "x" * 300}, "tối đa 200"), ({"contested": "gì đó"}, "Chưa lưu được"),
    ({"field": "corruption"}, "Chưa lưu được"),
])
def test_bad_input_changes_nothing_and_stays(app: Flask, client: FlaskClient, office: Office, case: Any,
                                             changes: dict[str, str], words: str) -> None:
    sign_in(client, office.handler)
    with app.app_context():
        before = (filed(case), stored(case.id))
    answer = client.post(f"/vu-viec/{case.public_id}/sua",
                         data={**opened(client, case), "demand": "Điều vừa gõ.", **changes})
    assert answer.status_code == 422
    assert words in answer.text
    assert "Điều vừa gõ." in answer.text
    with app.app_context():
        assert (filed(case), stored(case.id)) == before


def test_the_day_of_receipt_cannot_come_after_an_act(app: Flask, client: FlaskClient, office: Office,
                                                     case: Any) -> None:
    with app.app_context():
        act(office, case, "accept", date(2026, 11, 13))
    sign_in(client, office.handler)
    answer = client.post(f"/vu-viec/{case.public_id}/sua", data={**opened(client, case), "received_on": "14/11/2026"})
    assert (answer.status_code, "sau một việc đã ghi" in answer.text) == (422, True)


def test_two_at_once_see_both_versions(app: Flask, client: FlaskClient, office: Office, case: Any) -> None:
    other = app.test_client()
    sign_in(client, office.handler)
    sign_in(other, office.clerk)
    address = f"/vu-viec/{case.public_id}/sua"
    mine, theirs = opened(client, case), opened(other, case)
    assert other.post(address, data={**theirs, "respondent": "UBND phường An Thịnh"}).status_code == 303
    answer = client.post(address, data={**mine, "respondent": "Chủ tịch phường", "demand": "Trả đất."})
    assert answer.status_code == 409
    assert "Ngô Thùy Trang lưu lúc 09:00" in answer.text
    assert "pick-respondent" in answer.text
    assert "chỉ bạn sửa, giữ" in answer.text
    again = dict(re.findall(r'<input[^>]*name="([\w-]+)"[^>]*value="([^"]*)"', answer.text))
    again |= {"pick-respondent": "saved"}
    assert client.post(address, data=again).status_code == 303
    with app.app_context():
        assert (filed(case).respondent, filed(case).demand) == ("UBND phường An Thịnh", "Trả đất.")


@pytest.mark.parametrize(("who", "status"), [
    ("officer", 200), ("handler", 200), ("clerk", 200), ("head", 200), ("auditor", 404), ("province_head", 404)])
def test_who_corrects(client: FlaskClient, office: Office, case: Any, who: str, status: int) -> None:
    sign_in(client, getattr(office, who))
    assert client.get(f"/vu-viec/{case.public_id}/sua").status_code == status


def test_a_double_click_is_one_correction(client: FlaskClient, office: Office, case: Any) -> None:
    sign_in(client, office.handler)
    sent = {**opened(client, case), "demand": "Trả đất."}
    address = f"/vu-viec/{case.public_id}/sua"
    assert client.post(address, data=sent).status_code == 303
    second = client.post(address, data=sent, follow_redirects=True)
    assert "Bản sửa này đã được lưu từ lần bấm trước." in second.text
    unchanged = client.post(address, data={**opened(client, case), "demand": "Trả đất."}, follow_redirects=True)
    assert "Không có gì khác để sửa." in unchanged.text
