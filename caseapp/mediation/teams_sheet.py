"""The empty list of teams and mediators to be filled in: two tables, the words that are allowed, how to write."""
from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Final

import xlsxwriter

from caseapp.mediation.models import SCHOOLING_WORDS
from caseapp.mediation.peoples import PEOPLES
from caseapp.mediation.teams_book import BOUNDS, HELP
from caseapp.mediation.teams_columns import LAYOUTS, Layout

_OPTIONS: Final = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                   "strings_to_numbers": False, "default_date_format": "dd/mm/yyyy"}
_DAYS: Final = frozenset({"from_on", "elected_on", "term_until"})
_TEXTS: Final = frozenset({"phone"})
_LINES: Final = (
    "Trang “Tổ hòa giải”: mỗi tổ một dòng. Tổ đã có trên hệ thống thì không cần ghi lại.",
    "Trang “Hòa giải viên”: mỗi người một dòng, tên thôn, tổ dân phố chọn trong danh sách.",
    "Cột có dấu * phải ghi. Ngày ghi ngày/tháng/năm. Ô đánh dấu thì ghi x.",
    "Nhập lại tệp này bao nhiêu lần cũng được: người đã có không bị ghi thành hai, cũng không bị sửa.",
    "Còn một dòng sai thì chưa dòng nào được ghi: sửa dòng được nêu rồi nhập lại.",
)


def template(hamlets: Sequence[str]) -> bytes:
    """The workbook; ``hamlets``: names that may stand in the first column."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, dict(_OPTIONS)) as book:
        sheets = [book.add_worksheet(layout.sheet) for layout in LAYOUTS]
        lists = _write_help(book, hamlets)
        for layout, sheet in zip(LAYOUTS, sheets, strict=True):
            _write_table(book, sheet, layout, lists)
    return made.getvalue()


def _write_table(book: Any, sheet: Any, layout: Layout, lists: dict[str, str]) -> None:
    heading = book.add_format({"bold": True, "border": 1, "bg_color": "#E8EDF3", "text_wrap": True,
                               "align": "center", "valign": "vcenter"})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    text = book.add_format({"num_format": "@"})
    sheet.set_row(0, 36)
    sheet.freeze_panes(1, 2)
    for place, column in enumerate(layout.columns):
        kind = day if column.name in _DAYS else text if column.name in _TEXTS else None
        sheet.set_column(place, place, column.width, kind)
        sheet.write_string(0, place, f"{column.heading}{' *' if column.needed else ''}", heading)
        if column.name in lists:
            sheet.data_validation(1, place, BOUNDS.rows - 1, place, {
                "validate": "list", "source": lists[column.name], "error_type": "warning"})


def _write_help(book: Any, hamlets: Sequence[str]) -> dict[str, str]:
    """The sheet of words; where the list of each column stands."""
    sheet = book.add_worksheet(HELP)
    bold = book.add_format({"bold": True})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 70, wrap)
    sheet.set_column(1, 4, 24)
    for row, line in enumerate(_LINES):
        sheet.write_string(row, 0, line, wrap)
    offered: dict[str, tuple[str, list[str]]] = {
        "hamlet": ("Thôn, tổ dân phố", list(hamlets)), "sex": ("Giới tính", ["Nam", "Nữ"]),
        "people": ("Dân tộc", list(PEOPLES.values())),
        "schooling": ("Trình độ chuyên môn", list(SCHOOLING_WORDS.values()))}
    found = {}
    for place, (name, (title, words)) in enumerate(offered.items(), 1):
        sheet.write_string(0, place, title, bold)
        for row, word in enumerate(words, 1):
            sheet.write_string(row, place, word)
        if words:
            letter = chr(ord("A") + place)
            found[name] = f"='{HELP}'!${letter}$2:${letter}${len(words) + 1}"
    return found
