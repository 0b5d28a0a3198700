"""Knows how two versions of a text are laid side by side: which words are the same, new, or left out."""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Final

from caseapp.text import clean

COMPARED_WORDS: Final = 2_000  # beyond this a word-by-word comparison would take longer than reading both
ALIKE: Final = 0.4  # two texts less alike than this are shown whole: striking every word tells nothing
_WORD = re.compile(r"\s+|(?:\w[/.\-]?)*\w|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in a row: ``kind`` is same, new, or gone."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """One field of a conflict. ``state``: differ (both changed it), mine (only you), theirs (only they)."""

    name: str
    label: str
    state: str
    saved: tuple[Piece, ...]
    yours: tuple[Piece, ...]


def conflict(labels: Mapping[str, str], seen: Mapping[str, str], saved: Mapping[str, str],
             yours: Mapping[str, str]) -> list[Row]:
    """Fields whose saved and typed values differ, those needing a choice first.

    ``seen`` is the version that was on the page; a field it does not hold counts as changed by both.
    """
    rows = [
        Row(name, label, _state(seen.get(name), saved[name], yours[name]),
            pieces(seen.get(name), saved[name]), pieces(seen.get(name), yours[name]))
        for name, label in labels.items()
        if clean(saved[name]) != clean(yours[name])
    ]
    return sorted(rows, key=lambda row: row.state != "differ")


def pieces(before: str | None, after: str) -> tuple[Piece, ...]:
    """``after`` in pieces against ``before``, with what was left out standing where it stood."""
    if before is None:
        return (Piece("same", after),)
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) + len(new) > 2 * COMPARED_WORDS:
        return (Piece("same" if old == new else "new", after),)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < ALIKE:
        return (Piece("same", after),)
    return tuple(_joined(_changes(matcher, old, new)))


def _changes(matcher: SequenceMatcher[str], old: list[str], new: list[str]) -> Iterator[tuple[str, str, str]]:
    """Runs of the texts as (kind, words before, words after)."""
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        gone, added = "".join(old[old_from:old_to]), "".join(new[new_from:new_to])
        yield ("same" if tag == "equal" and gone.strip() else "changed"), gone, added


def _joined(runs: Iterable[tuple[str, str, str]]) -> Iterator[Piece]:
    """Neighbouring changes, and the space between them, as one change; a space at its edge is no change."""
    for kind, group in groupby(runs, key=lambda run: run[0]):
        parts = list(group)
        gone, added = "".join(part[1] for part in parts), "".join(part[2] for part in parts)
        if kind == "same":
            yield Piece("same", added)
            continue
        bare = added.strip()
        start = added.find(bare) if bare else len(added)
        told = (
            Piece("same", added[:start]),
            Piece("gone", gone.strip()),
            Piece("same", " " if gone.strip() and bare else ""),
            Piece("new", bare),
            Piece("same", added[start + len(bare):]),
        )
        yield from (piece for piece in told if piece.words)


def _state(seen: str | None, saved: str, yours: str) -> str:
    if seen is not None and clean(seen) == clean(saved):
        return "mine"
    if seen is not None and clean(seen) == clean(yours):
        return "theirs"
    return "differ"
