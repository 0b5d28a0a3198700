"""Which unit lies within which: tables of small trees."""

from __future__ import annotations

import pytest

from caseapp.staff.tree import Place, within

PROVINCE, COMMUNE, HAMLET, HEIR, OTHER = 1, 2, 3, 4, 9


def pairs(*places: tuple[int, int | None, int | None]) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    found = within(Place(*place) for place in places)
    return {pair for pair, own in found.items() if own}, {pair for pair, own in found.items() if not own}


@pytest.mark.parametrize(("places", "own", "below"), [
    ([], set(), set()),
    ([(PROVINCE, None, None)], {(1, 1)}, set()),
    ([(PROVINCE, None, None), (COMMUNE, 1, None), (HAMLET, 2, None)],
     {(1, 1), (2, 2), (3, 3)}, {(1, 2), (1, 3), (2, 3)}),
    ([(PROVINCE, None, None), (COMMUNE, 1, HEIR), (HEIR, 1, None), (HAMLET, HEIR, None)],
     {(1, 1), (2, 2), (3, 3), (4, 4), (4, 2)}, {(1, 2), (1, 3), (1, 4), (4, 3)}),
])
def test_pairs(places: list, own: set, below: set) -> None:
    assert pairs(*places) == (own, below)


def test_a_chain_of_mergers_ends_with_the_last_heir() -> None:
    own, below = pairs((1, None, None), (9, None, None), (2, 1, 4), (4, 1, 5), (5, 9, None))
    assert {unit for heir, unit in own if heir == 5} == {2, 4, 5}
    assert {unit for above, unit in below if above == 9} == {2, 4, 5}


def test_neighbours_never_appear() -> None:
    own, below = pairs((1, None, None), (2, 1, None), (9, None, None), (10, 9, None))
    assert {unit for above, unit in own | below if above == 1} == {1, 2}


def test_a_circle_in_damaged_data_ends() -> None:
    own, below = pairs((1, 2, None), (2, 1, None))
    assert (1, 1) in own
    assert (2, 1) in below
