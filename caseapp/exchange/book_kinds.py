"""Knows what a kind cell says, what a content sounds like, and when a row may be a denunciation."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from caseapp.exchange.book_problems import Problem, problem
from caseapp.text import fold, mark


class Kind(StrEnum):
    """The kinds a reception register knows."""

    COMPLAINT = "complaint"
    DENUNCIATION = "denunciation"
    FEEDBACK = "feedback"
    MIXED = "mixed"


KIND_LABELS: Final = {
    Kind.COMPLAINT: mark("khiếu nại"),
    Kind.DENUNCIATION: mark("tố cáo"),
    Kind.FEEDBACK: mark("kiến nghị, phản ánh"),
    Kind.MIXED: mark("nhiều loại nội dung"),
}

_FEEDBACK_PAIR: Final = re.compile(r"\b(?:kn|k/nghi|kien nghi)\s*(?:,|/|-|&|\.|va)?\s*(?:pa|p/anh|phan anh)\b|\bknpa\b")
_WORDS: Final = (
    (Kind.COMPLAINT, re.compile(r"\bkhieu\s*nai\b|\bk[/.]\s*nai\b|\bkn\b|\bk\.n\b|\bkhieu to\b")),
    (Kind.DENUNCIATION, re.compile(r"\bto\s*cao\b|\bt[/.]\s*cao\b|\bt\.?c\b|\bto giac\b|\bkhieu to\b")),
    (Kind.FEEDBACK, re.compile(r"\bkien nghi\b|\bphan anh\b|\bp[/.]?a\b|\bp/anh\b|\bk/nghi\b|\bde nghi\b")),
)

_SEVERAL: Final = re.compile(r"\b(?:nhieu|hai|ba|cac|2|3) (?:loai|noi dung|viec|van de)\b|\bhon hop\b")

_LEADING: Final = (
    (Kind.COMPLAINT, re.compile(r"(?:khiếu nại|không đồng ý (?:với )?(?:quyết định|thông báo|kết luận|kết quả))")),
    (Kind.DENUNCIATION, re.compile(r"tố (?:cáo|giác)")),
    (Kind.FEEDBACK, re.compile(r"(?:kiến nghị|phản ánh|đề nghị|góp ý|xin hướng dẫn|hỏi (?:về )?thủ tục)")),
)
_OPENING: Final = re.compile(
    r"(?:[\W_]*(?:đơn|nội dung|v/v|về việc|công dân|ông|bà|tôi|người dân|bà con|tập thể|các hộ"
    r"|xin|vừa|đến|trình bày|để)\b)*[\W_]*"
)
_PLAINLY_FEEDBACK: Final = re.compile(r"(?:kiến nghị|phản ánh|góp ý|đề nghị hướng dẫn|xin hướng dẫn|hỏi )")

# Generous on purpose (Luật Tố cáo 2018 art. 47, 56): a row sealed without need costs a second look, a name shown cannot
# be taken back.
_SAID: Final = re.compile(
    r"\bt[ôố]\s*c[áa]o\b|tố\s*giác|\bt/\s*cáo|khiếu tố|tố tham nhũng|đơn tố|(?<!phòng )(?<!sở )(?<![/\-])\btc\b(?!\s*-)"
)
_SAID_BARE: Final = re.compile(r"\bto\s*cao\b|\bto\s*giac\b")
_MISCONDUCT: Final = re.compile(
    r"hối lộ|tham nhũng|tham ô|biển thủ|lót tay|nhận quà|vòi vĩnh|nhũng nhiễu|hạch sách|bồi dưỡng (?:mới|thì)"
    r"|đòi (?:tiền )?(?:bồi dưỡng|chung)|(?:gợi ý|phải) (?:đưa|chung|nộp) tiền|bao che|làm ngơ|dung túng|tiếp tay"
    r"|bảo kê|lạm quyền|lợi dụng chức|lạm dụng (?:chức|quyền)|ăn chặn|bớt xén|xà xẻo|rút ruột|khai khống|nâng khống"
    r"|lập khống|khống khối lượng|chứng từ khống|chữ ký giả|giả (?:mạo )?chữ ký|giả mạo (?:hồ sơ|giấy|chứng từ)"
    r"|làm giả|sai phạm|tiêu cực|trù dập|thông đồng|móc ngoặc|chia chác|lạm thu|lập quỹ đen|quỹ trái phép"
    r"|chạy (?:án|việc|chức)|ép ký|thu chi sai"
)
_OFFICE_HOLDER: Final = (
    r"\b(?:cán bộ|công chức|viên chức|trưởng (?:thôn|buôn|bản|ấp|phòng|ban|trạm|công an)|chủ tịch|bí thư|hiệu trưởng"
    r"|giáo viên|kế toán|thủ quỹ|nhân viên|công an|dân quân|lực lượng bảo vệ|kiểm lâm|địa chính|tổ trưởng|ban quản lý"
    r"|giám đốc|người (?:đi |đến )?(?:làm|trực|rà soát|đo đạc|kiểm đếm))\b"
)
_MONEY: Final = (
    r"(?:\btiền\b|\bquỹ\b(?! đất)|\bquà\b|\bphong bì\b|(?:\d|mươi|trăm|mấy|chục)\s*(?:triệu|nghìn|ngàn|tỷ|đồng)\b)"
)
_MISDEED: Final = (
    rf"(?:\b(?:thu|nhận|lấy|đòi|gom|cầm|vay|ăn|giữ|chiếm|mượn|xin|tạm ứng|bòn rút)\b[^.;]{{0,40}}?{_MONEY}"
    r"|\bhành hung\b|\bđánh\b|\bép\b|\bđe dọa\b|\bnể\b|\bthiên vị\b|\bưu ái\b|\bche giấu\b|\bkhông công khai\b"
    r"|\bngười nhà (?:mình|họ)\b|\bđể cho (?:bà con|người thân|người nhà|họ hàng|con cháu)\b"
    r"|\bkhông (?:viết|có|ghi|xuất|đưa) (?:phiếu thu|biên lai|hóa đơn|sổ sách))"
)
_TOLD_OF_OFFICE: Final = re.compile(
    rf"{_OFFICE_HOLDER}[^.;]{{0,80}}?{_MISDEED}"
    rf"|\b(?:đưa|biếu|chung|nộp)\b[^.;]{{0,40}}?{_MONEY}[^.;]{{0,30}}?\bcho\b[^.;]{{0,20}}?{_OFFICE_HOLDER}"
)
_MISCONDUCT_BARE: Final = re.compile(fold(_MISCONDUCT.pattern))
_TOLD_OF_OFFICE_BARE: Final = re.compile(fold(_TOLD_OF_OFFICE.pattern))


@dataclass(frozen=True, slots=True)
class KindReading:
    """The kind that may be stored, the one to propose, and whether the row must be sealed."""

    kind: Kind | None
    suggested: Kind | None
    confidential: bool
    problems: tuple[Problem, ...]


def kinds_named(cell: str) -> frozenset[Kind]:
    """The kinds a cell names; “KN, PA” is one kind (kiến nghị, phản ánh), “KN” alone is khiếu nại."""
    folded = fold(cell)
    named = set()
    if _FEEDBACK_PAIR.search(folded):
        named.add(Kind.FEEDBACK)
        folded = _FEEDBACK_PAIR.sub(" ", folded)
    named.update(kind for kind, words in _WORDS if words.search(folded))
    return frozenset(named)


def sounds_like(content: str) -> Kind | None:
    """The kind the opening words of a content name, mixed when a denunciation comes along; None if silent."""
    lowered = content.lower()
    opening = _OPENING.sub("", lowered, count=1)
    leading = next((kind for kind, words in _LEADING if words.match(opening)), None)
    if leading is not Kind.DENUNCIATION and "tố cáo" in lowered:
        return Kind.MIXED if leading else Kind.DENUNCIATION
    if leading is Kind.DENUNCIATION and re.search(r"khiếu nại|kiến nghị|[;,] phản ánh", lowered):
        return Kind.MIXED
    return leading


def names_denunciation(text: str) -> bool:
    """Whether a text names a denunciation, by whatever word."""
    lowered = text.lower()
    return bool((lowered.isascii() and _SAID_BARE.search(lowered)) or _SAID.search(lowered))


def says_denunciation(text: str) -> bool:
    """Whether a text names a denunciation or the misconduct that only a denunciation is about."""
    lowered = text.lower()
    bare = lowered.isascii() and _MISCONDUCT_BARE.search(lowered)
    return bool(bare or names_denunciation(text) or _MISCONDUCT.search(lowered))


def may_denounce(content: str) -> bool:
    """Whether a content says, or tells of acts of an office holder which suggest, that somebody is denounced."""
    lowered = content.lower()
    bare = lowered.isascii() and _TOLD_OF_OFFICE_BARE.search(lowered)
    return bool(bare or says_denunciation(content) or _TOLD_OF_OFFICE.search(lowered))


def read_kind(cell: str, content: str, elsewhere: str = "") -> KindReading:
    """Read a row's kind from its cell and its content, both cleaned; `elsewhere` is the row's other free text.

    “Nhiều nội dung” is mixed, and sealed unless the content names two kinds of which none is a denunciation.
    """
    named = kinds_named(cell)
    heard = sounds_like(content)
    several = not named and bool(_SEVERAL.search(fold(cell)))
    undecided = not named and (len(kinds_named(content)) < 2 if several else not content)
    told = may_denounce(content) or says_denunciation(f"{cell}\n{elsewhere}")
    sealed = Kind.DENUNCIATION in named or undecided or told
    if len(named) > 1 or several:
        return KindReading(Kind.MIXED, None, sealed, (problem("KIND_MIXED"),))
    if not named:
        return KindReading(None, heard, sealed, (_unnamed(cell, heard),))
    kind = next(iter(named))
    if heard is None or not _contradicts(kind, heard, content):
        return KindReading(kind, None, sealed, ())
    found = problem("KIND_CONFLICT", written=cell, kind=KIND_LABELS[heard])
    return KindReading(None, heard, sealed, (found,))


def _unnamed(cell: str, heard: Kind | None) -> Problem:
    if cell:
        return problem("KIND_UNKNOWN", written=cell[:60])
    if heard:
        return problem("KIND_MISSING_SUGGESTED", kind=KIND_LABELS[heard])
    return problem("KIND_MISSING")


def _contradicts(kind: Kind, heard: Kind, content: str) -> bool:
    """A complaint may open with “đề nghị”, a denunciation with “phản ánh”; the rest must agree."""
    if kind is heard:
        return False
    lowered = content.lower()
    if kind is Kind.COMPLAINT and heard is Kind.FEEDBACK:
        return bool(_PLAINLY_FEEDBACK.match(lowered))
    return not (kind is Kind.DENUNCIATION and heard is Kind.FEEDBACK)
