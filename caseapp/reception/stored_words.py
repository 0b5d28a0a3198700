"""Knows how what the office itself wrote down in Vietnamese is said to a reader of another language."""
from __future__ import annotations

from typing import Final

from caseapp.text import Say, mark

ENTERED_IN_ERROR: Final = mark("Ghi nhầm")
"""The reason the program gives for a number it cancels itself."""


def reason_said(note: str, say: Say) -> str:
    """Why a number was cancelled: the program's own words are translated, a person's stay as he wrote them."""
    return say(note) if note == ENTERED_IN_ERROR else note
