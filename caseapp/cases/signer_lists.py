"""Reads a list of signers as people have it: typed, pasted out of a spreadsheet, or a file; no line is lost unnamed."""
from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from python_calamine import CalamineWorkbook

from caseapp.text import Problem, clean_line, fold, mark

MOST: Final = 5_000              # signers of one dossier
NAME, ADDRESS = 200, 300         # letters that are kept
FILE_BYTES: Final = 2 << 20
UNPACKED: Final = 40 << 20
_HEAD_NAME: Final = re.compile(r"ho (?:va )?(?:chu dem )?ten|nguoi ky|ten")
_HEAD_ADDRESS: Final = re.compile(r"dia chi|noi o|cho o|thuong tru|thon|noi cu tru")
_NUMBERED: Final = re.compile(r"^\s*(?:\d{1,4}\s*[.)/:\-–]\s*|[-–•*+]\s+|\d{1,4}\s+(?=\D))")
_APART: Final = re.compile(r"\s*[,;:]\s*|\s+[-–]\s+")
_LETTER: Final = re.compile(r"[^\W\d_]")
_NO_ADDRESS: Final = re.compile(r"[\d\s./\-:+()]*|(?:da )?(?:ky|x|co|nam|nu)|chu ky")

NOT_A_LIST: Final = mark("Không đọc được tệp. Lưu danh sách dạng .xlsx hoặc .csv rồi chọn lại.")
TOO_LARGE: Final = mark("Tệp danh sách lớn hơn 2 MB. Chỉ để lại cột họ tên, địa chỉ rồi chọn lại.")


class ListProblem(Problem):
    """A file that is no list; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One signer of a list: where it stands, name, address."""

    line: int
    name: str
    address: str

    @property
    def key(self) -> tuple[str, str]:
        """What makes two lines the same person."""
        return fold(self.name), fold(self.address)


@dataclass(slots=True)
class Reading:
    """A list as it was read: who is new, and the lines that were not taken, each with its reason."""

    signers: list[Listed] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)
    doubled: list[Listed] = field(default_factory=list)
    unclear: list[Listed] = field(default_factory=list)


def read_text(text: str, known: Iterable[tuple[str, str]] = ()) -> Reading:
    """Signers of typed or pasted lines: tabs part columns, else the first comma parts name and address.

    ``known``: keys of whoever stands in the list already; they come back as doubled.
    """
    return _sort([line.split("\t") if "\t" in line else [line] for line in text.splitlines()], known)


def read_file(content: bytes, known: Iterable[tuple[str, str]] = ()) -> Reading:
    """Signers of a spreadsheet or CSV file; raises ListProblem when it is neither or too large."""
    if len(content) > FILE_BYTES:
        raise ListProblem(TOO_LARGE)
    return _sort(_sheet(content) if content.startswith(b"PK\x03\x04") else _table(content), known)


def _sheet(content: bytes) -> list[list[str]]:
    """The first sheet's cells as text."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > UNPACKED:
                raise ListProblem(TOO_LARGE)
        rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python(
            skip_empty_area=False, nrows=2 * MOST)
    except ListProblem:
        raise
    except BaseException as failure:  # the reader's own panic is no Exception
        if not isinstance(failure, Exception) and type(failure).__name__ != "PanicException":
            raise
        raise ListProblem(NOT_A_LIST) from None
    return [[_cell(cell) for cell in row] for row in rows]


def _cell(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _table(content: bytes) -> list[list[str]]:
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for coding in ["utf-16"] if wide else ["utf-8-sig", "cp1258"]:
        try:
            text = content.decode(coding)
        except UnicodeDecodeError:
            continue
        if any(ord(char) < 32 and char not in "\t\r\n" for char in text):
            break
        separator = max(";\t,", key=text[:20_000].count)
        try:
            return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
        except csv.Error:
            break
    raise ListProblem(NOT_A_LIST)


def _sort(rows: Sequence[Sequence[str]], known: Iterable[tuple[str, str]]) -> Reading:
    found, seen, columns = Reading(), set(known), _Columns()
    for line, raw in enumerate(rows, 1):
        cells = [clean_line(cell) for cell in raw]
        if not any(cells):
            found.blank.append(line)
        elif not columns.learn(cells):
            _place(found, columns.listed(line, cells), seen)
    while found.blank and found.blank[-1] > max((one.line for one in _all(found)), default=0):
        found.blank.pop()      # what follows the last line is no gap in the list
    return found


def _all(found: Reading) -> list[Listed]:
    return [*found.signers, *found.doubled, *found.unclear]


def _place(found: Reading, one: Listed, seen: set[tuple[str, str]]) -> None:
    if not _LETTER.search(one.name) or len(one.name) > NAME or len(one.address) > ADDRESS:
        found.unclear.append(one)
    elif one.key in seen:
        found.doubled.append(one)
    else:
        seen.add(one.key)
        found.signers.append(one)


@dataclass(slots=True)
class _Columns:
    """Where name and address stand, once a line of headings said so."""

    name: int | None = None
    address: int | None = None

    def learn(self, cells: Sequence[str]) -> bool:
        """Whether the line is one of headings; then it is remembered."""
        folded = [fold(cell) for cell in cells]
        names = [at for at, cell in enumerate(folded) if _HEAD_NAME.fullmatch(cell)]
        if self.name is not None or not names or len(cells) < 2:
            return False
        self.name = names[0]
        self.address = next((at for at, cell in enumerate(folded) if _HEAD_ADDRESS.match(cell)), None)
        return True

    def listed(self, line: int, cells: Sequence[str]) -> Listed:
        """The signer of a line."""
        if self.name is not None:
            return Listed(line, _at(cells, self.name), _at(cells, self.address))
        filled = [cell for cell in cells if cell]
        if len(filled) == 1:
            return _of_words(line, filled[0])
        lettered = [cell for cell in filled if _LETTER.search(cell)]
        if not lettered:
            return Listed(line, filled[0], "")
        address = next((cell for cell in lettered[1:] if not _NO_ADDRESS.fullmatch(fold(cell))), "")
        return Listed(line, _NUMBERED.sub("", lettered[0]), address)


def _at(cells: Sequence[str], column: int | None) -> str:
    return cells[column] if column is not None and column < len(cells) else ""


def _of_words(line: int, words: str) -> Listed:
    """A line in plain words: “12. Nguyễn Văn An, thôn 2”."""
    bare = _NUMBERED.sub("", words)
    parted = _APART.search(bare)
    if parted is None:
        return Listed(line, bare.strip(), "")
    return Listed(line, bare[: parted.start()].strip(), bare[parted.end():].strip())
