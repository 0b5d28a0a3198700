"""Writing down a new dispute: whoever mediates does it on the spot, and the leader is told."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from caseapp.cases.commands.acting import carry_out
from caseapp.cases.commands.given import GivenAct
from caseapp.db import reading
from caseapp.dossiers.views.standing import acting_on, roles_in
from caseapp.gazette import office_calendar
from caseapp.law.mediation_duties import BARRED
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.mediation.commands.opening import Opener, open_dispute
from caseapp.mediation.forms.dispute import MAY, SELF, DisputeForm, dispute_form
from caseapp.mediation.queries.own import find_dispute
from caseapp.mediation.queries.people import mediator_of, mediators_of, team_of
from caseapp.mediation.shown import ACT, PAGE
from caseapp.mediation.views import asking
from caseapp.mediation.views.blueprint import pages
from caseapp.mediation.views.storing import said_of_photos, store_photos
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.errors import Refusal
from caseapp.web.forms import VersionedForm
from caseapp.web.language import gettext as _
from caseapp.web.now import now, today
from caseapp.workflow.engine import Refused

MORE: Final = "more"      # one more person, without a script
# What the act of opening calls its fields, and where they stand in the form.
FIELDS: Final = {"title": "subject", "content": "story", "mediators": "lead", "parties": "people"}


@pages.get("/hoa-giai/moi")
@guarded(Can.MEDIATE)
def new_dispute() -> ResponseReturnValue:
    """The form: empty, or as it was kept while it was typed."""
    kept = asking.kept(asking.NEW)
    if kept is not None and request.args.get("moi") is None:
        form = _form(formdata=MultiDict(asking.typed(kept) or {}))
        form.draft.data = kept.id
        return _page(form, saved_at=kept.saved_at)
    form = _form()
    form.draft.data, form.received_on.data = asking.new_draft(), today()
    form.barred.data, form.started_by.data = MAY, "party"
    form.who.data = SELF if _own(form) else None
    for side in ("party-a", "party-b"):
        form.people.append_entry({"side": side})
    return _page(form)


@pages.post("/hoa-giai/moi")
@guarded(Can.MEDIATE)
def open_new() -> ResponseReturnValue:
    """Write the dispute down; one that may not be mediated is referred in the same step."""
    form = _form()
    form.draft.data = asking.known(form.draft.data or "")
    if request.form.get("step") == MORE:
        form.people.append_entry({"side": "party-b"})
        return _page(form)
    if not form.validate():
        return _page(form), 422
    try:
        opened = _open(form)
    except FormKeyUsed as used:
        flash(_("Vụ việc này đã được ghi từ lần bấm trước."), "done")
        return redirect(PAGE.format(used.result) if used.result else url_for("mediation.disputes"), 303)
    except (Refused, Refusal) as refusal:
        field = getattr(refusal, "field", None) or ""
        form.take(Refusal(str(getattr(refusal, "reason", refusal)), FIELDS.get(field, field)))
        return _page(form), getattr(refusal, "status", 409)
    asking.put_away(form.draft.data or "")
    flash(_("Đã ghi vụ việc."), "done")
    if form.is_barred and not _referred(opened, form):
        return redirect(f"{ACT.format(opened, 'refer')}?can-cu={form.barred.data}", 303)
    return redirect(PAGE.format(opened), 303)


@pages.post("/hoa-giai/nhap/<draft_id>")
@guarded(Can.MEDIATE)
def keep_new(draft_id: str) -> ResponseReturnValue:
    """Keep what is typed of a new dispute."""
    return asking.keep(asking.NEW, draft_id)


@pages.post("/hoa-giai/nhap/<draft_id>/bo")
@guarded(Can.MEDIATE)
def forget_new(draft_id: str) -> ResponseReturnValue:
    """Throw away what was kept of it."""
    asking.put_away(draft_id)
    flash(_("Đã bỏ bản nháp."), "done")
    return redirect(url_for("mediation.new_dispute"), 303)


def _open(form: DisputeForm) -> str:
    person, team, own = viewer(), _team_of(form), _own(form)
    how = Opener(
        unit_id=team.unit_id, by=person.account_id, roles=roles_in(person, team.unit_id), at=now(), today=today(),
        calendar=office_calendar(), form_key=form.key(), draft=form.draft.data or "")
    return open_dispute(form.given(store_photos(form.photos), own), how)


def _referred(public_id: str, form: DisputeForm) -> bool:
    """Write down on the new dispute why it may not be mediated and where the parties were sent; False when refused."""
    row = find_dispute(viewer(), public_id)
    if row is None:
        return False
    empty = VersionedForm(formdata=None)
    empty.version.data = str(row.version)
    told = {"barred": form.barred.data, "to_place": form.to_place.data, "summary": form.explained.data}
    try:
        carry_out(GivenAct("refer", form.received_on.data, details=told), acting_on(row, empty))
    except (Refused, Refusal):
        return False
    return True


# ── who may be named ──


def _teams() -> Sequence[Any]:
    """The teams of the hamlets in which the viewer mediates, today."""
    found = (team_of(reading(), unit, today()) for unit in viewer().units_for(Can.MEDIATE))
    return [one for one in found if one is not None]


def _form(**options: Any) -> DisputeForm:
    teams = _teams()
    if not teams:
        raise Refusal(_("Thôn, tổ dân phố này chưa có tổ hòa giải. Hỏi văn thư của Ủy ban nhân dân cấp xã."))
    people = [one for team in teams for one in mediators_of(reading(), team.id, today())]
    own = mediator_of(reading(), viewer().account_id, today())
    form = dispute_form(teams, people, own=bool(own), leads=viewer().may(Can.LEAD_TEAM), **options)
    if not form.team.data:
        form.team.data = teams[0].public_id
    return form


def _team_of(form: DisputeForm) -> Any:
    return next((one for one in _teams() if one.public_id == form.team.data), None) or abort(404)


def _own(form: DisputeForm) -> list[str]:
    """The viewer as a mediator of the team that was chosen."""
    team = _team_of(form)
    return [one.public_id for one in mediator_of(reading(), viewer().account_id, today()) if one.team_id == team.id]


def _page(form: DisputeForm, *, saved_at: Any = None) -> str:
    return render_template(
        "mediation/new.html", form=form, saved_at=saved_at, grounds=list(BARRED.values()),
        photo_hint=said_of_photos(), back=url_for("mediation.disputes"),
        keep_at=url_for("mediation.keep_new", draft_id=form.draft.data or "x"),
        forget_at=url_for("mediation.forget_new", draft_id=form.draft.data or "x"))
