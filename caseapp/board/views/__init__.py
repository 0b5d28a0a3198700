"""The pages of the board: figures, lists, what is done to several dossiers at once."""
from __future__ import annotations

from flask import Flask

from caseapp.board.views import pages as _pages
from caseapp.board.views import together as _together
from caseapp.board.views.blueprint import pages

_PARTS = (_pages, _together)       # each binds its views to the blueprint when it is imported


def install(app: Flask) -> None:
    """Put the board into the application."""
    app.register_blueprint(pages)
