"""What the office wrote down in Vietnamese by itself is translated; what a person or an old book said is not."""

from __future__ import annotations

import json

from caseapp.dossiers.doubts import doubts_said
from caseapp.exchange.book_problems import Level, Problem
from caseapp.exchange.book_rows import BookRow
from caseapp.exchange.row_visits import confirmable
from caseapp.reception.stored_words import ENTERED_IN_ERROR, reason_said
from tests.office import source

WORDS = "Số thứ tự {number} đã dùng ở dòng {row}. Cả hai dòng đều được giữ; hãy xác nhận số thứ tự."


def english(text: str) -> str:
    message = source.compiled_english().get(text)
    return str(message.string) if message and message.string else text


def stored(problem: Problem, *, sealed: bool = False) -> str:
    row = object.__new__(BookRow)
    object.__setattr__(row, "confidential", sealed)
    return json.dumps(confirmable(row, [problem]), ensure_ascii=False)


def test_the_reason_of_the_program_is_translated_and_a_persons_is_not() -> None:
    assert reason_said(ENTERED_IN_ERROR, english) != ENTERED_IN_ERROR
    assert reason_said("Ghi trùng số 5", english) == "Ghi trùng số 5"
    assert reason_said("", english) == ""


def test_a_doubt_of_an_old_book_is_told_in_the_readers_language_with_its_values() -> None:
    kept = stored(Problem("STT_DUPLICATE", "stt", Level.CHECK, WORDS, (("number", "12"), ("row", "7"))))
    assert doubts_said(kept, english) == ["Number 12 is already used in row 7. Both rows are kept; please confirm the number."]
    assert doubts_said(kept, str)[0].startswith("Số thứ tự 12 đã dùng ở dòng 7")


def test_a_sealed_row_keeps_the_name_of_the_column_alone() -> None:
    kept = stored(Problem("STT_DUPLICATE", "stt", Level.CHECK, WORDS, (("number", "bí mật"), ("row", "7"))), sealed=True)
    assert "bí mật" not in kept
    (said,) = doubts_said(kept, english)
    assert "số thứ tự" not in said
    assert "{" not in said


def test_a_number_of_an_identity_paper_is_kept_masked() -> None:
    kept = stored(Problem("ID_BAD_LENGTH", "id", Level.CHECK, "Số {number} sai", (("number", "0921710033071"),)))
    assert "0921710033071" not in kept


def test_doubts_of_earlier_imports_are_still_told() -> None:
    assert doubts_said('[{"code": "X", "field": "stt", "level": "check", "message": "Xem lại 5."}]', english) == ["Xem lại 5."]
    assert doubts_said(None, english) == doubts_said("", english) == []
