"""Pairs of words: the database keeps exactly those the finder asks for, and drops them with the text they stand in."""

from __future__ import annotations

from itertools import pairwise, permutations

import pytest
import sqlalchemy as sa
from flask import Flask, current_app

from caseapp.db import db, reading, upgrade, writing
from caseapp.dossiers.search import drop_search_doc, searchable, write_search_doc
from caseapp.petitions.repeats.asking import MOST_PAIRS, content_pairs, name_spellings
from caseapp.petitions.repeats.pairs import ensure_pairs, is_kept
from caseapp.petitions.repeats.words import gist
from tests.office.making import Commune, a_visit, log, make_commune

TEXTS = (
    "Khiếu nại quyết định thu hồi 1.200 m2 đất trồng cà phê thửa 123 tờ bản đồ 45, chưa được đền bù",
    "Thửa 7, thửa 08, thửa thua; nhà 99 nhà 100 nhà 5", "của của của", "a", "", "Cà phê cà phê cà phê",
    "  ' \" [ ] \\ , %s $$ :x  ", "Đơn " * 3000 + "mỏ cát bến đò",
)


def kept(text: str) -> set[str]:
    return {" ".join(pair) for pair in pairwise(searchable(text).split()) if is_kept(*pair)}


def stored(dossier: int) -> set[str]:
    rows = sa.text("SELECT pair FROM search_pair WHERE dossier_id = :id")
    return set(reading().execute(rows, {"id": dossier}).scalars())


def the_database_reads_as_the_finder_does(office: Commune, dossier: int) -> None:
    for text in TEXTS:
        with writing() as session:
            write_search_doc(session, dossier, text)
        assert stored(dossier) == kept(text), text
    unit = reading().execute(sa.text("SELECT DISTINCT unit_id FROM search_pair WHERE dossier_id = :id"), {"id": dossier})
    assert unit.scalars().all() == [office.unit]


def what_is_dropped_leaves_no_pair(_office: Commune, dossier: int) -> None:
    with writing() as session:
        write_search_doc(session, dossier, TEXTS[0])
    with writing() as session:
        drop_search_doc(session, dossier)
    assert stored(dossier) == set()


def made_anew_they_are_the_same(_office: Commune, dossier: int) -> None:
    with writing() as session:
        for text in (TEXTS[0], TEXTS[1]):
            write_search_doc(session, dossier, text)
    before = everything()
    assert before
    for lost in ("UPDATE search_pair SET pair = 'words 1' WHERE unit_id = 0", "DELETE FROM search_pair"):
        with db.engine.begin() as connection:      # other words, or none
            connection.exec_driver_sql(lost)
            ensure_pairs(connection)
        assert everything() == before, lost
    with db.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE search_pair")
    upgrade(current_app._get_current_object())  # type: ignore[attr-defined]
    assert everything() == before


def everything() -> set[tuple[int, str, int]]:
    return {tuple(row) for row in reading().execute(sa.text("SELECT unit_id, pair, dossier_id FROM search_pair"))}


CHECKS = (the_database_reads_as_the_finder_does, what_is_dropped_leaves_no_pair, made_anew_they_are_the_same)


def test_in_the_books(any_app: Flask, subtests: pytest.Subtests) -> None:
    with any_app.app_context():
        office = make_commune()
        visit, _other = log(office, a_visit()), log(office, a_visit(content=TEXTS[0]))
        for check in CHECKS:
            with subtests.test(check.__name__):
                check(office, visit.id)


# ---- what is asked ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", TEXTS)
def test_only_what_is_kept_is_asked_for(text: str) -> None:
    asked = content_pairs(text, gist(text))
    assert len(asked) == min(MOST_PAIRS, len(kept(text)))
    assert set(asked) <= kept(text)


def test_the_number_of_a_parcel_is_asked_first() -> None:
    asked = content_pairs(TEXTS[0], gist(TEXTS[0]))
    assert "thua 123" in asked[:2]
    assert is_kept("thua", "7")
    assert not is_kept("nha", "7")


@pytest.mark.parametrize(("name", "spellings"), [
    ("Lê An", {"le an", "an le"}),
    ("Bà Lý Sen", {"ba ly sen", "ba li sen", "ly sen", "li sen", "sen ly", "sen li"}),
    ("Thị Lý Sen Bùi", {" ".join(way) for word in ("ly", "li") for way in permutations(("thi", word, "sen", "bui"))}),
    ("", set()),
])
def test_a_name_in_every_order(name: str, spellings: set[str]) -> None:
    assert set(name_spellings([name])) == spellings


def test_a_long_name_is_turned_and_no_more() -> None:
    assert len(name_spellings(["Công Tằng Tôn Nữ Thị Hoa"])) == 6
    assert len(name_spellings(["my ly thi ty quy vi"])) <= 108
