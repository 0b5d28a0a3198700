"""Persons of a unit's books: the same one is found again, two are never made one, the last one out is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError

from caseapp.db import reading, writing
from caseapp.people.commands import Given, forget, take_in
from caseapp.people.identity import open_number
from caseapp.people.models import IdKind, Nature, Person
from tests.office.making import VISITOR, Commune, a_visit, log, make_commune

CONTRADICTIONS: list[dict[str, Any]] = [
    {"id_kind": "cccd"}, {"id_kind": "other"}, {"nature": "ghost"}, {"sex": "X"}, {"id_index": b"0" * 32},
]


@pytest.fixture
def office(any_app: Flask) -> Iterator[Commune]:
    """A commune on each database."""
    with any_app.app_context():
        yield make_commune()


def take(unit: int, given: Given) -> tuple[int, dict[str, Any]]:
    with writing() as session:
        person, changes = take_in(session, unit, given)
        return person.id, changes


def person(person_id: int) -> Any:
    return reading().execute(sa.select(Person.__table__).where(Person.id == person_id)).one()


def test_the_same_number_and_name_is_the_same_person(office: Commune) -> None:
    first, _ = take(office.unit, VISITOR)
    again, changes = take(office.unit, replace(VISITOR, id_number="0921 7100 3307"))
    assert (again, changes) == (first, {})
    row = person(first)
    assert (row.name_fold, row.id_masked) == ("trinh thi thuo duom", "0921 •••• •••• 3307")
    assert open_number(row.public_id, row.id_cipher) == "092171003307"


def test_what_is_said_anew_is_kept_and_told(office: Commune) -> None:
    first, _ = take(office.unit, VISITOR)
    again, changes = take(office.unit, replace(VISITOR, phone="0918 555 888", address="", birth_year=None, sex="F"))
    assert again == first
    assert changes == {"phone": ["0918 555 777", "0918 555 888"], "sex": [None, "F"]}
    assert (person(first).address, person(first).birth_year) == ("12 Ngõ Quỳnh", 1971)      # silence erases nothing


def test_better_marks_on_the_same_name_are_taken_over(office: Commune) -> None:
    first, _ = take(office.unit, replace(VISITOR, name="Trinh Thi Thuo Duom"))
    again, changes = take(office.unit, VISITOR)
    assert again == first
    assert changes["name"] == ["Trinh Thi Thuo Duom", VISITOR.name]


def test_one_number_under_two_names_stays_two_persons(office: Commune) -> None:
    first, _ = take(office.unit, VISITOR)
    second, _ = take(office.unit, replace(VISITOR, name="Trịnh Thị Thanh"))
    assert second != first
    assert person(first).name == VISITOR.name


def test_one_name_without_a_number_stays_two_persons(office: Commune) -> None:
    nameless = Given("Nguyễn Văn An", id_missing="quên mang theo")
    assert take(office.unit, nameless)[0] != take(office.unit, nameless)[0]


def test_another_unit_knows_nobody(office: Commune) -> None:
    first, _ = take(office.unit, VISITOR)
    elsewhere, _ = take(make_commune("X2").unit, replace(VISITOR, known=person(first).public_id))
    assert elsewhere != first


def test_a_person_picked_from_the_list_gets_the_paper_shown_today(office: Commune) -> None:
    first, _ = take(office.unit, Given("Nguyễn Văn An", id_missing="quên mang theo", phone="0918 000 111"))
    picked = Given("Nguyễn Văn An", IdKind.CITIZEN, "092085001234", known=person(first).public_id)
    again, changes = take(office.unit, picked)
    assert again == first
    assert changes == {"id_number": ["", "0920 •••• •••• 1234"]}
    assert (person(first).id_kind, person(first).id_missing, person(first).phone) == ("cccd", "", "0918 000 111")


def test_a_picked_person_with_another_number_is_somebody_else(office: Commune) -> None:
    first, _ = take(office.unit, VISITOR)
    other = replace(VISITOR, id_number="092171009999", known=person(first).public_id)
    second, _ = take(office.unit, other)
    assert second != first
    assert open_number(person(first).public_id, person(first).id_cipher) == "092171003307"


def test_a_picked_person_whose_name_was_typed_over_is_somebody_else(office: Commune) -> None:
    """What the officer typed last is who stands at the counter; the visit must not bear another name."""
    first, _ = take(office.unit, Given("Nguyễn Văn An", id_missing="quên mang theo"))
    second, _ = take(office.unit, Given("Lê Thị Hoa", id_missing="quên mang theo", known=person(first).public_id))
    assert person(second).name == "Lê Thị Hoa"
    assert person(first).name == "Nguyễn Văn An"


def test_an_organisation_has_no_paper(office: Commune) -> None:
    made, _ = take(office.unit, Given("Công ty Đại Phú", nature=Nature.ORGANISATION))
    assert (person(made).nature, person(made).id_kind, person(made).id_index) == ("organisation", "none", None)


def test_the_database_refuses_contradictions(office: Commune, subtests: pytest.Subtests) -> None:
    for wrong in CONTRADICTIONS:
        with subtests.test(str(wrong)):
            values = {"public_id": "p", "unit_id": office.unit, "name": "A", "name_fold": "a", **wrong}
            with pytest.raises(IntegrityError), writing() as session:
                session.execute(sa.insert(Person).values(values))


def test_a_person_is_forgotten_with_the_last_dossier_that_names_them(office: Commune) -> None:
    log(office, a_visit())
    known = reading().execute(sa.select(Person.id)).scalar_one()
    stranger, _ = take(office.unit, Given("Nguyễn Văn An"))
    with writing() as session:
        assert forget(session, known) is False
        assert forget(session, stranger) is True
    assert reading().execute(sa.select(Person.id)).scalars().all() == [known]
