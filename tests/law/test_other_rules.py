"""Limits of denunciations, disciplinary complaints, petitions, mediation and dialogue, row by row as the law file has them."""

from __future__ import annotations

from datetime import date

import pytest

from caseapp.law import denunciations, discipline, mediation
from caseapp.law.calendars import SHIPPED
from caseapp.law.counting import count
from caseapp.law.errors import LawError, WrongUse
from caseapp.law.limits import Nature
from caseapp.law.receipts import Pause
from caseapp.law.registry import RULES

D = date.fromisoformat
DUTY, RIGHT, EFFECT, AWAITED = Nature.DUTY, Nature.RIGHT, Nature.EFFECT, Nature.AWAITED

# code, row, length, unit, place, since, nature, confirmed
ROWS = (
    ("denunciation.intake", "TC-01", 7, "working-day", "Điều 24(1) LTC", "2019-01-01", DUTY, True),
    ("denunciation.transfer", "TC-03", 5, "working-day", "Điều 24(2) LTC", "2019-01-01", DUTY, True),
    ("denunciation.press-reply", "TC-04", 20, "day", "Điều 26(2) LTC", "2019-01-01", DUTY, True),
    ("denunciation.notice", "TC-05", 5, "working-day", "Điều 29(3) LTC", "2019-01-01", DUTY, True),
    ("denunciation.resolution", "TC-06", 30, "day", "Điều 30(1) LTC", "2019-01-01", DUTY, True),
    ("denunciation.send-suspension", "TC-13", 5, "working-day", "Điều 34(4) LTC", "2019-01-01", DUTY, True),
    ("denunciation.send-conclusion", "TC-15", 5, "working-day", "Điều 35(3) LTC", "2019-01-01", DUTY, True),
    ("denunciation.tell-transfer", "TC-03/denouncer", 5, "working-day", "Điều 24(2) LTC", "2019-01-01", DUTY, True),
    ("denunciation.tell-denouncer", "TC-05/denouncer", 5, "working-day", "Điều 29(3) LTC", "2019-01-01", DUTY, True),
    ("denunciation.tell-suspension", "TC-13/denouncer", 5, "working-day", "Điều 34(4) LTC", "2019-01-01", DUTY, True),
    ("denunciation.tell-conclusion", "TC-15/denouncer", 5, "working-day", "Điều 35(3) LTC", "2019-01-01", DUTY, True),
    ("denunciation.act-on-conclusion", "TC-16", 7, "working-day", "Điều 36(1) LTC", "2019-01-01", DUTY, True),
    ("denunciation.report-result", "TC-17", 5, "working-day", "Điều 36(3) LTC", "2019-01-01", AWAITED, True),
    ("denunciation.publish", "TC-18", 7, "working-day", "Điều 40(1) LTC", "2019-01-01", DUTY, True),
    ("denunciation.posting", "TC-19", 15, "day", "Điều 6(2) NĐ31", "2019-05-28", EFFECT, True),
    ("denunciation.continued", "TC-20", 20, "day", "Điều 37(2) LTC", "2019-01-01", DUTY, True),
    ("denunciation.demand-report", "TC-21", 5, "working-day", "Điều 38(2) LTC", "2019-01-01", DUTY, True),
    ("denunciation.overdue-report", "TC-22", 5, "working-day", "Điều 38(3) LTC", "2019-01-01", DUTY, True),
    ("protection.police-decision", "BV-10", 3, "working-day", "Điều 5 TT145", "2021-02-15", AWAITED, False),
    ("petition.classify", "XLD-01", 10, "working-day", "Điều 28(1) LTCD", "2014-07-01", DUTY, False),
    ("discipline.limitation", "KL-01", 15, "day", "Điều 48 LKN", "2012-07-01", RIGHT, True),
    ("discipline.second", "KL-02", 10, "day", "Điều 48 LKN", "2012-07-01", RIGHT, True),
    ("discipline.acceptance", "KL-03", 10, "day", "Điều 50 LKN", "2012-07-01", DUTY, True),
    ("discipline.resolution", "KL-04", 30, "day", "Điều 50 LKN", "2012-07-01", DUTY, True),
    ("discipline.send-decision-2", "KL-06", 7, "day", "Điều 56(2) LKN", "2012-07-01", DUTY, True),
    ("discipline.effect", "KL-07", 30, "day", "Điều 57(1) LKN", "2012-07-01", EFFECT, True),
    ("mediation.start", "HG-20.2", 3, "day", "Điều 20(2) LHG", "2014-01-01", DUTY, True),
    ("mediation.court-recognition", "HG-418.1", 6, "month", "Điều 418(1) BLTTDS", "2016-07-01", RIGHT, True),
    ("mediation.court-answer", "HG-419", 5, "working-day", "Điều 419 BLTTDS", "2016-07-01", DUTY, True),
    ("mediation.payment", "HG-15", 5, "working-day", "Điều 15 NĐ15", "2014-04-25", DUTY, False),
    ("dialogue.notice", "DT-43.1", 7, "day", "Điều 43 LTCCQĐP", "2025-06-16", DUTY, True),
    ("dialogue.results", "DT-43.2", 10, "day", "Điều 43 LTCCQĐP", "2025-06-16", DUTY, True),
)  # fmt: skip


def test_every_limit_stands_once_in_the_table() -> None:
    limits = (*denunciations.LIMITS, *discipline.LIMITS, *mediation.LIMITS, RULES["petition.classify"])
    assert {limit.code for limit in limits} == {row[0] for row in ROWS}
    assert len(limits) == len(ROWS)
    assert all(RULES[limit.code] is limit for limit in limits)


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_limit_says_what_its_row_says(row: tuple[str, str, int, str, str, str, Nature, bool]) -> None:
    code, row_id, length, unit, place, since, nature, confirmed = row
    limit = RULES[code]
    first = limit.in_force(D("2026-11-16"))[0]
    assert (limit.ids, limit.nature) == ((row_id,), nature)
    assert (first.length, first.unit, first.citation.short, first.since) == (length, unit, place, D(since))
    assert (first.confirmed, first.until) == (confirmed, None)
    assert limit.counted_back is (code == "dialogue.notice")
    assert limit.rolls is (nature is not EFFECT)


@pytest.mark.parametrize(
    ("rule", "start", "options", "extensions", "due"),
    [
        ("discipline.limitation", "2026-10-09", (), 0, "2026-10-26"),  # example 19
        ("denunciation.transfer", "2026-08-19", (), 0, "2026-08-25"),  # 21
        ("denunciation.resolution", "2026-06-15", ("especially-complex",), 2, "2026-09-14"),  # 22
        ("denunciation.send-conclusion", "2026-04-21", (), 0, "2026-04-29"),  # 24
        ("denunciation.act-on-conclusion", "2026-04-21", (), 0, "2026-05-05"),
        ("denunciation.publish", "2026-04-21", (), 0, "2026-05-05"),
        ("denunciation.press-reply", "2026-10-12", (), 0, "2026-11-02"),  # 25
        ("denunciation.resolution", "2026-06-15", (), 0, "2026-07-15"),
        ("denunciation.resolution", "2026-06-15", ("complex",), 1, "2026-08-14"),
        ("denunciation.intake", "2026-11-16", ("several-places",), 0, "2026-12-01"),
        ("discipline.second", "2026-11-16", ("dismissal",), 0, "2026-12-16"),
        ("discipline.acceptance", "2026-11-06", (), 0, "2026-11-16"),  # as 3: the statute comes first
        ("discipline.acceptance", "2026-07-06", (), 0, "2026-07-15"),  # as 2: the decree does
        ("discipline.acceptance", "2026-06-12", (), 0, "2026-06-22"),  # as 5: before the decree
        ("discipline.effect", "2026-10-02", (), 0, "2026-11-01"),  # a Sunday, and not rolled
        ("mediation.court-recognition", "2026-08-31", (), 0, "2027-03-01"),  # the last day of February is a Sunday
        ("mediation.start", "2026-11-20", (), 0, "2026-11-23"),
        ("dialogue.notice", "2026-12-14", (), 0, "2026-12-07"),
    ],
)
def test_days_as_the_law_counts_them(rule: str, start: str, options: tuple[str, ...], extensions: int, due: str) -> None:
    assert count(rule, D(start), SHIPPED, options, (), extensions).due == D(due)


def test_an_extension_needs_its_ground_and_a_suspension_moves_the_day() -> None:
    for options, extensions in (((), 1), (("complex",), 2), (("especially-complex",), 3)):
        with pytest.raises(WrongUse):
            count("denunciation.resolution", D("2026-06-15"), SHIPPED, options, (), extensions)
    paused = [Pause(D("2026-07-01"), D("2026-07-11"))]
    assert count("denunciation.resolution", D("2026-06-15"), SHIPPED, (), paused).due == D("2026-07-27")  # 25 is a Saturday


def test_no_limit_runs_before_its_law() -> None:
    with pytest.raises(LawError):
        count("denunciation.intake", D("2018-12-31"), SHIPPED)


def test_what_is_not_verified_says_so_in_its_receipt() -> None:
    unsure = {row[0] for row in ROWS if not row[-1]}
    assert unsure == {"protection.police-decision", "petition.classify", "mediation.payment"}
    for code in unsure:
        assert not count(code, D("2026-11-16"), SHIPPED).confirmed
