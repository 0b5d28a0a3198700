"""The worked examples of the law file, each as one line."""

from datetime import date, timedelta

import pytest

from caseapp.law import complaints
from caseapp.law.calendars import SHIPPED
from caseapp.law.counting import count
from caseapp.law.limits import Limit
from caseapp.law.receipts import Pause
from caseapp.law.registry import RULES
from tests.law import statutes as st

D = date.fromisoformat
REPLY = RULES["reception.reply"]
SWAPPED = SHIPPED.with_exchange(SHIPPED.exchanges[0], "Thông báo mới")

# number, rule, start, options, due, safe
EXAMPLES = [
    ("1", REPLY, "2026-11-12", (), "2026-11-27", "2026-11-27"),
    ("2", complaints.ACCEPTANCE, "2026-07-06", (), "2026-07-15", "2026-07-15"),
    ("3", complaints.ACCEPTANCE, "2026-11-06", (), "2026-11-16", "2026-11-16"),
    ("5", complaints.ACCEPTANCE, "2026-06-12", (), "2026-06-22", "2026-06-22"),
    ("6", complaints.ACCEPTANCE, "2026-06-26", (), "2026-07-06", "2026-07-06"),
    ("7", complaints.RESOLUTION_1, "2026-11-18", (), "2026-12-18", "2026-12-18"),
    ("9", complaints.RESOLUTION_1, "2026-03-02", ("remote", "complex"), "2026-05-04", "2026-04-29"),
    ("11", complaints.RESOLUTION_2, "2026-11-16", ("complex", "remote"), "2027-01-25", "2027-01-25"),
    ("14", complaints.SECOND, "2026-10-20", (), "2026-11-19", "2026-11-19"),
    ("14 remote", complaints.SECOND, "2026-10-20", ("remote",), "2026-12-04", "2026-12-04"),
    ("15", complaints.SECOND, "2026-12-18", (), "2027-01-18", "2027-01-15"),
    ("16", complaints.SEND_DECISION_1, "2026-11-20", (), "2026-11-26", "2026-11-26"),
    ("18", complaints.EFFECT, "2026-11-02", (), "2026-12-02", "2026-12-02"),
    ("18 window", complaints.SECOND, "2026-11-05", (), "2026-12-07", "2026-12-04"),
    ("19", st.DISCIPLINE_LIMITATION, "2026-10-09", (), "2026-10-26", "2026-10-23"),
    ("21", st.TRANSFER, "2026-08-19", (), "2026-08-25", "2026-08-25"),
    ("24 send", st.SEND_CONCLUSION, "2026-04-21", (), "2026-04-29", "2026-04-29"),
    ("24 publish", st.PUBLISH, "2026-04-21", (), "2026-05-05", "2026-05-05"),
    ("25", st.PRESS_REPLY, "2026-10-12", (), "2026-11-02", "2026-10-30"),
    ("27", REPLY, "2025-01-22", (), "2025-02-12", "2025-02-12"),
    ("30", complaints.DIALOGUE_NOTICE, "2026-12-11", (), "2026-12-06", "2026-12-04"),
]


@pytest.mark.parametrize(("number", "limit", "start", "options", "due", "safe"), EXAMPLES, ids=[e[0] for e in EXAMPLES])
def test_example(number: str, limit: Limit, start: str, options: tuple[str, ...], due: str, safe: str) -> None:
    receipt = count(limit, D(start), SHIPPED, options)
    assert (receipt.due, receipt.safe) == (D(due), D(safe))


def test_example_13_an_obstacle_is_added() -> None:
    hospital = Pause(D("2026-04-01"), D("2026-04-21"))
    receipt = count(complaints.LIMITATION, D("2026-03-10"), SHIPPED, pauses=[hospital])
    assert (receipt.unrolled, receipt.due) == (D("2026-06-28"), D("2026-06-29"))
    assert receipt.stops[0].days == 20


@pytest.mark.parametrize(
    ("options", "extensions", "unrolled", "due"),
    [
        (("complex",), 0, "2026-07-15", "2026-07-15"),
        (("complex",), 1, "2026-08-14", "2026-08-14"),
        (("especially-complex",), 1, "2026-08-14", "2026-08-14"),
        (("especially-complex",), 2, "2026-09-13", "2026-09-14"),
    ],
)
def test_example_22_each_extension_adds(options: tuple[str, ...], extensions: int, unrolled: str, due: str) -> None:
    receipt = count(st.RESOLUTION, D("2026-06-15"), SHIPPED, options, extensions=extensions)
    assert (receipt.unrolled, receipt.due) == (D(unrolled), D(due))


def test_example_18_takes_effect_the_day_after() -> None:
    receipt = count(complaints.EFFECT, D("2026-11-02"), SHIPPED)
    assert receipt.effective == D("2026-12-03")
    ends_on_sunday = count(complaints.EFFECT, D("2026-11-06"), SHIPPED)
    assert (ends_on_sunday.due, ends_on_sunday.effective) == (D("2026-12-06"), D("2026-12-07"))


@pytest.mark.parametrize(
    ("limit", "start", "due"), [(REPLY, "2026-11-12", "2026-11-28"), (complaints.SEND_DECISION_1, "2026-11-20", "2026-11-27")]
)
def test_examples_1_and_16_with_the_exchange(limit: Limit, start: str, due: str) -> None:
    assert count(limit, D(start), SWAPPED).due == D(due)
    undecided = count(limit, D(start), SHIPPED)
    assert [one.due for one in undecided.if_exchanged] == [D(due)]
    assert undecided.notes[0].code == "exchange"
    assert undecided.confirmed


def test_example_2_and_3_name_the_other_wording() -> None:
    decree = count(complaints.ACCEPTANCE, D("2026-07-06"), SHIPPED)
    statute = count(complaints.ACCEPTANCE, D("2026-11-06"), SHIPPED)
    assert decree.wording is not None
    assert statute.wording is not None
    assert (decree.wording.short, decree.others[0].due) == ("Điều 16(1) NĐ124", D("2026-07-16"))
    assert (statute.wording.short, statute.others[0].due) == ("Điều 27 LKN", D("2026-11-17"))
    assert {note.code for note in (*decree.notes, *statute.notes)} == {"earliest"}


def test_example_6_keeps_the_old_rule_and_says_so() -> None:
    receipt = count(complaints.ACCEPTANCE, D("2026-06-26"), SHIPPED)
    assert [note.code for note in receipt.notes] == ["kept-wording"]
    assert receipt.others == ()


def test_examples_in_2027_are_not_confirmed() -> None:
    assert not count(complaints.RESOLUTION_2, D("2026-11-16"), SHIPPED, ("remote", "complex")).confirmed
    assert not count(complaints.SECOND, D("2026-12-18"), SHIPPED).confirmed


@pytest.mark.parametrize(
    ("rule", "start", "due"),
    [
        ("reception.refusal-notice", "2026-11-20", "2026-11-26"),
        ("reception.post-timetable", "2026-12-11", "2026-12-04"),
        ("reception.post-timetable", "2026-11-30", "2026-11-20"),
        ("online.notify", "2026-11-25", "2026-11-17"),
        ("online.test", "2026-11-25", "2026-11-23"),
        ("online.test", "2026-08-24", "2026-08-22"),
        ("reception.report-back", "2026-11-12", "2026-11-23"),
        ("reception.tell-citizen", "2026-11-19", "2026-11-27"),
        ("reception.unprocessed", "2026-11-11", "2026-12-26"),
    ],
)
def test_the_other_reception_rules(rule: str, start: str, due: str) -> None:
    assert count(rule, D(start), SHIPPED).due == D(due)


def test_days_months_and_years() -> None:
    assert count(complaints.COURT, D("2025-11-20"), SHIPPED).due == D("2026-11-20")
    assert count(st.HALF_YEAR, D("2025-08-31"), SHIPPED).unrolled == D("2026-02-28")
    assert count(st.HALF_YEAR, D("2025-08-31"), SHIPPED).due == D("2026-03-02")
    ill = Pause(D("2026-01-05"), D("2026-01-12"))
    assert count(complaints.COURT, D("2025-11-20"), SHIPPED, pauses=[ill]).due == D("2026-11-27")


def test_every_option_of_the_samples_counts() -> None:
    assert count(st.INTAKE, D("2026-10-12"), SHIPPED, ("several-places",)).due == D("2026-10-26")
    assert count(st.DISCIPLINE_SECOND, D("2026-10-12"), SHIPPED, ("dismissal",)).due == D("2026-10-12") + timedelta(30)
