"""The pages of sign-in, one's own account, units, accounts and requests for access."""
from __future__ import annotations

from flask import Flask

from caseapp.staff import sessions
from caseapp.staff.viewer import guard
from caseapp.staff.views import accounts, door, live, own, requests, roles, units
from caseapp.staff.views.blueprint import pages

__all__ = ["guard", "install"]

_PARTS = (door, own, units, accounts, roles, requests, live)      # importing them hangs their views on the blueprint


def install(app: Flask) -> None:
    """Put the pages and the sessions into the application."""
    sessions.install(app)
    app.register_blueprint(pages)
