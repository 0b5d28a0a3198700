"""Pages of the administrator on units: the tree, add, edit, close with a successor."""
from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from caseapp.db import reading
from caseapp.staff import queries
from caseapp.staff.commands import units as acts
from caseapp.staff.commands.acting import Acting, Stale
from caseapp.staff.forms import CloseUnitForm, UnitEditForm, UnitForm, UnitTextForm
from caseapp.staff.policy import Can
from caseapp.staff.roles import LEVEL_NAMES, Level
from caseapp.staff.views.blueprint import differences, done, pages, reach, unit_choices, unit_or_404, waits
from caseapp.web.access import guarded
from caseapp.web.language import gettext as _
from caseapp.web.now import today

_TEXTS = ("name", "seat", "address", "phone", "reception_place", "remote", "remote_basis", "remote_from", "remote_to")


@pages.get("/quan-tri/don-vi")
@guarded(Can.ADMINISTER)
def unit_list() -> ResponseReturnValue:
    """The tree of units within reach."""
    return render_template("staff/units.html", branches=queries.units(reach()), level_names=LEVEL_NAMES, day=today())


@pages.route("/quan-tri/don-vi/them", methods=["GET", "POST"])
@guarded(Can.ADMINISTER)
def unit_add() -> ResponseReturnValue:
    """A new unit below one within reach."""
    form = UnitForm(data={"valid_from": today()})
    form.parent.choices = unit_choices()
    if form.validate_on_submit():
        parent = unit_or_404(form.parent.data)
        if done(form, lambda acting: acts.add_unit(form.code.data, Level(form.level.data), parent.id,
                                                   form.valid_from.data, _entry(form), acting)):
            flash(_("Đã thêm %(name)s.", name=form.name.data), "done")
            return redirect(url_for("staff.unit_list"), 303)
    return render_template("staff/unit_form.html", form=form, unit=None), _status(form)


@pages.route("/quan-tri/don-vi/<public_id>", methods=["GET", "POST"])
@guarded(Can.ADMINISTER)
def unit_edit(public_id: str) -> ResponseReturnValue:
    """What is written of a unit; two who save at once see both versions."""
    unit = unit_or_404(public_id)
    form = _form(unit, UnitEditForm(data=_data(unit)))
    if form.validate_on_submit():
        def act(acting: Acting) -> None:
            acts.edit_unit(unit.id, form.seen_version(), replace(_entry(form), monitor_id=_monitor(unit, form)), acting)

        try:
            saved = done(form, act)
        except Stale:
            return _both_versions(form, public_id)
        if saved:
            flash(_("Đã lưu %(name)s.", name=form.name.data), "done")
            return redirect(url_for("staff.unit_list"), 303)
    return render_template("staff/unit_form.html", form=form, unit=unit, level_names=LEVEL_NAMES), _status(form)


@pages.route("/quan-tri/don-vi/<public_id>/dong", methods=["GET", "POST"])
@guarded(Can.ADMINISTER)
def unit_close(public_id: str) -> ResponseReturnValue:
    """The end of a unit, with who carries on its dossiers."""
    unit = unit_or_404(public_id)
    form = CloseUnitForm(data={"valid_to": today(), "version": unit.version})
    form.successor.choices = unit_choices(levels=[unit.level], but=unit.id)
    if form.validate_on_submit():
        heir = unit_or_404(form.successor.data) if form.successor.data else None

        asked: list[str | None] = []

        def act(acting: Acting) -> None:
            asked.append(acts.close_unit(unit.id, form.seen_version(), form.valid_to.data,
                                         heir.id if heir else None, acting))

        try:
            saved = done(form, act)
        except Stale:
            form.form_errors.append(_("Có người vừa sửa đơn vị này. Mở lại trang để xem bản mới rồi đóng."))
            saved = False
        if saved and asked and asked[0]:
            return waits(asked[0])
        if saved:
            flash(_("Đã ghi %(name)s không còn hoạt động.", name=unit.name), "done")
            return redirect(url_for("staff.unit_list"), 303)
    return render_template("staff/unit_close.html", form=form, unit=unit,
                           holders=queries.holders(unit.id, today())), _status(form)


def _entry(form: UnitTextForm) -> acts.UnitEntry:
    return acts.UnitEntry(**{name: form[name].data for name in _TEXTS})


def _data(unit: Any) -> dict[str, Any]:
    return {**{name: getattr(unit, name) for name in _TEXTS}, "monitor": unit.monitor or "", "version": unit.version}


def _form(unit: Any, form: UnitEditForm) -> UnitEditForm:
    """The form as the viewer may fill it: only from above is it said who watches over a unit."""
    if unit.parent_id is None or unit.parent_id not in reach():
        del form.monitor
        return form
    form.monitor.choices = [SelectChoice(row.public_id, f"{row.display_name}, {row.title or row.unit_name}")
                            for row in queries.watchers(reading(), unit.id, today())]
    return form


def _monitor(unit: Any, form: UnitEditForm) -> int | None:
    """The account that was chosen; unchanged where the form has no such field."""
    if "monitor" not in form:
        monitor: int | None = unit.monitor_id
        return monitor
    known = {row.public_id: row.id for row in queries.watchers(reading(), unit.id, today())}
    return known.get(form["monitor"].data)


def _both_versions(form: UnitTextForm, public_id: str) -> ResponseReturnValue:
    saved = unit_or_404(public_id)
    theirs = _form(saved, UnitEditForm(formdata=None, data=_data(saved)))
    return render_template(
        "staff/conflict.html", row=saved, form=theirs, rows=differences(form, theirs), name=saved.name,
        here=url_for("staff.unit_edit", public_id=public_id), up=url_for("staff.unit_list"),
        up_name=_("Các đơn vị")), 409


def _status(form: UnitTextForm | CloseUnitForm) -> int:
    return 422 if form.is_submitted() else 200
