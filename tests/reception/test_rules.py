"""What is right at the counter, said a second time by hand: register, handlings, beginnings, grounds."""

from __future__ import annotations

from datetime import date

import pytest

from caseapp.law.grounds import GROUNDS
from caseapp.reception.fields import ALL, BY_MATTER, LABELS, fields_for
from caseapp.reception.models import LABELS as WORDS
from caseapp.reception.models import SHORT, Identity, Matter, NoticeResult, OtherMatter, Outcome, Session
from caseapp.reception.rules import (
    NEEDS_BODY,
    NEEDS_DOCUMENT,
    OFFERED,
    answers_for,
    ground_flaw,
    grounds_for,
    offered,
    opening,
    petition_flaw,
    register_of,
)

TODAY = date(2026, 11, 16)
WRITTEN = {"R3", "Rh"}
CHOSEN = set(Matter) - {Matter.UNCLASSIFIED}


@pytest.mark.parametrize("matter", Matter)
def test_denunciations_alone_have_a_register_of_their_own(matter: Matter) -> None:
    assert register_of(matter) == ("TCD-TC" if matter == "denunciation" else "TCD")
    assert register_of(str(matter)) == register_of(matter)


@pytest.mark.parametrize("outcome", [Outcome.EXPLAINED, Outcome.GUIDED, None])
def test_what_was_answered_there_and_then_starts_nothing(outcome: Outcome | None) -> None:
    begins = opening(outcome, None, TODAY)
    assert (begins.state.code, begins.starts) == ("done", ())


@pytest.mark.parametrize("outcome", [Outcome.TAKEN, Outcome.REPORTED, Outcome.TRANSFERRED])
def test_a_matter_that_was_taken_in_starts_the_ten_days(outcome: Outcome) -> None:
    begins = opening(outcome, None, TODAY)
    assert (begins.state.code, begins.starts) == ("awaiting", ("reception.reply",))


@pytest.mark.parametrize("ground", GROUNDS)
def test_a_refusal_begins_as_its_ground_is_answered(ground: str) -> None:
    begins = opening(Outcome.REFUSED, ground, TODAY)
    expected = ("signing", ("reception.refusal-notice",)) if ground in WRITTEN else ("refused", ())
    assert (begins.state.code, begins.starts) == expected


@pytest.mark.parametrize(
    ("day", "starts"), [(date(2026, 6, 30), ()), (date(2026, 7, 1), ("reception.refusal-notice",))]
)
def test_no_length_is_invented_for_a_refusal_before_the_decree(day: date, starts: tuple[str, ...]) -> None:
    assert opening(Outcome.REFUSED, "R3", day).starts == starts


def test_every_kind_has_its_handlings_and_no_other() -> None:
    assert set(OFFERED) == CHOSEN
    for matter, outcomes in OFFERED.items():
        assert len(set(outcomes)) == len(outcomes)
        assert {Outcome.EXPLAINED, Outcome.GUIDED, Outcome.TAKEN, Outcome.REPORTED} <= set(outcomes)
        assert Outcome.REFUSED in outcomes
        assert (Outcome.TRANSFERRED in outcomes) is (matter not in {Matter.COMPLAINT, Matter.MIXED})      # LTCD 26
    assert {Outcome.GUIDED, Outcome.TRANSFERRED} == NEEDS_BODY
    assert {Outcome.TRANSFERRED} == NEEDS_DOCUMENT


@pytest.mark.parametrize("matter", Matter)
def test_a_complaint_is_guided_and_never_sent_on(matter: Matter) -> None:
    sent_on = {NoticeResult.FORWARDED} if matter not in {Matter.COMPLAINT, Matter.MIXED} else set()
    assert (
        set(answers_for(matter)) == {NoticeResult.ACCEPTED, NoticeResult.DECLINED} | sent_on
    )  # prolonging is an act apart


@pytest.mark.parametrize(("matter", "without"), [
    (Matter.COMPLAINT, {"Rg", "Rh"}), (Matter.FEEDBACK, {"R3", "Rg"}), (Matter.MIXED, {"Rg"}),
    (Matter.OTHER, {"R3", "Re", "Rh"}),
])
def test_grounds_are_offered_for_the_matters_they_are_about(matter: Matter, without: set[str]) -> None:
    assert {ground.code for ground in grounds_for(matter)} == set(GROUNDS) - without


def test_information_is_no_denunciation() -> None:
    """LTC 25: never taken in, never accepted, nobody to be told or written to."""
    matter, unknown = Matter.DENUNCIATION, Identity.UNKNOWN
    assert set(offered(matter, unknown)) == set(offered(matter, Identity.CHECKED)) - {Outcome.TAKEN}
    assert set(answers_for(matter, unknown)) == {NoticeResult.NOT_HANDLED, NoticeResult.FORWARDED}
    assert not [ground for ground in grounds_for(matter, unknown) if ground.written]
    for outcome in Outcome:
        assert opening(outcome, "R3" if outcome is Outcome.REFUSED else None, TODAY, unknown).starts == ()
    for identity in (Identity.CHECKED, Identity.IN_BOOK, None):
        assert NoticeResult.NOT_HANDLED not in answers_for(matter, identity)
        assert opening(Outcome.TAKEN, None, TODAY, identity).starts == ("reception.reply",)


@pytest.mark.parametrize(("matter", "identity", "petition", "lawful"), [
    (Matter.DENUNCIATION, Identity.CHECKED, False, False), (Matter.DENUNCIATION, Identity.CHECKED, True, True),
    (Matter.DENUNCIATION, Identity.UNKNOWN, False, True), (Matter.FEEDBACK, None, False, True),
])
def test_an_oral_denunciation_is_guided(matter: Matter, identity: Identity | None, petition: bool, lawful: bool) -> None:
    assert (petition_flaw(matter, Outcome.TRANSFERRED, identity, petition=petition) is None) is lawful
    assert petition_flaw(matter, Outcome.GUIDED, identity, petition=petition) is None


@pytest.mark.parametrize(("ground", "for_another", "lawful"), [
    ("Re", False, False), ("Re", True, True), ("R2", False, True), ("R2", True, True), ("Rg", True, False)])
def test_proof_of_standing_is_asked_of_whoever_stands_for_another(ground: str, for_another: bool, lawful: bool) -> None:
    flaw = ground_flaw(Matter.COMPLAINT, GROUNDS[ground], None, for_another=for_another)
    assert (flaw is None) is lawful


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
