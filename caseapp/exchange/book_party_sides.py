"""Knows how the cell of the parties is divided: by labels (Bên A, Bên B, liên quan), numbers, a dash, “với”."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from caseapp.exchange.book_people import read_people
from caseapp.exchange.book_rows import Role

_FIRST: Final = r"b[êe]n\s+(?:a|1|i|thứ nhất|(?:có )?yêu cầu)\b|nguyên đơn|người (?:có )?yêu cầu"
_SECOND: Final = r"b[êe]n\s+(?:b|2|ii|thứ hai|(?:bị|được) yêu cầu)\b|bị đơn|người bị yêu cầu"
_OTHERS: Final = (
    r"(?:những )?người có quyền(?: lợi)?,?(?: và)? nghĩa vụ(?: có)? liên quan"
    r"|(?:những )?(?:người|bên) (?:có )?liên quan|người (?:làm chứng|chứng kiến|biết việc)"
    r"|b[êe]n\s+(?:c|d|3|thứ ba)\b|liên quan|nguoi (?:co )?lien quan"
)
# A label needs a sign after it, or a whole “Bên A”: HMông names hold an A of their own.
_AT: Final = (
    r"(?:(?:^|(?<=[\n;]))[^\S\n]*(?:[-–+*•][^\S\n]*|\(?\d{1,2}[.)/][^\S\n]*)?|(?<=[,.)\]])[^\S\n]*|(?<=\s))\(?"
)
_AFTER: Final = r"\)?\s*(?:\([^)\n]*\))?\s*(?:gồm(?: có)?\b)?\s*(?:[:.,\-–]|(?=[^\W\d_]))\s*"
_LABEL: Final = re.compile(
    rf"{_AT}(?:(?P<first>{_FIRST})|(?P<second>{_SECOND})|(?P<others>{_OTHERS})){_AFTER}"
    r"|(?:^|(?<=[\n;]))[^\S\n]*\(?(?:(?P<a>a)|(?P<b>b))[:.)]\s*",
    re.IGNORECASE,
)
_LABEL_BEHIND: Final = re.compile(
    r"(?:^|(?<=[\n;,)]))\W{0,3}(?:(?:và|với|kiện)\s+)?(?P<who>[^\W\d_][^;\n()]{1,80}?)\s*"
    rf"\(\s*(?P<label>{_FIRST}|{_SECOND}|{_OTHERS})[,:]?(?P<rest>[^()]*)\)",
    re.IGNORECASE,
)
_TRAILING: Final = re.compile(r"[\s,;\-–]*(?:\b(?:và|với|kiện))?[\s,;\-–]*$", re.IGNORECASE)
_BULLET: Final = re.compile(r"(?:^|\n)\s*(?:\d{1,2}\s?[.)/]|[-+*•–])\s*")
_BETWEEN: Final = (
    re.compile(r"\s*(?:><|<>|⇔|↔|<->)\s*"),
    re.compile(r"\s+(?:với|VỚI|kiện|đối với)\s+"),
    re.compile(r"\n"),
    re.compile(r";"),
    re.compile(r"\s+[-–—]\s*|\s*[-–—]\s+"),
    re.compile(r"\s+(?:và|VÀ|&)\s+"),
)
_BETWEEN_BARE: Final = (*_BETWEEN, re.compile(r"\s+voi\s+"), re.compile(r"\s+va\s+"))  # in a text typed without marks


@dataclass(frozen=True, slots=True)
class Side:
    """The words about one party, or about those whom the dispute also concerns."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class Sides:
    """The cell divided. `labelled`: the cell itself says who is which; `clear`: nothing about the sides was guessed."""

    sides: tuple[Side, ...]
    labelled: bool
    clear: bool


def label_first(text: str) -> str:
    """“Lê Văn A (bên A, 67 tuổi)” as “Bên A: Lê Văn A, 67 tuổi”."""
    return _LABEL_BEHIND.sub(_turned, text)


def _turned(found: re.Match[str]) -> str:
    if _LABEL.search(f"{found['who']}:"):
        return found[0]  # “Bên A (bên yêu cầu)” is a label with another beside it
    return f"\n{found['label']}: {found['who']}, {found['rest']}\n"


def sides_of(text: str) -> Sides:
    """Divide the cleaned cell of the parties, lines kept."""
    labels = list(_LABEL.finditer(text))
    roles = {_role(label) for label in labels}
    if roles & {Role.PARTY_A, Role.PARTY_B}:
        return _labelled(text, labels)
    concerned: tuple[Side, ...] = ()
    if labels:
        concerned = (Side(Role.RELATED, text[labels[0].end() :]),)
        text = text[: labels[0].start()]
    parts = _parts(text)
    roles_in_order = [Role.PARTY_A, Role.PARTY_B, *[Role.RELATED] * len(parts)]
    sides = tuple(Side(role, part) for role, part in zip(roles_in_order, parts, strict=False))
    return Sides(sides + concerned, labelled=False, clear=len(parts) <= 2)


def _role(label: re.Match[str]) -> Role:
    if label["first"] or label["a"]:
        return Role.PARTY_A
    return Role.PARTY_B if label["second"] or label["b"] else Role.RELATED


def _labelled(text: str, labels: Sequence[re.Match[str]]) -> Sides:
    """Whoever stands before the first label is the side that has none."""
    ends = [*(label.start() for label in labels[1:]), len(text)]
    told = (_TRAILING.sub("", text[label.end() : end]) for label, end in zip(labels, ends, strict=True))
    sides = [Side(_role(label), words) for label, words in zip(labels, told, strict=True)]
    before = text[: labels[0].start()]
    if not read_people(before).people:
        return Sides(tuple(sides), labelled=True, clear=True)
    taken = {side.role for side in sides}
    free = next((role for role in (Role.PARTY_A, Role.PARTY_B) if role not in taken), None)
    return Sides((Side(free or Role.RELATED, before), *sides), labelled=True, clear=free is not None)


def _parts(text: str) -> list[str]:
    """The words about each party of a cell without labels, one part for each."""
    bullets = list(_BULLET.finditer(text))
    if len(bullets) > 1:
        begins = [bullet.end() for bullet in bullets]
        ends = [*(bullet.start() for bullet in bullets[1:]), len(text)]
        numbered = [text[begin:end] for begin, end in zip(begins, ends, strict=True)]
        if len(found := list(_peopled(numbered))) > 1:
            return found
    for between in _BETWEEN_BARE if text.isascii() else _BETWEEN:
        if len(found := list(_peopled(between.split(text)))) > 1:
            return found
    return _each_by_himself(text)


def _peopled(pieces: Sequence[str]) -> Iterator[str]:
    """The pieces that name somebody; a piece that names nobody goes on with the one before."""
    begins = [place for place, piece in enumerate(pieces) if read_people(piece).people]
    for begin, end in pairwise([*begins, len(pieces)]):
        yield ", ".join(pieces[begin:end])


def _each_by_himself(text: str) -> list[str]:
    """People set off by nothing but commas: each is a party, with all that stands up to the next."""
    places: list[int] = []
    at = 0
    for named in read_people(text).people:
        at = text.find(named.written, at)
        if at < 0:
            return [text]
        places.append(max(text.rfind(sign, 0, at) for sign in ",;\n") if places else 0)
        at += len(named.written)
    if len(places) < 2:
        return [text]
    return [text[begin:end] for begin, end in pairwise([*places, len(text)])]
