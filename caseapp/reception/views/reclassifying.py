"""A visit that proves to be a denunciation: the page that tells what will be erased, and the act."""
from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from caseapp.db import reading
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.commands import Stale
from caseapp.dossiers.models import Dossier
from caseapp.dossiers.views.standing import acting_on
from caseapp.gazette import office_calendar
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.people.identity import open_number
from caseapp.petitions.sealing import see_nowhere_else
from caseapp.reception import rules
from caseapp.reception.bars import others_said
from caseapp.reception.commands.logging import Denouncer, GivenPaper, GivenVisit, Logging, new_denouncer_code
from caseapp.reception.commands.petitioning import END_FIRST, refused
from caseapp.reception.commands.sealing import seal
from caseapp.reception.fields import fields_for
from caseapp.reception.forms.codes import carried_code, carry_code
from caseapp.reception.forms.drafting import without
from caseapp.reception.forms.reading import COMPETENT
from caseapp.reception.forms.sealing import HANDLED, SealForm
from caseapp.reception.models import Identity, Matter, Outcome
from caseapp.reception.queries.pages import form_result
from caseapp.reception.queries.visits import files_of, papers_of, parties_of
from caseapp.reception.slips import sign_slip
from caseapp.reception.views.accounts import Accounts
from caseapp.reception.views.blueprint import changed_meanwhile, new_code_words, number_words, visit_or_404
from caseapp.reception.views.secrecy import check_secrecy, propose_envelope
from caseapp.reception.views.taken import held_of
from caseapp.staff.viewer import viewer
from caseapp.text import fold
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.web.now import now, today
from caseapp.workflow.engine import Refused
from caseapp.workflow.kind import Action

PETITION = "Đơn tố cáo"      # the line of the papers list that stands for a petition taken before


def seal_page(visit: Any, action: Action) -> ResponseReturnValue:
    """Reclassify as a denunciation; both parts stand apart afterwards, joined by nothing."""
    form = SealForm()
    code = carried_code(form.slip.data or "") or new_denouncer_code(today().year)
    form.slip.data = carry_code(code)
    accounts = Accounts(form, visit.unit_id)
    if request.method == "GET":
        held = held_of(visit)
        if held is not None and held.opened and held.under_way:
            raise refused(END_FIRST, held)
        if held is not None:
            see_nowhere_else(reading(), held.case)
        _begin(form, visit)
        propose_envelope(form, visit.unit_id, visit.held_on.year)
        return _page(visit, action, form, code, accounts)
    if request.form.get("step") == "accused":
        accounts.look_up()
        return _page(visit, action, form, code, accounts)
    form.validate()
    check_secrecy(form, accounts, visit.held_on)
    if form.problems():
        return _done_before(visit) if _was_sent(form) else (_page(visit, action, form, code, accounts), 422)
    return _carry_out(visit, action, form, code, accounts)


def _carry_out(visit: Any, action: Action, form: SealForm, code: str, accounts: Accounts) -> ResponseReturnValue:
    home = redirect(url_for("reception.visit", public_id=visit.public_id), 303)
    try:
        how = acting_on(visit, form)
        logging = Logging(unit_id=visit.unit_id, by=how.by, at=now(), today=today(), calendar=office_calendar(),
                          journal=others_said(accounts.others()))
        sealed = _seal(_given(visit, form, code, accounts.chosen()), how, logging)
    except FormKeyUsed:
        return _done_before(visit)
    except Refused as reason:
        flash(_(str(reason)), "error")
        return home
    except Stale as stale:
        form.version.data = str(stale.version)
        form.form_errors.append(changed_meanwhile())
        return _page(visit_or_404(visit.public_id), action, form, code, accounts), 409
    except Refusal as refused:
        form.take(refused)
        return _page(visit, action, form, code, accounts), refused.status
    flash(_("Đã ghi vào sổ tố cáo: %(number)s. Số cũ đã hủy, không còn thông tin người đến.",
            number=number_words(sealed)), "done")
    return redirect(url_for("reception.visit", public_id=sealed.public_id), 303)


def _seal(given: GivenVisit, how: Acting, logging: Logging) -> Dossier:
    """The act. A code that was saved meanwhile from another page gives way to a new one, and the officer is told."""
    try:
        return seal(given, how, logging)
    except IntegrityError:
        if given.denouncer is None:
            raise
        denouncer = replace(given.denouncer, code=new_denouncer_code(today().year))
        sealed = seal(replace(given, denouncer=denouncer), how, logging)
    flash(new_code_words(denouncer.code), "error")
    return sealed


def _was_sent(form: SealForm) -> bool:
    """Whether this very form was carried out before: then its envelope is taken by itself."""
    try:
        return form_result(form.key(), viewer().account_id) is not None
    except Refusal:
        return False


def _done_before(visit: Any) -> ResponseReturnValue:
    """The same form sent again. It does not lead to the sealed part: nothing kept here knows which one that is."""
    flash(_("Việc này đã được ghi từ lần bấm trước."), "done")
    return redirect(url_for("reception.visit", public_id=visit.public_id), 303)


def _begin(form: SealForm, visit: Any) -> None:
    """The story so far, without the names the office knows, to be told anew."""
    form.version.data = str(visit.version)
    people = parties_of([visit.id]).get(visit.id, [])
    form.content.data = without(
        visit.content, [fold(text).split() for row in people for text in (row.name, row.address) if text],
        [number for row in people for number in (row.phone, open_number(row.public_id, row.id_cipher)) if number])
    if visit.outcome in HANDLED:
        form.outcome.data, form.body.data, form.document.data = visit.outcome, visit.body, visit.document


def _given(visit: Any, form: SealForm, code: str, accused: tuple[int, ...]) -> GivenVisit:
    outcome = Outcome(form.outcome.data)
    allowed = {field.code for field in fields_for(Matter.DENUNCIATION)}
    return GivenVisit(
        matter=Matter.DENUNCIATION, content=form.content.data, held_on=visit.held_on, outcome=outcome,
        session=visit.session, receiver_id=visit.receiver_id, people_count=visit.people_count,
        field=visit.field if visit.field in allowed else None, repeat=visit.repeat,
        competent=COMPETENT.get(outcome), body=form.body.data if outcome in rules.NEEDS_BODY else "",
        document=form.document.data if outcome in rules.NEEDS_BODY else "",
        papers=(GivenPaper(PETITION, None, "original"),) if form.petition.data else (),
        denouncer=Denouncer(
            code=code, envelope=form.envelope.data, identity=Identity(form.identity.data),
            protection=bool(form.protection.data), accused_name=form.accused_name.data,
            accused_post=form.accused_post.data, accused_accounts=accused))


def _page(visit: Any, action: Action, form: SealForm, code: str, accounts: Accounts) -> str:
    return render_template(
        "reception/seal.html", visit=visit, held=held_of(visit), number=number_words(visit), action=action, form=form,
        code=code,
        slip_url=url_for("prints.denouncer_slip", phieu=sign_slip(code)), accounts=accounts,
        people=len(parties_of([visit.id]).get(visit.id, ())), papers=len(papers_of(visit.id)),
        files=len(files_of(visit.id)))
