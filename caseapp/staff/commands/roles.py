"""Acts on dated roles: grant, end, stand in for somebody, end that."""
from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from caseapp.db import writing
from caseapp.ledger.journal import record
from caseapp.staff.commands.access import Wanted
from caseapp.staff.commands.acting import (
    Acting,
    account_in,
    end_sign_ins,
    must_be_another,
    unit_of,
    unknown,
)
from caseapp.staff.commands.requests import carry_out
from caseapp.staff.consent import What
from caseapp.staff.models import Account, RoleGrant, Substitution
from caseapp.staff.roles import Role
from caseapp.text import show_date
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _


def grant_role(public_id: str, role: Role, unit_id: int, valid_from: date, valid_to: date | None,
               acting: Acting) -> str | None:
    """Give an account a role in a unit from a day on; None, or the request that waits for a second person.

    Raises Refusal (one's own account, overlap), FormKeyUsed.
    """
    with writing() as session:
        account, unit, chain = account_in(session, public_id, unit_id, acting)
        acting.once(session, public_id)
        must_be_another(account.id, acting, _("Một người quản trị khác phải trao vai trò cho bạn."))
        wanted = Wanted(What.GRANT, account, unit, role, valid_from, valid_to)
        return carry_out(session, chain, wanted, acting)


def end_role(public_id: str, grant_id: str, valid_to: date, acting: Acting) -> None:
    """End a role: ``valid_to`` is the first day it is not held. Never prolongs it. Raises Refusal, FormKeyUsed."""
    with writing() as session:
        unit_id = session.scalar(
            sa.select(RoleGrant.unit_id).join(Account, Account.id == RoleGrant.account_id)
            .where(RoleGrant.public_id == grant_id, Account.public_id == public_id))
        if unit_id is None:
            raise unknown()
        account, _unit, chain = account_in(session, public_id, unit_id, acting)
        acting.once(session, public_id)
        must_be_another(account.id, acting, _("Một người quản trị khác phải kết thúc vai trò của bạn."))
        grant = session.scalars(sa.select(RoleGrant).where(RoleGrant.public_id == grant_id),
                                execution_options={"populate_existing": True}).one()
        _check_end(grant, valid_to, acting.today)
        grant.valid_to = max(valid_to, grant.valid_from)
        end_sign_ins(session, [account.id], acting.at)
        record(session, chain, act="role.end", by=acting.account_id, at=acting.at,
               facts={"account": public_id, "grant": grant_id, "role": grant.role,
                      "valid_to": grant.valid_to.isoformat()})


def add_substitution(grant_id: str, deputy_id: str, valid_from: date, valid_to: date, document: str,
                     acting: Acting) -> str | None:
    """Let a deputy act in somebody's role until the day before ``valid_to``; None, or the request that waits.

    Raises Refusal, FormKeyUsed.
    """
    with writing() as session:
        unit_id = session.scalar(sa.select(RoleGrant.unit_id).where(RoleGrant.public_id == grant_id))
        if unit_id is None:
            raise unknown()
        deputy, unit, chain = account_in(session, deputy_id, unit_id, acting)
        acting.once(session, deputy_id)
        must_be_another(deputy.id, acting, _("Một người quản trị khác phải ghi việc bạn làm thay."))
        lent = session.scalars(sa.select(RoleGrant).where(RoleGrant.public_id == grant_id),
                               execution_options={"populate_existing": True}).one()
        wanted = Wanted(What.SUBSTITUTION, deputy, unit, Role(lent.role), valid_from, valid_to, lent, document)
        return carry_out(session, chain, wanted, acting)


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


def _check_end(grant: RoleGrant, valid_to: date, today: date) -> None:
    if grant.valid_to is not None and grant.valid_to <= today:
        raise Refusal(_("Vai trò này đã kết thúc từ ngày %(day)s.", day=show_date(grant.valid_to)))
    if valid_to < max(grant.valid_from, today) and grant.valid_from <= today:
        raise Refusal(_("Không kết thúc lùi ngày: chọn từ hôm nay trở đi."), "valid_to")
    if grant.valid_to is not None and valid_to > grant.valid_to:
        raise Refusal(_("Vai trò này đã định thôi từ ngày %(day)s. Muốn giữ lâu hơn thì trao lại vai trò từ ngày đó.",
                        day=show_date(grant.valid_to)), "valid_to")
