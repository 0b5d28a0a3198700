"""Knows how a procedure is shown outside the pages: as plain data, as lines of text, as a diagram."""

import json
from collections.abc import Iterator

from caseapp.workflow.kind import BACK, Action, Kind, State


def kind_plain(kind: Kind) -> dict[str, object]:
    """The procedure as JSON can hold it."""
    return {
        "code": kind.code,
        "label": kind.label,
        "citation": str(kind.citation) if kind.citation else None,
        "openings": [{"state": opening.state.code, "starts": list(opening.starts)} for opening in kind.openings],
        "states": [_state_plain(state) for state in kind.states],
        "actions": [_action_plain(action) for action in kind.actions],
    }


def _state_plain(state: State) -> dict[str, object]:
    return {"code": state.code, "label": state.label, "final": state.final, "rests": state.rests}


_CLOCKS = ("meets", "starts", "pauses", "resumes", "extends", "heeds")


def _goal(action: Action) -> str | None:
    """The code of the state an action leads to; "back" to the one before, None to none other."""
    if action.to is BACK:
        return BACK.value
    return action.to.code if isinstance(action.to, State) else None


def _action_plain(action: Action) -> dict[str, object]:
    clocks = {name: list(getattr(action, name)) for name in _CLOCKS}
    return {
        "code": action.code,
        "label": action.label,
        "when": sorted(state.code for state in action.when),
        "to": _goal(action),
        "by": sorted(action.by),
        "enters": sorted(action.enters),
        "proposes": sorted(action.proposes),
        "only_if": [guard.name for guard in action.only_if],
        "asks": list(action.asks),
        **clocks,
        "citation": str(action.citation) if action.citation else None,
        "form": action.form or None,
    }


def kind_lines(kind: Kind) -> Iterator[str]:
    """The procedure in lines a person can read in a console."""
    yield f"{kind.code}  {kind.label}"
    for opening in kind.openings:
        yield f"    bắt đầu: {opening.state.label}{_clocks('chạy', opening.starts)}"
    for action in kind.actions:
        where = ", ".join(sorted(state.label for state in action.when))
        yield f"    {action.code}: {action.label}. {where} → {_goal_label(action)}; ai làm: {_who(action)}"
        if details := _details(action):
            yield f"        {details}"


def _goal_label(action: Action) -> str:
    if action.to is BACK:
        return "giai đoạn trước đó"
    return action.to.label if isinstance(action.to, State) else "giữ nguyên"


def _who(action: Action) -> str:
    entering = f"; ghi bản đã ký: {', '.join(sorted(action.enters))}" if action.enters else ""
    proposing = f"; đề xuất: {', '.join(sorted(action.proposes))}" if action.proposes else ""
    return ", ".join(sorted(action.by)) + entering + proposing


def _details(action: Action) -> str:
    moved = {"xong": action.meets, "chạy": action.starts, "dừng": action.pauses, "chạy tiếp": action.resumes}
    more = {"gia": action.extends, "giữ đúng": action.heeds}
    clocks = "".join(_clocks(verb, codes) for verb, codes in {**moved, **more}.items())
    form = f"; mẫu {action.form}" if action.form else ""
    basis = f"; {action.citation}" if action.citation else ""
    return (clocks + form + basis).removeprefix("; ")


def _clocks(verb: str, codes: tuple[str, ...]) -> str:
    return f"; {verb} hạn {', '.join(codes)}" if codes else ""


def kind_dot(kind: Kind) -> Iterator[str]:
    """The procedure as a directed graph in the DOT language, one line at a time."""
    yield f"digraph {_quoted(kind.code)} {{"
    yield f"  label={_quoted(kind.label)}; rankdir=LR; node [shape=box];"
    for state in kind.states:
        shape = ", peripheries=2" if state.closed else ""
        yield f"  {_quoted(state.code)} [label={_quoted(state.label)}{shape}];"
    for action in kind.actions:
        for state in sorted(action.when, key=lambda state: state.code):
            for goal in _goals(kind, action, state):
                yield f"  {_quoted(state.code)} -> {_quoted(goal.code)} [label={_quoted(action.label)}];"
    yield "}"


def _goals(kind: Kind, action: Action, state: State) -> list[State]:
    if action.to is BACK:
        befores = {before for one in kind.actions if one.to == state for before in one.when}
        return [one for one in kind.states if one in befores and one != state]
    return [action.to or state]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
