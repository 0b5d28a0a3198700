"""Pages of mediators: add, one mediator, correct, release and back, the account, courses taken back."""
from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from caseapp.db import reading
from caseapp.law.mediation_duties import ELECTION, MEDIATOR, MOST_VOTES, RECOGNITION, RELEASE
from caseapp.mediation.commands import people as acts
from caseapp.mediation.commands.access import may_be_bound
from caseapp.mediation.forms.people import BindForm, CourseForm, MeantForm, MediatorForm, ReleaseForm
from caseapp.mediation.models import SCHOOLING_WORDS
from caseapp.mediation.peoples import PEOPLES
from caseapp.mediation.queries import teams as queries
from caseapp.mediation.rules import ENDINGS, term, voted_in
from caseapp.mediation.views.blueprint import pages
from caseapp.mediation.views.keeping import (
    both_versions,
    done,
    done_unless_stale,
    keeps,
    mediator_or_404,
    must_keep,
    status,
    team_or_404,
)
from caseapp.staff.commands.acting import Stale
from caseapp.staff.policy import Can
from caseapp.web.access import guarded
from caseapp.web.forms import OfficeForm
from caseapp.web.language import gettext as _
from caseapp.web.now import today

_FIELDS = ("name", "sex", "birth_year", "people", "schooling", "phone", "address", "elected_on", "votes", "households",
           "from_on", "document", "term_until")


@pages.route("/hoa-giai/to/<public_id>/hoa-giai-vien", methods=["GET", "POST"])
@guarded(Can.KEEP_TEAMS)
def mediator_new(public_id: str) -> ResponseReturnValue:
    """A mediator whom the chair recognised."""
    team = must_keep(team_or_404(public_id))
    form = MediatorForm(data={"version": 0})
    if form.validate_on_submit():
        made: list[str] = []
        if done_unless_stale(form, lambda how: made.append(acts.add_mediator(public_id, _entry(form), how))):
            flash(_("Đã ghi %(name)s là hòa giải viên.", name=form.name.data), "done")
            return redirect(url_for("mediation.team", public_id=public_id), 303)
    return _form_page(form, team, None)


@pages.get("/hoa-giai/hoa-giai-vien/<public_id>")
@guarded(Can.READ_LOGBOOK)
def mediator(public_id: str) -> ResponseReturnValue:
    """One mediator: election, recognition, term, courses, account."""
    row, day = mediator_or_404(public_id), today()
    return render_template(
        "mediation/mediator.html", person=row, keeps=keeps(row), day=day, stands=term(row.term_until, day),
        voted=voted_in(row.votes, row.households), election=ELECTION, peoples=PEOPLES,
        schooling_words=SCHOOLING_WORDS, ending=ENDINGS.get(row.release_ground), courses=queries.trainings(row.id),
        course_form=CourseForm(formdata=None), key_of=_key_of)


@pages.route("/hoa-giai/hoa-giai-vien/<public_id>/sua", methods=["GET", "POST"])
@guarded(Can.KEEP_TEAMS)
def mediator_edit(public_id: str) -> ResponseReturnValue:
    """What is written of a mediator; two who save at once see both versions."""
    row = must_keep(mediator_or_404(public_id))
    form = MediatorForm(data=_data(row))
    if form.validate_on_submit():
        try:
            saved = done(form, lambda how: acts.edit_mediator(public_id, form.seen_version(), _entry(form), how))
        except Stale:
            theirs = mediator_or_404(public_id)
            return both_versions(
                form, MediatorForm(formdata=None, data=_data(theirs)), unit_id=row.unit_id, about=public_id,
                acts=("mediator.add", "mediator.edit", "mediator.account", "mediator.release",
                      "mediator.release-undo"),
                name=_("Hòa giải viên"), here=url_for("mediation.mediator_edit", public_id=public_id))
        if saved:
            return _back(public_id, _("Đã lưu."))
    return _form_page(form, row, row)


@pages.route("/hoa-giai/hoa-giai-vien/<public_id>/thoi", methods=["GET", "POST"])
@guarded(Can.KEEP_TEAMS)
def mediator_release(public_id: str) -> ResponseReturnValue:
    """The end of somebody's work, on its ground."""
    row = must_keep(mediator_or_404(public_id))
    form = ReleaseForm(data={"version": row.version, "until_on": today()})
    if form.validate_on_submit():
        given = acts.GivenRelease(form.until_on.data, form.ground.data, form.document.data)
        if done_unless_stale(form, lambda how: acts.release(public_id, form.seen_version(), given, how)):
            return _back(public_id, _("Đã ghi thôi làm hòa giải viên."))
    return _act_page(form, row, _("Thôi làm hòa giải viên"), _("Ghi thôi làm"), duties=(RELEASE,),
                     sentence=_open_work(row))


@pages.route("/hoa-giai/hoa-giai-vien/<public_id>/lam-lai", methods=["GET", "POST"])
@guarded(Can.KEEP_TEAMS)
def mediator_return(public_id: str) -> ResponseReturnValue:
    """A release that was written down by mistake."""
    row = must_keep(mediator_or_404(public_id))
    form = MeantForm(data={"version": row.version})
    if form.validate_on_submit() and done_unless_stale(
            form, lambda how: acts.take_back_release(public_id, form.seen_version(), how)):
        return _back(public_id, _("Đã bỏ việc thôi làm ghi nhầm."))
    return _act_page(form, row, _("Ghi nhầm việc thôi làm"), _("Bỏ việc thôi làm"), sentence=_(
        "Người này lại là hòa giải viên như chưa thôi. Nếu đã là tổ trưởng thì ghi lại tổ trưởng ở trang của tổ."))


@pages.route("/hoa-giai/hoa-giai-vien/<public_id>/tai-khoan", methods=["GET", "POST"])
@guarded(Can.KEEP_TEAMS)
def mediator_account(public_id: str) -> ResponseReturnValue:
    """With which account the mediator signs in."""
    row = must_keep(mediator_or_404(public_id))
    form = BindForm(data={"version": row.version, "account": row.account or ""})
    form.account.choices = [(one.public_id, f"{one.display_name} ({one.name})")
                            for one in may_be_bound(reading(), row.unit_id, row.id, today())]
    if form.validate_on_submit() and done_unless_stale(form, lambda how: acts.bind_account(
            public_id, form.seen_version(), form.account.data or "", how)):
        return _back(public_id, _("Đã ghi tài khoản."))
    sentence = _("Người này thấy những vụ việc mình làm khi đăng nhập bằng tài khoản đã chọn. Danh sách gồm các tài "
                 "khoản có vai trò hòa giải ở %(unit)s mà chưa gắn với ai; người quản trị cấp tài khoản và trao vai "
                 "trò.", unit=row.unit_name)
    return _act_page(form, row, _("Tài khoản của hòa giải viên"), _("Ghi tài khoản"), sentence=sentence)


@pages.post("/hoa-giai/hoa-giai-vien/<public_id>/bo-lop")
@guarded(Can.KEEP_TEAMS)
def mediator_course(public_id: str) -> ResponseReturnValue:
    """A course noted for this mediator by mistake."""
    row = must_keep(mediator_or_404(public_id))
    form = CourseForm()
    known = {_key_of(one): one for one in queries.trainings(row.id)}
    chosen = known.get(form.which.data)
    if not form.validate_on_submit() or chosen is None:
        abort(404)
    if not done_unless_stale(form, lambda how: acts.take_back_training(public_id, chosen.held_on, chosen.what, how)):
        flash("\n".join(map(str, form.form_errors)), "error")
        return redirect(url_for("mediation.mediator", public_id=public_id), 303)
    return _back(public_id, _("Đã bỏ lớp ghi nhầm."))


def _key_of(course: Any) -> str:
    """What a form calls a course of one mediator."""
    return f"{course.held_on.isoformat()} {course.what}"


def _open_work(row: Any) -> str:
    if not row.disputes:
        return _("Người này không còn vụ việc nào đang hòa giải.")
    return _("Người này đang hòa giải %(count)s vụ việc: tổ trưởng phân công người khác. Tài khoản không xem được vụ "
             "việc nào nữa.", count=str(row.disputes))


def _entry(form: MediatorForm) -> acts.MediatorEntry:
    said = {name: form[name].data for name in _FIELDS}
    return acts.MediatorEntry(**{**said, "phone": said["phone"] or ""})


def _data(row: Any) -> dict[str, Any]:
    return {**{name: getattr(row, name) for name in (*_FIELDS, "version")}, "phone": row.phone or None}


def _form_page(form: MediatorForm, team: Any, person: Any) -> ResponseReturnValue:
    return render_template("mediation/mediator_form.html", form=form, team=team, person=person,
                           duties=(MEDIATOR, ELECTION, MOST_VOTES, RECOGNITION)), status(form)


def _act_page(form: OfficeForm, person: Any, heading: str, verb: str, *, sentence: str = "",
              duties: tuple[Any, ...] = ()) -> ResponseReturnValue:
    return render_template("mediation/mediator_act.html", form=form, person=person, heading=heading, verb=verb,
                           sentence=sentence, duties=duties), status(form)


def _back(public_id: str, message: str) -> ResponseReturnValue:
    flash(message, "done")
    return redirect(url_for("mediation.mediator", public_id=public_id), 303)
