"""A phone that goes from hand to hand: after signing out nothing of a dispute is left in the browser's own folder."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import expect

from caseapp.mediation.commands.given import GivenParty
from caseapp.people.commands import Given
from tests.browser.offices import DAY, Served, opened_office
from tests.mediation.making import make_hamlets, open_one
from tests.office.browser import FLAGS, PATIENCE, VIEWPORTS, find_chromium
from tests.office.clock import Clock

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.office.templates import Run

# Words that stand nowhere else: a party, where she lives, what it is about, what is typed and never saved.
PARTY, HOME, STORY, TYPED = "Khuất Thị Mộng Vành", "hẻm Cầu Ván 917", "ao cá bị tháo đêm rằm", "lời kể riêng của bà Vành"
CANARIES = (PARTY, HOME, STORY, TYPED)
STORES = """async () => [localStorage.length, sessionStorage.length,
  (await indexedDB.databases()).length, (await caches.keys()).length]"""


def _fill(app: Flask) -> None:
    app.config["CLOCK"] = Clock(DAY)
    office = make_hamlets(app)
    with app.app_context():
        one = GivenParty("party-a", Given(PARTY, address=HOME, phone="0913000917"), 58)
        other = replace(one, side="party-b", person=Given("Lê Văn Hòa", address="Số 4 hẻm 12"))
        open_one(office, title=f"Vì {STORY}", content=f"Bà kể {STORY}.", parties=(one, other))


@pytest.fixture
def hamlet(run: Run, tmp_path: Path) -> Iterator[Served]:
    with opened_office(run, run.template("sqlite", "shared-phone", _fill), tmp_path / "office") as served:
        yield served


@pytest.fixture
def phone(browser: Browser, hamlet: Served, tmp_path: Path) -> Iterator[BrowserContext]:
    """A browser that keeps its folder, as a phone does."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    context = browser.browser_type.launch_persistent_context(
        tmp_path / "phone", executable_path=find_chromium(), headless=True, base_url=hamlet.url, locale="vi-VN",
        args=[*FLAGS, *(["--no-sandbox"] if root else [])], viewport=VIEWPORTS["phone"], has_touch=True)
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


def test_nothing_is_left_on_it(phone: BrowserContext, hamlet: Served, tmp_path: Path) -> None:
    hamlet.enter(phone, "lan")
    page = phone.new_page()
    titles = _read_and_type(page)
    page.goto("/tai-khoan")
    titles.append(page.title())
    page.locator("summary").first.tap()
    page.get_by_role("button", name="Đăng xuất").first.tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")
    assert page.evaluate(STORES) == [0, 0, 0, 0]
    for _step in range(3):      # whoever is handed the phone presses “back”
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")
        assert not any(one in page.content() for one in CANARIES)
    assert not any(one.split()[-1] in title for title in titles for one in CANARIES)
    phone.close()
    assert _traces(tmp_path / "phone", CANARIES) == []
    assert _traces(tmp_path / "phone", ("hoa-giai", "127.0.0.1", "localhost")), "this is no folder of a browser that was used"


def _read_and_type(page: Page) -> list[str]:
    """The list, the dispute, a form with words and a photo that is kept as a draft on the server."""
    titles = []
    page.goto("/hoa-giai")
    expect(page.get_by_text(STORY).first).to_be_visible()
    titles.append(page.title())
    page.get_by_role("link", name="Vì ao cá").first.tap()
    expect(page.get_by_text(PARTY).first).to_be_visible()
    titles.append(page.title())
    page.get_by_role("link", name="Ghi buổi").first.tap()
    page.get_by_label("Diễn biến").fill(TYPED)
    page.get_by_label("Diễn biến").press("Tab")
    picture = io.BytesIO()
    Image.effect_noise((400, 300), 60).convert("RGB").save(picture, "JPEG")
    page.locator("[data-photos]").set_input_files(
        {"name": "giay.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()})
    expect(page.locator("[data-photos-state]")).to_contain_text("1 ảnh")
    titles.append(page.title())
    return titles


def _traces(folder: Path, words: tuple[str, ...]) -> list[str]:
    """Files of the browser's folder in which one of the words stands, however it is written."""
    marks = [one.encode(code) for one in words for code in ("utf-8", "utf-16-le")]
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files, "the browser kept no folder"
    return [f"{path.relative_to(folder)}: {mark!r}" for path in files for mark in marks if mark in path.read_bytes()]
