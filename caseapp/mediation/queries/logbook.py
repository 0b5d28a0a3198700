"""The logbook as it is read: its rows with who mediated, who was invited and who the parties are; the leader's part."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

import sqlalchemy as sa

from caseapp.cases.models import Act, CaseFile, Status
from caseapp.db import reading
from caseapp.dossiers.models import Dossier, Party
from caseapp.mediation.dispute import Dispute, Invited, Joint, MediatedBy, Outcome
from caseapp.mediation.models import Mediator, Team
from caseapp.mediation.queries.standing import FAILURES, GOING_ON, NOT_VOID, NOT_YET, standing
from caseapp.mediation.reach import WITHIN, within
from caseapp.people.models import Person
from caseapp.staff.models import Unit
from caseapp.staff.viewer import Viewer

PAGE: Final = 25
BATCH: Final = 500
# What a figure counts, as an address names it; without one every row is there, void numbers too.
STOOD: Final[dict[str, tuple[str, ...]]] = {
    "tiep-nhan": (Outcome.SETTLED, *FAILURES, NOT_YET, GOING_ON), "thanh": (Outcome.SETTLED,), "khong-thanh": FAILURES,
    "da-ket-thuc": (Outcome.SETTLED, *FAILURES), "chua": (NOT_YET,), "dang": (GOING_ON,),
    "chua-xong": (NOT_YET, GOING_ON), "ngoai": (Outcome.REFERRED,),
}
VOID_ONLY: Final = "huy"
NO_SCOPE: Final = "unsaid"
NO_MATTER: Final = "unsaid"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which part of which books: days inclusive, or the book of a ``year`` by its numbers; None = all.

    ``units``: some of the viewer's hamlets; ``stood``: a word of ``STOOD`` or ``VOID_ONLY``, as of ``until``.
    """

    since: date
    until: date
    year: int | None = None
    team: int | None = None
    units: tuple[int, ...] | None = None
    scope: str = ""
    stood: str = ""
    matter: str = ""


_ROWS = (
    sa.select(
        Dossier.id, Dossier.public_id, Dossier.unit_id, Dossier.year, Dossier.no, Dossier.state, Dossier.closed_on,
        Dispute.received_on, Dispute.scope, Dispute.matter, Dispute.outcome, Dispute.ended_on, Dispute.barred,
        Dispute.agreement, Dispute.record_on, Dispute.urgent_on, Dispute.to_confirm, CaseFile.content,
        Team.name.label("team_name"), Team.public_id.label("team_key"), Unit.name.label("unit_name"))
    .select_from(Dispute).join(Dossier, Dossier.id == Dispute.dossier_id)
    .join(CaseFile, CaseFile.dossier_id == Dispute.dossier_id).join(Team, Team.id == Dispute.team_id)
    .join(Unit, Unit.id == Dispute.unit_id))
_COUNT = sa.select(sa.func.count()).select_from(Dispute).join(Dossier, Dossier.id == Dispute.dossier_id)
_REACHED = sa.select(Unit.id).where(Unit.level == "hamlet", WITHIN)
_CLAUSES: Final[dict[str, sa.ColumnElement[bool]]] = {
    "reach": Dispute.unit_id.in_(_REACHED),
    "days": Dispute.received_on.between(sa.bindparam("since", type_=sa.Date()), sa.bindparam("last", type_=sa.Date())),
    "year": Dossier.year == sa.bindparam("year"),
    "team": Dispute.team_id == sa.bindparam("team"),
    "units": Dispute.unit_id.in_(sa.bindparam("units", expanding=True)),
    "scope": Dispute.scope == sa.bindparam("scope"),
    "no-scope": Dispute.scope.is_(None),
    "matter": Dispute.matter == sa.bindparam("matter"),
    "stood": sa.and_(NOT_VOID, standing("until").in_(sa.bindparam("stood", expanding=True))),
    "void": sa.not_(NOT_VOID),
}
_NEWEST = (Dispute.received_on.desc(), Dossier.year.desc(), Dossier.no.desc(), Dossier.id.desc())
_BOOK = (Unit.name, Dossier.unit_id, Dossier.year, Dossier.no)
_AFTER = sa.tuple_(Unit.name, Dossier.unit_id, Dossier.year, Dossier.no) > sa.tuple_(
    sa.bindparam("name", type_=sa.String()), sa.bindparam("unit", type_=sa.Integer()),
    sa.bindparam("after_year", type_=sa.Integer()), sa.bindparam("no", type_=sa.Integer()))


@lru_cache(maxsize=64)
def _newest(*names: str) -> sa.Select[*tuple[Any, ...]]:
    return _ROWS.where(*(_CLAUSES[name] for name in names)).order_by(*_NEWEST).limit(PAGE + 1).offset(
        sa.bindparam("skip", type_=sa.Integer()))


@lru_cache(maxsize=64)
def _in_order(*names: str) -> sa.Select[*tuple[Any, ...]]:
    return _ROWS.where(*(_CLAUSES[name] for name in names)).order_by(*_BOOK).limit(BATCH)


@lru_cache(maxsize=64)
def _number(*names: str) -> sa.Select[*tuple[Any, ...]]:
    return _COUNT.where(*(_CLAUSES[name] for name in names))


def _asked(viewer: Viewer, chosen: Chosen) -> tuple[list[str], dict[str, Any]]:
    """Names of the conditions in force and their values; always within reach, whatever else is asked."""
    names, values = ["reach"], dict(within(viewer))
    if chosen.year is not None:
        names.append("year")
        values["year"] = chosen.year
    else:
        names.append("days")
        values |= {"since": chosen.since, "last": chosen.until}
    if chosen.team is not None:
        names.append("team")
        values["team"] = chosen.team
    if chosen.units is not None:
        names.append("units")
        values["units"] = list(chosen.units)
    if chosen.scope:
        names.append("no-scope" if chosen.scope == NO_SCOPE else "scope")
        values |= {} if chosen.scope == NO_SCOPE else {"scope": chosen.scope}
    if chosen.matter:
        names.append("matter")
        values["matter"] = "" if chosen.matter == NO_MATTER else chosen.matter
    if chosen.stood == VOID_ONLY:
        names.append("void")
    elif chosen.stood:
        names.append("stood")
        values |= {"stood": list(STOOD[chosen.stood]), "until": chosen.until}
    return names, values


def page_of_book(viewer: Viewer, chosen: Chosen, page: int) -> Sequence[Any]:
    """Rows newest first, one more than a page holds."""
    names, values = _asked(viewer, chosen)
    return reading().execute(_newest(*names), {**values, "skip": (page - 1) * PAGE}).all()


def number_of_rows(viewer: Viewer, chosen: Chosen) -> int:
    """How many rows that part has."""
    names, values = _asked(viewer, chosen)
    return int(reading().execute(_number(*names), values).scalar_one())


def whole_book(viewer: Viewer, chosen: Chosen) -> Iterator[Sequence[Any]]:
    """Rows in the order of the books, batch by batch."""
    names, values = _asked(viewer, chosen)
    statement = _in_order(*names)
    rows = reading().execute(statement, values).all()
    while rows:
        yield rows
        if len(rows) < BATCH:
            return
        last = rows[-1]
        values |= {"name": last.unit_name, "unit": last.unit_id, "after_year": last.year, "no": last.no}
        rows = reading().execute(statement.where(_AFTER), values).all()


# ── who stands in a row ──

_ids: sa.BindParameter[int] = sa.bindparam("ids", expanding=True)


def _text(value: str = "") -> sa.ColumnElement[str]:
    return sa.literal(value, sa.Text())


_none = sa.cast(sa.null(), sa.Integer())
_BESIDE = sa.union_all(
    sa.select(Party.dossier_id, _text("party").label("what"), Person.name, Person.birth_year.label("born"),
              Person.address.label("more"), Party.role.label("role"), Party.position.label("place"),
              Party.id.label("id"))
    .join(Person, Person.id == Party.person_id).where(Party.dossier_id.in_(_ids)),
    sa.select(MediatedBy.dossier_id, _text("mediator"), Mediator.name, _none, MediatedBy.replaced,
              sa.case((MediatedBy.until_on.is_not(None), "gone"), else_="here"),
              sa.case((MediatedBy.lead, 0), else_=1), MediatedBy.id)
    .join(Mediator, Mediator.id == MediatedBy.mediator_id).where(MediatedBy.dossier_id.in_(_ids)),
    sa.select(Invited.dossier_id, _text("invited"), Invited.name, _none, Invited.standing, _text(), _none, Invited.id)
    .where(Invited.dossier_id.in_(_ids)),
    sa.select(Joint.dossier_id, _text("joint"), Team.name, _none, _text(), _text(), _none, Joint.team_id)
    .join(Team, Team.id == Joint.team_id).where(Joint.dossier_id.in_(_ids)),
    sa.select(Act.dossier_id, _text("void"), _text(), _none, Act.details, _text(), _none, Act.id)
    .where(Act.dossier_id.in_(_ids), Act.code == "void", Act.status == Status.DONE))


def beside(ids: Sequence[int]) -> dict[int, list[Any]]:
    """By dossier: parties, mediators, invited persons, other teams, why a number was cancelled."""
    found: dict[int, list[Any]] = defaultdict(list)
    if ids:
        for row in reading().execute(_BESIDE, {"ids": list(ids)}):
            found[row.dossier_id].append(row)
    for rows in found.values():
        rows.sort(key=lambda row: (row.what, row.role, row.place or 0, row.id))
    return found


# ── the leader's part ──

_lead = (
    sa.select(sa.func.max(MediatedBy.mediator_id))
    .where(MediatedBy.dossier_id == Dispute.dossier_id, MediatedBy.lead, MediatedBy.until_on.is_(None))
    .correlate(Dispute).scalar_subquery())


@lru_cache(maxsize=16)
def _by_mediator(*names: str) -> sa.Select[*tuple[Any, ...]]:
    rows = (
        sa.select(_lead.label("mediator_id"), Dispute.scope, standing("until").label("standing"))
        .join(Dossier, Dossier.id == Dispute.dossier_id)
        .where(NOT_VOID, *(_CLAUSES[name] for name in names)).subquery())
    return (
        sa.select(rows.c.mediator_id, Mediator.name, rows.c.scope, rows.c.standing, sa.func.count().label("number"))
        .outerjoin(Mediator, Mediator.id == rows.c.mediator_id)
        .group_by(rows.c.mediator_id, Mediator.name, rows.c.scope, rows.c.standing))


def by_mediator(viewer: Viewer, chosen: Chosen) -> Sequence[Any]:
    """The disputes of that part by whoever leads their mediation, scope, and how they stood on the last day."""
    names, values = _asked(viewer, chosen)
    return reading().execute(_by_mediator(*names), {**values, "until": chosen.until}).all()
