"""A correction never leaves behind what the entry form would refuse, and refuses nothing that the form takes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from caseapp.gazette import office_calendar
from caseapp.people.commands import Given
from caseapp.reception.commands.acting import correct, notify
from caseapp.reception.commands.logging import GivenParty
from caseapp.reception.fields import ALL
from caseapp.reception.forms.visit import VisitForm
from caseapp.reception.models import Matter, NoticeResult, Outcome
from caseapp.web.errors import Refusal
from tests.office.making import a_denunciation, a_notice, a_visit, acting, log, make_commune, proof, visit_row

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

ORDINARY = [Matter.COMPLAINT, Matter.FEEDBACK, Matter.MIXED, Matter.OTHER]
COUNTS = [1, 2, 3, 4, 5, 6, 10, 11, 40]
LISTED = [1, 2, 3, 5, 6]
FIELDS = [*[None] * len(ALL), *(field.code for field in ALL)]


@dataclass(frozen=True, slots=True)
class Lines:
    """What stands in the lines of an ordinary visit that the law binds together."""

    matter: Matter
    outcome: Outcome
    people: int
    listed: int
    field: str | None
    body: str
    document: str

    def typed(self) -> MultiDict[str, str]:
        """The lines as the entry form is sent."""
        line = {
            "matter": self.matter, "outcome": self.outcome, "people_count": str(self.people), "field": self.field or "",
            "body": self.body, "document": self.document, "held_on": "16/11/2026", "content": "Đo sai ranh",
            "ground": "R2", "repeat": "first", "session": "regular"}
        for place in range(self.listed):
            line |= {f"people-{place}-name": f"Người {place}", f"people-{place}-id_missing": "forgotten",
                     f"people-{place}-commune": "An Thịnh"}
        return MultiDict(line)

    def is_taken(self, app: Flask) -> bool:
        """Whether the entry form takes these lines."""
        with app.test_request_context(method="POST"):
            form = VisitForm(self.typed(), receivers=[], calendar=office_calendar())
            form.receiver.choices, form.receiver.data = [("", "")], ""
            form.validate()
            return not form.problems()


matters, outcomes = st.sampled_from(ORDINARY), st.sampled_from(list(Outcome))
counts, listed, fields = st.sampled_from(COUNTS), st.sampled_from(LISTED), st.sampled_from(FIELDS)
bodies, documents = st.sampled_from([*["Sở Xây dựng"] * 9, ""]), st.sampled_from([*["12/PC"] * 9, ""])


def person(place: int) -> GivenParty:
    return GivenParty(Given(f"Người {place}", id_missing="quên mang theo", commune="An Thịnh"))


def stored(made: Lines) -> Any:
    return a_visit(matter=made.matter, outcome=made.outcome, people_count=made.people, field=made.field, body=made.body,
                   document=made.document, ground="R2" if made.outcome is Outcome.REFUSED else None,
                   parties=tuple(person(place) for place in range(made.listed)))


def refused_at(act: Callable[[], Any]) -> str | None:
    """The field at which an act is refused, None when it is done."""
    try:
        act()
    except Refusal as refusal:
        return refusal.field
    return None


@pytest.fixture(scope="module")
def made_once() -> dict[str, Any]:
    return {}


@given(before=st.builds(Lines, matters, outcomes, counts, listed, fields, bodies, documents),
       matter=matters, people=counts, field=fields, body=bodies, document=documents)
@settings(max_examples=200, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much])
def test_a_correction_saves_what_the_entry_form_takes_and_nothing_else(
    app: Flask, made_once: dict[str, Any], before: Lines, matter: Matter, people: int, field: str | None, body: str,
    document: str,
) -> None:
    assume(before.is_taken(app))
    after = replace(before, matter=matter, people=people, field=field, body=body, document=document)
    with app.app_context():
        if made_once.get("app") is not app:
            made_once.update(app=app, office=make_commune())
        office = made_once["office"]
        dossier = log(office, stored(before))
        changes = {"people_count": people, "field": field, "body": body, "document": document}
        field_told = refused_at(lambda: correct(changes, matter, acting(office, dossier)))
        assert (field_told is None) is after.is_taken(app), field_told
        assert field_told in {None, "matter", "people_count", "field", "body", "document"}
        kept = after if field_told is None else before
        assert (visit_row(dossier.id).matter, visit_row(dossier.id).people_count) == (kept.matter, kept.people)


@pytest.mark.parametrize(("people", "named", "corrected"), [(11, 5, 6), (11, 5, 3), (5, 2, 1), (4, 3, 5)])
def test_representatives_bind_the_number_of_people(app: Flask, people: int, named: int, corrected: int) -> None:
    with app.app_context():
        office = make_commune()
        dossier = log(office, a_visit(people_count=people, parties=tuple(person(one) for one in range(named))))
        with pytest.raises(Refusal) as refused:
            correct({"people_count": corrected}, None, acting(office, dossier))
        assert (refused.value.field, visit_row(dossier.id).people_count) == ("people_count", people)


def test_what_was_sent_on_never_becomes_a_complaint(app: Flask) -> None:
    with app.app_context():
        office = make_commune()
        sent = log(office, a_visit(matter=Matter.FEEDBACK, outcome=Outcome.TRANSFERRED, body="Sở X", document="1/PC"))
        answered = log(office, a_visit(matter=Matter.FEEDBACK))
        notify(a_notice(NoticeResult.FORWARDED, body="Sở X"), acting(office, answered))
        for dossier in (sent, answered):
            with pytest.raises(Refusal, match="không chuyển đơn"):
                correct({}, Matter.COMPLAINT, acting(office, dossier))
            assert visit_row(dossier.id).matter == "feedback"
        assert correct({}, Matter.OTHER, acting(office, sent)) == ["matter"]
        assert proof() == []


def test_what_a_correction_does_not_touch_is_left_as_it_is(app: Flask) -> None:
    """A visit logged before the rule was kept can still be corrected elsewhere."""
    with app.app_context():
        office = make_commune()
        dossier = log(office, a_visit(people_count=6, parties=tuple(person(one) for one in range(5)), field="else"))
        assert correct({"note": "x", "people_count": 6}, None, acting(office, dossier)) == ["note"]


def test_a_row_of_an_old_book_says_what_was_done(app: Flask) -> None:
    with app.app_context():
        office = make_commune()
        old = log(office, a_visit(matter=Matter.UNCLASSIFIED, outcome=Outcome.TRANSFERRED, body="Sở X", document="1/PC",
                                  people_count=None, book_row="Sổ 2025, dòng 4",
                                  parties=tuple(person(one) for one in range(4))))
        assert correct({"people_count": 7}, Matter.COMPLAINT, acting(office, old)) == ["matter", "people_count"]
        with pytest.raises(Refusal):
            correct({"people_count": 2}, None, acting(office, old))


@pytest.mark.parametrize("name", ["envelope", "accused_name", "body", "document"])
def test_a_line_that_must_be_there_is_not_emptied(app: Flask, name: str) -> None:
    with app.app_context():
        office = make_commune()
        sealed = log(office, a_denunciation(outcome=Outcome.TRANSFERRED, body="Sở X", document="1/PC"))
        with pytest.raises(Refusal) as refused:
            correct({name: None if name == "envelope" else ""}, None, acting(office, sealed))
        assert refused.value.field == name
