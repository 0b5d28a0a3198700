"""Acts of a person on their own account: password, language, shortcuts, places signed in."""
from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from caseapp.db import reading, writing
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.journal import record
from caseapp.staff.commands.acting import changes, end_sign_ins
from caseapp.staff.models import Account, SignIn, Unit
from caseapp.staff.passwords import hash_password, matches, weakness
from caseapp.staff.sessions import hash_of, new_token, place_of
from caseapp.staff.throttle import Counted, Wait, give_back, take_turn
from caseapp.staff.viewer import Viewer
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _

_ACCOUNT = (sa.select(Account.name, Account.display_name, Account.password, Unit.name.label("unit_name"), Unit.seat)
            .join(Unit, Unit.id == Account.unit_id).where(Account.id == sa.bindparam("me")))


def change_password(person: Viewer, current: str, new: str, at: datetime) -> str:
    """Replace one's password and end all other sessions; the new token of this one. Raises Refusal at a field."""
    row = reading().execute(_ACCOUNT, {"me": person.account_id}).one()
    _proved(row, current, "current", at)
    problem = weakness(new, (row.name, row.display_name, row.unit_name, place_of(row.unit_name), row.seat))
    if problem or matches(row.password, new):
        raise Refusal(problem or _("Mật khẩu mới phải khác mật khẩu hiện tại."), "new")
    hashed, token = hash_password(new), new_token()
    with writing() as session:
        account = session.get_one(Account, person.account_id)
        chain = lock_chain(session, account.unit_id)
        session.refresh(account)
        if account.password != row.password:
            raise Refusal(_("Mật khẩu vừa được đổi ở nơi khác. Đăng nhập lại."), "current")
        account.password, account.must_change, account.one_time_until = hashed, False, None
        session.execute(sa.update(SignIn).where(SignIn.id == person.sign_in_id).values(token_hash=hash_of(token)))
        end_sign_ins(session, [account.id], at, but=person.sign_in_id)
        record(session, chain, act="account.password.change", by=account.id, at=at,
               facts={"account": account.public_id})
    return token


def prove(person: Viewer, password: str, field: str, at: datetime) -> None:
    """See that the person before the screen is the one signed in; raises Refusal at ``field``."""
    _proved(reading().execute(_ACCOUNT, {"me": person.account_id}).one(), password, field, at)


@dataclass(frozen=True, slots=True)
class Choices:
    """What somebody chooses: language None as the browser asks, address None for no mail."""

    language: str | None
    keys_on: bool
    email: str | None
    mail_on: bool


def choose(person: Viewer, choices: Choices, at: datetime) -> None:
    """Keep one's choices; another address is journaled, since reminders go there."""
    with writing() as session:
        account = session.get_one(Account, person.account_id)
        chain = lock_chain(session, account.unit_id)
        session.refresh(account)
        moved = changes(account, {"email": choices.email})
        for name, value in asdict(choices).items():
            setattr(account, name, value)
        if moved:
            record(session, chain, act="account.mail", by=account.id, at=at,
                   facts={"account": account.public_id, "fields": sorted(moved)}, values=moved)


def end_one_sign_in(person: Viewer, public_id: str, at: datetime) -> None:
    """End one of one's own sessions elsewhere; does nothing for a session that is not one's own."""
    with writing() as session:
        session.execute(sa.update(SignIn).where(
            SignIn.public_id == public_id, SignIn.account_id == person.account_id, SignIn.ended_at.is_(None))
            .values(ended_at=at))


def end_every_sign_in(person: Viewer, at: datetime) -> None:
    """Log out everywhere, here too."""
    with writing() as session:
        end_sign_ins(session, [person.account_id], at)


def _proved(row: Any, password: str, field: str, at: datetime) -> None:
    """Check a password, counted like a sign-in from a known device; raises Refusal at ``field``."""
    with writing() as session:
        turn = take_turn(session, [(Counted.KNOWN, row.name)], at)
    if isinstance(turn, Wait):
        raise Refusal(_("Nhập sai nhiều lần. Thử lại sau %(count)s giây.", count=str(turn.seconds)), field)
    if not matches(row.password, password):
        raise Refusal(_("Mật khẩu hiện tại không đúng."), field)
    with writing() as session:
        give_back(session, turn)
