"""The drawn procedure: boxes apart, lines from box to box, every way drawn once, and the same for any procedure."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.kinds import KINDS
from caseapp.lawbook.diagram import Box, Drawing, Label, drawn
from caseapp.lawbook.layers import Move, Spot
from caseapp.lawbook.ordering import crossings, few_crossings, placed
from caseapp.lawbook.procedures import goals, moves, picture, stages, steps
from caseapp.text import mark
from caseapp.workflow.kind import BACK, Kind

# A page has 1086 pixels at 1366; what has more ways side by side, as petitions and mediation, is moved sideways there.
WIDEST = 1850


def of(kind: Kind) -> Drawing:
    return picture(kind, mark, "{} việc".format)


def apart(one: Box | Label, other: Box | Label) -> bool:
    return (one.x + one.width <= other.x or other.x + other.width <= one.x
            or one.y + one.height <= other.y or other.y + other.height <= one.y)


def sound(drawing: Drawing) -> None:
    """What must hold of every drawing."""
    boxes = {box.code: box for box in drawing.boxes}
    for one, other in combinations((*drawing.boxes, *drawing.labels), 2):
        assert apart(one, other), (one, other)
    for box in drawing.boxes:
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.width <= drawing.width
        assert box.y + box.height <= drawing.height
    for route in drawing.routes:
        upper, lower = boxes[route.upper], boxes[route.lower]
        first, last = route.points[0], route.points[-1]
        assert first.y == upper.y + upper.height
        assert upper.x <= first.x <= upper.x + upper.width
        assert last.y == lower.y
        assert lower.x <= last.x <= lower.x + lower.width
        assert [point.y for point in route.points] == sorted(point.y for point in route.points)
        assert len(route.heads) == route.down + route.up > 0
    for dot, end in drawing.dots:
        assert any(end.y == box.y and box.x <= end.x <= box.x + box.width for box in drawing.boxes)
        assert 0 <= dot.y < end.y


def no_line_through_a_box(drawing: Drawing) -> None:
    """A line runs beside every box but those it joins: where it passes a box's height it is straight."""
    for route in drawing.routes:
        for one, other in zip(route.points, route.points[1:], strict=False):
            for box in drawing.boxes:
                if box.code not in (route.upper, route.lower) and one.y < box.y + box.height and other.y > box.y:
                    assert one.x == other.x, (route, box)
                    assert not box.x < one.x < box.x + box.width, (route, box)


@pytest.mark.parametrize("code", KINDS)
def test_the_procedures_are_drawn_soundly(code: str) -> None:
    drawing = of(KINDS[code])
    sound(drawing)
    no_line_through_a_box(drawing)
    assert drawing.width <= WIDEST


@pytest.mark.parametrize("code", KINDS)
def test_every_pair_of_states_is_drawn_once(code: str) -> None:
    kind = KINDS[code]
    ways = {frozenset((state.code, goal.code)) for action in kind.actions for state in action.when
            for goal in goals(kind, action, state) if goal != state}
    found = [frozenset((route.upper, route.lower)) for route in of(kind).routes]
    assert sorted(map(sorted, found)) == sorted(map(sorted, ways))


@pytest.mark.parametrize("code", KINDS)
def test_every_act_that_leads_on_is_written_on_its_line(code: str) -> None:
    kind = KINDS[code]
    written = " ".join(words for label in of(kind).labels for words, _ in label.lines)
    for move in moves(kind, mark):
        if move.start != move.goal:
            assert move.act in written, move


@pytest.mark.parametrize("code", KINDS)
def test_every_act_and_state_is_in_the_tables(code: str) -> None:
    kind = KINDS[code]
    assert [step.action for step in steps(kind, date(2026, 11, 16), mark)] == list(kind.actions)
    rows = stages(kind, mark)
    assert [row.state for row in rows] == list(kind.states)
    for row in rows:
        assert {*row.onwards, *row.staying} == {action for action in kind.actions if row.state in action.when}


def test_what_goes_back_shares_the_line_it_came_by() -> None:
    kind = KINDS["complaint"]
    assert any(action.to is BACK for action in kind.actions)
    both = {(route.upper, route.lower) for route in of(kind).routes if route.down and route.up}
    assert both == {(state, "suspended") for state in ("accepted", "verifying", "reported")}


def test_a_way_back_alone_points_upwards_and_a_circle_is_drawn() -> None:
    spots = [Spot(code, code, opens=code == "a") for code in "abc"]
    ring = drawn(spots, [Move("a", "b", "đi"), Move("b", "c", "tiếp"), Move("c", "a", "về")])
    sound(ring)
    back = next(route for route in ring.routes if {route.upper, route.lower} == {"a", "c"})
    assert (back.upper, back.down, back.up) == ("a", False, True)
    assert "↑ về" in [words for label in ring.labels for words, _ in label.lines]


LETTERS = "abcdefgh"
WAYS = st.lists(st.tuples(st.sampled_from(LETTERS), st.sampled_from(LETTERS), st.sampled_from(("làm", "ghi", "một việc có tên khá là dài"))),
                max_size=24)


@given(ways=WAYS, begins=st.sets(st.sampled_from(LETTERS), min_size=1))
def test_any_procedure_is_drawn_soundly(ways: list[tuple[str, str, str]], begins: set[str]) -> None:
    spots = [Spot(code, f"Giai đoạn {code}" * (1 + place % 3), opens=code in begins) for place, code in enumerate(LETTERS)]
    drawing = drawn(spots, [Move(*way) for way in ways])
    sound(drawing)
    no_line_through_a_box(drawing)
    assert {frozenset((start, goal)) for start, goal, _ in ways if start != goal} == {
        frozenset((route.upper, route.lower)) for route in drawing.routes}


def test_crossings_are_counted_and_undone() -> None:
    rows, links = [["a", "b"], ["c", "d"]], [("a", "d"), ("b", "c")]
    assert crossings(rows, links) == 1
    assert crossings(few_crossings(rows, links), links) == 0


def test_things_in_a_row_keep_their_distance() -> None:
    rows, links = [["a"], ["b", "c", "d"]], [("a", "b"), ("a", "c"), ("a", "d")]
    items = dict.fromkeys("abcd", 100.0)
    found = placed(rows, links, items, dict.fromkeys("abcd", 1.0), 20.0)
    assert found["c"] - found["b"] == pytest.approx(120)
    assert found["d"] - found["c"] == pytest.approx(120)
    assert found["a"] == pytest.approx(found["c"])
