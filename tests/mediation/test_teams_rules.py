"""What a team lacks, where a term stands, how lists spell the names of peoples."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.law.mediation_people import RELEASES
from caseapp.mediation.peoples import PEOPLES, people_code
from caseapp.mediation.rules import ENDINGS, Lack, Makeup, Term, first_after_window, flaws, term, voted_in
from caseapp.text import mark

DAY = date(2026, 11, 16)
WHOLE = Makeup(mediators=3, women=1, minority=0, minority_area=False, seats=None, led=True)


@pytest.mark.parametrize(("changed", "lacking"), [
    ({}, []),
    ({"mediators": 2}, [Lack.FEW]),
    ({"women": 0}, [Lack.WOMAN]),
    ({"minority_area": True}, [Lack.MINORITY]),
    ({"minority_area": True, "minority": 1}, []),
    ({"led": False}, [Lack.LEADER]),
    ({"seats": 5}, [Lack.SEATS]),
    ({"seats": 3}, []),
    ({"mediators": 4, "seats": 3}, [Lack.SEATS]),
    ({"mediators": 1, "seats": 3}, [Lack.FEW]),
    ({"unelected": 1}, [Lack.ELECTED]),
    ({"mediators": 0, "women": 0, "led": False, "minority_area": True},
     [Lack.FEW, Lack.WOMAN, Lack.MINORITY, Lack.LEADER]),
])
def test_what_a_team_lacks(changed: dict[str, object], lacking: list[Lack]) -> None:
    found = flaws(replace(WHOLE, **changed), DAY)
    assert [flaw.lack for flaw in found] == lacking
    for flaw in found:
        assert "{" not in flaw.words(mark)
        assert flaw.citation.confirmed
        assert "Luật Hòa giải ở cơ sở" in str(flaw.citation)


def test_nothing_is_asked_for_before_the_statute() -> None:
    assert flaws(replace(WHOLE, mediators=0), date(2013, 12, 31)) == ()


@pytest.mark.parametrize(("votes", "households", "said"), [
    (51, 100, True), (50, 100, False), (0, 1, False), (1, 1, True), (None, 100, None), (51, None, None)])
def test_more_than_half_of_the_households(votes: int | None, households: int | None, said: bool | None) -> None:
    assert voted_in(votes, households) is said


@pytest.mark.parametrize(("until", "stands"), [
    (None, None), (date(2026, 11, 16), Term.OVER), (date(2026, 11, 17), Term.NEAR), (date(2027, 2, 28), Term.NEAR),
    (date(2027, 3, 1), Term.RUNNING)])
def test_terms(until: date | None, stands: Term | None) -> None:
    assert term(until, DAY) is stands


@settings(max_examples=60)
@given(st.dates(date(1950, 1, 1), date(2150, 12, 31)))
def test_the_window_begins_with_a_month_after_the_day(day: date) -> None:
    after = first_after_window(day)
    assert after > day
    assert after.day == 1


def test_the_grounds_of_the_law_come_first() -> None:
    assert list(ENDINGS)[:len(RELEASES)] == list(RELEASES)
    assert [code for code, one in ENDINGS.items() if one.citation is None] == ["term", "died"]


def test_peoples() -> None:
    assert len(PEOPLES) == 54
    assert all(people_code(name) == code for code, name in PEOPLES.items())
    assert [people_code(written) for written in ("KHMER", "khơ me", "Dân tộc Hoa", "1", "54", "55", "Việt", "Anh", "")] \
        == ["05", "05", "04", "01", "54", None, "01", None, None]
