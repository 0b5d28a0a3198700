"""Knows how a cell of a list is read: a line of text, a day, a number, a telephone, one of a few words."""
from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from caseapp.mediation.peoples import people_code
from caseapp.text import Problem, clean_line, fold, mark, read_date

Cell = int | float | str | bool | time | date | datetime | timedelta
Reader = Callable[[Cell, date], Any]

TOO_LONG: Final = mark("Dài {length} ký tự, chỉ được {limit}.")
NOT_A_NUMBER: Final = mark("Ghi một số từ {least} đến {most}.")
NOT_A_YEAR: Final = mark("Ghi năm sinh bốn chữ số, từ {least} đến {most}.")
NOT_A_PHONE: Final = mark("Số điện thoại không gọi được: ghi 10 hoặc 11 chữ số, bắt đầu bằng 0.")
NO_PEOPLE: Final = mark("Không có dân tộc này trong danh mục. Ghi như Kinh, Khơ-me, Hoa.")
NONE_OF_THESE: Final = mark("Ghi một trong: {words}.")
NOT_YET: Final = mark("Ngày chưa đến.")
_PHONE: Final = re.compile(r"0\d{9,10}")
_OLDEST: Final = 130


def shown(cell: Cell | None) -> str:
    """A cell as a line of text; whole numbers without a fraction."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return clean_line(str(cell))


def line(limit: int) -> Reader:
    """One line of at most so many characters."""

    def read(cell: Cell, _today: date) -> str:
        text = shown(cell)
        if len(text) > limit:
            raise Problem(TOO_LONG, length=len(text), limit=limit)
        return text

    return read


def day(*, coming: bool = False) -> Reader:
    """A day, written in any usual way or as Excel keeps it; ``coming``: it may lie ahead."""

    def read(cell: Cell, today: date) -> date:
        found = _day(cell, today)
        if found > today and not coming:
            raise Problem(NOT_YET)
        return found

    return read


def _day(cell: Cell, today: date) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    return cell if isinstance(cell, date) else read_date(shown(cell), today)


def number(least: int, most: int) -> Reader:
    """A whole number between two."""

    def read(cell: Cell, _today: date) -> int:
        text = re.sub(r"[ .]", "", shown(cell))
        if not (text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most):
            raise Problem(NOT_A_NUMBER, least=least, most=most)
        return int(text)

    return read


def birth_year(cell: Cell, today: date) -> int:
    """A year of birth; a whole date of birth gives its year."""
    if isinstance(cell, datetime | date):
        return cell.year
    found = re.fullmatch(r"(?:\d{1,2}[/.\-]\d{1,2}[/.\-])?(\d{4})", shown(cell))
    year = int(found[1]) if found else 0
    if not today.year - _OLDEST <= year <= today.year:
        raise Problem(NOT_A_YEAR, least=today.year - _OLDEST, most=today.year)
    return year


def phone(cell: Cell, _today: date) -> str:
    """A telephone number as digits; the zero that Excel takes from a number is put back."""
    digits = re.sub(r"[ .\-()]", "", shown(cell))
    digits = re.sub(r"^(?:\+84|0084|84(?=\d{9,10}$))0?", "0", digits)
    if isinstance(cell, int | float) and not digits.startswith("0"):
        digits = f"0{digits}"
    if not _PHONE.fullmatch(digits) or not digits.isascii():
        raise Problem(NOT_A_PHONE)
    return digits


def people(cell: Cell, _today: date) -> str:
    """The code of a people by its name."""
    code = people_code(shown(cell))
    if code is None:
        raise Problem(NO_PEOPLE)
    return code


def one_of(words: Mapping[str, Any], offered: str) -> Reader:
    """What a word stands for; ``words`` are folded, ``offered`` names them to people."""

    def read(cell: Cell, _today: date) -> Any:
        text = fold(shown(cell))
        if text not in words:
            raise Problem(NONE_OF_THESE, words=offered)
        return words[text]

    return read
