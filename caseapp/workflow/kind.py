"""Knows how a procedure is described: states, the actions between them, who may act, and which clocks they move."""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from caseapp.law.acts import Citation

Facts = Mapping[str, object]
"""What is known of one dossier when an action is asked for: plain values under names the kind agrees on."""


@dataclass(frozen=True, slots=True)
class State:
    """Where a dossier stands; the label is for people and takes no part in comparing.

    `final`: the state is left no more. `rests`: the work is done and no duty runs, though the dossier can still
    be cancelled or taken up again.
    """

    code: str
    label: str = field(compare=False)
    final: bool = False
    rests: bool = False

    @property
    def closed(self) -> bool:
        """Whether nothing is left for the office to do."""
        return self.final or self.rests


@dataclass(frozen=True, slots=True)
class Guard:
    """A named condition over facts; `reason` is the Vietnamese sentence shown when it does not hold."""

    name: str
    holds: Callable[[Facts], bool] = field(compare=False)
    reason: str = field(compare=False)


def guard(reason: str) -> Callable[[Callable[[Facts], bool]], Guard]:
    """Make a guard of a pure function over facts; the function's name becomes the guard's."""

    def made(holds: Callable[[Facts], bool]) -> Guard:
        return Guard(holds.__name__.strip("_"), holds, reason)

    return made


@dataclass(frozen=True, slots=True)
class Action:
    """One act of the procedure.

    `when`: the states it may be done in; `to`: the state it leads to, None to stay; `by`: roles that may do it;
    `only_if`: guards that must all hold; `asks`: names of the inputs its form shows; `meets`, `starts`, `pauses`,
    `resumes`, `extends`: codes of time limits; `form`: number of the document it issues.
    """

    code: str
    label: str = field(compare=False)
    when: AbstractSet[State]
    to: State | None
    by: AbstractSet[str]
    only_if: tuple[Guard, ...] = ()
    asks: tuple[str, ...] = ()
    meets: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    pauses: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    extends: tuple[str, ...] = ()
    citation: Citation | None = None
    form: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "when", frozenset(self.when))
        object.__setattr__(self, "by", frozenset(self.by))

    @property
    def clocks(self) -> frozenset[str]:
        """Every time limit the action touches."""
        return frozenset((*self.meets, *self.starts, *self.pauses, *self.resumes, *self.extends))


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

    @property
    def initial(self) -> State:
        """The state of the usual opening."""
        return self.openings[0].state

    def state(self, code: str) -> State:
        """The state with this code; raises KeyError."""
        return {state.code: state for state in self.states}[code]

    def action(self, code: str) -> Action:
        """The action with this code; raises KeyError."""
        return {action.code: action for action in self.actions}[code]
