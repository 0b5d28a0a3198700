"""Knows how one row of a petition book becomes a petition, and how a row that may denounce is sealed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from caseapp.exchange.book_dates import Day, read_date_cell
from caseapp.exchange.book_entries import Entry
from caseapp.exchange.book_envelopes import seal
from caseapp.exchange.book_handling import (
    FORWARDED,
    FORWARDER_LABELS,
    Handling,
    competence_conflict,
    forwarder_of,
    read_competence,
    read_handling,
    read_source,
)
from caseapp.exchange.book_kinds import Kind, KindReading, read_kind
from caseapp.exchange.book_layouts import Field
from caseapp.exchange.book_outcomes import document_used, is_marked
from caseapp.exchange.book_petition_rows import PetitionOutcome, PetitionRow, Source
from caseapp.exchange.book_places import PlaceChanges
from caseapp.exchange.book_problems import Problem, problem
from caseapp.exchange.book_repeats import Memory, SealedMatters, Told
from caseapp.exchange.book_senders import Senders, sender_marks, senders_of
from caseapp.exchange.book_ties import known_as, tie
from caseapp.exchange.book_visitors import GROUP_FROM, secrets_in
from caseapp.text import clean_line, fold, show_date

_FREE_TEXT: Final = (Field.SOURCE, Field.COMPETENCE, Field.OUTCOME, Field.RESULT, Field.NOTE)
_TEXTS: Final = ("number", "content", "outcome_text", "outcome_body", "outcome_document", "result", "note")
_FIELDS: Final = {"person": "persons", "people_count": "signers", "stt": "number"}
_SECOND: Final = re.compile(
    r"\b(?:quyet dinh|qd|ket qua|van ban)\b[^;]{0,80}?\bgiai quyet\b[^;]{0,30}?\blan (?:dau|1|mot|thu nhat)\b"
    r"|\bgiai quyet (?:khieu nai|kn) lan (?:dau|1|mot|thu nhat)\b|\b(?:khieu nai|kn) (?:tiep )?lan (?:hai|2|thu hai)\b"
)
_DECISION: Final = re.compile(r"(?:quyết định|QĐ)\s*(?:số\s*)?:?\s*(\d[\w./\-]*)", re.IGNORECASE)
_SEVERAL: Final = re.compile(
    r"(?:đồng (?:kính )?gửi|cùng gửi|gửi (?:đến |tới )?nhiều (?:nơi|cơ quan))"
    r"\s*(?:đến|tới|cho)?\s*[:(]?\s*([^().;\n]*)",
    re.IGNORECASE,
)
_NOT_THEIRS: Final = re.compile(
    r"\bkhong (?:phai (?:la )?(?:nguoi )?)?(?:he )?(?:viet|lam|ky|gui|dung)(?: ten)?(?: vao)? don\b"
    r"|\bmao (?:ten|danh)\b|\bgia danh\b"
)


@dataclass(slots=True, repr=False)
class Register:
    """What is known of a petition book's other rows while one is read."""

    places: PlaceChanges
    as_of: date
    open_rows: Memory = field(default_factory=Memory)
    sealed_rows: Memory = field(default_factory=Memory)
    sealed: SealedMatters = field(default_factory=SealedMatters)
    documents: dict[str, int] = field(default_factory=dict)
    bodies: dict[tuple[str, int], str | None] = field(default_factory=dict)
    document_date: Day | None = None  # of the row above, for “nt”


def kind_of_petition(entry: Entry) -> KindReading:
    """The row's kind, and whether anything in it may denounce somebody."""
    others = "\n".join([*map(entry.line, _FREE_TEXT), *entry.extras()])
    return read_kind(entry.line(Field.KIND), entry.line(Field.CONTENT), others)


def note_if_denounced(entry: Entry, register: Register) -> None:
    """First pass: remember a row that will be sealed, so that its matter is sealed wherever it comes back."""
    if kind_of_petition(entry).confidential:
        register.sealed.add(sender_marks(entry), entry.line(Field.CONTENT))


def read_petition(entry: Entry, register: Register, extra: Sequence[Problem] = ()) -> PetitionRow:
    """The petition of a row, once every row of the book was noted; `extra` are problems found before."""
    kind = kind_of_petition(entry)
    if not kind.confidential and register.sealed.holds(sender_marks(entry), entry.line(Field.CONTENT)):
        kind = replace(kind, confidential=True)
    handling = read_handling(entry.line(Field.OUTCOME))
    row = _plain(entry, kind, senders_of(entry, register.places), handling, extra)
    row = _with_document(row, entry, handling, register)
    row = _tied(row, handling, register)
    if row.confidential:  # a column outside the form may hold anything, so its text is not kept
        bare = replace(row, note=entry.line(Field.NOTE) or None)
        row = seal(bare, _TEXTS, secrets_in(entry), bool(entry.extras()))
    register.bodies[row.sheet, row.row] = row.outcome_body
    return replace(row, problems=tuple(replace(one, field=_FIELDS.get(one.field, one.field)) for one in row.problems))


def _plain(entry: Entry, kind: KindReading, who: Senders, handling: Handling, extra: Sequence[Problem]) -> PetitionRow:
    content, outcome = entry.line(Field.CONTENT), entry.line(Field.OUTCOME)
    source, sourcing = _source_of(entry)
    competence, judging = read_competence(entry.line(Field.COMPETENCE))
    conflict = competence_conflict(competence, entry.line(Field.COMPETENCE), handling.outcome, outcome)
    found = [*extra, *entry.placed.problems, *sourcing, *who.problems, *kind.problems, *judging, *handling.problems]
    found += [one for one in (conflict, *_content_problems(content), _impersonated(entry)) if one]
    return PetitionRow(
        sheet=entry.sheet,
        row=entry.row,
        number=entry.line(Field.STT) or None,
        date=entry.placed.date,
        date_read=entry.placed.read,
        date_suggested=entry.placed.suggested,
        source=source,
        forwarder=forwarder_of(entry.line(Field.SOURCE)) if source in FORWARDED and not kind.confidential else None,
        persons=who.persons,
        people_count=who.count,
        is_group=(who.count or 0) >= GROUP_FROM,
        anonymous=who.anonymous,
        kind=kind.kind,
        kind_suggested=kind.suggested,
        content=content or None,
        competence=None if conflict else competence,
        outcome=handling.outcome,
        outcome_text=outcome or None,
        outcome_body=handling.body,
        result=entry.line(Field.RESULT) or None,
        note="; ".join(filter(None, [entry.line(Field.NOTE), *entry.extras()])) or None,
        confidential=kind.confidential,
        problems=tuple(found),
    )


def _source_of(entry: Entry) -> tuple[Source | None, tuple[Problem, ...]]:
    """A book without the column says nothing about any row; that is no problem of the row."""
    return read_source(entry.line(Field.SOURCE)) if Field.SOURCE in entry.columns.at else (None, ())


def _content_problems(content: str) -> list[Problem]:
    if not content:
        return [problem("CONTENT_MISSING")]
    several = _SEVERAL.search(content)
    bodies = clean_line(several[1]).strip(" ,:") if several else ""
    return [problem("SENT_TO_SEVERAL", bodies=bodies or several[0])] if several else []


def _impersonated(entry: Entry) -> Problem | None:
    told = map(fold, (entry.line(Field.RESULT), entry.line(Field.NOTE), entry.line(Field.OUTCOME)))
    return problem("IMPERSONATED") if any(map(_NOT_THEIRS.search, told)) else None


def _with_document(row: PetitionRow, entry: Entry, handling: Handling, register: Register) -> PetitionRow:
    """The row with its document and the day of it, and what of both must be looked at."""
    written = entry.line(Field.DOCUMENT)
    document = (written if is_marked(written) else None) or handling.document
    day, found = _document_date(entry, register)
    if day and row.date and day < row.date:
        found.append(problem("DOC_DATE_BEFORE_RECEIPT", day=show_date(day), received=show_date(row.date)))
    if row.source in FORWARDED and not document:
        source = forwarder_of(entry.line(Field.SOURCE))
        label = FORWARDER_LABELS[row.source] if row.confidential else source
        found.append(problem("FORWARDED_NEEDS_REPLY", source=label))
    found += document_used(document, row.row, register.documents)
    return replace(row, outcome_document=document, document_date=day, problems=(*row.problems, *found))


def _document_date(entry: Entry, register: Register) -> tuple[Day | None, list[Problem]]:
    """The document's day; one that is not in the calendar or still to come is not stored."""
    written = entry.line(Field.DOCUMENT_DATE)
    above, register.document_date = register.document_date, None
    if not is_marked(written):
        return None, []
    read = read_date_cell(entry.cell(Field.DOCUMENT_DATE), entry.year)
    day = above if read.ditto else read.read
    if day is None:
        return None, [problem("DOC_DATE_INVALID", written=written[:60])]
    if day > register.as_of:
        return None, [problem("DOC_DATE_FUTURE", day=show_date(day))]
    register.document_date = day
    return day, [problem("DOC_DATE_YEAR_ASSUMED", written=written[:60], year=entry.year)] if read.problems else []


def _tied(row: PetitionRow, handling: Handling, register: Register) -> PetitionRow:
    """The row with its pointer to the first of its matter, and with the body that one was sent to, if it is filed."""
    second = _second_instance(row)
    told = Told(
        row.sheet,
        row.row,
        tuple(map(known_as, row.persons)),
        row.content or "",
        row.kind is Kind.FEEDBACK,
        by_name=True,
        said_again=handling.said_again,
        instance=2 if second else 1,
    )
    row = tie(row, told, register.sealed_rows if row.confidential else register.open_rows)
    found = second
    body = row.outcome_body
    if first := row.is_repeat_of:
        sure = not any(one.code == "REPEAT_UNSURE" for one in row.problems)
        if sure and row.outcome is PetitionOutcome.FILED:
            body = register.bodies.get((first.sheet, first.row))
    elif handling.said_again:
        found = [*found, problem("REPEAT_NOT_FOUND")]
    return replace(row, outcome_body=body, problems=(*row.problems, *found))


def _second_instance(row: PetitionRow) -> list[Problem]:
    """A complaint against the first decision is no repeat of the first complaint (LKN 2011 art. 33)."""
    content = row.content or ""
    if row.kind in (Kind.DENUNCIATION, Kind.FEEDBACK) or not _SECOND.search(fold(content)):
        return []
    named = _DECISION.search(content)
    if named:
        return [problem("SECOND_INSTANCE", number=named[1].rstrip("./-"))]
    return [problem("SECOND_INSTANCE_UNNUMBERED")]


def unreadable_petition(entry: Entry) -> PetitionRow:
    """A row the reader could not make out keeps its place, sealed and without any of its text."""
    return PetitionRow(
        sheet=entry.sheet,
        row=entry.row,
        confidential=True,
        date=entry.placed.date,
        date_read=entry.placed.read,
        date_suggested=entry.placed.suggested,
        problems=(replace(problem("CONFIDENTIAL"), field="persons"), problem("ROW_UNREADABLE")),
    )
