"""Knows how a row of an old mediation logbook becomes a dispute, what bars it from that, what a person must confirm."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from caseapp.cases.kinds.mediation import FAILED, KEPT, UNDER_WAY
from caseapp.exchange.book_mediation_rows import MediationRow, Party, Result
from caseapp.exchange.book_problems import Problem, problem
from caseapp.exchange.book_rows import Role
from caseapp.exchange.row_parts import Translated, barring, cut, kept_problems, with_ours
from caseapp.law.days import Calendar
from caseapp.mediation.commands.booking import BookDispute
from caseapp.mediation.commands.given import GivenParty
from caseapp.mediation.dispute import Outcome
from caseapp.people.commands import Given
from caseapp.people.models import IdKind
from caseapp.workflow.kind import State

SIDES: Final[Mapping[Role, str]] = {
    Role.PARTY_A: "party-a", Role.PARTY_B: "party-b", Role.RELATED: "related",
}
# What may not be mediated and was failed stays a failure: whether to refer it a person decides.
ENDS: Final[Mapping[Result | None, tuple[State, Outcome | None]]] = {
    Result.SUCCESS: (KEPT, Outcome.SETTLED), Result.FAILURE: (FAILED, Outcome.FAILED),
    Result.ONGOING: (UNDER_WAY, None), None: (UNDER_WAY, None),
}
_PERSON: Final = "person"      # what a problem with people is filed under where a book does not tell who they are
_UNREADABLE: Final = "ROW_UNREADABLE"


def translate_mediation(row: MediationRow, _calendar: Calendar, pointer: str) -> Translated:
    """The dispute of one row, its team and mediators not looked up yet.

    Without day, content, team or one of the two sides it is barred. A row that denounces somebody is barred too: a
    mediation logbook is no place for it, and nothing of it comes into the office.
    """
    if row.confidential:
        return Translated(None, _sealed(row))
    bars = [*(replace(one, field="persons") if one.field == _PERSON else one for one in barring(row)), *_one_side(row),
            *(one for one in row.problems if one.code == "TEAM_MISSING")]
    if bars or row.date is None or row.content is None:
        return Translated(None, with_ours(row.problems, bars))
    found: list[Problem] = []
    state, outcome = ENDS[row.outcome]
    given = BookDispute(
        content=cut("content", "content", row.content, found), received_on=row.date, state=state, outcome=outcome,
        scope=row.scope, parties=tuple(_party(one, found) for one in row.persons if isinstance(one, Party)),
        people_count=row.people_count or len(row.persons),
        agreement=cut("agreement", "agreement", row.agreement, found), note=cut("words", "note", row.note, found),
        invited=tuple(cut("invited", "mediators", name, found) for name in row.invited), row=row.row, book_row=pointer)
    return told(row, given, with_ours(row.problems, found))


def told(row: MediationRow, given: BookDispute, problems: tuple[Problem, ...]) -> Translated:
    """What a row becomes, with everything that a person must look at written beside it."""
    return Translated(replace(given, to_confirm=kept_problems(row, problems)), problems)


def _sealed(row: MediationRow) -> tuple[Problem, ...]:
    """Of a row that does not come in nothing need be compared, only what to do with it."""
    unreadable = tuple(one for one in row.problems if one.code == _UNREADABLE)
    return unreadable or (problem("DENUNCIATION_BARRED"),)


def _one_side(row: MediationRow) -> list[Problem]:
    """A dispute has two sides; whoever is missing is written into the book."""
    if not row.persons or {Role.PARTY_A, Role.PARTY_B} <= {one.role for one in row.persons}:
        return []
    return [replace(problem("PARTY_MISSING"), field="persons")]


def _party(one: Party, found: list[Problem]) -> GivenParty:
    """Somebody of the row; the address stays as it stands, since the logbook shows it so."""
    return GivenParty(SIDES[one.role], Given(
        name=cut("name", "persons", one.name, found),
        id_kind=IdKind(one.id_kind) if one.id_number and one.id_kind else IdKind.NONE, id_number=one.id_number or "",
        phone=cut("phone", "persons", one.phone or "", found),
        address=cut("address", "persons", one.address or "", found)), one.age)
