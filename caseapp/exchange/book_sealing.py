"""Knows how everything that could tell who denounced is taken out of a row's texts."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from caseapp.text import clean_line, fold

HIDDEN: Final = "[…]"
_NUMBERS: Final = re.compile(
    r"(?<![\w/])(?:\+?84|0)(?:[\s.\-]?\d){8,10}(?![\w/])|(?<![\w/])\d(?:[\s.\-]?\d){8,12}(?![\w/])|[A-Za-z]\d{7,8}\b"
    r"|[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+"
)
_MONEY: Final = re.compile(r"\s*(?:đồng|đ\b|vnđ|vnd|m2|m²|ha\b)", re.IGNORECASE)
_UPPER: Final = "A-ZĐÀ-ÖØ-ÞĂĨŨƠƯẠ-Ỹ"
_INTRODUCED: Final = re.compile(
    r"((?:[Nn]gười (?:tố cáo|đến|gửi|đứng đơn|viết đơn|tố giác)|[Cc]ông dân"
    r"|[Tt]ôi(?: tên)?|[Tt]ên tôi|[Hh]ọ tên|[Nn]guyên đơn)(?: là| tên)?\s*:?\s*(?:[Ôô]ng |[Bb]à |[Aa]nh |[Cc]hị )?)"
    rf"([{_UPPER}][\w'’]*(?:\s+[{_UPPER}][\w'’]*){{1,5}})"
)
_TITLES: Final = r"(?:ong|ba|anh|chi|co|chu|bac|cu|em|thay)"


@dataclass(frozen=True, slots=True, repr=False)
class _Secret:
    """A pattern over folded text. `spelled`: the part of a name, which must stand with a capital or with its own
    marks to count, for “văn hóa” is not “Văn Hòa”."""

    pattern: re.Pattern[str]
    spelled: str = ""

    def is_meant(self, written: str) -> bool:
        words = written.split()[-len(self.spelled.split()) :]
        return (
            not self.spelled
            or written.isascii()
            or all(word[:1].isupper() for word in words)
            or _signs(" ".join(words)) == _signs(self.spelled)
        )


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """All that must not stay; it is never shown, not even by repr."""

    secrets: tuple[_Secret, ...]

    def __repr__(self) -> str:
        return "Secrets(…)"


def _signs(text: str) -> list[str]:
    """Letters and marks in no order: “hòa” and “hoà” are the same word."""
    return sorted(unicodedata.normalize("NFD", text.lower()))


def secrets_of(names: Iterable[str], numbers: Iterable[str], places: Iterable[str] = ()) -> Secrets:
    """What to look for: names also in part and behind a title, numbers however grouped, whole addresses."""
    found: dict[str, _Secret] = {}
    for name in names:
        for pattern, spelled in _name_patterns(clean_line(name).split()):
            found.setdefault(pattern, _Secret(re.compile(pattern), spelled))
    for number in numbers:
        signs = re.sub(r"[^0-9a-z]", "", fold(number)).lstrip("0")
        if len(signs) >= 6:
            pattern = r"(?<!\w)0{0,3}[\s.\-]?" + r"[\s.\-,]?".join(signs) + r"(?!\w)"
            found[pattern] = _Secret(re.compile(pattern))
    for place in places:
        if len(words := fold(place).split()) >= 4:
            found[_apart(words)] = _Secret(re.compile(_apart(words)))
    return Secrets(tuple(found.values()))


def _apart(words: list[str]) -> str:
    bare = [re.escape(word) for raw in words if (word := raw.strip(".,;:-"))]
    return r"(?<!\w)" + r"[\W_]*".join(bare) + r"(?!\w)"


def _name_patterns(name: list[str]) -> list[tuple[str, str]]:
    """Patterns of a name and of its parts; a part comes with its spelling."""
    words = [fold(word) for word in name]
    if not words or (len(words) == 1 and len(words[0]) < 2):
        return []
    if len(words) == 1:
        return [(_apart(words), name[0])]
    found = [(_apart(words), ""), (_apart([words[0], words[-1]]), f"{name[0]} {name[-1]}")]
    if len(words) > 2:
        found.append((_apart(words[-2:]), " ".join(name[-2:])))
    if len(words[-1]) > 1:
        found.append((rf"(?<!\w){_TITLES}[\s.:]+{re.escape(words[-1])}(?!\w)", name[-1]))
    return found


def scrub(text: str, secrets: Secrets) -> str:
    """The text with every trace of the secrets, every phone, identity number and introduced name hidden."""
    text = _INTRODUCED.sub(rf"\1{HIDDEN}", clean_line(text))
    text = _NUMBERS.sub(lambda found: _hide_number(found, text), text)
    folded, origin = _fold_by_letter(text)
    spans = []
    for secret in secrets.secrets:
        for found in filter(re.Match.group, secret.pattern.finditer(folded)):
            start, end = origin[found.start()], origin[found.end() - 1] + 1
            if secret.is_meant(text[start:end]):
                spans.append((start, end))
    return _without(text, sorted(spans))


def _hide_number(found: re.Match[str], text: str) -> str:
    """An amount of money or land (1.200.000.000 đồng) tells nothing about the denouncer."""
    return found[0] if _MONEY.match(text, found.end()) else HIDDEN


def _fold_by_letter(text: str) -> tuple[str, list[int]]:
    """The folded text and, for each of its letters, where it came from."""
    letters: list[str] = []
    origin: list[int] = []
    for place, char in enumerate(text):
        for part in unicodedata.normalize("NFKD", char.lower()).replace("đ", "d"):
            if not unicodedata.combining(part):
                letters.append(part)
                origin.append(place)
    return "".join(letters), origin


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    kept: list[str] = []
    at = 0
    for start, end in spans:
        if end <= at:
            continue
        if start >= at:
            kept += [text[at:start], HIDDEN]
        at = end
    return "".join([*kept, text[at:]])
