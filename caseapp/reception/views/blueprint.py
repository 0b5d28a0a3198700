"""What the pages of the counter share: their blueprint and the visit that is asked for."""
from __future__ import annotations

from typing import Any

from flask import Blueprint, abort

from caseapp.dossiers.commands import number_of
from caseapp.reception.commands.acting import facts_of
from caseapp.reception.queries.visits import find_visit
from caseapp.staff.viewer import viewer
from caseapp.web.language import gettext as _

pages = Blueprint("reception", __name__)


def visit_or_404(public_id: str) -> Any:
    """The visit with everything of its own row; 404 alike when it is absent and when it may not be seen."""
    visit = find_visit(viewer(), public_id)
    if visit is None:
        abort(404)
    return visit


def number_words(row: Any) -> str:
    """The number of a row that carries register, year and number: ``TCD 2026/0931``."""
    return number_of(row)


def changed_meanwhile() -> str:
    """What somebody is told who acts on a visit that another person has just saved."""
    return _("Lượt tiếp này vừa có người sửa sau khi bạn mở trang. Xem lại hồ sơ rồi bấm lần nữa.")


def new_code_words(code: str) -> str:
    """What the officer is told whose page carried a code that another denunciation bears by now."""
    return _("Mã số trên trang này đã dùng cho lượt khác, mở cùng lúc ở thẻ khác. Mã của lượt này là %(code)s: bỏ "
             "phiếu đã in, in lại phiếu thông tin người tố cáo.", code=code)


def facts_seen(visit: Any) -> dict[str, Any]:
    """What the guards of the procedure look at, out of the row that a page read."""
    return facts_of(visit, visit, in_case=visit.case_id is not None)
