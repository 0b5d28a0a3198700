"""Who acts on a dossier: what every kind's acts ask before they change anything, and who follows what was done."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from caseapp.dossiers.models import Accused
from caseapp.law.days import Calendar
from caseapp.ledger.models import Chain
from caseapp.staff.models import Account
from caseapp.staff.sessions import held_by


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts on which dossier; ``version`` is the one his page showed, ``roles`` those he holds in its unit."""

    dossier_id: int
    unit_id: int
    version: int
    by: int
    roles: frozenset[str]
    at: datetime
    today: date
    calendar: Calendar
    form_key: str = ""


def roles_left(session: Session, how: Acting) -> frozenset[str]:
    """Of the roles the page was opened with, those still held: this act may have waited for its turn meanwhile.

    Raises NotFound for an account that was locked or barred: for it the dossier does not exist.
    """
    barred = sa.exists().where(Accused.dossier_id == how.dossier_id, Accused.account_id == how.by)
    if session.scalar(sa.select(sa.or_(barred, sa.exists().where(
            Account.id == how.by, Account.disabled_on.is_not(None))))):
        raise NotFound
    held, _names = held_by(how.by, how.today)
    return how.roles & {str(one.role) for one in held if how.unit_id in one.own}


Follower = Callable[[Session, Chain, Any], None]
"""Told of an act inside its transaction: session, the locked chain, and what was done."""


def follow(app: Flask, follower: Follower) -> None:
    """At assembly: a feature above is told of every act on a case, and may change what belongs to it."""
    app.extensions.setdefault("followers", []).append(follower)


def tell_followers(session: Session, chain: Chain, done: Any) -> None:
    """Let every follower see an act before it is committed."""
    for follower in current_app.extensions.get("followers", ()):
        follower(session, chain, done)


Watcher = Callable[[Any, str], None]
"""Asked before an act on a case is written down: the work and the act's code; raises Refusal."""


def watch_acts(app: Flask, watcher: Watcher) -> None:
    """At assembly: a feature above is asked before every act, while nothing of it is stored yet."""
    app.extensions.setdefault("watchers", []).append(watcher)


def ask_watchers(work: Any, code: str) -> None:
    """Let every watcher refuse an act that contradicts what belongs to it."""
    for watcher in current_app.extensions.get("watchers", ()):
        watcher(work, code)


Door = Callable[[Session, Any], None]
"""Asked whether a dossier may be written into: session and dossier, under its lock; raises Refusal."""


def watch_door(app: Flask, door: Door) -> None:
    """At assembly: a feature above is asked before a page that all kinds share writes into a dossier."""
    app.extensions.setdefault("doors", []).append(door)


def see_doors(session: Session, dossier: Any) -> None:
    """Let every feature that knows the dossier say whether it may be written into; raises Refusal."""
    for door in current_app.extensions.get("doors", ()):
        door(session, dossier)
