"""Knows how a whole row is sealed: nobody in it, its texts cleared, its problems told without anybody's name."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

from caseapp.exchange.book_mediation_rows import MediationRow
from caseapp.exchange.book_petition_rows import PetitionRow
from caseapp.exchange.book_problems import Problem, problem, veiled
from caseapp.exchange.book_rows import BookRow
from caseapp.exchange.book_sealing import Secrets, scrub

Row = TypeVar("Row", BookRow, PetitionRow, MediationRow)


def seal(row: Row, texts: Sequence[str], secrets: Secrets, beside: bool) -> Row:
    """The row without anybody in it; `texts` are its fields that hold words of the book.

    `beside`: whether cells outside the form were left out, because they may hold anything (Luật Tố cáo 2018 art. 56).
    """
    cleared: dict[str, Any] = {name: scrub(text, secrets) for name in texts if (text := getattr(row, name))}
    changed = any(getattr(row, name) != text for name, text in cleared.items())
    found = [problem("CONFIDENTIAL"), *(_scrubbed(veiled(one), secrets) for one in row.problems)]
    if changed:
        found.append(problem("IDENTITY_REMOVED"))
    if beside:
        found.append(problem("CELLS_NOT_KEPT"))
    return replace(row, **cleared, persons=(), problems=tuple(found))


def _scrubbed(found: Problem, secrets: Secrets) -> Problem:
    return replace(found, values=tuple((name, scrub(value, secrets)) for name, value in found.values))
