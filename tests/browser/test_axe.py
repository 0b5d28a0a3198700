"""No page has anything that axe finds wrong, scrolls sideways or complains in the console, whoever opens it.

Colours are measured in Vietnamese, once for each sort of page and of element, and on both screens; they do not depend on
the language, so English is looked at for everything else: names, labels, order, words left in Vietnamese.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from caseapp.web.language import COOKIE
from tests.browser.addresses import MISSING, rules
from tests.browser.asides import asides_office, save_a_list
from tests.browser.looking import axe, faults, sideways, told, vietnamese_in, visitor, written
from tests.browser.walked import EVERYBODY, LEADS_ON, NO_PAGE, Seen
from tests.office.making import everything
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.browser.asides import Asides
    from tests.browser.offices import Served
    from tests.browser.walked import Walk
    from tests.office.templates import Run

# Clerks and inspectors see what these see; their pages are walked without a browser (tests/test_pages_everywhere.py).
# In so many parts: no worker of the run is to be left behind alone with one of them.
LOOKING = {"tiepdan": 4, "lanhdao": 4, "canbo": 2, "quantri": 1, "hoagiai": 2, "totruong": 1}
IN_ENGLISH = {"tiepdan": 2, "lanhdao": 3, "hoagiai": 1, "totruong": 1}
TOUCHED = ("tiepdan", "lanhdao", "canbo", "hoagiai")
# What stands on these needs a hand-over, a merge, a proxy's paper, a measure, an old book, a list of one's own, or an office
# above: see asides.
ELSEWHERE = {"cases.edit_list", "cases.end_paper", "cases.open_again", "cases.open_discipline_again",
             "cases.unmerge_case"}
# Cases that between them show every part of their page.
TELLING = {"", "received proposed", "suspended", "delivered", "closed"}
EACH = {"reception.act", "cases.act", "cases.case", "mediation.act"}
MAIN = {"reception.desk", "reception.new_visit", "reception.visit_list", "reception.visit", "reception.act", "home.work",
        "register.show_register", "reception.take_ticket", "dossiers.receipt", "dossiers.search", "staff.own_account",
        "cases.case", "cases.act", "cases.case_list", "cases.proposal", "petitions.petition", "board.board", "board.figure_list",
        "notices.reminders", "mediation.disputes", "mediation.team_disputes", "mediation.dispute", "mediation.new_dispute",
        "mediation.result", "mediation.act", "mediation.promise", "mediation.choose_photos", "mediation.petition"}


@pytest.fixture(scope="module")
def asides(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asides]:
    """The office of the other ways, for looking only."""
    with asides_office(run, tmp_path_factory.mktemp("asides") / "home") as office:
        yield office


def one_of_each(pages: list[Seen]) -> list[Seen]:
    """One page of each route, of a sealed visit and of an open one; acts, and cases where they stand, each for itself."""
    return list({(one.endpoint, one.sort if one.endpoint in EACH else one.sealed): one
                 for one in pages if one.endpoint != "cases.case" or one.sort in TELLING}.values())


def new_in_english(walk: Walk, name: str) -> list[Seen]:
    """The same, but for a leader of mediators without what head and mediators are shown of the same views."""
    shown = {(one.endpoint, one.sort if one.endpoint in EACH else "")
             for other in ("lanhdao", "hoagiai") for one in walk.pages[other] if name == "totruong"}
    return [one for one in one_of_each(walk.new_to(name)) if (one.endpoint, one.sort if one.endpoint in EACH else "") not in shown]


def unlike(pages: list[Seen]) -> list[Seen]:
    """The first, for its frame; of others that are of one view and made of the same sorts of elements, the fullest."""
    fullest = dict[Any, Seen]()
    for one in pages[1:]:
        key = (one.endpoint, one.sealed, one.parts)
        if key not in fullest or one.size > fullest[key].size:
            fullest[key] = one
    return [pages[0], *fullest.values()]


def newly_coloured(walk: Walk, name: str) -> set[str]:
    """Of the pages new to ``name`` those whose colours are measured: the first of its route or with a part not measured yet.

    Nobody before was shown one like it: what an element's colours are follows from its tag, its classes and its state.
    """
    measured, found = set[str](), set[str]()
    for one in EVERYBODY[:EVERYBODY.index(name) + 1]:
        for seen in unlike(walk.new_to(one)) if one in LOOKING else ():
            parts = {seen.endpoint, *seen.parts}
            found |= {seen.url} if one == name and not parts <= measured else set()
            measured |= parts
    first = walk.new_to(name)[0]      # for its frame
    return {*found, first.url}


def in_parts(whose: dict[str, int]) -> list[tuple[str, int]]:
    """Each name with the number of each of its parts."""
    return [(name, part) for name, parts in whose.items() for part in range(parts)]


@cache
def written_in(office: Served) -> tuple[str, ...]:
    """What people wrote: it stays as they wrote it in whatever language a page is."""
    with office.app.app_context():
        rows = everything()
    return tuple(written({name: rows[name] for name in rows if name not in ("journal", "clock")}))


@pytest.mark.parametrize(("name", "part"), in_parts(LOOKING))
def test_every_page_of_a_full_office(browser: Browser, full: Served, walk: Walk, name: str, part: int) -> None:
    found, coloured = list[str](), newly_coloured(walk, name)
    with visitor(browser, full, name) as page:
        for seen in unlike(walk.new_to(name))[part::LOOKING[name]]:
            page.goto(seen.here(full, name))
            found += faults(page, seen.url, colours=seen.url in coloured)
    assert not found, told(found)


@pytest.mark.parametrize(("name", "part"), in_parts(IN_ENGLISH))
def test_every_page_in_english(browser: Browser, full: Served, walk: Walk, name: str, part: int) -> None:
    """A paper may be Vietnamese whoever prints it; everything else speaks English but for what people wrote."""
    found: list[str] = []
    with visitor(browser, full, name) as page:
        page.context.add_cookies([{"name": COOKIE, "value": "en", "url": full.url}])
        for seen in new_in_english(walk, name)[part::IN_ENGLISH[name]]:
            page.goto(seen.here(full, name))
            wrong = [*axe(page, colours=False), *sideways(page)]
            if not page.locator("main.sheet").count():
                wrong += [f"in Vietnamese: {words}" for words in vietnamese_in(page, written_in(full))]
                wrong += [] if page.evaluate("document.documentElement.lang") == "en" else ["says that it is not English"]
            found += [f"{seen.url}: {one}" for one in wrong]
    assert not found, told(found)


@pytest.mark.parametrize("name", TOUCHED)
def test_the_main_pages_on_a_telephone(browser: Browser, full: Served, walk: Walk, name: str) -> None:
    found: list[str] = []
    with visitor(browser, full, name, "phone") as page:
        main = {one.endpoint: one.url for one in reversed(walk.new_to(name)) if one.endpoint in MAIN}
        for url in main.values():
            page.goto(url)
            found += [f"{url}: {problem}" for problem in axe(page)]
    assert not found, told(found)


def test_no_page_shows_a_sign_escaped_twice(walk: Walk) -> None:
    """Some names bear an apostrophe: H'Nhung Byă is not H&#39;Nhung Byă."""
    assert any(seen.apostrophe for seen in walk.pages["tiepdan"])
    assert [(name, seen.url, seen.twice) for name, pages in walk.pages.items() for seen in pages if seen.twice] == []


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


def test_every_page_of_the_route_map_is_looked_at(full: Served, walk: Walk) -> None:
    seen = {one.endpoint for pages in walk.pages.values() for one in pages}
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
