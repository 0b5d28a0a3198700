"""Opening and changing dossiers: the number of the day's year, the version that was shown, the words for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from caseapp.db import writing
from caseapp.dossiers.commands import SUBJECT_LIMIT, Stale, first_words, lock_dossier, number_of, open_dossier
from caseapp.dossiers.models import Dossier, Link, Party
from caseapp.ledger.chain import lock_chain
from tests.office.making import NOW, TODAY, Commune, everything, log, make_commune, stored

CONTRADICTIONS: list[dict[str, Any]] = [
    {"kind": "petition"}, {"no": 0}, {"no": 1}, {"closed_on": TODAY}, {"public_id": None}, {"unit_id": 999},
    {"author_id": 999},
]


@pytest.fixture
def office(any_app: Flask) -> Iterator[Commune]:
    """A commune on each database."""
    with any_app.app_context():
        yield make_commune()


def opened(office: Commune, **more: Any) -> Dossier:
    values = {"kind": "visit", "register": "TCD", "sealed": False, "subject": "Khiếu nại", "state": "awaiting",
              "by": office.accounts["reception"], "at": NOW, "opened_on": TODAY, "closed": False, **more}
    with writing() as session:
        return open_dossier(session, lock_chain(session, office.unit), **values)


def test_a_dossier_is_numbered_in_the_year_it_was_opened(office: Commune) -> None:
    numbers = [(one.year, one.no) for one in (
        opened(office), opened(office, opened_on=date(2025, 12, 31)), opened(office, opened_on=date(2026, 1, 1)))]
    assert numbers == [(2026, 1), (2025, 1), (2026, 2)]


def test_public_ids_are_random_and_long(office: Commune) -> None:
    ids = {opened(office).public_id for _ in range(5)}
    assert len(ids) == 5
    assert {len(one) for one in ids} == {22}


def test_a_closed_dossier_knows_its_day(office: Commune) -> None:
    assert opened(office, closed=True).closed_on == TODAY
    assert opened(office).closed_on is None


def test_the_second_saver_is_told_and_changes_nothing(office: Commune) -> None:
    dossier = log(office)
    before = everything()
    with pytest.raises(Stale) as stale, writing() as session:
        lock_dossier(session, dossier.id, dossier.version - 1)
    assert stale.value.version == dossier.version
    with pytest.raises(LookupError), writing() as session:
        lock_dossier(session, dossier.id + 999, None)
    assert everything() == before
    with writing() as session:
        assert lock_dossier(session, dossier.id, None).public_id == dossier.public_id


def test_the_database_refuses_contradictions(office: Commune, subtests: pytest.Subtests) -> None:
    first = log(office)
    for wrong in CONTRADICTIONS:
        with subtests.test(str(wrong)):
            values = {
                "public_id": "p",
                "kind": "visit",
                "unit_id": office.unit,
                "register": "TCD",
                "year": 2026,
                "no": 2,
                "sealed": False,
                "state": "awaiting",
                "author_id": first.author_id,
                "opened_on": TODAY,
                "made_at": NOW,
                "next_due": TODAY,
                **wrong,
            }
            with pytest.raises(IntegrityError), writing() as session:
                session.execute(sa.insert(Dossier).values(values))


def test_a_dossier_is_not_linked_to_itself_and_has_no_unheard_of_party(office: Commune) -> None:
    dossier = log(office)
    with pytest.raises(IntegrityError), writing() as session:
        session.execute(sa.insert(Link).values(dossier_id=dossier.id, other_id=dossier.id, what="same-matter"))
    with pytest.raises(IntegrityError), writing() as session:
        session.execute(sa.insert(Party).values(dossier_id=dossier.id, person_id=1, role="denouncer"))


@pytest.mark.parametrize(("text", "line"), [
    ("Khiếu nại\n  thu hồi   đất", "Khiếu nại thu hồi đất"), ("", ""), ("a" * 160, "a" * 160),
    ("từ " * 53 + "x", "từ " * 53 + "x"), ("đất đai, " * 30, "đất đai, " * 17 + "đất…"),
])
def test_a_matter_is_called_by_its_first_words(text: str, line: str) -> None:
    assert first_words(text) == line


@given(st.text(max_size=600))
def test_first_words_fit_their_column(text: str) -> None:
    line = first_words(text)
    assert len(line) <= SUBJECT_LIMIT + 1 <= 300
    assert line == " ".join(line.split())
    assert bool(line) == bool(text.split())


@given(year=st.integers(2000, 2199), no=st.integers(1, 100_000))
def test_a_number_as_people_write_it(year: int, no: int) -> None:
    assert number_of(Dossier(register="TCD", year=year, no=no)) == f"TCD {year}/{no:04d}"
    assert number_of(Dossier(register="TCD", year=2026, no=931)) == "TCD 2026/0931"


def test_a_sealed_dossier_goes_by_its_code() -> None:
    assert number_of(Dossier(register="TCD-TC", year=2026, no=25, code="TC-2026-7K4P-3M2Q")) == "TC-2026-7K4P-3M2Q"


def test_a_new_dossier_is_version_one(office: Commune) -> None:
    assert stored(log(office).id).version == 1
