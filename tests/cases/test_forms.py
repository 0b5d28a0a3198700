"""The forms of acts: every input of the procedure has its field and words; choices follow the day; what is kept comes back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from caseapp.cases.asks import ASKS
from caseapp.cases.forms.heeding import short_notice
from caseapp.cases.forms.offers import choices_of, doubts_of, place_of, words_of
from caseapp.cases.practices import PRACTICES
from caseapp.gazette import office_calendar
from caseapp.law.complaint_duties import PARTIAL_WITHDRAWAL
from caseapp.law.complaints import DIALOGUE_NOTICE
from caseapp.law.counting import count

if TYPE_CHECKING:
    from flask import Flask

    from caseapp.cases.practice import Practice

ON = date(2026, 11, 16)
BEFORE = PARTIAL_WITHDRAWAL.since - timedelta(days=1)


def test_every_input_of_the_procedures_is_known_and_every_known_one_is_asked_for() -> None:
    assert {ask for one in PRACTICES.values() for action in one.kind.actions for ask in action.asks} == set(ASKS)


@pytest.mark.parametrize("practice", PRACTICES.values(), ids=list(PRACTICES))
def test_every_input_is_called_something(practice: Practice) -> None:
    written = {action.code for action in practice.kind.actions if "summary" in action.asks}
    assert written == set(practice.summaries)
    codes = {action.code for action in practice.kind.actions}
    assert set(practice.days) | set(practice.sends) | set(practice.passing) | set(practice.clears.values()) <= codes


@pytest.mark.parametrize("ask", [name for name, ask in ASKS.items() if ask.chosen])
def test_choices_have_words_for_ever(app: Flask, ask: str) -> None:
    with app.test_request_context():
        offered = choices_of(ask, ON)
        assert offered
        assert [words_of(ask, code) for code, _words in offered] == [words for _code, words in offered]
        assert words_of(ask, "gone") == "gone"


def test_choices_follow_the_day(app: Flask) -> None:
    with app.test_request_context():
        assert [code for code, _words in choices_of("part", ON)] == ["whole", "part"]
        assert [code for code, _words in choices_of("part", BEFORE)] == ["whole"]
        assert [code for code, _words in choices_of("withdrawn_by", BEFORE)] == ["letter"]
        assert choices_of("criteria", BEFORE) == []
        assert place_of("part", BEFORE) != place_of("part", ON)


def test_what_is_not_confirmed_says_so(app: Flask) -> None:
    with app.test_request_context():
        assert [doubt.sure for doubt in doubts_of("decline_ground", ON)] == [False]
        annulled = doubts_of("disposition", ON)
        assert [doubt.sure for doubt in annulled] == [False]
        assert annulled[0].words.startswith("Hủy bỏ một phần")
        assert [doubt.sure for doubt in doubts_of("terminate_ground", ON)] == [True]
        assert doubts_of("manner", ON) == []


def test_a_notice_is_counted_back_from_the_day_it_announces(app: Flask) -> None:
    with app.test_request_context():
        calendar = office_calendar()
        for ahead in range(1, 40):
            coming = ON + timedelta(days=ahead)
            last = count(DIALOGUE_NOTICE, coming, calendar).due
            short = short_notice((DIALOGUE_NOTICE.code,), ON, coming, calendar)
            assert (short is None) == (last >= ON)
            if short is not None:
                assert short.last == last
                assert short.first_possible is not None
                assert short_notice((DIALOGUE_NOTICE.code,), ON, short.first_possible, calendar) is None
                assert short_notice((DIALOGUE_NOTICE.code,), ON, short.first_possible - timedelta(days=1), calendar)
        assert short_notice((DIALOGUE_NOTICE.code,), date(2026, 3, 2), date(2026, 3, 3), calendar) is None
