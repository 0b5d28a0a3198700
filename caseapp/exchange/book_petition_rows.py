"""Knows the shape of a petition book's rows as they come out of a book, and how they are shown as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from caseapp.exchange.book_dates import Day
from caseapp.exchange.book_kinds import Kind
from caseapp.exchange.book_problems import Problem
from caseapp.exchange.book_rows import Person, RowPointer, Skipped, plain_values


class Source(StrEnum):
    """How a petition came in; the last three of them are forwarded and await an answer to whoever forwarded it."""

    POST = "post"
    DIRECT = "direct"
    BOX = "box"
    ONLINE = "online"
    DEPUTY = "deputy"
    PRESS = "press"
    AUTHORITY = "authority"


class Competence(StrEnum):
    """Whether the petition's matter is for this office to decide."""

    OWN = "own"
    OTHER = "other"


class PetitionOutcome(StrEnum):
    """What a petition book can say about how a petition was dealt with."""

    ACCEPTED = "accepted"
    GUIDED = "guided"
    TRANSFERRED = "transferred"
    RETURNED = "returned"
    FILED = "filed"
    SPLIT = "split"


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionRow:
    """One petition of the book. `confidential`: somebody may be denounced in it; then it holds no person at all.

    `row` counts from 1. A field is None when the book does not say, or when a person must decide (`problems`).
    `anonymous`: the book itself says that no sender is named. `forwarder`: who sent it on, as written, where
    `source` says that somebody did. `is_repeat_of` never leads from an open row to a
    sealed one or back.
    """

    sheet: str
    row: int
    confidential: bool
    date: Day | None
    date_read: Day | None
    date_suggested: Day | None
    problems: tuple[Problem, ...]
    number: str | None = None
    source: Source | None = None
    forwarder: str | None = None
    persons: tuple[Person, ...] = ()
    people_count: int | None = None
    is_group: bool = False
    anonymous: bool = False
    kind: Kind | None = None
    kind_suggested: Kind | None = None
    content: str | None = None
    competence: Competence | None = None
    outcome: PetitionOutcome | None = None
    outcome_text: str | None = None
    outcome_body: str | None = None
    outcome_document: str | None = None
    document_date: Day | None = None
    result: str | None = None
    note: str | None = None
    is_repeat_of: RowPointer | None = None
    same_matter_as: RowPointer | None = None

    @property
    def stt(self) -> str | None:
        """The row's number in the book, called so in every book."""
        return self.number


@dataclass(frozen=True, slots=True)
class PetitionBook:
    """A whole petition book: every row of every sheet is either in `rows` or in `skipped`."""

    rows: tuple[PetitionRow, ...]
    skipped: tuple[Skipped, ...]


def petition_to_json(row: PetitionRow) -> Mapping[str, Any]:
    """The row as plain values, problems with their Vietnamese message."""
    return plain_values(row, row.problems)
