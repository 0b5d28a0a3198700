"""Two hundred denouncers whose names were typed first: afterwards no trace of any of them anywhere.

Every invented person bears the same invented word in the name and in the street, and numbers that begin alike, so
that one search finds any of them: in the database, in every file under CASEAPP_HOME, in what was logged and printed;
as written, decomposed, without marks, in base64, in UTF-16.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from caseapp.db import reading
from caseapp.text import fold
from tests.browser.addresses import token
from tests.browser.offices import PDF, account_of, bare_office
from tests.browser.typing_in import Fields, read, send, summary, with_typed
from tests.office.making import proof
from tests.office.traces import spellings, traces
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.browser.conftest import Seat
    from tests.browser.offices import Served
    from tests.office.templates import Run

MANY = 200
NEW, COMPLAINT = "/tiep-dan/luot-moi", "/tiep-dan/luot-moi?loai=complaint"
# Words that no language has. An index may keep the head of a word with its neighbour's, so the tails are sought too.
SOUGHT = ("Quềnhxoạng", "enhxoang", "Xuyếnkhoăn", "enkhoan", "0977351", "0977 351", "0977.351", "092199735",
          "0921 9973 5", "092 199 735")
FAMILIES, GIVEN = ("Trịnh", "Đoàn", "Lữ", "Thạch", "Sơn"), ("Ánh", "Diệu", "Hảo", "Út", "Nguyệt", "Thuở", "Đượm")
SEALED: dict[str, str | None] = {"matter": "denunciation", "identity": "checked", "accused_name": "Lâm Văn Tường",
                                 "accused_post": "Trưởng ban quản lý chợ", "outcome": "taken"}


@dataclass(frozen=True, slots=True)
class Denouncer:
    """An invented person, written as different hands write."""

    number: int

    @property
    def name(self) -> str:
        plain = f"{FAMILIES[self.number % 5]} Quềnhxoạng {GIVEN[self.number % 7]}"
        ways = (str, str.upper, fold, lambda text: unicodedata.normalize("NFD", text), lambda text: text.replace(" ", "  "))
        return ways[self.number % len(ways)](plain)

    @property
    def id_number(self) -> str:
        digits = f"092199735{self.number:03d}"
        return digits if self.number % 2 else f"{digits[:4]} {digits[4:8]} {digits[8:]}"

    @property
    def phone(self) -> str:
        digits = f"0977351{self.number:03d}"
        return digits if self.number % 3 else f"{digits[:4]}.{digits[4:7]}.{digits[7:]}"

    @property
    def street(self) -> str:
        return f"{self.number} đường Xuyếnkhoăn"

    def typed(self) -> dict[str, str | None]:
        """The ordinary form with this person in every line that takes words."""
        return {
            "matter": "complaint", "lookup": self.name, "people-0-name": self.name, "people-0-id_number": self.id_number,
            "people-0-phone": self.phone, "people-0-birth_year": "1971", "people-0-commune": "Phường An Thịnh",
            "people-0-address": self.street, "people-0-id_issued": "21/04/2022", "outcome": "taken",
            "content": f"Bà {self.name.upper()}, ở {self.street}, gọi {self.phone}, CCCD {self.id_number}, kể: nhận tiền.",
            "resolved_by": f"UBND phường đã trả lời {self.name}", "papers-0-name": f"Đơn của {self.name}",
            "papers-0-pages": "2", "papers-0-condition": "original", "place": f"Nhà {self.name}, {self.street}",
        }


@dataclass(frozen=True, slots=True)
class Counter:
    """An officer before a test client, and what the office keeps."""

    app: Flask
    home: Path
    client: FlaskClient

    def one(self, statement: str) -> Any:
        with self.app.app_context():
            return reading().execute(sa.text(statement)).scalar()

    def post(self, url: str, fields: Fields | dict[str, str | None]) -> TestResponse:
        return self.client.post(url, data={name: value for name, value in fields.items() if value is not None})

    def keep(self, fields: Fields, typed: dict[str, str | None]) -> None:
        """What the page sends by itself while somebody types."""
        answer = self.post(f"/nhap/visit/{fields['draft'][0]}", with_typed(fields, typed))
        assert answer.status_code == 200

    def denounce(self, fields: Fields, typed: dict[str, str | None], number: int) -> TestResponse:
        answer = self.post(NEW, with_typed(fields, {**typed, **SEALED, "envelope": str(number)}))
        assert answer.status_code == 303, summary(answer)
        return answer

    def left(self) -> list[str]:
        with self.app.app_context():
            return traces(SOUGHT, self.home)


@pytest.fixture
def counter(run: Run, new_app: Callable[..., Flask], home: Path) -> Iterator[Counter]:
    app = new_app(bare_office(run), home)
    app.config.update(TESTING=False, WTF_CSRF_ENABLED=True)
    client = app.test_client()
    with app.app_context():
        account = account_of("tiepdan")
    sign_in(client, account)
    yield Counter(app, home, client)
    with app.app_context():
        assert proof() == []


# ---- ways in which a name comes to be typed before the kind is known -------------------------------------------------


def autosaved_then_changed(at: Counter, who: Denouncer) -> TestResponse:
    """Typed as a complaint, kept as a draft, then the kind was changed in the page and saved."""
    fields = opened(at)
    at.keep(fields, who.typed())
    at.post(f"{NEW}/nguoi", {"csrf_token": fields["csrf_token"][0], "matter": "complaint", "lookup": who.name})
    at.post(f"{NEW}/kin", {"csrf_token": fields["csrf_token"][0], "draft": fields["draft"][0]})
    at.keep(fields, {**SEALED, "envelope": "1", "content": "Nhận tiền."})
    return at.denounce(fields, {"content": "Nhận tiền ngoài quy định."}, who.number + 1)


def posted_with_everything(at: Counter, who: Denouncer) -> TestResponse:
    """Two drafts, then everything is sent as it stands, only the kind is another."""
    fields = opened(at)
    at.keep(fields, who.typed())
    at.keep(fields, {**who.typed(), "matter": "feedback", "note": who.name})
    return at.denounce(fields, who.typed(), who.number + 1)


def put_aside_and_taken_up(at: Counter, who: Denouncer) -> TestResponse:
    """Kept for later, opened again, the kind changed by a browser without scripts, then saved."""
    fields = opened(at)
    assert at.post(NEW, with_typed(fields, {**who.typed(), "step": "later"})).status_code == 303
    again, _errors = read(at.client.get(f"{NEW}?nhap={fields['draft'][0]}").text, "visit")
    changed = at.post(NEW, with_typed(again, {"matter": "denunciation", "step": "kind"}))
    assert not_echoed(changed)
    return at.denounce(read(changed.text, "visit")[0], {"content": "Nhận tiền."}, who.number + 1)


def from_the_queue(at: Counter, who: Denouncer) -> TestResponse:
    """A number was taken under the name and called; the visitor then says it is a denunciation."""
    fields = called(at, who)
    at.post(f"{NEW}/kin", {"csrf_token": fields["csrf_token"][0], "draft": fields["draft"][0], "ticket": fields["ticket"][0]})
    return at.denounce(fields, {"content": "Nhận tiền.", "people-0-name": None, "lookup": None}, who.number + 1)


def from_the_queue_without_telling(at: Counter, who: Denouncer) -> TestResponse:
    """The same, but nothing told the server before the form was sent."""
    fields = called(at, who)
    at.keep(fields, who.typed())
    return at.denounce(fields, who.typed(), who.number + 1)


def as_part_of_several_matters(at: Counter, who: Denouncer) -> TestResponse:
    """Looked up and searched for, logged as several matters, then one of them is a denunciation."""
    fields = opened(at)
    for words in (who.name, who.id_number, who.phone):
        at.post("/tim", {"csrf_token": fields["csrf_token"][0], "words": words})
    at.keep(fields, {**who.typed(), "matter": "mixed"})
    mixed = with_typed(fields, {**who.typed(), **SEALED, "matter": "mixed", "has_denunciation": "y", "envelope": str(who.number + 1)})
    answer = at.post(NEW, mixed)
    assert answer.status_code == 303, summary(answer)
    return answer


def mended_after_an_error(at: Counter, who: Denouncer) -> TestResponse:
    """The first try lacks the envelope; the page that says so must not say the name."""
    fields = opened(at)
    at.keep(fields, who.typed())
    refused = at.post(NEW, with_typed(fields, {**who.typed(), **SEALED, "envelope": ""}))
    assert refused.status_code == 422
    assert not_echoed(refused)
    return at.denounce(read(refused.text, "visit")[0], {}, who.number + 1)


def as_a_group_with_somebody_behind(at: Counter, who: Denouncer) -> TestResponse:
    """Several visitors, and an organisation that they came for."""
    fields, more = opened(at), who.typed()
    more |= {"people_count": "7", "people-1-name": who.name, "people-1-id_missing": "lost", "people-1-commune": who.street,
             "nomination": f"Văn bản cử {who.name}", "stands_in": "y", "represented-nature": "organisation",
             "represented-name": f"Hợp tác xã {who.name}", "represented-address": who.street,
             "authority": f"Giấy ủy quyền của {who.name}"}
    at.keep(fields, more)
    return at.denounce(fields, more, who.number + 1)


WAYS = (autosaved_then_changed, posted_with_everything, put_aside_and_taken_up, from_the_queue,
        from_the_queue_without_telling, as_part_of_several_matters, mended_after_an_error, as_a_group_with_somebody_behind)


def opened(at: Counter) -> Fields:
    return read(at.client.get(COMPLAINT).text, "visit")[0]


def called(at: Counter, who: Denouncer) -> Fields:
    taken = send(at.client, "/tiep-dan/so-thu-tu", {"matter": "complaint", "name": who.name, "people": "1",
                                                    "purpose": f"{who.name} hỏi về đất {who.street}"})
    assert taken.status_code == 303
    where = re.search(r'action="(/tiep-dan/so-thu-tu/[^"]+/goi)"', at.client.get("/tiep-dan").text)
    assert where
    return read(at.client.get(at.post(where[1], {"csrf_token": token(at.client)}).location).text, "visit")[0]


def not_echoed(answer: TestResponse) -> bool:
    page = answer.get_data()
    return not any(needle in page or needle in page.lower() for word in SOUGHT for needle in spellings(word))


def test_nothing_of_two_hundred_denouncers_is_left(counter: Counter, capfd: pytest.CaptureFixture[str],
                                                  caplog: pytest.LogCaptureFixture) -> None:
    for number in range(MANY):
        answer = WAYS[number % len(WAYS)](counter, Denouncer(number))
        if number < len(WAYS):      # each way once: the pages behind it say nothing either
            assert not_echoed(counter.client.get(answer.location)), WAYS[number].__name__
            assert not_echoed(counter.client.get("/so/tiep-cong-dan/in"))
    assert counter.one("SELECT count(*) FROM dossier WHERE sealed AND register = 'TCD-TC'") == MANY
    assert counter.one("SELECT max(no) FROM dossier") == MANY
    assert counter.one("SELECT count(*) FROM person") == 0
    assert counter.one("SELECT count(*) FROM draft") == 0
    assert counter.left() == []
    said = "".join([*capfd.readouterr(), caplog.text]).encode()
    assert [word for word in SOUGHT for needle in spellings(word) if needle in said or needle in said.lower()] == []


def test_nothing_is_left_of_visits_reclassified_later(counter: Counter, capfd: pytest.CaptureFixture[str]) -> None:
    """Saved under another kind with papers, a file, corrections, an answer and a link; then they prove to be denunciations."""
    earlier = ""
    for number in range(1, 13):
        who = Denouncer(number)
        where = saved_openly(counter, who, earlier)
        earlier = where.rpartition("/")[2]
        sealed = send(counter.client, f"{where}/viec/seal", {
            "envelope": str(number), "identity": "checked", "accused_name": "Lâm Văn Tường", "outcome": "taken",
            "content": "Nhận tiền ngoài quy định."} if number % 2 else {
            "envelope": str(number), "identity": "unknown", "accused_name": "Lâm Văn Tường", "outcome": "taken"})
        assert sealed.status_code == 303, summary(sealed)
        assert not_echoed(counter.client.get(sealed.location)), "the new dossier tells who it was"
        assert not_echoed(counter.client.get(where)), "the cancelled number tells who it was"
    assert counter.one("SELECT count(*) FROM person") == 0
    assert counter.one("SELECT count(*) FROM link") == 0
    assert counter.one("SELECT count(*) FROM attachment") == 0
    assert counter.left() == []
    said = "".join(capfd.readouterr()).encode()
    assert [word for word in SOUGHT for needle in spellings(word) if needle in said.lower()] == []


def saved_openly(at: Counter, who: Denouncer, earlier: str) -> str:
    """A complaint as it lies in the office some days later."""
    made = at.post(NEW, with_typed(opened(at), {**who.typed(), "same_as": earlier}))
    assert made.status_code == 303, summary(made)
    where = str(made.location)
    assert at.left() != [] if who.number == 1 else True      # the search does find what is there
    files = where.replace("/tiep-dan/luot", "/ho-so") + "/tep"
    fields = {name: values[0] for name, values in read(at.client.get(files).text, files)[0].items()}
    body = "".join(f'--cut\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items())
    body += f'--cut\r\nContent-Disposition: form-data; name="file"; filename="{who.name}.pdf"\r\n\r\n'
    stored = at.client.post(files, data=body.encode() + PDF + who.name.encode() + b"\r\n--cut--\r\n",
                            content_type="multipart/form-data; boundary=cut")
    assert stored.status_code == 303
    assert send(at.client, f"{where}/sua", {"note": f"{who.name} gọi lại từ {who.phone}", "follow_up": who.street}).status_code == 303
    assert send(at.client, f"{where}/sua", {"note": "", "content": f"{who.name} kể thêm"}).status_code == 303
    if who.number % 3 == 0:
        assert send(at.client, f"{where}/viec/notify", {"result": "accepted", "manner": "written", "given_by": "Lê Thu",
                                                        "document": f"12/TB-{who.name}"}).status_code == 303
    return where


# ---- the same in a browser -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [3, 8])
def test_in_a_browser_too(office: Served, seat: Seat, number: int) -> None:
    who = Denouncer(number)
    page = seat("tiepdan")
    people = office.one("SELECT count(*) FROM person")
    page.goto(COMPLAINT)
    page.get_by_label("Số định danh hoặc họ tên").fill(who.name)
    page.keyboard.press("Enter")
    for label, value in (("Số định danh, căn cước hoặc hộ chiếu", who.id_number), ("Điện thoại", who.phone),
                         ("Số nhà, đường, khu vực", who.street)):
        page.get_by_label(label).first.fill(value)
    story = page.get_by_label("Tóm tắt sự việc")
    with page.expect_response("**/nhap/visit/**"):
        story.fill(f"Bà {who.name.upper()}, {who.street}, số {who.phone}: nhận tiền.")
    page.locator("[data-draft-state]", has_text="Đã lưu nháp").wait_for()
    with page.expect_response("**/luot-moi/kin"):
        page.get_by_label("Tố cáo", exact=True).check()
    with page.expect_response("**/nhap/visit/**"):
        page.get_by_label("Phong bì số").fill(f"{number}88")
    told = page.content()
    assert [unicodedata.normalize("NFC", told).partition(word)[0][-200:] for word in SOUGHT if word in unicodedata.normalize("NFC", told)] == []
    page.get_by_label("Đã kiểm tra giấy tờ").check()
    page.get_by_label("Người bị tố cáo").fill("Lâm Văn Tường")
    page.get_by_label("Tiếp nhận đơn").check()
    page.keyboard.press("Control+Enter")
    page.get_by_text("Đã lưu TCD-TC 2026/").wait_for()
    assert office.one("SELECT count(*) FROM person") == people
    with office.app.app_context():
        assert traces(SOUGHT, office.home) == []
