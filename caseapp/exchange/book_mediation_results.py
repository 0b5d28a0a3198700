"""Knows how a mediation ended according to a row: the marked column, a column of words, the agreement, the note."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from caseapp.exchange.book_mediation_rows import Result
from caseapp.exchange.book_outcomes import is_marked
from caseapp.exchange.book_problems import Problem, problem
from caseapp.text import fold

# In their order: what failed or goes on also speaks of “thành”.
_WORDS: Final = (
    (
        Result.FAILURE,
        re.compile(
            r"\b(?:khong|ko|k|bat) (?:hoa giai )?(?:duoc )?thanh\b(?! phan| vien| pho)|\bkht\b|\bthat bai\b"
        ),
    ),
    (
        Result.ONGOING,
        re.compile(
            r"\bdang (?:hoa giai|hg|giai quyet|tien hanh|xu ly|van dong|xac minh|moi)\b|\bse hoa giai\b|^cho\b"
            r"|\bhen (?:lai|den|ngay|gap|lan)\b|\btam (?:hoan|dung)\b"
            r"|\bchua (?:hoa giai|xong|ket thuc|giai quyet|co ket qua|tien hanh|thanh)\b"
        ),
    ),
    (
        Result.SUCCESS,
        re.compile(
            r"(?<!khong )(?<!chua )\bhoa giai (?:duoc |da )?thanh\b(?! phan| vien| pho)|\bhgt\b"
            r"|^(?:da )?thanh(?: cong)?\b(?! phan| vien| pho)|(?<!khong )(?<!chua )\bthanh cong\b"
            r"|^(?:da )?(?:hoa giai xong|giai hoa|lam hoa)\b"
        ),
    ),
)
_EARLIER: Final = re.compile(r"\b(?:lan (?:truoc|dau|1|mot|thu nhat)|truoc day|truoc do)\b[^.;,]*")
_ALONE: Final = re.compile(
    r"\W*(?:ket qua:? )?(?:da )?(?:hoa giai |hg )?(?:duoc )?(?:(?:khong|ko|k|bat) )?(?:thanh(?: cong)?|kht|hgt|xong)\W*"
)
_MARK: Final = re.compile(r"[xX✓✔☑√*+vV✗✘]+|có|co|rồi|đã|1|đúng|ok", re.IGNORECASE)
_DATED: Final = re.compile(
    r"(?=.*\d)(?:[\W\d]|\b(?:ngày|tháng|năm|biên bản|bbht|bb|vb|số)\b|(?<=/)[a-zđ]{2,10}\b)+", re.IGNORECASE
)
_DISAGREED: Final = re.compile(
    r"^\W*(?:hai ben |cac ben )?(?:van )?(?:khong|chua|ko) (?:dat (?:duoc )?|di den )?"
    r"(?:thoa thuan|thong nhat|dong y|hoa giai|chap nhan)\b"
)


@dataclass(frozen=True, slots=True)
class ResultReading:
    """How it ended as far as the cells tell, and what must be looked at."""

    result: Result | None
    problems: tuple[Problem, ...] = ()


def result_in(text: str) -> Result | None:
    """The result that words name, what they tell of an earlier time left out."""
    folded = _EARLIER.sub("", fold(text))
    return next((result for result, words in _WORDS if words.search(folded)), None)


def read_result(columns: Mapping[Result, str], said: str, agreement: str, note: str) -> ResultReading:
    """Read the columns of the results; without a mark `said`, a column of words, then what note and agreement tell."""
    found = {result: cell for result, cell in columns.items() if is_marked(cell)}
    if len(found) > 1:
        return ResultReading(None, (problem("RESULT_BOTH"),))
    if found:
        ((marked, cell),) = found.items()
        return _marked(marked, cell, agreement, note)
    if is_marked(said):
        result = result_in(said)
        return ResultReading(result, () if result else (problem("RESULT_UNKNOWN", written=said[:60]),))
    return _from_words(agreement, note)


def _marked(result: Result, cell: str, agreement: str, note: str) -> ResultReading:
    worded = result_in(cell)
    if worded is None and not (_MARK.fullmatch(cell) or _DATED.fullmatch(cell)):
        return ResultReading(None, (problem("RESULT_UNKNOWN", written=cell[:60]),))
    if worded not in (None, result):
        return ResultReading(None, (problem("RESULT_AGAINST_WORDS", written=cell[:60]),))
    noted = result_in(note)
    if noted not in (None, result) and Result.ONGOING not in (noted, result):
        return ResultReading(None, (problem("RESULT_AGAINST_WORDS", written=note[:60]),))
    if result is Result.SUCCESS and (_DISAGREED.search(fold(agreement)) or noted is Result.ONGOING):
        return ResultReading(result, (problem("RESULT_DOUBTFUL", written=(agreement or note)[:60]),))
    return ResultReading(result)


def _from_words(agreement: str, note: str) -> ResultReading:
    """What stands alone in the note is an answer; a result told among other words must be confirmed."""
    for text in (note, agreement):
        if (result := result_in(text)) is None:
            continue
        sure = result is Result.ONGOING or (text is note and bool(_ALONE.fullmatch(fold(text))))
        return ResultReading(result, () if sure else (problem("RESULT_FROM_WORDS", written=text[:60]),))
    return ResultReading(None, (problem("RESULT_MISSING"),))
