"""Back from the competence navigator: the authority it found goes into the form of the act that names one."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import sqlalchemy as sa
from flask import abort, redirect, request
from flask.typing import ResponseReturnValue

from caseapp.cases.commands.given import DRAFT, OF_CASE
from caseapp.cases.kinds.petition import PETITION
from caseapp.cases.views.acts import act_url
from caseapp.cases.views.asked import asked_or_404
from caseapp.cases.views.drafting import ACT, kept_of
from caseapp.db import reading
from caseapp.dossiers.drafts import Fields, keep_draft
from caseapp.law.competence_answers import title_of
from caseapp.petitions.views.blueprint import pages, petition_or_404
from caseapp.staff.models import Unit
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.text import new_public_id, show_date
from caseapp.web.access import guarded
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.web.now import now, today

NAVIGATOR: Final = "/phap-luat/tham-quyen"
AUTHORITY, UNIT = "tham-quyen", "cua-don-vi"
_UNIT = sa.select(Unit.name).where(Unit.public_id == sa.bindparam("unit"))


def named_body(found: Mapping[str, str]) -> dict[str, str]:
    """The authority by the codes the navigator handed back, in the reader's language; empty without or for others."""
    authority, unit = found.get(AUTHORITY, "")[:40], found.get(UNIT, "")[:24]
    if not authority:
        return {}
    name = reading().execute(_UNIT, {"unit": unit}).scalar() if unit else ""
    try:
        return {"authority": authority, "unit": unit, "words": title_of(authority, str(name or ""), _)}
    except KeyError:
        return {}


@pages.post("/don/<public_id>/noi-nhan/<act>")
@guarded(Can.READ_DOSSIERS)
def send_there(public_id: str, act: str) -> ResponseReturnValue:
    """Begin the act with the authority written in: kept as what was typed of it, and opened."""
    row = petition_or_404(public_id)
    if act not in {one.code for one in PETITION.actions if "body" in one.asks}:
        abort(404)
    asked, body = asked_or_404(row.public_id, act), named_body(request.form)
    if not body:
        raise Refusal(_("Chưa có nơi có thẩm quyền. Tra lại, hoặc ghi tay ở trang hướng dẫn, chuyển đơn."))
    kept = kept_of(asked)
    fields: Fields = {"happened_on": [show_date(today())], **(kept.fields if kept is not None else {}),
                      "body": [body["words"]], OF_CASE: [row.public_id], ACT: [act]}
    keep_draft(kept.id if kept is not None else new_public_id(), DRAFT, fields, account_id=viewer().account_id,
               now=now())
    return redirect(act_url(row.public_id, act), 303)
