"""No page has anything that axe finds wrong, scrolls sideways or complains in the console, whoever opens it.

Colours are measured in Vietnamese, once for each sort of page and of element, and on both screens; they do not depend on
the language, so English is looked at for everything else: names, labels, order, words left in Vietnamese.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

from caseapp.board.figures import OF_CLOCKS, Figure
from caseapp.kinds import KINDS
from caseapp.web.language import COOKIE
from caseapp.workflow.engine import way_of
from tests.browser.addresses import MISSING, Address, addresses, possible, rules, samples, search
from tests.browser.asides import asides_office, save_a_list
from tests.browser.looking import axe, faults, sideways, told, vietnamese_in, visitor, written
from tests.office.making import everything
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient
    from playwright.sync_api import Browser

    from tests.browser.asides import Asides
    from tests.browser.offices import Served
    from tests.office.templates import Run

EVERYBODY = ("tiepdan", "lanhdao", "canbo", "vanthu", "thanhtra", "quantri", "hoagiai")
# Clerks and inspectors see what these see; their pages are walked without a browser (tests/test_pages_everywhere.py).
LOOKING = ("tiepdan", "lanhdao", "canbo", "quantri", "hoagiai")
# Who is shown the page of every sort of dossier; the others one page of each route. Of acts everybody is shown one of
# each way in which they may be done: their forms are made of the same fields, and walked act by act without a browser.
EVERY_STATE = {"reception.visit": "tiepdan", "cases.case": "lanhdao"}
TOUCHED = ("tiepdan", "lanhdao", "canbo", "hoagiai")
NO_PAGE = {"dossiers.receipt_json", "lawbook.calendar_version", "dossiers.get_file", "exchange.register_as_sheet", "health.alive", "health.ready",
           "staff.session_sign"}
LEADS_ON = {"home.start"}
# What stands on these needs a hand-over, a merge, a proxy's paper, a measure, an old book, a list of one's own, or an office
# above: see asides.
ELSEWHERE = {"cases.edit_list", "cases.end_paper", "cases.open_again", "cases.open_discipline_again",
             "cases.unmerge_case"}
# Cases that between them show every part of their page.
TELLING = {"", "received proposed", "suspended", "delivered", "closed"}
EACH = {"reception.act", "cases.act", "cases.case"}
ROLES = {"canbo": frozenset({"handler"}), "vanthu": frozenset({"clerk"}), "tiepdan": frozenset({"reception"}),
         "lanhdao": frozenset({"supervisor"})}
MAIN = {"reception.desk", "reception.new_visit", "reception.visit_list", "reception.visit", "reception.act", "home.work",
        "register.show_register", "reception.take_ticket", "dossiers.receipt", "dossiers.search", "staff.own_account",
        "cases.case", "cases.act", "cases.case_list", "cases.proposal", "petitions.petition", "board.board", "board.figure_list",
        "notices.reminders"}

ELEMENT = re.compile(r"<([a-z][a-z0-9]*)([^>]*)>")
STYLED = re.compile(r'\b(?:class|type|role|aria-current|aria-disabled)="[^"]*"|\b(?:disabled|checked|data-primary)\b')


@pytest.fixture(scope="module")
def asides(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asides]:
    """The office of the other ways, for looking only."""
    with asides_office(run, tmp_path_factory.mktemp("asides") / "home") as office:
        yield office


@cache
def open_to(office: Served, name: str) -> tuple[Address, ...]:
    """One address of every sort of page that ``name`` may open; nobody is a stranger."""
    client, chosen = client_of(office, name), dict[tuple[str, str], Address]()
    for address in every_address(office):
        sort = sort_for(address, name)
        if (address.endpoint, sort) in chosen or address.endpoint in NO_PAGE | LEADS_ON or not possible(address):
            continue
        if client.get(address.url).status_code == 200:
            chosen[address.endpoint, sort] = address
    if name:
        chosen["found", ""] = Address("dossiers.search_result", search(client, "nguyen"))
    return tuple(chosen.values())


def sort_for(address: Address, name: str) -> str:
    """The sort of page an address opens, told less finely to whoever need not be shown every one of them."""
    if address.endpoint in ("cases.mend", "cases.proposal"):
        return ""
    if address.endpoint == "board.figure_list":      # what is late, what is done, everything else: three sorts of list
        return address.sort if address.sort == Figure.LATE else str(address.sort in OF_CLOCKS)
    if EVERY_STATE.get(address.endpoint, name) == name:
        return address.sort
    if address.endpoint == "cases.act":
        action = KINDS[address.about.kind].action(address.sort)
        return f"{way_of(action, ROLES[name])} {action.document}" if name in ROLES else ""
    return "sealed" if address.about.sealed else ""


@cache
def new_to(office: Served, name: str) -> list[Address]:
    """Pages of ``name`` whose content nobody named before sees just like that; and the first one, for its frame."""
    before = EVERYBODY[:EVERYBODY.index(name)]
    return [address for place, address in enumerate(open_to(office, name))
            if place == 0 or content(office, name, address.url) not in {content(office, one, address.url) for one in before}]


def one_of_each(pages: list[Address]) -> list[Address]:
    """One page of each route, of a sealed visit and of an open one; acts, and cases where they stand, each for itself."""
    return list({(one.endpoint, one.sort if one.endpoint in EACH else getattr(one.about, "sealed", None)): one
                 for one in pages if one.endpoint != "cases.case" or one.sort in TELLING}.values())


def newly_coloured(office: Served, name: str) -> set[str]:
    """Of the pages new to ``name`` those whose colours are measured: the first of its route or with a part not measured yet.

    Nobody before was shown one like it: what an element's colours are follows from its tag, its classes and its state.
    """
    measured, found = set[str](), set[str]()
    for one in EVERYBODY[:EVERYBODY.index(name) + 1]:
        for address in new_to(office, one) if one in LOOKING else ():
            parts = {address.endpoint, *parts_of(content(office, one, address.url))}
            found |= {address.url} if one == name and not parts <= measured else set()
            measured |= parts
    first = new_to(office, name)[0]      # for its frame
    return {*found, first.url}


def parts_of(page: str) -> set[str]:
    """Every sort of element on a page: its tag, and what a style sheet chooses by."""
    return {" ".join([tag, *sorted(STYLED.findall(told))]) for tag, told in ELEMENT.findall(page)}


@cache
def content(office: Served, name: str, url: str) -> str:
    """What stands between header and footer, without what is new each time; empty for whoever may not open it."""
    answer = client_of(office, name).get(url)
    main = re.search(r"<main.*</main>", answer.text, re.DOTALL) if answer.status_code == 200 else None
    return re.sub(r'value="[^"]{20,}"|/nhap/[\w-]{20,}', "", main[0]) if main else ""


@cache
def client_of(office: Served, name: str) -> FlaskClient:
    client = office.app.test_client()
    if name:
        sign_in(client, office.account(name))
    return client


@cache
def every_address(office: Served) -> tuple[Address, ...]:
    """Of the first commune's dossiers one of each sort, of its people those whom an administrator is shown."""
    home, shown = office.account("tiepdan").unit_id, {office.account(one).public_id for one in ("tiepdan", "hoagiai")}
    with office.app.app_context():
        found = addresses(office.app, shown=[row for row in samples() if row.unit_id == home])
    return tuple(one for one in found if "/quan-tri/tai-khoan/" not in one.url or one.about is None
                 or one.about.public_id in shown)


@cache
def written_in(office: Served) -> tuple[str, ...]:
    """What people wrote: it stays as they wrote it in whatever language a page is."""
    with office.app.app_context():
        rows = everything()
    return tuple(written({name: rows[name] for name in rows if name not in ("journal", "clock")}))


@pytest.mark.parametrize("name", LOOKING)
def test_every_page_of_a_full_office(browser: Browser, full: Served, name: str) -> None:
    found, coloured = list[str](), newly_coloured(full, name)
    with visitor(browser, full, name) as page:
        for address in new_to(full, name):
            page.goto(address.url)
            found += faults(page, address.url, colours=address.url in coloured)
    assert not found, told(found)


@pytest.mark.parametrize("name", ["tiepdan", "lanhdao"])
def test_every_page_in_english(browser: Browser, full: Served, name: str) -> None:
    """A paper may be Vietnamese whoever prints it; everything else speaks English but for what people wrote."""
    found: list[str] = []
    with visitor(browser, full, name) as page:
        page.context.add_cookies([{"name": COOKIE, "value": "en", "url": full.url}])
        for address in one_of_each(new_to(full, name)):
            page.goto(address.url)
            wrong = [*axe(page, colours=False), *sideways(page)]
            if not page.locator("main.sheet").count():
                wrong += [f"in Vietnamese: {words}" for words in vietnamese_in(page, written_in(full))]
                wrong += [] if page.evaluate("document.documentElement.lang") == "en" else ["says that it is not English"]
            found += [f"{address.url}: {one}" for one in wrong]
    assert not found, told(found)


@pytest.mark.parametrize("name", TOUCHED)
def test_the_main_pages_on_a_telephone(browser: Browser, full: Served, name: str) -> None:
    found: list[str] = []
    with visitor(browser, full, name, "phone") as page:
        main = {one.endpoint: one.url for one in reversed(new_to(full, name)) if one.endpoint in MAIN}
        for url in main.values():
            page.goto(url)
            found += [f"{url}: {problem}" for problem in axe(page)]
    assert not found, told(found)


def test_no_page_shows_a_sign_escaped_twice(full: Served) -> None:
    """Some names bear an apostrophe: H'Nhung Byă is not H&#39;Nhung Byă."""
    assert any("&#39;" in client_of(full, "tiepdan").get(one.url).text for one in open_to(full, "tiepdan"))
    twice = re.compile(r"&amp;(?:#\d+|amp|lt|gt|quot);")
    assert [(one.url, twice.findall(page)) for name in EVERYBODY for one in open_to(full, name)
            if twice.search(page := client_of(full, name).get(one.url).text)] == []


@pytest.mark.parametrize("name", ["tiepdan", "lanhdao", ""])
def test_every_page_of_an_empty_office(browser: Browser, bare: Served, name: str) -> None:
    found: list[str] = []
    client = bare.app.test_client()
    if name:
        sign_in(client, bare.account(name))
    # The law is the same in an empty office; of its pages the calendar alone holds what an office has.
    plain = [pattern for patterns in rules(bare.app, "GET").values() for pattern in patterns
             if "<" not in pattern and (not pattern.startswith("/phap-luat") or pattern.endswith("/lich"))]
    with visitor(browser, bare, name) as page:
        for url in plain:
            answer = client.get(url)
            if answer.status_code == 200 and answer.mimetype == "text/html":
                page.goto(url)
                found += faults(page, url)
    assert not found, told(found)


def test_every_page_of_the_route_map_is_looked_at(full: Served) -> None:
    seen = {address.endpoint for name in (*EVERYBODY, "") for address in open_to(full, name)}
    assert set(rules(full.app, "GET")) - seen == NO_PAGE | LEADS_ON | ELSEWHERE


@pytest.mark.parametrize(("viewport", "language"), [("desktop", "vi"), ("phone", "vi"), ("desktop", "en")])
def test_pages_of_cases_that_went_other_ways(browser: Browser, asides: Asides, viewport: str, language: str) -> None:
    """Handed over, laid together, led by representatives, denunciations after their acceptance; then one's own lists."""
    office, found = asides.served, list[str]()
    stored = tuple(written_in(office)) if language == "en" else ()
    for name in dict.fromkeys(name for name, _url, _endpoint in asides.pages):
        with visitor(browser, office, name, viewport) as page:
            page.context.add_cookies([{"name": COOKIE, "value": language, "url": office.url}])
            urls = [url for whose, url, _endpoint in asides.pages if whose == name]
            urls += [save_a_list(page), "/vu-viec/danh-sach"] if name == "canbo" and language == "vi" else []
            for url in urls:
                answer = page.goto(url)
                assert answer is not None
                assert answer.status == 200, url
                found += faults(page, url, colours=language == "vi")
                found += [f"{url}: in Vietnamese: {words}" for words in vietnamese_in(page, stored)] if stored else []
    assert not found, told(found)


def test_every_page_left_out_above_is_opened_there(asides: Asides) -> None:
    assert {endpoint for _name, _url, endpoint in asides.pages if endpoint in ELSEWHERE} | {"cases.edit_list"} == ELSEWHERE


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
                found += faults(page, f"{url} sent empty", colours=url == forms[name][0])
            for url in wrong.get(name, ()):
                answer = page.goto(url)
                assert answer is not None
                assert answer.status in (404, 409), url
                found += faults(page, f"{url} ({answer.status})", colours=url == wrong[name][0])
    assert not found, told(found)
