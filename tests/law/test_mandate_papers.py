"""In which forms a paper of representation is valid on its day."""

from datetime import date

import pytest

from caseapp.law.mandate_papers import FORMS, bound_to_form, form_problem


@pytest.mark.parametrize(
    ("what", "form", "on", "valid"),
    [
        ("authorisation", "certified", date(2026, 7, 1), True),
        ("authorisation", "certified", date(2027, 1, 1), True),
        ("authorisation", "notarised", date(2026, 7, 1), True),
        ("authorisation", "notarised", date(2026, 12, 31), True),
        ("authorisation", "notarised", date(2027, 1, 1), False),
        ("authorisation", "signed", date(2026, 11, 2), False),
        ("authorisation", "signed", date(2026, 6, 30), True),  # what was asked for then is not known
        ("nomination", "signed", date(2026, 11, 2), True),
        ("nomination", "minutes", date(2026, 11, 2), True),
        ("nomination", "certified", date(2026, 11, 2), False),
        ("lawful", "papers", date(2026, 11, 2), True),
    ],
)
def test_the_form_of_a_paper_on_its_day(what: str, form: str, on: date, valid: bool) -> None:
    assert (form_problem(what, form, on) is None) is valid


def test_minutes_are_marked_as_not_confirmed() -> None:
    (minutes,) = (one for one in FORMS["nomination"] if one.code == "minutes")
    assert not minutes.confirmed
    assert minutes.note


def test_an_authorisation_is_bound_in_complaints_alone() -> None:
    assert bound_to_form("authorisation", "complaint")
    assert not bound_to_form("authorisation", "feedback")
    assert bound_to_form("nomination", "feedback")
