"""Knows how a list of payments stands in a spreadsheet: official head, every line, then one line a person to sign."""
from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any, Final

import xlsxwriter

from caseapp.dossiers.commands import number_of
from caseapp.mediation.paying import PAID_WORDS
from caseapp.mediation.queries.pay import Person, TeamSum
from caseapp.text import show_date

OPTIONS: Final = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}
LINES: Final = (("STT", 6), ("Tổ hòa giải", 26), ("Hòa giải viên", 26), ("Vụ việc, tháng", 16), ("Ngày kết thúc", 13),
                ("Chi cho", 26), ("Mức chi (đồng)", 14), ("Số tiền (đồng)", 14), ("Căn cứ", 40))
PEOPLE: Final = (("STT", 6), ("Họ và tên", 30), ("Tổ hòa giải", 30), ("Số vụ", 8), ("Số tháng", 9),
                 ("Số tiền (đồng)", 16), ("Ký nhận", 24))
HEAD_ROWS: Final = 6
CELL_LIMIT: Final = 32_767      # of the file format
_FONT: Final = {"font_name": "Times New Roman", "font_size": 11, "valign": "top", "text_wrap": True}
_BOX: Final = {**_FONT, "border": 1}
_MONEY: Final = {"num_format": "#,##0", "align": "right"}


def pay_sheet(row: Any, teams: Iterable[TeamSum]) -> bytes:
    """The workbook of a list; words are written as text, whatever they begin with, amounts as numbers."""
    found, made = list(teams), io.BytesIO()
    with xlsxwriter.Workbook(made, OPTIONS) as book:
        forms = {
            "text": book.add_format(_BOX), "money": book.add_format({**_BOX, **_MONEY}),
            "sum": book.add_format({**_BOX, "bold": True}),
            "sum money": book.add_format({**_BOX, **_MONEY, "bold": True}),
            "head": book.add_format({**_BOX, "bold": True, "align": "center", "valign": "vcenter"}),
            "plain": book.add_format({**_FONT, "align": "center"}),
            "strong": book.add_format({**_FONT, "align": "center", "bold": True}),
            "title": book.add_format({**_FONT, "align": "center", "bold": True, "font_size": 15}),
        }
        _fill(_sheet(book, "Từng vụ việc", LINES, row, forms), _lines(found), forms)
        _fill(_sheet(book, "Ký nhận", PEOPLE, row, forms), _people(found), forms)
    return made.getvalue()


def _sheet(book: Any, name: str, columns: tuple[tuple[str, int], ...], row: Any, forms: dict[str, Any]) -> Any:
    """A page with the head of an official paper, title, period and the names of its columns."""
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(9)      # A4
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P/&N")
    last, middle = len(columns) - 1, len(columns) // 2
    heads = (
        (0, 0, middle - 1, (row.parent_name or "").upper(), "plain"),
        (0, middle, last, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "strong"),
        (1, 0, middle - 1, row.unit_name.upper(), "strong"),
        (1, middle, last, "Độc lập – Tự do – Hạnh phúc", "strong"),
        (3, 0, last, "DANH SÁCH CHI THÙ LAO HÒA GIẢI Ở CƠ SỞ", "title"),
        (4, 0, last, f"Từ ngày {show_date(row.from_on)} đến ngày {show_date(row.to_on)}", "plain"),
    )
    for line, first, end, words, form in heads:
        sheet.merge_range(line, first, line, end, "", forms[form])
        sheet.write_string(line, first, words, forms[form])
    for place, (heading, width) in enumerate(columns):
        sheet.set_column(place, place, width)
        sheet.write_string(HEAD_ROWS, place, heading, forms["head"])
    sheet.repeat_rows(HEAD_ROWS)
    return sheet


def _fill(sheet: Any, rows: Iterable[tuple[str, tuple[str | int, ...]]], forms: dict[str, Any]) -> None:
    for place, (kind, cells) in enumerate(rows, HEAD_ROWS + 1):
        bold = "sum" if kind else ""
        for column, cell in enumerate(cells):
            if isinstance(cell, int):
                sheet.write_number(place, column, cell, forms[f"{bold} money".strip()])
            elif cell:
                sheet.write_string(place, column, cell[:CELL_LIMIT], forms[bold or "text"])
            else:
                sheet.write_blank(place, column, None, forms[bold or "text"])


def _lines(teams: list[TeamSum]) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """Every line; behind each person and each team its sum."""
    number = 0
    for team in teams:
        for person in _payees(team):
            for line in person.lines:
                number += 1
                yield "", (number, team.name, person.name, _what(line), _day(line), PAID_WORDS[line.what], line.rate,
                           line.amount, source_words(line))
            yield "sum", ("", "", f"Cộng {person.name or 'tổ'}", "", "", "", "", person.amount, "")
        yield "sum", ("", f"Cộng {team.name}", "", "", "", "", "", team.amount, "")
    yield "sum", ("", "Tổng cộng", "", "", "", "", "", sum(team.amount for team in teams), "")


def _people(teams: list[TeamSum]) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """One line for everybody who signs, teams one after the other with their sums."""
    number = 0
    for team in teams:
        for person in _payees(team):
            number += 1
            months = sum(line.month is not None for line in person.lines)
            cases = len(person.lines) - months
            name = f"{person.name} (chi hoạt động của tổ)".strip() if months else person.name
            yield "", (number, name, team.name, cases or "", months or "", person.amount, "")
        yield "sum", ("", f"Cộng {team.name}", "", "", "", team.amount, "")
    yield "sum", ("", "Tổng cộng", "", "", "", sum(team.amount for team in teams), "")


def source_words(line: Any) -> str:
    """Where a line's amount stands, and whether somebody has read it there."""
    return str(line.source) if line.confirmed else f"{line.source} (chưa xác nhận)"


def _payees(team: TeamSum) -> list[Person]:
    return [*team.people, *([team.months] if team.months else [])]


def _what(line: Any) -> str:
    """A month, or a case by its number; with the team that led it, where that is another one."""
    return f"Tháng {line.month:%m/%Y}" if line.month else ", ".join(filter(None, (number_of(line), line.case_team)))


def _day(line: Any) -> str:
    return show_date(line.ended_on) if line.ended_on else ""
