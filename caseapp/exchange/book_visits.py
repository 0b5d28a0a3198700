"""Knows how one row of a reception register becomes a visit, and how a row that may denounce is sealed."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from caseapp.exchange.book_columns import Field
from caseapp.exchange.book_entries import Entry
from caseapp.exchange.book_kinds import Kind, KindReading, read_kind
from caseapp.exchange.book_outcomes import Outcome, read_outcome
from caseapp.exchange.book_places import PlaceChanges
from caseapp.exchange.book_problems import Problem, problem, veiled
from caseapp.exchange.book_repeats import Memory, SealedMatters, Told
from caseapp.exchange.book_rows import BookRow, Person, RowPointer
from caseapp.exchange.book_sealing import Secrets, scrub
from caseapp.exchange.book_visitors import GROUP_FROM, Visitors, marks_of, secrets_in, visitors_of
from caseapp.text import fold

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
    row = _with_document(row, known.documents)
    return _sealed(row, entry, secrets_in(entry)) if kind.confidential else _tied(row, known.open_rows)


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


def _sealed(row: BookRow, entry: Entry, secrets: Secrets) -> BookRow:
    """The row without anybody in it. A column outside the form may hold anything, so its text is not kept."""

    def clear(text: str | None) -> str | None:
        return scrub(text, secrets) if text else None

    open_row = replace(row, note=entry.line(Field.NOTE) or None)
    sealed = replace(
        open_row,
        stt=clear(row.stt),
        content=clear(row.content),
        resolved_by=clear(row.resolved_by),
        outcome_body=clear(row.outcome_body),
        outcome_document=clear(row.outcome_document),
        follow_up=clear(row.follow_up),
        note=clear(open_row.note),
    )
    found = [problem("CONFIDENTIAL"), *(_scrubbed(veiled(one), secrets) for one in row.problems)]
    if sealed != open_row:
        found.append(problem("IDENTITY_REMOVED"))
    if entry.extras():
        found.append(problem("CELLS_NOT_KEPT"))
    return replace(sealed, persons=(), problems=tuple(found))


def _scrubbed(found: Problem, secrets: Secrets) -> Problem:
    return replace(found, values=tuple((name, scrub(value, secrets)) for name, value in found.values))


def _tied(row: BookRow, memory: Memory) -> BookRow:
    people = tuple((one.name, fold(one.name), one.id_number, _home(one)) for one in row.persons)
    ties = memory.place(Told(row.sheet, row.row, people, row.content or "", row.kind is Kind.FEEDBACK))
    found = list(row.problems)
    if ties.number_shared_with is not None:
        found.append(problem("ID_SHARED", row=ties.number_shared_with))
    if ties.unsure and ties.repeat_of:
        found.append(problem("REPEAT_UNSURE", row=ties.repeat_of[1]))
    return replace(
        row,
        is_repeat_of=RowPointer(*ties.repeat_of) if ties.repeat_of else None,
        same_matter_as=RowPointer(*ties.same_matter_as) if ties.same_matter_as else None,
        problems=tuple(found),
    )


def _home(person: Person) -> str:
    """Hamlet and commune of today, so that an address in old and in new units is the same home."""
    hamlet = (person.address or "").split(",")[0]
    return f"{hamlet}, {person.commune_current}" if person.commune_current else person.address or ""


def _with_document(row: BookRow, documents: dict[str, int]) -> BookRow:
    if not row.outcome_document:
        return row
    first = documents.setdefault(fold(row.outcome_document), row.row)
    if first == row.row:
        return row
    reused = problem("DOC_NUMBER_REUSED", number=row.outcome_document, row=first)
    return replace(row, problems=(*row.problems, reused))


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
