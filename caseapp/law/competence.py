"""Knows whose act leads to which authority: by matter, office, day, instance; past abolished units to their heirs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from caseapp.law.competence_answers import Answer, Body, Competent, Following, Remark, following, standing
from caseapp.law.competence_complaints import COMPLAINT_LINES, DISCIPLINE_LINES
from caseapp.law.competence_denunciations import DENUNCIATION_LINES, FEEDBACK_LINES, OUTSIDE_LINES
from caseapp.law.competence_shape import (
    AUTHORITIES,
    MATTER_WORDS,
    OFFICES,
    OWN,
    TWO_TIERS,
    Line,
    Matter,
    Office,
    Tier,
)
from caseapp.law.errors import LawError, WrongUse
from caseapp.text import Word, mark, show_date

LINES: Final = (*COMPLAINT_LINES, *DISCIPLINE_LINES, *DENUNCIATION_LINES, *FEEDBACK_LINES, *OUTSIDE_LINES)
"""The whole table; the first line that fits answers."""
INSTANCES: Final = (1, 2)


@dataclass(frozen=True, slots=True)
class Question:
    """Whose act (code of OFFICES), brought as what, received on which day, at which instance.

    `acted`: the day of the decision or act. `body`: the office by its own name; of an abolished district, the commune
    that took over.
    """

    matter: Matter
    against: str
    on: date
    instance: int = 1
    acted: date | None = None
    body: Body | None = None


_NOW_IS: Final = mark("%(old)s không còn từ %(ended)s; nay là %(new)s.")
_HEIR_NOT_READ: Final = mark(
    "Việc dở dang của đơn vị đã sáp nhập chuyển cho nơi kế tục: văn bản quy định chưa đọc được, đơn vị kế tục lấy theo "
    "danh mục của cơ quan."
)


def competent(question: Question) -> Answer:
    """Who is competent for a question, with article and doubt (LKN 7, 17 to 23, 49, 51; LTC 12, 13, 37; LTCD 26).

    Raises WrongUse for a question that is none, LawError where the law names nobody: a third instance, a second one
    after a minister, a disciplinary decision of somebody who issues none, a day before the law or after the office.
    """
    office = _sound(question)
    line = _line(question)
    bodies, heirs = _bodies(question)

    def named(code: str) -> Competent:
        return Competent(code, bodies.get(AUTHORITIES[code].tier))

    if question.instance == 1:
        code, at, doubts = office.own if line.first == OWN else line.first, line.at, []
        then = following(question.matter, named(line.again) if line.again else None)
    else:
        code, at = _again(line, office, question.matter), line.again_at or line.at
        doubts = [Remark(line.doubt_again)] if line.doubt_again else []
        then = Following() if question.matter is Matter.DENUNCIATION else following(question.matter, None)
    known = [Remark(line.note)] if line.note else []
    return Answer(line, named(code), Following() if office.tier is Tier.OUTSIDE else then, (at,),
                  line.confirmed and not doubts and not heirs, (*known, *doubts, *heirs))


def _sound(question: Question) -> Office:
    """The office asked about; raises for what cannot be asked."""
    office = OFFICES.get(question.against)
    if office is None:
        raise WrongUse(mark("Không có mã cơ quan “{code}”."), code=question.against)
    if question.instance not in INSTANCES:
        raise LawError(_NO_THIRD[question.matter])
    if question.acted is not None:
        _acted_by_somebody(office, question.acted, question)
    return office


def _acted_by_somebody(office: Office, acted: date, question: Question) -> None:
    """Raises where the act came after its petition, or after its office was gone."""
    day = show_date(acted)
    if acted > question.on:
        raise WrongUse(mark("Ngày có quyết định, hành vi ({acted}) sau ngày nhận đơn ({on})."), acted=day,
                       on=show_date(question.on))
    if office.tier is Tier.DISTRICT and acted >= TWO_TIERS:
        raise LawError(mark("Ngày {acted} không còn cấp huyện: quyết định, hành vi là của nơi khác."), acted=day)
    if office.tier is not Tier.DISTRICT and question.body and question.body.gone(acted):
        raise LawError(mark("Ngày {acted} {name} không còn: quyết định, hành vi là của nơi khác."), acted=day,
                       name=question.body.name)


_NO_THIRD: Final[Mapping[Matter, str]] = MappingProxyType(
    {
        Matter.COMPLAINT: mark("Đã giải quyết lần hai thì không khiếu nại tiếp; chỉ còn khởi kiện tại tòa án."),
        Matter.DISCIPLINE: mark("Đã giải quyết lần hai thì không khiếu nại tiếp; chỉ quyết định buộc thôi việc mới "
                                "khởi kiện được."),
        Matter.DENUNCIATION: mark("Sau khi cấp trên đã xem xét tố cáo tiếp, luật không đặt thêm lần nào."),
        Matter.FEEDBACK: mark("Kiến nghị, phản ánh không có lần giải quyết thứ hai."),
    }
)


def _line(question: Question) -> Line:
    """The line of the table; raises LawError where none is in force, or none was ever written."""
    fitting = [one for one in LINES if question.matter in one.matters and question.against in one.offices]
    if found := next((one for one in fitting if one.holds(question.on)), None):
        return found
    if fitting:
        raise LawError(mark("Ngày {on} chưa có quy định về thẩm quyền này trong hệ thống."), on=show_date(question.on))
    raise LawError(mark("{office}: không có quy định về “{matter}”. Khiếu nại kỷ luật thì chọn nơi ra quyết định."),
                   office=Word(OFFICES[question.against].label), matter=Word(MATTER_WORDS[question.matter]))


_NO_SECOND: Final = mark("{authority} đã giải quyết thì không có lần hai; chỉ còn khởi kiện tại tòa án.")
_NO_HEAD_ABOVE: Final = mark("Hệ thống không biết cấp trên trực tiếp của: {authority}. Hỏi cơ quan quản lý.")
_OUTSIDE_AGAIN: Final = mark("Lần sau theo quy định riêng của nơi ấy, không theo luật khiếu nại, tố cáo hành chính.")


def _again(line: Line, office: Office, matter: Matter) -> str:
    """Who answers at second instance; LawError where nobody does."""
    if line.again:
        return line.again
    if office.tier is Tier.OUTSIDE:
        raise LawError(_OUTSIDE_AGAIN)
    if matter is Matter.FEEDBACK:
        raise LawError(_NO_THIRD[matter])
    no = _NO_HEAD_ABOVE if matter is Matter.DENUNCIATION else _NO_SECOND
    raise LawError(no, authority=Word(AUTHORITIES[line.first].words))


def _bodies(question: Question) -> tuple[dict[Tier, Body], list[Remark]]:
    """The bodies by tier that carry on that day, and what is to be said of those that were abolished."""
    found: dict[Tier, Body] = {}
    heirs: list[Remark] = []
    at = question.body
    while at is not None:
        now = standing(at, question.on)
        if now is not at:
            ended = show_date(at.ended or question.on)
            heirs.append(Remark(_NOW_IS, {"old": at.name, "ended": ended, "new": now.name}))
        found[now.tier] = now
        at = now.above
    return found, [*heirs, Remark(_HEIR_NOT_READ)] if heirs else []
