"""The book and the figures in a browser: what axe finds, widths at which they scroll sideways, on a phone as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.looking import faults
from tests.mediation.book_office import drawn_facts, make_book_office, put_facts
from tests.office.browser import opened
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.office.live import Live

PAGES = ("so?nam=2026", "so?nam=2026&phan=2&to={team}", "so/in?nam=2026&to={team}", "so-lieu", "so-lieu?xem=to-chuc",
         "so-lieu?xem=hay-gap", "so-lieu?ky=khac&tu=x&den=y", "so-lieu/in")


@pytest.mark.browser
@pytest.mark.slow
def test_book_and_figures_are_clean_and_never_too_wide(browser: Browser, live: Live) -> None:
    office = make_book_office(live.app)
    put_facts(live.app, office, drawn_facts(office, 140))
    client = live.app.test_client()
    sign_in(client, office.head)
    cookie = client.get_cookie(live.app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    found: list[str] = []
    with opened(browser, live.url, "desktop") as page:
        page.context.add_init_script(AXE_SCRIPT)
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live.url}])
        for path in PAGES:
            where = f"/hoa-giai/{path.format(team=office.teams[0].public_id)}"
            page.goto(live.url + where)
            found += faults(page, where)
    assert found == []
