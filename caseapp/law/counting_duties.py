"""Knows the rules of counting days and of days off as duties, each with its place; the engine counts as they say."""

from typing import Final

from caseapp.law.acts import BLDS, BLLD, LKN, LTC, ND31, ND124, ND155, NQ28, Citation
from caseapp.law.duties import Duty
from caseapp.text import mark


def _counted(code: str, text: str, citation: Citation, *also: Citation, note: str = "") -> Duty:
    """A rule of counting; one that needs a note is not confirmed."""
    return Duty(code, text, citation, citation.act.since, confirmed=not note, also=also, note=note)


_PLAIN_DAYS: Final = mark("Suy luận chắc từ cách dùng chữ của hai luật; không điều nào nói thẳng.")
_ROLLED: Final = mark("Suy luận: hai luật không nói hạn của cơ quan có được kéo sang ngày làm việc kế tiếp không. Giữ "
                      "cả hai ngày, nhắc theo ngày an toàn.")
_BY_NOTICE: Final = mark("Chỉ thấy qua thông báo hằng năm do nơi khác đăng lại; chưa đọc quyết định gốc.")
_EXCHANGED: Final = mark("Suy luận: bộ luật chỉ nói ngày nghỉ cuối tuần và ngày nghỉ lễ, không nói ngày nghỉ hoán đổi.")
_CULTURE_DAY: Final = mark("Nghị quyết 28/2026/QH16 chưa đọc nguyên văn, thấy ở nhiều nơi đăng lại; việc nghỉ bù chỉ "
                           "nói về ngày lễ của Bộ luật Lao động.")
_UNDECIDED: Final = mark("Chưa thấy quyết định nào; là lựa chọn trong thiết lập của cơ quan.")

COUNTING_DUTIES: Final = {
    duty.code: duty
    for duty in (
        _counted("CAL-01", mark("Ngày xảy ra sự kiện không tính; ngày kế tiếp là ngày "
                                "thứ nhất"), BLDS(147, 2), BLDS(147, 3)),
        _counted(
            "CAL-02",
            mark("Thời hạn hết vào cuối ngày cuối cùng; ngày đó là ngày nghỉ thì hết vào cuối ngày làm việc kế tiếp; "
                 "thời hạn tháng, năm hết vào ngày tương ứng hoặc ngày cuối tháng"),
            BLDS(148, 5), BLDS(148, 1), BLDS(148, 3), BLDS(148, 6)),
        _counted(
            "CAL-03",
            mark("Luật Khiếu nại và Luật Tố cáo viết “ngày làm việc” thì tính ngày làm việc, viết “ngày” thì tính ngày "
                 "lịch"),
            LTC(30), LTC(24), LKN(32), LKN(28), note=_PLAIN_DAYS),
        _counted(
            "CAL-04",
            mark("Cách tính của Bộ luật Dân sự áp dụng khi luật riêng không quy định khác; hạn của cơ quan giữ cả ngày "
                 "cuối đã dời và ngày làm việc cuối trước đó"),
            BLDS(145), note=_ROLLED),
        _counted(
            "CAL-05",
            mark("Cơ quan nhà nước làm việc từ thứ Hai đến thứ Sáu; thứ Bảy làm bù là ngày làm việc, ngày được hoán "
                 "đổi thì nghỉ"),
            BLLD(112, 3), note=_BY_NOTICE),
        _counted("CAL-06", mark("Ngày nghỉ hoán đổi được coi là ngày nghỉ khi dời "
                                "ngày cuối"), BLDS(148, 5), note=_EXCHANGED),
        _counted(
            "CAL-07",
            mark("Ngày lễ theo Bộ luật Lao động; ngày Tết và ngày liền kề Quốc khánh do Thủ tướng quyết định hằng năm; "
                 "ngày lễ trùng ngày nghỉ hằng tuần thì nghỉ bù ngày làm việc kế tiếp"),
            BLLD(112, 1), BLLD(112, 3), BLLD(111, 3)),
        _counted("CAL-08", mark("Ngày Văn hóa Việt Nam là ngày nghỉ hưởng lương; chưa chắc "
                                "được nghỉ bù"), NQ28(2), BLLD(111, 3),
                 note=_CULTURE_DAY),
        _counted("CAL-09", mark("Ngày hoán đổi mới được đề xuất thì chưa tính, đến khi có quyết định"), BLLD(112, 3),
                 note=_UNDECIDED),
        _counted(
            "CAL-10",
            mark("Thời gian tạm đình chỉ và thời gian giám định tố cáo không tính: cộng số ngày đó vào ngày cuối; "
                 "khiếu nại chạy tiếp từ ngày quyết định tiếp tục giải quyết"),
            LTC(34, 2), ND31(15, 4), ND124("28b", 2).amended_by(ND155(12))),
    )
}
