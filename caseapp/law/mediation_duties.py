"""Knows grassroots mediation without its days: what may be mediated, by whom, how it goes on and how it ends."""

from collections.abc import Mapping
from typing import Final

from caseapp.law.acts import LHG, ND15, Citation
from caseapp.law.complaint_choices import Choice, by_code
from caseapp.law.duties import Duty
from caseapp.text import mark


def _by_law(code: str, text: str, citation: Citation, *also: Citation) -> Duty:
    return Duty(code, text, citation, LHG.since, also=also)


OTHER_MEDIATION: Final = _by_law(
    "LHG-1/2",
    mark("Hòa giải của tòa án, trọng tài, hòa giải thương mại, lao động và hòa giải tại Ủy ban nhân dân cấp xã không "
         "theo luật này"),
    LHG(1, 2))
NOT_MEDIABLE: Final = _by_law(
    "LHG-10/4",
    mark("Việc không được hòa giải thì giải thích lý do, hướng dẫn đến nơi có thẩm quyền; có dấu hiệu vi phạm hành "
         "chính, tội phạm thì báo nơi có thẩm quyền"),
    LHG(10, 4))
VIOLENCE: Final = _by_law(
    "LHG-10/5",
    mark("Mâu thuẫn có thể dẫn đến bạo lực, mất trật tự thì hòa giải viên báo ngay tổ trưởng, tổ trưởng báo chủ tịch "
         "cấp xã"),
    LHG(10, 5), LHG(15, 4))
MEDIATOR: Final = _by_law(
    "LHG-7",
    mark("Hòa giải viên là công dân Việt Nam thường trú tại cơ sở, tự nguyện, có đạo đức, uy tín, khả năng thuyết phục "
         "và hiểu biết pháp luật"),
    LHG(7))
ELECTION: Final = _by_law(
    "LHG-8",
    mark("Bầu hòa giải viên do trưởng ban công tác Mặt trận và trưởng thôn chủ trì, biểu quyết, bỏ phiếu kín tại cuộc "
         "họp hoặc phát phiếu; trúng cử khi trên một nửa đại diện hộ gia đình đồng ý"),
    LHG(8, 1), LHG(8, 2), LHG(8, 3))
MOST_VOTES: Final = _by_law(
    "LHG-8/3",
    mark("Số người được trên một nửa đại diện hộ gia đình đồng ý nhiều hơn số hòa giải viên được bầu thì lấy người "
         "nhiều phiếu hơn; thiếu thì bầu bổ sung"),
    LHG(8, 3))
RECOGNITION: Final = _by_law(
    "LHG-8/4",
    mark("Chủ tịch cấp xã ra quyết định công nhận hòa giải viên, gửi Mặt trận, trưởng thôn, hòa giải viên và thông báo "
         "tại thôn; luật không đặt số ngày"),
    LHG(8, 4), LHG(8, 3, "d"))
RELEASE: Final = _by_law(
    "LHG-11",
    mark("Thôi làm hòa giải viên theo nguyện vọng, khi không còn đủ tiêu chuẩn, vi phạm nguyên tắc hoặc không thể tiếp "
         "tục vì bị xử lý vi phạm; chủ tịch cấp xã quyết định, luật không đặt số ngày"),
    LHG(11))
TEAM: Final = _by_law(
    "LHG-12",
    mark("Tổ hòa giải có tổ trưởng và hòa giải viên, ít nhất ba người, có hòa giải viên nữ; nơi đông đồng bào dân tộc "
         "thiểu số có người dân tộc thiểu số; chủ tịch cấp xã định số tổ, số người"),
    LHG(12))
REVIEWED: Final = _by_law(
    "LHG-12/review", mark("Hằng năm Mặt trận rà soát tổ hòa giải để Ủy ban nhân dân cấp xã kiện toàn"), LHG(12))
LEADER: Final = _by_law(
    "LHG-14", mark("Tổ trưởng do các hòa giải viên bầu trong số mình, chủ tịch cấp xã công nhận"), LHG(14))
LEADER_REPORTS: Final = _by_law(
    "LHG-15",
    mark("Tổ trưởng phân công hòa giải viên, báo cáo hằng năm và khi được yêu cầu cho Ủy ban nhân dân cấp xã và Mặt "
         "trận"),
    LHG(15))
PARTIES: Final = _by_law(
    "LHG-17",
    mark("Các bên được chọn hòa giải viên, nơi, thời gian; đồng ý hoặc từ chối, yêu cầu tạm dừng, chấm dứt, hòa giải "
         "công khai hay không công khai"),
    LHG(17))
ASSIGNED: Final = _by_law(
    "LHG-18",
    mark("Các bên không chọn thì tổ trưởng phân công; không phân công người có lợi ích liên quan hoặc lý do khác khiến "
         "không vô tư; người vi phạm nghĩa vụ thì thay"),
    LHG(18))
INVITED: Final = _by_law(
    "LHG-19", mark("Mời người có uy tín, hiểu biết cùng hòa giải phải được các bên đồng ý"), LHG(19))
PLACE: Final = _by_law(
    "LHG-20/1", mark("Hòa giải tại nơi xảy ra vụ việc hoặc nơi các bên, hòa giải viên chọn"), LHG(20, 1))
OTHER_TIME: Final = _by_law(
    "LHG-20/2",
    mark("Chứng kiến vụ việc mà thấy cần thì hòa giải ngay; các bên thỏa thuận thời gian khác thì theo thỏa thuận"),
    LHG(20, 2))
CONDUCT: Final = _by_law(
    "LHG-21",
    mark("Hòa giải trực tiếp, bằng lời nói, có mặt các bên; hòa giải viên ghi sổ theo dõi; lập văn bản hòa giải thành "
         "khi các bên đồng ý"),
    LHG(21))
ACROSS: Final = _by_law(
    "LHG-22", mark("Các bên ở thôn khác nhau thì các tổ hòa giải phối hợp và báo Mặt trận hai nơi"), LHG(22))
SETTLEMENT_PAPER: Final = _by_law(
    "LHG-24/2",
    mark("Văn bản hòa giải thành ghi căn cứ, các bên, nội dung, diễn biến, thỏa thuận, quyền và nghĩa vụ, cách và thời "
         "hạn thực hiện, chữ ký hoặc điểm chỉ"),
    LHG(24, 2))
FOLLOWED: Final = _by_law(
    "LHG-26",
    mark("Hòa giải viên theo dõi, đôn đốc thực hiện thỏa thuận, báo tổ trưởng để báo Mặt trận; gặp bất khả kháng thì "
         "bên đó báo, thỏa thuận với bên kia"),
    LHG(26), LHG(25))
AFTER_FAILURE: Final = _by_law(
    "LHG-27",
    mark("Hòa giải không thành thì các bên được yêu cầu hòa giải tiếp hoặc yêu cầu nơi có thẩm quyền giải quyết"),
    LHG(27))
REPORTED: Final = _by_law(
    "LHG-29", mark("Ủy ban nhân dân cấp xã báo cáo kết quả hòa giải ở cơ sở với Hội đồng nhân dân"), LHG(29, 2, "c"))
FAILURE_PAPER: Final = Duty(
    "NĐ15-10", mark("Lập văn bản hòa giải không thành khi các bên yêu cầu"), ND15(10), ND15.since, confirmed=False,
    note=mark("Nghị định 15/2014/NĐ-CP chưa đọc được ở điều này."))

MEDIATION_DUTIES: Final = {
    duty.code: duty
    for duty in (
        *(OTHER_MEDIATION, NOT_MEDIABLE, VIOLENCE, MEDIATOR, ELECTION, MOST_VOTES, RECOGNITION, RELEASE, TEAM),
        *(REVIEWED, LEADER, LEADER_REPORTS, PARTIES, ASSIGNED, INVITED, PLACE, OTHER_TIME, CONDUCT, ACROSS),
        *(SETTLEMENT_PAPER, FOLLOWED, AFTER_FAILURE, REPORTED, FAILURE_PAPER),
    )
}

_SCOPE_UNREAD: Final = mark("Phạm vi theo Nghị định 15/2014/NĐ-CP, chưa đọc được ở điều này; một phần thấy qua nơi "
                            "khác đăng.")

SCOPES: Final = by_code(
    Choice(code, text, ND15(5), ND15.since, confirmed=False, note=_SCOPE_UNREAD)
    for code, text in (
        ("neighbours", mark("Mâu thuẫn về lối sống, tính tình, lối đi, điện nước, vệ sinh, tiếng ồn")),
        ("civil", mark("Tranh chấp dân sự: tài sản, hợp đồng, thừa kế, quyền sử dụng đất")),
        ("family", mark("Hôn nhân và gia đình: vợ chồng, cha mẹ và con, cấp dưỡng, nuôi con, ly hôn")),
        ("minor-breach", mark("Vi phạm chưa đến mức xử lý hành chính, hình sự, hoặc vụ hình sự không bị truy cứu, "
                              "không bị xử phạt")),
    )
)
"""What may be mediated."""


def _of(*lines: tuple[str, Citation, str]) -> Mapping[str, Choice]:
    return by_code(Choice(code, text, citation, LHG.since) for code, citation, text in lines)


BARRED: Final = _of(
    ("public-interest", LHG(3, 1, "a"), mark("Mâu thuẫn xâm phạm lợi ích của Nhà nước, lợi ích công cộng")),
    ("family-or-civil", LHG(3, 1, "b"),
     mark("Vi phạm pháp luật hôn nhân và gia đình, giao dịch dân sự mà luật tố tụng dân sự không cho hòa giải")),
    ("offence", LHG(3, 1, "c"), mark("Vi phạm phải truy cứu trách nhiệm hình sự hoặc xử lý vi phạm hành chính")),
    ("otherwise-barred", LHG(3, 1, "d"), mark("Việc khác mà pháp luật không cho hòa giải ở cơ sở")),
)
"""What must not be mediated."""

STARTED_BY: Final = _of(
    ("party", LHG(16), mark("Một bên hoặc các bên yêu cầu")),
    ("witnessed", LHG(16), mark("Hòa giải viên chứng kiến hoặc biết vụ việc")),
    ("assigned", LHG(16), mark("Tổ trưởng phân công, hoặc cơ quan, tổ chức, người khác đề nghị")),
)
ENDED_BY: Final = _of(
    ("agreed", LHG(23), mark("Các bên đạt được thỏa thuận")),
    ("party-stops", LHG(23), mark("Một bên yêu cầu chấm dứt")),
    ("no-prospect", LHG(23), mark("Hòa giải viên chấm dứt vì không đạt thỏa thuận và tiếp tục cũng không có kết quả")),
)
RESULTS: Final = _of(
    ("settled", LHG(24), mark("Hòa giải thành")),
    ("failed", LHG(27), mark("Hòa giải không thành")),
    ("not-yet", LHG(28, 2, "d"), mark("Chưa giải quyết")),
    ("under-way", LHG(28, 2, "d"), mark("Đang giải quyết")),
)
"""How a case stands in the statistics; the last two are known to their tables only."""
