"""Rates of pay: by unit and day, with their source, never beyond the circular; each mended under its own stamp."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from werkzeug.exceptions import NotFound

from caseapp.db import reading
from caseapp.dossiers.commands import Stale
from caseapp.ledger.models import JournalRow
from caseapp.mediation.commands.rates import GivenRate, add_rate, change_rate, remove_rate
from caseapp.mediation.paying import PayRate
from caseapp.mediation.queries.due import amounts
from caseapp.mediation.queries.rates import rate_of, stamp_of
from caseapp.web.errors import Refusal
from tests.mediation.paying_office import Office, make_office
from tests.office.making import proof

if TYPE_CHECKING:
    from flask import Flask

GIVEN = GivenRate("settled", 350_000, date(2024, 8, 1), None, "Nghị quyết 12/2024/NQ-HĐND", confirmed=False)


def _stored() -> list[tuple[int, date, date | None]]:
    return [tuple(row) for row in reading().execute(  # type: ignore[misc]
        sa.select(PayRate.amount, PayRate.from_on, PayRate.until_on).order_by(PayRate.unit_id, PayRate.from_on))]


def _stamp(office: Office, public_id: str) -> int:
    return stamp_of(rate_of(public_id, (office.commune, office.province)))


def test_a_rate_ends_the_one_before_and_lasts_until_the_next(any_app: Flask) -> None:
    office = make_office(any_app, hamlets=0)
    how = office.how("head")
    with any_app.app_context():
        first = add_rate(GIVEN, how)
        third = add_rate(replace(GIVEN, amount=390_000, from_on=date(2026, 7, 1)), how)
        add_rate(replace(GIVEN, amount=300_000, from_on=date(2025, 7, 1)), how)
        assert _stored() == [(350_000, date(2024, 8, 1), date(2025, 7, 1)), (300_000, date(2025, 7, 1), date(2026, 7, 1)),
                             (390_000, date(2026, 7, 1), None)]
        with pytest.raises(Refusal) as refused:
            add_rate(replace(GIVEN, amount=100_000), how)
        assert refused.value.field == "from_on"
        with pytest.raises(Refusal) as refused:
            add_rate(replace(GIVEN, from_on=date(2025, 1, 1), until_on=date(2026, 1, 1)), how)
        assert refused.value.field == "until_on"
        # An error taken out: the one before lasts again.
        remove_rate(third, _stamp(office, third), how)
        assert _stored()[-1] == (300_000, date(2025, 7, 1), None)
        # What the province decided holds below, whatever the commune wrote down for itself.
        add_rate(replace(GIVEN, amount=200_000, from_on=date(2020, 1, 1)), office.how("province_head"))
        known = amounts(reading(), office.commune)
        assert known.units == (office.commune, office.province)
        for day, amount in ((date(2019, 12, 31), None), (date(2024, 7, 31), 200_000), (date(2027, 1, 1), 200_000)):
            found = known.on("settled", day)
            assert (found.amount if found else None) == amount
        assert _stamp(office, first) != 0
        assert proof() == []


def test_nothing_beyond_the_circular_and_nobody_but_who_keeps_rates(any_app: Flask) -> None:
    office = make_office(any_app, hamlets=0)
    with any_app.app_context():
        for what, most in (("settled", "400.000"), ("other", "300.000"), ("team-month", "150.000")):
            with pytest.raises(Refusal, match="Thông tư 56/2023/TT-BTC") as refused:
                add_rate(replace(GIVEN, what=what, amount=400_001), office.how("head"))
            assert refused.value.field == "amount"
            assert most in str(refused.value)
        with pytest.raises(Refusal) as refused:
            add_rate(replace(GIVEN, until_on=GIVEN.from_on), office.how("head"))
        assert refused.value.field == "until_on"
        with pytest.raises(NotFound):
            add_rate(GIVEN, office.how("clerk"))
        assert _stored() == []


def test_two_who_mend_a_rate_at_once_and_what_the_journal_keeps(any_app: Flask) -> None:
    office = make_office(any_app, hamlets=0)
    how = office.how("head")
    with any_app.app_context():
        public_id = add_rate(GIVEN, how)
        seen = _stamp(office, public_id)
        change_rate(public_id, seen, replace(GIVEN, amount=340_000, confirmed=True), how)
        with pytest.raises(Stale) as newer:
            change_rate(public_id, seen, replace(GIVEN, amount=330_000), how)
        assert newer.value.version == _stamp(office, public_id)
        with pytest.raises(Refusal) as refused:
            change_rate(public_id, newer.value.version, replace(GIVEN, amount=400_001), how)
        assert refused.value.field == "amount"
        with pytest.raises(NotFound):
            change_rate(public_id, newer.value.version, GIVEN, office.how("province_head"))
        with pytest.raises(Stale):
            remove_rate(public_id, seen, how)
        acts = reading().execute(sa.select(JournalRow.act, JournalRow.body).where(JournalRow.act.like("pay-rate%")).order_by(JournalRow.id)).all()
        assert [row.act for row in acts] == ["pay-rate.add", "pay-rate.change"]
        assert '"amount":[350000,340000]' in acts[1].body
        assert not any("NQ-HĐND" in row.body for row in acts)
