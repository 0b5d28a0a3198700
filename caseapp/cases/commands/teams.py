"""Who works on a case from today on, inside an act that is under way."""
from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from caseapp.cases.commands.declaring import see_declared
from caseapp.cases.commands.entrusting import entrust
from caseapp.cases.commands.given import GivenTeam
from caseapp.cases.commands.work import Work
from caseapp.cases.models import Assignment, Duty
from caseapp.notices.commands import plan_again
from caseapp.staff.models import Account
from caseapp.staff.queries import working_in
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _


def put_team(work: Work, given: GivenTeam) -> None:
    """The assignment inside an act that is under way."""
    handed_over = work.dossier.handler_id not in (None, given.handler_id)
    if handed_over and not given.reason:
        raise Refusal(_("Ghi lý do phân công lại."), "reason", 422)
    _see_accounts(work, [given.handler_id, *given.verifiers])
    entrust(work, [given.handler_id, *given.verifiers])
    see_declared(work, given.handler_id, given.verifiers, given.declared)
    wanted = {(given.handler_id, str(Duty.HANDLER)), *((one, str(Duty.VERIFIER)) for one in given.verifiers
                                                       if one != given.handler_id)}
    standing = work.session.scalars(sa.select(Assignment).where(
        Assignment.dossier_id == work.dossier.id, Assignment.until_on.is_(None))).all()
    have = {(one.account_id, one.duty) for one in standing}
    if have == wanted and work.dossier.handler_id == given.handler_id:
        return
    for one in standing:
        if (one.account_id, one.duty) not in wanted:
            one.until_on = max(work.how.today, one.from_on)
    work.session.add_all(
        Assignment(dossier_id=work.dossier.id, account_id=account, duty=duty, from_on=work.how.today,
                   reason=given.reason,
                   made_by=work.how.by, made_at=work.how.at)
        for account, duty in sorted(wanted - have))
    old, work.dossier.handler_id = work.dossier.handler_id, given.handler_id
    plan_again(work.session, [work.dossier.id])      # whoever takes over is reminded from the next sweep on
    work.journal("assign", {"from": old, "to": given.handler_id, "team": sorted(set(given.verifiers))},
                 {"reason": ["", given.reason]} if given.reason else None)


def _see_accounts(work: Work, accounts: Sequence[int]) -> None:
    """Refuse whoever does not work in this unit, or not any more."""
    able = {one.id for one in working_in(work.session, work.how.unit_id, work.how.today)}
    missing = [account for account in accounts if account not in able]
    if missing:
        name = work.session.scalar(sa.select(Account.display_name).where(Account.id == missing[0])) or ""
        raise Refusal(_("%(name)s không làm việc ở đơn vị này, không giao được.", name=name), "handler", 422)
