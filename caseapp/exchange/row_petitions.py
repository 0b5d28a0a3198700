"""Knows how a row of an old petition book becomes a petition, what bars it from that, what a person must confirm."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from caseapp.cases.kinds.petition import FILED, GUIDED, IN_CASE, RECEIVED, RETURNED, SPLIT, TRANSFERRED
from caseapp.exchange.book_handling import FORWARDED
from caseapp.exchange.book_kinds import Kind
from caseapp.exchange.book_petition_rows import Competence, PetitionOutcome, PetitionRow, Source
from caseapp.exchange.book_problems import Level, Problem, problem
from caseapp.exchange.row_parts import (
    Translated,
    barring,
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
from caseapp.law.petitions import CLASSIFY
from caseapp.law.registry import RULES
from caseapp.people.commands import Given
from caseapp.petitions.models import Channel, Content
from caseapp.text import mark
from caseapp.workflow.kind import State

CHANNELS: Final[Mapping[Source, Channel]] = {
    Source.POST: Channel.POST, Source.DIRECT: Channel.COUNTER, Source.BOX: Channel.BOX, Source.ONLINE: Channel.PORTAL,
    Source.DEPUTY: Channel.DEPUTY, Source.PRESS: Channel.PRESS, Source.AUTHORITY: Channel.AUTHORITY,
}
CONTENTS: Final[Mapping[Kind, Content]] = {
    Kind.COMPLAINT: Content.COMPLAINT, Kind.FEEDBACK: Content.FEEDBACK, Kind.MIXED: Content.MIXED,
    Kind.DENUNCIATION: Content.DENUNCIATION,
}


@dataclass(frozen=True, slots=True)
class Handled:
    """Where a petition stands by what the book says was done, and the act that led there."""

    state: State
    act: str


HANDLED: Final[Mapping[PetitionOutcome, Handled]] = {
    PetitionOutcome.ACCEPTED: Handled(IN_CASE, "open-case"), PetitionOutcome.GUIDED: Handled(GUIDED, "guide"),
    PetitionOutcome.TRANSFERRED: Handled(TRANSFERRED, "transfer"),
    PetitionOutcome.RETURNED: Handled(RETURNED, "return"), PetitionOutcome.FILED: Handled(FILED, "file"),
    PetitionOutcome.SPLIT: Handled(SPLIT, "split"),
}
CASE_NOT_HERE: Final = mark(
    "Sổ ghi đã thụ lý nhưng không ghi đã trả lời; vụ việc không nằm trong sổ này. Hãy xem việc đã xong chưa.")


@dataclass(frozen=True, slots=True)
class BookPetition:
    """A petition as an old book gives it; days are civil days.

    ``state``, ``act``: where it stands and by which act, RECEIVED and empty when the book does not say. ``words``:
    what the book says was done, ``result`` what came of it, ``note`` what else it says.
    """

    content: str
    received_on: date
    state: State
    act: str
    channel: Channel
    content_kind: Content | None
    competent: bool | None
    people_count: int
    sealed: bool
    people: tuple[Given, ...] = ()
    forwarder: str = ""
    words: str = ""
    body: str = ""
    document: str = ""
    document_date: date | None = None
    result: str = ""
    note: str = ""
    book_row: str = ""
    to_confirm: str = ""


def translate_petition(row: PetitionRow, calendar: Calendar, pointer: str) -> Translated:
    """The petition of one row. Without day, content or (when open and not anonymous) a sender it is barred.

    Also when nothing was done yet and the limit that runs since its day cannot be counted.
    """
    bars = barring(row, nameless=row.anonymous)
    if bars or row.date is None or row.content is None:
        return Translated(None, with_ours(row.problems, bars))
    found: list[Problem] = []
    given = _petition(row, row.date, row.content, found)
    if given.state is RECEIVED and not _counted(row.date, calendar):
        return Translated(None, with_ours(row.problems, [uncounted(row.date.year)]))
    problems = with_ours(row.problems, found)
    given = replace(given, book_row=pointer, to_confirm=kept_problems(row, problems))
    return Translated(given, problems, answered=says_answered(row.result or ""))


def _petition(row: PetitionRow, received_on: date, content: str, found: list[Problem]) -> BookPetition:
    handled = HANDLED[row.outcome] if row.outcome else Handled(RECEIVED, "")
    if row.source is None:      # also in a book without the column: no channel is taken for granted
        found += [] if any(one.field == "source" for one in row.problems) else [problem("SOURCE_MISSING")]
    if row.outcome is PetitionOutcome.ACCEPTED and not says_answered(row.result or ""):
        found.append(Problem("CASE_NOT_HERE", "outcome", Level.CHECK, CASE_NOT_HERE))
    return BookPetition(
        content=cut("content", "content", content, found), received_on=received_on, state=handled.state,
        act=handled.act, channel=CHANNELS[row.source] if row.source else Channel.COUNTER,
        content_kind=CONTENTS[row.kind] if row.kind else None,
        competent=row.competence is Competence.OWN if row.competence else None,
        people_count=row.people_count or max(1, len(row.persons)), sealed=row.confidential,
        people=tuple(people_of(row, found)),
        forwarder=cut("forwarder", "source", row.forwarder if row.source in FORWARDED else "", found),
        words=cut("words", "outcome", row.outcome_text, found),
        body=cut("body", "outcome_body", row.outcome_body, found),
        document=cut("document", "outcome_document", row.outcome_document, found), document_date=row.document_date,
        result=cut("words", "result", row.result, found), note=cut("words", "note", row.note, found))


def _counted(on: date, calendar: Calendar) -> bool:
    """Whether the limit of reading a petition can be counted from a day; where no law knew one, none begins."""
    try:
        return not RULES[CLASSIFY.code].in_force(on) or bool(count(CLASSIFY.code, on, calendar))
    except LawError:
        return False
