"""Which accounts a denunciation is kept from, and of which a person still has to say whether it accuses them."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from caseapp.db import reading
from caseapp.dossiers.models import Accused
from caseapp.reception.accused import meant, told_of
from caseapp.reception.bars import said_of
from caseapp.staff.models import Account, Unit

_ACCOUNTS = (
    sa.select(Account.id, Account.public_id, Account.display_name, Account.display_fold, Account.title,
              Account.disabled_on, Unit.name.label("unit_name"))
    .join(Unit, Unit.id == Account.unit_id).order_by(Account.display_fold, Account.id))
_BARRED = _ACCOUNTS.join(Accused, Accused.account_id == Account.id).where(
    Accused.dossier_id == sa.bindparam("dossier"))
_NAMED = _ACCOUNTS.where(Account.public_id.in_(sa.bindparam("accounts", expanding=True)))


def barred_from(dossier_id: int) -> Sequence[Any]:
    """The accounts for which this dossier does not exist; to be asked only for somebody who may see it."""
    return reading().execute(_BARRED, {"dossier": dossier_id}).all()


def doubted_of(visit: Any) -> list[Any]:
    """Accounts whose new name or post is the accused's and that were not barred, since nobody else reads the visit.

    Empty again once a person decided, or the account bears another name.
    """
    said = said_of(reading(), [visit.id])
    doubted = [account for (_dossier, account), words in said.items() if words.doubted]
    if not doubted:
        return []
    text = told_of(visit.accused_name, visit.accused_post, visit.content)
    return meant(text, reading().execute(_NAMED, {"accounts": doubted}).all())
