"""Lists of cases that were named and kept: one's own, and those that colleagues of the unit share."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from caseapp.cases.models import SavedList
from caseapp.db import reading
from caseapp.staff.models import Account
from caseapp.staff.viewer import Viewer

Row = Any      # a row of one of the statements below; its names are the columns selected there

_me: sa.BindParameter[int] = sa.bindparam("me", type_=sa.Integer())
_COLUMNS = (SavedList.public_id, SavedList.name, SavedList.query, SavedList.shared, SavedList.account_id,
            SavedList.unit_id, Account.display_name.label("owner"))
# A colleague's list goes with the unit it was shared in; whoever left the office shares nothing any more.
_LISTS = (
    sa.select(*_COLUMNS).join(Account, Account.id == SavedList.account_id)
    .where(sa.or_(SavedList.account_id == _me, sa.and_(
        SavedList.shared, SavedList.unit_id == sa.bindparam("unit", type_=sa.Integer()),
        Account.disabled_on.is_(None))))
    .order_by(SavedList.name, SavedList.id))
_OWN = (sa.select(*_COLUMNS).join(Account, Account.id == SavedList.account_id)
        .where(SavedList.account_id == _me, SavedList.public_id == sa.bindparam("public_id")))


def lists_for(viewer: Viewer) -> Sequence[Row]:
    """The viewer's own lists and those shared in the unit he works in, by name."""
    return reading().execute(_LISTS, {"me": viewer.account_id, "unit": viewer.unit_id}).all()


def own_list(viewer: Viewer, public_id: str) -> Row | None:
    """One of the viewer's own lists; None for anybody else's."""
    return reading().execute(_OWN, {"me": viewer.account_id, "public_id": public_id[:24]}).first()
