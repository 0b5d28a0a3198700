"""What an act's form offers to choose from on its day, with the place of each choice in the law and every doubt."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from caseapp.law.citing import cited, place_words
from caseapp.law.complaint_choices import (
    COMPLEX_CRITERIA,
    DECLINE_GROUNDS,
    DISPOSITIONS,
    FINDINGS,
    SUSPEND_GROUNDS,
    TERMINATE_GROUNDS,
    Choice,
)
from caseapp.law.complaint_duties import ABSENT, DIALOGUE, PARTIAL_WITHDRAWAL, SELF_CHECK, WITHDRAWAL
from caseapp.law.duties import Duty
from caseapp.text import mark
from caseapp.web.filters import upper_first
from caseapp.web.language import gettext as _

FROM_LAW: Final[Mapping[str, Mapping[str, Choice]]] = {
    "decline_ground": DECLINE_GROUNDS, "suspend_ground": SUSPEND_GROUNDS, "terminate_ground": TERMINATE_GROUNDS,
    "criteria": COMPLEX_CRITERIA, "finding": FINDINGS, "disposition": DISPOSITIONS,
}
# Grounds that stand in an article one below the other are called by their clause and point.
NUMBERED: Final = frozenset({"decline_ground", "suspend_ground", "terminate_ground"})


@dataclass(frozen=True, slots=True)
class Offer:
    """A choice the law does not list by clause; ``since``: the first day it may be made, None for any day."""

    code: str
    words: str
    since: date | None = None


OWN: Final[Mapping[str, tuple[Offer, ...]]] = {
    "self_check": (Offer("right", mark("Khiếu nại đúng, ra quyết định giải quyết ngay")),
                   Offer("unclear", mark("Chưa đủ cơ sở, phải xác minh"))),
    "differs": (Offer("yes", mark("Còn khác nhau")), Offer("no", mark("Không còn khác nhau"))),
    "attendance": (Offer("held", mark("Người khiếu nại có mặt")),
                   Offer("absent", mark("Vắng không có lý do chính đáng, vẫn tiếp tục")),
                   Offer("excused", mark("Vắng có lý do chính đáng, phải mời lại"))),
    "part": (Offer("whole", mark("Toàn bộ")), Offer("part", mark("Một phần"), PARTIAL_WITHDRAWAL.since)),
    "withdrawn_by": (Offer("letter", mark("Đơn có chữ ký hoặc điểm chỉ")),
                     Offer("minutes", mark("Biên bản có chữ ký hoặc điểm chỉ"), PARTIAL_WITHDRAWAL.since)),
    "manner": (Offer("handed", mark("Giao trực tiếp")), Offer("posted", mark("Bưu chính")),
               Offer("online", mark("Trên mạng")), Offer("announced", mark("Niêm yết, công bố công khai"))),
    "challenge": (Offer("second", mark("Khiếu nại lần hai")), Offer("court", mark("Khởi kiện ra tòa án"))),
}
# Of several duties of the same thing the one with the later first day is named, once it holds.
GROUNDED: Final[Mapping[str, tuple[Duty, ...]]] = {
    "self_check": (SELF_CHECK,), "differs": (DIALOGUE,), "attendance": (ABSENT,),
    "part": (PARTIAL_WITHDRAWAL, WITHDRAWAL),
}


def choices_of(ask: str, on: date) -> list[tuple[str, str]]:
    """(code, words) of what may be chosen for an input on a day."""
    if ask in FROM_LAW:
        return [(one.code, _words(ask, one)) for one in FROM_LAW[ask].values() if one.holds(on)]
    return [(one.code, _(one.words)) for one in OWN[ask] if one.since is None or one.since <= on]


def words_of(ask: str, code: str) -> str:
    """What a code means that was chosen on whatever day; the code itself when nothing by that name is known."""
    if ask in FROM_LAW:
        known = FROM_LAW[ask].get(code)
        return _words(ask, known) if known else code
    return next((_(one.words) for one in OWN.get(ask, ()) if one.code == code), code)


def _words(ask: str, choice: Choice) -> str:
    if ask not in NUMBERED:
        return _(choice.text)
    return _("%(place)s: %(ground)s", place=upper_first(place_words(choice.citation, _)), ground=_(choice.text))


def place_of(ask: str, on: date) -> str:
    """Where the law speaks of an input, in the reader's language; empty where it is the office's own."""
    duty = next((one for one in GROUNDED.get(ask, ()) if one.since <= on), None)
    if duty is not None:
        return upper_first(cited(duty.citation, _))
    if ask not in FROM_LAW or ask in NUMBERED:
        return ""
    places = dict.fromkeys(one.citation for one in FROM_LAW[ask].values() if one.holds(on))
    return upper_first(cited(next(iter(places)), _)) if len(places) == 1 else ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is not certain of a field's choices; ``sure``: only the wording is open, not the choice."""

    words: str
    sure: bool


def doubts_of(ask: str, on: date) -> list[Doubt]:
    """Every doubt about the choices of an input once, naming the choices when it is not about all of them."""
    return _told([one for one in FROM_LAW.get(ask, {}).values() if one.holds(on)])


def _told(choices: Sequence[Choice]) -> list[Doubt]:
    noted: dict[tuple[str, bool], list[Choice]] = {}
    for one in choices:
        if one.note and (not one.confirmed or _all_sure(choices)):
            noted.setdefault((one.note, one.confirmed), []).append(one)
    return [Doubt(_about(found, choices, _(note)), sure) for (note, sure), found in noted.items()]


def _all_sure(choices: Sequence[Choice]) -> bool:
    """Whether no choice is in worse doubt: only then a note on something confirmed is worth its line."""
    return all(one.confirmed for one in choices)


def _about(found: Iterable[Choice], choices: Sequence[Choice], note: str) -> str:
    some = list(found)
    if len(some) == len(choices):
        return note
    return _("%(choices)s: %(note)s", choices=", ".join(_(one.text) for one in some), note=note)
