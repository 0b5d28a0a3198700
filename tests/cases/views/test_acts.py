"""Every act of a complaint through its one page: by each role, with bad input, twice, too late, with files, in drafts."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from bench.pages import counted
from caseapp.cases.kinds.complaint import COMPLAINT
from caseapp.cases.practice import MACHINE
from caseapp.workflow.engine import Way, way_of
from tests.cases.making import Office, act, make_office, open_case, stored
from tests.cases.views.act_posting import (
    DAY,
    PATHS,
    ROLES,
    TYPED,
    errors,
    everything,
    go,
    lead_to,
    one,
    rows,
    typed,
    url,
    version_of,
    words,
)
from tests.staff.making import filling, let_stand_in, make_account, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.office.clock import Clock

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
ACTIONS = {one.code: one for one in COMPLAINT.actions if one.by != {MACHINE}}


@pytest.fixture
def office(app: Flask) -> Office:
    """The office of a ward."""
    return make_office(app)


def last_act(app: Flask, case: Any) -> Any:
    return rows(app, "SELECT * FROM case_act WHERE dossier_id = :id ORDER BY id DESC", id=case.id)[0]


def send(client: FlaskClient, app: Flask, office: Office, case: Any, code: str, **changes: Any) -> Any:
    return client.post(url(case, code), data=typed(office, code, version_of(app, case), **changes))


def test_every_act_a_person_can_do_is_tried_here() -> None:
    assert set(PATHS) == set(TYPED) == set(ACTIONS)


@pytest.mark.parametrize("code", PATHS)
def test_every_role_does_records_or_proposes_each_act(app: Flask, client: FlaskClient, office: Office, code: str) -> None:
    for role in ROLES:
        with app.app_context():
            case = lead_to(office, code)
        go(client, office, role)
        way = way_of(ACTIONS[code], {role})
        shown = client.get(url(case, code))
        assert shown.status_code == (404 if way is None else 200), (role, words(shown))
        before = everything(app) if way is None else None
        answer = send(client, app, office, case, code)
        if way is None:
            assert answer.status_code == 404
            assert everything(app) == before
            continue
        assert answer.status_code == 303, (role, errors(answer), words(answer)[:900])
        done = last_act(app, case)
        assert done.code == code
        assert done.status == ("proposed" if way is Way.PROPOSE else "done")
        signed_by_another = ACTIONS[code].document and role != "supervisor" and way is not Way.PROPOSE
        assert bool(done.on_paper) == (way is Way.ENTER or signed_by_another)
        assert bool(done.document) == (ACTIONS[code].document and way is not Way.PROPOSE)
        assert ("Ghi theo văn bản đã ký" in shown.text) == (way is Way.ENTER)
        assert ("Trình duyệt" in shown.text) == (way is Way.PROPOSE)


@pytest.mark.parametrize("code", ["accept", "invite-dialogue", "decide", "assign-verification", "send-decision"])
def test_acts_on_both_databases(any_app: Flask, code: str) -> None:
    office, client = make_office(any_app), any_app.test_client()
    with any_app.app_context():
        case = lead_to(office, code)
    go(client, office, "supervisor")
    assert send(client, any_app, office, case, code).status_code == 303
    assert last_act(any_app, case).code == code


def test_a_stranger_an_auditor_and_another_unit_find_no_act(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        case = open_case(office)
    assert client.get(url(case, "accept")).status_code == 302
    for account in (office.auditor, office.province_head):
        sign_in(client, account)
        assert client.get(url(case, "accept")).status_code == 404
        assert send(client, app, office, case, "accept").status_code == 404
    go(client, office, "supervisor")
    for code in ("limit-passed", "no-such-act"):
        assert client.get(url(case, code)).status_code == 404
    assert client.get(f"/vu-viec/{'x' * 22}/viec/accept").status_code == 404


def test_what_was_chosen_is_stored_and_shown(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        case = lead_to(office, "decide")
    go(client, office, "supervisor")
    page = client.get(url(case, "decide")).text
    assert "Ra quyết định giải quyết lần đầu" in page      # the limit it meets
    assert "Đúng hạn, sớm" in page
    assert "Cơ quan phải làm" in page
    assert re.search(r'Quyết định giải quyết có hiệu lực</b></p>\s*<p class="day">Từ thứ', page), "the first day, not the last"
    assert "Công dân có quyền" in page
    assert f'<option value="{office.head.public_id}" selected>' in page
    assert "chưa xác nhận" in page
    assert send(client, app, office, case, "decide").status_code == 303
    told = json.loads(last_act(app, case).details)
    assert (told["finding"], told["disposition"], told["recipients"]) == ("partly", "amend", ["complainant", "superior"])


def test_papers_go_to_everybody_the_act_named(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        case = lead_to(office, "send-decision", decide={"recipients": ["complainant", "superior"]})
    go(client, office, "clerk")
    shown = client.get(url(case, "send-decision")).text
    assert 'name="to_complainant-received_on"' not in shown      # an act of its own: clocks run from it
    answer = send(client, app, office, case, "send-decision", **{"to_superior-received_on": "16/11/2026",
                                                                 "to_superior-name": "Chủ tịch UBND thành phố"})
    assert answer.status_code == 303
    sent = rows(app, "SELECT recipient, name, manner, sent_on, received_on FROM case_delivery ORDER BY id")
    assert [tuple(one) for one in sent] == [
        ("complainant", "", "posted", "2026-11-16", None),
        ("superior", "Chủ tịch UBND thành phố", "online", "2026-11-16", "2026-11-16")]


def test_the_team_is_assigned_with_the_verification(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        case = lead_to(office, "assign-verification")
    go(client, office, "supervisor")
    refused = send(client, app, office, case, "assign-verification", handler=office.other_handler.public_id)
    assert refused.status_code == 422
    assert errors(refused) == ["Lý do đổi người thụ lý: ghi lý do phân công lại."]
    assert send(client, app, office, case, "assign-verification", handler=office.other_handler.public_id,
                verifiers=[office.handler.public_id], reason="Anh Bình đi học.").status_code == 303
    team = rows(app, "SELECT account_id, duty FROM case_assignment WHERE until_on IS NULL ORDER BY duty")
    assert [tuple(one) for one in team] == [(office.other_handler.id, "handler"), (office.handler.id, "verifier")]
    assert json.loads(last_act(app, case).details)["team"] == [office.other_handler.public_id, office.handler.public_id]


# ── bad input: a clear message, nothing changed, what was typed kept ──

BAD: list[tuple[str, dict[str, Any], str]] = [
    ("accept", {"happened_on": "08/11/2026"}, "trước ngày nhận đơn 09/11/2026"),
    ("accept", {"happened_on": "17/11/2026"}, "chưa đến"),
    ("accept", {"happened_on": "31/09"}, "tháng 9"),
    ("accept", {"happened_on": ""}, "ghi ngày"),
    ("accept", {"document": ""}, "ghi số, ký hiệu"),
    ("accept", {"document": "9" * 81}, "tối đa 80"),
    ("accept", {"signer": ""}, "chọn người ký"),
    ("accept", {"signer": "x" * 22}, "chọn một trong các mục"),
    ("accept", {"recipients": None}, "luật buộc gửi cho"),
    ("accept", {"recipients": ["complainant", "nobody"]}, "chọn trong các mục"),
    ("decline", {"decline_ground": None}, "chọn căn cứ"),
    ("decline", {"decline_ground": "because"}, "chọn một trong các mục"),
    ("decline", {"note": "x" * 2_001}, "tối đa 2.000"),
    ("suspend", {"suspend_ground": None}, "chọn căn cứ"),
    ("terminate", {"terminate_ground": None}, "chọn căn cứ"),
    ("prolong", {"criteria": None}, "ít nhất một"),
    ("prolong", {"criteria": ["places", "moon"]}, "chọn trong các mục"),
    ("decide", {"finding": None}, "chọn kết luận"),
    ("decide", {"disposition": ""}, "chọn cách giải quyết"),
    ("decide", {"summary": "x" * 10_001}, "tối đa 10.000"),
    ("decide", {"happened_on": "09/11/2026"}, "trước ngày 10/11/2026"),
    ("withdraw", {"part": "part", "summary": ""}, "rút phần nào"),
    ("withdraw", {"part": None}, "toàn bộ hay một phần"),
    ("self-check", {"self_check": "maybe"}, "chọn một trong các mục"),
    ("hold-dialogue", {"attendance": None}, "có mặt hay vắng"),
    ("invite-dialogue", {"dialogue_on": "16/11/2026"}, "phải sau ngày"),
    ("invite-dialogue", {"dialogue_on": "27/11/2028"}, "hơn một năm"),
    ("invite-dialogue", {"dialogue_on": "18/11/2026"}, "sớm nhất ngày 21/11/2026"),
    ("send-suspension", {"manner": None}, "chọn cách gửi"),
    ("send-suspension", {"to_complainant-received_on": "15/11/2026"}, "trước ngày gửi"),
    ("send-suspension", {"to_complainant-manner": "pigeon"}, "chọn một trong các mục"),
    ("assign-verification", {"handler": "x" * 22}, "chọn một trong các mục"),
    ("assign-verification", {"handler": ""}, "chọn người thụ lý"),
    ("void", {"reason": ""}, "ghi lý do"),
]


@pytest.mark.parametrize(("code", "changes", "message"), BAD)
def test_bad_input_is_said_at_its_field(
    app: Flask, client: FlaskClient, office: Office, code: str, changes: dict[str, Any], message: str,
) -> None:
    with app.app_context():
        case = lead_to(office, code)
    go(client, office, "supervisor")
    data = typed(office, code, version_of(app, case), **changes)
    before = everything(app)
    answer = client.post(url(case, code), data=data)
    assert answer.status_code == 422
    assert any(message in line.lower() for line in errors(answer)), errors(answer)
    assert everything(app) == before
    kept = [str(value) for name, value in data.items() if name in ("document", "summary", "note", "place", "whom")]
    assert all(value in answer.text for value in kept if value)


def test_a_number_is_used_once_in_a_year(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        first, second = open_case(office, date(2026, 11, 9)), open_case(office, date(2026, 11, 9))
    go(client, office, "supervisor")
    assert send(client, app, office, first, "accept", document="12/TB-UBND").status_code == 303
    before = everything(app)
    again = send(client, app, office, second, "accept", document="12/tb-ubnd ")
    assert again.status_code == 422
    assert "đã dùng cho văn bản khác" in errors(again)[0]
    assert everything(app) == before


def test_what_was_withdrawn_cannot_be_decided(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        case = lead_to(office, "decide")
        version = version_of(app, case)
    go(client, office, "supervisor")
    data = typed(office, "decide", version)
    with app.app_context():
        act(office, case, "withdraw")
    before = everything(app)
    refused = client.get(url(case, "decide"))
    assert refused.status_code == 409
    assert "chỉ còn ra quyết định đình chỉ" in refused.text
    assert "Căn cứ: Điều 10 Luật Khiếu nại" in refused.text
    stale = client.post(url(case, "decide"), data=data)
    assert stale.status_code == 409
    assert "Việc của bạn không ghi được nữa" in stale.text
    refused = client.post(url(case, "decide"), data={**data, "version": str(version_of(app, case))})
    assert refused.status_code == 409
    assert "Căn cứ: Điều 10 Luật Khiếu nại" in errors(refused)[0]
    assert TYPED["decide"]["summary"] in refused.text
    assert everything(app) == before


def test_a_double_click_is_one_act(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        case = lead_to(office, "record-work")
    go(client, office, "handler")
    page = client.get(url(case, "record-work")).text
    key = page.partition('name="form_key" type="hidden" value="')[2].partition('"')[0]
    data = typed(office, "record-work", version_of(app, case), form_key=key)
    assert client.post(url(case, "record-work"), data=data).status_code == 303
    before = everything(app)
    second = client.post(url(case, "record-work"), data=data)
    assert second.status_code == 303
    assert everything(app) == before
    assert "đã được ghi từ lần bấm trước" in client.get("/tai-khoan", follow_redirects=True).text + client.get(
        f"/vu-viec/{case.public_id}").text


def test_whoever_comes_second_keeps_his_text(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        case = lead_to(office, "record-work")
        version = stored(case.id).version
        act(office, case, "self-check", by="handler")
    go(client, office, "clerk")
    before = everything(app)
    data = typed(office, "record-work", version)
    answer = client.post(url(case, "record-work"), data=data)
    assert answer.status_code == 409
    assert everything(app) == before
    said = words(answer)
    assert "Trần Văn Bình ghi “Ghi kết quả tự kiểm tra” lúc" in said
    assert TYPED["record-work"]["summary"] in said
    kept = {**data, "version": str(version_of(app, case))}
    edited = client.post(url(case, "record-work"), data={**kept, "step": "edit"})
    assert edited.status_code == 200
    assert TYPED["record-work"]["summary"] in edited.text
    assert client.post(url(case, "record-work"), data=kept).status_code == 303


def test_a_forged_version_or_key_does_nothing(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        case = open_case(office, date(2026, 11, 9))
    go(client, office, "supervisor")
    before = everything(app)
    for forged in ({"version": "x"}, {"version": "1" * 12}, {"form_key": "x.y.z"}, {"proposal": "x" * 22}):
        answer = send(client, app, office, case, "accept", **forged)
        assert answer.status_code in (409, 422), forged
        assert errors(answer)
    assert everything(app) == before


# ── days ──

def test_late_entry_counts_from_the_day_it_happened(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        case = open_case(office, date(2026, 11, 9))
    go(client, office, "clerk")
    part = client.post(f"{url(case, 'accept')}/han", data={"happened_on": "10/11/2026"})
    assert part.status_code == 200
    assert "Nhập sau: hạn tính từ ngày này" in part.text
    assert "10/12/2026" in part.text
    assert send(client, app, office, case, "accept", happened_on="10/11").status_code == 303
    done = last_act(app, case)
    assert (done.happened_on, bool(done.late)) == ("2026-11-10", True)
    due = one(app, "SELECT due_on FROM clock WHERE rule = 'complaint.resolution-1'")
    assert due == "2026-12-10"


@pytest.mark.parametrize("typed_day", ["31/02/2026", "01/01/2020", "", "01/01/2030"])
def test_nothing_is_counted_from_a_day_the_act_cannot_bear(
    app: Flask, client: FlaskClient, office: Office, typed_day: str,
) -> None:
    with app.app_context():
        case = lead_to(office, "decide")
    go(client, office, "supervisor")
    followed = client.post(f"{url(case, 'decide')}/han", data={"happened_on": typed_day}).text
    refused = send(client, app, office, case, "decide", happened_on=typed_day)
    assert refused.status_code == 422
    for page in (followed, refused.text):
        assert "Ghi đúng ngày thì hạn hiện ở đây." in page
        assert "sửa ngày ký trước, rồi xem lại người ký" in page
        assert "Việc này làm xong" not in page
        assert "hôm nay" not in page


def test_what_is_too_late_today_can_be_recorded_as_it_was_done(
    app: Flask, client: FlaskClient, office: Office, clock: Clock,
) -> None:
    with app.app_context():
        case = lead_to(office, "prolong")
    clock.forward(days=40)
    go(client, office, "supervisor")
    page = client.get(url(case, "prolong"))
    assert page.status_code == 200
    assert "phải xác định trước khi hết hạn" in page.text
    late = send(client, app, office, case, "prolong", happened_on="20/12/2026")
    assert late.status_code == 409
    assert "Thời hạn giải quyết đã qua" in errors(late)[0]
    assert send(client, app, office, case, "prolong", happened_on="01/12/2026").status_code == 303


def test_a_short_notice_is_recorded_as_it_was(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        case = lead_to(office, "invite-dialogue")
    go(client, office, "handler")
    answer = send(client, app, office, case, "invite-dialogue", happened_on="12/11/2026", dialogue_on="15/11/2026")
    assert answer.status_code == 303
    page = client.get("/tai-khoan", follow_redirects=True).text + client.get(f"/vu-viec/{case.public_id}").text
    assert "Thông báo muộn" in page


def test_only_a_whole_complaint_could_be_withdrawn_before_the_decree(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        case = open_case(office, date(2026, 5, 4))
    go(client, office, "clerk")
    refused = send(client, app, office, case, "withdraw", happened_on="05/05/2026", part="part")
    assert refused.status_code == 422
    assert send(client, app, office, case, "withdraw", happened_on="05/05/2026").status_code == 303


def test_whoever_stands_in_signs_for_the_head(app: Flask, client: FlaskClient, office: Office) -> None:
    with filling(app) as session:
        deputy = make_account(session, "pho", [], office.commune, display="Lê Văn Phó", title="Phó Chủ tịch UBND phường")
        let_stand_in(session, deputy, office.head, "supervisor", office.commune, DAY, date(2026, 12, 31))
    with app.app_context():
        case = open_case(office, date(2026, 11, 9))
    sign_in(client, deputy)
    page = client.get(url(case, "accept")).text
    assert f'<option value="{deputy.public_id}" selected>' in page
    assert "Ký thay theo Quyết định 1/QĐ-UBND" in page
    other = send(client, app, office, case, "accept")
    assert other.status_code == 422
    assert "người ký không phải bạn" in errors(other)[0]
    assert send(client, app, office, case, "accept", signer=deputy.public_id).status_code == 303
    assert last_act(app, case).signer_post == "KT. Chủ tịch UBND phường, Phó Chủ tịch UBND phường"


# ── files and drafts ──

def files_in(app: Flask) -> int:
    folder = app.extensions["settings"].home / "files"
    return sum(1 for path in folder.rglob("*") if path.is_file()) if folder.exists() else 0


def test_files_come_with_the_act_or_not_at_all(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        case = open_case(office, date(2026, 11, 9))
    go(client, office, "supervisor")
    before = everything(app)
    for bad, status in (({"document": ""}, 422), ({"signer": "x" * 22}, 422), ({"version": "999"}, 409)):
        sent = send(client, app, office, case, "accept", file=(io.BytesIO(PDF), "bản ký.pdf"), **bad)
        assert sent.status_code == status
    mixed = send(client, app, office, case, "accept",
                 file=[(io.BytesIO(PDF), "a.pdf"), (io.BytesIO(b"MZ..."), "b.exe")])
    assert mixed.status_code == 422
    assert "Không nhận loại tệp này" in errors(mixed)[0]
    assert files_in(app) == 0
    assert everything(app) == before
    assert send(client, app, office, case, "accept",
                file=[(io.BytesIO(PDF), "bản ký.pdf"), (io.BytesIO(PDF), "phụ lục.pdf")]).status_code == 303
    assert files_in(app) == 2
    names = rows(app, "SELECT a.name FROM case_act_file f JOIN attachment a ON a.id = f.attachment_id ORDER BY a.id")
    assert [row.name for row in names] == ["bản ký.pdf", "phụ lục.pdf"]
    assert one(app, "SELECT count(*) FROM journal WHERE act = 'file.add'") == 2


def test_what_is_typed_is_kept_and_goes_with_the_act(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        case = lead_to(office, "decide")
    go(client, office, "handler")
    draft = "d" * 22
    kept = client.post(f"{url(case, 'decide')}/nhap/{draft}", data={"summary": "Đang viết dở", "finding": "right"})
    assert kept.status_code == 200
    page = client.get(url(case, "decide")).text
    assert "Đang viết dở" in page
    assert f'value="{draft}"' in page
    go(client, office, "supervisor")
    assert "Đang viết dở" not in client.get(url(case, "decide")).text      # its writer's alone
    go(client, office, "handler")
    assert send(client, app, office, case, "decide", draft=draft).status_code == 303
    assert one(app, "SELECT count(*) FROM draft") == 0
    assert client.post(f"{url(case, 'decide')}/nhap/{draft}", data={"summary": "x"}).status_code == 404
    sign_in(client, office.auditor)
    assert client.post(f"{url(case, 'decide')}/nhap/{'e' * 22}", data={"summary": "x"}).status_code == 404


def test_a_draft_is_left_for_later_or_thrown_away(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        case = lead_to(office, "record-work")
    go(client, office, "clerk")
    later = client.post(url(case, "record-work"), data={"summary": "Còn thiếu", "draft": "f" * 22, "step": "later"})
    assert later.status_code == 303
    assert "Còn thiếu" in client.get(url(case, "record-work")).text
    assert client.post(url(case, "record-work"), data={"draft": "f" * 22, "step": "forget"}).status_code == 303
    assert "Còn thiếu" not in client.get(url(case, "record-work")).text


# Between them these acts show every sort of field; the browser walks the rest.
@pytest.mark.parametrize("code", ["accept", "decline", "assign-verification", "invite-dialogue", "suspend", "decide", "send-decision"])
def test_every_page_speaks_english(app: Flask, client: FlaskClient, office: Office, code: str) -> None:
    with app.app_context():
        case = lead_to(office, code)
    with filling(app) as session:
        english = make_account(session, "en", ["supervisor"], office.commune, language="en")
    sign_in(client, english)
    page = client.get(url(case, code))
    assert page.status_code == 200
    assert '<html lang="en">' in page.text


@pytest.mark.parametrize("code", ["decide", "assign-verification", "send-decision"])
def test_the_page_of_an_act_costs_few_statements(app: Flask, client: FlaskClient, office: Office, code: str) -> None:
    with app.app_context():
        case = lead_to(office, code)
    go(client, office, "supervisor")
    for _time in range(2):
        with counted(app) as statements:
            assert client.get(url(case, code)).status_code == 200
    assert len(statements) <= 10, "\n".join(statements)
