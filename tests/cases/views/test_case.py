"""The page of a case: what it shows in each state to each role, its clocks, its story, its cost."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from flask import render_template_string
from werkzeug.routing import MapAdapter

from bench.pages import counted
from caseapp.cases.commands.mending import mend_act
from caseapp.cases.commands.proposing import end_proposal
from caseapp.cases.forms.noting import NoteForm
from caseapp.cases.models import CaseFile, CaseNote
from caseapp.cases.queries.beside import beside
from caseapp.cases.queries.cases import acts_of, clocks_of, find_case, linked_to
from caseapp.cases.queries.whole import whole
from caseapp.cases.rules import KINDS, due_days, facts_of
from caseapp.cases.views import clocks, steps, timeline
from caseapp.cases.views.markup import NOTE_HINT
from caseapp.db import reading, writing
from caseapp.dossiers.models import Link
from caseapp.dossiers.recounting import settle
from caseapp.gazette import office_calendar
from caseapp.law.calendars import SHIPPED
from caseapp.law.special_days import Exchange
from caseapp.ledger.chain import lock_chain
from caseapp.people.commands import Given
from caseapp.staff.models import Account, Substitution
from caseapp.staff.sessions import load_viewer
from caseapp.text import new_public_id
from caseapp.web.now import now, today
from caseapp.workflow.engine import available
from tests.cases.making import Office, act, acting, make_office, open_case, stored, walk
from tests.cases.views.reading import acts_offered, due_words, main_of, primary_of
from tests.cases.views.scene import PDF, add_file, make_scene, petition_of
from tests.office.making import put_calendar
from tests.reception.making import log, make_people
from tests.staff.making import filling, make_account, make_unit, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.office.clock import Clock


@pytest.fixture
def office(app: Flask) -> Office:
    """The office of An Thịnh ward."""
    return make_office(app)


def page_of(client: FlaskClient, case: Any, who: Any, query: str = "") -> str:
    sign_in(client, who)
    answer = client.get(f"/vu-viec/{case.public_id}{query}")
    assert answer.status_code == 200, answer.text
    return answer.text


def make_state(office: Office, state: str) -> Any:
    """A case that stands in a state."""
    case = open_case(office, date(2026, 11, 13))
    before = {"accepted": "accept", "verifying": "assign-verification", "reported": "report", "decided": "decide",
              "sent": "send-decision", "delivered": "deliver"}
    if state in before:
        walk(office, case, before[state])
    elif state == "declined":
        act(office, case, "decline")
    elif state in ("suspended", "ending", "terminated"):
        walk(office, case, "assign-verification")
        if state != "suspended":
            act(office, case, "withdraw", by="handler")
        act(office, case, "suspend" if state == "suspended" else "terminate")
        if state == "terminated":
            act(office, case, "send-termination", by="clerk")
    elif state in ("challenged", "closed"):
        walk(office, case, "deliver")
        act(office, case, "challenge", by="clerk")
        if state == "closed":
            act(office, case, "close", by="clerk")
    assert stored(case.id).state == state
    return case


STATES = ("received", "declined", "accepted", "verifying", "reported", "suspended", "ending", "terminated", "decided",
          "sent", "delivered", "challenged", "closed")


@pytest.mark.parametrize("state", STATES)
def test_the_buttons_are_what_the_procedure_allows(app: Flask, client: FlaskClient, office: Office, state: str) -> None:
    with app.app_context():
        case = make_state(office, state)
    for role, who in (("handler", office.handler), ("clerk", office.clerk), ("supervisor", office.head),
                      ("reception", office.officer), ("", office.auditor), ("", office.province_head)):
        page = page_of(client, case, who)
        with app.app_context():
            row = reading().execute(sa.text("SELECT state FROM dossier WHERE id = :id"), {"id": case.id}).one()
            acts = [one for one in acts_of(case.id) if one.place is not None]
            filed = reading().execute(sa.select(*CaseFile.__table__.c).where(CaseFile.dossier_id == case.id)).one()
            facts = facts_of(filed, acts, due_days(clocks_of(case.id)), date(2026, 11, 16))
            allowed = {one.code for one in available(KINDS["complaint"], row.state, {role} if role else set(), facts,
                                                     date(2026, 11, 16))}
        assert acts_offered(page) == allowed, (role, state)
        assert ("/phan-cong" in page) == (role == "supervisor" and not KINDS["complaint"].state(state).final)
        assert ("/ghi-chu" in page) == bool(role)


@pytest.mark.parametrize(("state", "role", "words"), [
    ("received", "head", "Thụ lý"), ("received", "handler", "Thụ lý"), ("received", "auditor", ""),
    ("accepted", "handler", "Ghi kết quả tự kiểm tra"), ("verifying", "handler", "Ghi báo cáo xác minh"),
    ("reported", "head", "Ra quyết định giải quyết"), ("suspended", "head", "Ghi việc gửi quyết định"),
    ("ending", "clerk", "Ghi việc gửi quyết định đình chỉ"), ("decided", "clerk", "Ghi việc gửi quyết định"),
    ("sent", "clerk", "Ghi ngày người khiếu nại nhận quyết định"), ("delivered", "clerk", ""),
    ("closed", "head", ""), ("declined", "head", ""),
])
def test_one_primary_button_leads_on(app: Flask, client: FlaskClient, office: Office, state: str, role: str,
                                     words: str) -> None:
    with app.app_context():
        case = make_state(office, state)
    assert primary_of(page_of(client, case, getattr(office, role))) == words


def test_the_page_of_the_picture(app: Flask, client: FlaskClient, clock: Clock) -> None:
    office, case = make_scene(app, clock)
    page = page_of(client, case, office.handler)
    for words in (
        "KN 2026/0001 · Khiếu nại lần đầu · 5 người cùng đứng đơn · <b>Đang xác minh</b>",
        "Việc tiếp theo · Trần Văn Bình", "<h2>Ra quyết định giải quyết lần đầu</h2>", "Còn 7 ngày",
        "thứ Sáu <b>18/12/2026</b>", "Chưa có báo cáo kết quả xác minh", "(Điều 29 Luật Khiếu nại).",
        "Mời đối thoại ngày 15/12/2026", "655/GM-UBND", "ghi theo bản đã ký, Ngô Thùy Trang nhập",
        "Chủ tịch UBND phường Đặng Hữu Phước ký", "mẫu 05", "gửi người khiếu nại, thanh tra cùng cấp",
        "Ghi chú nội bộ", "Bà Sương hẹn ký biên bản sáng thứ Hai.", "cùng xác minh: Phạm Quốc Dũng",
        "Trịnh Công Hậu và 3 người", "đại diện theo văn bản cử: Văn bản cử 12/11/2026", "bưu chính 19/11", "2 đơn",
        "2 tài liệu", "30 ngày từ 18/11", "3 ngày làm việc", "Đất đai, nhà cửa",
    ):
        assert words in page, words
    assert due_words(page) == ["Xong 18/11", "Còn 7 ngày", "Chưa bắt đầu"]
    assert re.search(r"\d+ dòng cũ hơn, từ 12/11", page)
    assert page.index("Ghi chú nội bộ</b>") < page.index("Làm việc với người bị khiếu nại") < page.index("Thụ lý</b>")


def test_only_papers(app: Flask, client: FlaskClient, clock: Clock) -> None:
    office, case = make_scene(app, clock)
    page = page_of(client, case, office.handler, "?xem=van-ban")
    assert "655/GM-UBND" in page
    assert "Bà Sương hẹn ký" not in page
    assert "Tất cả diễn biến" in page


@pytest.mark.parametrize(("who", "status"), [
    ("officer", 200), ("handler", 200), ("other_handler", 200), ("head", 200), ("clerk", 200), ("auditor", 200),
    ("province_head", 200), ("neighbour", 404), ("mediator", 404),
])
def test_who_sees_a_case(app: Flask, client: FlaskClient, office: Office, who: str, status: int) -> None:
    with filling(app) as session:
        other = make_unit(session, "CT-TL", "UBND xã Tân Lộc", parent=office.province)
        strangers = {"neighbour": make_account(session, "la", ["supervisor"], other),
                     "mediator": make_account(session, "hg", ["mediator"], office.commune)}
    with app.app_context():
        case = open_case(office)
    sign_in(client, strangers.get(who) or getattr(office, who))
    for address in ("", "/in"):
        assert client.get(f"/vu-viec/{case.public_id}{address}").status_code == status
    assert client.get("/vu-viec/khong-co-ho-so-nay-1234").status_code == 404


def test_few_statements_however_much_happened(app: Flask, client: FlaskClient, clock: Clock) -> None:
    office, case = make_scene(app, clock)
    sign_in(client, office.handler)

    def asked() -> int:
        client.get(f"/vu-viec/{case.public_id}")
        with counted(app) as statements:
            assert client.get(f"/vu-viec/{case.public_id}").status_code == 200
        return len(statements)

    few = asked()
    assert few <= 10
    with app.app_context():
        for number in range(12):
            act(office, case, "record-work", by="handler", subject=f"Buổi làm việc thứ {number}")
            petition_of(office, case, today(), "post")
            add_file(office, case, f"tep-{number}.pdf")
    assert asked() == few


def test_a_proposal_comes_first_for_whoever_decides(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        case = open_case(office, date(2026, 11, 13))
        act(office, case, "accept", by="handler")
        proposal = next(one for one in acts_of(case.id) if one.status == "proposed").public_id
    page = page_of(client, case, office.head)
    assert "<h2>Duyệt đề xuất: Thụ lý</h2>" in page
    assert "trình từ 16/11/2026 bởi Trần Văn Bình" in page
    assert primary_of(page) == "Xem và duyệt"
    assert f"/de-xuat/{proposal}" in page
    page = page_of(client, case, office.handler)
    assert "Chờ người đứng đầu duyệt đề xuất “Thụ lý”" in page
    assert f"/de-xuat/{proposal}" in page
    assert not acts_offered(page) & {"accept", "decline", "terminate"}, "one proposal at a time"
    with app.app_context():
        end_proposal(proposal, acting(office, case), reason="Ghi rõ số tờ đơn.")
    page = page_of(client, case, office.handler)
    assert "Trả lại đề xuất: Thụ lý" in page
    assert "Ghi rõ số tờ đơn." in page
    assert "accept" in acts_offered(page)


def test_a_suspended_case_has_no_day(app: Flask, client: FlaskClient, office: Office, clock: Clock) -> None:
    with app.app_context():
        case = make_state(office, "suspended")
        act(office, case, "send-suspension", by="clerk")
    page = page_of(client, case, office.head)
    assert "<h2>Tiếp tục giải quyết</h2>" in page
    assert "từ 16/11/2026, chưa có hạn" in page
    assert "bd-paused" in page
    assert primary_of(page) == "Tiếp tục giải quyết"
    assert "Bất khả kháng hoặc trở ngại khách quan" in page
    receipt = re.search(r'class="why" href="([^"]+)"', page)
    assert receipt
    for address in (receipt[1], receipt[1] + "/in"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "Chưa có hạn" in answer.text
    assert f'/vu-viec/{case.public_id}"' in client.get(receipt[1]).text, "the way back to the case"
    clock.forward(days=7)
    with app.app_context():
        act(office, case, "resume")
    receipts = set(re.findall(r"/ho-so/[\w-]+/han/[\w-]+", page_of(client, case, office.head)))
    told = [page for page in (client.get(one).text for one in receipts) if "cộng 6 ngày" in page]
    assert len(told) == 1
    assert "Bất khả kháng hoặc trở ngại khách quan" in told[0], "the ground in words, not its code"


def test_both_days_of_effect_are_shown(app: Flask, client: FlaskClient, clock: Clock) -> None:
    office = make_office(app)
    with app.app_context():
        case = make_state(office, "sent")
    page = page_of(client, case, office.clerk)
    assert due_words(page)[-2:] == ["từ 17/12/2026", "Chưa bắt đầu"]
    assert "chưa ghi ngày nhận quyết định" in page
    clock.forward(days=3)
    with app.app_context():
        act(office, case, "deliver", by="clerk")
    page = page_of(client, case, office.clerk)
    assert due_words(page)[-2:] == ["từ 17/12/2026", "đến 21/12/2026"]
    assert "từ thứ Ba <b>22/12/2026</b>" in page
    assert "Chưa qua cả hai thời hạn" in page


def test_a_visit_shows_what_its_visitor_is_owed(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    visit = log(app, people)
    office = make_office_beside(app, people)
    with app.app_context():
        case = open_case(office)
        petition = petition_of(office, case, today(), "counter")
        with writing() as session:
            lock_chain(session, office.commune.id)
            session.add(Link(dossier_id=visit.id, other_id=petition.id, what="petition"))
    page = page_of(client, case, people.head)
    assert "Báo kết quả tiếp" in page
    assert "TCD 2026/0001" in page
    assert len(due_words(page)) == 4


def make_office_beside(app: Flask, people: Any) -> Office:
    """The same office as the counter's."""
    with filling(app) as session:
        clerk = make_account(session, "vanthu2", ["clerk"], people.commune, display="Ngô Thùy Trang")
    return Office(people.province, people.commune, officer=people.officer, handler=people.handler,
                  other_handler=people.handler, head=people.head, clerk=clerk, auditor=people.auditor,
                  province_head=people.province_head)


def test_late_and_corrected_acts_say_so(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        case = open_case(office, date(2026, 11, 9))
        act(office, case, "accept", date(2026, 11, 12))
        done = acts_of(case.id)[0]
        mend_act(done.public_id, date(2026, 11, 13), done.document, {}, "Ghi nhầm ngày.", acting(office, case))
    page = page_of(client, case, office.handler)
    assert "nhập sau, 16/11/2026" in page
    assert "đã sửa 1 lần" in page
    assert f"/viec-da-ghi/{done.public_id}/sua" in page
    assert "/viec-da-ghi/" not in page_of(client, case, office.officer)


def test_a_deputy_of_the_handler_is_named(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        case = open_case(office)
    with filling(app) as session:
        session.add(Substitution(
            public_id=new_public_id(), for_account_id=office.handler.id, by_account_id=office.other_handler.id,
            unit_id=office.commune.id, role="handler", valid_from=today(), valid_to=today() + timedelta(days=10),
            document="12/QĐ-UBND", made_by=office.head.id))
    assert "Phạm Quốc Dũng thay từ 16/11/2026 đến trước 26/11/2026 (12/QĐ-UBND)" in page_of(client, case, office.head)


def test_a_cancelled_number_shows_nothing_of_what_was_entered(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        case = open_case(office)
        act(office, case, "void", by="clerk", reason="Ghi hai lần.")
    page = page_of(client, case, office.head)
    assert "Ghi hai lần." in page
    assert "thu hồi 46" not in main_of(page)
    assert "Nguyễn Thị Ánh" not in main_of(page)
    assert client.get(f"/vu-viec/{case.public_id}/in").status_code == 409
    assert client.get(f"/vu-viec/{case.public_id}/sua").status_code == 409
    assert client.post(f"/vu-viec/{case.public_id}/ghi-chu", data={"text": "x"}).status_code == 409


def test_what_is_missing_is_asked_for(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        case = open_case(office, respondent="", contested=None, contested_paper="", people=(), people_count=7)
    page = page_of(client, case, office.handler)
    assert "Chưa ghi người bị khiếu nại" in page
    assert "Thiếu văn bản cử người đại diện" in page
    assert "Chưa có tên người khiếu nại" in page
    assert primary_of(page) == "Bổ sung nội dung vụ việc"


def test_a_note_is_written_once_and_read_by_colleagues(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        case = open_case(office)
    page = page_of(client, case, office.handler)
    key = re.search(r'id="form_key" name="form_key" type="hidden" value="([^"]+)"', page)
    assert key
    address = f"/vu-viec/{case.public_id}/ghi-chu"
    answer = client.post(address, data={"text": "", "form_key": key[1]})
    assert (answer.status_code, "Ghi nội dung ghi chú." in answer.text) == (422, True)
    for _twice in range(2):
        sent = client.post(address, data={"text": "Gọi lại <b>sáng</b> thứ Hai", "form_key": key[1], "version": "1"})
        assert sent.status_code == 303
    with app.app_context():
        assert reading().execute(sa.select(sa.func.count()).select_from(CaseNote)).scalar() == 1
    page = page_of(client, case, office.head)
    assert "Gọi lại &lt;b&gt;sáng&lt;/b&gt; thứ Hai" in page
    assert "Gọi lại" not in client.get(f"/vu-viec/{case.public_id}/in").text, "no note on paper"
    sign_in(client, office.auditor)
    assert client.post(address, data={"text": "x"}).status_code == 404


def test_the_print_holds_every_limit_with_its_count(app: Flask, client: FlaskClient, clock: Clock) -> None:
    office, case = make_scene(app, clock)
    sign_in(client, office.head)
    page = client.get(f"/vu-viec/{case.public_id}/in").text
    for words in ("KN 2026/0001", "30 ngày, tính từ hôm sau ngày 18/11/2026", "Bỏ ngày 18/11; tính 30 ngày",
                  "5 ngày, tính ngược từ hôm trước ngày 15/12/2026", "101/QĐ-UBND", "Đo lại ranh đất tại chỗ",
                  "In 11/12/2026 15:50, Đặng Hữu Phước."):
        assert words in page, words


def test_files_are_added_by_whoever_works_there(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        case = open_case(office)
    address = f"/ho-so/{case.public_id}/tep"
    assert address in page_of(client, case, office.handler)
    form = client.get(address)
    assert form.status_code == 200
    assert f"/vu-viec/{case.public_id}" in form.text
    sent = client.post(address, data={"file": (io.BytesIO(PDF), "don.pdf")}, content_type="multipart/form-data")
    assert (sent.status_code, sent.location) == (303, f"/vu-viec/{case.public_id}")
    assert "1 tài liệu" in page_of(client, case, office.clerk)
    assert address not in page_of(client, case, office.auditor)


def test_addresses_lead_to_pages_that_exist(app: Flask) -> None:
    adapter: MapAdapter = app.url_map.bind("localhost")
    for pattern in (steps.ACT, steps.PROPOSAL, steps.MEND, clocks.RECEIPT, timeline.FILE):
        assert adapter.match(pattern.format("a", "b"))


def test_the_page_speaks_english(app: Flask, client: FlaskClient, clock: Clock) -> None:
    office, case = make_scene(app, clock)
    with filling(app) as session:
        session.get_one(Account, office.handler.id).language = "en"
    sign_in(client, office.handler)
    for address in (f"/vu-viec/{case.public_id}", "/vu-viec", f"/vu-viec/{case.public_id}/in",
                    f"/vu-viec/{case.public_id}/sua"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert 'lang="en"' in answer.text


def test_a_petition_leads_to_its_case(app: Flask, client: FlaskClient, clock: Clock) -> None:
    office, case = make_scene(app, clock)
    page = page_of(client, case, office.handler)
    petition = re.search(r'href="(/don/[\w-]+)"', page)
    assert petition
    shown = client.get(petition[1])
    assert shown.status_code == 200
    assert "Đơn này nằm trong vụ việc" in shown.text
    assert f"/vu-viec/{case.public_id}" in shown.text
    with filling(app) as session:
        other = make_unit(session, "CT-TL", "UBND xã Tân Lộc", parent=office.province)
        stranger = make_account(session, "la", ["supervisor"], other)
    sign_in(client, stranger)
    assert client.get(petition[1]).status_code == 404


def test_the_folded_note_is_drawn_as_its_form_would_be(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        case = open_case(office, date(2026, 11, 16))
    sign_in(client, office.handler)
    address = f"/vu-viec/{case.public_id}"
    key = re.compile(r'(name="(?:form_key|csrf_token)"[^>]*value=")[^"]*')
    fields = re.compile(r'<form class="note-form".*?</form>', re.DOTALL)
    folded = fields.search(client.get(address).text)
    with app.test_request_context(address):
        form = NoteForm(case)
        drawn = render_template_string(
            "{% from 'macros/form.html' import hidden, textarea with context %}"
            "{{ hidden(form) }}{{ textarea(form.text, hint=hint, rows=3) }}", form=form, hint=NOTE_HINT)
    assert folded

    def plain(markup: str) -> str:
        return re.sub(r"\s*(<|\s)\s*", r"\1", key.sub(r"\1", markup)).strip()

    token = '<input id="csrf_token" name="csrf_token" type="hidden" value="">'
    assert plain(drawn).replace(token, "") in plain(folded[0]).replace(token, "")


def test_a_case_is_read_whole_on_both_databases(any_app: Flask) -> None:
    office = make_office(any_app)
    token = sign_in(any_app.test_client(), office.handler)
    with any_app.app_context():
        case = open_case(office, date(2026, 11, 13))
        walk(office, case, "accept")
        act(office, case, "record-work", by="handler", subject="Buổi làm việc với “Ủy ban”, 'hộ' & \\ phường")
        person, _seen = load_viewer(token, now(), today())
        assert person is not None
        row = find_case(person, case.public_id)
        found = whole(person, row, today())
        for gathered, asked in ((found.acts, acts_of(case.id)), (found.clocks, clocks_of(case.id)),
                                (found.linked, linked_to(person, case.id)), (found.near.team, beside(row, today()).team)):
            assert [one._asdict() for one in gathered] == [dict(one._mapping) for one in asked]
        assert found.acts
        assert found.clocks


def test_a_limit_that_a_new_calendar_moved_is_told_in_the_story(any_app: Flask, clock: Clock) -> None:
    clock.set("2026-11-09 09:00")
    office = make_office(any_app)
    with any_app.app_context():
        case = open_case(office, date(2026, 11, 9), people=(Given("Trịnh Công Hậu"),))
        before = stored(case.id).next_due
        put_calendar(SHIPPED.with_exchange(Exchange(date(2026, 11, 17), date(2026, 11, 21), ""), "Công văn 12/BNV"))
        assert settle(office_calendar(), now()).moved == 1
        after = stored(case.id).next_due
        assert (before, after) == (date(2026, 11, 18), date(2026, 11, 19))
    page = page_of(any_app.test_client(), case, office.handler)
    assert "Tính lại hạn theo lịch nghỉ mới" in page
    assert "Thụ lý hoặc trả lời không thụ lý: hạn 18/11/2026 thành 19/11/2026" in page
