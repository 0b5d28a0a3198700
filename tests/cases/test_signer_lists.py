"""Lists of signers as people have them: typed, pasted, CSV, Excel; every line is a signer or named."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.cases.signer_lists import ListProblem, read_file, read_text


def taken(text: str) -> list[tuple[str, str]]:
    return [(one.name, one.address) for one in read_text(text).signers]


@pytest.mark.parametrize(
    ("line", "name", "address"),
    [
        ("Nguyễn Văn An, thôn 2, xã Ea Hning", "Nguyễn Văn An", "thôn 2, xã Ea Hning"),
        ("12. H'Ngọc Hwing - Buôn Kla", "H'Ngọc Hwing", "Buôn Kla"),
        ("3) Y Ban Niê", "Y Ban Niê", ""),
        ("4 Lê Thị Na; Thôn Hai", "Lê Thị Na", "Thôn Hai"),
        ("- Võ An: thôn Bốn", "Võ An", "thôn Bốn"),
        ("1\tTrần Thị Bưởi\t1960\tThôn 9\t(đã ký)", "Trần Thị Bưởi", "Thôn 9"),
        ("Trần Thị Bưởi\tThôn 9", "Trần Thị Bưởi", "Thôn 9"),
        ("7\tLò Văn Ún", "Lò Văn Ún", ""),
    ],
)
def test_a_line_is_a_signer(line: str, name: str, address: str) -> None:
    assert taken(line) == [(name, address)]


def test_headings_say_where_the_columns_stand() -> None:
    text = "TT\tĐịa chỉ\tHọ và tên\tKý\n1\tThôn 1\tNguyễn An\tx\n\n2\tThôn 1\tnguyễn an\t\n3\tThôn 2\tNguyễn An\t\n4\t\t\t"
    found = read_text(text)
    assert [(one.line, one.name, one.address) for one in found.signers] == [
        (2, "Nguyễn An", "Thôn 1"), (5, "Nguyễn An", "Thôn 2")]
    assert found.blank == [3]
    assert [one.line for one in found.doubled] == [4]
    assert [one.line for one in found.unclear] == [6]


def test_whoever_stands_in_the_list_is_told() -> None:
    assert [one.line for one in read_text("Y Ban, thôn 1", {("y ban", "thon 1")}).doubled] == [1]


def test_a_sheet_and_a_table_read_alike() -> None:
    rows = [("STT", "Họ tên", "Nơi ở"), (1, "Nguyễn An", "Thôn 1"), (2, "Lê Thị Na", "Thôn 2")]
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    table = "\r\n".join(";".join(map(str, row)) for row in rows)
    wanted = [("Nguyễn An", "Thôn 1"), ("Lê Thị Na", "Thôn 2")]
    for content in (made.getvalue(), table.encode(), table.encode("utf-8-sig"), table.encode("utf-16")):
        assert [(one.name, one.address) for one in read_file(content).signers] == wanted


@pytest.mark.parametrize("content", [b"PK\x03\x04broken", b"\x00\x01\x02", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9])
def test_what_is_no_list_is_refused(content: bytes) -> None:
    with pytest.raises(ListProblem):
        read_file(content)


def test_a_file_too_large_is_refused() -> None:
    with pytest.raises(ListProblem, match="2 MB"):
        read_file(b"a" * (2 << 20) + b"a")


def test_five_hundred_lines_are_read() -> None:
    text = "\n".join(f"{no}\tNguyễn Văn {no}x\tThôn {no % 9}, xã Cư Blang" for no in range(500))
    assert len(read_text(text).signers) == 500


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="aăâN 12.,;\t-", max_size=12), max_size=20))
def test_no_line_is_lost(lines: list[str]) -> None:
    found = read_text("\n".join(lines))
    named = [one.line for group in (found.signers, found.doubled, found.unclear) for one in group] + found.blank
    assert len(named) == len(set(named))
    filled = {at for at, line in enumerate("\n".join(lines).splitlines(), 1) if line.strip()}
    assert filled <= set(named)
