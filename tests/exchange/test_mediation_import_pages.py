"""The page and the command of import with a mediation logbook: who may, what they are told, where it leads."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from tests.exchange import importing, mediation_books
from tests.exchange.importing import make_office, rows, sizes
from tests.exchange.mediation_office import TeamPlace, account_of, make_teams
from tests.exchange.test_import_command import printed, run
from tests.exchange.test_import_pages import PAGE, figures, finished, hidden, post
from tests.mediation.making import make_hamlets
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.office.clock import Clock

BOOK = mediation_books.BOOK.read_bytes()
OFFERED = re.compile(r'name="what"[^>]*value="([a-z]+)"')


@pytest.fixture(autouse=True)
def _day(clock: Clock) -> None:
    clock.set(importing.DAY)


def enter(app: Flask, account_id: int) -> FlaskClient:
    client = app.test_client()
    sign_in(client, account_of(app, account_id))
    return client


def offered(client: FlaskClient) -> list[str]:
    return OFFERED.findall(client.get(PAGE).text)


def bring_in(client: FlaskClient) -> TestResponse:
    seen = hidden(post(client, BOOK, what="mediations"), "seen")
    answer = post(client, BOOK, "import", seen=seen, what="mediations")
    assert answer.status_code == 303
    return finished(client, answer.location)


def test_everybody_is_offered_the_books_they_keep(app: Flask) -> None:
    office = make_hamlets(app)
    assert offered(enter(app, office.officer.id)) == ["visits", "petitions"]
    assert offered(enter(app, office.clerk.id)) == ["visits", "petitions", "mediations"]
    chair = enter(app, office.head.id)
    assert offered(chair) == ["mediations"]
    assert enter(app, office.leader.id).get(PAGE).status_code == 404
    before = sizes(app)
    assert post(chair, BOOK, what="visits").status_code == 422
    assert post(enter(app, office.officer.id), BOOK, what="mediations").status_code == 422
    assert sizes(app)["book_row"] == before["book_row"] == 0


def test_a_province_keeps_no_teams(app: Flask) -> None:
    place = make_teams(app)
    from caseapp.staff.models import Unit
    from tests.staff.making import filling, make_account

    with filling(app) as session:
        province = session.get(Unit, session.get(Unit, place.unit_id).parent_id)
        clerk = make_account(session, "vanthu.tinh", ["clerk"], province)
    answer = post(enter(app, clerk.id), BOOK, what="mediations")
    assert answer.status_code == 422
    assert "xã, phường có các tổ hòa giải" in answer.text
    assert run(app, "mediations", str(mediation_books.BOOK), "--by", "vanthu.tinh").exit_code == 2


def test_a_logbook_is_looked_at_and_comes_in(app: Flask) -> None:
    place: TeamPlace = make_teams(app)
    clerk = enter(app, place.account_id)
    before = sizes(app)
    look = post(clerk, BOOK, what="mediations")
    assert figures(look) == [54, 0, 6, 60]
    assert "vào sổ tố cáo" not in look.text.split('id="look"')[1].split("facts")[0]
    assert "Sẽ thành vụ hòa giải" in look.text
    assert sizes(app)["dossier"] == before["dossier"]
    done = bring_in(clerk)
    assert figures(done) == [54, 0, 6, 60]
    assert "HG 2026/0002" in done.text
    assert "/hoa-giai/vu/" not in done.text  # a clerk reads the book and opens no dispute
    assert 'href="/hoa-giai/so"' in done.text
    again = post(enter(app, place.chair_id), BOOK, what="mediations")
    assert figures(again) == [0, 54, 6, 60]
    assert rows(app, "SELECT count(*) FROM mediation") == [(54,)]
    assert importing.faults(app) == []
    # What was written about the import holds nothing out of the book.
    ((problems,),) = rows(app, "SELECT problems FROM job")
    assert "Y Mlang" not in problems
    assert {"TEAM_UNKNOWN", "CONTENT_MISSING", "RESULT_BOTH"} & {
        one["code"] for row in json.loads(problems) for one in row["problems"]} == {"CONTENT_MISSING", "RESULT_BOTH"}


def test_the_chair_gets_to_the_dispute_from_the_list(app: Flask) -> None:
    place = make_teams(app)
    chair = enter(app, place.chair_id)
    links = re.findall(r'href="(/hoa-giai/vu/[^"]+)"', bring_in(chair).text)
    assert len(links) == 10  # rows of a dispute with something to confirm
    assert chair.get(links[0]).status_code == 200


def test_without_teams_every_row_says_what_to_do(app: Flask) -> None:
    place = make_teams(app, {})
    look = post(enter(app, place.account_id), BOOK, what="mediations")
    assert figures(look) == [0, 0, 60, 60]
    assert unescape(look.text).count("Ở đây chưa có “Tổ hòa giải Thôn 5”. Hãy lập tổ này") == 15
    assert "Không có dòng nào mới để nhập." in look.text


def test_the_command_brings_it_in_for_the_commune(app: Flask) -> None:
    make_office(app, "tiepdan", "A0")  # receives citizens, keeps no teams
    place = make_teams(app)
    dry = run(app, "mediations", str(mediation_books.BOOK), "--dry-run")
    assert "54 dòng sẽ thành vụ hòa giải + 0 đã có từ trước + 6 chưa nhập được = 60 dòng" in dry.stderr
    assert sizes(app)["dossier"] == 0
    told = printed(run(app, "mediations", str(mediation_books.BOOK), "--json"))
    wanted = mediation_books.expected()
    assert (told["book"], told["row_count"]) == (wanted["book"], wanted["row_count"])
    assert (told["figures"]["made"], told["figures"]["barred"]) == (54, 6)
    assert {(row["sheet"], row["row"]) for row in told["rows"]} == {(row["sheet"], row["row"]) for row in wanted["rows"]}
    assert {(row["sheet"], row["row"]) for row in told["skipped_rows"]} == {
        (row["sheet"], row["row"]) for row in wanted["skipped_rows"]}
    assert all(row["became"]["mediation"] and row["became"]["number"].startswith("HG 2026/") for row in told["rows"]
               if row["became"]["fate"] == "made")
    assert rows(app, "SELECT DISTINCT author_id FROM dossier") == [(place.account_id,)]
    again = run(app, "mediations", str(mediation_books.BOOK), "--unit", "eh")
    assert "0 dòng đã thành vụ hòa giải + 54 đã có từ trước + 6 chưa nhập được = 60 dòng" in again.stderr
    assert "dòng 23: PARTY_MISSING" in again.stderr
    for words in (("--unit", "A0"), ("--by", "tiepdan"), ("--unit", "EH-0")):
        refused = run(app, "mediations", str(mediation_books.BOOK), *words)
        assert (refused.exit_code, "văn thư hoặc lãnh đạo của xã, phường" in refused.stderr) == (2, True), words


def test_without_an_office_a_dry_run_says_what_it_could_not_compare(app: Flask) -> None:
    result = run(app, "mediations", str(mediation_books.BOOK), "--dry-run")
    assert result.exit_code == 0
    assert "Chưa có đơn vị nào để đối chiếu tên tổ và hòa giải viên." in result.stderr
    refused = run(app, "mediations", str(mediation_books.BOOK))
    assert refused.exit_code == 2
    assert "--role clerk" in refused.stderr
