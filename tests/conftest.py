"""Fixtures for every test: an office of one's own, a clock, a client, a served office, a page in a browser."""

from __future__ import annotations

import gc
import ipaddress
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

from tests.office.clock import Clock

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from playwright.sync_api import Browser, Page

    from tests.office.live import Live
    from tests.office.templates import Office, Run


# Two busy cores make any deadline per example a matter of luck; and what one run finds, every run must find.
hypothesis.settings.register_profile("office", deadline=None, print_blob=True, derandomize=True)
hypothesis.settings.load_profile("office")

REMAINS = pytest.StashKey[Any]()
# Thousands of tests and all they import stay until the end: a collector that walks through them again and again takes a
# third of the run. While they are being collected it rests, then what is there counts as there for good.
gc.disable()
YOUNG = 20_000     # objects made until the collector looks at the new ones; a test's whole office is some ten thousand


def pytest_collection_finish(session: pytest.Session) -> None:
    """Let the collector look at what tests make, and at nothing older."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 10, 10)
    gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Note what the run leaves behind, before pytest clears the folder in which that is written."""
    factory = getattr(session.config, "_tmp_path_factory", None)
    folder = getattr(factory, "_basetemp", None)
    if folder and (folder / "postgresql.json").exists():
        from tests.office.postgres import remains

        session.config.stash[REMAINS] = remains(folder)


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the run's PostgreSQL once, after the last worker and the last fixture."""
    left = config.stash.get(REMAINS, None)
    if left is not None:
        left.clear()


def on_this_machine(host: str) -> bool:
    """Whether an address stays within this machine; a name other than localhost does not."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.fixture(autouse=True)
def _closed_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test speaks to anything but this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not on_this_machine(address[0]):
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Run:
    """What the workers of this run share: templates and the PostgreSQL server."""
    from tests.office.templates import Run

    folder = tmp_path_factory.getbasetemp()
    return Run(folder if worker_id == "master" else folder.parent, worker_id)


@pytest.fixture
def clock() -> Clock:
    """Monday 16/11/2026, 09:00 in Vietnam, until the test says otherwise."""
    return Clock()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The CASEAPP_HOME of this test's office; it exists once ``app`` does."""
    return tmp_path / "home"


@pytest.fixture
def new_app(run: Run, clock: Clock) -> Iterator[Callable[..., Flask]]:
    """Make applications over copies of a template, and clear away behind them."""
    from tests.office.templates import close

    made: list[tuple[Office, Flask]] = []

    def make(template: Office, home: Path, **settings: str) -> Flask:
        office = run.clone(template, home, **settings)
        app = office.app()
        # One cheap round of argon2: what a password costs is tested where passwords are.
        app.config.update(TESTING=True, CLOCK=clock, WTF_CSRF_ENABLED=False, ARGON2_TIME_COST=1,
                          ARGON2_MEMORY_KIB=8, ARGON2_PARALLELISM=1)
        made.append((office, app))
        return app

    yield make
    for office, app in made:
        close(app)
        run.drop(office)


@pytest.fixture
def app(run: Run, new_app: Callable[..., Flask], home: Path) -> Flask:
    """An empty, migrated office on SQLite; form tokens are off until ``app.config["WTF_CSRF_ENABLED"] = True``."""
    return new_app(run.template("sqlite"), home)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def any_app(request: pytest.FixtureRequest, run: Run, new_app: Callable[..., Flask], home: Path) -> Flask:
    """The same office on each database: a test that takes it runs twice."""
    return new_app(run.template(request.param), home)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A stranger's browser without scripts, before ``app``."""
    return app.test_client()


@pytest.fixture
def live(run: Run, new_app: Callable[..., Flask], home: Path) -> Iterator[Live]:
    """An empty office that answers on this machine, with form tokens on and the test's clock."""
    from tests.office.live import free_door, served

    with free_door() as door:
        app = new_app(run.template("sqlite"), home, port=str(door.getsockname()[1]))
        app.config.update(TESTING=False, WTF_CSRF_ENABLED=True)
        with served(app, door) as office:
            yield office


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium per worker."""
    from tests.office.browser import started

    with started() as browser:
        yield browser


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser, live: Live) -> Iterator[Page]:
    """A page before ``live``: ``parametrize("page", ["desktop", "phone"], indirect=True)`` chooses the screen."""
    from tests.office.browser import opened

    with opened(browser, live.url, getattr(request, "param", "desktop")) as page:
        yield page


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever takes a page is a browser test; nobody has to say so."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
