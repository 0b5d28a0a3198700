"""Knows how large an Excel file becomes when it is read: what would not fit into memory is refused before."""
from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO, Final

_CELL: Final = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br\s*=\s*[\"']([A-Za-z]{1,4})(\d{1,8})[\"'][^>]*?(?<!/)>")
_CHUNK: Final = 1 << 20
_OVERLAP: Final = 512


class NoWorkbook(Exception):
    """It is no Excel file, or one that is locked or broken."""


class TooLarge(Exception):
    """Unpacked it would be larger than what is allowed."""


class TooFar(Exception):
    """A cell lies in a row or column beyond what is allowed; both counted from 1."""

    def __init__(self, row: int, column: int) -> None:
        super().__init__(row, column)
        self.row, self.column = row, column


@dataclass(frozen=True, slots=True)
class Bounds:
    """How large a file may become: bytes unpacked, rows, columns, and cells of the rectangle up to any one of them."""

    unpacked: int
    rows: int
    columns: int
    cells: int


def see_size(content: bytes, bounds: Bounds) -> None:
    """Look through the parts without laying them out; raises NoWorkbook, TooLarge, TooFar."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > bounds.unpacked:
                raise TooLarge
            for part in parts.infolist():
                if part.filename.lower().endswith(".xml"):
                    with parts.open(part) as stream:
                        _see_part(stream, bounds)
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, ValueError, EOFError):
        raise NoWorkbook from None


def _see_part(stream: IO[bytes], bounds: Bounds) -> None:
    """What a part says of its own size is not believed: it is counted as it is unpacked."""
    tail, unpacked = b"", 0
    while chunk := stream.read(_CHUNK):
        unpacked += len(chunk)
        if unpacked > bounds.unpacked:
            raise TooLarge
        for letters, digits in _CELL.findall(tail + chunk):
            row, column = int(digits), _column_number(letters)
            if row > bounds.rows or column > bounds.columns or row * column > bounds.cells:
                raise TooFar(row, column)
        tail = (tail + chunk)[-_OVERLAP:]


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
