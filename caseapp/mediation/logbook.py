"""The logbook of mediation, row by row: what stands in its ten columns, and the leader's part that adds them up."""
from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from caseapp.cases.kinds.mediation import VOID
from caseapp.law.citing import cited
from caseapp.law.mediation_duties import BARRED
from caseapp.mediation.dispute import Outcome
from caseapp.mediation.figures import UNSAID, Tally
from caseapp.mediation.queries import logbook as queries
from caseapp.mediation.queries.logbook import Chosen
from caseapp.staff.viewer import Viewer
from caseapp.text import Say, mark, show_date
from caseapp.web.filters import lower_first

LONGEST: Final = 400
TICK: Final = "x"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the book: the stored row and its ten texts."""

    row: Any
    texts: tuple[str, ...]

    @property
    def void(self) -> bool:
        return bool(self.row.state == VOID.code)


@dataclass(frozen=True, slots=True)
class LeaderLine:
    """A line of the leader's part: a mediator (empty: nobody leads it yet) and the disputes he leads."""

    name: str
    tally: Tally


def entries(rows: Sequence[Any], say: Say = mark) -> list[Entry]:
    """Rows with their texts, in one more statement."""
    found = queries.beside([row.id for row in rows])
    return [Entry(row, compose(row, found.get(row.id, ()), say)) for row in rows]


def book_entries(viewer: Viewer, chosen: Chosen, say: Say = mark) -> Iterator[Entry]:
    """The chosen part in the order of the books, batch by batch."""
    for rows in queries.whole_book(viewer, chosen):
        yield from entries(rows, say)


def leader_lines(viewer: Viewer, chosen: Chosen) -> list[LeaderLine]:
    """The second part: by mediator, those without one last; together they are what the first part counts."""
    names: dict[int | None, str] = {}
    counted: dict[int | None, Tally] = defaultdict(Tally)
    for row in queries.by_mediator(viewer, chosen):
        names[row.mediator_id] = row.name or ""
        counted[row.mediator_id].counts[row.scope or UNSAID, row.standing] += row.number
    return [LeaderLine(names[one], counted[one])
            for one in sorted(counted, key=lambda one: (one is None, names[one], one or 0))]


def compose(row: Any, people: Iterable[Any], say: Say = mark) -> tuple[str, ...]:
    """The ten texts of one dispute in the order of the form; a line feed inside a text parts its lines."""
    by_kind: dict[str, list[Any]] = defaultdict(list)
    for one in people:
        by_kind[one.what].append(one)
    if row.state == VOID.code:
        return _void(row, by_kind["void"], say)
    return (
        f"{row.no:04d}", show_date(row.received_on), _mediators(by_kind, say), _parties(row, by_kind["party"], say),
        _short(row.content), _short(row.agreement), TICK if row.outcome == Outcome.SETTLED else "",
        TICK if row.outcome in (Outcome.FAILED, Outcome.STOPPED) else "", "", _note(row, by_kind, say))


def _void(row: Any, acts: Sequence[Any], say: Say) -> tuple[str, ...]:
    why = str(json.loads(acts[-1].more or "{}").get("reason", "")) if acts else ""
    when = say(mark("Hủy {when}")).format(when=show_date(row.closed_on)) if row.closed_on else ""
    return (f"{row.no:04d}", show_date(row.received_on), say(mark("Số đã hủy")), "", why, "", "", "", "",
            _joined([one for one in (when, say(mark("Số giữ nguyên"))) if one]))


def _mediators(people: Mapping[str, Sequence[Any]], say: Say) -> str:
    lines = [one.name for one in people["mediator"] if one.role == "here"]
    for one in people["invited"]:
        name = f"{one.name} ({one.more})" if one.more else one.name
        lines.append(say(mark("Người được mời: {name}")).format(name=name))
    return "\n".join(lines)


def _parties(row: Any, people: Sequence[Any], say: Say) -> str:
    lines = []
    for one in people:
        age = say(mark("{age} tuổi")).format(age=row.received_on.year - one.born) if one.born else ""
        said = ", ".join(filter(None, (one.name, age, one.more)))
        lines.append(say(mark("Liên quan: {name}")).format(name=said) if one.role == "related" else said)
    return "\n".join(lines)


def _note(row: Any, people: Mapping[str, Sequence[Any]], say: Say) -> str:
    """What the other columns have no place for."""
    parts = []
    if row.outcome == Outcome.STOPPED:
        parts.append(say(mark("Một bên yêu cầu chấm dứt")))
    if row.outcome == Outcome.REFERRED:
        ground = BARRED.get(row.barred)
        place = f" ({cited(ground.citation, say)})" if ground else ""
        parts.append(say(mark("Không thuộc phạm vi hòa giải")) + place)
    if row.outcome and row.ended_on:
        parts.append(say(mark("Kết thúc {day}")).format(day=show_date(row.ended_on)))
    if row.record_on:
        parts.append(say(mark("Văn bản hòa giải thành {day}")).format(day=show_date(row.record_on)))
    parts += [say(mark("Phối hợp: {team}")).format(team=one.name) for one in people["joint"]]
    parts += [say(mark("Thay {name}")).format(name=one.name) for one in people["mediator"] if one.role == "gone"]
    if row.to_confirm not in ("", "[]", "{}"):
        parts.append(say(mark("Nhập từ sổ cũ, cần kiểm tra")))
    return _joined(parts)


def _joined(parts: Sequence[str]) -> str:
    """Several remarks as one: only the first begins with a capital."""
    return "; ".join(part if place == 0 else lower_first(part) for place, part in enumerate(parts))


def _short(text: str) -> str:
    """A text on one line, cut at a word."""
    line = " ".join(text[:4 * LONGEST].split())
    if len(line) <= LONGEST:
        return line
    return line[:LONGEST].rpartition(" ")[0].rstrip(" ,;.–-") + "…"


def on_one_line(text: str) -> str:
    """A text without line feeds, for paper and spreadsheet."""
    return text.replace("\n", "; ")


def days_of(year: int) -> tuple[date, date]:
    """The first and last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)
