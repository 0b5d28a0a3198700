"""Papers of the counter: slip 02/TCD, notice 01/TCD, the denouncer's slip; what they say and what they never hold."""

from __future__ import annotations

import base64
from datetime import date, time
from typing import TYPE_CHECKING

import sqlalchemy as sa

from caseapp.db import reading
from caseapp.dossiers.acting import Acting
from caseapp.gazette import office_calendar
from caseapp.ledger.models import JournalRow
from caseapp.people.commands import Given
from caseapp.people.models import IdKind, Nature
from caseapp.reception.commands.acting import GivenNotice, sign_refusal, void
from caseapp.reception.commands.logging import GivenParty
from caseapp.reception.models import Matter, NoticeResult, Outcome, Visit
from caseapp.reception.slips import read_slip, sign_slip
from caseapp.web.now import now, today
from tests.reception.making import ANH, FOUR_PAPERS, log, make_people
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from caseapp.dossiers.models import Dossier
    from caseapp.staff.models import Account
    from tests.office.clock import Clock

LONG_STORY = "phản ánh " + "nước thải của quán ăn chảy ra hẻm ban đêm, " * 12 + "đề nghị kiểm tra."


def acting(dossier: Dossier, by: Account, *roles: str) -> Acting:
    return Acting(
        dossier.id, dossier.unit_id, dossier.version, by.id, frozenset(roles), now(), today(), office_calendar())


def test_the_papers_slip_says_everything_the_form_asks(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    visit = log(app, people, papers=FOUR_PAPERS, held_at=time(10, 20), day=date(2026, 11, 12))
    with app.app_context():
        code = reading().execute(sa.select(Visit.follow_code)).scalar_one()
    sign_in(client, people.officer)
    slip = client.get(f"/tiep-dan/luot/{visit.public_id}/bien-nhan")
    assert slip.status_code == 200
    for words in (
        "Mẫu số 02/TCD", "UBND THÀNH PHỐ CẦN THƠ", "UBND PHƯỜNG AN THỊNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "An Thịnh, ngày 12 tháng 11 năm 2026", "GIẤY BIÊN NHẬN", "Thông tin, tài liệu",
        "Hồi 10 giờ 20 phút, ngày 12 tháng 11 năm 2026, tại Phòng tiếp công dân UBND phường An Thịnh",
        "Lê Thị Thu Hằng</b>, chức vụ: công chức tiếp công dân", "Đã nhận của bà: <b>Nguyễn Thị Ánh</b>",
        "Số căn cước: 092171003307", "21/04/2022, Cục Cảnh sát quản lý hành chính",
        "118 Trần Việt Châu, phường An Thịnh",
        "Quyết định 264/QĐ-UBND, 22/09/2026", "Bản sao có chứng thực", "lập thành 02 bản",
        "NGƯỜI CUNG CẤP THÔNG TIN, TÀI LIỆU",
        "NGƯỜI NHẬN", "TCD 2026/0001", code, "0292 3810 215",
        "(đóng dấu, nếu có)", "Theo khoản 1 Điều 28 Luật Tiếp công dân, UBND phường An Thịnh báo kết quả",
        "chậm nhất ngày 27/11/2026 (theo lịch nghỉ đã công bố đến nay).",
    ):
        assert words in slip.text, words
    assert "Ánh" not in slip.text.partition("</title>")[0]


def test_a_day_that_no_open_decision_can_move_stands_alone(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    visit = log(app, people, papers=FOUR_PAPERS, day=date(2026, 10, 12))
    sign_in(client, people.officer)
    slip = client.get(f"/tiep-dan/luot/{visit.public_id}/bien-nhan").text
    assert "chậm nhất ngày 26/10/2026.</p>" in slip
    assert "Hồi …… giờ …… phút" in slip


def test_a_number_is_whole_on_paper_or_left_to_the_pen(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    visit = log(app, people, papers=FOUR_PAPERS[:1])
    sign_in(client, people.handler)
    slip = client.get(f"/tiep-dan/luot/{visit.public_id}/bien-nhan").text
    assert "3307" not in slip
    assert "Số căn cước: …<wbr>…" in slip


def test_a_row_of_an_old_book_names_no_receiver_whom_the_book_does_not(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    visit = log(app, people, papers=FOUR_PAPERS[:1], receiver_id=None, book_row="Sổ 2026, dòng 12")
    sign_in(client, people.officer)
    slip = client.get(f"/tiep-dan/luot/{visit.public_id}/bien-nhan").text
    assert "Lê Thị Thu Hằng" not in slip
    assert "Tôi là: ……" in slip


def test_the_slip_of_a_denunciation_leaves_the_giver_to_the_pen(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    sealed = log(app, people, Matter.DENUNCIATION, papers=FOUR_PAPERS[:1])
    sign_in(client, people.officer)
    slip = client.get(f"/tiep-dan/luot/{sealed.public_id}/bien-nhan")
    assert slip.status_code == 200
    assert "TC-2026-3M9X-7K4P" in slip.text
    assert slip.text.count('class="pen"') == 3
    assert "bản của cơ quan bỏ vào phong bì niêm phong số 25." in slip.text
    sign_in(client, people.handler)
    assert client.get(f"/tiep-dan/luot/{sealed.public_id}/bien-nhan").status_code == 404


def test_no_slip_without_papers_nor_for_a_void_number(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    bare, gone = log(app, people), log(app, people, papers=FOUR_PAPERS)
    with app.app_context():
        void("Ghi trùng", acting(gone, people.officer, "reception"))
    sign_in(client, people.officer)
    for dossier, words in ((bare, "không nhận giấy tờ nào"), (gone, "đã hủy")):
        answer = client.get(f"/tiep-dan/luot/{dossier.public_id}/bien-nhan")
        assert answer.status_code == 409
        assert words in answer.text


def test_the_refusal_notice_is_a_draft_until_it_is_signed(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    note = "Văn bản 112/UBND-TN ngày 03/08/2026"
    visit = log(app, people, Matter.FEEDBACK, Outcome.REFUSED, ground="Rh", ground_note=note, content=LONG_STORY)
    sign_in(client, people.head)
    address = f"/tiep-dan/luot/{visit.public_id}/tu-choi"
    draft = client.get(address).text
    for words in (
        "Mẫu số 01/TCD", "THÔNG BÁO", "Về việc từ chối tiếp công dân", "Kính gửi: bà Nguyễn Thị Ánh", "092171003307",
        "Lý do từ chối:", f"{note}.", "điểm h khoản 1 Điều 4 Nghị định 154/2026/NĐ-CP",
        "THỦ TRƯỞNG CƠ QUAN, TỔ CHỨC, ĐƠN VỊ", "Nơi nhận:", "dự thảo", "Mẫu 01/TCD in điểm g",
        "ngày …… tháng …… năm 2026", "đến UBND phường An Thịnh để kiến nghị, phản ánh về việc:", f"{LONG_STORY}</p>",
    ):
        assert words in draft, words
    for words in ("Vậy thông báo", "Phòng tiếp công dân", "chưa có giá trị"):
        assert words not in draft, words
    with app.app_context():
        given = GivenNotice(
            NoticeResult.REFUSED, "written", date(2026, 11, 18), "Phạm Quốc Dũng", "05/TB-UBND ngày 17/11/2026")
        sign_refusal(given, acting(visit, people.head, "supervisor"))
    signed = client.get(address).text
    assert "Số: 05/TB-UBND</p>" in signed
    assert "ngày 17 tháng 11 năm 2026" in signed
    assert "Phạm Quốc Dũng" in signed
    assert "dự thảo" not in signed


def test_the_notice_to_a_denouncer_leaves_him_to_the_pen(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    visit = log(app, people, Matter.DENUNCIATION, Outcome.REFUSED, ground="R3", ground_note="Kết luận 12/KL-UBND")
    sign_in(client, people.head)
    notice = client.get(f"/tiep-dan/luot/{visit.public_id}/tu-choi")
    assert notice.status_code == 200
    assert notice.text.count('class="pen"') == 3
    for words in ("TC-2026-3M9X-7K4P", "để tố cáo về việc:", "khoản 3 Điều 9 Luật Tiếp công dân"):
        assert words in notice.text, words
    sign_in(client, people.handler)
    assert client.get(f"/tiep-dan/luot/{visit.public_id}/tu-choi").status_code == 404


def test_a_notice_of_mixed_contents_names_every_kind_the_form_has(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    visit = log(app, people, Matter.MIXED, Outcome.REFUSED, ground="R3", ground_note="QĐ 12")
    sign_in(client, people.head)
    notice = client.get(f"/tiep-dan/luot/{visit.public_id}/tu-choi").text
    assert "để khiếu nại, tố cáo, kiến nghị, phản ánh về việc:" in notice


def test_only_written_grounds_have_a_notice(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    oral = log(app, people, Matter.COMPLAINT, Outcome.REFUSED, ground="R2")
    sign_in(client, people.head)
    assert client.get(f"/tiep-dan/luot/{oral.public_id}/tu-choi").status_code == 409


def test_an_organisation_is_named_by_who_came(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    company = Given("Công ty TNHH Hưng Phú Mekong", nature=Nature.ORGANISATION, address="Khu công nghiệp Hưng Phú")
    came = Given("Lương Quốc Bảo", IdKind.PASSPORT, "C6118214", sex="M")
    parties = (GivenParty(company, "represented"), GivenParty(came, "representative", "Giấy giới thiệu 12/GGT"))
    visit = log(app, people, person=None, parties=parties, papers=FOUR_PAPERS[:1])
    sign_in(client, people.officer)
    slip = client.get(f"/tiep-dan/luot/{visit.public_id}/bien-nhan").text
    assert "Đã nhận của ông: <b>Lương Quốc Bảo</b>" in slip
    assert "Số hộ chiếu: C6118214" in slip


def test_the_denouncers_slip_bears_a_code_and_blank_lines(app: Flask, client: FlaskClient, clock: Clock) -> None:
    people = make_people(app)
    sign_in(client, people.officer)
    with app.app_context():
        token = sign_slip("TC-2026-7K4P-3M2Q")
        assert read_slip(token) == "TC-2026-7K4P-3M2Q"
    slip = client.get(f"/tiep-dan/phieu-danh-tinh?phieu={token}")
    assert slip.status_code == 200
    assert "TC-2026-7K4P-3M2Q" in slip.text
    assert slip.text.count('class="pen"') == 6
    assert "về danh tính của tôi, máy chỉ giữ mã số trên" in slip.text
    assert "Giữ kín:" in slip.text
    assert ANH.name not in slip.text
    for broken in ("", token[:-2], f"{token}x"):
        assert client.get("/tiep-dan/phieu-danh-tinh", query_string={"phieu": broken}).status_code == 409
    sign_in(client, people.handler)
    assert client.get(f"/tiep-dan/phieu-danh-tinh?phieu={token}").status_code == 404


def test_the_address_of_a_slip_says_nothing_and_ends_after_half_a_day(app: Flask, clock: Clock) -> None:
    with app.test_request_context():
        token = sign_slip("TC-2026-7K4P-3M2Q")
        opened = b"".join(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in token.split("."))
        assert b"7K4P" not in opened
        assert token != sign_slip("TC-2026-7K4P-3M2Q")
        assert [read_slip(forged) for forged in ("", "é", "A", "A" * 80, token[1:])] == [None] * 5
    clock.set("2026-11-16 20:59")
    with app.test_request_context():
        assert read_slip(token) == "TC-2026-7K4P-3M2Q"
    clock.set("2026-11-16 21:01")
    with app.test_request_context():
        assert read_slip(token) is None


def test_printing_a_paper_is_journaled_and_told(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    visit = log(app, people, papers=FOUR_PAPERS[:1])
    refused = log(app, people, Matter.COMPLAINT, Outcome.REFUSED, ground="R3", ground_note="QĐ 12")
    sign_in(client, people.officer)
    assert client.get(f"/tiep-dan/luot/{visit.public_id}/bien-nhan").status_code == 200
    assert client.get(f"/tiep-dan/luot/{refused.public_id}/tu-choi").status_code == 200
    assert client.get(f"/tiep-dan/luot/{visit.public_id}/tu-choi").status_code == 409
    with app.app_context():
        rows = reading().execute(sa.select(JournalRow.dossier_id, JournalRow.act, JournalRow.account_id).where(
            JournalRow.act.like("%.print")).order_by(JournalRow.id)).all()
    assert rows == [(visit.id, "slip.print", people.officer.id), (refused.id, "refusal.print", people.officer.id)]
    assert "In giấy biên nhận" in client.get(f"/tiep-dan/luot/{visit.public_id}").text


def test_the_slip_names_whom_the_giver_stands_for(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    firm = Given("Công ty TNHH Hưng Phú Mekong", nature=Nature.ORGANISATION)
    parties = (GivenParty(ANH, "representative", "Giấy giới thiệu số 12"), GivenParty(firm, "represented"))
    visit = log(app, people, parties=parties, papers=FOUR_PAPERS)
    sign_in(client, people.officer)
    slip = client.get(f"/tiep-dan/luot/{visit.public_id}/bien-nhan").text
    assert "Đã nhận của bà: <b>Nguyễn Thị Ánh</b>, đại diện cho <b>Công ty TNHH Hưng Phú Mekong</b>." in slip
    shown = client.get(f"/tiep-dan/luot/{visit.public_id}").text
    for words in ("phô tô", "ản sao có chứng thực", "ản chính"):
        assert words in slip
        assert words in shown
