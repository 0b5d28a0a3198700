"""The parts of a JPEG that draw, dot for dot as they were; for pictures inside a PDF, which are not drawn anew."""
from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import Final

_SOI, _EOI, _SOS, _JFIF, _ADOBE, _COMMENT = 0xD8, 0xD9, 0xDA, 0xE0, 0xEE, 0xFE
_APPLICATION: Final = range(0xE0, 0xF0)
_JFIF_LENGTH: Final = 16            # of a JFIF part without the small picture that may follow
_ADOBE_LENGTH: Final = 14           # says how colours are kept, and nothing else
_MARKER: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def drawn_parts(content: bytes) -> Iterator[bytes]:
    """Only what draws, up to the end of the first picture: no camera, no place, no small picture inside.

    Raises ValueError for one that is broken.
    """
    if content[:2] != bytes((0xFF, _SOI)):
        raise ValueError
    yield content[:2]
    at, marker = 2, _SOI
    while marker != _EOI:
        found = _MARKER.search(content, at)
        if not found:
            raise ValueError
        if marker == _SOS:
            yield content[at:found.start()]
        at, marker = found.start(), content[found.end() - 1]
        end = found.end() if marker == _EOI else _end(content, at)
        yield _drawing(marker, content[at:end])
        at = end


def _end(content: bytes, at: int) -> int:
    length = int.from_bytes(content[at + 2:at + 4], "big")
    if length < 2 or at + 2 + length > len(content):
        raise ValueError
    return at + 2 + length


def _drawing(marker: int, part: bytes) -> bytes:
    """A part as it may stay."""
    if marker == _JFIF and part[4:9] == b"JFIF\0" and len(part) >= _JFIF_LENGTH + 2:
        return part[:2] + struct.pack(">H", _JFIF_LENGTH) + part[4:_JFIF_LENGTH] + bytes(2)
    if marker == _ADOBE and part[4:9] == b"Adobe" and len(part) >= _ADOBE_LENGTH + 2:
        return part[:2] + struct.pack(">H", _ADOBE_LENGTH) + part[4:_ADOBE_LENGTH + 2]
    return b"" if marker in _APPLICATION or marker == _COMMENT else part
