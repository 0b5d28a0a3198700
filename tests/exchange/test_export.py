"""The register as a spreadsheet: official head, thirteen columns, texts that stay texts, numbers for whom they may."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from python_calamine import CalamineWorkbook

from caseapp.exchange.commands import bring_in as bring_in_book
from caseapp.exchange.shelves import VISITS
from tests.exchange import books, importing
from tests.exchange.books import visit
from tests.exchange.importing import Place, at_work, make_office, rows
from tests.exchange.test_import_pages import enter
from tests.staff.making import filling, make_account, sign_in

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

    from caseapp.exchange.visit_book import Book
    from tests.office.clock import Clock

SHEET = "/so/tiep-cong-dan.xlsx?nam=2026"


@pytest.fixture(autouse=True)
def _day(clock: Clock) -> None:
    clock.set(importing.DAY)


def bring_in(app: Flask, place: Place, book: Book) -> None:
    with at_work(app, place) as how:
        bring_in_book(book, VISITS, how)


def colleague(app: Flask, place: Place, name: str, *roles: str) -> FlaskClient:
    """Another person of the same commune, signed in."""
    with filling(app) as session:
        from caseapp.staff.models import Unit

        account = make_account(session, name, roles, session.get(Unit, place.unit_id))
    client = app.test_client()
    sign_in(client, account)
    return client


def table(client: FlaskClient, address: str = SHEET) -> list[list[Any]]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.mimetype.endswith("spreadsheetml.sheet")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=so-tiep-cong-dan-")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def test_the_sheet_has_the_form_and_every_row(any_app: Flask, register: Book, home: Path) -> None:
    place = make_office(any_app)
    bring_in(any_app, place, register)
    client = any_app.test_client()
    enter(client, place)
    written = table(client)
    assert "UBND XÃ CB" in written[1]
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in written[0]
    assert written[3][0] == "SỔ TIẾP CÔNG DÂN"
    assert "Mẫu số 03/TCD" in written[4][0]
    assert written[6][:3] == ["STT", "Ngày tiếp", "Họ tên, địa chỉ"]
    assert written[7] == [f"({number})" for number in range(1, 14)]
    data = written[8:-2]
    assert len(data) == 114  # the officer wrote the sealed ones himself
    assert written[-1][0] == "Cộng: 114 số."
    assert sum(row[0] == "TC" for row in data) == 21
    assert list((home / "scratch").iterdir()) == []


def test_whole_numbers_are_for_those_who_print_the_register_and_are_journaled(app: Flask, register: Book) -> None:
    place = make_office(app)
    bring_in(app, place, register)
    clerk, auditor = colleague(app, place, "vanthu", "clerk"), colleague(app, place, "thanhtra", "auditor")
    assert "066071916498" in [row[3] for row in table(clerk)]
    exports = "SELECT body FROM journal WHERE act = 'register.export'"
    ((body,),) = rows(app, exports)
    assert json.loads(body)["facts"]["since"] == "2026-01-01"
    masked = [row[3] for row in table(auditor)]
    assert "066071916498" not in masked
    assert "0660 •••• •••• 6498" in masked
    assert len(rows(app, exports)) == 1
    assert importing.faults(app) == []


def test_denunciations_are_for_those_entrusted_with_them(app: Flask, register: Book) -> None:
    place = make_office(app)
    bring_in(app, place, register)
    clerk, head = colleague(app, place, "vanthu", "clerk"), colleague(app, place, "lanhdao", "supervisor")
    assert len(table(clerk)[8:-2]) == 93
    seen = [row for row in table(head)[8:-2] if row[0] == "TC"]
    assert len(seen) == 21
    assert all(row[2].startswith("Mã số TC-2026-") and row[3] == "Xem sổ giấy" for row in seen)


def test_the_part_that_is_chosen_is_exported(app: Flask) -> None:
    from datetime import date

    place = make_office(app)
    bring_in(
        app,
        place,
        books.read_rows(visit(), visit(stt=2, date=date(2026, 8, 5), kind="KN", content="Khiếu nại thu hồi đất.")),
    )
    client = app.test_client()
    enter(client, place)
    assert len(table(client)[8:-2]) == 2
    assert [row[1] for row in table(client, "/so/tiep-cong-dan.xlsx?tu=1/8/2026&den=31/8/2026")[8:-2]] == ["05/08"]
    assert [row[5] for row in table(client, "/so/tiep-cong-dan.xlsx?nam=2026&loai=complaint")[8:-2]] == ["KN"]


@pytest.mark.parametrize(
    "text", ["=1+1", "+84905000111", "-2", "@SUM(A1)", "{=1}", "http://example.org/", "0012", "1e5"]
)
def test_a_text_stays_a_text(app: Flask, text: str) -> None:
    place = make_office(app)
    bring_in(app, place, books.read_rows(visit(content=f"{text} kiến nghị sửa đường", note=text)))
    client = app.test_client()
    enter(client, place)
    answer = client.get(SHEET)
    import zipfile

    with zipfile.ZipFile(io.BytesIO(answer.data)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        assert "xl/worksheets/_rels/sheet1.xml.rels" not in parts.namelist()
    assert "<f>" not in sheet
    assert table(client)[8][12] == text


def test_an_empty_part_is_an_empty_form(app: Flask) -> None:
    client = app.test_client()
    enter(client, make_office(app))
    written = table(client, "/so/tiep-cong-dan.xlsx?nam=2025")
    assert written[-1][0] == "Cộng: 0 số."


def test_whoever_reads_no_register_exports_none(app: Flask) -> None:
    client = app.test_client()
    enter(client, make_office(app, "canbo", roles=("handler",)))
    assert client.get(SHEET).status_code == 404
