"""Knows what is peculiar to resolving a complaint a second time: dialogue always, council, decision, publication."""

from typing import Final

from caseapp.law.acts import BEFORE_L136, LKN, ND75, ND124, ND155, Citation
from caseapp.law.complaint_choices import Choice, by_code
from caseapp.law.duties import Duty
from caseapp.law.limits import CALENDAR, WORKING, Limit, Nature, Unit, Wording
from caseapp.law.reception import DECREE
from caseapp.text import mark


def _by_law(code: str, text: str, citation: Citation) -> Duty:
    return Duty(code, text, citation, LKN.since)


FILED_WITH: Final = _by_law(
    "LKN-33/1", mark("Khiếu nại lần hai gửi kèm đơn, quyết định giải quyết lần đầu và giấy tờ liên quan"), LKN(33, 1))
COUNCIL: Final = _by_law(
    "LKN-36/2", mark("Người giải quyết lần hai có thể lập hội đồng tư vấn để tham khảo ý kiến"), LKN(36, 2))
ALWAYS_DIALOGUE: Final = Duty(
    "NĐ155-11", mark("Giải quyết lần hai luôn phải đối thoại"), ND124(28).amended_by(ND155(11)), DECREE)
WHO_PRESIDES: Final = Duty(
    "NĐ155-11/chair",
    mark("Thủ trưởng cơ quan chuyên môn cấp tỉnh trực tiếp đối thoại; bộ trưởng, chủ tịch cấp tỉnh trực tiếp khi đông "
         "người, các cơ quan khác ý kiến, gay gắt, dư luận quan tâm hoặc ảnh hưởng an ninh, trật tự; còn lại được giao "
         "cấp phó, cơ quan chuyên môn hoặc nơi xác minh, rồi nhận báo cáo"),
    ND124(28).amended_by(ND155(11)), DECREE)
DECISION: Final = _by_law(
    "LKN-40/2",
    mark("Quyết định lần hai ghi như quyết định lần đầu, thêm kết quả lần đầu, kết luận từng vấn đề và quyền khởi "
         "kiện"),
    LKN(40, 2))

MEDIA_TWICE: Final = Duty(
    "KN-15/media",
    mark("Công khai quyết định lần hai trên đài phát thanh, truyền hình thì ít nhất hai lần phát, trên báo in thì ít "
         "nhất hai số"),
    ND75(12), ND75.since, until=ND75.until)

SECOND_INSTANCE_DUTIES: Final = {
    duty.code: duty for duty in (FILED_WITH, COUNCIL, ALWAYS_DIALOGUE, WHO_PRESIDES, DECISION, MEDIA_TWICE)
}

FINDINGS_2: Final = by_code(
    Choice(code, text, LKN(40, 2), LKN.since, note=BEFORE_L136)
    for code, text in (
        ("right", mark("Nội dung khiếu nại đúng")),
        ("partly", mark("Nội dung khiếu nại đúng một phần")),
        ("wrong", mark("Nội dung khiếu nại sai")),
    )
)
"""What the second decision finds of the complaint."""

PUBLISHED_BY: Final = by_code(
    Choice(code, text, LKN(41, 2), LKN.since, note=BEFORE_L136)
    for code, text in (
        ("meeting", mark("Công bố quyết định lần hai tại cuộc họp")),
        ("posting", mark("Niêm yết quyết định lần hai")),
        ("media", mark("Đưa quyết định lần hai lên phương tiện thông tin")),
    )
)
"""How the second decision is made public: one of these is enough."""

_LAST_READ: Final = mark(
    "Số ngày đọc ở Nghị định 75/2012/NĐ-CP, đã được thay thế; số của nghị định đang áp dụng chưa đọc được."
)


def _once(code: str, row: str, titles: tuple[str, str], length: int, unit: Unit, nature: Nature) -> Limit:
    """A limit whose number was read in the decree that is gone; since then no number is known."""
    title, start = titles
    wordings = [
        Wording(length, unit, ND75(12), since=ND75.since, until=ND75.until, note=ND75.note),
        Wording(None, unit, LKN(41, 2), since=ND124.since, confirmed=False, note=_LAST_READ),
    ]
    return Limit(code, title=title, start=start, wordings=wordings, nature=nature,
                 rolls=nature is Nature.DUTY, counted_back=nature is Nature.DUTY, ids=(row,))


POSTING: Final = _once(
    "complaint.posting", "KN-15/posting",
    (mark("Niêm yết, đăng tải quyết định giải quyết lần hai"), mark("Bắt đầu niêm yết, đăng tải")),
    15, CALENDAR, Nature.EFFECT)
MEETING_NOTICE: Final = _once(
    "complaint.meeting-notice", "KN-15/meeting",
    (mark("Báo trước cuộc họp công bố quyết định giải quyết lần hai"), mark("Ngày họp công bố")),
    3, WORKING, Nature.DUTY)

LIMITS: Final = (POSTING, MEETING_NOTICE)
"""Limits of publishing the second decision, beside the one to publish it at all."""
