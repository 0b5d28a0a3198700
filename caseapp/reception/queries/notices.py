"""The refusal notice of a visit, once the head has signed it."""
from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from caseapp.db import reading
from caseapp.reception.models import Notice

# A refused visit gets no other notice than this one.
_SIGNED = (
    sa.select(Notice.document, Notice.given_on, Notice.given_by)
    .where(Notice.dossier_id == sa.bindparam("id")).order_by(Notice.id.desc()).limit(1))


def refusal_notice(dossier_id: int) -> Any | None:
    """Number, day and signer of the signed notice 01/TCD; None while it waits for the head."""
    return reading().execute(_SIGNED, {"id": dossier_id}).first()
