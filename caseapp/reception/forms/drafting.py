"""What of a visit's form may be read and kept: no person before a kind is chosen, and never one of a denunciation.

The same sieve stands before the draft and before the form itself, so that a name posted for a denunciation,
by whatever client, is read by nothing behind it.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from caseapp.reception.models import Matter
from caseapp.text import clean, clean_line, fold

Fields = Mapping[str, list[str]]

# What says nothing of anybody: open before a kind is chosen.
_PLAIN: Final = frozenset({
    "matter", "has_denunciation", "held_on", "held_at", "session", "receiver", "draft", "ticket", "form_key",
    "csrf_token", "step", "then",
})
# Belong to one sending, not to what was typed.
_ONCE: Final = frozenset({"form_key", "csrf_token", "step", "then", "accused_find"})
_STORY: Final = frozenset({
    "content", "field", "people_count", "repeat", "resolved_by", "outcome", "body", "document", "place", "ground",
    "ground_note",
})
# Lines of a petition that is taken: of a complaint alone.
_PETITION: Final = frozenset({"respondent", "contested", "contested_paper", "dated_on", "joins"})
_SEALED: Final = frozenset({
    "envelope", "identity", "protection", "accused_name", "accused_post", "accused_account", "accused_seen",
    "accused_find", "slip",
})
_PERSONAL: Final = frozenset({
    "lookup", "pick", "same_as", "stands_in", "authority", "nomination", "other_matter",
})
_PEOPLE: Final = re.compile(r"(?:people-[0-9]{1,2}|represented)-")
_PAPERS: Final = re.compile(r"papers-[0-9]{1,2}-")
_NAME: Final = re.compile(r"(?:people-[0-9]{1,2}|represented)-name|lookup")
_NUMBER: Final = re.compile(r"(?:people-[0-9]{1,2}|represented)-(?:id_number|phone)|lookup")
_PLACE: Final = re.compile(r"(?:people-[0-9]{1,2}|represented)-address")
# Only these are written as a story; everything else of a denunciation is chosen from a list or given by the machine.
_TOLD: Final = frozenset({
    "content", "resolved_by", "body", "document", "place", "accused_name", "accused_post", "accused_find", "envelope",
    "ground_note",
})
_WORD: Final = re.compile(r"\w+")
STAND_IN: Final = "người tố cáo"
LINES_READ: Final = 40
LINE_READ: Final = 400
STORY_READ: Final = 250_000


def kind_of(fields: Fields) -> str:
    """The kind that governs the form, empty when none is chosen; a mixed visit with a denunciation in it is one."""
    matter = (fields.get("matter") or [""])[0]
    if matter not in set(Matter) - {Matter.UNCLASSIFIED}:
        return ""
    if matter == Matter.MIXED and any(fields.get("has_denunciation") or []):
        return Matter.DENUNCIATION
    return matter


def draftable(fields: Fields) -> dict[str, list[str]]:
    """The fields a draft may hold: nothing at all before a kind is chosen; registered as the form's draft filter."""
    return {name: values for name, values in readable(fields).items() if name not in _ONCE} if kind_of(fields) else {}


def readable(fields: Fields) -> dict[str, list[str]]:
    """The fields that the form may read, by the kind that stands in them."""
    kind = kind_of(fields)
    kept = {name: list(values) for name, values in fields.items() if _may_keep(name, kind)}
    if kind == Matter.DENUNCIATION:
        return _scrubbed(kept, fields)
    return kept


def held_persons(fields: Fields) -> bool:
    """Whether anything of a person stands in ``fields``: what a change of kind to a denunciation throws away."""
    return any(
        _is_personal(name) and any(clean_line(value) for value in values) for name, values in fields.items())


def _is_personal(name: str) -> bool:
    if name.endswith(("-nature", "-sex")):      # chosen from a list that always stands on something
        return False
    return _PEOPLE.match(name) is not None or name in ("lookup", "authority", "nomination")


def _may_keep(name: str, kind: str) -> bool:
    if name in _PLAIN:
        return True
    if not kind:
        return False
    if name in _STORY or _PAPERS.match(name):
        return True
    if kind == Matter.DENUNCIATION:
        return name in _SEALED
    if name in _PETITION:
        return kind == Matter.COMPLAINT
    return name in _PERSONAL or _PEOPLE.match(name) is not None


def _scrubbed(kept: dict[str, list[str]], fields: Fields) -> dict[str, list[str]]:
    """Names and numbers that stood in person lines taken out of the story too."""
    numbers = {re.sub(r"\W", "", value).upper() for value in _typed(fields, _NUMBER)}
    sought = [_WORD.findall(fold(text)) for text in (*_typed(fields, _NAME), *_typed(fields, _PLACE))]
    return {
        name: [without(clean(value[:STORY_READ]), sought, numbers) for value in values[:1]]
        if name in _TOLD or name.endswith("-name") else values
        for name, values in kept.items()
    }


def _typed(fields: Fields, pattern: re.Pattern[str]) -> list[str]:
    """What stands in these fields: one value each and no more than a form can hold, or one request costs minutes."""
    found = [line[:LINE_READ] for name, values in fields.items() if pattern.fullmatch(name)
             for value in values[:1] if (line := clean_line(value))]
    return found[:LINES_READ]


def without(text: str, names: Iterable[list[str]], numbers: Iterable[str]) -> str:
    """``text`` with every name (as folded words) and number in it replaced; marks, case and spacing aside."""
    for number in numbers:
        if len(number) >= 6:
            text = re.sub(r"[\s.\-]?".join(map(re.escape, number)), STAND_IN, text, flags=re.IGNORECASE)
    line = f" {' '.join(_WORD.findall(fold(text)))} "
    for words in sorted(names, key=len, reverse=True):
        # Two short words are a name too (“Vũ Ý”); one short word alone is any word.
        if (len(words) > 1 or len("".join(words)) >= 4) and f" {' '.join(words)} " in line:
            text = _without_words(text, words)
    return text


def _without_words(text: str, words: list[str]) -> str:
    found = list(_WORD.finditer(text))
    folded = [fold(match.group()) for match in found]
    kept, end, place = [], 0, 0
    while place + len(words) <= len(found):
        if folded[place:place + len(words)] == words:
            kept += [text[end:found[place].start()], STAND_IN]
            end = found[place + len(words) - 1].end()
            place += len(words)
        else:
            place += 1
    return "".join([*kept, text[end:]])
