"""Acts on a visit through its pages: answered, prolonged, signed, taken into custody, cancelled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from caseapp.reception.models import Matter, Outcome
from tests.reception.making import People, log, make_people
from tests.reception.views.posting import counts, errors, one, value_of
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.office.clock import Clock

ANSWER = {
    "result": "accepted", "manner": "oral", "given_on": "16/11/2026", "given_by": "Lê Thị Thu Hằng", "version": "1",
}


@pytest.fixture
def people(app: Flask, client: FlaskClient) -> People:
    """The office of a ward, its officer before the client."""
    made = make_people(app)
    sign_in(client, made.officer)
    return made


def act(client: FlaskClient, visit: Any, code: str, fields: dict[str, str] | None = None, **more: str) -> Any:
    return client.post(f"/tiep-dan/luot/{visit.public_id}/viec/{code}", data={**(fields or {}), **more})


def state(app: Flask, visit: Any) -> str:
    return one(app, "SELECT state FROM dossier WHERE public_id = :id", id=visit.public_id)


def test_answering_ends_the_ten_days(app: Flask, people: People, client: FlaskClient) -> None:
    visit = log(app, people)
    shown = client.get(f"/tiep-dan/luot/{visit.public_id}/viec/notify").text
    assert "Việc này làm xong" in shown
    assert "Đúng hạn, sớm 10 ngày làm việc" in shown
    assert "Đã chuyển cơ quan khác" not in shown          # a complaint is guided, never forwarded
    assert act(client, visit, "notify", ANSWER).status_code == 303
    assert state(app, visit) == "done"
    page = client.get(f"/tiep-dan/luot/{visit.public_id}").text
    assert "Báo kết quả: thụ lý" in page
    assert "Xong 16/11/2026" in page
    assert "Việc tiếp theo" not in page


@pytest.mark.parametrize(("changes", "message"), [
    ({"result": ""}, "chọn kết quả"),
    ({"manner": "written"}, "ghi số, ký hiệu"),
    ({"given_on": "17/11/2026"}, "chưa đến"),
    ({"given_on": "13/11/2026"}, "trước ngày tiếp"),
    ({"given_on": "31/09"}, "tháng 9"),
    ({"given_by": ""}, "ghi người đã báo"),
    ({"result": "prolonged"}, "chọn một trong các mục"),
    ({"result": "forwarded"}, "chọn một trong các mục"),
])
def test_a_bad_answer_gets_a_message(
    app: Flask, people: People, client: FlaskClient, changes: dict[str, str], message: str,
) -> None:
    visit = log(app, people)
    before = counts(app)
    answer = act(client, visit, "notify", ANSWER, **changes)
    assert answer.status_code == 422
    assert any(message in line.lower() for line in errors(answer)), errors(answer)
    assert (state(app, visit), counts(app)) == ("awaiting", before)


def test_feedback_may_be_forwarded_to_a_body_that_is_named(app: Flask, people: People, client: FlaskClient) -> None:
    visit = log(app, people, Matter.FEEDBACK)
    assert act(client, visit, "notify", ANSWER, result="forwarded").status_code == 422
    assert act(client, visit, "notify", ANSWER, result="forwarded", body="Điện lực An Thịnh").status_code == 303
    assert "Điện lực An Thịnh" in client.get(f"/tiep-dan/luot/{visit.public_id}").text


def test_prolonging_opens_a_promised_day(app: Flask, people: People, client: FlaskClient, clock: Clock) -> None:
    visit = log(app, people)
    fields = {**ANSWER, "follow_up_on": "15/12/2026"}
    assert "Và bắt đầu" in client.get(f"/tiep-dan/luot/{visit.public_id}/viec/prolong").text
    early = act(client, visit, "prolong", fields, follow_up_on="16/11/2026")
    assert any("phải sau ngày báo" in line for line in errors(early))
    assert act(client, visit, "prolong", fields).status_code == 303
    page = client.get(f"/tiep-dan/luot/{visit.public_id}").text
    assert "Trả lời công dân theo ngày đã hẹn" in page
    assert "15/12/2026" in page
    assert "Báo kéo dài, hẹn trả lời ngày 15/12/2026" in page
    clock.set("2026-12-10 09:00")
    sign_in(client, people.officer)
    assert act(client, visit, "notify", ANSWER, given_on="10/12/2026", version="2").status_code == 303


@pytest.mark.parametrize("day", ["15/12/2045", "15/12/2031", "18/11/2027"])
def test_a_promise_more_than_a_year_away_is_told_at_the_field(
    app: Flask, people: People, client: FlaskClient, day: str,
) -> None:
    visit = log(app, people)
    answer = act(client, visit, "prolong", {**ANSWER, "follow_up_on": day})
    assert answer.status_code == 422
    assert errors(answer) == ["Hẹn trả lời ngày: ngày hẹn cách ngày báo hơn một năm. Kiểm tra năm."]
    assert state(app, visit) == "awaiting"


def test_only_the_head_signs_a_refusal(app: Flask, people: People, client: FlaskClient, clock: Clock) -> None:
    visit = log(app, people, Matter.COMPLAINT, Outcome.REFUSED, ground="R3", ground_note="QĐ 12")
    signed = {"document": "05/TB-UBND", "paper_on": "17/11/2026", "given_on": "18/11/2026",
              "given_by": "Phạm Quốc Dũng", "version": "1"}
    clock.set("2026-11-18 15:00")
    sign_in(client, people.officer)
    assert act(client, visit, "sign-refusal", signed).status_code == 404
    sign_in(client, people.province_head)
    assert act(client, visit, "sign-refusal", signed).status_code == 404
    sign_in(client, people.head)
    assert act(client, visit, "sign-refusal", signed, document="").status_code == 422
    early = act(client, visit, "sign-refusal", signed, given_on="16/11/2026")
    assert errors(early) == ["Ngày giao hoặc gửi cho người đến: ngày giao hoặc gửi trước ngày ký 17/11/2026."]
    assert act(client, visit, "sign-refusal", signed).status_code == 303
    assert state(app, visit) == "refused"
    assert one(app, "SELECT result FROM notice") == "refused"
    assert str(one(app, "SELECT ended_on FROM clock")) == "2026-11-18"     # the day it was sent, not signed
    page = client.get(f"/tiep-dan/luot/{visit.public_id}").text
    assert "thông báo 05/TB-UBND ngày 17/11/2026, giao hoặc gửi ngày 18/11/2026" in page


def test_the_head_reads_what_is_not_certain_of_the_ground(app: Flask, people: People, client: FlaskClient) -> None:
    unsure = log(app, people, Matter.FEEDBACK, Outcome.REFUSED, ground="Rh", ground_note="VB 3/UBND")
    old_text = log(app, people, Matter.COMPLAINT, Outcome.REFUSED, ground="R3", ground_note="QĐ 12")
    sign_in(client, people.head)
    for visit, words in ((unsure, "Mẫu 01/TCD in điểm g"), (old_text, "trước khi Luật 136/2025/QH15 sửa đổi")):
        assert words in client.get(f"/tiep-dan/luot/{visit.public_id}/viec/sign-refusal").text


def test_the_custodian_signs_for_the_envelope_once(app: Flask, people: People, client: FlaskClient) -> None:
    visit = log(app, people, Matter.DENUNCIATION)
    assert client.get(f"/tiep-dan/luot/{visit.public_id}/viec/take-custody").status_code == 404
    sign_in(client, people.clerk)
    assert "TC-2026-3M9X-7K4P" in client.get(f"/tiep-dan/luot/{visit.public_id}/viec/take-custody").text
    assert act(client, visit, "take-custody", version="1").status_code == 303
    assert "Ngô Thùy Trang" in client.get(f"/tiep-dan/luot/{visit.public_id}").text
    refused = client.get(f"/tiep-dan/luot/{visit.public_id}/viec/take-custody")
    assert refused.status_code == 409
    assert "Phong bì đã có người giữ ký nhận." in refused.text


def test_a_cancelled_number_shows_reason_person_and_time_alone(app: Flask, people: People, client: FlaskClient) -> None:
    visit = log(app, people)
    assert act(client, visit, "void", reason="", version="1").status_code == 422
    assert act(client, visit, "void", reason="Ghi hai lần", version="1").status_code == 303
    page = client.get(f"/tiep-dan/luot/{visit.public_id}").text
    for words in ("TCD 2026/0001", "Ghi hai lần", "Lê Thị Thu Hằng", "16/11/2026 09:00"):
        assert words in page
    for words in ("Nguyễn Thị Ánh", "46 m²", "118 Trần Việt Châu"):
        assert words not in page


def test_a_second_sending_changes_nothing(app: Flask, people: People, client: FlaskClient) -> None:
    visit = log(app, people)
    key = value_of(client.get(f"/tiep-dan/luot/{visit.public_id}/viec/notify"), "form_key")
    act(client, visit, "notify", ANSWER, form_key=key)
    before = counts(app)
    again = act(client, visit, "notify", ANSWER, form_key=key)
    assert again.status_code == 303
    assert "đã được ghi từ lần bấm trước" in client.get(again.location).text
    assert counts(app) == before


def test_an_old_page_is_told_so_and_keeps_what_was_typed(app: Flask, people: People, client: FlaskClient) -> None:
    visit = log(app, people)
    answer = act(client, visit, "notify", ANSWER, version="7", document="12/TB", manner="written")
    assert answer.status_code == 409
    assert "vừa có người sửa" in answer.text
    assert value_of(answer, "document") == "12/TB"
    assert value_of(answer, "version") == "1"
    assert state(app, visit) == "awaiting"


def test_a_finished_visit_takes_no_answer(app: Flask, people: People, client: FlaskClient) -> None:
    visit = log(app, people, outcome=Outcome.EXPLAINED)
    refused = client.get(f"/tiep-dan/luot/{visit.public_id}/viec/notify")
    assert refused.status_code == 409
    assert "Hồ sơ đã kết thúc." in refused.text or "giai đoạn" in refused.text
    assert client.get(f"/tiep-dan/luot/{visit.public_id}/viec/dance").status_code == 404


def test_an_auditor_reads_and_does_nothing(app: Flask, people: People, client: FlaskClient) -> None:
    visit = log(app, people)
    sign_in(client, people.auditor)
    assert "viec/" not in client.get(f"/tiep-dan/luot/{visit.public_id}").text
    for code in ("notify", "prolong", "void", "seal"):
        assert act(client, visit, code, ANSWER).status_code == 404
    assert client.get(f"/tiep-dan/luot/{visit.public_id}/sua").status_code == 404
