"""Knows whose logbook a row stands in: the team and the commune of its cover, its section, its column or its sheet."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from caseapp.exchange.book_columns import Reason, Sorted
from caseapp.exchange.book_layouts import Field
from caseapp.exchange.book_people import proper_case
from caseapp.exchange.book_sheets import SortedSheet
from caseapp.text import clean_line

TEAM: Final = "Tổ hòa giải"
_TEAM: Final = re.compile(r"\bt[ổôo]\s+(?:h(?:òa|oà|oa)\s+gi[ảa]i|hg)\b(?!\s+viên)[\s:]*(.*)", re.IGNORECASE)
_SHEET: Final = re.compile(r"t[ổôo]\b\s*(?:(?:h(?:òa|oà|oa)\s+gi[ảa]i|hg)\b)?[\s:]*(.+)", re.IGNORECASE)
_HAMLET: Final = re.compile(r"(?:thôn|buôn|bon|ấp|bản|làng|xóm|khu phố|khóm|tdp|tổ dân phố)\b.*", re.IGNORECASE)
_AFTER: Final = re.compile(
    r"\s*[-–,;(|]?\s*\b(?:quyển|mở ngày|khóa ngày|khoá ngày|mở sổ|năm\s*\d+|từ ngày|xã|phường|thị trấn|huyện|tỉnh)\b.*",
    re.IGNORECASE,
)
_COMMUNE: Final = re.compile(r"\b((?:xã|phường|thị trấn|đặc khu)\s*:?\s*[^-–,;(|\n]*[^-–,;(|\n\s])", re.IGNORECASE)
_BLANKS: Final = re.compile(r"[.…_]{2,}|…")


@dataclass(frozen=True, slots=True)
class Keeping:
    """Who keeps the book at a row; empty where nothing tells."""

    team: str = ""
    commune: str = ""


def keepers_of(sorted_sheet: SortedSheet) -> Mapping[int, Keeping]:
    """Who keeps the book at each data row (zero-based) of a sheet."""
    rows, name = sorted_sheet.rows, sorted_sheet.sheet.name
    titles = {row for row, reason in rows.skipped if reason is Reason.TITLE}
    data = set(rows.data)
    found: dict[int, Keeping] = {}
    here = Keeping()
    for row, texts in enumerate(rows.texts):
        if row in titles:
            here = _told_by(" | ".join(map(clean_line, texts)), here)
        elif row in data:
            own = _named(rows.columns.text(texts, Field.TEAM)) if rows.columns else ""
            found[row] = replace(here, team=own or here.team or team_of_sheet(name))
    return found


def parts_of(rows: Sorted, keepers: Mapping[int, Keeping]) -> Iterator[Sorted]:
    """The data rows of each team, when the teams follow one another: every team's book has its own order and numbers.

    Teams that alternate keep one book together.
    """
    runs = [(team, tuple(run)) for team, run in groupby(rows.data, key=lambda row: keepers[row].team)]
    if len({team for team, _ in runs}) != len(runs):
        yield rows
        return
    for _, run in runs:
        yield replace(rows, data=run)


def _told_by(title: str, before: Keeping) -> Keeping:
    title = _BLANKS.sub(" ", title)
    team = _TEAM.search(title)
    commune = _COMMUNE.search(title)
    return Keeping(
        (_called(team[1].split("|")[0]) if team else "") or before.team,
        clean_line(commune[1].replace(":", " ")) if commune else before.commune,
    )


def _called(rest: str) -> str:
    """The team by its full name; what stands behind its hamlet on the same line is not part of it."""
    name = clean_line(_AFTER.sub("", rest)).strip(" -–:.,;")
    return f"{TEAM} {proper_case(name)}" if name else ""


def _named(cell: str) -> str:
    """The team that a cell of its own column names, with or without the word for it."""
    line = clean_line(cell)
    found = _TEAM.search(line)
    return _called(found[1] if found else line)


def team_of_sheet(name: str) -> str:
    """The team that a sheet is called after; nothing when its name tells of none."""
    line = clean_line(name)
    found = _TEAM.search(line) or _SHEET.fullmatch(line)
    rest = found[1] if found else line
    return _called(rest) if found or _HAMLET.fullmatch(rest) else ""
