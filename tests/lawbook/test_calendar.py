"""The calendar is changed by two people: asked for, rehearsed, confirmed; running clocks move, nothing else."""

from __future__ import annotations

import json
import re
import threading
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from werkzeug.datastructures import MultiDict

from caseapp.db import reading
from caseapp.gazette import office_calendar
from caseapp.gazette.models import CalendarRequest, CalendarVersion
from caseapp.law.calendars import SHIPPED
from caseapp.law.days import Calendar
from caseapp.ledger.models import JournalRow
from tests.office.making import (
    Commune,
    a_denunciation,
    a_visit,
    everything,
    log,
    make_commune,
    proof,
    put_calendar,
    stored,
)
from tests.office.templates import ON_ONE
from tests.staff.administering import key_of
from tests.staff.making import filling, make_account, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from caseapp.staff.models import Account

THURSDAY = date(2026, 11, 12)
HOME = "/phap-luat/lich"
FORM = f"{HOME}/2026/sua"
TYPED = re.compile(r'<(input|select|textarea)[^>]* name="([^"]+)"[^>]*>')


class Tree:
    """A province with a supervisor and an auditor, a commune below it with a head, an administrator and an officer."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            self.province = make_commune("T", roles=("supervisor", "auditor", "reception"))
            self.commune = make_commune("A", self.province, roles=("supervisor", "administrator", "reception", "handler"))

    def browser(self, commune: Commune, role: str) -> FlaskClient:
        with filling(self.app) as session:
            account = session.get_one(_account(), commune.accounts[role])
        return self._signed_in(account)

    def more(self, name: str, roles: list[str], commune: Commune, **details: object) -> FlaskClient:
        """Somebody else with roles in a unit, signed in."""
        with filling(self.app) as session:
            account = make_account(session, name, roles, session.get_one(_unit(), commune.unit), **details)
        return self._signed_in(account)

    def _signed_in(self, account: Account) -> FlaskClient:
        client = self.app.test_client()
        sign_in(client, account)
        return client


def _account() -> type[Account]:
    from caseapp.staff.models import Account
    return Account


def _unit() -> Any:
    from caseapp.staff.models import Unit
    return Unit


@pytest.fixture
def tree(any_app: Flask) -> Tree:
    return Tree(any_app)


def filled(client: FlaskClient, url: str = FORM) -> MultiDict[str, str]:
    """The form as the page shows it: every field with what stands in it."""
    from html import unescape
    page = client.get(url).text
    form = page[page.index('class="calendar-form"'):]
    data: MultiDict[str, str] = MultiDict([("form_key", key_of(page))])
    for found in re.finditer(r'<input([^>]*)>', form):
        attributes = dict(re.findall(r'([a-z-]+)="([^"]*)"', found[1]))
        if attributes.get("type") == "checkbox":
            if "checked" in found[1]:
                data[attributes["name"]] = attributes.get("value", "y")
        elif attributes.get("name", "form_key") != "form_key":
            data[attributes["name"]] = unescape(attributes.get("value", ""))
    for name, body in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        data[name] = (re.search(r'value="([^"]*)" selected', body) or re.search(r'value="([^"]*)"', body))[1]  # type: ignore[index]
    for name, body in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        data[name] = unescape(body.strip())
    return data


def spare(data: MultiDict[str, str]) -> int:
    """The first line for a day on which nothing is written."""
    return min(int(name.split("-")[1]) for name, value in data.items() if name.endswith("-day") and not value)


def with_day(data: MultiDict[str, str], day: str, **fields: str) -> MultiDict[str, str]:
    line = spare(data)
    data[f"days-{line}-day"] = day
    for name, value in {"kind": "holiday", "reason": "Nghỉ bão", "source": "Công điện 1/CĐ-TTg", **fields}.items():
        data[f"days-{line}-{name}"] = value
    return data


def ask(client: FlaskClient, day: str = "26/11/2026", **fields: str) -> str:
    """Ask for one more day off; the address of the request."""
    answer = client.post(FORM, data=with_day(filled(client), day, **fields))
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def send(client: FlaskClient, url: str, **data: str) -> TestResponse:
    page = client.get(url)
    assert page.status_code == 200
    return client.post(url, data={"form_key": key_of(page.text), **data})


def acts(app: Flask) -> list[str]:
    with app.app_context():
        found = reading().execute(sa.select(JournalRow.act).where(JournalRow.act.like("calendar.%")).order_by(JournalRow.id))
        return list(found.scalars())


def test_a_day_is_asked_for_rehearsed_and_confirmed_by_somebody_else(tree: Tree) -> None:
    with tree.app.app_context():
        moving = log(tree.commune, a_visit(held_on=THURSDAY))
        staying = log(tree.commune, a_visit(held_on=date(2026, 10, 1)), form_key="b")
    asker, head = tree.browser(tree.commune, "administrator"), tree.browser(tree.province, "supervisor")
    url = ask(asker)
    with tree.app.app_context():
        assert stored(moving.id).next_due == date(2026, 11, 27)
        assert office_calendar().version == SHIPPED.version
    seen = head.get(url).text
    assert "1 hạn đang chạy tính khác" in seen
    assert "27/11/2026" in seen
    assert "30/11/2026" in seen
    assert "TCD 2026/0001" in seen
    assert "TCD 2026/0002" not in seen
    assert "Nghỉ bão" in seen
    assert send(head, url + "/xac-nhan").status_code == 303
    with tree.app.app_context():
        assert stored(moving.id).next_due == date(2026, 11, 30)
        assert stored(staying.id).next_due == date(2026, 10, 15)
        assert not office_calendar().is_working(date(2026, 11, 26))
        assert office_calendar().version == "2/2026-11-16"
        rows = reading().execute(sa.select(CalendarVersion.version, CalendarVersion.hash, CalendarVersion.text)).all()
        assert [row.version for row in rows] == [SHIPPED.version, "2/2026-11-16"]
        assert [Calendar.from_plain(json.loads(row.text)).hash for row in rows] == [row.hash for row in rows]
        assert proof() == []
    assert acts(tree.app) == ["calendar.ask", "calendar.confirm"]
    assert "Đã xác nhận" in head.get(url).text
    receipt = asker.get(f"{HOME}/ban/2.json")
    assert (receipt.status_code, receipt.json["version"] if receipt.json else "") == (200, "2/2026-11-16")
    assert head.get(f"{HOME}/ban/99.json").status_code == 404


def test_whoever_asks_does_not_confirm(tree: Tree) -> None:
    with tree.app.app_context():
        head_id = tree.province.accounts["supervisor"]
    asker = tree.browser(tree.province, "supervisor")
    url = ask(asker)
    page = asker.get(url).text
    assert "Rút đề nghị" in page
    assert "Chưa có ai" in page      # the province has nobody else, and nothing stands above it
    assert f'href="{url}/xac-nhan"' not in page
    refused = send(asker, url + "/xac-nhan")
    assert refused.status_code == 422
    assert "một người khác phải xác nhận" in refused.text
    with tree.app.app_context():
        assert office_calendar().version == SHIPPED.version
        assert head_id


def test_a_commune_may_ask_and_its_own_people_may_not_confirm(tree: Tree) -> None:
    url = ask(tree.browser(tree.commune, "administrator"))
    own_head, above = tree.browser(tree.commune, "supervisor"), tree.browser(tree.province, "supervisor")
    assert send(own_head, url + "/xac-nhan").status_code == 422
    assert f'href="{url}/xac-nhan"' not in own_head.get(url).text
    assert f'href="{url}/xac-nhan"' in above.get(url).text
    assert send(above, url + "/tu-choi").status_code == 422      # a reason is asked for
    assert send(above, url + "/tu-choi", reason="Chưa có công điện").status_code == 303
    assert "Chưa có công điện" in own_head.get(url).text
    assert "quyết định rồi" in send(above, url + "/xac-nhan").text


def test_where_the_unit_has_nobody_the_request_goes_to_the_unit_above(any_app: Flask) -> None:
    with any_app.app_context():
        top = make_commune("TOP", roles=("supervisor",))
        middle = make_commune("MID", top, roles=("supervisor",))
    with filling(any_app) as session:
        session.get_one(_unit(), middle.unit).level = "province"
    tree = object.__new__(Tree)
    tree.app, tree.province, tree.commune = any_app, top, middle
    url = ask(tree.browser(middle, "supervisor"))
    above = tree.browser(top, "supervisor")
    assert f'href="{url}/xac-nhan"' in above.get(url).text
    second = tree.more("pho.mid", ["supervisor"], middle)      # with a second person of its own it need not go there
    assert f'href="{url}/xac-nhan"' in second.get(url).text
    assert send(second, url + "/xac-nhan").status_code == 303


def test_an_account_that_the_asker_made_is_no_second_person(tree: Tree) -> None:
    asker = tree.browser(tree.province, "supervisor")
    hand = tree.more("tay.phai", ["supervisor"], tree.province, password_by=tree.province.accounts["supervisor"])
    url = ask(asker)
    assert send(hand, url + "/xac-nhan").status_code == 422


def test_an_outdated_request_cannot_be_confirmed(tree: Tree) -> None:
    asker, head = tree.browser(tree.commune, "administrator"), tree.browser(tree.province, "supervisor")
    first, second = ask(asker), ask(asker, "25/11/2026")
    assert send(head, first + "/xac-nhan").status_code == 303
    assert "Lịch đã đổi" in head.get(second).text
    assert send(head, second + "/xac-nhan").status_code == 422
    with tree.app.app_context():
        assert office_calendar().is_working(date(2026, 11, 25))
        states = reading().execute(sa.select(CalendarRequest.state).order_by(CalendarRequest.id)).scalars().all()
    assert states == ["confirmed", "outdated"]


def test_of_two_who_confirm_at_once_one_wins(tree: Tree) -> None:
    asker = tree.browser(tree.commune, "administrator")
    first, second = ask(asker), ask(asker, "25/11/2026")
    heads = [tree.browser(tree.province, "supervisor"), tree.more("pho.tinh", ["supervisor"], tree.province)]
    pages = [head.get(url + "/xac-nhan").text for head, url in zip(heads, (first, second), strict=True)]
    codes: list[int] = []

    def go(place: int) -> None:
        url = (first, second)[place] + "/xac-nhan"
        codes.append(heads[place].post(url, data={"form_key": key_of(pages[place])}).status_code)

    threads = [threading.Thread(target=go, args=(place,)) for place in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [303, 422]
    with tree.app.app_context():
        assert reading().execute(sa.select(sa.func.count()).select_from(CalendarVersion)).scalar_one() == 2
        assert proof() == []


def test_the_same_click_twice_changes_once(tree: Tree) -> None:
    asker, head = tree.browser(tree.commune, "administrator"), tree.browser(tree.province, "supervisor")
    data = with_day(filled(asker), "26/11/2026")
    assert [asker.post(FORM, data=data).status_code for _ in range(2)] == [303, 303]
    with tree.app.app_context():
        url = f"{HOME}/de-nghi/" + reading().execute(sa.select(CalendarRequest.public_id)).scalar_one()
    key = key_of(head.get(url + "/xac-nhan").text)
    assert [head.post(url + "/xac-nhan", data={"form_key": key}).status_code for _ in range(2)] == [303, 303]
    with tree.app.app_context():
        assert reading().execute(sa.select(sa.func.count()).select_from(CalendarVersion)).scalar_one() == 2


@ON_ONE
@pytest.mark.parametrize(("fields", "said"), [
    ({"day": "26/11/2025"}, "không thuộc năm 2026"),
    ({"day": "28/11/2026"}, "vốn nghỉ cuối tuần"),
    ({"day": "26/11/2026", "kind": "exchanged-work"}, "phải là thứ Bảy hoặc Chủ Nhật"),
    ({"day": "26/11/2026", "reason": ""}, "Ghi lý do"),
    ({"day": "26/11/2026", "source": ""}, "Ghi số văn bản"),
    ({"day": "26/11/2026", "kind": "feast"}, ""),
    ({"day": "24/11/2026"}, "ghi hai lần"),
    ({"day": "31/11/2026"}, ""),
    ({"day": "26/11/2026", "planned": "y"}, "chưa thể xác nhận cả năm"),
])
def test_bad_lines_are_told_at_their_field_and_change_nothing(tree: Tree, fields: dict[str, str], said: str) -> None:
    asker = tree.browser(tree.commune, "administrator")
    with tree.app.app_context():
        before = everything()
    data = with_day(filled(asker), fields["day"], **{name: value for name, value in fields.items() if name != "day"})
    answer = asker.post(FORM, data=data)
    assert answer.status_code == 422
    assert "Chưa lưu được" in answer.text
    assert said in answer.text
    assert fields["day"] in answer.text      # what was typed stays
    with tree.app.app_context():
        assert {name: rows for name, rows in everything().items() if name != "sign_in"} == {
            name: rows for name, rows in before.items() if name != "sign_in"}


def test_nothing_changed_is_no_request(tree: Tree) -> None:
    asker = tree.browser(tree.commune, "administrator")
    answer = asker.post(FORM, data=filled(asker))
    assert answer.status_code == 422
    assert "Không có gì khác lịch đang dùng" in answer.text


def test_an_exchange_is_decided_dropped_or_proposed(tree: Tree) -> None:
    asker, head = tree.browser(tree.commune, "administrator"), tree.browser(tree.province, "supervisor")
    with tree.app.app_context():
        visit = log(tree.commune, a_visit(held_on=THURSDAY))
    data = filled(asker)
    assert data["exchanges-0-off"] == "23/11/2026"
    data["exchanges-0-fate"], data["exchanges-0-source"] = "decided", "Công văn 12/BNV"
    url = asker.post(FORM, data=data).location
    assert "28/11/2026" in head.get(url).text
    assert send(head, url + "/xac-nhan").status_code == 303
    with tree.app.app_context():
        assert stored(visit.id).next_due == date(2026, 11, 28)
        assert office_calendar().exchanges == ()
        made = {day.day: (day.source, day.confirmed) for day in office_calendar().year(2026).days}
        assert made[date(2026, 11, 28)] == ("Công văn 12/BNV", True)
    data = filled(asker)
    data["exchanges-0-off"], data["exchanges-0-work"] = "30/11/2026", "05/12/2026"
    data["exchanges-0-source"] = "Tờ trình 9/BNV"
    assert send(head, asker.post(FORM, data=data).location + "/xac-nhan").status_code == 303
    with tree.app.app_context():
        assert [one.off for one in office_calendar().exchanges] == [date(2026, 11, 30)]
    data = filled(asker)
    data["exchanges-0-fate"] = "dropped"
    assert send(head, asker.post(FORM, data=data).location + "/xac-nhan").status_code == 303
    with tree.app.app_context():
        assert office_calendar().exchanges == ()


@ON_ONE
@pytest.mark.parametrize(("fields", "said"), [
    ({"off": "28/11/2026"}, "vốn nghỉ cuối tuần"), ({"work": "27/11/2026"}, "thứ Bảy hoặc Chủ Nhật"),
    ({"work": ""}, "Ghi cả ngày nghỉ và ngày làm bù"), ({"source": ""}, "Ghi văn bản"),
    ({"off": "23/11/2027", "work": "27/11/2027"}, "không thuộc năm 2026"),
    ({"fate": "decided"}, "Ghi số văn bản đã quyết định"),
    ({"off": "31/12/2026", "work": "09/01/2027", "fate": "decided"}, "qua hai năm")])
def test_a_bad_exchange_is_told_at_its_field(tree: Tree, fields: dict[str, str], said: str) -> None:
    asker = tree.browser(tree.commune, "administrator")
    data = filled(asker)
    for name, value in fields.items():
        data[f"exchanges-0-{name}"] = value
    answer = asker.post(FORM, data=data)
    assert answer.status_code == 422
    assert said in answer.text


def test_a_new_year_is_written_and_makes_its_counts_sure(tree: Tree) -> None:
    asker, head = tree.browser(tree.commune, "administrator"), tree.browser(tree.province, "supervisor")
    with tree.app.app_context():
        visit = log(tree.commune, a_visit(held_on=date(2026, 11, 16)), form_key="a")
        unsure = stored(visit.id)
        assert unsure.next_due
    data = filled(asker, f"{HOME}/2027/sua")
    for name in [name for name in data if name.endswith("-planned")]:
        del data[name]
    data["confirmed"], data["source"] = "y", "Thông báo 1/TB-BNV"
    url = asker.post(f"{HOME}/2027/sua", data=data).location
    assert send(head, url + "/xac-nhan").status_code == 303
    with tree.app.app_context():
        assert office_calendar().confirmed_years[2027]
    assert "2027" not in head.get("/viec").text.partition("Chưa có lịch nghỉ được xác nhận")[2][:60]
    assert asker.get(f"{HOME}/2028/sua").status_code == 200      # begins with what the statutes fix
    assert asker.get(f"{HOME}/1999/sua").status_code == 404


def test_a_year_without_a_notice_is_told_from_october(tree: Tree, clock: Any) -> None:
    told = "Chưa có lịch nghỉ được xác nhận"
    head, officer = tree.browser(tree.province, "supervisor"), tree.browser(tree.commune, "reception")
    assert told in head.get("/viec").text      # 16/11/2026: 2027 is awaited
    assert told in head.get(HOME).text
    assert told not in officer.get("/viec").text
    assert told in officer.get(HOME).text
    clock.set("2026-09-30 09:00")
    assert told not in tree.browser(tree.province, "supervisor").get("/viec").text
    clock.set("2026-10-01 09:00")
    assert told in tree.browser(tree.province, "supervisor").get("/viec").text


def test_who_may_look_and_who_may_ask(tree: Tree) -> None:
    officer = tree.browser(tree.commune, "reception")
    for url in (HOME, f"{HOME}/2026", f"{HOME}/ban/1.json"):
        assert officer.get(url).status_code == 200
    assert officer.get(FORM).status_code == 404
    url = ask(tree.browser(tree.commune, "administrator"))
    assert officer.get(url).status_code == 404
    assert tree.app.test_client().get(HOME).status_code == 302
    assert officer.get(f"{HOME}/2099").status_code == 404


def test_the_rehearsal_tells_nobody_of_dossiers_he_may_not_see(tree: Tree) -> None:
    with tree.app.app_context():
        sealed = log(tree.commune, a_denunciation("27", accused=[tree.commune.accounts["supervisor"]], held_on=THURSDAY))
    url = ask(tree.browser(tree.commune, "administrator"))
    accused = tree.browser(tree.commune, "supervisor").get(url).text
    assert (sealed.code or "") not in accused
    assert "0 hạn đang chạy tính khác" in accused
    assert (sealed.code or "") in tree.browser(tree.province, "supervisor").get(url).text


def test_whoever_may_confirm_is_told_at_work(tree: Tree) -> None:
    asker = tree.browser(tree.commune, "administrator")
    ask(asker)
    told = "Đổi lịch năm 2026 chờ người thứ hai"
    assert told in tree.browser(tree.province, "supervisor").get("/viec").text
    assert told not in asker.get("/viec").text
    assert told not in tree.browser(tree.commune, "reception").get("/viec").text


def test_what_the_program_brings_is_offered_and_not_taken(tree: Tree) -> None:
    asker = tree.browser(tree.commune, "administrator")
    assert "Chương trình có lịch" not in asker.get(HOME).text
    with tree.app.app_context():
        put_calendar(Calendar("9/2026-11-16", SHIPPED.years[:-1], SHIPPED.exchanges))
    assert "Chương trình có lịch năm 2027" in asker.get(HOME).text
    data = filled(asker, f"{HOME}/2027/sua?theo=chuong-trinh")
    assert "05/02/2027" in data.values()


def test_no_query_a_row(tree: Tree) -> None:
    from bench.pages import counted
    counts = []
    for many in (1, 12):
        with tree.app.app_context():
            for place in range(many):
                log(tree.commune, a_visit(held_on=THURSDAY), form_key=f"{many} {place}")
        if many == 1:
            url = ask(tree.browser(tree.commune, "administrator"))
        head = tree.browser(tree.province, "supervisor")
        with counted(tree.app) as asked:
            assert head.get(url).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 13
