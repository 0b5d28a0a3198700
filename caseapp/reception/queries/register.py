"""The register 03/TCD (Decree 154/2026, Article 27): its thirteen columns from visits, persons and notices."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from caseapp.db import reading
from caseapp.dossiers.models import Dossier
from caseapp.dossiers.scope import VISIBLE, scope
from caseapp.reception.models import Notice, Visit
from caseapp.staff.models import Account
from caseapp.staff.policy import Can
from caseapp.staff.viewer import Viewer

PAGE = 25
BATCH = 500

_receiver = aliased(Account)
_last_notice = (
    sa.select(sa.func.max(Notice.id)).where(Notice.dossier_id == Dossier.id).correlate(Dossier).scalar_subquery())
_papers = sa.text("(SELECT count(*) FROM paper WHERE paper.dossier_id = dossier.id) AS papers")
_ROWS = (
    sa.select(
        Dossier.id, Dossier.public_id, Dossier.register, Dossier.year, Dossier.no, Dossier.sealed, Dossier.code,
        Dossier.state, Dossier.opened_on, Dossier.next_due, Dossier.closed_on, Dossier.unit_id, Visit.matter,
        Visit.content, Visit.held_on, Visit.people_count, Visit.resolved_by, Visit.outcome, Visit.competent,
        Visit.body, Visit.document, Visit.ground, Visit.follow_up, Visit.note, Visit.envelope, Visit.identity,
        Visit.session, Visit.late, Visit.nomination, Visit.receiver_name, _receiver.display_name.label("receiver"),
        Notice.result, Notice.manner, Notice.given_on, Notice.document.label("notice_document"),
        Notice.follow_up_on, _papers)
    .join(Visit, Visit.dossier_id == Dossier.id)
    .outerjoin(_receiver, _receiver.id == Visit.receiver_id)
    .outerjoin(Notice, Notice.id == _last_notice)
    .where(Dossier.kind == "visit", VISIBLE))
_ORDER_NEWEST = (Dossier.opened_on.desc(), Dossier.id.desc())
_ORDER_BOOK = (Dossier.opened_on, Dossier.id)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which part of the register is asked for; days inclusive, None = all."""

    since: date
    until: date
    matter: str | None = None
    receiver: int | None = None
    void_only: bool = False
    unit_id: int | None = None


_BETWEEN = _ROWS.where(Dossier.opened_on >= sa.bindparam("since"), Dossier.opened_on <= sa.bindparam("until"))
_CLAUSES = {
    "matter": Visit.matter == sa.bindparam("matter"),
    "receiver": Visit.receiver_id == sa.bindparam("receiver"),
    "unit": Dossier.unit_id == sa.bindparam("unit"),
    "void": Dossier.state == "void",
    "before": sa.tuple_(Dossier.opened_on, Dossier.id) < sa.tuple_(sa.bindparam("day"), sa.bindparam("id")),
}


@lru_cache(maxsize=64)
def _filtered(*names: str) -> sa.Select[*tuple[Any, ...]]:
    """The statement with these filters; each combination is built once in the life of a process."""
    return _BETWEEN.where(*(_CLAUSES[name] for name in names))


def _asked(chosen: Chosen) -> tuple[list[str], dict[str, Any]]:
    """Names of the filters in force and their values."""
    values = {"matter": chosen.matter, "receiver": chosen.receiver, "unit": chosen.unit_id}
    given = {name: value for name, value in values.items() if value is not None}
    return [*given, *(["void"] if chosen.void_only else [])], {**given, "since": chosen.since, "until": chosen.until}


def register_page(viewer: Viewer, chosen: Chosen, after: tuple[date, int] | None = None) -> Sequence[Any]:
    """Rows newest first, one more than a page holds; ``after`` is the day and id of the last row shown."""
    names, values = _asked(chosen)
    if after is not None:
        names.append("before")
        values |= {"day": after[0], "id": after[1]}
    return reading().execute(_newest(*names), {**values, **scope(viewer, Can.READ_REGISTER)}).all()


@lru_cache(maxsize=64)
def _newest(*names: str) -> sa.Select[*tuple[Any, ...]]:
    return _filtered(*names).order_by(*_ORDER_NEWEST).limit(PAGE + 1)


_AFTER = sa.tuple_(Dossier.opened_on, Dossier.id) > sa.tuple_(
    sa.bindparam("day", type_=sa.Date()), sa.bindparam("id", type_=sa.Integer()))


def book_rows(viewer: Viewer, chosen: Chosen) -> Iterator[Sequence[Any]]:
    """Rows in the order of the book; each batch is a statement of its own, since pages read without a transaction."""
    names, values = _asked(chosen)
    statement = _filtered(*names).order_by(*_ORDER_BOOK).limit(BATCH)
    values |= scope(viewer, Can.READ_REGISTER)
    rows = reading().execute(statement, values).all()
    while rows:
        yield rows
        if len(rows) < BATCH:
            return
        values |= {"day": rows[-1].opened_on, "id": rows[-1].id}
        rows = reading().execute(statement.where(_AFTER), values).all()
