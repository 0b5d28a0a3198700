"""What the form of a visit asks of the office: receivers, communes nearby, namesakes, envelopes, persons known."""
from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from caseapp.cases.queries.denounced import envelope_numbers
from caseapp.db import reading
from caseapp.dossiers.models import Accused, Dossier
from caseapp.people.models import Person
from caseapp.reception.accused import meant, named_in_full, proposed
from caseapp.reception.models import Visit
from caseapp.reception.rules import SEALED_REGISTER
from caseapp.staff.models import Account, RoleGrant, Substitution, Unit, UnitWithin

RECEIVING = ("reception", "supervisor", "handler")
FIRST_ENVELOPE: Final = 10_000
ENVELOPES: Final = 90_000      # as many numbers as have five digits

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
_around = sa.union(
    sa.select(UnitWithin.unit_id).where(UnitWithin.ancestor_id == sa.bindparam("unit")),
    sa.select(UnitWithin.ancestor_id).where(UnitWithin.unit_id == sa.bindparam("unit"))).subquery()
_units_around = sa.select(_around.c.unit_id)
_near = sa.or_(
    Account.unit_id.in_(_units_around),
    Account.id.in_(sa.select(RoleGrant.account_id).where(RoleGrant.unit_id.in_(_units_around))),
    Account.id.in_(sa.select(Substitution.by_account_id).where(Substitution.unit_id.in_(_units_around))))
# Locked accounts too: the day one is opened again nobody compares its name with anything.
_OFFICIALS = (
    sa.select(Account.id, Account.public_id, Account.display_name, Account.display_fold, Account.title,
              Account.disabled_on, Account.unit_id, Unit.name.label("unit_name"), _near.label("near"))
    .join(Unit, Unit.id == Account.unit_id).order_by(Account.display_fold, Account.id))
_ENVELOPE = (
    sa.select(Visit.dossier_id).join(Dossier, Dossier.id == Visit.dossier_id)
    .where(Dossier.unit_id == sa.bindparam("unit"), Dossier.sealed, Dossier.year == sa.bindparam("year"),
           Dossier.state != "void", sa.func.lower(Visit.envelope) == sa.bindparam("envelope"),
           Visit.dossier_id != sa.bindparam("besides"),
           ~sa.exists().where(Accused.dossier_id == Dossier.id, Accused.account_id == sa.bindparam("by")))
    .limit(1))
_ENVELOPES = (
    sa.select(Visit.envelope).join(Dossier, Dossier.id == Visit.dossier_id)
    .where(Dossier.unit_id == sa.bindparam("unit"), Dossier.register == SEALED_REGISTER,
           Dossier.year == sa.bindparam("year"), Visit.envelope.is_not(None)))
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


def officials(unit_id: int) -> Sequence[Any]:
    """Every account of the installation; ``near`` tells those who work in the unit, above it or below it."""
    return reading().execute(_OFFICIALS, {"unit": unit_id}).all()


def officials_meant(text: str, unit_id: int) -> list[Any]:
    """Accounts that ``text``, written in the unit, means so clearly that they are barred without being shown."""
    if not text.strip():
        return []
    here, elsewhere = _near_and_far(officials(unit_id))
    return [*meant(text, here), *named_in_full(text, elsewhere)]


def proposed_among(text: str, rows: Iterable[Any]) -> list[Any]:
    """Those of ``officials`` whom ``text`` may mean: near the unit by any part of the name with the given one, or post.

    From elsewhere only by the whole name: every commune has its chair, and anybody may be moved.
    """
    here, elsewhere = _near_and_far(rows)
    return [*proposed(text, here), *named_in_full(text, elsewhere)]


def _near_and_far(rows: Iterable[Any]) -> tuple[list[Any], list[Any]]:
    rows = list(rows)
    return [row for row in rows if row.near], [row for row in rows if not row.near]


def envelope_used(unit_id: int, year: int, envelope: str, *, by: int, besides: int = 0) -> bool:
    """Whether the unit's envelope number of that year is on another denunciation than dossier ``besides``.

    Denunciations that accuse ``by`` do not count: else he could find their envelopes by trying numbers.
    """
    values = {"unit": unit_id, "year": year, "envelope": envelope.lower(), "by": by, "besides": besides}
    return reading().execute(_ENVELOPE, values).first() is not None


def propose_envelope(unit_id: int, year: int) -> str:
    """A number of five digits that is on no envelope of the unit and year; drawn, so that no gap tells anything.

    Of visits and of cases, whose envelopes may have been sealed again under another number.
    """
    numbers = range(FIRST_ENVELOPE, FIRST_ENVELOPE + ENVELOPES)
    of_visits = reading().execute(_ENVELOPES, {"unit": unit_id, "year": year}).scalars()
    rows = [*map(str, of_visits), *envelope_numbers(unit_id, year)]
    used = {int(number) for number in rows if number.isascii() and number.isdigit() and int(number) in numbers}
    while len(used) < ENVELOPES:
        if (number := secrets.choice(numbers)) not in used:
            return str(number)
    return ""


def known_people(unit_id: int, public_ids: Iterable[str]) -> dict[str, Any]:
    """Persons of the unit's own books by public id; a foreign or unknown id is simply not there."""
    wanted = [one for one in public_ids if one]
    rows = reading().execute(_KNOWN, {"unit": unit_id, "ids": wanted}) if wanted else ()
    return {row.public_id: row for row in rows}


def _place_of(name: str) -> str:
    """“UBND phường An Thịnh” → “Phường An Thịnh”; a body that is no commune has none."""
    place = name.removeprefix("UBND ").removeprefix("Ủy ban nhân dân ")
    return place[:1].upper() + place[1:] if place != name else ""
