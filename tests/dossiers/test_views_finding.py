"""Quick find: by number, code, identity number, name and words; within the viewer's scope; nothing in the address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from caseapp.db import reading
from caseapp.dossiers.search import hits
from caseapp.extensions import db
from caseapp.people.commands import Given
from caseapp.people.models import IdKind
from caseapp.reception.models import Matter, Visit
from caseapp.reception.shown import as_code
from tests.reception.making import log, make_people
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from caseapp.staff.models import Account
    from tests.office.clock import Clock

TUNG = Given("Mạc Thanh Tùng", IdKind.CITIZEN, "092075006672", address="hẻm 12 Lê Bình")


def search(client: FlaskClient, words: str, account: Account | None = None) -> TestResponse:
    if account is not None:
        sign_in(client, account)
    sent = client.post("/tim", data={"words": words})
    assert sent.status_code == 303, sent.text
    assert re.fullmatch(r"/tim/[A-Za-z0-9_-]{22}", sent.location)
    return client.get(sent.location)


WORDS = (
    "1", "092171003307", "0921 7100 3307", "nguyen thi anh", "NGUYỄN THỊ Ánh", "anh nguy", "đất vườn",
    "dat vuon hem 12",
)
STRAIGHT = ("TCD 2026/0001", "tcd 2026 1", "TCD 1", "tcd.0001", "0001", "001", "2026/0001", " TCD  2026 / 0001 ")


def test_a_visit_is_found_by_every_usual_word(any_app: Flask) -> None:
    client = any_app.test_client()
    people = make_people(any_app)
    visit = log(any_app, people)
    sign_in(client, people.officer)
    for words in WORDS:
        page = search(client, words)
        assert f'href="/tiep-dan/luot/{visit.public_id}"' in page.text, words
        assert "<title>Tìm hồ sơ" in page.text
    for words in STRAIGHT:
        assert sent_to(client, words) == f"/tiep-dan/luot/{visit.public_id}", words


def sent_to(client: FlaskClient, words: str, account: Account | None = None) -> str:
    """Where the field leads; no word of what was typed stands in the address."""
    if account is not None:
        sign_in(client, account)
    sent = client.post("/tim", data={"words": words})
    assert sent.status_code == 303, sent.text
    return sent.location


def test_a_number_of_several_leads_to_all_of_them(app: Flask, client: FlaskClient, clock: Clock) -> None:
    people = make_people(app)
    mine = log(app, people)
    other = log(app, people, unit=people.other, by=people.other_officer)
    assert sent_to(client, "TCD 0001", people.officer) == f"/tiep-dan/luot/{mine.public_id}"
    page = search(client, "TCD 0001", people.province_head).text
    assert mine.public_id in page
    assert other.public_id in page
    assert sent_to(client, "0001", people.administrator).startswith("/tim/"), "who sees none is told nothing"
    clock.set("2027-01-04 09:00+07:00")
    newer = log(app, people)
    assert newer.public_id in search(client, "TCD 1", people.officer).text
    assert sent_to(client, "TCD 2027/1") == f"/tiep-dan/luot/{newer.public_id}"


def test_a_follow_up_code_finds_its_visit(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    visit = log(app, people)
    with app.app_context():
        code = reading().execute(sa.select(Visit.follow_code)).scalar_one()
    for words in (code, code.replace("-", "").lower()):
        assert sent_to(client, words, people.officer) == f"/tiep-dan/luot/{visit.public_id}"


def test_the_exact_number_comes_first(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    first = log(app, people)
    later = log(app, people, person=TUNG, content="Hỏi về giấy 1 của năm trước.")
    text = search(client, "1", people.officer).text
    assert text.index(first.public_id) < text.index(later.public_id)


def test_a_denunciation_is_found_by_code_and_only_by_those_entrusted(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    sealed = log(app, people, Matter.DENUNCIATION, code="TC-2026-3M9X-7K4P")
    for words in ("TC-2026-3M9X-7K4P", "tc20263m9x7k4p"):
        assert sent_to(client, words, people.head) == f"/tiep-dan/luot/{sealed.public_id}", words
        assert sealed.public_id not in search(client, words, people.handler).text


def test_a_denunciation_has_no_number_to_be_found_by(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    sealed = log(app, people, Matter.DENUNCIATION, code="TC-2026-3M9X-7K4P", content="Nhận tiền khi cấp phép")
    for words in ("TC 0001", "TCD-TC 2026/0001", "TCD-TC", "2026/0001", "0001", "1"):
        assert sealed.public_id not in search(client, words, people.head).text, words


def test_what_may_not_be_seen_is_not_found(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    visit = log(app, people)
    for account in (people.other_officer, people.administrator):
        for words in ("Nguyễn Thị Ánh", "092171003307", "TCD 2026/0001"):
            page = search(client, words, account).text
            assert visit.public_id not in page
            assert "Không tìm thấy hồ sơ nào" in page
    assert visit.public_id in search(client, "092171003307", people.province_head).text


def test_people_among_the_hits_are_shown_once(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    log(app, people)
    log(app, people)
    log(app, people, person=TUNG)
    page = search(client, "anh", people.officer).text
    assert "2 lượt trong kết quả, gần nhất TCD 2026/0002" in page
    assert "Mạc Thanh Tùng</a>" not in page


def test_a_search_expires_and_is_its_makers_alone(app: Flask, client: FlaskClient, clock: Clock) -> None:
    people = make_people(app)
    log(app, people)
    sign_in(client, people.officer)
    address = client.post("/tim", data={"words": "Nguyễn Thị Ánh"}).location
    assert client.get(address).status_code == 200
    sign_in(client, people.handler)
    assert client.get(address).status_code == 404
    clock.forward(minutes=61)
    sign_in(client, people.officer)
    late = client.get(address)
    assert late.status_code == 404
    assert "Lần tìm này đã hết hạn" in late.text


def test_empty_words_are_said_at_the_field(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    sign_in(client, people.officer)
    answer = client.post("/tim", data={"words": " \u200b "})
    assert answer.status_code == 422
    assert "Ghi điều cần tìm" in answer.text
    assert client.get("/tim").status_code == 200


@pytest.mark.parametrize(("typed", "code"), [
    ("5k7r24xd", "5K7R-24XD"), ("5K7R-24XD", "5K7R-24XD"), ("TC 2026 7K4P 3M2Q", "TC-2026-7K4P-3M2Q"), ("0931", ""),
    ("Nguyễn Thị Ánh", ""), ("092171003307", ""),
])
def test_codes_are_read_as_people_copy_them(typed: str, code: str) -> None:
    assert as_code(typed) == code


def test_a_word_out_of_sight_costs_what_an_unknown_word_costs(any_app: Flask) -> None:
    """Neither the page nor the number of statements tells that a word or a code stands in a dossier one may not see."""
    client = any_app.test_client()
    people = make_people(any_app)
    log(any_app, people, Matter.DENUNCIATION, content="Việc Zwkhuyếchtrương", by=people.officer)
    log(any_app, people, content="Việc Zwthunhập", unit=people.other, by=people.other_officer)
    sign_in(client, people.handler)
    search(client, "quen tay")
    for alike in (("zwkhongco", "zwkhuyechtruong", "zwthunhap"), ("TC-2026-3M9X-7K4P", "TC-2026-AAAA-BBBB")):
        costs = {words: statements(any_app, lambda words=words: search(client, words)) for words in alike}
        assert len(set(costs.values())) == 1, costs
    with any_app.app_context():
        within = {"anywhere": (people.commune.id,), "reach": (people.commune.id,), "sealed_reach": (), "me": people.handler.id}
        assert hits(reading(), "zwthunhap", within) == hits(reading(), "zwkhuyechtruong", within) == []
        assert len(hits(reading(), "zwthunhap")) == len(hits(reading(), "zwkhuyechtruong")) == 1
        own = within | {"anywhere": (people.other.id,), "reach": (people.other.id,)}
        assert len(hits(reading(), "zwthunhap", own)) == 1


def statements(app: Flask, act: Callable[[], object]) -> int:
    """How many statements an act sends to the database."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    return len(sent)
