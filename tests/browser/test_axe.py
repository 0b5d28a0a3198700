"""No page has anything that axe finds wrong, scrolls sideways or complains in the console, whoever opens it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.browser.addresses import Address, addresses, rules, samples
from tests.office.browser import axe_problems, opened
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.offices import Served

PHONE, HALF = {"width": 390, "height": 844}, {"width": 683, "height": 384}     # a telephone; a laptop at 200 %
DESK = {"width": 1366, "height": 768}
ENGLISH = {"extra_http_headers": {"Accept-Language": "en-US,en;q=0.9"}}
EVERYBODY = ("tiepdan", "lanhdao", "vanthu", "thanhtra", "quantri", "hoagiai")
# What answers with no page: a file, a sign of life.
NO_PAGE = {"dossiers.get_file", "exchange.register_as_sheet", "health.alive", "health.ready"}
NOT_SIGNED_IN = {"staff.sign_in"}
LEADS_ON = {"home.start"}


def open_to(office: Served, name: str) -> list[Address]:
    """One address of every sort of page that ``name`` may open."""
    client = office.app.test_client()
    if name:
        sign_in(client, office.account(name))
    chosen: dict[tuple[str, str], Address] = {}
    with office.app.app_context():
        every = addresses(office.app, shown=samples())
    for address in every:
        key = (address.endpoint, address.sort)
        if key in chosen or address.endpoint in NO_PAGE | LEADS_ON:
            continue
        if client.get(address.url).status_code == 200:
            chosen[key] = address
    return list(chosen.values())


@contextmanager
def visitor(browser: Browser, office: Served, name: str, screen: str = "desktop", **options: object) -> Iterator[Page]:
    with opened(browser, office.url, screen, **options) as page:
        if name:
            office.enter(page.context, name)
        yield page


def faults(page: Page, url: str, *, narrow: bool = True) -> list[str]:
    """What is wrong with the page at ``url``: axe's findings, and widths at which it scrolls sideways."""
    page.goto(url)
    return faults_here(page, url, narrow=narrow)


def faults_here(page: Page, where: str, *, narrow: bool = True) -> list[str]:
    found = [f"{where}: {problem}" for problem in axe_problems(page)]
    for size in (PHONE, HALF) if narrow else ():
        page.set_viewport_size(size)
        if not page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"):
            wide = page.evaluate("""() => [...document.querySelectorAll("body *")].filter(one =>
                one.getBoundingClientRect().right > window.innerWidth + 1).slice(0, 3)
                .map(one => one.outerHTML.slice(0, 120))""")
            found.append(f"{where}: scrolls sideways at {size['width']} px: {wide}")
    if narrow:
        page.set_viewport_size(DESK)
    return found


@pytest.mark.parametrize("name", EVERYBODY)
def test_every_page_of_a_full_office(browser: Browser, full: Served, name: str) -> None:
    found: list[str] = []
    with visitor(browser, full, name) as page:
        import time; t=time.time(); l=open_to(full, name); print(len(l), time.time()-t)
        for address in l:
            t=time.time(); found += faults(page, address.url); print(round(time.time()-t,2), address.url)
    print(*found, sep='\n'); assert found == []


def test_every_page_of_the_route_map_is_looked_at(full: Served) -> None:
    seen = {address.endpoint for name in (*EVERYBODY, "") for address in open_to(full, name)}
    looked_at_elsewhere = {"dossiers.search_result"}
    assert set(rules(full.app, "GET")) - seen == NO_PAGE | LEADS_ON | looked_at_elsewhere
