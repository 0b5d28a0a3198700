"""Knows how whoever denounces is kept secret and protected (bảo vệ người tố cáo), as duties without days."""

from typing import Final

from caseapp.law.acts import LTC, ND31, ND156, Citation
from caseapp.law.duties import Duty
from caseapp.law.reception import DECREE
from caseapp.text import mark


def _by_law(code: str, text: str, citation: Citation, *also: Citation) -> Duty:
    return Duty(code, text, citation, citation.act.since, also=also)


SECRET: Final = _by_law(
    "BV-01",
    mark("Giữ bí mật họ tên, địa chỉ, bút tích và thông tin cá nhân khác của người tố cáo, trừ khi người đó tự tiết "
         "lộ"),
    LTC(9, 1, "b"), LTC(47, 2))
EVERYBODY: Final = _by_law(
    "BV-02", mark("Người tiếp nhận, người chuyển, người xác minh, người giải quyết đều phải giữ bí mật người tố cáo"),
    LTC(49), LTC(56))
STRIPPED: Final = _by_law(
    "BV-03",
    mark("Giao xác minh thì lược bỏ họ tên, địa chỉ, bút tích, thông tin khác của người tố cáo khỏi đơn và tài liệu "
         "kèm theo; phần lược bỏ quản lý theo chế độ bí mật"),
    LTC(56, 2))
WORK_UNSEEN: Final = _by_law(
    "BV-04", mark("Chọn thời gian, địa điểm, cách làm việc để không lộ người tố cáo"), LTC(56, 3))
PUBLISHED_WITHOUT: Final = _by_law(
    "BV-05", mark("Công khai kết luận không được để lộ người tố cáo"), LTC(40, 3), ND31(6, 1))
FILE_UNSEEN: Final = _by_law(
    "BV-06", mark("Khai thác hồ sơ tố cáo phải giữ bí mật thông tin người tố cáo"), LTC(39, 3))
DISCLOSURE: Final = Duty(
    "BV-07",
    mark("Làm lộ người tố cáo thì người tiếp nhận, người xác minh, người giải quyết bị cảnh cáo, trừ khi người tố cáo "
         "từ chối được giữ bí mật"),
    ND31(22, 2, "b").amended_by(ND156(6)), DECREE)
PROTECTED: Final = _by_law(
    "BV-08",
    mark("Người được bảo vệ: người tố cáo, vợ, chồng, cha mẹ, con, kể cả cha mẹ nuôi, con nuôi; về vị trí công tác, "
         "việc làm, tính mạng, sức khỏe, tài sản, danh dự"),
    LTC(47, 1))
REQUEST: Final = _by_law(
    "BV-09",
    mark("Đề nghị bảo vệ bằng văn bản, khẩn cấp thì đến trực tiếp hoặc gọi điện rồi gửi văn bản sau; người giải quyết "
         "quyết định kịp thời, từ chối thì nêu lý do bằng văn bản; luật không đặt số ngày"),
    LTC(50), LTC(51), ND31(7), ND31(8))
LASTS: Final = _by_law(
    "BV-11",
    mark("Việc bảo vệ kéo dài đến khi có kết luận, có quyết định đình chỉ hoặc có quyết định chấm dứt bảo vệ"),
    LTC(52, 5), LTC(54, 2))
ENDS_BY_BREACH: Final = Duty(
    "BV-11/2026", mark("Người được bảo vệ cố ý vi phạm nghĩa vụ thì chấm dứt bảo vệ"),
    LTC(54), DECREE, confirmed=False,
    note=mark("Chỉ thấy qua tin về Luật 136/2025/QH15; nguyên văn chưa đọc."))

PROTECTION_DUTIES: Final = {
    duty.code: duty
    for duty in (
        *(SECRET, EVERYBODY, STRIPPED, WORK_UNSEEN, PUBLISHED_WITHOUT, FILE_UNSEEN, DISCLOSURE, PROTECTED, REQUEST),
        *(LASTS, ENDS_BY_BREACH),
    )
}
