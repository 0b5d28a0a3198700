"""What is kept of an act's form while it is typed: on the server, its writer's alone, gone when the act is done."""
from __future__ import annotations

import re
from typing import Final

from flask import abort, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caseapp.cases.commands.given import DRAFT, OF_CASE
from caseapp.cases.forms.act import ActForm
from caseapp.cases.views.asked import Asked, asked_or_404
from caseapp.cases.views.blueprint import pages
from caseapp.dossiers.drafts import Fields, Kept, close_draft, keep_draft, list_drafts
from caseapp.dossiers.views.drafts import DRAFT_BYTES, NOT_KEPT
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.text import new_public_id
from caseapp.web.access import guarded
from caseapp.web.filters import show_time
from caseapp.web.language import gettext as _
from caseapp.web.now import now

LATER, FORGET = "later", "forget"
STEPS: Final = frozenset({LATER, FORGET})
# The act that a draft belongs to, kept beside what was typed.
ACT: Final = "of_act"
_ONCE: Final = NOT_KEPT | {"step", "version"}
_ID = re.compile(r"[A-Za-z0-9_-]{16,24}")


@pages.post("/vu-viec/<public_id>/viec/<act>/nhap/<draft_id>")
@guarded(Can.READ_DOSSIERS)
def keep_act(public_id: str, act: str, draft_id: str) -> ResponseReturnValue:
    """Keep what is typed of an act, for whoever may do it."""
    asked = asked_or_404(public_id, act)
    if (request.content_length or 0) > DRAFT_BYTES:
        abort(413)
    if not _ID.fullmatch(draft_id) or not _keep(asked, draft_id):
        abort(404)
    at = show_time(now())
    return jsonify(saved=at, at=at, draft=draft_id)


def kept_of(asked: Asked) -> Kept | None:
    """What the viewer typed of this very act of this case and has not saved yet, the latest."""
    wanted = ([asked.case.public_id], [asked.action.code])
    return next((one for one in list_drafts(DRAFT, account_id=viewer().account_id, now=now())
                 if (one.fields.get(OF_CASE), one.fields.get(ACT)) == wanted), None)


def new_draft() -> str:
    """The id of a draft that nothing was kept under yet."""
    return new_public_id()


def carry_out_step(asked: Asked, form: ActForm, step: str, home: str) -> ResponseReturnValue:
    """Keep the form for later, or throw away what was kept of it."""
    draft = form.draft.data or ""
    if step == LATER:
        for one in (draft, new_public_id()):      # an id may be closed: then under a new one
            if _ID.fullmatch(one) and _keep(asked, one):
                break
        flash(_("Đã giữ bản nháp. Mở lại việc này để viết tiếp."), "done")
        return redirect(home, 303)
    if _ID.fullmatch(draft):
        close_draft(draft, account_id=viewer().account_id, now=now())
    flash(_("Đã bỏ bản nháp."), "done")
    return redirect(url_for("cases.act", public_id=asked.case.public_id, act=asked.action.code), 303)


def known_id(written: str) -> str:
    """A draft's id as this program gives it out; empty for anything else."""
    return written if _ID.fullmatch(written) else ""


def _keep(asked: Asked, draft_id: str) -> bool:
    if asked.kind.state(asked.case.state).closed:
        return False      # nothing is done here any more; of what was sealed nothing may be written down again
    typed: Fields = {name: values for name, values in request.form.lists() if name not in _ONCE}
    typed |= {OF_CASE: [asked.case.public_id], ACT: [asked.action.code]}
    return keep_draft(draft_id, DRAFT, typed, account_id=viewer().account_id, now=now())
