"""Keeping what is being typed: a form's draft is filtered by its feature, encrypted, and its writer's alone."""
from __future__ import annotations

import re

from flask import abort, current_app, flash, jsonify, redirect, request
from flask.typing import ResponseReturnValue

from caseapp.dossiers.drafts import Fields, Sieve, close_draft, erase_draft, keep_draft
from caseapp.dossiers.views.blueprint import dossiers
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded, local_path
from caseapp.web.filters import show_time
from caseapp.web.language import gettext as _
from caseapp.web.now import now

DRAFT_BYTES = 1 << 20
# Not content: the token and the one-time key belong to one opened page.
NOT_KEPT = frozenset({"csrf_token", "form_key"})
_ID = re.compile(r"[A-Za-z0-9_-]{16,24}")


@dossiers.post("/nhap/<form>/<draft_id>")
@guarded(Can.LOG_VISIT)
def save_draft(form: str, draft_id: str) -> ResponseReturnValue:
    """Keep the typed fields; the feature's filter takes out what must not be kept before anything is written."""
    sieve = _sieve(form, draft_id)
    if (request.content_length or 0) > DRAFT_BYTES:
        abort(413)
    fields: Fields = {name: values for name, values in request.form.lists() if name not in NOT_KEPT}
    kept, me = sieve.keep(fields), viewer().account_id
    if not kept:
        erase_draft(draft_id, account_id=me)
    elif not keep_draft(draft_id, form, kept, account_id=me, now=now(), nameless=sieve.nameless(fields)):
        abort(404)
    at = show_time(now())
    return jsonify(saved=at, at=at, draft=draft_id)


@dossiers.post("/nhap/<form>/<draft_id>/bo")
@guarded(Can.LOG_VISIT)
def throw_away(form: str, draft_id: str) -> ResponseReturnValue:
    """Delete a draft its writer no longer wants."""
    _sieve(form, draft_id)
    close_draft(draft_id, account_id=viewer().account_id, now=now())
    flash(_("Đã bỏ bản nháp."), "done")
    return redirect(local_path(request.form.get("next")) or "/", 303)


def _sieve(form: str, draft_id: str) -> Sieve:
    sieves: dict[str, Sieve] = current_app.extensions["draft_filters"]
    if form not in sieves or not _ID.fullmatch(draft_id):
        abort(404)
    return sieves[form]
