"""Places in the law, said to a reader of Vietnamese and to one of English; and what else a receipt says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from caseapp.law.acts import ACTS, LTC, LTCD, ND124, ND154, ND155, NQ28
from caseapp.law.calendars import SHIPPED
from caseapp.law.citing import act_words, cited, in_act, joined, place_words, sourced
from caseapp.law.counting import appointed, count
from caseapp.law.duties import recording_doubt
from caseapp.law.grounds import GROUNDS
from caseapp.law.outlook import with_outlook
from caseapp.law.receipts import Receipt
from caseapp.law.reception import FOLLOW_UP
from caseapp.law.registry import PROMISES, RULES
from caseapp.law.sentences import in_words, length_line, skipped_lines
from caseapp.law.special_days import DayKind
from caseapp.text import DateProblem, mark, read_date
from tests.office import source

D = date.fromisoformat
OPEN = with_outlook(SHIPPED)
WORDS = re.compile(r"\b(?:Điều|khoản|điểm|Luật|Bộ|Nghị|Thông|Công|và|thứ|ngày|nghỉ)\b", re.IGNORECASE)


def english(text: str) -> str:
    message = source.compiled_english().get(text)
    return str(message.string) if message and message.string else text


def places() -> Iterator[str]:
    for limit in RULES.values():
        for wording in limit.wordings:
            yield from map(str, (wording.citation, *wording.also))
    yield from (str(promise.citation) for promise in PROMISES.values())
    yield from (str(ground.citation) for ground in GROUNDS.values())
    yield from (ground.citation.short for ground in GROUNDS.values())
    yield from (act.cited for act in ACTS.values())
    yield str(ND124(16, 1).amended_by(ND155(10)))


def sources() -> Iterator[str]:
    for year in OPEN.years:
        yield year.source
        yield from (day.source for day in year.days if day.kind is not DayKind.WEEKEND)


def receipts() -> list[Receipt]:
    return [
        count("reception.reply", D("2026-11-12"), OPEN),
        count("reception.reply", D("2026-12-25"), OPEN),
        count("reception.reply", D("2027-12-27"), OPEN),
        count("reception.refusal-notice", D("2026-11-20"), OPEN),
        count("online.notify", D("2026-08-28"), OPEN),
        count("reception.unprocessed", D("2026-11-12"), OPEN),
        appointed(FOLLOW_UP, D("2026-11-12"), D("2026-11-20"), OPEN),
    ]


@pytest.mark.parametrize("text", sorted({*places(), *sources(), ""}))
def test_a_reader_of_vietnamese_sees_what_is_stored(text: str) -> None:
    assert cited(text, mark) == text


@pytest.mark.parametrize("text", sorted({*places(), *sources()}))
def test_a_reader_of_english_meets_no_vietnamese_word(text: str) -> None:
    assert WORDS.search(cited(english(text), english)) is None


def test_an_english_citation_goes_from_the_article_inwards() -> None:
    assert cited(LTCD(28, 1), english) == "Article 28(1), Law on Reception of Citizens (LTCD)"
    assert cited(ND154(4, 1, "đ"), english) == "Article 4(1)(đ), Decree 154/2026/NĐ-CP"
    assert cited(ND154(4, 1, "đ").short, english) == "Article 4(1)(đ) NĐ154"
    amended = "Article 16(1), Decree 124/2020/NĐ-CP (as amended by Article 10, Decree 155/2026/NĐ-CP)"
    assert cited(ND124(16, 1).amended_by(ND155(10)), english) == amended
    assert cited("Công văn 3383/BNV-CVL; khoản 3 Điều 111 Bộ luật Lao động", english) == (
        "Official letter 3383/BNV-CVL; Article 111(3), Labour Code (BLLĐ)")
    assert in_act(place_words(LTCD(9, 2), english), LTCD, english) == "Article 9(2), Law on Reception of Citizens (LTCD)"
    assert act_words(ND154, english) == "Decree 154/2026/NĐ-CP"


@pytest.mark.parametrize(("text", "said"), [
    ("khoản 1 Điều 9, Điều 56 Luật Tố cáo", "Article 9(1), Article 56, Law on Denunciations (LTC)"),
    (joined((LTC(49), LTC(56, 2)), mark), "Article 49, Article 56(2), Law on Denunciations (LTC)"),
    (joined((LTCD(25, 3), LTC(56, 2)), mark),
     "Article 25(3), Law on Reception of Citizens (LTCD); Article 56(2), Law on Denunciations (LTC)"),
])
def test_places_named_together_are_all_said(text: str, said: str) -> None:
    assert cited(text, english) == said
    assert cited(text, mark) == text


@pytest.mark.parametrize(("text", "said"), [
    (str(NQ28(2)), "Điều 2 Nghị quyết 28/2026/QH16 (chưa đọc nguyên văn)"),
    ("Thông báo 6150/TB-BLĐTBXH; khoản 3 Điều 111 Bộ luật Lao động",
     "Thông báo 6150/TB-BLĐTBXH (chưa đọc nguyên văn); khoản 3 Điều 111 Bộ luật Lao động"),
    ("Thông tư 104/2021/TT-TTCP", "Thông tư 104/2021/TT-TTCP"),
])
def test_a_text_that_was_not_read_says_so(text: str, said: str) -> None:
    assert sourced(text, mark) == said


def test_what_is_no_citation_stays() -> None:
    for text in ("Không có điều gì", "Điều 5", "Thông báo này", "26/11/2026"):
        assert cited(text, english) == text


@pytest.mark.parametrize("receipt", receipts(), ids=lambda receipt: f"{receipt.rule} {receipt.start}")
def test_a_receipt_is_said_in_english_throughout(receipt: Receipt) -> None:
    said = [in_words(receipt, english), length_line(receipt, english), *(note.words(english) for note in receipt.notes)]
    said += [line.days for line in skipped_lines(receipt, english)]
    assert [words for words in said if WORDS.search(words)] == []


def test_the_line_below_denunciations_is_said_in_english() -> None:
    assert WORDS.search(recording_doubt(english)) is None
    assert "khoản 1 Điều 9" in recording_doubt()


def test_a_wrong_weekday_is_told_in_the_readers_language() -> None:
    with pytest.raises(DateProblem) as problem:
        read_date("thứ Hai 20/11/2026", D("2026-11-16"))
    assert "Friday" in problem.value.words(english)
    assert "thứ Sáu" in problem.value.message
