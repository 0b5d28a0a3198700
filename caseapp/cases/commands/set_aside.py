"""Nothing is written into a case that lies in another one, or that another unit took over: asked at every door.

Acts come through ``work.take_up``, files through ``dossiers.attaching``, petitions through ``opening.join_case``, a
number is cancelled with its visit by ``cancelling``: each asks here, under the lock, before it changes anything.
"""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from caseapp.cases.queries.merging import aside, held_in
from caseapp.cases.rules import CASES
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.models import Dossier
from caseapp.dossiers.scope import HANDED_OVER
from caseapp.text import mark
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _

CLOSED_BY: Final[Mapping[str, str]] = {
    "merged": mark("Vụ việc này đã nhập vào %(number)s: ghi vào vụ việc ấy, hoặc tách ra rồi ghi tiếp."),
    HANDED_OVER: mark("Vụ việc này đã chuyển đơn vị khác giải quyết theo %(number)s: không ghi thêm được."),
}
STILL_HOLDS: Final = mark("%(number)s đã nhập vào vụ việc này. Tách ra trước rồi mới hủy số.")


def see_open(source: Session | Connection, dossier: Any) -> None:
    """Raise Refusal, saying where it lies now, for a case that was set aside; any other dossier may be written into.

    ``dossier``: a stored object, or a row with id and kind.
    """
    if dossier.kind not in CASES:
        return
    found = aside(source, dossier.id)
    if found is not None:
        raise Refusal(_(CLOSED_BY[found.why], number=number_of(found)))


def see_holds_none(session: Session, dossier: Dossier) -> None:
    """Raise Refusal for cancelling the number of a case in which another one lies: that one would be lost with it."""
    if dossier.kind in CASES and (held := held_in(session, dossier.id)) is not None:
        raise Refusal(_(STILL_HOLDS, number=number_of(held)))
