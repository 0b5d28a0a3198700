"""The register of the data set, cell by cell against what an importer should reach; prints today's figures."""

from collections.abc import Callable
from typing import Any

from caseapp.exchange.visit_book import Book, to_json
from caseapp.text import fold

PLAIN = (
    "stt",
    "date",
    "date_read",
    "date_suggested",
    "people_count",
    "is_group",
    "kind",
    "kind_suggested",
    "content",
    "resolved_by",
    "outcome",
    "outcome_body",
    "outcome_document",
    "follow_up",
    "refusal_ground",
    "note",
    "confidential",
)
FLOORS = dict.fromkeys(PLAIN, 0.99) | {
    "persons": 0.99,
    "is_repeat_of": 0.98,  # of the open rows; sealed rows are never tied
    "same_matter_as": 0.98,
    "problems": 0.98,
}


def _same_people(wanted: dict[str, Any], got: dict[str, Any]) -> bool:
    """Names compared after folding; nobody may come out of a sealed row."""
    if wanted["confidential"]:
        return got["persons"] == []
    return [person | {"name": fold(person["name"])} for person in wanted["persons"]] == [
        person | {"name": fold(person["name"])} for person in got["persons"]
    ]


def _codes(row: dict[str, Any]) -> set[tuple[str, str]]:
    return {(found["code"], found["field"]) for found in row["problems"]} - {("CONFIDENTIAL", "person")}


def test_every_row_of_the_sheet_is_found(register: Book, expected: dict[str, Any]) -> None:
    wanted = {(row["sheet"], row["row"]) for row in expected["rows"]}
    assert {(row.sheet, row.row) for row in register.rows} == wanted
    assert len(register.rows) == len(wanted) == expected["row_count"]


def test_every_other_row_is_skipped_with_its_reason(register: Book, expected: dict[str, Any]) -> None:
    wanted = {(row["sheet"], row["row"], row["reason"]) for row in expected["skipped_rows"]}
    assert {(row.sheet, row.row, str(row.reason)) for row in register.skipped} == wanted


def test_every_possible_denunciation_is_sealed(register: Book, expected: dict[str, Any]) -> None:
    sealed = {row.row for row in register.rows if row.confidential}
    assert {row["row"] for row in expected["rows"] if row["confidential"]} <= sealed


def test_the_fields_reach_their_floors(register: Book, expected: dict[str, Any]) -> None:
    rows = {row.row: dict(to_json(row)) for row in register.rows}
    pairs = [(wanted, rows[wanted["row"]]) for wanted in expected["rows"]]
    open_pairs = [(wanted, got) for wanted, got in pairs if not wanted["confidential"]]
    rules: dict[str, Callable[[dict[str, Any], dict[str, Any]], bool]] = {
        name: (lambda wanted, got, name=name: wanted[name] == got[name])
        for name in (*PLAIN, "is_repeat_of", "same_matter_as")
    }
    scores = {}
    for name, rule in (rules | {"persons": _same_people}).items():
        judged = open_pairs if name in ("is_repeat_of", "same_matter_as") else pairs
        scores[name] = sum(rule(wanted, got) for wanted, got in judged) / len(judged)
    found = sum(len(_codes(wanted) & _codes(got)) for wanted, got in pairs)
    named = sum(len(_codes(got)) for _, got in pairs)
    wished = sum(len(_codes(wanted)) for wanted, _ in pairs)
    scores["problems"] = 2 * found / (named + wished)
    print(f"\nproblems: {found} of {wished} found, {named - found} too many")
    print("\n".join(f"{name:18} {score:6.1%}" for name, score in scores.items()))
    assert {name: score for name, score in scores.items() if score < FLOORS[name]} == {}
