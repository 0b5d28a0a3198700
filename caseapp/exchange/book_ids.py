"""Knows how identity numbers stand in a cell, and what Excel and clerks do to them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from caseapp.exchange.book_dates import Cell
from caseapp.text import clean, clean_line, fold

CCCD, CMND, PASSPORT = "cccd", "cmnd", "passport"
_SCIENTIFIC: Final = re.compile(r"\d(?:[.,]\d+)?\s?[eE]\s?\+?\s?\d{1,2}")
_PASSPORT: Final = re.compile(r"\b([A-Za-z])\s?(\d{7,8})\b")
_BETWEEN: Final = re.compile(r"[\n;/|&]|,\s|,(?=[A-Za-z]?\d{7})|\bvà\b", re.IGNORECASE)
_LABEL: Final = re.compile(
    r"\b(?:cccd|cmnd|cmt|cc|hc|căn cước(?: công dân)?|chứng minh(?: nhân dân)?|hộ chiếu|định danh|số)\b[\s:.]*",
    re.IGNORECASE,
)
_ROUNDED: Final = 1_000_000  # a number ending in six zeros was stored after rounding


@dataclass(frozen=True, slots=True)
class Identity:
    """One number of a cell; `flaw` is the problem's code, `written` what stood there."""

    number: str | None
    kind: str | None
    flaw: str | None
    written: str


def read_ids(value: Cell) -> tuple[Identity, ...]:
    """The identity numbers of a cell in their order; empty when it gives none (“chưa có”)."""
    if isinstance(value, bool) or value is None:
        return ()
    if isinstance(value, float | int):
        return (_numeric(float(value)),)
    found: list[Identity] = []
    for piece in _BETWEEN.split(clean(str(value))):
        found += _piece(clean_line(piece))
    return tuple(found)


def _numeric(value: float) -> Identity:
    """A numeric cell of 10 or 11 digits lost the zeros at its head; one rounded by Excel is lost for good."""
    if not value.is_integer() or value <= 0 or value >= 1e15:
        return Identity(None, None, "ID_BAD_LENGTH", f"{value:g}")
    digits = str(int(value))
    if len(digits) >= 10 and int(value) % _ROUNDED == 0:
        return Identity(None, None, "ID_SCIENTIFIC", digits)
    if len(digits) in (10, 11):
        return Identity(digits.zfill(12), CCCD, "ID_ZERO_RESTORED", digits)
    return _digits(digits)


def _digits(digits: str, written: str = "") -> Identity:
    if len(digits) == 12:
        return Identity(digits, CCCD, None, digits)
    if len(digits) == 9:
        return Identity(digits, CMND, "ID_OLD_CMND", digits)
    return Identity(None, None, "ID_BAD_LENGTH", written or digits)


def _piece(piece: str) -> Sequence[Identity]:
    if not any(char.isdigit() for char in piece):
        return ()
    if _SCIENTIFIC.search(piece) and not re.search(r"\d{8}", piece):
        return (Identity(None, None, "ID_SCIENTIFIC", piece),)
    if passport := _PASSPORT.search(piece):
        number = passport[1].upper() + passport[2]
        return (Identity(number, PASSPORT, None, number),)
    bare = _LABEL.sub("", piece)
    words = [re.sub(r"\D", "", word) for word in bare.split()]
    if len(words) > 1 and all(len(word) in (9, 12) for word in words if word):
        return tuple(_digits(word) for word in words if word)
    return (_digits(re.sub(r"\D", "", bare), piece),) if re.search(r"\d", bare) else ()


def says_none(value: Cell) -> bool:
    """Whether the cell is empty or says in words that there is no paper."""
    return value is None or not any(char.isdigit() for char in fold(str(value)))
