"""Knows in which language a page answers: the account's choice, else a cookie, else what the browser asks for."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from flask import Flask, abort, g, has_request_context, redirect, request
from flask_babel import get_locale, get_translations, refresh
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from caseapp.extensions import babel
from caseapp.web.access import local_path, public

LANGUAGES: Final = {"vi": "Tiếng Việt", "en": "English"}
DEFAULT: Final = "vi"
COOKIE: Final = "language"
YEAR: Final = 31_536_000

Chosen = Callable[[], str | None]


def install(app: Flask, account_language: Chosen, *, https: bool) -> None:
    """Let Babel ask here; add the switch that works before anybody has signed in."""
    # Form messages are our own: the catalogue of the form library would be read from disk at every request.
    app.config["WTF_I18N_ENABLED"] = False
    if "babel" not in app.extensions:
        babel.init_app(app, default_locale=DEFAULT, default_timezone="Asia/Ho_Chi_Minh")
    settings = app.extensions["babel"]
    settings.default_locale, settings.default_timezone = DEFAULT, "Asia/Ho_Chi_Minh"
    settings.locale_selector = lambda: choose(account_language)

    @public
    def switch_language(code: str) -> AnyResponse:
        return switch(code, https=https)

    # Compiled as the extension's own; a page asks for sixty words, and three nested calls for each cost more than SQL.
    app.jinja_env.newstyle_gettext = True  # type: ignore[attr-defined]
    app.jinja_env.globals.update(_=on_page, gettext=on_page, ngettext=counted_on_page)
    app.add_url_rule("/ngon-ngu/<code>", "language", switch_language, methods=["POST"])
    app.jinja_env.globals.update(languages=LANGUAGES, get_locale=get_locale)


def choose(account_language: Chosen) -> str:
    """The language of this request: “vi” or “en”; kept for the request once it is known."""
    if not has_request_context():
        return DEFAULT
    if "language" not in g:
        g.language = _known(account_language()) or _known(request.cookies.get(COOKIE)) or _asked()
    language: str = g.language
    return language


def gettext(message: str, **facts: object) -> str:
    """The sentence in this request's language: what rows of a list call, a hundred times a page."""
    words: str = _catalogue().ugettext(message)
    return words % facts if facts else words


_ON_PAGES: Final[dict[tuple[str, str], Markup]] = {}


def on_page(message: str, **facts: object) -> Markup:
    """The sentence for a template: what stands in its gaps is escaped, a doubled per cent sign becomes one."""
    key = (current(), message)
    words = _ON_PAGES.get(key)
    if words is None:
        words = _ON_PAGES[key] = Markup(_catalogue().ugettext(message))  # noqa: S704  out of our own catalogue
    return words % facts if facts or "%" in words else words


def counted_on_page(one: str, many: str, num: int, **facts: object) -> Markup:
    """The sentence for a number, for a template; the number is called ``num``."""
    return Markup(_catalogue().ungettext(one, many, num)) % {"num": num, **facts}  # noqa: S704


def ngettext(one: str, many: str, num: int) -> str:
    """The sentence for a number, which it names ``num``."""
    words: str = _catalogue().ungettext(one, many, num)
    return words % {"num": num}


def _catalogue() -> Any:
    """The words of this request's language; asked a hundred times a page, so one look where they are kept."""
    try:
        return g.catalogue
    except (AttributeError, RuntimeError):      # the first word of a request, or no request at all
        words = get_translations()
        if has_request_context():
            g.catalogue = words
        return words


def current() -> str:
    """The code of this request's language."""
    kept: str | None = g.get("language")
    return kept or str(get_locale() or DEFAULT)


def speak(code: str) -> None:
    """Answer in this language from here on: a sentence about a new choice is said in the language chosen."""
    g.language = code
    g.pop("catalogue", None)
    refresh()


def switch(code: str, *, https: bool) -> AnyResponse:
    """Remember a language in this browser and go back to the page it was chosen on."""
    if code not in LANGUAGES:
        abort(404)
    answer = redirect(local_path(request.form.get("next")) or "/", 303)
    answer.set_cookie(COOKIE, code, max_age=YEAR, httponly=True, samesite="Lax", secure=https)
    return answer


def _known(code: str | None) -> str | None:
    return code if code in LANGUAGES else None


def _asked() -> str:
    return request.accept_languages.best_match(list(LANGUAGES), DEFAULT) or DEFAULT
