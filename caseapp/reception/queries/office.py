"""What the form of a visit asks of the office: receivers, communes nearby, namesakes, envelopes, persons known."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from caseapp.db import reading
from caseapp.dossiers.models import Dossier
from caseapp.people.models import Person
from caseapp.reception.accused import meant
from caseapp.reception.models import Visit
from caseapp.staff.models import Account, RoleGrant, Unit

RECEIVING = ("reception", "supervisor", "handler")

_RECEIVERS = (
    sa.select(Account.id, Account.public_id, Account.display_name, Account.title)
    .where(
        Account.disabled_on.is_(None),
        sa.or_(Account.id == sa.bindparam("me"), Account.id.in_(
            sa.select(RoleGrant.account_id).where(
                RoleGrant.unit_id == sa.bindparam("unit"), RoleGrant.role.in_(RECEIVING),
                RoleGrant.valid_from <= sa.bindparam("today"),
                sa.or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to > sa.bindparam("today"))))))
    .order_by(Account.display_fold, Account.id).limit(60))
_own = sa.select(Unit.parent_id).where(Unit.id == sa.bindparam("unit")).scalar_subquery()
_COMMUNES = (
    sa.select(Unit.id, Unit.name)
    .where(sa.or_(Unit.id == sa.bindparam("unit"), sa.and_(Unit.level == "commune", Unit.parent_id == _own)),
           Unit.valid_to.is_(None))
    .order_by(Unit.id != sa.bindparam("unit"), Unit.name).limit(250))
_OFFICIALS = (
    sa.select(Account.id, Account.public_id, Account.display_name, Account.display_fold, Account.title,
              Unit.name.label("unit_name"))
    .join(Unit, Unit.id == Account.unit_id).where(Account.disabled_on.is_(None))
    .order_by(Account.display_fold, Account.id))
_ENVELOPE = (
    sa.select(Visit.dossier_id).join(Dossier, Dossier.id == Visit.dossier_id)
    .where(Dossier.unit_id == sa.bindparam("unit"), Dossier.sealed, Dossier.year == sa.bindparam("year"),
           sa.func.lower(Visit.envelope) == sa.bindparam("envelope"), Visit.dossier_id != sa.bindparam("besides"))
    .limit(1))
_KNOWN = sa.select(
    Person.public_id, Person.name, Person.birth_year, Person.sex, Person.id_masked, Person.phone, Person.commune,
    Person.address,
).where(Person.unit_id == sa.bindparam("unit"), Person.public_id.in_(sa.bindparam("ids", expanding=True)))


def receivers(unit_id: int, me: int, today: date) -> Sequence[Any]:
    """Who may have received a visitor in the unit: officers, handlers and heads of the day, and ``me``."""
    return reading().execute(_RECEIVERS, {"unit": unit_id, "me": me, "today": today}).all()


def communes(unit_id: int) -> list[str]:
    """Names of the unit's own commune and its neighbours, as people write an address."""
    rows = reading().execute(_COMMUNES, {"unit": unit_id})
    return [place for row in rows if (place := _place_of(row.name))]


def officials_meant(text: str) -> list[Any]:
    """Accounts of the installation whom ``text`` may mean: by name, by given name, by initials or by post."""
    return meant(text, reading().execute(_OFFICIALS).all()) if text.strip() else []


def envelope_used(unit_id: int, year: int, envelope: str, *, besides: int = 0) -> bool:
    """Whether the unit's envelope number of that year is on another denunciation than dossier ``besides``."""
    values = {"unit": unit_id, "year": year, "envelope": envelope.lower(), "besides": besides}
    return reading().execute(_ENVELOPE, values).first() is not None


def known_people(unit_id: int, public_ids: Iterable[str]) -> dict[str, Any]:
    """Persons of the unit's own books by public id; a foreign or unknown id is simply not there."""
    wanted = [one for one in public_ids if one]
    rows = reading().execute(_KNOWN, {"unit": unit_id, "ids": wanted}) if wanted else ()
    return {row.public_id: row for row in rows}


def _place_of(name: str) -> str:
    """“UBND phường An Thịnh” → “Phường An Thịnh”; a body that is no commune has none."""
    place = name.removeprefix("UBND ").removeprefix("Ủy ban nhân dân ")
    return place[:1].upper() + place[1:] if place != name else ""
