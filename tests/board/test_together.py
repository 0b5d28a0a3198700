"""Several dossiers at once: urged all or none, cases handed over one by one; whoever may not do it changes nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from caseapp.cases.models import Assignment, CaseNote
from caseapp.db import reading
from caseapp.dossiers.models import Dossier
from caseapp.ledger.models import JournalRow
from tests.board.making import put
from tests.reception.making import make_people
from tests.staff.making import filling, sign_in

if TYPE_CHECKING:
    from flask import Flask

BOARD = "/bang-theo-doi"


@pytest.fixture
def ward(any_app: Flask) -> Any:
    """The ward with two late cases and a late visit; a late case of the neighbours."""
    people = make_people(any_app)
    with filling(any_app) as session:
        shared = {"handler": people.handler.id, "due": -3}
        cases = [put(session, people.commune.id, people.officer.id, **shared) for _number in range(2)]
        visit = put(session, people.commune.id, people.officer.id, kind="visit", **shared)
        other = put(session, people.other.id, people.officer.id, **shared)
        sealed = put(session, people.commune.id, people.officer.id, kind="visit", sealed=True, due=-2, accuses=people.head.id)
    return people, cases, visit, other, sealed


def written(app: Flask, table: Any) -> int:
    with app.app_context():
        return int(reading().execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def form_of(client: Any, url: str = BOARD) -> dict[str, str]:
    """The hidden fields of the form around the list."""
    return dict(re.findall(r'name="(form_key|ve)"[^>]*value="([^"]*)"', client.get(url).text))


def test_urging_tells_notes_and_journals(any_app: Flask, ward: Any) -> None:
    people, cases, visit, _other, _sealed = ward
    client = any_app.test_client()
    sign_in(client, people.head)
    ticked = [one.public_id for one in (*cases, visit)]
    form = form_of(client)
    boxes = re.findall(r'<input class="([^"]*)" type="checkbox" name="chon" value="([^"]*)"', client.get(BOARD).text)
    assert {value for classes, value in boxes if "only-urged" in classes} == {visit.public_id}, "visits are given to nobody"
    answer = client.post(f"{BOARD}/don-doc", data={"chon": ticked, **form})
    assert answer.status_code == 303
    assert "Đã đôn đốc 3 việc" in client.get(BOARD).text
    with any_app.app_context():
        acts = reading().execute(sa.select(JournalRow.act).where(JournalRow.act.like("%.urge")).order_by(JournalRow.act)).scalars()
        assert list(acts) == ["complaint.urge", "complaint.urge", "visit.urge"]
        told = set(reading().execute(sa.text("SELECT account_id FROM reminder")).scalars())
        assert told == {people.handler.id}
        rows = reading().execute(sa.select(Dossier.version, Dossier.moved_on).where(Dossier.id == cases[0].id)).one()
        assert rows == (1, cases[0].moved_on)
    assert written(any_app, CaseNote) == 2
    client.post(f"{BOARD}/don-doc", data={"chon": ticked, **form})
    assert written(any_app, CaseNote) == 2


@pytest.mark.parametrize("which", ["neighbour", "accusing", "unknown"])
@pytest.mark.parametrize("what", ["don-doc", "phan-cong"])
def test_one_forbidden_dossier_refuses_all(any_app: Flask, ward: Any, which: str, what: str) -> None:
    people, cases, _visit, other, sealed = ward
    client = any_app.test_client()
    sign_in(client, people.head)
    forbidden = {"neighbour": other.public_id, "accusing": sealed.public_id, "unknown": "x" * 22}[which]
    before = written(any_app, JournalRow)
    data = {"chon": [cases[0].public_id, forbidden], "handler": people.officer.public_id, "reason": "Nghỉ phép", **form_of(client)}
    assert client.post(f"{BOARD}/{what}", data=data).status_code == 404
    assert written(any_app, JournalRow) == before
    assert written(any_app, CaseNote) == written(any_app, Assignment) == 0


def test_whoever_only_watches_cannot_urge_and_the_one_above_can(any_app: Flask, ward: Any) -> None:
    people, cases, *_rest = ward
    client = any_app.test_client()
    for who, status in ((people.auditor, 404), (people.handler, 404), (people.province_head, 303)):
        sign_in(client, who)
        form = form_of(client) if status == 303 else {}
        assert client.post(f"{BOARD}/don-doc", data={"chon": [cases[0].public_id], **form}).status_code == status
    assert 'name="chon"' in client.get(BOARD).text
    sign_in(client, people.auditor)
    assert 'name="chon"' not in client.get(BOARD).text


def test_nothing_ticked_is_said(any_app: Flask, ward: Any) -> None:
    client = any_app.test_client()
    sign_in(client, ward[0].head)
    for what in ("don-doc", "phan-cong"):
        answer = client.post(f"{BOARD}/{what}", data=form_of(client))
        assert answer.status_code == 422
        assert "Chưa chọn việc nào" in answer.text


def test_what_was_closed_meanwhile_is_not_urged(any_app: Flask, ward: Any) -> None:
    people, cases, *_rest = ward
    client = any_app.test_client()
    sign_in(client, people.head)
    form = form_of(client)
    with filling(any_app) as session:
        done = session.get(Dossier, cases[1].id)
        done.closed_on, done.next_due, done.awaits = done.opened_on, None, ""
    answer = client.post(f"{BOARD}/don-doc", data={"chon": [one.public_id for one in cases], **form})
    assert answer.status_code == 409
    assert "đã xong, không còn gì để đôn đốc" in answer.text
    assert written(any_app, CaseNote) == 0


def test_cases_are_handed_over_with_a_reason(any_app: Flask, ward: Any) -> None:
    people, cases, visit, *_rest = ward
    client = any_app.test_client()
    sign_in(client, people.head)
    ticked = {"chon": [one.public_id for one in cases]}
    page = client.post(f"{BOARD}/phan-cong", data=ticked)
    assert page.status_code == 200
    assert "đang giao: Trần Văn Bình" in page.text
    form = dict(re.findall(r'name="(form_key|ve)"[^>]*value="([^"]*)"', page.text))
    bare = client.post(f"{BOARD}/phan-cong", data={**ticked, **form, "handler": people.officer.public_id, "reason": ""})
    assert bare.status_code == 422
    assert written(any_app, Assignment) == 0
    given = {**ticked, **form, "handler": people.officer.public_id, "reason": "Trần Văn Bình nghỉ phép"}
    assert client.post(f"{BOARD}/phan-cong", data=given).status_code == 303
    assert "Đã giao 2 vụ việc cho Lê Thị Thu Hằng" in client.get(BOARD).text
    with any_app.app_context():
        handlers = reading().execute(sa.select(Dossier.handler_id).where(Dossier.id.in_([one.id for one in cases]))).scalars()
        assert set(handlers) == {people.officer.id}
    before = written(any_app, JournalRow)
    assert client.post(f"{BOARD}/phan-cong", data=given).status_code == 303
    assert written(any_app, JournalRow) == before
    mixed = client.post(f"{BOARD}/phan-cong", data={"chon": [visit.public_id, cases[0].public_id]})
    assert mixed.status_code == 422
    assert "Chỉ phân công lại được vụ việc" in mixed.text


def test_a_stranger_to_the_unit_is_not_given_a_case(any_app: Flask, ward: Any) -> None:
    people, cases, *_rest = ward
    client = any_app.test_client()
    sign_in(client, people.head)
    page = client.post(f"{BOARD}/phan-cong", data={"chon": [cases[0].public_id]}).text
    form = dict(re.findall(r'name="(form_key|ve)"[^>]*value="([^"]*)"', page))
    answer = client.post(f"{BOARD}/phan-cong", data={
        "chon": [cases[0].public_id], "handler": people.other_officer.public_id, "reason": "Thử", **form})
    assert answer.status_code == 422
    assert "Chọn một trong các mục có sẵn" in answer.text


def test_one_that_fails_is_named_and_the_others_are_given(any_app: Flask, ward: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from caseapp.board.views import together
    from caseapp.dossiers.commands import Stale

    people, cases, *_rest = ward
    client = any_app.test_client()
    sign_in(client, people.head)
    real = together.assign

    def assign(team: Any, how: Any) -> None:
        if how.dossier_id == cases[0].id:
            raise Stale(7)
        real(team, how)

    monkeypatch.setattr(together, "assign", assign)
    page = client.post(f"{BOARD}/phan-cong", data={"chon": [one.public_id for one in cases]}).text
    form = dict(re.findall(r'name="(form_key|ve)"[^>]*value="([^"]*)"', page))
    client.post(f"{BOARD}/phan-cong", data={"chon": [one.public_id for one in cases], "handler": people.officer.public_id,
                                            "reason": "Nghỉ phép", **form})
    told = client.get(BOARD).text
    assert "Đã giao 1 vụ việc" in told
    assert re.search(r"KN 2026/\d+ chưa giao được: người khác vừa sửa vụ việc này", told)


def test_what_a_colleague_changed_since_the_page_is_not_handed_over(any_app: Flask, ward: Any) -> None:
    """The page for the reason says which version it showed; the other case is given all the same."""
    people, cases, *_rest = ward
    client = any_app.test_client()
    sign_in(client, people.head)
    page = client.post(f"{BOARD}/phan-cong", data={"chon": [one.public_id for one in cases[:2]]}).text
    shown = re.findall(r'name="thay" value="([^"]+)"', page)
    assert len(shown) == 2
    with filling(any_app) as session:
        session.get(Dossier, cases[0].id).version += 1
    given = {"chon": [one.public_id for one in cases[:2]], "thay": shown, "reason": "Nghỉ phép"}
    choices = re.findall(r'<option value="([\w-]{22})"', page)
    client.post(f"{BOARD}/phan-cong", data={**given, "handler": choices[0], **form_of(client)})
    assert "người khác vừa sửa vụ việc này" in client.get(BOARD).text
    assert written(any_app, Assignment) == 1
