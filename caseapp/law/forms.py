"""Knows the prescribed forms (mẫu) of every field: number, name, article, days in force."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from caseapp.law.acts import (
    LHG,
    LKN,
    LTC,
    LTCD,
    LTCTT,
    ND13,
    ND31,
    ND124,
    ND154,
    ND155,
    ND156,
    TT04,
    TT05,
    TT07,
    Act,
    Citation,
)
from caseapp.law.complaints import BEFORE_DECREE
from caseapp.law.information import LAST_DAY
from caseapp.law.reception import DECREE
from caseapp.text import mark


@dataclass(frozen=True, slots=True)
class Form:
    """A prescribed form; `code` is what pages ask for, its number may be another one day, or that of another decree.

    `note` says why a form is not confirmed. `of`: the act whose annex holds it, where `citation` is the place of the
    duty that it serves; a number is one within its act.
    """

    code: str
    number: str
    name: str
    citation: Citation
    since: date = DECREE
    until: date | None = None
    confirmed: bool = True
    note: str = ""
    of: Act | None = None

    @property
    def act(self) -> Act:
        """The act that prescribes it."""
        return self.of or self.citation.act

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
    return Form(code, number, name, citation, since=ND124.since, confirmed=False, note=_ONLY_LISTED, of=ND124)


# The forms that the decree of 2026 replaced or added are prescribed by its Article 20.
COMPLAINT_FORMS: Final = (
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
    *(
        replace(_listed(f"complaint-{code}-2020", number, name, citation), until=BEFORE_DECREE)
        for code, number, name, citation in (
            ("petition", "01", mark("Đơn khiếu nại (mẫu năm 2020)"), LKN(8, 2)),
            ("authorise", "02", mark("Giấy ủy quyền khiếu nại (mẫu năm 2020)"), LKN(12, 1)),
            ("accept", "03", mark("Thông báo thụ lý giải quyết khiếu nại (mẫu năm 2020)"), LKN(27)),
            ("decline", "04", mark("Thông báo không thụ lý giải quyết khiếu nại (mẫu năm 2020)"), LKN(27)),
            ("dialogue", "14", mark("Biên bản đối thoại (mẫu năm 2020)"), LKN(30)),
        )
    ),
)

_WITHDRAWN: Final = ND31(4).amended_by(ND156(8))
_NOT_PRINTED: Final = mark("Tên và số đọc ở nghị định; bản đọc được dừng trước trang in mẫu này.")


_ANNEX_WITHOUT_IT: Final = mark("Nghị định 156/2026/NĐ-CP nhắc mẫu này kèm theo nhưng phụ lục đọc được không có: giữ "
                                "mẫu của Nghị định 31/2019/NĐ-CP.")


def _of_denunciations(
    code: str, number: str, name: str, article: int, until: date | None = None, note: str = ""
) -> Form:
    return Form(f"denunciation-{code}", number, name, ND31(article), since=ND31.since, until=until, note=note)


DENUNCIATION_FORMS: Final = (
    _of_denunciations("extend", "01", mark("Quyết định gia hạn giải quyết tố cáo"), 3),
    Form("denunciation-withdraw", "02", mark("Đơn rút tố cáo"), _WITHDRAWN, of=ND156),
    Form("denunciation-withdraw-minutes", "03", mark("Biên bản ghi nhận ý kiến rút tố cáo"), _WITHDRAWN,
         confirmed=False, note=_NOT_PRINTED, of=ND156),
    _of_denunciations("withdraw-2019", "02", mark("Đơn rút tố cáo (mẫu năm 2019)"), 4, BEFORE_DECREE),
    _of_denunciations(
        "withdraw-minutes-2019", "03", mark("Biên bản ghi nhận việc rút tố cáo (mẫu năm 2019)"), 4, BEFORE_DECREE),
    _of_denunciations("accept", "04", mark("Quyết định thụ lý tố cáo"), 9),
    _of_denunciations("notice", "05", mark("Thông báo việc thụ lý tố cáo"), 9),
    _of_denunciations("content", "06", mark("Thông báo về nội dung tố cáo"), 9),
    _of_denunciations("team", "07", mark("Quyết định thành lập Đoàn (Tổ) xác minh nội dung tố cáo"), 10),
    _of_denunciations("minutes", "08", mark("Biên bản làm việc xác minh tố cáo"), 11),
    _of_denunciations("expert", "09", mark("Trưng cầu giám định nội dung tố cáo"), 15, note=_ANNEX_WITHOUT_IT),
    _of_denunciations("report-team", "10", mark("Báo cáo kết quả xác minh của Đoàn (Tổ) xác minh"), 16),
    _of_denunciations("report-body", "11", mark("Báo cáo kết quả xác minh của cơ quan được giao xác minh"), 16),
    _of_denunciations("conclude", "12", mark("Kết luận nội dung tố cáo"), 17),
)

_COPIED: Final = mark("Số và tên mẫu thấy ở bản do nơi khác đăng lại; chưa đọc phụ lục của thông tư.")
_NO_NUMBER_READ: Final = mark(
    "Tên mẫu thấy ở nơi khác; số mẫu của Thông tư 05/2021/TT-TTCP chưa đọc được nên để trống."
)


def _of_circular(code: str, number: str, name: str, citation: Citation, until: date | None = None) -> Form:
    """A form of the circular on reception, of which only copies were seen; it cites the duty that it serves."""
    return Form(code, number, name, citation, since=TT04.since, until=until, confirmed=False, note=_COPIED, of=TT04)


OLD_REGISTER_FORM: Final = _of_circular(
    "register-2021", "03", mark("Sổ tiếp công dân (mẫu năm 2021)"), LTCD(25, 2), BEFORE_DECREE)

RECEPTION_FORMS: Final = (
    *(REFUSAL_FORM, SLIP_FORM, REGISTER_FORM),
    _of_circular("refusal-notice-2021", "01", mark("Thông báo về việc từ chối tiếp công dân (mẫu năm 2021)"), LTCD(9),
                 BEFORE_DECREE),
    _of_circular("papers-slip-2021", "02", mark("Giấy biên nhận thông tin, tài liệu, bằng chứng (mẫu năm 2021)"),
                 LTCD(25, 2), BEFORE_DECREE),
    OLD_REGISTER_FORM,
    _of_circular("appointment", "04", mark("Phiếu hẹn tiếp công dân"), LTCD(25)),
    _of_circular("guide-at-reception", "05", mark("Phiếu hướng dẫn người khiếu nại khi tiếp công dân"), LTCD(26)),
    _of_circular("transfer-denunciation-at-reception", "07", mark("Phiếu chuyển đơn tố cáo khi tiếp công "
                                                                  "dân"), LTCD(26)),
    _of_circular("urge-denunciation", "08", mark("Công văn đôn đốc giải quyết tố cáo"), LTCD(26)),
    _of_circular(
        "transfer-feedback-at-reception", "09", mark("Phiếu chuyển đơn kiến nghị, phản ánh khi tiếp công "
                                                     "dân"), LTCD(26)),
    _of_circular("reception-minutes", "", mark("Biên bản tiếp công dân"), LTCD(25, 2)),
)
PROTECTION_FORMS: Final = (
    _of_circular(
        "protection-request", "06", mark("Đơn yêu cầu bảo vệ người tố cáo, người thân thích"), LTC(50)),
)


def _unread(code: str, name: str, citation: Citation) -> Form:
    """A form of the circular on petitions whose number was not read; it cites the duty that it serves."""
    return Form(
        f"petition-{code}", "", name, citation, since=TT05.since, confirmed=False, note=_NO_NUMBER_READ, of=TT05
    )


def _before(code: str, number: str, name: str, article: Citation) -> Form:
    """A form of the predecessor, for the files of its years."""
    return Form(f"petition-{code}-2014", f"{number}-XLĐ", name, article, since=TT07.since, until=TT07.until, of=TT07)


PETITION_FORMS: Final = (
    Form("petition-propose", "01", mark("Phiếu đề xuất thụ lý đơn"), TT05(13), since=TT05.since),
    Form("petition-transfer-denunciation", "03", mark("Phiếu chuyển đơn tố cáo"), TT05(14, 1), since=TT05.since),
    _unread("decline", mark("Thông báo đơn khiếu nại không đủ điều kiện thụ lý"), LKN(11)),
    _unread("guide", mark("Phiếu hướng dẫn khiếu nại"), LTCD(26)),
    _unread("return", mark("Công văn trả lại đơn chuyển không đúng thẩm quyền"), LTCD(26)),
    _unread("pass-on", mark("Công văn chuyển đơn của báo chí, đại biểu, ban tiếp công dân"), LTCD(26)),
    _unread("transfer-feedback", mark("Phiếu chuyển đơn kiến nghị, phản ánh"), LTCD(26, 2)),
    _unread("split", mark("Phiếu hướng dẫn đơn có nhiều nội dung"), LTCD(25, 3)),
    _before("propose", "01", mark("Phiếu đề xuất thụ lý đơn (mẫu năm 2014)"), LKN(27)),
    _before("decline", "02", mark("Thông báo khiếu nại không đủ điều kiện thụ lý (mẫu năm 2014)"), LKN(11)),
    _before("guide", "03", mark("Phiếu hướng dẫn khiếu nại không thuộc thẩm quyền (mẫu năm 2014)"), TT07(8, 1)),
    _before("return", "04", mark("Phiếu trả lại đơn (mẫu năm 2014)"), LTCD(26)),
    _before("transfer-denunciation", "05", mark("Phiếu chuyển đơn tố cáo (mẫu năm 2014)"), LTCD(26)),
    _before("transfer-feedback", "06", mark("Phiếu chuyển đơn kiến nghị, phản ánh (mẫu năm 2014)"), LTCD(26, 2)),
    _before("split", "07", mark("Phiếu hướng dẫn đơn có nhiều nội dung (mẫu năm 2014)"), LTCD(25, 3)),
)

LOGBOOK_FORM: Final = Form(
    "mediation-logbook", "", mark("Sổ theo dõi hoạt động hòa giải ở cơ sở"), LHG(28, 2, "d"), since=date(2014, 4, 21))
MEDIATION_FORMS: Final = (LOGBOOK_FORM,)


def _on_request(code: str, number: str, name: str, citation: Citation) -> Form:
    """A form of the decree on the law of 2016; it cites the duty that it serves."""
    return Form(f"information-{code}", number, name, citation, since=ND13.since, until=LAST_DAY, of=ND13)


INFORMATION_FORMS: Final = (
    _on_request("request-a", "01a", mark("Phiếu yêu cầu cung cấp thông tin, mẫu thứ nhất"), LTCTT(24, 2)),
    _on_request("request-b", "01b", mark("Phiếu yêu cầu cung cấp thông tin, mẫu thứ hai"), LTCTT(24, 2)),
    _on_request("receipt", "02", mark("Phiếu tiếp nhận yêu cầu cung cấp thông tin"), LTCTT(24)),
    _on_request("handling", "03", mark("Phiếu giải quyết yêu cầu cung cấp thông tin"), LTCTT(29)),
    _on_request("extension", "04", mark("Thông báo gia hạn cung cấp thông tin"), LTCTT(29)),
    _on_request("refusal", "05", mark("Thông báo từ chối cung cấp thông tin"), LTCTT(28, 2)),
    _on_request("consent", "06", mark("Văn bản đồng ý cung cấp thông tin"), LTCTT(24)),
    _on_request("register", "", mark("Sổ theo dõi cung cấp thông tin"), LTCTT(26)),
)

FORMS: Final = {
    form.code: form
    for form in (
        *(*RECEPTION_FORMS, *COMPLAINT_FORMS, *DENUNCIATION_FORMS, *PROTECTION_FORMS),
        *(*PETITION_FORMS, *MEDIATION_FORMS, *INFORMATION_FORMS),
    )
}
"""By code: every act numbers its forms anew, and one number can be two papers."""


def form_number(code: str, on: date) -> str:
    """The number of the form that is prescribed for something on a day; empty where none is, or none was read."""
    form = FORMS.get(code)
    return form.number if form and form.holds(on) else ""
