"""Who in the office may be meant by what was written of an accused: rather one account too many than one too few."""
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from caseapp.text import fold

_WORD = re.compile(r"[a-z0-9']+")
# What stands before a given name when people speak of an official: “ông Phước”, “chủ tịch Phước”.
_BEFORE_NAME = frozenset({"ong", "ba", "anh", "chi", "co", "chu", "bac", "dc", "tich", "truong", "pho", "vien",
                          "bo", "thu", "si", "chuc"})
# A post counts from its first words on; what follows them is the body it is held in.
_BODY = re.compile(
    r"\b(?:ubnd|uy ban|phuong|xa|thi tran|dac khu|tinh|thanh pho|quan|huyen|khu vuc|ap|thon|hoi dong)\b.*")
_SHORTEST_POST = 2


class Official(Protocol):
    """What is compared of an account; both names folded."""

    display_fold: str
    title: str


Somebody = TypeVar("Somebody", bound=Official)


def meant(text: str, officials: Iterable[Somebody]) -> list[Somebody]:
    """The officials whom ``text`` names in full, by given name after “ông”, by initials, or by their post."""
    words = _WORD.findall(fold(text))
    line = f" {' '.join(words)} "
    return [one for one in officials if _names(line, words, one.display_fold) or _holds_post(line, one.title)]


def named_in_full(text: str, officials: Iterable[Somebody]) -> list[Somebody]:
    """The officials whose whole name stands in ``text``; a name of one word is any word of a story."""
    line = f" {' '.join(_WORD.findall(fold(text)))} "
    return [one for one in officials
            if len(own := _WORD.findall(one.display_fold)) > 1 and f" {' '.join(own)} " in line]


def told_of(name: str, post: str, story: str) -> str:
    """Where to look for the accused: name and post as they were written, or the story that names nobody apart."""
    return f"{name}, {post}" if name or post else story


def _names(line: str, words: Sequence[str], name: str) -> bool:
    own = _WORD.findall(name)
    if not own:
        return False
    if f" {' '.join(own)} " in line:
        return True
    given = own[-1]
    for place, word in enumerate(words):
        if word != given or place == 0:
            continue
        if words[place - 1] in _BEFORE_NAME or _initials(words[:place], own[:-1]):
            return True
    return False


def _initials(before: Sequence[str], family: Sequence[str]) -> bool:
    """Whether “Đ.H. Phước” stands there: the first letters of the names before the given one."""
    letters = [word[0] for word in family]
    return bool(letters) and (list(before[-len(letters):]) == letters or before[-1] == "".join(letters))


def _holds_post(line: str, title: str) -> bool:
    post = _WORD.findall(_BODY.sub("", fold(title)))
    return len(post) >= _SHORTEST_POST and f" {' '.join(post)} " in line
