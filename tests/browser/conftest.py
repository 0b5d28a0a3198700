"""Offices and seats for browser tests: shared ones to look at, one's own to work in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.offices import Served
    from tests.browser.walked import Walk
    from tests.office.templates import Run

Seat = Callable[..., "Page"]


@pytest.fixture(scope="session")
def full(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The full office, for looking only."""
    from tests.browser.offices import full_office, opened_office

    with opened_office(run, full_office(run), tmp_path_factory.mktemp("full") / "home") as office:
        yield office


@pytest.fixture(scope="session")
def walk(run: Run, full: Served) -> Walk:
    """What everybody finds in the full office."""
    from tests.browser.walked import walked

    return walked(run, full)


@pytest.fixture(scope="session")
def bare(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The office of the first morning, for looking only."""
    from tests.browser.offices import bare_office, opened_office

    with opened_office(run, bare_office(run), tmp_path_factory.mktemp("bare") / "home") as office:
        yield office


@pytest.fixture
def office(run: Run, tmp_path: Path) -> Iterator[Served]:
    """A full office of one's own, to work in."""
    from tests.browser.offices import full_office, opened_office

    with opened_office(run, full_office(run), tmp_path / "office") as served:
        yield served


@pytest.fixture
def seat(browser: Browser, office: Served) -> Iterator[Seat]:
    """Sit somebody down at a browser of their own: ``seat("tiepdan")``, ``seat("", "phone")`` for a stranger."""
    with ExitStack() as seats:
        yield _seats(browser, office, seats)


@pytest.fixture
def onlooker(browser: Browser, full: Served) -> Iterator[Seat]:
    """The same before the shared office, for whoever changes nothing."""
    with ExitStack() as seats:
        yield _seats(browser, full, seats)


def _seats(browser: Browser, office: Served, seats: ExitStack) -> Seat:
    from tests.office.browser import opened

    def sit(name: str, screen: str = "desktop", **options: Any) -> Page:
        page = seats.enter_context(opened(browser, office.url, screen, **options))
        if name:
            office.enter(page.context, name)
        return page

    return sit
