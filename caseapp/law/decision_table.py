"""Knows what is to be done with a petition: the decision table by conditions, kind and competence, one row one line.

The first line that fits is the proposal; what has to be done besides follows it. Ways, forms, grounds and limits stand
where they are kept: here is only when each of them fits, and why.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from caseapp.law.acts import LKN, LTC, LTCD, ND31, TT05, Citation
from caseapp.law.complaint_choices import Choice
from caseapp.law.complaints import ACCEPTANCE
from caseapp.law.denunciations import INTAKE, PRESS_REPLY, TRANSFER
from caseapp.law.petition_choices import DOCUMENTS, NOT_HANDLED, WAYS
from caseapp.law.petition_duties import OVERDUE_BELOW, PARTY_AND_HARM
from caseapp.law.petition_facts import PetitionFacts, PetitionKind, Sender
from caseapp.law.petitions import CLASSIFY
from caseapp.text import mark


@dataclass(frozen=True, slots=True)
class Line:
    """One row: `when` (facts by name; all must be so) → `way`, and why. `rule`: the limit it runs under, if any.

    `doubt`: why the line is in doubt, beside what its way says of itself; empty when it is not. `note`: what else must
    be said with it.
    """

    id: str
    when: Mapping[str, object]
    way: str
    why: str
    rule: str = ""
    at: tuple[Citation, ...] = ()
    at_once: bool = False
    doubt: str = ""
    note: str = ""

    def fits(self, facts: PetitionFacts) -> bool:
        """Whether everything the line asks for is so."""
        return all(getattr(facts, name) == wanted for name, wanted in self.when.items())


@dataclass(frozen=True, slots=True)
class Proposed:
    """One thing to do: code of WAYS, form, limit, why, where it stands, sure or not.

    `way`: empty while nobody knows who is competent. `document`: code of the form, empty where none is prescribed.
    `notes`: what must be said with it.
    """

    line: str
    way: str
    document: str
    rule: str
    why: str
    citations: tuple[Citation, ...]
    confirmed: bool
    at_once: bool
    notes: tuple[str, ...]


_KN: Final = {"kind": PetitionKind.COMPLAINT}
_TC: Final = {"kind": PetitionKind.DENUNCIATION}
_PA: Final = {"kind": PetitionKind.FEEDBACK}
_MIXED: Final = {"kind": PetitionKind.MIXED}
_OURS: Final = {"competent": True}
_NOT_OURS: Final = {"competent": False}
_CLASSIFY, _ACCEPT, _INTAKE, _TRANSFER = CLASSIFY.code, ACCEPTANCE.code, INTAKE.code, TRANSFER.code

_NO_FORM_SEEN: Final = mark("Chưa thấy mẫu thông báo không thụ lý tố cáo trong nghị định.")
_ONLY_NAMED: Final = mark("Luật nói báo chí, cơ quan chuyển đến; với đại biểu, Mặt trận chuyển đến thì chưa đối chiếu.")
_NOT_BY_NAME: Final = mark(
    "Bảng đã đọc chỉ nói đại biểu, báo chí, Mặt trận; cơ quan khác chuyển đến thì hướng dẫn người viết đơn."
)


def _information(code: str, kind: Mapping[str, object]) -> Iterator[Line]:
    """What comes without anybody to answer to is information: looked into where that is possible, else filed."""
    yield Line(f"{code}-anonymous-clear", {**kind, "nameless": True, "worth_checking": True}, "information",
               mark("Không rõ người tố cáo nhưng nội dung rõ, có chứng cứ, kiểm tra được: thanh tra, kiểm tra hoặc "
                    "chuyển, không xử lý theo tố cáo"), at=(LTC(25, 2),))
    yield Line(f"{code}-anonymous", {**kind, "nameless": True}, "file-away",
               mark("Không rõ người tố cáo, mạo danh hoặc không đúng hình thức, không đủ rõ để kiểm tra: không xử lý "
                    "theo tố cáo"), at=(LTC(25, 1), ND31(20)))


def _not_handled(code: str, kind: Mapping[str, object]) -> Iterator[Line]:
    """What is filed, whatever it is about: conditions missing, already where it belongs, guided there before."""
    for ground, when in (
        ("incomplete", {"incomplete": True}),
        ("sent-to-competent", {**_NOT_OURS, "sent_to_competent": True}),
        ("guided-already", {**_NOT_OURS, "guided_before": True}),
    ):
        reason: Choice = NOT_HANDLED[ground]
        yield Line(f"{code}-{ground}", {**kind, **when}, "file-away", reason.text, _CLASSIFY, (reason.citation,),
                   doubt="" if reason.confirmed else reason.note)


_COMPLAINTS: Final = (
    *_not_handled("KN", _KN),
    Line("KN-final", {**_KN, "final_decision_new_facts": True}, "review-final",
         mark("Quyết định giải quyết đã có hiệu lực nhưng có dấu hiệu vi phạm hoặc tình tiết mới: người đứng đầu xem "
              "xét lại"), _CLASSIFY),
    Line("KN-declined", {**_KN, **_OURS, "declined": True}, "decline-complaint",
         mark("Khiếu nại thuộc thẩm quyền nhưng có căn cứ không thụ lý"), _ACCEPT, (LKN(27),)),
    Line("KN-accepted", {**_KN, **_OURS}, "propose-complaint",
         mark("Khiếu nại thuộc thẩm quyền, đủ điều kiện, không có căn cứ không thụ lý"), _ACCEPT),
    Line("KN-overdue", {**_KN, **_NOT_OURS, "overdue_below": True}, "report-overdue",
         mark("Khiếu nại thuộc thẩm quyền cấp dưới, đã quá hạn mà chưa giải quyết"), _CLASSIFY),
    Line("KN-forwarded", {**_KN, **_NOT_OURS, "returnable": True}, "return",
         mark("Khiếu nại không thuộc thẩm quyền, do đại biểu, báo chí, Mặt trận chuyển đến"), _CLASSIFY),
    Line("KN-many", {**_KN, **_NOT_OURS, "many": True}, "guide-one",
         mark("Khiếu nại không thuộc thẩm quyền, nhiều người ký"), _CLASSIFY),
    Line("KN-authority", {**_KN, **_NOT_OURS, "forwarded": True}, "guide",
         mark("Khiếu nại không thuộc thẩm quyền, do cơ quan khác chuyển đến"), _CLASSIFY, doubt=_NOT_BY_NAME),
    Line("KN-guided", {**_KN, **_NOT_OURS}, "guide",
         mark("Khiếu nại không thuộc thẩm quyền, công dân tự gửi: hướng dẫn một lần"), _CLASSIFY),
)
_DENUNCIATIONS: Final = (
    Line("TC-unsupported", {**_TC, **_OURS, "unsupported": True}, "decline-denunciation",
         mark("Tố cáo phát sinh từ khiếu nại đã giải quyết mà không có chứng cứ người giải quyết vi phạm"), _INTAKE,
         (LTC(29, 1),), at_once=True, note=_NO_FORM_SEEN),
    Line("TC-declined", {**_TC, **_OURS, "declined": True}, "decline-denunciation",
         mark("Tố cáo thuộc thẩm quyền nhưng có căn cứ không thụ lý"), _INTAKE, (LTC(29, 1),), at_once=True,
         note=_NO_FORM_SEEN),
    Line("TC-incomplete", {**_TC, **_OURS, "incomplete": True}, "decline-denunciation",
         mark("Tố cáo thuộc thẩm quyền nhưng không đủ điều kiện thụ lý"), _INTAKE, (LTC(29, 1),), at_once=True,
         note=_NO_FORM_SEEN),
    Line("TC-accepted", {**_TC, **_OURS}, "propose-denunciation",
         mark("Tố cáo thuộc thẩm quyền, đủ điều kiện thụ lý"), _INTAKE, (LTC(29, 1),)),
    Line("TC-elsewhere", {**_TC, **_NOT_OURS, "elsewhere": True}, "not-processed",
         mark("Tố cáo không thuộc thẩm quyền, nơi có thẩm quyền đã nhận hoặc người tố cáo đã được hướng dẫn")),
    Line("TC-oral", {**_TC, **_NOT_OURS, "oral": True}, "guide-denouncer",
         mark("Tố cáo trình bày trực tiếp, không thuộc thẩm quyền: hướng dẫn đến nơi có thẩm quyền"), _CLASSIFY),
    Line("TC-transferred", {**_TC, **_NOT_OURS}, "transfer-denunciation",
         mark("Tố cáo không thuộc thẩm quyền: chuyển, mỗi nội dung một lần, và báo người tố cáo"), _TRANSFER,
         (TT05(14, 1),)),
)
_FEEDBACK: Final = (
    *_not_handled("PA", _PA),
    Line("PA-accepted", {**_PA, **_OURS}, "propose-feedback", mark("Kiến nghị, phản ánh thuộc thẩm quyền"), _CLASSIFY),
    Line("PA-transferred", {**_PA, **_NOT_OURS}, "transfer-feedback",
         mark("Kiến nghị, phản ánh không thuộc thẩm quyền"), _CLASSIFY),
)

LINES: Final = (
    *_information("TC", _TC),
    *_information("ND", _MIXED),
    Line("TC-outside", {**_TC, "outside_body": True}, "other-bodies",
         mark("Tố cáo thuộc nơi ngoài cơ quan hành chính: chuyển nơi có thẩm quyền, đảng viên thì theo quy định của "
              "Đảng"), _TRANSFER, (LTC(24, 2), TT05(15))),
    Line("outside", {"outside_body": True}, "other-bodies",
         mark("Thuộc tòa án, thi hành án, cơ quan dân cử, tổ chức đảng, đoàn thể, đơn vị"), _CLASSIFY),
    Line("ND-split", dict(_MIXED), "split", mark("Đơn có nhiều nội dung khác loại"), _CLASSIFY),
    Line("several", {"several_bodies": True}, "split", mark("Đơn có nhiều nội dung thuộc nhiều nơi giải quyết"),
         _CLASSIFY),
    *_COMPLAINTS, *_DENUNCIATIONS, *_FEEDBACK,
    Line("unknown", {"competent": None}, "", mark("Xác định nơi có thẩm quyền rồi mới đề xuất cách xử lý"), _CLASSIFY,
         (LTCD(25), LTCD(26))),
)
"""What to propose, the first line that fits; the last stands for everything nobody has looked at yet."""

BESIDES: Final = (
    Line("KN-irreparable", {**_KN, **_OURS, "incomplete": False, "declined": False, "irreparable": True}, "stay-first",
         mark("Thi hành quyết định bị khiếu nại có thể gây hậu quả khó khắc phục: báo cáo ngay"), at_once=True),
    Line("TC-press", {**_TC, "forwarded_by": Sender.PRESS}, "reply-forwarder",
         mark("Tố cáo do báo chí chuyển đến: trả lời nơi chuyển"), PRESS_REPLY.code),
    Line("TC-authority", {**_TC, "forwarded_by": Sender.AUTHORITY}, "reply-forwarder",
         mark("Tố cáo do cơ quan chuyển đến: trả lời nơi chuyển"), PRESS_REPLY.code),
    Line("TC-deputy", {**_TC, "forwarded_by": Sender.DEPUTY}, "reply-forwarder",
         mark("Tố cáo do đại biểu chuyển đến: trả lời nơi chuyển"), PRESS_REPLY.code, doubt=_ONLY_NAMED),
    Line("TC-front", {**_TC, "forwarded_by": Sender.FRONT}, "reply-forwarder",
         mark("Tố cáo do Mặt trận, đoàn thể chuyển đến: trả lời nơi chuyển"), PRESS_REPLY.code, doubt=_ONLY_NAMED),
)
"""What has to be done beside the proposal, every line that fits."""

_PARTLY_OURS: Final[Mapping[str, str]] = MappingProxyType(
    {"irreparable": PARTY_AND_HARM.text, "overdue_below": OVERDUE_BELOW.text})
"""What is told with every proposal on a denunciation of which this is so (XLD-04a, XLD-04b)."""


def decide(facts: PetitionFacts) -> tuple[Proposed, ...]:
    """What to propose, then what else must be done beside it: never empty, never accepting what is not competent.

    LKN 11, 27, 35; LTC 24 to 26, 29; LTCD 25, 26; NĐ155 14; TT05 13 to 16.
    """
    main = next(line for line in LINES if line.fits(facts))
    return (_proposed(main, _told_with(facts)), *(_proposed(line) for line in BESIDES if line.fits(facts)))


def _told_with(facts: PetitionFacts) -> tuple[str, ...]:
    if facts.kind is not PetitionKind.DENUNCIATION:
        return ()
    return tuple(text for name, text in _PARTLY_OURS.items() if getattr(facts, name))


def _proposed(line: Line, told: tuple[str, ...] = ()) -> Proposed:
    way = WAYS.get(line.way)
    citations = (*line.at, *((way.citation,) if way else ()))
    notes = (way.note if way and not way.confirmed else "", line.doubt, line.note, *told)
    return Proposed(line.id, line.way, DOCUMENTS.get(line.way, ""), line.rule, line.why,
                    tuple(dict.fromkeys(citations)), (way is None or way.confirmed) and not line.doubt, line.at_once,
                    tuple(dict.fromkeys(note for note in notes if note)))
