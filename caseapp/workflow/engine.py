"""Knows how a procedure runs: what may be done now, why something may not, and what a step changes."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from caseapp.text import mark
from caseapp.workflow.kind import Action, Facts, Kind, State

WRONG_STATE: Final = mark("Việc này không làm được ở giai đoạn hiện tại của hồ sơ.")
FINISHED: Final = mark("Hồ sơ đã kết thúc.")
WRONG_ROLE: Final = mark("Việc này thuộc vai trò khác.")
NO_SUCH_ACTION: Final = mark("Thủ tục này không có việc đó.")


class Refused(Exception):
    """An action that may not be done; the message is the Vietnamese reason."""


@dataclass(frozen=True, slots=True)
class Step:
    """What an action does: the state before and after, and the time limits it moves, by code."""

    action: Action
    before: State
    after: State

    @property
    def to(self) -> State | None:
        """The state to move to, None when the action leaves the dossier where it is."""
        return self.action.to

    @property
    def meets(self) -> tuple[str, ...]:
        """Time limits the action ends as met."""
        return self.action.meets

    @property
    def starts(self) -> tuple[str, ...]:
        """Time limits that begin with the action."""
        return self.action.starts

    @property
    def pauses(self) -> tuple[str, ...]:
        """Time limits the action stops."""
        return self.action.pauses

    @property
    def resumes(self) -> tuple[str, ...]:
        """Time limits the action sets going again."""
        return self.action.resumes

    @property
    def extends(self) -> tuple[str, ...]:
        """Time limits the action extends once."""
        return self.action.extends

    @property
    def basis(self) -> str:
        """The citation for the journal, empty when the action cites none."""
        return str(self.action.citation) if self.action.citation else ""


def refusal(action: Action, state: State, roles: AbstractSet[str], facts: Facts) -> str | None:
    """Why the action may not be done now, as a marked Vietnamese sentence; None when it may."""
    if state not in action.when:
        return FINISHED if state.closed else WRONG_STATE
    if not action.by & roles:
        return WRONG_ROLE
    return next((guard.reason for guard in action.only_if if not guard.holds(facts)), None)


def available(kind: Kind, state: State | str, roles: AbstractSet[str], facts: Facts) -> tuple[Action, ...]:
    """The actions that may be done now: the buttons of the page, in the kind's order. A state is given as stored."""
    here = kind.state(state) if isinstance(state, str) else state
    return tuple(action for action in kind.actions if refusal(action, here, roles, facts) is None)


def take(kind: Kind, code: str, state: State | str, roles: AbstractSet[str], facts: Facts) -> Step:
    """Carry out an action by its code; raises Refused with the reason. A state is given as stored or as itself."""
    here = kind.state(state) if isinstance(state, str) else state
    action = next((action for action in kind.actions if action.code == code), None)
    if action is None:
        raise Refused(NO_SUCH_ACTION)
    if reason := refusal(action, here, roles, facts):
        raise Refused(reason)
    return Step(action, here, action.to or here)
