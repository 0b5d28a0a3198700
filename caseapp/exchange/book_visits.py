"""Knows how one row of a reception register becomes a visit, and how a row that may denounce is sealed."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from caseapp.exchange.book_entries import Entry
from caseapp.exchange.book_envelopes import seal
from caseapp.exchange.book_kinds import Kind, KindReading, read_kind
from caseapp.exchange.book_layouts import Field
from caseapp.exchange.book_outcomes import Outcome, document_used, read_outcome
from caseapp.exchange.book_places import PlaceChanges
from caseapp.exchange.book_problems import Problem, problem
from caseapp.exchange.book_repeats import Memory, SealedMatters, Told
from caseapp.exchange.book_rows import BookRow
from caseapp.exchange.book_ties import known_as, tie
from caseapp.exchange.book_visitors import GROUP_FROM, Visitors, marks_of, secrets_in, visitors_of

_TEXTS = (
    "stt",
    "content",
    "resolved_by",
    "outcome_body",
    "outcome_document",
    "follow_up",
    "note",
)
_FREE_TEXT = (Field.RESOLVED_BY, Field.GUIDED, Field.TRANSFERRED, Field.FOLLOW_UP, Field.NOTE)


@dataclass(slots=True, repr=False)
class Known:
    """What is known of a book's other rows while one is read."""

    places: PlaceChanges
    open_rows: Memory = field(default_factory=Memory)
    sealed: SealedMatters = field(default_factory=SealedMatters)
    documents: dict[str, int] = field(default_factory=dict)


def kind_of(entry: Entry) -> KindReading:
    """The row's kind, and whether anything in it may denounce somebody."""
    others = "\n".join([*map(entry.line, _FREE_TEXT), *entry.extras()])
    return read_kind(entry.line(Field.KIND), entry.line(Field.CONTENT), others)


def note_if_sealed(entry: Entry, known: Known) -> None:
    """First pass: remember a row that will be sealed, so that its matter is sealed wherever it comes back."""
    if kind_of(entry).confidential:
        known.sealed.add(marks_of(entry), entry.line(Field.CONTENT))


def read_visit(entry: Entry, known: Known, extra: Sequence[Problem] = ()) -> BookRow:
    """The visit of a row, once every row of the book was noted; `extra` are problems found before."""
    kind = kind_of(entry)
    if not kind.confidential and known.sealed.holds(marks_of(entry), entry.line(Field.CONTENT)):
        kind = replace(kind, confidential=True)
    row = _plain(entry, kind, visitors_of(entry, known.places), extra)
    used = document_used(row.outcome_document, row.row, known.documents)
    row = replace(row, problems=(*row.problems, *used))
    if kind.confidential:  # a column outside the form may hold anything, so its text is not kept
        bare = replace(row, note=entry.line(Field.NOTE) or None)
        return seal(bare, _TEXTS, secrets_in(entry), bool(entry.extras()))
    people = tuple(map(known_as, row.persons))
    told = Told(row.sheet, row.row, people, row.content or "", row.kind is Kind.FEEDBACK)
    return tie(row, told, known.open_rows)


def _plain(entry: Entry, kind: KindReading, who: Visitors, extra: Sequence[Problem]) -> BookRow:
    outcome = read_outcome(
        {
            Outcome.ACCEPTED: entry.line(Field.ACCEPTED),
            Outcome.GUIDED: entry.line(Field.GUIDED),
            Outcome.TRANSFERRED: entry.line(Field.TRANSFERRED),
        },
        entry.line(Field.FOLLOW_UP),
        entry.line(Field.NOTE),
    )
    content = entry.line(Field.CONTENT)
    missing = () if content else (problem("CONTENT_MISSING"),)
    return BookRow(
        sheet=entry.sheet,
        row=entry.row,
        stt=entry.line(Field.STT) or None,
        date=entry.placed.date,
        date_read=entry.placed.read,
        date_suggested=entry.placed.suggested,
        persons=who.persons,
        people_count=who.count,
        is_group=(who.count or 0) >= GROUP_FROM,
        kind=kind.kind,
        kind_suggested=kind.suggested,
        content=content or None,
        resolved_by=entry.line(Field.RESOLVED_BY) or None,
        outcome=outcome.outcome,
        outcome_body=outcome.body,
        outcome_document=outcome.document,
        follow_up=entry.line(Field.FOLLOW_UP) or None,
        refusal_ground=outcome.refusal_ground,
        note="; ".join(filter(None, [entry.line(Field.NOTE), *entry.extras()])) or None,
        confidential=kind.confidential,
        is_repeat_of=None,
        same_matter_as=None,
        problems=(*extra, *entry.placed.problems, *who.problems, *kind.problems, *missing, *outcome.problems),
    )


def unreadable_visit(entry: Entry) -> BookRow:
    """A row the reader could not make out keeps its place, sealed and without any of its text."""
    return BookRow(
        sheet=entry.sheet,
        row=entry.row,
        stt=None,
        date=entry.placed.date,
        date_read=entry.placed.read,
        date_suggested=entry.placed.suggested,
        persons=(),
        people_count=None,
        is_group=False,
        kind=None,
        kind_suggested=None,
        content=None,
        resolved_by=None,
        outcome=None,
        outcome_body=None,
        outcome_document=None,
        follow_up=None,
        refusal_ground=None,
        note=None,
        confidential=True,
        is_repeat_of=None,
        same_matter_as=None,
        problems=(problem("CONFIDENTIAL"), problem("ROW_UNREADABLE")),
    )
