"""Which accounts a denunciation is kept from."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from caseapp.db import reading
from caseapp.dossiers.models import Accused
from caseapp.staff.models import Account, Unit

_BARRED = (
    sa.select(Account.id, Account.public_id, Account.display_name, Account.display_fold, Account.title,
              Account.disabled_on, Unit.name.label("unit_name"))
    .join(Accused, Accused.account_id == Account.id).join(Unit, Unit.id == Account.unit_id)
    .where(Accused.dossier_id == sa.bindparam("dossier")).order_by(Account.display_fold, Account.id))


def barred_from(dossier_id: int) -> Sequence[Any]:
    """The accounts for which this dossier does not exist; to be asked only for somebody who may see it."""
    return reading().execute(_BARRED, {"dossier": dossier_id}).all()
