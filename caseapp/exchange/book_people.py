"""Knows how people stand in one cell: titles, several names, groups with representatives, phones, addresses."""

import re
from dataclasses import dataclass, field
from typing import Final

from caseapp.exchange.book_places import is_place
from caseapp.text import fold

_PHONE: Final = re.compile(
    r"(?:\b(?:đ\.?t(?:dđ)?|sđt|số đt|điện thoại|dt|sdt|tel|phone)\b[\s.:]*)?"
    r"(?<!\d)((?:\+?84|0)(?:[\s.\-]?\d){9,10})(?!\d)",
    re.IGNORECASE,
)
_ID: Final = re.compile(
    r"(?:\b(?:số\s+)?(?:cccd|cmnd|cmt|căn cước(?: công dân)?|chứng minh(?: nhân dân)?|hộ chiếu|định danh)\b"
    r"(?:\s+số)?[\s.:]*)?(?<!\d)(\d{12}|\d{9})(?!\d)",
    re.IGNORECASE,
)
_GROUP: Final = re.compile(
    r"(?P<plus>và |cùng )?(?:(?:đoàn|nhóm|tập thể)\s+)?(?:gồm |khoảng )*(?P<count>\d{1,4})\s*"
    r"(?:người khác|người dân|người|hộ gia đình|hộ dân|hộ|công dân|bà con)\b(?:\s+(?:dân|khác))?[\s,.:]*",
    re.IGNORECASE,
)
_REPRESENTED: Final = re.compile(
    r"\b(?:do|có)?\s*(?:người |những người )?đại diện(?: là| gồm)?\s*:?\s*|\b(?:đoàn|nhóm|tập thể)\s*:\s*",
    re.IGNORECASE,
)
_ASIDE: Final = re.compile(r"\([^)]*\)|,?\s*\b(?:sinh năm|sn|ns)\b[\s.:]*\d{4}|,?\s*\b\d{1,3}\s*tuổi\b", re.IGNORECASE)
_TITLE: Final = re.compile(
    r"(?:vợ chồng|vợ|chồng|vc|hộ gia đình|gia đình|hộ|ông/bà|ông bà|ông|bà|anh|chị|cô|chú|bác|cụ|em|cháu|mr|ms|mrs)"
    r"[.:]?\s+(?!thị\b)",
    re.IGNORECASE,
)
_BETWEEN: Final = re.compile(r"(\n|;|,|\s(?:và|VÀ|&|\+|cùng)\s|\s-\s)")
_NOT_A_NAME: Final = re.compile(r"[\d@]")
_MUST_CARRY_MARKS: Final = frozenset(
    re.findall(
        r"\w+",
        "nguyen tran pham huynh hoang le vo vu dang bui ngo duong truong dinh trinh doan dao thi van duc huu "
        "xuan thuy hong tuan hung phuong nguyet",
    )
)
NAME_LIMIT: Final = 80
LONGEST_NAME: Final = 6  # words
LONGEST_LIST: Final = 3_000  # letters; a longer cell is no list of people, and reading it takes long


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """One person of a cell: the name as it may be stored, as it was written, address and phone as written."""

    name: str
    written: str
    address: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class PeopleCell:
    """What the cell says about who came. `group` is the number of people it speaks of, if it does."""

    people: tuple[NamedPerson, ...] = ()
    group: int | None = None
    address: str | None = None


@dataclass(slots=True)
class _Reading:
    names: list[list[str]] = field(default_factory=list)
    places: list[list[str]] = field(default_factory=list)

    def take(self, piece: str, place: bool) -> None:
        if place:
            if not self.places:
                self._open()
            self.places[-1].append(piece)
            return
        if not self.names or self.places[-1]:
            self._open()
        self.names[-1].append(piece)

    def _open(self) -> None:
        self.names.append([])
        self.places.append([])


def read_people(text: str, address: str = "", phone: str = "") -> PeopleCell:
    """Read the cleaned cell of names; `address` and `phone` are cells of their own, where the book has such columns."""
    phones = [_bare_phone(found) for found in _PHONE.findall(f"{text}\n{phone}")]
    text = _ASIDE.sub("", _ID.sub("", _PHONE.sub("", text)))
    text, group, plus = _take_group(text)
    text = _REPRESENTED.sub("", text)
    reading = _Reading()
    pieces = _BETWEEN.split(text)
    for piece, before in zip(pieces[::2], ["\n", *pieces[1::2]], strict=True):
        if piece := " ".join(piece.split()).strip(" .:-–"):
            reading.take(piece, _is_address(piece, before.strip(), reading))
    people = _assemble(reading, phones, " ".join(address.split()))
    if plus and group is not None:
        group += max(len(people), 1)
    shared = " ".join(address.split()) or next((", ".join(parts) for parts in reading.places if parts), None)
    return PeopleCell(people, group, shared)


def _take_group(text: str) -> tuple[str, int | None, bool]:
    found = _GROUP.search(text)
    if not found:
        return text, None, False
    plus = bool(found["plus"]) or "khác" in found[0].lower()
    return f"{text[: found.start()]}\n{text[found.end() :]}", int(found["count"]), plus


def _is_address(piece: str, before: str, reading: _Reading) -> bool:
    """After the first place only a new line, “;”, “và” or a title begins another person; a comma goes on."""
    if is_place(piece) or _NOT_A_NAME.search(piece):
        return True
    if not (reading.places and reading.places[-1]):
        return False
    titled = untitled(piece) != piece
    return (before in (",", "-") and not titled) or len(untitled(piece).split()) < 2 or len(piece) > NAME_LIMIT


def untitled(name: str) -> str:
    """A name without the titles before it."""
    while (found := _TITLE.match(name)) and len(name[found.end() :].split()) >= 2:
        name = name[found.end() :]
    return name


def _assemble(reading: _Reading, phones: list[str], given: str) -> tuple[NamedPerson, ...]:
    """People without a place of their own share the next one written; one phone belongs to the first person."""
    people: list[NamedPerson] = []
    following: str | None = None
    for names, parts in zip(reversed(reading.names), reversed(reading.places), strict=True):
        following = ", ".join(parts) or following
        for written in reversed(names):
            bare = untitled(written)
            people.insert(0, NamedPerson(proper_case(bare), bare, given or following))
    if phones and people:
        people = [
            NamedPerson(person.name, person.written, person.address, phones[here] if here < len(phones) else None)
            for here, person in enumerate(people)
        ]
    return tuple(people)


def _bare_phone(written: str) -> str:
    digits = re.sub(r"\D", "", written)
    return "0" + digits[2:] if digits.startswith("84") and len(digits) > 10 else digits


def phones_in(text: str) -> tuple[str, ...]:
    """The phone numbers that stand in a text, digits only."""
    return tuple(_bare_phone(found) for found in _PHONE.findall(text))


def numbers_in(text: str) -> tuple[str, ...]:
    """The identity numbers that stand in a text among names and addresses."""
    return tuple(_ID.findall(_PHONE.sub(" ", text)))


def is_like_a_name(name: str) -> bool:
    """Whether a text looks like a full name: two to six words, each with a capital, no digits."""
    words = name.split()
    return 2 <= len(words) <= LONGEST_NAME and all(word[0].isupper() for word in words) and not _NOT_A_NAME.search(name)


def proper_case(name: str) -> str:
    """A name in capitals or in small letters, capitalised; any other as it is."""
    return name.title() if name.isupper() or name.islower() else name


def lost_its_marks(name: str) -> bool:
    """Whether a name is written without marks though one of its words never goes without them."""
    return name.isascii() and any(word in _MUST_CARRY_MARKS for word in fold(name).split())


def count_in(text: str) -> int | None:
    """The number in a cell of counts: “12”, “12 người”; None when it names none or several."""
    numbers = re.findall(r"\d+", text)
    return int(numbers[0]) if len(numbers) == 1 and len(numbers[0]) <= 5 else None
