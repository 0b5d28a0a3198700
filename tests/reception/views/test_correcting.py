"""Correcting a visit: visibly, by whoever may, and without losing what two people typed at once."""

from __future__ import annotations

import html
from datetime import time
from typing import TYPE_CHECKING, Any

import pytest

from caseapp.law.beside import limits_beside
from caseapp.people.commands import Given
from caseapp.reception.commands.logging import GivenParty
from caseapp.reception.models import Matter, Outcome
from tests.reception.making import People, log, make_people
from tests.reception.views.posting import counts, errors, one, value_of
from tests.staff.making import filling, make_account, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

OPEN = {
    "version": "1", "matter": "complaint", "other_matter": "", "content": "Nội dung viết lại.", "field": "land",
    "people_count": "2", "repeat": "first", "nomination": "", "resolved_by": "", "place": "", "competent": "yes",
    "body": "",
    "document": "", "follow_up": "", "note": "",
}
SEALED = {
    "version": "1", "envelope": "25", "accused_name": "", "accused_post": "", "content": "Viết lại.", "field": "",
    "repeat": "first",
    "people_count": "", "resolved_by": "", "competent": "yes", "body": "", "document": "", "follow_up": "", "note": "",
}


@pytest.fixture
def people(app: Flask, client: FlaskClient) -> People:
    """The office of a ward, its officer before the client."""
    made = make_people(app)
    sign_in(client, made.officer)
    return made


def correct(client: FlaskClient, visit: Any, fields: dict[str, str], **more: str) -> Any:
    return client.post(f"/tiep-dan/luot/{visit.public_id}/sua", data={**fields, **more})


def test_old_and_new_stand_in_the_timeline(app: Flask, people: People, client: FlaskClient) -> None:
    visit = log(app, people)
    assert correct(client, visit, OPEN).status_code == 303
    page = client.get(f"/tiep-dan/luot/{visit.public_id}").text
    assert "Sửa: nội dung, lĩnh vực, số người" in page
    assert "46 m²" in page
    assert "Nội dung viết lại." in page
    assert "Đất đai, nhà cửa" in page


def test_whoever_only_reads_sees_names_of_fields_and_no_values(app: Flask, people: People, client: FlaskClient) -> None:
    visit = log(app, people)
    correct(client, visit, OPEN)
    sign_in(client, people.auditor)
    page = client.get(f"/tiep-dan/luot/{visit.public_id}").text
    assert "Sửa: nội dung" in page
    assert "46 m²" not in page


def test_saving_what_is_stored_changes_nothing(app: Flask, people: People, client: FlaskClient) -> None:
    visit = log(app, people, field="land", people_count=3, body="", note="ghi chú")
    page = client.get(f"/tiep-dan/luot/{visit.public_id}/sua")
    assert value_of(page, "people_count") == "3"
    assert value_of(page, "note") == "ghi chú"
    before = counts(app)
    kept = {**OPEN, "content": "Khiếu nại việc thu hồi 46 m² đất vườn làm đường hẻm 12, cho là đo sai ranh.",
            "people_count": "3", "note": "ghi chú"}
    answer = correct(client, visit, kept)
    assert "Không có gì khác để sửa." in client.get(answer.location).text
    assert counts(app)["journal"] == before["journal"]


@pytest.mark.parametrize(("changes", "message"), [
    ({"content": ""}, "ghi tóm tắt"), ({"people_count": "x"}, "chỉ ghi chữ số"),
    ({"matter": "denunciation"}, "chọn một"),
    ({"content": "a" * 60_000}, "60.000 ký tự"),
])
def test_bad_input(app: Flask, people: People, client: FlaskClient, changes: dict[str, str], message: str) -> None:
    visit = log(app, people)
    answer = correct(client, visit, OPEN, **changes)
    assert answer.status_code == 422
    assert any(message in line.lower() for line in errors(answer)), errors(answer)
    assert one(app, "SELECT version FROM dossier") == 1


def test_a_kind_the_ground_does_not_allow_is_told_at_the_kind(app: Flask, people: People, client: FlaskClient) -> None:
    visit = log(app, people, Matter.COMPLAINT, Outcome.REFUSED, ground="R3", ground_note="QĐ 12")
    answer = correct(client, visit, OPEN, matter="feedback", note="gõ thêm")
    assert answer.status_code == 422
    assert errors(answer)[0].startswith("Loại:")
    assert value_of(answer, "note") == "gõ thêm"


class TestTwoAtOnce:
    """The second one to save sees both versions and chooses, field by field."""

    def stale(self, app: Flask, people: People, client: FlaskClient) -> tuple[Any, Any]:
        """Two people open the same page; the head saves first."""
        visit = log(app, people, note="cũ")
        seen = {"seen-content": "Khiếu nại việc thu hồi 46 m² đất vườn làm đường hẻm 12, cho là đo sai ranh.",
                "seen-note": "cũ", "seen-follow_up": ""}
        other = app.test_client()
        sign_in(other, people.head)
        theirs = correct(other, visit, OPEN, content="Bản của lãnh đạo.", note="cũ", follow_up="lãnh đạo ghi")
        assert theirs.status_code == 303
        mine = correct(client, visit, {**OPEN, **seen}, content="Bản của tôi.", note="tôi ghi", field="policy")
        return visit, mine

    def test_both_versions_are_laid_side_by_side(self, app: Flask, people: People, client: FlaskClient) -> None:
        _visit, answer = self.stale(app, people, client)
        assert answer.status_code == 409
        page = answer.text
        for words in ("Có người vừa sửa lượt tiếp này", "Phạm Quốc Dũng", "Bản của lãnh đạo.", "Bản của tôi.",
                      "chỉ bạn sửa, giữ", "chỉ người kia sửa, giữ", "khác nhau, cần chọn"):
            assert words in page
        assert one(app, "SELECT content FROM visit") == "Bản của lãnh đạo."

    def test_the_chosen_sides_are_saved(self, app: Flask, people: People, client: FlaskClient) -> None:
        visit, answer = self.stale(app, people, client)
        sent = {**OPEN, "content": "Bản của tôi.", "note": "tôi ghi", "field": "policy",
                "version": value_of(answer, "version"), "pick-content": "saved", "pick-note": "yours",
                "pick-follow_up": "saved", "pick-field": "yours"}
        assert correct(client, visit, sent).status_code == 303
        assert one(app, "SELECT content || '|' || note || '|' || follow_up || '|' || field FROM visit") == (
            "Bản của lãnh đạo.|tôi ghi|lãnh đạo ghi|policy")

    def test_going_on_with_ones_own_keeps_every_letter(self, app: Flask, people: People, client: FlaskClient) -> None:
        visit, answer = self.stale(app, people, client)
        again = correct(client, visit, {**OPEN, "content": "Bản của tôi.", "note": "tôi ghi"}, step="edit",
                        version=value_of(answer, "version"))
        assert again.status_code == 200
        assert "Bản của tôi." in again.text
        assert value_of(again, "version") == "2"


class TestSealed:
    """A denunciation is corrected by whoever may see it; an accused colleague never gets to see it."""

    def test_the_envelope_number_comes_in_later(self, app: Flask, people: People, client: FlaskClient) -> None:
        visit = log(app, people, Matter.DENUNCIATION, envelope="")
        assert correct(client, visit, SEALED, envelope="30").status_code == 303
        assert one(app, "SELECT envelope FROM visit") == "30"

    def test_anothers_envelope_is_refused(self, app: Flask, people: People, client: FlaskClient) -> None:
        log(app, people, Matter.DENUNCIATION)
        visit = log(app, people, Matter.DENUNCIATION, code="TC-2026-AAAA-BBBB", envelope="26")
        assert errors(correct(client, visit, SEALED, envelope="25"))[0].startswith("Phong bì số:")
        assert correct(client, visit, SEALED, envelope="26").status_code == 303

    def test_a_name_of_the_offices_own_is_asked_about(self, app: Flask, people: People, client: FlaskClient) -> None:
        visit = log(app, people, Matter.DENUNCIATION)
        answer = correct(client, visit, SEALED, accused_name="Trần Văn Bình")
        assert errors(answer)[0].startswith("Người bị tố cáo:")
        with filling(app) as session:
            neighbour = make_account(session, "nga", ["reception"], people.commune, display="Nga")
        sign_in(client, neighbour)
        assert correct(client, visit, SEALED).status_code == 404


def test_who_received_when_and_in_which_manner_can_be_corrected(
    app: Flask, people: People, client: FlaskClient,
) -> None:
    visit = log(app, people, held_at=time(8, 5))
    address = f"/tiep-dan/luot/{visit.public_id}/sua"
    page = client.get(address)
    assert value_of(page, "held_at") == "08:05"
    assert f'value="{people.officer.public_id}" selected' in page.text.replace(" selected=\"selected\"", " selected")
    held = {"receiver_key": people.handler.public_id, "session": "periodic", "held_at": "08:20"}
    assert correct(client, visit, OPEN, **held).status_code == 303
    shown = client.get(f"/tiep-dan/luot/{visit.public_id}").text
    for words in ("Trần Văn Bình", "người tiếp", "hình thức tiếp", "giờ tiếp", "<del>", "08:05", "08:20"):
        assert words in shown, words
    assert one(app, "SELECT receiver_id FROM visit") == people.handler.id
    late = correct(client, visit, {**OPEN, "version": "2"}, **{**held, "held_at": "23:10"})
    assert late.status_code == 422
    assert "Giờ này chưa đến" in late.text
    bad = correct(client, visit, {**OPEN, "version": "2"}, **{**held, "receiver_key": people.mediator.public_id})
    assert bad.status_code == 422


def test_a_page_that_says_nothing_of_the_hour_leaves_it(app: Flask, people: People, client: FlaskClient) -> None:
    visit = log(app, people, held_at=time(8, 5))
    assert correct(client, visit, OPEN).status_code == 303
    assert one(app, "SELECT held_at FROM visit") is not None
    assert one(app, "SELECT receiver_id FROM visit") == people.officer.id
    sealed = log(app, people, Matter.DENUNCIATION)
    assert "receiver_key" not in client.get(f"/tiep-dan/luot/{sealed.public_id}/sua").text


@pytest.mark.parametrize(("changes", "label"), [
    ({"people_count": "5"}, "Số người:"), ({"matter": "complaint"}, "Loại:"), ({"body": ""}, "Cơ quan, đơn vị:"),
    ({"field": "party"}, "Lĩnh vực:"),
])
def test_what_the_entry_form_refuses_is_refused_at_its_field(
    app: Flask, people: People, client: FlaskClient, changes: dict[str, str], label: str,
) -> None:
    parties = tuple(GivenParty(Given(f"Người {one}", id_missing="quên mang theo")) for one in range(3))
    visit = log(app, people, Matter.FEEDBACK, Outcome.TRANSFERRED, body="Sở X", document="12/PC", parties=parties,
                people_count=11)
    kept = {**OPEN, "matter": "feedback", "people_count": "11", "body": "Sở X", "document": "12/PC", "field": "policy"}
    answer = correct(client, visit, kept, **changes)
    assert (answer.status_code, errors(answer)[0][:len(label)]) == (422, label)
    assert one(app, "SELECT version FROM dossier") == 1
    assert correct(client, visit, kept).status_code == 303


def test_the_page_of_a_denunciation_names_the_shorter_limits(app: Flask, people: People, client: FlaskClient) -> None:
    visit = log(app, people, Matter.DENUNCIATION)
    page = client.get(f"/tiep-dan/luot/{visit.public_id}").text
    assert limits_beside("denunciation", visit.opened_on) in html.unescape(page)
    answered = log(app, people, Matter.DENUNCIATION, Outcome.EXPLAINED, code="TC-2026-AAAA-BBBB", envelope="26")
    assert "thì chưa theo dõi" not in client.get(f"/tiep-dan/luot/{answered.public_id}").text
