"""What is right at the counter: which handlings the law leaves open, and what each one starts."""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from caseapp.law.acts import LTC
from caseapp.law.citing import cited
from caseapp.law.duties import representatives_problem
from caseapp.law.grounds import GROUNDS, Ground
from caseapp.law.reception import REFUSAL_NOTICE
from caseapp.reception.fields import fields_for
from caseapp.reception.kinds.visit import REFUSED_ALOUD, REFUSED_IN_WRITING, SETTLED, TAKEN_IN
from caseapp.reception.models import Identity, Matter, NoticeResult, Outcome
from caseapp.text import Say, mark
from caseapp.workflow.kind import Opening

OPEN_REGISTER = "TCD"
SEALED_REGISTER = "TCD-TC"      # denunciations are numbered apart: the open register shows no gap where they lie


def register_of(matter: str) -> str:
    """Which register numbers a visit."""
    return SEALED_REGISTER if matter == Matter.DENUNCIATION else OPEN_REGISTER


# A complaint outside competence is guided, never transferred (LTCD 26); a written denunciation outside competence
# is transferred, an oral one guided (LTC 24(2)); mixed contents are guided to be split (LTCD 25(3)).
OFFERED: dict[str, tuple[Outcome, ...]] = {
    Matter.COMPLAINT: (Outcome.EXPLAINED, Outcome.GUIDED, Outcome.TAKEN, Outcome.REPORTED, Outcome.REFUSED),
    Matter.DENUNCIATION: (Outcome.EXPLAINED, Outcome.GUIDED, Outcome.TAKEN, Outcome.TRANSFERRED, Outcome.REPORTED,
                          Outcome.REFUSED),
    Matter.FEEDBACK: (Outcome.EXPLAINED, Outcome.GUIDED, Outcome.TAKEN, Outcome.TRANSFERRED, Outcome.REPORTED,
                      Outcome.REFUSED),
    Matter.MIXED: (Outcome.EXPLAINED, Outcome.GUIDED, Outcome.TAKEN, Outcome.REPORTED, Outcome.REFUSED),
    Matter.OTHER: (Outcome.EXPLAINED, Outcome.GUIDED, Outcome.TAKEN, Outcome.TRANSFERRED, Outcome.REPORTED,
                   Outcome.REFUSED),
}
# Information of whoever cannot be identified is not dealt with as a denunciation: what is clear and evidenced is
# reported to the head for a check by the office itself, or passed on (LTC 25(2)); its petition is not accepted.
OFFERED_INFORMATION = tuple(one for one in OFFERED[Matter.DENUNCIATION] if one is not Outcome.TAKEN)
# Where a body must be named, and where a document that guides or transfers.
NEEDS_BODY = frozenset({Outcome.GUIDED, Outcome.TRANSFERRED})
NEEDS_DOCUMENT = frozenset({Outcome.TRANSFERRED})
# A matter was taken in: the ten days of LTCD 28(1) run. A refused visit, an enquiry, a matter explained
# or guided on the spot has been answered there and then.
TAKES_IN = frozenset({Outcome.TRANSFERRED, Outcome.REPORTED, Outcome.TAKEN})


def is_information(identity: str | None) -> bool:
    """Whether a sealed visit is information and no denunciation: nobody could say who brought it (LTC 25)."""
    return identity == Identity.UNKNOWN


def offered(matter: str, identity: str | None = None) -> tuple[Outcome, ...]:
    """The handlings the law leaves open for this kind."""
    return OFFERED_INFORMATION if is_information(identity) else OFFERED[matter]


def opening(outcome: str | None, ground: str | None, held_on: date, identity: str | None = None) -> Opening:
    """How a visit begins: by what was done with the matter, and for a refusal by how its ground is answered.

    Information starts nothing: nobody is there who could be told. Before 2026-07-01 the written refusal had no number
    of days that anybody has read: no clock is invented for it.
    """
    if outcome in TAKES_IN:
        return SETTLED if is_information(identity) else TAKEN_IN
    if outcome != Outcome.REFUSED:
        return SETTLED
    if ground is None or is_information(identity):
        return REFUSED_ALOUD
    written = GROUNDS[ground].written and bool(REFUSAL_NOTICE.in_force(held_on))
    return REFUSED_IN_WRITING if written else REFUSED_ALOUD


# A complaint is guided, not sent on: that answer of LTCD 28(1) is not open for it.
NOT_FORWARDED = frozenset({Matter.COMPLAINT, Matter.MIXED})


def answers_for(matter: str, identity: str | None = None) -> tuple[NoticeResult, ...]:
    """The final answers of LTCD 28(1) that can be given on a matter of this kind.

    Information is never accepted as a denunciation, nor is its acceptance refused: it is not dealt with as one, or
    it was passed on (LTC 25).
    """
    if is_information(identity):
        return (NoticeResult.NOT_HANDLED, NoticeResult.FORWARDED)
    answers = (NoticeResult.ACCEPTED, NoticeResult.FORWARDED, NoticeResult.DECLINED)
    return tuple(answer for answer in answers if answer is not NoticeResult.FORWARDED or matter not in NOT_FORWARDED)


def grounds_for(matter: str, identity: str | None = None) -> tuple[Ground, ...]:
    """The refusal grounds that can apply to a matter of this kind; none is written to whoever is not known."""
    grounds = tuple(ground for ground in GROUNDS.values() if not ground.matters or matter in ground.matters)
    return tuple(one for one in grounds if not one.written) if is_information(identity) else grounds


# Grounds that are about whoever speaks for another, and for nobody who came for himself.
FOR_ANOTHER = frozenset({"Re"})


@dataclass(frozen=True, slots=True)
class Flaw:
    """What the law rules out in a visit: the field it is told at, the sentences, what stands in them."""

    at: str
    messages: tuple[str, ...]
    values: dict[str, Any] = field(default_factory=dict)

    def words(self, say: Say) -> str:
        """The sentences in the language of ``say``."""
        values = {name: cited(value, say) if name == "place" else value for name, value in self.values.items()}
        return " ".join(say(one) % values if values else say(one) for one in self.messages)


CHOOSE_OUTCOME = mark("Chọn một cách xử lý.")
NOT_SENT_ON = mark("Khiếu nại không thuộc thẩm quyền thì hướng dẫn, không chuyển đơn.")
TO_BE_SPLIT = mark("Loại này không chuyển cả đơn: hướng dẫn tách từng nội dung.")
NOT_TAKEN = mark("Không xác định được người đến là ai thì không nhận như đơn tố cáo: thông tin rõ, có chứng cứ thì báo "
                 "cáo lãnh đạo để kiểm tra hoặc chuyển cơ quan khác; không thì giải thích (%(place)s).")
NO_PETITION = mark("Chưa có đơn tố cáo thì không chuyển: hướng dẫn người tố cáo đến cơ quan có thẩm quyền, hoặc ghi "
                   "lại thành đơn (%(place)s). Có đơn thì ghi vào phần Giấy tờ.")
NEEDED_SEALED = ("envelope", "accused_name")
NO_GROUND = mark("Chọn căn cứ từ chối; không có căn cứ thì không được từ chối tiếp.")
NOBODY_TO_WRITE_TO = mark("Căn cứ này phải thông báo bằng văn bản; không xác định được người đến thì không dùng được.")
NOT_FOR_ANOTHER = mark("Căn cứ này chỉ dùng với người đến thay: đánh dấu “Đến thay người khác hoặc tổ chức” và ghi "
                       "người được đại diện.")
NEEDED = {
    "body": mark("Ghi tên cơ quan, đơn vị được hướng dẫn hoặc chuyển đến."),
    "document": mark("Ghi số, ký hiệu văn bản chuyển."),
    "envelope": mark("Ghi số phong bì niêm phong."),
    "accused_name": mark("Ghi họ tên người bị tố cáo; chưa rõ tên thì ghi chức vụ, cơ quan."),
}


def ground_flaw(matter: str, ground: Ground | None, identity: str | None, *, for_another: bool) -> Flaw | None:
    """What is wrong with a refusal on this ground; ``for_another``: the visitor speaks for somebody who is named."""
    if ground is None or ground not in grounds_for(matter):
        return Flaw("ground", (NO_GROUND,))
    if ground not in grounds_for(matter, identity):
        return Flaw("ground", (NOBODY_TO_WRITE_TO,))
    if ground.code in FOR_ANOTHER and not for_another:
        return Flaw("ground", (NOT_FOR_ANOTHER,))
    return None


def outcome_flaw(matter: str, outcome: str | None, identity: str | None = None) -> Flaw | None:
    """What is wrong with the handling of a matter of this kind."""
    if outcome in offered(matter, identity):
        return None
    if matter == Matter.COMPLAINT and outcome in (None, "", Outcome.TRANSFERRED):
        return Flaw("outcome", (CHOOSE_OUTCOME, NOT_SENT_ON))
    if matter == Matter.MIXED and outcome == Outcome.TRANSFERRED:
        return Flaw("outcome", (CHOOSE_OUTCOME, TO_BE_SPLIT))
    if is_information(identity) and outcome == Outcome.TAKEN:
        return Flaw("outcome", (NOT_TAKEN,), {"place": LTC(25)})
    return Flaw("outcome", (CHOOSE_OUTCOME,))


def petition_flaw(matter: str, outcome: str | None, identity: str | None, *, petition: bool) -> Flaw | None:
    """An oral denunciation is guided or written down, never transferred; information may be passed on as it is."""
    if matter != Matter.DENUNCIATION or outcome != Outcome.TRANSFERRED or petition or is_information(identity):
        return None
    return Flaw("outcome", (NO_PETITION,), {"place": LTC(24, 2)})


def count_flaw(people: int, listed: int) -> Flaw | None:
    """What is wrong with the number of people when so many of them are named."""
    if people < listed:
        return Flaw("people_count", (mark("Đã ghi %(listed)s người ở trên, số người ít nhất là %(listed)s."),),
                    {"listed": listed})
    problem = representatives_problem(people, listed)
    if problem is None:
        return None
    sentence, values = problem
    return Flaw("people_count", (mark("Đã ghi %(listed)s người đại diện."), sentence), {"listed": listed, **values})


def field_flaw(matter: str, chosen: str | None) -> Flaw | None:
    """A field that is not counted under this kind."""
    if not chosen or chosen in {one.code for one in fields_for(matter)}:
        return None
    return Flaw("field", (mark("Lĩnh vực này không thuộc loại đã chọn. Chọn lại."),))


def needed(outcome: str | None) -> tuple[str, ...]:
    """The lines that a visit handled so cannot leave empty: names in ``NEEDED``."""
    return tuple(name for name, where in (("body", NEEDS_BODY), ("document", NEEDS_DOCUMENT)) if outcome in where)
