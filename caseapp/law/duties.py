"""Knows the duties of receiving citizens that are not counted in days: identity, papers, register, groups."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from caseapp.law.acts import LKN, LTC, LTCD, ND75, ND154, ND155, TT30, Citation
from caseapp.law.citing import joined
from caseapp.law.reception import DECREE, STATUTE
from caseapp.text import Say, mark

MANY_PEOPLE: Final = 5


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that must be so, with no length in days; `note` says why it is not confirmed."""

    code: str
    text: str
    citation: Citation
    since: date
    confirmed: bool = True
    also: tuple[Citation, ...] = ()
    note: str = ""
    until: date | None = None

    def holds(self, on: date) -> bool:
        """Whether it must be so on that day."""
        return self.since <= on and (self.until is None or on <= self.until)


ONLINE_CONNECTED: Final = Duty(
    "TCD-08", mark("Kết nối xong mọi điểm cầu ít nhất một giờ trước buổi tiếp trực tuyến"), ND154(23, 1), DECREE
)
HEAD_ANSWER: Final = Duty(
    "TCD-11",
    mark(
        "Người đứng đầu trả lời ngay nếu vụ việc rõ ràng; nếu chưa, nêu thời hạn trả lời và người liên hệ, "
        "ra thông báo kết luận việc tiếp công dân"
    ),
    LTCD(18, 4),
    STATUTE,
    also=(ND154(25, 2), ND154(25, 3)),
)
IDENTITY: Final = Duty(
    "ID-01",
    mark(
        "Người đến nêu họ tên, địa chỉ và một trong các số: căn cước, giấy chứng nhận căn cước, định danh cá nhân, hộ "
        "chiếu; người được ủy quyền có văn bản ủy quyền hợp pháp; người tiếp giữ bí mật họ tên, địa chỉ, bút tích và "
        "dữ liệu cá nhân khác"
    ),
    ND154(12),
    DECREE,
)
STANDING: Final = Duty(
    "ID-02",
    mark(
        "Tổ chức: người đứng đầu xuất trình giấy tờ tùy thân, người được ủy quyền thêm giấy ủy quyền; luật sư, "
        "trợ giúp viên pháp lý: thẻ và giấy phân công, giấy yêu cầu hoặc giấy ủy quyền"
    ),
    ND154(13),
    DECREE,
    also=(LKN(16),),
)
AUTHORISATION: Final = Duty(
    "ID-03",
    mark(
        "Cá nhân ủy quyền khiếu nại bằng văn bản mẫu 02, được công chứng hoặc chứng thực; ủy quyền được cho nhiều "
        "người về các nội dung khác nhau, không cho nhiều người về cùng nội dung; tổ chức: người có thẩm quyền ký, "
        "đóng dấu nếu có"
    ),
    ND155(3),
    DECREE,
    also=(ND155(21, 2),),
)
REPRESENTED: Final = Duty(
    "ID-04",
    mark(
        "Chưa thành niên, mất năng lực hành vi thì người đại diện theo pháp luật khiếu nại; ốm đau, già yếu, "
        "khuyết tật hoặc lý do khách quan khác thì được ủy quyền cho cha, mẹ, vợ, chồng, anh, chị, em ruột, "
        "con đã thành niên hoặc người khác có năng lực; luật sư, trợ giúp viên pháp lý cũng được"
    ),
    LKN(12, 1),
    date(2012, 7, 1),
)
GROUP: Final = Duty(
    "GR-01",
    mark("Nhiều người cùng một nội dung thì cử người đại diện trong số họ, bằng văn bản có chữ ký của mọi người"),
    LTCD(29),
    STATUTE,
    also=(ND155(4),),
)
SEVERAL_MATTERS: Final = Duty(
    "GR-02",
    mark("Nhiều người, nhiều nội dung khác nhau thì tiếp riêng từng nội dung"),
    TT30(12, 2),
    TT30.since,
    confirmed=False,
    note=mark(
        "Chỉ thấy rõ ở thông tư của ngành công an; luật chỉ nói về nhiều người cùng một nội dung, thông tư chung "
        "chưa đọc được."
    ),
)
OLD_NOMINATION: Final = Duty(
    "NĐ75-6",
    mark("Văn bản cử người đại diện ghi ngày, họ tên, địa chỉ người đại diện và người khiếu nại, nội dung, phạm vi, "
         "chữ ký hoặc điểm chỉ của mọi người"),
    ND75(6),
    ND75.since,
    until=ND75.until,
)
GROUP_PETITION: Final = Duty(
    "GR-03",
    mark("Khiếu nại đông người chỉ thụ lý khi đơn có chữ ký của mọi người và có văn bản cử người đại diện"),
    ND155(10),
    DECREE,
)
WRITE_DOWN: Final = Duty(
    "DOC-01",
    mark("Chưa có đơn thì hướng dẫn viết; không viết được thì ghi lại, đọc lại, người trình bày ký hoặc điểm chỉ"),
    LTCD(25, 2),
    STATUTE,
    also=(ND154(14, 1),),
)
SEPARATE_CONTENTS: Final = Duty(
    "DOC-02",
    mark("Nhiều nội dung khác loại thì hướng dẫn tách riêng từng nội dung"),
    LTCD(25, 3),
    STATUTE,
    also=(ND154(14, 4),),
)
PAPERS_SLIP: Final = Duty(
    "DOC-03", mark("Nhận giấy tờ thì lập giấy biên nhận theo mẫu, giao người cung cấp một bản"), ND154(15, 4), DECREE
)
REGISTER: Final = Duty(
    "REG-01",
    mark("Ghi mọi lượt tiếp vào Sổ tiếp công dân theo mẫu, giấy hoặc điện tử, và cập nhật Cơ sở dữ liệu quốc gia"),
    ND154(27),
    DECREE,
)
ONLINE_RECORDING: Final = Duty(
    "REC-01",
    mark(
        "Buổi tiếp trực tuyến phải ghi âm, ghi hình và lưu giữ; tố cáo chỉ tiếp trực tuyến khi người tố cáo "
        "không yêu cầu giữ bí mật danh tính và bảo đảm được bí mật"
    ),
    ND154(20, 4),
    DECREE,
    also=(ND154(24),),
)
PAPER_DENUNCIATION: Final = Duty(
    "REG-01/BV-03",
    mark(
        "Mẫu sổ tiếp công dân đòi họ tên, giấy tờ của mọi người đến; Luật Tố cáo buộc giữ bí mật người tố cáo. "
        "Cách dung hòa: sổ in mã số và số phong bì, danh tính chỉ nằm trong phong bì niêm phong"
    ),
    LTC(56, 2),
    DECREE,
    confirmed=False,
    note=mark("Chưa xác nhận: chưa văn bản nào nói rõ cách ghi tố cáo bằng mã số và phong bì, dung hòa {places}."),
)
SECRECY: Final = (ND154(27), LTC(9, 1, "b"), LTC(47, 2), LTC(56, 2))
"""The places that the way of recording a denunciation at the counter has to reconcile; not confirmed by any text."""


def recording_doubt(say: Say = mark) -> str:
    """What pages and registers say below denunciations while the way of recording them is not confirmed; else empty."""
    if PAPER_DENUNCIATION.confirmed:
        return ""
    return say(PAPER_DENUNCIATION.note).format(places=joined(SECRECY, say))


DUTIES: Final = {
    duty.code: duty
    for duty in (
        *(ONLINE_CONNECTED, HEAD_ANSWER, IDENTITY, STANDING, AUTHORISATION, REPRESENTED, GROUP, SEVERAL_MATTERS),
        *(OLD_NOMINATION, GROUP_PETITION, WRITE_DOWN, SEPARATE_CONTENTS, PAPERS_SLIP, REGISTER, ONLINE_RECORDING),
        PAPER_DENUNCIATION,
    )
}


@dataclass(frozen=True, slots=True)
class Attestation:
    """One way in which the authorisation of a complaint by an individual is made valid, with its days in force."""

    words: str
    citation: Citation
    since: date
    until: date | None = None


ATTESTATIONS: Final = (
    Attestation(mark("công chứng"), ND155(21, 2), DECREE, until=date(2026, 12, 31)),
    Attestation(mark("chứng thực"), ND155(3), DECREE),
)


def attestations(on: date) -> tuple[Attestation, ...]:
    """How an individual's authorisation to complain may be attested on a day; empty before the decree (ID-03)."""
    return tuple(one for one in ATTESTATIONS if one.since <= on and (one.until is None or on <= one.until))


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the prescribed register."""

    number: int
    code: str
    heading: str


REGISTER_COLUMNS: Final = (
    Column(1, "number", mark("STT")),
    Column(2, "day", mark("Ngày tiếp")),
    Column(3, "person", mark("Họ tên, địa chỉ")),
    Column(4, "identity", mark("CCCD/CMND/Hộ chiếu")),
    Column(5, "content", mark("Nội dung đơn")),
    Column(6, "kind", mark("Loại đơn (KN/TC/KN/PA)")),
    Column(7, "people", mark("Số người cùng nội dung")),
    Column(8, "resolved_by", mark("Cơ quan đã giải quyết")),
    Column(9, "competent", mark("Thuộc thẩm quyền (x)")),
    Column(10, "guided_to", mark("Hướng dẫn công dân đến cơ quan có thẩm quyền")),
    Column(11, "accepting_body", mark("Cơ quan, đơn vị thụ lý")),
    Column(12, "follow_up", mark("Theo dõi kết quả giải quyết")),
    Column(13, "note", mark("Ghi chú")),
)


@dataclass(frozen=True, slots=True)
class Representation:
    """How many representatives a group of so many people may name, by a nomination that all have signed."""

    people: int
    up_to: int | None
    fewest: int
    most: int
    text: str


# The text gives no number for two to four people.
REPRESENTATIONS: Final = (
    Representation(MANY_PEOPLE, 10, 1, 2, mark("Từ năm đến mười người thì cử một hoặc hai người đại diện")),
    Representation(11, None, 1, 5, mark("Trên mười người thì cử được nhiều hơn, nhiều nhất năm người đại diện")),
)

_SOME: Final = mark(
    "Từ %(people)s đến %(up_to)s người cùng một nội dung thì cử %(fewest)s hoặc %(most)s người đại diện (%(place)s)."
)
_MANY: Final = mark("Từ %(people)s người cùng một nội dung thì cử nhiều nhất %(most)s người đại diện (%(place)s).")


def representation(people: int) -> Representation | None:
    """Representatives for a number of people with one content; None where the text gives no number (1 to 4)."""
    found = (one for one in REPRESENTATIONS if one.people <= people and (one.up_to is None or people <= one.up_to))
    return next(found, None)


def representatives_problem(people: int, representatives: int) -> tuple[str, dict[str, object]] | None:
    """Why this number of representatives is not lawful for this number of people, or None.

    The sentence has gaps for the values beside it; its `place` is a citation, to be said in the reader's language.
    """
    rule = representation(people)
    if rule is None or rule.fewest <= representatives <= rule.most:
        return None
    values: dict[str, object] = {"people": rule.people, "up_to": rule.up_to, "fewest": rule.fewest, "most": rule.most}
    return _MANY if rule.up_to is None else _SOME, {**values, "place": GROUP.citation}
