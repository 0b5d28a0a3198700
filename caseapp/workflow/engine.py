"""Knows how a procedure runs: what may be done now, why something may not, and what a step changes."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from caseapp.text import mark
from caseapp.workflow.kind import BACK, Action, Back, Facts, Kind, Reason, State

WRONG_STATE: Final = mark("Việc này không làm được ở giai đoạn hiện tại của hồ sơ.")
FINISHED: Final = mark("Hồ sơ đã kết thúc.")
WRONG_ROLE: Final = mark("Việc này thuộc vai trò khác.")
NO_SUCH_ACTION: Final = mark("Thủ tục này không có việc đó.")


NOT_YET_LAW: Final = mark("Việc này chưa có trong quy định vào ngày đã ghi.")
BEFORE: Final = "before"
"""Name of the fact that says from which state a suspended dossier came."""


class Way(StrEnum):
    """How somebody may carry out an action: in their own right, as signed on paper by another, or as a proposal."""

    DO = "do"
    ENTER = "enter"
    PROPOSE = "propose"


class Refused(Exception):
    """An action that may not be done; `reason` is the Vietnamese sentence, with the article that asks for it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason if isinstance(reason, Reason) else Reason(reason)


@dataclass(frozen=True, slots=True)
class Step:
    """What an action does: the state before and after, and the time limits it moves, by code."""

    action: Action
    before: State
    after: State

    @property
    def to(self) -> State | Back | None:
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


def way_of(action: Action, roles: AbstractSet[str]) -> Way | None:
    """The best way these roles have of carrying out the action; None when they have none."""
    ways = ((Way.DO, action.by), (Way.ENTER, action.enters), (Way.PROPOSE, action.proposes))
    return next((way for way, holders in ways if holders & roles), None)


def refusal(
    action: Action, state: State, roles: AbstractSet[str], facts: Facts, on: date | None = None
) -> str | None:
    """Why the action may not be done now, as a marked Vietnamese sentence; None when it may.

    `on`: the day it is done, where the law knows the action only from some day on.
    """
    if state not in action.when:
        return FINISHED if state.closed else Reason(WRONG_STATE, action.citation)
    if way_of(action, roles) is None:
        return WRONG_ROLE
    if on is not None and action.since is not None and on < action.since:
        return Reason(NOT_YET_LAW, action.citation)
    return next((guard.reason for guard in action.only_if if not guard.holds(facts)), None)


def available(
    kind: Kind, state: State | str, roles: AbstractSet[str], facts: Facts, on: date | None = None
) -> tuple[Action, ...]:
    """The actions that may be done now: the buttons of the page, in the kind's order. A state is given as stored."""
    here = kind.state(state) if isinstance(state, str) else state
    return tuple(action for action in kind.actions if refusal(action, here, roles, facts, on) is None)


def take(
    kind: Kind, code: str, state: State | str, roles: AbstractSet[str], facts: Facts, on: date | None = None
) -> Step:
    """Carry out an action by its code; raises Refused with the reason. A state is given as stored or as itself."""
    here = kind.state(state) if isinstance(state, str) else state
    action = next((action for action in kind.actions if action.code == code), None)
    if action is None:
        raise Refused(NO_SUCH_ACTION)
    if reason := refusal(action, here, roles, facts, on):
        raise Refused(reason)
    return Step(action, here, after(kind, action, here, facts))


def after(kind: Kind, action: Action, here: State, facts: Facts) -> State:
    """The state an action leads to; what was suspended goes back to where it was."""
    if action.to is BACK:
        return kind.state(str(facts[BEFORE]))
    return action.to or here
