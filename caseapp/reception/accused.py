"""Who in the office may be meant by what was written of an accused: rather one account too many than one too few.

Two measures: ``proposed`` is shown to a person, who unticks whoever is somebody else, and may guess; ``meant`` bars
accounts without anybody looking on, and asks for more than a given name by itself.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Protocol, TypeVar

from caseapp.text import fold

_WORD: Final = re.compile(r"[a-z0-9']+")
# A name or post ends where another begins: “Phước, CT UBND”, “Phước (CT)”, “ông Phước và bà Nga”.
_BETWEEN: Final = re.compile(r"[,;:()\[\]\n]|\bva\b")
_COMRADE: Final = re.compile(r"\bd\s*/\s*c\b")
# What stands before a given name when people speak of an official: “ông Phước”, “đ/c Phước”, “chủ tịch Phước”.
_BEFORE_NAME: Final = frozenset({
    "ong", "ba", "anh", "chi", "co", "chu", "bac", "dc", "tich", "truong", "pho", "vien", "bo", "thu", "si", "chuc",
    "o", "b", "mr", "ms", "mrs", "di", "cau", "thim", "mo", "duong", "thay", "ct", "pct", "bt", "pbt"})
# Single letters may as well be initials: for a proposal they count as both.
_ADDRESSED: Final = _BEFORE_NAME | {"a", "c", "em", "cu", "tt", "gd", "pgd", "ht", "pht"}
# Middle names that half the country bears: they tell nobody apart.
_FILLERS: Final = frozenset({"van", "thi"})
_NEAR_GIVEN: Final = 3      # as many words before a given name may belong to the same name
# Posts as they are written in a hurry; the second table may mean something else and only proposes.
_POSTS: Final = {"ct": ("chu tich",), "pct": ("pho chu tich",), "bt": ("bi thu",), "pbt": ("pho bi thu",)}
_POSSIBLE_POSTS: Final = {
    **_POSTS, "tt": ("to truong", "truong thon", "thu truong"), "ta": ("truong ap",), "tkv": ("truong khu vuc",),
    "gd": ("giam doc",), "pgd": ("pho giam doc",), "ht": ("hieu truong",), "pht": ("pho hieu truong",),
    "tca": ("truong cong an",)}
_COMPANY: Final = frozenset({"tnhh", "cp"})      # “CT TNHH” is a company, no chair
# A post counts from its first words on; what follows them is the body it is held in.
_BODY: Final = re.compile(
    r"\b(ubnd|uy ban|phuong|xa|thi tran|dac khu|tinh|thanh pho|quan|huyen|khu vuc|ap|thon|hoi dong)\b.*")
_SHORTEST_POST: Final = 2


class Official(Protocol):
    """What is compared of an account; both names folded."""

    display_fold: str
    title: str


Somebody = TypeVar("Somebody", bound=Official)


def meant(text: str, officials: Iterable[Somebody]) -> list[Somebody]:
    """The officials whom ``text`` names in full, by given name after “ông”, by initials, or by their post."""
    words = _words(text)
    posts = _spelled(words, _POSTS)
    return [one for one in officials if _names(words, one.display_fold) or _holds_post(posts, one.title)]


def named(text: str, officials: Iterable[Somebody]) -> list[Somebody]:
    """Those of ``meant`` whom their name shows, whatever their post."""
    words = _words(text)
    return [one for one in officials if _names(words, one.display_fold)]


def proposed(text: str, officials: Iterable[Somebody]) -> list[Somebody]:
    """The officials whom ``text`` may mean: also by a given name with one more part of the name, or quite alone."""
    words = _words(text)
    parts = [_words(part) for part in _BETWEEN.split(fold(text))]
    posts = [post for round_ in range(3) for post in _spelled(words, _POSSIBLE_POSTS, round_)]
    return [one for one in officials
            if _names(words, one.display_fold) or _may_name(parts, one.display_fold) or _holds_post(posts, one.title)]


def named_in_full(text: str, officials: Iterable[Somebody]) -> list[Somebody]:
    """The officials whose whole name stands in ``text``; a name of one word is any word of a story."""
    line = f" {' '.join(_WORD.findall(fold(text)))} "
    return [one for one in officials
            if len(own := _WORD.findall(one.display_fold)) > 1 and f" {' '.join(own)} " in line]


def told_of(name: str, post: str, story: str) -> str:
    """Where to look for the accused: name and post as they were written, or the story that names nobody apart."""
    return f"{name}, {post}" if name or post else story


def _words(text: str) -> list[str]:
    return _WORD.findall(_COMRADE.sub("dc", fold(text)))


# ── names ──


def _names(words: Sequence[str], name: str) -> bool:
    own = _WORD.findall(name)
    if not own:
        return False
    if next(_places(words, own), None) is not None:
        return True
    given = own[-1]
    return any(word == given and place > 0
               and (words[place - 1] in _BEFORE_NAME or _initials(words[:place], own[:-1]))
               for place, word in enumerate(words))


def _initials(before: Sequence[str], family: Sequence[str]) -> bool:
    """Whether “Đ.H. Phước” stands there: the first letters of the names before the given one."""
    letters = [word[0] for word in family]
    return bool(letters) and (list(before[-len(letters):]) == letters or before[-1] == "".join(letters))


def _may_name(parts: Iterable[Sequence[str]], name: str) -> bool:
    own = _WORD.findall(name)
    if not own:
        return False
    given, others = own[-1], own[:-1]
    return any(word == given and _fits(words[:place], words[place + 1:], others)
               for words in parts for place, word in enumerate(words))


def _fits(before: Sequence[str], after: Sequence[str], others: Sequence[str]) -> bool:
    """Whether what stands round a given name goes with the other parts of the official's name."""
    written = [word for word in before if word not in _ADDRESSED]
    if not written and not after:
        return True      # “Phước”, “ông Phước” and nothing else
    if written and all(word in _FILLERS and word in others for word in written):
        return True      # “Văn Tường”
    telling = {word for word in others if word not in _FILLERS}
    close = before[-_NEAR_GIVEN:]
    if telling & {*close, *after[:1]}:
        return True
    letters = "".join(word[0] for word in others)
    last = before[-1] if before else ""
    if len(last) == 1:
        return last in letters or any(len(word) == 1 and word in letters for word in close)
    return len(last) <= len(letters) and last != "" and last in letters


# ── posts ──


def _spelled(words: Sequence[str], posts: Mapping[str, tuple[str, ...]], round_: int = 0) -> list[list[str]]:
    """``words`` with shortened posts written out, as a list of one reading; none where ``round_`` adds no reading."""
    out: list[str] = []
    new = round_ == 0
    for place, word in enumerate(words):
        readings = posts.get(word, ())
        if not readings or (word == "ct" and words[place + 1:place + 2] and words[place + 1] in _COMPANY):
            out.append(word)
            continue
        new = new or round_ < len(readings)
        out += readings[min(round_, len(readings) - 1)].split()
    return [out] if new else []


def _holds_post(lines: Iterable[Sequence[str]], title: str) -> bool:
    post, number = _post_of(title)
    if len(post) < _SHORTEST_POST:
        return False
    return any(_same_post(words, place, place + len(post), number)
               for words in lines for place in _places(words, post))


def _post_of(title: str) -> tuple[list[str], str]:
    """The words a post is known by, and the number behind them: “Trưởng ấp 3” is ``trưởng ấp`` and 3."""
    spelled = " ".join(_spelled(_words(title), _POSTS)[0])
    body = _BODY.search(spelled)
    post = spelled[:body.start()].split() if body else spelled.split()
    if body is None or not post or len(post) >= _SHORTEST_POST:
        return post, ""
    rest = spelled[body.end(1):].split()
    return [*post, *body[1].split()], rest[0] if rest and rest[0].isdigit() else ""


def _same_post(words: Sequence[str], start: int, end: int, number: str) -> bool:
    """Not the deputy's, and not that of the hamlet with another number."""
    if start > 0 and words[start - 1] == "pho":
        return False
    following = words[end] if end < len(words) else ""
    return not (number and following.isdigit() and following != number)


def _places(words: Sequence[str], wanted: Sequence[str]) -> Iterator[int]:
    """Where ``wanted`` stands in ``words``, one after another."""
    length = len(wanted)
    return (place for place in range(len(words) - length + 1) if list(words[place:place + length]) == list(wanted))
