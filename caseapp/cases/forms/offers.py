"""What an act's form offers to choose from on its day, with the place of each choice in the law and every doubt."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from caseapp.cases.asking import Ask
from caseapp.cases.asks import ASKS
from caseapp.law.citing import cited, place_words
from caseapp.law.complaint_choices import Choice
from caseapp.web.filters import upper_first
from caseapp.web.language import gettext as _

FROM_LAW: Final[Mapping[str, Mapping[str, Choice]]] = {name: ask.law for name, ask in ASKS.items() if ask.law}
"""The choices that stand in the law, by the input that offers them."""


def choices_of(name: str, on: date) -> list[tuple[str, str]]:
    """(code, words) of what may be chosen for an input on a day."""
    ask = ASKS[name]
    return [*((one.code, _words(ask, one)) for one in ask.law.values() if one.holds(on)),
            *((one.code, _(one.words)) for one in ask.own if one.since is None or one.since <= on)]


def words_of(name: str, code: str) -> str:
    """What a code means that was chosen on whatever day; the code itself when nothing by that name is known."""
    ask = ASKS.get(name)
    if ask is None:
        return code
    known = ask.law.get(code)
    if known is not None:
        return _words(ask, known)
    return next((_(one.words) for one in ask.own if one.code == code), code)


def _words(ask: Ask, choice: Choice) -> str:
    if not ask.numbered:
        return _(choice.text)
    return _("%(place)s: %(ground)s", place=upper_first(place_words(choice.citation, _)), ground=_(choice.text))


def place_of(name: str, on: date) -> str:
    """Where the law speaks of an input, in the reader's language; empty where it is the office's own.

    Of several duties of the same thing the one with the later first day is named, once it holds.
    """
    ask = ASKS[name]
    duty = next((one for one in ask.duties if one.since <= on), None)
    if duty is not None:
        return upper_first(cited(duty.citation, _))
    if not ask.law or ask.numbered:
        return ""
    places = dict.fromkeys(one.citation for one in ask.law.values() if one.holds(on))
    return upper_first(cited(next(iter(places)), _)) if len(places) == 1 else ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is not certain of a field's choices; ``sure``: only the wording is open, not the choice."""

    words: str
    sure: bool


def doubts_of(name: str, on: date) -> list[Doubt]:
    """Every doubt about the choices of an input once, naming the choices when it is not about all of them."""
    return _told([one for one in ASKS[name].law.values() if one.holds(on)])


def _told(choices: Sequence[Choice]) -> list[Doubt]:
    noted: dict[tuple[str, bool], list[Choice]] = {}
    for one in choices:
        if one.note and (not one.confirmed or _all_sure(choices)):
            noted.setdefault((one.note, one.confirmed), []).append(one)
    return [Doubt(_about(found, choices, _(note)), sure) for (note, sure), found in noted.items()]


def _all_sure(choices: Sequence[Choice]) -> bool:
    """Whether no choice is in worse doubt: only then a note on something confirmed is worth its line."""
    return all(one.confirmed for one in choices)


def _about(found: Iterable[Choice], choices: Sequence[Choice], note: str) -> str:
    some = list(found)
    if len(some) == len(choices):
        return note
    return _("%(choices)s: %(note)s", choices=", ".join(_(one.text) for one in some), note=note)
