"""Laying a case or petition beside another dossier that belongs to it, and letting go of one."""
from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from caseapp.cases.commands.linking import LINK_WORDS, LINKING, UNKNOWN, link, unlink
from caseapp.cases.forms.linking import LinkForm, UnlinkForm
from caseapp.cases.practices import PRACTICES
from caseapp.cases.queries.cases import linked_to
from caseapp.cases.queries.merging import named
from caseapp.cases.rules import KINDS
from caseapp.cases.views.blueprint import case_or_404, pages
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.shown import page_of, shown_kinds
from caseapp.dossiers.views.standing import roles_in
from caseapp.gazette import office_calendar
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.errors import Refusal
from caseapp.web.forms import OfficeForm
from caseapp.web.language import gettext as _
from caseapp.web.now import now, today


@pages.route("/vu-viec/<public_id>/lien-quan", methods=["GET", "POST"])
@guarded(Can.READ_DOSSIERS)
def link_dossier(public_id: str) -> ResponseReturnValue:
    """What belongs to a case or petition; another one is named by its number."""
    case = _linkable(public_id)
    form = LinkForm()
    if request.method == "GET":
        return _page(case, form)
    if not form.validate():
        return _page(case, form), 422
    try:
        other = _named(case, form.other.data)
        link(other.id, form.what.data, _acting(case, form))
    except FormKeyUsed:
        flash(_("Hai hồ sơ đã được gắn từ lần bấm trước."), "done")
    except Refusal as refused:
        form.take(refused)
        return _page(case, form), refused.status
    else:
        flash(_("Đã gắn với %(number)s.", number=number_of(other)), "done")
    return redirect(page_of(case.kind, public_id), 303)


@pages.post("/vu-viec/<public_id>/lien-quan/bo")
@guarded(Can.READ_DOSSIERS)
def unlink_dossier(public_id: str) -> ResponseReturnValue:
    """Let go of a dossier that was laid beside this one."""
    case = _linkable(public_id)
    form = UnlinkForm()
    other = next((one for one in _ours(case) if one.public_id == form.other.data), None)
    here = redirect(url_for("cases.link_dossier", public_id=public_id), 303)
    if not form.validate():
        abort(422)
    try:
        if other is None:      # let go already, or never in sight
            return here
        unlink(other.id, _acting(case, form))
    except FormKeyUsed:
        return here
    flash(_("Đã bỏ gắn với %(number)s.", number=number_of(other)), "done")
    return here


def _linkable(public_id: str) -> Any:
    case = case_or_404(public_id)
    if not LINKING & roles_in(viewer(), case.unit_id):
        abort(404)
    return case


def _named(case: Any, written: str) -> Any:
    """The dossier a number means; absent and out of sight are the same."""
    other = named(viewer(), written, case.unit_id, PRACTICES[case.kind].register, today())
    if other is None:
        raise Refusal(_(UNKNOWN), "other", 422)
    return other


def _acting(case: Any, form: OfficeForm) -> Acting:
    person = viewer()
    return Acting(case.id, case.unit_id, case.version, person.account_id, roles_in(person, case.unit_id), now(),
                  today(), office_calendar(), form.key())


def _ours(case: Any) -> list[Any]:
    """What people laid beside it, as far as the viewer may see it."""
    known = KINDS.keys() & shown_kinds().keys()
    return [one for one in linked_to(viewer(), case.id) if one.what in LINK_WORDS and one.kind in known]


def _page(case: Any, form: LinkForm) -> str:
    rows = [(number_of(one), page_of(one.kind, one.public_id), _(LINK_WORDS[one.what]), one) for one in _ours(case)]
    drop = [UnlinkForm(formdata=None, other=one.public_id) for *_rest, one in rows]
    return render_template(
        "cases/link.html", case=case, number=number_of(case), form=form, linked=list(zip(rows, drop, strict=True)),
        home=shown_kinds()[case.kind].home(), back=page_of(case.kind, case.public_id))
