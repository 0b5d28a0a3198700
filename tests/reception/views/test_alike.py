"""What came before on the same matter, beside the visit's form: with reasons, tied with one press, never a denunciation."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from caseapp.db import reading
from caseapp.dossiers.models import Dossier, Link
from caseapp.people.commands import Given
from caseapp.people.models import IdKind
from caseapp.reception.commands.petitioning import GivenTaking
from caseapp.reception.models import Matter, Outcome
from tests.reception.making import People, log, make_people
from tests.reception.views.posting import NEW, ORDINARY, save, value_of
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

ALIKE = f"{NEW}/cung-viec"
CONTENT = "Khiếu nại quyết định thu hồi 1.200 m2 đất trồng cà phê thửa 123 tờ bản đồ 45, chưa được đền bù"
DIEP = Given("Huỳnh Thị Ngọc Điệp", IdKind.CITIZEN, "092168014427", birth_year=1968, phone="0918552046",
             commune="Phường An Thịnh", address="41/6 đường Lê Bình")
TYPED = {**ORDINARY, "content": CONTENT.replace("đất trồng", "rẫy")}


@pytest.fixture
def people(app: Flask, client: FlaskClient) -> People:
    """The office of a ward, its officer before the client."""
    made = make_people(app)
    sign_in(client, made.officer)
    return made


def before(app: Flask, people: People, **how: Any) -> Any:
    return log(app, people, person=DIEP, content=CONTENT, **how)


def numbers(text: str) -> list[str]:
    return re.findall(r'rel="noopener">([^<]+)</a>', text)


def links(app: Flask, public_id: str) -> list[tuple[int, str]]:
    with app.app_context():
        rows = reading().execute(sa.select(Link.other_id, Link.what).join(Dossier, Dossier.id == Link.dossier_id).where(
            Dossier.public_id == public_id, Link.what == "same-matter"))
        return [tuple(row) for row in rows]


def test_visit_petition_and_case_are_offered_with_reasons(app: Flask, client: FlaskClient, people: People) -> None:
    before(app, people, petition=GivenTaking("Chủ tịch UBND phường An Thịnh"))
    for answer in (client.post(ALIKE, data=TYPED), client.post(NEW, data={**TYPED, "step": "alike"})):
        assert answer.status_code == 200
        assert sorted(numbers(answer.text.partition("data-repeats>")[2]))[:3] == [
            "KN 2026/0001", "TCD 2026/0001", "ĐƠN 2026/0001"]
        assert "Cùng việc đã gửi" in answer.text
        assert "cùng số giấy tờ" in answer.text
        assert "cùng thửa đất số 123" in answer.text
        assert re.search(r"giống \d+ %", answer.text)
    assert "092168014427" not in client.post(ALIKE, data=TYPED).text


@pytest.mark.parametrize(("content", "proposal"), [
    ("Phản ánh quán hát mở loa kẹo kéo tới khuya", "Cùng người, nội dung mới"),
    ("Không đồng ý Quyết định số 99/QĐ-UBND giải quyết khiếu nại lần đầu về thu hồi đất cà phê",
     "Có thể là khiếu nại lần hai"),
])
def test_what_the_visit_may_be(app: Flask, client: FlaskClient, people: People, content: str, proposal: str) -> None:
    before(app, people)
    assert proposal in client.post(ALIKE, data={**TYPED, "content": content}).text


def test_tied_with_one_press_and_saved_as_the_same_matter(app: Flask, client: FlaskClient, people: People) -> None:
    visit = before(app, people, petition=GivenTaking("Chủ tịch UBND phường An Thịnh"))
    with app.app_context():
        case = reading().execute(sa.select(Dossier.public_id, Dossier.id).where(Dossier.kind == "complaint")).one()
    for earlier in (visit, case):
        picked = client.post(NEW, data={**TYPED, "pick": f"again:{earlier.public_id}"})
        assert value_of(picked, "same_as") == earlier.public_id
        assert value_of(picked, "joins") == "KN 2026/0001"
        assert "Nối với" in picked.text
        untied = client.post(NEW, data={**TYPED, "same_as": earlier.public_id, "pick": "untie"})
        assert (value_of(untied, "same_as"), "Nối với" in untied.text) == ("", False)
        saved = save(client, {**TYPED, "outcome": "explained", "same_as": earlier.public_id})
        assert saved.status_code == 303
        assert links(app, saved.location.rpartition("/")[2]) == [(earlier.id, "same-matter")]
    second = client.post(NEW, data={**TYPED, "pick": f"second:{case.public_id}"})
    assert (value_of(second, "same_as"), value_of(second, "joins")) == (case.public_id, "")


def test_a_person_is_taken_over_without_his_number(app: Flask, client: FlaskClient, people: People) -> None:
    visit = before(app, people)
    page = client.post(NEW, data={"matter": "complaint", "pick": f"writer:{visit.public_id}"})
    assert value_of(page, "people-0-name") == DIEP.name
    assert value_of(page, "same_as") == ""
    assert DIEP.id_number not in page.text
    fills = re.search(r"data-fills='([^']+)'", client.post(ALIKE, data=TYPED).text)
    assert fills is not None
    assert json.loads(fills[1])["address"] == DIEP.address


# ---- never of a denunciation, never for strangers --------------------------------------------------------------------


def test_a_denunciation_looks_up_nothing(app: Flask, client: FlaskClient, people: People) -> None:
    visit = before(app, people)
    for kind in ({"matter": ""}, {"matter": "denunciation"}, {"matter": "mixed", "has_denunciation": "y"}):
        answer = client.post(ALIKE, data={**TYPED, **kind})
        assert (answer.status_code, answer.data) == (204, b"")
        page = client.post(NEW, data={**TYPED, **kind, "step": "alike", "same_as": visit.public_id}).text
        assert "TCD 2026/0001" not in page
        picked = client.post(NEW, data={**TYPED, **kind, "pick": f"again:{visit.public_id}"})
        assert value_of(picked, "same_as") == ""


def test_a_denunciation_is_never_found_nor_tied_to(app: Flask, client: FlaskClient, people: People) -> None:
    secret = log(app, people, matter=Matter.DENUNCIATION, content=CONTENT, outcome=Outcome.TAKEN)
    found = client.post(ALIKE, data=TYPED).text
    assert (secret.code in found, secret.public_id in found, numbers(found)) == (False, False, [])
    assert "Chưa thấy" in found
    page = client.post(NEW, data={**TYPED, "pick": f"again:{secret.public_id}"})
    assert value_of(page, "same_as") == ""
    saved = save(client, {**TYPED, "outcome": "explained", "same_as": secret.public_id})
    assert links(app, saved.location.rpartition("/")[2]) == []


def test_another_commune_finds_nothing_and_others_may_not_ask(app: Flask, client: FlaskClient, people: People) -> None:
    visit = before(app, people)
    sign_in(client, people.other_officer)
    assert numbers(client.post(ALIKE, data=TYPED).text) == []
    assert value_of(client.post(NEW, data={**TYPED, "pick": f"again:{visit.public_id}"}), "same_as") == ""
    for account in (people.handler, people.auditor):
        sign_in(client, account)
        assert client.post(ALIKE, data=TYPED).status_code == 404
