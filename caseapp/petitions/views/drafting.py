"""What is kept of the intake form while it is typed; of a denunciation nothing that names anybody."""
from __future__ import annotations

import re
from typing import Final

from flask import abort, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from caseapp.dossiers.drafts import Fields, close_draft, erase_draft, keep_draft
from caseapp.dossiers.views.drafts import DRAFT_BYTES, NOT_KEPT
from caseapp.petitions.forms.intake import IntakeForm
from caseapp.petitions.forms.sieve import draftable, kind_of
from caseapp.petitions.models import Content
from caseapp.petitions.views.blueprint import pages
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.text import new_public_id
from caseapp.web.access import guarded
from caseapp.web.filters import show_time
from caseapp.web.language import gettext as _
from caseapp.web.now import now

DRAFT: Final = "petition"
_ID = re.compile(r"[A-Za-z0-9_-]{16,24}")


def known_id(written: str) -> str:
    """A draft's id as this program gives it out; empty for anything else."""
    return written if _ID.fullmatch(written) else ""


@pages.post("/don/moi/nhap/<draft_id>")
@guarded(Can.TAKE_PETITION)
def keep_typed(draft_id: str) -> ResponseReturnValue:
    """Keep what is typed; of a denunciation nothing that names anybody."""
    if not known_id(draft_id):
        abort(404)
    if (request.content_length or 0) > DRAFT_BYTES:
        abort(413)
    typed: Fields = {name: values for name, values in request.form.lists() if name not in NOT_KEPT}
    kept, me = draftable(typed), viewer().account_id
    if not kept:
        erase_draft(draft_id, account_id=me)
    elif not keep_draft(draft_id, DRAFT, kept, account_id=me, now=now(),
                        nameless=kind_of(typed) == Content.DENUNCIATION):
        abort(404)
    at = show_time(now())
    return jsonify(saved=at, at=at, draft=draft_id)


@pages.post("/don/moi/nhap/<draft_id>/bo")
@guarded(Can.TAKE_PETITION)
def throw_away(draft_id: str) -> ResponseReturnValue:
    """Delete a draft its writer no longer wants."""
    if not known_id(draft_id):
        abort(404)
    close_draft(draft_id, account_id=viewer().account_id, now=now())
    flash(_("Đã bỏ bản nháp."), "done")
    return redirect(url_for("petitions.petition_list"), 303)


def keep_for_later(typed: dict[str, list[str]], form: IntakeForm) -> ResponseReturnValue:
    """The step without a script: keep what was typed and go back to the list."""
    kept = draftable(typed)
    if not kept:
        flash(_("Chưa chọn loại nên chưa có gì để giữ."))
        return redirect(url_for("petitions.petition_list"), 303)
    for draft in (form.draft.data or "", new_public_id()):      # an id may be closed: then under a new one
        if keep_draft(draft, DRAFT, kept, account_id=viewer().account_id, now=now(), nameless=form.sealed):
            break
    flash(_("Đã giữ bản nháp. Mở lại ở mục Nháp của tôi."), "done")
    return redirect(url_for("petitions.petition_list"), 303)
