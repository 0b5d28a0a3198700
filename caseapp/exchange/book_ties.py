"""Knows how a row is tied to the earlier rows of its book, and what of that a person must confirm."""

from dataclasses import replace
from typing import TypeVar

from caseapp.exchange.book_petition_rows import PetitionRow
from caseapp.exchange.book_problems import Problem, problem
from caseapp.exchange.book_repeats import Memory, Someone, Told
from caseapp.exchange.book_rows import BookRow, Person, RowPointer
from caseapp.text import fold

Row = TypeVar("Row", BookRow, PetitionRow)


def known_as(person: Person) -> Someone:
    """What a person is recognised by in another row."""
    return person.name, fold(person.name), person.id_number, _home(person)


def _home(person: Person) -> str:
    """Hamlet and commune of today, so that an address in old and in new units is the same home."""
    hamlet = (person.address or "").split(",")[0]
    return f"{hamlet}, {person.commune_current}" if person.commune_current else person.address or ""


def tie(row: Row, told: Told, memory: Memory) -> Row:
    """The row with its pointers to earlier rows of the same matter; remembers it for those that follow."""
    ties = memory.place(told)
    found: list[Problem] = []
    if ties.number_shared_with is not None:
        found.append(problem("ID_SHARED", row=ties.number_shared_with))
    if ties.unsure and ties.repeat_of:
        found.append(problem("REPEAT_UNSURE", row=ties.repeat_of[1]))
    return replace(
        row,
        is_repeat_of=RowPointer(*ties.repeat_of) if ties.repeat_of else None,
        same_matter_as=RowPointer(*ties.same_matter_as) if ties.same_matter_as else None,
        problems=(*row.problems, *found),
    )
