"""Knows what of a person the page's frame shows: whose office, which language, the account menu, what waits."""
from __future__ import annotations

from collections.abc import Callable

from flask import Flask, current_app, url_for

from caseapp.staff import queries, request_queries
from caseapp.staff.policy import Can
from caseapp.staff.viewer import Viewer, viewer
from caseapp.web.assembly import MenuItem
from caseapp.web.language import gettext as _
from caseapp.web.now import now, today


def signed_in() -> Viewer | None:
    """The person signed in, None for a stranger."""
    return viewer() or None


def language() -> str | None:
    """The language an account has chosen, None when it leaves it to the browser."""
    return viewer().language


def office() -> tuple[str, str] | None:
    """(name, place above) of the viewer's unit; for a stranger the office, when there is only one."""
    person = viewer()
    if person:
        return person.unit_name, person.parent_unit_name
    sole = queries.sole_office(today())
    return (sole.name, "") if sole else None


def menu() -> list[MenuItem]:
    """What opens under one's own name in the header."""
    person = viewer()
    if not person:
        return []
    # A counter's machine is locked, a volunteer's own phone, or a neighbour's, is left.
    words = _("Đăng xuất") if person.may(Can.MEDIATE) and not person.may(Can.MY_WORK) else _("Khóa máy")
    leave = MenuItem(words, url_for("staff.sign_out"), post=True)
    if person.must_change:
        return [leave]
    return [MenuItem(_("Tài khoản của tôi"), url_for("staff.own_account")), leave]


Bell = Callable[[Viewer], tuple[int, str] | None]


def hang_bell(app: Flask, bell: Bell) -> None:
    """At assembly: a feature above counts what the bell in the header tells somebody, requests for access included."""
    app.extensions["bell"] = bell


def notices() -> tuple[int, str] | None:
    """(How much waits to be read by the viewer, where); None for whoever has no bell.

    Without a feature that has more to tell: the requests for access that wait for the viewer's word.
    """
    person = viewer()
    bell: Bell | None = current_app.extensions.get("bell")
    if bell is not None:
        return bell(person)
    if not person.may(Can.CONFIRM_ACCESS):
        return None
    return request_queries.count(person, now()), url_for("staff.request_list")
