"""Numbers and the lock: no gap, no duplicate, nothing left of an act that failed, each unit for itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask

from caseapp.db import writing
from caseapp.dossiers.models import Dossier
from caseapp.ledger.chain import genesis, lock_chain, take_number
from caseapp.ledger.journal import record
from caseapp.ledger.models import Chain
from tests.office.making import NOW, Commune, everything, log, make_commune, proof


@pytest.fixture
def office(any_app: Flask) -> Iterator[Commune]:
    """A commune on each database."""
    with any_app.app_context():
        yield make_commune()


def take(unit: int, register: str = "TCD", year: int = 2026) -> int:
    with writing() as session:
        return take_number(session, lock_chain(session, unit), register=register, year=year)


def test_numbers_count_up_by_unit_register_and_year(office: Commune) -> None:
    other = make_commune("X2")
    assert [take(office.unit) for _ in range(3)] == [1, 2, 3]
    assert [take(office.unit, "TCD-TC"), take(office.unit, year=2027), take(other.unit)] == [1, 1, 1]
    assert take(office.unit) == 4


def test_several_numbers_in_one_act(office: Commune) -> None:
    with writing() as session:
        chain = lock_chain(session, office.unit)
        taken = [take_number(session, chain, register="TCD", year=2026) for _ in range(3)]
    assert [*taken, take(office.unit)] == [1, 2, 3, 4]


def broken_off(office: Commune) -> None:
    with writing() as session:
        chain = lock_chain(session, office.unit)
        take_number(session, chain, register="TCD", year=2026)
        record(session, chain, act="visit.log", by=office.accounts["reception"], at=NOW, values={"name": ["", "Ánh"]})
        raise InterruptedError


def test_an_act_that_fails_leaves_no_number_no_row_and_no_head(office: Commune) -> None:
    log(office)
    before = everything()
    with pytest.raises(InterruptedError):
        broken_off(office)
    assert everything() == before
    assert log(office).no == 2
    assert proof() == []


def test_a_unit_without_a_chain_cannot_act(office: Commune) -> None:
    with pytest.raises(LookupError), writing() as session:
        lock_chain(session, office.unit + 99)


def test_every_journal_begins_with_a_hash_of_its_own(office: Commune) -> None:
    begins = {genesis(unit, sealed=sealed) for unit in (1, 2, 11) for sealed in (False, True)}
    assert len(begins) == 6
    with writing() as session:
        chain = session.get_one(Chain, office.unit)
        assert (chain.head, chain.sealed_head) == (
            genesis(office.unit, sealed=False),
            genesis(office.unit, sealed=True),
        )


def test_writing_is_never_nested(office: Commune) -> None:
    with writing() as session:
        session.scalar(sa.select(sa.func.count()).select_from(Dossier))
        with pytest.raises(RuntimeError), writing():
            pass
