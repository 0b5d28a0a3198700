"""The petition book of the data set, cell by cell against what an importer should reach; prints today's figures."""

from typing import Any

import pytest

from caseapp.exchange.petition_book import PetitionBook, petition_to_json
from caseapp.text import fold
from tests.exchange import petition_books

FIELDS = (
    "number",
    "date",
    "date_read",
    "date_suggested",
    "source",
    "people_count",
    "is_group",
    "anonymous",
    "kind",
    "kind_suggested",
    "content",
    "competence",
    "outcome",
    "outcome_text",
    "outcome_body",
    "outcome_document",
    "document_date",
    "result",
    "confidential",
    "is_repeat_of",
)
# The truth names the body that is competent also where no cell of the book names one: an anonymous denunciation that
# is filed, a petition given back or to be split. What no cell says is not guessed.
UNWRITTEN = {"filed", "returned", "split"}


@pytest.fixture(scope="module")
def book() -> PetitionBook:
    return petition_books.read(petition_books.BOOK.read_bytes())


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    return petition_books.expected()


@pytest.fixture(scope="module")
def pairs(book: PetitionBook, truth: dict[str, Any]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    rows = {(row.sheet, row.row): dict(petition_to_json(row)) for row in book.rows}
    return [(wanted, rows[wanted["sheet"], wanted["row"]]) for wanted in truth["rows"]]


def _same_people(wanted: dict[str, Any], got: dict[str, Any]) -> bool:
    """Names compared after folding; nobody may come out of a sealed row."""
    if wanted["confidential"]:
        return got["persons"] == []
    bare = [[person | {"name": fold(person["name"])} for person in one["persons"]] for one in (wanted, got)]
    return bare[0] == bare[1]


def _problems(row: dict[str, Any]) -> set[tuple[str, str, str]]:
    found = {(one["code"], one["field"], str(one["level"])) for one in row["problems"]}
    return found - {("CONFIDENTIAL", "persons", "check")}


def test_every_row_of_the_sheet_is_found(book: PetitionBook, truth: dict[str, Any]) -> None:
    assert {(row.sheet, row.row) for row in book.rows} == {(row["sheet"], row["row"]) for row in truth["rows"]}
    assert len(book.rows) == truth["row_count"]


def test_every_other_row_is_skipped_with_its_reason(book: PetitionBook, truth: dict[str, Any]) -> None:
    wanted = {(row["sheet"], row["row"], row["reason"]) for row in truth["skipped_rows"]}
    assert {(row.sheet, row.row, str(row.reason)) for row in book.skipped} == wanted


def test_the_fields_reach_their_floor(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    right = {name: sum(wanted[name] == got[name] for wanted, got in pairs) for name in FIELDS}
    right["persons"] = sum(_same_people(wanted, got) for wanted, got in pairs)
    print("\n" + "\n".join(f"{name:18} {count:4} of {len(pairs)}" for name, count in right.items()))
    cells = len(right) * len(pairs)
    print(f"{'all':18} {sum(right.values())} of {cells} ({sum(right.values()) / cells:.1%})")
    floors = {name: 0.97 * len(pairs) for name in right} | {"outcome_body": 0.89 * len(pairs)}
    assert {name: count for name, count in right.items() if count < floors[name]} == {}
    assert sum(right.values()) >= 0.97 * cells


def test_a_body_that_no_cell_names_stays_empty(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    for wanted, got in pairs:
        if wanted["outcome_body"] != got["outcome_body"]:
            assert (got["outcome_body"], wanted["outcome"] in UNWRITTEN) == (None, True)
            assert wanted["outcome_body"] not in (wanted["outcome_text"] or "")


def test_the_problems_are_named_and_no_others(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    wished = sum(len(_problems(wanted)) for wanted, _ in pairs)
    found = sum(len(_problems(wanted) & _problems(got)) for wanted, got in pairs)
    named = sum(len(_problems(got)) for _, got in pairs)
    print(f"\nproblems: {found} of {wished} found, {named - found} too many")
    assert found >= 0.97 * wished
    assert named - found <= 0.03 * wished


def test_no_row_with_a_problem_is_accepted_in_silence(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    assert [wanted["row"] for wanted, got in pairs if wanted["problems"] and not got["problems"]] == []


def test_what_differs_in_name_date_kind_or_outcome_is_flagged(
    pairs: list[tuple[dict[str, Any], dict[str, Any]]],
) -> None:
    for wanted, got in pairs:
        differs = not _same_people(wanted, got) or any(
            wanted[name] != got[name] for name in ("date", "kind", "outcome")
        )
        assert not differs or got["problems"], wanted["row"]
