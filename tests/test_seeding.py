"""Benchmark volume: the same for the same seed, sound in every proof, and an office one can go on working in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from caseapp import seeding
from caseapp.config import OfficeProblem
from caseapp.db import reading
from caseapp.dossiers.models import Clock, Dossier
from caseapp.people.identity import number_index, open_number
from caseapp.people.models import Person
from caseapp.reception.models import Visit
from tests.office.making import Commune, demo_offices, everything, log, make_commune, proof
from tests.office.templates import Run

# What is random in every office: passwords, keys and what is written under them, ids of accounts and units.
PRIVATE = {"account", "unit", "role_grant", "office_fact", "journal", "chain", "journal_values"}
UNDER_KEYS = {"id_cipher", "id_index"}


def seed(app: Flask, dossiers: int, number: int = 7) -> list[int]:
    told: list[int] = []
    seeding.fill(app, dossiers, number, told.append)
    return told


def content(app: Flask) -> dict[str, list[Any]]:
    """Every row that a seed decides."""
    with app.app_context():
        kept = everything()
        persons = [{name: value for name, value in row._asdict().items() if name not in UNDER_KEYS}
                   for row in reading().execute(sa.select(Person.__table__).order_by(Person.id))]
        numbers = [open_number(row.public_id, row.id_cipher)
                   for row in reading().execute(sa.select(Person.public_id, Person.id_cipher).order_by(Person.id))]
    rows = {
        name: value
        for name, value in kept.items()
        if name not in PRIVATE | {"person"} and not name.startswith("search_fts")
    }
    return {**rows, "person": [*persons, *numbers]}


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def test_the_same_seed_makes_the_same_office(
    run: Run, new_app: Callable[..., Flask], tmp_path: Path, kind: str
) -> None:
    one, two, other = (new_app(run.template(kind), tmp_path / name) for name in ("one", "two", "other"))
    told = seed(one, 90)
    assert told[-1] == 90
    assert told == sorted(told)
    seed(two, 90)
    seed(other, 90, number=8)
    assert content(one) == content(two) != content(other)


def test_both_databases_get_the_same(run: Run, new_app: Callable[..., Flask], tmp_path: Path) -> None:
    apps = [new_app(run.template(kind), tmp_path / kind) for kind in ("sqlite", "postgresql")]
    for app in apps:
        seed(app, 60)
    one, two = ([row[1:6] for row in content(app)["dossier"]] for app in apps)
    assert sorted(map(str, one)) == sorted(map(str, two))


def test_a_seeded_office_is_sound_and_goes_on(any_app: Flask) -> None:
    seed(any_app, 200)
    with any_app.app_context():
        assert proof() == []
        offices = demo_offices()
        office = Commune(offices.units["CT-AT"], {"reception": offices.accounts["tiepdan"]})
        last = reading().execute(sa.select(sa.func.max(Dossier.no)).where(
            Dossier.unit_id == office.unit, Dossier.register == "TCD", Dossier.year == 2026)).scalar_one()
        dossier = log(office)
        assert (dossier.no, dossier.id) == (last + 1, 201)
        assert proof() == []
    seed(any_app, 50, number=8)
    with any_app.app_context():
        assert proof() == []
        assert reading().execute(sa.select(sa.func.count()).select_from(Dossier)).scalar_one() == 251


def test_a_seeded_office_looks_like_one(any_app: Flask) -> None:
    seed(any_app, 300)
    with any_app.app_context():
        states = Counter(reading().execute(sa.select(Dossier.state)).scalars())
        sealed = Counter(reading().execute(sa.select(Dossier.sealed)).scalars())
        units = Counter(reading().execute(sa.select(Dossier.unit_id)).scalars())
        assert len(states) >= 2
        assert 0 < sealed[True] < 60
        assert max(units.values()) > 150 > min(units.values()) > 0
        assert (
            reading()
            .execute(sa.select(sa.func.count()).select_from(Clock).where(Clock.ended_by.is_(None)))
            .scalar_one()
            > 5
        )
        person = reading().execute(sa.select(Person.__table__).limit(1)).one()
        number = open_number(person.public_id, person.id_cipher)
        assert number_index(person.unit_id, number) == bytes(person.id_index)
        fields = set(reading().execute(sa.select(Visit.field)).scalars())
        assert fields <= {
            None,
            "land",
            "policy",
            "civil-service",
            "administrative",
            "corruption",
            "justice",
            "party",
            "else",
        }


def test_the_same_seed_again_is_said_and_changes_nothing(any_app: Flask) -> None:
    """Run twice by mistake: no second heap of the same visits, no half of one, and no stack of error lines."""
    seed(any_app, 60)
    with any_app.app_context():
        before = everything()
    with pytest.raises(OfficeProblem, match="--seed 7"):
        seed(any_app, 60)
    with any_app.app_context():
        assert everything() == before


def test_an_office_where_nobody_receives_cannot_be_filled(any_app: Flask) -> None:
    with any_app.app_context():
        make_commune(roles=["supervisor"])
    with pytest.raises(LookupError):
        seed(any_app, 5)
