"""The page on which an administrator calls a restored copy the live office, and the line that asks for it."""
from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from caseapp.db import reading
from caseapp.ledger.live import Restored, held
from caseapp.staff.commands.live import call_live
from caseapp.staff.forms import ConfirmProvenForm
from caseapp.staff.policy import Can
from caseapp.staff.roles import Role
from caseapp.staff.viewer import viewer
from caseapp.staff.views.blueprint import done, pages
from caseapp.web.access import guarded
from caseapp.web.language import gettext as _

TOLD = frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR})      # whose pages say that nothing is sent
LIVE = "live"


@pages.route("/quan-tri/ban-khoi-phuc", methods=["GET", "POST"])
@guarded(Can.ADMINISTER)
def restored_copy() -> ResponseReturnValue:
    """From when the copy is, what it does not do, and the word that ends that."""
    form = ConfirmProvenForm()
    if form.validate_on_submit() and done(form, lambda acting: call_live(viewer(), acting)):
        flash(_("Đã xác nhận bản chính thức. Từ nay hệ thống gửi nhắc việc."), "done")
        return redirect(url_for("staff.restored_copy"), 303)
    return render_template("staff/restored_copy.html", form=form, restored=held(reading())), (
        422 if form.is_submitted() else 200)


@pages.app_context_processor
def held_back() -> dict[str, Any]:
    """The copy that waits for somebody's word, for the line on the pages of those who look after the office."""
    person = viewer()
    told = bool(person) and not person.must_change and any(role in TOLD for _unit, role in person.roles)
    return {"held_copy": _held() if told else None}


def _held() -> Restored | None:
    """Only an office that nobody serves can be restored: once it was seen live, this process need not ask again."""
    if current_app.extensions.get(LIVE):
        return None
    found = held(reading())
    current_app.extensions[LIVE] = found is None
    return found
