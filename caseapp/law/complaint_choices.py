"""Knows what may be chosen in a complaint: grounds, criteria, findings, outcomes; and who is sent an act's paper."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from caseapp.law.acts import BEFORE_L136, L136, LKN, ND124, ND155, Citation
from caseapp.law.reception import DECREE
from caseapp.text import mark


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose, with its place in the law and its days in force; `note` says what is not certain of it."""

    code: str
    text: str
    citation: Citation
    since: date
    until: date | None = None
    confirmed: bool = True
    note: str = ""

    def holds(self, on: date) -> bool:
        """Whether it may be chosen on that day."""
        return self.since <= on and (self.until is None or on <= self.until)


def by_code(choices: Iterable[Choice]) -> Mapping[str, Choice]:
    """Choices in the order in which they are offered, each under its code."""
    return MappingProxyType({choice.code: choice for choice in choices})


_REWORDED: Final = mark(
    "Lời ghi ở đây viết lại theo bản luật trước khi Luật 136/2025/QH15 sửa; nguyên văn hiện hành chưa đối chiếu."
)


def _declined(code: str, clause: int, text: str) -> Choice:
    return Choice(code, text, LKN(11, clause), LKN.since, confirmed=False, note=_REWORDED)


DECLINE_GROUNDS: Final = by_code(
    (
        _declined(
            "internal-act",
            1,
            mark(
                "Quyết định, hành vi nội bộ, chỉ đạo điều hành của cấp trên với cấp dưới; văn bản quy phạm pháp luật; "
                "thuộc bí mật nhà nước về quốc phòng, an ninh, ngoại giao"
            ),
        ),
        _declined("no-effect", 2, mark("Không liên quan trực tiếp đến quyền, lợi ích của người khiếu nại")),
        _declined(
            "no-capacity",
            3,
            mark("Người khiếu nại không có năng lực hành vi dân sự đầy đủ và không có người đại diện hợp pháp"),
        ),
        _declined("representative", 4, mark("Người đại diện không hợp pháp")),
        _declined("unsigned", 5, mark("Đơn không có chữ ký hoặc điểm chỉ của người khiếu nại")),
        _declined("late", 6, mark("Hết thời hiệu, thời hạn khiếu nại mà không có lý do chính đáng")),
        _declined("final", 7, mark("Đã có quyết định giải quyết khiếu nại lần hai")),
        _declined("terminated", 8, mark("Đã đình chỉ giải quyết, hết thời hạn mà người khiếu nại không tiếp tục")),
        _declined("court", 9, mark("Tòa án đã thụ lý hoặc đã giải quyết, trừ trường hợp đình chỉ vụ án")),
    )
)
"""Why a complaint is not accepted, in the order of the article."""

_CRITERIA: Final = ND124("3a").amended_by(ND155(2))

COMPLEX_CRITERIA: Final = by_code(
    Choice(code, text, _CRITERIA, DECREE)
    for code, text in (
        ("places", mark("Phải xác minh ở từ hai nơi trở lên")),
        ("contents", mark("Phải xác minh từ hai nội dung trở lên")),
        ("many-people", mark("Nhiều người khiếu nại, hoặc liên quan quyền lợi của nhiều người")),
        (
            "abroad",
            mark(
                "Người khiếu nại ở nước ngoài hoặc là người nước ngoài; hành vi hoặc việc xác minh diễn ra ở nước ngoài"
            ),
        ),
        ("several-bodies", mark("Liên quan việc quản lý của nhiều cơ quan")),
        ("disagreement", mark("Các cơ quan có ý kiến khác nhau")),
        ("conflicting-evidence", mark("Tài liệu, chứng cứ mâu thuẫn nhau")),
    )
)
"""When a case is complex. Before the decree the law named no criterion: nothing to choose on those days."""

_SUSPENDED: Final = mark("Căn cứ đọc ở nghị định và qua tin về Luật 136/2025/QH15; nguyên văn luật chưa đối chiếu.")
_LIST_MAY_BE_LONGER: Final = mark(
    "Căn cứ đọc ở nghị định và qua tin về Luật 136/2025/QH15; luật có thể còn căn cứ khác chưa đọc được."
)


def _ended(code: str, clause: int, point: str, text: str, note: str) -> Choice:
    return Choice(code, text, LKN("11a", clause, point).amended_by(L136(2)), DECREE, note=note)


SUSPEND_GROUNDS: Final = by_code(
    (
        _ended(
            "obstacle",
            1,
            "a",
            mark("Bất khả kháng hoặc trở ngại khách quan làm người khiếu nại không tham gia được"),
            _SUSPENDED,
        ),
        _ended(
            "awaits-result",
            1,
            "b",
            mark("Phải chờ kết quả của cơ quan có thẩm quyền về vấn đề liên quan trực tiếp"),
            _SUSPENDED,
        ),
    )
)

TERMINATE_GROUNDS: Final = by_code(
    (
        _ended("withdrawn", 2, "a", mark("Người khiếu nại rút toàn bộ khiếu nại"), _LIST_MAY_BE_LONGER),
        _ended(
            "died",
            2,
            "b",
            mark("Người khiếu nại chết mà quyền, nghĩa vụ không được thừa kế"),
            _LIST_MAY_BE_LONGER,
        ),
        _ended(
            "organisation-ended",
            2,
            "b",
            mark("Cơ quan, tổ chức khiếu nại giải thể, phá sản, chấm dứt mà không ai kế thừa quyền, nghĩa vụ"),
            _LIST_MAY_BE_LONGER,
        ),
    )
)

_THREE_LEVELS: Final = mark(
    "Luật đã đọc chỉ nói phải kết luận; ba mức ghi theo quyết định giải quyết lần hai, chưa đối chiếu cho lần đầu."
)
_SPLIT: Final = mark("Bản đã đọc chỉ ghi hủy bỏ; việc tách một phần, toàn bộ chưa đối chiếu nguyên văn.")

FINDINGS: Final = by_code(
    Choice(code, text, LKN(31, 2), LKN.since, confirmed=False, note=_THREE_LEVELS)
    for code, text in (
        ("right", mark("Đúng toàn bộ")),
        ("partly", mark("Đúng một phần")),
        ("wrong", mark("Sai toàn bộ")),
    )
)
"""What the first decision finds of the complaint."""

DISPOSITIONS: Final = by_code(
    Choice(code, text, LKN(31, 2), LKN.since, confirmed=note is BEFORE_L136, note=note)
    for code, text, note in (
        ("keep", mark("Giữ nguyên quyết định bị khiếu nại"), BEFORE_L136),
        ("amend", mark("Sửa đổi quyết định bị khiếu nại"), BEFORE_L136),
        ("annul-part", mark("Hủy bỏ một phần quyết định bị khiếu nại"), _SPLIT),
        ("annul-whole", mark("Hủy bỏ toàn bộ quyết định bị khiếu nại"), _SPLIT),
        ("stop-act", mark("Chấm dứt hành vi bị khiếu nại"), BEFORE_L136),
    )
)
"""What the first decision does with the contested decision or act."""

_SPLIT_AGAIN: Final = mark("Cách giải quyết lần hai ghi theo quyết định lần đầu; nguyên văn khoản này chưa đối chiếu.")

OUTCOMES_AGAIN: Final = by_code(
    Choice(code, text, LKN(40, 2), LKN.since, confirmed=False, note=_SPLIT_AGAIN)
    for code, text in (
        ("keep", mark("Giữ nguyên kết quả giải quyết lần đầu")),
        ("amend", mark("Sửa đổi quyết định bị khiếu nại")),
        ("annul-part", mark("Hủy bỏ một phần quyết định bị khiếu nại")),
        ("annul-whole", mark("Hủy bỏ toàn bộ quyết định bị khiếu nại")),
        ("stop-act", mark("Chấm dứt hành vi bị khiếu nại")),
    )
)
"""What the second decision asks of the contested decision or act."""

GOOD_REASONS: Final = by_code(
    Choice(code, text, LKN(9), LKN.since, note=BEFORE_L136)
    for code, text in (
        ("illness", mark("Ốm đau")),
        ("disaster", mark("Thiên tai")),
        ("enemy", mark("Địch họa")),
        ("away", mark("Đi công tác, học tập ở nơi xa")),
        ("obstacle", mark("Trở ngại khách quan khác")),
    )
)
"""What time is not counted against whoever complains late."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody the paper of an act is sent to; `if_any`: only where the case has one; `note` says why in doubt.

    Not `demanded`: the act does not wait for it.
    """

    code: str
    name: str
    citation: Citation
    demanded: bool = True
    confirmed: bool = True
    if_any: bool = False
    note: str = ""


RECIPIENT_NAMES: Final = {
    "complainant": mark("Người khiếu nại"),
    "representative": mark("Người đại diện, người được ủy quyền"),
    "respondent": mark("Người bị khiếu nại"),
    "concerned": mark("Người có quyền, nghĩa vụ liên quan"),
    "superior": mark("Thủ trưởng cấp trên trực tiếp"),
    "forwarder": mark("Cơ quan, tổ chức, cá nhân đã chuyển khiếu nại đến"),
    "inspectorate": mark("Thanh tra cùng cấp"),
    "executor": mark("Người có trách nhiệm thi hành"),
    "first-resolver": mark("Người giải quyết khiếu nại lần đầu"),
    "last-commune": mark("Ủy ban nhân dân cấp xã nơi cư trú, nơi đặt trụ sở cuối cùng"),
}
_ONLY_SOMETIMES: Final = frozenset({"representative", "concerned", "forwarder", "last-commune"})
_NO_INSPECTORATE: Final = mark(
    "Luật nói thanh tra cùng cấp, nhưng hệ thống thanh tra sắp xếp lại từ năm 2025, cấp này không còn: không bắt buộc."
)
_ONLY_WITH_ACCEPTANCE: Final = mark("Chỉ thấy rõ đối với thông báo thụ lý; thông báo không thụ lý thì chưa đối chiếu.")
_WITH_INSPECTORATE: Final = frozenset({"province"})
"""Levels of administration that still have an inspectorate of their own."""


def _to(citation: Citation, *codes: str) -> tuple[Recipient, ...]:
    return tuple(Recipient(code, RECIPIENT_NAMES[code], citation, if_any=code in _ONLY_SOMETIMES) for code in codes)


def _unsure(recipient: Recipient, note: str) -> Recipient:
    return replace(recipient, demanded=False, confirmed=False, note=note)


_SENT_ON: Final = ND124("28b", 1).amended_by(ND155(12))
_RESUMED: Final = ND124("28b", 2).amended_by(ND155(12))
_PARTIES: Final = ("complainant", "representative", "respondent", "concerned")
_STAYED: Final = _to(LKN(35), "complainant", "respondent", "concerned", "executor")

RECIPIENTS: Final[Mapping[str, tuple[Recipient, ...]]] = MappingProxyType(
    {
        "accept": _to(LKN(27), "complainant", "forwarder", "inspectorate"),
        "decline": (
            *_to(LKN(27), "complainant"),
            *(_unsure(one, _ONLY_WITH_ACCEPTANCE) for one in _to(LKN(27), "forwarder")),
        ),
        "decide": _to(LKN(32), "complainant", "superior", "concerned", "forwarder", "inspectorate"),
        "suspend": _to(_SENT_ON, *_PARTIES),
        "resume": _to(_RESUMED, *_PARTIES),
        "terminate": _to(_SENT_ON, *_PARTIES, "last-commune"),
        "stay": _STAYED,
        "lift-stay": _STAYED,
    }
)
"""Who is sent the paper of an act in first instance, before anybody asks which level the unit has."""

RECIPIENTS_AGAIN: Final[Mapping[str, tuple[Recipient, ...]]] = MappingProxyType(
    {
        **RECIPIENTS,
        "accept": _to(LKN(36, 1), "complainant", "forwarder", "inspectorate"),
        "decline": (
            *_to(LKN(36, 1), "complainant"),
            *(_unsure(one, _ONLY_WITH_ACCEPTANCE) for one in _to(LKN(36, 1), "forwarder")),
        ),
        "decide": _to(LKN(41, 1), "complainant", "respondent", "first-resolver", "concerned", "forwarder"),
    }
)
"""Who is sent the paper of an act at second instance, before anybody asks which level the unit has."""


def recipients(act: str, level: str) -> tuple[Recipient, ...]:
    """Who is sent the paper of an act by a unit of that level (KN-04, KN-10, KN-20 to KN-22, LKN 35).

    A level without an inspectorate of its own is not asked to send it one. Raises KeyError for an act without a paper.
    """
    return _with_inspectorate(RECIPIENTS[act], level)


def recipients_again(act: str, level: str) -> tuple[Recipient, ...]:
    """Who is sent the paper of an act at second instance (KN-04, KN-14); as ``recipients``."""
    return _with_inspectorate(RECIPIENTS_AGAIN[act], level)


def _with_inspectorate(named: tuple[Recipient, ...], level: str) -> tuple[Recipient, ...]:
    has_one = level in _WITH_INSPECTORATE
    return tuple(
        _unsure(one, _NO_INSPECTORATE) if one.code == "inspectorate" and not has_one else one for one in named
    )
