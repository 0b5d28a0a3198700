"""What is paid for a case and to whom: sums exact to the đồng, nobody twice, the order of rows does not matter."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.law.mediation_pay import CEILINGS
from caseapp.mediation.amount_words import amount_words
from caseapp.mediation.shares import (
    Partaker,
    Rate,
    Split,
    ceiling_broken,
    last_of,
    months_at_work,
    split,
    worth,
)

END = date(2026, 10, 20)
GONE = date(2026, 10, 5)
partakers = st.lists(st.builds(
    Partaker, st.integers(1, 6), st.booleans(), st.sampled_from([None, GONE, END, END + timedelta(days=1)]), st.booleans(),
    st.booleans()), max_size=8)


@settings(max_examples=120)
@given(st.integers(0, 1_000_000), partakers, st.randoms())
def test_paid_and_withheld_are_the_amount_nobody_twice_whatever_the_order(amount: int, rows: list[Partaker], luck: object) -> None:
    found = split(amount, rows, END)
    assert sum(share for _who, share in found.shares) + found.withheld == amount
    assert len({who for who, _share in found.shares}) == len(found.shares)
    assert all(share >= 0 for _who, share in found.shares)
    paid = {who for who, _share in found.shares}
    assert not paid & {row.mediator for row in rows if row.breached}
    assert paid <= {row.mediator for row in rows if row.took_part}
    if len(found.shares) > 1:
        assert max(share for _who, share in found.shares[1:]) - min(share for _who, share in found.shares[1:]) == 0
        assert found.shares[0][1] >= found.shares[1][1]
    mixed = list(rows)
    luck.shuffle(mixed)  # type: ignore[attr-defined]
    assert split(amount, mixed, END) == found


@pytest.mark.parametrize(("rows", "expected"), [
    ([Partaker(1, lead=True)], Split(((1, 400_000),))),
    ([Partaker(1), Partaker(2, lead=True), Partaker(3)], Split(((2, 133_334), (1, 133_333), (3, 133_333)))),
    # A mediator who did not take part shares nothing; one replaced without fault keeps his share.
    ([Partaker(1, lead=True), Partaker(2, took_part=False)], Split(((1, 400_000),))),
    ([Partaker(1, lead=True, until_on=GONE), Partaker(2, lead=True)], Split(((2, 200_000), (1, 200_000)))),
    # Breach while he stayed: his part is withheld. Replaced before the end: the others carried the case.
    ([Partaker(1, lead=True), Partaker(2, breached=True)], Split(((1, 200_000),), 200_000)),
    ([Partaker(1, lead=True, breached=True), Partaker(2), Partaker(3)], Split(((2, 133_334), (3, 133_333)), 133_333)),
    ([Partaker(1, lead=True), Partaker(2, breached=True, until_on=GONE)], Split(((1, 400_000),))),
    # Replaced the very day it ended: he was gone. Gone the day after: he was there.
    ([Partaker(1, lead=True), Partaker(2, breached=True, until_on=END)], Split(((1, 400_000),))),
    ([Partaker(1, lead=True), Partaker(2, breached=True, until_on=END + timedelta(days=1))], Split(((1, 200_000),), 200_000)),
    # Two rows of one person are one person.
    ([Partaker(1, lead=True), Partaker(2, until_on=GONE), Partaker(2)], Split(((1, 200_000), (2, 200_000)))),
    ([Partaker(1, breached=True)], Split((), 400_000)),
    ([], Split((), 400_000)),
])
def test_cases(rows: list[Partaker], expected: Split) -> None:
    assert split(400_000, rows, END) == expected


def _rate(unit: int, amount: int, since: date, until: date | None = None) -> Rate:
    return Rate(unit, "settled", amount, since, until, f"NQ {unit}", confirmed=False)


def test_the_council_s_rate_counts_and_a_commune_s_own_only_where_there_is_none() -> None:
    rates = [_rate(1, 350_000, date(2026, 1, 1), date(2026, 7, 1)), _rate(2, 300_000, date(2025, 1, 1))]
    for day, amount, unit in ((date(2024, 5, 1), 400_000, None), (date(2025, 5, 1), 300_000, 2), (date(2026, 1, 1), 350_000, 1),
                              (date(2026, 6, 30), 350_000, 1), (date(2026, 7, 1), 300_000, 2)):
        found = worth("settled", day, (2, 1), rates)
        assert found is not None
        assert (found.amount, found.unit) == (amount, unit)
    assert worth("other", date(2026, 3, 1), (2, 1), rates).amount == 300_000  # type: ignore[union-attr]
    assert worth("settled", date(2020, 1, 1), (2, 1), rates) is None
    assert worth("settled", date(2026, 3, 1), (9,), rates).unit is None  # type: ignore[union-attr]


def test_no_local_rate_goes_beyond_the_circular() -> None:
    for one in CEILINGS:
        assert ceiling_broken(one.what, one.amount, one.since, None) is None
        assert ceiling_broken(one.what, one.amount + 1, one.since, None) is one
        # It reaches back from before the circular; one that ended before it does not.
        assert ceiling_broken(one.what, one.amount + 1, date(2020, 1, 1), None) is one
        assert ceiling_broken(one.what, one.amount + 1, date(2020, 1, 1), one.since) is None


def test_months_at_work() -> None:
    assert months_at_work(date(2026, 1, 31), date(2026, 3, 1), date(2025, 1, 1), date(2026, 12, 31)) == [
        date(2026, 1, 1), date(2026, 2, 1)]
    assert months_at_work(date(2026, 1, 31), date(2026, 3, 2), date(2026, 2, 9), date(2026, 12, 31)) == [
        date(2026, 2, 1), date(2026, 3, 1)]
    assert months_at_work(date(2026, 1, 1), None, date(2026, 1, 1), date(2026, 2, 27)) == [date(2026, 1, 1)]
    assert months_at_work(date(2026, 5, 1), date(2026, 5, 1), date(2026, 1, 1), date(2026, 12, 31)) == []
    assert months_at_work(date(2026, 11, 5), None, date(2026, 1, 1), date(2027, 1, 31)) == [
        date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)]
    assert last_of(date(2028, 2, 3)) == date(2028, 2, 29)


@pytest.mark.parametrize(("amount", "words"), [
    (0, "Không đồng"), (5, "Năm đồng"), (10, "Mười đồng"), (15, "Mười lăm đồng"), (21, "Hai mươi mốt đồng"),
    (105, "Một trăm linh năm đồng"), (133_334, "Một trăm ba mươi ba nghìn ba trăm ba mươi bốn đồng"),
    (1_000_000, "Một triệu đồng"), (1_005_000, "Một triệu không trăm linh năm nghìn đồng"),
    (5_685_011, "Năm triệu sáu trăm tám mươi lăm nghìn không trăm mười một đồng"),
    (2_000_000_001, "Hai tỷ không trăm linh một đồng"),
])
def test_an_amount_in_words(amount: int, words: str) -> None:
    assert amount_words(amount) == words
