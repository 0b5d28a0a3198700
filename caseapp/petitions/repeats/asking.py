"""Knows by which words and numbers earlier dossiers are looked up before they are compared."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise, permutations, product

from caseapp.dossiers.search import searchable
from caseapp.petitions.repeats.pairs import is_kept
from caseapp.petitions.repeats.people import bare_phone, untitled
from caseapp.petitions.repeats.words import Gist, tells
from caseapp.text import fold

MOST_PAIRS, MOST_SPELLINGS = 6, 36
# Of longer names only the order with the family name first or last is looked up.
_SHORT_NAME = 4
_ONLY_WITH_I = "thi"      # in half of all names, and never with y


def content_pairs(content: str, about: Gist) -> list[str]:
    """What of a content is rare: pairs of telling words, those with the number of a parcel, area or paper first."""
    words = searchable(content).split()
    numbers = frozenset().union(about.papers, *(about.facts.get(kind, ()) for kind in ("thua", "m2")))
    found: dict[str, float] = {}
    for pair in pairwise(words):
        if is_kept(*pair):
            one, other = map(tells, pair)
            found[" ".join(pair)] = one + other + min(one, other) + (2 if numbers & set(pair) else 0)
    return sorted(found, key=lambda pair: -found[pair])[:MOST_PAIRS]


def name_spellings(names: Sequence[str]) -> list[str]:
    """The folded names as a person's row may hold them: in any order, with i and y, with and without a title."""
    found = dict.fromkeys(spelling for name in names for spelling in _spellings(fold(name).split()))
    return list(found)


def _spellings(words: Sequence[str]) -> Iterator[str]:
    if not words:
        return
    bare = untitled(words)
    if len(bare) < len(words):
        yield from islice(_written(words), MOST_SPELLINGS)
    yield from islice((way for order in _orders(bare) for way in _written(order)), 2 * MOST_SPELLINGS)


def _orders(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """The family name first or last before all others."""
    yield from ((*words[turn:], *words[:turn]) for turn in range(len(words)))
    if 2 < len(words) <= _SHORT_NAME:
        yield from permutations(words)


def _written(words: Sequence[str]) -> Iterator[str]:
    return (" ".join(way) for way in product(*map(_both_ways, words)))


def _both_ways(word: str) -> tuple[str, ...]:
    """The word with a final i and with a final y, where both are written."""
    if len(word) < 2 or word[-1] not in "iy" or word == _ONLY_WITH_I:
        return (word,)
    both = word[-2] in "bcdghklmnpqrstvx" or word[-3:-1] == "qu"
    return (word, word[:-1] + ("i" if word[-1] == "y" else "y")) if both else (word,)


def phone_spellings(phones: Sequence[str]) -> list[str]:
    """A phone number as people write it: in one piece, in groups, with the country's number."""
    found: dict[str, None] = {}
    for digits in filter(None, map(bare_phone, phones)):
        for cuts in ((4, 7), (3, 6), (4, 6), (4,), (3,), (5,), ()):
            groups = [digits[start:end] for start, end in pairwise((0, *cuts, len(digits)))]
            found.update(dict.fromkeys(sign.join(groups) for sign in (" ", ".", "-")))
        found.update(dict.fromkeys((f"+84{digits[1:]}", f"84{digits[1:]}", f"+84 {digits[1:]}")))
    return list(found)
