"""Knows the shape of a mediation logbook's rows as they come out of a book, and how they are shown as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from caseapp.exchange.book_dates import Day
from caseapp.exchange.book_problems import Problem
from caseapp.exchange.book_rows import Person, RowPointer, Skipped, plain_values


class Scope(StrEnum):
    """What a dispute is about, as the statistics of mediation tell it apart."""

    CIVIL = "civil"
    FAMILY = "family"
    OTHER = "other"


class Result(StrEnum):
    """What a logbook can say about how a mediation ended, or that it has not."""

    SUCCESS = "success"
    FAILURE = "failure"
    ONGOING = "ongoing"


@dataclass(frozen=True, slots=True)
class Party(Person):
    """One of the parties to a dispute, or somebody whom it concerns. `age`: in years, on the day of the row."""

    age: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MediationRow:
    """One dispute of the book. `confidential`: somebody is denounced in it; then it holds no person at all.

    `row` counts from 1. A field is None when the book does not say, or when a person must decide (`problems`).
    `team`: as the cover, the section or the sheet names it. `mediable`: False when there are signs that the law bars
    mediation; a person decides.
    """

    sheet: str
    row: int
    date: Day | None
    date_read: Day | None
    date_suggested: Day | None
    problems: tuple[Problem, ...]
    stt: str | None = None
    team: str | None = None
    mediators: tuple[str, ...] = ()
    invited: tuple[str, ...] = ()
    persons: tuple[Party, ...] = ()
    people_count: int | None = None
    scope: Scope | None = None
    mediable: bool = True
    content: str | None = None
    agreement: str | None = None
    outcome: Result | None = None
    note: str | None = None
    is_repeat_of: RowPointer | None = None
    confidential: bool = False

    @property
    def same_matter_as(self) -> RowPointer | None:
        """A dispute is its parties': nobody else has the same one."""
        return None


@dataclass(frozen=True, slots=True)
class MediationBook:
    """A whole logbook: every row of every sheet is either in `rows` or in `skipped`."""

    rows: tuple[MediationRow, ...]
    skipped: tuple[Skipped, ...]


_OF_A_PARTY: Final = ("name", "age", "address", "id_number", "role")


def mediation_to_json(row: MediationRow) -> Mapping[str, Any]:
    """The row as plain values, problems with their Vietnamese message. A dispute is of no kind of petition."""
    plain = plain_values(row, row.problems)
    plain["persons"] = [{name: person[name] for name in _OF_A_PARTY} for person in plain["persons"]]
    return plain | {"mediators": list(row.mediators), "invited": list(row.invited), "kind": None}
