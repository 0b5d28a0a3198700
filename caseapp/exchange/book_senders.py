"""Knows who sent a petition according to a row: named people, how many signed, or nobody at all."""

import re
from dataclasses import dataclass
from typing import Final

from caseapp.exchange.book_entries import Entry
from caseapp.exchange.book_layouts import Field
from caseapp.exchange.book_people import PeopleCell, count_in
from caseapp.exchange.book_places import PlaceChanges
from caseapp.exchange.book_problems import Problem, problem
from caseapp.exchange.book_rows import Person, Role
from caseapp.exchange.book_visitors import (
    address_problems,
    cells_of,
    count_of,
    id_problems,
    marks_of,
    name_problems,
    person_of,
    stands_for_others,
)
from caseapp.text import fold

_NAMELESS: Final = re.compile(
    r"(?:đơn )?(?:nặc danh|khuyết danh|giấu tên|ẩn danh|vô danh)"
    r"|(?:đơn )?(?:không|ko|chưa|k)(?: (?:ghi|có|ký|rõ|nêu|để|đề|họ|và|hoặc|địa chỉ|danh|tính|người|gửi|tên))*"
    r" (?:tên|người gửi|địa chỉ|danh tính|danh)"
    r"|(?:(?:một|một số|các|nhiều|những|tập thể|nhóm|quần chúng|nhân dân|người|bà con|công dân|cử tri|hộ dân"
    r"|đảng viên|phụ huynh|công nhân|học sinh|dân|giấu tên)\s*)+"
    r"(?:(?:ở|tại|của|trong)\s+)?(?:(?:thôn|buôn|bon|ấp|bản|làng|xóm|tổ|tổ dân phố|khu|khu phố|xã|phường|thị trấn"
    r"|huyện|tỉnh|địa phương)\b.*)?"
)
_NAMELESS_BARE: Final = re.compile(r"(?:don )?nac danh|(?:don )?(?:khong|ko|k)(?: (?:ghi|co|ky|ro))* (?:ho )?ten")
_NOT_IN_A_NAME: Final = re.compile(
    r"\b(?:không|chưa|ghi|tên|người|các|những|nhiều|đơn|chữ|tập thể|hộ dân|bà con|nhân dân)\b", re.IGNORECASE
)
_UNSIGNED: Final = re.compile(r"(?:khong|ko|chua)\b.*|0+")


@dataclass(frozen=True, slots=True, repr=False)
class Senders:
    """The senders of a row as far as the cells tell, and what must be looked at."""

    persons: tuple[Person, ...]
    count: int | None
    anonymous: bool
    problems: tuple[Problem, ...]


def is_anonymous(entry: Entry) -> bool:
    """Whether the sender's cell says that nobody is named; an empty cell says nothing."""
    written = " ".join(re.sub(r"[()\[\].,:;“”\"]", " ", entry.line(Field.PERSON)).lower().split())
    words = _NAMELESS_BARE if written.isascii() else _NAMELESS
    return bool(words.fullmatch(written))


def sender_marks(entry: Entry) -> frozenset[str]:
    """What the senders are known by; the words for nobody are nobody's name."""
    return frozenset() if is_anonymous(entry) else marks_of(entry)


def senders_of(entry: Entry, places: PlaceChanges) -> Senders:
    """The senders of a row with what must be looked at. Identity numbers are optional in a petition book."""
    written = entry.line(Field.COUNT)
    if is_anonymous(entry):
        return Senders((), count_in(written) or 0, True, (problem("ANONYMOUS"),))
    cell, ids = cells_of(entry)
    count, counting = _signers(written, cell)
    matched = ids if len(ids) == len(cell.people) else ()
    persons = tuple(
        person_of(named, matched[here] if matched else None, Role.SENDER, places)
        for here, named in enumerate(cell.people)
    )
    found = [
        *name_problems(cell, count, stands_for_others(cell, count)),
        *(problem("NAME_DOUBTFUL", name=one.name) for one in persons if _NOT_IN_A_NAME.search(one.name)),
        *counting,
        *(id_problems(cell, ids) if ids else ()),
        *address_problems(cell, places),
    ]
    return Senders(persons, count, False, tuple(found))


def _signers(written: str, cell: PeopleCell) -> tuple[int | None, list[Problem]]:
    """How many signed: none is said by a nought; a number that contradicts the sender's cell is for a person."""
    if cell.people and _UNSIGNED.fullmatch(fold(written)):
        return 0, [problem("NO_SIGNATURE")]
    if written and count_in(written) is None:
        return None, [problem("SIGNERS_UNKNOWN", written=written[:40])]
    return count_of(written, cell, "SIGNERS_MISMATCH")
