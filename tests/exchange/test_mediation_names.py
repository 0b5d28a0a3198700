"""Which team and which mediator a book means by a name."""

from __future__ import annotations

from datetime import date

import pytest

from caseapp.mediation.books import Doubt, KnownTeam, Member, meant_mediator, meant_team

ON, EARLY, LATE = date(2026, 7, 2), date(2025, 1, 6), date(2026, 8, 1)


def team(number: int, name: str, hamlet: str, from_on: date = EARLY, until_on: date | None = None) -> KnownTeam:
    return KnownTeam(number, f"t{number}", number, name, hamlet, from_on, until_on)


def member(number: int, name: str, from_on: date = EARLY, until_on: date | None = None) -> Member:
    from caseapp.text import fold

    return Member(number, f"m{number}", None, name, fold(name), from_on, until_on)


SEVEN = team(7, "Tổ hòa giải thôn 7", "Thôn 7")


@pytest.mark.parametrize("name", [
    "Tổ hòa giải Thôn 7", "tổ hoà giải thôn 7", "Tổ Hòa Giải số 2 Thôn 7", "Tổ HG Thôn 7", "Tổ hòa giải: Thôn 7",
])
def test_a_team_is_known_by_its_hamlet_however_it_is_written(name: str) -> None:
    assert meant_team([team(1, "Tổ hòa giải thôn 17", "Thôn 17"), SEVEN], name, ON) == (SEVEN, None)
    own = team(3, "Tổ hòa giải số 1", "Thôn 7")
    assert meant_team([own], name, ON) == (own, None)


@pytest.mark.parametrize("name", ["", "Tổ hòa giải", "Tổ hòa giải Thôn 77", "Tổ hòa giải Buôn Kla", "Thôn"])
def test_a_team_that_is_not_here_is_none(name: str) -> None:
    assert meant_team([SEVEN], name, ON) == (None, Doubt.UNKNOWN)


def test_of_several_teams_the_one_at_work_is_meant() -> None:
    old = team(1, "Tổ hòa giải thôn 7", "Thôn 7", EARLY, date(2026, 7, 1))
    now = team(2, "Tổ hòa giải thôn 7", "Thôn 7", date(2026, 7, 1))
    assert meant_team([old, now], "Tổ hòa giải Thôn 7", ON) == (now, None)
    assert meant_team([old, now], "Tổ hòa giải Thôn 7", date(2026, 6, 30)) == (old, None)
    assert meant_team([old], "Tổ hòa giải Thôn 7", ON) == (old, Doubt.NOT_THEN)
    assert meant_team([old, now], "Tổ hòa giải Thôn 7", date(2020, 1, 1)) == (None, Doubt.SEVERAL)
    twin = team(3, "Tổ hòa giải thôn 7", "Thôn 7")
    assert meant_team([now, twin], "Tổ hòa giải Thôn 7", ON) == (None, Doubt.SEVERAL)


def test_a_mediator_is_known_by_the_name() -> None:
    hoa = member(1, "Lê Văn Hòa")
    assert meant_mediator([hoa], "lê văn hoà", ON) == (hoa, None)
    assert meant_mediator([hoa], "Lê Văn Hoa", ON) == (hoa, Doubt.SPELLED)
    assert meant_mediator([hoa], "Lê Thị Hòa", ON) == (None, Doubt.UNKNOWN)
    assert meant_mediator([], "Lê Văn Hòa", ON) == (None, Doubt.UNKNOWN)


def test_of_several_mediators_the_one_written_so_and_at_work_is_meant() -> None:
    hoa, flower = member(1, "Lê Văn Hòa"), member(2, "Lê Văn Hoa")
    assert meant_mediator([hoa, flower], "Lê Văn Hoà", ON) == (hoa, None)
    assert meant_mediator([hoa, flower], "Lê Văn Hóa", ON) == (None, Doubt.SEVERAL)
    gone, back = member(3, "Lê Văn Hòa", EARLY, date(2025, 6, 1)), member(4, "Lê Văn Hòa", date(2026, 1, 1))
    assert meant_mediator([gone, back], "Lê Văn Hòa", ON) == (back, None)
    assert meant_mediator([gone], "Lê Văn Hòa", ON) == (gone, Doubt.NOT_THEN)
    assert meant_mediator([gone, member(5, "Lê Văn Hòa", LATE)], "Lê Văn Hòa", ON) == (None, Doubt.SEVERAL)
