"""The law of complaints as data, against the rows of the law file: limits, grounds, recipients, forms, duties."""

from datetime import date

import pytest

from caseapp.law import complaint_choices as choices
from caseapp.law import discipline_choices
from caseapp.law.acts import LKN
from caseapp.law.calendars import SHIPPED
from caseapp.law.complaint_duties import COMPLAINT_DUTIES
from caseapp.law.complaints import ACCEPTANCE, LIMITS
from caseapp.law.counting import count
from caseapp.law.duties import DUTIES
from caseapp.law.errors import LawError, WrongUse
from caseapp.law.forms import COMPLAINT_FORMS, FORMS, form_number
from caseapp.law.limits import NATURE_WORDS, Nature
from caseapp.law.receipts import Pause, Receipt
from caseapp.law.registry import RULES

D = date.fromisoformat
OLD, NEW = D("2026-06-30"), D("2026-07-01")
WORKING, DAY, YEAR = "working-day", "day", "year"

# code, nature, rows; then of the wording in force on 16/11/2026 that stands first: length, unit, place, since, confirmed
ROWS = [
    ("limitation", "right", "KN-01", 90, DAY, "Điều 9 LKN", "2012-07-01", True),
    ("acceptance", "duty", "KN-02 KN-03 KN-03x", 10, DAY, "Điều 27 LKN", "2012-07-01", True),
    ("resolution-1", "duty", "KN-05 KN-06", 30, DAY, "Điều 28 LKN", "2012-07-01", True),
    ("send-decision-1", "duty", "KN-10", 3, WORKING, "Điều 32 LKN", "2012-07-01", True),
    ("second", "right", "KN-11", 30, DAY, "Điều 33(1) LKN", "2012-07-01", True),
    ("resolution-2", "duty", "KN-12 KN-13", 45, DAY, "Điều 37 LKN", "2012-07-01", True),
    ("send-decision-2", "duty", "KN-14", 7, DAY, "Điều 41(1) LKN", "2012-07-01", True),
    ("effect", "effect", "KN-16 KN-17", 30, DAY, "Điều 44(1) LKN", "2012-07-01", True),
    ("dialogue-notice", "duty", "KN-09", 5, DAY, "Điều 28(1) NĐ124", "2026-07-01", True),
    ("send-suspension", "duty", "KN-20 KN-21 KN-22", 3, WORKING, "Điều 28b(1) NĐ124", "2026-07-01", True),
    ("information", "awaited", "KN-08", 7, DAY, "Điều 12(1)(đ) LKN", "2012-07-01", True),
    ("reopen", "right", "KN-23", 30, DAY, "Điều 11(8) LKN", "2026-07-01", False),
    ("court", "right", "KN-25", 1, YEAR, "Điều 116(2)(a) LTTHC", "2016-07-01", True),
    ("publish", "duty", "KN-15", 15, DAY, "Điều 41(2) LKN", "2012-07-01", False),
]


def test_every_limit_of_complaints_is_a_rule_of_the_program() -> None:
    assert [limit.code for limit in LIMITS] == [f"complaint.{row[0]}" for row in ROWS]
    assert all(RULES[limit.code] is limit for limit in LIMITS)


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_limit_says_what_its_row_says(row: tuple[str, str, str, int, str, str, str, bool]) -> None:
    code, nature, ids, length, unit, place, since, confirmed = row
    limit = RULES[f"complaint.{code}"]
    first = limit.in_force(D("2026-11-16"))[0]
    assert (limit.nature, limit.ids) == (nature, tuple(ids.split()))
    assert (first.length, first.unit, first.citation.short, first.since) == (length, unit, place, D(since))
    assert (first.confirmed, first.until) == (confirmed, None)
    assert limit.counted_back is (code == "dialogue-notice")
    assert limit.rolls is (code != "effect")


@pytest.mark.parametrize(
    ("rule", "options", "length"),
    [
        ("resolution-1", (), 30),
        ("resolution-1", ("complex",), 45),
        ("resolution-1", ("remote",), 45),
        ("resolution-1", ("remote", "complex"), 60),
        ("resolution-2", (), 45),
        ("resolution-2", ("complex",), 60),
        ("resolution-2", ("remote",), 60),
        ("resolution-2", ("remote", "complex"), 70),
        ("second", ("remote",), 45),
        ("effect", ("remote",), 45),
    ],
)
def test_remote_places_and_complex_cases_have_more_time(rule: str, options: tuple[str, ...], length: int) -> None:
    (reading,) = RULES[f"complaint.{rule}"].readings(D("2026-11-16"), options)
    assert reading.length == length


@pytest.mark.parametrize(
    ("rule", "start", "due", "safe"),
    [
        ("send-decision-2", "2026-11-16", "2026-11-23", "2026-11-23"),
        ("send-suspension", "2026-11-20", "2026-11-26", "2026-11-26"),
        ("information", "2026-11-13", "2026-11-20", "2026-11-20"),
        ("information", "2026-11-14", "2026-11-23", "2026-11-20"),
        ("reopen", "2026-10-16", "2026-11-16", "2026-11-13"),
        ("publish", "2026-11-13", "2026-11-30", "2026-11-27"),
    ],
)
def test_the_limits_that_no_example_counts(rule: str, start: str, due: str, safe: str) -> None:
    receipt = count(f"complaint.{rule}", D(start), SHIPPED)
    assert (receipt.due, receipt.safe) == (D(due), D(safe))


def test_what_others_must_do_is_never_our_duty() -> None:
    receipt = count("complaint.information", D("2026-11-13"), SHIPPED)
    assert receipt.nature is Nature.AWAITED
    assert NATURE_WORDS[Nature.AWAITED] == "Bên khác phải làm"
    assert Receipt.from_json(receipt.to_json()) == receipt
    assert {rule.code for rule in RULES.values() if rule.nature is Nature.AWAITED} == {
        "complaint.information", "denunciation.report-result", "protection.police-decision", "deputy.cannot",
        "mediation.court-prepare", "mediation.court-hearing"}


def test_a_suspended_resolution_runs_on_from_the_day_of_the_decision_to_resume() -> None:
    """From Monday 5 October, suspended 20 October, resumed 3 November: fourteen days do not count."""
    stopped = Pause(D("2026-10-20"), D("2026-11-03"))
    receipt = count("complaint.resolution-1", D("2026-10-05"), SHIPPED, pauses=[stopped])
    assert (receipt.due, receipt.stops[0].days) == (D("2026-11-18"), 14)


def test_the_number_of_the_decree_before_2026_was_not_read_and_does_not_count() -> None:
    unread = [one for one in ACCEPTANCE.wordings if one.length is None]
    assert [(one.since, one.until, one.confirmed) for one in unread] == [(D("2020-12-10"), OLD, False)]
    before = count(ACCEPTANCE, D("2026-06-12"), SHIPPED)
    assert (before.due, before.others, before.confirmed) == (D("2026-06-22"), (), True)


def test_what_no_text_confirms_says_so_on_its_receipt() -> None:
    for code in ("complaint.reopen", "complaint.publish"):
        receipt = count(code, D("2026-10-16"), SHIPPED)
        assert not receipt.confirmed
        assert "unconfirmed-wording" in {note.code for note in receipt.notes}


@pytest.mark.parametrize("rule", ["dialogue-notice", "send-suspension"])
def test_what_the_decree_of_2026_brought_has_no_day_before_it(rule: str) -> None:
    with pytest.raises(LawError, match="có hiệu lực từ 01/07/2026"):
        count(f"complaint.{rule}", OLD, SHIPPED)


def test_a_complaint_is_never_extended_by_decision() -> None:
    with pytest.raises(WrongUse, match="không cho gia hạn"):
        count("complaint.resolution-1", D("2026-11-16"), SHIPPED, ("complex",), extensions=1)


# ---- choices -------------------------------------------------------------------------------------------------------

EVERY = [
    *(choices.DECLINE_GROUNDS, choices.COMPLEX_CRITERIA, choices.SUSPEND_GROUNDS, choices.TERMINATE_GROUNDS),
    *(choices.FINDINGS, choices.DISPOSITIONS),
]


@pytest.mark.parametrize("offered", EVERY)
def test_a_choice_is_cited_dated_and_says_what_is_not_certain(offered: dict[str, choices.Choice]) -> None:
    for code, choice in offered.items():
        assert code == choice.code
        assert len(code) <= 24
        assert choice.text
        assert choice.since >= (choice.citation.amended or choice.citation).act.since
        assert choice.confirmed or choice.note
        assert choice.holds(D("2026-11-16"))
    assert len({choice.text for choice in offered.values()}) == len(offered)


def test_nine_grounds_stand_in_the_order_of_the_article() -> None:
    grounds = list(choices.DECLINE_GROUNDS.values())
    assert [ground.citation for ground in grounds] == [LKN(11, clause) for clause in range(1, 10)]
    assert not any(ground.confirmed for ground in grounds)
    assert choices.DECLINE_GROUNDS["terminated"].citation == RULES["complaint.reopen"].wordings[0].citation


def test_seven_criteria_of_a_complex_case_begin_with_the_decree() -> None:
    criteria = choices.COMPLEX_CRITERIA.values()
    assert len(criteria) == 7
    assert all(one.confirmed and one.holds(NEW) and not one.holds(OLD) for one in criteria)


def test_suspension_and_termination_begin_with_the_law_of_2026() -> None:
    of_both = {**choices.SUSPEND_GROUNDS, **choices.TERMINATE_GROUNDS}
    assert [(code, one.citation.short) for code, one in of_both.items()] == [
        ("obstacle", "Điều 11a(1)(a) LKN"),
        ("awaits-result", "Điều 11a(1)(b) LKN"),
        ("withdrawn", "Điều 11a(2)(a) LKN"),
        ("died", "Điều 11a(2)(b) LKN"),
        ("organisation-ended", "Điều 11a(2)(b) LKN"),
    ]
    assert not any(one.holds(OLD) for one in of_both.values())


def test_findings_and_outcomes_of_the_first_decision() -> None:
    assert [one.text for one in choices.FINDINGS.values()] == ["Đúng toàn bộ", "Đúng một phần", "Sai toàn bộ"]
    unsure = [code for code, one in choices.DISPOSITIONS.items() if not one.confirmed]
    assert (list(choices.DISPOSITIONS), unsure) == (
        ["keep", "amend", "annul-part", "annul-whole", "stop-act"],
        ["annul-part", "annul-whole"],
    )


# ---- recipients ----------------------------------------------------------------------------------------------------

PARTIES = ["complainant", "representative?", "respondent", "concerned?"]


@pytest.mark.parametrize(
    ("act", "place", "asked"),
    [
        ("accept", "Điều 27 LKN", ["complainant", "forwarder?", "inspectorate"]),
        ("decline", "Điều 27 LKN", ["complainant"]),
        ("decide", "Điều 32 LKN", ["complainant", "superior", "concerned?", "forwarder?", "inspectorate"]),
        ("suspend", "Điều 28b(1) NĐ124", PARTIES),
        ("resume", "Điều 28b(2) NĐ124", PARTIES),
        ("terminate", "Điều 28b(1) NĐ124", [*PARTIES, "last-commune?"]),
        ("stay", "Điều 35 LKN", ["complainant", "respondent", "concerned?", "executor"]),
        ("lift-stay", "Điều 35 LKN", ["complainant", "respondent", "concerned?", "executor"]),
    ],
)
@pytest.mark.parametrize("level", ["province", "agency", "commune"])
def test_who_is_sent_the_paper_of_an_act(act: str, place: str, asked: list[str], level: str) -> None:
    found = choices.recipients(act, level)
    demanded = [f"{one.code}?" if one.if_any else one.code for one in found if one.demanded]
    assert demanded == [code for code in asked if code != "inspectorate" or level == "province"]
    assert {one.citation.short for one in found} == {place}
    assert all(one.name and (one.confirmed or one.note) for one in found)


@pytest.mark.parametrize("act", ["accept", "decide"])
def test_a_commune_has_no_inspectorate_to_send_to(act: str) -> None:
    (inspectorate,) = (one for one in choices.recipients(act, "commune") if one.code == "inspectorate")
    assert (inspectorate.demanded, inspectorate.confirmed) == (False, False)
    assert "2025" in inspectorate.note


def test_an_act_without_a_paper_has_no_recipients() -> None:
    with pytest.raises(KeyError):
        choices.recipients("assign", "commune")


# ---- forms and duties ----------------------------------------------------------------------------------------------


def test_forms_of_complaints_have_their_numbers_from_their_day() -> None:
    by_decree = {form.code: form.number for form in FORMS.values() if form.citation.short == "Điều 20 NĐ155"}
    assert by_decree == {
        "complaint-petition": "01",
        "complaint-authorise": "02",
        "complaint-accept": "03",
        "complaint-decline": "04",
        "complaint-dialogue": "14",
        "complaint-suspend": "14a",
        "complaint-terminate": "14a",
        "complaint-resume": "14b",
    }
    for code, number in by_decree.items():
        assert (form_number(code, OLD), form_number(code, NEW), FORMS[code].confirmed) == ("", number, True)


def test_forms_of_which_only_a_list_was_seen_are_not_confirmed() -> None:
    listed = [form for form in COMPLAINT_FORMS if not form.confirmed and form.until is None]
    assert [form.number for form in listed] == ["05", "06", "07", "08", "09", "10", "11", "12", "13", "15", "16"]
    assert all(form.note and form.since == D("2020-12-10") for form in listed)
    assert form_number("complaint-decide", OLD) == "15"


def test_a_duty_of_complaints_is_cited_and_known_once() -> None:
    assert not COMPLAINT_DUTIES.keys() & DUTIES.keys()
    for code, duty in COMPLAINT_DUTIES.items():
        assert code == duty.code
        assert duty.since >= (duty.citation.amended or duty.citation).act.since
    assert {duty.since for duty in COMPLAINT_DUTIES.values()} == {LKN.since, NEW}
    withdrawal = COMPLAINT_DUTIES["KN-24/2026"]
    assert [one.short for one in (withdrawal.citation, *withdrawal.also)] == ["Điều 7a NĐ124", "Điều 10 LKN"]


def test_whoever_is_sent_a_second_or_disciplinary_decision() -> None:
    """KN-14: complainant, respondent, first resolver, persons concerned, forwarder; LKN 54, 56 for discipline."""
    again = {one.code for one in choices.recipients_again("decide", "province")}
    assert {"complainant", "respondent", "first-resolver", "concerned", "forwarder"} <= again
    first, second = (find("decide", "commune") for find in (discipline_choices.recipients,
                                                            discipline_choices.recipients_again))
    assert "superior" in {one.code for one in first}
    assert "first-resolver" in {one.code for one in second}
