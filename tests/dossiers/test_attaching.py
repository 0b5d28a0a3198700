"""Adding a file: row, journal and file together, or none of them."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from caseapp.db import reading, writing
from caseapp.dossiers import attaching
from caseapp.dossiers.attaching import Attaching, attach
from caseapp.dossiers.files import store_file
from caseapp.dossiers.models import Attachment, Dossier
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.ledger.journal import erase_values
from caseapp.ledger.models import JournalRow, JournalValues
from caseapp.reception.commands.acting import void
from caseapp.web.errors import Refusal
from tests.dossiers.samples import PDF
from tests.office.making import NOW, Commune, a_denunciation, acting, everything, log, make_commune, proof


@pytest.fixture
def office(any_app: Flask) -> Iterator[Commune]:
    """A commune on each database, in a request: what is refused is said in words."""
    with any_app.test_request_context():
        yield make_commune()


def add(office: Commune, dossier: Dossier, name: str = "đơn bà Ánh.pdf", **more: Any) -> str:
    stored = store_file(io.BytesIO(PDF), name, limit=1_000)
    return attach(stored, Attaching(dossier.id, office.unit, office.accounts["reception"], NOW, **more))


def kept(home: Path) -> list[Path]:
    return [path for path in (home / "files").rglob("*") if path.is_file()]


def test_the_name_and_the_hash_of_a_file_lie_beside_and_go_when_erased(office: Commune, home: Path) -> None:
    public_id = add(office, log(office))
    row = reading().execute(sa.select(Attachment.__table__)).one()
    body = json.loads(
        reading().execute(sa.select(JournalRow.body).order_by(JournalRow.id.desc()).limit(1)).scalar_one()
    )
    assert row.public_id == public_id
    assert body["facts"] == {"file": public_id, "type": "pdf", "size": len(PDF)}
    assert body["act"] == "file.add"
    assert "Ánh" not in json.dumps(body, ensure_ascii=False)
    assert len(kept(home)) == 1
    assert proof() == []
    digest = bytes(row.sha256).hex()
    assert [digest in side for side in beside()] == [True]
    with writing() as session:
        chain = lock_chain(session, office.unit)
        erase_values(session, chain, dossier=row.dossier_id, by=office.accounts["reception"], at=NOW, why="test")
    assert beside() == []
    assert digest not in repr(reading().execute(sa.select(JournalRow.body)).all())
    assert proof() == []


def beside() -> list[str]:
    """The sides of journal rows that are still there and name a hash."""
    sides = reading().execute(sa.select(JournalValues.body)).scalars()
    return [side for side in sides if side and "sha256" in side]


def test_the_same_form_twice_is_one_file(office: Commune, home: Path) -> None:
    dossier = log(office)
    first = add(office, dossier, form_key="k")
    before, files = everything(), kept(home)
    with pytest.raises(FormKeyUsed) as used:
        add(office, dossier, form_key="k")
    assert used.value.result == first
    assert (everything(), kept(home)) == (before, files)


def test_what_takes_no_file_keeps_none(office: Commune, home: Path) -> None:
    sealed, cancelled = log(office, a_denunciation()), log(office)
    void("Ghi nhầm", acting(office, cancelled))
    before = everything()
    for dossier in (sealed, cancelled):
        with pytest.raises(Refusal):
            add(office, dossier)
    assert (everything(), kept(home)) == (before, [])


def test_all_files_of_a_dossier_together_have_a_limit(
    office: Commune, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attaching, "DOSSIER_BYTES", 2 * len(PDF))
    dossier, neighbour = log(office), log(office)
    add(office, neighbour)
    add(office, dossier)
    add(office, dossier)
    before = everything()
    with pytest.raises(Refusal):
        add(office, dossier)
    assert everything() == before
    assert len(kept(home)) == 3


@pytest.mark.parametrize("problem", [RuntimeError, KeyboardInterrupt])
def test_a_file_whose_act_failed_leaves_the_store(office: Commune, home: Path, monkeypatch: pytest.MonkeyPatch,
                                                  problem: type[BaseException]) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise problem

    dossier = log(office)
    before = everything()
    monkeypatch.setattr(attaching, "record", fail)
    with pytest.raises(problem):
        add(office, dossier)
    assert (everything(), kept(home)) == (before, [])
