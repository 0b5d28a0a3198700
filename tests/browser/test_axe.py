"""No page has anything that axe finds wrong, scrolls sideways or complains in the console, whoever opens it.

Colours are measured in Vietnamese on both screens; they do not depend on the language, so English is looked at for
everything else: names, labels, order, languages of parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from caseapp.web.language import COOKIE
from tests.browser.addresses import MISSING, Address, addresses, rules, samples, search
from tests.office.browser import axe_problems, opened
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.offices import Served

PHONE, HALF = {"width": 390, "height": 844}, {"width": 683, "height": 384}     # a telephone; a laptop at 200 %
DESK = {"width": 1366, "height": 768}
EVERYBODY = ("tiepdan", "lanhdao", "vanthu", "thanhtra", "quantri", "hoagiai")
EVERY_STATE = ("tiepdan",)        # who is shown every sort of visit; the others one page of each route
NO_PAGE = {"dossiers.get_file", "exchange.register_as_sheet", "health.alive", "health.ready"}
LEADS_ON = {"home.start"}
MAIN = {"reception.desk", "reception.new_visit", "reception.visit_list", "reception.visit", "reception.act", "home.work",
        "register.show_register", "reception.take_ticket", "dossiers.receipt", "dossiers.search", "staff.own_account"}


def open_to(office: Served, name: str) -> list[Address]:
    """One address of every sort of page that ``name`` may open; nobody is a stranger."""
    client = office.app.test_client()
    if name:
        sign_in(client, office.account(name))
    chosen: dict[tuple[str, str], Address] = {}
    with office.app.app_context():
        every = addresses(office.app, shown=samples())
    for address in every:
        narrow = address.endpoint == "reception.visit" and name not in EVERY_STATE
        sort = ("sealed" if address.about.sealed else "") if narrow else address.sort
        if (address.endpoint, sort) in chosen or address.endpoint in NO_PAGE | LEADS_ON:
            continue
        if client.get(address.url).status_code == 200:
            chosen[address.endpoint, sort] = address
    if name:
        chosen["found", ""] = Address("dossiers.search_result", search(client, "nguyen"))
    return list(chosen.values())


@contextmanager
def visitor(browser: Browser, office: Served, name: str, screen: str = "desktop") -> Iterator[Page]:
    """A page of ``name``; whatever it writes to the console fails the test, a broken content policy too."""
    with opened(browser, office.url, screen) as page:
        if name:
            office.enter(page.context, name)
        yield page


def faults(page: Page, where: str) -> list[str]:
    """What is wrong with the page before us: what axe finds, and widths at which it scrolls sideways."""
    return [*(f"{where}: {problem}" for problem in axe_problems(page)), *sideways(page, where)]


def sideways(page: Page, where: str) -> list[str]:
    """Widths at which the page is wider than its window, with the first parts that stick out."""
    before, found = page.viewport_size, []
    for size in (PHONE, HALF):
        page.set_viewport_size(size)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            parts = page.evaluate("""() => [...document.querySelectorAll("body *")].filter(one =>
                one.getBoundingClientRect().right > window.innerWidth + 1).slice(-2).map(one => one.outerHTML.slice(0, 90))""")
            found.append(f"{where}: scrolls sideways at {size['width']} px: {parts}")
    page.set_viewport_size(before or DESK)
    return found


def told(found: list[str]) -> str:
    """One line for each."""
    return "\n".join([f"{len(found)} wrong:", *found[:40]])


def structure(page: Page) -> list[str]:
    """What axe finds wrong apart from colours."""
    options = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": False}}}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("name", EVERYBODY)
def test_every_page_of_a_full_office(browser: Browser, full: Served, name: str) -> None:
    found: list[str] = []
    with visitor(browser, full, name) as page:
        for address in open_to(full, name):
            page.goto(address.url)
            found += faults(page, address.url)
    assert not found, told(found)


@pytest.mark.parametrize("name", ["tiepdan", "quantri", "lanhdao"])
def test_every_page_in_english(browser: Browser, full: Served, name: str) -> None:
    found: list[str] = []
    with visitor(browser, full, name) as page:
        page.context.add_cookies([{"name": COOKIE, "value": "en", "url": full.url}])
        for address in open_to(full, name):
            page.goto(address.url)
            papers = page.locator("main.sheet").count()      # official papers are Vietnamese whoever prints them
            language = page.evaluate("document.documentElement.lang")
            if language != ("vi" if papers else "en"):
                found.append(f"{address.url}: {language}")
            found += [f"{address.url}: {problem}" for problem in (*structure(page), *sideways(page, "en"))]
    assert not found, told(found)


@pytest.mark.parametrize("name", ["tiepdan", "lanhdao", "hoagiai"])
def test_the_main_pages_on_a_telephone(browser: Browser, full: Served, name: str) -> None:
    found: list[str] = []
    with visitor(browser, full, name, "phone") as page:
        for address in open_to(full, name):
            if address.endpoint in MAIN:
                page.goto(address.url)
                found += [f"{address.url}: {problem}" for problem in axe_problems(page)]
    assert not found, told(found)


@pytest.mark.parametrize("name", ["tiepdan", "lanhdao", "quantri", ""])
def test_every_page_of_an_empty_office(browser: Browser, bare: Served, name: str) -> None:
    found: list[str] = []
    client = bare.app.test_client()
    if name:
        sign_in(client, bare.account(name))
    plain = [pattern for patterns in rules(bare.app, "GET").values() for pattern in patterns if "<" not in pattern]
    with visitor(browser, bare, name) as page:
        for url in plain:
            answer = client.get(url)
            if answer.status_code == 200 and answer.mimetype == "text/html":
                page.goto(url)
                found += faults(page, url)
    assert not found, told(found)


def test_every_page_of_the_route_map_is_looked_at(full: Served) -> None:
    seen = {address.endpoint for name in (*EVERYBODY, "") for address in open_to(full, name)}
    assert set(rules(full.app, "GET")) - seen == NO_PAGE | LEADS_ON


def test_pages_that_say_what_is_wrong(browser: Browser, full: Served) -> None:
    """Forms sent empty, papers that do not exist, addresses that lead nowhere: these are pages too."""
    answering = full.one("SELECT public_id FROM dossier WHERE state = 'awaiting' AND NOT sealed ORDER BY id DESC LIMIT 1")
    settled = full.one("SELECT d.public_id FROM dossier d JOIN visit v ON v.dossier_id = d.id WHERE v.outcome = 'explained'"
                       " AND NOT d.sealed AND d.state = 'done' ORDER BY d.id DESC LIMIT 1")
    unit = full.one("SELECT public_id FROM unit WHERE code = 'CT-AT'")
    account = full.account("hoagiai").public_id
    visit = f"/tiep-dan/luot/{answering}"
    forms = {
        "tiepdan": ("/tiep-dan/luot-moi", "/tiep-dan/luot-moi?loai=complaint", "/tiep-dan/luot-moi?loai=denunciation",
                    "/tiep-dan/so-thu-tu", f"{visit}/viec/notify", f"{visit}/viec/prolong", f"{visit}/viec/seal",
                    f"{visit}/viec/void", f"/ho-so/{answering}/tep", "/nhap-so", "/doi-mat-khau"),
        "quantri": ("/quan-tri/don-vi/them", "/quan-tri/tai-khoan/them", f"/quan-tri/tai-khoan/{account}/vai-tro",
                    f"/quan-tri/don-vi/{unit}/dong"),
        "": ("/login",),
    }
    wrong = {
        "tiepdan": (f"/tiep-dan/luot/{settled}/bien-nhan", f"/tiep-dan/luot/{settled}/tu-choi", "/tiep-dan/phieu-danh-tinh",
                    f"/tiep-dan/luot/{settled}/viec/notify", f"/tim/{MISSING}", "/khong-co"),
        "hoagiai": (visit,), "": ("/khong-co",),
    }
    found: list[str] = []
    for name in ("tiepdan", "quantri", "hoagiai", ""):
        with visitor(browser, full, name) as page:
            for url in forms.get(name, ()):
                page.goto(url)
                for field in page.locator("main input[type=text]:visible:enabled, main textarea:visible:enabled").all():
                    field.fill("")
                page.locator("main form").first.evaluate("form => form.requestSubmit(form.querySelector('[data-primary]:enabled'))")
                page.wait_for_function("() => document.querySelector('[data-errors], .why-bad, .errors, h1')")
                if page.locator("[data-errors], .why-bad").count() == 0:
                    found.append(f"{url}: sent empty, nothing is said")
                found += faults(page, f"{url} sent empty")
            for url in wrong.get(name, ()):
                answer = page.goto(url)
                assert answer is not None
                assert answer.status in (404, 409), url
                found += faults(page, f"{url} ({answer.status})")
    assert not found, told(found)
