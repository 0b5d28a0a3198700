"""The figures of mediation as a workbook: both tables, of a province team by team too, and what recurs in a hamlet."""
from __future__ import annotations

from typing import Any

from caseapp.law.mediation_book import Column
from caseapp.law.mediation_tables import FEWEST, ORGANISATION, RESULTS
from caseapp.mediation.figures import Ground, Line, organisation_lines, result_lines, tallies
from caseapp.mediation.figures_shown import (
    KIND_WORDS,
    Asked,
    Shown,
    counted_in,
    head_of,
    name_of_place,
    recurring_shown,
    table_shown,
)
from caseapp.mediation.periods import Period
from caseapp.mediation.queries import figures as queries
from caseapp.mediation.recurring import Hidden, Recurring
from caseapp.mediation.sheets import Cell, Leaf
from caseapp.staff.viewer import viewer
from caseapp.text import mark, show_date


def leaves_of(asked: Asked) -> list[Leaf]:
    """Every sheet of the workbook."""
    period, ground = asked.period, asked.ground
    counted = counted_in(asked)
    people = queries.organisation(viewer(), period.since, period.last)
    by_team = tallies(counted, "now")
    found = []
    # Of a province first by commune, then team by team.
    for one in (ground, Ground(ground.rows, ground.communes, ground.key, by_commune=False)) \
            if ground.by_commune else (ground,):
        found += [
            _leaf(table_shown(RESULTS, result_lines(one, by_team, period.since, period.last), one), asked, one),
            _leaf(table_shown(ORGANISATION, organisation_lines(one, people, period.last), one), asked, one)]
    return [*found, _matter_leaf(asked)]


def _leaf(shown: Shown, asked: Asked, ground: Ground) -> Leaf:
    head, columns = head_of(asked.ground), shown.columns
    first = Column(0, "place", mark("Xã, phường") if ground.by_commune else mark("Tổ hòa giải, thôn"))
    rows: list[tuple[Cell, ...]] = [
        (_named(line), *(numbers[column.code] for column in columns)) for line, numbers in shown.rows]
    rows.append((mark("Cộng"), *(shown.total.get(column.code, 0) for column in columns)))
    tab = f"Biểu {shown.table.number}" + ("" if ground.by_commune == asked.ground.by_commune else " theo tổ")
    return Leaf(
        tab, head.parent, head.unit, shown.table.title, (name_of_place(asked.ground), _days(asked.period)),
        (first, *columns), rows, (34, *[13] * len(columns)),
        notes=[*(proof(one) for one in shown.sums), shown.table.source(asked.period.last).note])


def _matter_leaf(asked: Asked) -> Leaf:
    more = recurring_shown(asked)
    codes = more["codes"]
    columns = (Column(0, "place", mark("Thôn, tổ dân phố")),
               *(Column(0, code or "unsaid", str(KIND_WORDS[code])) for code in codes))
    rows = [(row.unit_name, *(_hidden(one, code) for code in codes)) for row, one in more["all_rows"]]
    head = head_of(asked.ground)
    return Leaf(
        "Việc hay gặp", head.parent, head.unit, "Loại việc hay gặp ở từng thôn, tổ dân phố",
        (name_of_place(asked.ground), _days(more["year"])),
        columns if codes else (*columns, Column(0, "none", f"Chưa có loại việc nào từ {FEWEST} vụ trở lên")), rows,
        (34, *[13] * max(len(codes), 1)),
        notes=[f"Loại việc dưới {FEWEST} vụ không nêu số; “không nêu”: số giữ lại để không trừ ra được số nhỏ hơn."])


def _hidden(one: Recurring, code: str) -> str | int:
    number = one.shown[code]
    if isinstance(number, int):
        return number
    return "không nêu" if number is Hidden.HELD else f"dưới {FEWEST}"


def _named(line: Line) -> str:
    return f"{line.name} ({line.second})" if line.second else line.name


def proof(one: Any) -> str:
    """A sum in words: what adds up to what, with the numbers of the row of totals."""
    return f"{one.words}: {one.left} = {' + '.join(map(str, one.parts))}" + ("" if one.holds else " — SAI")


def _days(period: Period) -> str:
    return f"Từ ngày {show_date(period.since)} đến ngày {show_date(period.last)}"
