"""Where everyone begins: the first page by role, the navigation, one's own work, honest empty desks."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from caseapp.cases.commands.assigning import assign
from caseapp.cases.commands.given import GivenTeam
from caseapp.people.commands import Given
from caseapp.reception.models import Matter, Outcome
from tests.board.making import put
from tests.cases.making import act, acting, make_office, open_case, walk
from tests.reception.making import log, make_people
from tests.staff.making import filling, make_account, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.office.clock import Clock


def entries(page: str) -> list[str]:
    side = re.search(r'<nav class="side".*?</nav>', page, re.DOTALL)
    return re.findall(r"<a [^>]*><span>([^<]+)</span>", side[0]) if side else []


@pytest.mark.parametrize(("who", "to"), [
    ("officer", "/tiep-dan"), ("handler", "/viec"), ("head", "/viec"), ("clerk", "/viec"), ("mediator", "/hoa-giai"),
    ("auditor", "/viec"), ("administrator", "/quan-tri/tai-khoan"),
])
def test_the_first_page_is_where_the_day_begins(app: Flask, client: FlaskClient, who: str, to: str) -> None:
    people = make_people(app)
    sign_in(client, getattr(people, who))
    assert client.get("/").location == to


def test_a_stranger_is_sent_to_sign_in_and_an_account_without_a_role_to_itself(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    assert client.get("/").location == "/login"
    with filling(app) as session:
        bare = make_account(session, "moi", [], people.commune)
    sign_in(client, bare)
    assert client.get("/").location == "/tai-khoan"
    assert client.get("/viec").status_code == 404


@pytest.mark.parametrize(("who", "places"), [
    ("officer", ["Bàn tiếp dân", "Việc của tôi", "Đơn", "Vụ việc", "Sổ và báo cáo", "Pháp luật"]),
    ("handler", ["Việc của tôi", "Đơn", "Vụ việc", "Pháp luật"]),
    ("head", ["Việc của tôi", "Đơn", "Vụ việc", "Hòa giải", "Bảng theo dõi", "Sổ và báo cáo", "Pháp luật",
              "Đề nghị và xác nhận"]),
    ("mediator", ["Việc của tôi"]),
    ("administrator", ["Việc của tôi", "Pháp luật", "Tài khoản cán bộ", "Các đơn vị", "Đề nghị và xác nhận"]),
])
def test_the_navigation_holds_what_one_may_open(
    app: Flask, client: FlaskClient, who: str, places: list[str],
) -> None:
    people = make_people(app)
    sign_in(client, getattr(people, who))
    page = client.get("/viec").text
    assert entries(page) == places
    for address in re.findall(r'href="(/[^"]*)"', re.search(r'<nav class="side".*?</nav>', page, re.DOTALL)[0]):
        assert client.get(address).status_code == 200, address


def test_nothing_stands_around_the_page_of_a_first_password(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    with filling(app) as session:
        new = make_account(session, "moi", ["reception"], people.commune, must_change=True)
    sign_in(client, new)
    assert client.get("/").location == "/doi-mat-khau"
    assert entries(client.get("/doi-mat-khau").text) == []


def test_work_is_ordered_by_its_due_day(any_app: Flask, clock: Clock) -> None:
    client = any_app.test_client()
    people = make_people(any_app)
    for day, name in ((13, "Sau"), (2, "Trước"), (10, "Giữa")):
        log(any_app, people, day=date(2026, 11, day), content=name)
    log(any_app, people, outcome=Outcome.EXPLAINED, content="Đã giải thích")
    clock.set("2026-11-17 09:00")
    sign_in(client, people.handler)
    page = client.get("/viec").text
    assert re.findall(r'<span class="second">(Trước|Giữa|Sau|Đã giải thích)</span>', page) == ["Trước", "Giữa", "Sau"]
    assert "3 việc đang mở · 1 quá hạn · 0 đến hạn trong 3 ngày làm việc" in page
    assert "Xếp theo: hạn gần nhất" in page
    assert "<kbd>j</kbd> <kbd>k</kbd> xuống, lên" in page
    assert "Quá hạn 1 ngày làm việc" in page
    assert "Khoản 1 Điều 28 Luật Tiếp công dân" in page
    late = client.get("/viec?xem=qua-han").text
    assert "Trước" in late
    assert "Giữa" not in late
    assert "Không có việc nào trong mục này" in client.get("/viec?xem=sap-den").text


def test_whoever_brought_an_old_book_in_is_not_waited_for(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    log(app, people, receiver_id=None, book_row="so.xlsx:5", receiver_name="Ông Tư, cán bộ tư pháp")
    log(app, people, receiver_id=None, book_row="so.xlsx:6")
    sign_in(client, people.handler)
    page = client.get("/viec").text
    assert "Ông Tư, cán bộ tư pháp" in page
    assert people.officer.display_name not in page
    sign_in(client, people.officer)
    assert not re.search(r">\s*Tôi\s*<", client.get("/viec").text)


def test_a_refusal_waits_for_the_head_alone(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    log(app, people, Matter.FEEDBACK, Outcome.REFUSED, ground="Rh", ground_note="112/UBND")
    sign_in(client, people.head)
    page = client.get("/viec").text
    assert "Ký thông báo từ chối tiếp công dân" in page
    assert "Tôi, ký thông báo" in page
    for other in (people.handler, people.officer, people.province_head):
        sign_in(client, other)
        assert "Không có việc nào đang chờ bạn" in client.get("/viec").text


def test_envelopes_wait_for_their_custodian(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    sealed = log(app, people, Matter.DENUNCIATION, Outcome.EXPLAINED)
    sign_in(client, people.clerk)
    page = client.get("/viec").text
    assert "Ký nhận phong bì số 25" in page
    assert f"/tiep-dan/luot/{sealed.public_id}" in page
    sign_in(client, people.handler)
    assert "phong bì" not in client.get("/viec").text.lower()


def test_a_custodian_without_another_role_sees_envelopes(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    log(app, people, Matter.DENUNCIATION, Outcome.EXPLAINED)
    with filling(app) as session:
        keeper = make_account(session, "giu", ["custodian"], people.commune)
    sign_in(client, keeper)
    page = client.get("/viec")
    assert page.status_code == 200
    assert "Ký nhận phong bì số 25" in page.text


def test_pages_of_work_follow_each_other(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    for number in range(30):
        person = Given(f"Người {number}")
        log(app, people, day=date(2026, 11, number % 9 + 2), person=person, content=f"Việc {number:02d}")
    sign_in(client, people.officer)
    first = client.get("/viec").text
    address = re.search(r'href="(/viec\?sau=[^"]+)" rel="next"', first)
    assert address is not None
    second = client.get(address[1]).text
    found = [re.findall(r"Việc (\d\d)<", page) for page in (first, second)]
    assert [len(part) for part in found] == [25, 5]
    assert len({*found[0], *found[1]}) == 30


@pytest.mark.parametrize(("who", "words"), [
    ("administrator", "không mở hồ sơ"), ("auditor", "không có việc phải làm theo hạn"),
])
def test_roles_without_tasks_see_an_honest_empty_desk(
    app: Flask, client: FlaskClient, who: str, words: str,
) -> None:
    people = make_people(app)
    sign_in(client, getattr(people, who))
    page = client.get("/viec").text
    assert "Hiện chưa có việc nào" in page
    assert words in page


def test_the_head_sees_whose_tasks_they_are_and_each_alone(any_app: Flask, clock: Clock) -> None:
    client = any_app.test_client()
    people = make_people(any_app)
    for number in range(3):
        log(any_app, people, day=date(2026, 11, 10), content=f"Của chị Hằng {number}")
    log(any_app, people, Matter.FEEDBACK, Outcome.REFUSED, ground="Rh", ground_note="112/UBND", content="Chờ ký")
    log(any_app, people, receiver_id=None, book_row="so.xlsx:6", content="Trong sổ cũ")
    sign_in(client, people.head)
    page = client.get("/viec").text
    assert "<h1>Việc của đơn vị</h1>" in page
    chips = re.findall(r'<a class="chip[^"]*" href="([^"]*nguoi=[^"]*)"[^>]*>([^<]+?) (\d+)<', page)
    shares = {name: (address, int(count)) for address, name, count in chips if "xem=" not in address}
    assert {name: count for name, (_address, count) in shares.items() if name in (
        "Mọi người", "Lê Thị Thu Hằng", "Tôi", "Theo sổ cũ")} == {
        "Mọi người": 5, "Lê Thị Thu Hằng": 3, "Tôi": 1, "Theo sổ cũ": 1}
    for name, seen in (("Lê Thị Thu Hằng", {"Của chị Hằng"}), ("Tôi", {"Chờ ký"}), ("Theo sổ cũ", {"Trong sổ cũ"})):
        found = client.get(shares[name][0].replace("&amp;", "&")).text
        assert {words for words in ("Của chị Hằng", "Trong sổ cũ") if words in found} == seen - {"Chờ ký"}, name
        assert ("<h1>Việc của tôi</h1>" in found) == (name == "Tôi")
    assert "Nguyễn Thị Ánh" in page


def test_an_officer_begins_with_the_own_tasks(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    log(app, people, content="Của chị Hằng")
    log(app, people, by=people.handler, content="Của anh Bình")
    sign_in(client, people.officer)
    mine = client.get("/viec").text
    assert "<h1>Việc của tôi</h1>" in mine
    assert "Của chị Hằng" in mine
    assert "Của anh Bình" not in mine
    everybody = client.get("/viec?nguoi=tat-ca").text
    assert "Của chị Hằng" in everybody
    assert "Của anh Bình" in everybody
    assert client.get("/viec?nguoi=bay").text.count("Của anh Bình") == 0
    sign_in(client, people.clerk)
    assert "Của chị Hằng" in client.get("/viec").text


def test_envelopes_stand_above_the_tasks_of_their_custodian(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    log(app, people, content="Việc theo hạn của chị Hằng")
    log(app, people, Matter.DENUNCIATION)
    sign_in(client, people.clerk)
    page = client.get("/viec").text
    assert page.index("Phong bì chờ người giữ ký nhận") < page.index("Việc theo hạn của chị Hằng")


# ---- cases among the tasks


def rows_of(page: str) -> list[tuple[str, str, str]]:
    """What is to be done, in which dossier, who is waited for."""
    return re.findall(r'<b>([^<]+)</b></a>.*?<b class="nowrap">([^<]+)</b>.*?<td>([^<]*)</td></tr>', page)


def test_visits_and_cases_stand_in_one_list(any_app: Flask, clock: Clock) -> None:
    client, office = any_app.test_client(), make_office(any_app)
    with any_app.app_context():
        late = open_case(office, date(2026, 11, 2))
        walk(office, open_case(office, date(2026, 11, 12)), "accept", date(2026, 11, 16))
    sign_in(client, office.handler)
    page = client.get("/viec").text
    assert [(act, who) for act, _number, who in rows_of(page)] == [
        ("Thụ lý hoặc trả lời không thụ lý", "Tôi"), ("Ra quyết định giải quyết lần đầu", "Tôi")]
    assert f'href="/vu-viec/{late.public_id}"' in page
    assert "Điều 27 Luật Khiếu nại" in page
    assert "<h1>Việc của tôi</h1>" in page


def test_a_proposal_waits_for_the_head_and_stays_in_the_handlers_sight(any_app: Flask, clock: Clock) -> None:
    client, office = any_app.test_client(), make_office(any_app)
    with any_app.app_context():
        act(office, open_case(office), "accept", by="handler")
    sign_in(client, office.handler)
    assert rows_of(client.get("/viec").text)[0][2] == "Lãnh đạo duyệt, trình từ 16/11"
    sign_in(client, office.head)
    page = client.get("/viec?xem=cho-ky").text
    assert rows_of(page)[0][2] == "Tôi duyệt, trình từ 16/11"
    sign_in(client, office.province_head)
    assert "Không có việc nào đang chờ bạn" in client.get("/viec").text


def test_the_clerk_has_what_is_to_be_sent(any_app: Flask, clock: Clock) -> None:
    client, office = any_app.test_client(), make_office(any_app)
    with any_app.app_context():
        walk(office, open_case(office), "decide")
        sent = open_case(office)
        walk(office, sent, "send-decision")
    sign_in(client, office.clerk)
    mine = rows_of(client.get("/viec").text)
    assert [(act, who) for act, _number, who in mine] == [
        ("Gửi quyết định giải quyết lần đầu", "Tôi"), ("Ghi ngày người khiếu nại nhận quyết định", "Tôi")]
    sign_in(client, office.handler)
    assert {who for _act, _number, who in rows_of(client.get("/viec").text)} == {"Văn thư"}


def test_what_is_suspended_comes_last_and_has_a_chip(any_app: Flask, clock: Clock) -> None:
    client, office = any_app.test_client(), make_office(any_app)
    with any_app.app_context():
        still = open_case(office, date(2026, 11, 3))
        for code, role in (("accept", "supervisor"), ("suspend", "supervisor"), ("send-suspension", "clerk")):
            act(office, still, code, by=role)
        open_case(office)
    sign_in(client, office.handler)
    page = client.get("/viec").text
    assert [act for act, _number, _who in rows_of(page)] == ["Thụ lý hoặc trả lời không thụ lý", "Theo dõi lý do tạm đình chỉ"]
    assert "từ 16/11, chưa có hạn" in page
    alone = client.get("/viec?xem=tam-dinh-chi").text
    assert len(rows_of(alone)) == 1
    assert re.search(r"Đang tạm đình chỉ 1<", alone)


def test_one_of_a_team_has_the_case_among_the_own_tasks(any_app: Flask, clock: Clock) -> None:
    client, office = any_app.test_client(), make_office(any_app)
    with any_app.app_context():
        case = open_case(office)
        open_case(office)
        assign(GivenTeam(office.handler.id, [office.other_handler.id]), acting(office, case))
    sign_in(client, office.other_handler)
    page = client.get("/viec").text
    assert "<h1>Việc của tôi</h1>" in page
    assert [who for _act, _number, who in rows_of(page)] == ["Trần Văn Bình"]


def test_kinds_can_be_told_apart(any_app: Flask, clock: Clock) -> None:
    client, office = any_app.test_client(), make_office(any_app)
    with any_app.app_context():
        open_case(office)
    with filling(any_app) as session:
        put(session, office.commune.id, office.officer.id, kind="visit", handler=office.officer.id)
    sign_in(client, office.head)
    page = client.get("/viec").text
    assert "Lượt tiếp 1" in page
    assert len(rows_of(page)) == 2
    assert [number[:2] for _act, number, _who in rows_of(client.get("/viec?loai=complaint").text)] == ["KN"]
    assert [number[:3] for _act, number, _who in rows_of(client.get("/viec?loai=visit").text)] == ["TCD"]
    assert len(rows_of(client.get("/viec?loai=khac").text)) == 2


def test_a_case_of_nobody_waits_to_be_given(any_app: Flask, clock: Clock) -> None:
    client, office = any_app.test_client(), make_office(any_app)
    with filling(any_app) as session:
        put(session, office.commune.id, office.officer.id)
        put(session, office.commune.id, office.officer.id, handler=office.handler.id)
    sign_in(client, office.head)
    page = client.get("/viec").text
    assert "Chưa phân công 1" in page
    assert [who for _act, _number, who in rows_of(client.get("/viec?nguoi=chua-giao").text)] == ["Chưa phân công"]


def test_pages_go_on_among_what_has_no_last_day(any_app: Flask) -> None:
    client, office = any_app.test_client(), make_office(any_app)
    with filling(any_app) as session:
        for number in range(60):
            put(session, office.commune.id, office.officer.id, handler=office.handler.id,
                due=number if number < 10 else None, state="carried-out" if number >= 10 else "")
    sign_in(client, office.handler)
    found, following = [], "/viec"
    while following:
        page = client.get(following).text
        found.append([number for _act, number, _who in rows_of(page)])
        older = re.search(r'href="(/viec\?[^"]*sau=[^"]+)" rel="next"', page)
        following = older[1].replace("&amp;", "&") if older else ""
    assert [len(part) for part in found] == [25, 25, 10]
    assert len({number for part in found for number in part}) == 60


def test_the_navigation_counts_what_waits_for_the_viewer_alone(any_app: Flask, clock: Clock) -> None:
    client, office = any_app.test_client(), make_office(any_app)
    with any_app.app_context():
        open_case(office)
        act(office, open_case(office), "accept", by="handler")
        given = open_case(office)
        assign(GivenTeam(office.other_handler.id, [office.handler.id], "Nghỉ phép"), acting(office, given))
        alone = open_case(office)
        assign(GivenTeam(office.other_handler.id, [], "Nghỉ phép"), acting(office, alone))
        walk(office, open_case(office), "decide")
    with filling(any_app) as session:
        put(session, office.commune.id, office.officer.id, kind="visit", handler=office.officer.id)
    for who in ("handler", "other_handler", "head", "clerk", "officer"):
        sign_in(client, getattr(office, who))
        count = r'href="/viec"[^>]*><span>[^<]+</span>(?: <span class="count">(\d+))?'
        counted = {page: re.search(count, client.get(page).text)
                   for page in ("/viec", "/tai-khoan")}
        mine = rows_of(client.get("/viec?nguoi=toi").text)
        numbers = [int(found[1] or 0) for found in counted.values() if found]
        assert numbers == [len(mine)] * len(numbers), who
