"""Counting holds for every start: against a second counter, and as general truths."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from caseapp.law import complaints
from caseapp.law.acts import LKN
from caseapp.law.calendars import SHIPPED, YEAR_2025, YEAR_2026, YEAR_2027
from caseapp.law.counting import appointed, count
from caseapp.law.days import Calendar
from caseapp.law.errors import LawError, WrongUse
from caseapp.law.limits import CALENDAR, MONTH, WORKING, YEAR, Limit, Nature, Unit, Wording
from caseapp.law.receipts import Pause, Receipt
from caseapp.law.reception import FOLLOW_UP
from caseapp.law.registry import PROMISES, RULES
from caseapp.law.special_days import Year
from tests.law import statutes as st
from tests.law import walking as slow

D = date.fromisoformat
ANY_TIME = date(2020, 1, 1)
STARTS = some.dates(date(2025, 1, 1), date(2027, 10, 1))
LENGTHS = some.integers(1, 60)
UNITS = some.sampled_from([WORKING, CALENDAR])
SWAPPED = SHIPPED.with_exchange(SHIPPED.exchanges[0])


def limit(length: int, unit: Unit, **changes: Any) -> Limit:
    if not changes.get("rolls", True):
        changes["nature"] = Nature.EFFECT      # what takes effect by itself is the only thing that does not move
    return Limit("test", "việc", "bắt đầu", [Wording(length, unit, LKN(1), since=ANY_TIME)], **changes)


@some.composite
def pauses_after(draw: some.DrawFn, start: date) -> list[Pause]:
    made = []
    for _ in range(draw(some.integers(0, 3))):
        first = start + timedelta(draw(some.integers(-5, 70)))
        made.append(Pause(first, first + timedelta(draw(some.integers(0, 25)))))
    return made


def plain(pauses: list[Pause]) -> slow.Pauses:
    return [(pause.first, pause.until) for pause in pauses]


@settings(max_examples=400)
@given(some.data(), STARTS, LENGTHS, UNITS, some.booleans())
def test_agrees_with_walking_day_by_day(
    data: some.DataObject, start: date, length: int, unit: Unit, swap: bool
) -> None:
    pauses = data.draw(pauses_after(start))
    calendar = SWAPPED if swap else SHIPPED
    try:
        last = slow.last_day(start, length, working=unit is WORKING, pauses=plain(pauses), swapped=swap)
        due = slow.due_day(last, swapped=swap)
        safe = slow.safe_day(last, start, due, swapped=swap)
    except slow.Outside:
        with pytest.raises(LawError):
            count(limit(length, unit), start, calendar, pauses=pauses)
        return
    receipt = count(limit(length, unit), start, calendar, pauses=pauses)
    assert (receipt.unrolled, receipt.due, receipt.safe) == (last, due, safe)
    unrolled_only = count(limit(length, unit, rolls=False), start, calendar, pauses=pauses)
    assert unrolled_only.due == last


@given(some.dates(date(2025, 5, 1), date(2027, 12, 31)), some.integers(1, 30), UNITS)
def test_counting_back_agrees_and_never_rolls_forward(start: date, length: int, unit: Unit) -> None:
    receipt = count(limit(length, unit, counted_back=True), start, SHIPPED)
    assert receipt.due == slow.last_day_back(start, length, working=unit is WORKING) < start
    assert receipt.safe == slow.last_working(receipt.due)
    assert receipt.due == receipt.unrolled


@given(STARTS, LENGTHS, UNITS, some.integers(0, 30))
def test_a_later_start_is_never_due_earlier(start: date, length: int, unit: Unit, later: int) -> None:
    rule = limit(length, unit)
    assume((start + timedelta(later + 90)).year < 2028)
    first, second = count(rule, start, SHIPPED), count(rule, start + timedelta(later), SHIPPED)
    assert first.due <= second.due
    assert first.unrolled <= second.unrolled


@given(STARTS, LENGTHS, UNITS)
def test_safe_lies_after_the_start_and_not_after_due(start: date, length: int, unit: Unit) -> None:
    assume((start + timedelta(100)).year < 2028)
    receipt = count(limit(length, unit), start, SHIPPED)
    assert start < receipt.safe <= receipt.due
    assert SHIPPED.is_working(receipt.safe)
    assert SHIPPED.is_working(receipt.due)
    assert receipt.unrolled <= receipt.due


@given(some.data(), some.dates(date(2025, 1, 1), date(2027, 3, 1)), LENGTHS, UNITS)
def test_a_pause_never_shortens(data: some.DataObject, start: date, length: int, unit: Unit) -> None:
    rule, pauses = limit(length, unit), data.draw(pauses_after(start))
    assert count(rule, start, SHIPPED, pauses=pauses).unrolled >= count(rule, start, SHIPPED).unrolled


@given(some.data(), some.dates(date(2025, 1, 1), date(2027, 3, 1)), LENGTHS, UNITS)
def test_a_split_pause_is_one_pause(data: some.DataObject, start: date, length: int, unit: Unit) -> None:
    first = start + timedelta(data.draw(some.integers(0, 40)))
    middle = first + timedelta(data.draw(some.integers(0, 20)))
    until = middle + timedelta(data.draw(some.integers(0, 20)))
    whole = count(limit(length, unit), start, SHIPPED, pauses=[Pause(first, until)])
    split = count(limit(length, unit), start, SHIPPED, pauses=[Pause(middle, until), Pause(first, middle)])
    doubled = count(limit(length, unit), start, SHIPPED, pauses=[Pause(first, until), Pause(first, middle)])
    assert whole.due == split.due == doubled.due
    assert whole.stops[0].days == sum(stop.days for stop in split.stops) == sum(stop.days for stop in doubled.stops)


@given(STARTS, some.integers(1, 30), UNITS, some.integers(1, 30), UNITS)
def test_of_two_wordings_the_earliest_wins_for_each_day(
    start: date, first: int, first_unit: Unit, second: int, second_unit: Unit
) -> None:
    assume((start + timedelta(80)).year < 2028)
    one, other = (Wording(first, first_unit, LKN(1), ANY_TIME), Wording(second, second_unit, LKN(2), ANY_TIME))
    both = count(Limit("test", "việc", "bắt đầu", [one, other]), start, SHIPPED)
    alone = [count(limit(first, first_unit), start, SHIPPED), count(limit(second, second_unit), start, SHIPPED)]
    assert both.due == min(receipt.due for receipt in alone)
    assert both.safe == min(receipt.safe for receipt in alone)


@given(STARTS)
def test_a_receipt_is_the_same_text_and_comes_back_whole(start: date) -> None:
    assume(start.year < 2027)
    receipt = count("reception.reply", start, SHIPPED)
    again = count("reception.reply", start, SHIPPED)
    assert receipt.to_json() == again.to_json()
    assert Receipt.from_json(receipt.to_json()) == receipt
    assert Receipt.from_json(receipt.to_json()).to_json() == receipt.to_json()


@pytest.mark.parametrize(
    ("unit", "start", "length", "unrolled"),
    [
        (MONTH, "2026-01-31", 1, "2026-02-28"),
        (MONTH, "2026-03-15", 6, "2026-09-15"),
        (YEAR, "2026-02-28", 1, "2027-02-28"),
        (YEAR, "2024-02-29", 1, "2025-02-28"),
    ],
)
def test_months_and_years_end_on_the_same_day_or_the_last(unit: Unit, start: str, length: int, unrolled: str) -> None:
    assert count(limit(length, unit), D(start), SHIPPED).unrolled == D(unrolled)


@pytest.mark.parametrize(("unit", "due"), [(MONTH, "2026-11-11"), (YEAR, "2025-12-11")])
def test_months_and_years_also_count_back(unit: Unit, due: str) -> None:
    assert count(limit(1, unit, counted_back=True), D("2026-12-11"), SHIPPED).due == D(due)


def test_a_weekend_limit_has_no_safe_day_but_its_due_day() -> None:
    receipt = count(limit(1, CALENDAR), D("2026-11-20"), SHIPPED)
    assert (receipt.unrolled, receipt.due, receipt.safe) == (D("2026-11-21"), D("2026-11-23"), D("2026-11-23"))
    assert [note.code for note in receipt.notes] == ["rolled", "no-safe-day", "exchange"]


def test_rolling_over_an_exchanged_day_is_an_assumption() -> None:
    receipt = count(limit(10, CALENDAR), D("2026-08-21"), SHIPPED)
    assert (receipt.unrolled, receipt.due) == (D("2026-08-31"), D("2026-09-03"))
    assert [note.code for note in receipt.notes] == ["rolled", "rolled-exchanged"]
    assert [day.day.day for day in receipt.rolled_over] == [31, 1, 2]


def test_an_exchange_may_change_the_safe_day_alone() -> None:
    receipt = count(limit(5, CALENDAR, rolls=False), D("2026-11-24"), SHIPPED)
    assert (receipt.due, receipt.safe) == (D("2026-11-29"), D("2026-11-27"))
    assert [(note.code, note.facts["safe"]) for note in receipt.notes] == [("exchange-safe", "28/11/2026")]


@pytest.mark.parametrize("start", ["2026-11-30", "2026-10-01"])
def test_an_exchange_that_changes_nothing_is_not_mentioned(start: str) -> None:
    assert count("reception.reply", D(start), SHIPPED).if_exchanged == ()


def test_an_exchange_within_the_count_that_changes_nothing_is_not_mentioned() -> None:
    assert count("reception.reply", D("2026-11-20"), SHIPPED).if_exchanged == ()


def test_a_single_unannounced_day_makes_the_answer_unconfirmed() -> None:
    receipt = count("reception.reply", D("2026-11-12"), SWAPPED)
    assert not receipt.confirmed
    assert [note.code for note in receipt.notes] == ["proposed-day", "proposed-day"]
    assert count("reception.reply", D("2026-12-01"), SWAPPED).confirmed


def test_a_count_into_a_proposed_year_is_not_confirmed() -> None:
    receipt = count("reception.reply", D("2026-12-25"), SHIPPED)
    assert not receipt.confirmed
    assert [note.code for note in receipt.notes] == ["proposed-year"]
    assert count("reception.reply", D("2026-12-10"), SHIPPED).confirmed
    assert not count("online.test", D("2027-01-02"), SHIPPED).confirmed


def test_an_unconfirmed_wording_makes_the_answer_unconfirmed() -> None:
    receipt = count(st.HALF_YEAR, D("2025-11-12"), SHIPPED)
    assert not receipt.confirmed
    assert [note.code for note in receipt.notes] == ["unconfirmed-wording"]


def test_pauses_before_after_and_empty_change_nothing() -> None:
    plain_due = count("reception.reply", D("2026-10-12"), SHIPPED).due
    pauses = [
        Pause(D("2026-10-01"), D("2026-10-13")),
        Pause(D("2026-10-15"), D("2026-10-15")),
        Pause(D("2026-11-15"), D("2026-12-01")),
    ]
    receipt = count("reception.reply", D("2026-10-12"), SHIPPED, pauses=pauses)
    assert receipt.due == plain_due
    assert [stop.days for stop in receipt.stops] == [0, 0, 0]


def test_a_pause_in_working_days_counts_working_days() -> None:
    pause = Pause(D("2026-10-16"), D("2026-10-20"), "Chờ giấy tờ", "Văn bản 12")
    receipt = count("reception.reply", D("2026-10-12"), SHIPPED, pauses=[pause])
    assert receipt.stops[0].days == 2
    assert receipt.due == D("2026-10-28")
    assert D("2026-10-17") not in [day.day for day in receipt.skipped]


ERRORS = [
    (WrongUse, "không.có", "2026-11-12", {}, "Không có quy tắc"),
    (WrongUse, "reception.reply", "2026-11-12", {"options": ["remote"]}, "không có lựa chọn “remote”"),
    (LawError, "reception.reply", "2014-06-30", {}, "có hiệu lực từ 01/07/2014"),
    (LawError, "reception.refusal-notice", "2026-06-30", {}, "có hiệu lực từ 01/07/2026"),
    (LawError, "reception.reply", "2024-11-12", {}, "Chưa có lịch ngày nghỉ năm 2024"),
    (LawError, "reception.reply", "2027-12-24", {}, "Chưa có lịch ngày nghỉ năm 2028"),
    (LawError, "reception.reply", "2031-01-05", {}, "Chưa có lịch ngày nghỉ năm 2031"),
    (LawError, "online.notify", "2028-01-05", {}, "Chưa có lịch ngày nghỉ năm 2028"),
    (LawError, "reception.post-timetable", "2025-01-03", {}, "Chưa có lịch ngày nghỉ năm 2024"),
    (LawError, "reception.post-timetable", "2016-01-07", {}, "Chưa có lịch ngày nghỉ năm 2016"),
    (LawError, "reception.unprocessed", "9999-12-30", {}, "Chưa có lịch ngày nghỉ năm 9999"),
    (LawError, "reception.unprocessed", "2027-11-25", {}, "Chưa có lịch ngày nghỉ năm 2028"),
    (WrongUse, "reception.reply", "2026-11-12", {"extensions": 1}, "không cho gia hạn"),
    (WrongUse, "reception.reply", "2026-11-12", {"extensions": -1}, "không thể âm"),
    (
        WrongUse,
        "reception.reply",
        "2026-11-12",
        {"pauses": [Pause(D("2026-11-16"), D("2026-11-13"))]},
        "kết thúc 13/11/2026 trước khi bắt đầu 16/11/2026",
    ),
    (
        WrongUse,
        "online.notify",
        "2026-11-12",
        {"pauses": [Pause(D("2026-11-06"), D("2026-11-09"))]},
        "tính ngược",
    ),
    (
        LawError,
        "reception.reply",
        "2026-11-12",
        {"pauses": [Pause(D("2026-11-16"), D("2030-11-13"))]},
        "Chưa có lịch ngày nghỉ năm 2028",
    ),
]


@pytest.mark.parametrize(("kind", "rule", "start", "more", "message"), ERRORS)
def test_what_cannot_be_counted_says_why(
    kind: type[LawError], rule: str, start: str, more: dict[str, object], message: str
) -> None:
    with pytest.raises(kind, match=message):
        count(rule, D(start), SHIPPED, **more)  # type: ignore[arg-type]


def test_far_months_leave_the_calendar_instead_of_failing() -> None:
    for rule in (limit(99999, YEAR), limit(99999, YEAR, counted_back=True)):
        with pytest.raises(LawError, match="Chưa có lịch"):
            count(rule, D("2026-11-12"), SHIPPED)


def test_rolling_and_safe_days_past_the_calendar_are_refused() -> None:
    last_days_off = Year(2026, (), confirmed=True, source="")
    only_2026 = Calendar("một năm", (last_days_off,))
    with pytest.raises(LawError, match="2025"):
        count(limit(4, CALENDAR), D("2025-12-30"), Calendar("x", (YEAR_2026,)), pauses=[])
    assert count(limit(1, CALENDAR), D("2025-12-31"), Calendar("x", (YEAR_2026,))).safe == D("2026-01-05")
    with pytest.raises(LawError, match="2025"):
        count(limit(2, CALENDAR), D("2025-12-30"), Calendar("x", (YEAR_2026,)))
    closed = Calendar("nghỉ cuối năm", (YEAR_2025,))
    assert count(limit(3, CALENDAR), D("2025-12-26"), closed).due == D("2025-12-29")
    with pytest.raises(LawError, match="2027"):
        count(limit(366, CALENDAR), D("2025-12-31"), only_2026)


def test_a_calendar_with_a_gap_refuses_to_count_across_it() -> None:
    with pytest.raises(LawError, match="2026"):
        count(limit(300, WORKING), D("2025-12-01"), Calendar("thiếu năm", (YEAR_2025, YEAR_2027)))


def test_extensions_need_their_option() -> None:
    with pytest.raises(WrongUse, match="Chỉ được gia hạn 0 lần, không phải 1 lần"):
        count(st.RESOLUTION, D("2026-06-15"), SHIPPED, extensions=1)
    with pytest.raises(WrongUse, match="Chỉ được gia hạn 1 lần, không phải 2 lần"):
        count(st.RESOLUTION, D("2026-06-15"), SHIPPED, ("complex",), extensions=2)
    receipt = count(st.RESOLUTION, D("2026-06-15"), SHIPPED, ("complex",), extensions=1)
    assert receipt.wording is not None
    assert (receipt.wording.length, receipt.wording.added, receipt.wording.options) == (60, 30, ("complex",))


def test_a_length_that_was_not_read_is_an_error_and_never_counts_beside_another() -> None:
    assert count(st.ACCESS, D("2026-08-31"), SHIPPED).due == D("2026-09-09")
    with pytest.raises(LawError, match="chưa đọc được số ngày"):
        count(st.ACCESS, D("2026-09-01"), SHIPPED)
    assert count(complaints.ACCEPTANCE, D("2026-06-12"), SHIPPED).others == ()


def test_a_rule_out_of_force_and_an_option_of_another_time() -> None:
    ended = Limit(
        "test",
        "việc",
        "bắt đầu",
        [
            Wording(5, WORKING, LKN(1), since=D("2025-01-01"), until=D("2025-12-31")).when("remote", 9),
            Wording(5, WORKING, LKN(2), since=D("2026-03-01"), until=D("2026-06-30")),
        ],
    )
    with pytest.raises(LawError, match="không còn hiệu lực từ 01/01/2026"):
        count(ended, D("2026-02-01"), SHIPPED)
    with pytest.raises(WrongUse, match="có hiệu lực ngày bắt đầu không có lựa chọn"):
        count(ended, D("2026-03-02"), SHIPPED, ("remote",))
    with pytest.raises(LawError, match="không còn hiệu lực từ 01/07/2026"):
        count(ended, D("2026-07-01"), SHIPPED)


def test_an_appointed_day_is_a_promise_and_not_a_length() -> None:
    receipt = appointed(FOLLOW_UP, D("2026-11-12"), D("2026-12-06"), SHIPPED)
    assert (receipt.due, receipt.safe, receipt.wording) == (D("2026-12-06"), D("2026-12-04"), None)
    assert receipt.nature is Nature.DUTY
    assert receipt.confirmed
    assert receipt.citation == "khoản 1 Điều 28 Luật Tiếp công dân"
    assert Receipt.from_json(receipt.to_json()) == receipt
    assert not appointed(FOLLOW_UP, D("2026-11-12"), D("2027-02-01"), SHIPPED).confirmed
    over_the_weekend = appointed(FOLLOW_UP, D("2026-11-20"), D("2026-11-22"), SHIPPED, LKN(27))
    assert (over_the_weekend.safe, over_the_weekend.citation) == (D("2026-11-22"), "Điều 27 Luật Khiếu nại")
    for day in ("2026-11-12", "2026-11-01"):
        with pytest.raises(WrongUse, match="phải sau ngày 12/11/2026"):
            appointed(FOLLOW_UP, D("2026-11-12"), D(day), SHIPPED)
    with pytest.raises(LawError, match="2028"):
        appointed(FOLLOW_UP, D("2026-11-12"), D("2028-02-01"), SHIPPED)


def test_every_rule_and_promise_is_cited_and_named() -> None:
    for code, rule in RULES.items():
        assert code == rule.code
        assert rule.ids
        assert rule.title
        assert all(wording.citation.article for wording in rule.wordings)
        assert all(wording.since >= wording.citation.act.since for wording in rule.wordings)
    for code, promise in PROMISES.items():
        assert code == promise.code
        assert code not in RULES
