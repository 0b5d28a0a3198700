"""Knows what will become of every row of a book: new, here already, here but written otherwise, or barred."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from itertools import islice
from typing import Any, Final

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session

from caseapp.db import reading
from caseapp.dossiers.commands import first_words, number_of
from caseapp.dossiers.models import Dossier, Party
from caseapp.exchange.book_problems import Level, Problem
from caseapp.exchange.book_rows import AnyBook, AnyRow
from caseapp.exchange.fingerprints import Marks, marks_of
from caseapp.exchange.row_parts import Translated
from caseapp.law.days import Calendar
from caseapp.ledger.models import Chain
from caseapp.people.models import Person
from caseapp.reception.models import BookRow as KnownRow
from caseapp.staff.models import Unit
from caseapp.staff.policy import Can
from caseapp.staff.roles import Level as Rank
from caseapp.staff.roles import Role
from caseapp.text import fold

AT_ONCE: Final = 400      # keys of one question to the database
_PLAIN_WORDS: Final = frozenset({
    "so", "tiep", "cong", "dan", "tcd", "sheet", "trang", "bang", "phan", "mau", "ban", "chinh", "ngay", "tuan",
    "thang", "quy", "nam", "dau", "cuoi", "va", "don", "nhan", "i", "ii", "iii", "iv",
})


class Fate(StrEnum):
    """What becomes of a row."""

    READY = "ready"        # will be a dossier
    MADE = "made"          # became one in this run
    THERE = "there"        # had become one in an earlier run
    CHANGED = "changed"    # had become one, and the book says something else now
    BARRED = "barred"      # cannot become one before the book is corrected


UNMADE: Final = frozenset({Fate.BARRED, Fate.CHANGED})      # named problems: without a dossier, or unlike theirs


@dataclass(slots=True)
class Step:
    """One row on its way: the row, what it would become, and what became of it."""

    row: AnyRow
    translated: Translated
    marks: Marks | None
    fate: Fate = Fate.READY
    problems: tuple[Problem, ...] = ()
    dossier_id: int | None = None
    dossier: str = ""        # public id of the dossier
    number: str = ""         # its number, as people write it
    unit_id: int | None = None      # whose register it belongs to, where it is not that of the unit that brings it in

    @property
    def settled(self) -> bool:
        """Whether nothing is left to do for this row."""
        return self.fate is not Fate.READY


@dataclass(frozen=True, slots=True)
class Importing:
    """Who brings a book into which unit's register, and when."""

    unit_id: int
    by: int
    at: datetime
    today: date
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class Words:
    """What a book and what becomes of its rows are called, each a sentence or a part of one.

    ``pointer``: where a row stands, with year, sheet and row; ``changed``, ``sealed_since``, ``opened_since``: of a
    row that came in before and is written otherwise now. ``dossiers``: for the command, which speaks Vietnamese alone.
    """

    name: str
    pointer: str
    ready: str
    made: str
    new: str
    dossiers: str
    look_after: str
    done_after: str
    changed: str
    sealed_since: str
    opened_since: str = ""


Store = Callable[[Session, Chain, Step, int | None, Importing], Dossier]
"""Makes the dossier of a row under the chain lock; given is the dossier of the row that it comes back to."""
Place = Callable[[Sequence[Step], Importing], None]
"""Finds the register of each row among those of the unit, and whom the row means there; bars what has none."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """One of the books that an office kept before, and how its rows come in.

    ``code``: what it is called in commands; ``told``: in JSON; ``kind``: of dossier its rows become.
    ``read``: bytes to book; ``translate``: row, calendar and pointer to what it becomes; ``store`` makes that.
    ``can``: who may bring it in, ``by``: who usually does, ``rank``: where, None for any unit. ``place``: for rows that
    belong to registers of other units. ``seals``: whether rows with a denunciation come in under seal, or not at all.
    """

    code: str
    told: str
    kind: str
    words: Words
    read: Callable[..., AnyBook]
    as_json: Callable[[Any], Any]
    translate: Callable[[Any, Calendar, str], Translated]
    store: Store
    can: Can = Can.IMPORT_BOOK
    by: Role = Role.RECEPTION
    rank: Rank | None = None
    place: Place | None = None
    seals: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """Every data row of a book with its fate, and how many other rows there were."""

    shelf: Shelf
    steps: Sequence[Step]
    skipped: int
    sealed: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sealed", sum(step.row.confidential for step in self.steps))

    def count(self, *fates: Fate) -> int:
        """How many rows have one of these fates."""
        return sum(step.fate in fates for step in self.steps)

    @property
    def total(self) -> int:
        """All data rows."""
        return len(self.steps)

    @property
    def barred(self) -> int:
        """Rows that stay named problems."""
        return self.count(*UNMADE)

    @property
    def to_confirm(self) -> int:
        """Rows that are or will be dossiers and have something for a person to confirm."""
        return sum(bool(step.problems) for step in self.steps if step.fate in (Fate.READY, Fate.MADE, Fate.THERE))


@dataclass(frozen=True, slots=True)
class _Known:
    """A dossier that came out of a book before."""

    id: int
    public_id: str
    number: str
    sealed: bool
    subject: str
    unit_id: int


def plan_book(book: AnyBook, shelf: Shelf, how: Importing | None, calendar: Calendar) -> Plan:
    """What would become of every row, without writing anything. ``how`` None: no office to compare with."""
    sheets = list(dict.fromkeys([*(row.sheet for row in book.rows), *(row.sheet for row in book.skipped)]))
    pointer = shelf.words.pointer
    steps = [Step(row, shelf.translate(row, calendar, _pointer(row, pointer, sheets)), None) for row in book.rows]
    if how is not None and shelf.place is not None:
        shelf.place(steps, how)
    for step in steps:
        step.problems = step.translated.problems
        if step.translated.given is None:
            step.fate = Fate.BARRED
    if how is not None:
        _recognise(steps, shelf, how.unit_id)
    return Plan(shelf, steps, len(book.skipped))


def units_of_rank(shelf: Shelf, units: Iterable[int]) -> list[int]:
    """Those of some units whose books of this kind are kept there, in order of id."""
    wanted = sorted(set(units))
    if shelf.rank is None:
        return wanted
    return list(reading().execute(_OF_RANK, {"units": wanted, "rank": shelf.rank}).scalars())


def _pointer(row: AnyRow, pointer: str, sheets: Sequence[str]) -> str:
    """Where the row stands in the paper book. A sheet may bear somebody's name: of a sealed row it is only counted."""
    plain = all(word.isdigit() or word in _PLAIN_WORDS for word in fold(row.sheet).replace("-", " ").split())
    sheet = f"“{row.sheet[:40]}”" if plain or not row.confidential else str(sheets.index(row.sheet) + 1)
    year = row.date.year if row.date else ""
    return pointer.format(year=year, sheet=sheet, row=row.row)


# ── rows that came in before ───────────────────────────────────────────────────────────────────


def _recognise(steps: Sequence[Step], shelf: Shelf, unit_id: int) -> None:
    found = marks_of([one.row for one in steps], shelf.code, unit_id, current_app.extensions["keys"])
    for step, marks in zip(steps, found, strict=True):
        step.marks = marks
    marked = [(step, step.marks) for step in steps if step.marks is not None]
    keys = known_keys(reading(), [key for _, marks in marked for key in (marks.same, marks.place)])
    known = _dossiers(set(keys.values()))
    claimed = set()
    for step, marks in marked:
        if (there := known.get(keys.get(marks.same, 0))) is not None:
            _settle(step, Fate.THERE, there)
            claimed.add(there.id)
    for step, marks in marked:
        there = known.get(keys.get(marks.place, 0))
        if there is not None and there.id not in claimed and step.fate is not Fate.THERE:
            _compare(step, there, shelf.words)


def _compare(step: Step, found: _Known, words: Words) -> None:
    """A row that stands where a known one stood, on the same day, and reads otherwise."""
    if step.row.confidential and found.sealed:
        _settle(step, Fate.THERE, found)
    elif step.row.confidential or found.sealed:      # no pointer between the open and the sealed register
        step.fate = Fate.CHANGED
        text = words.sealed_since if step.row.confidential else words.opened_since
        step.problems = (*step.problems, Problem("ROW_CHANGED", "row", Level.STOP, text))
    elif _resembles(step.row, found):
        _settle(step, Fate.CHANGED, found)
        step.problems = (*step.problems, Problem("ROW_CHANGED", "row", Level.STOP, words.changed))


def _resembles(row: AnyRow, found: _Known) -> bool:
    """Whether a row is the known dossier written otherwise, and not another book's row at the same place."""
    if first_words(row.content or "")[:40] == found.subject[:40]:
        return True
    names = reading().execute(_NAMES, {"dossier": found.id}).scalars().all()
    return bool({fold(one.name) for one in row.persons} & set(names))


def _settle(step: Step, fate: Fate, found: _Known) -> None:
    step.fate, step.dossier_id, step.dossier, step.number = fate, found.id, found.public_id, found.number
    step.unit_id = found.unit_id


def known_keys(connection: Any, keys: Iterable[bytes]) -> dict[bytes, int]:
    """Key → dossier for those of ``keys`` that came in before; ``connection`` may be a session."""
    found: dict[bytes, int] = {}
    for part in _parts(keys):
        found.update((bytes(key), dossier) for key, dossier in connection.execute(_KNOWN, {"keys": part}).all())
    return found


def _dossiers(ids: Iterable[int]) -> dict[int, _Known]:
    return {
        row.id: _Known(row.id, row.public_id, number_of(row), row.sealed, row.subject, row.unit_id)
        for part in _parts(ids) for row in reading().execute(_DOSSIERS, {"ids": part})
    }


def _parts(values: Iterable[Any]) -> Iterator[list[Any]]:
    rest = iter(values)
    while part := list(islice(rest, AT_ONCE)):
        yield part


_KNOWN = sa.select(KnownRow.key, KnownRow.dossier_id).where(KnownRow.key.in_(sa.bindparam("keys", expanding=True)))
_DOSSIERS = sa.select(
    Dossier.id, Dossier.public_id, Dossier.register, Dossier.year, Dossier.no, Dossier.sealed, Dossier.code,
    Dossier.subject, Dossier.unit_id,
).where(Dossier.id.in_(sa.bindparam("ids", expanding=True)))
_OF_RANK = sa.select(Unit.id).where(
    Unit.id.in_(sa.bindparam("units", expanding=True)), Unit.level == sa.bindparam("rank")).order_by(Unit.id)
_NAMES = sa.select(Person.name_fold).join(Party, Party.person_id == Person.id).where(
    Party.dossier_id == sa.bindparam("dossier"))
