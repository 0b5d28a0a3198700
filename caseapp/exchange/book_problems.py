"""Knows every problem a book's row can have: its code, its field, whether it stops, and its wording."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from caseapp import text
from caseapp.exchange.book_mediation_wordings import MEDIATION_WORDINGS
from caseapp.exchange.book_wordings import PETITION_WORDINGS, Level, Wording
from caseapp.text import Say, mark


class BookProblem(text.Problem):
    """A file that cannot be read as a book at all; the message says in Vietnamese what is wrong."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing a person must look at. `template` is the translatable wording, `values` what goes into it."""

    code: str
    field: str
    level: Level
    template: str
    values: tuple[tuple[str, str], ...] = ()

    @property
    def message(self) -> str:
        """The wording in Vietnamese, filled in."""
        return self.template.format(**dict(self.values))

    def words(self, say: Say) -> str:
        """The wording in the language of `say`."""
        return say(self.template).format(**dict(self.values))


_S, _C = Level.STOP, Level.CHECK

_WORDINGS: Final[Mapping[str, Wording]] = {
    **PETITION_WORDINGS,
    **MEDIATION_WORDINGS,
    "STT_DUPLICATE": Wording(
        "stt",
        _C,
        mark("Số thứ tự {number} đã dùng ở dòng {row}. Cả hai dòng đều được giữ; hãy xác nhận số thứ tự."),
    ),
    "DATE_MISSING": Wording("date", _S, mark("Ô ngày để trống. Hãy xem sổ giấy, ghi ngày vào tệp rồi nhập lại.")),
    "DATE_INVALID": Wording("date", _S, mark("Ngày “{written}” không có trên lịch. Hãy ghi lại ngày đúng.")),
    "DATE_TWO_VALUES": Wording("date", _S, mark("Ô ngày có hai ngày “{written}”. Hãy chọn ngày đúng.")),
    "DATE_FUTURE": Wording(
        "date", _S, mark("Ngày {day} ở sau ngày hôm nay. Có thể ghi nhầm tháng hoặc năm, hãy sửa lại.")
    ),
    "DATE_MAYBE_SWAPPED": Wording(
        "date",
        _S,
        mark(
            "Ô ngày đang là {day}, nhưng các dòng trên và dưới cho thấy có thể ngày và tháng bị đảo chỗ "
            "(gợi ý {suggested}). Hãy ghi lại ngày đúng trong tệp."
        ),
    ),
    "DATE_YEAR_ASSUMED": Wording(
        "date", _C, mark("Ngày “{written}” không ghi năm, đã hiểu là năm {year} theo tên sổ. Hãy xác nhận.")
    ),
    "DATE_OUT_OF_ORDER": Wording(
        "date", _C, mark("Ngày {day} sớm hơn nhiều so với dòng phía trên. Hãy xác nhận đây là dòng ghi bổ sung.")
    ),
    "DATE_TOO_LATE": Wording(
        "date",
        _C,
        mark("Ngày {day} muộn hơn nhiều so với các dòng phía dưới. Hãy xác nhận ngày này."),
        "DATE_OUT_OF_ORDER",
    ),
    "DATE_REMOTE": Wording(
        "date", _S, mark("Ngày {day} cách năm của sổ quá xa. Hãy ghi lại ngày đúng."), "DATE_INVALID"
    ),
    "DATE_NON_WORKING": Wording(
        "date", _C, mark("Ngày {day} là ngày nghỉ. Hãy xác nhận có tiếp đột xuất hay ghi nhầm ngày.")
    ),
    "NAME_MISSING": Wording(
        "person",
        _S,
        mark("Không ghi tên người nào. Hãy bổ sung người đại diện; nếu không có thì xác nhận là không rõ tên."),
    ),
    "NAME_NO_DIACRITICS": Wording(
        "person", _C, mark("Tên “{name}” viết không dấu, không đoán được dấu. Hãy ghi lại họ tên có dấu.")
    ),
    "GROUP_NO_LIST": Wording(
        "person",
        _C,
        mark("Đoàn {count} người nhưng sổ chỉ ghi tên người đại diện. Hãy đính kèm danh sách người trong đoàn."),
    ),
    "GROUP_TOO_MANY_REPS": Wording(
        "person",
        _C,
        mark("Đoàn {count} người cử {named} người đại diện, vượt số được phép. Hãy xác nhận lại người đại diện."),
    ),
    "REPEAT_UNSURE": Wording(
        "person",
        _C,
        mark(
            "Có vẻ là lần tiếp lại của dòng {row} nhưng thiếu số giấy tờ hoặc tên viết khác. "
            "Hãy xác nhận có phải cùng một người, cùng việc."
        ),
    ),
    "COUNT_MISMATCH": Wording(
        "people_count",
        _S,
        mark("Cột số người ghi {count} nhưng ô họ tên có {named} người. Hãy chọn số đúng."),
    ),
    "ID_MISSING": Wording("id", _C, mark("Chưa có số giấy tờ của {names}. Hãy bổ sung hoặc ghi rõ lý do không có.")),
    "ID_COUNT_MISMATCH": Wording(
        "id", _S, mark("Có {people} người nhưng chỉ ghi {ids} số giấy tờ. Hãy cho biết số nào của ai.")
    ),
    "ID_BAD_LENGTH": Wording(
        "id",
        _S,
        mark("Số giấy tờ “{written}” không đủ hoặc thừa chữ số (căn cước có 12 số). Hãy kiểm tra lại."),
    ),
    "ID_SCIENTIFIC": Wording(
        "id",
        _S,
        mark(
            "Excel đã đổi số giấy tờ thành “{written}” nên mất các số cuối, không khôi phục được. "
            "Hãy nhập lại từ giấy tờ."
        ),
    ),
    "ID_OLD_CMND": Wording(
        "id",
        _C,
        mark("Số {number} là chứng minh nhân dân cũ (9 số), đã hết giá trị. Hãy hỏi số căn cước."),
    ),
    "ID_ZERO_RESTORED": Wording(
        "id",
        _C,
        mark("Số giấy tờ của {names} bị mất số 0 ở đầu do Excel, đã thêm lại. Hãy đối chiếu với thẻ."),
    ),
    "ID_SHARED": Wording(
        "id",
        _C,
        mark("Số giấy tờ này đã ghi cho người khác tên ở dòng {row}. Hãy kiểm tra xem nhầm người hay nhầm số."),
    ),
    "ADDR_MISSING": Wording("address", _C, mark("Chưa ghi địa chỉ của {names}. Hãy bổ sung.")),
    "ADDR_INCOMPLETE": Wording(
        "address",
        _C,
        mark("Địa chỉ “{written}” thiếu tên xã; sau sáp nhập có thể trùng tên thôn, ấp. Hãy ghi thêm xã."),
    ),
    "ADDR_UNKNOWN_UNIT": Wording(
        "address",
        _C,
        mark("Không tìm thấy đơn vị hành chính “{written}” trong bảng địa danh cũ - mới. Hãy chọn xã hiện nay."),
    ),
    "KIND_MISSING": Wording(
        "kind",
        _S,
        mark("Chưa ghi loại (khiếu nại, tố cáo hay kiến nghị, phản ánh). Hãy chọn loại."),
    ),
    "KIND_MISSING_SUGGESTED": Wording(
        "kind",
        _S,
        mark("Chưa ghi loại (khiếu nại, tố cáo hay kiến nghị, phản ánh). Hãy chọn loại; gợi ý theo nội dung: {kind}."),
        "KIND_MISSING",
    ),
    "KIND_UNKNOWN": Wording(
        "kind",
        _S,
        mark("Không hiểu loại “{written}”. Hãy chọn khiếu nại, tố cáo hoặc kiến nghị, phản ánh."),
    ),
    "KIND_CONFLICT": Wording(
        "kind",
        _S,
        mark("Cột loại ghi “{written}” nhưng nội dung giống {kind}. Hãy chọn loại đúng."),
    ),
    "KIND_MIXED": Wording(
        "kind",
        _C,
        mark(
            "Một dòng có nhiều loại nội dung. Hãy hướng dẫn công dân tách riêng từng nội dung và ghi thành việc riêng."
        ),
    ),
    "CONTENT_MISSING": Wording("content", _S, mark("Chưa ghi nội dung. Hãy bổ sung.")),
    "OUTCOME_MISSING": Wording("outcome", _C, mark("Chưa ghi hướng xử lý. Hãy chọn một hướng xử lý.")),
    "OUTCOME_CONFLICT": Wording(
        "outcome", _S, mark("Dòng này đánh dấu nhiều hướng xử lý cùng lúc. Hãy chọn một hướng.")
    ),
    "DOC_NUMBER_REUSED": Wording(
        "outcome_document",
        _C,
        mark("Số văn bản “{number}” đã dùng ở dòng {row}. Hãy kiểm tra lại."),
    ),
    "CONFIDENTIAL": Wording("person", _C, mark("Dòng có nội dung tố cáo: không lưu danh tính; hãy ghi số phong bì.")),
    "IDENTITY_REMOVED": Wording(
        "content",
        _C,
        mark("Trong dòng có chỗ có thể cho biết người tố cáo là ai; đã thay bằng dấu […]. Hãy đối chiếu với sổ giấy."),
    ),
    "CELLS_NOT_KEPT": Wording(
        "note",
        _C,
        mark("Dòng được bảo mật nên không lưu các cột ngoài mẫu sổ. Hãy đối chiếu với sổ giấy."),
    ),
    "ROW_UNREADABLE": Wording(
        "content",
        _S,
        mark("Không đọc được dòng này; dòng được giữ chỗ và bảo mật. Hãy nhập lại từ sổ giấy."),
    ),
}

# In a sealed row these keep their code but never a name, a number or a place.
_VEILED: Final[Mapping[str, str]] = {
    "id": mark(
        "Số giấy tờ ở dòng này cần đối chiếu với sổ giấy. Dòng được bảo mật: chỉ ghi vào phong bì, không nhập vào máy."
    ),
    "address": mark(
        "Địa chỉ ở dòng này cần đối chiếu với sổ giấy. Dòng được bảo mật: chỉ ghi vào phong bì, không nhập vào máy."
    ),
    "source": mark("Nguồn đơn ở dòng này cần đối chiếu với sổ giấy. Dòng được bảo mật: không nhập chữ ghi trong ô."),
    "person": mark(
        "Họ tên ở dòng này cần đối chiếu với sổ giấy. Dòng được bảo mật: chỉ ghi vào phong bì, không nhập vào máy."
    ),
}
_COUNTS_ONLY: Final = frozenset(
    {"GROUP_NO_LIST", "GROUP_TOO_MANY_REPS", "NAME_MISSING", "CONFIDENTIAL", "ANONYMOUS", "IMPERSONATED"}
)


def problem(wording: str, **values: object) -> Problem:
    """The problem of that wording, filled with the values its template names."""
    known = _WORDINGS[wording]
    filled = tuple((name, str(value)) for name, value in values.items())
    return Problem(known.code or wording, known.field, known.level, known.template, filled)


def veiled(found: Problem) -> Problem:
    """The same problem without anything from the cells that tell who came."""
    if found.field not in _VEILED or found.code in _COUNTS_ONLY:
        return found
    return Problem(found.code, found.field, found.level, _VEILED[found.field])
