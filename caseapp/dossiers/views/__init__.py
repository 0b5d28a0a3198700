"""Pages that all kinds of dossier share: receipts of deadlines, files, drafts, search."""
from __future__ import annotations

from flask import Flask

from caseapp.dossiers.views import drafts, files, finding, receipts
from caseapp.dossiers.views.blueprint import dossiers

__all__ = ["drafts", "files", "finding", "install", "receipts"]


def install(app: Flask) -> None:
    """Bind the pages to ``app``; features register their kinds and draft filters themselves."""
    app.extensions.setdefault("shown_kinds", {})
    app.extensions.setdefault("draft_filters", {})
    app.register_blueprint(dossiers)
