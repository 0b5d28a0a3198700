"""The page of import: look first, bring in once, follow, and what it does not keep."""

from __future__ import annotations

import io
import json
import re
import tempfile
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.exchange import books, importing, petition_books
from tests.exchange.importing import Place, make_office, rows, sizes
from tests.staff.making import filling, sign_in

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.office.clock import Clock

PAGE = "/nhap-so"
MULTIPART = "multipart/form-data; boundary=cut"


@pytest.fixture(autouse=True)
def _day(clock: Clock) -> None:
    clock.set(importing.DAY)


def enter(client: FlaskClient, place: Place) -> None:
    with filling(client.application) as session:
        from caseapp.staff.models import Account

        account = session.get(Account, place.account_id)
    sign_in(client, account)


@pytest.fixture
def place(app: Flask, client: FlaskClient) -> Place:
    """An officer of a commune, signed in."""
    place = make_office(app)
    enter(client, place)
    return place


def hidden(answer: TestResponse, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', answer.text)
    assert found, f"no field {name}"
    return found[1]


def post(
    client: FlaskClient, content: bytes | None, act: str = "look", name: str = "so.xlsx", **more: Any
) -> TestResponse:
    headers = more.pop("headers", None)
    fields = {"form_key": hidden(client.get(PAGE), "form_key"), "act": act, **more}
    return client.post(PAGE, data=multipart(fields, content, name), content_type=MULTIPART, headers=headers)


def multipart(fields: dict[str, str], content: bytes | None, name: str = "so.xlsx") -> bytes:
    """A posted form as a browser sends it; the test client's own way leaves large ones in a temporary file."""
    parts = [
        f'--cut\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
        for field, value in fields.items()
    ]
    if content is not None:
        head = f'--cut\r\nContent-Disposition: form-data; name="book"; filename="{name}"\r\n\r\n'
        parts += [head.encode(), content, b"\r\n"]
    return b"".join([*parts, b"--cut--\r\n"])


def bring_in(client: FlaskClient, content: bytes, **more: Any) -> TestResponse:
    seen = hidden(post(client, content), "seen")
    return post(client, content, "import", seen=seen, **more)


def finished(client: FlaskClient, address: str) -> TestResponse:
    for _attempt in range(300):
        answer = client.get(address, headers={"X-Fragment": "1"})
        if 'data-state="running"' not in answer.text:
            return client.get(address)
        time.sleep(0.05)
    raise AssertionError("the import does not end")


def figures(answer: TestResponse) -> list[int]:
    """Lines of the table of figures, the sum last."""
    return [int(number) for number in re.findall(r'<td class="num">(?:<b>)?([0-9.]+)', answer.text)]


REGISTER = books.REGISTER.read_bytes()


def test_a_look_shows_figures_that_add_up_and_writes_nothing(app: Flask, client: FlaskClient, place: Place) -> None:
    client.get(PAGE)
    before = sizes(app)
    answer = post(client, REGISTER)
    assert answer.status_code == 200
    assert figures(answer) == [114, 0, 6, 120]
    assert "21 dòng vào sổ tố cáo" in answer.text
    assert "Nhập 114 dòng" in answer.text
    assert "Dòng 90" in answer.text
    assert sizes(app) == before


def test_a_look_from_a_script_gets_the_part_alone(client: FlaskClient, place: Place) -> None:
    answer = post(client, REGISTER, headers={"X-Fragment": "1"})
    assert answer.text.lstrip().startswith('<input type="hidden" name="seen"')
    assert "<html" not in answer.text


def test_the_book_comes_in_and_the_page_lists_what_is_to_do(app: Flask, client: FlaskClient, place: Place) -> None:
    answer = bring_in(client, REGISTER)
    assert answer.status_code == 303
    page = finished(client, answer.location)
    assert figures(page) == [114, 0, 6, 120]
    assert rows(app, "SELECT state, total, done, made, there, barred, skipped FROM job") == [
        ("done", 120, 120, 114, 0, 6, 14)
    ]
    visits = {public_id for (public_id,) in rows(app, "SELECT public_id FROM dossier")}
    linked = set(re.findall(r'href="/tiep-dan/luot/([^"]+)"', page.text))
    assert linked
    assert linked <= visits
    assert importing.faults(app) == []


def test_a_second_import_finds_everything_there(app: Flask, client: FlaskClient, place: Place) -> None:
    finished(client, bring_in(client, REGISTER).location)
    look = post(client, REGISTER)
    assert figures(look) == [0, 114, 6, 120]
    assert 'value="import"' not in look.text
    assert "Không có dòng nào mới" in look.text


def test_a_form_sent_twice_is_one_import(app: Flask, client: FlaskClient, place: Place) -> None:
    first = post(client, REGISTER)
    data = {"form_key": hidden(first, "form_key"), "act": "import", "seen": hidden(first, "seen")}
    answers = [client.post(PAGE, data={**data, "book": (io.BytesIO(REGISTER), "so.xlsx")}) for _time in range(2)]
    assert answers[0].location == answers[1].location
    finished(client, answers[0].location)
    assert rows(app, "SELECT count(*) FROM job") == [(1,)]


def test_what_was_not_looked_at_is_not_brought_in(app: Flask, client: FlaskClient, place: Place) -> None:
    seen = hidden(post(client, REGISTER), "seen")
    other = books.write_book(("Sổ", [["SỔ TIẾP CÔNG DÂN NĂM 2026"], books.HEADER, books.visit()]))
    for token in (seen, "", "0" * 64):
        answer = post(client, other, "import", seen=token)
        assert answer.status_code == 200
        assert "Tệp này chưa được xem trước" in answer.text
    assert sizes(app)["job"] == sizes(app)["dossier"] == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "Chọn tệp sổ"),
        (b"", "Tệp trống"),
        (b"MZ\0\0" * 40, "không phải sổ Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "đời cũ (.xls)"),
        (books.write_book(("A", [["Danh sách"], ["a", "b"]])), "dòng tiêu đề"),
    ],
)
def test_a_bad_file_is_told_at_the_field(
    app: Flask,
    client: FlaskClient,
    place: Place,
    content: bytes | None,
    words: str,
) -> None:
    client.get(PAGE)
    before = sizes(app)
    answer = post(client, content)
    assert answer.status_code == 422
    assert words in answer.text
    assert 'id="book-error"' in answer.text
    assert sizes(app) == before


def test_a_file_larger_than_the_office_takes_is_refused(app: Flask, client: FlaskClient, place: Place) -> None:
    app.config["ERROR_PAGES"] = True
    answer = client.post(PAGE, data=multipart({}, b"PK\x03\x04" + b"x" * (11 << 20)), content_type=MULTIPART)
    assert answer.status_code == 413
    assert "quá lớn" in answer.text
    assert sizes(app)["job"] == 0


def test_an_upload_never_touches_the_disk(
    app: Flask,
    client: FlaskClient,
    place: Place,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refused(*_args: object, **_more: object) -> None:
        raise AssertionError("a temporary file was asked for")

    client.get(PAGE)
    files = {path: path.stat().st_mtime_ns for path in home.rglob("*") if path.is_file() and "sqlite" not in path.name}
    for name in ("TemporaryFile", "SpooledTemporaryFile", "NamedTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, refused)
    monkeypatch.setattr("werkzeug.formparser.SpooledTemporaryFile", refused)
    app.config["WTF_CSRF_ENABLED"] = True  # the token's check reads the form before the view does
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(PAGE).text)
    assert token
    big = (
        "SỔ TIẾP CÔNG DÂN NĂM 2026\n"
        "STT,Ngày tiếp,Họ tên,Nội dung,Loại\n"
        + ("1,2/7/2026,Võ An,Kiến nghị sửa cầu" + " dài" * 120 + ",KNPA\n") * 1_200
    )
    for content, name in ((REGISTER, "so.xlsx"), (big.encode(), "so.csv")):
        answer = post(client, content, name=name, csrf_token=token[1])
        assert answer.status_code == 200, answer.text[:300]
        assert "Xem trước: chưa ghi gì" in answer.text
    assert {
        path: path.stat().st_mtime_ns for path in home.rglob("*") if path.is_file() and "sqlite" not in path.name
    } == files


def test_nothing_of_a_denouncer_is_on_a_page_or_stays(
    app: Flask,
    client: FlaskClient,
    place: Place,
    home: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    look = post(client, REGISTER)
    job = finished(client, bring_in(client, REGISTER).location)
    pages = look.data + job.data + client.get(PAGE).data
    assert importing.stays(pages + "".join(capfd.readouterr()).encode()) == []
    assert importing.stays(importing.everything_kept(app, home)) == []


def test_an_import_keeps_no_value_of_the_book(app: Flask, client: FlaskClient, place: Place) -> None:
    page = finished(client, bring_in(client, REGISTER).location)
    kept = rows(app, "SELECT problems FROM job")[0][0]
    expected = json.loads(books.EXPECTED.read_text("utf-8"))["rows"]
    for row in expected:
        for person in row["persons"]:
            for value in (person["name"], person["id_number"], person["phone"]):
                assert not value or value not in kept
                assert not value or value not in page.text


def test_an_import_is_its_owners_alone(app: Flask, client: FlaskClient, place: Place) -> None:
    address = bring_in(client, REGISTER).location
    finished(client, address)
    stranger = app.test_client()
    enter(stranger, make_office(app, "khac", "KHAC"))
    assert stranger.get(address).status_code == 404
    assert stranger.get(f"{PAGE}/nothing").status_code == 404


@pytest.mark.parametrize("role", ["handler", "auditor", "administrator", "custodian", "mediator"])
def test_whoever_keeps_no_register_opens_no_import(app: Flask, client: FlaskClient, role: str) -> None:
    enter(client, make_office(app, "ai", "AI", roles=(role,)))
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, data={}).status_code == 404


def test_an_import_that_went_silent_says_how_to_go_on(
    app: Flask, client: FlaskClient, place: Place, clock: Clock
) -> None:
    from caseapp.exchange.models import Job
    from caseapp.text import new_public_id
    from caseapp.web.now import now

    with filling(app) as session:
        job = Job(
            public_id=new_public_id(),
            account_id=place.account_id,
            unit_id=place.unit_id,
            what="visits",
            total=120,
            done=50,
            made=50,
            started=now(),
            heartbeat=now(),
        )
        session.add(job)
    address = f"{PAGE}/{job.public_id}"
    page = client.get(address)
    assert "50 trên 120" in page.text
    assert 'http-equiv="refresh"' in page.text
    clock.forward(minutes=5)
    page = client.get(address)
    assert "bị ngắt giữa chừng" in page.text
    assert "Nhập lại tệp" in page.text
    assert 'http-equiv="refresh"' not in page.text


def test_an_import_that_breaks_says_so(
    app: Flask,
    client: FlaskClient,
    place: Place,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    from caseapp.exchange import jobs

    def breaks(*_args: object) -> None:
        raise RuntimeError("Nguyễn Văn Bí Mật")

    monkeypatch.setattr(jobs, "bring_in", breaks)
    page = finished(client, bring_in(client, REGISTER).location)
    assert "bị ngắt giữa chừng" in page.text
    assert "Bí Mật" not in "".join(capfd.readouterr())


def test_a_petition_book_is_looked_at_as_one_and_comes_in(app: Flask, client: FlaskClient, place: Place) -> None:
    content = petition_books.BOOK.read_bytes()
    look = post(client, content, what="petitions")
    assert figures(look) == [96, 0, 4, 100]
    assert "Sẽ thành đơn" in look.text
    seen = hidden(look, "seen")
    assert "Chưa có gì được nhập" in post(client, content, "import", seen=seen).text  # not looked at as visits
    job = finished(client, post(client, content, "import", seen=seen, what="petitions").location)
    assert "Đơn mới" in job.text
    assert "/don/" in job.text
    assert rows(app, "SELECT what, made, barred FROM job") == [("petitions", 96, 4)]
    assert "Sổ tiếp nhận, xử lý đơn" in client.get(PAGE).text
    pages = look.data + job.data
    assert importing.stays(pages, petition_books.EXPECTED) == []


def test_a_book_that_nobody_knows_is_refused(client: FlaskClient, place: Place) -> None:
    assert post(client, REGISTER, what="none").status_code == 422


def test_an_import_of_an_earlier_version_still_shows_its_rows(
    app: Flask, client: FlaskClient, place: Place, clock: Clock
) -> None:
    told = {"sheet": "", "row": 9, "fate": "made", "sealed": False, "visit": "abc", "number": "TCD 2026/0001",
            "problems": [{"code": "X", "field": "id", "level": "check", "template": "Xem lại."}]}
    with filling(app) as session:
        from caseapp.exchange.models import Job
        from caseapp.web.now import now

        job = Job(public_id="alte", account_id=place.account_id, unit_id=place.unit_id, what="visits", state="done",
                  total=1, done=1, made=1, problems=json.dumps([told]), started=now(), heartbeat=now())
        session.add(job)
    assert 'href="/tiep-dan/luot/abc"' in client.get(f"{PAGE}/alte").text
