"""What a mediator writes down on a dispute: a sitting with its end, promises, photos, every other act; what is refused."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from caseapp.db import reading
from caseapp.dossiers.models import Attachment, Dossier
from caseapp.mediation.commands.assigning import NOT_OF_TEAM
from caseapp.mediation.commands.given import GivenPromise
from caseapp.mediation.dispute import Kept, Promised
from tests.dossiers.samples import DRAWN_PNG
from tests.mediation.making import act, make_hamlets, mediating, open_one, stored
from tests.mediation.pages import DISPUTE, HIDDEN, RESULT, at, made, post, settled
from tests.office.templates import ON_ONE

if TYPE_CHECKING:
    from flask import Flask

    from tests.mediation.making import Hamlets


@pytest.fixture
def office(any_app: Flask) -> Hamlets:
    return make_hamlets(any_app)


def test_one_form_writes_the_sitting_the_settlement_its_record_and_every_promise(
        any_app: Flask, office: Hamlets) -> None:
    public_id, client = made(any_app, office), at(any_app, office.lan)
    url = f"{DISPUTE.format(public_id)}/ket-qua"
    form = client.get(url).text
    assert "Lê Văn Hòa" in form
    assert "đến hết 17/05/2027" in form
    answer = post(client, url, script=True, **RESULT, **{
        "result": "settled", "agreement": "Phá bậc thềm.", "record": "signed", "promises-0-by": "party-a.0",
        "promises-0-what": "Phá bậc thềm", "promises-0-due_on": "30/11/2026",
        "photos": [(io.BytesIO(DRAWN_PNG), "bien-ban.png"), (io.BytesIO(DRAWN_PNG), "trang-2.png")]})
    assert answer.status_code == 200, answer.text
    assert answer.json == {"go": DISPUTE.format(public_id)}
    page = client.get(DISPUTE.format(public_id)).text
    assert "Hỏi thăm: Phá bậc thềm" in page
    assert "bien-ban.png" in page
    assert "yêu cầu đến hết 17/05/2027" in page
    photo = re.search(r'href="([^"]+)">bien-ban.png', page)
    assert photo is not None
    shown = client.get(photo[1])
    assert (shown.mimetype, shown.headers["Content-Disposition"].partition(";")[0]) == ("image/png", "inline")
    assert shown.headers["Cache-Control"] == "no-store"
    assert at(any_app, office.tam).get(photo[1]).status_code == 404
    assert "Bộ luật Tố tụng dân sự" in client.get(f"{DISPUTE.format(public_id)}/toa-an").text


@pytest.mark.parametrize(("told_so", "said"), [
    ({"result": "settled"}, ("Ghi các bên đã thỏa thuận gì", "Chọn có lập văn bản không")),
    ({"result": "failed"}, ("Ghi yêu cầu của mỗi bên",)),
    ({"result": "stopped", "demands": "Thôi."}, ("Chọn ai yêu cầu",)),
    ({"result": "under-way", "next_on": "15/11/2026"}, ("Buổi sau phải sau ngày hòa giải",)),
    ({"result": "settled", "agreement": "Có.", "record": "refused"}, ("Chọn ai không ký", "Ghi vì sao không ký")),
    ({"result": "settled", "agreement": "Có.", "record": "none", "promises-0-what": "Phá"}, ("Chọn ai phải làm",)),
    ({"result": "settled", "agreement": "Có.", "record": "none", "promises-1-by": "party-b.1", "promises-1-what": "Trả",
      "promises-1-due_on": "10/11/2026"}, ("phải sau ngày 16/11/2026",)),
])
def test_a_result_that_lacks_something_says_what(
        app: Flask, told_so: dict[str, str], said: tuple[str, ...]) -> None:
    office = make_hamlets(app)
    answer = post(at(app, office.lan), f"{DISPUTE.format(made(app, office))}/ket-qua", **{**RESULT, **told_so})
    assert answer.status_code in (409, 422)
    for words in (*said, "Hai bên trình bày."):
        assert words in answer.text


def test_what_belongs_to_another_result_stands_in_no_ones_way(app: Flask) -> None:
    office = make_hamlets(app)
    public_id = made(app, office)
    answer = post(at(app, office.lan), f"{DISPUTE.format(public_id)}/ket-qua", **RESULT, **{
        "result": "under-way", "next_on": "18/11/2026", "promises-0-what": "Dở dang", "record": "signed"})
    assert answer.status_code == 303, answer.text
    page = at(app, office.lan).get(DISPUTE.format(public_id)).text
    assert "Đã hẹn thứ Tư 18/11/2026" in page
    assert "Dở dang" not in page


def test_what_is_typed_is_kept_and_comes_back(app: Flask) -> None:
    office = make_hamlets(app)
    public_id, client = made(app, office), at(app, office.lan)
    for page, words in ((f"{DISPUTE.format(public_id)}/ket-qua", "course"),
                        (f"{DISPUTE.format(public_id)}/viec/warn", "summary"), ("/hoa-giai/moi", "story")):
        url = re.search(r'data-draft="([^"]+)"', client.get(page).text)
        assert url is not None
        assert client.post(url[1], data={words: "Đang gõ dở"}).status_code == 200
        assert "Đang gõ dở" in client.get(page).text
        assert "Đang gõ dở" not in at(app, office.leader).get(page).text
    assert post(client, f"{DISPUTE.format(public_id)}/viec/warn", summary="Dọa đánh",
                happened_on="16/11/2026").status_code == 303
    assert "Đang gõ dở" not in client.get(f"{DISPUTE.format(public_id)}/viec/warn").text
    assert at(app, office.tam).post(f"{DISPUTE.format(public_id)}/nhap/warn/{'x' * 22}").status_code == 404


def test_a_promise_is_followed_to_its_end(any_app: Flask, office: Hamlets) -> None:
    public_id = settled(any_app, office, GivenPromise("party-a", "Lê Văn Hòa", "Phá bậc thềm", date(2026, 11, 30)),
                        GivenPromise("party-b", "Nguyễn Thị Sáu", "Trả 500.000 đồng", date(2026, 11, 20)))
    client, page = at(any_app, office.lan), DISPUTE.format(public_id)

    def promise(what: str) -> str:
        found = re.search(rf'href="([^"]+/cam-ket/[^"]+)">{what}', client.get(page).text)
        assert found is not None
        return found[1]

    first = promise("Phá bậc thềm")
    assert "Gọi ông Hòa" in client.get(first).text
    assert "Ghi đã thấy gì" in post(client, first, found="broken", on="16/11/2026").text
    assert post(client, first, found="asked", manner="call", said="Chưa thuê thợ.", on="16/11/2026").status_code == 303
    assert "Chưa thuê thợ." in client.get(page).text
    assert post(client, first, found="moved", new_due="05/12/2026", said="Chờ thợ.", on="16/11/2026").status_code == 303
    assert client.get(first).status_code == 302
    assert post(client, promise("Trả 500.000 đồng"), found="kept", on="16/11/2026").status_code == 303
    assert post(client, promise("Phá bậc thềm"), found="kept", on="16/11/2026").status_code == 303
    with any_app.app_context():
        states = list(reading().execute(sa.select(Promised.state).order_by(Promised.position)).scalars())
        assert states == [Kept.RELEASED, Kept.KEPT, Kept.KEPT]
        assert stored(public_id).state == "kept"
    assert "Hòa giải thành, đã xong" in client.get(page).text
    assert client.get(f"{page}/hoi-tham").status_code == 404


@ON_ONE
def test_more_is_promised_and_a_difficulty_passed_on(any_app: Flask, office: Hamlets) -> None:
    public_id = settled(any_app, office, GivenPromise("party-a", "Lê Văn Hòa", "Phá bậc thềm", date(2026, 11, 30)))
    client, page = at(any_app, office.lan), DISPUTE.format(public_id)
    answer = post(client, f"{page}/cam-ket/moi", **{"promises-0-by": "party-b.1", "promises-0-what": "Dọn rác"})
    assert answer.status_code == 303, answer.text
    assert "Dọn rác" in client.get(page).text
    assert post(client, f"{page}/hoi-tham", manner="visit", said="Chưa phá.", on="16/11/2026",
                difficulty="y").status_code == 303
    leader = at(any_app, office.leader)
    passed = re.findall(r'name="passed"[^>]*value="([^"]+)"', leader.get(f"{page}/viec/pass-difficulty").text)
    assert len(passed) == 2
    assert post(leader, f"{page}/viec/pass-difficulty", summary="Đã báo trưởng khóm.", happened_on="16/11/2026",
                passed=passed[0]).status_code == 303
    with any_app.app_context():
        assert reading().execute(sa.select(sa.func.count()).where(Promised.passed_on.is_not(None))).scalar_one() == 1


def test_the_leader_assigns_and_is_told_at_the_field_who_may_not(any_app: Flask, office: Hamlets) -> None:
    public_id = made(any_app, office, mediators=())
    leader, url = at(any_app, office.leader), f"{DISPUTE.format(public_id)}/viec/assign"
    with any_app.app_context():
        lan, tam, bay = (office.mediator(one) for one in (office.lan, office.tam, office.bay))
    assert at(any_app, office.lan).get(url).status_code == 404
    assert post(leader, url, lead="", chosen="leader", happened_on="16/11/2026").status_code == 422
    assert post(leader, url, lead=lan, others=[tam], chosen="parties", happened_on="16/11/2026").status_code == 303
    with any_app.app_context():
        assert mediating(stored(public_id)) == ["Huỳnh Ngọc Lan", "Võ Văn Tám"]
    client = at(any_app, office.lan)
    assert post(client, f"{DISPUTE.format(public_id)}/khong-vo-tu", mediator=lan, why="Là cháu của bà Sáu.") \
        .status_code == 303
    url = f"{DISPUTE.format(public_id)}/viec/replace"
    assert "Là cháu của bà Sáu." in leader.get(url).text
    assert post(leader, url, lead=bay, replaced_for="interest", happened_on="16/11/2026").status_code == 303
    refused = post(leader, url, lead=lan, replaced_for="cannot", happened_on="16/11/2026")
    assert refused.status_code == 422
    assert "Là cháu của bà Sáu" in refused.text.partition('id="lead-error"')[2][:400]
    assert str(NOT_OF_TEAM) not in refused.text
    assert at(any_app, office.lan).get(DISPUTE.format(public_id)).status_code == 404


@ON_ONE
def test_another_team_joins_and_the_fronts_are_told(any_app: Flask, office: Hamlets) -> None:
    public_id, leader = made(any_app, office), at(any_app, office.leader)
    url = f"{DISPUTE.format(public_id)}/viec/join-team"
    offered = re.findall(r'<option value="([^"]+)">Tổ hòa giải khóm 5: Cao Văn Mười', leader.get(url).text)
    assert post(leader, url, lead=offered[0], happened_on="16/11/2026").status_code == 303
    assert at(any_app, office.other_mediator).get(DISPUTE.format(public_id)).status_code == 200
    assert post(leader, f"{DISPUTE.format(public_id)}/viec/tell-fronts", happened_on="16/11/2026").status_code == 303
    assert "đã báo Mặt trận hai nơi" in leader.get(DISPUTE.format(public_id)).text


def test_an_unsettled_dispute_goes_on_as_a_petition(any_app: Flask, office: Hamlets) -> None:
    public_id = made(any_app, office)
    with any_app.app_context():
        act(office, stored(public_id), "fail")
    client, page = at(any_app, office.lan), DISPUTE.format(public_id)
    assert "Hướng dẫn đến nơi có thẩm quyền" in client.get(page).text
    assert client.get(f"{page}/ket-qua").status_code == 409
    form = client.get(f"{page}/gui-don").text
    who = re.findall(r'name="petitioners"[^>]*value="([^"]+)"', form)
    assert post(client, f"{page}/gui-don", happened_on="16/11/2026", summary="").status_code == 422
    assert post(client, f"{page}/gui-don", petitioners=who[0], summary="Yêu cầu giải quyết.", happened_on="16/11/2026",
                ).status_code == 303
    with any_app.app_context():
        assert reading().execute(sa.select(sa.func.count()).where(Dossier.kind == "petition")).scalar_one() == 1


@ON_ONE
def test_every_act_that_is_offered_opens(any_app: Flask, office: Hamlets) -> None:
    with any_app.app_context():
        there = [open_one(office).public_id, open_one(office, mediators=()).public_id,
                 open_one(office, at_once=True, started_by="witnessed").public_id]
        for code in ("sit", "fail", "stop", "refer", "settle"):
            dispute = open_one(office)
            act(office, dispute, code)
            there.append(dispute.public_id)
        act(office, stored(there[-1]), "draw-record")
    client, opened = at(any_app, office.leader), set()
    for public_id in there:
        page = client.get(DISPUTE.format(public_id)).text
        for url in set(re.findall(rf'href="({DISPUTE.format(public_id)}/[^"#]+)"', page)):
            assert client.get(url).status_code == 200, url
            opened.add(url.rpartition("/")[2])
    assert {"warn", "invite", "agree-time", "replace", "join-team", "void", "reopen", "guide", "request-court",
            "ket-qua", "gui-don", "anh", "refer", "assign", "toa-an"} <= opened


def test_photos_come_one_by_one_or_together(any_app: Flask, office: Hamlets) -> None:
    public_id, client = made(any_app, office), at(any_app, office.lan)
    url = f"{DISPUTE.format(public_id)}/anh"
    assert "Chưa chọn ảnh nào" in post(client, url).text
    assert post(client, url, photos=[(io.BytesIO(DRAWN_PNG), "a.png"), (io.BytesIO(DRAWN_PNG), "b.png")]) \
        .status_code == 303
    bad = post(client, url, photos=[(io.BytesIO(DRAWN_PNG), "c.png"), (io.BytesIO(b"MZ"), "d.exe")])
    assert bad.status_code == 422
    assert "d.exe" in bad.text
    with any_app.app_context():
        assert list(reading().execute(sa.select(Attachment.name).order_by(Attachment.id)).scalars()) == ["a.png", "b.png"]
        kept = {row.stored_as for row in reading().execute(sa.select(Attachment.stored_as))}
        folder = any_app.extensions["settings"].home / "files"
        assert {file.name for file in folder.rglob("*") if file.is_file()} == kept


@ON_ONE
def test_a_second_click_changes_nothing_and_an_old_page_is_told(any_app: Flask, office: Hamlets) -> None:
    public_id, client = made(any_app, office), at(any_app, office.lan)
    url = f"{DISPUTE.format(public_id)}/viec/warn"
    sent = {**dict(HIDDEN.findall(client.get(url).text)), "summary": "Dọa đánh", "happened_on": "16/11/2026"}
    old = dict(HIDDEN.findall(client.get(url).text))
    assert client.post(url, data=sent).status_code == 303
    assert client.post(url, data=sent).status_code == 303
    stale = client.post(url, data={**sent, **old})
    assert stale.status_code == 409
    assert "vừa được người khác ghi thêm" in stale.text
