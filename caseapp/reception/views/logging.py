"""Logging a visit at the counter: the form, its fragments, saving."""
from __future__ import annotations

import re
from datetime import date
from functools import partial
from typing import Any, Final

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import MultiDict

from caseapp.dossiers.drafts import find_draft, forget_names, keep_draft
from caseapp.dossiers.models import Dossier
from caseapp.gazette import office_calendar
from caseapp.law.duties import MANY_PEOPLE
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.reception.bars import others_said
from caseapp.reception.commands.logging import Logging, log_visit
from caseapp.reception.commands.queue import hide_ticket
from caseapp.reception.forms.drafting import STAND_IN, draftable, held_persons, kind_of, readable
from caseapp.reception.forms.papers import PaperPart
from caseapp.reception.forms.people import PersonPart
from caseapp.reception.forms.reading import given_visit
from caseapp.reception.forms.visit import VisitForm
from caseapp.reception.models import Matter
from caseapp.reception.queries import office
from caseapp.reception.queries.pages import form_result
from caseapp.reception.queries.visits import find_visit, links_of
from caseapp.reception.views import offers
from caseapp.reception.views.alike import alike, tied
from caseapp.reception.views.blueprint import new_code_words, number_words, pages
from caseapp.reception.views.counter import Counter, known_of
from caseapp.reception.views.earlier import earlier
from caseapp.reception.views.secrecy import propose_envelope
from caseapp.reception.views.starting import Starting, accepting, starting
from caseapp.reception.views.stepping import carry_out_step
from caseapp.reception.views.taken import taken_of
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.text import new_public_id
from caseapp.web.access import guarded
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.web.now import now, today

DRAFT: Final = "visit"
_ID = re.compile(r"[A-Za-z0-9_-]{16,24}")


@pages.get("/tiep-dan/luot-moi")
@guarded(Can.LOG_VISIT)
def new_visit() -> ResponseReturnValue:
    """A blank form, one begun from the queue, or a draft taken up again."""
    counter = Counter.of_viewer()
    draft_id = request.args.get("nhap", "")
    kept = find_draft(draft_id, DRAFT, account_id=viewer().account_id, now=now()) if _ID.fullmatch(draft_id) else None
    if kept is not None:
        form = counter.form(MultiDict(readable(kept[0])))
        form.draft.data = draft_id
        return _page(form, counter, saved_at=kept[1])
    form = counter.form(None)
    counter.begin(form, kind=request.args.get("loai", ""), ticket=request.args.get("so", ""))
    return _page(form, counter, begun="loai" not in request.args)


@pages.post("/tiep-dan/luot-moi")
@guarded(Can.LOG_VISIT)
def save_visit() -> ResponseReturnValue:
    """Save the visit, or do one step of filling it in for a browser without scripts."""
    typed = dict(request.form.lists())
    counter = Counter.of_viewer()
    form = counter.form(MultiDict(readable(typed)))
    if not _ID.fullmatch(form.draft.data or ""):
        form.draft.data = new_public_id()
    dropped = form.sealed and held_persons(typed)
    if form.sealed:
        _forget(form, counter, persons=dropped)
    step = carry_out_step(form, counter, request.form.get("step", ""), request.form.get("pick", ""))
    if step == "later":
        return _keep_for_later(typed, form)
    if step:
        return _page(form, counter)
    if not counter.check(form):
        return _again(form, counter)
    return _save(form, counter)


@pages.post("/tiep-dan/luot-moi/nguoi")
@guarded(Can.LOG_VISIT)
def find_earlier() -> ResponseReturnValue:
    """Earlier visits of whoever is looked up, as a piece of the form; none before a kind, none for a denunciation."""
    kind = kind_of(dict(request.form.lists()))
    if not kind or kind == Matter.DENUNCIATION:
        return "", 204
    found = earlier(viewer(), request.form.get("lookup", ""))
    return render_template("reception/earlier.html", found=found, asked=True)


@pages.post("/tiep-dan/luot-moi/cung-viec")
@guarded(Can.LOG_VISIT)
def find_alike() -> ResponseReturnValue:
    """Earlier visits, petitions and cases on what is typed, as a piece of the form; none for a denunciation."""
    typed = dict(request.form.lists())
    if kind_of(typed) in ("", Matter.DENUNCIATION):
        return "", 204
    counter = Counter.of_viewer()
    form = counter.form(MultiDict(readable(typed)))
    return render_template("reception/alike.html", found=alike(viewer(), form), asked=True, tied=tied(viewer(), form),
                           blank=form.filled_people()[0].is_blank())


@pages.post("/tiep-dan/luot-moi/han")
@guarded(Can.LOG_VISIT)
def count_dates() -> ResponseReturnValue:
    """The dates beside the form, counted anew from another day of reception."""
    counter = Counter.of_viewer()
    form = counter.form(MultiDict(readable(dict(request.form.lists()))))
    held_on = form.held_on.data or today()
    return render_template("reception/dates.html", form=form, dates=_dates(form, counter, held_on), kind=form.kind,
                           day_grounds=offers.grounds(held_on))


@pages.post("/tiep-dan/luot-moi/kin")
@guarded(Can.LOG_VISIT)
def keep_secret() -> ResponseReturnValue:
    """The visitor turns out to be a denouncer: draft and ticket lose what they knew of a person, at once."""
    draft, ticket = request.form.get("draft", ""), request.form.get("ticket", "")
    if _ID.fullmatch(draft):
        forget_names(draft, account_id=viewer().account_id, now=now())
    if ticket:
        hide_ticket(viewer().unit_id, ticket[:24])
    return "", 204


def _forget(form: VisitForm, counter: Counter, *, persons: bool) -> None:
    """What was kept of a person before the kind became a denunciation leaves draft and queue, and the page says so."""
    counter.earlier_asked = counter.alike_asked = False
    if form.ticket.data:
        hide_ticket(viewer().unit_id, form.ticket.data[:24])
    if not persons:
        return
    forget_names(form.draft.data or "", account_id=viewer().account_id, now=now())
    flash(_("Đã bỏ họ tên, giấy tờ, địa chỉ, điện thoại khỏi phiếu, bản nháp và hàng chờ; tên gặp trong nội dung "
            "được thay bằng “người tố cáo”. Đọc lại nội dung."), "done")


def _keep_for_later(typed: dict[str, list[str]], form: VisitForm) -> ResponseReturnValue:
    kept = draftable(typed)
    if not kept:
        flash(_("Chưa chọn loại nên chưa có gì để giữ."))
        return redirect(url_for("reception.desk"), 303)
    for draft in (form.draft.data or "", new_public_id()):      # an id may be closed: then under a new one
        if keep_draft(draft, DRAFT, kept, account_id=viewer().account_id, now=now(), nameless=form.sealed):
            break
    flash(_("Đã giữ bản nháp. Mở lại ở mục Nháp của tôi."), "done")
    return redirect(url_for("reception.desk"), 303)


def _save(form: VisitForm, counter: Counter) -> ResponseReturnValue:
    try:
        dossier = _log(form, counter)
    except FormKeyUsed as used:
        return _saved_before(used.result)
    except Refusal as refusal:
        form.take(refusal)
        return _page(form, counter), refusal.status
    flash(_("Đã lưu %(number)s.", number=number_words(dossier)), "done")
    if form.takes_petition and (taken := taken_of(links_of(viewer(), dossier.id))) is not None:
        flash(taken.words, "done")
    if form.matter.data == Matter.MIXED and form.sealed:
        flash(_other_part(), "done")
    if request.form.get("then") == "print" and form.filled_papers():
        return redirect(url_for("prints.papers_slip", public_id=dossier.public_id), 303)
    return redirect(url_for("reception.visit", public_id=dossier.public_id), 303)


def _log(form: VisitForm, counter: Counter) -> Dossier:
    """Log the visit. A denouncer's code that was saved meanwhile from another page gives way to a new one."""
    how = Logging(
        unit_id=counter.unit_id, by=viewer().account_id, at=now(), today=today(), calendar=office_calendar(),
        form_key=form.key(), draft=form.draft.data or "", ticket=(form.ticket.data or "")[:24],
        journal=others_said(counter.accounts.others()) if form.sealed and counter.accounts else {})
    try:
        return log_visit(given_visit(form, known_of(form, counter)), how)
    except IntegrityError:
        if not form.sealed:
            raise
        counter.give_code(form)
        dossier = log_visit(given_visit(form, known_of(form, counter)), how)
    flash(new_code_words(counter.code), "error")
    return dossier


def _again(form: VisitForm, counter: Counter) -> ResponseReturnValue:
    """What must be mended, unless this very form was saved before: then its envelope is taken by itself."""
    try:
        made = form_result(form.key(), viewer().account_id)
    except Refusal:
        made = None
    return _saved_before(made) if made is not None else (_page(form, counter), 422)


def _saved_before(public_id: str) -> ResponseReturnValue:
    """A second sending of the same form: a double click, or an answer that the network lost."""
    visit = find_visit(viewer(), public_id)
    if visit is None:
        abort(404)
    flash(_("Lượt tiếp này đã được lưu: %(number)s.", number=number_words(visit)), "done")
    return redirect(url_for("reception.visit", public_id=public_id), 303)


def _other_part() -> Markup:
    """What is left of a mixed visit; the two are told apart by nothing but the officer's memory."""
    words = _("Đây là phần tố cáo. Phần còn lại ghi thành một lượt tiếp riêng, phiếu trắng, có họ tên; "
              "máy không nối hai lượt với nhau.")
    link = Markup('<a href="{}">{}</a>').format(url_for("reception.new_visit"), _("Ghi phần còn lại"))
    return escape(words) + " " + link


def _dates(form: VisitForm, counter: Counter, held_on: date) -> list[Starting]:
    """Every clock that saving the form can start, the complaint's own first."""
    into, problem = None, ""
    try:
        into = counter.joined(form) if form.takes_petition else None
    except Refusal as refusal:
        problem = str(refusal)
    return [*accepting(held_on, counter.calendar, into, problem, running=form.takes_petition),
            *starting(held_on, counter.calendar, form.starts)]


def _page(form: VisitForm, counter: Counter, saved_at: Any = None, *, begun: bool = False) -> str:
    held_on = form.held_on.data or today()
    propose_envelope(form, counter.unit_id, held_on.year)
    return render_template(
        "reception/new.html", form=form, counter=counter, saved_at=saved_at, begun=begun, tied=tied(viewer(), form),
        communes=office.communes(counter.unit_id),
        matters=offers.matters(), outcomes=offers.outcomes(), grounds=offers.grounds(held_on), fields=offers.fields(),
        ground_answer=partial(offers.ground_answer, on=held_on), authority_hint=offers.authority_hint(held_on),
        stand_in=STAND_IN, many=MANY_PEOPLE,
        blank_person=PersonPart(prefix="people-__n__-"),
        blank_paper=PaperPart(prefix="papers-__n__-"), dates=_dates(form, counter, held_on),
        slip_url=url_for("prints.denouncer_slip", phieu=counter.slip_token),
        draft_url=url_for("dossiers.save_draft", form=DRAFT, draft_id=form.draft.data))
