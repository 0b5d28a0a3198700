"""The pages of whoever mediates: the list, a new dispute, its page; nothing else of the product is there for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from bench.pages import counted
from caseapp.db import reading
from caseapp.dossiers.models import Dossier
from caseapp.staff.policy import Can, permits
from caseapp.staff.roles import Role
from caseapp.web.access import routes_as_json
from tests.mediation.making import act, make_hamlets, mediating, open_one, stored, told
from tests.mediation.pages import DISPUTE, NEW, at, made, post
from tests.office.templates import ON_ONE

if TYPE_CHECKING:
    from flask import Flask

    from tests.mediation.making import Hamlets


@pytest.fixture
def office(any_app: Flask) -> Hamlets:
    return make_hamlets(any_app)


@ON_ONE
def test_only_those_whom_a_dispute_concerns_find_it(any_app: Flask, office: Hamlets) -> None:
    page = DISPUTE.format(made(any_app, office))
    seen = {name: at(any_app, getattr(office, name)).get(page).status_code
            for name in ("lan", "tam", "leader", "other_leader", "head", "auditor", "clerk", "officer")}
    assert seen == {"lan": 200, "tam": 404, "leader": 200, "other_leader": 404, "head": 200, "auditor": 200, "clerk": 404,
                    "officer": 404}


@ON_ONE
def test_whoever_only_reads_is_offered_nothing(any_app: Flask, office: Hamlets) -> None:
    public_id = made(any_app, office)
    with any_app.app_context():
        act(office, stored(public_id), "join-team", by=office.leader, team=office.other_team.public_id)
    for reader in (office.head, office.other_leader):
        client = at(any_app, reader)
        page = client.get(DISPUTE.format(public_id))
        assert page.status_code == 200
        assert "/viec/" not in page.text
        assert "/ket-qua" not in page.text
        assert client.get(f"{DISPUTE.format(public_id)}/ket-qua").status_code == 404
    assert "bạn phối hợp" in at(any_app, office.other_leader).get(DISPUTE.format(public_id)).text


@ON_ONE
def test_nothing_but_the_own_work_exists_for_a_mediator(any_app: Flask, office: Hamlets) -> None:
    client = at(any_app, office.lan)
    assert client.get("/").headers["Location"] == "/hoa-giai"
    page = client.get("/hoa-giai")
    assert "Cache-Control" in page.headers
    assert page.headers["Cache-Control"] == "no-store"
    links = set(re.findall(r'<nav class="side".*?</nav>', page.text, re.DOTALL)[0].split('href="')[1:])
    assert {link.partition('"')[0] for link in links} == {"/hoa-giai"}
    assert "data-keys-help" not in page.text
    assert 'role="search"' not in page.text
    for gone in ("/viec", "/tiep-dan", "/vu-viec", "/don", "/phap-luat", "/tim", "/bang-theo-doi", "/hoa-giai/cua-to"):
        assert client.get(gone).status_code == 404
    leader = at(any_app, office.leader).get("/hoa-giai").text
    assert all(words in leader for words in ("Việc của tôi", "Tổ của tôi", "Sổ theo dõi"))


OWN_ACCOUNT = {"home.start", "notices.read", "notices.reminders", "staff.change_password", "staff.choose_pin",
               "staff.drop_pin", "staff.end_everywhere", "staff.end_place", "staff.own_account"}
OF_LEADERS = {"figures", "figures_sheet", "print_figures", "logbook", "logbook_sheet", "print_logbook", "mediator", "team",
              "teams", "team_disputes"}


@ON_ONE
@pytest.mark.parametrize("name", ["lan", "leader"])
def test_every_route_is_tried_and_the_rest_of_the_product_is_not_there(any_app: Flask, office: Hamlets, name: str) -> None:
    role = Role.TEAM_LEADER if name == "leader" else Role.MEDIATOR
    client, open_to = at(any_app, getattr(office, name)), set[str]()
    for route in routes_as_json(any_app):
        if route["public"]:
            continue
        if any(permits(Can(policy), role) for policy in route["policy"]):
            open_to.add(route["endpoint"])
            continue
        url = re.sub(r"<int:[^>]+>", "1", route["rule"])
        url = re.sub(r"<[^>]+>", "A" * 22, url)
        method = "GET" if "GET" in route["methods"] else "POST"
        assert client.open(url, method=method).status_code == 404, url
    disputes = {one.removeprefix("mediation.") for one in open_to - OWN_ACCOUNT if one.startswith("mediation.")}
    assert open_to - OWN_ACCOUNT == {f"mediation.{one}" for one in disputes}
    assert disputes & OF_LEADERS == (OF_LEADERS if name == "leader" else set())
    views = {rule.endpoint: rule.rule for rule in any_app.url_map.iter_rules()}
    assert all(views[f"mediation.{one}"].startswith(("/hoa-giai/vu/", "/hoa-giai/moi", "/hoa-giai/nhap/"))
               for one in disputes - OF_LEADERS - {"disputes"})


@ON_ONE
def test_the_page_says_the_next_act_with_its_day_and_whom_to_call(any_app: Flask, office: Hamlets) -> None:
    public_id, client = made(any_app, office), at(any_app, office.lan)
    page = client.get(DISPUTE.format(public_id)).text
    assert "<title>Việc hòa giải" in page
    assert "Bắt đầu hòa giải" in page
    assert "19/11/2026" in page
    assert 'href="tel:0913445210"' in page
    assert "Gọi ông Hòa" in page
    why = re.search(r'class="why" href="([^"]+)"', page)
    assert why is not None
    told_why = client.get(why[1]).text
    assert "Thứ Năm 19/11/2026" in told_why
    assert "Điều 20 Luật Hòa giải ở cơ sở" in told_why
    assert at(any_app, office.tam).get(why[1]).status_code == 404


@ON_ONE
def test_the_list_costs_few_statements_and_shows_what_waits_first(any_app: Flask, office: Hamlets) -> None:
    with any_app.app_context():
        for number in range(6):
            open_one(office, title=f"Vụ số {number}")
        open_one(office, title="Chưa giao ai", mediators=(), warning="Dọa đánh nhau.")
    client = at(any_app, office.leader)
    client.get("/hoa-giai/cua-to")
    with counted(any_app) as statements:
        page = client.get("/hoa-giai/cua-to").text
    assert len(statements) <= 6
    assert page.index("Chờ phân công") < page.index("Chưa giao ai") < page.index("Vụ số 0")
    assert "Báo khẩn" in page
    own = at(any_app, office.lan).get("/hoa-giai").text
    assert own.count('class="card-row') == 7
    assert "Chưa có vụ nào đã xong" in at(any_app, office.lan).get("/hoa-giai?xem=xong").text


def test_a_mediator_writes_a_dispute_down_for_herself(any_app: Flask, office: Hamlets) -> None:
    client = at(any_app, office.lan)
    answer = post(client, "/hoa-giai/moi", **NEW)
    assert answer.status_code == 303, answer.text
    page = client.get(answer.headers["Location"]).text
    assert "Đã ghi vụ việc." in page
    assert "Phùng Trung Kiên</b>, 58 tuổi" in page
    with any_app.app_context():
        row = reading().execute(sa.select(*Dossier.__table__.c)).one()
        assert (row.state, row.handler_id, mediating(row)) == ("assigned", office.lan.id, ["Huỳnh Ngọc Lan"])
    assert "Lối đi chung" in at(any_app, office.leader).get("/hoa-giai").text or \
        "Lối đi chung" in at(any_app, office.leader).get("/hoa-giai/cua-to").text


@ON_ONE
@pytest.mark.parametrize(("opens", "who", "state", "mediates"), [
    ("leader", "leader", "assigned", ["Võ Văn Tám", "Đoàn Văn Bảy"]), ("lan", "named", "assigned", ["Võ Văn Tám", "Đoàn Văn Bảy"]),
    ("leader", "later", "received", []), ("lan", "later", "received", []), ("lan", "self", "at-once", ["Huỳnh Ngọc Lan"]),
])
def test_who_mediates_is_said_at_once_or_left_to_the_leader(
        any_app: Flask, office: Hamlets, opens: str, who: str, state: str, mediates: list[str]) -> None:
    with any_app.app_context():
        tam, bay = office.mediator(office.tam), office.mediator(office.bay)
    at_once = {"started_by": "witnessed", "at_once": "y"} if state == "at-once" else {}
    client = at(any_app, getattr(office, opens))
    answer = post(client, "/hoa-giai/moi", **{**NEW, "who": who, **at_once, **({"lead": tam, "others": bay} if len(mediates) > 1 else {})})
    assert answer.status_code == 303, answer.text
    with any_app.app_context():
        row = reading().execute(sa.select(*Dossier.__table__.c)).one()
        assert (row.state, mediating(row)) == (state, mediates)
    page = client.get(answer.headers["Location"]).text
    waits = "Chờ tổ trưởng phân công" if opens == "lan" else f"{answer.headers['Location']}/viec/assign"
    assert (waits in page) == (state == "received")


@ON_ONE
def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(any_app: Flask, office: Hamlets) -> None:
    client = at(any_app, office.lan)
    answer = post(client, "/hoa-giai/moi", **{**NEW, "subject": "", "matter": "spouses", "people-1-name": "",
                                              "people-1-phone": "123", "urgent": "y"})
    assert answer.status_code == 422
    for words in ("Ghi vài chữ về việc này", "không thuộc loại tranh chấp", "Ghi họ tên, hoặc xóa trống",
                  "Ghi nguy cơ bạo lực", "Phùng Trung Kiên", "Lấn lối đi."):
        assert words in answer.text
    more = post(client, "/hoa-giai/moi", **{**NEW, "step": "more"})
    assert more.status_code == 200
    assert 'name="people-2-name"' in more.text
    assert "Phùng Trung Kiên" in more.text


def test_what_may_not_be_mediated_is_written_down_and_sent_on(any_app: Flask, office: Hamlets) -> None:
    answer = post(at(any_app, office.lan), "/hoa-giai/moi", **{
        **NEW, "barred": "offence", "to_place": "police", "explained": "Đã chỉ đến công an."})
    assert answer.status_code == 303, answer.text
    with any_app.app_context():
        row = reading().execute(sa.select(*Dossier.__table__.c)).one()
        assert (row.state, told(row).barred) == ("referred", "offence")
    page = at(any_app, office.lan).get(answer.headers["Location"]).text
    assert "Đã chỉ đến công an." in page
    missing = post(at(any_app, office.lan), "/hoa-giai/moi", **{**NEW, "barred": "offence"})
    assert missing.status_code == 422
    assert "Chọn nơi hướng dẫn đến." in missing.text
