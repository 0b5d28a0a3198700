"""What a kind of case brings beside its procedure: its register, its facts, what its inputs and days mean."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Final, Protocol

from caseapp.law.complaint_choices import Recipient
from caseapp.workflow.kind import Facts, Kind
from caseapp.workflow.running import Course

MACHINE: Final = "machine"          # who does what happens by itself, when a day has gone by
NONE: Final[Mapping[str, Any]] = MappingProxyType({})


class Recorded(Protocol):
    """What is read of an act: a stored object as well as a row of a page."""

    @property
    def code(self) -> str: ...
    @property
    def happened_on(self) -> date: ...
    @property
    def document(self) -> str: ...
    @property
    def details(self) -> str: ...


class Filed(Protocol):
    """What is read of a case file."""

    @property
    def kind(self) -> str: ...
    @property
    def opening(self) -> str: ...
    @property
    def received_on(self) -> date: ...
    @property
    def people_count(self) -> int: ...
    @property
    def nomination(self) -> str: ...
    @property
    def respondent(self) -> str: ...
    @property
    def contested_paper(self) -> str: ...
    @property
    def traits(self) -> str: ...
    @property
    def remote(self) -> bool: ...


def traits_of(case: Filed) -> frozenset[str]:
    """What else is true of a case from its first day, in words of its kind: “dismissal”, “identified”."""
    return frozenset(case.traits.split())


@dataclass(frozen=True, slots=True)
class DueDays:
    """The last days of running time limits, by rule."""

    days: Mapping[str, date]

    def gone_by(self, rule: str, on: date) -> bool:
        """Whether the limit runs, and its last day lies before ``on``."""
        return rule in self.days and self.days[rule] < on


@dataclass(frozen=True, slots=True)
class Told:
    """Everything known of a case when an act is asked for: what had happened by its day, and no more.

    ``acts``: code and inputs of each, in order; ``now``: what they make of its limits; ``dues``: their last days;
    ``chosen``: the inputs of the act itself.
    """

    case: Filed
    acts: Sequence[tuple[str, Mapping[str, Any]]]
    now: Course
    dues: DueDays
    on: date
    chosen: Mapping[str, Any]

    def done(self, *codes: str) -> bool:
        """Whether any of these acts was done."""
        return any(code in codes for code, _details in self.acts)

    def last(self, *codes: str) -> Mapping[str, Any]:
        """What the latest of these acts was told, with its ``code``; empty when none was done."""
        return next(({"code": code, **details} for code, details in reversed(self.acts) if code in codes), NONE)

    def since(self, code: str) -> Sequence[tuple[str, Mapping[str, Any]]]:
        """The acts after the latest of a code, that one included; all when it was never done."""
        return self.acts[max((place for place, (one, _details) in enumerate(self.acts) if one == code), default=0):]

    def runs(self, rule: str) -> bool:
        """Whether a time limit of the rule has begun and not ended."""
        return any(one.rule == rule and one.ended_on is None for one in self.now.limits)

    def on_between(self, on: str, off: str) -> bool:
        """Whether the act that switches something on was done later than the one that switches it off."""
        return bool(self.last(on, off).get("code") == on)


@dataclass(frozen=True, slots=True)
class Wording:
    """A field's label, a hint below it, and what is said when it is empty; without that it may be empty."""

    label: str
    missing: str = ""
    hint: str = ""


def nobody(_act: str, _level: str) -> tuple[Recipient, ...]:
    """A kind whose acts name no recipients."""
    return ()


@dataclass(frozen=True, slots=True)
class Practice:
    """How the office runs a procedure.

    ``facts``: what its guards look at; ``register``: the book its numbers stand in; ``sealed``: it holds what nobody
    may see but those entrusted with it, and goes by a code that begins with ``code``.
    ``passing``: what happens by itself, and the limits whose last days must all have gone by.
    ``clears``: the act by which a person makes a guard hold, ``or_else``: the other one that does. ``usual``: the acts
    that lead on from a state where the procedure alone does not tell; an empty one: nobody can say which of several.
    ``starts_on``: inputs that hold the day from which limits
    run; ``keeps``: the input with the coming day that limits are counted back from; ``grounds``: why a limit stands
    still. ``summaries``, ``days``: what free text and day of an act are called. ``sends``: the acts whose papers an
    act of sending sends; ``recipients``: who is sent the paper of an act by a unit of a level.
    ``levels``: of units that may open such a case, empty for all. ``on_receipt``: rights that begin with the day a
    decision was received, the one that keeps it from taking effect first. ``from_receipt``: limits that count from the
    day the office received it, whatever act starts them.
    """

    kind: Kind
    register: str
    facts: Callable[[Told], Facts]
    sealed: bool = False
    code: str = ""
    passing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    clears: Mapping[str, str] = field(default_factory=dict)
    or_else: Mapping[str, str] = field(default_factory=dict)
    usual: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    starts_on: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    keeps: str = "dialogue_on"
    grounds: tuple[str, ...] = ("suspend_ground",)
    summaries: Mapping[str, Wording] = field(default_factory=dict)
    days: Mapping[str, str] = field(default_factory=dict)
    sends: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    recipients: Callable[[str, str], tuple[Recipient, ...]] = nobody
    levels: frozenset[str] = frozenset()
    from_receipt: frozenset[str] = frozenset()
    on_receipt: tuple[str, ...] = ()
