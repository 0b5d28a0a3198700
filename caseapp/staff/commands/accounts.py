"""Acts of an administrator on accounts: add, edit, lock, unlock, one-time password, end sessions."""
from __future__ import annotations

import re
import unicodedata
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from flask import current_app
from flask_babel import gettext as _

from caseapp.db import reading, writing
from caseapp.ledger.journal import record
from caseapp.staff.commands.acting import (
    Acting,
    Stale,
    account_of,
    changes,
    end_sign_ins,
    must_be_another,
    open_on,
    unit_of,
)
from caseapp.staff.models import Account, RoleGrant
from caseapp.staff.passwords import hash_password, new_one_time_password
from caseapp.staff.roles import Role
from caseapp.text import fold, new_public_id
from caseapp.web.errors import Refusal

_LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._\-]{1,39}")


@dataclass(frozen=True, slots=True)
class AccountEntry:
    """What an administrator writes of an account."""

    display_name: str
    title: str
    unit_id: int


def login_name(text: str) -> str:
    """A name for signing in as it is stored and compared: NFKC, case folded, no spaces around."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).strip()


def add_account(name: str, entry: AccountEntry, roles: tuple[Role, ...], acting: Acting) -> tuple[str, str]:
    """Make an account with roles in its unit from today; (public id, one-time password).

    Raises Refusal, FormKeyUsed.
    """
    name = login_name(name)
    if not _LOGIN.fullmatch(name):
        raise Refusal(_("Tên đăng nhập gồm 2 đến 40 chữ cái không dấu, chữ số, dấu chấm, gạch; "
                        "bắt đầu bằng chữ hoặc số."), "name")
    password = new_one_time_password()
    hashed = hash_password(password)
    with writing() as session:
        unit, chain = unit_of(session, entry.unit_id, acting)
        public_id = new_public_id()
        acting.once(session, public_id)
        if not open_on(unit, acting.today):
            raise Refusal(_("Đơn vị này đã kết thúc hoạt động."), "unit")
        if session.scalar(sa.select(Account.id).where(Account.name == name)):
            raise Refusal(_("Tên đăng nhập %(name)s đã có người dùng.", name=name), "name")
        account = Account(
            public_id=public_id, name=name, display_fold=fold(entry.display_name), password=hashed, must_change=True,
            one_time_until=_until(acting.at), language="vi", created=acting.at, changed_at=acting.at,
            changed_by=acting.name, **asdict(entry))
        session.add(account)
        session.flush()
        for role in roles:
            session.add(RoleGrant(public_id=new_public_id(), account_id=account.id, unit_id=unit.id, role=role,
                                  valid_from=acting.today, granted_by=acting.account_id))
        record(session, chain, act="account.add", by=acting.account_id, at=acting.at,
               facts={"account": public_id, "roles": [str(role) for role in roles]},
               values={"name": [None, name], "display_name": [None, entry.display_name]})
        return public_id, password


def edit_account(public_id: str, version: int, entry: AccountEntry, acting: Acting) -> None:
    """Change name, post or unit of an account. Raises Stale when somebody saved it since, Refusal, FormKeyUsed."""
    with writing() as session:
        account, chain = account_of(session, public_id, acting)
        acting.once(session, public_id)
        if account.version != version:
            raise Stale
        if not acting.reaches(entry.unit_id):
            raise Refusal(_("Chọn đơn vị trong danh sách."), "unit")
        changed = changes(account, asdict(entry))
        if not changed:
            return
        account.display_name, account.title, account.unit_id = entry.display_name, entry.title, entry.unit_id
        account.display_fold = fold(entry.display_name)
        _stamp(account, acting)
        record(session, chain, act="account.edit", by=acting.account_id, at=acting.at,
               facts={"account": public_id, "fields": sorted(changed)}, values=changed)


def lock_account(public_id: str, acting: Acting) -> None:
    """Let an account sign in no more and end its sessions now. Raises Refusal for one's own, FormKeyUsed."""
    with writing() as session:
        account, chain = account_of(session, public_id, acting)
        acting.once(session, public_id)
        must_be_another(account.id, acting, _("Bạn không khóa được tài khoản của chính mình."))
        if account.disabled_on is not None:
            return
        account.disabled_on = acting.today
        _stamp(account, acting)
        end_sign_ins(session, [account.id], acting.at)
        record(session, chain, act="account.lock", by=acting.account_id, at=acting.at, facts={"account": public_id})


def unlock_account(public_id: str, acting: Acting) -> None:
    """Let a locked account sign in again, with the password it had. Raises Refusal, FormKeyUsed."""
    with writing() as session:
        account, chain = account_of(session, public_id, acting)
        acting.once(session, public_id)
        if account.disabled_on is None:
            return
        account.disabled_on = None
        _stamp(account, acting)
        record(session, chain, act="account.unlock", by=acting.account_id, at=acting.at, facts={"account": public_id})


def issue_password(public_id: str, acting: Acting) -> str:
    """A new one-time password; the old one and every session end. Raises Refusal for one's own, FormKeyUsed."""
    password = new_one_time_password()
    hashed = hash_password(password)
    with writing() as session:
        account, chain = account_of(session, public_id, acting)
        acting.once(session, public_id)
        must_be_another(account.id, acting, _("Đổi mật khẩu của chính mình ở trang Tài khoản của tôi."))
        account.password, account.must_change, account.one_time_until = hashed, True, _until(acting.at)
        _stamp(account, acting)
        end_sign_ins(session, [account.id], acting.at)
        record(session, chain, act="account.password.issue", by=acting.account_id, at=acting.at,
               facts={"account": public_id})
    return password


def end_all_sign_ins(public_id: str, acting: Acting) -> int:
    """End every session of an account; how many there were. Raises Refusal, FormKeyUsed."""
    with writing() as session:
        account, chain = account_of(session, public_id, acting)
        acting.once(session, public_id)
        count = end_sign_ins(session, [account.id], acting.at)
        record(session, chain, act="account.sign-ins.end", by=acting.account_id, at=acting.at,
               facts={"account": public_id, "count": count})
        return count


def account_named(name: str) -> str | None:
    """Public id of the account that signs in as ``name``."""
    found = reading().execute(sa.select(Account.public_id).where(Account.name == login_name(name)))
    return found.scalar_one_or_none()


def _until(at: datetime) -> datetime:
    return at + timedelta(hours=current_app.extensions["settings"].one_time_password_hours)


def _stamp(account: Account, acting: Acting) -> None:
    account.version += 1
    account.changed_at, account.changed_by = acting.at, acting.name
