"""The mediation logbook of the data set, cell by cell against what an importer should reach; prints today's figures."""

import json
from typing import Any

import pytest

from caseapp.exchange.mediation_book import MediationBook, mediation_to_json
from caseapp.text import fold
from tests.exchange import mediation_books

FIELDS = (
    "stt",
    "team",
    "date",
    "date_read",
    "date_suggested",
    "mediators",
    "invited",
    "people_count",
    "kind",
    "scope",
    "mediable",
    "content",
    "agreement",
    "outcome",
    "note",
    "is_repeat_of",
)
Pairs = list[tuple[dict[str, Any], dict[str, Any]]]


@pytest.fixture(scope="module")
def book() -> MediationBook:
    return mediation_books.read(mediation_books.BOOK.read_bytes())


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    return mediation_books.expected()


@pytest.fixture(scope="module")
def pairs(book: MediationBook, truth: dict[str, Any]) -> Pairs:
    rows = {(row.sheet, row.row): json.loads(json.dumps(mediation_to_json(row))) for row in book.rows}
    return [(wanted, rows[wanted["sheet"], wanted["row"]]) for wanted in truth["rows"]]


def _same_people(wanted: dict[str, Any], got: dict[str, Any]) -> bool:
    """Names compared after folding, all else as it is."""
    bare = [[person | {"name": fold(person["name"])} for person in one["persons"]] for one in (wanted, got)]
    return bare[0] == bare[1]


def _problems(row: dict[str, Any]) -> set[tuple[str, str, str]]:
    return {(one["code"], one["field"], one["level"]) for one in row["problems"]}


def test_every_row_of_the_sheets_is_found(book: MediationBook, truth: dict[str, Any]) -> None:
    assert {(row.sheet, row.row) for row in book.rows} == {(row["sheet"], row["row"]) for row in truth["rows"]}
    assert len(book.rows) == truth["row_count"]
    assert {row.team for row in book.rows} == set(truth["teams"])


def test_every_other_row_is_skipped_with_its_reason(book: MediationBook, truth: dict[str, Any]) -> None:
    wanted = {(row["sheet"], row["row"], row["reason"]) for row in truth["skipped_rows"]}
    assert {(row.sheet, row.row, str(row.reason)) for row in book.skipped} == wanted


def test_the_fields_reach_their_floor(pairs: Pairs) -> None:
    right = {name: sum(wanted[name] == got[name] for wanted, got in pairs) for name in FIELDS}
    right["persons"] = sum(_same_people(wanted, got) for wanted, got in pairs)
    print("\n" + "\n".join(f"{name:16} {count:3} of {len(pairs)}" for name, count in right.items()))
    cells = len(right) * len(pairs)
    print(f"{'all':16} {sum(right.values())} of {cells} ({sum(right.values()) / cells:.1%})")
    assert {name: count for name, count in right.items() if count < 0.97 * len(pairs)} == {}


def test_the_problems_are_named_and_no_others(pairs: Pairs) -> None:
    assert [(wanted["sheet"], wanted["row"]) for wanted, got in pairs if _problems(wanted) != _problems(got)] == []
    print(f"\nproblems: {sum(len(_problems(got)) for _, got in pairs)} found, each of the truth's and no other")


def test_the_messages_say_the_same(pairs: Pairs) -> None:
    """Words may differ, what is told must not: the day, the age, the number, the name of the mediator."""
    for wanted, got in pairs:
        told = {one["code"]: one["message"] for one in got["problems"]}
        for one in wanted["problems"]:
            for fact in (word for word in one["message"].split() if any(char.isdigit() for char in word)):
                assert fact.strip("().,;“”") in told[one["code"]]


def test_what_differs_in_name_date_or_result_is_flagged(pairs: Pairs) -> None:
    for wanted, got in pairs:
        differs = not _same_people(wanted, got) or any(wanted[name] != got[name] for name in ("date", "outcome"))
        assert not differs or got["problems"], wanted["row"]


def test_a_row_has_the_shape_of_the_truth(pairs: Pairs) -> None:
    for wanted, got in pairs:
        assert set(wanted) - {"mess"} == set(got) - {"confidential"}
        assert all(set(person) == set(wanted["persons"][0]) for person in got["persons"])
