"""A small application with the pages' plumbing and nothing else: no database, no office."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask, abort, render_template_string, request
from flask.testing import FlaskClient
from flask_login import LoginManager

from caseapp.config import Settings
from caseapp.web import assembly
from caseapp.web.access import Verdict, guarded, public
from caseapp.web.assembly import Entry, Frame, MenuItem
from caseapp.web.errors import Refusal

MORNING = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)


class Doorman:
    """Says of every request what the test wants said."""

    def __init__(self) -> None:
        self.verdict = Verdict.ALLOWED
        self.asked: list[tuple[str, ...]] = []

    def __call__(self, policies: tuple[str, ...]) -> Verdict:
        self.asked.append(policies)
        return self.verdict


def build(doorman: Doorman, home: Path, *, https: bool = False) -> Flask:
    """The application: one open page, one guarded, some that fail."""
    app = Flask("caseapp")
    app.config.update(SECRET_KEY="k" * 40, TESTING=True, ERROR_PAGES=True, CLOCK=lambda: MORNING)
    app.extensions["settings"] = Settings(home=home, public_url="https://localhost" if https else "")
    login = LoginManager(app)
    login.user_loader(lambda _id: None)
    frame = Frame(
        viewer=lambda: SimpleNamespace(name="Lê Thị Thu Hằng", keys_off=False) if request.path != "/open" else None,
        navigation=lambda: [Entry("Bàn tiếp dân", "/", lambda: 4, current=True), Entry("Pháp luật", "/law", group=2)],
        menu=lambda: [MenuItem("Đăng xuất", "/logout", post=True)],
        office=lambda: ("UBND phường An Thịnh", "thành phố Cần Thơ"),
        notices=lambda: (3, "/notices"),
        search_url="/tim",
    )
    assembly.install(app, doorman, frame)

    @app.get("/open")
    @public
    def open_page() -> str:
        return render_template_string("{% extends 'layout.html' %}{% block title %}Mở{% endblock %}")

    @app.route("/desk", methods=["GET", "POST"])
    @guarded("desk", "log-visit")
    def desk() -> str:
        return render_template_string("{% extends 'layout.html' %}{% block title %}Bàn{% endblock %}")

    @app.get("/fails/<how>")
    @public
    def fails(how: str) -> str:
        if how == "refused":
            raise Refusal("Chưa có báo cáo xác minh.")
        if how == "crash":
            raise ValueError("Nguyễn Thị Ánh, 092171003307")
        abort(int(how))

    return app


@pytest.fixture
def doorman() -> Doorman:
    """The guard of ``small_app``."""
    return Doorman()


@pytest.fixture
def small_app(doorman: Doorman, tmp_path: Path) -> Flask:
    """The application without an office."""
    return build(doorman, tmp_path)


@pytest.fixture
def browser_less(small_app: Flask) -> FlaskClient:
    """A client of ``small_app``."""
    return small_app.test_client()


@pytest.fixture
def speaking(small_app: Flask) -> Iterator[Flask]:
    """``small_app`` inside a Vietnamese request."""
    with small_app.test_request_context("/open", headers={"Accept-Language": "vi"}):
        yield small_app
