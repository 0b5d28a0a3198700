"""Knows the duties of resolving denunciations that are not counted in days, from acceptance to the file."""

from typing import Final

from caseapp.law.acts import LTC, ND31, ND156, Citation
from caseapp.law.complaints import BEFORE_DECREE
from caseapp.law.duties import Duty
from caseapp.law.reception import DECREE
from caseapp.text import mark


def _by_law(code: str, text: str, citation: Citation, *also: Citation) -> Duty:
    return Duty(code, text, citation, citation.act.since, also=also)


NOT_ACCEPTED: Final = _by_law(
    "TC-02", mark("Không thụ lý tố cáo thì báo ngay cho người tố cáo, nêu rõ lý do"), LTC(24, 1))
ACCEPTED: Final = _by_law(
    "LTC-29/2", mark("Quyết định thụ lý tố cáo ghi ngày, căn cứ, nội dung được thụ lý và thời hạn giải "
                     "quyết"), LTC(29, 2))
VERIFIER: Final = _by_law(
    "LTC-31/2",
    mark("Giao xác minh bằng văn bản: ngày giao, người xác minh, người bị tố cáo, nội dung, thời gian, quyền và trách "
         "nhiệm"),
    LTC(31, 2))
TEAM: Final = _by_law(
    "NĐ31-10",
    mark("Đoàn, tổ xác minh có ít nhất hai người, một người đứng đầu; không có người thân thích của người bị tố cáo, "
         "không có người có lợi ích liên quan trực tiếp"),
    ND31(10))
MINUTES: Final = _by_law(
    "NĐ31-11",
    mark("Làm việc khi xác minh thì lập biên bản ít nhất hai bản, giao bên làm việc một bản; người tố cáo, người bị tố "
         "cáo nhận khi yêu cầu; ai không ký thì ghi lý do"),
    ND31(11), ND31(12), ND31(13), ND31(14))
REPORT: Final = _by_law(
    "NĐ31-16",
    mark("Báo cáo xác minh ghi tóm tắt, kết quả từng nội dung, giải trình của người bị tố cáo, nhận định và kiến nghị "
         "xử lý; giải quyết lại thì nêu sai phạm của lần trước"),
    ND31(16))
EXTENDED: Final = _by_law(
    "TC-07",
    mark("Gia hạn giải quyết tố cáo phải ra quyết định trước khi hết hạn, báo người tố cáo, người bị tố cáo và cơ "
         "quan, người liên quan"),
    ND31(3, 4), LTC(30, 4))
COMPLEX: Final = _by_law(
    "TC-08",
    mark("Vụ việc tố cáo phức tạp khi có một trong các tiêu chí; đặc biệt phức tạp khi có từ hai tiêu chí trở lên"),
    ND31(3, 2), ND31(3, 3))
OTHER_LIMITS: Final = _by_law(
    "TC-09",
    mark("Tố cáo về quản lý nhà nước: thời hạn giải quyết không vượt thời hạn của pháp luật xử lý vi phạm hành chính, "
         "nếu hai bên khác nhau"),
    LTC(42, 2))
EXPERTISE: Final = _by_law(
    "TC-10",
    mark("Thời gian trưng cầu giám định, từ khi đề nghị đến khi có kết quả, không tính vào thời hạn giải quyết tố cáo"),
    ND31(15, 4))
SUSPENDED: Final = _by_law(
    "TC-11",
    mark("Thời gian tạm đình chỉ giải quyết tố cáo không tính vào thời hạn; hết căn cứ thì ra ngay quyết định tiếp "
         "tục"),
    LTC(34, 1), LTC(34, 2))
TERMINATED: Final = _by_law(
    "TC-12",
    mark("Đình chỉ giải quyết tố cáo chỉ khi có căn cứ luật định; quyết định tạm đình chỉ, đình chỉ nêu lý do, trách "
         "nhiệm"),
    LTC(34, 3), LTC(34, 4))
WITHDRAWAL: Final = _by_law(
    "TC-14",
    mark("Người tố cáo được rút một phần hoặc toàn bộ tố cáo trước khi có kết luận; nhiều người tố cáo thì ai rút chỉ "
         "rút phần mình, phần còn lại vẫn giải quyết"),
    LTC(33))
WITHDRAWAL_FORM: Final = Duty(
    "TC-14/2026", mark("Rút tố cáo bằng đơn rút tố cáo hoặc biên bản ghi nhận, theo mẫu"),
    ND31(4).amended_by(ND156(1)), DECREE, also=(LTC(33),))
CRIME: Final = _by_law(
    "TC-23",
    mark("Thấy dấu hiệu tội phạm, ở bất cứ bước nào, thì chuyển ngay hồ sơ cho cơ quan điều tra hoặc viện kiểm sát; "
         "luật không đặt số ngày"),
    LTC(27, 1), LTC(36, 2), LTC(44, 1, "d"), ND31(16, 3))
IMMINENT: Final = _by_law(
    "TC-24", mark("Hành vi bị tố cáo sắp gây thiệt hại thì ngăn chặn ngay hoặc báo ngay cơ quan công an"), LTC(27, 2))
SHORT_WAY: Final = _by_law(
    "TC-25",
    mark("Tố cáo rõ ràng, có chứng cứ thì giải quyết ngay theo trình tự rút gọn; tố cáo về quản lý nhà nước chỉ kiểm "
         "tra danh tính khi cần"),
    LTC(43), ND31(19))
MONTHLY_REPORT: Final = Duty(
    "TC-26", mark("Thanh tra theo dõi việc thực hiện kết luận nội dung tố cáo, báo cáo hằng tháng"),
    ND31(18, 2), ND31.since, until=BEFORE_DECREE)
FOLLOWED_UP: Final = Duty(
    "TC-26/2026",
    mark("Thanh tra cùng cấp hoặc đơn vị tham mưu theo dõi việc thực hiện kết luận nội dung tố cáo; quy định mới không "
         "còn kỳ báo cáo hằng tháng"),
    ND31(18, 2).amended_by(ND156(3)), DECREE)
PUBLISHED_TWICE: Final = _by_law(
    "TC-19/media",
    mark("Công khai kết luận nội dung tố cáo trên báo, đài phát thanh, truyền hình thì ít nhất hai lần"),
    ND31(6, 2))
CONCLUSION: Final = _by_law(
    "LTC-35/2",
    mark("Kết luận nội dung tố cáo có kết quả xác minh, căn cứ, đúng sai và trách nhiệm từng người, biện pháp xử lý, "
         "kiến nghị chính sách; giải quyết lại thì nêu sai phạm của lần trước"),
    LTC(35, 2), ND31(17))
SUPERIOR_TAKES: Final = _by_law(
    "LTC-38/5",
    mark("Tố cáo quá hạn mà có vi phạm pháp luật nghiêm trọng hoặc không khách quan thì cấp trên được lấy hồ sơ để "
         "giải quyết; thời hạn tính lại từ quyết định thụ lý mới"),
    LTC(38, 5), ND31(5))
FILE: Final = _by_law(
    "LTC-39",
    mark("Hồ sơ giải quyết tố cáo đánh số, đủ các nhóm giấy tờ luật định; giải quyết lại thì thêm giấy tờ của lần "
         "trước"),
    LTC(39))
INFORMATION: Final = _by_law(
    "LTC-25/2",
    mark("Thông tin không đủ điều kiện là tố cáo nhưng nêu rõ người vi phạm, có chứng cứ cụ thể, kiểm tra được thì "
         "người tiếp nhận thanh tra, kiểm tra hoặc chuyển nơi có thẩm quyền"),
    LTC(25, 2), ND31(20))
TRANSITION: Final = Duty(
    "NĐ156-10", mark("Tố cáo thụ lý trước khi nghị định có hiệu lực mà đang giải quyết thì theo quy định mới"),
    ND156(10, 1), DECREE)

DENUNCIATION_DUTIES: Final = {
    duty.code: duty
    for duty in (
        *(NOT_ACCEPTED, ACCEPTED, VERIFIER, TEAM, MINUTES, REPORT, EXTENDED, COMPLEX, OTHER_LIMITS, EXPERTISE),
        *(SUSPENDED, TERMINATED, WITHDRAWAL, WITHDRAWAL_FORM, CRIME, IMMINENT, SHORT_WAY, MONTHLY_REPORT, FOLLOWED_UP),
        *(PUBLISHED_TWICE, CONCLUSION, SUPERIOR_TAKES, FILE, INFORMATION, TRANSITION),
    )
}
