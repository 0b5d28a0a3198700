"""Several officers at one petition at the same moment: one gets through, each of the others reads why and keeps the text."""

from __future__ import annotations

import html
import re
import threading
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from caseapp.cases.models import Act, Status
from caseapp.db import reading
from caseapp.proof import faults
from tests.cases.making import make_office, stored
from tests.petitions.making import sort, take_in
from tests.staff.making import filling, make_account, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.cases.making import Office

HIDDEN = re.compile(r'<input[^>]*name="(form_key|version|draft|proposal)"[^>]*value="([^"]*)"')
TODAY = "16/11/2026"
ROUNDS = 3


class Seat:
    """Somebody whose page is open: where it is sent, what it holds, and the words that must not be lost."""

    def __init__(self, app: Flask, account: Any, page: str, typed: dict[str, Any], kept: str, to: str = "") -> None:
        self.client: FlaskClient = app.test_client()
        sign_in(self.client, account)
        opened = self.client.get(page)
        assert opened.status_code == 200, (page, opened.status_code)
        hidden = dict(HIDDEN.findall(opened.text))
        self.url, self.data, self.kept = to or page.partition("?")[0], {**hidden, **typed}, kept
        self.answer: Any = None

    def send(self, gate: threading.Barrier) -> None:
        gate.wait(20)
        self.answer = self.client.post(self.url, data=self.data)


def at_once(seats: list[Seat]) -> Seat:
    """Let go of all forms at the same moment; the one that got through, after what the others are told was read."""
    gate = threading.Barrier(len(seats))
    threads = [threading.Thread(target=one.send, args=(gate,)) for one in seats]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert Counter(one.answer.status_code for one in seats) == Counter([303, *[409] * (len(seats) - 1)]), [
        (one.url, one.answer.status_code) for one in seats]
    for one in (seat for seat in seats if seat.answer.status_code == 409):
        told = html.unescape(one.answer.text)
        assert one.kept in told, (one.url, "the text is gone")
        main = " ".join(re.sub(r"<[^>]+>", " ", told).split())
        assert re.search(r"sau khi bạn mở trang|không ghi được nữa|đã được xử lý|không còn chờ", main), main
    return next(seat for seat in seats if seat.answer.status_code == 303)


@pytest.fixture
def office(any_app: Flask) -> Office:
    """The office of An Thịnh ward."""
    return make_office(any_app)


def url(petition: Any, code: str) -> str:
    return f"/vu-viec/{petition.public_id}/viec/{code}"


def done(app: Flask, petition: Any) -> list[tuple[str, str]]:
    """(act, status) of everything on a petition, in order; and whatever the proof finds."""
    with app.app_context():
        assert faults(9) == []
        return [tuple(row) for row in reading().execute(
            sa.select(Act.code, Act.status).where(Act.dossier_id == petition.id).order_by(Act.id))]


def test_sorted_at_once(any_app: Flask, office: Office) -> None:
    for _round in range(ROUNDS):
        with any_app.app_context():
            petition = take_in(office)
        notes = {account: f"Ghi của {account.name}, đọc kỹ đơn rồi." for account in (office.handler, office.head, office.officer)}
        winner = at_once([
            Seat(any_app, account, url(petition, "classify"),
                 {"happened_on": TODAY, "content_kind": kind, "competence": "own", "note": note}, note)
            for (account, note), kind in zip(notes.items(), ("complaint", "feedback", "complaint"), strict=True)])
        assert winner.answer.location == f"/don/{petition.public_id}"
        assert done(any_app, petition) == [("classify", Status.DONE)]


def test_proposed_at_once(any_app: Flask, office: Office) -> None:
    """Two handlers lay papers that contradict each other before the head: one of them waits, never both."""
    for _round in range(ROUNDS):
        with any_app.app_context():
            petition = take_in(office)
            sort(office, petition, "feedback", "other")
        ways = ((office.handler, "guide", "Hướng dẫn gửi Sở Xây dựng."),
                (office.other_handler, "transfer", "Chuyển Công ty Điện lực."))
        at_once([Seat(any_app, account, url(petition, code), {"body": "Sở Xây dựng", "summary": words}, words)
                 for account, code, words in ways])
        found = done(any_app, petition)
        assert [status for _code, status in found] == [Status.DONE, Status.PROPOSED]


def test_decided_sent_back_and_taken_back_at_once(any_app: Flask, office: Office) -> None:
    with filling(any_app) as session:
        deputy = make_account(session, "pho", ["supervisor"], office.commune, display="Phó Chủ tịch")
    for _round in range(ROUNDS):
        with any_app.app_context():
            petition = take_in(office)
            sort(office, petition, "feedback", "other")
        drafted = Seat(any_app, office.handler, url(petition, "guide"), {"body": "Sở Xây dựng", "summary": "Hướng dẫn."}, "")
        assert at_once([drafted]) is drafted
        with any_app.app_context():
            draft = reading().execute(sa.select(Act.public_id).where(
                Act.dossier_id == petition.id, Act.status == Status.PROPOSED)).scalar_one()
        page = f"/vu-viec/{petition.public_id}/de-xuat/{draft}"
        signed, reason = "Hướng dẫn bà Điệp gửi Giám đốc Sở Xây dựng.", "Chưa nêu căn cứ, viết lại đoạn hai."
        winner = at_once([
            Seat(any_app, office.head, f"{url(petition, 'guide')}?de-xuat={draft}",
                 {"happened_on": TODAY, "document": office.number(), "signer": office.head.public_id,
                  "body": "Sở Xây dựng", "summary": signed}, signed),
            Seat(any_app, deputy, page, {"reason": reason}, reason, f"{page}/tra-lai"),
            Seat(any_app, office.handler, page, {}, "", f"{page}/rut"),
        ])
        ended = {Status.DONE: url(petition, "guide"), Status.RETURNED: f"{page}/tra-lai", Status.DROPPED: f"{page}/rut"}
        assert winner.url == ended[done(any_app, petition)[1][1]]  # type: ignore[index]


def test_a_case_is_opened_once(any_app: Flask, office: Office) -> None:
    """One opens the case while another sorts the petition anew: there is one case, or none."""
    for _round in range(ROUNDS):
        with any_app.app_context():
            petition = take_in(office)
            sort(office, petition)
        note = "Xem lại: đơn này là phản ánh."
        at_once([
            Seat(any_app, office.handler, url(petition, "open-case"), {"happened_on": TODAY}, "mở vụ việc"),
            Seat(any_app, office.head, url(petition, "open-case"), {"happened_on": TODAY}, "mở vụ việc"),
            Seat(any_app, office.officer, url(petition, "classify"),
                 {"happened_on": TODAY, "content_kind": "feedback", "competence": "own", "note": note}, note)])
        found = done(any_app, petition)
        with any_app.app_context():
            assert stored(petition.id).state == ("in-case" if found[-1][0] == "open-case" else "classified")


def test_a_form_of_sorting_begins_with_what_is_known(any_app: Flask, office: Office) -> None:
    """The kind as it was taken in, then whatever was found last."""
    with any_app.app_context():
        petition = take_in(office, content_kind="feedback")
    client = any_app.test_client()
    sign_in(client, office.handler)
    chosen = re.compile(r'<input[^>]*\bname="(\w+)"[^>]*value="([\w-]+)" checked>')
    assert dict(chosen.findall(client.get(url(petition, "classify")).text)) == {"content_kind": "feedback"}
    with any_app.app_context():
        sort(office, petition, "complaint", "other", circumstances=["irreparable"], note="Đọc lại.")
    page = client.get(url(petition, "classify")).text
    assert dict(chosen.findall(page)) == {
        "content_kind": "complaint", "competence": "other", "circumstances": "irreparable"}
    assert "Đọc lại." not in page
