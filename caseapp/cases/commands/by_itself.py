"""What happens to a case when a day has gone by: a limit passes without decision, a decision takes effect."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
import structlog

from caseapp.cases.commands.acting import carry_out
from caseapp.cases.commands.given import GivenAct
from caseapp.cases.models import Act, Status
from caseapp.cases.practice import MACHINE, Practice
from caseapp.cases.practices import PRACTICES
from caseapp.db import reading
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.commands import Stale
from caseapp.dossiers.models import Clock, Dossier
from caseapp.law.days import Calendar
from caseapp.law.errors import LawError
from caseapp.web.errors import Refusal
from caseapp.workflow.engine import Refused

log = structlog.get_logger()
_gone_by = sa.and_(Clock.ended_by.is_(None), Clock.due_on < sa.bindparam("today", type_=sa.Date()))
def _found(practice: Practice, code: str, rules: Sequence[str]) -> Any:
    """Where an act happens by itself: every limit it waits for runs and has gone by, in a state that knows the act."""
    states = [state.code for state in practice.kind.action(code).when]
    return (
        sa.select(sa.literal_column(f"'{code}'").label("act"), Dossier.id, Dossier.kind, Dossier.unit_id,
                  Dossier.version, sa.func.max(Clock.due_on).label("due_on"))
        .join(Clock, Clock.dossier_id == Dossier.id)
        .where(_gone_by, Clock.rule.in_(rules), Dossier.kind == practice.kind.code, Dossier.state.in_(states),
               ~sa.exists().where(Act.dossier_id == Dossier.id, Act.code == code, Act.status == Status.DONE))
        .group_by(Dossier.id, Dossier.kind, Dossier.unit_id, Dossier.version)
        .having(sa.func.count() == len(rules)))


_PASSED = sa.union_all(*(
    _found(practice, code, rules) for practice in PRACTICES.values() for code, rules in practice.passing.items()))


def let_days_pass(now: datetime, today: date, calendar: Calendar) -> int:
    """Carry out everything that happens by itself on ``today``; how many acts. Safe to repeat, anywhere at once."""
    found = sorted(reading().execute(_PASSED, {"today": today}), key=lambda row: row.id)
    return sum(_do(row, now, today, calendar) for row in found)


def _do(row: Any, now: datetime, today: date, calendar: Calendar) -> bool:
    """One act by nobody; False when somebody else's act, or another machine, came first."""
    how = Acting(row.id, row.unit_id, row.version, 0, frozenset({MACHINE}), now, today, calendar)
    # It happens the day after the last day, whenever somebody looks; the citizen's right starts on the last day itself.
    code, practice = row.act, PRACTICES[row.kind]
    begins = practice.kind.action(code).starts
    details = {name: row.due_on for name, rules in practice.starts_on.items() if set(rules) & set(begins)}
    try:
        carry_out(GivenAct(code, row.due_on + timedelta(days=1), details=details), how)
    except (Refused, Stale):
        return False
    except (Refusal, LawError) as problem:      # one case that cannot go on keeps no other from going on
        log.error("what happens by itself cannot be recorded", act=code, dossier=row.id, kind=type(problem).__name__)
        return False
    return True


