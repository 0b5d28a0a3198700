"""The counter at 390 pixels: everything can be reached with a thumb, read without moving sideways, and done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from caseapp.demo.mediation_stories import PATH
from tests.browser.offices import LONG_NAME

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Seat
    from tests.browser.offices import Served

NEW = "/tiep-dan/luot-moi"
# WCAG 2.5.8 lets links in a sentence be as high as the sentence; everything else is 44 px for a thumb.
SMALL = """() => [...document.querySelectorAll("button, summary, select, nav a, a.btn, input:not([type=hidden]), textarea")]
  .filter(one => { const box = one.getBoundingClientRect(); return box.width > 1 && box.height > 1 && one.checkVisibility(); })
  .map(one => { const label = one.matches("[type=radio], [type=checkbox]") ? one.closest(".form-check") || one : one;
                return [one.name || one.innerText.trim().slice(0, 40) || one.className, Math.round(label.getBoundingClientRect().height)]; })
  .filter(([, height]) => height < 44)"""


def visit_of(office: Served, condition: str = "state = 'awaiting' AND NOT sealed") -> str:
    row: str = office.one(f"SELECT public_id FROM dossier WHERE {condition} ORDER BY id DESC LIMIT 1")
    return f"/tiep-dan/luot/{row}"


@pytest.mark.parametrize("where", ["/tiep-dan", f"{NEW}?loai=complaint", f"{NEW}?loai=denunciation", "/tiep-dan/luot", "visit",
                                   "notify", "/viec", "/tai-khoan", "/login"])
def test_what_is_touched_is_large_enough(full: Served, onlooker: Seat, where: str) -> None:
    page = onlooker("" if where == "/login" else "tiepdan", "phone")
    page.goto({"visit": visit_of(full), "notify": f"{visit_of(full)}/viec/notify"}.get(where, where))
    assert [entry for entry in page.evaluate(SMALL) if entry[0] not in crumbs_of(page)] == []


def crumbs_of(page: Page) -> str:
    """The way that led here: a line of text, not a row of buttons."""
    crumbs = page.locator("nav.crumbs")
    return crumbs.inner_text() if crumbs.count() else ""


@pytest.mark.parametrize("where", ["case", "act", "proposal", "list", "board", "late", "reminders", "work", "receipt"])
def test_what_the_head_touches_is_large_enough(full: Served, onlooker: Seat, where: str) -> None:
    page = onlooker("lanhdao", "phone")
    page.goto(of_case(full)[where])
    assert [entry for entry in page.evaluate(SMALL) if entry[0] not in crumbs_of(page)] == []


def test_the_head_sees_the_first_task_without_looking_for_it(full: Served, onlooker: Seat) -> None:
    page = onlooker("lanhdao", "phone")
    page.goto("/viec")
    # A case that another unit handed over is a task too, and stands above those that have a day.
    assert page.locator(".called li, .list tbody tr").first.bounding_box()["y"] < 500
    others = page.locator(".folds > a:not(.on)")
    expect(others.first).to_be_hidden()
    page.locator(".folds summary").click()
    expect(others.first).to_be_visible()


def of_case(office: Served) -> dict[str, str]:
    """Pages that a head opens of complaints."""
    here = "unit_id = (SELECT id FROM unit WHERE code = 'CT-AT')"
    case = office.one(f"SELECT public_id FROM dossier d WHERE kind = 'complaint' AND state = 'reported' AND proposed IS NULL AND {here}")
    clock = office.one("SELECT c.public_id FROM clock c JOIN dossier d ON d.id = c.dossier_id WHERE d.public_id = :id", id=case)
    drafted, act = office.all("SELECT d.public_id, a.public_id FROM case_act a JOIN dossier d ON d.id = a.dossier_id"
                              f" WHERE a.status = 'proposed' AND d.{here}")[0]
    return {"case": f"/vu-viec/{case}", "act": f"/vu-viec/{case}/viec/decide", "proposal": f"/vu-viec/{drafted}/de-xuat/{act}",
            "list": "/vu-viec", "board": "/bang-theo-doi", "late": "/bang-theo-doi/danh-sach?muc=qua-han",
            "reminders": "/nhac-viec", "work": "/viec", "receipt": f"/ho-so/{case}/han/{clock}"}


def test_the_menu_holds_everything(full: Served, onlooker: Seat) -> None:
    page = onlooker("tiepdan", "phone")
    page.goto("/tiep-dan")
    expect(page.locator("nav.side")).to_be_hidden()
    page.locator("details.menu summary").tap()
    for words in ("Bàn tiếp dân", "Việc của tôi", "Sổ và báo cáo", "Tài khoản của tôi", "Khóa máy"):
        expect(page.locator("details.menu").get_by_text(words).first).to_be_visible()
    page.locator("details.menu").get_by_text("Sổ và báo cáo").tap()
    page.wait_for_url("**/so/tiep-cong-dan")
    page.locator("a.find-link").tap()
    page.wait_for_url("**/tim")


def test_a_visit_is_logged_with_a_thumb(office: Served, seat: Seat) -> None:
    page = seat("tiepdan", "phone")
    page.goto(NEW)
    page.get_by_text("Khiếu nại", exact=True).tap()
    for name, words in (("people-0-name", "Lê Văn Tám"), ("people-0-id_number", "092071009999"),
                        ("people-0-commune", "Phường An Thịnh"), ("content", "Khiếu nại đo sai ranh.")):
        page.locator(f"[name={name}]").tap()
        page.keyboard.type(words)
    page.get_by_text("Tiếp nhận đơn", exact=True).tap()
    page.locator("[data-without-papers][data-primary]").tap()
    page.get_by_text("Đã lưu TCD 2026/").wait_for()
    first = page.locator(".next a.btn-primary, main a.btn-primary").first
    box = first.bounding_box()
    assert box is not None
    assert box["y"] < 844, "the next act is on the first screen"


def test_tables_become_cards(full: Served, onlooker: Seat) -> None:
    page = onlooker("tiepdan", "phone")
    for url in ("/tiep-dan/luot?xem=moi", "/so/tiep-cong-dan", "/tiep-dan"):
        page.goto(url)
        cells = page.evaluate("""() => [...document.querySelectorAll("table.cards tbody tr, table.register tbody tr")].slice(0, 5)
            .map(row => [...row.cells].filter(cell => cell.checkVisibility() && cell.innerText.trim())
                .map(cell => Math.round(cell.getBoundingClientRect().left)))""")
        assert cells, url
        widest = page.evaluate("Math.max(...[...document.querySelectorAll('table')].map(one => one.getBoundingClientRect().right))")
        assert widest <= 390, url


def test_the_longest_words_stay_within_the_screen(full: Served, onlooker: Seat) -> None:
    page = onlooker("tiepdan", "phone")
    public_id = full.one("SELECT d.public_id FROM dossier d JOIN party p ON p.dossier_id = d.id JOIN person n ON n.id = p.person_id"
                           " WHERE n.name LIKE :name LIMIT 1", name=f"{LONG_NAME[:20]}%")
    visit = f"/tiep-dan/luot/{public_id}"
    for url in (visit, f"{visit}/sua", f"{visit}/viec/notify", f"{visit}/viec/seal", f"{visit}/viec/void", "/tiep-dan",
                "/tiep-dan/luot", "/tiep-dan/luot?xem=moi", "/viec", "/so/tiep-cong-dan"):
        page.goto(url)
        page.evaluate("document.querySelectorAll('details').forEach(one => { if (!one.matches('.menu, .account')) one.open = true; })")
        out = page.evaluate("""() => [...document.querySelectorAll("main *")].filter(one =>
            one.getBoundingClientRect().right > 391).slice(-1).map(one => one.outerHTML.slice(0, 150))""")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 390, f"{url} is {wide} px wide: {out}"


@pytest.mark.parametrize("name", ["hoagiai", "totruong"])
def test_whoever_mediates_begins_with_the_own_disputes(onlooker: Seat, name: str) -> None:
    page = onlooker(name, "phone")
    page.goto("/")
    page.wait_for_url("**/hoa-giai")
    assert PATH.title in page.locator("main").inner_text() if name == "hoagiai" else page.locator("main a").count()
    assert_no_dead_ends(page)


def assert_no_dead_ends(page: Page) -> None:
    """Every link of the page opens."""
    for address in {link.get_attribute("href") or "" for link in page.locator("a[href^='/']").all()}:
        answer = page.request.get(address)
        assert answer.status == 200, address


@pytest.mark.parametrize("name", ["tiepdan", "lanhdao", "vanthu", "quantri", "thanhtra", "lanhdao.tinh", "canbo.tinh"])
def test_every_link_of_the_first_page_opens(onlooker: Seat, name: str) -> None:
    page = onlooker(name)
    page.goto("/")
    page.wait_for_load_state()
    assert_no_dead_ends(page)
