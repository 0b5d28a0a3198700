"""What is right at the counter, said a second time by hand: register, handlings, beginnings, grounds."""

from __future__ import annotations

import pytest

from caseapp.law.grounds import GROUNDS
from caseapp.reception.fields import ALL, BY_MATTER, LABELS, fields_for
from caseapp.reception.models import LABELS as WORDS
from caseapp.reception.models import SHORT, Identity, Matter, NoticeResult, OtherMatter, Outcome, Session
from caseapp.reception.rules import NEEDS_BODY, NEEDS_DOCUMENT, OFFERED, grounds_for, opening, register_of

WRITTEN = {"R3", "Rh"}
CHOSEN = set(Matter) - {Matter.UNCLASSIFIED}


@pytest.mark.parametrize("matter", Matter)
def test_denunciations_alone_have_a_register_of_their_own(matter: Matter) -> None:
    assert register_of(matter) == ("TCD-TC" if matter == "denunciation" else "TCD")
    assert register_of(str(matter)) == register_of(matter)


@pytest.mark.parametrize("outcome", [Outcome.EXPLAINED, Outcome.GUIDED, None])
def test_what_was_answered_there_and_then_starts_nothing(outcome: Outcome | None) -> None:
    assert (opening(outcome, None).state.code, opening(outcome, None).starts) == ("done", ())


@pytest.mark.parametrize("outcome", [Outcome.TAKEN, Outcome.REPORTED, Outcome.TRANSFERRED])
def test_a_matter_that_was_taken_in_starts_the_ten_days(outcome: Outcome) -> None:
    assert (opening(outcome, None).state.code, opening(outcome, None).starts) == ("awaiting", ("reception.reply",))


@pytest.mark.parametrize("ground", GROUNDS)
def test_a_refusal_begins_as_its_ground_is_answered(ground: str) -> None:
    begins = opening(Outcome.REFUSED, ground)
    expected = ("signing", ("reception.refusal-notice",)) if ground in WRITTEN else ("refused", ())
    assert (begins.state.code, begins.starts) == expected


def test_every_kind_has_its_handlings_and_no_other() -> None:
    assert set(OFFERED) == CHOSEN
    for matter, outcomes in OFFERED.items():
        assert len(set(outcomes)) == len(outcomes)
        assert {Outcome.EXPLAINED, Outcome.GUIDED, Outcome.TAKEN, Outcome.REPORTED} <= set(outcomes)
        assert (Outcome.TRANSFERRED in outcomes) is (matter in {Matter.FEEDBACK, Matter.OTHER})      # LTCD 26
        assert (Outcome.REFUSED in outcomes) is (matter != Matter.DENUNCIATION)
    assert NEEDS_BODY == {Outcome.GUIDED, Outcome.TRANSFERRED}
    assert NEEDS_DOCUMENT == {Outcome.TRANSFERRED}


@pytest.mark.parametrize(("matter", "without"), [
    (Matter.COMPLAINT, {"Rg", "Rh"}), (Matter.FEEDBACK, {"Rg"}), (Matter.MIXED, {"Rg"}), (Matter.OTHER, {"Re", "Rh"}),
])
def test_grounds_are_offered_for_the_matters_they_are_about(matter: Matter, without: set[str]) -> None:
    assert {ground.code for ground in grounds_for(matter)} == set(GROUNDS) - without


def test_a_missing_identity_paper_is_no_ground() -> None:
    assert not [ground for ground in GROUNDS.values() if "căn cước" in ground.text or "giấy tờ tùy thân" in ground.text]


def test_everything_that_is_stored_has_words_for_people() -> None:
    for values in (Matter, OtherMatter, Outcome, Session, Identity, NoticeResult):
        assert {str(value) for value in values} <= set(WORDS), values
    assert set(SHORT) == set(Matter)


def test_every_matter_is_counted_under_headings() -> None:
    assert set(BY_MATTER) == set(Matter)
    assert len({field.code for field in ALL}) == len(ALL) == len(LABELS)
    for matter in Matter:
        assert fields_for(matter)
        assert set(fields_for(matter)) <= set(ALL)
    assert fields_for("") == ()
    assert "corruption" not in {field.code for field in fields_for(Matter.COMPLAINT)}
