"""Knows how a procedure is shown: its moves for the picture, its states and acts for the table, who touches a rule."""
from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import current_app

from caseapp.law.forms import FORMS, form_number
from caseapp.law.registry import PROMISES, RULES
from caseapp.lawbook.diagram import Drawing, drawn
from caseapp.lawbook.layers import Move, Spot
from caseapp.staff.roles import ROLE_NAMES, Role
from caseapp.text import Say, mark
from caseapp.workflow.kind import BACK, Action, Kind, State

MOST_NAMED: Final = 2        # acts that a box of the picture names; of more it says how many
OTHERS: Final = {"machine": mark("Hệ thống tự ghi")}
TOUCHES: Final = {
    "meets": mark("Xong hạn"), "starts": mark("Bắt đầu hạn"), "pauses": mark("Dừng hạn"),
    "resumes": mark("Chạy tiếp hạn"), "extends": mark("Kéo dài hạn"), "heeds": mark("Giữ đúng hạn"),
}
OPENED: Final = mark("Mở hồ sơ")


def kinds() -> Mapping[str, Kind]:
    """Every procedure of this installation by code, as put there at assembly."""
    found: Mapping[str, Kind] = current_app.extensions["kinds"]
    return found


# ---- the picture -----------------------------------------------------------------------------------------------------


def goals(kind: Kind, action: Action, state: State) -> tuple[State, ...]:
    """Where an act can lead from a state; one that leads back, to every state that leads there."""
    if action.to is BACK:
        befores = {before for one in kind.actions if one.to == state for before in one.when}
        return tuple(one for one in kind.states if one in befores and one != state)
    return (action.to if isinstance(action.to, State) else state,)


def moves(kind: Kind, say: Say) -> Iterator[Move]:
    """Every way from one state to another, those that stay among them."""
    for action in kind.actions:
        for state in kind.states:
            if state in action.when:
                for goal in goals(kind, action, state):
                    yield Move(state.code, goal.code, say(action.label), back=action.to is BACK)


def picture(kind: Kind, say: Say, staying: Callable[[int], str]) -> Drawing:
    """The procedure as a drawing; `staying`: the words for a number of acts that leave a state as it is."""
    every = list(moves(kind, say))
    opened = {opening.state.code for opening in kind.openings}
    here, spots = say(mark("Tại đây: {acts}")), []
    for state in kind.states:
        loops = [move.act for move in every if move.start == move.goal == state.code]
        small = staying(len(loops)) if len(loops) > MOST_NAMED else here.format(acts=" · ".join(loops)) if loops else ""
        tone = "final" if state.final else "rests" if state.rests else "runs"
        spots.append(Spot(state.code, say(state.label), small, tone, state.code in opened))
    return drawn(spots, every)


# ---- the table -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Touch:
    """What an act does to a time limit, the rule's code and title; not `linked`: the office itself names the day."""

    how: str
    rule: str
    title: str
    linked: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One act as a row: from which states to which, who, on which form, which limits."""

    action: Action
    label: str
    starts: tuple[str, ...]
    goal: str
    who: tuple[str, ...]
    form: str
    form_name: str
    touches: tuple[Touch, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """One state as a row: what may be done in it and leads on, what leaves it as it is, what starts as one opens."""

    state: State
    label: str
    waits: str
    onwards: tuple[Action, ...]
    staying: tuple[Action, ...]
    opening: tuple[Touch, ...]
    opens: bool


def steps(kind: Kind, on: date, say: Say) -> list[Step]:
    """Every act of the procedure in its own order."""
    return [_step(kind, action, on, say) for action in kind.actions]


def _step(kind: Kind, action: Action, on: date, say: Say) -> Step:
    goal = say(mark("Giai đoạn trước đó")) if action.to is BACK else \
        say(action.to.label) if isinstance(action.to, State) else say(mark("Giữ nguyên"))
    paper = FORMS.get(action.form)
    return Step(
        action, say(action.label), tuple(say(state.label) for state in kind.states if state in action.when), goal,
        _who(action, say), form_number(action.form, on) or (action.form if not paper else ""),
        say(paper.name) if paper else "", tuple(_touches(action, say)))


def _who(action: Action, say: Say) -> tuple[str, ...]:
    found = [" · ".join(role_words(action.by, say))]
    if action.enters:
        entering = " · ".join(role_words(action.enters, say))
        found.append(say(mark("ghi bản đã ký: {who}")).format(who=entering))
    if action.proposes:
        found.append(say(mark("trình: {who}")).format(who=" · ".join(role_words(action.proposes, say))))
    return tuple(found)


def role_words(roles: Iterable[str], say: Say) -> list[str]:
    """The names of roles in the order of the list of roles; what is no role happens by itself."""
    chosen = set(roles)
    return [say(ROLE_NAMES[role]) for role in Role if role in chosen] + \
        [say(words) for code, words in OTHERS.items() if code in chosen]


def _touches(action: Action, say: Say) -> Iterator[Touch]:
    for name, how in TOUCHES.items():
        for code in getattr(action, name):
            yield _touch(say(how), code, say)


def _touch(how: str, code: str, say: Say) -> Touch:
    rule = RULES.get(code)
    return Touch(how, code, say(rule.title if rule else PROMISES[code].title), rule is not None)


def stages(kind: Kind, say: Say) -> list[Stage]:
    """Every state of the procedure in its own order."""
    found = []
    for state in kind.states:
        here = [action for action in kind.actions if state in action.when]
        starting = [code for opening in kind.openings if opening.state == state for code in opening.starts]
        found.append(Stage(
            state, say(state.label), ", ".join(role_words([state.awaits], say)),
            tuple(one for one in here if one.to not in (None, state)),
            tuple(one for one in here if one.to in (None, state)),
            tuple(_touch(say(TOUCHES["starts"]), code, say) for code in starting),
            any(opening.state == state for opening in kind.openings)))
    return found


# ---- where something of the law decides ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Use:
    """An act of a procedure that a rule, a form or a ground decides in; `act` empty: the opening itself."""

    kind: str
    kind_label: str
    act: str
    label: str
    how: str = ""


def uses_of_rule(rule: str, every: Mapping[str, Kind], say: Say) -> list[Use]:
    """Every act, of every procedure, that moves the clock of a rule."""
    found = []
    for kind in every.values():
        name = say(kind.label)
        if any(rule in opening.starts for opening in kind.openings):
            found.append(Use(kind.code, name, "", say(OPENED), say(TOUCHES["starts"])))
        for action in kind.actions:
            found += [Use(kind.code, name, action.code, say(action.label), say(how))
                      for touch, how in TOUCHES.items() if rule in getattr(action, touch)]
    return found


def uses_of_form(called: Collection[str], every: Mapping[str, Kind], say: Say) -> list[Use]:
    """Every act that is done on a form, whatever acts call it."""
    return [Use(kind.code, say(kind.label), action.code, say(action.label))
            for kind in every.values() for action in kind.actions if action.form and action.form in called]


def uses_of_asked(asked: Sequence[str], every: Mapping[str, Kind], say: Say) -> list[Use]:
    """Every act whose form asks for one of the inputs."""
    return [Use(kind.code, say(kind.label), action.code, say(action.label))
            for kind in every.values() for action in kind.actions if set(asked) & set(action.asks)]
