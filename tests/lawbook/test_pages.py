"""The pages of the law: open to whoever works here and to nobody else, complete, in both languages, for few statements."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from bench.pages import counted
from caseapp.cases.forms.offers import FROM_LAW
from caseapp.gazette import office_calendar
from caseapp.kinds import KINDS
from caseapp.law.acts import ACTS
from caseapp.law.counting import count
from caseapp.law.limits import Nature
from caseapp.law.registry import RULES
from caseapp.law.rows import FIELD_WORDS, ROWS, Field, Sort, unconfirmed
from caseapp.lawbook.doubts import doubts, uses_of_row
from caseapp.lawbook.examples import examples
from caseapp.lawbook.fields import field_of, limits_by_field
from caseapp.lawbook.timeline import Spoken, timeline
from caseapp.lawbook.wording import answer, length_words
from caseapp.reception.models import Matter
from caseapp.text import mark, show_date
from tests.reception.making import log, make_people
from tests.staff.making import filling, make_account, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

LAW = "/phap-luat"
PAGES = (
    "", "/quy-tac/complaint.acceptance", "/van-ban", "/van-ban/LKN", "/van-ban/NĐ124", "/can-cu", "/can-cu?linh-vuc=denunciation",
    "/thu-tuc", "/thu-tuc/visit", "/thu-tuc/petition", "/thu-tuc/complaint", "/thay-doi", "/thay-doi?ngay=2020-12-10",
    "/chua-doi-chieu", "/chua-doi-chieu/in", "/tinh-han", "/tinh-han?quy-tac=reception.reply&ngay=2026-11-12",
    "/tinh-han/in?quy-tac=reception.reply&ngay=2026-11-12",
)
TODAY = date(2026, 11, 16)


@pytest.fixture
def people(app: Flask) -> Any:
    """The ward, with the book of the law."""
    return make_people(app)


@pytest.mark.parametrize("page", PAGES)
def test_whoever_works_here_reads_the_law(client: FlaskClient, people: Any, page: str) -> None:
    for account in (people.officer, people.administrator, people.head):
        sign_in(client, account)
        assert client.get(LAW + page).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_nobody_else_does(app: Flask, client: FlaskClient, people: Any, page: str) -> None:
    assert client.get(LAW + page).status_code == 302
    with filling(app) as session:
        nobody = make_account(session, "moi", [], people.commune)
    for account in (nobody, people.mediator):      # a volunteer has nothing but the own disputes
        sign_in(client, account)
        assert client.get(LAW + page).status_code == 404


@pytest.mark.parametrize("page", ["/quy-tac/no.such", "/van-ban/XX", "/thu-tuc/no", "/can-cu?linh-vuc=no", "/thay-doi?ngay=hom-qua",
                                  "/thay-doi?ngay=0001-01-01"])
def test_what_is_not_there_is_not_found(client: FlaskClient, people: Any, page: str) -> None:
    sign_in(client, people.officer)
    assert client.get(LAW + page).status_code == 404


def test_every_rule_act_and_field_has_its_page(client: FlaskClient, people: Any) -> None:
    sign_in(client, people.officer)
    entry = client.get(LAW).text
    for code, limit in RULES.items():
        assert f'href="{LAW}/quy-tac/{code}"' in entry, code
        page = client.get(f"{LAW}/quy-tac/{code}")
        assert page.status_code == 200, code
        assert all(show_date(wording.since) in page.text for wording in limit.wordings), code
    for code in ACTS:
        assert client.get(f"{LAW}/van-ban/{code}").status_code == 200, code
    for field in Field:
        assert client.get(f"{LAW}/can-cu?linh-vuc={field}").status_code == 200, field
    for way in ("tinh-han", "thu-tuc", "van-ban", "can-cu", "thay-doi", "chua-doi-chieu", "lich"):
        assert f'href="{LAW}/{way}"' in entry, way


def test_every_limit_stands_in_one_field() -> None:
    listed = [limit.code for limits in limits_by_field().values() for limit in limits]
    assert sorted(listed) == sorted(RULES)
    assert {field_of(code) for code in listed} == set(limits_by_field())


def test_every_row_is_on_the_page_of_its_field(client: FlaskClient, people: Any) -> None:
    sign_in(client, people.officer)
    for field in FIELD_WORDS:
        page = client.get(f"{LAW}/can-cu?linh-vuc={field}").text
        missing = [row.id for row in ROWS if row.field is field and row.sort is not Sort.LIMIT
                   and f'<td lang="vi">{row.id}</td>' not in page]
        assert missing == []


def test_a_rule_says_what_is_in_force_and_what_was(client: FlaskClient, people: Any) -> None:
    sign_in(client, people.officer)
    page = client.get(f"{LAW}/quy-tac/complaint.acceptance").text
    assert "Đang áp dụng, từ 01/07/2026" in page
    assert "Ngày nào sớm hơn: 7 ngày làm việc hoặc 10 ngày" in page
    assert page.count("Đã đọc văn bản") == 2
    assert page.count("Chưa đối chiếu") == 1
    assert 'class="bar-unread"' in page
    assert "chưa đọc được số ngày" in page
    assert f'href="{LAW}/thu-tuc/complaint#viec-accept"' in page
    assert "Bắt đầu trước 01/07/2026: giữ quy định cũ" in page


def test_a_length_nobody_read_is_not_guessed(client: FlaskClient, people: Any) -> None:
    unread = [code for code, limit in RULES.items() if all(one.length is None for one in limit.in_force(TODAY)) and limit.in_force(TODAY)]
    assert "information.online" in unread
    sign_in(client, people.officer)
    for code in unread:
        page = client.get(f"{LAW}/quy-tac/{code}").text
        assert "Chưa đọc được số ngày" in page
        assert "không đoán" in page
        assert "Hạn được dùng" not in page      # nothing held together with anything


def test_the_length_that_was_used_is_drawn_where_two_held_at_once() -> None:
    spoken = Spoken(place=lambda one: one.citation.short, length=lambda one: length_words(one, mark), unread="?", used="U", earliest="E")
    lines = timeline(RULES["complaint.acceptance"], TODAY, spoken)
    assert [line.name for line in lines.lines] == ["Điều 27 LKN", "Điều 16(1) NĐ124", "U"]
    statute, decree, used = (line.bars for line in lines.lines)
    assert [bar.tone for bar in statute] == ["now"]
    assert [bar.tone for bar in decree] == ["unread", "now"]
    assert [(bar.tone, bar.words) for bar in used] == [("past", "10 ngày"), ("now", "")]
    assert decree[1].x == used[1].x < lines.today < lines.width
    for line in lines.lines:
        for bar in line.bars:
            assert lines.names <= bar.x
            assert bar.x + bar.width <= lines.width
    assert [line.name for line in timeline(RULES["reception.reply"], TODAY, spoken).lines] == ["Điều 28(1) LTCD"]


def test_a_rule_before_and_after_its_time_says_so() -> None:
    limit = RULES["complaint.send-suspension"]
    assert answer(limit, date(2026, 6, 30), mark).label == "Chưa áp dụng, bắt đầu từ 01/07/2026"
    assert answer(limit, TODAY, mark).label == "Đang áp dụng, từ 01/07/2026"
    ended = replace(limit, wordings=[replace(limit.wordings[0], until=date(2026, 8, 1))])
    assert answer(ended, TODAY, mark).label == "Không còn áp dụng, đến hết 01/08/2026"
    assert answer(ended, TODAY, mark).value == "3 ngày làm việc"


def test_examples_are_counted_and_not_written_down(app: Flask) -> None:
    with app.app_context():
        calendar = office_calendar()
        for limit in RULES.values():
            for one in examples(limit, TODAY, calendar, mark).rows:
                assert one.receipt == count(limit, one.receipt.start, calendar, one.options)
                assert calendar.is_working(one.receipt.start)
                assert one.why
        found = examples(RULES["complaint.acceptance"], TODAY, calendar, mark)
    assert found.lengths == ("7 ngày làm việc", "10 ngày")
    by_start = {one.receipt.start: one for one in found.rows}
    assert by_start[date(2026, 7, 6)].by_length == (date(2026, 7, 15), date(2026, 7, 16))      # example 2 of the law file
    assert by_start[date(2026, 6, 26)].by_length == (None, date(2026, 7, 6))                   # example 6


def test_a_rule_says_how_many_dossiers_it_holds(app: Flask, client: FlaskClient, people: Any) -> None:
    log(app, people)
    log(app, people)
    log(app, people, by=people.other_officer, unit=people.other)
    log(app, people, Matter.DENUNCIATION)
    page = f"{LAW}/quy-tac/reception.reply"
    seen = {}
    for name in ("officer", "handler", "head", "province_head", "mediator", "other_officer"):
        sign_in(client, getattr(people, name))
        found = re.search(r"Đang dùng</dt><dd>(\d+|Không) hồ sơ", client.get(page).text)
        seen[name] = found[1] if found else None
    assert seen == {"officer": "3", "handler": "2", "head": "3", "province_head": "4", "mediator": None, "other_officer": "1"}


def test_pages_of_pure_law_ask_the_database_nothing_of_their_own(app: Flask, client: FlaskClient, people: Any) -> None:
    """What a page costs beyond the frame around it: the page of a rule counts its dossiers, no other asks anything."""
    sign_in(client, people.administrator)
    client.get("/phap-luat/tinh-han")
    costs = {}
    for page in (*PAGES, "/quy-tac/reception.reply"):
        with counted(app) as statements:
            client.get(LAW + page)
        costs[page] = [line for line in statements if re.search(r"\b(dossier|clock|case_row|visit)\b", line)]
    assert {page: found for page, found in costs.items() if found} == {}
    sign_in(client, people.officer)
    client.get(LAW)
    with counted(app) as entry:
        client.get(LAW)
    with counted(app) as rule:
        client.get(f"{LAW}/quy-tac/reception.reply")
    assert len(rule) == len(entry) + 1
    assert len(entry) <= 8


# ---- texts, procedures, doubts -----------------------------------------------------------------------------------------


def test_a_text_shows_what_rests_on_it_by_article(client: FlaskClient, people: Any) -> None:
    sign_in(client, people.officer)
    page = client.get(f"{LAW}/van-ban/LKN").text
    articles = re.findall(r'id="dieu-(\w+)"', page)
    assert articles == sorted(articles, key=lambda one: (int(re.match(r"\d+", one)[0]), one))      # type: ignore[index]
    assert {"9", "11a", "27", "28", "44"} <= set(articles)
    assert f'href="{LAW}/quy-tac/complaint.resolution-1"' in page
    assert f'href="{LAW}/thu-tuc/complaint#viec-decide"' in page
    texts = client.get(f"{LAW}/van-ban").text
    assert texts.count("Đã đọc văn bản") == sum(act.read for act in ACTS.values())
    assert texts.count("Chưa đối chiếu") == sum(not act.read for act in ACTS.values())


@pytest.mark.parametrize("code", KINDS)
def test_a_procedure_is_drawn_and_told(client: FlaskClient, people: Any, code: str) -> None:
    sign_in(client, people.officer)
    page, kind = client.get(f"{LAW}/thu-tuc/{code}").text, KINDS[code]
    assert 'role="img" aria-labelledby="flow-title flow-said"' in page
    assert re.findall(r'id="viec-([\w-]+)"', page) == [action.code for action in kind.actions]
    assert re.findall(r'id="o-([\w-]+)"', page) == [state.code for state in kind.states]
    linked = set(re.findall(rf'href="{LAW}/quy-tac/([\w.-]+)"', page))
    touched = {code for action in kind.actions for code in action.clocks} | {
        code for opening in kind.openings for code in opening.starts}
    assert linked == touched & set(RULES)


def test_the_list_of_doubts_is_whole(app: Flask, client: FlaskClient, people: Any) -> None:
    sign_in(client, people.officer)
    with app.app_context():
        calendar = office_calendar()
        parts = doubts(calendar, KINDS, mark)
    listed = [one for part in parts for one in part.doubts]
    assert {row.id for row in unconfirmed() if row.sort is not Sort.LIMIT} <= {one.id for one in listed}
    unsure = [(limit.code, wording) for limit in RULES.values() for wording in limit.wordings if not wording.confirmed]
    assert [one.rule for one in listed if one.rule] == [code for code, _ in unsure]
    assert {act.code for act in ACTS.values() if not act.read or act.unread} == {one.act for one in listed if one.act}
    days = {show_date(day.day) for year in calendar.years for day in year.days if not day.confirmed}
    assert days | {show_date(one.off) for one in calendar.exchanges} <= {one.id for one in listed}
    assert all(one.note for one in listed)
    assert "{" not in "".join(one.note + one.text for one in listed)
    page, paper = client.get(f"{LAW}/chua-doi-chieu").text, client.get(f"{LAW}/chua-doi-chieu/in").text
    for one in listed:
        assert f'<td lang="vi">{one.id}</td>' in page
        assert f'<b lang="vi">{one.id}</b>' in paper
    assert f">{len(listed)}<" in client.get(LAW).text or f" {len(listed)}</a>" in client.get(LAW).text


def test_a_doubtful_choice_names_the_acts_that_offer_it() -> None:
    offered = [row for row in unconfirmed() if any(
        row.code in choices and choices[row.code].text == row.text for choices in FROM_LAW.values())]
    assert offered
    for row in offered:
        asked = {ask for ask, choices in FROM_LAW.items()
                 if row.code in choices and choices[row.code].text == row.text}
        offering = {kind.code for kind in KINDS.values() if any(asked & set(action.asks) for action in kind.actions)}
        assert offering
        assert {use.kind for use in uses_of_row(row, KINDS, mark)} == offering, row.id


def test_a_right_is_not_called_a_duty(client: FlaskClient, people: Any) -> None:
    sign_in(client, people.officer)
    assert RULES["complaint.second"].nature is Nature.RIGHT
    assert "Công dân còn quyền" in client.get(f"{LAW}/quy-tac/complaint.second").text
