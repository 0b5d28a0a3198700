"""Bringing a book in: rows become dossiers, a few at a time, each once; what broke off goes on where it stopped."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

import structlog
from sqlalchemy.exc import DataError, IntegrityError

from caseapp.db import writing
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.models import Dossier
from caseapp.exchange.book_problems import Level, Problem
from caseapp.exchange.book_rows import AnyBook, RowPointer
from caseapp.exchange.planning import Fate, Importing, Plan, Shelf, Step, Store, known_keys, plan_book
from caseapp.law.errors import LawError
from caseapp.ledger.chain import lock_chain
from caseapp.reception.models import BookRow as KnownRow
from caseapp.text import mark

log = structlog.get_logger(__name__)

BATCH: Final = 25
ROW_FAILED: Final = mark("Không ghi được dòng này. Các dòng khác vẫn được nhập; hãy báo quản trị kèm số dòng.")

Progress = Callable[[Plan], None]


def bring_in(book: AnyBook, shelf: Shelf, how: Importing, progress: Progress | None = None) -> Plan:
    """Make a dossier of every row that can be one and is not yet; ``progress`` sees the plan after every batch.

    Each batch is one transaction under the chain locks of its registers: numbers, clocks, journal and the marks by
    which the rows are known again stand or fall together, so that an interrupted import is finished by running it
    again.
    """
    plan = plan_book(book, shelf, how, how.calendar)
    here = {RowPointer(step.row.sheet, step.row.row): step for step in plan.steps}
    waiting = [step for step in _in_order(plan.steps) if not step.settled]
    tell = progress or _silently
    tell(plan)
    for start in range(0, len(waiting), BATCH):
        _add_batch(waiting[start : start + BATCH], here, shelf.store, how)
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


def _add_batch(batch: Sequence[Step], here: dict[RowPointer, Step], store: Store, how: Importing) -> None:
    """All rows of a batch in one transaction; when one of them is refused, each in one of its own."""
    try:
        _add(batch, here, store, how)
    except (DataError, IntegrityError, LawError, ValueError) as problem:
        if len(batch) == 1:
            log.error("row of a book not written", kind=type(problem).__name__, row=batch[0].row.row)
            batch[0].fate = Fate.BARRED
            batch[0].problems = (*batch[0].problems, Problem("ROW_FAILED", "row", Level.STOP, ROW_FAILED))
            return
        for step in batch:
            _add_batch([step], here, store, how)


def _add(batch: Sequence[Step], here: dict[RowPointer, Step], store: Store, how: Importing) -> None:
    made: dict[RowPointer, Dossier] = {}
    new: set[RowPointer] = set()
    with writing() as session:
        registers = {how.unit_id, *(step.unit_id for step in batch if step.unit_id is not None)}
        chains = {unit: lock_chain(session, unit) for unit in sorted(registers)}
        marked = [(step, step.marks) for step in batch if step.marks is not None]
        keys = known_keys(session, [key for _, marks in marked for key in (marks.same, marks.place)])
        for step, marks in marked:
            if (earlier := keys.get(marks.same)) is not None:      # another run was quicker
                made[_at(step)] = session.get_one(Dossier, earlier)
                continue
            chain = chains[step.unit_id or how.unit_id]
            dossier = made[_at(step)] = store(session, chain, step, _first(step, made, here), how)
            new.add(_at(step))
            for key in {marks.same, marks.place} - keys.keys():
                session.add(KnownRow(key=key, unit_id=how.unit_id, dossier_id=dossier.id))
    for step in batch:
        dossier = made[_at(step)]
        step.fate = Fate.MADE if _at(step) in new else Fate.THERE
        step.dossier_id, step.dossier = dossier.id, dossier.public_id
        step.number, step.unit_id = number_of(dossier), dossier.unit_id


def _at(step: Step) -> RowPointer:
    return RowPointer(step.row.sheet, step.row.row)


def _first(step: Step, made: dict[RowPointer, Dossier], here: dict[RowPointer, Step]) -> int | None:
    """The dossier of the row that this one comes back to; no tie leads from an open row to a sealed one or back."""
    pointer = step.row.is_repeat_of or step.row.same_matter_as
    first = here.get(pointer) if pointer is not None else None
    if pointer is None or first is None or first.row.confidential != step.row.confidential:
        return None
    return made[pointer].id if pointer in made else first.dossier_id
