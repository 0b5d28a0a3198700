"""Knows how a person's age or year of birth stands in a cell, and which of them cannot be."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

OLDEST: Final = 120
_AGE: Final = re.compile(
    r"(?<![\d/.\-])(?P<years>\d{1,4})\s*(?:tuổi|tuoi|t)\b(?!\s*:)"
    r"|\b(?:tuổi|tuoi)\b\s*:?\s*(?P<said>\d{1,4})(?![\d/])"
    r"|\b(?:(?:năm )?sinh(?: (?:năm|ngày))?|nam sinh|sinh nam|sn|ns|s)\b[\s.:]*(?:\d{1,2}[/.\-]){0,2}"
    r"(?P<born>\d{4})(?!\d)"
    r"|(?<=[(,])\s*(?P<year>(?:19|20)\d{2})\s*(?=[),])"
    r"|\(\s*(?P<alone>\d{2,3})\s*\)"
    r"|(?<=[^\W\d_]),\s*(?P<bare>\d{2})\s*(?=,)",
    re.IGNORECASE,
)
_AROUND_AGE: Final = re.compile(
    r"[^\S\n]*(?:\([^\S\n]*(, (?:\d+ tuổi|sinh năm \d+), )[^\S\n]*\)|[-–][^\S\n]*(?=, (?:\d+ tuổi|sinh năm \d)))"
)


@dataclass(frozen=True, slots=True)
class Age:
    """An age where it stands in a text: in years, or None when nobody is that old; `written` as it stands there."""

    at: int
    years: int | None
    written: str


def ages_in(text: str, year: int) -> Iterator[Age]:
    """The ages of a text in their order; a year of birth is counted back from `year`."""
    for found in _AGE.finditer(text):
        born = found["born"] or found["year"]
        written = born or found["years"] or found["said"] or found["alone"] or found["bare"]
        years = year - int(born) if born else int(written)
        possible = 0 <= years <= OLDEST and (years > 0 or bool(born))
        yield Age(found.start(), years if possible else None, written)


def ages_apart(text: str) -> str:
    """The text with every age in the same words and set off by commas: “Lê A (45t)” is “Lê A, 45 tuổi,”."""
    return _AROUND_AGE.sub(lambda found: found[1] or "", _AGE.sub(_apart, text))


def _apart(found: re.Match[str]) -> str:
    born = found["born"] or found["year"]
    written = found["years"] or found["said"] or found["alone"] or found["bare"]
    return f", sinh năm {born}, " if born else f", {written} tuổi, "


def without_ages(text: str) -> str:
    """The text with nothing in place of its ages."""
    return _AGE.sub(", ", text)
