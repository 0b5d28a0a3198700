"""Form keys: a double click or a form sent again after a lost answer does its act once."""
from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.ledger.models import FormKey


class FormKeyUsed(Exception):
    """The form was carried out before; ``result`` is what it made then."""

    def __init__(self, result: str) -> None:
        super().__init__(result)
        self.result = result


def see_form_key(session: Session, key: str, account_id: int) -> None:
    """Raise FormKeyUsed when the form was carried out before: asked first, so that a replay does no work."""
    used = session.scalar(sa.select(FormKey.result).where(FormKey.key == key, FormKey.account_id == account_id))
    if used is not None:
        raise FormKeyUsed(used)


def use_form_key(session: Session, key: str, account_id: int, at: datetime, *, result: str) -> None:
    """Note in the act's own transaction that the form is carried out; raises FormKeyUsed when it was before.

    Called under the unit's chain lock, so that two equal forms meet here one after the other.
    """
    see_form_key(session, key, account_id)
    session.add(FormKey(key=key, account_id=account_id, at=at, result=result))
    session.flush()
