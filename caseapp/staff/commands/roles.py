"""Acts on dated roles: grant, end, stand in for somebody, end that."""
from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from caseapp.db import writing
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.journal import record
from caseapp.staff.commands.acting import (
    Acting,
    end_sign_ins,
    must_be_another,
    open_on,
    unit_of,
    unknown,
)
from caseapp.staff.models import Account, RoleGrant, Substitution
from caseapp.staff.roles import Role
from caseapp.text import new_public_id, show_date
from caseapp.web.errors import Refusal


def grant_role(public_id: str, role: Role, unit_id: int, valid_from: date, valid_to: date | None,
               acting: Acting) -> None:
    """Give an account a role in a unit from a day on. Raises Refusal (one's own account, overlap), FormKeyUsed."""
    with writing() as session:
        account = _reached(session, public_id, acting)
        unit, chain = unit_of(session, unit_id, acting)
        acting.once(session, public_id)
        must_be_another(account.id, acting, _("Một người quản trị khác phải trao vai trò cho bạn."))
        if not open_on(unit, max(valid_from, acting.today)):
            raise Refusal(_("Đơn vị này không hoạt động vào ngày bắt đầu."), "unit")
        _check_days(valid_from, valid_to)
        _check_overlap(session, account.id, role, unit_id, valid_from, valid_to)
        grant = RoleGrant(public_id=new_public_id(), account_id=account.id, unit_id=unit_id, role=role,
                          valid_from=valid_from, valid_to=valid_to, granted_by=acting.account_id)
        session.add(grant)
        end_sign_ins(session, [account.id], acting.at)
        record(session, chain, act="role.grant", by=acting.account_id, at=acting.at,
               facts={"account": public_id, "grant": grant.public_id, "role": role, "unit": unit.public_id,
                      "valid_from": valid_from.isoformat(), "valid_to": valid_to.isoformat() if valid_to else None})


def end_role(public_id: str, grant_id: str, valid_to: date, acting: Acting) -> None:
    """End a role: ``valid_to`` is the first day it is not held. Raises Refusal, FormKeyUsed."""
    with writing() as session:
        account = _reached(session, public_id, acting)
        unit_id = session.scalar(sa.select(RoleGrant.unit_id).where(
            RoleGrant.public_id == grant_id, RoleGrant.account_id == account.id))
        if unit_id is None or not acting.reaches(unit_id):
            raise unknown()
        chain = lock_chain(session, unit_id)
        acting.once(session, public_id)
        must_be_another(account.id, acting, _("Một người quản trị khác phải kết thúc vai trò của bạn."))
        grant = session.scalars(sa.select(RoleGrant).where(RoleGrant.public_id == grant_id),
                                execution_options={"populate_existing": True}).one()
        if grant.valid_to is not None and grant.valid_to <= acting.today:
            raise Refusal(_("Vai trò này đã kết thúc từ ngày %(day)s.", day=show_date(grant.valid_to)))
        if valid_to < max(grant.valid_from, acting.today) and grant.valid_from <= acting.today:
            raise Refusal(_("Không kết thúc lùi ngày: chọn từ hôm nay trở đi."), "valid_to")
        grant.valid_to = max(valid_to, grant.valid_from)
        end_sign_ins(session, [account.id], acting.at)
        record(session, chain, act="role.end", by=acting.account_id, at=acting.at,
               facts={"account": public_id, "grant": grant_id, "role": grant.role,
                      "valid_to": grant.valid_to.isoformat()})


def add_substitution(grant_id: str, deputy_id: str, valid_from: date, valid_to: date, document: str,
                     acting: Acting) -> None:
    """Let a deputy act in somebody's role until the day before ``valid_to``. Raises Refusal, FormKeyUsed."""
    with writing() as session:
        deputy = _reached(session, deputy_id, acting)
        grant = session.scalars(sa.select(RoleGrant).where(RoleGrant.public_id == grant_id)).one_or_none()
        if grant is None:
            raise unknown()
        unit, chain = unit_of(session, grant.unit_id, acting)
        acting.once(session, deputy_id)
        must_be_another(deputy.id, acting, _("Một người quản trị khác phải ghi việc bạn làm thay."))
        if deputy.id == grant.account_id:
            raise Refusal(_("Chọn một người khác làm thay."), "deputy")
        if deputy.disabled_on is not None:
            raise Refusal(_("Tài khoản này đang bị khóa."), "deputy")
        _check_days(valid_from, valid_to)
        held_to = grant.valid_to
        if valid_from < grant.valid_from or (held_to is not None and valid_to > held_to):
            raise Refusal(_("Thời gian làm thay phải nằm trong thời gian giữ vai trò."), "valid_to")
        absent = session.get_one(Account, grant.account_id)
        row = Substitution(public_id=new_public_id(), for_account_id=absent.id, by_account_id=deputy.id,
                           unit_id=unit.id, role=grant.role, valid_from=valid_from, valid_to=valid_to,
                           document=document, made_by=acting.account_id)
        session.add(row)
        end_sign_ins(session, [deputy.id], acting.at)
        record(session, chain, act="substitution.add", by=acting.account_id, at=acting.at,
               facts={"substitution": row.public_id, "for": absent.public_id, "by": deputy_id, "role": grant.role,
                      "valid_from": valid_from.isoformat(), "valid_to": valid_to.isoformat(), "document": document})


def end_substitution(substitution_id: str, acting: Acting) -> None:
    """End a substitution today. Raises Refusal, FormKeyUsed."""
    with writing() as session:
        query = sa.select(Substitution).where(Substitution.public_id == substitution_id)
        found = session.scalars(query).one_or_none()
        if found is None:
            raise unknown()
        _unit, chain = unit_of(session, found.unit_id, acting)
        acting.once(session, substitution_id)
        row = session.scalars(query, execution_options={"populate_existing": True}).one()
        must_be_another(row.by_account_id, acting, _("Một người quản trị khác phải ghi việc bạn thôi làm thay."))
        if row.valid_to <= acting.today:
            raise Refusal(_("Việc làm thay này đã kết thúc từ ngày %(day)s.", day=show_date(row.valid_to)))
        row.valid_to = max(row.valid_from, acting.today)
        end_sign_ins(session, [row.by_account_id], acting.at)
        record(session, chain, act="substitution.end", by=acting.account_id, at=acting.at,
               facts={"substitution": substitution_id, "valid_to": row.valid_to.isoformat()})


def _reached(session: Session, public_id: str, acting: Acting) -> Account:
    """An account within reach, without a lock: these acts lock the unit of the role instead."""
    account = session.scalars(sa.select(Account).where(Account.public_id == public_id)).one_or_none()
    if account is None or not acting.reaches(account.unit_id):
        raise unknown()
    return account


def _check_days(valid_from: date, valid_to: date | None) -> None:
    if valid_to is not None and valid_to <= valid_from:
        raise Refusal(_("Ngày cuối không được trước ngày bắt đầu."), "valid_to")


def _check_overlap(session: Session, account_id: int, role: Role, unit_id: int,
                   valid_from: date, valid_to: date | None) -> None:
    other = session.scalars(
        sa.select(RoleGrant).where(
            RoleGrant.account_id == account_id, RoleGrant.role == role, RoleGrant.unit_id == unit_id,
            sa.or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to > valid_from),
            sa.true() if valid_to is None else RoleGrant.valid_from < valid_to,
            sa.or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to > RoleGrant.valid_from))
        .limit(1)).one_or_none()
    if other is not None:
        raise Refusal(_("Đã giữ vai trò này ở đơn vị này từ ngày %(day)s.", day=show_date(other.valid_from)), "role")
