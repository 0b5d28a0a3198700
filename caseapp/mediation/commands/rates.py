"""Rates of pay: what the People's Council set, from when, by which resolution; never more than the circular allows."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from werkzeug.exceptions import NotFound

from caseapp.dossiers.commands import Stale
from caseapp.law.citing import cited
from caseapp.mediation.commands.paying import Paying, Turn, turn
from caseapp.mediation.paying import PayRate
from caseapp.mediation.queries.rates import stamp_of
from caseapp.mediation.shares import ceiling_broken
from caseapp.staff.policy import Can
from caseapp.text import new_public_id, show_date
from caseapp.web.errors import Refusal
from caseapp.web.filters import number
from caseapp.web.language import gettext as _


@dataclass(frozen=True, slots=True)
class GivenRate:
    """An amount in đồng and what it is for; the day in ``until_on`` no longer; ``confirmed``: the text was read."""

    what: str
    amount: int
    from_on: date
    until_on: date | None
    source: str
    confirmed: bool


def add_rate(given: GivenRate, how: Paying) -> str:
    """Write a rate down for the unit and all below it; its public id.

    The rate before ends where this one begins, and this one where a later one does. Raises Refusal above the circular's
    amount (TT56 5), for a day that has a rate already, FormKeyUsed.
    """
    with turn(how, Can.APPROVE_PAY) as at:
        row = PayRate(public_id=new_public_id(), unit_id=how.unit_id, what=given.what, made_by=how.by, made_at=how.at,
                      from_on=given.from_on)
        at.once(row.public_id)
        others = _others(at, given.what)
        until = _fit(given, others)
        ended = _end_before(given, others)
        _write(row, given, until)
        at.session.add(row)
        at.session.flush()
        at.journal("pay-rate.add", {"rate": row.public_id, "what": row.what, **_facts(row),
                                    **({"ended": ended} if ended else {}), "fields": ["source"]},
                   {"source": ["", row.source]})
        return row.public_id


def change_rate(public_id: str, seen: int, given: GivenRate, how: Paying) -> None:
    """Mend a rate, end it, or note that its text was read; what it is for and its first day stay.

    Lists that were drawn up keep what they say. ``seen``: the stamp that the page showed. Raises NotFound, Stale,
    Refusal.
    """
    with turn(how, Can.APPROVE_PAY) as at:
        row = _standing(at, public_id, seen)
        at.once(public_id)
        until = _fit(given, [one for one in _others(at, row.what) if one.id != row.id])
        before, old_source = _facts(row), row.source
        _write(row, given, until)
        changed = {name: [old, _facts(row)[name]] for name, old in before.items() if old != _facts(row)[name]}
        if not changed and old_source == row.source:
            return
        at.journal("pay-rate.change", {"rate": public_id, "what": row.what, **changed,
                                       "fields": ["source"] if old_source != row.source else []},
                   {"source": [old_source, row.source]} if old_source != row.source else None)


def remove_rate(public_id: str, seen: int, how: Paying) -> None:
    """Take out a rate that was entered in error; the one it ended lasts as long as it would have.

    Lists keep the amounts they were drawn up with.
    """
    with turn(how, Can.APPROVE_PAY) as at:
        row = _standing(at, public_id, seen)
        at.once("")
        at.journal("pay-rate.remove", {"rate": public_id, "what": row.what, **_facts(row), "fields": ["source"]},
                   {"source": [row.source, ""]})
        before = next((one for one in _others(at, row.what) if one.until_on == row.from_on), None)
        if before is not None:
            before.until_on = row.until_on
        at.session.delete(row)


def _standing(at: Turn, public_id: str, seen: int) -> PayRate:
    row = at.session.scalar(sa.select(PayRate).where(
        PayRate.public_id == public_id, PayRate.unit_id == at.how.unit_id))
    if row is None:
        raise NotFound
    if stamp_of(row) != seen:
        raise Stale(stamp_of(row))
    return row


def _others(at: Turn, what: str) -> list[PayRate]:
    return list(at.session.scalars(sa.select(PayRate).where(
        PayRate.unit_id == at.how.unit_id, PayRate.what == what).order_by(PayRate.from_on)))


def _fit(given: GivenRate, others: list[PayRate]) -> date | None:
    """The day it ends, taking into account the next one; raises Refusal for what does not fit."""
    if given.until_on is not None and given.until_on <= given.from_on:
        raise Refusal(_("Ngày hết áp dụng phải sau ngày áp dụng %(day)s.", day=show_date(given.from_on)),
                      "until_on", 422)
    if any(one.from_on == given.from_on for one in others):
        raise Refusal(_("Từ ngày %(day)s đã có mức: sửa mức ấy, hoặc ghi ngày khác.", day=show_date(given.from_on)),
                      "from_on", 422)
    later = next((one.from_on for one in others if one.from_on > given.from_on), None)
    if later and given.until_on and given.until_on > later:
        raise Refusal(_("Từ ngày %(day)s đã có mức khác. Ghi ngày hết áp dụng không sau ngày đó.",
                        day=show_date(later)), "until_on", 422)
    until = given.until_on or later
    if (most := ceiling_broken(given.what, given.amount, given.from_on, until)) is not None:
        raise Refusal(_("Không quá %(most)s đồng (%(place)s).", most=number(most.amount),
                        place=cited(str(most.citation), _)), "amount", 422)
    return until


def _end_before(given: GivenRate, others: list[PayRate]) -> str:
    """End the rate that was in force until then; its public id, empty when there is none."""
    before = next((one for one in reversed(others) if one.from_on < given.from_on), None)
    if before is None or (before.until_on is not None and before.until_on <= given.from_on):
        return ""
    before.until_on = given.from_on
    return before.public_id


def _write(row: PayRate, given: GivenRate, until: date | None) -> None:
    row.amount, row.until_on, row.source, row.confirmed = given.amount, until, given.source, given.confirmed


def _days(row: PayRate) -> dict[str, Any]:
    return {"from": row.from_on.isoformat(), "until": row.until_on.isoformat() if row.until_on else None}


def _facts(row: PayRate) -> dict[str, Any]:
    return {"amount": row.amount, "confirmed": row.confirmed, **_days(row)}
