"""How petitions came in, and what a form that takes one in asks of the office's books."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from caseapp.db import reading
from caseapp.dossiers.models import Dossier, Link, Party
from caseapp.dossiers.scope import CASE_OF, VISIBLE, scope
from caseapp.ledger.models import FormKey
from caseapp.people.models import Person
from caseapp.petitions.models import Petition
from caseapp.staff.models import Unit
from caseapp.staff.viewer import Viewer

_HOW = sa.select(
    Petition.channel, Petition.content_kind, Petition.competent, Petition.dated_on, Petition.forwarded_no,
    Petition.also_sent_to, Petition.originals, Petition.to_confirm, Petition.book_row,
).where(Petition.dossier_id == sa.bindparam("id"))
_CHANNELS = sa.select(Petition.dossier_id, Petition.channel).where(
    Petition.dossier_id.in_(sa.bindparam("ids", expanding=True)))


# The oldest first: whoever signed first stands first. Of another unit's books nobody is taken over.
_WRITERS = (
    sa.select(Party.dossier_id, Person.public_id, Person.name, Person.birth_year, Person.phone, Person.commune,
              Person.address, Person.id_masked)
    .join(Person, Person.id == Party.person_id).join(Dossier, Dossier.id == Party.dossier_id)
    .where(Party.dossier_id.in_(sa.bindparam("ids", expanding=True)), Person.unit_id == sa.bindparam("unit"), VISIBLE)
    .order_by(Party.dossier_id, Party.position, Party.id))
_KNOWN = sa.select(Person.public_id, Person.id_masked).where(
    Person.unit_id == sa.bindparam("unit"), Person.public_id.in_(sa.bindparam("ids", expanding=True)))
_EARLIER = sa.select(
    Dossier.id, Dossier.public_id, Dossier.kind, Dossier.register, Dossier.year, Dossier.no, Dossier.code,
    Dossier.subject, Dossier.state, Dossier.opened_on,
).where(Dossier.public_id == sa.bindparam("public_id"), Dossier.sealed.is_(False), Dossier.state != "void", VISIBLE)
_OPEN = sa.select(Dossier.id).where(Dossier.id.in_(sa.bindparam("ids", expanding=True)), Dossier.sealed.is_(False))
_MADE = sa.select(FormKey.result).where(
    FormKey.key == sa.bindparam("key"), FormKey.account_id == sa.bindparam("me"))
_CASE = sa.select(Link.other_id).where(Link.dossier_id == sa.bindparam("id"), Link.what == CASE_OF).limit(1)
_own = sa.select(Unit.parent_id).where(Unit.id == sa.bindparam("unit")).scalar_subquery()
_COMMUNES = (
    sa.select(Unit.name)
    .where(sa.or_(Unit.id == sa.bindparam("unit"), sa.and_(Unit.level == "commune", Unit.parent_id == _own)),
           Unit.valid_to.is_(None))
    .order_by(Unit.id != sa.bindparam("unit"), Unit.name).limit(250))


def channels_of(ids: Sequence[int]) -> dict[int, str]:
    """How petitions reached the office, by dossier id; asked for dossiers the viewer may see."""
    return {row.dossier_id: row.channel for row in reading().execute(_CHANNELS, {"ids": list(ids)})}


def how_it_came(petition_id: int) -> Any:
    """How a petition the viewer may see came in and what came with it, beside what stands in its file."""
    return reading().execute(_HOW, {"id": petition_id}).one()


def writers_of(viewer: Viewer, ids: Iterable[int]) -> dict[int, Any]:
    """Of dossiers the viewer may see whoever wrote or came first, by dossier id; only out of the unit's own books."""
    found: dict[int, Any] = {}
    values = {"ids": list(ids), "unit": viewer.unit_id, **scope(viewer)}
    for row in reading().execute(_WRITERS, values) if values["ids"] else ():
        found.setdefault(row.dossier_id, row)
    return found


def open_among(ids: Sequence[int]) -> frozenset[int]:
    """Those of ``ids`` that are not sealed: nothing sealed may stand beside an open petition, whoever looks."""
    return frozenset(reading().execute(_OPEN, {"ids": list(ids)}).scalars()) if ids else frozenset()


def stored_numbers(unit_id: int, known: Iterable[str]) -> dict[str, str]:
    """Masked identity numbers of persons of the unit by public id, where one is stored."""
    wanted = [one[:24] for one in known if one]
    rows = reading().execute(_KNOWN, {"unit": unit_id, "ids": wanted}) if wanted else ()
    return {row.public_id: row.id_masked for row in rows if row.id_masked}


def earlier_dossier(viewer: Viewer, public_id: str) -> Any | None:
    """An open dossier that a new petition can be tied to; None for what is sealed, cancelled or out of sight."""
    return reading().execute(_EARLIER, {"public_id": public_id[:24], **scope(viewer)}).first() if public_id else None


def case_of(petition_id: int) -> int | None:
    """The id of the case a petition lies in, seen or not; None for one that lies in none."""
    found: int | None = reading().execute(_CASE, {"id": petition_id}).scalar()
    return found


def made_by(key: str, account_id: int) -> str | None:
    """What a form was carried out to before, None for one that was not."""
    found: str | None = reading().execute(_MADE, {"key": key, "me": account_id}).scalar()
    return found


def communes(unit_id: int) -> list[str]:
    """Names of the unit's own commune and its neighbours, as people write an address."""
    names = reading().execute(_COMMUNES, {"unit": unit_id}).scalars()
    places = [name.removeprefix("UBND ").removeprefix("Ủy ban nhân dân ") for name in names if name.startswith(
        ("UBND ", "Ủy ban nhân dân "))]
    return [place[:1].upper() + place[1:] for place in places]
