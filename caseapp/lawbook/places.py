"""Knows what rests on each act and article: rows of the law, wordings of limits, acts of procedures."""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from caseapp.law.acts import Act, Citation
from caseapp.law.limits import Limit
from caseapp.law.registry import RULES
from caseapp.law.rows import ROWS, Row
from caseapp.workflow.kind import Action, Kind


@dataclass(frozen=True, slots=True)
class Resting:
    """Something that cites a place: a row of the law, or an act of a procedure."""

    citation: Citation
    row: Row | None = None
    kind: Kind | None = None
    action: Action | None = None

    @property
    def ids(self) -> str:
        """The ids of the row; of a limit, all it carries out."""
        limit = RULES.get(self.row.rule) if self.row else None
        return ", ".join(limit.ids) if limit else self.row.id if self.row else ""

    @property
    def name(self) -> tuple[str, ...]:
        """What it is, at this place: a limit of several ids stands once below each clause it rests on."""
        where = self.citation.place
        if self.row:
            return where, self.row.rule or self.row.id
        return where, self.kind.code if self.kind else "", self.action.code if self.action else ""


def chain(citation: Citation) -> Iterator[Citation]:
    """A citation, then the one that gave it its present words."""
    yield citation
    if citation.amended:
        yield from chain(citation.amended)


def rules_citing(act: Act) -> list[Limit]:
    """Every limit with a wording that rests on the act, also as amended by it."""
    return [limit for limit in RULES.values() if any(_names(wording.citation, act) or any(
        _names(one, act) for one in wording.also) for wording in limit.wordings)]


def _names(citation: Citation, act: Act) -> bool:
    return any(one.act.code == act.code for one in chain(citation))


def resting_on(act: Act, kinds: Mapping[str, Kind]) -> list[tuple[str, list[Resting]]]:
    """What rests on each article of an act, articles in their order, each thing once below its article."""
    found: dict[str, list[Resting]] = {}
    for citation, resting in (*_of_rows(ROWS), *_of_kinds(kinds.values())):
        if citation.act.code == act.code and all(one.name != resting.name for one in found.get(citation.article, [])):
            found.setdefault(citation.article, []).append(resting)
    return [(article, sorted(found[article], key=_clause)) for article in sorted(found, key=_numbered)]


def _clause(one: Resting) -> tuple[tuple[int, str], str]:
    return _numbered(one.citation.clause), one.citation.point


def _of_rows(rows: Iterable[Row]) -> Iterator[tuple[Citation, Resting]]:
    for row in rows:
        for citation in row.citations:
            yield from ((one, Resting(one, row=row)) for one in chain(citation))


def _of_kinds(kinds: Iterable[Kind]) -> Iterator[tuple[Citation, Resting]]:
    for kind in kinds:
        for action in kind.actions:
            if action.citation:
                yield from ((one, Resting(one, kind=kind, action=action)) for one in chain(action.citation))


def _numbered(article: str) -> tuple[int, str]:
    """Articles and clauses by number, then by the letter that an amendment added: 28, 28a, 28b, 29."""
    number = re.match(r"\d*", article)
    digits = number[0] if number else ""
    return int(digits or 0), article[len(digits):]


def turns() -> list[date]:
    """Every day on which something of the law begins or has ended, the latest first."""
    found = {row.since for row in ROWS} | {_after(row.until) for row in ROWS if row.until}
    found |= {turn for limit in RULES.values() for turn in limit.turns}
    return sorted(found, reverse=True)


def _after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
