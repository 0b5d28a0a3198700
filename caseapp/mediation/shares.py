"""Knows how the amount of a case is divided among its mediators, which rate counts, which months a team was at work.

Plain values in, plain values out: whoever asks twice, or in another order, gets the same đồng.
"""
from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from caseapp.law.mediation_pay import CEILINGS, Amount, ceiling


@dataclass(frozen=True, slots=True)
class Partaker:
    """A row of who mediated a case; who was replaced and came back has two. ``until_on``: the first day no longer."""

    mediator: int
    lead: bool = False
    until_on: date | None = None
    took_part: bool = True
    breached: bool = False


@dataclass(frozen=True, slots=True)
class Split:
    """What each mediator gets of a case, in đồng, the lead first; ``withheld`` is paid to nobody."""

    shares: tuple[tuple[int, int], ...]
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class Rate:
    """An amount in đồng set for a unit and all below it; the day in ``until_on`` no longer."""

    unit: int
    what: str
    amount: int
    from_on: date
    until_on: date | None
    source: str
    confirmed: bool

    def holds(self, on: date) -> bool:
        """Whether it counts on that day."""
        return self.from_on <= on and (self.until_on is None or on < self.until_on)


@dataclass(frozen=True, slots=True)
class Worth:
    """What a case or a month is worth as a whole, and where that stands; ``unit`` None: the circular itself."""

    amount: int
    source: str
    confirmed: bool
    unit: int | None = None
    since: date | None = None


# ── a case ─────────────────────────────────────────────────────────────────────────────────────


def split(amount: int, rows: Iterable[Partaker], ended_on: date) -> Split:
    """Divide the amount of a case that ended on a day among those who took part (TT56 3(17)(a), NĐ15 14).

    Equal parts in whole đồng; what is left over goes to the lead. Whoever broke a duty gets nothing. If he was replaced
    before the end, the others carried the case and share the whole; if he stayed until the end, his part is withheld,
    since nobody did more for it. Paid and withheld are always exactly the amount.
    """
    parts = sorted(_merged(rows, ended_on), key=lambda one: (not one.lead, one.mediator))
    sharing = [one for one in parts if not one.breached or one.until_on is None]
    paid = [one.mediator for one in sharing if not one.breached]
    if not paid:
        return Split((), amount)
    each, rest = divmod(amount, len(sharing))
    shares = tuple((mediator, each + (rest if place == 0 else 0)) for place, mediator in enumerate(paid))
    return Split(shares, each * (len(sharing) - len(paid)))


def _merged(rows: Iterable[Partaker], ended_on: date) -> list[Partaker]:
    """Everybody who took part once; ``until_on`` is left only where he was gone before the end."""
    by_mediator: dict[int, list[Partaker]] = {}
    for row in rows:
        by_mediator.setdefault(row.mediator, []).append(row)
    found = []
    for mediator, own in by_mediator.items():
        last = [row for row in own if row.until_on is None or row.until_on > ended_on]
        if any(row.took_part for row in own):
            found.append(Partaker(
                mediator, lead=any(row.lead for row in last), until_on=None if last else ended_on,
                breached=any(row.breached for row in own)))
    return found


# ── amounts ────────────────────────────────────────────────────────────────────────────────────


def worth(what: str, on: date, units: Sequence[int], rates: Iterable[Rate]) -> Worth | None:
    """What counts on a day: the rate of the highest of ``units`` that has one then, else the circular's (TT56 5(1)).

    The provincial council decides: what a commune wrote down for itself counts only where nothing stands above it.
    ``units``: nearest first. None where neither has an amount for that day.
    """
    place = {unit: number for number, unit in enumerate(units)}
    found = [rate for rate in rates if rate.what == what and rate.unit in place and rate.holds(on)]
    if found:
        one = min(found, key=lambda rate: (-place[rate.unit], -rate.from_on.toordinal()))
        return Worth(one.amount, one.source, one.confirmed, one.unit, one.from_on)
    own = ceiling(what, on)
    return Worth(own.amount, str(own.citation), True, None, own.since) if own else None


def ceiling_broken(what: str, amount: int, from_on: date, until_on: date | None) -> Amount | None:
    """The amount of the circular that a local rate would exceed on some day it is to be in force; None if none."""
    return next((one for one in CEILINGS if one.what == what and amount > one.amount
                 and (one.until is None or from_on <= one.until) and (until_on is None or until_on > one.since)), None)


# ── months ─────────────────────────────────────────────────────────────────────────────────────


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def last_of(month: date) -> date:
    """The last day of a month, given by any of its days."""
    return month.replace(day=monthrange(month.year, month.month)[1])


def months_at_work(from_on: date, until_on: date | None, since: date, to_on: date) -> list[date]:
    """First days of the months that a team was at work on any day of, among those whole between two days, inclusive.

    ``until_on``: the first day the team is no more. A month counts once it has ended, the first one from its first day.
    """
    found, month = [], month_of(max(since, from_on))
    while last_of(month) <= to_on and (until_on is None or (month < until_on and from_on < until_on)):
        found.append(month)
        month = last_of(month) + timedelta(days=1)
    return found
