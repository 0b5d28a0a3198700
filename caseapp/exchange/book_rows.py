"""Knows the shape of a register's rows as they come out of a book, and how they are shown as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Protocol

from caseapp.exchange.book_columns import Reason
from caseapp.exchange.book_dates import Day
from caseapp.exchange.book_kinds import Kind
from caseapp.exchange.book_outcomes import Outcome
from caseapp.exchange.book_problems import Problem


class Role(StrEnum):
    """In what part a person came."""

    VISITOR = "visitor"
    REPRESENTATIVE = "representative"
    SENDER = "sender"
    PARTY_A = "party_a"
    PARTY_B = "party_b"
    RELATED = "related"


@dataclass(frozen=True, slots=True)
class Person:
    """One person of an open row."""

    name: str
    id_number: str | None
    id_kind: str | None
    address: str | None
    commune_current: str | None
    province_current: str | None
    phone: str | None
    role: Role


@dataclass(frozen=True, slots=True)
class RowPointer:
    """Another row of the same book."""

    sheet: str
    row: int


class AnyRow(Protocol):
    """What a row of any book tells of itself: where it stands, when, who, what of it a person must look at."""

    @property
    def sheet(self) -> str: ...
    @property
    def row(self) -> int: ...
    @property
    def stt(self) -> str | None: ...
    @property
    def date(self) -> Day | None: ...
    @property
    def persons(self) -> tuple[Person, ...]: ...
    @property
    def content(self) -> str | None: ...
    @property
    def confidential(self) -> bool: ...
    @property
    def is_repeat_of(self) -> RowPointer | None: ...
    @property
    def same_matter_as(self) -> RowPointer | None: ...
    @property
    def problems(self) -> tuple[Problem, ...]: ...


@dataclass(frozen=True, slots=True)
class BookRow:
    """One visit of the book. `confidential`: somebody may be denounced in it; then it holds no person at all.

    `row` counts from 1. A field is None when the book does not say, or when a person must decide (`problems`).
    """

    sheet: str
    row: int
    stt: str | None
    date: Day | None
    date_read: Day | None
    date_suggested: Day | None
    persons: tuple[Person, ...]
    people_count: int | None
    is_group: bool
    kind: Kind | None
    kind_suggested: Kind | None
    content: str | None
    resolved_by: str | None
    outcome: Outcome | None
    outcome_body: str | None
    outcome_document: str | None
    follow_up: str | None
    refusal_ground: str | None
    note: str | None
    confidential: bool
    is_repeat_of: RowPointer | None
    same_matter_as: RowPointer | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row of the sheet that is no visit, and why."""

    sheet: str
    row: int
    reason: Reason


class AnyBook(Protocol):
    """A whole book of any sort: every row of every sheet is either in `rows` or in `skipped`."""

    @property
    def rows(self) -> Sequence[AnyRow]: ...
    @property
    def skipped(self) -> Sequence[Skipped]: ...


@dataclass(frozen=True, slots=True)
class Book:
    """A whole book: every row of every sheet is either in `rows` or in `skipped`."""

    rows: tuple[BookRow, ...]
    skipped: tuple[Skipped, ...]


def to_json(row: BookRow) -> Mapping[str, Any]:
    """The row as plain values, problems with their Vietnamese message."""
    return plain_values(row, row.problems)


def plain_values(row: Any, problems: Sequence[Problem]) -> dict[str, Any]:
    """A row of any book as plain values: days in ISO, problems with their Vietnamese message."""
    plain = {name: value.isoformat() if isinstance(value, Day) else value for name, value in asdict(row).items()}
    plain["persons"] = list(plain["persons"])
    plain["problems"] = [
        {"code": found.code, "field": found.field, "level": found.level, "message": found.message} for found in problems
    ]
    return plain
