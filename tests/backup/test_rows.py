"""Rows as lines: every type that a table may hold comes back as it was, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from caseapp.backup.rows import VERSION_TABLE, read_line, tables_of, write_line
from caseapp.db import db

KNOWN = (sa.Integer, sa.String, sa.LargeBinary, sa.DateTime, sa.Date, sa.Time, sa.Boolean)
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**63), 2**63 - 1), st.text(st.characters(exclude_categories=("Cs",))), st.binary(),
    st.dates(), st.times(), st.datetimes(timezones=st.just(UTC)))


@given(st.lists(VALUES))
def test_a_row_comes_back_as_it_was(values: list[object]) -> None:
    line = write_line(values)
    assert line.count(b"\n") == 1
    again = read_line(line)
    assert again == values
    assert [type(value) for value in again] == [type(value) for value in values]


def test_what_no_line_can_hold_is_refused() -> None:
    with pytest.raises(TypeError, match="complex"):
        write_line([1j])


def test_days_and_instants_are_told_apart() -> None:
    assert read_line(write_line([date(2026, 11, 16), datetime(2026, 11, 16, tzinfo=UTC)])) == [
        date(2026, 11, 16), datetime(2026, 11, 16, tzinfo=UTC)]


def test_every_table_of_the_models_is_copied_with_columns_of_known_types(any_app: Flask) -> None:
    with any_app.app_context(), db.engine.connect() as connection:
        tables = {table.name: table for table in tables_of(connection)}
    assert set(tables) == set(db.metadata.tables)
    assert VERSION_TABLE not in tables
    # A copy holds the files that these rows name: whoever keeps files elsewhere must teach it to the copy.
    assert [name for name, table in tables.items() if "stored_as" in table.columns] == ["attachment"]
    for name, table in tables.items():
        assert set(table.columns.keys()) == set(db.metadata.tables[name].columns.keys()), name
        strange = [column.name for column in table.columns if not isinstance(column.type, KNOWN)]
        assert not strange, f"{name}: {strange}"
