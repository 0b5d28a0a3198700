"""What lets somebody in: a role, standing in, a password, an unlocked account, a merger; checked and carried out.

Whether a second person must confirm first is decided in ``requests``; here it has been.
"""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session

from caseapp.ledger.journal import record
from caseapp.ledger.models import Chain
from caseapp.staff.commands.acting import end_sign_ins, open_on
from caseapp.staff.commands.closing import check_closing, close
from caseapp.staff.consent import Asked, What
from caseapp.staff.models import AccessRequest, Account, RoleGrant, Substitution, Unit
from caseapp.staff.named import tell_named
from caseapp.staff.roles import Role
from caseapp.text import new_public_id, show_date
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be given to ``account``: the role and its days, the grant that a deputy stands in for.

    Or what is to become of ``unit`` (then without an account): ``heir`` carries it on from ``valid_to``.
    """

    what: What
    account: Account | None
    unit: Unit
    role: Role | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    lent: RoleGrant | None = None
    document: str = ""
    heir: Unit | None = None

    @property
    def asked(self) -> Asked:
        if self.account is None:
            return Asked(None, self.unit.id)
        return Asked(self.role, self.unit.id, self.account.id, self.account.unit_id)

    @property
    def person(self) -> Account:
        """Whose account it is; raises ValueError for what concerns a unit alone."""
        if self.account is None:
            raise ValueError("no account is concerned here")
        return self.account

    @property
    def begins(self) -> date:
        """The first day of a role; raises ValueError for what is no role."""
        if self.valid_from is None:
            raise ValueError("no role is wanted here")
        return self.valid_from


@dataclass(frozen=True, slots=True)
class Word:
    """By whose word it takes effect, when: who asked, who confirmed. None: the machine's owner, or nobody."""

    asked_by: int | None
    at: datetime
    today: date
    name: str
    confirmed_by: int | None = None
    request: str = ""
    unconfirmed: bool = False

    @property
    def acts(self) -> int | None:
        """Who stands in the journal: the last of the two."""
        return self.confirmed_by or self.asked_by

    @property
    def confirmed_at(self) -> datetime | None:
        return self.at if self.confirmed_by else None

    @property
    def facts(self) -> dict[str, Any]:
        return ({"request": self.request} if self.request else {}) | (
            {"unconfirmed": True} if self.unconfirmed else {})


def check(session: Session, wanted: Wanted, today: date) -> None:
    """See that it can be given now; raises Refusal."""
    if wanted.what is What.GRANT:
        _check_grant(session, wanted, today)
    elif wanted.what is What.SUBSTITUTION:
        _check_substitution(wanted)
    elif wanted.what is What.MERGE:
        check_closing(session, wanted.unit, _last(wanted), wanted.heir, today)


def give(session: Session, chain: Chain, wanted: Wanted, word: Word) -> str | None:
    """Let a role, a substitution, an unlocking or a merger take effect; the public id of the row made, if any."""
    if wanted.what is What.GRANT:
        return _grant(session, chain, wanted, word)
    if wanted.what is What.SUBSTITUTION:
        return _substitute(session, chain, wanted, word)
    if wanted.what is What.UNLOCK:
        wanted.person.disabled_on = None
        stamp(wanted.person, word.at, word.name)
        record(session, chain, act="account.unlock", by=word.acts, at=word.at,
               facts={"account": wanted.person.public_id, **word.facts})
    if wanted.what is What.MERGE:
        close(session, chain, wanted.unit, _last(wanted), wanted.heir, by=word.acts, at=word.at, name=word.name,
              facts=word.facts)
    return None


def put_password(session: Session, chain: Chain, account: Account, hashed: str, word: Word) -> None:
    """Make ``hashed`` the one-time password of an account; the old one, its halves and every session end."""
    account.had_own_password = account.had_own_password or not account.must_change
    account.password, account.must_change, account.one_time_until = hashed, True, one_time_until(word.at)
    account.pin = ""
    account.password_by = None if word.confirmed_by else word.asked_by
    stamp(account, word.at, word.name)
    end_sign_ins(session, [account.id], word.at)
    session.execute(
        sa.update(AccessRequest).where(AccessRequest.account_id == account.id, AccessRequest.half.is_not(None))
        .values(half=None, half_until=None).execution_options(synchronize_session="fetch"))
    record(session, chain, act="account.password.issue", by=word.acts, at=word.at,
           facts={"account": account.public_id, **word.facts})


def one_time_until(at: datetime) -> datetime:
    """The moment from which a one-time password handed out at ``at`` opens nothing."""
    return at + timedelta(hours=current_app.extensions["settings"].one_time_password_hours)


def stamp(account: Account, at: datetime, name: str) -> None:
    """Note who changed an account last."""
    account.version += 1
    account.changed_at, account.changed_by = at, name


def _grant(session: Session, chain: Chain, wanted: Wanted, word: Word) -> str:
    grant = RoleGrant(
        public_id=new_public_id(), account_id=wanted.person.id, unit_id=wanted.unit.id, role=str(wanted.role),
        valid_from=wanted.begins, valid_to=wanted.valid_to, granted_by=word.asked_by, confirmed_by=word.confirmed_by,
        confirmed_at=word.confirmed_at)
    session.add(grant)
    tell_named(session, wanted.person)
    end_sign_ins(session, [wanted.person.id], word.at)
    record(session, chain, act="role.grant", by=word.acts, at=word.at, facts={
        "account": wanted.person.public_id, "grant": grant.public_id, "role": wanted.role,
        "unit": wanted.unit.public_id, **_days(wanted), **word.facts})
    return grant.public_id


def _substitute(session: Session, chain: Chain, wanted: Wanted, word: Word) -> str:
    absent = session.get_one(Account, _lent(wanted).account_id)
    row = Substitution(
        public_id=new_public_id(), for_account_id=absent.id, by_account_id=wanted.person.id, unit_id=wanted.unit.id,
        role=str(wanted.role), valid_from=wanted.begins, valid_to=wanted.valid_to, document=wanted.document,
        made_by=word.asked_by, confirmed_by=word.confirmed_by, confirmed_at=word.confirmed_at)
    session.add(row)
    tell_named(session, wanted.person)
    end_sign_ins(session, [wanted.person.id], word.at)
    record(session, chain, act="substitution.add", by=word.acts, at=word.at, facts={
        "substitution": row.public_id, "for": absent.public_id, "by": wanted.person.public_id, "role": wanted.role,
        **_days(wanted), "document": wanted.document, **word.facts})
    return row.public_id


def _days(wanted: Wanted) -> dict[str, str | None]:
    return {"valid_from": wanted.begins.isoformat(),
            "valid_to": wanted.valid_to.isoformat() if wanted.valid_to else None}


def _last(wanted: Wanted) -> date:
    if wanted.valid_to is None:
        raise ValueError("no day to end on")
    return wanted.valid_to


def _lent(wanted: Wanted) -> RoleGrant:
    if wanted.lent is None:
        raise ValueError("nobody to stand in for")
    return wanted.lent


def _check_grant(session: Session, wanted: Wanted, today: date) -> None:
    if not open_on(wanted.unit, max(wanted.begins, today)):
        raise Refusal(_("Đơn vị này không hoạt động vào ngày bắt đầu."), "unit")
    _check_days(wanted)
    other = session.scalars(
        sa.select(RoleGrant).where(
            RoleGrant.account_id == wanted.person.id, RoleGrant.role == str(wanted.role),
            RoleGrant.unit_id == wanted.unit.id,
            sa.or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to > wanted.begins),
            sa.true() if wanted.valid_to is None else RoleGrant.valid_from < wanted.valid_to,
            sa.or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to > RoleGrant.valid_from))
        .limit(1)).one_or_none()
    if other is not None:
        raise Refusal(_("Đã giữ vai trò này ở đơn vị này từ ngày %(day)s.", day=show_date(other.valid_from)), "role")


def _check_substitution(wanted: Wanted) -> None:
    lent = _lent(wanted)
    if wanted.person.id == lent.account_id:
        raise Refusal(_("Chọn một người khác làm thay."), "deputy")
    if wanted.person.disabled_on is not None:
        raise Refusal(_("Tài khoản này đang bị khóa."), "deputy")
    _check_days(wanted)
    if wanted.begins < lent.valid_from or (
            lent.valid_to is not None and (wanted.valid_to is None or wanted.valid_to > lent.valid_to)):
        raise Refusal(_("Thời gian làm thay phải nằm trong thời gian giữ vai trò."), "valid_to")


def _check_days(wanted: Wanted) -> None:
    if wanted.valid_to is not None and wanted.valid_to <= wanted.begins:
        raise Refusal(_("Ngày cuối không được trước ngày bắt đầu."), "valid_to")
