"""What a decision or conclusion orders: who must do what by when, and what came of it; one row each, never deleted.

The law gives no number of days for it: an effective decision is carried out at once (LKN 44(4)), a conclusion is acted
on and its measures are followed (LTC 36). The day is the one the decision names, or none.
"""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.cases.kinds.complaint import COMPLAINT
from caseapp.cases.kinds.complaint_parts import EFFECTIVE
from caseapp.cases.kinds.denunciation import DENUNCIATION
from caseapp.cases.kinds.denunciation_states import CONCLUDED, FOLLOWED
from caseapp.cases.kinds.discipline import DISCIPLINE, DISCIPLINE_2
from caseapp.cases.kinds.second_complaint import SECOND_COMPLAINT
from caseapp.db import Model, UtcDateTime
from caseapp.law.acts import LKN, LTC, Citation
from caseapp.text import mark


class Stand(StrEnum):
    """Where a measure stands, as it is stored; that an open one is late follows from its day."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"          # not followed any further, with the reason
    LATE = "late"                # never stored


STAND_WORDS: Final[dict[str, str]] = {
    Stand.OPEN: mark("Đang thi hành"), Stand.DONE: mark("Đã xong"), Stand.DROPPED: mark("Thôi theo dõi"),
    Stand.LATE: mark("Quá hạn"),
}


class Measure(Model):
    """One thing that a decision or conclusion orders. ``clock_id``: the clock of its day, where one is named."""

    __tablename__ = "case_measure"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True)
    dossier_id: Mapped[int] = mapped_column(sa.ForeignKey("dossier.id"), index=True)
    what: Mapped[str] = mapped_column(sa.String(500))
    who: Mapped[str] = mapped_column(sa.String(200))                        # person or body that must do it
    due_on: Mapped[date | None]
    clock_id: Mapped[int | None] = mapped_column(sa.ForeignKey("clock.id"))
    made_by: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(sa.String(8), default=Stand.OPEN)
    done_on: Mapped[date | None]
    done: Mapped[str] = mapped_column(sa.String(1000), default="")          # what was done
    document: Mapped[str] = mapped_column(sa.String(80), default="")        # the paper that shows it
    reason: Mapped[str] = mapped_column(sa.String(500), default="")         # why it is not followed any further
    ended_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        sa.CheckConstraint("state IN ('open','done','dropped')", name="state"),
        sa.CheckConstraint("(state = 'open') = (ended_at IS NULL)", name="ended"),
        sa.CheckConstraint("(state = 'done') = (done_on IS NOT NULL)", name="done"),
        sa.CheckConstraint("clock_id IS NULL OR due_on IS NOT NULL", name="clock"),
        sa.Index("ix_case_measure_open", "due_on", "dossier_id", sqlite_where=sa.text("state = 'open'"),
                 postgresql_where=sa.text("state = 'open'")),
    )


CARRIED_OUT_IN: Final[Mapping[str, frozenset[str]]] = MappingProxyType({
    **dict.fromkeys((one.code for one in (COMPLAINT, SECOND_COMPLAINT, DISCIPLINE, DISCIPLINE_2)),
                    frozenset({EFFECTIVE.code})),
    DENUNCIATION.code: frozenset({CONCLUDED.code, FOLLOWED.code}),
})
"""The states of each kind in which its decision or conclusion is carried out: then measures are named."""
ENDS_CARRYING_OUT: Final = frozenset({"carry-out", "close"})
"""Acts that say that everything was carried out."""
BASIS: Final[Mapping[str, Citation]] = MappingProxyType({
    **dict.fromkeys((COMPLAINT.code, SECOND_COMPLAINT.code), LKN(44, 4)),
    **dict.fromkeys((DISCIPLINE.code, DISCIPLINE_2.code), LKN(58)),
    DENUNCIATION.code: LTC(36),
})


def stand_of(measure: Any, today: date) -> Stand:
    """Where a measure stands on a day; a stored object or a row with ``state`` and ``due_on``."""
    if measure.state == Stand.OPEN and measure.due_on is not None and measure.due_on < today:
        return Stand.LATE
    return Stand(measure.state)
