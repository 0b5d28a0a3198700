"""Knows the limits of complaints and denunciations that run beside an answer to a visitor and often end before it.

They are said here and counted in the case that the visit leads to; who opens none is told that nobody counts them.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from caseapp.law.citing import cited
from caseapp.law.complaints import ACCEPTANCE
from caseapp.law.denunciations import INTAKE, TRANSFER
from caseapp.law.limits import OPTION_WORDS, UNIT_WORDS, Wording
from caseapp.text import Say, mark

_OF_COMPLAINTS: Final = mark(
    "Thụ lý khiếu nại hoặc báo không thụ lý: {accept}. "
    "Hạn này chạy ở vụ việc khiếu nại, tính từ ngày nhận đơn; chưa mở vụ việc thì chưa theo dõi."
)
_OF_DENUNCIATIONS: Final = mark(
    "Kiểm tra điều kiện, quyết định thụ lý tố cáo: {check}. Không thuộc thẩm quyền thì chuyển: {transfer}. "
    "Các hạn này chạy ở vụ việc tố cáo, tính từ ngày tiếp; chưa mở vụ việc thì chưa theo dõi."
)
_EARLIEST: Final = mark("{limits}; lấy hạn đến trước")
_OR: Final = mark("{length} {unit}, {longer} nếu {option}")


def limits_beside(matter: str, on: date, say: Say = mark) -> str:
    """What else must be done with a complaint or a denunciation received on a day, and by when; else empty."""
    if matter == "denunciation":
        check, transfer = _said(INTAKE.wordings, on, say), _said(TRANSFER.wordings, on, say)
        return say(_OF_DENUNCIATIONS).format(check=check, transfer=transfer)
    return say(_OF_COMPLAINTS).format(accept=_said(ACCEPTANCE.wordings, on, say)) if matter == "complaint" else ""


def _said(wordings: Sequence[Wording], on: date, say: Say) -> str:
    held = [wording for wording in wordings if wording.holds(on) and wording.length is not None]
    limits = "; ".join(f"{_length(one, say)} ({cited(one.citation, say)})" for one in held)
    return say(_EARLIEST).format(limits=limits) if len(held) > 1 else limits


def _length(wording: Wording, say: Say) -> str:
    unit = say(UNIT_WORDS[wording.unit])
    for names, longer in wording.lengths:
        (option,) = names
        facts = {"length": wording.length, "longer": longer, "option": say(OPTION_WORDS[option])}
        return say(_OR).format(unit=unit, **facts)
    return f"{wording.length} {unit}"
