"""Who is competent: every row of the law file, both instances, before and after the districts, past merged units."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest

from caseapp.law.acts import LKN, LTC, LTTHC, ND75, TT05
from caseapp.law.competence import INSTANCES, LINES, Question, competent
from caseapp.law.competence_answers import Body, standing, title_of
from caseapp.law.competence_shape import (
    AUTHORITIES,
    MATTER_WORDS,
    OFFICES,
    OWN,
    TIER_WORDS,
    TWO_TIERS,
    Line,
    Matter,
    Tier,
)
from caseapp.law.errors import LawError, WrongUse
from caseapp.law.rows import ROWS, Sort
from caseapp.text import mark

D = date.fromisoformat
NOW, BEFORE = D("2026-11-16"), D("2025-06-30")
KN, KL, TC, PA = Matter.COMPLAINT, Matter.DISCIPLINE, Matter.DENUNCIATION, Matter.FEEDBACK
NOBODY = "–"

# Matter, offices, day; who answers first and again; whether the first is sure, and the second (law file §4.1, 4.2, 5).
TABLE: list[tuple[Matter, str, date, str, str, bool, bool]] = [
    (KN, "commune commune-head commune-staff", NOW, "commune-chair", "province-chair", False, False),          # B, I
    (KN, "commune commune-head commune-staff", BEFORE, "commune-chair", "district-chair", False, False),       # C
    (KN, "agency-head agency-staff", NOW, "agency-head", "department-head", False, False),                     # A old
    (KN, "department-head department-staff", NOW, "department-head", "province-chair", False, False),          # A old
    (KN, "province province-head province-staff", NOW, "province-chair", "sector-minister", True, True),       # A
    (KN, "ministry-agency-head ministry-agency-staff", NOW, "ministry-agency-head", "minister", True, True),   # A
    (KN, "ministry-head ministry-staff", NOW, "minister", NOBODY, True, True),                                 # A
    (KN, "public-service-head public-service-staff", NOW, "public-service-head", "public-service-above", False, False),
    (KN, "district-head district-agency", NOW, "successor-chair", "province-chair", False, False),             # C
    (KN, "district-head", BEFORE, "district-chair", "province-chair", False, False),
    (KN, "district-agency", BEFORE, "district-agency-head", "district-chair", False, False),
    (KL, "commune commune-head", NOW, "commune-chair", "province-chair", False, False),
    (KL, "commune commune-head", BEFORE, "commune-chair", "district-chair", False, False),
    (KL, "agency-head", NOW, "agency-head", "department-head", True, True),                                    # A
    (KL, "department-head", NOW, "department-head", "province-chair", True, True),                             # A
    (KL, "province province-head", NOW, "province-chair", "home-affairs", True, True),                         # A
    (KL, "ministry-agency-head", NOW, "ministry-agency-head", "minister", True, True),                         # A
    (KL, "ministry-head", NOW, "minister", "home-affairs", True, True),                                        # A
    (KL, "district-head", NOW, "successor-chair", "province-chair", False, False),
    (KL, "district-head", BEFORE, "district-chair", "province-chair", False, False),
    (TC, "commune-staff", NOW, "commune-chair", "province-chair", True, False),                                # A
    (TC, "commune-staff", BEFORE, "commune-chair", "district-chair", True, False),
    (TC, "commune commune-head", NOW, "province-chair", "prime-minister", False, False),                       # B/I
    (TC, "commune commune-head", BEFORE, "district-chair", "province-chair", False, False),
    (TC, "department-head", NOW, "province-chair", "prime-minister", False, False),                            # B/I
    (TC, "department-staff", NOW, "department-head", "province-chair", False, False),
    (TC, "agency-head", NOW, "department-head", "province-chair", False, False),
    (TC, "agency-staff", NOW, "agency-head", "department-head", False, False),
    (TC, "province-head", NOW, "prime-minister", NOBODY, True, True),                                          # A
    (TC, "province-head", D("2026-06-30"), "prime-minister", NOBODY, True, True),
    (TC, "province", NOW, "prime-minister", NOBODY, False, False),
    (TC, "province-staff", NOW, "province-chair", "prime-minister", False, False),
    (TC, "ministry-agency-head", NOW, "minister", "prime-minister", False, False),
    (TC, "ministry-agency-staff", NOW, "ministry-agency-head", "minister", False, False),
    (TC, "ministry-head", NOW, "prime-minister", NOBODY, False, False),
    (TC, "ministry-staff", NOW, "minister", "prime-minister", False, False),
    (TC, "public-service-head", NOW, "public-service-above", NOBODY, False, False),
    (TC, "public-service-staff", NOW, "public-service-head", "public-service-above", False, False),
    (TC, "district-head", NOW, "province-chair", "prime-minister", False, False),
    (TC, "district-head", BEFORE, "province-chair", "prime-minister", False, False),
    (TC, "district-agency", NOW, "successor-chair", "province-chair", False, False),
    (TC, "district-agency", BEFORE, "district-chair", "province-chair", False, False),
    (TC, "party", NOW, "party", NOBODY, True, True),                                                           # A
    (PA, "commune commune-head commune-staff", NOW, "commune-chair", NOBODY, False, False),
    (PA, "department-head department-staff", NOW, "department-head", NOBODY, False, False),
    (PA, "province province-head province-staff", NOW, "province-chair", NOBODY, False, False),
    (PA, "public-service-head public-service-staff", NOW, "public-service-head", NOBODY, False, False),
    (PA, "district-head district-agency", NOW, "successor-chair", NOBODY, False, False),
    (PA, "district-head district-agency", BEFORE, "district-chair", NOBODY, False, False),
    *[(matter, office, NOW, office, NOBODY, False, False) for matter in Matter
      for office in ("court", "enforcement", "elected", "association")],
    *[(matter, "party", NOW, "party", NOBODY, False, False) for matter in (KN, KL, PA)],
]
ASKED = [(matter, office, on, *rest) for matter, offices, on, *rest in TABLE for office in offices.split()]


@pytest.mark.parametrize(("matter", "office", "on", "first", "again", "sure", "sure_again"), ASKED)
def test_every_row_of_the_law_file(matter: Matter, office: str, on: date, first: str, again: str, sure: bool,
                                   sure_again: bool) -> None:
    answer = competent(Question(matter, office, on))
    assert (answer.authority.code, answer.confirmed) == (first, sure)
    assert answer.confirmed or answer.notes
    if again == NOBODY:
        with pytest.raises(LawError):
            competent(Question(matter, office, on, 2))
        return
    second = competent(Question(matter, office, on, 2))
    assert (second.authority.code, second.confirmed) == (again, sure_again)
    assert answer.following.next is not None
    assert answer.following.next.code == again
    assert second.following.next is None


def test_the_table_asks_for_every_line() -> None:
    asked = {competent(Question(matter, office, on)).line.id for matter, office, on, *_rest in ASKED}
    assert asked == {line.id for line in LINES}
    assert {line.id for line in LINES} <= {row.id for row in ROWS if row.sort is Sort.COMPETENCE}


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.id)
def test_a_line_names_offices_and_authorities_that_exist(line: Line) -> None:
    assert set(line.offices) <= set(OFFICES)
    assert line.first in {*AUTHORITIES, OWN}
    assert line.again in {*AUTHORITIES, ""}
    assert line.confirmed or line.note


def test_on_no_day_do_two_lines_answer_the_same_question() -> None:
    """But for those of bodies outside, which stand last and give way."""
    for on in (D("2014-07-01"), BEFORE, TWO_TIERS, D("2026-06-30"), NOW):
        for matter, office in product(Matter, OFFICES):
            found = [line.id for line in LINES if matter in line.matters and office in line.offices and line.holds(on)]
            assert len([one for one in found if one != "TQ/outside"]) <= 1, (on, matter, office)


def test_every_office_is_answered_for_today_but_for_those_who_issue_no_discipline() -> None:
    silent = set()
    for matter, office in product(Matter, OFFICES):
        try:
            competent(Question(matter, office, NOW))
        except LawError:
            silent.add((matter, office))
    assert {matter for matter, _office in silent} == {KL}
    assert {office for _matter, office in silent} == {
        *(code for code in OFFICES if code.endswith("-staff")), "public-service-head", "district-agency"}


def test_where_it_stands_and_what_follows() -> None:
    first, second = (competent(Question(KN, "commune-head", NOW, instance)) for instance in INSTANCES)
    assert (first.citations, second.citations) == ((LKN(17),), (LKN(21, 2),))
    assert first.line.citations == (LKN(17), LKN(21, 2))
    assert first.following.words() == (
        "Không đồng ý, hoặc quá hạn mà chưa được giải quyết: khiếu nại lần hai đến Chủ tịch Ủy ban nhân dân cấp tỉnh, "
        "hoặc khởi kiện tại tòa án.")
    assert second.following.words().endswith("khởi kiện vụ án hành chính tại tòa án.")
    assert second.following.citations == (LKN(42), LTTHC(116, 2, "a"))
    assert competent(Question(KN, "ministry-head", NOW)).following.words() == second.following.words()
    discipline = competent(Question(KL, "ministry-head", NOW))
    assert "Bộ trưởng Bộ Nội vụ; chỉ quyết định buộc thôi việc" in discipline.following.words()
    assert "buộc thôi việc" in competent(Question(KL, "ministry-head", NOW, 2)).following.words()
    denunciation = competent(Question(TC, "commune-staff", NOW))
    assert denunciation.following.words().endswith("tố cáo tiếp đến Chủ tịch Ủy ban nhân dân cấp tỉnh.")
    assert competent(Question(TC, "commune-staff", NOW, 2)).following.words() == ""
    assert competent(Question(TC, "commune-staff", NOW, 2)).citations == (LTC(37),)
    party = competent(Question(TC, "party", NOW))
    assert (party.following.words(), party.citations) == ("", (TT05(15),))
    assert competent(Question(KN, "court", NOW)).following.words() == ""
    assert competent(Question(PA, "commune", NOW)).following.words() == ""
    assert competent(Question(KN, "public-service-head", NOW)).line.citations == (ND75(3),)


@pytest.mark.parametrize(("question", "message"), [
    (Question(KN, "commune-head", NOW, 3), "chỉ còn khởi kiện tại tòa án"),
    (Question(KL, "province-head", NOW, 3), "buộc thôi việc"),
    (Question(TC, "commune-staff", NOW, 3), "tố cáo tiếp"),
    (Question(PA, "commune", NOW, 3), "không có lần giải quyết thứ hai"),
    (Question(PA, "commune", NOW, 2), "không có lần giải quyết thứ hai"),
    (Question(PA, "court", NOW, 2), "quy định riêng"),
    (Question(KN, "ministry-head", NOW, 2), "Bộ trưởng đã giải quyết thì không có lần hai"),
    (Question(TC, "province-head", NOW, 2), "Thủ tướng Chính phủ"),
    (Question(KN, "court", NOW, 2), "quy định riêng"),
    (Question(KL, "commune-staff", NOW), "Khiếu nại kỷ luật thì chọn nơi ra quyết định"),
    (Question(KN, "commune-head", D("2012-06-30")), "Ngày 30/06/2012 chưa có quy định"),
    (Question(TC, "commune-head", D("2018-12-31")), "Ngày 31/12/2018"),
    (Question(KN, "district-head", NOW, acted=TWO_TIERS), "không còn cấp huyện"),
])
def test_a_question_without_an_answer_says_why(question: Question, message: str) -> None:
    with pytest.raises(LawError, match=message):
        competent(question)


@pytest.mark.parametrize(("question", "message"), [
    (Question(KN, "no-such", NOW), "no-such"),
    (Question(KN, "commune-head", NOW, acted=NOW + timedelta(1)), "sau ngày nhận đơn"),
])
def test_a_question_that_is_none_says_what_to_mend(question: Question, message: str) -> None:
    with pytest.raises(WrongUse, match=message):
        competent(question)


# ---- by their own names, past mergers --------------------------------------------------------------------------------

PROVINCE = Body("UBND thành phố Cần Thơ", Tier.PROVINCE, "p")
WARD = Body("UBND phường An Thịnh", Tier.COMMUNE, "w", above=PROVINCE)
OLD_PROVINCE = Body("UBND tỉnh Hậu Giang", Tier.PROVINCE, "o", TWO_TIERS, PROVINCE)
OLD = Body("UBND xã Thới Cũ", Tier.COMMUNE, "c", TWO_TIERS, WARD, OLD_PROVINCE)
LOST = Body("UBND xã Không Rõ", Tier.COMMUNE, "x", TWO_TIERS)


def test_an_authority_is_called_by_the_name_of_its_body() -> None:
    first, second = (competent(Question(KN, "commune-head", NOW, number, D("2026-10-01"), WARD)) for number in INSTANCES)
    assert (first.named(), second.named()) == ("Chủ tịch UBND phường An Thịnh", "Chủ tịch UBND thành phố Cần Thơ")
    assert "lần hai đến Chủ tịch UBND thành phố Cần Thơ, hoặc" in first.following.words()
    assert competent(Question(KN, "commune-head", NOW)).named() == "Chủ tịch Ủy ban nhân dân cấp xã"
    assert second.authority.body is PROVINCE
    bureau = Body("Sở Xây dựng", Tier.DEPARTMENT, above=PROVINCE)
    assert competent(Question(KN, "agency-head", NOW, 2, body=bureau)).named() == "Giám đốc Sở Xây dựng"
    assert competent(Question(KN, "agency-head", NOW, body=bureau)).named() == "Người đứng đầu cơ quan thuộc sở"


@pytest.mark.parametrize(("authority", "unit", "said"), [
    ("commune-chair", "Ủy ban nhân dân xã X", "Chủ tịch Ủy ban nhân dân xã X"),
    ("commune-chair", "phường X", "Chủ tịch Ủy ban nhân dân phường X"),
    ("commune-chair", "", "Chủ tịch Ủy ban nhân dân cấp xã"),
    ("department-head", "Ban Dân tộc", "Người đứng đầu Ban Dân tộc"),
    ("minister", "Bộ Y tế 100%", "Bộ trưởng"),
    ("province-chair", "UBND tỉnh 100%s", "Chủ tịch UBND tỉnh 100%s"),
])
def test_a_slip_is_filled_from_two_codes(authority: str, unit: str, said: str) -> None:
    assert title_of(authority, unit) == said
    with pytest.raises(KeyError):
        title_of("no-such", unit)


def test_an_abolished_unit_leads_to_its_heir_on_any_day() -> None:
    acted = D("2025-05-12")
    then = competent(Question(KN, "commune-head", BEFORE, 1, acted, OLD))
    assert then.named() == "Chủ tịch UBND xã Thới Cũ"
    assert len(then.notes) == 1
    for on in (TWO_TIERS, NOW, D("2031-01-01")):
        first, second = (competent(Question(KN, "commune-head", on, number, acted, OLD)) for number in INSTANCES)
        assert (first.named(), second.named()) == ("Chủ tịch UBND phường An Thịnh", "Chủ tịch UBND thành phố Cần Thơ")
        assert not first.confirmed
        assert [note.words() for note in first.notes][1] == (
            "UBND xã Thới Cũ không còn từ 01/07/2025; nay là UBND phường An Thịnh.")
        assert len(first.notes) == 3
    staff = competent(Question(TC, "commune-staff", NOW, 1, acted, OLD))
    assert (staff.line.confirmed, staff.confirmed) == (True, False)      # the law is sure, who carries on is not
    assert competent(Question(TC, "commune-staff", NOW, 1, NOW, WARD)).confirmed


def test_an_act_of_an_abolished_district_leads_to_the_commune_that_took_over() -> None:
    question = Question(KN, "district-head", NOW, 1, D("2025-03-03"), WARD)
    answer = competent(question)
    assert (answer.named(), answer.confirmed) == ("Chủ tịch UBND phường An Thịnh", False)
    assert "141/2025" in answer.notes[0].words()
    taken = Question(KN, "district-head", NOW, 2, D("2025-03-03"), OLD)      # a commune that was merged at the same time
    assert competent(taken).named() == "Chủ tịch UBND thành phố Cần Thơ"
    assert "tiếp nhận" in competent(Question(KN, "district-head", NOW)).named()


def test_nobody_acts_after_the_end_and_an_heir_must_be_named() -> None:
    with pytest.raises(LawError, match="UBND xã Thới Cũ không còn"):
        competent(Question(KN, "commune-head", NOW, 1, TWO_TIERS, OLD))
    with pytest.raises(LawError, match="chưa ghi nơi kế tục"):
        competent(Question(KN, "commune-head", NOW, 1, BEFORE, LOST))
    assert standing(LOST, BEFORE) is LOST
    assert standing(Body("A", Tier.COMMUNE, ended=D("2020-01-01"), heir=OLD), NOW) is WARD


def test_every_word_is_said_in_the_reader_s_language() -> None:
    answer = competent(Question(KN, "commune-head", NOW, 1, BEFORE, OLD))
    said = answer.named(lambda text: text.replace("Chủ tịch", "Chair of"))
    assert said == "Chair of UBND phường An Thịnh"
    assert "Chair of UBND thành phố Cần Thơ" in answer.following.words(lambda text: text.replace("Chủ tịch", "Chair of"))
    assert set(MATTER_WORDS) == set(Matter)
    assert set(TIER_WORDS) == set(Tier) == {office.tier for office in OFFICES.values()}
    assert all(office.own in AUTHORITIES for office in OFFICES.values())
    assert mark(answer.notes[0].template) == answer.notes[0].words()
