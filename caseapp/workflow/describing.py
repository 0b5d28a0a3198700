"""Knows how a procedure is shown outside the pages: as plain data, as lines of text, as a diagram."""

import json
from collections.abc import Iterator

from caseapp.workflow.kind import Action, Kind, State


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


def _action_plain(action: Action) -> dict[str, object]:
    clocks = {name: list(getattr(action, name)) for name in ("meets", "starts", "pauses", "resumes", "extends")}
    return {
        "code": action.code,
        "label": action.label,
        "when": sorted(state.code for state in action.when),
        "to": action.to.code if action.to else None,
        "by": sorted(action.by),
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
        goal = action.to.label if action.to else "giữ nguyên"
        yield f"    {action.code}: {action.label}. {where} → {goal}; ai làm: {', '.join(sorted(action.by))}"
        if details := _details(action):
            yield f"        {details}"


def _details(action: Action) -> str:
    moved = {"xong": action.meets, "chạy": action.starts, "dừng": action.pauses, "chạy tiếp": action.resumes}
    clocks = "".join(_clocks(verb, codes) for verb, codes in {**moved, "gia": action.extends}.items())
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
            goal = action.to or state
            yield f"  {_quoted(state.code)} -> {_quoted(goal.code)} [label={_quoted(action.label)}];"
    yield "}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
