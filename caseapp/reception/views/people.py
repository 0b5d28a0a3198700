"""Correcting a visitor's own data, visibly."""
from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from caseapp.dossiers.commands import Stale
from caseapp.dossiers.views.standing import acting_on, roles_in
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.reception.commands.acting import correct_person
from caseapp.reception.forms.person import PersonForm
from caseapp.reception.kinds.visit import VISIT
from caseapp.reception.queries.visits import parties_of
from caseapp.reception.views.blueprint import changed_meanwhile, facts_seen, number_words, pages, visit_or_404
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.workflow.engine import refusal


@pages.route("/tiep-dan/luot/<public_id>/nguoi/<person_id>", methods=["GET", "POST"])
@guarded(Can.READ_DOSSIERS)
def correct_visitor(public_id: str, person_id: str) -> ResponseReturnValue:
    """Name, number, address of one visitor; old and new values go into the journal."""
    visit = visit_or_404(public_id)
    party = next((one for one in parties_of([visit.id]).get(visit.id, ()) if one.public_id == person_id), None)
    action, roles = VISIT.action("correct"), roles_in(viewer(), visit.unit_id)
    if party is None or refusal(action, VISIT.state(visit.state), roles, facts_seen(visit)):
        abort(404)
    form = PersonForm()
    if request.method == "GET":
        form.show(visit, party)
    elif form.validate_on_submit():
        home = redirect(url_for("reception.visit", public_id=public_id), 303)
        try:
            changed = correct_person(person_id, form.given(), acting_on(visit, form))
        except FormKeyUsed:
            return home
        except Stale:
            form.form_errors.append(changed_meanwhile())
        except Refusal as refused:
            form.take(refused)
        else:
            flash(_("Đã sửa. Giá trị cũ và mới ghi trong diễn biến.") if changed else _("Không có gì khác để sửa."),
                  "done")
            return home
    page = render_template("reception/person.html", visit=visit, number=number_words(visit), party=party, form=form)
    return page, 200 if request.method == "GET" else 422
