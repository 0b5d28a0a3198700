"""The counter takes a petition: what the form asks, keeps and says; the same later by an act; cancelling on its page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from bench.pages import counted
from caseapp.cases.commands.acting import carry_out
from caseapp.cases.commands.given import GivenAct
from caseapp.db import reading
from caseapp.dossiers.acting import Acting
from caseapp.gazette import office_calendar
from caseapp.reception.models import Matter, Outcome
from caseapp.reception.queries.petitions import petitions_of
from caseapp.web.now import now, today
from tests.cases.making import stored
from tests.reception.making import ANH, People, log, make_people
from tests.reception.views.posting import NEW, ORDINARY, PERSON, counts, errors, one, save, value_of
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

WHOLE = {"respondent": "Chủ tịch UBND phường An Thịnh", "contested": "decision",
         "contested_paper": "Quyết định 287/QĐ-XPHC", "dated_on": "11/11/2026"}


@pytest.fixture
def people(app: Flask, client: FlaskClient) -> People:
    """The office of a ward, its officer before the client."""
    made = make_people(app)
    sign_in(client, made.officer)
    return made


def accept(app: Flask, people: People, case_no: int = 1) -> None:
    """The head accepts a complaint."""
    with app.app_context():
        case = one(app, "SELECT id FROM dossier WHERE register = 'KN' AND no = :no", no=case_no)
        how = Acting(case, people.commune.id, stored(case).version, people.head.id, frozenset({"supervisor"}), now(),
                     today(), office_calendar())
        if not one(app, "SELECT respondent FROM case_file WHERE dossier_id = :id", id=case):
            from caseapp.cases.commands.mending import mend_case

            mend_case({"respondent": "Chủ tịch", "contested_paper": "QĐ 1"}, how)
            how = Acting(case, people.commune.id, stored(case).version, people.head.id, frozenset({"supervisor"}),
                         now(), today(), office_calendar())
        carry_out(GivenAct("accept", today(), f"{case}/TB-UBND", people.head.public_id), how)


def visit_of(app: Flask, location: str) -> Any:
    """The stored visit that a page is about."""
    with app.app_context():
        return stored(one(app, "SELECT id FROM dossier WHERE public_id = :key", key=location.rpartition("/")[2]))


def act(client: FlaskClient, visit: Any, code: str, **fields: str) -> Any:
    return client.post(f"/tiep-dan/luot/{visit.public_id}/viec/{code}", data={"version": str(visit.version), **fields})


def test_saving_opens_the_case_and_says_its_number(app: Flask, people: People, client: FlaskClient) -> None:
    answer = save(client, **WHOLE)
    assert (answer.status_code, errors(answer)) == (303, [])
    page = client.get(answer.location).text
    case = one(app, "SELECT public_id FROM dossier WHERE kind = 'complaint'")
    assert page.count(f'<a href="/vu-viec/{case}">KN 2026/0001</a>') == 2      # in the message and among the facts
    assert re.search(r"ĐƠN 2026/0001</a> đã mở <a", page)
    assert "Tiếp nhận đơn, mở vụ việc khiếu nại" in page
    assert "cũng là báo kết quả tiếp" in page
    assert "thì chưa theo dõi" not in page
    assert one(app, "SELECT respondent FROM case_file WHERE kind = 'complaint'") == WHOLE["respondent"]
    assert str(one(app, "SELECT dated_on FROM petition")) == "2026-11-11"


@pytest.mark.parametrize("changes", [{"matter": "mixed"}, {"matter": "feedback"}, {"outcome": "reported"}])
def test_nothing_else_opens_one(app: Flask, people: People, client: FlaskClient, changes: dict[str, str]) -> None:
    assert save(client, **changes, **WHOLE).status_code == 303
    assert one(app, "SELECT count(*) FROM petition") == 0


@pytest.mark.parametrize(("changes", "words"), [
    ({"dated_on": "17/11/2026"}, "Ngày ghi trên đơn: ngày 17/11/2026 chưa đến"),
    ({"held_on": "12/11/2026", "dated_on": "13/11/2026"}, "Ngày ghi trên đơn: ngày này sau ngày nhận đơn 12/11/2026"),
    ({"joins": "KN 2026/0009"}, "Cùng vụ việc đang giải quyết: đơn vị này không có vụ việc KN 2026/0009"),
    ({"joins": "hôm nọ"}, "Cùng vụ việc đang giải quyết: ghi số vụ việc khiếu nại"),
    ({"contested": "nothing"}, "Khiếu nại về: chọn một trong các mục có sẵn"),
    ({"respondent": "x" * 201}, "Người bị khiếu nại: dài 201 ký tự"),
])
def test_what_is_wrong_is_told_at_its_line_and_everything_is_kept(
    app: Flask, people: People, client: FlaskClient, changes: dict[str, str], words: str,
) -> None:
    before = counts(app)
    answer = save(client, **{**WHOLE, **changes})
    assert answer.status_code == 422
    assert [line for line in errors(answer) if line.startswith(words)], errors(answer)
    assert value_of(answer, "contested_paper") == WHOLE["contested_paper"]
    assert value_of(answer, "people-0-name") == PERSON["people-0-name"]
    assert "data-petition open" in answer.text
    assert counts(app) == before


def test_a_double_click_opens_one_case(app: Flask, people: People, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    key = value_of(client.get(f"{NEW}?loai=complaint"), "form_key")
    first, second = save(client, form_key=key), save(client, form_key=key)
    assert first.location == second.location
    assert [one(app, f"SELECT count(*) FROM {table}") for table in ("visit", "petition", "case_file")] == [1, 1, 2]


def test_the_lines_of_a_petition_are_read_for_a_complaint_alone(app: Flask, people: People, client: FlaskClient) -> None:
    from caseapp.reception.forms.drafting import draftable, readable

    typed = {name: [value] for name, value in {**ORDINARY, **WHOLE, "joins": "1"}.items()}
    assert {"joins", *WHOLE} <= set(draftable(typed))
    for kind in ("denunciation", "feedback", "mixed", "other"):
        assert not {"joins", *WHOLE} & set(readable({**typed, "matter": [kind]}))


def dates(client: FlaskClient, **more: str) -> str:
    fields = {"matter": "complaint", "held_on": "16/11/2026", "outcome": "taken", **more}
    return str(client.post(f"{NEW}/han", data=fields).text)


def test_both_days_stand_beside_the_form(app: Flask, people: People, client: FlaskClient) -> None:
    shown = dates(client)
    assert shown.index("Thụ lý hoặc trả lời không thụ lý") < shown.index("Báo kết quả")
    assert re.search(r'data-starts="complaint.acceptance"><p class="what">.*?</p><p class="day">Thứ', shown)
    assert 'data-starts="complaint.acceptance" hidden' in dates(client, outcome="reported")
    assert 'data-starts="complaint.acceptance" hidden' in dates(client, matter="feedback")
    assert re.search(r'data-beside="complaint mixed" hidden', shown)
    assert re.search(r'data-beside="complaint mixed">', dates(client, outcome="reported"))


def test_the_days_follow_the_case_that_is_joined(app: Flask, people: People, client: FlaskClient) -> None:
    save(client)
    assert "Đơn nhập vào KN 2026/0001, theo hạn của vụ việc ấy" in dates(client, joins="1")
    assert "không có vụ việc" in dates(client, joins="44")
    accept(app, people)
    assert "KN 2026/0001 đã thụ lý ngày 16/11/2026: đơn nhập vào đó" in dates(client, joins="1")
    answer = save(client, joins="KN 2026/0001")
    page = client.get(answer.location).text
    assert re.search(r"ĐƠN 2026/0002</a> đã nhập vào <a[^>]*>KN 2026/0001", page)
    assert "KN 2026/0001 đã thụ lý trước khi nhận đơn này" in page


def test_the_same_matter_brings_the_number_of_its_case(app: Flask, people: People, client: FlaskClient) -> None:
    visit = visit_of(app, str(save(client).location))
    found = client.post(f"{NEW}/nguoi", data={"matter": "complaint", "lookup": PERSON["people-0-name"]}).text
    assert 'data-case="KN 2026/0001"' in found
    assert "đang giải quyết: KN 2026/0001" in found
    person = one(app, "SELECT public_id FROM person")
    page = save(client, pick=f"same:{person}:{visit.public_id}", outcome="taken")
    assert value_of(page, "joins") == "KN 2026/0001"
    assert value_of(save(client, pick=f"other:{person}", joins="KN 2026/0001"), "joins") == ""


def test_a_reported_complaint_gets_its_petition_later(app: Flask, people: People, client: FlaskClient) -> None:
    visit = log(app, people, outcome=Outcome.REPORTED)
    for account, seen in ((people.officer, True), (people.handler, True), (people.auditor, False)):
        sign_in(client, account)
        page = client.get(f"/tiep-dan/luot/{visit.public_id}").text
        assert ("viec/take-petition" in page) is seen
        assert client.get(f"/tiep-dan/luot/{visit.public_id}/viec/take-petition").status_code == (200 if seen else 404)
    sign_in(client, people.handler)
    page = client.get(f"/tiep-dan/luot/{visit.public_id}/viec/take-petition")
    assert value_of(page, "received_on") == "16/11/2026"
    assert "Thụ lý hoặc trả lời không thụ lý" in page.text
    wrong = act(client, visit, "take-petition", received_on="20/11/2026", joins="77", **WHOLE)
    assert (wrong.status_code, value_of(wrong, "respondent")) == (422, WHOLE["respondent"])
    unknown = act(client, visit, "take-petition", received_on="16/11/2026", joins="77", **WHOLE)
    assert (unknown.status_code, len(errors(unknown))) == (422, 1)
    done = act(client, visit, "take-petition", received_on="16/11/2026", **WHOLE)
    assert done.status_code == 303
    assert "đã mở <a" in client.get(done.location).text
    again = client.get(f"/tiep-dan/luot/{visit.public_id}/viec/take-petition")
    assert (again.status_code, "đã ở trong một vụ việc" in again.text) == (409, True)


def test_of_two_officers_one_takes_it(app: Flask, people: People, client: FlaskClient) -> None:
    visit = log(app, people, outcome=Outcome.REPORTED)
    assert act(client, visit, "take-petition", received_on="16/11/2026").status_code == 303
    sign_in(client, people.handler)
    late = act(client, visit, "take-petition", received_on="16/11/2026", **WHOLE)
    assert late.status_code in (303, 409)
    assert one(app, "SELECT count(*) FROM petition") == 1


def test_cancelling_offers_all_three_numbers(app: Flask, people: People, client: FlaskClient) -> None:
    visit = visit_of(app, str(save(client).location))
    page = client.get(f"/tiep-dan/luot/{visit.public_id}/viec/void").text
    assert "Hủy cùng ĐƠN 2026/0001 và KN 2026/0001 mà lượt này đã mở" in page
    refused = act(client, visit, "void", reason="Ghi hai lần")
    assert (refused.status_code, value_of(refused, "reason")) == (422, "Ghi hai lần")
    assert "KN 2026/0001 trước" in errors(refused)[0]
    assert act(client, visit, "void", reason="Ghi hai lần", whole="y").status_code == 303
    assert one(app, "SELECT count(*) FROM dossier WHERE state = 'void'") == 3


def test_a_case_under_way_is_neither_cancelled_nor_sealed_here(app: Flask, people: People, client: FlaskClient) -> None:
    visit = visit_of(app, str(save(client).location))
    page = client.get(f"/tiep-dan/luot/{visit.public_id}/viec/seal").text
    assert "đơn ĐƠN 2026/0001 và vụ việc KN 2026/0001" in page
    accept(app, people)
    for code, words in (("void", "không hủy số được nữa"), ("seal", "Người đứng đầu kết thúc KN 2026/0001 trước")):
        answer = client.get(f"/tiep-dan/luot/{visit.public_id}/viec/{code}")
        assert (answer.status_code, words in answer.text) == (409, True)
    with app.app_context():
        (held,) = petitions_of(reading(), visit.id)
        assert held.under_way


def test_the_answer_of_the_case_stands_on_the_visit(app: Flask, people: People, client: FlaskClient) -> None:
    answer = save(client)
    accept(app, people)
    page = client.get(answer.location).text
    assert "Báo kết quả: thụ lý" in page
    assert "theo văn bản của vụ việc" in page
    register = client.get("/so/tiep-cong-dan").text
    assert "UBND phường An Thịnh" in register
    assert re.search(r"\d+/TB-UBND", register)


def test_a_page_with_a_case_costs_ten_statements_at_most(app: Flask, people: People, client: FlaskClient) -> None:
    plain = log(app, people, Matter.COMPLAINT, person=ANH)
    found = []
    for url in (f"/tiep-dan/luot/{plain.public_id}", str(save(client, joins="").location)):
        client.get(url)
        with counted(app) as statements:
            assert client.get(url).status_code == 200
        found.append(len(statements))
    assert found[0] == found[1] <= 10
