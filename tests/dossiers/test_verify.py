"""The proof of dossiers: a missing number, a damaged file, a wrong due day, each by its name."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from caseapp.db import writing
from caseapp.dossiers.attaching import Attaching, attach
from caseapp.dossiers.files import path_of, store_file
from caseapp.dossiers.models import Attachment, Clock, Dossier
from caseapp.ledger.models import RegisterCounter
from tests.dossiers.samples import PDF
from tests.ledger.tampering import change, remove, tampering, undone
from tests.office.making import NOW, Commune, a_denunciation, log, make_commune, proof


@pytest.fixture
def office(any_app: Flask) -> Iterator[Commune]:
    """A commune with four visits, two denunciations and a neighbour with as many."""
    with any_app.app_context():
        commune, other = make_commune(), make_commune("X2")
        for place in range(4):
            log(commune)
            log(other)
            if place < 2:
                log(commune, a_denunciation(str(place)))
        assert proof() == []
        yield commune


def files(office: Commune, number: int) -> list[Path]:
    """So many different files on the first visit."""
    for place in range(number):
        stored = store_file(io.BytesIO(PDF + bytes([place]) * 100), f"đơn {place}.pdf", limit=1000)
        attach(stored, Attaching(1, office.unit, office.accounts["reception"], NOW))
    with writing() as session:
        return [path_of(name) for name in session.scalars(sa.select(Attachment.stored_as).order_by(Attachment.id))]


def numbered(office: Commune, no: int, register: str = "TCD") -> sa.ColumnElement[bool]:
    return sa.and_(Dossier.unit_id == office.unit, Dossier.register == register, Dossier.no == no)


def named() -> list[str]:
    return [line.partition(":")[0] for line in proof()]


def test_a_missing_dossier_is_named_by_unit_register_and_number(office: Commune, subtests: pytest.Subtests) -> None:
    for register, last in (("TCD", 4), ("TCD-TC", 2)):
        for no in range(1, last + 1):
            with subtests.test(f"{register} {no}"), undone(Dossier):
                remove(Dossier, numbered(office, no, register))
                assert named() == [f"đơn vị {office.unit}, sổ {register} năm 2026, số {no}"]


def test_a_register_that_is_gone_is_named(office: Commune) -> None:
    remove(Dossier, sa.and_(Dossier.unit_id == office.unit, Dossier.register == "TCD-TC"))
    assert named() == [f"đơn vị {office.unit}, sổ TCD-TC năm 2026, số 1"]


def test_a_dossier_that_vanished_with_its_counter_is_named(office: Commune) -> None:
    """Somebody thorough: but the journal still tells of it."""
    remove(Dossier, sa.and_(Dossier.unit_id == office.unit, Dossier.register == "TCD-TC"))
    remove(RegisterCounter, sa.and_(RegisterCounter.unit_id == office.unit, RegisterCounter.register == "TCD-TC"))
    assert proof() != []


def test_a_dossier_put_elsewhere_is_named(office: Commune, subtests: pytest.Subtests) -> None:
    for column in ("no", "register", "year", "unit_id"):
        with subtests.test(column), undone(Dossier):
            change(Dossier, numbered(office, 2), column)
            assert f"đơn vị {office.unit}, sổ TCD năm 2026, số 2" in named()


def test_a_damaged_file_is_named_and_its_neighbours_are_not(office: Commune) -> None:
    paths = files(office, 6)
    content = [path.read_bytes() for path in paths]
    paths[0].write_bytes(content[0][:-1] + b"\x01")
    paths[1].write_bytes(content[1][:-1])
    paths[2].write_bytes(content[3])
    paths[3].write_bytes(content[2])
    paths[4].unlink()
    assert named() == [f"tệp {place}" for place in range(1, 6)]
    for path, kept in zip(paths, content, strict=True):
        path.write_bytes(kept)
    assert proof() == []


def test_a_file_that_cannot_be_read_is_named(office: Commune) -> None:
    path = files(office, 2)[0]
    path.unlink()
    path.mkdir()
    assert named() == ["tệp 1"]


def test_what_the_database_says_of_a_file_is_compared_too(office: Commune, subtests: pytest.Subtests) -> None:
    files(office, 2)
    for column in ("sha256", "size", "stored_as"):
        with subtests.test(column), undone(Attachment):
            change(Attachment, Attachment.id == 1, column)
            assert named() == ["tệp 1"]


def test_a_wrong_due_day_is_named(office: Commune, subtests: pytest.Subtests) -> None:
    for wrong in (None, date(2026, 12, 2), date(1999, 1, 1)):
        with subtests.test(str(wrong)), undone(Dossier):
            with tampering() as connection:
                connection.execute(sa.update(Dossier.__table__).where(numbered(office, 3)).values(next_due=wrong))
            assert named() == ["TCD 2026/0003"]
    for column in ("due_on", "dossier_id"):
        with subtests.test(column), undone(Clock):
            change(Clock, Clock.id == 1, column)
            assert "TCD 2026/0001" in named()
    remove(Clock, Clock.id == 1)
    assert named() == ["TCD 2026/0001"]


def test_the_first_faults_are_enough(office: Commune) -> None:
    from caseapp.proof import faults
    with tampering() as connection:
        connection.execute(sa.update(Dossier.__table__).values(next_due=None))
    assert len(faults(3)) == 3
