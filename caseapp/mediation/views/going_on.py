"""Where people go on from a dispute: a petition to the commune, a court that recognises; and who steps aside."""
from __future__ import annotations

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from caseapp.cases.kinds.mediation import MEDIATION
from caseapp.dossiers.views.standing import acting_on
from caseapp.mediation.commands.handing_on import GivenHandOn, hand_on
from caseapp.mediation.commands.interest import note_interest
from caseapp.mediation.courts import court_package, guidance
from caseapp.mediation.forms.photos import PhotosField
from caseapp.mediation.queries.own import Whole, whole
from caseapp.mediation.shown import ACT, PAGE, RECEIPT
from caseapp.mediation.views.asking import Opened, acted_on_or_404, opened_or_404
from caseapp.mediation.views.blueprint import pages
from caseapp.mediation.views.saving import save
from caseapp.mediation.views.storing import said_of_photos, store_photos
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.fields import offered
from caseapp.web.forms import (
    DateField,
    LongTextField,
    ManyField,
    NotFuture,
    Required,
    SelectField,
    TextField,
    VersionedForm,
)
from caseapp.web.language import gettext as _
from caseapp.web.now import today

LEADER = "team-leader"


class HandOnForm(VersionedForm):
    """A petition drawn up out of a dispute."""

    petitioners = ManyField(_l("Ai gửi đơn"), [Required(_l("Chọn bên gửi đơn."))])
    summary = LongTextField(_l("Bên gửi đơn yêu cầu gì"), [Required(_l("Ghi bên gửi đơn yêu cầu gì."))],
                            max_length=20_000, rows=4)
    happened_on = DateField(_l("Ngày lập đơn"), [Required(_l("Ghi ngày lập đơn.")), NotFuture()])
    files = ManyField(_l("Giấy tờ gửi kèm"))
    photos = PhotosField(_l("Ảnh đơn đã ký"))


class InterestForm(VersionedForm):
    """Why somebody may not mediate the dispute."""

    mediator = SelectField(_l("Ai"), [Required(_l("Chọn hòa giải viên."))])
    why = TextField(_l("Vì sao không vô tư"), [Required(_l("Ghi vì sao không vô tư."))], max_length=300)


@pages.get("/hoa-giai/vu/<public_id>/gui-don")
@guarded(Can.MEDIATE)
def petition(public_id: str) -> ResponseReturnValue:
    """A petition to the commune, with what is known filled in."""
    opened, found = _elsewhere_or_404(public_id)
    form = _hand_on_form(found)
    form.version.data, form.happened_on.data = str(opened.row.version), today()
    form.files.data = [one.public_id for one in found.files]
    form.summary.data = opened.row.agreement if opened.row.outcome != "settled" else ""
    return _hand_on_page(opened, form)


@pages.post("/hoa-giai/vu/<public_id>/gui-don")
@guarded(Can.MEDIATE)
def send_petition(public_id: str) -> ResponseReturnValue:
    """Draw it up in the commune's book."""
    opened, found = _elsewhere_or_404(public_id)
    form = _hand_on_form(found)
    if not form.validate():
        return _hand_on_page(opened, form), 422

    def act() -> None:
        how = acting_on(opened.row, form)      # an old page is refused before its files are kept
        hand_on(GivenHandOn(form.petitioners.data, form.summary.data, form.happened_on.data, form.files.data or (),
                            store_photos(form.photos)), how)

    return save(opened, form, act, lambda: _hand_on_page(opened, form), home=PAGE.format(public_id),
                done=_("Đã lập đơn gửi Ủy ban nhân dân cấp xã."))


@pages.get("/hoa-giai/vu/<public_id>/toa-an")
@guarded(Can.MEDIATE, Can.READ_DOSSIERS)
def court(public_id: str) -> ResponseReturnValue:
    """What the court gets with a request to recognise the settlement, and until when."""
    opened = opened_or_404(public_id)
    package = court_package(opened.row, whole(viewer(), opened.row), today())
    if package is None:
        abort(404)
    return render_template(
        "mediation/court.html", case=opened.row, package=package, back=PAGE.format(public_id), acts=opened.acts,
        request_at=ACT.format(public_id, "request-court"),
        receipt=RECEIPT.format(public_id, package.clock) if package.clock else "")


@pages.get("/hoa-giai/vu/<public_id>/khong-vo-tu")
@guarded(Can.MEDIATE)
def interest(public_id: str) -> ResponseReturnValue:
    """Who may not mediate it: oneself, for the leader anybody who does."""
    opened = acted_on_or_404(public_id)
    form = _interest_form(opened)
    form.version.data = str(opened.row.version)
    if len(form.mediator.choices) == 1:
        form.mediator.data = form.mediator.choices[0].value
    return _interest_page(opened, form)


@pages.post("/hoa-giai/vu/<public_id>/khong-vo-tu")
@guarded(Can.MEDIATE)
def save_interest(public_id: str) -> ResponseReturnValue:
    """Write it down; the leader is told."""
    opened = acted_on_or_404(public_id)
    form = _interest_form(opened)
    if not form.validate():
        return _interest_page(opened, form), 422

    def act() -> None:
        note_interest(form.mediator.data, form.why.data, acting_on(opened.row, form))

    return save(opened, form, act, lambda: _interest_page(opened, form), home=PAGE.format(public_id),
                done=_("Đã ghi. Tổ trưởng sẽ thay người."))


def _elsewhere_or_404(public_id: str) -> tuple[Opened, Whole]:
    opened = acted_on_or_404(public_id)
    if MEDIATION.state(opened.row.state) not in MEDIATION.action("hand-on").when:
        abort(404)
    return opened, whole(viewer(), opened.row)


def _hand_on_form(found: Whole) -> HandOnForm:
    form = HandOnForm()
    form.petitioners.choices = offered([(one.public_id, one.name) for one in found.people if one.role != "related"])
    form.files.choices = offered([(one.public_id, one.name) for one in found.files])
    return form


def _hand_on_page(opened: Opened, form: HandOnForm) -> str:
    return render_template("mediation/petition.html", case=opened.row, form=form, photo_hint=said_of_photos(),
                           back=PAGE.format(opened.row.public_id), places=guidance(opened.row))


def _interest_form(opened: Opened) -> InterestForm:
    form, found = InterestForm(), whole(viewer(), opened.row)
    everybody = LEADER in opened.roles
    form.mediator.choices = offered([
        (one.public_id, one.name) for one in found.mediating
        if everybody or one.account_id == viewer().account_id])
    return form


def _interest_page(opened: Opened, form: InterestForm) -> str:
    return render_template("mediation/interest.html", case=opened.row, form=form,
                           back=PAGE.format(opened.row.public_id))
