"""One file and one receipt of a dispute that was found before: whoever asks may see the dispute."""
from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from caseapp.db import reading
from caseapp.dossiers.models import Attachment, Clock, ClockReceipt

_FILE = sa.select(
    Attachment.public_id, Attachment.name, Attachment.type, Attachment.size, Attachment.sha256, Attachment.stored_as,
).where(Attachment.dossier_id == sa.bindparam("dossier"), Attachment.public_id == sa.bindparam("file"))
_RECEIPT = (
    sa.select(Clock.public_id, Clock.rule, Clock.nature, Clock.unit, Clock.due_on, Clock.safe_on, Clock.paused_on,
              Clock.ended_on, Clock.ended_by, ClockReceipt.text)
    .join(ClockReceipt, sa.and_(ClockReceipt.clock_id == Clock.id, ClockReceipt.no == Clock.receipt_no))
    .where(Clock.dossier_id == sa.bindparam("dossier"), Clock.public_id == sa.bindparam("clock")))


def find_paper(dossier_id: int, file: str) -> Any | None:
    """A file of a dispute by its public id."""
    return reading().execute(_FILE, {"dossier": dossier_id, "file": file}).first()


def receipt_of_clock(dossier_id: int, clock: str) -> Any | None:
    """The latest receipt of a clock of a dispute, with where the clock stands."""
    return reading().execute(_RECEIPT, {"dossier": dossier_id, "clock": clock}).first()
