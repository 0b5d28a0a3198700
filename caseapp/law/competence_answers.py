"""Knows how an answer about competence is said: the authority by its body's own name, what follows, what is unsure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final

from caseapp.law.acts import LKN, LTC, LTTHC, Citation
from caseapp.law.competence_shape import AUTHORITIES, Line, Matter, Tier
from caseapp.law.errors import LawError
from caseapp.text import Say, mark, show_date


@dataclass(frozen=True, slots=True)
class Body:
    """A body by its own name; `ended`: its first day no longer, `heir`: who carries on, `above`: who stands over it."""

    name: str
    tier: Tier
    code: str = ""
    ended: date | None = None
    heir: "Body | None" = None
    above: "Body | None" = None

    def gone(self, on: date) -> bool:
        """Whether the body no longer exists that day."""
        return self.ended is not None and self.ended <= on


def standing(body: Body, on: date) -> Body:
    """The body itself, or whoever carries on its work that day; LawError when nobody was named."""
    if not body.gone(on):
        return body
    if body.heir is None:
        raise LawError(mark("{name} không còn từ {ended} và chưa ghi nơi kế tục: hỏi cấp trên."), name=body.name,
                       ended=show_date(body.ended or on))
    return standing(body.heir, on)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to be told beside an answer: a marked sentence, and what stands in its gaps."""

    template: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def words(self, say: Say = mark) -> str:
        """The sentence in the reader's language."""
        return say(self.template) % self.facts if self.facts else say(self.template)


def title_of(authority: str, unit: str = "", say: Say = mark) -> str:
    """An authority in words, by the own name of its body where that is known; KeyError for an unknown code.

    What fills a transfer slip from the two codes the navigator hands back: of the authority, and of its unit.
    """
    words = AUTHORITIES[authority].template(unit)
    return say(words) % {"unit": unit} if "%(unit)s" in words else say(words)


@dataclass(frozen=True, slots=True)
class Competent:
    """An authority with the body whose own name fills its title, where that body is known."""

    code: str
    body: Body | None = None

    def words(self, say: Say = mark) -> str:
        """As a slip names it: “Chủ tịch UBND phường An Thịnh”."""
        return title_of(self.code, self.body.name if self.body else "", say)


@dataclass(frozen=True, slots=True)
class Following:
    """What comes after an authority has answered: a marked sentence, where it stands, who is next in it."""

    template: str = ""
    citations: tuple[Citation, ...] = ()
    next: Competent | None = None

    def words(self, say: Say = mark) -> str:
        """The sentence in the reader's language; empty where the law says nothing."""
        if self.next is None:
            return say(self.template) if self.template else ""
        return say(self.template) % {"authority": self.next.words(say)}


@dataclass(frozen=True, slots=True)
class Answer:
    """Who is competent, by which line of the table and which article, sure or not; and what follows."""

    line: Line
    authority: Competent
    following: Following
    citations: tuple[Citation, ...]
    confirmed: bool
    notes: tuple[Remark, ...]

    def named(self, say: Say = mark) -> str:
        """The competent authority as a slip names it."""
        return self.authority.words(say)


_TO_SECOND: Final = mark(
    "Không đồng ý, hoặc quá hạn mà chưa được giải quyết: khiếu nại lần hai đến %(authority)s, hoặc khởi kiện tại tòa "
    "án."
)
_TO_COURT: Final = mark("Không đồng ý, hoặc quá hạn mà chưa được giải quyết: khởi kiện vụ án hành chính tại tòa án.")
_TO_HEAD_ABOVE: Final = mark(
    "Không đồng ý, hoặc quá hạn: khiếu nại lần hai đến %(authority)s; chỉ quyết định buộc thôi việc mới khởi kiện được."
)
_DISMISSAL_ONLY: Final = mark("Sau lần hai chỉ quyết định buộc thôi việc mới khởi kiện được tại tòa án.")
_GOES_ON: Final = mark("Không đồng ý, hoặc quá hạn mà chưa được giải quyết: tố cáo tiếp đến %(authority)s.")

_FOLLOWING: Final[Mapping[tuple[Matter, bool], tuple[str, tuple[Citation, ...]]]] = MappingProxyType(
    {
        (Matter.COMPLAINT, True): (_TO_SECOND, (LKN(33, 1), LKN(33, 2))),
        (Matter.COMPLAINT, False): (_TO_COURT, (LKN(42), LTTHC(116, 2, "a"))),
        (Matter.DISCIPLINE, True): (_TO_HEAD_ABOVE, (LKN(51), LKN(57, 3))),
        (Matter.DISCIPLINE, False): (_DISMISSAL_ONLY, (LKN(57, 3),)),
        (Matter.DENUNCIATION, True): (_GOES_ON, (LTC(37), LTC(38))),
    }
)


def following(matter: Matter, after: Competent | None) -> Following:
    """What follows an answer in a matter, with somebody to answer again or without (LKN 33, 42, 51, 57; LTC 37, 38)."""
    template, citations = _FOLLOWING.get((matter, after is not None), ("", ()))
    return Following(template, citations, after)
