"""Knows the lawful grounds for refusing to receive a citizen, how each is answered, and since when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from caseapp.law import reception
from caseapp.law.acts import LTCD, ND154, Citation
from caseapp.law.citing import place_words
from caseapp.law.forms import REFUSAL_FORM
from caseapp.text import Say, mark


class Answer(StrEnum):
    """How the refused citizen is told: the reason aloud at once, or the written notice on the form."""

    ORAL = "oral"
    WRITTEN = "written"


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground: what it says, where it stands, how it is answered, what must be on file before it may be used.

    `matters`: what the visit must be about for the ground to apply, empty for any. `printed`: the place the form
    itself cites where that differs from the decree's own clause.
    """

    code: str
    text: str
    citation: Citation
    since: date
    answer: Answer = Answer.ORAL
    requires: str = ""
    matters: frozenset[str] = frozenset()
    until: date | None = None
    confirmed: bool = True
    printed: Citation | None = None
    note: str = ""

    def holds(self, on: date) -> bool:
        """Whether the ground may be used on that day."""
        return self.since <= on and (self.until is None or on <= self.until)

    @property
    def written(self) -> bool:
        """Whether the refusal must be given in writing."""
        return self.answer is Answer.WRITTEN

    def rule(self, on: date) -> str | None:
        """The time limit a refusal on that day starts: the written notice has one, an oral reason is given at once."""
        return reception.REFUSAL_NOTICE.code if self.written and reception.REFUSAL_NOTICE.in_force(on) else None

    def form(self, on: date) -> str | None:
        """The number of the form of the answer to a refusal on that day; None where none is prescribed."""
        return REFUSAL_FORM.number if self.written and REFUSAL_FORM.holds(on) else None

    def doubt(self, say: Say = mark) -> str:
        """Why the ground is not confirmed, in the reader's language; empty when it is."""
        if self.confirmed:
            return ""
        printed, ours = (self.printed or self.citation).point, self.citation.point
        rule = place_words(REFUSAL_FORM.citation, say)
        return say(self.note).format(form=REFUSAL_FORM.number, printed=printed, rule=rule, point=ours)


_LAW: Final = reception.STATUTE
_DECREE: Final = reception.DECREE

_GROUNDS: Final = (
    Ground(
        "R1",
        mark(
            "Say rượu, say chất kích thích, hoặc mắc bệnh tâm thần, bệnh khác làm mất khả năng nhận thức, "
            "điều khiển hành vi"
        ),
        LTCD(9, 1),
        _LAW,
    ),
    Ground(
        "R2",
        mark("Đe dọa, xúc phạm cơ quan, người tiếp công dân hoặc vi phạm nội quy nơi tiếp công dân"),
        LTCD(9, 2),
        _LAW,
    ),
    Ground(
        "R3",
        mark(
            "Vụ việc đã giải quyết đúng pháp luật, đã được kiểm tra, rà soát, thông báo bằng văn bản, "
            "đã tiếp và giải thích nhưng vẫn cố tình khiếu nại, tố cáo kéo dài"
        ),
        LTCD(9, 3),
        _LAW,
        Answer.WRITTEN,
        requires=mark("Số, ngày văn bản đã giải quyết và văn bản thông báo kết quả kiểm tra, rà soát"),
        matters=frozenset({"complaint", "denunciation", "mixed"}),
    ),
    Ground(
        "Ra",
        mark("Mang theo vũ khí, vật nguy hiểm và không giao lại"),
        ND154(4, 1, "a"),
        _DECREE,
    ),
    Ground(
        "Rb",
        mark("Không chấp hành việc kiểm tra an ninh"),
        ND154(4, 1, "b"),
        _DECREE,
    ),
    Ground(
        "Rc",
        mark(
            "Quay phim, ghi âm, phát trực tiếp khi người chủ trì đã yêu cầu không làm "
            "(bí mật, đời tư, dữ liệu cá nhân, người tố cáo), hoặc làm mất trật tự vì việc đó"
        ),
        ND154(4, 1, "c"),
        _DECREE,
    ),
    Ground(
        "Rd",
        mark("Kích động, lôi kéo người khác, gây rối trật tự"),
        ND154(4, 1, "d"),
        _DECREE,
    ),
    Ground(
        "Rđ",
        mark("Không có năng lực hành vi dân sự đầy đủ và không có người đại diện hợp pháp"),
        ND154(4, 1, "đ"),
        _DECREE,
    ),
    Ground(
        "Re",
        mark("Người đại diện, người được ủy quyền khiếu nại, kiến nghị, phản ánh không có giấy tờ chứng minh tư cách"),
        ND154(4, 1, "e"),
        _DECREE,
        matters=frozenset({"complaint", "feedback", "mixed"}),
    ),
    Ground(
        "Rg",
        mark("Nội dung không phải khiếu nại, tố cáo, kiến nghị, phản ánh"),
        ND154(4, 1, "g"),
        _DECREE,
        matters=frozenset({"other"}),
    ),
    Ground(
        "Rh",
        mark("Kiến nghị, phản ánh đã được tiếp nhận, hướng dẫn hoặc trả lời bằng văn bản và không có tình tiết mới"),
        ND154(4, 1, "h"),
        _DECREE,
        Answer.WRITTEN,
        requires=mark("Số, ngày văn bản đã hướng dẫn hoặc trả lời"),
        matters=frozenset({"feedback", "mixed"}),
        confirmed=False,
        printed=ND154(4, 1, "g"),
        note=mark(
            "Mẫu {form} in điểm {printed}, {rule} ghi điểm {point}: điểm được viện dẫn giữ như dữ liệu, chưa xác nhận."
        ),
    ),
    Ground(
        "Ri",
        mark("Bản án đã có hiệu lực, không còn xem xét lại, có văn bản trả lời của cơ quan có thẩm quyền"),
        ND154(4, 1, "i"),
        _DECREE,
        requires=mark("Số, ngày văn bản trả lời của cơ quan có thẩm quyền"),
    ),
    Ground(
        "Rk",
        mark("Cơ quan có thẩm quyền khác đã thụ lý và đang giải quyết"),
        ND154(4, 1, "k"),
        _DECREE,
        requires=mark("Tên cơ quan đã thụ lý"),
    ),
)

GROUNDS: Final[Mapping[str, Ground]] = MappingProxyType({ground.code: ground for ground in _GROUNDS})


def grounds_on(day: date) -> tuple[Ground, ...]:
    """The grounds that may be used on a day, in the order of the law."""
    return tuple(ground for ground in _GROUNDS if ground.holds(day))
