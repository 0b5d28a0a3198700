"""A real Chromium: where it is, how it is started, and what a page may not do while a test looks at it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, expect, sync_playwright

PATIENCE = 20_000     # ms: a busy machine is slow, and no test is about that
VIEWPORTS = {"desktop": {"width": 1366, "height": 768}, "phone": {"width": 390, "height": 844}}
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# A quiet browser: it calls nobody, updates nothing, asks nothing.
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WATCH_POLICY = """
document.addEventListener("securitypolicyviolation", event =>
    console.error(`content security policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile || ""}`));
"""

expect.set_options(timeout=PATIENCE)


def find_chromium() -> str:
    """The browser that start.py found, or one on the path; its absence fails a test and never skips it."""
    named = os.environ.get("CASEAPP_CHROMIUM")
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        pytest.fail("no Chromium: install it, set CASEAPP_CHROMIUM, or run python3 start.py test", pytrace=False)
    return found


@contextmanager
def started() -> Iterator[Browser]:
    """One browser; each test takes a context of its own in it."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    flags = [*FLAGS, "--no-sandbox"] if root else list(FLAGS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), headless=True, args=flags)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(browser: Browser, base_url: str, viewport: str = "desktop", **options: Any) -> Iterator[Page]:
    """A page of a new person at a screen of that size; ends in a failure if anything was written to the console."""
    context = browser.new_context(
        base_url=base_url,
        viewport=VIEWPORTS[viewport],
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        has_touch=viewport == "phone",
        reduced_motion="reduce",
        **options,
    )
    context.set_default_timeout(PATIENCE)
    context.add_init_script(WATCH_POLICY)
    page = context.new_page()
    problems = watch(page)
    try:
        yield page
    finally:
        context.close()
    assert problems == [], "the page complained:\n" + "\n".join(problems)


def watch(page: Page) -> list[str]:
    """Collect what goes wrong in ``page``: script errors, console errors, blocked content, missing files.

    A page that answers 404 or 422 on purpose is no problem; a style sheet or a script that does is one.
    """
    problems: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            problems.append(f"console: {message.text}")

    def on_response(response: Response) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            problems.append(f"{response.status}: {response.request.method} {response.url}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: problems.append(f"script: {error}"))
    page.on("response", on_response)
    return problems


def axe_problems(page: Page) -> list[str]:
    """What axe finds wrong with the accessibility of the page as it stands, one line per rule and place."""
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]
