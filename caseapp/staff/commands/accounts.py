"""Acts of an administrator on accounts: add, edit, lock, unlock, one-time password, end sessions."""
from __future__ import annotations

import re
import unicodedata
from dataclasses import asdict, dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.db import reading, writing
from caseapp.ledger.journal import record
from caseapp.ledger.models import Chain
from caseapp.staff.commands.access import Wanted, one_time_until, stamp
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
from caseapp.staff.commands.requests import carry_out
from caseapp.staff.consent import What
from caseapp.staff.models import Account, RoleGrant, Unit
from caseapp.staff.named import tell_named
from caseapp.staff.passwords import hash_password, new_one_time_password
from caseapp.staff.policy import is_guarded
from caseapp.staff.roles import Role
from caseapp.text import fold, new_public_id
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _

_LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._\-]{1,39}")


@dataclass(frozen=True, slots=True)
class AccountEntry:
    """What an administrator writes of an account."""

    display_name: str
    title: str
    unit_id: int
    email: str | None = None


def login_name(text: str) -> str:
    """A name for signing in as it is stored and compared: NFKC, case folded, no spaces around."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).strip()


@dataclass(frozen=True, slots=True)
class Issued:
    """The one-time password of an account; None when a second person hands it over, on confirming ``requests``."""

    account: str
    password: str | None
    requests: tuple[str, ...] = ()


def add_account(name: str, entry: AccountEntry, roles: tuple[Role, ...], acting: Acting) -> Issued:
    """Make an account with roles in its unit from today; roles that need a second person are asked for.

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
            one_time_until=one_time_until(acting.at), password_by=acting.account_id, language="vi", created=acting.at,
            changed_at=acting.at, changed_by=acting.name, **asdict(entry))
        session.add(account)
        tell_named(session, account)
        record(session, chain, act="account.add", by=acting.account_id, at=acting.at,
               facts={"account": public_id, "roles": [str(role) for role in roles]},
               values={"name": [None, name], "display_name": [None, entry.display_name]})
        requests = _first_roles(session, chain, account, unit, roles, acting)
        if requests:      # whoever confirms hands the first password over
            account.one_time_until = None
        return Issued(public_id, None if requests else password, requests)


def _first_roles(session: Session, chain: Chain, account: Account, unit: Unit, roles: tuple[Role, ...],
                 acting: Acting) -> tuple[str, ...]:
    """Roles from today on, journaled with the account; the public ids of requests for those that must wait."""
    asked = []
    for role in roles:
        if is_guarded(role):
            asked.append(carry_out(session, chain, Wanted(What.GRANT, account, unit, role, acting.today), acting))
        else:
            session.add(RoleGrant(public_id=new_public_id(), account_id=account.id, unit_id=unit.id, role=role,
                                  valid_from=acting.today, granted_by=acting.account_id))
    return tuple(request for request in asked if request)


def edit_account(public_id: str, version: int, entry: AccountEntry, acting: Acting) -> None:
    """Change name, post or unit of an account; nobody gives themselves another name or post.

    Raises Stale when somebody saved it since, Refusal, FormKeyUsed.
    """
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
        if not changed.keys().isdisjoint(("display_name", "title")):
            must_be_another(account.id, acting, _("Một người quản trị khác phải sửa họ tên, chức danh của bạn."))
        account.display_name, account.title, account.unit_id = entry.display_name, entry.title, entry.unit_id
        account.display_fold, account.email = fold(entry.display_name), entry.email
        stamp(account, acting.at, acting.name)
        tell_named(session, account)
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
        stamp(account, acting.at, acting.name)
        end_sign_ins(session, [account.id], acting.at)
        record(session, chain, act="account.lock", by=acting.account_id, at=acting.at, facts={"account": public_id})


def unlock_account(public_id: str, acting: Acting) -> str | None:
    """Let a locked account sign in again, with the password it had; None, or the request that waits.

    Raises Refusal, FormKeyUsed.
    """
    with writing() as session:
        account, chain = account_of(session, public_id, acting)
        acting.once(session, public_id)
        if account.disabled_on is None:
            return None
        wanted = Wanted(What.UNLOCK, account, session.get_one(Unit, account.unit_id))
        return carry_out(session, chain, wanted, acting)


def issue_password(public_id: str, acting: Acting) -> Issued:
    """A new one-time password; the old one and every session end. It may have to wait for a second person.

    Raises Refusal for one's own, FormKeyUsed.
    """
    password = new_one_time_password()
    hashed = hash_password(password)
    with writing() as session:
        account, chain = account_of(session, public_id, acting)
        acting.once(session, public_id)
        must_be_another(account.id, acting, _("Đổi mật khẩu của chính mình ở trang Tài khoản của tôi."))
        wanted = Wanted(What.PASSWORD, account, session.get_one(Unit, account.unit_id))
        request = carry_out(session, chain, wanted, acting, hashed)
        return Issued(public_id, None, (request,)) if request else Issued(public_id, password)


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
