"""Drafts: what somebody typed and has not saved yet, encrypted, his alone, gone when saved or expired."""
from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session

from caseapp.db import reading, writing
from caseapp.dossiers.models import Draft
from caseapp.ledger.models import FormKey

MOST = 20      # drafts one person may have: the oldest gives way
# What the mark of a draft id says that may not be written to any more, or by nothing that could hold a name.
CLOSED = "closed"
NAMELESS = "nameless"

Fields = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Sieve:
    """What of a form a draft may hold, and whether what is typed is of a kind that holds nobody's name."""

    keep: Callable[[Fields], Fields]
    nameless: Callable[[Fields], bool] = bool


class Kept(NamedTuple):
    """A draft as a list of drafts names it."""

    id: str
    saved_at: datetime
    fields: Fields


_ONE = sa.select(Draft.body, Draft.saved_at).where(
    Draft.id == sa.bindparam("id"), Draft.account_id == sa.bindparam("me"), Draft.form == sa.bindparam("form"),
    Draft.expires_at > sa.bindparam("now"))
_LATEST = (
    sa.select(Draft.id, Draft.saved_at, Draft.body)
    .where(Draft.account_id == sa.bindparam("me"), Draft.form == sa.bindparam("form"),
           Draft.expires_at > sa.bindparam("now"))
    .order_by(Draft.saved_at.desc()).limit(MOST))
_SURPLUS = (
    sa.select(Draft.id).where(Draft.account_id == sa.bindparam("me"))
    .order_by(Draft.saved_at.desc(), Draft.id).offset(MOST))


def keep_draft(draft_id: str, form: str, fields: Mapping[str, list[str]], *, account_id: int, now: datetime,
               nameless: bool = False) -> bool:
    """Write or overwrite a draft; returns whether it was kept.

    A foreign draft id changes nothing. Nor does one that is closed, or forgot its names unless these fields are
    ``nameless``: what a slow line delivers late brings nothing back.
    """
    keys, days = current_app.extensions["keys"], current_app.extensions["settings"].draft_days
    body = keys.encrypt("draft", json.dumps(dict(fields), ensure_ascii=False), f"draft:{draft_id}")
    with writing() as session:
        row, closed = session.get(Draft, draft_id), session.get(FormKey, _mark(draft_id))
        if row is not None and row.account_id != account_id:
            return False
        if closed is not None and not (nameless and closed.result == NAMELESS):
            return False
        if row is None:
            row = Draft(id=draft_id, account_id=account_id, form=form, body=body, saved_at=now, expires_at=now)
            session.add(row)
        row.body, row.saved_at, row.expires_at = body, now, now + timedelta(days=days)
        session.flush()
        surplus = list(session.scalars(_SURPLUS, {"me": account_id}))
        session.execute(sa.delete(Draft).where(Draft.id.in_(surplus)))
    return True


def find_draft(draft_id: str, form: str, *, account_id: int,
               now: datetime) -> tuple[dict[str, list[str]], datetime] | None:
    """What was typed and when it was kept, or None: expired, saved meanwhile, somebody else's."""
    row = reading().execute(_ONE, {"id": draft_id, "me": account_id, "form": form, "now": now}).first()
    if row is None:
        return None
    return _fields(draft_id, row.body), row.saved_at


def list_drafts(form: str, *, account_id: int, now: datetime) -> list[Kept]:
    """The viewer's unfinished forms, newest first; one statement, and each is small."""
    rows = reading().execute(_LATEST, {"me": account_id, "form": form, "now": now})
    return [Kept(row.id, row.saved_at, _fields(row.id, row.body)) for row in rows]


def _fields(draft_id: str, body: bytes) -> Fields:
    fields: Fields = json.loads(current_app.extensions["keys"].decrypt("draft", body, f"draft:{draft_id}"))
    return fields


def drop_draft(session: Session, draft_id: str, *, account_id: int, now: datetime) -> None:
    """Delete a draft in the transaction that saved its form, and close its id."""
    _drop(session, draft_id, account_id)
    _close(session, draft_id, account_id, now, CLOSED)


def erase_draft(draft_id: str, *, account_id: int) -> None:
    """Delete a draft by itself: its form came to hold nothing that may be kept; it may be written to again."""
    with writing() as session:
        _drop(session, draft_id, account_id)


def close_draft(draft_id: str, *, account_id: int, now: datetime) -> None:
    """Delete a draft its writer throws away; nothing is kept under its id any more."""
    with writing() as session:
        drop_draft(session, draft_id, account_id=account_id, now=now)


def drop_drafts_with(session: Session, form: str, name: str, value: str, *, now: datetime) -> None:
    """Delete everybody's drafts of a form whose field ``name`` says ``value``, and close their ids."""
    rows = session.execute(sa.select(Draft.id, Draft.account_id, Draft.body).where(Draft.form == form)).all()
    for draft_id, account_id, body in rows:
        if _fields(draft_id, body).get(name) == [value]:
            drop_draft(session, draft_id, account_id=account_id, now=now)


def forget_names(draft_id: str, *, account_id: int, now: datetime) -> None:
    """Delete a draft whose writer turns out to write down a denouncer; from now on it takes in nothing with a name."""
    with writing() as session:
        _drop(session, draft_id, account_id)
        _close(session, draft_id, account_id, now, NAMELESS)


def _mark(draft_id: str) -> str:
    """A draft id is used up as a form is: its mark lies with theirs, and goes with them."""
    return f"draft:{draft_id}"


def _drop(session: Session, draft_id: str, account_id: int) -> None:
    session.execute(sa.delete(Draft).where(Draft.id == draft_id, Draft.account_id == account_id))


def _close(session: Session, draft_id: str, account_id: int, now: datetime, how: str) -> None:
    found = session.get(FormKey, _mark(draft_id))
    if found is None:
        session.add(FormKey(key=_mark(draft_id), account_id=account_id, at=now, result=how))
    elif found.account_id == account_id and how == CLOSED:
        found.result = how


def drop_expired(session: Session, now: datetime) -> int:
    """Delete drafts past their day; returns how many."""
    return session.execute(sa.delete(Draft).where(Draft.expires_at <= now)).rowcount  # type: ignore[attr-defined, no-any-return]
