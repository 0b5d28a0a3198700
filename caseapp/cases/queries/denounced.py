"""Sealed cases of the units whose envelopes somebody keeps: what waits to be sent to whoever denounced."""
from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from caseapp.cases.kinds.denunciation_letters import LETTERS
from caseapp.cases.models import Act, CaseFile, Status
from caseapp.cases.practices import PRACTICES
from caseapp.db import reading
from caseapp.dossiers.models import Clock, Dossier
from caseapp.dossiers.scope import VISIBLE, scope
from caseapp.staff.models import Account
from caseapp.staff.policy import Can
from caseapp.staff.viewer import Viewer

MOST = 200
_SEALED = sorted(code for code, practice in PRACTICES.items() if practice.sealed)
_OPEN = (
    sa.select(Dossier.id, Dossier.public_id, Dossier.unit_id, Dossier.register, Dossier.year, Dossier.no, Dossier.code,
              Dossier.state, Account.display_name.label("keeper"),
              *(column for column in CaseFile.__table__.c if column.name != "dossier_id"))
    .join(CaseFile, CaseFile.dossier_id == Dossier.id)
    .outerjoin(Account, Account.id == CaseFile.custodian_id)
    .where(Dossier.kind.in_(_SEALED), Dossier.sealed, Dossier.closed_on.is_(None), VISIBLE,
           Dossier.unit_id.in_(sa.bindparam("kept", expanding=True)))
    .order_by(Dossier.opened_on, Dossier.code).limit(MOST))
_ids: sa.BindParameter[Any] = sa.bindparam("ids", expanding=True)
_DONE = (
    sa.select(Act.dossier_id, Act.public_id, Act.code, Act.happened_on, Act.document, Act.details)
    .where(Act.dossier_id.in_(_ids), Act.status == Status.DONE).order_by(Act.dossier_id, Act.place, Act.id))
_CLOCKS = (
    sa.select(Clock.dossier_id, Clock.rule, Clock.nature, Clock.unit, Clock.due_on, Clock.safe_on, Clock.paused_on,
              Clock.ended_on, Clock.ended_by)
    .where(Clock.dossier_id.in_(_ids)).order_by(Clock.dossier_id, Clock.id))
# Numbers on envelopes of cases, cancelled ones too: those of the files, and those under which they were sealed again.
_of_unit = sa.and_(Dossier.unit_id == sa.bindparam("unit"), Dossier.sealed)
_ENVELOPES = (
    sa.select(CaseFile.envelope).join(Dossier, Dossier.id == CaseFile.dossier_id)
    .where(_of_unit, Dossier.year == sa.bindparam("year"), CaseFile.envelope != ""))
_RESEALED = (
    sa.select(Act.details).join(Dossier, Dossier.id == Act.dossier_id)
    .where(_of_unit, Act.code.in_(sorted(LETTERS)),
           Act.happened_on.between(sa.bindparam("first"), sa.bindparam("last"))))
_KEEPER = sa.select(Account.display_name).where(Account.id == sa.bindparam("id"))


def kept_cases(viewer: Viewer) -> Sequence[Any]:
    """Open sealed cases of the units where the viewer keeps the envelopes; those that accuse him are not there.

    ``keeper``: who keeps the envelope, by name; None while nobody signed for it.
    """
    return reading().execute(_OPEN, {**scope(viewer), "kept": viewer.units_for(Can.CUSTODY)}).all()


def done_in(cases: Iterable[Any]) -> Mapping[int, Sequence[Any]]:
    """What was done in each of several cases, in order, by the case's id: one statement for all."""
    return _by_case(_DONE, cases)


def clocks_in(cases: Iterable[Any]) -> Mapping[int, Sequence[Any]]:
    """The clocks of each of several cases, oldest first, by the case's id: one statement for all."""
    return _by_case(_CLOCKS, cases)


def _by_case(statement: sa.Executable, cases: Iterable[Any]) -> Mapping[int, Sequence[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in reading().execute(statement, {"ids": [one.id for one in cases]}):
        found[row.dossier_id].append(row)
    return found


def envelope_numbers(unit_id: int, year: int) -> Iterator[str]:
    """Every number that an envelope of a unit's cases bears or bore in a year; to draw another, never to be shown."""
    yield from reading().execute(_ENVELOPES, {"unit": unit_id, "year": year}).scalars()
    asked = {"unit": unit_id, "first": date(year, 1, 1), "last": date(year, 12, 31)}
    for details in reading().execute(_RESEALED, asked).scalars():
        yield str(json.loads(details).get("new_envelope", ""))


def keeper_of(case: Any) -> str:
    """Who keeps the envelope of a case, by name; empty while nobody signed for it."""
    return reading().execute(_KEEPER, {"id": case.custodian_id}).scalar_one_or_none() or ""
