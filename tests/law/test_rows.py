"""Every row of the law files stands once in the table of rows, as sure as its mark there allows."""

import re
from collections import Counter
from datetime import date

import pytest

from caseapp.law import complaints
from caseapp.law.acts import ACTS, Citation
from caseapp.law.calendars import SHIPPED
from caseapp.law.counting import count
from caseapp.law.denunciation_duties import MONTHLY_REPORT
from caseapp.law.duties import REPRESENTATIONS
from caseapp.law.errors import LawError, WrongUse
from caseapp.law.forms import FORMS, Form
from caseapp.law.grounds import GROUNDS
from caseapp.law.petition_choices import DOCUMENTS, WAYS
from caseapp.law.reception_days import RECEPTION_DUTIES
from caseapp.law.registry import RULES
from caseapp.law.rows import FIELD_WORDS, ROWS, SORT_WORDS, Field, Row, Sort, doubt, rows_of, unconfirmed
from caseapp.text import mark

D = date.fromisoformat

# Marks as the law files write them: A, T the text itself; B, S somebody's report of it; C, M, ? unread; I an inference.
MARKS = {
    "CAL-01 CAL-02 CAL-07 CAL-10": "A",
    "CAL-03": "I (strong)",
    "CAL-04 CAL-06": "I",
    "CAL-05": "B",
    "CAL-08": "B (in-lieu limit: A)",
    "CAL-09": "B (unresolved)",
    "TCD-01 TCD-02 TCD-03 TCD-04 TCD-05 TCD-06 TCD-07 TCD-08 TCD-10 TCD-11": "A",
    "TCD-02/at-once TCD-04/postponed": "A",
    "TCD-09 TCD-09/2": "A (old text)",
    "LTCD-11/5 LTCD-12/5 LTCD-15 LTCD-18/2 LTCD-18/3 NĐ154-9 NĐ154-4/4": "A",
    "LTCD-15/2026 NĐ154-38/2": "B",
    "R1 R2 R3 Ra Rb Rc Rd Rđ Re Rg Rh Ri Rk": "A",
    "ID-01 ID-02 ID-03 ID-03/1 ID-03/2 ID-04 GR-01 GR-01/1 GR-01/2 GR-03 GR-04 DOC-01 DOC-02 DOC-03 REG-01 REG-03 REC-01": "A",
    "GR-02": "A police / C general",
    "REG-02": "B",
    "REG-01/BV-03": "I",  # ours: two laws that no text reconciles
    "NĐ75-6 KN-15/media": "T",
    "XLD-01": "A / C",
    "XLD-02 XLD-05 XLD-06 XLD-07": "A (P)",
    "XLD-03 XLD-04 XLD-04a XLD-04b": "A",
    "XLD-08": "A/B",
    "KN-01 KN-02 KN-03 KN-04 KN-05 KN-06 KN-07 KN-08 KN-09 KN-10 KN-11 KN-12 KN-13 KN-14": "A",
    "KN-03x": "I",
    "KN-15 KN-15/posting KN-15/meeting": "A law, A NĐ75 / C number today",
    "KN-16 KN-17 KN-18 KN-19 KN-21 KN-25": "A",
    "KN-20 KN-22 KN-24 KN-24/2026 LKN-30/6": "A/B",
    "KN-23": "A old",
    "LKN-29 LKN-29/4 LKN-30 LKN-31/2 LKN-33/1 LKN-34 LKN-36/2 LKN-40/2": "A",
    "NĐ155-11 NĐ155-11/chair NĐ155-11/minutes NĐ155-11/reasons NĐ155-12 NĐ155-22": "A",
    "NĐ155-22/acceptance": "I",
    "LKN-11/1 LKN-11/2 LKN-11/3 LKN-11/4 LKN-11/5 LKN-11/6 LKN-11/7 LKN-11/8 LKN-11/9": "A",
    "KL-01 KL-02 KL-03 KL-04 KL-05 KL-06 KL-07 KL-08 KL-09 LKN-52 LKN-58": "A",
    "TC-01 TC-02 TC-03 TC-04 TC-05 TC-06 TC-07 TC-08 TC-09 TC-10 TC-11 TC-12 TC-13 TC-14 TC-14/2026": "A",
    "TC-15 TC-16 TC-17 TC-18 TC-19 TC-20 TC-21 TC-22 TC-23 TC-24 TC-25 TC-26 TC-26/2026 TC-19/media": "A",
    "TC-03/denouncer TC-05/denouncer TC-13/denouncer TC-15/denouncer": "A",  # twins: the same duty, its other receiver
    "LTC-25/2 LTC-29/2 LTC-31/2 LTC-35/2 LTC-38/5 LTC-39 NĐ31-10 NĐ31-11 NĐ31-16 NĐ156-10": "A",
    "BV-01 BV-02 BV-03 BV-04 BV-05 BV-06 BV-07 BV-08 BV-09 BV-10": "A",
    "BV-11": "A/B",
    "BV-11/2026": "B",
    "HG-20.2 HG-418.1 HG-419 HG-419/prepare HG-419/hearing BLTTDS-418 BLTTDS-419": "T",
    "HG-15 NĐ15-10 NĐ15-14": "M",
    "HG-SO/phan-2 HG-BIEU/11 HG-BIEU/12": "?",
    "TT56-5 TT56-3/17 TT56-3/17/b": "T",
    "LHG-24/2/a LHG-24/2/b LHG-24/2/c LHG-24/2/d LHG-24/2/đ LHG-24/2/e LHG-24/2/g LHG-24/2/h": "T",
    "LHG-1/2 LHG-7 LHG-8 LHG-8/3 LHG-8/4 LHG-10/4 LHG-10/5 LHG-11 LHG-12 LHG-12/review LHG-14 LHG-15 LHG-17 LHG-18 LHG-19": "T",
    "LHG-20/1 LHG-20/2 LHG-21 LHG-22 LHG-24/2 LHG-26 LHG-27 LHG-29": "T",
    "DT-43 DT-43.1 DT-43.2 DT-43/how DT-43/notice DT-43/results": "T",
    "TT-29 TT-30 TT-30/notice TT-31 TT-31/notice": "?",  # as the law of 2026 has them
    "LTCTT-12 LTCTT-24/2 LTCTT-26 LTCTT-28/2 LTCTT-28/twice LTCTT-29/simple LTCTT-29/extension": "T",
    "BM-NĐ154-01/TCD BM-NĐ154-02/TCD BM-NĐ154-03/TCD": "T",
    "BM-NĐ155-01 BM-NĐ155-02 BM-NĐ155-03 BM-NĐ155-04 BM-NĐ155-14 BM-NĐ155-14b": "T",
    "BM-NĐ155-14a/complaint-suspend BM-NĐ155-14a/complaint-terminate": "T",
    "BM-NĐ124-01 BM-NĐ124-02 BM-NĐ124-03 BM-NĐ124-04 BM-NĐ124-05 BM-NĐ124-06 BM-NĐ124-07 BM-NĐ124-08": "B",
    "BM-NĐ124-09 BM-NĐ124-10 BM-NĐ124-11 BM-NĐ124-12 BM-NĐ124-13 BM-NĐ124-15 BM-NĐ124-16": "B",
    "BM-NĐ124-14": "M",
    "BM-NĐ31-01 BM-NĐ31-02 BM-NĐ31-03 BM-NĐ31-04 BM-NĐ31-05 BM-NĐ31-06 BM-NĐ31-07 BM-NĐ31-08": "T",
    "BM-NĐ31-09 BM-NĐ31-10 BM-NĐ31-11 BM-NĐ31-12 BM-NĐ156-02": "T",
    "BM-NĐ156-03": "T; printed form ?",
    "BM-TT04-01": "S; no. M",
    "BM-TT04-02 BM-TT04-04 BM-TT04-05 BM-TT04-06 BM-TT04-07 BM-TT04-08 BM-TT04-09 BM-TT04/reception-minutes": "S",
    "BM-TT04-03": "T",
    "BM-TT05-01 BM-TT05-03": "T",
    "BM-TT05/petition-decline BM-TT05/petition-guide BM-TT05/petition-return BM-TT05/petition-pass-on": "M",
    "BM-TT05/petition-transfer-feedback BM-TT05/petition-split": "M",
    "BM-TT07-01-XLĐ BM-TT07-02-XLĐ BM-TT07-03-XLĐ BM-TT07-04-XLĐ BM-TT07-05-XLĐ BM-TT07-06-XLĐ BM-TT07-07-XLĐ": "T",
    "BM-NĐ13-01a BM-NĐ13-01b BM-NĐ13-02 BM-NĐ13-03 BM-NĐ13-04 BM-NĐ13-05 BM-NĐ13-06 BM-NĐ13/information-register": "T",
    "BM-LHG/mediation-logbook": "T",
}
MARKED = {row: given for rows, given in MARKS.items() for row in rows.split()}

_PREDECESSOR = "read in the circular that was replaced; the one in force is unread there"
_AMENDED = "read as it stood before the law of 2026, which is known to touch the article"
LESS_SURE = {
    "Rh": "the form cites another point than the decree",
    "TCD-09": "the file asks for a check against the resolution of 2025",
    "TCD-09/2": "the same",
    "KN-23": "the file asks whether it survives the new rule on withdrawal",
    **{f"LKN-11/{clause}": _AMENDED for clause in range(1, 10)},
    "BV-10": "later changes of the circular are unchecked",
    "XLD-02": _PREDECESSOR,
    "XLD-05": _PREDECESSOR,
    "XLD-06": _PREDECESSOR,
    "BM-TT04-03": "the other file, which wins, calls the same source a report",
}
"""Rows that are less sure in the program than their mark says, and why."""

# Lists of grounds and outcomes; those not named mix sure and unsure things.
LISTS = {
    "KN-07": ("A", 7),
    "KN-20": ("A/B", 2),
    "KN-22": ("A/B", 3),
    "LKN-40": ("T", 3),
    "LKN-41": ("A", 3),
    "XLĐ-ĐK": ("B", 7),
    "XLĐ-KĐK": ("B", 3),
    "LTC-25": ("A", 6),
    "LTC-29": ("A", 5),
    "LTC-35": ("A", 3),
    "TC-08": ("A", 7),
    "TC-11": ("A", 2),
    "TC-12": ("A", 3),
    "TC-14": ("A", 3),
    "TC-20": ("A", 3),
    "NĐ15-5": ("M", 4),
    "LHG-3": ("T", 4),
    "LHG-11": ("T", 4),
    "LHG-16": ("T", 3),
    "LHG-23": ("T", 3),
    "LHG-KQ": ("T", 4),
    "BLTTDS-417": ("T", 4),
}
BY_ID = {row.id: row for row in ROWS}


def sure(given: str) -> bool:
    """Whether a mark lets a row ship as confirmed: some of the text was read, nothing is unread or inferred."""
    found = set(re.findall(r"[A-Z?]", re.sub(r"\(.*?\)|\bno\.|NĐ\d+", "", given)))
    return bool(found & {"A", "T"}) and not found & {"C", "I", "M", "?"}


def act_of(citation: Citation) -> str:
    return (citation.amended or citation).act.code


def test_a_mark_is_read_as_its_author_meant_it() -> None:
    assert [one for one in sorted(set(MARKS.values())) if sure(one)] == [
        "A", "A (P)", "A (old text)", "A old", "A/B", "T"]


def test_no_id_stands_twice() -> None:
    assert [row for row, times in Counter(row.id for row in ROWS).items() if times > 1] == []
    listed = [row for rows in MARKS for row in rows.split()]
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize("row", MARKED)
def test_a_row_of_the_law_files_is_there_and_as_sure_as_its_mark(row: str) -> None:
    assert BY_ID[row].confirmed is (sure(MARKED[row]) and row not in LESS_SURE)


def test_every_limit_duty_and_form_is_a_row_of_the_law_files() -> None:
    named = {row.id for row in ROWS if row.sort in {Sort.LIMIT, Sort.DUTY, Sort.FORM}}
    assert sorted(named - MARKED.keys()) == []
    assert set(LESS_SURE) <= {row for row, given in MARKED.items() if sure(given)}
    assert {row.rule for row in ROWS if row.rule} == set(RULES)
    assert {row for rule in RULES.values() for row in rule.ids} <= set(BY_ID)


@pytest.mark.parametrize("prefix", LISTS)
def test_a_list_of_grounds_or_outcomes_is_whole(prefix: str) -> None:
    given, length = LISTS[prefix]
    found = [row for row in ROWS if row.id.startswith(f"{prefix}/") and row.sort in {Sort.GROUND, Sort.OUTCOME}]
    assert len(found) == length
    assert {row.confirmed for row in found} == {sure(given)}
    assert all(row.code for row in found)


@pytest.mark.parametrize("row", ROWS, ids=[row.id for row in ROWS])
def test_a_row_is_cited_dated_and_says_what_is_not_certain(row: Row) -> None:
    assert row.text.strip()
    assert all(act_of(citation) in ACTS and citation.article for citation in row.citations)
    assert row.since >= ACTS[act_of(row.citations[0])].since
    assert row.until is None or row.until > row.since
    assert row.confirmed or row.note
    assert row.holds(row.since)
    assert not row.holds(D("2012-06-30"))
    assert row.until is None or not row.holds(D("2027-01-01"))
    assert "{" not in doubt(row, mark)
    assert doubt(row, mark) == row.note


def test_a_row_without_a_note_has_no_doubt_and_two_say_theirs_with_places() -> None:
    assert doubt(BY_ID["KL-05"], str.upper) == ""
    assert doubt(BY_ID["GR-02"], str.upper) == BY_ID["GR-02"].note.upper()
    assert "khoản 3 Điều 4" in doubt(BY_ID["Rh"], mark)
    assert "Điều 27" in doubt(BY_ID["REG-01/BV-03"], mark)
    assert {row for row in BY_ID if row in GROUNDS} == set(GROUNDS)


def test_a_text_is_said_once_in_its_field() -> None:
    said = Counter((row.field, row.text, row.rule) for row in ROWS if row.sort is not Sort.COLUMN)
    assert [one for one, times in said.items() if times > 1 and not one[2]] == []
    titles = Counter(rule.title for rule in RULES.values())
    assert max(titles.values()) == 1


def test_an_act_says_what_of_its_dates_and_words_was_not_seen() -> None:
    """A day in force, or a number, that no page of the law files names is never shown as if it had been read."""
    unseen = ["BLDS", "BLLĐ", "BLTTDS", "LDC", "LTCCQĐP", "NĐ13", "NĐ64", "NĐ75", "TT07", "TT20", "TT30", "TT145"]
    assert [code for code in unseen if "chưa đối chiếu" not in ACTS[code].note] == []
    signed = ["LHG", "L136", "LTCTT26", "NĐ31", "NĐ154", "NĐ155", "NĐ156", "TT04", "TT05", "TT16", "TT56"]
    assert sorted(code for code, act in ACTS.items() if act.signed) == sorted(signed)


def test_a_number_of_days_stands_in_its_limit_alone() -> None:
    counted = re.compile(r"\d+ (?:ngày|tháng|năm|giờ)\b")
    assert [row.id for row in ROWS if counted.search(row.text)] == []


def test_reception_days_are_said_as_often_as_they_are() -> None:
    for duty in RECEPTION_DUTIES:
        number, period = {1: "một", 2: "hai"}[duty.times], {"week": "tuần", "month": "tháng"}[duty.per]
        assert duty.text.endswith(f"ít nhất {number} ngày mỗi {period}")


def test_representatives_are_said_as_many_as_they_are() -> None:
    words = {1: "một", 2: "hai", 5: "năm", 10: "mười", 11: "Trên mười", None: "nhiều nhất"}
    for rule in REPRESENTATIONS:
        assert all(words[number] in rule.text for number in (rule.people, rule.up_to, rule.most))


def test_every_field_and_sort_has_rows_and_a_name() -> None:
    assert set(FIELD_WORDS) == set(Field)
    assert set(SORT_WORDS) == {row.sort for row in ROWS} == set(Sort)
    assert [row for field in Field for row in rows_of(field)] == sorted(ROWS, key=lambda row: list(Field).index(row.field))
    assert all(rows_of(field) for field in Field)
    assert unconfirmed() == tuple(row for row in ROWS if not row.confirmed)


def test_a_row_shows_the_wording_that_holds_or_held_last() -> None:
    acceptance, decree, kept = BY_ID["KN-02"], BY_ID["KN-03"], BY_ID["XLD-07"]
    assert [one.short for one in acceptance.citations] == ["Điều 27 LKN", "Điều 36(1) LKN"]
    assert [str(one) for one in decree.citations] == [str(complaints.ACCEPTANCE.wordings[-1].citation)]
    assert (acceptance.since, decree.since, decree.rule) == (D("2012-07-01"), D("2026-07-01"), acceptance.rule)
    assert [one.short for one in BY_ID["KL-03"].citations] == ["Điều 50 LKN", "Điều 16(1) NĐ124"]
    assert (acceptance.rule, acceptance.note) == (complaints.ACCEPTANCE.code, complaints.ACCEPTANCE.wordings[0].note)
    assert (kept.until, kept.confirmed) == (D("2021-11-14"), True)
    assert (BY_ID["KN-03x"].sort, BY_ID["KN-03x"].rule) == (Sort.DUTY, "")


def test_a_duty_ends_with_the_words_that_set_it() -> None:
    assert MONTHLY_REPORT.holds(D("2026-06-30"))
    assert not MONTHLY_REPORT.holds(D("2026-07-01"))
    assert not MONTHLY_REPORT.holds(D("2019-05-27"))


def test_a_way_of_handling_names_a_form_that_exists() -> None:
    assert set(DOCUMENTS) <= set(WAYS)
    assert set(DOCUMENTS.values()) <= set(FORMS)


@pytest.mark.parametrize("form", FORMS.values(), ids=list(FORMS))
def test_a_form_belongs_to_an_act_that_was_in_force(form: Form) -> None:
    assert form.act.code in ACTS
    assert form.since >= form.act.since
    assert form.act.until is None or (form.until is not None and form.until <= form.act.until)


# ---- limits of this table that no worked example counts ------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "start", "options", "extensions", "due"),
    [
        ("information.at-office", "2026-06-01", (), 0, "2026-06-15"),
        ("information.at-office", "2026-06-01", ("complex",), 1, "2026-06-29"),
        ("information.online", "2026-06-01", (), 0, "2026-06-04"),
        ("information.online", "2026-06-01", ("complex",), 0, "2026-06-22"),
        ("information.online-notice", "2026-06-01", (), 0, "2026-06-04"),
        ("information.post", "2026-06-01", (), 0, "2026-06-08"),
        ("information.post", "2026-08-31", ("complex",), 0, "2026-09-23"),  # begun on the last day of the old law
        ("information.post-notice", "2026-06-01", (), 0, "2026-06-04"),
        ("mediation.court-prepare", "2026-11-16", (), 0, "2026-12-01"),
        ("mediation.court-hearing", "2026-11-16", (), 0, "2026-11-26"),
        ("deputy.told", "2026-12-15", (), 0, "2026-12-01"),
        ("deputy.cannot", "2026-12-15", (), 0, "2026-12-08"),
    ],
)
def test_days_as_the_law_counts_them(rule: str, start: str, options: tuple[str, ...], extensions: int, due: str) -> None:
    assert count(rule, D(start), SHIPPED, options, (), extensions).due == D(due)


@pytest.mark.parametrize("row", rows_of(Field.INFORMATION), ids=lambda row: row.id)
def test_nothing_is_known_of_access_to_information_since_september(row: Row) -> None:
    if not row.rule:
        assert row.until == D("2026-08-31")
        return
    for start in ("2026-09-01", "2026-11-23"):
        with pytest.raises(LawError, match="chưa đọc được số ngày"):
            count(row.rule, D(start), SHIPPED)


def test_an_extension_in_another_unit_is_not_counted() -> None:
    for rule in ("information.online", "information.post"):
        with pytest.raises(WrongUse, match="không cho gia hạn"):
            count(rule, D("2026-06-01"), SHIPPED, ("complex",), (), 1)
        assert "khác đơn vị" in RULES[rule].wordings[0].note


@pytest.mark.parametrize(
    ("rule", "start", "message"),
    [
        ("complaint.posting", "2026-11-16", "chưa đọc được số ngày"),
        ("complaint.meeting-notice", "2026-11-16", "chưa đọc được số ngày"),
        ("petition.keep-filed", "2026-11-16", "không còn hiệu lực từ 15/11/2021"),
    ],
)
def test_a_number_that_only_the_predecessor_had_is_not_used_today(rule: str, start: str, message: str) -> None:
    with pytest.raises(LawError, match=message):
        count(rule, D(start), SHIPPED)
