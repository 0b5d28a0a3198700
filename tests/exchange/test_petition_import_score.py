"""The petition book of the data set as it stands in the database, cell by cell against the truth; prints the figures."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from caseapp.exchange.commands import bring_in
from caseapp.exchange.shelves import PETITIONS
from caseapp.exchange.storing_petitions import TOLD
from caseapp.text import fold
from tests.exchange import importing, petition_books
from tests.exchange.importing import at_work, make_office, rows

if TYPE_CHECKING:
    from flask import Flask

    from caseapp.exchange.petition_book import PetitionBook
    from tests.office.clock import Clock

SOURCES = {"counter": "direct", "portal": "online"}
STATES = {"in-case": "accepted", "received": None}
UNWRITTEN = {"filed", "returned", "split"}  # bodies that no cell of the book names
NOBODY = {"ANONYMOUS", "NO_SIGNATURE", "SIGNERS_MISMATCH", "SIGNERS_UNKNOWN"}


def stored(app: Flask) -> dict[int, dict[str, Any]]:
    """Every petition as the office knows it, by its row in the book."""
    found = {}
    for one in rows(app, (
        "SELECT d.id, d.opened_on, d.sealed, d.state, p.channel, p.content_kind, p.competent, p.book_row, "
        "p.to_confirm, c.content, c.people_count FROM dossier d JOIN petition p ON p.dossier_id = d.id "
        "JOIN case_file c ON c.dossier_id = d.id")):
        codes = {told["code"] for told in json.loads(one[8] or "[]")}
        act = rows(app, "SELECT document, happened_on, details FROM case_act WHERE dossier_id = :id", id=one[0])
        told = json.loads(act[0][2]) if act else {}
        note = dict(_lines(app, one[0]))
        row = int(one[7].rpartition(" ")[2])
        found[row] = {
            "id": one[0], "date": str(one[1])[:10], "confidential": bool(one[2]), "outcome": STATES.get(one[3], one[3]),
            "source": None if "SOURCE_UNKNOWN" in codes else SOURCES.get(one[4], one[4]), "kind": one[5],
            "competence": None if one[6] is None else "own" if one[6] else "other", "content": one[9],
            "people_count": _count(one[10], codes), "is_group": one[10] >= 5, "anonymous": "ANONYMOUS" in codes,
            "outcome_text": told.get("summary") or told.get("note") or note.get("words"),
            "outcome_body": told.get("body") or note.get("body"),
            "outcome_document": (act[0][0] if act else "") or note.get("document"),
            "document_date": str(act[0][1])[:10] if act else None, "result": note.get("result"),
            "persons": [fold(name) for (name,) in rows(
                app, "SELECT p.name FROM person p JOIN party y ON y.person_id = p.id WHERE y.dossier_id = :id "
                "ORDER BY y.position", id=one[0])], "codes": codes,
        }
    ids = {one["id"]: row for row, one in found.items()}
    links = dict(rows(app, "SELECT dossier_id, other_id FROM link WHERE what = 'repeat'"))
    for one in found.values():
        one["is_repeat_of"] = ids.get(links.get(one["id"]))
    return found


def _lines(app: Flask, dossier: int) -> Any:
    names = {words: name for name, words in TOLD.items()}
    for (text,) in rows(app, "SELECT text FROM case_note WHERE dossier_id = :id", id=dossier):
        for line in text.split("\n"):
            words, _colon, value = line.partition(": ")
            yield names[words], value


def _count(stored_count: int, codes: set[str]) -> int | None:
    """Nobody signed, or the book contradicts itself: the number stays one until somebody says otherwise."""
    if codes & {"ANONYMOUS", "NO_SIGNATURE"}:
        return 0
    return None if codes & NOBODY else stored_count


def truth_of(wanted: dict[str, Any]) -> dict[str, Any]:
    """The truth of a row in the terms of what is stored; of a sealed row nobody."""
    return wanted | {
        "persons": [] if wanted["confidential"] else [fold(one["name"]) for one in wanted["persons"]],
        "is_repeat_of": wanted["is_repeat_of"] and wanted["is_repeat_of"]["row"],
    }


FIELDS = (
    "date", "source", "people_count", "is_group", "anonymous", "kind", "content", "competence", "outcome",
    "outcome_text", "outcome_body", "outcome_document", "document_date", "result", "confidential", "is_repeat_of",
    "persons",
)


@pytest.fixture
def pairs(app: Flask, clock: Clock, petitions: PetitionBook) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    clock.set(importing.DAY)
    with at_work(app, make_office(app)) as how:
        plan = bring_in(petitions, PETITIONS, how)
    found = stored(app)
    wanted = {row["row"]: truth_of(row) for row in petition_books.expected()["rows"]}
    named = {step.row.row for step in plan.steps if step.dossier_id is None and step.problems}
    assert found.keys() | named == wanted.keys()
    assert all(wanted[row]["date"] is None for row in named)
    return [(wanted[row], got) for row, got in sorted(found.items())]


def test_what_is_stored_reaches_its_floor(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    right = {name: sum(wanted[name] == got[name] for wanted, got in pairs) for name in FIELDS}
    cells = len(FIELDS) * len(pairs)
    print("\n" + "\n".join(f"{name:18} {count:4} of {len(pairs)}" for name, count in right.items()))
    print(f"{'all':18} {sum(right.values())} of {cells} ({sum(right.values()) / cells:.1%})")
    floors = {name: 0.97 * len(pairs) for name in right} | {"outcome_body": 0.88 * len(pairs)}
    assert {name: (count, [(w["row"], w[name], g[name]) for w, g in pairs if w[name] != g[name]])
            for name, count in right.items() if count < floors[name]} == {}
    assert sum(right.values()) >= 0.97 * cells
    for wanted, got in pairs:
        for name in ("persons", "date", "kind", "outcome", "source"):
            assert wanted[name] == got[name] or got["codes"], (wanted["row"], name)
        assert not wanted["problems"] or got["codes"], wanted["row"]
        assert wanted["outcome_body"] == got["outcome_body"] or wanted["outcome"] in UNWRITTEN
