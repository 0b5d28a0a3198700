"""What the figures of mediation show: tables with what adds up, charts, what recurs, and where every number leads."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from flask import url_for

from caseapp.law.mediation_book import Column
from caseapp.law.mediation_tables import FEWEST, ORGANISATION, RESULTS, Table
from caseapp.mediation import recurring as kinds
from caseapp.mediation.bars import PARTS, Bar, drawn
from caseapp.mediation.dispute import SCOPE_WORDS
from caseapp.mediation.figures import (
    UNSAID,
    Ground,
    Line,
    Tally,
    numbers_of,
    organisation_lines,
    result_lines,
    sums_of,
    tallies,
    total_of,
    whole_of,
)
from caseapp.mediation.heads import Head, head_rows
from caseapp.mediation.matters import MATTERS
from caseapp.mediation.periods import Period, Step, whole
from caseapp.mediation.queries import figures as queries
from caseapp.mediation.recurring import Hidden
from caseapp.staff.viewer import viewer
from caseapp.text import mark
from caseapp.web.filters import number, percent
from caseapp.web.language import gettext as _
from caseapp.web.now import today

SHOWN_BARS: Final = 12
SHOWN_HAMLETS: Final = 50
# Which words of the logbook's address list what a column of Table 12 counts.
_LISTS: Final[Mapping[str, Mapping[str, str]]] = {
    "received": {"ket-qua": "tiep-nhan"}, "settled": {"ket-qua": "thanh"}, "failed": {"ket-qua": "khong-thanh"},
    "not-yet": {"ket-qua": "chua"}, "under-way": {"ket-qua": "dang"}, "referred": {"ket-qua": "ngoai"},
    "ended": {"ket-qua": "da-ket-thuc"}, "open": {"ket-qua": "chua-xong"},
    **{scope: {"ket-qua": "tiep-nhan", "pham-vi": scope} for scope in (*map(str, SCOPE_WORDS), UNSAID)},
    **{f"{stood}-{scope}": {"ket-qua": word, "pham-vi": scope} for scope in (*map(str, SCOPE_WORDS), UNSAID)
       for stood, word in (("settled", "thanh"), ("failed", "khong-thanh"), ("open", "chua-xong"))},
}
KIND_WORDS: Final = {**{code: name for code, (name, _scopes) in MATTERS.items()}, kinds.UNSAID: mark("Chưa ghi loại")}


@dataclass(frozen=True, slots=True)
class Body:
    """Who issues a paper, and the office above it."""

    parent: str
    unit: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A table as it stands on a page: headings, rows with their numbers, the row of totals, what adds up."""

    table: Table
    columns: tuple[Column, ...]
    heads: list[list[Head]]
    rows: list[tuple[Line, dict[str, int]]]
    total: dict[str, int]
    sums: list[Any]


@dataclass(frozen=True, slots=True)
class Links:
    """Where figures lead: lists of the logbook, other periods and places of this page."""

    period: Period
    key: str
    view: str

    def list_of(self, code: str, narrow: Mapping[str, str] | None = None, days: tuple[date, date] | None = None) -> str:
        """The logbook filtered to what a column counts in a row, or in all of them."""
        since, until = days or (self.period.since, self.period.last)
        words = {**({"don-vi": self.key} if self.key else {}), **(narrow or {}), "tu": since.isoformat(),
                 "den": until.isoformat(), **_LISTS[code]}
        return f"{url_for('mediation.logbook')}?{urlencode({name: word for name, word in words.items() if word})}"

    def here(self, endpoint: str = "mediation.figures", *, view: str = "", key: str | None = None,
             period: Period | None = None) -> str:
        """This page with something changed."""
        place = self.key if key is None else key
        words = {"xem": view or self.view, **({"don-vi": place} if place else {}), **(period or self.period).address()}
        return f"{url_for(endpoint)}?{urlencode(words)}"


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for."""

    ground: Ground
    period: Period
    view: str

    @property
    def links(self) -> Links:
        return Links(self.period, self.ground.key, self.view)


def results_shown(asked: Asked) -> dict[str, Any]:
    """Table 12 with the same days a year ago and the rows of its charts."""
    period, ground, links = asked.period, asked.ground, asked.links
    before = period.before()
    counted = counted_in(asked)
    lines = result_lines(ground, tallies(counted, "now"), period.since, period.last)
    whole, then = whole_of(lines), Tally()
    for tally in tallies(counted, "before").values():
        then.add(tally)
    bars = sorted(lines, key=lambda line: (-line.tally.of("received"), line.name))[:SHOWN_BARS]
    return {
        "shown": table_shown(RESULTS, lines, ground), "whole": whole, "then": then, "before": before,
        "by_scope": drawn([Bar(_(words), whole, str(scope), links.list_of(scope))
                           for scope, words in SCOPE_WORDS.items()]),
        "by_year": drawn([Bar(_("Kỳ này"), whole, url=links.list_of("received")),
                          Bar(_("Cùng kỳ năm trước"), then, url=links.list_of("received", days=before))]),
        "by_place": drawn([Bar(line.name, line.tally, url=links.list_of("received", line.narrow),
                               opens=links.here(key=line.opens) if line.opens else "")
                           for line in bars if line.tally.of("received")]) if len(lines) > 1 else "",
        "compared": _compared(whole, then, links, before),
        "bars_left_out": max(len(lines) - SHOWN_BARS, 0),
    }


def _compared(
    now: Tally, then: Tally, links: Links, before: tuple[date, date],
) -> list[tuple[str, list[tuple[str, str]]]]:
    """By scope and for all: received, settled, not settled, open, the settled rate; then the same a year ago."""
    scopes = [(_(words), str(scope)) for scope, words in SCOPE_WORDS.items()]
    if now.of(UNSAID) or then.of(UNSAID):
        scopes.append((_("Chưa ghi phạm vi"), UNSAID))
    found = []
    for words, scope in (*scopes, (_("Cộng"), "")):
        cells = []
        for tally, days in ((now, None), (then, before)):
            codes = [scope or "received", *(f"{part}-{scope}" if scope else part for part in PARTS)]
            cells += [(number(tally.of(code)), links.list_of(code, days=days) if tally.of(code) else "")
                      for code in codes]
            settled, failed = tally.of(codes[1]), tally.of(codes[2])
            cells.append((percent(settled / (settled + failed)) if settled + failed else "–", ""))
        found.append((words, cells))
    return found


def counted_in(asked: Asked) -> Sequence[Any]:
    """The disputes of the period and of the one a year ago, by team, scope and how they stood."""
    period, ground = asked.period, asked.ground
    return queries.results(viewer(), (period.since, period.last), period.before(),
                           ground.units if ground.key else None)


def organisation_shown(asked: Asked) -> Shown:
    """Table 11 as of the last day."""
    people = queries.organisation(viewer(), asked.period.since, asked.period.last)
    return table_shown(ORGANISATION, organisation_lines(asked.ground, people, asked.period.last), asked.ground)


def table_shown(table: Table, lines: Sequence[Line], ground: Ground) -> Shown:
    """A table with its row of totals and whether it adds up."""
    rows = [(line, numbers_of(line, table)) for line in lines]
    total = total_of(numbers for _line, numbers in rows)
    columns = table.columns
    if total.get(UNSAID):      # what an old book did not say stands in a column of its own, outside the form
        columns = (*columns, Column(0, UNSAID, mark("Chưa ghi phạm vi (ngoài biểu)")))
    first = Column(0, "place", mark("Xã, phường") if ground.by_commune else mark("Tổ hòa giải, thôn"))
    return Shown(table, columns, head_rows((first, *columns)), rows, total,
                 sums_of(table, [numbers for _line, numbers in rows], total))


def recurring_shown(asked: Asked) -> dict[str, Any]:
    """What recurs in each hamlet in the year: always a whole year, so that no two lists overlap."""
    year = whole(Step.YEAR, asked.period.year, 1, today())
    found = kinds.recurring(queries.matters(asked.ground.units, year.since, year.last))
    hamlets = {row.unit_id: row for row in asked.ground.rows}
    rows = [(hamlets[one.unit_id], one) for one in found]
    codes = [code for code in kinds.KINDS if any(one.shown[code] is not Hidden.FEW for one in found)]
    return {"rows": rows[:SHOWN_HAMLETS], "all_rows": rows, "left_out": max(len(rows) - SHOWN_HAMLETS, 0), "year": year,
            "codes": codes, "kind_words": KIND_WORDS, "fewest": FEWEST, "held": Hidden.HELD,
            "matter_url": lambda row, code: _matter_list(row, code, year)}


def _matter_list(row: Any, code: str, year: Period) -> str:
    words = {"don-vi": row.unit_key, "tu": year.since.isoformat(), "den": year.last.isoformat(),
             "ket-qua": "tiep-nhan", "loai": code or "unsaid"}
    return f"{url_for('mediation.logbook')}?{urlencode(words)}"


def name_of_place(ground: Ground) -> str:
    """What the figures are of, in words."""
    return ground.rows[0].unit_name if len(ground.units) == 1 else ground.name or viewer().unit_name


def head_of(ground: Ground) -> Body:
    """The head of an official paper: the commune and its province, or the viewer's own office."""
    person, row = viewer(), next(iter(ground.rows), None)
    if row is not None and not ground.by_commune:
        return Body(row.province_name or "", row.commune_name or "")
    return Body(person.parent_unit_name or "", person.unit_name)
