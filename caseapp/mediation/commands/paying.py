"""Knows what every act on rates and lists of payments shares: who acts in which commune, whose turn it is."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from caseapp.db import writing
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.form_keys import use_form_key
from caseapp.ledger.journal import record
from caseapp.ledger.models import Chain
from caseapp.staff.models import Account
from caseapp.staff.policy import Can, permits
from caseapp.staff.sessions import held_by


@dataclass(frozen=True, slots=True)
class Paying:
    """Who acts on which unit's rates or lists, and when; ``form_key`` empty: not out of a form."""

    unit_id: int
    by: int
    at: datetime
    today: date
    form_key: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """A transaction under the unit's lock, and whose act it is."""

    session: Session
    chain: Chain
    how: Paying

    def journal(self, act: str, facts: dict[str, Any], values: dict[str, Any] | None = None) -> None:
        """Write the act down in the unit's journal; ``facts`` name nobody."""
        record(self.session, self.chain, act=act, by=self.how.by, at=self.how.at, facts=facts, values=values)

    def once(self, result: str) -> None:
        """Carry the form out once; raises FormKeyUsed when it was before."""
        if self.how.form_key:
            use_form_key(self.session, self.how.form_key, self.how.by, self.how.at, result=result)


@contextmanager
def turn(how: Paying, can: Can) -> Iterator[Turn]:
    """The unit's turn for somebody who may do ``can`` there.

    Raises NotFound for whoever may no longer: the act may have waited for its turn meanwhile.
    """
    with writing() as session:
        chain = lock_chain(session, how.unit_id)
        held, _names = held_by(how.by, how.today)
        barred = session.scalar(sa.select(Account.id).where(Account.id == how.by, Account.disabled_on.is_not(None)))
        if barred or not any(permits(can, one.role) and how.unit_id in one.own for one in held):
            raise NotFound
        yield Turn(session, chain, how)
