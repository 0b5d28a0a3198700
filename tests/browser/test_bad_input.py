"""What cannot be taken is said at its field, in Vietnamese; nothing is made of it, and what was typed stays."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
import time_machine

from caseapp import demo
from caseapp.db import reading
from tests.browser.addresses import token
from tests.browser.offices import DAY, PDF, account_of
from tests.browser.typing_in import heading, read, send, summary, with_typed
from tests.office.clock import Clock
from tests.office.making import everything, proof
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.browser.conftest import Seat
    from tests.browser.offices import Served
    from tests.office.templates import Run

NEW, COMPLAINT = "/tiep-dan/luot-moi", "/tiep-dan/luot-moi?loai=complaint"
STORY = "Không đồng ý quyết định thu hồi 46 m² đất, yêu cầu đo lại."
VISIT: dict[str, str | None] = {
    "matter": "complaint", "people-0-name": "Huỳnh Thị Ngọc Điệp", "people-0-birth_year": "1968",
    "people-0-id_number": "092168 014 427", "people-0-phone": "0918 552 046", "people-0-commune": "Phường An Thịnh",
    "people-0-address": "41/6 đường Lê Bình", "content": STORY, "outcome": "taken",
}
ANSWER: dict[str, str | None] = {"result": "accepted", "manner": "oral", "given_by": "Lê Thị Thu Hằng"}


@dataclass(frozen=True, slots=True)
class Desk:
    """An office before a test client: an officer, and one visit that waits for its answer."""

    app: Flask
    home: Path
    client: FlaskClient
    visit: str

    def state(self) -> tuple[dict[str, Any], dict[str, int]]:
        """Every row of every table, and every file besides the database."""
        with self.app.app_context():
            rows = everything()
        files = {str(path.relative_to(self.home)): path.stat().st_size for path in self.home.rglob("*")
                 if path.is_file() and not path.name.startswith("caseapp.sqlite3")}
        return {name: rows[name] for name in rows if name != "sign_in"}, files

    def one(self, statement: str) -> Any:
        with self.app.app_context():
            return reading().execute(sa.text(statement)).scalar()

    def count(self, table: str) -> int:
        return int(self.one(f"SELECT count(*) FROM {table}"))

    def signed_in_as(self, name: str) -> FlaskClient:
        client = self.app.test_client()
        with self.app.app_context():
            account = account_of(name)
        sign_in(client, account)
        return client


def _one_visit(app: Flask) -> None:
    """The empty office after its first visitor."""
    app.config["CLOCK"] = Clock(DAY)
    with time_machine.travel(DAY, tick=True):
        demo.fill_staff(app)
    made = send(Desk(app, Path(), app.test_client(), "").signed_in_as("tiepdan"), COMPLAINT, VISIT, post_to=NEW)
    assert made.status_code == 303, summary(made)


@pytest.fixture
def desk(run: Run, new_app: Callable[..., Flask], home: Path) -> Desk:
    app = new_app(run.template("sqlite", "one-visit", _one_visit), home)
    app.config.update(TESTING=False, WTF_CSRF_ENABLED=True)
    with app.app_context():
        visit = reading().execute(sa.text("SELECT public_id FROM dossier WHERE kind = 'visit'")).scalar_one()
    desk = Desk(app, home, app.test_client(), "")
    return Desk(app, home, desk.signed_in_as("tiepdan"), f"/tiep-dan/luot/{visit}")


@pytest.fixture
def nothing_made(desk: Desk) -> Iterator[None]:
    """After the test everything is as it was before: rows, numbers, journal, files."""
    before = desk.state()
    yield
    assert desk.state() == before
    with desk.app.app_context():
        assert proof() == []


def at_field(answer: TestResponse, field: str, words: str) -> None:
    """The message stands at the field, is told to whoever listens to the page, and the summary leads there."""
    _fields, errors = read(answer.text)
    said = errors.get(f"{field}-error")
    assert said is not None, (errors, summary(answer))
    assert words.lower() in said.lower(), said
    assert f'aria-describedby="{field}-' in answer.text or f"{field}-error" in answer.text.partition(f'id="{field}"')[2][:600]
    assert any(place == field or place.startswith(f"{field}-") for place in summary(answer)), summary(answer)


def still_there(answer: TestResponse, typed: dict[str, str | None]) -> None:
    fields, _errors = read(answer.text)
    for name, value in typed.items():
        if value is not None:
            assert fields.get(name) == [value], name


VISITS: list[tuple[str, dict[str, str | None], str, str]] = [
    ("31 September", {"held_on": "31/09/2026"}, "held_on", "Tháng 9 chỉ có 30 ngày"),
    ("29 February", {"held_on": "29/02/2026"}, "held_on", "Tháng 2 năm 2026 chỉ có 28 ngày"),
    ("year 26", {"held_on": "16/11/0026"}, "held_on", "Năm 0026 không đúng"),
    ("year 9999", {"held_on": "16/11/9999"}, "held_on", "Năm 9999 không đúng"),
    ("month and day turned", {"held_on": "11/16/2026"}, "held_on", "16/11/2026"),
    ("tomorrow", {"held_on": "17/11/2026"}, "held_on", "chưa đến"),
    ("no day", {"held_on": ""}, "held_on", "Ghi ngày tiếp"),
    ("an hour to come", {"held_at": "23:10"}, "held_at", "Giờ này chưa đến"),
    ("no hour", {"held_at": "25:61"}, "held_at", "Giờ không đúng"),
    ("13 digits", {"people-0-id_number": "0921680144271"}, "people-0-id_number", "Có 13 chữ số, thừa 1"),
    ("11 digits", {"people-0-id_number": "09216801442"}, "people-0-id_number", "Mới có 11 chữ số"),
    ("200,000 characters", {"content": "Kể dài dòng. " * 15_384 + "cuối ơi"}, "story", "tối đa 50.000 ký tự"),
    ("50,001 characters", {"content": "a" * 50_001}, "story", "50.001 ký tự"),
    ("no story", {"content": " \u200b\u202e "}, "story", "Ghi tóm tắt"),
    ("born in 0026", {"people-0-birth_year": "0026"}, "people-0-birth_year", "năm sinh bốn chữ số"),
    ("a telephone of letters", {"people-0-phone": "gọi cho tôi"}, "people-0-phone", "chỉ gồm chữ số"),
    ("nobody came", {"people_count": "0"}, "people_count", "Số phải từ 1"),
    ("minus one", {"people_count": "-1"}, "people_count", "Chỉ ghi chữ số"),
    ("10^400 people", {"people_count": "1" + "0" * 400}, "people_count", "Chỉ ghi chữ số"),
    ("no name", {"people-0-name": ""}, "people-0-name", "Ghi họ tên người đến"),
    ("a name of 5,000 letters", {"people-0-name": "Á" * 5000}, "people-0-name", "Dài 5.000 ký tự"),
]


@pytest.mark.usefixtures("nothing_made")
@pytest.mark.parametrize(("typed", "field", "words"), [case[1:] for case in VISITS], ids=[case[0] for case in VISITS])
def test_a_visit_that_cannot_be(desk: Desk, typed: dict[str, str | None], field: str, words: str) -> None:
    sent = {**VISIT, **typed}
    answer = send(desk.client, COMPLAINT, sent, post_to=NEW)
    assert answer.status_code == 422
    at_field(answer, field, words)
    still_there(answer, {name: value for name, value in sent.items() if (value or "").strip(" \u200b\u202e")})


@pytest.mark.usefixtures("nothing_made")
@pytest.mark.parametrize(("typed", "least"), [({}, 1), ({"matter": "complaint"}, 5), ({"matter": "denunciation"}, 5),
                                              ({"matter": "mixed"}, 5), ({"matter": "other"}, 5)])
def test_an_empty_form(desk: Desk, typed: dict[str, str | None], least: int) -> None:
    given, _errors = read(desk.client.get(NEW).text, "visit")
    answer = desk.client.post(NEW, data={name: given[name] for name in ("csrf_token", "form_key", "draft")} | typed)
    assert answer.status_code == 422
    assert len(summary(answer)) >= least
    _fields, errors = read(answer.text)
    assert all(errors.values())
    nothing = desk.client.post(NEW, data={"csrf_token": given["csrf_token"][0]})
    assert nothing.status_code in (409, 422)


ACTS: list[tuple[str, str, dict[str, str | None], str, str]] = [
    ("31 September", "notify", {"given_on": "31/09/2026"}, "given_on", "Tháng 9 chỉ có 30 ngày"),
    ("year 26", "notify", {"given_on": "16/11/0026"}, "given_on", "Năm 0026 không đúng"),
    ("tomorrow", "notify", {"given_on": "17/11/2026"}, "given_on", "chưa đến"),
    ("before the visit", "notify", {"given_on": "15/11/2026"}, "given_on", "trước ngày tiếp"),
    ("no result", "notify", {"result": None}, "result", "Chọn kết quả"),
    ("in writing without a number", "notify", {"manner": "written"}, "document", "ghi số, ký hiệu"),
    ("promised for 31 September", "prolong", {"follow_up_on": "31/09/2026"}, "follow_up_on", "chỉ có 30 ngày"),
    ("promised for the past", "prolong", {"follow_up_on": "01/11/2026"}, "follow_up_on", "phải sau ngày báo"),
    ("promised for nothing", "prolong", {"follow_up_on": ""}, "follow_up_on", "Ghi ngày hẹn"),
    ("cancelled for no reason", "void", {"reason": " "}, "reason", "Ghi lý do"),
    ("a denunciation of nobody", "seal", {"accused_name": "", "envelope": ""}, "envelope", "Ghi số phong bì"),
    ("guided nowhere", "seal", {"outcome": "guided", "body": "", "envelope": "9", "identity": "checked",
                                "accused_name": "Ông X"}, "body", "Ghi tên cơ quan"),
]


@pytest.mark.usefixtures("nothing_made")
@pytest.mark.parametrize(("act", "typed", "field", "words"), [case[1:] for case in ACTS],
                         ids=[f"{case[1]} {case[0]}" for case in ACTS])
def test_an_act_that_cannot_be(desk: Desk, act: str, typed: dict[str, str | None], field: str, words: str) -> None:
    sent = {**(ANSWER if act in ("notify", "prolong") else {}), **typed}
    answer = send(desk.client, f"{desk.visit}/viec/{act}", sent)
    assert answer.status_code == 422
    at_field(answer, field, words)
    known, _errors = read(answer.text)
    still_there(answer, {name: value for name, value in sent.items() if name in known and name != "reason"})


@pytest.mark.usefixtures("nothing_made")
@pytest.mark.parametrize(("typed", "field", "words"), [
    ({"content": ""}, "story", "Ghi tóm tắt sự việc"),
    ({"content": "dài " * 50_000}, "story", "tối đa 50.000 ký tự"),
    ({"people_count": "không rõ"}, "people_count", "Chỉ ghi chữ số"),
])
def test_a_correction_that_cannot_be(desk: Desk, typed: dict[str, str | None], field: str, words: str) -> None:
    sent = {"note": "Người đến gọi lại chiều nay", **typed}
    answer = send(desk.client, f"{desk.visit}/sua", sent)
    assert answer.status_code == 422
    at_field(answer, field, words)
    still_there(answer, {"note": sent["note"]})


ELSEWHERE: list[tuple[str, str, dict[str, str | None], str]] = [
    ("tiepdan", "/tiep-dan/so-thu-tu", {"matter": None, "people": "0"}, "people"),
    ("tiepdan", "/tiep-dan/so-thu-tu", {"matter": "complaint", "people": "nhiều"}, "people"),
    ("tiepdan", "/tim", {"words": " \u200b "}, "find-words"),
    ("tiepdan", "/doi-mat-khau", {"current": "x", "new": "ngắn", "again": "khác"}, "again"),
    ("quantri", "/quan-tri/don-vi/them", {"code": "M1", "name": "UBND xã Mới", "valid_from": "31/09/2026"}, "valid_from"),
    ("quantri", "/quan-tri/don-vi/them", {"code": "", "name": "", "valid_from": ""}, "name"),
    ("quantri", "/quan-tri/don-vi/them", {"code": "CT-AT", "name": "UBND trùng mã", "level": "hamlet", "parent": "…"}, "code"),
    ("quantri", "/quan-tri/tai-khoan/them", {"name": "", "display_name": ""}, "name"),
    ("quantri", "/quan-tri/tai-khoan/them", {"name": "tiepdan", "display_name": "Trùng Tên"}, "name"),
]


@pytest.mark.parametrize(("who", "url", "typed", "field"), ELSEWHERE, ids=[f"{one[1]} {one[3]}" for one in ELSEWHERE])
def test_other_forms_say_it_at_the_field_too(desk: Desk, who: str, url: str, typed: dict[str, str | None], field: str) -> None:
    client = desk.signed_in_as(who)
    if "parent" in typed:
        typed = {**typed, "parent": desk.one("SELECT public_id FROM unit WHERE code = 'CT-AT'")}
    before = desk.state()
    answer = send(client, url, typed)
    assert answer.status_code == 422
    _fields, errors = read(answer.text)
    assert errors.get(f"{field}-error"), errors
    assert desk.state() == before


# ---- the page was opened before somebody else saved, or was sent twice -------------------------------------------------


def opened(desk: Desk, url: str) -> dict[str, list[str]]:
    return read(desk.client.get(url).text, "*")[0]


def test_a_stale_version_gets_a_comparison_and_loses_nothing(desk: Desk) -> None:
    mine = opened(desk, f"{desk.visit}/sua")
    assert send(desk.client, f"{desk.visit}/sua", {"note": "Của người trước"}).status_code == 303
    before = desk.state()
    answer = desk.client.post(f"{desk.visit}/sua", data=with_typed(mine, {"note": "Của tôi", "content": STORY + " Rất gấp."}))
    assert answer.status_code == 409
    for words in ("Của người trước", "Của tôi", "Rất gấp."):
        assert words in answer.text
    assert desk.state() == before
    fields, _errors = read(answer.text)
    again = desk.client.post(f"{desk.visit}/sua", data=fields)
    assert again.status_code == 303
    assert "Rất gấp." in str(desk.one("SELECT content FROM visit"))


@pytest.mark.parametrize(("act", "typed"), [("notify", ANSWER), ("void", {"reason": "Ghi hai lần", "whole": "y"}),
                                            ("prolong", {**ANSWER, "result": None, "follow_up_on": "30/11/2026"})])
def test_a_stale_act_is_told_and_keeps_what_was_typed(desk: Desk, act: str, typed: dict[str, str | None]) -> None:
    mine = opened(desk, f"{desk.visit}/viec/{act}")
    assert send(desk.client, f"{desk.visit}/sua", {"note": "Của người trước"}).status_code == 303
    before = desk.state()
    answer = desk.client.post(f"{desk.visit}/viec/{act}", data=with_typed(mine, typed))
    assert answer.status_code == 409
    assert "vừa có người sửa" in answer.text
    still_there(answer, typed)
    assert desk.state() == before
    fields, _errors = read(answer.text)
    assert desk.client.post(f"{desk.visit}/viec/{act}", data=fields).status_code == 303


def test_a_replayed_form_makes_one_visit(desk: Desk) -> None:
    form = with_typed(opened(desk, COMPLAINT), {**VISIT, "people-0-name": "Người Thứ Hai"})
    first = desk.client.post(NEW, data=form)
    after_one = desk.state()
    for _again in range(3):
        answer = desk.client.post(NEW, data=form)
        assert (answer.status_code, answer.location) == (303, first.location)
    assert "đã được lưu: TCD 2026/0002" in desk.client.get(first.location).text
    assert desk.state() == after_one


@pytest.mark.parametrize(("url", "typed", "table"), [
    ("{visit}/viec/notify", ANSWER, "notice"), ("{visit}/sua", {"note": "Gọi lại sau"}, "journal"),
    ("{visit}/viec/void", {"reason": "Ghi hai lần", "whole": "y"}, "journal"),
    ("/tiep-dan/so-thu-tu", {"matter": "complaint", "name": "Lê Văn Tám", "purpose": "hỏi", "people": "1"}, "ticket"),
    ("{visit}/viec/seal", {"envelope": "9", "identity": "checked", "accused_name": "Ông X", "outcome": "taken"}, "dossier"),
])
def test_any_replayed_form_does_its_act_once(desk: Desk, url: str, typed: dict[str, str | None], table: str) -> None:
    """Every form post carries a key that is used up once."""
    url = url.format(visit=desk.visit)
    form = with_typed(opened(desk, url), typed)
    before = desk.count(table)
    assert desk.client.post(url, data=form).status_code == 303
    after_one = desk.state()
    assert desk.count(table) > before
    assert desk.client.post(url, data=form).status_code in (303, 409)
    assert desk.state() == after_one


def test_a_replayed_reclassification_leads_to_the_old_visit_and_tells_no_more(desk: Desk) -> None:
    """Nothing kept knows which sealed dossier the cancelled number became; a second sending does not tell it either."""
    form = with_typed(opened(desk, f"{desk.visit}/viec/seal"), {
        "envelope": "9", "identity": "checked", "accused_name": "Ông X", "outcome": "taken"})
    first = desk.client.post(f"{desk.visit}/viec/seal", data=form)
    assert first.status_code == 303, summary(first)
    assert desk.client.get(first.location).status_code == 200      # said once, to whoever sealed it
    after_one = desk.state()
    for _again in range(2):
        answer = desk.client.post(f"{desk.visit}/viec/seal", data=form)
        assert (answer.status_code, answer.location) == (303, desk.visit)
    code = str(desk.one("SELECT code FROM dossier WHERE sealed"))
    page = desk.client.get(desk.visit).text
    assert code not in page
    assert first.location.rpartition("/")[2] not in page
    assert desk.state() == after_one


def test_a_replayed_queue_form_says_the_same_number(desk: Desk) -> None:
    form = with_typed(opened(desk, "/tiep-dan/so-thu-tu"), {"matter": "complaint", "people": "1"})
    for _time in range(3):
        answer = desk.client.post("/tiep-dan/so-thu-tu", data=form)
        assert (answer.status_code, answer.location) == (303, "/tiep-dan")
        assert "Số thứ tự: 01." in desk.client.get("/tiep-dan").text
    assert desk.count("ticket") == 1


def test_a_form_of_somebody_else_or_forged_saves_nothing(desk: Desk) -> None:
    other = desk.signed_in_as("tiepdan2")
    theirs = read(other.get(COMPLAINT).text, "visit")[0]["form_key"][0]
    before = desk.state()
    for key in (theirs, "x" * 60, "WyJ4IiwieSJd.x.y"):
        form = with_typed(opened(desk, COMPLAINT), {**VISIT, "form_key": key})
        answer = desk.client.post(NEW, data=form)
        assert answer.status_code in (409, 422), key
        assert STORY in answer.text
    assert desk.state() == before


# ---- files -------------------------------------------------------------------------------------------------------------


def upload(desk: Desk, url: str, page: str, field: str, name: str, content: bytes) -> TestResponse:
    fields = {**{key: values[0] for key, values in read(desk.client.get(page).text, url)[0].items()}, "act": "look"}
    parts = [f'--cut\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields.items()]
    parts.append(f'--cut\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n')
    body = "".join(parts).encode() + content + b"\r\n--cut--\r\n"      # whole in memory: nothing to clear away
    return desk.client.post(url, data=body, content_type="multipart/form-data; boundary=cut")


FILES = [("60 MB", "lớn.pdf", PDF + bytes(60 << 20), 413, "50 MB"), ("an .exe", "đơn.exe", b"MZ" + bytes(300), 422, "Không nhận loại tệp"),
         ("an .exe named .pdf", "đơn.pdf", b"MZ\x90\x00" + bytes(3000), 422, "không đúng loại"),
         ("an .exe behind a PDF head", "đơn.docx", PDF, 422, "không đúng loại"), ("nothing", "đơn.pdf", b"", 422, "Tệp trống")]


@pytest.mark.usefixtures("nothing_made")
@pytest.mark.parametrize(("name", "content", "status", "words"), [one[1:] for one in FILES], ids=[one[0] for one in FILES])
def test_a_file_that_cannot_be(desk: Desk, name: str, content: bytes, status: int, words: str) -> None:
    where = f"{desk.visit.replace('/tiep-dan/luot', '/ho-so')}/tep"
    answer = upload(desk, where, where, "file", name, content)
    assert answer.status_code == status
    _fields, errors = read(answer.text)
    assert words in errors["file-error"], errors


@pytest.mark.usefixtures("nothing_made")
@pytest.mark.parametrize(("name", "content", "status"), [
    ("sổ.xlsx", b"MZ\x90\x00" + bytes(3000), 422), ("sổ.xlsx", b"", 422), ("sổ.exe", b"MZ" + bytes(100), 422),
    ("sổ.xlsx", b"PK\x03\x04" + bytes(60 << 20), 413), ("sổ.csv", b"\xff\xfe\x00", 422),
])
def test_a_book_that_cannot_be(desk: Desk, name: str, content: bytes, status: int) -> None:
    answer = upload(desk, "/nhap-so", "/nhap-so", "book", name, content)
    assert answer.status_code == status
    _fields, errors = read(answer.text)
    assert errors.get("book-error") or (status == 413 and heading(answer) == "Gửi lên quá lớn"), errors


# ---- anything at all ---------------------------------------------------------------------------------------------------

ODD = ("\x00", "\ud800", "😀" * 40, "１６/１１/２０２６", "NaN", "1e400", "-0", "٣", "0" * 5000, "<script>alert(1)</script>",
       "' OR 1=1 --", "%s%n{0}{{7*7}}", "\u202e\u2066", "a\u0301" * 900, "31/02/2026", "00/00/0000", "99/99/9999")


@pytest.mark.parametrize("odd", ODD, ids=[f"odd {number}" for number in range(len(ODD))])
def test_nothing_that_is_typed_breaks_a_form(desk: Desk, odd: str) -> None:
    encoded = odd.encode("utf-8", "surrogatepass").decode("latin-1") if odd == "\ud800" else odd
    forms = [(COMPLAINT, NEW, ("held_on", "held_at", "people-0-birth_year", "people-0-id_number", "people-0-phone", "people_count",
                               "matter", "outcome", "field", "receiver", "papers-0-pages", "draft", "ticket", "slip", "same_as",
                               "people-0-known", "pick", "step", "form_key")),
             (f"{desk.visit}/viec/notify", f"{desk.visit}/viec/notify", ("given_on", "result", "manner", "version")),
             (f"{desk.visit}/sua", f"{desk.visit}/sua", ("people_count", "competent", "field", "version", "matter"))]
    for page, url, names in forms:
        fields = opened(desk, page)
        for name in names:
            answer = desk.client.post(url, data=with_typed(fields, {**(VISIT if url == NEW else {}), name: encoded}))
            assert answer.status_code in (200, 303, 409, 422, 404), (name, answer.status_code)
            assert "<script>alert(1)" not in answer.text
    for url in (f"/tiep-dan/luot?sau={encoded}", f"/so/tiep-cong-dan?nam={encoded}&tu={encoded}&den={encoded}",
                f"/so/tiep-cong-dan?sau={encoded}&nguoi={encoded}&loai={encoded}&don-vi={encoded}", f"{NEW}?loai={encoded}&so={encoded}&nhap={encoded}",
                f"/viec?xem={encoded}&sau={encoded}", f"/tiep-dan/phieu-danh-tinh?phieu={encoded}"):
        assert desk.client.get(url).status_code in (200, 404, 409), url


def test_other_spellings_are_accepted_and_cleaned(desk: Desk) -> None:
    """NFD, direction marks and zero-width marks: one clean form is stored, found and shown."""
    name = "Trịnh Thị Thuở Đượm"
    odd = "\u202e" + "\u200b".join(unicodedata.normalize("NFD", name)[:8]) + unicodedata.normalize("NFD", name)[8:] + "\u2069\ufeff"
    typed = {**VISIT, "people-0-name": odd, "people-0-id_number": "\u206609217\u200b1003308", "held_on": "16\u200b-11",
             "content": unicodedata.normalize("NFD", "Đề nghị xử lý hòa giải") + "\u00ad\u200d",
             "people-0-address": unicodedata.normalize("NFD", "Đường Nguyễn Huệ")}
    answer = send(desk.client, COMPLAINT, typed, post_to=NEW)
    assert answer.status_code == 303, summary(answer)
    page = desk.client.get(answer.location).text
    for words in (name, "Đề nghị xử lý hòa giải", "Đường Nguyễn Huệ"):
        assert words in page
    assert not any(mark in page for mark in "\u202e\u2066\u2069\u200b\u200d\ufeff\u00ad")
    stored = desk.one("SELECT name FROM person ORDER BY id DESC LIMIT 1")
    assert stored == unicodedata.normalize("NFC", name)
    found = desk.client.post("/tim", data={"words": "trinh thi thuo duom", "csrf_token": token(desk.client)})
    assert name in desk.client.get(found.location).text


def test_in_a_browser_the_summary_takes_the_focus_and_leads_to_the_field(office: Served, seat: Seat) -> None:
    before = office.one("SELECT count(*) FROM dossier"), office.one("SELECT count(*) FROM journal")
    page = seat("tiepdan")
    page.goto(COMPLAINT)
    page.locator("[name=people-0-name]").fill("Huỳnh Thị Ngọc Điệp")
    page.get_by_label("Tóm tắt sự việc").fill(STORY)
    page.locator("summary", has_text="đổi").click()
    page.get_by_label("Ngày tiếp").fill("31/09")
    page.keyboard.press("Control+Enter")
    page.locator("[data-errors]").wait_for()
    page.locator("[data-errors]:focus").wait_for()
    assert page.get_by_label("Tóm tắt sự việc").input_value() == STORY
    field = page.locator("#held_on")
    assert field.input_value() == "31/09"
    assert field.get_attribute("aria-invalid") == "true"
    told = page.locator(f"#{(field.get_attribute('aria-describedby') or '').split()[-1]}")
    assert "Tháng 9 chỉ có 30 ngày" in told.inner_text()
    page.locator("[data-errors] a[href='#held_on']").click()
    page.locator("#held_on:focus").wait_for()
    assert before == (office.one("SELECT count(*) FROM dossier"), office.one("SELECT count(*) FROM journal"))


@pytest.mark.parametrize("size", [60])
def test_in_a_browser_a_file_too_large_is_told_and_nothing_typed_is_lost(office: Served, seat: Seat, tmp_path: Path, size: int) -> None:
    visit = office.one("SELECT public_id FROM dossier WHERE kind = 'visit' AND state = 'awaiting' AND NOT sealed LIMIT 1")
    before = office.one("SELECT count(*) FROM attachment")
    large = tmp_path / "lớn.pdf"
    large.write_bytes(PDF + bytes(size << 20))
    page = seat("tiepdan")
    page.goto(f"/tiep-dan/luot/{visit}")
    page.locator("input[type=file]").set_input_files(large)
    page.locator("button", has_text="Thêm tệp").click()
    page.get_by_text("50 MB").first.wait_for()
    assert page.locator(".why-bad, [data-errors]").count() > 0
    assert office.one("SELECT count(*) FROM attachment") == before
