"""Looking for a person in everything an office keeps: every table, every file, in every way a word can be written."""

from __future__ import annotations

import base64
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

import sqlalchemy as sa

from caseapp.db import db
from caseapp.text import fold

BETWEEN = b"\n\x00\n"
SHORTEST = 6     # a shorter piece of base64 turns up in random bytes by chance


def traces(words: Iterable[str], *homes: Path) -> list[str]:
    """Where any of ``words`` is found: "table.column" or a file's path, with the word; empty when nowhere."""
    needles = {spelling: word for word in words for spelling in spellings(word)}
    kept = list(_kept(homes))
    whole = BETWEEN.join(content for _, content in kept)
    low = whole.lower()
    met = {needle: word for needle, word in needles.items() if needle in whole or needle in low}
    return sorted({f"{place}: {word}" for place, content in kept for needle, word in met.items()
                   if needle in content or needle in content.lower()})


def spellings(word: str) -> set[bytes]:
    """NFC, NFD and unmarked; each in UTF-8 and UTF-16, plain and as base64 at any offset."""
    texts = {form for text in (word, word.lower(), fold(word), fold(word).upper())
             for form in (unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text))}
    assert all(len(text) >= SHORTEST for text in texts), "too short to be a trace of anybody"
    plain = {text.encode(code) for text in texts for code in ("utf-8", "utf-16-le", "utf-16-be")}
    return plain | {coded for text in texts for coded in _base64(text.encode())}


def _base64(content: bytes) -> Iterator[bytes]:
    """What of ``content`` can be seen in a base64 text, wherever it begins there."""
    for before in range(3):
        coded = base64.b64encode(bytes(before) + content)
        yield coded[-(-before * 4 // 3):(before + len(content)) * 4 // 3]


def _kept(homes: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    with db.engine.connect() as connection:
        for table in sa.inspect(connection).get_table_names():
            rows = connection.exec_driver_sql(f'SELECT * FROM "{table}"')
            names = list(rows.keys())
            for row in rows:
                for name, value in zip(names, row, strict=True):
                    content = bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()
                    yield f"{table}.{name}", content
    for home in homes:
        for path in sorted(home.rglob("*")):
            if path.is_file():
                yield str(path.relative_to(home)), path.read_bytes()
                yield f"name of {path.relative_to(home)}", path.name.encode()
