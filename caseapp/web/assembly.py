"""Knows the order in which the pages' plumbing is put into an application; called once by ``create_app``."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import Flask, abort, request

from caseapp.extensions import csrf
from caseapp.web import access, assets, errors, filters, headers, language

FORM_BYTES: Final = 4_000_000  # 200.000 letters of Vietnamese, percent-encoded: too long, yet shown again as typed
TOKEN_SECONDS: Final = 12 * 3600  # longer than any session lives; the token dies with its session


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the navigation: ``group`` is 1 for daily work, 2 for overview; ``count`` says what waits there."""

    label: object
    url: str
    count: Callable[[], int | None] | None = None
    current: bool = False
    group: int = 1


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A line of the account menu; ``post`` sends a form, for what changes something."""

    label: object
    url: str
    post: bool = False


def nothing(*_args: object) -> None:
    """What a page without an office behind it knows."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What pages show around every content, asked at each request of those who know it.

    ``viewer``: the person signed in, or None. ``language``: their choice, or None. ``navigation`` and ``menu``:
    what they may open. ``office``: (name, the unit above) of the header. ``notices``: (count, address) or None.
    ``searches``: whether there is anything for them to search in; without it neither box nor keys are shown.
    """

    viewer: Callable[[], Any] = nothing
    language: Callable[[], str | None] = nothing
    navigation: Callable[[], Sequence[Entry] | None] = nothing
    menu: Callable[[], Sequence[MenuItem] | None] = nothing
    office: Callable[[], tuple[str, str] | None] = nothing
    notices: Callable[[], tuple[int, str] | None] = nothing
    search_url: str = ""
    searches: Callable[[], bool] = lambda: True


def refuse_nul() -> None:
    """No id, word or number holds a NUL, and PostgreSQL cannot even be asked for one: there is no such page."""
    if "\0" in request.path or b"%00" in request.query_string:
        abort(404)


def refuse_large_forms() -> None:
    """Werkzeug bounds the parts of a multipart form alone: without this anybody could send 50 MB to sign in."""
    plain = request.mimetype == "application/x-www-form-urlencoded"
    if plain and (request.content_length or 0) > FORM_BYTES:
        abort(413)


def install(app: Flask, guard: access.Guard, frame: Frame | None = None) -> None:
    """Put in headers, guard, languages, filters, files, error pages; ``access.check_routes`` comes after the views."""
    frame = frame or Frame()
    settings = app.extensions["settings"]
    app.config["MAX_FORM_MEMORY_SIZE"] = FORM_BYTES
    app.config["WTF_CSRF_TIME_LIMIT"] = TOKEN_SECONDS
    app.before_request(refuse_nul)
    app.before_request(refuse_large_forms)
    language.install(app, frame.language, https=settings.https)
    if "csrf" not in app.extensions:
        csrf.init_app(app)
    access.install(app, guard)
    headers.install(app, https=settings.https, hosts=settings.hosts)
    errors.install(app)
    filters.install(app)
    assets.install(app)

    @app.context_processor
    def around_every_page() -> dict[str, Any]:
        return {
            "viewer": frame.viewer(),
            "navigation": list(frame.navigation() or ()),
            "account_menu": list(frame.menu() or ()),
            "office": frame.office() or ("", ""),
            "notices": frame.notices(),
            "search_url": frame.search_url if frame.searches() else "",
        }
