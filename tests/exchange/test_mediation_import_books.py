"""What the commune counts and reads after the data set's logbook came in, against the truth counted by hand."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from caseapp.text import show_date
from tests.exchange import importing, mediation_books
from tests.exchange.mediation_office import PREFIX, TeamPlace, account_of, bring, make_teams, stored
from tests.exchange.test_mediation_import import NAMED
from tests.mediation.book_office import sheets
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from caseapp.exchange.mediation_book import MediationBook
    from tests.office.clock import Clock

TRUTH = [row for row in mediation_books.expected()["rows"] if (row["sheet"], row["row"]) not in NAMED]
NOTED = "Nhập từ sổ cũ, cần kiểm tra"


@pytest.fixture(autouse=True)
def _day(clock: Clock) -> None:
    clock.set(importing.DAY)


def enter(app: Flask, account_id: int) -> FlaskClient:
    client = app.test_client()
    sign_in(client, account_of(app, account_id))
    return client


def counted(rows: list[dict[str, Any]]) -> dict[str, int]:
    """The columns of Table 12 by hand: what has no result goes on, and what a book says both of does too."""
    found: Counter[str] = Counter(received=len(rows))
    for row in rows:
        found[row["scope"]] += 1
        found[{"success": "settled", "failure": "failed"}.get(row["outcome"], "under-way")] += 1
        if row["outcome"] == "success":
            found[f"settled-{row['scope']}"] += 1
    return found


def of_hamlet(name: str) -> list[dict[str, Any]]:
    return [row for row in TRUTH if row["team"] == PREFIX + name]


COLUMNS = (
    "received", "civil", "family", "other", "settled", "settled-civil", "settled-family", "settled-other", "failed",
    "not-yet", "under-way",
)


def test_figures_and_logbook_say_what_the_book_says(any_app: Flask, mediations: MediationBook) -> None:
    place = make_teams(any_app)
    bring(any_app, place, mediations)
    client = enter(any_app, place.chair_id)
    see_table_12(client, place)
    see_logbook(client)


def see_table_12(client: FlaskClient, place: TeamPlace) -> None:
    table = sheets(client, "/hoa-giai/so-lieu.xlsx?ky=nam&nam=2026")["Biểu 12"]
    told = {str(row[0]): [int(number) for number in row[1:12]] for row in table if len(row) > 11 and row[0] and (
        str(row[0]).startswith("Tổ hòa giải ") or row[0] == "Cộng")}
    told.pop("Tổ hòa giải, thôn", None)
    wanted = {f"{PREFIX}{name[0].lower()}{name[1:]} ({name})": counted(of_hamlet(name)) for name in place.hamlets}
    wanted["Cộng"] = counted(TRUTH)
    assert told == {name: [numbers[code] for code in COLUMNS] for name, numbers in wanted.items()}
    assert told["Cộng"] == [54, 34, 8, 12, 38, 24, 3, 11, 10, 0, 6]
    assert not any("SAI" in str(cell) for row in table for cell in row)


def see_logbook(client: FlaskClient) -> None:
    """Column by column, in the order of the book; what is to be confirmed is marked in the last one."""
    page = client.get("/hoa-giai/so?nam=2026").text
    teams = re.findall(r'[?&;]to=([\w-]{22})[^"]*"[^>]*>\s*([^<]+?)\s*<', page)
    assert len({key for key, _name in teams}) == 4
    for key, name in teams:
        wanted = of_hamlet(unescape(name).removeprefix(PREFIX)[:1].upper() + unescape(name).removeprefix(PREFIX)[1:])
        book = sheets(client, f"/hoa-giai/so.xlsx?nam=2026&to={key}")["Phần I"]
        start = next(at for at, row in enumerate(book) if row[:2] == ["(1)", "(2)"])
        for number, (row, cells) in enumerate(zip(wanted, book[start + 1 :], strict=False), 1):
            assert cells[:8] == line_of(number, row), (row["sheet"], row["row"])
            assert cells[8] == ""
            assert (NOTED in cells[9]) == bool(row["problems"]), (row["sheet"], row["row"])
        after = book[start + 1 + len(wanted)]
        assert not str(after[0]).isdigit()


def line_of(number: int, row: dict[str, Any]) -> list[str]:
    """The first eight columns of a row of the truth."""
    people = [*row["mediators"], *(f"Người được mời: {name}" for name in row["invited"])]
    parties = []
    for one in row["persons"]:
        said = ", ".join(filter(None, (one["name"], one["age"] and f"{one['age']} tuổi", one["address"])))
        parties.append(f"Liên quan: {said}" if one["role"] == "related" else said)
    return [
        f"{number:04d}", show_date(date.fromisoformat(row["date"])), "; ".join(people), "; ".join(parties),
        row["content"], row["agreement"] or "", "x" if row["outcome"] == "success" else "",
        "x" if row["outcome"] == "failure" else "",
    ]


def test_the_page_of_a_dispute_opens_for_whoever_may_see_it(app: Flask, mediations: MediationBook) -> None:
    place = make_teams(app)
    bring(app, place, mediations)
    chair, clerk = enter(app, place.chair_id), enter(app, place.account_id)
    mediator = enter(app, place.accounts["Y Mlang Mlô"])
    found = {(one["state"], bool(one["codes"])): one for one in stored(app)}
    assert {state for state, _codes in found} == {"kept", "failed", "under-way"}
    for one in found.values():
        page = chair.get(f"/hoa-giai/vu/{one['public_id']}")
        assert page.status_code == 200
        assert unescape(page.text).count(one["content"]) >= 1
        assert all(told["message"] in unescape(page.text) for told in one["problems"])
        assert one["book_row"] in unescape(page.text)
        assert clerk.get(f"/hoa-giai/vu/{one['public_id']}").status_code == 404  # it reads the book alone
        own = "Y Mlang Mlô" in {name for name, _lead, _chosen in one["mediators"]}
        assert mediator.get(f"/hoa-giai/vu/{one['public_id']}").status_code == (200 if own else 404)
