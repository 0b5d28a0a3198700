"""Knows whether two told matters are the same again, of the same person, or the second instance of the first."""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from caseapp.petitions.repeats.people import (
    POSSIBLE,
    SAME_COMMUNE,
    SAME_HAMLET,
    SAME_HOME,
    SURE,
    Sameness,
    Someone,
    closest,
)
from caseapp.petitions.repeats.words import Gist
from caseapp.text import mark


class Proposal(StrEnum):
    """What an officer is proposed to make of an earlier dossier; the officer decides."""

    SAME = "same"          # the same matter sent again
    NEW = "new"            # the same person about something else
    SECOND = "second"      # against the first resolution of the same matter, or because none came in time


PROPOSAL_WORDS: Final[Mapping[str, str]] = {
    Proposal.SAME: mark("cùng việc đã gửi"), Proposal.NEW: mark("cùng người, nội dung mới"),
    Proposal.SECOND: mark("có thể là khiếu nại lần hai"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is proposed: marked words with ``%(name)s`` gaps, and what fills them."""

    words: str
    values: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Told:
    """Who came, and what about."""

    people: Sequence[Someone]
    gist: Gist


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like two are (0 to 1; the same matter never below ``MATTER``, a new one never above), and why."""

    score: float
    proposal: Proposal
    reasons: tuple[Reason, ...]


# How much of the shorter text must be in the longer for one matter: the less, the surer the person is the same.
_ENOUGH_SURE, _ENOUGH_POSSIBLE, _ENOUGH_NEIGHBOUR, _ENOUGH_STRANGER = 0.13, 0.16, 0.2, 0.6
_ENOUGH_SECOND = 0.05
MATTER: Final = 0.6
_LIGHT: Final = 8.0          # a text with less than this says too little to be wholly compared
_TEMPLATE: Final = 0.7
_OWN_FACTS: Final = ("thua", "m2")
_DATED_FACTS: Final = ("day", "year")


def compare(asked: Told, earlier: Told) -> Likeness | None:
    """What ``asked`` may be in the light of ``earlier``; None when neither person nor matter is the same."""
    person, about = closest(asked.people, earlier.people), _overlap(asked.gist, earlier.gist)
    second = asked.gist.second and not earlier.gist.second
    papers = asked.gist.papers.keys() & earlier.gist.papers.keys()
    if _one_matter(asked.gist, earlier.gist, person, about, second=second, paper=bool(papers)):
        score = MATTER + (1 - MATTER) * (person.value + (1.0 if papers else min(1.0, about / _ENOUGH_STRANGER))) / 2
        proposal = Proposal.SECOND if second else Proposal.SAME
        return Likeness(score, proposal, _reasons(asked, earlier, person, about))
    if person.value >= SURE:
        return Likeness(MATTER * person.value, Proposal.NEW, _reasons(asked, earlier, person, about))
    return None


def _one_matter(asked: Gist, earlier: Gist, person: Sameness, about: float, *, second: bool, paper: bool) -> bool:
    if _contradict(asked, earlier, about, person, second=second):
        return False
    if paper and (person.value >= POSSIBLE or about >= _ENOUGH_POSSIBLE):
        return True
    if person.value >= SURE:
        return about >= (_ENOUGH_SECOND if second else _ENOUGH_SURE)
    if person.value >= POSSIBLE:
        return about >= (_ENOUGH_SECOND if second else _ENOUGH_POSSIBLE)
    if person.nearness >= SAME_HAMLET:
        return about >= _ENOUGH_NEIGHBOUR
    return about >= _ENOUGH_STRANGER


def _overlap(one: Gist, other: Gist) -> float:
    """The share of the lighter text's weight that the other has too: 0 to 1."""
    shared = sum(min(one.weights[word], other.weights[word]) for word in one.weights.keys() & other.weights.keys())
    return shared / max(_LIGHT, min(one.weight, other.weight))


def _contradict(asked: Gist, earlier: Gist, about: float, person: Sameness, *, second: bool) -> bool:
    """Whether facts exclude each other: one form of words about another parcel, day or sum is another matter."""
    kinds: set[str] = set(_OWN_FACTS)
    if not second and about >= _TEMPLATE:
        kinds.update(_DATED_FACTS)
        if person.value < SURE:
            kinds.update(asked.facts)
    differ = [kind for kind in kinds & asked.facts.keys() & earlier.facts.keys()
              if not asked.facts[kind] & earlier.facts[kind]]
    return bool(differ)


def _reasons(asked: Told, earlier: Told, person: Sameness, about: float) -> tuple[Reason, ...]:
    said = [*_of_person(person), *_of_facts(asked.gist, earlier.gist)]
    if about >= _ENOUGH_SURE:
        said.append(Reason(mark("nội dung giống %(percent)s %%"), {"percent": min(100, round(about * 100))}))
    if asked.gist.second:
        said.append(Reason(mark("đơn nói về việc giải quyết lần đầu"), {}))
    return tuple(said)


def _of_person(person: Sameness) -> Iterator[Reason]:
    if person.number:
        yield Reason(mark("cùng số giấy tờ"), {})
    if person.name and person.nearness >= SAME_HAMLET:
        yield Reason(mark("cùng họ tên, cùng nơi ở"), {})
    elif person.name and person.nearness == SAME_COMMUNE:
        yield Reason(mark("cùng họ tên, cùng xã"), {})
    elif person.name:
        yield Reason(mark("cùng họ tên"), {})
    elif person.nearness == SAME_HOME:
        yield Reason(mark("cùng nơi ở"), {})
    if person.phone:
        yield Reason(mark("cùng số điện thoại"), {})


def _of_facts(asked: Gist, earlier: Gist) -> Iterator[Reason]:
    for number in sorted(asked.papers.keys() & earlier.papers.keys()):
        yield Reason(mark("cùng số văn bản %(paper)s"), {"paper": asked.papers[number]})
    for kind, words in _FACT_WORDS.items():
        for number in sorted(asked.facts.get(kind, frozenset()) & earlier.facts.get(kind, frozenset())):
            yield Reason(words, {"number": number})


_FACT_WORDS: Final[Mapping[str, str]] = {
    "thua": mark("cùng thửa đất số %(number)s"), "m2": mark("cùng diện tích %(number)s m²"),
}
