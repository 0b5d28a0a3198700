"""What happens to a case when a day has gone by: a limit passes without decision, a decision takes effect."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
import structlog

from caseapp.cases.commands.acting import carry_out
from caseapp.cases.commands.given import GivenAct
from caseapp.cases.kinds.complaint import DELIVERED, MACHINE, ONGOING
from caseapp.cases.models import Act, Status
from caseapp.db import reading
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.commands import Stale
from caseapp.dossiers.models import Clock, Dossier
from caseapp.law.complaints import EFFECT, RESOLUTION_1, SECOND
from caseapp.law.days import Calendar
from caseapp.law.errors import LawError
from caseapp.web.errors import Refusal
from caseapp.workflow.engine import Refused

log = structlog.get_logger()
_gone_by = sa.and_(Clock.ended_by.is_(None), Clock.due_on < sa.bindparam("today", type_=sa.Date()))
_EFFECTIVE = (
    sa.select(Dossier.id, Dossier.unit_id, Dossier.version, sa.func.max(Clock.due_on).label("due_on"))
    .join(Clock, Clock.dossier_id == Dossier.id)
    .where(_gone_by, Clock.rule.in_((EFFECT.code, SECOND.code)), Dossier.state == DELIVERED.code)
    .group_by(Dossier.id, Dossier.unit_id, Dossier.version).having(sa.func.count() == 2).order_by(Dossier.id))
_PASSED = (
    sa.select(Dossier.id, Dossier.unit_id, Dossier.version, Clock.due_on)
    .join(Clock, Clock.dossier_id == Dossier.id)
    .where(_gone_by, Clock.rule == RESOLUTION_1.code, Dossier.state.in_([one.code for one in ONGOING]),
           ~sa.exists().where(Act.dossier_id == Dossier.id, Act.code == "limit-passed", Act.status == Status.DONE))
    .order_by(Dossier.id))


def let_days_pass(now: datetime, today: date, calendar: Calendar) -> int:
    """Carry out everything that happens by itself on ``today``; how many acts. Safe to repeat, anywhere at once."""
    found: Sequence[tuple[str, Any]] = [
        *(("take-effect", row) for row in reading().execute(_EFFECTIVE, {"today": today}).all()),
        *(("limit-passed", row) for row in reading().execute(_PASSED, {"today": today}).all())]
    return sum(_do(code, row, now, today, calendar) for code, row in found)


def _do(code: str, row: Any, now: datetime, today: date, calendar: Calendar) -> bool:
    """One act by nobody; False when somebody else's act, or another machine, came first."""
    how = Acting(row.id, row.unit_id, row.version, 0, frozenset({MACHINE}), now, today, calendar)
    # It happens the day after the last day, whenever somebody looks; the citizen's right starts on the last day itself.
    details = {"passed_on": row.due_on} if code == "limit-passed" else {}
    try:
        carry_out(GivenAct(code, row.due_on + timedelta(days=1), details=details), how)
    except (Refused, Stale):
        return False
    except (Refusal, LawError) as problem:      # one case that cannot go on keeps no other from going on
        log.error("what happens by itself cannot be recorded", act=code, dossier=row.id, kind=type(problem).__name__)
        return False
    return True


