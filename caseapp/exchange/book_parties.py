"""Knows who the parties of a row are: of which side, how old, where at home, and what of it must be looked at."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from caseapp.exchange.book_entries import Entry
from caseapp.exchange.book_ids import Identity, read_ids
from caseapp.exchange.book_layouts import Field
from caseapp.exchange.book_mediation_rows import Party
from caseapp.exchange.book_party_ages import Age, ages_apart, ages_in, without_ages
from caseapp.exchange.book_party_sides import Side, Sides, label_first, sides_of
from caseapp.exchange.book_people import (
    LONGEST_LIST,
    NamedPerson,
    PeopleCell,
    is_like_a_name,
    lost_its_marks,
    numbers_in,
    phones_in,
    read_people,
    untitled,
)
from caseapp.exchange.book_places import PlaceChanges, is_place, units_of
from caseapp.exchange.book_problems import Problem, problem
from caseapp.exchange.book_rows import Role
from caseapp.exchange.book_sealing import Secrets, secrets_of
from caseapp.exchange.book_visitors import address_problems, id_problems, person_of

_COLUMNS: Final = (Field.PERSON, Field.PARTY_A, Field.PARTY_B, Field.RELATED)
_BRACKETS: Final = re.compile(r"\(([^()\n]*)\)")
_BESIDE: Final = re.compile(
    r"(?:^|(?<=[,;\n]))\s*(?:(?:dân tộc|dt|tôn giáo|nghề nghiệp|nghề|giới tính|trình độ|quan hệ)\b\s*:?[^,;\n]*"
    r"|(?:nam|nữ|làm (?:nông|rẫy|ruộng|vườn|thuê)|nông dân|nông|buôn bán|công nhân|giáo viên|hưu trí|nội trợ|kinh)\s*)"
    r"(?=[,;\n]|$)",
    re.IGNORECASE,
)
_HAMLET: Final = r"thôn|buôn|bon|ấp|bản|làng|xóm|tổ|khu"
_TOGETHER: Final = re.compile(
    r"\b(?:cùng|đều|cả hai|hai bên|các bên)\s+(?=(?:cùng |đều )*(?:thường trú|tạm trú|cư trú|trú|ngụ|ở|địa chỉ"
    rf"|{_HAMLET}|xã|phường)\b)",
    re.IGNORECASE,
)
_DWELLING: Final = re.compile(
    rf"\b(?:(?:thường |tạm |cư )?trú|ngụ|ở)(?: tại)?\s*:?\s*(?=(?:{_HAMLET}|xã|phường|số)\b)", re.IGNORECASE
)
_KIN: Final = re.compile(
    r"[,;]?\s*\b(?:(?:và|cùng|với)\s+)?(?:vợ|chồng|con(?: trai| gái| dâu| rể)?|em(?: trai| gái)?|anh|chị|cháu|mẹ"
    r"|cha|bố)\s+(?:tên )?là\s*:?\s*"
)
# “Nguyễn Văn A chị Lê Thị B”: a small title between two names.
_TITLE_WITHIN: Final = re.compile(r"(\w+)\s+(?=(?:ông|bà|anh|chị|vợ|chồng)\s+(?:(?:ông|bà|anh|chị)\s+)?(\w))")
# “Nguyễn Văn A thôn 3”: a home right behind the name.
_HOME_WITHIN: Final = re.compile(
    r"(?<=[^\W\d_])\s+(?=(?:thôn|buôn|bon|ấp|bản|làng|xóm|khu phố|tổ dân phố|xã|phường|thị trấn)\s+(\w))"
)
_NOBODY: Final = re.compile(r"(?:không|chưa|ko|vắng)\b.*|\W*")


@dataclass(frozen=True, slots=True, repr=False)
class Parties:
    """The people of a row as far as the cells tell: who, how many, and what must be looked at."""

    persons: tuple[Party, ...]
    count: int | None
    problems: tuple[Problem, ...]

    def names(self, role: Role) -> list[str]:
        """The names of one side."""
        return [person.name for person in self.persons if person.role is role]


@dataclass(frozen=True, slots=True, repr=False)
class _OfSide:
    """The people of one side, their ages and numbers beside them."""

    role: Role
    cell: PeopleCell
    ages: tuple[Age | None, ...]
    ids: tuple[Identity, ...]


def parties_of(entry: Entry, places: PlaceChanges, home: str) -> Parties:
    """The parties of a row; `home` is the commune of the book, for an address that names none."""
    sides = _divided(entry)
    year = entry.placed.date.year if entry.placed.date else entry.year
    read = [_read(side, entry, year) for side in sides.sides]
    if not sides.labelled or _TOGETHER.search(entry.text(Field.PERSON)):
        read = _sharing_homes(read)
    persons = tuple(person for one in read for person in _persons(one, places, home))
    found = [*_side_problems(persons, sides), *(told for one in read for told in _people_problems(one))]
    found += _home_problems(read, places, home)
    if any(len(entry.text(column)) > LONGEST_LIST for column in _COLUMNS):
        found.append(problem("PARTIES_TOO_LONG", length=LONGEST_LIST))
    return Parties(persons, _count(read) if persons else None, tuple(found))


def _divided(entry: Entry) -> Sides:
    """The sides of a row: from the cell of the parties, or from a column for each."""
    columns = ((Role.PARTY_A, Field.PARTY_A), (Role.PARTY_B, Field.PARTY_B), (Role.RELATED, Field.RELATED))
    apart = tuple(Side(role, _prepared(text)) for role, column in columns if (text := entry.text(column)))
    together = sides_of(_prepared(entry.text(Field.PERSON)))
    if not apart:
        return together
    if not entry.text(Field.PERSON):
        return Sides(apart, labelled=True, clear=True)
    return replace(together, sides=together.sides + apart)


def _prepared(text: str) -> str:
    """The cell with its brackets opened where they hold a home or an age, and without what is neither."""
    text = _BRACKETS.sub(_opened, label_first(text[:LONGEST_LIST]))
    text = _KIN.sub(", ", _DWELLING.sub("", _TOGETHER.sub("", text)))
    text = _HOME_WITHIN.sub(_set_off, _TITLE_WITHIN.sub(_parted, text))
    return ages_apart(_BESIDE.sub("", text))


def _parted(found: re.Match[str]) -> str:
    """A comma between a name and the title after it."""
    within = found[1][0].isupper() and found[2].isupper() and untitled(f"{found[1]} A B") != "A B"
    return f"{found[1]}, " if within else found[0]


def _set_off(found: re.Match[str]) -> str:
    """A comma between a name and the home after it, but not between the parts of a home."""
    before = re.split(r"[,;\n:(]", found.string[: found.start()])[-1]
    return found[0] if is_place(before.strip()) or not before.strip() or before.split()[-1][0].islower() else ", "


def _opened(found: re.Match[str]) -> str:
    inner = found[1].strip()
    if is_place(inner) and not next(ages_in(f"({inner})", 2000), None):
        return f", {inner}"
    parts = [part.strip() for part in re.split(r"[,;]", inner)]
    homes = [place for place, part in enumerate(parts) if is_place(part) and not part[:1].isdigit()]
    return f", {', '.join(parts)}" if homes else found[0]


def _read(side: Side, entry: Entry, year: int) -> _OfSide:
    cell = read_people(without_ages(side.text), entry.text(Field.ADDRESS), entry.text(Field.PHONE))
    people = tuple(named for named in cell.people if not _NOBODY.fullmatch(named.written.lower()))
    cell = replace(cell, people=people)
    return _OfSide(side.role, cell, tuple(_ages(side.text, people, year)), read_ids("\n".join(numbers_in(side.text))))


def _ages(text: str, people: Sequence[NamedPerson], year: int) -> Iterator[Age | None]:
    """An age belongs to the last person named before it."""
    flat = re.sub(r"[^\S\n]+", " ", text)
    begins: list[int] = []
    for named in people:
        begins.append(max(flat.find(named.written, begins[-1] + 1 if begins else 0), begins[-1] if begins else 0))
    ages = list(ages_in(flat, year))
    for begin, end in pairwise([*begins, len(flat)]):
        yield next((age for age in ages if begin <= age.at < end), None)


def _sharing_homes(read: Sequence[_OfSide]) -> list[_OfSide]:
    """Without labels, or where the cell says so, a side without a home is at home where the next one is."""
    shared: list[_OfSide] = []
    following: str | None = None
    for one in reversed(read):
        people = tuple(named if named.address else replace(named, address=following) for named in one.cell.people)
        following = next((named.address for named in people if named.address), following)
        shared.insert(0, replace(one, cell=replace(one.cell, people=people)))
    return shared


def _persons(one: _OfSide, places: PlaceChanges, home: str) -> Iterator[Party]:
    matched = one.ids if len(one.ids) == len(one.cell.people) else (None,) * len(one.cell.people)
    for named, age, identity in zip(one.cell.people, one.ages, matched, strict=True):
        person = person_of(named, identity, one.role, places)
        now = places.now(home) if named.address and home and not units_of(named.address, places).commune else None
        yield Party(
            name=person.name,
            id_number=person.id_number,
            id_kind=person.id_kind,
            address=person.address,
            commune_current=now.commune if now else person.commune_current,
            province_current=now.province if now else person.province_current,
            phone=person.phone,
            role=person.role,
            age=age.years if age else None,
        )


def _count(read: Sequence[_OfSide]) -> int:
    return sum(len(one.cell.people) if one.cell.group is None else one.cell.group for one in read)


def _side_problems(persons: Sequence[Party], sides: Sides) -> Iterator[Problem]:
    if not persons:
        yield problem("NAME_MISSING")
        return
    parties = [[person.name for person in persons if person.role is role] for role in (Role.PARTY_A, Role.PARTY_B)]
    if not all(parties):
        yield problem("PARTY_MISSING")
    elif not sides.clear or (len(parties[0]) == 1 and _are_spouses(sides)):
        yield problem("PARTIES_UNCLEAR", first=", ".join(parties[0]), second=", ".join(parties[1]))


def _are_spouses(sides: Sides) -> bool:
    """“Vợ chồng ông A và bà B” may be the two parties, or one of them."""
    return not sides.labelled and bool(re.match(r"\W*(?:hai )?(?:vợ chồng|vc|vo chong)\b", sides.sides[0].text.lower()))


def _people_problems(one: _OfSide) -> Iterator[Problem]:
    for named in one.cell.people:
        if lost_its_marks(named.name):
            yield problem("NAME_NO_DIACRITICS", name=named.written)
        elif not is_like_a_name(named.name):
            yield problem("PARTY_DOUBTFUL", name=named.name)
    for age in one.ages:
        if age and age.years is None:
            yield problem("AGE_IMPOSSIBLE", written=age.written)
    if one.ids:
        yield from id_problems(one.cell, one.ids)


def _home_problems(read: Sequence[_OfSide], places: PlaceChanges, home: str) -> list[Problem]:
    """Of homes a book's own commune may be left out."""
    people = tuple(named for one in read for named in one.cell.people)
    found = address_problems(PeopleCell(people), places)
    return [one for one in found if not (home and one.code == "ADDR_INCOMPLETE")]


def party_secrets(entry: Entry) -> Secrets:
    """All in a row's cells that could tell who the parties are, as it stands and as it was understood."""
    texts = [entry.text(column) for column in (*_COLUMNS, Field.ADDRESS, Field.PHONE)]
    people = [named for side in _divided(entry).sides for named in _read(side, entry, entry.year).cell.people]
    names = [name for named in people for name in (named.name, named.written)]
    numbers = [number for text in texts for number in (*phones_in(text), *numbers_in(text))]
    return secrets_of(names, numbers, [line for text in texts for line in text.split("\n")])
