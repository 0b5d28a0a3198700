"""The same matter offered while a visit is written down, in a real browser: by key, one request, none for a denunciation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from caseapp.reception.commands.petitioning import GivenTaking
from tests.office.browser import axe_problems
from tests.office.keys import tab_to
from tests.reception.making import People, log
from tests.reception.views.test_counter_browser import DIEP, NEW, people

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.office.live import Live

__all__ = ["people"]      # the fixture
CONTENT = "Khiếu nại quyết định thu hồi 1.200 m2 đất trồng cà phê thửa 123 tờ bản đồ 45, chưa được đền bù"
TOLD = "Bị thu hồi 1.200 m2 rẫy cà phê thửa 123 mà chưa được đền bù"


def asked_for(page: Page) -> list[str]:
    """What the browser sends to look up the same matter, from here on."""
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or "") if "/cung-viec" in request.url else None)
    return sent


def test_the_same_matter_is_tied_by_key(live: Live, page: Page, people: People) -> None:
    log(live.app, people, person=DIEP, content=CONTENT, petition=GivenTaking("Chủ tịch UBND phường An Thịnh"))
    sent = asked_for(page)
    page.goto(f"{NEW}?loai=complaint")
    tab_to(page, "content")
    page.keyboard.type(TOLD)
    panel = page.locator("[data-repeats]")
    expect(panel).to_contain_text("Cùng việc đã gửi")
    expect(panel).to_contain_text("cùng thửa đất số 123")
    assert len(sent) == 1      # once the typing rests
    assert axe_problems(page) == []
    page.keyboard.press("Alt+c")
    tied = page.locator("[data-tied]")
    expect(tied).to_contain_text("Nối với")
    expect(page.locator("[name=joins]")).to_have_value("KN 2026/0001")
    expect(page.locator("[name=people-0-name]")).to_have_value("")      # a neighbour may come on the same matter
    expect(page.locator("[name=repeat][value=again]")).to_be_checked()
    tied.get_by_role("button", name="Bỏ nối").click()
    expect(tied).to_have_count(0)
    expect(page.locator("[name=same_as]")).to_have_value("")
    expect(page.locator("[name=joins]")).to_have_value("")
    panel.get_by_role("button", name="Lấy thông tin người này").first.click()
    expect(page.locator("[name=people-0-name]")).to_have_value(DIEP.name)


def test_nothing_of_a_denunciation_leaves_the_form(live: Live, page: Page, people: People) -> None:
    log(live.app, people, person=DIEP, content=CONTENT)
    page.goto(f"{NEW}?loai=complaint")
    page.get_by_label("Tóm tắt sự việc").fill(TOLD)
    expect(page.locator("[data-repeats]")).to_be_visible()
    sent = asked_for(page)
    page.get_by_label("Tố cáo", exact=True).check()
    expect(page.locator("[data-repeats]")).to_have_count(0)
    page.get_by_label("Tóm tắt sự việc").fill(f"{TOLD}. {CONTENT}")
    page.wait_for_timeout(900)      # longer than the lookup would have waited
    assert sent == []
    page.get_by_label("Khiếu nại", exact=True).check()      # chosen back, it is looked up again
    expect(page.locator("[data-repeats]")).to_be_visible()
    assert len(sent) == 1
