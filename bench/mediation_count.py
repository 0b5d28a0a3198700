"""Counts a story by hand: who must be paid what, what the logbook must say, what the tables must add up to.

Written from the law and the issue of it, not from the program: it imports nothing of it and asks no database.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bench.mediation_story import BEGUN_LATE, FIRST, FORMED_ON, Dispute, End

# đồng: the circular's own figures (TT 56/2023), and those of the province's council from the middle of the year.
CIRCULAR = {"settled": 400_000, "other": 300_000, "month": 150_000}
COUNCIL = {"settled": 350_000, "other": 250_000, "month": 120_000}
COUNCIL_FROM = date(2026, 7, 1)
ENDS = {"settled", "failed", "stopped"}          # the ways to end of LHG 23; what is referred was never mediated


def rates(on: date) -> dict[str, int]:
    """What counts on a day."""
    return COUNCIL if on >= COUNCIL_FROM else CIRCULAR


def end_at(one: Dispute, night: date) -> End | None:
    """How a dispute stands ended in the books after the last act of a day; None while it goes on or is void."""
    if one.void_on is not None and one.void_on <= night:
        return None
    standing = None
    for end in one.ends:
        if (end.noted_on or end.on) <= night:
            standing = end
        if end.again_on is not None and end.again_on <= night:
            standing = None
    return standing


def mediators_of(one: Dispute) -> list[int]:
    """Who carried it to the end, the leading one first; whoever had an interest or broke a duty gave way."""
    if one.swapped is None:
        return list(one.mediators)
    _day, gone, came, _why = one.swapped
    return [came, *(place for place in one.mediators if place != gone)]


@dataclass(frozen=True, slots=True)
class Share:
    """What one mediator gets for one dispute."""

    place: int
    team: int
    mediator: int
    amount: int
    settled: bool


def payable(story: Iterable[Dispute], until: date, night: date, before: Sequence[Share] = ()) -> list[Share]:
    """Everything that ended by ``until``, as the books stand at ``night``, and was in no earlier list."""
    done = {share.place for share in before}
    found = []
    for one in story:
        end = end_at(one, night)
        if end is None or end.result not in ENDS or end.on > until or one.place in done:
            continue
        amount = rates(end.on)["settled" if end.result == "settled" else "other"]
        people = mediators_of(one)
        each, rest = divmod(amount, len(people))
        found += [Share(one.place, one.team, person, each + (rest if at == 0 else 0), end.result == "settled")
                  for at, person in enumerate(people)]
    return found


def months(first: date, last: date, teams: int) -> list[tuple[int, date, int]]:
    """Team, first day of the month, amount: for every month in which the team was there on some day."""
    return [(team, day, rates(day)["month"]) for day in _firsts(first, last) for team in range(teams)
            if team != BEGUN_LATE or _next(day) > FORMED_ON]


def _firsts(first: date, last: date) -> list[date]:
    days, day = [], first.replace(day=1)
    while day <= last:
        days.append(day)
        day = _next(day)
    return days


def _next(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the logbook: day, mediators, invited, parties with their ages, story, agreement, the two marks."""

    place: int
    received_on: date
    mediators: tuple[int, ...]
    invited: str
    sides: tuple[tuple[str, int], ...]
    content: str
    agreement: str
    settled: bool
    unsettled: bool
    void: bool


def logbook(story: Sequence[Dispute], team: int, night: date) -> list[Line]:
    """The logbook of a team in the order in which it was written."""
    return [_line(one, night) for one in story if one.team == team and one.entered_on <= night]


def _line(one: Dispute, night: date) -> Line:
    end = end_at(one, night)
    words = end.words if end and end.result != "referred" else ""
    return Line(
        one.place, one.received_on, tuple(mediators_of(one)), one.invited if one.sat_on else "",
        tuple((side.name, side.age) for side in one.sides), one.content, words,
        end is not None and end.result == "settled", end is not None and end.result in {"failed", "stopped"},
        one.void_on is not None)


def table(story: Iterable[Dispute], team: int, last: date, night: date, first: date = FIRST) -> Counter[str]:
    """The line of a team in the table of results, for what it took on in a period, as it stood at its last day.

    ``night``: when it is asked for: what is written down later nobody knows of yet.
    """
    found: Counter[str] = Counter()
    for one in story:
        known = one.entered_on <= night and one.void_on is None
        if one.team != team or not known or not first <= one.received_on <= last:
            continue
        end = _stood(one, last, night)
        if end is not None and end.result == "referred":
            found["referred"] += 1
            continue
        found["received"] += 1
        found[one.scope] += 1
        if end is None:
            begun = one.sat_on is not None and one.sat_on <= last
            found["under-way" if begun else "not-yet"] += 1
        elif end.result == "settled":
            found.update(("settled", f"settled-{one.scope}"))
        else:
            found["unsettled"] += 1
    return found


def _stood(one: Dispute, day: date, night: date) -> End | None:
    """How it stood ended on a day, by the days on which things happened; a mistake that was set right never did."""
    standing = None
    for end in one.ends:
        known = (end.noted_on or end.on) <= night
        taken_back = end.mistaken and end.again_on is not None and end.again_on <= night
        if known and end.on <= day and not taken_back:
            standing = end
        if end.again_on is not None and end.again_on <= day:
            standing = None
    return standing
