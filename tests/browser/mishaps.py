"""What goes wrong at a counter: a session that ends behind one's back, a seat at which requests fail."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import sqlalchemy as sa

from caseapp.db import writing
from caseapp.staff.models import SignIn
from caseapp.web.now import now
from tests.office.browser import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.browser.offices import Served


def end_sessions(office: Served) -> None:
    with office.app.app_context(), writing() as session:
        session.execute(sa.update(SignIn).values(ended_at=now()))


@contextmanager
def careless(browser: Browser, office: Served, name: str) -> Iterator[Page]:
    """A seat at which requests may fail: what is watched elsewhere is the point here."""
    context = browser.new_context(base_url=office.url, locale="vi-VN", viewport={"width": 1366, "height": 768})
    context.set_default_timeout(PATIENCE)
    office.clock.forward(minutes=5)      # later than the draft that lies there already
    office.enter(context, name)
    try:
        yield context.new_page()
    finally:
        context.close()
