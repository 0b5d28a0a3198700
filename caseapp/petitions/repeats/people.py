"""Knows how likely two told persons are one: number, name in any spelling and order, phone, place."""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from caseapp.petitions.repeats.words import bare, without_y

SURE, POSSIBLE = 0.6, 0.35
_TITLES: Final = frozenset(re.findall(r"\w+", "anh ba bac cau chau chi chu co cu di em mo ong thim"))
_BIRTH_ORDER: Final = frozenset(re.findall(r"\w+", "ba bay ca chin hai muoi nam sau tam tu ut"))
_ALIAS: Final = re.compile(r"\(([^)]*)\)|\b(?:tuc|con goi la|ten goi khac|ten thuong goi)\b[: ]*(.*)")
_SPLIT_H: Final = re.compile(r"\bh (?=[a-z])")
_HAMLET: Final = re.compile(r"\b(?:thon|buon|ap|to dan pho|khu pho|khom|ban|xom|to|khu|so)\b.*|.*\d.*")
_COMMUNE: Final = re.compile(r"\b(?:xa|phuong|p|x|thi tran|tt|dac khu)\b\.? ?(.+)")
_TDP: Final = re.compile(r"\btdp\b|\bto dp\b")
_WIDER: Final = re.compile(r"\b(?:huyen|quan|tinh|thanh pho|tp|thi xa|tx)\b")
# How near two places are: the same hamlet or house, the same commune, unknown, another.
SAME_HOME, SAME_HAMLET, SAME_COMMUNE, UNKNOWN, ELSEWHERE = 4, 3, 2, 1, 0


def name_keys(name: str) -> tuple[tuple[str, ...], ...]:
    """The words of a name and of each by-name it was given with, as they are compared: no marks, titles, final y."""
    told = bare(name)
    others = [found[1] or found[2] for found in _ALIAS.finditer(told)]
    return tuple(key for key in map(_name_key, (_ALIAS.sub(" ", told), *others)) if key)


def _name_key(folded: str) -> tuple[str, ...]:
    words = without_y(_SPLIT_H.sub("h", folded.replace("'", "").replace("-", " ")))
    return tuple(untitled(re.findall(r"[a-z]+", words)))


def untitled(words: Sequence[str]) -> Sequence[str]:
    """The folded words of a name without “ông”, “bà” and the like before it; of two words “ba” may be the by-name."""
    while len(words) > 2 and words[0] in _TITLES:
        words = words[1:]
    return words[1:] if len(words) == 2 and words[0] in _TITLES - _BIRTH_ORDER else words


def bare_phone(phone: str) -> str:
    """Digits of a number, as one dials it within the country."""
    digits = "".join(char for char in phone if char.isascii() and char.isdigit())
    return f"0{digits[2:]}" if digits.startswith("84") and len(digits) == 11 else digits


@dataclass(frozen=True)
class Place:
    """Where somebody lives, taken apart: house or hamlet, commune; empty where not told."""

    home: str
    hamlet: str
    commune: str

    @classmethod
    def read(cls, *told: str) -> Place:
        """From an address and, where it stands apart, the commune."""
        folded = _TDP.sub("to dan pho", bare(", ".join(told)).replace(";", ","))
        parts = [part.strip() for part in folded.split(",") if part.strip()]
        communes = [found[1].strip() for part in parts if (found := _COMMUNE.fullmatch(part))]
        homes = [part for part in parts if not _COMMUNE.fullmatch(part) and not _WIDER.match(part)]
        hamlet = next((part for part in homes if _HAMLET.fullmatch(part)), homes[0] if homes else "")
        return cls(" ".join(homes), without_y(hamlet), without_y(communes[-1] if communes else ""))

    def nearness(self, other: Place) -> int:
        """How near the two are; a hamlet keeps its name when its commune is merged into another."""
        if self.hamlet and other.hamlet:
            if self.hamlet != other.hamlet:
                return SAME_COMMUNE if self.commune and self.commune == other.commune else ELSEWHERE
            return SAME_HOME if self.commune == other.commune or not (self.commune and other.commune) else SAME_HAMLET
        if self.commune and other.commune:
            return SAME_COMMUNE if self.commune == other.commune else ELSEWHERE
        return UNKNOWN


@dataclass(frozen=True)
class Someone:
    """A person as told. ``number``: a keyed fingerprint or None; two of one ``paper`` kind exclude each other."""

    name: str
    number: bytes | None = None
    paper: str | None = None
    phone: str = ""
    address: str = ""
    commune: str = ""

    @cached_property
    def names(self) -> tuple[tuple[str, ...], ...]:
        """The name's words, and those of by-names."""
        return name_keys(self.name)

    @cached_property
    def dialled(self) -> str:
        """The phone in digits."""
        return bare_phone(self.phone)

    @cached_property
    def place(self) -> Place:
        """Where the person lives."""
        return Place.read(self.address, self.commune)


@dataclass(frozen=True, slots=True)
class Sameness:
    """How likely two are one person (0 to 1), how near they live, and by what one sees it."""

    value: float
    nearness: int
    number: bool = False
    name: bool = False
    phone: bool = False


def closest(some: Sequence[Someone], others: Sequence[Someone]) -> Sameness:
    """The likeliest pair out of two groups; when nobody is one of the other group, the nearest neighbours."""
    pairs: Iterator[Sameness] = (sameness(one, other) for one in some for other in others)
    return max(pairs, key=lambda pair: (pair.value, pair.nearness), default=Sameness(0.0, UNKNOWN))


def sameness(one: Someone, other: Someone) -> Sameness:
    """Whether two told persons are one."""
    nearness = one.place.nearness(other.place)
    named = max((_alike(mine, theirs) for mine in one.names for theirs in other.names), default=0.0)
    phone = bool(one.dialled) and one.dialled == other.dialled
    if one.number and one.number == other.number:
        return Sameness(1.0, nearness, number=True, name=named >= _ANY_ORDER, phone=phone)
    if one.number and other.number and (one.paper == other.paper):
        return Sameness(0.0, nearness, name=named == 1.0)
    if phone:
        return Sameness(max(0.5, 0.95 * min(1.0, named + 0.6)) if named else 0.5, nearness,
                        name=named >= _ANY_ORDER, phone=True)
    value = named * _BY_NAME[nearness]
    if one.dialled and other.dialled:
        value -= 0.15
    return Sameness(max(0.0, value), nearness, name=named >= _ANY_ORDER)


_ANY_ORDER, _SLIP, _NICKNAME = 0.95, 0.6, 0.45
_BY_NAME: Final = {SAME_HOME: 0.85, SAME_HAMLET: 0.8, SAME_COMMUNE: 0.5, UNKNOWN: 0.5, ELSEWHERE: 0.25}


def _alike(mine: tuple[str, ...], theirs: tuple[str, ...]) -> float:
    """1: the same words, the family name first or last; less for another order, a slip of typing, a by-name."""
    if mine == theirs or (len(mine) == len(theirs) and _turned(mine, theirs)):
        return 1.0 if len(mine) > 1 else _SLIP
    if sorted(mine) == sorted(theirs):
        return _ANY_ORDER
    if min(len(mine), len(theirs)) > 1 and _one_slip("".join(mine), "".join(theirs)):
        return _SLIP
    shorter, longer = sorted((mine, theirs), key=len)
    by_name = len(shorter) <= 2 < len(longer) and longer[-1] in shorter
    return _NICKNAME if by_name else 0.0


def _turned(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    return any(mine[start:] + mine[:start] == theirs for start in range(1, len(mine)))


def _one_slip(one: str, other: str) -> bool:
    """Whether one letter more, less, other, or two turned round make the one the other."""
    if len(one) > len(other):
        one, other = other, one
    if len(one) < 7 or len(other) - len(one) > 1:
        return False
    start = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[start:] == other[start + 1:]
    turned = one[start + 1:start + 2] + one[start:start + 1]
    return one[start + 1:] == other[start + 1:] or turned + one[start + 2:] == other[start:]
