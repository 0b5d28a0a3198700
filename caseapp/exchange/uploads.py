"""Knows how a book is taken from a request: in memory alone, as large as the office allows, never on the disk."""
from __future__ import annotations

import io
from typing import IO, Any, Final

from flask import current_app, request
from werkzeug.formparser import FormDataParser

OVERHEAD: Final = 1 << 18      # the other fields of the form and what stands between the parts


class InMemory(FormDataParser):
    """Reads a posted form without the temporary files that larger parts go to otherwise."""

    def __init__(self, stream_factory: Any = None, **more: Any) -> None:
        super().__init__(stream_factory=memory, **more)


def memory(*_about: Any, **_more: Any) -> IO[bytes]:
    """Where the bytes of an upload go: nowhere but here."""
    return io.BytesIO()


def keep_off_disk(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Runs before anything reads the form, the check of its token included."""
    request.max_content_length = (current_app.extensions["settings"].book_mb << 20) + OVERHEAD
    request.form_data_parser_class = InMemory
