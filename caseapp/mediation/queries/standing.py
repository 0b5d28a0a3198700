"""How a dispute stood on a day: settled or not, referred, under way, not begun; for figures and lists alike."""
from __future__ import annotations

from datetime import date
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from caseapp.cases.kinds.mediation import UNDER_WAY, VOID
from caseapp.cases.models import Act, CaseFile, Status
from caseapp.dossiers.models import Dossier
from caseapp.mediation.dispute import Dispute, Outcome

NOT_YET: Final = "not-yet"
GOING_ON: Final = "under-way"
FAILURES: Final = (Outcome.FAILED, Outcome.STOPPED)
"""Both count as not settled."""
NOT_VOID: Final = Dossier.state != VOID.code
"""A number that was cancelled is a dispute that never was, on whatever day it was cancelled."""

# What an act that ends a dispute leaves; mediation that starts again, and a result that was a slip of the pen.
_ENDINGS: Final = {"settle": Outcome.SETTLED, "fail": Outcome.FAILED, "stop": Outcome.STOPPED,
                   "refer": Outcome.REFERRED}
_AGAIN, _SLIP = "continue", "reopen"
_BEGUN: Final = ("sit", "settle", "fail", "stop")
_end, _again, _between = aliased(Act), aliased(Act), aliased(Act)


def _written(word: str) -> sa.ColumnElement[str]:
    """Written out and not bound: a column that is grouped by must read the same everywhere."""
    return sa.literal_column(f"'{word}'", sa.String())


def _done(act: Any, *codes: str) -> sa.ColumnElement[bool]:
    return sa.and_(act.dossier_id == Dispute.dossier_id, act.status == _written(Status.DONE),
                   act.code.in_([_written(code) for code in codes]))


def standing(day: str) -> sa.ColumnElement[str]:
    """How it stood at the end of the day bound as ``day``: an outcome, or whether anybody had sat with the parties.

    What ended later was open then. What had ended and was taken up again later had ended, unless the result was a slip.
    Of a row out of an old book without a day of its end it is held that it ended at once.
    """
    on: sa.BindParameter[date] = sa.bindparam(day, type_=sa.Date())
    ended = sa.and_(Dispute.outcome.is_not(None), sa.func.coalesce(Dispute.ended_on, Dispute.received_on) <= on)
    then = sa.case(*((_end.code == _written(code), _written(outcome)) for code, outcome in _ENDINGS.items()))
    nothing_between = sa.not_(
        sa.exists().where(_done(_between, *_ENDINGS, _AGAIN, _SLIP), _between.place > _end.place,
                          _between.place < _again.place).correlate(Dispute, _end, _again))
    taken_up = sa.exists().where(_done(_again, _AGAIN), _again.happened_on > on, _again.place > _end.place,
                                 nothing_between).correlate(Dispute, _end)
    earlier = (sa.select(then).where(_done(_end, *_ENDINGS), _end.happened_on <= on, taken_up).limit(1)
               .correlate(Dispute).scalar_subquery())
    sat = sa.exists().where(_done(Act, *_BEGUN), Act.happened_on <= on).correlate(Dispute)
    in_book = sa.exists().where(CaseFile.dossier_id == Dispute.dossier_id,
                                CaseFile.opening == _written(UNDER_WAY.code)).correlate(Dispute)
    still = sa.case((sa.or_(sat, in_book), _written(GOING_ON)), else_=_written(NOT_YET))
    return sa.case((ended, Dispute.outcome), else_=sa.func.coalesce(earlier, still))
