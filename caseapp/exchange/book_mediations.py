"""Knows how one row of a mediation logbook becomes a dispute, and how a row that denounces somebody is sealed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from caseapp.exchange.book_dates import says_ditto
from caseapp.exchange.book_entries import Entry
from caseapp.exchange.book_envelopes import seal
from caseapp.exchange.book_kinds import names_denunciation
from caseapp.exchange.book_layouts import Field
from caseapp.exchange.book_mediation_bars import DENOUNCED, barred_because
from caseapp.exchange.book_mediation_results import ResultReading, read_result
from caseapp.exchange.book_mediation_rows import MediationRow, Result
from caseapp.exchange.book_mediation_scopes import scope_named, scope_of
from caseapp.exchange.book_mediation_teams import Keeping
from caseapp.exchange.book_mediators import Mediators, interest_problems, read_mediators
from caseapp.exchange.book_parties import Parties, parties_of, party_secrets
from caseapp.exchange.book_places import PlaceChanges
from caseapp.exchange.book_problems import Problem, problem
from caseapp.exchange.book_repeats import Memory, Someone, Told
from caseapp.exchange.book_rows import Role, RowPointer
from caseapp.text import fold

_TEXTS: Final = ("stt", "content", "agreement", "note")
_FIELDS: Final = {"person": "persons", "address": "persons", "id": "persons", "people_count": "persons"}
_AGAIN: Final = re.compile(
    r"^\W*(?:hoa giai )?lan (?:thu )?(?:2|3|4|hai|ba|bon|ii|iii)\b"
    r"|\b(?:hoa giai|hg) (?:lai|tiep|lan (?:thu )?(?:2|3|hai|ba))\b"
)


@dataclass(slots=True, repr=False)
class Logbook:
    """What is known of a logbook's other rows while one is read."""

    places: PlaceChanges
    known: Memory = field(default_factory=Memory)
    above: dict[tuple[str, str], Mediators] = field(default_factory=dict)  # of a team's last row on a sheet, for “nt”


def read_mediation(entry: Entry, keeping: Keeping, book: Logbook, extra: Sequence[Problem] = ()) -> MediationRow:
    """The dispute of a row; `extra` are problems found before."""
    parties = parties_of(entry, book.places, keeping.commune)
    mediators = _mediators_of(entry, keeping, book)
    row = _plain(entry, keeping, parties, mediators, extra)
    if _denounces(entry):
        barred = problem("NOT_MEDIABLE", reason=DENOUNCED)
        kept = tuple(one for one in row.problems if one.field not in ("mediators", "scope") and one.code != barred.code)
        bare = replace(row, mediators=(), invited=(), note=entry.line(Field.NOTE) or None, problems=(*kept, barred))
        bare = replace(bare, confidential=True, mediable=False)
        row = seal(bare, _TEXTS, party_secrets(entry), bool(entry.extras()))
    else:
        row = _tied(row, book.known)
    return replace(row, problems=tuple(replace(one, field=_FIELDS.get(one.field, one.field)) for one in row.problems))


def _denounces(entry: Entry) -> bool:
    texts = (entry.line(Field.CONTENT), entry.line(Field.AGREEMENT), entry.line(Field.NOTE), *entry.extras())
    return any(map(names_denunciation, texts))


def _mediators_of(entry: Entry, keeping: Keeping, book: Logbook) -> Mediators:
    """Who mediated; “nt” is whoever did in the row above, guests of a column of their own apart."""
    written, place = entry.text(Field.MEDIATORS), (entry.sheet, keeping.team)
    above = book.above.get(place)
    read = read_mediators(written, entry.text(Field.INVITED))
    if above and says_ditto(written):
        read = replace(above, invited=read.invited if Field.INVITED in entry.columns.at else above.invited)
    book.above[place] = read
    return read


def _plain(
    entry: Entry, keeping: Keeping, parties: Parties, mediators: Mediators, extra: Sequence[Problem]
) -> MediationRow:
    content, agreement = entry.line(Field.CONTENT), entry.line(Field.AGREEMENT)
    note = "; ".join(filter(None, [entry.line(Field.NOTE), *entry.extras()]))
    barred = barred_because(content, f"{agreement}\n{note}")
    result = _result_of(entry, note, barred=barred is not None)
    scope, scoping = scope_named(entry.line(Field.KIND))
    found = [*extra, *entry.placed.problems, *parties.problems, *mediators.problems]
    told = (entry.text(Field.MEDIATORS), note, agreement)
    found += interest_problems(mediators.names, [person.name for person in parties.persons], told)
    found += [*scoping, *_content_problems(content, barred), *result.problems]
    if not keeping.team:
        found.append(problem("TEAM_MISSING"))
    return MediationRow(
        sheet=entry.sheet,
        row=entry.row,
        stt=entry.line(Field.STT) or None,
        team=keeping.team or None,
        date=entry.placed.date,
        date_read=entry.placed.read,
        date_suggested=entry.placed.suggested,
        mediators=mediators.names,
        invited=mediators.invited,
        persons=parties.persons,
        people_count=parties.count,
        scope=scope or scope_of(content, agreement),
        mediable=barred is None,
        content=content or None,
        agreement=agreement or None,
        outcome=result.result,
        note=note or None,
        problems=tuple(found),
    )


def _content_problems(content: str, barred: str | None) -> list[Problem]:
    found = [] if content else [problem("CONTENT_MISSING")]
    return [*found, problem("NOT_MEDIABLE", reason=barred)] if barred else found


def _result_of(entry: Entry, note: str, *, barred: bool) -> ResultReading:
    """What must not be mediated has no result to miss."""
    columns = {
        Result.SUCCESS: entry.line(Field.SUCCESS),
        Result.FAILURE: entry.line(Field.FAILURE),
        Result.ONGOING: entry.line(Field.ONGOING),
    }
    read = read_result(columns, entry.line(Field.OUTCOME), entry.line(Field.AGREEMENT), note)
    missing = barred and any(one.code == "RESULT_MISSING" for one in read.problems)
    return ResultReading(None) if missing else read


def _tied(row: MediationRow, known: Memory) -> MediationRow:
    """The row with its pointer to the first mediation of the same dispute; a dispute is known by both its sides."""
    said_again = any(_AGAIN.search(fold(text)) for text in (row.content or "", row.note or ""))
    sides = _sides(row)
    told = Told(row.sheet, row.row, sides, row.content or "", False, by_name=True, said_again=said_again)
    ties = known.place(told)
    if ties.repeat_of is None:
        missed = (problem("DISPUTE_REPEAT_NOT_FOUND"),) if said_again else ()
        return replace(row, problems=(*row.problems, *missed))
    first = RowPointer(*ties.repeat_of)
    at = str(first.row) if first.sheet == row.sheet else f"{first.row} ({first.sheet})"
    unsure = (problem("DISPUTE_REPEAT_UNSURE", row=at),) if ties.unsure else ()
    return replace(row, is_repeat_of=first, problems=(*row.problems, *unsure))


def _sides(row: MediationRow) -> tuple[Someone, ...]:
    """Both sides as one, in an order that does not tell which of them asked; their homes likewise."""
    parties = [person for person in row.persons if person.role in (Role.PARTY_A, Role.PARTY_B)]
    if len({person.role for person in parties}) < 2:
        return ()
    parties = sorted(parties, key=lambda person: fold(person.name))
    names = " & ".join(person.name for person in parties)
    homes = [person.address or "" for person in parties]
    return ((names, fold(names), None, "; ".join(homes) if all(homes) else ""),)


def unreadable_mediation(entry: Entry, keeping: Keeping) -> MediationRow:
    """A row the reader could not make out keeps its place, without any of its text."""
    return MediationRow(
        sheet=entry.sheet,
        row=entry.row,
        team=keeping.team or None,
        date=entry.placed.date,
        date_read=entry.placed.read,
        date_suggested=entry.placed.suggested,
        confidential=True,
        problems=(replace(problem("CONFIDENTIAL"), field="persons"), problem("ROW_UNREADABLE")),
    )
