"""Finds earlier visits, petitions and cases of the same person or matter, as far as the viewer may know of them."""
from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from caseapp.cases.kinds.complaint import VOID
from caseapp.cases.models import Act, CaseFile, Status
from caseapp.db import reading
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.models import Dossier, Party
from caseapp.dossiers.scope import VISIBLE, scope
from caseapp.people.models import Person
from caseapp.petitions.repeats.asking import content_pairs, name_spellings, phone_spellings
from caseapp.petitions.repeats.likeness import Likeness, Proposal, Reason, Told, compare
from caseapp.petitions.repeats.pairs import PAIRS
from caseapp.petitions.repeats.people import Someone
from caseapp.petitions.repeats.words import gist
from caseapp.staff.viewer import Viewer
from caseapp.text import fold

# How many dossiers are compared at most, and how many each word, name or number may bring: the latest of them.
COMPARED, OF_PAIR, OF_PERSON = 60, 20, 40


@dataclass(frozen=True, slots=True)
class AskedPerson:
    """A person as typed. ``id_index``: the number's fingerprint in the viewer's unit; ``id_kind``: of which paper."""

    name: str
    id_index: bytes | None = None
    phone: str = ""
    place: str = ""
    id_kind: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What an officer typed of somebody who came or wrote; ``besides``: the id of a dossier to leave out."""

    people: Sequence[AskedPerson]
    content: str
    received_on: date
    besides: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """An earlier dossier, what the new one may be in its light, how surely (0 to 1), and why."""

    dossier_id: int
    public_id: str
    kind: str
    number: str
    subject: str
    opened_on: date
    state: str
    score: float
    proposal: Proposal
    reasons: tuple[Reason, ...]


def find_repeats(viewer: Viewer, asked: Asked, limit: int = 8) -> Sequence[Found]:
    """Earlier dossiers of the same person or matter, the likeliest first, then the latest; at most ``limit``.

    Two statements, both within the viewer's scope. What is out of sight takes no place among those compared.
    """
    told = Told([Someone(one.name, one.id_index, one.id_kind, one.phone, one.place) for one in asked.people],
                gist(asked.content))
    rows = _candidates(viewer, asked, told)
    people = _people_of([row.id for row in rows], viewer.unit_id)
    # A visit, its petition and its case tell the same: each content is read once.
    gists = {content: gist(content) for content in {row.content for row in rows}}
    found = [(row, like) for row in rows if (like := compare(
        told, Told(people[row.id], gists[row.content].citing(told.gist.papers if row.cited else {})))) is not None]
    found.sort(key=lambda one: (-one[1].score, -one[0].opened_on.toordinal(), one[0].public_id))
    return [_found(row, like) for row, like in found[:limit]]


def _found(row: Any, like: Likeness) -> Found:
    return Found(row.id, row.public_id, row.kind, number_of(row), row.subject, row.opened_on, row.state,
                 round(like.score, 3), like.proposal, like.reasons)


# ---- looking up ------------------------------------------------------------------------------------------------------

# The visit's package stands above this one; all that is read of it is what the visitor told.
_VISIT: Final = sa.table("visit", sa.column("dossier_id", sa.Integer), sa.column("content", sa.Text))
_NUMBER, _PHONE, _NAME, _PAPER = "number", "phone", "name", "paper"
# Written out: a database that plans before it knows the values would not see that an index on some rows serves.
_NOTHING: Final[sa.ColumnElement[str]] = sa.literal_column("''")
_WORTH: Final = {_NUMBER: 8.0, _PHONE: 6.0, _PAPER: 6.0, _NAME: 3.0}


def _candidates(viewer: Viewer, asked: Asked, told: Told) -> Sequence[Any]:
    """Rows to compare: of each number, name and word the latest dossiers; what few words or names share comes first."""
    connection = reading()
    names = [one.name for one in asked.people]
    pairs = content_pairs(asked.content, told.gist)
    known: dict[str, Sequence[Any]] = {
        _NUMBER: [one.id_index for one in asked.people if one.id_index], _NAME: name_spellings(names),
        _PHONE: phone_spellings([one.phone for one in asked.people]),
        _PAPER: [spelling for paper in told.gist.papers.values() for spelling in _paper_spellings(paper)]}
    by = tuple(what for what, values in known.items() if values)
    if not by and not pairs:
        return []
    on_sqlite = connection.dialect.name == "sqlite"
    values = {what: _many(what, known[what], on_sqlite=on_sqlite) for what in by}
    values |= {f"pair{place}": pair for place, pair in enumerate(pairs)}
    within = scope(viewer)
    values |= {} if on_sqlite else {"units": list(within["anywhere"])}
    return connection.execute(_statement(by, len(pairs), on_sqlite=on_sqlite), {
        **values, **within, "besides": asked.besides, "until": asked.received_on}).all()


def _many(what: str, values: Sequence[Any], *, on_sqlite: bool) -> Any:
    """Many words as one value: as JSON or as an array. Fingerprints are few, and one value each."""
    return json.dumps(values) if on_sqlite and what != _NUMBER else values


def _paper_spellings(paper: str) -> tuple[str, ...]:
    """A cited paper as an act's folded number and symbol; the usual symbol where none was cited."""
    return (fold(paper),) if "/" in paper else (f"{paper}/qd-ubnd",)


@lru_cache(maxsize=128)
def _statement(by: tuple[str, ...], pairs: int, *, on_sqlite: bool) -> sa.Select[*tuple[Any, ...]]:
    """One statement for so many ways to look; each way brings its latest, weighed by how few it brings."""
    arms = [_known(what, on_sqlite=on_sqlite) for what in by]
    arms += [_said(place, on_sqlite=on_sqlite) for place in range(pairs)]
    hit = sa.union_all(*arms).cte("hit")
    share = sa.select(hit.c.way, (1.0 / sa.func.count()).label("share")).group_by(hit.c.way).cte("share")
    best = (
        sa.select(hit.c.id, sa.func.sum(share.c.share + hit.c.worth).label("worth"),
                  sa.func.max(hit.c.cited).label("cited"))
        .join(share, share.c.way == hit.c.way).group_by(hit.c.id)
        .order_by(sa.desc("worth"), hit.c.id.desc()).limit(COMPARED).cte("best"))
    return (
        sa.select(
            Dossier.id, Dossier.public_id, Dossier.kind, Dossier.register, Dossier.year, Dossier.no, Dossier.sealed,
            Dossier.code, Dossier.subject, Dossier.opened_on, Dossier.state, best.c.cited,
            sa.func.coalesce(_VISIT.c.content, CaseFile.content, "").label("content"))
        .join(best, best.c.id == Dossier.id)
        .outerjoin(_VISIT, _VISIT.c.dossier_id == Dossier.id)
        .outerjoin(CaseFile, CaseFile.dossier_id == Dossier.id))


_EARLIER: Final = sa.and_(
    VISIBLE, Dossier.opened_on <= sa.bindparam("until"), Dossier.id != sa.bindparam("besides"),
    Dossier.state != VOID.code)


def _arm(ids: sa.Select[*tuple[Any, ...]], way: str, worth: float, cited: int = 0) -> sa.Select[*tuple[Any, ...]]:
    some = ids.subquery()
    return sa.select(some.c.id, sa.literal_column(f"'{way}'").label("way"),
                     sa.literal_column(str(worth)).label("worth"), sa.literal_column(str(cited)).label("cited"))


def _known(what: str, *, on_sqlite: bool) -> sa.Select[*tuple[Any, ...]]:
    """Open dossiers of whoever has the number, name or phone, or cases in which a paper was made."""
    reach: sa.BindParameter[Any] = sa.bindparam("reach", expanding=True)
    table: type[Party | Act] = Party
    if what == _PAPER:
        table, ids = Act, sa.select(Act.dossier_id.label("id")).where(
            Act.unit_id.in_(reach), _among(Act.document_fold, what, on_sqlite=on_sqlite), Act.document_fold != _NOTHING,
            Act.status == Status.DONE)
    else:
        column = {_NUMBER: Person.id_index, _NAME: Person.name_fold, _PHONE: Person.phone}[what]
        ids = sa.select(Party.dossier_id.label("id")).join(Person, Person.id == Party.person_id).where(
            Person.unit_id.in_(reach), _among(column, what, on_sqlite=on_sqlite))
        ids = ids.where(Person.phone != _NOTHING) if what == _PHONE else ids
    # Asked for each one found, so that no database begins with all dossiers of the units.
    seen = sa.exists().where(Dossier.id == table.dossier_id, Dossier.sealed.is_(False), _EARLIER)
    return _arm(ids.where(seen).order_by(table.dossier_id.desc()).limit(OF_PERSON), what, _WORTH[what],
                int(what == _PAPER))


def _among(column: Any, what: str, *, on_sqlite: bool) -> sa.ColumnElement[bool]:
    """Whether a column holds one of the values asked for; the statement is the same however many they are."""
    if what == _NUMBER:
        return column.in_(sa.bindparam(what, expanding=True))      # type: ignore[no-any-return]
    if on_sqlite:
        return column.in_(sa.text(f"SELECT value FROM json_each(:{what})"))      # type: ignore[no-any-return]  # noqa: S608
    return column == sa.any_(sa.bindparam(what, type_=ARRAY(sa.Text)))      # type: ignore[no-any-return]


def _said(place: int, *, on_sqlite: bool) -> sa.Select[*tuple[Any, ...]]:
    """The latest dossiers with a pair of words."""
    pair = PAIRS.alias(f"pair{place}")
    seen = sa.exists().where(Dossier.id == pair.c.dossier_id, _EARLIER)
    ids = (
        sa.select(pair.c.dossier_id.label("id")).where(pair.c.pair == sa.bindparam(f"pair{place}"), seen)
        .order_by(pair.c.dossier_id.desc()).limit(sa.literal_column(str(OF_PAIR))))
    if on_sqlite:
        ids = ids.where(pair.c.unit_id.in_(sa.bindparam("anywhere", expanding=True)))
    else:      # for several units at once PostgreSQL would sort all their dossiers: so the latest of each, then of all
        told = sa.func.unnest(sa.bindparam("units", type_=ARRAY(sa.Integer)))
        units = told.table_valued(sa.column("unit", sa.Integer), name=f"units{place}").render_derived()
        of_unit = ids.where(pair.c.unit_id == units.c.unit).lateral(f"of_unit{place}")
        ids = (sa.select(of_unit.c.id).select_from(units).join(of_unit, sa.true())
               .order_by(of_unit.c.id.desc()).limit(sa.literal_column(str(OF_PAIR))))
    return _arm(ids, f"pair{place}", 0.0)


_PEOPLE: Final = (
    sa.select(Party.dossier_id, Person.id, Person.unit_id, Person.name, Person.id_index, Person.id_kind, Person.phone,
              Person.address, Person.commune)
    .join(Person, Person.id == Party.person_id).where(Party.dossier_id.in_(sa.bindparam("ids", expanding=True))))


def _people_of(ids: Sequence[int], unit_id: int) -> Mapping[int, list[Someone]]:
    """Who takes part in dossiers that the viewer may see. A number's fingerprint of another unit says nothing here."""
    people: dict[int, list[Someone]] = defaultdict(list)
    known: dict[int, Someone] = {}      # whoever stands in a visit, its petition and its case is read once
    for row in reading().execute(_PEOPLE, {"ids": ids}) if ids else ():
        number = row.id_index if row.unit_id == unit_id else None
        if row.id not in known:
            known[row.id] = Someone(
                row.name, number, row.id_kind if number else None, row.phone, row.address, row.commune)
        people[row.dossier_id].append(known[row.id])
    return people
