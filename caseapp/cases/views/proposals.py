"""A proposal: what a handler drafted for whoever may decide; carried out, sent back with a reason, or taken back."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from caseapp.cases.commands.proposing import end_proposal
from caseapp.cases.forms.act import act_form
from caseapp.cases.forms.asking import Asking
from caseapp.cases.models import Status
from caseapp.cases.queries.cases import acts_of
from caseapp.cases.queries.doings import draft_of, files_of_act
from caseapp.cases.rules import KINDS, details_of
from caseapp.cases.views.asked import refused_words
from caseapp.cases.views.blueprint import case_or_404, pages
from caseapp.db import reading
from caseapp.dossiers.commands import Stale, number_of
from caseapp.dossiers.queries import names_of
from caseapp.dossiers.shown import page_of, shown_kinds
from caseapp.dossiers.views.standing import acting_on, roles_in
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.staff.policy import Can
from caseapp.staff.queries import working_in
from caseapp.staff.viewer import viewer
from caseapp.text import mark
from caseapp.web.access import guarded
from caseapp.web.errors import Refusal
from caseapp.web.forms import LongTextField, Required, VersionedForm
from caseapp.web.language import gettext as _
from caseapp.web.now import today
from caseapp.workflow.engine import Refused, Way, way_of

BECAME: Final[Mapping[str, str]] = {
    Status.DONE: mark("Đề xuất đã được duyệt và ghi vào hồ sơ."),
    Status.RETURNED: mark("Đề xuất đã được trả lại người trình."),
    Status.DROPPED: mark("Người trình đã rút đề xuất, hoặc một việc khác đã ghi làm đề xuất không còn làm được."),
    Status.UNDONE: mark("Đề xuất đã được duyệt, sau đó việc này được gỡ khỏi hồ sơ."),
}
"""What became of a draft that waits no more."""


class SendBackForm(VersionedForm):
    """Why a proposal is sent back: its author must know what to mend."""

    reason = LongTextField(_l("Lý do trả lại"), [Required(_l("Ghi lý do: người trình cần biết phải sửa gì."))],
                           max_length=500, rows=3)


class TakeBackForm(VersionedForm):
    """One's own proposal is taken back without a reason."""


@pages.get("/vu-viec/<public_id>/de-xuat/<act>")
@guarded(Can.READ_DOSSIERS)
def proposal(public_id: str, act: str) -> ResponseReturnValue:
    """What is proposed, by whom, since when; the ways on for whoever may decide and for its author."""
    case = case_or_404(public_id)
    found, acts = _found(case, act)
    if found.status == Status.DONE:
        return redirect(page_of(case.kind, public_id), 303)
    return _page(case, found, acts, SendBackForm(formdata=None))


@pages.post("/vu-viec/<public_id>/de-xuat/<act>/tra-lai")
@guarded(Can.READ_DOSSIERS)
def send_back(public_id: str, act: str) -> ResponseReturnValue:
    """Give the draft back to its author, with a reason."""
    case = case_or_404(public_id)
    draft = _draft(case, act)
    if _way(case, draft) not in (Way.DO, Way.ENTER) or not _decides(case, draft):
        abort(404)
    form = SendBackForm()
    if not form.validate():
        return _standing(case, draft, form, 422)
    return _end(case, draft, form, form.reason.data or "", _("Đã trả lại đề xuất kèm lý do."))


@pages.post("/vu-viec/<public_id>/de-xuat/<act>/rut")
@guarded(Can.READ_DOSSIERS)
def take_back(public_id: str, act: str) -> ResponseReturnValue:
    """Take one's own draft back: the case goes on as if nothing had been proposed."""
    case = case_or_404(public_id)
    draft = _draft(case, act)
    if draft.proposed_by != viewer().account_id:
        abort(404)
    return _end(case, draft, TakeBackForm(), "", _("Đã rút đề xuất."))


def _end(case: Any, draft: Any, form: VersionedForm, reason: str, done: str) -> ResponseReturnValue:
    home = redirect(page_of(case.kind, case.public_id), 303)
    try:
        end_proposal(draft.public_id, acting_on(case, form), reason=reason)
    except FormKeyUsed:
        flash(_("Việc này đã được ghi từ lần bấm trước."), "done")
        return home
    except (Stale, Refused, Refusal) as problem:
        return _again(case, draft, form, problem)
    flash(done, "done")
    return home


def _again(case: Any, draft: Any, form: VersionedForm, problem: Exception) -> ResponseReturnValue:
    """The page as it is now, with what was typed and what stands in the way."""
    if isinstance(problem, Stale):
        form.version.data = str(problem.version)
        form.form_errors.append(_("Vụ việc này vừa có người ghi sau khi bạn mở trang. Xem lại rồi bấm lần nữa."))
    elif isinstance(problem, Refused):
        form.form_errors.append(refused_words(problem.reason))
    elif isinstance(problem, Refusal):
        form.take(problem)
    return _standing(case_or_404(case.public_id), draft, form, 409)


def _standing(case: Any, draft: Any, form: VersionedForm, status: int) -> ResponseReturnValue:
    """The draft as it stands now, with what was typed about it; where it waits no more, that and what became of it."""
    draft = _draft(case, draft.public_id)
    if draft.status == Status.PROPOSED:
        found, acts = _found(case, draft.public_id)
        return _page(case, found, acts, form), status
    reason = form.reason.data if isinstance(form, SendBackForm) else ""
    return render_template(
        "cases/proposal_gone.html", case=case, action=KINDS[case.kind].action(draft.code), number=number_of(case),
        became=_(BECAME[draft.status]), why=draft.reason, typed=reason, back=page_of(case.kind, case.public_id),
        home=shown_kinds()[case.kind].home()), 409


def _draft(case: Any, public_id: str) -> Any:
    """The draft a form is about, whatever became of it meanwhile; 404 when the case never had it."""
    return draft_of(case.id, public_id) or abort(404)


def _found(case: Any, public_id: str) -> tuple[Any, Sequence[Any]]:
    """The proposal, and what was done in the case; 404 when the case has none by that id."""
    rows = acts_of(case.id)
    found = next((one for one in rows if one.public_id == public_id and one.proposed_at is not None), None)
    if found is None:
        abort(404)
    return found, [one for one in rows if one.status == Status.DONE]


def _way(case: Any, found: Any) -> Way | None:
    return way_of(KINDS[case.kind].action(found.code), roles_in(viewer(), case.unit_id))


def _decides(case: Any, found: Any) -> bool:
    """Whether the viewer may decide on it in their own right; a clerk only records what was signed."""
    return bool(KINDS[case.kind].action(found.code).by & roles_in(viewer(), case.unit_id))


def _page(case: Any, found: Any, acts: Sequence[Any], form: VersionedForm) -> str:
    kind = KINDS[case.kind]
    action, open_now = kind.action(found.code), found.status == Status.PROPOSED
    if not form.version.data:
        form.version.data = str(case.version)
    way = _way(case, found)
    return render_template(
        "cases/proposal.html", case=case, found=found, action=action, form=form, number=number_of(case),
        written=_written(case, found, acts), files=files_of_act(found.id), open_now=open_now,
        back=page_of(case.kind, case.public_id), home=shown_kinds()[case.kind].home(),
        own=open_now and found.proposed_by_id == viewer().account_id,
        decides=open_now and _decides(case, found), enters=open_now and way is Way.ENTER,
        approve=url_for("cases.act", public_id=case.public_id, act=found.code, **{"de-xuat": found.public_id}),
        typed=form if isinstance(form, SendBackForm) else SendBackForm(formdata=None))


def _written(case: Any, found: Any, acts: Sequence[Any]) -> list[tuple[str, str]]:
    """What the draft says, in the words of the act's form on the day it was drafted."""
    action = KINDS[case.kind].action(found.code)
    workers = working_in(reading(), case.unit_id, today()) if "team" in action.asks else ()
    people = names_of([case.id]).get(case.id, []) if "recipients" in action.asks else ()
    form = act_form(Asking(action=action, way=Way.PROPOSE, case=case, acts=acts, on=found.happened_on, today=today(),
                           workers=workers, people=people), formdata=None)
    form.fill(details_of(found))
    return form.written()
