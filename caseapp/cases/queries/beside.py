"""What lies beside the acts of a case, read in one statement: people, team, notes, files, moved limits, a deputy."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from caseapp.cases.models import Act, ActFile, Assignment, CaseNote, Delivery, Mention, Merge
from caseapp.cases.queries.merging import HERE, STANDING
from caseapp.db import UtcDateTime, reading
from caseapp.dossiers.models import Attachment, Dossier, Party
from caseapp.ledger.models import JournalRow
from caseapp.people.models import Person
from caseapp.staff.models import Account, Substitution
from caseapp.staff.roles import Role

Row = Any      # one line of the statement below; what its columns hold depends on ``what``

_id = sa.bindparam("id", type_=sa.Integer())
LATER = 1_000      # whoever came with another case stands behind those of this one
_maker, _other = aliased(Account), aliased(Dossier)
_TYPES: dict[str, Any] = {
    "ref": sa.Integer(), "key": sa.String(), "name": sa.String(), "text": sa.Text(), "more": sa.String(),
    "role": sa.String(), "since": sa.Date(), "until": sa.Date(), "at": UtcDateTime(), "number": sa.BigInteger(),
    "place": sa.Integer()}


def _lines(what: str, **columns: Any) -> sa.Select[Any]:
    """A part of the statement: what its lines are, the columns it has, nothing in the others."""
    shown = [(columns[name] if name in columns else sa.cast(sa.null(), kind)).label(name)
             for name, kind in _TYPES.items()]
    return sa.select(sa.literal(what).label("what"), *shown)


def _merges(what: str, by: Any, at: Any, why: Any, case: Any, other: Any, *conditions: Any) -> sa.Select[Any]:
    """Cases laid together with this one: who did it, when and why, and the number of the other."""
    return (
        _lines(what, key=_other.public_id, name=Account.display_name, text=why, more=_other.code,
               role=_other.register, ref=_other.year, number=_other.no, at=at, place=Merge.id)
        .select_from(Merge).join(_other, _other.id == other).join(Account, Account.id == by)
        .where(case == _id, *conditions))


_SPLIT = (Merge.undone_by, Merge.undone_at, Merge.undone_why)
_LAID = (Merge.merged_by, Merge.merged_at, Merge.reason)
# Each of these alone would be a statement of its own; a page must not ask the database once for every block it shows.
BESIDE = sa.union_all(
    _lines("people", ref=Person.id, key=Person.public_id, name=Person.name, text=Person.address, more=Person.commune,
           role=Party.role, number=Person.birth_year,
           place=sa.case((Party.dossier_id == _id, Party.position), else_=Party.position + LATER))
    .select_from(Party).join(Person, Person.id == Party.person_id).where(Party.dossier_id.in_(HERE)),
    _lines("team", ref=Account.id, key=Account.public_id, name=Account.display_name, text=Assignment.reason,
           more=_maker.display_name, role=Assignment.duty, since=Assignment.from_on, until=Assignment.until_on,
           at=Assignment.made_at, place=Assignment.id)
    .select_from(Assignment).join(Account, Account.id == Assignment.account_id)
    .join(_maker, _maker.id == Assignment.made_by).where(Assignment.dossier_id == _id),
    _lines("notes", ref=CaseNote.dossier_id, text=CaseNote.text, name=Account.display_name, at=CaseNote.at,
           place=CaseNote.id)
    .select_from(CaseNote).join(Account, Account.id == CaseNote.by).where(CaseNote.dossier_id.in_(HERE)),
    _lines("mentions", ref=Mention.note_id, name=Account.display_name, number=Account.id, at=Mention.read_at,
           place=Mention.note_id)
    .select_from(Mention).join(CaseNote, CaseNote.id == Mention.note_id)
    .join(Account, Account.id == Mention.account_id).where(CaseNote.dossier_id.in_(HERE)),
    _merges("lies-in", *_LAID, Merge.merged_id, Merge.kept_id),
    _merges("holds", *_LAID, Merge.kept_id, Merge.merged_id),
    _merges("split", *_SPLIT, Merge.merged_id, Merge.kept_id, ~STANDING),
    _merges("split", *_SPLIT, Merge.kept_id, Merge.merged_id, ~STANDING),
    _lines("recounts", text=JournalRow.body, at=JournalRow.at, place=JournalRow.id)
    .where(JournalRow.dossier_id == _id, JournalRow.act == "clock.recount"),
    _lines("deliveries", ref=Delivery.act_id, name=Delivery.name, role=Delivery.recipient, more=Delivery.manner,
           since=Delivery.sent_on, until=Delivery.received_on, place=Delivery.id)
    .select_from(Delivery).join(Act, Act.id == Delivery.act_id).where(Act.dossier_id == _id),
    _lines("files", ref=ActFile.act_id, key=Attachment.public_id, name=Attachment.name, role=Attachment.type,
           number=Attachment.size, at=Attachment.added_at, more=Account.display_name, place=Attachment.id)
    .select_from(Attachment).outerjoin(ActFile, ActFile.attachment_id == Attachment.id)
    .join(Account, Account.id == Attachment.added_by).where(Attachment.dossier_id.in_(HERE)),
    _lines("deputies", ref=Account.id, key=Account.public_id, name=Account.display_name, text=Substitution.document,
           since=Substitution.valid_from, until=Substitution.valid_to, place=Substitution.id)
    .select_from(Substitution).join(Account, Account.id == Substitution.by_account_id).where(
        Substitution.for_account_id == sa.bindparam("handler", type_=sa.Integer()), Substitution.role == Role.HANDLER,
        Substitution.unit_id == sa.bindparam("unit", type_=sa.Integer()),
        Substitution.valid_from <= sa.bindparam("today", type_=sa.Date()),
        Substitution.valid_to > sa.bindparam("today", type_=sa.Date())),
).order_by(sa.text("what"), sa.text("place"))


@dataclass(frozen=True, slots=True)
class Beside:
    """The lines by kind, each in its own order.

    ``team``: since, until, reason (``text``), by whom (``more``); ``deliveries`` and ``files``: ``ref`` is their act;
    ``deputies``: who stands in for the handler today, by which document; ``recounts``: bodies of the journal;
    ``mentions``: ``ref`` is their note, ``number`` the account, ``at`` when it was read. People, notes and files of the
    cases that were laid into this one stand among its own; ``lies_in``, ``holds``, ``split``: every such merge, this
    case in another, another in this one, and those that were undone, each with the other's number (``role``, ``ref``,
    ``number``, ``more``).
    """

    people: Sequence[Row]
    team: Sequence[Row]
    notes: Sequence[Row]
    deliveries: Sequence[Row]
    files: Sequence[Row]
    deputies: Sequence[Row]
    recounts: Sequence[Row]
    mentions: Sequence[Row] = ()
    lies_in: Sequence[Row] = ()
    holds: Sequence[Row] = ()
    split: Sequence[Row] = ()

    @property
    def verifiers(self) -> list[Row]:
        """Who verifies beside the handler now."""
        return [one for one in self.team if one.until is None and one.role != "handler"]

    @property
    def standing_merges(self) -> list[Row]:
        """Merges that were not undone, this case in another or another in it."""
        over = {one.place for one in self.split}
        return [one for one in (*self.lies_in, *self.holds) if one.place not in over]

    def unread_by(self, account_id: int) -> list[int]:
        """Notes that call somebody by name who has not seen them yet."""
        return [one.ref for one in self.mentions if one.number == account_id and one.at is None]


def beside(case: Any, today: date) -> Beside:
    """Everything that lies beside the acts of a case; ``case``: its row."""
    return sorted_out(reading().execute(BESIDE, values_of(case, today)))


def values_of(case: Any, today: date) -> dict[str, Any]:
    """What the statement asks of a case, by name."""
    return {"id": case.id, "handler": case.handler_id, "unit": case.unit_id, "today": today}


def sorted_out(rows: Iterable[Row]) -> Beside:
    """The lines of the statement by kind."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.what].append(row)
    return Beside(_once(found["people"]), found["team"], found["notes"], found["deliveries"], found["files"],
                  found["deputies"], found["recounts"], found["mentions"], found["lies-in"], found["holds"],
                  found["split"])


def _once(people: Iterable[Row]) -> list[Row]:
    """Everybody once, though they may complain in both of two cases laid together."""
    found: dict[int, Row] = {}
    for one in people:
        found.setdefault(one.ref, one)
    return list(found.values())
