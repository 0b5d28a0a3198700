"""The pages of lists that were named: keeping one, renaming, sharing and deleting one's own."""
from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from caseapp.cases.commands.saved_lists import GivenList, delete_list, rename_list, save_list
from caseapp.cases.forms.saved_lists import ListForm
from caseapp.cases.narrowing import HOME, read
from caseapp.cases.queries.saved_lists import lists_for, own_list
from caseapp.cases.views.blueprint import pages
from caseapp.cases.views.clocks import Days
from caseapp.cases.views.listing import CHIPS
from caseapp.cases.views.narrowed import narrow
from caseapp.gazette import office_calendar
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.badges import SOON_DAYS
from caseapp.web.errors import Refusal
from caseapp.web.forms import OfficeForm
from caseapp.web.language import gettext as _
from caseapp.web.now import now, today


@pages.get("/vu-viec/danh-sach")
@guarded(Can.READ_DOSSIERS)
def saved_lists() -> ResponseReturnValue:
    """Every list one can go to by name, one's own first, to be renamed or deleted."""
    rows, me = lists_for(viewer()), viewer().account_id
    return render_template("cases/list_saved.html", home=HOME, form=OfficeForm(),
                           own=[row for row in rows if row.account_id == me],
                           others=[row for row in rows if row.account_id != me])


@pages.route("/vu-viec/danh-sach/luu", methods=["GET", "POST"])
@guarded(Can.READ_DOSSIERS)
def keep_list() -> ResponseReturnValue:
    """Name the list whose filters and columns the address holds."""
    person = viewer()
    found = narrow(person, read(request.args), Days(today(), office_calendar()))
    form = ListForm([row for row in lists_for(person) if row.account_id == person.account_id])
    page = {"form": form, "asked": found.asked, "narrowed": list(found.chips()),
            "shown": _(CHIPS[found.asked.show], days=SOON_DAYS)}
    if request.method == "GET":
        return render_template("cases/list_save.html", **page)
    if not form.validate():
        return render_template("cases/list_save.html", **page), 422
    given = GivenList(form.name.data, found.asked.kept(), form.shared.data, form.instead.data or "")
    try:
        save_list(person, given, now(), form.key())
    except FormKeyUsed:
        pass      # the first press kept it
    except Refusal as refused:
        form.take(refused)
        return render_template("cases/list_save.html", **page), refused.status
    flash(_("Đã lưu danh sách “%(name)s”.", name=given.name), "done")
    return redirect(f"{HOME}?{given.query}" if given.query else HOME, 303)


@pages.route("/vu-viec/danh-sach/<list_id>", methods=["GET", "POST"])
@guarded(Can.READ_DOSSIERS)
def edit_list(list_id: str) -> ResponseReturnValue:
    """Another name for one of one's own lists, and whether the unit sees it; 404 for anybody else's."""
    row = own_list(viewer(), list_id)
    if row is None:
        abort(404)
    form = ListForm()
    if request.method == "GET":
        form.name.data, form.shared.data = row.name, row.shared
        return render_template("cases/list_rename.html", form=form, row=row)
    if not form.validate():
        return render_template("cases/list_rename.html", form=form, row=row), 422
    try:
        rename_list(viewer(), list_id, GivenList(form.name.data, shared=form.shared.data), now(), form.key())
    except FormKeyUsed:
        pass
    except Refusal as refused:
        form.take(refused)
        return render_template("cases/list_rename.html", form=form, row=row), refused.status
    flash(_("Đã lưu danh sách “%(name)s”.", name=form.name.data), "done")
    return redirect(url_for("cases.saved_lists"), 303)


@pages.post("/vu-viec/danh-sach/<list_id>/xoa")
@guarded(Can.READ_DOSSIERS)
def drop_list(list_id: str) -> ResponseReturnValue:
    """Delete one of one's own lists; the cases in it stay as they are."""
    row = own_list(viewer(), list_id)
    if row is None:
        abort(404)
    delete_list(viewer(), list_id)
    flash(_("Đã xóa danh sách “%(name)s”. Vụ việc không thay đổi.", name=row.name), "done")
    return redirect(url_for("cases.saved_lists"), 303)
