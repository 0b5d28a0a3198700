"""Knows how a posted form is read without the temporary files that larger parts go to otherwise."""
from __future__ import annotations

import io
from typing import IO, Any

from werkzeug.formparser import FormDataParser


class InMemory(FormDataParser):
    """Reads a form whose files name people: its bytes go nowhere but here."""

    def __init__(self, stream_factory: Any = None, **more: Any) -> None:
        super().__init__(stream_factory=memory, **more)


def memory(*_about: Any, **_more: Any) -> IO[bytes]:
    """Where the bytes of an upload go."""
    return io.BytesIO()
