"""The mediation logbook of the data set as it stands in the database, cell by cell against the truth; prints the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from caseapp.exchange.planning import Fate
from caseapp.mediation.commands.booking import NOTE
from caseapp.text import fold
from tests.exchange import importing, mediation_books
from tests.exchange.importing import rows
from tests.exchange.mediation_office import PREFIX, bring, make_teams, stored

if TYPE_CHECKING:
    from flask import Flask

    from caseapp.exchange.mediation_book import MediationBook
    from tests.office.clock import Clock

STATES = {"kept": "success", "failed": "failure"}
FIELDS = (
    "team", "date", "mediators", "invited", "persons", "people_count", "scope", "content", "agreement", "outcome", "note",
    "is_repeat_of",
)
GRAVE = ("team", "date", "mediators", "persons", "outcome")


def as_told(app: Flask, place: Any) -> dict[tuple[str, int], dict[str, Any]]:
    """Every dispute as the office knows it, in the terms of the truth, by sheet and row of the book."""
    hamlets = {unit: name for name, unit in place.hamlets.items()}
    teams = {team: name for name, team in place.teams.items()}
    notes = {dossier: text.removeprefix(f"{NOTE}: ") for dossier, text in rows(
        app, "SELECT dossier_id, text FROM case_note")}
    found, at = {}, {}
    for one in stored(app):
        sheet, _dong, row = one["book_row"].rpartition(", dòng ")
        at[one["id"]] = key = (sheet.partition("“")[2].rstrip("”"), int(row))
        assert hamlets[one["unit_id"]] == teams[one["team_id"]]
        year = int(one["received_on"][:4])
        found[key] = {
            "team": PREFIX + teams[one["team_id"]], "date": one["received_on"],
            "mediators": [name for name, _lead, _chosen in one["mediators"]], "invited": one["invited"],
            "persons": [(fold(name), born and year - born, address, role) for name, born, address, role in one["persons"]],
            "people_count": one["people_count"], "scope": one["scope"], "content": one["content"],
            "agreement": one["agreement"] or None, "note": notes.get(one["id"]), "is_repeat_of": one["again"],
            # An open one goes on, or the book does not say: what it does not say is told.
            "outcome": STATES.get(one["state"], None if one["codes"] & {"RESULT_MISSING", "RESULT_BOTH", "NOT_MEDIABLE"}
                                  else "ongoing"), "codes": one["codes"]}
    for one in found.values():
        one["is_repeat_of"] = at.get(one["is_repeat_of"])
    return found


def truth_of(wanted: dict[str, Any]) -> dict[str, Any]:
    """The truth of a row in the terms of what is stored."""
    again = wanted["is_repeat_of"]
    return wanted | {
        "persons": [(fold(one["name"]), one["age"], one["address"] or "", one["role"].replace("_", "-"))
                    for one in wanted["persons"]],
        "is_repeat_of": again and (again["sheet"], again["row"]),
    }


@pytest.fixture
def pairs(app: Flask, clock: Clock, mediations: MediationBook) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    clock.set(importing.DAY)
    place = make_teams(app)
    plan = bring(app, place, mediations)
    found = as_told(app, place)
    wanted = {(row["sheet"], row["row"]): truth_of(row) for row in mediation_books.expected()["rows"]}
    named = {(step.row.sheet, step.row.row) for step in plan.steps if step.fate is Fate.BARRED and step.problems}
    assert found.keys() | named == wanted.keys()
    assert not found.keys() & named
    stops = {at for at, row in wanted.items() if any(
        one["level"] == "stop" and one["field"] != "outcome" for one in row["problems"])}
    assert named == stops
    return [(wanted[at], got) for at, got in sorted(found.items())]


def test_what_is_stored_reaches_its_floor(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    right = {name: sum(wanted[name] == got[name] for wanted, got in pairs) for name in FIELDS}
    cells = len(FIELDS) * len(pairs)
    print("\n" + "\n".join(f"{name:16} {count:3} of {len(pairs)}" for name, count in right.items()))
    print(f"{'all':16} {sum(right.values())} of {cells} ({sum(right.values()) / cells:.1%})")
    assert {name: [(w["sheet"], w["row"], w[name], g[name]) for w, g in pairs if w[name] != g[name]]
            for name, count in right.items() if count < 0.97 * len(pairs)} == {}
    for wanted, got in pairs:
        for name in GRAVE:
            assert wanted[name] == got[name] or got["codes"], (wanted["row"], name)
        assert {one["code"] for one in wanted["problems"]} <= got["codes"], wanted["row"]
