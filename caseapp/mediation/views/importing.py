"""Pages that bring a list of teams and mediators in: the empty list, what would become of each row, storing it."""
from __future__ import annotations

import io
from typing import Any

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from caseapp.db import reading
from caseapp.mediation.commands.importing import Fate, Plan, plan_list, store_list
from caseapp.mediation.forms.importing import SheetForm
from caseapp.mediation.queries import teams as queries
from caseapp.mediation.teams_book import MAX_BYTES, Listed, SheetProblem, read_list
from caseapp.mediation.teams_columns import LAYOUTS
from caseapp.mediation.teams_sheet import template
from caseapp.mediation.views.blueprint import pages
from caseapp.mediation.views.keeping import done_unless_stale, keeping
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.in_memory import InMemory
from caseapp.web.language import gettext as _
from caseapp.web.language import ngettext
from caseapp.web.now import today

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IMPORT = "mediation.import_teams"
FORM_BYTES = 4 * MAX_BYTES      # a file just chosen and the one that the page carries along, and some words


@pages.url_value_preprocessor
def keep_lists_off_disk(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Runs before anything reads the form, the check of its token included."""
    if endpoint == IMPORT and request.method == "POST":
        request.max_content_length = request.max_form_memory_size = FORM_BYTES
        request.form_data_parser_class = InMemory


@pages.get("/hoa-giai/to/mau.xlsx")
@guarded(Can.KEEP_TEAMS)
def teams_template() -> ResponseReturnValue:
    """The empty list, with the names of the hamlets in it."""
    names = [row.name for row in queries.hamlets(viewer().units_for(Can.KEEP_TEAMS), today())]
    return send_file(io.BytesIO(template(names)), SHEET_TYPE, as_attachment=True,
                     download_name="danh-sach-to-hoa-giai.xlsx")


@pages.route("/hoa-giai/to/nhap", methods=["GET", "POST"])
@guarded(Can.KEEP_TEAMS)
def import_teams() -> ResponseReturnValue:
    """A file is chosen, every row is shown, and the same sheet is stored at a word."""
    form = SheetForm()
    plan: Plan | None = None
    if form.validate_on_submit():
        try:
            listed = read_list(form.content(), today())
        except SheetProblem as problem:
            form.book.errors = [*form.book.errors, problem.words(_)]
            return _page(form, None)
        if request.form.get("act") == "store" and not form.chosen():
            stored = _store(form, listed)
            if stored is not None:
                return stored
            listed = read_list(form.content(), today())
        plan = plan_list(reading(), listed, keeping())
        form.keep(form.content())
    return _page(form, plan)


def _store(form: SheetForm, listed: Listed) -> ResponseReturnValue | None:
    made: list[Plan] = []
    if not done_unless_stale(form, lambda how: made.append(store_list(listed, how))):
        return None
    if made:
        flash(_("Đã nhập %(what)s.", what=_new(made[0])), "done")
    return redirect(url_for("mediation.teams"), 303)


def _page(form: SheetForm, plan: Plan | None) -> ResponseReturnValue:
    refused = bool(form.errors or form.form_errors)
    return render_template("mediation/import_teams.html", form=form, plan=plan, layouts=LAYOUTS, fates=Fate, say=_,
                           new=_new(plan) if plan else ""), 422 if refused else 200


def _new(plan: Plan) -> str:
    """What of a list is new, in words."""
    teams, people = (plan.count(Fate.NEW, layout) for layout in LAYOUTS)
    told = ([ngettext("%(num)s tổ", "%(num)s tổ", teams)] if teams else []) + (
        [ngettext("%(num)s hòa giải viên", "%(num)s hòa giải viên", people)] if people else [])
    return ", ".join(told)
