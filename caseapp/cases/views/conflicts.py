"""Two people at one case: what was typed stays, beside what somebody else wrote down meanwhile."""
from __future__ import annotations

from typing import Any, Final

from flask import render_template, request

from caseapp.cases.forms.act import ActForm
from caseapp.cases.queries.doings import latest_of
from caseapp.cases.views.asked import Asked, asked_or_404
from caseapp.dossiers.commands import Stale, number_of
from caseapp.dossiers.shown import page_of, shown_kinds
from caseapp.text import mark
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _

MOST: Final = 5
OTHERS: Final = {
    "assign": mark("Phân công"), "note": mark("Ghi chú nội bộ"), "mend": mark("Sửa một việc đã ghi"),
    "correct": mark("Sửa nội dung vụ việc"), "propose": mark("Trình đề xuất"), "send-back": mark("Trả lại đề xuất"),
    "take-back": mark("Rút đề xuất"), "petition": mark("Thêm đơn vào vụ việc"), "open": mark("Mở vụ việc"),
    "add": mark("Thêm tệp"), "merge": mark("Nhập vụ việc"), "unmerge": mark("Tách vụ việc"),
    "link": mark("Gắn hồ sơ liên quan"), "unlink": mark("Bỏ gắn"), "hand-over": mark("Chuyển vụ việc"),
    "take-over": mark("Nhận vụ việc"), "hand-back": mark("Trả lại vụ việc"),
    "measure": mark("Ghi biện pháp thi hành"), "measure-done": mark("Ghi kết quả thi hành"),
    "measure-dropped": mark("Thôi theo dõi biện pháp"),
}
# Belong to one sending of a form, or are written anew.
_ONCE: Final = frozenset({"version", "step", "csrf_token"})


def conflict_page(asked: Asked, form: ActForm, stale: Stale) -> str:
    """The page of somebody whose act came second: it says whether the act can still be done."""
    asked = asked_or_404(asked.case.public_id, asked.action.code)
    reason = asked.reason(form.day)
    return told_conflict(asked.case, asked.kind, form, stale, act=_(asked.action.label),
                         why=asked.why(reason) if reason else "")


def told_conflict(case: Any, kind: Any, form: ActForm, stale: Stale, *, act: str, why: str = "") -> str:
    """``act``: what was being written; ``why``: what forbids it now, empty when it can go on."""
    changes = [(_called(kind, one.act), one.at, one.by) for one in latest_of(case.id, _count(form, stale))]
    return render_template(
        "cases/act_conflict.html", case=case, changes=changes, act=act, why=why, written=form.written(), form=form,
        number=number_of(case), back=page_of(kind.code, case.public_id), home=shown_kinds()[kind.code].home(),
        state=_(kind.state(case.state).label), version=stale.version, files=form.uploads(),
        kept=[(name, value) for name, values in request.form.lists() if name not in _ONCE for value in values])


def _count(form: ActForm, stale: Stale) -> int:
    """How many things were written down since the page was opened, as far as a page shows them."""
    try:
        return min(max(stale.version - form.seen_version(), 1), MOST)
    except Refusal:
        return 1


def _called(kind: Any, act: str) -> str:
    """An act of the journal in words."""
    code = act.partition(".")[2]
    action = next((one for one in kind.actions if one.code == code), None)
    return _(action.label) if action is not None else _(OTHERS[code]) if code in OTHERS else code
