"""What an old book left to confirm about a dossier, as pages say it."""
from __future__ import annotations

import json
from typing import Any

from caseapp.text import Say


def doubts_said(to_confirm: str | None, say: Say) -> list[str]:
    """What an old book leaves to confirm; its wording is translated, what stood in the book is not."""
    return [_doubt(one, say) for one in json.loads(to_confirm or "[]") if one.get("message")]


def _doubt(one: dict[str, Any], say: Say) -> str:
    if "template" not in one:
        return say(str(one["message"]))
    values = {name: say(value) if name == "field" else value for name, value in one["values"].items()}
    return say(one["template"]).format(**values)
