"""The register 03/TCD (Decree 154/2026, Article 27): its thirteen columns from visits, persons and notices."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
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
        Dossier.id, Dossier.public_id, Dossier.register, Dossier.year, Dossier.no, Dossier.sealed, Dossier.state,
        Dossier.opened_on, Dossier.next_due, Dossier.closed_on, Dossier.unit_id, Visit.matter, Visit.content,
        Visit.held_on,
        Visit.people_count, Visit.resolved_by, Visit.outcome, Visit.competent, Visit.body, Visit.document,
        Visit.ground, Visit.follow_up, Visit.note, Visit.denouncer_code, Visit.envelope, Visit.identity,
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


def _filtered(chosen: Chosen) -> tuple[sa.Select[*tuple[Any, ...]], dict[str, Any]]:
    statement = _BETWEEN
    values: dict[str, Any] = {"since": chosen.since, "until": chosen.until}
    for name, value, clause in (
        ("matter", chosen.matter, _MATTER), ("receiver", chosen.receiver, _RECEIVER), ("unit", chosen.unit_id, _UNIT),
    ):
        if value is not None:
            statement, values[name] = statement.where(clause), value
    if chosen.void_only:
        statement = statement.where(Dossier.state == "void")
    return statement, values


_BETWEEN = _ROWS.where(Dossier.opened_on >= sa.bindparam("since"), Dossier.opened_on <= sa.bindparam("until"))
_MATTER = Visit.matter == sa.bindparam("matter")
_RECEIVER = Visit.receiver_id == sa.bindparam("receiver")
_UNIT = Dossier.unit_id == sa.bindparam("unit")


def register_page(viewer: Viewer, chosen: Chosen, after: tuple[date, int] | None = None) -> Sequence[Any]:
    """Rows newest first, one more than a page holds; ``after`` is the day and id of the last row shown."""
    statement, values = _filtered(chosen)
    if after is not None:
        statement = statement.where(
            sa.tuple_(Dossier.opened_on, Dossier.id) < sa.tuple_(sa.bindparam("day"), sa.bindparam("id")))
        values |= {"day": after[0], "id": after[1]}
    statement = statement.order_by(*_ORDER_NEWEST).limit(PAGE + 1)
    return reading().execute(statement, {**values, **scope(viewer, Can.READ_REGISTER)}).all()


def register_size(viewer: Viewer, chosen: Chosen) -> int:
    """How many rows the chosen part has."""
    statement, values = _filtered(chosen)
    counted = sa.select(sa.func.count()).select_from(statement.with_only_columns(Dossier.id).order_by(None).subquery())
    return int(reading().execute(counted, {**values, **scope(viewer, Can.READ_REGISTER)}).scalar_one())


_AFTER = sa.tuple_(Dossier.opened_on, Dossier.id) > sa.tuple_(
    sa.bindparam("day", type_=sa.Date()), sa.bindparam("id", type_=sa.Integer()))


def book_rows(viewer: Viewer, chosen: Chosen) -> Iterator[Sequence[Any]]:
    """Rows in the order of the book; each batch is a statement of its own, since pages read without a transaction."""
    statement, values = _filtered(chosen)
    statement = statement.order_by(*_ORDER_BOOK).limit(BATCH)
    values |= scope(viewer, Can.READ_REGISTER)
    rows = reading().execute(statement, values).all()
    while rows:
        yield rows
        if len(rows) < BATCH:
            return
        values |= {"day": rows[-1].opened_on, "id": rows[-1].id}
        rows = reading().execute(statement.where(_AFTER), values).all()
