"""Knows the wordings of problems that only a mediation logbook needs."""

from collections.abc import Mapping
from typing import Final

from caseapp.exchange.book_wordings import Level, Wording
from caseapp.text import mark

_S, _C = Level.STOP, Level.CHECK

MEDIATION_WORDINGS: Final[Mapping[str, Wording]] = {
    "TEAM_MISSING": Wording("team", _C, mark("Chưa rõ dòng này của tổ hòa giải nào. Hãy ghi tên tổ.")),
    "TEAM_UNKNOWN": Wording(
        "team",
        _S,
        mark(
            "Ở đây chưa có “{team}”. Hãy lập tổ này và ghi các hòa giải viên của tổ (trang Tổ hòa giải), "
            "rồi nhập lại sổ."
        ),
    ),
    "TEAM_SEVERAL": Wording(
        "team",
        _S,
        mark("Có hơn một tổ tên “{team}”. Hãy ghi trong sổ đủ tên tổ như ở trang Tổ hòa giải."),
        "TEAM_UNKNOWN",
    ),
    "TEAM_NOT_THEN": Wording(
        "team",
        _C,
        mark("Ngày {day} {team} chưa hoạt động hoặc đã thôi. Hãy xác nhận ngày của dòng và ngày lập tổ."),
    ),
    "MEDIATOR_UNKNOWN": Wording(
        "mediators",
        _C,
        mark(
            "“{name}” không có trong danh sách hòa giải viên của {team} nên chưa ghi ở vụ việc. "
            "Hãy xác nhận tên, hoặc ghi người này vào tổ."
        ),
    ),
    "MEDIATOR_SEVERAL": Wording(
        "mediators",
        _C,
        mark("{team} có hơn một hòa giải viên tên “{name}” nên chưa ghi ở vụ việc. Hãy cho biết là ai."),
        "MEDIATOR_UNKNOWN",
    ),
    "MEDIATOR_SPELLED": Wording(
        "mediators",
        _C,
        mark("Sổ ghi hòa giải viên “{name}”, tổ có {known}. Hãy xác nhận là cùng một người."),
    ),
    "MEDIATOR_NOT_THEN": Wording(
        "mediators",
        _C,
        mark("Ngày {day} {name} chưa là hòa giải viên hoặc đã thôi. Hãy xác nhận ngày công nhận và ngày của dòng."),
    ),
    "MEDIATOR_MISSING": Wording("mediators", _C, mark("Chưa ghi hòa giải viên. Hãy bổ sung.")),
    "MEDIATOR_DOUBTFUL": Wording(
        "mediators",
        _C,
        mark("“{name}” không giống họ tên. Hãy kiểm tra lại tên hòa giải viên."),
        "NAME_DOUBTFUL",
    ),
    "MEDIATOR_NO_DIACRITICS": Wording(
        "mediators",
        _C,
        mark("Tên “{name}” viết không dấu, không đoán được dấu. Hãy ghi lại họ tên có dấu."),
        "NAME_NO_DIACRITICS",
    ),
    "MEDIATOR_INTEREST": Wording(
        "mediators",
        _C,
        mark(
            "Hòa giải viên {name} có ghi là người nhà của một bên. Hãy xác nhận có phải thay người khác không."
        ),
    ),
    "MEDIATOR_IS_PARTY": Wording(
        "mediators",
        _C,
        mark("Hòa giải viên {name} trùng tên với một bên. Hãy xác nhận có phải thay người khác không."),
        "MEDIATOR_INTEREST",
    ),
    "PARTIES_TOO_LONG": Wording(
        "person", _C, mark("Ô này quá dài, chỉ {length} ký tự đầu được đọc. Hãy kiểm tra lại."), "CELL_TOO_LONG"
    ),
    "MEDIATORS_TOO_LONG": Wording(
        "mediators", _C, mark("Ô này quá dài, chỉ {length} ký tự đầu được đọc. Hãy kiểm tra lại."), "CELL_TOO_LONG"
    ),
    "PARTY_MISSING": Wording("person", _S, mark("Mới ghi một bên tranh chấp. Hãy bổ sung bên còn lại.")),
    "PARTIES_UNCLEAR": Wording(
        "person", _C, mark("Không rõ ai thuộc bên nào: đã hiểu “{first}” và “{second}” là hai bên. Hãy xác nhận.")
    ),
    "PARTY_DOUBTFUL": Wording(
        "person", _C, mark("“{name}” không giống họ tên. Hãy kiểm tra lại tên của các bên."), "NAME_DOUBTFUL"
    ),
    "AGE_IMPOSSIBLE": Wording("person", _C, mark("Tuổi “{written}” không hợp lý. Hãy kiểm tra lại.")),
    "DENUNCIATION_BARRED": Wording(
        "content",
        _S,
        mark(
            "Dòng có nội dung tố cáo: không thành vụ hòa giải, không ghi gì vào máy. Hãy cho trang sổ vào phong bì, "
            "giao người giữ phong bì, và hỏi người đó việc tiếp theo."
        ),
    ),
    "NOT_MEDIABLE": Wording(
        "content",
        _C,
        mark(
            "Vụ việc có dấu hiệu không thuộc phạm vi hòa giải ({reason}). Hãy xác nhận và chuyển đúng nơi."
        ),
    ),
    "SCOPE_UNKNOWN": Wording("scope", _C, mark("Không hiểu phạm vi “{written}”. Hãy chọn phạm vi hòa giải.")),
    "RESULT_BOTH": Wording("outcome", _S, mark("Đánh dấu cả “thành” và “không thành”. Hãy chọn một kết quả.")),
    "RESULT_AGAINST_WORDS": Wording(
        "outcome",
        _S,
        mark("Cột kết quả và lời ghi “{written}” trái nhau. Hãy chọn một kết quả."),
        "RESULT_BOTH",
    ),
    "RESULT_MISSING": Wording(
        "outcome", _C, mark("Chưa ghi kết quả. Hãy cho biết đang hòa giải hay đã kết thúc.")
    ),
    "RESULT_UNKNOWN": Wording("outcome", _S, mark("Không hiểu kết quả “{written}”. Hãy chọn một kết quả.")),
    "RESULT_FROM_WORDS": Wording(
        "outcome", _C, mark("Kết quả lấy từ lời ghi “{written}”, không từ cột kết quả. Hãy xác nhận.")
    ),
    "RESULT_DOUBTFUL": Wording(
        "outcome", _C, mark("Ghi là thành nhưng thỏa thuận lại là “{written}”. Hãy xác nhận kết quả.")
    ),
    "DISPUTE_REPEAT_UNSURE": Wording(
        "person",
        _C,
        mark("Có vẻ là lần hòa giải lại của vụ việc ở dòng {row}. Hãy xác nhận có phải cùng các bên, cùng việc."),
        "REPEAT_UNSURE",
    ),
    "DISPUTE_REPEAT_NOT_FOUND": Wording(
        "content",
        _C,
        mark("Sổ ghi là hòa giải lại nhưng không tìm thấy lần trước trong sổ này. Hãy chỉ ra lần trước."),
        "REPEAT_NOT_FOUND",
    ),
}
