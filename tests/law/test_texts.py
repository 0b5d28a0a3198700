"""Acts and citations, wordings, grounds for refusal, duties: the law as data."""

from datetime import date

import pytest

from caseapp.law import complaints
from caseapp.law.acts import ACTS, BEFORE_L136, LKN, LTCD, ND124, ND154, ND155
from caseapp.law.duties import (
    DUTIES,
    REGISTER_COLUMNS,
    attestations,
    recording_doubt,
    representation,
    representatives_problem,
)
from caseapp.law.forms import FORMS, form_number
from caseapp.law.grounds import GROUNDS, grounds_on
from caseapp.law.limits import CALENDAR, NATURE_WORDS, OPTION_WORDS, UNIT_WORDS, Limit, Nature, Unit, Wording
from caseapp.law.reception_days import RECEPTION_DUTIES, reception_duty
from caseapp.law.registry import RULES
from caseapp.text import canonical
from tests.law.statutes import SAMPLES

D = date.fromisoformat
RESOLUTION_1 = complaints.RESOLUTION_1
COUNTER_FORMS = ("refusal-notice", "papers-slip", "register")


def test_a_citation_reads_as_people_write_it() -> None:
    assert str(LTCD(28, 1)) == "khoản 1 Điều 28 Luật Tiếp công dân"
    assert str(ND154(4, 1, "h")) == "điểm h khoản 1 Điều 4 Nghị định 154/2026/NĐ-CP"
    assert str(LKN("11a")) == "Điều 11a Luật Khiếu nại"
    assert (ND154(4, 1, "h").short, LKN(28).short) == ("Điều 4(1)(h) NĐ154", "Điều 28 LKN")
    amended = ND124(16, 1).amended_by(ND155(10))
    assert str(amended) == ("khoản 1 Điều 16 Nghị định 124/2020/NĐ-CP (sửa đổi bởi Điều 10 Nghị định 155/2026/NĐ-CP)")
    assert amended.short == "Điều 16(1) NĐ124"


def test_every_act_is_numbered_and_dated() -> None:
    for code, act in ACTS.items():
        assert code == act.code
        assert act.number
        assert act.name
        assert act.signed is None or act.signed < act.since
        assert act.until is None or act.since < act.until


def test_the_most_specific_line_of_a_wording_wins() -> None:
    (wording,) = RESOLUTION_1.wordings
    for options, length in (((), 30), (("complex",), 45), (("remote",), 45), (("remote", "complex"), 60)):
        assert wording.length_for(frozenset(options)) == (length, frozenset(options))


@pytest.mark.parametrize("terms", [("remote",), (45,), ("remote", 3, 45)])
def test_when_takes_names_and_one_length(terms: tuple[str | int, ...]) -> None:
    with pytest.raises(TypeError):
        Wording(30, CALENDAR, LKN(28), since=D("2012-07-01")).when(*terms)


def test_a_limit_without_a_wording_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="needs a wording"):
        Limit("x", "x", "x", [])


def test_hashes_follow_the_law_and_nothing_else() -> None:
    hashes = [limit.hash for limit in (*SAMPLES, *RULES.values())]
    assert len(set(hashes)) == len(hashes)
    again = Limit(
        RESOLUTION_1.code, RESOLUTION_1.title, RESOLUTION_1.start, RESOLUTION_1.wordings, ids=RESOLUTION_1.ids
    )
    assert again.hash == RESOLUTION_1.hash
    assert again != RESOLUTION_1
    for limit in RULES.values():
        assert canonical(limit.plain())


def test_every_word_of_the_vocabulary_has_a_label() -> None:
    assert set(UNIT_WORDS) == set(Unit)
    assert set(NATURE_WORDS) == set(Nature)
    assert {option for limit in (*SAMPLES, *RULES.values()) for option in limit.options} <= set(OPTION_WORDS)


def test_two_grounds_are_answered_in_writing_within_three_working_days() -> None:
    written = [ground for ground in GROUNDS.values() if ground.written]
    assert [ground.code for ground in written] == ["R3", "Rh"]
    for ground in GROUNDS.values():
        in_july = ("reception.refusal-notice", "01/TCD") if ground.written else (None, None)
        assert (ground.rule(D("2026-07-01")), ground.form(D("2026-07-01"))) == in_july
        assert (ground.rule(D("2026-06-30")), ground.form(D("2026-06-30"))) == (None, None)
        assert bool(ground.requires) or not ground.written
        assert ground.since >= ground.citation.act.since


def test_the_place_that_the_form_cites_is_data_and_not_confirmed() -> None:
    ground = GROUNDS["Rh"]
    assert ground.printed is not None
    assert (ground.citation.point, ground.printed.point, ground.confirmed) == ("h", "g", False)
    assert ground.doubt().startswith("Mẫu 01/TCD in điểm g, khoản 3 Điều 4 ghi điểm h:")
    assert [one.code for one in GROUNDS.values() if one.doubt()] == ["Rh"]


def test_grounds_of_the_decree_hold_from_its_day() -> None:
    assert [ground.code for ground in grounds_on(D("2026-06-30"))] == ["R1", "R2", "R3"]
    assert len(grounds_on(D("2026-07-01"))) == 13
    assert grounds_on(D("2014-06-30")) == ()


@pytest.mark.parametrize(
    ("level", "on", "times"),
    [
        ("commune", "2026-06-30", (1, "week", True)),
        ("commune", "2026-07-01", (2, "month", False)),
        ("province", "2026-11-16", (1, "month", True)),
        ("service-unit", "2026-11-16", (1, "month", True)),
    ],
)
def test_how_often_the_head_receives(level: str, on: str, times: tuple[int, str, bool]) -> None:
    duty = reception_duty(level, D(on))
    assert duty is not None
    assert (duty.times, duty.per, duty.confirmed) == times


def test_levels_without_a_duty() -> None:
    assert reception_duty("hamlet", D("2026-11-16")) is None
    assert reception_duty("service-unit", D("2026-06-30")) is None
    assert all(duty.standing for duty in RECEPTION_DUTIES)


@pytest.mark.parametrize(
    ("people", "representatives", "lawful"),
    [
        (2, 2, True),
        (4, 4, True),
        (5, 0, False),
        (5, 1, True),
        (10, 2, True),
        (10, 3, False),
        (11, 5, True),
        (200, 6, False),
    ],
)
def test_representatives_of_a_group(people: int, representatives: int, lawful: bool) -> None:
    assert (representatives_problem(people, representatives) is None) is lawful


def test_the_text_gives_no_number_for_small_groups() -> None:
    assert representation(4) is None
    found = representation(10)
    assert found is not None
    assert (found.fewest, found.most) == (1, 2)


def test_the_register_has_thirteen_columns_and_the_forms_their_numbers() -> None:
    assert [column.number for column in REGISTER_COLUMNS] == list(range(1, 14))
    assert len({column.code for column in REGISTER_COLUMNS}) == 13
    assert [FORMS[code].number for code in COUNTER_FORMS] == ["01/TCD", "02/TCD", "03/TCD"]
    assert all(code == form.code for code, form in FORMS.items())


@pytest.mark.parametrize(
    ("code", "on", "number"),
    [
        *((code, "2026-06-30", "") for code in COUNTER_FORMS),
        ("refusal-notice", "2026-07-01", "01/TCD"),
        ("papers-slip", "2026-07-01", "02/TCD"),
        ("register", "2027-01-04", "03/TCD"),
        ("nothing", "2026-11-16", ""),
    ],
)
def test_a_form_has_its_number_from_the_day_it_is_prescribed(code: str, on: str, number: str) -> None:
    assert form_number(code, D(on)) == number
    assert FORMS["refusal-notice"].holds(D(on)) is (on > "2026-06-30")


def test_what_no_text_confirms_says_so() -> None:
    unsure = {code: duty.note for code, duty in DUTIES.items() if not duty.confirmed}
    assert list(unsure) == ["GR-02", "REG-01/BV-03"]
    assert all(unsure.values())
    assert recording_doubt() == (
        "Chưa xác nhận: chưa văn bản nào nói rõ cách ghi tố cáo bằng mã số và phong bì, dung hòa "
        "Điều 27 Nghị định 154/2026/NĐ-CP; điểm b khoản 1 Điều 9, khoản 2 Điều 47, khoản 2 Điều 56 Luật Tố cáo."
    )


@pytest.mark.parametrize(
    ("code", "places"),
    [
        ("TCD-11", ["Điều 18(4) LTCD", "Điều 25(2) NĐ154", "Điều 25(3) NĐ154"]),
        ("DOC-01", ["Điều 25(2) LTCD", "Điều 14(1) NĐ154"]),
        ("DOC-02", ["Điều 25(3) LTCD", "Điều 14(4) NĐ154"]),
        ("ID-02", ["Điều 13 NĐ154", "Điều 16 LKN"]),
        ("ID-03", ["Điều 3 NĐ155", "Điều 21(2) NĐ155"]),
        ("ID-04", ["Điều 12(1) LKN"]),
        ("GR-01", ["Điều 29 LTCD", "Điều 4 NĐ155"]),
        ("GR-02", ["Điều 12(2) TT30"]),
        ("GR-03", ["Điều 10 NĐ155"]),
        ("REC-01", ["Điều 20(4) NĐ154", "Điều 24 NĐ154"]),
    ],
)
def test_a_duty_cites_every_place_it_stands_in(code: str, places: list[str]) -> None:
    duty = DUTIES[code]
    assert [place.short for place in (duty.citation, *duty.also)] == places


def test_reception_days_cite_law_and_decree() -> None:
    cited = {(duty.level, duty.per): [place.short for place in duty.also] for duty in RECEPTION_DUTIES}
    assert cited["central", "month"] == ["Điều 29(1)(a) NĐ154"]
    assert cited["province", "month"] == ["Điều 12(2) LTCD", "Điều 29(1)(b) NĐ154"]
    assert cited["commune", "month"] == ["Điều 28(1) NĐ154", "Điều 29(1)(c) NĐ154"]
    assert cited["commune", "week"] == []


@pytest.mark.parametrize(
    ("on", "ways"),
    [
        ("2026-06-30", []),
        ("2026-12-31", ["công chứng", "chứng thực"]),
        ("2027-01-01", ["chứng thực"]),
    ],
)
def test_the_notary_leaves_authorisations_at_the_end_of_2026(on: str, ways: list[str]) -> None:
    assert [one.words for one in attestations(D(on))] == ways


def test_laws_read_before_they_were_amended_say_so() -> None:
    assert [act.code for act in ACTS.values() if act.note == BEFORE_L136] == ["LTCD", "LKN", "LTC"]
    old = [rule for rule in RULES.values() if any(one.citation.act.note for one in rule.wordings)]
    assert [rule.code for rule in old for one in rule.wordings if one.citation.act.note and not one.note] == []
    assert {"reception.post-timetable", "complaint.limitation"} <= {rule.code for rule in old}
    assert RULES["reception.refusal-notice"].wordings[0].also == (ND154(4, 2),)


@pytest.mark.parametrize(("people", "sentence"), [
    (7, "Từ 5 đến 10 người cùng một nội dung thì cử 1 hoặc 2 người đại diện"),
    (11, "Từ 11 người cùng một nội dung thì cử nhiều nhất 5 người đại diện"),
])
def test_the_numbers_of_a_group_stand_once(people: int, sentence: str) -> None:
    problem = representatives_problem(people, 6)
    assert problem is not None
    assert (problem[0] % problem[1]).startswith(sentence)


@pytest.mark.parametrize("code", RULES)
def test_no_title_repeats_a_number_of_days(code: str) -> None:
    assert not any(char.isdigit() for char in RULES[code].title)
