"""Several cases given to one handler in one transaction: every one of them, or none."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from caseapp.cases.commands.assigning import give
from caseapp.cases.commands.given import GivenTeam
from caseapp.cases.commands.work import Work, take_up
from caseapp.cases.models import Assignment, Duty
from caseapp.db import writing
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.commands import Stale
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.form_keys import use_form_key
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.workflow.engine import Refused


@dataclass(frozen=True, slots=True)
class Ticked:
    """A case that was ticked, in the version that was seen then."""

    dossier_id: int
    version: int


class Unfit(Exception):
    """None of the cases was given away: ``why`` tells by dossier what stands against it, None for one that somebody
    else changed meanwhile."""

    def __init__(self, why: Mapping[int, str | None]) -> None:
        super().__init__(len(why))
        self.why = why


def assign_together(cases: Sequence[Ticked], handler_id: int, reason: str, how: Acting) -> int:
    """Give cases of one unit to a handler; whoever verifies with him stays. How many. No limit moves by it.

    ``how``: the viewer acting in that unit, with the form's key. Raises Unfit, FormKeyUsed, NotFound for a viewer to
    whom one of them does not exist; then nothing is changed at all.
    """
    why: dict[int, str | None] = {}
    with writing() as session:
        lock_chain(session, how.unit_id)
        use_form_key(session, how.form_key, how.by, how.at, result=str(len(cases)))
        for case in sorted(cases, key=lambda one: one.dossier_id):
            one = replace(how, dossier_id=case.dossier_id, version=case.version, form_key="")
            try:
                _give(take_up(session, one), handler_id, reason)
            except Stale:
                why[case.dossier_id] = None
            except Refused as refused:
                why[case.dossier_id] = _(str(refused.reason))
            except Refusal as refused:
                why[case.dossier_id] = str(refused)
        if why:
            raise Unfit(why)
    return len(cases)


def _give(work: Work, handler_id: int, reason: str) -> None:
    team = work.session.scalars(sa.select(Assignment.account_id).where(
        Assignment.dossier_id == work.dossier.id, Assignment.duty == Duty.VERIFIER, Assignment.until_on.is_(None)))
    give(work, GivenTeam(handler_id, [one for one in team if one != handler_id], reason))
