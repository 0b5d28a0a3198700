"""Writing the journal: one canonical text per act, personal values beside it, and an erasure that is itself an act."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from flask import Flask

from caseapp.db import reading, writing
from caseapp.ledger.chain import genesis, lock_chain
from caseapp.ledger.journal import erase_values, instant, record
from caseapp.ledger.models import JournalRow, JournalValues
from caseapp.text import NotCanonical
from tests.office.making import NOW, Commune, everything, log, make_commune, proof


@pytest.fixture
def office(any_app: Flask) -> Iterator[Commune]:
    """A commune on each database."""
    with any_app.app_context():
        yield make_commune()


def write(office: Commune, **more: Any) -> None:
    with writing() as session:
        record(session, lock_chain(session, office.unit), **{"act": "visit.correct", "by": None, "at": NOW, **more})


def rows() -> list[Any]:
    return list(reading().execute(sa.select(JournalRow.__table__).order_by(JournalRow.id)))


def test_a_row_is_the_hash_of_the_one_before_and_its_own_text(office: Commune) -> None:
    for act in ("one", "two"):
        write(office, act=act, facts={"fields": ["note"], "code": "TC-1", "late": True, "no": 3, "ground": None})
    before = genesis(office.unit, sealed=False)
    for row in rows():
        assert bytes(row.hash) == (before := hashlib.sha256(before + row.body.encode()).digest())
        assert row.body == json.dumps(json.loads(row.body), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert json.loads(row.body)["format"] == 1
    assert [row.seq for row in rows()] == [1, 2]


def test_one_text_whatever_the_spelling(office: Commune) -> None:
    """A letter typed as one sign or as three is the same letter, also to the proof."""
    for form in ("NFC", "NFD"):
        write(
            office,
            facts={
                "unit": unicodedata.normalize("NFC", "Ấp Thới Hòa")
                if form == "NFC"
                else unicodedata.normalize("NFD", "Ấp Thới Hòa")
            },
        )
    facts = [json.loads(row.body)["facts"] for row in rows()]
    assert facts[0] == facts[1]
    assert proof() == []


@pytest.mark.parametrize("facts", [{"rate": 1.5}, {"day": NOW}, {"name": "a\ud800b"}, {1: "x"}, {"raw": b"x"}])
def test_what_has_no_canonical_text_is_refused(office: Commune, facts: dict[Any, Any]) -> None:
    before = everything()
    for where in ("facts", "values"):
        with pytest.raises((NotCanonical, TypeError)):
            write(office, **{where: facts})
    assert everything() == before


def test_equal_values_cannot_be_told_from_their_hash(office: Commune) -> None:
    for _ in range(2):
        write(office, values={"name": ["Nguyễn Thị Ánh", "Nguyễn Thị Ảnh"]})
    said = [json.loads(row.body)["values"] for row in rows()]
    assert said[0] != said[1]
    assert all(len(one) == 64 for one in said)
    assert "Ánh" not in " ".join(row.body for row in rows())


def test_an_erasure_is_an_act_and_leaves_the_chain_whole(office: Commune) -> None:
    one, two = log(office), log(office)
    for dossier in (one, two, one):
        write(office, dossier=dossier.id, values={"note": ["", f"Ánh {dossier.id}"]})
    with writing() as session:
        erase_values(
            session,
            lock_chain(session, office.unit),
            dossier=one.id,
            by=office.accounts["reception"],
            at=NOW,
            why="void",
        )
    kept = {row.journal_id: row for row in reading().execute(sa.select(JournalValues.__table__))}
    mine = [row.id for row in rows() if row.dossier_id == one.id and row.act == "visit.correct"]
    erasure = rows()[-1]
    assert (erasure.act, json.loads(erasure.body)["facts"]) == ("values.erase", {"why": "void", "rows": mine})
    assert [(kept[id_].body, kept[id_].salt, kept[id_].erased_by) for id_ in mine] == [(None, None, erasure.id)] * 2
    assert [row.body for id_, row in kept.items() if id_ not in mine] == [f'{{"note":["","Ánh {two.id}"]}}']
    assert proof() == []


def test_where_nothing_is_to_be_erased_nothing_is_written(office: Commune) -> None:
    dossier = log(office)
    before = everything()
    with writing() as session:
        erase_values(
            session,
            lock_chain(session, office.unit),
            dossier=dossier.id,
            by=office.accounts["reception"],
            at=NOW,
            why="void",
        )
    assert everything() == before


def test_an_instant_is_written_in_one_way() -> None:
    assert instant(NOW) == instant(NOW.astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))) == "2026-11-16T02:00:17.123456Z"
    assert instant(datetime(2026, 1, 1, tzinfo=ZoneInfo("UTC"))) == "2026-01-01T00:00:00.000000Z"


def test_a_naive_time_is_refused(office: Commune) -> None:
    before = everything()
    with pytest.raises(Exception, match="time zone"):
        write(office, at=NOW.replace(tzinfo=None))
    assert everything() == before
