"""Knows how a procedure is described: states, the actions between them, who may act, and which clocks they move."""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Final, Self

from caseapp.law.acts import Citation

Facts = Mapping[str, object]
"""What is known of one dossier when an action is asked for: plain values under names the kind agrees on."""


@dataclass(frozen=True, slots=True)
class State:
    """Where a dossier stands; the label is for people and takes no part in comparing.

    `final`: the state is left no more. `rests`: the work is done and no duty runs, though the dossier can still
    be cancelled or taken up again. `awaits`: who must act next: a role, or "handler" for whoever handles the dossier.
    """

    code: str
    label: str = field(compare=False)
    final: bool = False
    rests: bool = False
    awaits: str = field(default="", compare=False)

    @property
    def closed(self) -> bool:
        """Whether nothing is left for the office to do."""
        return self.final or self.rests


class Back(Enum):
    """Leads to the state that the dossier was in before the one it is in: what was suspended goes on."""

    BACK = "back"


BACK: Final = Back.BACK


class Reason(str):
    """Why something may not be done, in Vietnamese; `citation`: where the law asks for what is missing."""

    __slots__ = ("citation",)
    citation: Citation | None

    def __new__(cls, words: str, citation: Citation | None = None) -> Self:
        """The sentence with its citation."""
        reason = super().__new__(cls, words)
        reason.citation = citation
        return reason


@dataclass(frozen=True, slots=True)
class Guard:
    """A named condition over facts; `reason` is the Vietnamese sentence shown when it does not hold.

    `ended`: time limits that do not run when it holds, for the proof that a procedure leaves none behind.
    """

    name: str
    holds: Callable[[Facts], bool] = field(compare=False)
    reason: Reason = field(compare=False)
    ended: frozenset[str] = frozenset()


def guard(
    reason: str, citation: Citation | None = None, ended: tuple[str, ...] = ()
) -> Callable[[Callable[[Facts], bool]], Guard]:
    """Make a guard of a pure function over facts; the function's name becomes the guard's."""

    def made(holds: Callable[[Facts], bool]) -> Guard:
        return Guard(holds.__name__.strip("_"), holds, Reason(reason, citation), frozenset(ended))

    return made


@dataclass(frozen=True, slots=True)
class Action:
    """One act of the procedure.

    `when`: the states it may be done in; `to`: the state it leads to, None to stay, BACK to where it was before.
    `by`: roles that may do it; `enters`: roles that may record it when it was signed on paper; `proposes`: roles that
    may draft it for those. `only_if`: guards that must all hold; `asks`: names of the inputs its form shows; `meets`,
    `starts`, `pauses`, `resumes`, `extends`: codes of time limits, `grants`: the option that an extension rests on,
    `heeds`: limits counted back from a day the act names, which it must keep. `document`: it issues a document that
    somebody signs, on the form with the code `form`. `since`: the first day the law knows the act.
    """

    code: str
    label: str = field(compare=False)
    when: AbstractSet[State]
    to: State | Back | None
    by: AbstractSet[str]
    only_if: tuple[Guard, ...] = ()
    asks: tuple[str, ...] = ()
    meets: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    pauses: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    extends: tuple[str, ...] = ()
    grants: str = ""
    heeds: tuple[str, ...] = ()
    proposes: AbstractSet[str] = frozenset()
    enters: AbstractSet[str] = frozenset()
    document: bool = False
    since: date | None = None
    citation: Citation | None = None
    form: str = ""

    def __post_init__(self) -> None:
        for name in ("when", "by", "proposes", "enters"):
            object.__setattr__(self, name, frozenset(getattr(self, name)))

    @property
    def clocks(self) -> frozenset[str]:
        """Every time limit the action touches."""
        return frozenset(
            (*self.meets, *self.starts, *self.pauses, *self.resumes, *self.extends, *self.heeds))

    @property
    def roles(self) -> frozenset[str]:
        """Everybody who may do, record or propose it."""
        return frozenset(self.by | self.enters | self.proposes)


@dataclass(frozen=True, slots=True)
class Opening:
    """A way a dossier of the kind can begin: the state it begins in and the time limits that start at once."""

    state: State
    starts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A procedure: what it is called, how it begins, its states and its actions. The first opening is the usual one."""

    code: str
    label: str = field(compare=False)
    openings: tuple[Opening, ...]
    states: tuple[State, ...]
    actions: tuple[Action, ...]
    citation: Citation | None = None
    _states: Mapping[str, State] = field(init=False, repr=False, compare=False)
    _actions: Mapping[str, Action] = field(init=False, repr=False, compare=False)

    @property
    def initial(self) -> State:
        """The state of the usual opening."""
        return self.openings[0].state

    def __post_init__(self) -> None:
        """Lay states and actions out by code; of a code that stands twice the last counts, and the check says so."""
        object.__setattr__(self, "_states", {state.code: state for state in self.states})
        object.__setattr__(self, "_actions", {action.code: action for action in self.actions})

    def state(self, code: str) -> State:
        """The state with this code; raises KeyError."""
        return self._states[code]

    def action(self, code: str) -> Action:
        """The action with this code; raises KeyError."""
        return self._actions[code]
