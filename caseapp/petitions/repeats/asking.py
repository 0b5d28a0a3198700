"""Knows by which words and numbers earlier dossiers are looked up before they are compared."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise, product

from caseapp.dossiers.search import searchable
from caseapp.petitions.repeats.people import bare_phone, untitled
from caseapp.petitions.repeats.words import Gist, tells
from caseapp.text import fold

MOST_PHRASES, LEAST_PHRASES, MOST_NAMES, MOST_SPELLINGS = 4, 3, 3, 16
_TELLING = 1.4


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand together, or (``apart``) anywhere; each in any of its spellings."""

    words: tuple[tuple[str, ...], ...]
    apart: bool = False

    def on_sqlite(self) -> str:
        """As FTS5 asks."""
        if not self.apart:
            return f'"{" ".join(word for word, *_ in self.words)}"'
        return " AND ".join("(" + " OR ".join(f'"{one}"' for one in word) + ")" for word in self.words)

    def on_postgresql(self) -> str:
        """As a text query asks."""
        joint = " & " if self.apart else " <-> "
        return joint.join("(" + " | ".join(word) + ")" for word in self.words)


def name_phrases(names: Sequence[str]) -> list[Phrase]:
    """Each name's words in any order, with i and y."""
    keys = (untitled(searchable(name).split()) for name in names)
    return [Phrase(tuple(_both_ways(word) for word in key), apart=True) for key in keys if len(key) > 1][:MOST_NAMES]


def content_phrases(content: str, about: Gist) -> list[Phrase]:
    """What of a content is rare: pairs of telling words, those with the number of a parcel, area or paper first."""
    words = searchable(content).split()
    numbers = frozenset().union(about.papers, *(about.facts.get(kind, ()) for kind in ("thua", "m2")))
    found: dict[tuple[str, ...], float] = {}
    for pair in pairwise(words):
        one, other = map(tells, pair)
        found[pair] = one + other + min(one, other) + (2 if numbers & set(pair) else 0)
    best = sorted(found, key=lambda pair: -found[pair])
    telling = sum(weight >= _TELLING for weight in found.values())
    return [Phrase(tuple((word,) for word in pair)) for pair in best[:min(MOST_PHRASES, max(LEAST_PHRASES, telling))]
            if found[pair]]


def name_spellings(names: Sequence[str]) -> list[str]:
    """The folded names as a person's row may hold them, with i and y, with and without a title."""
    found = dict.fromkeys(spelling for name in names for spelling in _spellings(name))
    return list(found)


def _spellings(name: str) -> Iterator[str]:
    words = fold(name).split()
    for said in dict.fromkeys((tuple(words), tuple(untitled(words)))):
        yield from (" ".join(way) for way in islice(product(*map(_both_ways, said)), MOST_SPELLINGS))


def _both_ways(word: str) -> tuple[str, ...]:
    """The word with a final i and with a final y, where both are written."""
    if len(word) > 1 and word[-1] in "iy" and (word[-2] in "bcdghklmnpqrstvx" or word[-3:-1] == "qu"):
        return (word, word[:-1] + ("i" if word[-1] == "y" else "y"))
    return (word,)


def phone_spellings(phones: Sequence[str]) -> list[str]:
    """A phone number as people write it: in one piece, in groups, with the country's number."""
    found: dict[str, None] = {}
    for digits in filter(None, map(bare_phone, phones)):
        for cuts in ((4, 7), (3, 6), (4, 6), (4,), (3,), (5,), ()):
            groups = [digits[start:end] for start, end in pairwise((0, *cuts, len(digits)))]
            found.update(dict.fromkeys(sign.join(groups) for sign in (" ", ".", "-")))
        found.update(dict.fromkeys((f"+84{digits[1:]}", f"84{digits[1:]}", f"+84 {digits[1:]}")))
    return list(found)
