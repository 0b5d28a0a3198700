"""Giving several cases to one handler: from the ticks of a list to one page that names them all, then one act."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from caseapp.cases.commands.bulk_assigning import Ticked, Unfit, assign_together
from caseapp.cases.forms.bulk import MOST, GiveForm
from caseapp.cases.narrowing import HOME
from caseapp.cases.queries.lists import chosen
from caseapp.cases.views.blueprint import pages
from caseapp.cases.views.changed import last_change
from caseapp.cases.views.listing import gives_in
from caseapp.db import reading
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.views.standing import roles_in
from caseapp.gazette import office_calendar
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.staff.policy import Can
from caseapp.staff.queries import working_in
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded, local_path
from caseapp.web.badges import day_words
from caseapp.web.errors import Refusal
from caseapp.web.filters import show_time
from caseapp.web.language import gettext as _
from caseapp.web.language import ngettext
from caseapp.web.now import local, now, today


@pages.post("/vu-viec/giao")
@guarded(Can.READ_DOSSIERS)
def give_cases() -> ResponseReturnValue:
    """The cases that were ticked, whom to give them to and why; then all of them at once.

    What may not be seen and what is not there are one: it is left out, and how much was left out is said.
    """
    units = gives_in(viewer())
    if not units:
        abort(404)
    seen = _ticked()
    rows = [row for row in chosen(viewer(), list(seen)) if row.unit_id in units] or abort(404)
    if len({row.unit_id for row in rows}) > 1:
        raise Refusal(_("Chọn các vụ việc của cùng một đơn vị: người thụ lý làm việc ở đơn vị ấy."), status=422)
    form = GiveForm(working_in(reading(), rows[0].unit_id, today()))
    gone = len(seen) - len(rows)
    if "handler" not in request.form:
        return _page(form, rows, seen, gone=gone)
    if not form.validate():
        return _page(form, rows, seen, gone=gone), 422
    if gone:
        return _page(form, rows, seen, gone=gone), 409
    return _give(form, rows, seen)


def _give(form: GiveForm, rows: Sequence[Any], seen: Mapping[str, int]) -> ResponseReturnValue:
    person, unit_id = viewer(), rows[0].unit_id
    how = Acting(0, unit_id, 0, person.account_id, roles_in(person, unit_id), now(), today(), office_calendar(),
                 form.key())
    ticked = [Ticked(row.id, seen[row.public_id]) for row in rows]
    try:
        count = assign_together(ticked, form.accounts[form.handler.data], form.reason.data, how)
    except FormKeyUsed as used:
        count = int(used.result)
    except Unfit as unfit:
        now_standing = chosen(person, list(seen))
        why = {row.public_id: unfit.why[row.id] or _changed(row) for row in now_standing if row.id in unfit.why}
        return _page(form, now_standing, {row.public_id: row.version for row in now_standing}, why=why), 409
    name = next(words for key, words in form.handler.choices if key == form.handler.data)
    flash(ngettext("Đã giao %(num)d vụ việc.", "Đã giao %(num)d vụ việc.", count) + " "
          + _("Người thụ lý: %(name)s. Các hạn giữ nguyên.", name=name), "done")
    return redirect(_back(), 303)


def _ticked() -> dict[str, int]:
    """Public ids of what was ticked, each with the version that was seen; refuses none, too many, what was forged."""
    written = dict.fromkeys(request.form.getlist("chon"))
    if not written:
        raise Refusal(_("Chưa chọn vụ việc nào. Quay lại, chọn ít nhất một vụ."), status=422)
    if len(written) > MOST:
        raise Refusal(_("Mỗi lần giao nhiều nhất %(count)s vụ việc.", count=MOST), status=422)
    parts = [one.rpartition(".") for one in written]
    if not all(version.isascii() and version.isdigit() and len(version) < 10 for _id, _dot, version in parts):
        abort(404)
    return {public_id: int(version) for public_id, _dot, version in parts}


def _changed(row: Any) -> str:
    """Who came between the list and this act."""
    last = last_change(row.id)
    who, day = last.by or _("Máy chủ"), day_words(local(last.at).date(), today())
    if row.sealed:      # of a sealed dossier nobody keeps the hour
        return _("%(who)s ghi ngày %(day)s, sau khi bạn mở danh sách.", who=who, day=day)
    return _("%(who)s ghi lúc %(time)s ngày %(day)s, sau khi bạn mở danh sách.", who=who, time=show_time(last.at),
             day=day)


def _back() -> str:
    return local_path(request.form.get("ve")) or HOME


def _page(form: GiveForm, rows: Sequence[Any], seen: Mapping[str, int], *, why: Mapping[str, str] | None = None,
          gone: int = 0) -> str:
    return render_template(
        "cases/list_give.html", form=form, rows=rows, seen=seen, why=why or {}, gone=gone, back=_back(),
        numbers={row.public_id: number_of(row) for row in rows})
