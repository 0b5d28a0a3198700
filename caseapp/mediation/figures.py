"""The two statistics tables of mediation as rows of numbers: which places they are of, what adds up, settled rates."""
from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from caseapp.law.mediation_tables import RESULTS, Table
from caseapp.mediation.dispute import Outcome, Scope
from caseapp.mediation.queries.standing import FAILURES, GOING_ON, NOT_YET

UNSAID: Final = "unsaid"
"""Stands for a scope that an old book does not say; it has no column in the form."""
SCOPES: Final = (*map(str, Scope), UNSAID)
_STANDINGS: Final[Mapping[str, frozenset[str]]] = {
    "settled": frozenset({Outcome.SETTLED}), "failed": frozenset(FAILURES), "not-yet": frozenset({NOT_YET}),
    "under-way": frozenset({GOING_ON}), "referred": frozenset({Outcome.REFERRED}),
    "ended": frozenset({Outcome.SETTLED, *FAILURES}), "open": frozenset({NOT_YET, GOING_ON}),
}


@dataclass(slots=True)
class Tally:
    """How many disputes of which scope stood how. What was referred may not be mediated and is in no column."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def of(self, code: str) -> int:
        """A column of Table 12 by its code: a scope, a standing, both as in “settled-civil”, or all of them."""
        if code == "received":
            return sum(number for (_scope, stood), number in self.counts.items() if stood != Outcome.REFERRED)
        stood, _dash, scope = (code, "", "") if code in _STANDINGS else code.rpartition("-")
        if not stood and scope in SCOPES:
            return sum(number for (one, how), number in self.counts.items()
                       if one == scope and how != Outcome.REFERRED)
        wanted = _STANDINGS[stood]
        return sum(number for (one, how), number in self.counts.items() if how in wanted and scope in ("", one))

    @property
    def rate(self) -> float | None:
        """Settled of all that were ended; None where nothing was."""
        ended = self.of("ended")
        return self.of("settled") / ended if ended else None

    def add(self, other: Tally) -> None:
        """Count another's disputes too."""
        self.counts.update(other.counts)


@dataclass(frozen=True, slots=True)
class Sum:
    """Something that must add up: the columns by their numbers, and both sides of it in the row of totals."""

    words: str
    left: int
    parts: tuple[int, ...]
    holds: bool


@dataclass(slots=True)
class Line:
    """A row of a table: its name, what tells it from others of that name, its numbers, how an address names it."""

    name: str
    second: str
    numbers: Mapping[str, int]
    narrow: dict[str, str]
    opens: str = ""            # the commune whose rows it stands for
    team: str = ""             # the team it is of
    tally: Tally = field(default_factory=Tally)


@dataclass(slots=True)
class Ground:
    """What a table is of: hamlets with their teams, all within reach or those of one commune.

    ``by_commune``: rows are communes, since there are several of them. ``key``: the commune it is narrowed to.
    """

    rows: Sequence[Any]
    communes: Mapping[str, str]
    key: str
    by_commune: bool

    @property
    def name(self) -> str:
        """The commune it is of; empty where it is of several."""
        return next(iter(self.rows)).commune_name if self.rows and not self.by_commune else ""

    @property
    def units(self) -> list[int]:
        return sorted({row.unit_id for row in self.rows})


def ground_of(rows: Sequence[Any], commune: str) -> Ground | None:
    """All hamlets within reach, or those of one commune; None for a commune that is not among them."""
    communes = {row.commune_key: row.commune_name for row in rows}
    if commune and commune not in communes:
        return None
    shown = [row for row in rows if row.commune_key == commune] if commune else rows
    return Ground(shown, communes, commune, by_commune=not commune and len(communes) > 1)


def tallies(counted: Iterable[Any], then: str) -> dict[int, Tally]:
    """By team, what was counted for this period (“now”) or for the one a year ago (“before”)."""
    found: dict[int, Tally] = defaultdict(Tally)
    for row in counted:
        if row.then == then:
            found[row.team_id].counts[row.scope or UNSAID, row.standing] += row.number
    return found


def result_lines(ground: Ground, by_team: Mapping[int, Tally], since: date, until: date) -> list[Line]:
    """Rows of Table 12: communes, or teams that worked in the period or have a dispute in it."""
    teams = [row for row in ground.rows if row.team_id is not None
             and (_works(row, since, until) or by_team.get(row.team_id))]
    if ground.by_commune:
        return _of_communes(ground.rows, teams, lambda rows: _together(rows, by_team))
    found = []
    for row in teams:
        tally = by_team.get(row.team_id) or Tally()
        found.append(Line(row.team_name, row.unit_name, {}, {"to": row.team_key}, team=row.team_key, tally=tally))
    return found


def _of_communes(rows: Sequence[Any], teams: Sequence[Any], tally_of: Callable[[Sequence[Any]], Tally]) -> list[Line]:
    by_commune: dict[str, list[Any]] = {row.commune_key: [] for row in rows}
    for row in teams:
        by_commune[row.commune_key].append(row)
    names = {row.commune_key: row.commune_name for row in rows}
    return [Line(names[key], "", {"teams": len(found)}, {"don-vi": key}, opens=key, tally=tally_of(found))
            for key, found in by_commune.items()]


def _together(rows: Iterable[Any], by_team: Mapping[int, Tally]) -> Tally:
    whole = Tally()
    for row in rows:
        if row.team_id in by_team:
            whole.add(by_team[row.team_id])
    return whole


def whole_of(lines: Iterable[Line]) -> Tally:
    """All rows together."""
    whole = Tally()
    for line in lines:
        whole.add(line.tally)
    return whole


def _works(row: Any, since: date, until: date) -> bool:
    """Whether a team existed on some day of a period."""
    return row.from_on <= until and (row.until_on is None or row.until_on > since)


# ── Table 11 ──

_PEOPLE: Final = ("mediators", "men", "women", "majority", "minority", "law", "other", "none", "trained")


def organisation_lines(ground: Ground, people: Iterable[Any], on: date) -> list[Line]:
    """Rows of Table 11 as of a day: communes, or hamlets; a hamlet without a team has a row that says so."""
    by_team = {row.team_id: row for row in people}
    hamlets: dict[int, Line] = {}
    communes: dict[str, Line] = {}
    for row in ground.rows:
        held = _valid(row, on)
        line = hamlets.get(row.unit_id)
        if line is None:
            line = hamlets[row.unit_id] = Line(
                row.unit_name, "", Counter(hamlets=int(held)), {"don-vi": row.unit_key})
            communes.setdefault(row.commune_key, Line(
                row.commune_name, "", Counter(), {"don-vi": row.commune_key}, opens=row.commune_key))
            communes[row.commune_key].numbers["hamlets"] += int(held)      # type: ignore[index]
        if row.team_id is not None and _works(row, on, on):
            counted = {"teams": 1, **{code: getattr(by_team[row.team_id], code, 0) for code in _PEOPLE}} \
                if row.team_id in by_team else {"teams": 1}
            for one in (line, communes[row.commune_key]):
                one.numbers.update(counted)      # type: ignore[attr-defined]
            line.second, line.team = row.team_name, row.team_key
    found = communes.values() if ground.by_commune else hamlets.values()
    return [line for line in found if any(line.numbers.values())]


def _valid(row: Any, on: date) -> bool:
    return bool(row.valid_from <= on and (row.valid_to is None or row.valid_to > on))


# ── what adds up ──

def numbers_of(line: Line, table: Table) -> dict[str, int]:
    """The columns of a table in a row, by their codes; of Table 12 with what has no column too."""
    codes = [column.code for column in table.columns]
    if table is RESULTS:
        return {code: line.tally.of(code) for code in (*codes, UNSAID, f"settled-{UNSAID}")}
    return {code: line.numbers.get(code, 0) for code in codes}


def total_of(rows: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Rows of numbers added column by column."""
    whole: Counter[str] = Counter()
    for row in rows:
        whole.update(row)
    return dict(whole)


def sums_of(table: Table, rows: Sequence[Mapping[str, int]], total: Mapping[str, int]) -> list[Sum]:
    """Whether what must add up does, in every row and in the row of totals."""
    place = {column.code: f"({column.number})" for column in table.columns}
    found = []
    for left, parts in table.sums:
        # A scope that nobody wrote down has no column of its own, and still adds up.
        more = {"civil": (UNSAID,), "settled-civil": (f"settled-{UNSAID}",)}.get(parts[0], ())
        codes = (*parts, *(code for code in more if total.get(code, 0)))
        holds = all(row.get(left, 0) == sum(row.get(code, 0) for code in (*parts, *more)) for row in (*rows, total))
        words = f"{place[left]} = {' + '.join(place.get(code, '(–)') for code in codes)}"
        found.append(Sum(words, total.get(left, 0), tuple(total.get(code, 0) for code in codes), holds))
    return found
