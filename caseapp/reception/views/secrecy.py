"""What a denunciation asks of the office's books: an envelope of its own, and nobody accused at work on it."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _

from caseapp.reception.accused import named_in_full
from caseapp.reception.forms.people import wrong
from caseapp.reception.queries import office
from caseapp.staff.viewer import viewer


def check_secrecy(form: Any, unit_id: int, day: date | None) -> list[Any]:
    """Errors at envelope and accused of a new denunciation; returns the accounts called like the accused.

    Namesakes are shown once, ticked, and confirmed by saving again; whoever is one himself cannot log it.
    """
    check_envelope(form, unit_id, day)
    written = _written(form)
    found = office.officials_meant(written)
    if any(row.id == viewer().account_id and named_in_full(written, row) for row in found):
        wrong(form.accused_name, _("Bạn trùng họ tên với người bị tố cáo nên không ghi lượt này được. "
                                   "Mời người tiếp khác."))
        return []
    shown = " ".join(sorted(row.public_id for row in found))
    if found and form.accused_seen.data != shown:
        form.accused_seen.data = shown
        form.accused_account.data = [row.public_id for row in found]
        wrong(form.accused_name, _("Có tài khoản trùng họ tên hoặc chức vụ. Kiểm tra danh sách bên dưới rồi lưu lại."))
    return found


def check_envelope(form: Any, unit_id: int, day: date | None, *, besides: int = 0) -> None:
    """An envelope number is used once per unit and year; ``besides`` is the dossier that may keep its own."""
    number = form.envelope.data
    if day and number and office.envelope_used(unit_id, day.year, number, besides=besides):
        wrong(form.envelope, _("Phong bì số %(number)s năm %(year)s đã dùng. Ghi số khác, đúng số trên phong bì.",
                               number=number, year=str(day.year)))


def check_new_accused(form: Any, before: str) -> None:
    """A corrected name must not be one of the office's own: that account would go on seeing the dossier."""
    known = {row.id for row in office.officials_meant(before)}
    if {row.id for row in office.officials_meant(_written(form))} - known:
        wrong(form.accused_name, _("Tên này trùng với tài khoản của cơ quan. Hủy số này rồi ghi lại lượt tiếp, "
                                   "để tài khoản đó không thấy hồ sơ."))


def _written(form: Any) -> str:
    """Name and post of the accused, as they were written."""
    return f"{form.accused_name.data or ''}, {form.accused_post.data or ''}"


def ticked_accounts(form: Any, namesakes: Sequence[Any]) -> tuple[int, ...]:
    """The accounts for which the dossier will not exist."""
    ticked = set(form.accused_account.data or ())
    return tuple(row.id for row in namesakes if row.public_id in ticked)
