"""Acts on a case: one view for every action of every kind, its form made from what the procedure asks for."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask import Flask, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from caseapp.cases.commands.acting import carry_out
from caseapp.cases.forms.act import ActForm, begin
from caseapp.cases.forms.offers import doubts_of, place_of
from caseapp.cases.practices import PRACTICES
from caseapp.cases.queries.doings import files_of_act
from caseapp.cases.rules import details_of
from caseapp.cases.views import drafting
from caseapp.cases.views.asked import Asked, asked_or_404
from caseapp.cases.views.blueprint import pages
from caseapp.cases.views.conflicts import conflict_page
from caseapp.cases.views.effects import effects
from caseapp.cases.views.sealed_papers import TAKES, papers_too_large
from caseapp.cases.views.storing import store_uploads
from caseapp.dossiers.commands import Stale, number_of
from caseapp.dossiers.shown import page_of, shown_kinds
from caseapp.dossiers.views.standing import acting_on
from caseapp.gazette import office_calendar
from caseapp.law.errors import LawError
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.text import show_date
from caseapp.web.access import guarded
from caseapp.web.errors import Refusal, error_page
from caseapp.web.filters import lower_first
from caseapp.web.language import gettext as _
from caseapp.web.now import today
from caseapp.workflow.engine import Refused, Way

Known = Callable[[Asked], Mapping[str, Any]]
"""From an act that is asked for to the inputs of its form that the office knows already."""


def begin_with(app: Flask, kind: str, known: Known) -> None:
    """At assembly: what stands in the forms of acts on dossiers of ``kind`` before anybody types."""
    app.extensions.setdefault("known_inputs", {})[kind] = known


def act_url(public_id: str, code: str) -> str:
    """The page of an act of a case."""
    return url_for("cases.act", public_id=public_id, act=code)


@pages.get("/vu-viec/<public_id>/viec/<act>")
@guarded(Can.READ_DOSSIERS, Can.READ_SEALED)
def act(public_id: str, act: str) -> ResponseReturnValue:
    """The page of an act: empty, from what was kept while it was typed, or from the proposal it carries out."""
    asked = asked_or_404(public_id, act)
    on, why = _open_day(asked)
    if on is None:
        return _refused_page(asked, why), 409
    proposal = _proposal(asked)
    kept = drafting.kept_of(asked)
    if kept is not None and kept.fields.get("proposal", [""]) == [proposal.public_id if proposal else ""]:
        form = asked.form(on, formdata=MultiDict(kept.fields))
        form.draft.data, form.version.data = kept.id, str(asked.case.version)
        return _page(asked, form, saved_at=kept.saved_at)
    form = asked.form(on)
    begin(form, viewer().account_id, dated=why == "")
    known: Known | None = current_app.extensions.get("known_inputs", {}).get(asked.kind.code)
    if known is not None:
        form.fill(known(asked))
    form.draft.data = drafting.new_draft()
    if proposal is not None:
        form.fill(details_of(proposal))
        form.proposal.data = proposal.public_id
        if proposal.document and "document" in form:
            form["document"].data = proposal.document
    return _page(asked, form, day_needed=why)


@pages.post("/vu-viec/<public_id>/viec/<act>")
@guarded(Can.READ_DOSSIERS, Can.READ_SEALED)
def do_act(public_id: str, act: str) -> ResponseReturnValue:
    """Carry the act out, propose it, or keep what was typed of it for later."""
    asked = asked_or_404(public_id, act)
    form = asked.form()
    form.draft.data, form.proposal.data = (drafting.known_id(one.data or "") for one in (form.draft, form.proposal))
    step = request.form.get("step", "")
    if step in drafting.STEPS:
        return drafting.carry_out_step(asked, form, step, page_of(asked.kind.code, public_id))
    if step == "edit" or not form.validate():
        return _page(asked, form), 200 if step == "edit" else 422
    return _carry_out(asked, form)


@pages.post("/vu-viec/<public_id>/viec/<act>/han")
@guarded(Can.READ_DOSSIERS, Can.READ_SEALED)
def count_act(public_id: str, act: str) -> ResponseReturnValue:
    """The parts of the form that follow the day of the act, counted anew."""
    asked = asked_or_404(public_id, act)
    form = asked.form()
    return render_template("cases/act_day.html", **_shown(asked, form))


@pages.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Say it at the field: the body was refused before anything of it was read, but what was typed was kept."""
    named = request.view_args or {}
    if request.endpoint == TAKES:
        return papers_too_large(str(named.get("public_id", "")))
    if request.endpoint != "cases.do_act" or not viewer().may(Can.READ_DOSSIERS):
        return error_page(413)
    asked = asked_or_404(str(named.get("public_id", "")), str(named.get("act", "")))
    kept = drafting.kept_of(asked)
    form = asked.form(today(), formdata=MultiDict(kept.fields) if kept else None)
    form.version.data = str(asked.case.version)
    form.draft.data = kept.id if kept else drafting.new_draft()
    form.take(Refusal(_("Các tệp cộng lại quá lớn, chưa gửi được. Chọn ít tệp hơn."), "file"))
    return _page(asked, form), 413


def _open_day(asked: Asked) -> tuple[date | None, str]:
    """The day the form opens on, None when the act is refused whatever its day; why today is refused, if it is.

    What only the days that went by forbid can still be recorded late; what another act forbids cannot.
    """
    if asked.way is Way.PROPOSE and asked.waiting is not None:
        return None, _("Vụ việc này đã có một đề xuất chờ duyệt. Rút đề xuất ấy rồi trình lại.")
    reason = asked.reason(today())
    if reason is None:
        return today(), ""
    first = asked.first_day
    too_late = first < today() and asked.reason(first) is None and asked.reason(today(), until=first) is not None
    recordable = too_late and asked.way is not Way.PROPOSE
    return (first if recordable else None), asked.why(reason)


def _proposal(asked: Asked) -> Any | None:
    """The draft that is to be carried out; raises Refusal when somebody has dealt with it meanwhile."""
    wanted = request.args.get("de-xuat", "")
    if not wanted:
        return None
    found = asked.waiting
    if found is None or found.public_id != wanted or found.code != asked.action.code:
        raise Refusal(_("Đề xuất này đã được xử lý hoặc rút lại. Mở lại hồ sơ."))
    return found


def _carry_out(asked: Asked, form: ActForm) -> ResponseReturnValue:
    home = redirect(page_of(asked.kind.code, asked.case.public_id), 303)
    try:
        short, how = form.short, acting_on(asked.case, form)      # an old page is refused before its files are kept
        way = carry_out(form.given(store_uploads(form)), how)
    except FormKeyUsed:
        flash(_("Việc này đã được ghi từ lần bấm trước."), "done")
        return home
    except Stale as stale:
        return conflict_page(asked, form, stale), 409
    except Refused as refused:
        form.form_errors.append(asked.why(refused.reason))
        return _page(asked, form), 409
    except LawError as problem:
        form.take(Refusal(problem.words(_), "happened_on"))
        return _page(asked, form), 422
    except Refusal as refusal:
        form.take(refusal)
        return _page(asked, form), refusal.status
    flash(_done_words(asked.action.label, way), "done")
    if short is not None:
        flash(_("Thông báo muộn: chậm nhất phải báo ngày %(last)s, theo %(place)s. Đã ghi như thực tế.",
                last=show_date(short.last), place=short.place), "error")
    return home


# Some acts are called “Ghi …” themselves: nobody records a recording.
RECORDING = "Ghi "


def _done_words(label: str, way: Way) -> str:
    if way is Way.PROPOSE:
        return _("Đã trình: %(act)s.", act=lower_first(_(label)))
    if label.startswith(RECORDING):
        return _("Xong: %(act)s.", act=lower_first(_(label)))
    return _("Đã ghi: %(act)s.", act=lower_first(_(label)))


def _page(asked: Asked, form: ActForm, *, saved_at: Any = None, day_needed: str = "") -> str:
    return render_template("cases/act.html", **_shown(asked, form), saved_at=saved_at, day_needed=day_needed)


def _shown(asked: Asked, form: ActForm) -> dict[str, Any]:
    case, action, asking = asked.case, asked.action, form.asking
    told = {name: form[name].data for name in ("dialogue_on", *PRACTICES[asked.kind.code].starts_on) if name in form}
    waiting = asked.waiting
    return {
        "case": case, "action": action, "form": form, "asking": asking, "way": asked.way, "kind": asked.kind,
        "number": number_of(case), "back": page_of(asked.kind.code, case.public_id),
        "home": shown_kinds()[asked.kind.code].home(),
        "effects": effects(case, asked.acts, action.code, form.day, told, office_calendar()),
        "doubts": {ask: doubts_of(ask, asking.on) for ask in action.asks},
        "places": {ask: place_of(ask, asking.on) for ask in action.asks},
        "unsure": [one for one in asking.recipients if one.note] if "recipients" in action.asks else [],
        "power": next((one for one in asking.signers if "signer" in form and one.public_id == form["signer"].data),
                      None),
        "deciders": [one for one in asking.signers if one.id == one.for_id],
        "waiting": waiting if waiting is not None and waiting.code == action.code else None,
        "files": files_of_act(waiting.id) if waiting is not None and form.proposal.data == waiting.public_id else [],
        "notice": form.short, "late": form.late and "happened_on" in form,
        "records": action.label.startswith(RECORDING),
        "dialogue": _dialogue(asked) if action.code == "decide" else "",
    }


def _dialogue(asked: Asked) -> str:
    """What the decider must know of the dialogue: held on a day, or why none was."""
    held = next((one for one in reversed(asked.acts) if one.code == "hold-dialogue"), None)
    if held is not None:
        return _("Đã ghi biên bản ngày %(day)s", day=show_date(held.happened_on))
    return _("Không bắt buộc: yêu cầu và kết quả xác minh không còn khác nhau")


def _refused_page(asked: Asked, why: str) -> str:
    return render_template(
        "cases/act_refused.html", case=asked.case, action=asked.action, why=why, number=number_of(asked.case),
        back=page_of(asked.kind.code, asked.case.public_id), home=shown_kinds()[asked.kind.code].home(),
        waiting=asked.waiting)
