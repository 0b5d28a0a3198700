"""Knows how questions about due days are asked and answered in JSON, one line each, many thousands a second."""

import json
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Final

from caseapp.law.counting import count
from caseapp.law.days import Calendar
from caseapp.law.errors import LawError, WrongUse
from caseapp.law.receipts import Pause, Receipt
from caseapp.text import Problem, encode_canonical, mark

FIELDS: Final = frozenset({"rule", "from", "options", "pauses", "extensions"})
REMEMBERED: Final = 8192

Question = tuple[str, str, tuple[str, ...], tuple[tuple[str, str], ...], int]


def answer_json(receipt: Receipt) -> str:
    """One answer: due day, safe day and the whole receipt."""
    due, safe = receipt.due.isoformat(), receipt.safe.isoformat()
    return f'{{"due":"{due}","receipt":{receipt.to_json()},"safe":"{safe}"}}'


def error_json(problem: Problem) -> str:
    """One answer that says why there is none."""
    return encode_canonical({"error": problem.message})


def answering(calendar: Calendar) -> Callable[[str], str]:
    """A function from one line of JSON to one line of JSON; it never raises and remembers what it was asked lately."""

    @lru_cache(maxsize=REMEMBERED)
    def answered(question: Question) -> str:
        rule, start, options, pauses, extensions = question
        stops = [Pause(_day(first), _day(until)) for first, until in pauses]
        return answer_json(count(rule, _day(start), calendar, options, stops, extensions))

    def answer(line: str) -> str:
        try:
            return answered(_question(line))
        except LawError as problem:
            return error_json(problem)

    return answer


def _question(line: str) -> Question:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        raise WrongUse(mark("Dòng này không phải JSON.")) from None
    if not isinstance(asked, dict):
        raise WrongUse(mark("Mỗi dòng phải là một đối tượng JSON."))
    if unknown := asked.keys() - FIELDS:
        raise WrongUse(mark("Không có trường “{name}”."), name=min(unknown)[:60])
    rule, start = asked.get("rule"), asked.get("from")
    if not isinstance(rule, str) or not isinstance(start, str):
        raise WrongUse(mark("Cần “rule” và “from”, đều là chữ."))
    extensions = asked.get("extensions", 0)
    if type(extensions) is not int:
        raise WrongUse(mark("“extensions” phải là số nguyên."))
    return rule, start, _options(asked.get("options", [])), _pauses(asked.get("pauses", [])), extensions


def _options(given: object) -> tuple[str, ...]:
    if isinstance(given, list) and all(isinstance(option, str) for option in given):
        return tuple(given)
    raise WrongUse(mark("“options” phải là danh sách chữ."))


def _pauses(given: object) -> tuple[tuple[str, str], ...]:
    if isinstance(given, list) and all(map(_is_pair, given)):
        return tuple((first, until) for first, until in given)
    raise WrongUse(mark("“pauses” phải là danh sách các cặp ngày [từ, đến]."))


def _is_pair(given: object) -> bool:
    return isinstance(given, list) and len(given) == 2 and all(isinstance(day, str) for day in given)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUse(
            mark("“{text}” không phải ngày dạng năm-tháng-ngày, ví dụ 2026-11-16."), text=text[:30]
        ) from None
