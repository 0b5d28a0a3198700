"""Knows what a mediation team must have and what one lacks, when a term runs out, and how somebody stops mediating."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from caseapp.law.acts import Citation
from caseapp.law.mediation_duties import LEADER, MOST_VOTES, TEAM
from caseapp.law.mediation_people import FEWEST_MEDIATORS, RELEASES, elected
from caseapp.text import Say, mark

TERM_WINDOW: Final = 3
"""A term that ends in this month or one of the next so many is shown as near its end; no text of law says how many."""


class Lack(StrEnum):
    """What a team does not have."""

    LEADER = "leader"
    FEW = "few"
    WOMAN = "woman"
    MINORITY = "minority"
    SEATS = "seats"
    ELECTED = "elected"


@dataclass(frozen=True, slots=True)
class Makeup:
    """Who makes up a team on a day: how many, and how many of each; ``unelected``: not more than half agreed to them.

    ``minority_area``: many people of ethnic minorities live there. ``seats``: the number fixed by the chair.
    """

    mediators: int
    women: int
    minority: int
    minority_area: bool
    seats: int | None
    led: bool
    unelected: int = 0


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something a team lacks, in a sentence, and the article that asks for it. It never bars anything."""

    lack: Lack
    text: str
    citation: Citation
    facts: Mapping[str, int]

    def words(self, say: Say) -> str:
        """The sentence in the language of ``say``."""
        return say(self.text).format(**self.facts)


_FEW: Final = mark("Mới có {count} hòa giải viên, phải có ít nhất {least}")
_NO_WOMAN: Final = mark("Chưa có hòa giải viên nữ")
_NO_MINORITY: Final = mark("Chưa có hòa giải viên là người dân tộc thiểu số")
_NO_LEADER: Final = mark("Chưa có tổ trưởng")
_TOO_FEW: Final = mark("Có {count} hòa giải viên, Chủ tịch định {seats}: còn thiếu {missing}")
_TOO_MANY: Final = mark("Có {count} hòa giải viên, Chủ tịch định {seats}: thừa {missing}")
_UNELECTED: Final = mark("{count} người có số phiếu ghi lại chưa quá một nửa số hộ")


def flaws(team: Makeup, on: date) -> tuple[Flaw, ...]:
    """What the team lacks on a day, by LHG 12, 14 and 8; nothing before the statute was in force."""
    if not TEAM.holds(on):
        return ()
    found = []

    def lacks(when: bool, lack: Lack, text: str, citation: Citation, **facts: int) -> None:
        if when:
            found.append(Flaw(lack, text, citation, facts))

    count, seats = team.mediators, team.seats
    lacks(count < FEWEST_MEDIATORS, Lack.FEW, _FEW, TEAM.citation, count=count, least=FEWEST_MEDIATORS)
    lacks(team.women == 0, Lack.WOMAN, _NO_WOMAN, TEAM.citation)
    lacks(team.minority_area and team.minority == 0, Lack.MINORITY, _NO_MINORITY, TEAM.citation)
    lacks(not team.led, Lack.LEADER, _NO_LEADER, LEADER.citation)
    if seats is not None and count >= FEWEST_MEDIATORS:
        text = _TOO_FEW if count < seats else _TOO_MANY
        lacks(count != seats, Lack.SEATS, text, TEAM.citation, count=count, seats=seats, missing=abs(seats - count))
    lacks(team.unelected > 0, Lack.ELECTED, _UNELECTED, MOST_VOTES.citation, count=team.unelected)
    return tuple(found)


def voted_in(votes: int | None, households: int | None) -> bool | None:
    """Whether more than half of the households agreed (LHG 8(3)); None where the numbers were not written down."""
    return None if votes is None or households is None else elected(votes, households)


class Term(StrEnum):
    """Where a term of office stands."""

    RUNNING = "running"
    NEAR = "near"
    OVER = "over"


def term(until: date | None, on: date) -> Term | None:
    """Where a term stands whose first day no longer is ``until``; None where the decision names no end."""
    if until is None:
        return None
    if until <= on:
        return Term.OVER
    return Term.NEAR if until < first_after_window(on) else Term.RUNNING


def first_after_window(on: date) -> date:
    """The first day on which a term may end without being called near on ``on``."""
    months = on.year * 12 + on.month + TERM_WINDOW
    return date(months // 12, months % 12 + 1, 1)


@dataclass(frozen=True, slots=True)
class Ending:
    """How somebody stops being a mediator; without ``citation`` it is no release in the words of the Law."""

    code: str
    text: str
    citation: Citation | None = None


ENDINGS: Final[Mapping[str, Ending]] = MappingProxyType({
    **{code: Ending(code, one.text, one.citation) for code, one in RELEASES.items()},
    "term": Ending("term", mark("Hết nhiệm kỳ, không được bầu lại")),
    "died": Ending("died", mark("Qua đời")),
})
"""The grounds of the Law for a release (LHG 11), then what ends the work of a mediator without one."""
