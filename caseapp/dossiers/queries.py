"""What the pages shared by all kinds read: one dossier, its receipts and files, and what a search found."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from caseapp.db import reading
from caseapp.dossiers.models import Attachment, Clock, ClockReceipt, Dossier, Party
from caseapp.dossiers.scope import READABLE, VISIBLE, scope
from caseapp.people.identity import number_index
from caseapp.people.models import Person
from caseapp.staff.policy import Can
from caseapp.staff.viewer import Viewer

Row = Any      # a row of one of the statements below; its names are the columns selected there

SHOWN = 25
NAMES_SHOWN = 12
_public_id: sa.BindParameter[str] = sa.bindparam("public_id")
_HEAD = (Dossier.id, Dossier.public_id, Dossier.kind, Dossier.unit_id, Dossier.register, Dossier.year, Dossier.no,
         Dossier.sealed, Dossier.code, Dossier.subject, Dossier.state, Dossier.opened_on, Dossier.closed_on,
         Dossier.next_due)

_ONE = sa.select(*_HEAD).where(Dossier.public_id == _public_id, VISIBLE)
_RECEIPTS = (
    sa.select(*_HEAD, ClockReceipt.no.label("receipt_no"), ClockReceipt.made_at, ClockReceipt.text,
              Clock.public_id.label("clock"), Clock.receipt_no.label("last_no"), Clock.unit, Clock.nature, Clock.due_on,
              Clock.safe_on, Clock.paused_on, Clock.ended_on, Clock.ended_by)
    .join(Clock, Clock.id == ClockReceipt.clock_id)
    .join(Dossier, Dossier.id == Clock.dossier_id)
    .where(Dossier.public_id == _public_id, Clock.public_id == sa.bindparam("clock"), READABLE)
    .order_by(ClockReceipt.no.desc()))
_FILE = (
    sa.select(Attachment.name, Attachment.type, Attachment.size, Attachment.sha256, Attachment.stored_as,
              Attachment.public_id)
    .join(Dossier, Dossier.id == Attachment.dossier_id)
    .where(Attachment.public_id == _public_id, READABLE))
_NAMES = (
    sa.select(Party.dossier_id, Party.role, Person.id.label("person_id"), Person.public_id, Person.name,
              Person.name_fold, Person.birth_year, Person.sex, Person.nature, Person.commune, Person.address)
    .join(Person, Person.id == Party.person_id)
    .where(Party.dossier_id.in_(sa.bindparam("ids", expanding=True)))
    .order_by(Party.dossier_id, Party.position, Party.id))
_last_clock = (
    sa.select(sa.func.max(Clock.id)).where(Clock.dossier_id == Dossier.id).correlate(Dossier).scalar_subquery())
_FOUND = (
    sa.select(*_HEAD, Clock.unit, Clock.due_on, Clock.safe_on, Clock.ended_on, Clock.ended_by)
    .outerjoin(Clock, Clock.id == _last_clock)
    .where(VISIBLE)
    .order_by(Dossier.opened_on.desc(), Dossier.id.desc()).limit(SHOWN + 1))
_BY_IDS = _FOUND.where(Dossier.id.in_(sa.bindparam("ids", expanding=True)))
# A sealed dossier has no number that anybody could know.
_BY_NUMBER = _FOUND.where(
    Dossier.sealed.is_(False), Dossier.no == sa.bindparam("no"),
    Dossier.register.in_(sa.bindparam("registers", expanding=True)),
    Dossier.year.in_(sa.bindparam("years", expanding=True)))
_BY_IDENTITY = _FOUND.where(
    Dossier.sealed.is_(False),
    Dossier.id.in_(
        sa.select(Party.dossier_id).join(Person, Person.id == Party.person_id)
        .where(Person.unit_id.in_(sa.bindparam("reach", expanding=True)),
               Person.id_index.in_(sa.bindparam("numbers", expanding=True)))))


def find_dossier(viewer: Viewer, public_id: str) -> Row | None:
    """The dossier row, or None: absent and forbidden are the same."""
    return reading().execute(_ONE, {"public_id": public_id, **scope(viewer)}).first()


def receipts_of(viewer: Viewer, public_id: str, clock: str) -> Sequence[Row]:
    """Receipts of one clock, newest first, each with its dossier; empty when absent or forbidden."""
    return reading().execute(_RECEIPTS, {"public_id": public_id, "clock": clock, **scope(viewer)}).all()


def find_file(viewer: Viewer, public_id: str) -> Row | None:
    """A file of a dossier the viewer may see."""
    return reading().execute(_FILE, {"public_id": public_id, **scope(viewer)}).first()


def names_of(ids: Sequence[int]) -> dict[int, list[Row]]:
    """Persons of dossiers, by dossier id; a sealed one has none."""
    found: dict[int, list[Row]] = {}
    if ids:
        for row in reading().execute(_NAMES, {"ids": list(ids)}):
            found.setdefault(row.dossier_id, []).append(row)
    return found


def by_ids(viewer: Viewer, ids: Sequence[int]) -> Sequence[Row]:
    """The visible ones among ``ids``, newest first, one more than a page shows."""
    return reading().execute(_BY_IDS, {"ids": list(ids), **scope(viewer)}).all() if ids else []


def by_number(viewer: Viewer, no: int, registers: Sequence[str], years: Sequence[int]) -> Sequence[Row]:
    """Dossiers that bear a number in one of ``registers`` and ``years``."""
    values = {"no": no, "registers": list(registers), "years": list(years), **scope(viewer)}
    return reading().execute(_BY_NUMBER, values).all()


def by_identity(viewer: Viewer, number: str) -> Sequence[Row]:
    """Open dossiers of whoever shows this identity number; each unit's books have a fingerprint of their own."""
    reach = viewer.units_for(Can.READ_DOSSIERS)
    values = {**scope(viewer), "numbers": [number_index(unit, number) for unit in reach]}
    return reading().execute(_BY_IDENTITY, values).all() if reach else []


def recent_years(today: date, back: int = 5) -> list[int]:
    """The years in which a number without a year is looked for."""
    return list(range(today.year, today.year - back, -1))
