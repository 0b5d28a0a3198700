"""The law's data of mediation that no clock asks for: columns by their days, amounts, how one is elected."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from caseapp.law.mediation_book import COVER, LEADER, MEDIATORS
from caseapp.law.mediation_pay import CEILINGS, ceiling
from caseapp.law.mediation_people import elected
from caseapp.law.mediation_tables import ORGANISATION, RESULTS

CIRCULAR = date(2023, 10, 6)      # TT 56/2023 in force


@pytest.mark.parametrize(("votes", "households", "is_elected"), [
    (51, 100, True), (50, 100, False), (26, 51, True), (25, 50, False), (0, 0, False), (1, 1, True),
])
def test_more_than_half_of_all_households_elect(votes: int, households: int, *, is_elected: bool) -> None:
    assert elected(votes, households) is is_elected


@pytest.mark.parametrize(("what", "amount"), [("settled", 400_000), ("other", 300_000), ("team-month", 150_000)])
def test_the_circular_s_amounts_hold_from_its_first_day(what: str, amount: int) -> None:
    found = ceiling(what, CIRCULAR)
    assert found is not None
    assert found.amount == amount
    assert ceiling(what, CIRCULAR - timedelta(days=1)) is None
    assert ceiling("something-else", CIRCULAR) is None
    assert all(one.holds(CIRCULAR) for one in CEILINGS)


def test_ten_columns_and_a_part_of_the_leader_s() -> None:
    assert [one.number for one in MEDIATORS.columns] == list(range(1, 11))
    assert all(one.said for one in MEDIATORS.columns)
    assert {one.said == one.heading for one in MEDIATORS.columns} == {True, False}
    assert MEDIATORS.confirmed
    assert not LEADER.confirmed
    assert LEADER.note
    for part in (MEDIATORS, LEADER):
        assert part.holds(part.since)
        assert not part.holds(part.since - timedelta(days=1))


def test_a_line_of_the_cover_goes_with_the_districts() -> None:
    going = [one for one in COVER if one.until is not None]
    assert [one.code for one in going] == ["district"]
    assert going[0].until is not None
    assert going[0].holds(going[0].until)
    assert not going[0].holds(going[0].until + timedelta(days=1))
    assert all(one.holds(date(2030, 1, 1)) for one in COVER if one.until is None)


@pytest.mark.parametrize("table", [ORGANISATION, RESULTS])
def test_a_table_names_the_text_in_force_and_marks_what_nobody_read(table: object) -> None:
    assert table is ORGANISATION or table is RESULTS
    first, *later = table.sources
    assert first.confirmed
    assert table.source(date(2000, 1, 1)) is first
    assert all(table.source(one.since) is one and not one.confirmed and one.words for one in later)
    assert [one.number for one in table.columns] == list(range(1, len(table.columns) + 1))
    codes = {one.code for one in table.columns}
    assert all({whole, *parts} <= codes for whole, parts in table.sums)
