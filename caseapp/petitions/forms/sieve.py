"""What of the intake form may be read and kept: nothing of a person before a kind is chosen, none of a denunciation.

The same sieve stands before the draft and before the form itself, so that a name posted with a denunciation, by
whatever client, is read by nothing behind it.
"""
from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from caseapp.petitions.models import Content
from caseapp.text import clean_line, fold

Fields = Mapping[str, list[str]]

# Says nothing of anybody: open before a kind is chosen.
_PLAIN: Final = frozenset({
    "content_kind", "has_denunciation", "channel", "received_on", "dated_on", "draft", "form_key", "csrf_token", "step",
    "pick"})
# Belongs to one sending, not to what was typed.
_ONCE: Final = frozenset({"form_key", "csrf_token", "step", "pick", "accused_find"})
_TOLD: Final = frozenset({"content", "field", "forwarded_by", "forwarded_no", "originals"})
_OPEN: Final = frozenset({
    "people_count", "demand", "respondent", "contested", "contested_paper", "also_sent_to", "same_as"})
_SEALED: Final = frozenset({
    "envelope", "identity", "accused_name", "accused_post", "accused_account", "accused_seen", "accused_find"})
_PERSON: Final = re.compile(r"people-[0-9]{1,2}-[a-z_]+")
_NAMED: Final = re.compile(r"people-[0-9]{1,2}-(?:name|address|id_number|phone)")
_WORD: Final = re.compile(r"\w+")
STAND_IN: Final = "người tố cáo"
# No form holds more: one request must not cost minutes.
LINES_READ, LINE_READ, STORY_READ = 40, 400, 60_000


def kind_of(fields: Fields) -> str:
    """The kind that governs the form, empty when none is chosen; what holds a denunciation among others is one."""
    kind = (fields.get("content_kind") or [""])[0]
    if kind not in set(Content):
        return ""
    return Content.DENUNCIATION if kind == Content.MIXED and any(fields.get("has_denunciation") or []) else kind


def readable(fields: Fields) -> dict[str, list[str]]:
    """The fields that the form may read, by the kind that stands in them."""
    kind = kind_of(fields)
    kept = {name: list(values) for name, values in fields.items() if _may_keep(name, kind)}
    return _without_names(kept, _typed_names(fields)) if kind == Content.DENUNCIATION else kept


def draftable(fields: Fields) -> dict[str, list[str]]:
    """The fields a draft may hold: nothing at all before a kind is chosen."""
    return {name: values for name, values in readable(fields).items() if name not in _ONCE} if kind_of(fields) else {}


def held_persons(fields: Fields) -> bool:
    """Whether anything of a person stands in ``fields``: what a change of kind to a denunciation throws away."""
    return any(_PERSON.fullmatch(name) and any(clean_line(value) for value in values)
               for name, values in fields.items())


def _may_keep(name: str, kind: str) -> bool:
    if name in _PLAIN:
        return True
    if not kind:
        return False
    if kind == Content.DENUNCIATION:
        return name in _TOLD or name in _SEALED
    return name in _TOLD or name in _OPEN or _PERSON.fullmatch(name) is not None


def _typed_names(fields: Fields) -> list[list[str]]:
    """Folded words of every name, number and address that was typed, the longest first."""
    lines = [clean_line(value[:LINE_READ]) for name, values in fields.items() if _NAMED.fullmatch(name)
             for value in values[:1]][:LINES_READ]
    found = [_WORD.findall(fold(line)) for line in lines]
    return sorted((words for words in found if len("".join(words)) >= 4), key=len, reverse=True)


def _without_names(kept: dict[str, list[str]], names: Sequence[list[str]]) -> dict[str, list[str]]:
    told = {name for name in kept if name in _TOLD or name in ("accused_name", "accused_post")}
    return {name: [_scrubbed(value[:STORY_READ], names) for value in values[:1]] if name in told else values
            for name, values in kept.items()}


def _scrubbed(text: str, names: Sequence[list[str]]) -> str:
    """``text`` with every name in it replaced; marks, case and spacing aside."""
    for words in names:
        found = list(_WORD.finditer(text))
        folded = [fold(one.group()) for one in found]
        for place in range(len(found) - len(words), -1, -1):
            if folded[place:place + len(words)] == words:
                text = text[:found[place].start()] + STAND_IN + text[found[place + len(words) - 1].end():]
                found, folded = found[:place], folded[:place]
    return text
