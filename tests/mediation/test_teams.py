"""Teams and mediators as the commune keeps them: what is stored, refused, journaled; who sees what on the pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from bench.pages import counted
from caseapp.db import reading
from caseapp.demo.staff import make_staff
from caseapp.demo.teams import make_teams
from caseapp.dossiers.models import Dossier, Entrusted
from caseapp.ledger.models import Chain, JournalRow
from caseapp.mediation.commands import people, teams
from caseapp.mediation.commands.teams import GivenLeader, Keeping, TeamEntry
from caseapp.mediation.models import Mediator, Team, TeamLeader, Training
from caseapp.mediation.queries import teams as queries
from caseapp.mediation.rules import Lack
from caseapp.proof import faults
from caseapp.staff.commands.acting import Stale
from caseapp.staff.sessions import held_by
from caseapp.staff.viewer import Viewer
from caseapp.web.errors import Refusal
from caseapp.web.now import now, today
from tests.mediation.making import SINCE, Hamlets, make_hamlets, open_one, stored
from tests.staff.administering import key_of, send
from tests.staff.making import filling, make_account, make_unit, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

LIST = "/hoa-giai/to"
DAY = date(2026, 11, 16)
ENTRY = people.MediatorEntry("Thạch Thị Sa Rinh", "F", DAY, people="05", birth_year=1980, phone="0918555777",
                             elected_on=date(2026, 11, 2), votes=120, households=200, document="QĐ 215/QĐ-UBND")
TYPED = {"version": "0", "name": "Thạch Thị Sa Rinh", "sex": "F", "people": "05", "schooling": "none",
         "from_on": "16/11/2026"}


def keeping(office: Hamlets) -> Keeping:
    return Keeping(office.clerk.id, (office.commune.id,), now(), today())


def refused(act: Callable[[], object]) -> tuple[str | None, str]:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.field, str(caught.value)


def one(table: Any, public_id: str) -> Any:
    return reading().execute(sa.select(*table.__table__.c).where(table.public_id == public_id)).one()


def browser(app: Flask, account: Any) -> FlaskClient:
    client = app.test_client()
    sign_in(client, account)
    return client


def journal(unit: int) -> list[str]:
    return list(reading().execute(sa.select(JournalRow.act).where(JournalRow.unit_id == unit)
                                  .order_by(JournalRow.seq)).scalars())


# ---- acts ------------------------------------------------------------------------------------------------------------


def test_a_team_from_its_opening_to_its_end(any_app: Flask) -> None:
    office = make_hamlets(any_app)
    with filling(any_app) as session:
        new = make_unit(session, "K7", "Khóm 7", "hamlet", office.commune)
        elsewhere = make_unit(session, "X", "UBND xã khác")
        far = make_unit(session, "K9", "Khóm 9", "hamlet", elsewhere)
    with any_app.app_context():
        how = keeping(office)
        entry = TeamEntry("Tổ hòa giải khóm 7", date(2026, 11, 1), "QĐ 7/QĐ-UBND", minority_area=True, seats=3)
        key = teams.open_team(new.public_id, entry, how)
        assert one(Team, key).minority_area
        assert "đã có tổ hòa giải" in refused(lambda: teams.open_team(new.public_id, entry, how))[1]
        with pytest.raises(Refusal) as caught:
            teams.open_team(far.public_id, entry, how)
        assert caught.value.status == 404
        first = people.add_mediator(key, ENTRY, how)
        assert "đang là hòa giải viên" in refused(lambda: people.add_mediator(key, ENTRY, how))[1]
        second = people.add_mediator(key, replace(ENTRY, name="Lê Văn Hai", sex="M", birth_year=None), how)
        teams.change_leader(key, 1, GivenLeader(first, DAY, DAY, "QĐ 8"), how)
        assert refused(lambda: teams.change_leader(key, 2, GivenLeader(first, DAY), how))[0] == "mediator"
        with pytest.raises(Stale):
            teams.change_leader(key, 1, GivenLeader(second, DAY), how)
        teams.change_leader(key, 2, GivenLeader(second, DAY), how)
        led = reading().execute(sa.select(TeamLeader.until_on, Mediator.public_id).join(
            Mediator, Mediator.id == TeamLeader.mediator_id).where(TeamLeader.team_id == one(Team, key).id)
            .order_by(TeamLeader.id)).all()
        assert [tuple(row) for row in led] == [(DAY, first), (None, second)]
        teams.edit_team(key, 3, replace(entry, seats=2), how)
        people.note_training(key, people.GivenTraining(DAY, "Kỹ năng hòa giải", (first, second), 8), how)
        assert refused(lambda: people.note_training(
            key, people.GivenTraining(DAY, "Kỹ năng hòa giải", (first,)), how))[0] == "mediators"
        people.take_back_training(first, DAY, "Kỹ năng hòa giải", how)
        assert reading().execute(sa.select(sa.func.count()).select_from(Training)).scalar_one() == 1
        assert refused(lambda: teams.end_team(key, 4, date(2026, 11, 15), "QĐ 9", how))[0] == "until_on"
        teams.end_team(key, 4, DAY, "QĐ 9", how)
        assert {one(Mediator, first).until_on, one(Mediator, second).until_on, one(Team, key).until_on} == {DAY}
        assert refused(lambda: people.add_mediator(key, ENTRY, how))[0] is None
        assert journal(new.id) == [
            "team.open", "mediator.add", "mediator.add", "team.leader", "team.leader", "team.edit",
            "mediator.training", "mediator.training-undo", "team.end"]
        bodies = " ".join(reading().execute(sa.select(JournalRow.body)).scalars())
        assert ENTRY.name not in bodies
        assert ENTRY.phone not in bodies
        assert faults(5) == []


@pytest.mark.parametrize(("changed", "field"), [
    ({"from_on": date(2026, 11, 17)}, "from_on"), ({"elected_on": date(2026, 11, 17)}, "elected_on"),
    ({"term_until": DAY}, "term_until"), ({"votes": None}, "votes"), ({"households": None}, "households"),
    ({"votes": 201}, "votes"),
])
def test_what_cannot_be_of_a_mediator(changed: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as caught:
        people.check_entry(replace(ENTRY, **changed), DAY)
    assert caught.value.field == field


def test_a_released_mediator_sees_nothing_and_may_come_back(any_app: Flask) -> None:
    office = make_hamlets(any_app)
    with any_app.app_context():
        how, lan = keeping(office), office.mediator(office.lan)
        dispute = open_one(office)
        assert entrusted(dispute) == {office.lan.id}
        given = people.GivenRelease(DAY, "own-wish", "QĐ 300/QĐ-UBND")
        assert refused(lambda: people.release(lan, 1, replace(given, ground="other"), how))[0] == "ground"
        assert refused(lambda: people.release(lan, 1, replace(given, until_on=date(2020, 1, 1)), how))[0] == "until_on"
        people.release(lan, 1, given, how)
        assert entrusted(dispute) == set()
        assert stored(dispute.public_id).handler_id is None
        with pytest.raises(Stale):
            people.take_back_release(lan, 1, how)
        people.take_back_release(lan, 2, how)
        assert entrusted(dispute) == {office.lan.id}
        assert stored(dispute.public_id).handler_id == office.lan.id
        led = office.mediator(office.leader)
        people.release(led, 1, given, how)
        assert teams_leaders(office) == [DAY]
        assert "còn 1 vụ việc" in refused(lambda: teams.end_team(
            office.team.public_id, 2, DAY, "QĐ", how))[1]
        assert faults(5) == []


def entrusted(dispute: Any) -> set[int]:
    return set(reading().execute(sa.select(Entrusted.account_id).where(
        Entrusted.dossier_id == dispute.id)).scalars())


def teams_leaders(office: Hamlets) -> list[date | None]:
    return list(reading().execute(sa.select(TeamLeader.until_on).where(
        TeamLeader.team_id == office.team.id).order_by(TeamLeader.id)).scalars())


def test_an_account_is_bound_to_one_mediator(any_app: Flask) -> None:
    office = make_hamlets(any_app)
    with filling(any_app) as session:
        spare = make_account(session, "du", ["mediator"], office.hamlet, display="Dư Thị Mới")
        clerk = office.clerk
    with any_app.app_context():
        how, lan = keeping(office), office.mediator(office.lan)
        dispute = open_one(office)
        for wrong in (clerk.public_id, office.tam.public_id, office.other_mediator.public_id):
            assert refused(lambda key=wrong: people.bind_account(lan, 1, key, how))[0] == "account"
        people.bind_account(lan, 1, spare.public_id, how)
        assert entrusted(dispute) == {spare.id}
        assert reading().execute(sa.select(Dossier.handler_id).where(Dossier.id == dispute.id)).scalar_one() == spare.id
        people.bind_account(lan, 2, "", how)
        assert entrusted(dispute) == set()
        assert one(Mediator, lan).account_id is None


# ---- pages -----------------------------------------------------------------------------------------------------------


def test_the_list_costs_one_statement(any_app: Flask) -> None:
    office = make_hamlets(any_app)
    clerk = browser(any_app, office.clerk)
    with counted(any_app) as few:
        page = clerk.get(LIST)
    assert page.status_code == 200
    with filling(any_app) as session:
        for number in (12, 2):
            make_unit(session, f"KV{number}", f"Khóm {number}", "hamlet", office.commune)
    with counted(any_app) as many:
        page = clerk.get(LIST).text
    assert len(many) == len(few)
    assert page.index("Khóm 2<") < page.index("Khóm 5<") < page.index("Khóm 12<")
    assert "Chưa có tổ hòa giải" in page
    assert "Điều 12 Luật Hòa giải ở cơ sở" in page      # two mediators in the other hamlet
    assert "Khóm 5" not in clerk.get(f"{LIST}?loc=missing").text
    assert clerk.get(f"{LIST}?loc=het").status_code == 200


def test_who_reads_and_who_writes(any_app: Flask) -> None:
    office = make_hamlets(any_app)
    with filling(any_app) as session:
        elsewhere = make_unit(session, "X", "UBND xã khác", parent=office.province)
        stranger = make_account(session, "la", ["clerk", "supervisor"], elsewhere)
    with any_app.app_context():
        lan = office.mediator(office.lan)
    here, there = (f"{LIST}/{team.public_id}" for team in (office.team, office.other_team))
    person = f"/hoa-giai/hoa-giai-vien/{lan}"
    for account, seen in ((office.clerk, (200, 200, 200)), (office.head, (200, 200, 200)),
                          (office.auditor, (200, 200, 200)), (office.leader, (200, 404, 200)),
                          (stranger, (404, 404, 404)), (office.lan, (404, 404, 404)), (office.officer, (404, 404, 404))):
        client = browser(any_app, account)
        assert tuple(client.get(page).status_code for page in (here, there, person)) == seen, account.name
    for account, may in ((office.clerk, 200), (office.head, 200), (office.auditor, 404), (office.leader, 404),
                         (stranger, 404), (office.lan, 404)):
        client = browser(any_app, account)
        for page in ("sua", "to-truong", "ket-thuc", "hoa-giai-vien", "boi-duong", "ke-tuc"):
            assert client.get(f"{here}/{page}").status_code == may, (account.name, page)
        for page in ("sua", "thoi", "lam-lai", "tai-khoan"):
            assert client.get(f"{person}/{page}").status_code == may, (account.name, page)


@pytest.fixture
def office(app: Flask) -> Hamlets:
    return make_hamlets(app)


def test_the_empty_office_says_what_comes_first(app: Flask) -> None:
    with filling(app) as session:
        commune = make_unit(session, "A", "UBND phường An Thịnh")
        clerk = make_account(session, "trang", ["clerk"], commune)
    client = browser(app, clerk)
    assert "Chưa có thôn, tổ dân phố nào" in client.get(LIST).text
    with filling(app) as session:
        make_unit(session, "K1", "Khóm 1", "hamlet", commune)
    page = client.get(LIST).text
    assert "Chưa có tổ hòa giải nào" in page
    assert f"{LIST}/nhap" in page


def test_a_team_and_its_people_through_the_pages(app: Flask, office: Hamlets) -> None:
    clerk = browser(app, office.clerk)
    with filling(app) as session:
        new = make_unit(session, "K7", "Khóm 7", "hamlet", office.commune)
    made = send(clerk, f"{LIST}/moi", unit=new.public_id, name="Tổ hòa giải khóm 7", from_on="1/11/2026", seats="3",
                version="0")
    assert made.status_code == 303
    here = made.location
    assert "Chưa có hòa giải viên nào" in clerk.get(here).text
    assert send(clerk, f"{here}/hoa-giai-vien", **{**TYPED, "votes": "90", "households": "200"}).status_code == 303
    page = clerk.get(here).text
    for words in ("chưa quá một nửa", "Mới có 1 hòa giải viên, phải có ít nhất 3", "Chưa có tổ trưởng"):
        assert words in page
    with app.app_context():
        person = reading().execute(sa.select(Mediator.public_id).where(Mediator.name == TYPED["name"])).scalar_one()
    there = f"/hoa-giai/hoa-giai-vien/{person}"
    assert send(clerk, f"{here}/to-truong", version="1", mediator=person, from_on="16/11/2026").status_code == 303
    assert send(clerk, f"{here}/boi-duong", what="Kỹ năng", held_on="1/11/2026", mediators=[person]).status_code == 303
    shown = clerk.get(there).text
    assert "Kỹ năng" in shown
    assert clerk.post(f"{there}/bo-lop", data={"which": "2026-11-01 Kỹ năng", "form_key": key_of(shown)}).status_code == 303
    assert clerk.post(f"{there}/bo-lop", data={"which": "x", "form_key": key_of(shown)}).status_code == 404
    assert send(clerk, f"{there}/thoi", version="1", ground="died", until_on="16/11/2026").status_code == 303
    assert "Qua đời" in clerk.get(there).text
    assert send(clerk, f"{there}/lam-lai", version="2").status_code == 303
    assert send(clerk, f"{here}/ket-thuc", version="3", until_on="16/11/2026", document="QĐ 9").status_code == 303
    assert "Tổ đã kết thúc" in clerk.get(here).text
    assert "Tổ hòa giải khóm 7" in clerk.get(f"{LIST}?loc=het").text


@pytest.mark.parametrize(("typed", "said"), [
    ({"name": ""}, "Ghi họ tên hòa giải viên"), ({"sex": ""}, "Chọn giới tính"), ({"people": "99"}, "có sẵn"),
    ({"birth_year": "62"}, "Ghi năm sinh bốn chữ số"), ({"phone": "12"}, "không gọi được"),
    ({"from_on": "31/09/2026"}, "Tháng 9 chỉ có 30 ngày"), ({"from_on": "1/1/2027"}, "chưa đến"),
    ({"votes": "mười"}, "Chỉ ghi chữ số"), ({"votes": "10"}, "Ghi cả số phiếu"), ({"name": "x" * 121}, "Dài 121"),
    ({"term_until": "16/11/2026"}, "hết sau ngày công nhận"), ({"version": "x", "name": "A"}, ""),
])
def test_bad_input_is_told_at_its_field(app: Flask, office: Hamlets, typed: dict[str, str], said: str) -> None:
    answer = send(browser(app, office.clerk), f"{LIST}/{office.team.public_id}/hoa-giai-vien", **{**TYPED, **typed})
    assert answer.status_code == (422 if said else 303)
    assert said in answer.text


def test_the_second_to_save_sees_both(app: Flask, office: Hamlets) -> None:
    with app.app_context():
        lan = office.mediator(office.lan)
    page = f"/hoa-giai/hoa-giai-vien/{lan}/sua"
    typed = {**TYPED, "name": "Huỳnh Ngọc Lan", "version": "1", "from_on": f"{SINCE:%d/%m/%Y}", "people": "01"}
    assert send(browser(app, office.head), page, **{**typed, "phone": "0918555111"}).status_code == 303
    answer = send(browser(app, office.clerk), page, **{**typed, "phone": "0918555222"})
    assert answer.status_code == 409
    for words in ("0918555111", "0918555222", "Đặng Hữu Phước"):
        assert words in answer.text
    team = f"{LIST}/{office.team.public_id}"
    named = {"version": "1", "name": "Tổ một", "from_on": f"{SINCE:%d/%m/%Y}"}
    assert send(browser(app, office.head), f"{team}/sua", **named).status_code == 303
    assert send(browser(app, office.clerk), f"{team}/sua", **{**named, "name": "Tổ hai"}).status_code == 409
    late = send(browser(app, office.clerk), f"{team}/to-truong", version="1", mediator="", from_on="16/11/2026")
    assert late.status_code == 422
    assert "Có người vừa sửa" in late.text


def test_a_form_sent_twice_is_done_once(app: Flask, office: Hamlets) -> None:
    clerk = browser(app, office.clerk)
    page = f"{LIST}/{office.team.public_id}/hoa-giai-vien"
    key = key_of(clerk.get(page).text)
    for _again in range(2):
        assert clerk.post(page, data={**TYPED, "form_key": key}).status_code == 303
    with app.app_context():
        assert reading().execute(sa.select(sa.func.count()).select_from(Mediator).where(
            Mediator.name == TYPED["name"])).scalar_one() == 1
        assert reading().execute(sa.select(Chain.seq).where(Chain.unit_id == office.hamlet.id)).scalar_one() == 1


def test_the_demo_has_a_whole_team_and_one_that_lacks_something(app: Flask) -> None:
    with app.app_context():
        offices = make_staff("hạt dẻ nướng 27")
        make_teams(offices, DAY, now())
        by_name = {kept.row.name: kept for name in ("vanthu", "lanhdao2")
                   for kept in queries.teams(viewer_for(offices.accounts[name]), DAY)}
        assert {name: [flaw.lack for flaw in kept.flaws] for name, kept in by_name.items()} == {
            "Tổ hòa giải Khu vực 3": [], "Tổ hòa giải ấp Thới Hòa": [],
            "Tổ hòa giải Khu vực 4": [Lack.FEW, Lack.WOMAN, Lack.LEADER]}
        assert by_name["Tổ hòa giải Khu vực 3"].row.near == 1
        bound = reading().execute(sa.select(Mediator.name, Mediator.account_id).where(
            Mediator.account_id.is_not(None)).order_by(Mediator.id)).all()
        assert [tuple(row) for row in bound] == [("Huỳnh Văn Nghĩa", offices.accounts["totruong"]),
                                                 ("Lý Thị Kim Hoàng", offices.accounts["hoagiai"])]
        assert faults(5) == []


def viewer_for(account: int) -> Viewer:
    held, _names = held_by(account, DAY)
    return Viewer(account, "", "", "", "vi", keys_on=True, unit_id=0, unit_name="", parent_unit_name="", held=held)
