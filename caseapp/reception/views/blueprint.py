"""What the pages of the counter share: their blueprint, the visit that is asked for, who acts on it."""
from __future__ import annotations

from typing import Any

from flask import Blueprint, abort

from caseapp.dossiers.acting import Acting
from caseapp.dossiers.commands import number_of
from caseapp.gazette import office_calendar
from caseapp.reception.commands.acting import facts_of
from caseapp.reception.queries.visits import find_visit
from caseapp.staff.viewer import Viewer, viewer
from caseapp.web.forms import VersionedForm
from caseapp.web.language import gettext as _
from caseapp.web.now import now, today

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


def roles_in(person: Viewer, unit_id: int) -> frozenset[str]:
    """The roles ``person`` holds in that very unit (or one merged into it): what the procedure asks for."""
    return frozenset(str(held.role) for held in person.held if unit_id in held.own)


def acting_on(visit: Any, form: VersionedForm) -> Acting:
    """The viewer as the one who carries out ``form`` on ``visit``; raises Refusal when the page is too old."""
    person = viewer()
    return Acting(
        dossier_id=visit.id, unit_id=visit.unit_id, version=form.seen_version(), by=person.account_id,
        roles=roles_in(person, visit.unit_id), at=now(), today=today(), calendar=office_calendar(), form_key=form.key())
