"""Finding by words: all, in any order, with or without marks, the last one begun; the same on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from caseapp.db import db, reading, writing
from caseapp.dossiers.models import Dossier, SearchDoc
from caseapp.dossiers.search import CAP, drop_search_doc, find_search, hits, keep_search, searchable, write_search_doc
from caseapp.people.commands import Given
from caseapp.reception.commands.acting import correct
from caseapp.reception.commands.logging import GivenParty, new_denouncer_code
from caseapp.text import CODE_LETTERS
from tests.office.making import NOW, Commune, a_denunciation, a_visit, acting, everything, log, make_commune, stored
from tests.office.traces import traces

FOUND = (
    "Nguyễn Thị Ánh", "nguyen thi anh", "NGUYỄN THỊ ÁNH", "ánh nguyễn", "anh thi nguyen", "Nguye\u0302\u0303n",
    "đất đường", "dat duong", "Đất Đường", "duong đat", "thửa 12", "12 thửa", "TCD 2026/0001", "2026/0001", "0001 2026",
    "tcd 0001", "khiếu nại", "khieu nai thu hoi dat nguyen", "“Ánh”", "ánh, nguyễn;", "ánh'", "anh OR khong", "  ánh  ",
    "Đinh Văn Đức", "dinh van duc",
)
NOT_FOUND = (
    "Nguyễn Thị Anhh",
    "ng anh thi nguy",
    "nguyen xyz",
    "guyen",
    "thua 13",
    "2026/0002",
    "NEAR(anh nguyen)",
    "xyz* OR anh",
    "fold:anh",
    "anh -nguyen x",
    "",
    "   ",
    "…",
    "'",
    '"',
    "*",
    "& | !",
    "()",
    "anh & !nguyen0",
)


@pytest.fixture
def office(any_app: Flask) -> Iterator[Commune]:
    """A commune on each database."""
    with any_app.app_context():
        yield make_commune()


def found(words: str) -> list[int]:
    with db.engine.connect() as connection:
        return hits(connection, words)


@pytest.fixture
def visit(office: Commune) -> int:
    """A visit of two people among neighbours."""
    people = (GivenParty(Given("Nguyễn Thị Ánh")), GivenParty(Given("Đinh Văn Đức"), role="represented"))
    mine = log(office, a_visit(parties=people, content="Khiếu nại thu hồi đất mặt đường, thửa 12 – OR không")).id
    log(office, a_visit(Given("Nguyễn Văn Bình"), content="Khiếu nại tiếng ồn"))
    return mine


def test_all_words_any_order_marks_aside(visit: int, subtests: pytest.Subtests) -> None:
    for words in FOUND:
        with subtests.test(words):
            assert found(words)[-1:] == [visit]


def test_what_is_not_all_there_is_not_found(visit: int, subtests: pytest.Subtests) -> None:
    for words in NOT_FOUND:
        with subtests.test(words):
            assert visit not in found(words)


def test_the_last_word_may_be_begun_and_no_other(visit: int) -> None:
    for length in range(1, 6):
        assert visit in found("khieu nai " + "nguyen"[:length])
        assert visit not in found("nguyen"[:length] + " khieu nai")


def test_the_newest_is_first_and_nothing_is_endless(office: Commune, visit: int) -> None:
    assert found("khieu nai") == sorted(found("khieu nai"), reverse=True)
    assert found("nguyen") == [visit + 1, visit]
    assert found("x" * 200) == []
    assert found(" ".join(["khieu"] * 500)) == [visit + 1, visit]


def test_at_most_a_thousand(office: Commune, visit: int) -> None:
    like = stored(visit)._asdict()
    with writing() as session:
        for table, rows in (
            (Dossier, [{**like, "id": no, "no": no, "public_id": f"p{no}"} for no in range(2001, 3201)]),
            (SearchDoc, [{"dossier_id": no, "fold": "nguyen thi"} for no in range(2001, 3201)]),
        ):
            session.execute(sa.insert(table), rows)
    assert len(found("nguyen")) == len(found("ng")) == CAP
    assert found("nguyen 12") == [visit]


def test_a_correction_is_found_by_its_new_words_alone(office: Commune, visit: int) -> None:
    correct({"content": "Khiếu nại tái định cư"}, None, acting(office, stored(visit)))
    assert found("tai dinh cu") == found("tai dinh cu anh") == [visit]
    assert found("thu hoi dat") == []


def test_a_dropped_dossier_is_found_no_more_and_leaves_no_word(office: Commune, home: Path) -> None:
    visit = log(office, a_visit(content="Khiếu nại việc Zwkhuyếchtrương")).id
    assert found("zwkhuyechtruong") == [visit]
    with writing() as session:
        drop_search_doc(session, visit)
    assert found("zwkhuyechtruong") == []
    kept = {name: rows for name, rows in everything().items() if name.startswith("search")}
    assert "zwkhuyech" not in repr(kept).lower()


def test_a_denunciation_is_found_by_code_and_matter(office: Commune) -> None:
    given = a_denunciation()
    assert given.denouncer is not None
    sealed = log(office, given).id
    for words in (given.denouncer.code, given.denouncer.code.lower(), "nhận tiền"):
        assert found(words) == [sealed]
    assert found("TCD-TC 2026/0001") == []
    assert found("Lâm") == []


words = st.text(st.sampled_from(CODE_LETTERS.lower() + "0123456789o"), min_size=1, max_size=8)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=words, two=words, cut=st.integers(1, 8))
@example(one="5e24", two="7k4p", cut=2)
@example(one="1e5", two="0x1f", cut=2)
@example(one="2e2x", two="3m2q", cut=2)
def test_any_code_is_found_whole_or_begun(any_app: Flask, one: str, two: str, cut: int) -> None:
    """The databases' own parsers take 5e24 for a number; a code must not care."""
    with any_app.app_context():
        if not reading().execute(sa.text("SELECT 1 FROM dossier")).first():
            log(make_commune())
        with writing() as session:
            write_search_doc(session, 1, f"TC-2026-{one}-{two}", "nội dung")
        assert found(f"{one} {two}") == found(f"{two} {one}") == found(f"tc {one} {two[:cut]}") == [1]
        assert found(f"{one}-{two}") == found(f"noi {one[:cut]}") == [1]
        assert found(f"{one}zzzz") == []


def test_every_code_that_is_made_is_found(office: Commune) -> None:
    visit = log(office).id
    for _ in range(40):
        code = new_denouncer_code(2026)
        with writing() as session:
            write_search_doc(session, visit, code)
        assert found(code) == [visit], code


def test_what_the_index_holds() -> None:
    assert searchable("TCD 2026 0001", "", "Đỗ  Thị-Ánh", "5%/năm") == "tcd 2026 0001 do thi anh 5 nam"


def test_words_are_written_once_per_dossier(office: Commune) -> None:
    visit = log(office).id
    with writing() as session:
        write_search_doc(session, visit, "một")
        write_search_doc(session, visit, "hai")
    assert reading().execute(sa.select(SearchDoc.fold)).scalars().all() == ["hai"]


# ---- the address of a result page says nothing ---------------------------------------------------------------------


def test_searched_words_are_their_writers_unreadable_and_short_lived(office: Commune, home: Path) -> None:
    me, other = office.accounts["reception"], office.accounts["clerk"]
    kept = keep_search("Trịnh Thuởquỳnh", account_id=me, now=NOW)
    assert len(kept) == 22
    assert find_search(kept, account_id=me, now=NOW + timedelta(minutes=59)) == "Trịnh Thuởquỳnh"
    assert find_search(kept, account_id=me, now=NOW + timedelta(minutes=60)) is None
    assert find_search(kept, account_id=other, now=NOW) is None
    assert find_search("other", account_id=me, now=NOW) is None
    assert traces(["Thuởquỳnh"], home) == []
    keep_search("mới", account_id=other, now=NOW + timedelta(hours=2))
    assert len(everything()["search"]) == 1
