"""Correcting a visit, visibly; two people correcting at once are shown both versions, and nothing typed is lost."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from caseapp.dossiers.commands import Stale
from caseapp.dossiers.doubts import doubts_said
from caseapp.dossiers.views.standing import acting_on, roles_in
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.reception.commands.acting import correct
from caseapp.reception.fields import LABELS as FIELD_LABELS
from caseapp.reception.forms.correction import COMPETENT, CorrectionForm, written
from caseapp.reception.forms.visit import REPEATS
from caseapp.reception.kinds.visit import VISIT
from caseapp.reception.models import LABELS, Matter
from caseapp.reception.queries import office
from caseapp.reception.queries.visits import journal_of
from caseapp.reception.views.accounts import Accounts
from caseapp.reception.views.blueprint import facts_seen, number_words, pages, visit_or_404
from caseapp.reception.views.secrecy import accounts_of, check_correction
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.compare import conflict
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.web.now import today
from caseapp.workflow.engine import Refused, refusal


@pages.route("/tiep-dan/luot/<public_id>/sua", methods=["GET", "POST"])
@guarded(Can.READ_DOSSIERS, Can.READ_SEALED)
def correct_visit(public_id: str) -> ResponseReturnValue:
    """The correction form; ``pick-…`` fields come from the page that lays two versions side by side."""
    visit = visit_or_404(public_id)
    _see_open(visit)
    form = CorrectionForm(visit, receivers_of(visit))
    accounts = accounts_of(visit, form) if visit.sealed else None
    if request.method == "GET":
        form.show(visit)
        return _page(visit, form, accounts)
    seen = {name: request.form.get(f"seen-{name}", "") for name in form.names}
    _take_picks(visit, form)
    step = request.form.get("step")
    if step == "accused" and accounts is not None:
        accounts.look_up()
    if step in ("edit", "accused"):
        return _page(visit, form, accounts, seen if step == "accused" else None)
    if not _is_good(visit, form, accounts):
        return _page(visit, form, accounts, seen), 422
    return _save(visit, form, accounts, seen)


def _see_open(visit: Any) -> None:
    """404 for whoever may never correct here; a reason when it is only too late."""
    action, roles = VISIT.action("correct"), roles_in(viewer(), visit.unit_id)
    if not action.by & roles:
        abort(404)
    reason = refusal(action, VISIT.state(visit.state), roles, facts_seen(visit))
    if reason:
        raise Refusal(_(reason))


def receivers_of(visit: Any) -> Sequence[Any]:
    """Who may be named as having received this visitor; of a denunciation that is not changed here."""
    return () if visit.sealed else office.receivers(visit.unit_id, viewer().account_id, today())


def _take_picks(visit: Any, form: CorrectionForm) -> None:
    """Where the saved version was picked, it takes the place of what was typed."""
    for name in form.names:
        if request.form.get(f"pick-{name}") == "saved":
            form.fill(name, written(name, getattr(visit, name)))


def _is_good(visit: Any, form: CorrectionForm, accounts: Accounts | None) -> bool:
    form.validate()
    if accounts is not None:
        check_correction(form, accounts, visit)
    return not form.problems()


def _save(visit: Any, form: CorrectionForm, accounts: Accounts | None, seen: dict[str, str]) -> ResponseReturnValue:
    home = redirect(url_for("reception.visit", public_id=visit.public_id), 303)
    try:
        matter = Matter(form.matter.data) if "matter" in form else None
        accused = accounts.chosen() if accounts is not None else ()
        others = [row.id for row in accounts.others()] if accounts is not None else ()
        changed = correct(form.changes(), matter, acting_on(visit, form), accused, others)
    except FormKeyUsed:
        flash(_("Bản sửa này đã được lưu từ lần bấm trước."), "done")
        return home
    except Refused as reason:
        form.take(Refusal(_(str(reason)), "matter"))
        return _page(visit, form, accounts, seen), 409
    except Stale:
        return _conflict(visit_or_404(visit.public_id), form, accounts, seen), 409
    except Refusal as refused:
        form.take(refused)
        return _page(visit, form, accounts, seen), refused.status
    flash(_("Đã sửa. Giá trị cũ và mới ghi trong diễn biến.") if changed else _("Không có gì khác để sửa."), "done")
    return home


def _page(visit: Any, form: CorrectionForm, accounts: Accounts | None, seen: dict[str, str] | None = None) -> str:
    stored = {name: written(name, getattr(visit, name)) for name in form.names}
    return render_template(
        "reception/correct.html", visit=visit, number=number_words(visit), form=form, accounts=accounts,
        seen=seen or stored, doubts=doubts_said(visit.to_confirm, _))


def _conflict(visit: Any, form: CorrectionForm, accounts: Accounts | None, seen: dict[str, str]) -> str:
    """Both versions side by side; posting it again carries the version that is saved now."""
    names = form.names
    saved = {name: written(name, getattr(visit, name)) for name in names}
    yours = {name: form.typed(name) for name in names}
    labels = {name: str(form[name].label.text) for name in names}
    people = {key: str(words) for key, words in form.receiver_key.choices} if "receiver_key" in form else {}
    said = [{name: people.get(side[name], "") if name == "receiver_key" else _words(name, side[name]) for name in names}
            for side in (seen, saved, yours)]
    rows = conflict(labels, *said)
    last = next((row for row in journal_of(visit.id) if not row.act.endswith(".print")), None)
    return render_template(
        "reception/conflict.html", visit=visit, number=number_words(visit), form=CorrectionForm(visit, formdata=None),
        version=visit.version, rows=rows, saved=saved, yours=yours, names=names, last=last, same=len(names) - len(rows),
        ticked=form.accused_account.data if accounts is not None else ())


def _words(name: str, value: str) -> str:
    """What a field would send, as people read it."""
    if name == "field":
        return _(FIELD_LABELS.get(value, value))
    if name in ("matter", "other_matter", "identity", "session"):
        return _(LABELS.get(value, value))
    if name == "protection":
        return _("Có") if value else _("Không")
    if name in ("repeat", "competent"):
        return str(dict((*REPEATS, *COMPETENT)).get(value, value))
    return value
