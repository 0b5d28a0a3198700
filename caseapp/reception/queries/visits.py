"""One visit and lists of visits."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from caseapp.cases.commands.opening import CASE_OF
from caseapp.db import UtcDateTime, reading
from caseapp.dossiers.models import Attachment, Clock, Dossier, Link, Party
from caseapp.dossiers.scope import VISIBLE, scope
from caseapp.ledger.models import JournalRow, JournalValues
from caseapp.people.models import Person
from caseapp.reception.models import Paper, Visit
from caseapp.reception.queries.petitions import PETITION_OF, TAKES_MORE, case_of
from caseapp.staff.models import Account, Unit
from caseapp.staff.policy import Can
from caseapp.staff.viewer import Viewer

PAGE = 25
JOURNAL_SHOWN = 40

_author, _receiver, _custodian = aliased(Account), aliased(Account), aliased(Account)
_DOSSIER = (
    Dossier.id, Dossier.public_id, Dossier.kind, Dossier.unit_id, Dossier.register, Dossier.year, Dossier.no,
    Dossier.sealed, Dossier.code, Dossier.subject, Dossier.state, Dossier.author_id, Dossier.opened_on,
    Dossier.closed_on, Dossier.next_due, Dossier.made_at, Dossier.version)
_VISIT = tuple(column for column in Visit.__table__.c if column.name not in ("dossier_id", "kind"))

ONE = (
    sa.select(*_DOSSIER, *_VISIT, _author.display_name.label("author"), _receiver.display_name.label("receiver"),
              _receiver.public_id.label("receiver_key"),
              _receiver.title.label("receiver_title"), _custodian.display_name.label("custodian"),
              Unit.name.label("unit_name"), Unit.seat.label("unit_seat"), Unit.phone.label("unit_phone"),
              Unit.reception_place.label("reception_place"), case_of(Dossier).label("case_id"))
    .join(Visit, Visit.dossier_id == Dossier.id)
    .join(Unit, Unit.id == Dossier.unit_id)
    .join(_author, _author.id == Dossier.author_id)
    .outerjoin(_receiver, _receiver.id == Visit.receiver_id)
    .outerjoin(_custodian, _custodian.id == Visit.custodian_id)
    .where(Dossier.public_id == sa.bindparam("public_id"), Dossier.kind == "visit", VISIBLE))
PARTIES = (
    sa.select(Party.dossier_id, Party.role, Party.authority, Person.public_id, Person.name, Person.nature,
              Person.birth_year, Person.sex, Person.id_kind, Person.id_masked, Person.id_missing, Person.id_issued,
              Person.id_cipher, Person.phone, Person.commune, Person.address)
    .join(Person, Person.id == Party.person_id)
    .where(Party.dossier_id.in_(sa.bindparam("ids", expanding=True)))
    .order_by(Party.dossier_id, Party.position, Party.id))
PAPERS = sa.select(Paper.name, Paper.pages, Paper.condition).where(
    Paper.dossier_id == sa.bindparam("id")).order_by(Paper.position)
FILES = (
    sa.select(Attachment.public_id, Attachment.name, Attachment.type, Attachment.size, Attachment.added_at,
              Account.display_name.label("by"))
    .join(Account, Account.id == Attachment.added_by)
    .where(Attachment.dossier_id == sa.bindparam("id")).order_by(Attachment.id))
# For the page of a visit, which has one statement for both.
_both: sa.CompoundSelect[Any] = sa.union_all(
    sa.select(sa.literal("paper").label("what"), Paper.position.label("place"), Paper.name, Paper.pages,
              Paper.condition, sa.cast(sa.null(), sa.String(24)).label("public_id"),
              sa.cast(sa.null(), sa.String(8)).label("type"), sa.cast(sa.null(), sa.BigInteger).label("size"),
              sa.cast(sa.null(), UtcDateTime).label("added_at"), sa.cast(sa.null(), sa.String(120)).label("by"))
    .where(Paper.dossier_id == sa.bindparam("id")),
    sa.select(sa.literal("file"), Attachment.id, Attachment.name, sa.cast(sa.null(), sa.Integer),
              sa.cast(sa.null(), sa.String(16)), Attachment.public_id, Attachment.type, Attachment.size,
              Attachment.added_at, Account.display_name)
    .join(Account, Account.id == Attachment.added_by)
    .where(Attachment.dossier_id == sa.bindparam("id")))
_BOTH = _both.order_by("what", "place")
CLOCKS = (
    sa.select(Clock.public_id, Clock.rule, Clock.nature, Clock.unit, Clock.start_on, Clock.due_on, Clock.safe_on,
              Clock.confirmed, Clock.receipt_no, Clock.ended_on, Clock.ended_by, Clock.result)
    .where(Clock.dossier_id == sa.bindparam("id")).order_by(Clock.id))
JOURNAL = (
    sa.select(JournalRow.at, JournalRow.act, JournalRow.sealed, JournalRow.body, Account.display_name.label("by"),
              JournalValues.body.label("values"))
    .outerjoin(Account, Account.id == JournalRow.account_id)
    .outerjoin(JournalValues, JournalValues.journal_id == JournalRow.id)
    .where(JournalRow.dossier_id == sa.bindparam("id"))
    .order_by(JournalRow.at.desc(), JournalRow.seq.desc()).limit(JOURNAL_SHOWN))
_of_visit, _in_case = aliased(Link), aliased(Link)
_linked = sa.union(
    sa.select(Link.other_id.label("id")).where(Link.dossier_id == sa.bindparam("id")),
    sa.select(Link.dossier_id).where(Link.other_id == sa.bindparam("id")),
    # The case lies one step further: the visit's petition is in it.
    sa.select(_in_case.other_id).join(_of_visit, _of_visit.other_id == _in_case.dossier_id).where(
        _of_visit.dossier_id == sa.bindparam("id"), _of_visit.what == PETITION_OF, _in_case.what == CASE_OF)).subquery()
LINKS = (
    sa.select(Dossier.id, Dossier.public_id, Dossier.kind, Dossier.register, Dossier.year, Dossier.no, Dossier.code,
              Dossier.subject, Dossier.state, Dossier.opened_on)
    .join(_linked, _linked.c.id == Dossier.id).where(VISIBLE)
    .order_by(Dossier.opened_on.desc(), Dossier.id.desc()).limit(PAGE))

Row = Any      # a row of one of the statements above; its names are the columns selected there


def find_visit(viewer: Viewer, public_id: str) -> Row | None:
    """The visit with everything of its own row, or None: absent and forbidden are the same."""
    return reading().execute(ONE, {"public_id": public_id, **scope(viewer)}).first()


def parties_of(ids: Sequence[int]) -> dict[int, list[Row]]:
    """Persons of several visits in one statement, by dossier id; a visit without persons has no key."""
    found: dict[int, list[Row]] = {}
    if ids:
        for row in reading().execute(PARTIES, {"ids": list(ids)}):
            found.setdefault(row.dossier_id, []).append(row)
    return found


def papers_of(dossier_id: int) -> Sequence[Row]:
    """Papers that were taken, in the order of the slip."""
    return reading().execute(PAPERS, {"id": dossier_id}).all()


def files_of(dossier_id: int) -> Sequence[Row]:
    """Files of a visit, oldest first."""
    return reading().execute(FILES, {"id": dossier_id}).all()


def papers_and_files(dossier_id: int) -> tuple[list[Row], list[Row]]:
    """Papers in the order of the slip, and files, oldest first."""
    rows = reading().execute(_BOTH, {"id": dossier_id}).all()
    return [row for row in rows if row.what == "paper"], [row for row in rows if row.what == "file"]


def clocks_of(dossier_id: int) -> Sequence[Row]:
    """Clocks of a visit, oldest first."""
    return reading().execute(CLOCKS, {"id": dossier_id}).all()


def journal_of(dossier_id: int) -> Sequence[Row]:
    """The latest acts, newest first."""
    return reading().execute(JOURNAL, {"id": dossier_id}).all()


def links_of(viewer: Viewer, dossier_id: int) -> Sequence[Row]:
    """Visits on the same matter, the visit's petitions and their cases, as far as the viewer may see them."""
    return reading().execute(LINKS, {"id": dossier_id, **scope(viewer)}).all()


# ── lists ──

_LISTED = (
    sa.select(Dossier.id, Dossier.public_id, Dossier.register, Dossier.year, Dossier.no, Dossier.sealed,
              Dossier.code, Dossier.subject, Dossier.state, Dossier.opened_on, Dossier.next_due, Visit.matter,
              Visit.outcome, Visit.body, Visit.people_count, Visit.envelope, Visit.identity, Visit.held_at,
              Visit.to_confirm, Clock.rule, Clock.unit, Clock.due_on, Clock.safe_on, Clock.confirmed, Clock.ended_on,
              Clock.ended_by, Clock.result)
    .join(Visit, Visit.dossier_id == Dossier.id)
    # The clock a list shows: the running one, or else the last.
    .outerjoin(Clock, Clock.id == (
        sa.select(sa.func.max(Clock.id)).where(Clock.dossier_id == Dossier.id).correlate(Dossier).scalar_subquery()))
    .where(Dossier.kind == "visit", VISIBLE))
NEWEST = _LISTED.order_by(Dossier.opened_on.desc(), Dossier.id.desc()).limit(PAGE + 1)
_BEFORE = sa.tuple_(Dossier.opened_on, Dossier.id) < sa.tuple_(sa.bindparam("day"), sa.bindparam("id"))
NEWEST_AFTER = NEWEST.where(_BEFORE)
OPEN = _LISTED.where(Dossier.next_due.is_not(None)).order_by(Dossier.next_due, Dossier.id).limit(PAGE + 1)
OPEN_AFTER = OPEN.where(
    sa.tuple_(Dossier.next_due, Dossier.id) > sa.tuple_(sa.bindparam("day"), sa.bindparam("id")))
MINE_TODAY = (
    _LISTED.where(Dossier.author_id == sa.bindparam("me"), Dossier.opened_on == sa.bindparam("today"))
    .order_by(Dossier.id.desc()).limit(PAGE))
DUE_BY = _LISTED.where(Dossier.next_due <= sa.bindparam("until")).order_by(Dossier.next_due, Dossier.id).limit(8)
COUNTS = sa.select(
    sa.func.count().filter(Dossier.next_due < sa.bindparam("today")).label("overdue"),
    sa.func.count().filter(Dossier.next_due == sa.bindparam("today")).label("today"),
    sa.func.count().label("open"),
).where(Dossier.kind == "visit", Dossier.next_due.is_not(None), VISIBLE)
BY_IDS = _LISTED.where(Dossier.id.in_(sa.bindparam("ids", expanding=True))).order_by(
    Dossier.opened_on.desc(), Dossier.id.desc()).limit(PAGE)


def newest(viewer: Viewer, after: tuple[Any, int] | None = None) -> Sequence[Row]:
    """Visits, newest first, one more than a page holds; ``after`` is the day and id of the last row shown."""
    if after is None:
        return reading().execute(NEWEST, scope(viewer)).all()
    return reading().execute(NEWEST_AFTER, {"day": after[0], "id": after[1], **scope(viewer)}).all()


def still_open(viewer: Viewer, after: tuple[Any, int] | None = None) -> Sequence[Row]:
    """Visits whose visitors wait for an answer, the earliest due first."""
    if after is None:
        return reading().execute(OPEN, scope(viewer)).all()
    return reading().execute(OPEN_AFTER, {"day": after[0], "id": after[1], **scope(viewer)}).all()


def mine_today(viewer: Viewer, today: Any) -> Sequence[Row]:
    """What the viewer logged today, newest first."""
    return reading().execute(MINE_TODAY, {"today": today, **scope(viewer)}).all()


def due_by(viewer: Viewer, until: Any) -> Sequence[Row]:
    """The first visits whose duty ends on or before ``until``, overdue ones first."""
    return reading().execute(DUE_BY, {"until": until, **scope(viewer)}).all()


def counts(viewer: Viewer, today: Any) -> Row:
    """How many visits are overdue, due today and open at all."""
    return reading().execute(COUNTS, {"today": today, **scope(viewer)}).one()


def by_ids(viewer: Viewer, ids: Sequence[int]) -> Sequence[Row]:
    """The visible ones among ``ids``: what a search found."""
    return reading().execute(BY_IDS, {"ids": list(ids), **scope(viewer)}).all() if ids else []


# ── has been here before ──

_Case = aliased(Dossier)
_BEFORE_HERE = (
    sa.select(Person.public_id, Person.name, Person.birth_year, Person.sex, Person.id_masked, Person.phone,
              Person.commune, Person.address, Dossier.id.label("dossier_id"), Dossier.public_id.label("visit"),
              Dossier.register, Dossier.year, Dossier.no, Dossier.code, Dossier.subject, Dossier.opened_on,
              Dossier.state, Dossier.next_due, _Case.year.label("case_year"), _Case.no.label("case_no"),
              _Case.register.label("case_register"))
    .join(Party, Party.person_id == Person.id)
    .join(Dossier, Dossier.id == Party.dossier_id)
    .outerjoin(_Case, _Case.id == case_of(Dossier, TAKES_MORE))
    .where(Person.unit_id == sa.bindparam("unit"), Dossier.kind == "visit", Dossier.sealed.is_(False),
           Dossier.state != "void", VISIBLE)
    .order_by(Dossier.opened_on.desc(), Dossier.id.desc()).limit(6))
BEFORE_BY_NUMBER = _BEFORE_HERE.where(Person.id_index == sa.bindparam("number"))
BEFORE_BY_NAME = _BEFORE_HERE.where(Person.name_fold == sa.bindparam("name"))


def been_here(viewer: Viewer, *, number: bytes | None, name: str) -> Sequence[Row]:
    """Earlier open visits of a person in the viewer's unit, newest first; never a denunciation."""
    values = {"unit": viewer.unit_id, **scope(viewer, Can.LOG_VISIT)}
    if number is not None:
        return reading().execute(BEFORE_BY_NUMBER, {"number": number, **values}).all()
    return reading().execute(BEFORE_BY_NAME, {"name": name, **values}).all() if name else []
