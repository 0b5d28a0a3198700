"""A day at the counter by keyboard alone: from the door to the register, its print and its spreadsheet, and out again."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from tests.browser.offices import bare_office, opened_office
from tests.office.browser import opened
from tests.office.keys import focused, tab_to, tab_to_words

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request

    from tests.browser.offices import Served
    from tests.office.templates import Run

NAME, STORY = "Huỳnh Thị Ngọc Điệp", "Không đồng ý Quyết định 287/QĐ-XPHC xử phạt xây dựng không phép; yêu cầu hủy."


@pytest.fixture
def morning(run: Run, tmp_path: Path) -> Iterator[Served]:
    """An office in which nobody has been received yet."""
    with opened_office(run, bare_office(run), tmp_path / "morning") as office:
        yield office


def typed(page: Page, name: str, words: str) -> None:
    tab_to(page, name)
    page.keyboard.type(words)


def documents(page: Page) -> list[str]:
    """Every page the browser asks for from here on; where it is led on to is the same request."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if request.resource_type == "document" and not request.redirected_from:
            asked.append(f"{request.method} {request.url}")

    page.on("request", note)
    return asked


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_from_the_door_to_the_register_and_out_again(browser: Browser, morning: Served) -> None:
    password = json.loads((morning.home / "demo.json").read_text("utf-8"))["password"]
    with opened(browser, morning.url) as page:
        # the door
        page.goto("/")
        assert page.url.endswith("/login")
        typed(page, "username", "tiepdan")
        typed(page, "password", password)
        page.keyboard.press("Enter")
        page.wait_for_url("**/tiep-dan")

        # somebody comes and takes a number
        tab_to(page, "Lấy số thứ tự")
        page.keyboard.press("Enter")
        page.wait_for_url("**/so-thu-tu")
        tab_to(page, "matter")
        page.keyboard.press("Space")
        typed(page, "name", NAME)
        typed(page, "purpose", "Khiếu nại xử phạt xây dựng")
        page.keyboard.press("Control+Enter")
        page.get_by_text("Số thứ tự: 01.").wait_for()

        # is called, sits down; from here on the officer's time counts
        asked, filled = documents(page), 0
        page.keyboard.press("Enter")
        page.wait_for_url("**/luot-moi?so=*")
        assert page.locator("[name=people-0-name]").input_value() == NAME
        assert page.locator("#matter-0").is_checked()
        for name, words in (("people-0-birth_year", "1968"), ("people-0-id_number", "092168 014 427"),
                            ("people-0-phone", "0918 552 046"), ("people-0-commune", "Phường An Thịnh"),
                            ("people-0-address", "41/6 đường Lê Bình")):
            typed(page, name, words)
            filled += 1
        tab_to(page, "content")
        assert page.locator("#story").input_value() == "Khiếu nại xử phạt xây dựng"      # what was said at the queue
        page.keyboard.press("Control+A")
        page.keyboard.type(STORY)
        filled += 1
        tab_to_words(page, "Nhận tài liệu")
        page.keyboard.press("Enter")
        for name, words in (("papers-0-name", "Đơn khiếu nại ngày 11/11/2026"), ("papers-0-pages", "3")):
            typed(page, name, words)
            filled += 1
        tab_to(page, "outcome")
        for _press in range(2):
            page.keyboard.press("ArrowDown")
        page.locator("#outcome-2:checked").wait_for()
        filled += 1
        page.get_by_text("Thứ Ba 01/12/2026").wait_for()      # ten working days, the holiday of 24/11 left out
        # the complaint's own day stands before it; what else a petition says is folded away
        assert page.locator('[data-starts="complaint.acceptance"] .day').inner_text() == "Thứ Năm 26/11/2026"
        expect(page.locator("[data-petition] > summary")).to_be_visible()
        expect(page.locator("[name=respondent]")).to_be_hidden()
        page.keyboard.press("Control+Enter")

        # the slip for the papers
        page.wait_for_url("**/bien-nhan")
        assert filled <= 12, filled
        assert len(asked) <= 3, asked
        sheet = page.locator("main.sheet")
        for words in ("02/TCD", NAME, "092168014427", "Đơn khiếu nại ngày 11/11/2026", "An Thịnh"):
            assert words in sheet.inner_text(), words
        page.emulate_media(media="print")
        expect(page.locator("header.bar")).to_be_hidden()
        assert pages_of(page.pdf(prefer_css_page_size=True)) <= 2
        page.emulate_media(media="screen")

        # the answer
        tab_to(page, "Quay lại")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/luot/[\w-]{22}$"))
        assert page.get_by_role("heading", level=1).inner_text().startswith("Không đồng ý Quyết định 287")
        expect(page.get_by_text("ĐƠN 2026/0001 đã mở KN 2026/0001.").first).to_be_visible()
        expect(page.get_by_role("link", name="KN 2026/0001").first).to_be_visible()
        page.keyboard.press("Enter")
        page.wait_for_url("**/viec/notify")
        tab_to(page, "result")
        page.keyboard.press("Space")
        tab_to(page, "manner")
        page.keyboard.press("Space")
        page.keyboard.press("Control+Enter")
        page.get_by_text("Đã ghi: Báo kết quả.").wait_for()
        expect(page.get_by_text("Đã xong").first).to_be_visible()

        # she comes again with a second petition on the same matter: it joins the case
        tab_to(page, "Bàn tiếp dân")
        page.keyboard.press("Enter")
        page.wait_for_url("**/tiep-dan")
        page.keyboard.press("n")
        page.wait_for_url("**/luot-moi")
        page.locator("#matter-0").focus()
        page.keyboard.press("Space")
        typed(page, "lookup", "092168014427")
        page.keyboard.press("Enter")
        page.get_by_text("đang giải quyết: KN 2026/0001").wait_for()
        tab_to_words(page, "Cùng việc này")
        page.keyboard.press("Enter")
        typed(page, "content", "Nộp thêm đơn về Quyết định 287/QĐ-XPHC.")
        tab_to(page, "outcome")
        for _press in range(2):
            page.keyboard.press("ArrowDown")
        page.get_by_text("Đơn nhập vào KN 2026/0001").wait_for()
        page.keyboard.press("Control+Enter")
        page.get_by_text("ĐƠN 2026/0002 đã nhập vào KN 2026/0001.").first.wait_for()

        # the register, on the screen
        tab_to(page, "Sổ và báo cáo")
        page.keyboard.press("Enter")
        page.wait_for_url("**/so/tiep-cong-dan")
        rows = page.locator("tbody tr", has_text=NAME)
        assert rows.count() == 2
        row = rows.last
        assert "0921 •••• •••• 4427" in row.inner_text().replace("\xa0", " ")
        assert "092168014427" not in page.content()
        assert "0001" in row.inner_text()
        assert "Đã báo" in row.inner_text()

        # as a spreadsheet
        tab_to(page, "Xuất bảng tính")
        with page.expect_download() as coming:
            page.keyboard.press("Enter")
        coming.value.save_as(morning.home / "so.xlsx")
        sheets = CalamineWorkbook.from_filelike(io.BytesIO((morning.home / "so.xlsx").read_bytes()))
        cells = [str(cell) for line in sheets.get_sheet_by_index(0).to_python() for cell in line]
        assert any(NAME in cell for cell in cells)
        assert any("287/QĐ-XPHC" in cell for cell in cells)

        # on paper
        tab_to(page, "In")
        page.keyboard.press("Enter")
        page.wait_for_url("**/so/tiep-cong-dan/in*")
        book = page.locator("main.sheet")
        for words in ("SỔ TIẾP CÔNG DÂN", NAME, "092168014427", "13"):
            assert words.lower() in book.inner_text().lower(), words
        page.emulate_media(media="print")
        paper = page.pdf(prefer_css_page_size=True)
        assert pages_of(paper) == 1
        box = re.search(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)", paper)
        assert box
        assert float(box[1]) > float(box[2]), "the book is printed on the long side"
        page.emulate_media(media="screen")

        # and out; nobody who sits down next sees anything
        tab_to(page, "Quay lại")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("/so/tiep-cong-dan($|[?])"))
        tab_to(page, "Lê Thị Thu Hằng")
        page.keyboard.press("Enter")
        tab_to(page, "Khóa máy")
        page.keyboard.press("Enter")
        page.wait_for_url("**/login")
        for _step in range(6):
            page.go_back()
            page.wait_for_load_state()
            assert "/login" in page.url, page.url
            assert NAME not in page.content()
            assert "092168014427" not in page.content()
        assert morning.one("SELECT count(*) FROM dossier") == 2 + 2 + 1      # visits, petitions, one case
        assert morning.one("SELECT count(*) FROM sign_in WHERE ended_at IS NULL") == 0


def test_an_ordinary_visit_without_a_ticket(browser: Browser, morning: Served) -> None:
    """Nobody took a number: the same by keyboard, in no more than twelve fields and three requests."""
    with opened(browser, morning.url) as page:
        morning.enter(page.context, "tiepdan")
        page.goto("/tiep-dan")
        asked, filled = documents(page), 0
        page.keyboard.press("n")
        page.wait_for_url("**/luot-moi")
        tab_to(page, "matter")
        page.keyboard.press("Space")
        for name, words in (("lookup", NAME), ("people-0-birth_year", "1968"), ("people-0-id_number", "092168014427"),
                            ("people-0-phone", "0918552046"), ("people-0-commune", "Phường An Thịnh"),
                            ("people-0-address", "41/6 Lê Bình"), ("content", STORY)):
            typed(page, name, words)
            filled += 1
        tab_to(page, "outcome")
        page.keyboard.press("Space")
        page.keyboard.press("Control+Enter")
        page.get_by_text("Đã lưu TCD 2026/0001.").wait_for()
        assert filled + 2 <= 12
        assert len(asked) <= 3, asked
        assert morning.one("SELECT name FROM person") == NAME


def test_a_denunciation_by_keyboard(browser: Browser, morning: Served) -> None:
    """The kind first, then the envelope; no line for a name can be reached at all."""
    with opened(browser, morning.url) as page:
        morning.enter(page.context, "tiepdan")
        page.goto("/tiep-dan/luot-moi")
        tab_to(page, "matter")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
        page.locator("#matter-1:checked").wait_for()
        reached: list[str] = []
        for _press in range(40):
            page.keyboard.press("Tab")
            reached.append(focused(page))
            if reached[-1] == "outcome":
                break
        assert not [name for name in reached if name.startswith(("people-", "lookup", "represented"))]
        page.locator("#matter-1").focus()
        typed(page, "envelope", "1")
        tab_to(page, "identity")
        page.keyboard.press("Space")
        typed(page, "accused_name", "Lâm Văn Tường")
        typed(page, "content", "Nhận tiền ngoài quy định.")
        tab_to(page, "outcome")
        page.keyboard.press("Space")
        page.keyboard.press("Control+Enter")
        page.get_by_text(re.compile(r"Đã lưu TC-2026-[\w-]{9}\.")).wait_for()
        assert morning.one("SELECT count(*) FROM person") == 0
