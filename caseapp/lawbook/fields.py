"""Knows which limits belong to which field of the law, in the order of the fields and of the law's own rows."""
from __future__ import annotations

from functools import lru_cache

from caseapp.law.limits import Limit
from caseapp.law.registry import RULES
from caseapp.law.rows import ROWS, Field, Row, Sort, rows_of


@lru_cache(maxsize=1)
def limits_by_field() -> dict[Field, tuple[Limit, ...]]:
    """The limits of each field that has any."""
    found = {field: _limits(rows_of(field)) for field in Field}
    return {field: limits for field, limits in found.items() if limits}


def _limits(rows: tuple[Row, ...]) -> tuple[Limit, ...]:
    codes = dict.fromkeys(row.rule for row in rows if row.sort is Sort.LIMIT)
    return tuple(RULES[code] for code in codes if code in RULES)


@lru_cache(maxsize=128)
def field_of(rule: str) -> Field:
    """The field a limit belongs to."""
    return next(row.field for row in ROWS if row.rule == rule)
