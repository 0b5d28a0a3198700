"""The papers of a mediation: the record holds exactly what the law asks for, nobody else may print it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from bench.pages import counted
from caseapp.law.settlement_record import CONTENTS
from caseapp.mediation.commands.handing_on import hand_on
from caseapp.mediation.commands.promises import move_promise
from caseapp.mediation.commands.results import record_result
from caseapp.web.now import today
from tests.mediation.making import act, acting, make_hamlets, open_one, stored
from tests.mediation.test_handing_on import asks, failed, photo
from tests.mediation.test_promises import PAY, QUIET, SETTLED, STEP, rows, settled
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from flask import Flask

    from caseapp.staff.models import Account
    from tests.mediation.making import Hamlets
    from tests.office.clock import Clock as OfficeClock


MOST = 8      # the session, the dispute with everything beneath it, its commune, its promises


@pytest.fixture
def office(app: Flask) -> Hamlets:
    """Two hamlets of a commune."""
    return make_hamlets(app)


def printed(app: Flask, account: Account, dispute: Any, what: str, status: int = 200) -> str:
    """A paper as somebody gets it: its text without tags."""
    client = app.test_client()
    sign_in(client, account)
    with counted(app) as statements:
        answer = client.get(f"/hoa-giai/vu/{dispute.public_id}/{what}/in")
    assert len(statements) <= MOST
    assert answer.status_code == status
    return re.sub(r"<[^>]+>", " ", answer.text)


def test_the_record_has_the_contents_of_the_law_and_no_others(
    app: Flask, office: Hamlets, clock: OfficeClock,
) -> None:
    with app.app_context():
        dispute = settled(office, STEP, PAY, QUIET)
    clock.set("2026-11-20 09:00")
    with app.app_context():
        move_promise(rows(dispute)[0].public_id, date(2027, 1, 15), "Mưa lũ.", acting(office, dispute))
    text = printed(app, office.lan, dispute, "van-ban")
    assert re.findall(r"^\s*([a-zđ])\) (.+?)\s*$", text, re.MULTILINE) == [
        (point, one.text) for point, one in CONTENTS.items()]
    for said in ("VĂN BẢN HÒA GIẢI THÀNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "TỔ HÒA GIẢI KHÓM 3",
                 "Điều 16 Luật Hòa giải ở cơ sở", "Lê Văn Hòa, sinh năm 1968, Số 4 hẻm 12, khóm 3", "Huỳnh Ngọc Lan",
                 "lấn lối đi chung", "tại Nhà văn hóa khóm 3", "Phá bậc thềm, trả tiền.",
                 "Nguyễn Thị Sáu có nghĩa vụ: Trả 500.000 đồng.", "Phá bậc thềm: chậm nhất ngày 01/12/2026.",
                 "Không nhắc lại chuyện cũ: không hẹn ngày.", "ngày 16 tháng 11 năm 2026"):
        assert said in text
    assert "15/01/2027" not in text      # what was agreed since does not stand on the paper they signed
    assert "0913445210" not in text      # nor does a telephone number


def test_before_the_result_it_is_a_draft_with_lines_for_the_pen(app: Flask, office: Hamlets) -> None:
    with app.app_context():
        dispute = open_one(office)
    text = printed(app, office.lan, dispute, "van-ban")
    assert "dự thảo" in text
    assert "ngày …… tháng …… năm ……" in text
    printed(app, office.lan, dispute, "bien-ban", 409)
    printed(app, office.lan, dispute, "toa-an", 409)


def test_a_failure_is_recorded_on_request_and_marked_as_unread(app: Flask, office: Hamlets) -> None:
    with app.app_context():
        dispute = failed(office)
        act(office, dispute, "record-failure")
        stopped = open_one(office)
        act(office, stopped, "stop")
    text = printed(app, office.leader, dispute, "bien-ban")
    for said in ("VĂN BẢN HÒA GIẢI KHÔNG THÀNH", "chưa đọc được", "không đạt được thỏa thuận", "Mỗi bên giữ ý kiến."):
        assert said in text
    assert "theo yêu cầu của bên thứ hai" in printed(app, office.leader, stopped, "bien-ban")
    printed(app, office.leader, dispute, "van-ban", 409)


def test_the_package_for_the_court_on_paper(app: Flask, office: Hamlets) -> None:
    with app.app_context():
        dispute = open_one(office)
        record_result(replace(SETTLED, happened_on=today(), promises=(STEP,), papers=(photo("van-ban.jpg"),)),
                      acting(office, dispute))
    text = printed(app, office.lan, dispute, "toa-an")
    for said in ("17/05/2027", "Huỳnh Ngọc Lan; Tổ hòa giải khóm 3", "van-ban.jpg", "Điều 417", "Điều 418",
                 "TRÍCH SỔ THEO DÕI", "(6) Thỏa thuận của các bên", "Phá bậc thềm, trả tiền."):
        assert said in text


def test_who_may_not_see_a_dispute_prints_nothing_of_it(app: Flask, office: Hamlets) -> None:
    with app.app_context():
        dispute = settled(office, STEP)
    for account in (office.tam, office.other_leader, office.clerk):
        for what in ("van-ban", "bien-ban", "toa-an"):
            printed(app, account, dispute, what, 404)
    printed(app, office.head, dispute, "van-ban")
    with app.app_context():
        act(office, dispute, "void", by=office.leader)
    printed(app, office.lan, dispute, "van-ban", 409)


def test_both_pages_name_each_other(app: Flask, office: Hamlets) -> None:
    with app.app_context():
        dispute = failed(office)
        key = hand_on(asks(dispute), acting(office, dispute))
        number = stored(key).no
    client = app.test_client()
    sign_in(client, office.head)
    petition = client.get(f"/don/{key}")
    assert petition.status_code == 200
    assert f"/hoa-giai/vu/{dispute.public_id}" in petition.text
    assert "Tổ hòa giải khóm 3" in petition.text
    assert f"ĐƠN 2026/{number:04d}" in client.get(f"/hoa-giai/vu/{dispute.public_id}").text
    clerk = app.test_client()
    sign_in(clerk, office.clerk)
    seen = clerk.get(f"/don/{key}")      # he reads the petition, its file, and not the dispute
    assert seen.status_code == 200
    assert f"/hoa-giai/vu/{dispute.public_id}" not in seen.text
    assert "bac-them.jpg" in seen.text
    officer = app.test_client()
    sign_in(officer, office.officer)
    assert officer.get(f"/vu-viec/{key}/viec/classify").status_code == 200      # what it is, the commune reads
    assert "Lối" not in re.findall(r"<title>(.*?)</title>", petition.text)[0]
    volunteer = app.test_client()
    sign_in(volunteer, office.lan)
    assert volunteer.get(f"/don/{key}").status_code in (403, 404)
