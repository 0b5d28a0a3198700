"""The act of an administrator on a restored copy: from now on it is the live office."""
from __future__ import annotations

from caseapp.db import writing
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.live import confirm_live
from caseapp.staff.commands.acting import Acting
from caseapp.staff.viewer import Viewer
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _


def call_live(person: Viewer, acting: Acting) -> None:
    """Let the copy send again; written in the journal of the viewer's unit. Raises Refusal when nothing waits."""
    with writing() as session:
        chain = lock_chain(session, person.unit_id)
        acting.once(session, "live")
        if confirm_live(session, chain, by=person.account_id, at=acting.at) is None:
            raise Refusal(_("Văn phòng này đã là bản chính thức: không còn gì phải xác nhận."))
