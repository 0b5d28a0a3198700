"""A mediator's whole case on a phone: assigned, a sitting with a photo over a bad line, settled, the promise kept."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import expect

from caseapp.dossiers.files import path_of
from tests.browser.offices import DAY, Served, opened_office
from tests.mediation.making import make_hamlets, open_one
from tests.office.browser import axe_problems, opened
from tests.office.clock import Clock
from tests.office.keys import tab_to, tab_to_words

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import Browser, Page

    from tests.office.templates import Run

TOUCHED = """() => [...document.querySelectorAll('a.btn, button.btn, .pick, .card-row, summary, .form-control, .form-select')]
  .filter(one => one.offsetParent && getComputedStyle(one).clipPath === 'none')
  .map(one => [one.innerText.trim().slice(0, 30) || one.name, one.getBoundingClientRect().height])
  .filter(([, height]) => height < 44)"""


def _fill(app: Flask) -> None:
    app.config["CLOCK"] = Clock(DAY)
    office = make_hamlets(app)
    with app.app_context():
        open_one(office)


@pytest.fixture
def hamlet(run: Run, tmp_path: Path) -> Iterator[Served]:
    """An office in which Lan was given one dispute today."""
    with opened_office(run, run.template("sqlite", "hamlet", _fill), tmp_path / "office") as served:
        yield served


def looked_at(page: Page, title: str) -> None:
    """The screen is there, fits the phone, is clean, and a thumb meets everything on it; its title names nobody."""
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert axe_problems(page) == []
    assert page.evaluate(TOUCHED) == []
    assert "Hòa" not in page.title().replace("Việc hòa giải", "")


def large_photo() -> bytes:
    """A photo as a phone takes it, of noise that packs badly."""
    photo, file = Image.effect_noise((2600, 1900), 90).convert("RGB"), io.BytesIO()
    photo.save(file, "JPEG", quality=92)
    return file.getvalue()


def test_a_whole_case_from_assigned_to_kept(browser: Browser, hamlet: Served) -> None:
    with opened(browser, hamlet.url, "phone") as page:
        hamlet.enter(page.context, "lan")
        page.goto("/")
        looked_at(page, "Việc của tôi")
        tab_to(page, "Lối đi chung")
        page.keyboard.press("Enter")
        looked_at(page, "Lối đi chung giữa hai hộ hẻm 12")
        expect(page.get_by_text("chậm nhất thứ Năm")).to_be_visible()
        page.get_by_role("link", name="Ghi buổi hòa giải").tap()
        _write_down_a_sitting(page)
        looked_at(page, "Lối đi chung giữa hai hộ hẻm 12")
        photo = hamlet.all("SELECT stored_as, type, size FROM attachment")
        with hamlet.app.app_context(), Image.open(path_of(photo[0].stored_as)) as kept:
            assert (photo[0].type, max(kept.size)) == ("jpg", 1600)
        page.get_by_role("link", name="Ghi buổi hoặc kết quả").tap()
        _settle(page)
        looked_at(page, "Lối đi chung giữa hai hộ hẻm 12")
        page.get_by_role("link", name="Ghi đã làm hay chưa").tap()
        looked_at(page, "Theo dõi cam kết")
        page.get_by_text("Đã làm", exact=True).tap()
        page.get_by_role("button", name="Lưu", exact=True).tap()
        expect(page.get_by_text("Hòa giải thành, đã xong")).to_be_visible()
        assert hamlet.one("SELECT state FROM dossier WHERE kind = 'mediation'") == "kept"


def _write_down_a_sitting(page: Page) -> None:
    """With a photo, while the line is down once: nothing typed or taken is lost."""
    looked_at(page, "Kết quả hòa giải")
    page.get_by_text("Đang hòa giải").tap()
    page.get_by_label("Hẹn buổi sau ngày nào").fill("18/11/2026")
    page.get_by_label("Ở đâu").fill("Nhà ông Ba")
    page.get_by_label("Diễn biến").fill("Hai bên trình bày.")
    page.locator("[data-photos]").set_input_files(
        {"name": "bien-ban.jpg", "mimeType": "image/jpeg", "buffer": large_photo()})
    expect(page.locator("[data-photos-state]")).to_contain_text("1 ảnh")
    page.context.set_offline(True)
    page.get_by_role("button", name="Lưu kết quả").tap()
    expect(page.locator("[data-send-state]")).to_contain_text("Mất mạng")
    expect(page.get_by_label("Diễn biến")).to_have_value("Hai bên trình bày.")
    page.context.set_offline(False)
    page.get_by_role("button", name="Lưu kết quả").tap()
    expect(page.get_by_text("Đã lưu kết quả.")).to_be_visible()
    expect(page.get_by_role("link", name="bien-ban.jpg")).to_be_visible()


def _settle(page: Page) -> None:
    """By the keyboard alone, two promises of which the first line is enough."""
    looked_at(page, "Kết quả hòa giải")
    tab_to(page, "result")
    page.keyboard.press("Space")
    expect(page.get_by_label("Hòa giải thành")).to_be_checked()
    tab_to(page, "agreement")
    page.keyboard.type("Ông Hòa phá bậc thềm.")
    tab_to(page, "promises-0-by")
    page.keyboard.press("ArrowDown")
    tab_to(page, "promises-0-what")
    page.keyboard.type("Phá bậc thềm")
    tab_to(page, "promises-0-due_on")
    page.keyboard.type("30/11/2026")
    tab_to_words(page, "Thêm cam kết")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Cam kết 3")).to_be_visible()
    tab_to(page, "record")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_text("đến hết 17/05/2027")).to_be_visible()
    looked_at(page, "Kết quả hòa giải")
    tab_to(page, "course")
    page.keyboard.type("Hai bên thỏa thuận.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Đã lưu kết quả.")).to_be_visible()
    expect(page.get_by_text("Hỏi thăm: Phá bậc thềm")).to_be_visible()
