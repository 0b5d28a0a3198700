"""Kinds of dispute that recur in a hamlet: nobody works out a count of one or two, with whatever the pages show."""

from __future__ import annotations

import random
import re
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from caseapp.mediation.matters import MATTERS
from caseapp.mediation.recurring import KINDS, Hidden, safe
from tests.mediation.book_office import Fact, make_book_office, put_facts, sheets
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from flask import Flask

SCOPES = ("civil", "family", "other", None)
MANY = 10_000


def offered(kind: str) -> list[str | None]:
    """Under which scopes a kind can stand, as everybody knows from the form."""
    return [scope for scope in SCOPES if not kind or scope is None or scope in MATTERS[kind][1]]


class World:
    """A hamlet that somebody thinks up: how many disputes each scope has left, what each kind was given."""

    def __init__(self, scopes: dict[str | None, int]) -> None:
        self.left = Counter(scopes)
        self.given: dict[str, Counter[str | None]] = {kind: Counter() for kind in KINDS}

    def send(self, kind: str, seen: set[str]) -> bool:
        """One more dispute for a kind: from a scope with some left, or from a kind that finds itself another."""
        for scope in offered(kind):
            if self.left[scope]:
                self.left[scope] -= 1
                self.given[kind][scope] += 1
                return True
        return any(self._taken(kind, other, scope, seen) for other in KINDS for scope in offered(kind))

    def _taken(self, kind: str, other: str, scope: str | None, seen: set[str]) -> bool:
        if other in seen or not self.given[other][scope]:
            return False
        seen.add(other)
        if not self.send(other, seen):
            return False
        self.given[other][scope] -= 1
        self.given[kind][scope] += 1
        return True


def possible(shown: dict[str, int | Hidden], scopes: dict[str | None, int], asked: str, count: int) -> bool:
    """Whether there can be a hamlet with that count of one kind, in which everything shown is the same.

    Scopes send their disputes to the kinds offered under them; each kind takes as many as is shown of it, at most two
    of what is “under three”, at least three of what is held back.
    """
    bounds = {kind: (number, number) if isinstance(number, int) else (0, 2) if number is Hidden.FEW else (3, MANY)
              for kind, number in shown.items()} | {asked: (count, count)}
    world = World(scopes)
    if not all(world.send(kind, {kind}) for kind, (low, _high) in bounds.items() for _one in range(low)):
        return False
    for kind, (_low, high) in bounds.items():
        while world.given[kind].total() < high and world.send(kind, {kind}):
            pass
    return not world.left.total()


def attacked(cells: dict[tuple[str, str | None], int]) -> list[str]:
    """Kinds with one or two disputes whose count can be told from what is shown and from Table 12."""
    shown, scopes, whole = safe(cells), Counter(), Counter()
    for (kind, scope), number in cells.items():
        scopes[scope] += number
        whole[kind] += number
    for kind in KINDS:
        assert shown[kind] is Hidden.FEW or whole[kind] >= 3
        assert not isinstance(shown[kind], int) or shown[kind] == whole[kind]
    return [kind for kind in KINDS if 0 < whole[kind] < 3
            and sum(possible(shown, scopes, kind, count) for count in range(3)) < 2]


def cell_lists() -> some.SearchStrategy[dict[tuple[str, str | None], int]]:
    """Hamlets of which nearly every kind recurs, so that little is left for the others to hide among."""
    pairs = [(kind, scope) for kind in KINDS for scope in offered(kind)]
    return some.lists(some.sampled_from((0, 0, 0, 1, 2, 3, 4, 6)), min_size=len(pairs), max_size=len(pairs)).map(
        lambda numbers: dict(zip(pairs, numbers, strict=True)))


@settings(max_examples=40)
@given(cell_lists())
def test_no_small_count_is_worked_out(cells: dict[tuple[str, str | None], int]) -> None:
    assert attacked(cells) == []


def test_no_small_count_among_full_ones_is_worked_out() -> None:
    """One scope whose kinds all recur but one or two: the hardest to hide."""
    draw = random.Random(3)
    for scope in SCOPES:
        kinds = [kind for kind in KINDS if scope in offered(kind)]
        for count in range(1, 4):
            for _time in range(4):
                small = set(draw.sample(kinds, count))
                cells = {(kind, scope): draw.choice((0, 1, 2)) if kind in small else draw.choice((3, 4, 9))
                         for kind in kinds}
                assert attacked(cells) == [], cells


def test_the_attacker_is_good_enough() -> None:
    """Without holding anything back the same attacker finds a lone small count."""
    kinds = [kind for kind in KINDS if "family" in offered(kind)]
    cells = {(kind, "family"): 5 for kind in kinds} | {("children", "family"): 2}
    scopes = {"family": sum(cells.values())}
    bare = {kind: Hidden.FEW if kind == "children" or kind not in kinds else 5 for kind in KINDS}
    assert [possible(bare, scopes, "children", count) for count in range(3)] == [False, False, True]
    shown = safe(cells)
    assert list(shown.values()).count(Hidden.HELD) == 1
    assert shown["children"] is Hidden.FEW
    # A kind that meets the small one in a scope is held back, not just any.
    assert next(kind for kind, number in shown.items() if number is Hidden.HELD) in kinds


def test_nothing_is_held_back_without_need() -> None:
    cells = {("path", "civil"): 7, ("path", "other"): 1, ("debt", "civil"): 3, ("noise", "other"): 2}
    shown = safe(cells)
    assert {kind: number for kind, number in shown.items() if number is not Hidden.FEW} == {"path": 8, "debt": 3}
    assert set(safe({}).values()) == {Hidden.FEW}
    assert safe({("debt", "civil"): 7})["debt"] == 7


def test_the_page_shows_counts_from_three_on_and_nothing_else(app: Flask) -> None:
    """Whole years alone, by hamlet alone: neither another period nor a sum over hamlets can be subtracted."""
    office = make_book_office(app)
    facts = [Fact(team, date(2026, 3, 1 + place), "civil", kind) for team, kind, count in (
        (0, "path", 7), (0, "debt", 2), (1, "path", 2), (2, "boundary", 3), (2, "path", 1), (4, "path", 5))
        for place in range(count)]
    facts += [Fact(0, date(2025, 12, 30), "civil", "debt"), Fact(0, date(2026, 2, 2), "civil", "debt", [("refer", date(2026, 2, 3))]),
              Fact(0, date(2026, 2, 2), "civil", "debt", [("void", date(2026, 2, 3))])]
    put_facts(app, office, facts, people=False)
    client = app.test_client()
    sign_in(client, office.head)
    page = client.get("/hoa-giai/so-lieu?xem=hay-gap").text
    body = re.search(r"<tbody>.*</tbody>", page, re.DOTALL)[0]
    found = [re.sub(r"<[^>]+>", " ", row).split() for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)]
    # Khóm 1: path 7, boundary under three; Khóm 3: path under three, boundary 3. Khóm 2 has nothing that recurs.
    assert found == [["Khóm", "1", "7", "dưới", "3"], ["Khóm", "3", "dưới", "3", "3"]]
    assert "Khóm 5" not in page
    for period in ("&ky=thang&nam=2026&so=3", "&ky=khac&tu=1/3/2026&den=4/3/2026", "&ky=quy&nam=2026&so=1"):
        again = client.get(f"/hoa-giai/so-lieu?xem=hay-gap{period}").text
        assert re.search(r"<tbody>.*</tbody>", again, re.DOTALL)[0] == body
    url = re.search(r'<a href="(/hoa-giai/so\?[^"]+)">7</a>', body)[1].replace("&amp;", "&")
    assert 'data-count-of-list="7"' in client.get(url).text
    cells = [cell for row in sheets(client, "/hoa-giai/so-lieu.xlsx")["Việc hay gặp"] for cell in row]
    assert [cell for cell in cells if isinstance(cell, float)] == [7, 3]
    assert "dưới 3" in client.get("/hoa-giai/so-lieu/in?xem=hay-gap").text


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_stands_under_some_scope(kind: str) -> None:
    assert len(offered(kind)) >= 2
