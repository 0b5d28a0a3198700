"""Knows how a row of an old register becomes a visit, what bars it from that, and what a person must confirm."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from caseapp.exchange.book_kinds import Kind
from caseapp.exchange.book_outcomes import Outcome as BookOutcome
from caseapp.exchange.book_problems import Level, Problem
from caseapp.exchange.book_rows import BookRow
from caseapp.exchange.row_parts import (
    Translated,
    barring,
    confirmable,
    cut,
    kept_problems,
    people_of,
    says_answered,
    uncounted,
    with_ours,
)
from caseapp.law.counting import count
from caseapp.law.days import Calendar
from caseapp.law.errors import LawError
from caseapp.law.grounds import GROUNDS
from caseapp.reception.commands.logging import Denouncer, GivenParty, GivenVisit, new_denouncer_code
from caseapp.reception.models import Identity, Matter, Outcome
from caseapp.reception.rules import opening
from caseapp.text import mark

__all__ = ["confirmable", "says_answered", "translate_visit"]

MATTERS: Final[Mapping[Kind | None, Matter]] = {
    Kind.COMPLAINT: Matter.COMPLAINT, Kind.FEEDBACK: Matter.FEEDBACK, Kind.MIXED: Matter.MIXED,
    Kind.DENUNCIATION: Matter.DENUNCIATION, None: Matter.UNCLASSIFIED,
}
OUTCOMES: Final[Mapping[BookOutcome | None, Outcome | None]] = {
    BookOutcome.ACCEPTED: Outcome.TAKEN, BookOutcome.GUIDED: Outcome.GUIDED,
    BookOutcome.TRANSFERRED: Outcome.TRANSFERRED, BookOutcome.EXPLAINED: Outcome.EXPLAINED,
    BookOutcome.REFUSED: Outcome.REFUSED, None: None,
}
COMPETENT: Final = {Outcome.TAKEN: True, Outcome.GUIDED: False, Outcome.TRANSFERRED: False}
GROUND_MISSING: Final = mark("Sổ ghi từ chối tiếp nhưng không rõ căn cứ. Hãy chọn căn cứ có hiệu lực ngày tiếp.")


def translate_visit(row: BookRow, calendar: Calendar, pointer: str) -> Translated:
    """The visit of one row. A row without day, content or (when open) a person, or whose time limit nobody can
    count, gives none: it stays a named problem until the book is corrected."""
    bars = barring(row)
    if bars or row.date is None or row.content is None:
        return Translated(None, with_ours(row.problems, bars))
    found: list[Problem] = []
    visit = (_sealed if row.confidential else _open)(row, row.date, row.content, found)
    if not _counted(visit, calendar):
        return Translated(None, with_ours(row.problems, [uncounted(row.date.year)]))
    problems = with_ours(row.problems, found)
    visit = replace(visit, book_row=pointer, to_confirm=kept_problems(row, problems))
    return Translated(visit, problems, answered=says_answered(row.follow_up or ""))


def _counted(visit: GivenVisit, calendar: Calendar) -> bool:
    """Whether law and calendar know the limits that this visit starts."""
    try:
        for rule in opening(visit.outcome, visit.ground, visit.held_on).starts:
            count(rule, visit.held_on, calendar)
    except LawError:
        return False
    return True


def _open(row: BookRow, held_on: date, content: str, found: list[Problem]) -> GivenVisit:
    shared = _shared(row, held_on, content, found)
    parties = tuple(GivenParty(person, str(one.role))
                    for one, person in zip(row.persons, people_of(row, found), strict=True))
    return GivenVisit(matter=MATTERS[row.kind], parties=parties, repeat=row.is_repeat_of is not None, **shared)


def _sealed(row: BookRow, held_on: date, content: str, found: list[Problem]) -> GivenVisit:
    """Matter, day and code: who came stays in the paper book, the envelope's number is still to be written."""
    denouncer = Denouncer(new_denouncer_code(held_on.year), None, Identity.IN_BOOK)
    return GivenVisit(matter=Matter.DENUNCIATION, denouncer=denouncer, **_shared(row, held_on, content, found))


def _shared(row: BookRow, held_on: date, content: str, found: list[Problem]) -> dict[str, Any]:
    outcome, ground = _outcome(row, found)
    return {
        "content": cut("content", "content", content, found), "held_on": held_on, "outcome": outcome, "ground": ground,
        "people_count": row.people_count or None, "competent": COMPETENT.get(outcome) if outcome else None,
        "resolved_by": cut("resolved_by", "resolved_by", row.resolved_by, found),
        "body": cut("body", "outcome_body", row.outcome_body, found),
        "document": cut("document", "outcome_document", row.outcome_document, found),
        "follow_up": cut("follow_up", "follow_up", row.follow_up, found), "note": cut("note", "note", row.note, found),
    }


def _outcome(row: BookRow, found: list[Problem]) -> tuple[Outcome | None, str | None]:
    """A refusal needs a ground the law knows; without one the handling is left for a person to decide."""
    outcome = OUTCOMES[row.outcome]
    if outcome is not Outcome.REFUSED:
        return outcome, None
    if row.refusal_ground in GROUNDS:
        return outcome, row.refusal_ground
    found.append(Problem("GROUND_MISSING", "outcome", Level.STOP, GROUND_MISSING))
    return None, None
