"""Knows how the headings of a table whose columns lie under common ones stand in rows, for screen, paper, sheet."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from caseapp.law.mediation_book import Column


@dataclass(frozen=True, slots=True)
class Head:
    """A heading: its words, how many columns and rows it takes, the place of its first column, from 0."""

    words: str
    wide: int
    tall: int
    place: int
    number: int      # of the column, 0 where it stands over several


def head_rows(columns: Sequence[Column]) -> list[list[Head]]:
    """The headings row by row; a heading over several columns stands once, a lone one reaches down to the numbers."""
    deepest = max(len(column.over) for column in columns)
    rows: list[list[Head]] = [[] for _row in range(deepest + 1)]
    for depth in range(deepest + 1):
        place = 0
        while place < len(columns):
            column = columns[place]
            if len(column.over) > depth:
                wide = _together(columns, place, depth)
                rows[depth].append(Head(column.over[depth], wide, 1, place, 0))
                place += wide
            else:
                if len(column.over) == depth:
                    rows[depth].append(Head(column.heading, 1, deepest + 1 - depth, place, column.number))
                place += 1
    return rows


def _together(columns: Sequence[Column], place: int, depth: int) -> int:
    """How many columns from ``place`` lie under the same headings down to ``depth``."""
    over, end = columns[place].over[:depth + 1], place
    while end < len(columns) and columns[end].over[:depth + 1] == over:
        end += 1
    return end - place
