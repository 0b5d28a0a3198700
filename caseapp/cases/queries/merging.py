"""Where a case lies that was laid into another or handed over, and the dossier that somebody names by its number."""
from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session, aliased

from caseapp.cases.models import CaseFile, Merge
from caseapp.cases.practices import PRACTICES
from caseapp.cases.rules import KINDS
from caseapp.db import reading
from caseapp.dossiers.models import Dossier, Link
from caseapp.dossiers.queries import recent_years
from caseapp.dossiers.scope import HANDED_OVER, VISIBLE, scope
from caseapp.staff.viewer import Viewer
from caseapp.text import fold

Row = Any      # a row of one of the statements below; its names are the columns selected there

STANDING = Merge.undone_at.is_(None)
_id = sa.bindparam("id", type_=sa.Integer())
# A case and every case that was laid into it.
HERE = sa.union_all(sa.select(_id), sa.select(Merge.merged_id).where(Merge.kept_id == _id, STANDING))
_other = aliased(Dossier)
_NUMBER = (_other.id, _other.public_id, _other.kind, _other.register, _other.year, _other.no, _other.code)
# Each answers out of an index; of a case that goes its own way neither has a row.
_ASIDE = sa.union_all(
    sa.select(*_NUMBER, sa.literal("merged").label("why")).join(Merge, Merge.kept_id == _other.id)
    .where(Merge.merged_id == _id, STANDING),
    sa.select(*_NUMBER, sa.literal(HANDED_OVER)).join(Link, Link.other_id == _other.id)
    .where(Link.dossier_id == _id, Link.what == HANDED_OVER))
_LYING = sa.union_all(
    sa.select(Merge.merged_id.label("here"), *_NUMBER, sa.literal("merged").label("why"))
    .join(_other, _other.id == Merge.kept_id).where(Merge.merged_id.in_(sa.bindparam("ids", expanding=True)), STANDING),
    sa.select(Link.dossier_id, *_NUMBER, sa.literal(HANDED_OVER)).join(_other, _other.id == Link.other_id)
    .where(Link.dossier_id.in_(sa.bindparam("ids", expanding=True)), Link.what == HANDED_OVER))
_HELD = (
    sa.select(*_NUMBER).join(Merge, Merge.merged_id == _other.id).where(Merge.kept_id == _id, STANDING)
    .order_by(Merge.id).limit(1))
_NAMED = (
    sa.select(Dossier.id, Dossier.public_id, Dossier.kind, Dossier.unit_id, Dossier.register, Dossier.year, Dossier.no,
              Dossier.code, Dossier.sealed, Dossier.subject, Dossier.state, Dossier.opened_on, Dossier.closed_on,
              Dossier.proposed, Dossier.version, CaseFile.instance, CaseFile.content, CaseFile.respondent)
    .join(CaseFile, CaseFile.dossier_id == Dossier.id)
    .where(VISIBLE, Dossier.kind.in_(sorted(KINDS))).order_by(Dossier.opened_on.desc(), Dossier.id.desc()).limit(2))
# A sealed dossier has no number that anybody could know: it goes by its code.
_BY_NUMBER = _NAMED.where(
    Dossier.sealed.is_(False), Dossier.no == sa.bindparam("no"), Dossier.register == sa.bindparam("register"),
    Dossier.unit_id == sa.bindparam("unit"), Dossier.year.in_(sa.bindparam("years", expanding=True)))
_BY_CODE = _NAMED.where(Dossier.code == sa.bindparam("code"))
_WRITTEN = re.compile(r"(?:(?P<register>[^\W\d][^\d/]*?)[ .-]*)?(?:(?P<year>20\d\d)[ /.-]+)?0*(?P<no>\d{1,6})")


def aside(source: Session | Connection, case_id: int) -> Row | None:
    """The dossier a case lies in now, with ``why``: “merged” or “handed-over”; None while it goes its own way."""
    return source.execute(_ASIDE, {"id": case_id}).first()


def lying_in(ids: Sequence[int]) -> dict[int, Row]:
    """Of cases that were set aside, where each lies, as ``aside`` says it; asked for a list that shows some."""
    return {row.here: row for row in reading().execute(_LYING, {"ids": list(ids)})} if ids else {}


def held_in(source: Session | Connection, case_id: int) -> Row | None:
    """One of the cases that were laid into a case and not taken out again."""
    return source.execute(_HELD, {"id": case_id}).first()


def named(viewer: Viewer, written: str, unit_id: int, register: str, today: date) -> Row | None:
    """The case or petition somebody names by number or code, as far as the viewer may see it; None for any other.

    A number without register is one of ``register``, and every number one of the unit's own books.
    """
    words = " ".join(written.split())
    found: Sequence[Row] = reading().execute(_BY_CODE, {"code": words.upper(), **scope(viewer)}).all()
    asked = _WRITTEN.fullmatch(words)
    if not found and asked is not None:
        book = _register(asked["register"] or register)
        years = [int(asked["year"])] if asked["year"] else recent_years(today)
        values = {"no": int(asked["no"]), "register": book, "unit": unit_id, "years": years, **scope(viewer)}
        found = reading().execute(_BY_NUMBER, values).all()
    return found[0] if found else None


def _register(written: str) -> str:
    """The register as books write it: “đơn” and “Don” are “ĐƠN”."""
    known = {fold(practice.register): practice.register for practice in PRACTICES.values()}
    return known.get(fold(written), written)
