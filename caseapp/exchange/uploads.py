"""Knows how a book is taken from a request: in memory alone, as large as the office allows, never on the disk."""
from __future__ import annotations

from typing import Any, Final

from flask import current_app, request

from caseapp.web.in_memory import InMemory

OVERHEAD: Final = 1 << 18      # the other fields of the form and what stands between the parts


def keep_off_disk(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Runs before anything reads the form, the check of its token included."""
    request.max_content_length = (current_app.extensions["settings"].book_mb << 20) + OVERHEAD
    request.form_data_parser_class = InMemory
