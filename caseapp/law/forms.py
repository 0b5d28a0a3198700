"""Knows the prescribed forms of receiving citizens and of complaints: number, name, article, days in force."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from caseapp.law.acts import LKN, ND124, ND154, ND155, Citation
from caseapp.law.reception import DECREE
from caseapp.text import mark


@dataclass(frozen=True, slots=True)
class Form:
    """A prescribed form; `code` is what pages ask for, its number may be another one day, or that of another decree.

    `note` says why a form is not confirmed.
    """

    code: str
    number: str
    name: str
    citation: Citation
    since: date = DECREE
    until: date | None = None
    confirmed: bool = True
    note: str = ""

    def holds(self, on: date) -> bool:
        """Whether the form is prescribed on that day."""
        return self.since <= on and (self.until is None or on <= self.until)


REFUSAL_FORM: Final = Form("refusal-notice", "01/TCD", mark("Thông báo về việc từ chối tiếp công dân"), ND154(4, 3))
SLIP_FORM: Final = Form("papers-slip", "02/TCD", mark("Giấy biên nhận thông tin, tài liệu"), ND154(15, 4))
REGISTER_FORM: Final = Form("register", "03/TCD", mark("Sổ tiếp công dân"), ND154(27))

_ONLY_LISTED: Final = mark(
    "Số và tên mẫu theo danh mục mẫu của Nghị định 124/2020/NĐ-CP do nơi khác đăng; chưa đọc phụ lục của nghị định."
)


def _listed(code: str, number: str, name: str, citation: Citation) -> Form:
    """A form of the decree of 2020, of which only others' lists were seen: it cites the duty that the form serves."""
    return Form(code, number, name, citation, since=ND124.since, confirmed=False, note=_ONLY_LISTED)


# The forms that the decree of 2026 replaced or added are prescribed by its Article 20.
_COMPLAINT_FORMS: Final = (
    Form("complaint-petition", "01", mark("Đơn khiếu nại"), ND155(20)),
    Form("complaint-authorise", "02", mark("Giấy ủy quyền khiếu nại"), ND155(20)),
    Form("complaint-accept", "03", mark("Thông báo về việc thụ lý giải quyết khiếu nại"), ND155(20)),
    Form("complaint-decline", "04", mark("Thông báo về việc không thụ lý giải quyết khiếu nại"), ND155(20)),
    _listed("complaint-verify", "05", mark("Quyết định xác minh nội dung khiếu nại"), LKN(29)),
    _listed("complaint-minutes", "06", mark("Biên bản làm việc"), LKN(29)),
    _listed("complaint-ask", "07", mark("Văn bản đề nghị cung cấp thông tin, tài liệu, bằng chứng"), LKN(14, 1, "a")),
    _listed("complaint-papers", "08", mark("Biên bản giao nhận tài liệu"), LKN(29)),
    _listed("complaint-expert", "09", mark("Quyết định trưng cầu giám định"), LKN(29)),
    _listed("complaint-expert-result", "10", mark("Văn bản đề nghị gửi kết quả giám định"), LKN(29)),
    _listed("complaint-stay", "11", mark("Quyết định tạm đình chỉ thi hành quyết định bị khiếu nại"), LKN(35)),
    _listed("complaint-lift", "12", mark("Quyết định hủy bỏ quyết định tạm đình chỉ thi hành"), LKN(35)),
    _listed("complaint-report", "13", mark("Báo cáo kết quả xác minh nội dung khiếu nại"), LKN(29, 4)),
    Form("complaint-dialogue", "14", mark("Biên bản đối thoại với người khiếu nại"), ND155(20)),
    Form("complaint-suspend", "14a", mark("Quyết định tạm đình chỉ giải quyết khiếu nại"), ND155(20)),
    Form("complaint-terminate", "14a", mark("Quyết định đình chỉ giải quyết khiếu nại"), ND155(20)),
    Form("complaint-resume", "14b", mark("Quyết định tiếp tục giải quyết khiếu nại"), ND155(20)),
    _listed("complaint-decide", "15", mark("Quyết định giải quyết khiếu nại lần đầu"), LKN(31)),
    _listed("complaint-decide-2", "16", mark("Quyết định giải quyết khiếu nại lần hai"), LKN(40)),
)

FORMS: Final = {form.code: form for form in (REFUSAL_FORM, SLIP_FORM, REGISTER_FORM, *_COMPLAINT_FORMS)}
"""By code: the forms of complaints are numbered anew, and one number can be two papers."""


def form_number(code: str, on: date) -> str:
    """The number of the form that is prescribed for something on a day; empty where none is."""
    form = FORMS.get(code)
    return form.number if form and form.holds(on) else ""
