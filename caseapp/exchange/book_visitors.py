"""Knows who came according to a row: people, numbers, homes, how many; and what of it must stay secret."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from caseapp.exchange.book_entries import Entry
from caseapp.exchange.book_ids import Identity, read_ids
from caseapp.exchange.book_layouts import Field
from caseapp.exchange.book_people import (
    NamedPerson,
    PeopleCell,
    count_in,
    lost_its_marks,
    numbers_in,
    phones_in,
    read_people,
)
from caseapp.exchange.book_places import PlaceChanges, units_of
from caseapp.exchange.book_problems import Problem, problem
from caseapp.exchange.book_rows import Person, Role
from caseapp.exchange.book_sealing import Secrets, secrets_of
from caseapp.text import fold

GROUP_FROM: Final = 5  # đoàn đông người: 5 people or more on one matter (LTCD 2013 art. 3)
FEW: Final = 10  # up to ten people may name two representatives, more may name five (LTCD 2013 art. 29)
REPRESENTATIVES_OF_FEW: Final = 2
REPRESENTATIVES: Final = 5


@dataclass(frozen=True, slots=True, repr=False)
class Visitors:
    """The people of a row as far as the cells tell: who, how many, and what must be looked at."""

    persons: tuple[Person, ...]
    count: int | None
    problems: tuple[Problem, ...]


def visitors_of(entry: Entry, places: PlaceChanges) -> Visitors:
    """The people of a row with what must be looked at."""
    cell, ids = cells_of(entry)
    count, counting = count_of(entry.line(Field.COUNT), cell)
    representing = stands_for_others(cell, count)
    role = Role.REPRESENTATIVE if representing else Role.VISITOR
    matched = ids if len(ids) == len(cell.people) else ()
    persons = tuple(
        person_of(named, matched[here] if matched else None, role, places) for here, named in enumerate(cell.people)
    )
    naming = name_problems(cell, count, representing)
    found = (*naming, *counting, *id_problems(cell, ids), *address_problems(cell, places))
    return Visitors(persons, count, found)


def stands_for_others(cell: PeopleCell, count: int | None) -> bool:
    """Whether those named speak for a group."""
    return cell.group is not None or (count is not None and GROUP_FROM <= count != len(cell.people))


def cells_of(entry: Entry) -> tuple[PeopleCell, tuple[Identity, ...]]:
    """People and numbers as written; numbers may stand among the names when their own cell is empty."""
    text = entry.text(Field.PERSON)
    ids = read_ids(entry.cell(Field.ID)) or read_ids("\n".join(numbers_in(text)))
    return read_people(text, entry.text(Field.ADDRESS), entry.text(Field.PHONE)), ids


def marks_of(entry: Entry) -> frozenset[str]:
    """What the people of a row are known by: folded names and numbers."""
    cell, ids = cells_of(entry)
    names = {fold(named.name) for named in cell.people}
    return frozenset(names | {identity.number for identity in ids if identity.number})


def person_of(named: NamedPerson, identity: Identity | None, role: Role, places: PlaceChanges) -> Person:
    """The person as it may be stored, with the commune and province of today where the table knows them."""
    units = units_of(named.address or "", places)
    now = places.now(units.commune, units.district, units.province) if units.commune else None
    return Person(
        name=named.name,
        id_number=identity.number if identity else None,
        id_kind=identity.kind if identity else None,
        address=named.address,
        commune_current=now.commune if now else None,
        province_current=now.province if now else None,
        phone=named.phone,
        role=role,
    )


def count_of(written: str, cell: PeopleCell, mismatch: str = "COUNT_MISMATCH") -> tuple[int | None, list[Problem]]:
    """How many came; None when the cells contradict each other. A large number beside few names is a group."""
    named = len(cell.people)
    said = count_in(written) if written else None
    spoken = cell.group if cell.group is not None else (named or None)
    if said is None:
        return spoken, []
    if said == spoken or spoken is None or (cell.group is None and said >= GROUP_FROM and said > named):
        return said, []
    return None, [problem(mismatch, count=said, named=spoken)]


def name_problems(cell: PeopleCell, count: int | None, representing: bool) -> list[Problem]:
    """What must be looked at in the names; `representing`: they stand for others whom the cell does not name."""
    if not cell.people:
        return [problem("NAME_MISSING")]
    found = [problem("NAME_NO_DIACRITICS", name=named.written) for named in cell.people if lost_its_marks(named.name)]
    named = len(cell.people)
    if representing and count is not None and count >= GROUP_FROM and named < count:
        if named > (REPRESENTATIVES_OF_FEW if count <= FEW else REPRESENTATIVES):
            found.append(problem("GROUP_TOO_MANY_REPS", count=count, named=named))
        found.append(problem("GROUP_NO_LIST", count=count))
    return found


def id_problems(cell: PeopleCell, ids: Sequence[Identity]) -> list[Problem]:
    """What must be looked at in the numbers, and that none is written."""
    if not ids:
        return [problem("ID_MISSING", names=_names(cell.people))] if cell.people else []
    found = [_flaw(identity) for identity in ids if identity.flaw not in (None, "ID_ZERO_RESTORED")]
    if len(ids) != len(cell.people):
        return [*found, problem("ID_COUNT_MISMATCH", people=len(cell.people), ids=len(ids))]
    restored = [named for named, identity in zip(cell.people, ids, strict=True) if identity.flaw == "ID_ZERO_RESTORED"]
    return [*found, problem("ID_ZERO_RESTORED", names=_names(restored))] if restored else found


def _flaw(identity: Identity) -> Problem:
    if identity.flaw == "ID_OLD_CMND":
        return problem("ID_OLD_CMND", number=identity.number)
    return problem(identity.flaw or "ID_BAD_LENGTH", written=identity.written)


def _names(people: Sequence[NamedPerson]) -> str:
    return ", ".join(named.name for named in people)


def address_problems(cell: PeopleCell, places: PlaceChanges) -> list[Problem]:
    """What must be looked at in the addresses, and whose is missing."""
    found: dict[str, Problem] = {}
    homeless = [named for named in cell.people if not named.address]
    if homeless:
        found[""] = problem("ADDR_MISSING", names=_names(homeless))
    for address in (named.address for named in cell.people if named.address):
        units = units_of(address, places)
        if not units.commune:
            found[address] = problem("ADDR_INCOMPLETE", written=address)
        elif places.changes and not places.now(units.commune, units.district, units.province):
            found[address] = problem("ADDR_UNKNOWN_UNIT", written=units.written)
    return list(found.values())


def secrets_in(entry: Entry) -> Secrets:
    """All in a row's cells that could tell who came, as it stands and as it was understood."""
    cell, ids = cells_of(entry)
    texts = [entry.text(wanted) for wanted in (Field.PERSON, Field.ID, Field.PHONE, Field.ADDRESS)]
    names = [name for named in cell.people for name in (named.name, named.written)]
    lines = [line for text in texts for line in text.split("\n")]
    numbers = [*lines, *(number for text in texts for number in (*phones_in(text), *numbers_in(text)))]
    numbers += [text for identity in ids for text in (identity.number or "", identity.written)]
    return secrets_of(names, [number for number in numbers if _mostly_digits(number)], [cell.address or "", *lines])


def _mostly_digits(text: str) -> bool:
    digits = sum(char.isdigit() for char in text)
    return digits >= 6 and digits * 2 >= len(text)
