"""Knows how what the office itself wrote down in Vietnamese is said to a reader of another language."""
from __future__ import annotations

import json
from typing import Any, Final

from caseapp.text import Say, mark

ENTERED_IN_ERROR: Final = mark("Ghi nhầm")
"""The reason the program gives for a number it cancels itself."""


def reason_said(note: str, say: Say) -> str:
    """Why a number was cancelled: the program's own words are translated, a person's stay as he wrote them."""
    return say(note) if note == ENTERED_IN_ERROR else note


def doubts_said(to_confirm: str | None, say: Say) -> list[str]:
    """What an old book leaves to confirm; its wording is translated, what stood in the book is not."""
    return [_doubt(one, say) for one in json.loads(to_confirm or "[]") if one.get("message")]


def _doubt(one: dict[str, Any], say: Say) -> str:
    if "template" not in one:
        return say(str(one["message"]))
    values = {name: say(value) if name == "field" else value for name, value in one["values"].items()}
    return say(one["template"]).format(**values)
