"""Inputs of acts as data: how each is asked for, what may be chosen in it, and whether the journal may hold it."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from caseapp.law.complaint_choices import Choice
from caseapp.law.duties import Duty


class Shape(StrEnum):
    """How an input is asked for."""

    CHOICE = "choice"          # one of a few, all in sight
    SELECT = "select"          # one of many
    MANY = "many"              # several of a few
    LINE = "line"
    NOTE = "note"              # a few lines
    SUMMARY = "summary"        # a story; what it is called depends on the act
    DAY = "day"                # a day gone by
    COMING_DAY = "coming-day"
    NUMBER = "number"
    TEAM = "team"
    RECIPIENTS = "recipients"
    MANNER = "manner"          # how a paper was sent, with the lines of each recipient
    PART = "part"              # stands in the lines of another input


@dataclass(frozen=True, slots=True)
class Offer:
    """A choice the law does not list by clause; ``since``: the first day it may be made, None for any day."""

    code: str
    words: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """One input. ``missing`` empty: it may stay empty.

    ``law``: choices that stand in the law; ``own``: the office's own; ``numbered``: choices are called by clause and
    point; ``duties``: where the law asks for it, of several the latest that holds. ``counted``: time limits hang on it.
    ``open_when_empty``: no choice is offered on a day on which the law named none. ``each``: chosen once for each of
    the team's members or the accepted contents, see ``cases.each``: such an input has words in it.
    """

    name: str
    shape: Shape
    label: str
    missing: str = ""
    hint: str = ""
    law: Mapping[str, Choice] = field(default_factory=dict)
    own: Sequence[Offer] = ()
    numbered: bool = False
    duties: Sequence[Duty] = ()
    longest: int = 200
    counted: bool = False
    each: str = ""

    @property
    def chosen(self) -> bool:
        """Whether it is picked from a list: such an input may stand in the journal, and must not be left open."""
        return not self.each and self.shape in (Shape.CHOICE, Shape.SELECT, Shape.MANY, Shape.MANNER)

    def offered(self, on: date) -> bool:
        """Whether there is anything to choose from on a day."""
        return any(one.holds(on) for one in self.law.values()) or any(
            one.since is None or one.since <= on for one in self.own)
