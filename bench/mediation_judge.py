"""Lays what the office's own sheets say of a year of mediation beside the count by hand: pay, logbooks, tables."""
from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from bench.mediation_count import Line, Share, logbook, table
from bench.mediation_living import Year
from bench.mediation_story import mediator_name, team_name
from caseapp.text import show_date
from tests.staff.making import sign_in

COLUMNS = ("received", "civil", "family", "other", "settled", "settled-civil", "settled-family", "settled-other",
           "unsettled", "not-yet", "under-way")
"""The numbered columns of the table of results, in their order."""


def browser(app: Flask, account: Any) -> FlaskClient:
    """Somebody of the commune at the screen."""
    client = app.test_client()
    sign_in(client, account)
    return client


def sheets(client: FlaskClient, url: str) -> dict[str, list[list[Any]]]:
    """Every sheet of a workbook that a page gives out, as rows of values."""
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def pay_faults(client: FlaskClient, url: str, shares: Sequence[Share], months: Sequence[tuple[int, date, int]],
               numbers: dict[str, tuple[int, int]]) -> list[str]:
    """Where a list of payments and the count differ. ``numbers``: team and place of a dispute, by team and number."""
    rows = sheets(client, url)["Từng vụ việc"]
    said: Counter[tuple[Any, ...]] = Counter()
    for row in rows:
        if not isinstance(row[0], float):
            continue
        team, person, what, amount = row[1], row[2], row[3], int(row[7])
        if what.startswith("Tháng"):
            said["month", team, what, amount] += 1
        else:
            said["case", team, person, numbers[f"{team} {what}"][1], amount] += 1
    want: Counter[tuple[Any, ...]] = Counter(
        ("case", team_name(one.team), mediator_name(one.team, one.mediator), one.place, one.amount) for one in shares)
    want.update(("month", team_name(team), f"Tháng {month:%m/%Y}", amount) for team, month, amount in months)
    return _differences("pay", said, want)


def book_faults(client: FlaskClient, year: Year, night: date) -> list[str]:
    """Where the logbooks and the count differ."""
    faults = []
    for team, hamlet in enumerate(year.commune.hamlets):
        rows = next(iter(sheets(client, f"/hoa-giai/so.xlsx?to={hamlet.team.public_id}&nam={night.year}").values()))
        lines = [row for row in rows if _is_line(row)]
        want = logbook(year.told, team, night)
        if len(lines) != len(want):
            faults.append(f"logbook of team {team}: {len(lines)} lines, {len(want)} wanted")
        for place, (row, line) in enumerate(zip(lines, want, strict=False)):
            faults += [f"logbook of team {team}, line {place + 1}: {words}" for words in _line_faults(row, line, team)]
    return faults


def _is_line(row: Sequence[Any]) -> bool:
    words = str(row[0]).strip()
    return len(words) == 4 and words.isdigit()


def _line_faults(row: Sequence[Any], line: Line, team: int) -> Iterable[str]:
    said = [str(cell).strip() for cell in row]
    if said[1] != show_date(line.received_on):
        yield f"day {said[1]}, {show_date(line.received_on)} wanted"
    if line.void:
        if "hủy" not in " ".join(said):
            yield "the number was cancelled"
        return
    people = [mediator_name(team, place) for place in line.mediators]
    if [name for name in said[2].replace("; ", "\n").split("\n") if name.strip() in people] != people:
        yield f"mediators {said[2]!r}, {people} wanted"
    if line.invited and line.invited not in said[2]:
        yield f"{line.invited} was invited"
    yield from (f"{name}, {age} is not among {said[3]!r}" for name, age in line.sides
                if f"{name}, {age} tuổi" not in said[3])
    if said[4] != line.content:
        yield f"content {said[4]!r}"
    if said[5] != line.agreement:
        yield f"agreement {said[5]!r}, {line.agreement!r} wanted"
    if (bool(said[6]), bool(said[7])) != (line.settled, line.unsettled):
        yield f"marks {said[6:8]}, {(line.settled, line.unsettled)} wanted"


def table_faults(client: FlaskClient, year: Year, last: date, night: date) -> list[str]:
    """Where the table of results and the count differ, team by team and in sum, from the year's first day on."""
    first = date(last.year, 1, 1)
    found = sheets(client, f"/hoa-giai/so-lieu.xlsx?ky=khac&tu={first.isoformat()}&den={last.isoformat()}")
    rows = next(one for name, one in found.items() if name.startswith("Biểu 12"))
    said = {str(row[0]): row for row in rows}
    faults, whole = [], Counter[str]()
    for team in range(len(year.commune.hamlets)):
        want = table(year.told, team, last, night)
        whole += want
        row = next((row for name, row in said.items() if team_name(team) in name.split("\n")
                    or name.startswith(f"{team_name(team)} ") or name == team_name(team)), None)
        faults += _row_faults(f"table to {last}, team {team}", row, want)
    return faults + _row_faults(f"table to {last}, sum", said.get("Cộng"), whole)


def _row_faults(where: str, row: Sequence[Any] | None, want: Counter[str]) -> list[str]:
    if row is None:
        return [f"{where}: no such line"]
    numbers = [int(cell) for cell in row[1:1 + len(COLUMNS)]]
    return [f"{where}, {name}: {said}, {want[name]} wanted"
            for name, said in zip(COLUMNS, numbers, strict=True) if said != want[name]]


def _differences(where: str, said: Counter[tuple[Any, ...]], want: Counter[tuple[Any, ...]]) -> list[str]:
    return [f"{where}: {one} is too much" for one in (said - want).elements()] + [
        f"{where}: {one} is missing" for one in (want - said).elements()]

