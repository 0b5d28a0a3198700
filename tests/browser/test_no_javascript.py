"""The whole counter in a browser without scripts: every step has a button of its own, and nothing typed is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.offices import PDF

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Seat
    from tests.browser.offices import Served
    from tests.browser.walked import Walk

NEW = "/tiep-dan/luot-moi"
STORY = "Không đồng ý quyết định xử phạt số 287, yêu cầu hủy."


@pytest.fixture
def page(office: Served, seat: Seat) -> Page:
    """An officer's browser that runs no script."""
    return seat("tiepdan", java_script_enabled=False)


def go(door: Locator) -> None:
    """Without scripts every button and link leads to a page: nothing is read before it is there."""
    with door.page.expect_navigation():
        door.click()


def save(page: Page) -> None:
    go(page.locator("button:not([hidden]):not(.visually-hidden)", has_text="Lưu lượt tiếp"))


def test_a_complaint_step_by_step(office: Served, page: Page) -> None:
    page.goto("/tiep-dan")
    go(page.get_by_role("link", name="Lượt tiếp mới"))
    assert page.locator("[name=people-0-name]").is_disabled()
    page.get_by_label("Khiếu nại", exact=True).check()
    go(page.get_by_role("button", name="Tiếp tục"))
    page.get_by_label("Số định danh hoặc họ tên").fill("Huỳnh Thị Ngọc Điệp")
    go(page.get_by_role("button", name="Tìm", exact=True).last)
    assert page.locator("[name=people-0-name]").input_value() == "Huỳnh Thị Ngọc Điệp"
    page.get_by_label("Tóm tắt sự việc").fill(STORY)
    go(page.get_by_role("button", name="+ Thêm người"))
    assert page.get_by_label("Tóm tắt sự việc").input_value() == STORY
    go(page.get_by_role("button", name="Nhận tài liệu"))
    for name, words in (("people-0-id_number", "092168014427"), ("people-0-commune", "Phường An Thịnh"),
                        ("people-1-name", "Lê Văn Tám"), ("people-1-id_number", "092071009999"),
                        ("people-1-commune", "Phường An Thịnh"), ("people_count", "2"), ("papers-0-name", "Đơn khiếu nại"),
                        ("papers-0-pages", "2")):
        page.locator(f"[name={name}]").fill(words)
    page.get_by_label("Tiếp nhận đơn").check()
    go(page.get_by_role("button", name="Lưu và in giấy biên nhận"))
    assert page.url.endswith("/bien-nhan")
    assert "Bấm Ctrl+P để in." in page.content()
    go(page.get_by_role("link", name="Quay lại"))
    go(page.get_by_role("link", name="Báo kết quả").first)
    page.locator("input[name=result]").first.check()
    page.get_by_label("Nói trực tiếp").check()
    go(page.get_by_role("button", name="Ghi: báo kết quả"))
    expect(page.get_by_text("Đã ghi: Báo kết quả.")).to_be_visible()
    assert office.one("SELECT count(*) FROM party p JOIN dossier d ON d.id = p.dossier_id"
                      " WHERE d.id = (SELECT max(id) FROM dossier)") == 2


def test_every_kind_and_every_handling_can_be_saved(office: Served, page: Page) -> None:
    """Lines that a script would unfold can be reached without one: what a handling asks for can be typed."""
    before = office.one("SELECT count(*) FROM dossier")
    cases = (
        ("feedback", "guided", {"body": "Phòng Công an phường", "document": "12/HD"}),
        ("feedback", "transferred", {"body": "Điện lực", "document": "14/CV"}),
        ("complaint", "refused", {"ground": "R3", "ground_note": "QĐ 12/2025, TB 3/2026"}),
        ("other", "explained", {}),
    )
    for kind, outcome, more in cases:
        page.goto(f"{NEW}?loai={kind}")
        page.locator("[name=people-0-name]").fill("Lê Văn Tám")
        page.locator("[name=people-0-id_number]").fill("092071009999")
        page.locator("[name=people-0-commune]").fill("Phường An Thịnh")
        page.get_by_label("Tóm tắt sự việc").fill(STORY)
        if kind == "other":
            page.locator("input[name=other_matter]").first.check()
        page.locator(f"input[name=outcome][value={outcome}]").check()
        save(page)
        for _try in range(2):      # the first sending shows the lines that the choice asks for
            waiting = [name for name in more if page.locator(f"[name={name}]").count() and page.locator(f"[name={name}]").is_visible()]
            if not waiting:
                break
            for name in waiting:
                field = page.locator(f"[name={name}]")
                if field.evaluate("one => one.tagName") == "SELECT":
                    field.select_option(more[name])
                else:
                    field.fill(more[name])
            save(page)
        expect(page.get_by_text("Đã lưu TCD 2026/")).to_be_visible()
    assert office.one("SELECT count(*) FROM dossier") == before + len(cases)


def test_a_denunciation_after_names_were_typed(office: Served, page: Page) -> None:
    people = office.one("SELECT count(*) FROM person")
    page.goto(f"{NEW}?loai=complaint")
    page.locator("[name=people-0-name]").fill("Đoàn Nguyệt Quế Hương")
    page.get_by_label("Tóm tắt sự việc").fill("Bà ĐOÀN NGUYỆT QUẾ HƯƠNG kể: nhận tiền.")
    page.get_by_label("Tố cáo", exact=True).check()
    go(page.get_by_role("button", name="Đổi loại"))
    expect(page.get_by_text("Đã bỏ họ tên")).to_be_visible()
    assert "Quế Hương".casefold() not in page.content().casefold()
    assert page.get_by_label("Tóm tắt sự việc").input_value() == "Bà người tố cáo kể: nhận tiền."
    page.get_by_label("Phong bì số").fill("77")
    page.get_by_label("Đã kiểm tra giấy tờ").check()
    page.get_by_label("Người bị tố cáo").fill("Lâm Văn Tường")
    page.get_by_label("Tiếp nhận đơn").check()
    save(page)
    expect(page.get_by_text("Đã lưu TC-2026-")).to_be_visible()
    assert office.one("SELECT count(*) FROM person") == people


def test_put_aside_and_taken_up_again(page: Page) -> None:
    page.goto(f"{NEW}?loai=complaint")
    page.get_by_label("Tóm tắt sự việc").fill(STORY)
    go(page.get_by_role("button", name="Để sau, giữ nháp"))
    expect(page.get_by_text("Đã giữ bản nháp.")).to_be_visible()
    drafts = page.get_by_role("link", name="Phiếu lưu lúc").all()
    kept = []
    for address in [link.get_attribute("href") or "" for link in drafts]:
        page.goto(address)
        kept.append(page.get_by_label("Tóm tắt sự việc").input_value())
    assert STORY in kept


def test_queue_search_files_register_and_menu(office: Served, page: Page) -> None:
    page.goto("/tiep-dan")
    go(page.get_by_role("button", name="Chuyển xuống sau số 02"))
    expect(page.get_by_role("heading", name="Mời số 02")).to_be_visible()
    go(page.get_by_role("button", name="Vắng mặt"))
    go(page.get_by_role("button", name="Mời vào, ghi lượt tiếp"))      # number 01 is called, and nobody comes
    page.goto("/tiep-dan")
    expect(page.get_by_role("heading", name="Đang tiếp số 01")).to_be_visible()
    go(page.get_by_role("button", name="Vắng mặt"))
    expect(page.get_by_role("heading", name="Mời số 03")).to_be_visible()
    assert page.get_by_role("button", name="Gọi lại").count() == 2
    go(page.get_by_role("link", name="Lấy số thứ tự"))
    page.get_by_label("Khiếu nại", exact=True).check()
    go(page.get_by_role("button", name="Cấp số"))
    expect(page.get_by_text("Số thứ tự: 06.")).to_be_visible()
    no = office.one("SELECT no FROM dossier WHERE state = 'awaiting' AND NOT sealed AND unit_id ="
                    " (SELECT id FROM unit WHERE code = 'CT-AT') LIMIT 1")
    page.locator("form.find input[type=search]").fill(f"TCD 2026/{no:04d}")
    with page.expect_navigation():      # a number leads straight to its dossier
        page.locator("form.find input[type=search]").press("Enter")
    assert f"{no:04d}" not in page.url
    page.locator("input[type=file]").set_input_files({"name": "đơn.pdf", "mimeType": "application/pdf", "buffer": PDF})
    go(page.locator("button", has_text="Thêm tệp"))
    expect(page.get_by_text("Đã thêm tệp vào hồ sơ.")).to_be_visible()
    page.goto("/so/tiep-cong-dan")
    page.locator("summary", has_text="Loại").click()
    go(page.get_by_role("link", name="Khiếu nại", exact=True))
    assert "loai=complaint" in page.url
    go(page.get_by_role("link", name="In", exact=True))
    assert "/in" in page.url
    page.goto("/tiep-dan")
    page.locator("details.account summary").click()
    go(page.get_by_role("button", name="Khóa máy"))
    assert page.url.endswith("/login")


def test_a_proposal_is_signed_without_scripts(office: Served, seat: Seat) -> None:
    """Drafted by the handler, opened from the case, signed by the head; the panel beside counts for the day last sent."""
    case = office.one("SELECT public_id FROM dossier WHERE kind = 'complaint' AND state = 'received' AND proposed IS NULL"
                      " AND unit_id = (SELECT id FROM unit WHERE code = 'CT-AT') LIMIT 1")
    handler, head = (seat(name, java_script_enabled=False) for name in ("canbo", "lanhdao"))
    handler.goto(f"/vu-viec/{case}/viec/accept")
    go(handler.get_by_role("button", name="Trình duyệt"))
    expect(handler.get_by_text("Đã trình: thụ lý.")).to_be_visible()
    head.goto(f"/vu-viec/{case}")
    go(head.get_by_role("link", name="Xem và duyệt"))
    go(head.get_by_role("link", name="Duyệt: thụ lý"))
    head.locator("[name=document]").fill("46/TB-UBND")
    head.locator("[name=happened_on]").fill("17/11/2026")
    go(head.locator("form.act-form [data-primary]"))
    assert "chưa đến" in head.locator("#happened_on-error").inner_text()
    assert head.locator("[name=document]").input_value() == "46/TB-UBND"
    head.locator("[name=happened_on]").fill("16/11")
    go(head.locator("form.act-form [data-primary]"))
    expect(head.get_by_text("Đã ghi: thụ lý.")).to_be_visible()
    assert office.one("SELECT state FROM dossier WHERE public_id = :id", id=case) == "accepted"


def test_the_board_urges_without_scripts(office: Served, seat: Seat) -> None:
    page = seat("lanhdao", java_script_enabled=False)
    page.goto("/bang-theo-doi")
    for place in range(2):
        page.locator("[name=chon]").nth(place).check()
    go(page.get_by_role("button", name="Đôn đốc"))
    expect(page.get_by_text("Đã đôn đốc 2 việc, ghi vào nhật ký hồ sơ.")).to_be_visible()


@pytest.mark.parametrize("name", ["tiepdan", "quantri", "lanhdao", "hoagiai"])
def test_no_page_offers_what_only_a_script_can_do(full: Served, walk: Walk, onlooker: Seat, name: str) -> None:
    """Buttons that need a script are not shown; what is shown does something."""
    page, wrong = onlooker(name, java_script_enabled=False), list[str]()
    pages = {seen.endpoint: seen.here(full, name) for seen in reversed(walk.pages[name]) if seen.buttons}
    assert pages
    for url in pages.values():
        page.goto(url)
        idle = page.locator("button[type=button]:visible").all_inner_texts()
        wrong += [f"{url}: {words}" for words in idle]
    assert not wrong, "\n".join(wrong)
