"""A year of mediation teams, lived and counted by hand; and that the count would notice whatever went wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bench.mediation_judge import book_faults, browser, table_faults
from bench.mediation_living import Year, settle_in
from bench.mediation_story import HALF, story
from bench.mediation_year import live

if TYPE_CHECKING:
    from flask import Flask

TOLD = story(39, 3)


def test_the_story_has_everything_in_it() -> None:
    ends = {end.result for one in TOLD for end in one.ends}
    assert ends == {"settled", "failed", "stopped", "referred"}
    assert {one.swapped[3] for one in story() if one.swapped} == {"interest", "breach"}
    assert any(end.mistaken for one in story() for end in one.ends)
    assert any(len(one.ends) > 1 and not one.ends[0].mistaken for one in story())
    assert any(one.void_on for one in TOLD)
    assert any(one.entered_on > one.received_on + timedelta(days=15) for one in TOLD)
    assert {vow.fate for one in story() for end in one.ends for vow in end.vows} == {
        "kept", "late", "broken", "moved", "open"}


def test_what_is_paid_written_and_counted_is_what_a_count_by_hand_says(any_app: Flask) -> None:
    outcome = live(any_app, TOLD, 3)
    assert outcome.faults == []
    assert outcome.acts > 100
    assert min(outcome.paid) > 5_000_000


def test_a_count_of_something_else_is_noticed(app: Flask) -> None:
    told = TOLD[:8]
    year = Year(app, settle_in(app, 3), told)
    year.live(HALF)
    client = browser(app, year.commune.head)
    assert book_faults(client, year, HALF) == table_faults(client, year, HALF, HALF) == []
    place, one = next((place, one) for place, one in enumerate(told) if one.ends and one.ends[-1].result == "settled")
    year.told = [*told[:place], replace(one, scope="other" if one.scope != "other" else "civil",
                                        content="Việc khác hẳn."), *told[place + 1:]]
    assert any("content" in fault for fault in book_faults(client, year, HALF))
    assert len(table_faults(client, year, HALF, HALF)) >= 4
