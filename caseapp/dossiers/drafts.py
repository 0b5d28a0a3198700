"""Drafts: what somebody typed and has not saved yet, encrypted, his alone, gone when saved or expired."""
from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session

from caseapp.db import reading, writing
from caseapp.dossiers.models import Draft

_ONE = sa.select(Draft.body, Draft.saved_at).where(
    Draft.id == sa.bindparam("id"), Draft.account_id == sa.bindparam("me"), Draft.form == sa.bindparam("form"),
    Draft.expires_at > sa.bindparam("now"))
_LATEST = (
    sa.select(Draft.id, Draft.saved_at)
    .where(Draft.account_id == sa.bindparam("me"), Draft.form == sa.bindparam("form"),
           Draft.expires_at > sa.bindparam("now"))
    .order_by(Draft.saved_at.desc()).limit(20))


def keep_draft(draft_id: str, form: str, fields: Mapping[str, list[str]], *, account_id: int, now: datetime) -> None:
    """Write or overwrite a draft. A foreign draft id changes nothing."""
    keys, days = current_app.extensions["keys"], current_app.extensions["settings"].draft_days
    body = keys.encrypt("draft", json.dumps(dict(fields), ensure_ascii=False), f"draft:{draft_id}")
    with writing() as session:
        row = session.get(Draft, draft_id)
        if row is not None and row.account_id != account_id:
            return
        if row is None:
            row = Draft(id=draft_id, account_id=account_id, form=form, body=body, saved_at=now, expires_at=now)
            session.add(row)
        row.body, row.saved_at, row.expires_at = body, now, now + timedelta(days=days)


def find_draft(draft_id: str, form: str, *, account_id: int,
               now: datetime) -> tuple[dict[str, list[str]], datetime] | None:
    """What was typed and when it was kept, or None: expired, saved meanwhile, somebody else's."""
    row = reading().execute(_ONE, {"id": draft_id, "me": account_id, "form": form, "now": now}).first()
    if row is None:
        return None
    text = current_app.extensions["keys"].decrypt("draft", row.body, f"draft:{draft_id}")
    return json.loads(text), row.saved_at


def list_drafts(form: str, *, account_id: int, now: datetime) -> list[tuple[str, datetime]]:
    """Ids and times of the viewer's unfinished forms, newest first."""
    rows = reading().execute(_LATEST, {"me": account_id, "form": form, "now": now})
    return [(row.id, row.saved_at) for row in rows]


def drop_draft(session: Session, draft_id: str, *, account_id: int) -> None:
    """Delete a draft in the transaction that saved its form."""
    session.execute(sa.delete(Draft).where(Draft.id == draft_id, Draft.account_id == account_id))


def erase_draft(draft_id: str, *, account_id: int) -> None:
    """Delete a draft by itself: thrown away by its writer, or because it came to hold what it must not."""
    with writing() as session:
        drop_draft(session, draft_id, account_id=account_id)


def drop_expired(session: Session, now: datetime) -> int:
    """Delete drafts past their day; returns how many."""
    return session.execute(sa.delete(Draft).where(Draft.expires_at <= now)).rowcount  # type: ignore[attr-defined, no-any-return]
