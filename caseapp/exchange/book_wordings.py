"""Knows how a problem is worded, and the wordings that only a petition book needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from caseapp.text import mark


class Level(StrEnum):
    """`stop`: the field stays empty until a person decides. `check`: stored, but shown for confirmation."""

    STOP = "stop"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Wording:
    """The field a problem stands at, how grave it is, its sentence; `code` where several sentences share one."""

    field: str
    level: Level
    template: str
    code: str = ""


_S, _C = Level.STOP, Level.CHECK

PETITION_WORDINGS: Final[Mapping[str, Wording]] = {
    "NUMBER_DUPLICATE": Wording(
        "number", _C, mark("Số đến {number} đã dùng ở dòng {row}. Cả hai dòng đều được giữ; hãy xác nhận số đến.")
    ),
    "NUMBER_GAP": Wording(
        "number", _C, mark("Thiếu số đến {missing} giữa hai dòng liền nhau. Hãy cho biết đơn nào chưa ghi.")
    ),
    "SOURCE_UNKNOWN": Wording("source", _S, mark("Không hiểu nguồn đơn “{written}”. Hãy chọn lại.")),
    "SOURCE_MISSING": Wording("source", _S, mark("Chưa ghi nguồn đơn. Hãy chọn nguồn đơn."), "SOURCE_UNKNOWN"),
    "ANONYMOUS": Wording(
        "person",
        _C,
        mark(
            "Đơn không có tên, địa chỉ người gửi. Không xử lý như đơn tố cáo; "
            "hãy xem có chứng cứ cụ thể để kiểm tra hay không."
        ),
    ),
    "NAME_DOUBTFUL": Wording("person", _C, mark("“{name}” không giống họ tên. Hãy kiểm tra lại tên người gửi.")),
    "IMPERSONATED": Wording(
        "person", _C, mark("Người có tên trong đơn nói không viết đơn (mạo tên). Hãy xác nhận cách xử lý.")
    ),
    "NO_SIGNATURE": Wording(
        "signers",
        _C,
        mark("Đơn không có chữ ký hoặc điểm chỉ. Hãy xác nhận đủ điều kiện xử lý hay không."),
    ),
    "SIGNERS_MISMATCH": Wording(
        "signers",
        _S,
        mark("Cột số người ký ghi {count} nhưng chỗ khác trong dòng ghi {named}. Hãy chọn số đúng."),
    ),
    "SIGNERS_UNKNOWN": Wording(
        "signers", _S, mark("Không hiểu số người ký “{written}”. Hãy ghi một số."), "SIGNERS_MISMATCH"
    ),
    "SECOND_INSTANCE": Wording(
        "content",
        _C,
        mark(
            "Đơn nói về quyết định giải quyết lần đầu số {number}. "
            "Hãy xác nhận đây là khiếu nại lần hai, không phải đơn trùng."
        ),
    ),
    "SECOND_INSTANCE_UNNUMBERED": Wording(
        "content",
        _C,
        mark("Đơn nói về việc giải quyết lần đầu. Hãy xác nhận đây là khiếu nại lần hai, không phải đơn trùng."),
        "SECOND_INSTANCE",
    ),
    "SENT_TO_SEVERAL": Wording(
        "content",
        _C,
        mark("Đơn gửi nhiều nơi ({bodies}). Hãy xác nhận cơ quan có thẩm quyền đã nhận chưa trước khi xử lý."),
    ),
    "COMPETENCE_MISSING": Wording("competence", _C, mark("Chưa ghi thuộc hay không thuộc thẩm quyền. Hãy chọn.")),
    "COMPETENCE_UNKNOWN": Wording(
        "competence",
        _S,
        mark("Không hiểu thẩm quyền “{written}”. Hãy chọn thuộc hay không thuộc thẩm quyền."),
        "COMPETENCE_MISSING",
    ),
    "COMPETENCE_CONFLICT": Wording(
        "competence", _S, mark("Ghi “{written}” nhưng hướng xử lý lại là “{outcome}”. Hãy xem lại.")
    ),
    "OUTCOME_UNKNOWN": Wording("outcome", _S, mark("Không hiểu hướng xử lý “{written}”. Hãy chọn một hướng xử lý.")),
    "OUTCOME_BODY_MISSING": Wording(
        "outcome_body", _C, mark("Chưa ghi rõ hướng dẫn hoặc chuyển đến cơ quan nào. Hãy bổ sung.")
    ),
    "REPEAT_NOT_FOUND": Wording(
        "outcome", _C, mark("Sổ ghi là đơn trùng nhưng không tìm thấy đơn trước trong sổ này. Hãy chỉ ra đơn trước.")
    ),
    "FORWARDED_NEEDS_REPLY": Wording(
        "outcome_document",
        _C,
        mark("Đơn do {source} chuyển đến nhưng chưa ghi văn bản trả lời nơi chuyển. Hãy xác nhận."),
    ),
    "DOC_DATE_INVALID": Wording("document_date", _C, mark("Ngày văn bản “{written}” không có trên lịch. Hãy ghi lại.")),
    "DOC_DATE_FUTURE": Wording(
        "document_date", _C, mark("Ngày văn bản {day} ở sau ngày hôm nay. Hãy ghi lại."), "DOC_DATE_INVALID"
    ),
    "DOC_DATE_YEAR_ASSUMED": Wording(
        "document_date",
        _C,
        mark("Ngày văn bản “{written}” không ghi năm, đã hiểu là năm {year} theo tên sổ. Hãy xác nhận."),
        "DATE_YEAR_ASSUMED",
    ),
    "DOC_DATE_BEFORE_RECEIPT": Wording(
        "document_date",
        _C,
        mark("Văn bản xử lý ghi ngày {day}, trước ngày đơn đến {received}. Hãy kiểm tra lại."),
    ),
}
