"""One complaint from the counter to the day its decision was received, by the hands of everybody it passes through."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.offices import bare_office, opened_office
from tests.office.browser import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.browser.offices import Served
    from tests.office.templates import Run

NAME, OTHER = "Huỳnh Thị Ngọc Điệp", "Trần Văn Út"
STORY = "Không đồng ý Quyết định 287/QĐ-XPHC xử phạt xây dựng không phép, yêu cầu hủy."
OTHER_STORY = "Khiếu nại việc không cấp giấy phép sửa nhà ở hẻm 14."
HEAD, HANDLER, DEPUTY = "Đặng Hữu Phước", "Trần Văn Bình", "Nguyễn Minh Tuấn"


@pytest.fixture
def morning(run: Run, tmp_path: Path) -> Iterator[Served]:
    """An office in which nobody has been received yet."""
    with opened_office(run, bare_office(run), tmp_path / "morning") as office:
        yield office


@contextmanager
def at_work(browser: Browser, office: Served, name: str, at: str) -> Iterator[Page]:
    """Somebody comes to work at that time, signs in with a password and stands where the day begins."""
    office.clock.set(at)
    password = json.loads((office.home / "demo.json").read_text("utf-8"))["password"]
    with opened(browser, office.url) as page:
        page.goto("/login")
        page.fill("[name=username]", name)
        page.fill("[name=password]", password)
        page.press("[name=password]", "Enter")
        page.wait_for_url(re.compile("/(tiep-dan|viec)$"))
        yield page


def receive(page: Page, name: str, number: str, story: str) -> None:
    """A visitor brings a complaint; its petition is taken in."""
    page.goto("/tiep-dan/luot-moi?loai=complaint")
    page.fill("[name=people-0-name]", name)
    page.fill("[name=people-0-id_number]", number)
    page.fill("[name=people-0-commune]", "Phường An Thịnh")
    page.fill("[name=content]", story)
    page.get_by_label("Tiếp nhận đơn").check()
    page.locator("[data-petition] > summary").click()
    page.fill("[name=respondent]", "Chủ tịch UBND phường An Thịnh")
    page.get_by_label("Quyết định hành chính").check()
    page.fill("[name=contested_paper]", "Quyết định 287/QĐ-XPHC ngày 22/09/2026")
    page.locator('[data-starts="complaint.acceptance"] .day', has_text="Thứ Năm 26/11/2026").wait_for()
    page.keyboard.press("Control+Enter")
    page.get_by_text("Đã lưu TCD 2026/").wait_for()


def open_own(page: Page, number: str) -> None:
    """Find a case in one's own work and open it."""
    page.goto("/viec")
    page.locator("tbody tr", has_text=number).first.locator("td.title a").click()
    page.wait_for_url(re.compile(r"/vu-viec/[\w-]{22}$"))


def open_listed(page: Page, number: str) -> None:
    """Open a case from the list of cases, whoever it waits for."""
    page.goto("/vu-viec")
    page.get_by_role("link", name=number).first.click()
    page.wait_for_url(re.compile(r"/vu-viec/[\w-]{22}$"))


def next_act(page: Page) -> tuple[str, str]:
    """What the page of a case says is to be done, and by when."""
    return page.locator(".next h2").inner_text(), page.locator(".next .when > span", has_text="hạn").last.inner_text()


def tile(page: Page, name: str) -> list[str]:
    """The number of the board under that name, and what stands below it."""
    shown = page.locator("ul.tiles li", has_text=name)
    return [shown.locator(part).inner_text().replace("\xa0", " ").strip() for part in (".tile-number", ".tile-below")]


def begin(page: Page, words: str) -> None:
    """Press the button of an act, wherever the page of the case shows it."""
    if page.locator(".next a", has_text=words).count():
        page.locator(".next a", has_text=words).first.click()
    else:
        page.locator("details.more-acts > summary").click()
        page.locator("details.more-acts a", has_text=words).first.click()
    page.locator("main form .actions").wait_for()


def write(page: Page, **typed: str) -> None:
    """Fill in fields by name: a line, a day, one of several, an entry of a list."""
    for name, value in typed.items():
        field = page.locator(f"[name={name}]")
        if field.first.get_attribute("type") in ("radio", "checkbox"):
            page.locator(f"[name={name}][value='{value}']").check()
        elif field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(label=value) if " " in value else field.select_option(value)
        else:
            field.fill(value)


def finish(page: Page, said: str) -> None:
    """Save the form by key and read what is said."""
    page.keyboard.press("Control+Enter")
    page.locator(".flash, [role=status], .note", has_text=said).first.wait_for()


def test_a_complaint_from_the_counter_to_its_decision(browser: Browser, morning: Served) -> None:
    received(browser, morning)
    accepted(browser, morning)
    verified(browser, morning)
    talked_over(browser, morning)
    decided(browser, morning)
    overseen(browser, morning)


def received(browser: Browser, morning: Served) -> None:
    """Two people come; each visit opens a complaint in one step. The head gives the first to a handler."""
    with at_work(browser, morning, "tiepdan", "2026-11-16 09:00") as page:
        receive(page, NAME, "092168014427", STORY)
        expect(page.get_by_text("ĐƠN 2026/0001 đã mở KN 2026/0001.").first).to_be_visible()
        receive(page, OTHER, "092071009999", OTHER_STORY)
        expect(page.get_by_text("ĐƠN 2026/0002 đã mở KN 2026/0002.").first).to_be_visible()
    with at_work(browser, morning, "lanhdao", "2026-11-16 14:00") as page:
        open_own(page, "KN 2026/0001")
        begin(page, "Phân công")
        write(page, handler=f"{HANDLER}, Công chức địa chính")
        finish(page, "Đã phân công. Các hạn giữ nguyên.")


def accepted(browser: Browser, morning: Served) -> None:
    """The handler proposes acceptance, the head signs it; with it the visitor has her answer."""
    with at_work(browser, morning, "canbo", "2026-11-17 08:30") as page:
        open_own(page, "KN 2026/0001")
        begin(page, "Thụ lý")
        assert page.locator("[name=signer]").count() == 0      # a draft bears no signature
        finish(page, "Đã trình: thụ lý.")
        expect(page.get_by_text("Chờ người đứng đầu duyệt đề xuất “Thụ lý”, trình từ 17/11/2026")).to_be_visible()
    with at_work(browser, morning, "lanhdao", "2026-11-18 10:00") as page:
        open_own(page, "KN 2026/0001")
        assert next_act(page) == ("Duyệt đề xuất: Thụ lý", "hạn thứ Năm 26/11/2026")
        assert page.locator(".next-who").inner_text() == f"Việc tiếp theo · trình từ 17/11/2026 bởi {HANDLER}"
        page.get_by_role("link", name="Xem và duyệt").click()
        page.get_by_role("link", name="Duyệt: thụ lý").click()
        write(page, document="45/TB-UBND")
        finish(page, "Đã ghi: thụ lý.")
        assert next_act(page) == ("Ra quyết định giải quyết lần đầu", "hạn thứ Sáu 18/12/2026")
        page.get_by_role("link", name="Vì sao là ngày này?").click()
        receipt = page.locator("main").inner_text()
        for words in ("Thụ lý 18/11/2026", "đến hết 24 giờ", "18/12/2026", "30 ngày", "Điều 28 Luật Khiếu nại"):
            assert words.casefold() in receipt.casefold(), (words, receipt)
        page.go_back()
        page.get_by_role("link", name="TCD 2026/0001", exact=True).click()
        visit = page.locator("main").inner_text()
        for words in ("Đã xong", "Xong 18/11/2026", "Báo kết quả: thụ lý", "văn bản 45/TB-UBND"):
            assert words in visit, (words, visit)


def verified(browser: Browser, morning: Served) -> None:
    """The office looks at its own decision again; then somebody verifies, and reports that the two still differ."""
    with at_work(browser, morning, "canbo", "2026-11-19 09:00") as page:
        open_own(page, "KN 2026/0001")
        expect(page.get_by_text("tự kiểm tra chưa thấy khiếu nại đúng (Điều 29 Luật Khiếu nại)")).to_be_visible()
        begin(page, "Ghi kết quả tự kiểm tra")
        write(page, self_check="unclear", summary="Chưa đủ cơ sở để kết luận.")
        finish(page, "Xong: ghi kết quả tự kiểm tra.")
    with at_work(browser, morning, "lanhdao", "2026-11-20 09:00") as page:
        open_listed(page, "KN 2026/0001")
        begin(page, "Giao xác minh")
        write(page, document="300/QĐ-UBND", handler=HANDLER)
        page.get_by_label(DEPUTY).check()
        finish(page, "Đã ghi: giao xác minh.")
        expect(page.get_by_text(f"cùng xác minh: {DEPUTY}")).to_be_visible()
    with at_work(browser, morning, "canbo", "2026-11-23 09:00") as page:
        open_own(page, "KN 2026/0001")
        begin(page, "Ghi buổi làm việc")
        write(page, subject="Làm việc với bà Điệp", summary="Bà Điệp giữ nguyên yêu cầu.")
        finish(page, "Xong: ghi buổi làm việc.")
        begin(page, "Yêu cầu cung cấp thông tin")
        write(page, whom="Phòng Kinh tế", summary="Giấy phép năm 2019.", paper="631/UBND")
        finish(page, "Đã ghi: yêu cầu cung cấp thông tin.")
        begin(page, "Ghi nhận trả lời")
        write(page, summary="Không có giấy phép nào.")
        finish(page, "Xong: ghi nhận trả lời.")
        begin(page, "Ghi báo cáo xác minh")
        write(page, finding="partly", differs="yes", summary="Mức phạt chưa đúng, hành vi là có.")
        finish(page, "Xong: ghi báo cáo xác minh.")
        expect(page.get_by_text("phải đối thoại trước khi ra quyết định (khoản 1 Điều 30 Luật Khiếu nại)")).to_be_visible()


def talked_over(browser: Browser, morning: Served) -> None:
    """Whoever is invited must be told in time; then both sides meet."""
    with at_work(browser, morning, "canbo", "2026-11-25 09:00") as page:
        open_own(page, "KN 2026/0001")
        begin(page, "Mời đối thoại")
        write(page, dialogue_on="27/11/2026", place="Phòng họp UBND phường", paper="655/GM-UBND")
        page.keyboard.press("Control+Enter")
        too_soon = page.locator("#dialogue_on-error")
        too_soon.wait_for()
        assert "Báo ngày 25/11/2026 thì đối thoại sớm nhất ngày 30/11/2026." in too_soon.inner_text()
        assert page.locator("[name=place]").input_value() == "Phòng họp UBND phường"
        write(page, dialogue_on="04/12/2026")
        finish(page, "Đã ghi: mời đối thoại.")
    with at_work(browser, morning, "canbo", "2026-12-04 16:00") as page:
        open_own(page, "KN 2026/0001")
        begin(page, "Ghi biên bản đối thoại")
        write(page, attendance="held", differs="no", summary="Hai bên thống nhất giảm mức phạt.")
        finish(page, "Xong: ghi biên bản đối thoại.")


def decided(browser: Browser, morning: Served) -> None:
    """The head decides, the clerk sends and writes down when it was received; two last days are shown then."""
    with at_work(browser, morning, "lanhdao", "2026-12-08 10:00") as page:
        open_listed(page, "KN 2026/0001")
        begin(page, "Ra quyết định giải quyết")
        beside = page.locator("aside.form-side")
        for words in ("Việc này làm xong", "Đúng hạn, sớm 10 ngày", "Gửi quyết định giải quyết lần đầu", "Thứ Sáu 11/12/2026"):
            assert words in beside.inner_text(), (words, beside.inner_text())
        write(page, document="310/QĐ-UBND", finding="partly", disposition="amend", summary="Giảm tiền phạt còn 20 triệu đồng.")
        finish(page, "Đã ghi: ra quyết định giải quyết.")
        assert next_act(page) == ("Gửi quyết định giải quyết lần đầu", "hạn thứ Sáu 11/12/2026")
    with at_work(browser, morning, "vanthu", "2026-12-09 08:30") as page:
        open_own(page, "KN 2026/0001")
        begin(page, "Ghi việc gửi quyết định")
        write(page, manner="posted")
        finish(page, "Xong: ghi việc gửi quyết định.")
    with at_work(browser, morning, "vanthu", "2026-12-14 08:30") as page:
        open_own(page, "KN 2026/0001")
        begin(page, "Ghi ngày người khiếu nại nhận quyết định")
        write(page, happened_on="11/12/2026", summary="Giấy báo phát 00127")
        page.get_by_text("Nhập sau: hạn tính từ ngày này").wait_for()
        finish(page, "Xong: ghi ngày người khiếu nại nhận quyết định.")
        assert page.locator(".next .when").inner_text() == "từ thứ Ba 12/01/2027"
        assert "nhập sau, 14/12/2026" in page.locator("ol.journal li").first.inner_text()
        clocks = page.locator("ul.clocks, .clocks").inner_text()
        for words in ("08/01/2027", "11/01/2027"):      # from its issue, and from the day it was received
            assert words in clocks, (words, clocks)


def overseen(browser: Browser, morning: Served) -> None:
    """The first was in time. The second nobody took up: the head urges it and gives it to somebody, who finds it first."""
    with at_work(browser, morning, "lanhdao", "2026-12-15 08:00") as page:
        page.get_by_role("link", name="Bảng theo dõi").first.click()
        assert tile(page, "Đúng hạn tháng này") == ["100,0 %", "2 trên 2 hạn"]
        assert tile(page, "Chưa phân công") == ["1", "lâu nhất 29 ngày"]
        line = page.locator("tbody tr", has_text="KN 2026/0002")
        for words in ("Quá hạn 19 ngày", "hạn 26/11", "Chưa phân công, nhận từ 16/11"):
            assert words in line.inner_text(), line.inner_text()
        assert page.locator("tbody tr", has_text="KN 2026/0001").count() == 0
        line.get_by_role("checkbox").check()
        page.get_by_role("button", name="Đôn đốc 1 việc").click()
        page.get_by_text("Đã đôn đốc 1 việc, ghi vào nhật ký hồ sơ.").wait_for()
        line.get_by_role("checkbox").check()
        page.get_by_role("button", name="Phân công lại").click()
        write(page, handler=DEPUTY, reason="Chưa có người thụ lý")
        page.get_by_role("button", name="Giao 1 vụ việc").click()
        page.get_by_text(f"Đã giao 1 vụ việc cho {DEPUTY}.").wait_for()
        assert tile(page, "Chưa phân công") == ["0", "mọi vụ việc đã có người thụ lý"]
        page.get_by_role("link", name="2 trên 2 hạn").click()
        page.get_by_role("link", name="Thụ lý hoặc trả lời không thụ lý").or_(page.locator("tbody tr")).first.wait_for()
        assert "KN 2026/0001" in page.locator("tbody").inner_text()
    with at_work(browser, morning, "canbo2", "2026-12-15 09:00") as page:
        page.goto("/viec")
        assert page.locator("tbody tr").count() == 1
        first = page.locator("tbody tr").first
        for words in ("KN 2026/0002", "Thụ lý hoặc trả lời không thụ lý", "Quá hạn 19 ngày", "Tôi"):
            assert words in first.inner_text(), first.inner_text()
        open_own(page, "KN 2026/0002")
        told = page.locator("ol.journal").inner_text()
        for words in ("Đôn đốc", f"Phân công {DEPUTY} thụ lý", "Chưa có người thụ lý"):
            assert words in told, (words, told)
