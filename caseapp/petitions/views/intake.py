"""Taking in a petition that was sent: the form, its steps and fragments, saving."""
from __future__ import annotations

import re
from typing import Any, Final

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from caseapp.cases.commands.opening import GivenDenouncer
from caseapp.cases.views.storing import store_uploads
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.drafts import find_draft, forget_names
from caseapp.dossiers.models import Dossier
from caseapp.dossiers.queries import find_dossier
from caseapp.gazette import office_calendar
from caseapp.law.errors import LawError
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.petitions.denouncing import secret_desk
from caseapp.petitions.forms.intake import MOST_PEOPLE, IntakeForm
from caseapp.petitions.forms.sieve import STAND_IN, held_persons, readable
from caseapp.petitions.forms.signers import SignerPart
from caseapp.petitions.models import FORWARDED, Channel, Content
from caseapp.petitions.queries import communes, earlier_dossier, made_by, stored_numbers, writers_of
from caseapp.petitions.taking_in import TakingIn, take_petition_in
from caseapp.petitions.views.blueprint import pages
from caseapp.petitions.views.drafting import DRAFT, keep_for_later, known_id
from caseapp.petitions.views.due import due_of
from caseapp.petitions.views.going_on import page_or_list
from caseapp.petitions.views.repeats import Repeat, repeats_of
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.text import new_public_id
from caseapp.web.access import guarded
from caseapp.web.errors import Refusal, error_page
from caseapp.web.language import gettext as _
from caseapp.web.now import now, today

HANDLING: Final = frozenset({"handler", "reception"})
_PICK = re.compile(r"(same|person|none)(?::([\w-]{16,24}))?")
_DROP = re.compile(r"drop-([1-9])")


@pages.get("/don/moi")
@guarded(Can.TAKE_PETITION)
def new_petition() -> ResponseReturnValue:
    """A blank form, or a draft taken up again; ``?kenh=`` and ``?loai=`` begin with a channel, a kind."""
    unit_or_404()
    draft = known_id(request.args.get("nhap", ""))
    kept = find_draft(draft, DRAFT, account_id=viewer().account_id, now=now()) if draft else None
    if kept is not None:
        form = _form(MultiDict(readable(kept[0])))
        form.draft.data = draft
        return _page(form, saved_at=kept[1])
    form = _form(None)
    form.channel.data = _known(request.args.get("kenh", ""), Channel, str(Channel.POST))
    form.content_kind.data = _known(request.args.get("loai", ""), Content, "")
    return _page(form, begun=True)


@pages.post("/don/moi")
@guarded(Can.TAKE_PETITION)
def save_petition() -> ResponseReturnValue:
    """Save the petition, or do one step of filling it in for a browser without scripts."""
    unit_or_404()
    typed = dict(request.form.lists())
    form = _typed_form(typed)
    if form.sealed and held_persons(typed):
        forget_names(form.draft.data or "", account_id=viewer().account_id, now=now())
        flash(_("Đã bỏ họ tên, giấy tờ, địa chỉ, điện thoại khỏi phiếu và bản nháp; tên gặp trong nội dung được thay "
                "bằng “người tố cáo”. Đọc lại nội dung."), "done")
    step, pick = request.form.get("step", ""), request.form.get("pick", "")
    if step == "later":
        return keep_for_later(typed, form)
    if step or pick:
        return _page(form, found=_carry_out_step(form, step, pick))
    if not _check(form):
        return _again(form)
    return _save(form)


@pages.post("/don/moi/trung")
@guarded(Can.TAKE_PETITION)
def find_earlier() -> str:
    """The earlier dossiers of what stands in the form: a fragment."""
    unit_or_404()
    form = _typed_form(dict(request.form.lists()))
    return render_template("petitions/repeats.html", found=repeats_of(viewer(), form, today()), asked=True,
                           chosen=_tied(form))


@pages.post("/don/moi/han")
@guarded(Can.TAKE_PETITION)
def count_due() -> str:
    """The day by which it must be sorted, for the day that stands in the form: a fragment."""
    form = _typed_form(dict(request.form.lists()))
    return render_template("petitions/due.html", **due_of(form))


@pages.errorhandler(RequestEntityTooLarge)
def too_large(problem: RequestEntityTooLarge) -> ResponseReturnValue:
    """Files larger than the office takes: nothing of the form could be read, but its draft is kept."""
    if request.endpoint != "petitions.save_petition":
        return error_page(problem)
    flash(_("Các tệp cộng lại quá lớn, chưa gửi được. Chọn ít tệp hơn; bản nháp vẫn còn ở mục Nháp của tôi."), "error")
    return redirect(url_for("petitions.petition_list"), 303)


def unit_or_404() -> int:
    """The viewer's own unit; 404 when petitions are not taken in there by this person."""
    person = viewer()
    if not person.may_in(Can.TAKE_PETITION, person.unit_id):
        abort(404)
    return person.unit_id


# ── the form ──


def _form(typed: MultiDict[str, Any] | None) -> IntakeForm:
    form = IntakeForm(typed, calendar=office_calendar())
    form.draft.data = known_id(form.draft.data or "") or new_public_id()
    if typed is None:
        form.received_on.data, form.people_count.data = today(), 1
    return form


def _typed_form(typed: dict[str, list[str]]) -> IntakeForm:
    fields: MultiDict[str, Any] = MultiDict(readable(typed))
    fields.setlist("file", request.files.getlist("file"))
    return _form(fields)


def _known(asked: str, choices: Any, otherwise: str) -> str:
    return asked if asked in set(choices) else otherwise


def _check(form: IntakeForm) -> bool:
    """Everything to mend, also what only the office's books can tell."""
    form.validate()
    desk = secret_desk()
    if form.sealed and desk is not None:
        desk.check(form, desk.accounts(form, viewer().unit_id), form.received_on.data)
    elif form.sealed:
        form.form_errors.append(_("Đơn tố cáo chưa ghi ở trang này được: ghi ở bàn tiếp dân, loại Tố cáo."))
    return not form.problems()


def _carry_out_step(form: IntakeForm, step: str, pick: str) -> list[Repeat] | None:
    """Do the step a button asked for; returns what was found when somebody looked for it."""
    chosen = _PICK.fullmatch(pick)
    if chosen is not None and not form.sealed:
        _pick(form, chosen[1], chosen[2] or "")
    elif step == "person" and not form.sealed and len(form.people.entries) < MOST_PEOPLE:
        form.people.append_entry()
    elif (dropped := _DROP.fullmatch(step)) and not form.sealed:
        del form.people.entries[int(dropped[1]):int(dropped[1]) + 1]
    elif step == "repeats":
        return repeats_of(viewer(), form, today())
    elif step == "accused" and form.sealed and (desk := secret_desk()) is not None:
        form.accounts = desk.accounts(form, viewer().unit_id)
        form.accounts.look_up()
    return None


def _pick(form: IntakeForm, what: str, public_id: str) -> None:
    """Tie the petition to an earlier dossier, or take over whoever wrote that one."""
    earlier = earlier_dossier(viewer(), public_id)
    if what != "person":      # a neighbour may write on the same matter
        form.same_as.data = earlier.public_id if earlier is not None and what == "same" else ""
    elif earlier is not None and (writer := writers_of(viewer(), [earlier.id]).get(earlier.id)) is not None:
        first: SignerPart = form.people.entries[0].form
        first.fill(writer)


def _chosen(form: IntakeForm) -> Any | None:
    """The earlier dossier that the form is tied to."""
    return earlier_dossier(viewer(), form.same_as.data or "") if not form.sealed else None


def _tied(form: IntakeForm) -> dict[str, Any] | None:
    """The same for the page."""
    row = _chosen(form)
    if row is None:
        return None
    return {"public_id": row.public_id, "number": number_of(row), "opened_on": row.opened_on}


# ── saving ──


def _again(form: IntakeForm) -> ResponseReturnValue:
    """What must be mended, unless this very form was saved before: then its envelope is taken by itself."""
    try:
        made = made_by(form.key(), viewer().account_id)
    except Refusal:
        made = None
    return _saved_before(made) if made is not None else (_page(form), 422)


def _save(form: IntakeForm) -> ResponseReturnValue:
    try:
        dossier = _take_in(form)
    except FormKeyUsed as used:
        return _saved_before(used.result)
    except LawError as problem:
        form.take(Refusal(problem.words(_), "received_on"))
        return _page(form), 422
    except Refusal as refusal:
        form.take(refusal)
        return _page(form), refusal.status
    flash(_("Đã lưu %(number)s.", number=number_of(dossier)), "done")
    if form.content_kind.data == Content.MIXED and form.sealed:
        flash(_("Đây là phần tố cáo. Phần còn lại ghi thành một đơn riêng, có họ tên; máy không nối hai đơn với nhau."),
              "done")
    return redirect(page_or_list(dossier), 303)


def _take_in(form: IntakeForm) -> Dossier:
    person = viewer()
    how = TakingIn(
        unit_id=person.unit_id, by=person.account_id, at=now(), today=today(), calendar=office_calendar(),
        form_key=form.key(), draft=form.draft.data or "",
        handles=any(str(held.role) in HANDLING and person.unit_id in held.own for held in person.held))
    if form.sealed:
        return take_petition_in(form.given(_denounced(form)), how)
    earlier = _chosen(form)
    # An old page is refused before its files are kept.
    return take_petition_in(form.given({"repeats": earlier.id if earlier is not None else None,
                                        "papers": store_uploads(form)}), how)


def _denounced(form: IntakeForm) -> dict[str, Any]:
    desk = secret_desk()
    accused = desk.accounts(form, viewer().unit_id).chosen() if desk is not None else ()
    return {"accused": (form.accused_name.data or "", form.accused_post.data or ""), "denouncer": GivenDenouncer(
        envelope=form.envelope.data or "", identity=form.told_identity, accused=tuple(accused))}


def _saved_before(public_id: str) -> ResponseReturnValue:
    """A second sending of the same form: a double click, or an answer that the network lost."""
    found = find_dossier(viewer(), public_id)
    if found is None:
        abort(404)
    flash(_("Đơn này đã được lưu: %(number)s.", number=number_of(found)), "done")
    return redirect(page_or_list(found), 303)


# ── the page ──


def _page(form: IntakeForm, *, saved_at: Any = None, begun: bool = False, found: list[Repeat] | None = None) -> str:
    unit = viewer().unit_id
    desk = secret_desk()
    if form.sealed and desk is not None:
        form.accounts = form.accounts or desk.accounts(form, unit)
        desk.propose(form, unit, (form.received_on.data or today()).year)
    return render_template(
        "petitions/new.html", **due_of(form), saved_at=saved_at, begun=begun, found=found or [],
        asked=found is not None,
        chosen=_tied(form), communes=communes(unit), stand_in=STAND_IN, forwarding=sorted(FORWARDED),
        stored=stored_numbers(unit, [part.form.known.data or "" for part in form.people.entries]),
        blank=SignerPart(prefix="people-__n__-"),
        draft_url=url_for("petitions.keep_typed", draft_id=form.draft.data))
