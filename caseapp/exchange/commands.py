"""Bringing a book in: rows become visits, a few at a time, each once; what was interrupted goes on where it stopped."""
from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from caseapp.db import writing
from caseapp.dossiers.clocks import close_by_book
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.models import Dossier, Party
from caseapp.exchange.book_problems import Level, Problem
from caseapp.exchange.book_rows import Book, RowPointer
from caseapp.exchange.planning import Fate, Importing, Plan, Step, known_keys, plan_visits
from caseapp.law.errors import LawError
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.models import Chain
from caseapp.people.models import Person
from caseapp.reception.commands.logging import GivenParty, GivenVisit, Logging, add_visit
from caseapp.reception.kinds.visit import DONE, REFUSED, SIGNING
from caseapp.reception.models import BookRow as KnownRow
from caseapp.reception.queries.office import officials_meant
from caseapp.text import fold, mark

log = structlog.get_logger(__name__)

BATCH: Final = 25
ROW_FAILED: Final = mark("Không ghi được dòng này. Các dòng khác vẫn được nhập; hãy báo quản trị kèm số dòng.")

Progress = Callable[[Plan], None]


def import_visits(book: Book, how: Importing, progress: Progress | None = None) -> Plan:
    """Make a visit of every row that can be one and is not yet; ``progress`` sees the plan after every batch.

    Each batch is one transaction under the unit's chain lock: numbers, clocks, journal and the marks by which the
    rows are known again stand or fall together, so that an interrupted import is finished by running it again.
    """
    plan = plan_visits(book, how, how.calendar)
    here = {RowPointer(step.row.sheet, step.row.row): step for step in plan.steps}
    waiting = [step for step in _in_order(plan.steps) if not step.settled]
    tell = progress or _silently
    tell(plan)
    for start in range(0, len(waiting), BATCH):
        _add_batch(waiting[start : start + BATCH], here, how)
        tell(plan)
    return plan


def _silently(_plan: Plan) -> None:
    return


def _in_order(steps: Sequence[Step]) -> Sequence[Step]:
    """The order of the book; a book that runs from the newest row to the oldest is taken from its end."""
    days = [step.row.date for step in steps if step.row.date is not None]
    falls = sum(later < earlier for earlier, later in pairwise(days))
    rises = sum(later > earlier for earlier, later in pairwise(days))
    return steps[::-1] if falls > rises else steps


def _add_batch(batch: Sequence[Step], here: dict[RowPointer, Step], how: Importing) -> None:
    """All rows of a batch in one transaction; when one of them is refused, each in one of its own."""
    try:
        _add(batch, here, how)
    except (DataError, IntegrityError, LawError, ValueError) as problem:
        if len(batch) == 1:
            log.error("row of a book not written", kind=type(problem).__name__, row=batch[0].row.row)
            batch[0].fate = Fate.BARRED
            batch[0].problems = (*batch[0].problems, Problem("ROW_FAILED", "row", Level.STOP, ROW_FAILED))
            return
        for step in batch:
            _add_batch([step], here, how)


def _add(batch: Sequence[Step], here: dict[RowPointer, Step], how: Importing) -> None:
    made: dict[RowPointer, Dossier] = {}
    new: set[RowPointer] = set()
    with writing() as session:
        chain = lock_chain(session, how.unit_id)
        marked = [(step, step.marks) for step in batch if step.marks is not None]
        keys = known_keys(session, [key for _, marks in marked for key in (marks.same, marks.place)])
        for step, marks in marked:
            if (earlier := keys.get(marks.same)) is not None:      # another run was quicker
                made[_at(step)] = session.get_one(Dossier, earlier)
                continue
            dossier = made[_at(step)] = _add_one(session, chain, step, _first(step, made, here), how)
            new.add(_at(step))
            for key in {marks.same, marks.place} - keys.keys():
                session.add(KnownRow(key=key, unit_id=how.unit_id, dossier_id=dossier.id))
    for step in batch:
        dossier = made[_at(step)]
        step.fate = Fate.MADE if _at(step) in new else Fate.THERE
        step.dossier_id, step.visit = dossier.id, dossier.public_id
        step.number = number_of(dossier)


def _at(step: Step) -> RowPointer:
    return RowPointer(step.row.sheet, step.row.row)


def _first(step: Step, made: dict[RowPointer, Dossier], here: dict[RowPointer, Step]) -> int | None:
    """The dossier of the row that this one comes back to; a sealed row is tied to none."""
    pointer = step.row.is_repeat_of or step.row.same_matter_as
    if pointer is None or step.row.confidential:
        return None
    if pointer in made:
        return made[pointer].id
    first = here.get(pointer)
    return first.dossier_id if first is not None and not first.row.confidential else None


def _add_one(session: Session, chain: Chain, step: Step, first: int | None, how: Importing) -> Dossier:
    given = step.translated.visit
    if given is None:
        raise ValueError("a barred row")
    if first is not None:
        parties = tuple(_as_before(session, given, first)) if step.row.is_repeat_of else given.parties
        given = replace(given, parties=parties, same_matter_as=first)
    if given.denouncer is not None:
        # The book does not say who is accused: every account its story may mean is barred.
        barred = tuple(row.id for row in officials_meant(given.content, how.unit_id))
        given = replace(given, denouncer=replace(given.denouncer, accused_accounts=barred))
    answered = step.translated.answered
    dossier = add_visit(session, chain, given, Logging(
        how.unit_id, how.by, how.at, how.today, how.calendar,
        journal={"late": False, "book_row": step.row.row, "answered_by_book": answered}))
    if answered and close_by_book(session, dossier):
        after = REFUSED if dossier.state == SIGNING.code else DONE
        dossier.state, dossier.awaits = after.code, after.awaits
    return dossier


def _as_before(session: Session, given: GivenVisit, first: int) -> Iterator[GivenParty]:
    """The people of a repeated visit, each recognised as the one who came the first time."""
    known = {row.name_fold: row.public_id for row in session.execute(_PEOPLE, {"dossier": first})}
    for party in given.parties:
        person = replace(party.person, known=known.get(fold(party.person.name), ""))
        yield replace(party, person=person)


_PEOPLE = (
    sa.select(Person.name_fold, Person.public_id).join(Party, Party.person_id == Person.id)
    .where(Party.dossier_id == sa.bindparam("dossier")))
