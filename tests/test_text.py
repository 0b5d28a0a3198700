"""Text: cleaning, folding, dates as people write them, codes, the order of names, canonical JSON."""

import contextlib
import json
import random
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from caseapp.text import (
    CODE_LETTERS,
    DateProblem,
    NotCanonical,
    canonical,
    clean,
    clean_line,
    fold,
    mark,
    mask_id,
    new_code,
    new_public_id,
    read_date,
    show_date,
    sort_key,
    weekday,
)

TODAY = date(2026, 11, 16)
ANY_TEXT = some.text(some.characters())


@pytest.mark.parametrize(
    ("dirty", "clear"),
    [
        ("Nguyễn\u00a0Văn\u2009Ánh", "Nguyễn Văn Ánh"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Ánh"), "Nguyễn Thị Ánh"),
        ("a\u202eb\u2066c\u200bd\u200de\ufefff\u00adg\u2060h", "abcdefgh"),
        ("a\x00b\x07c\x7fd\x85e", "abcde"),
        ("một\r\nhai\rba\u2028bốn", "một\nhai\nba\nbốn"),
        ("  cuối dòng  \n\tvào ", "cuối dòng\n\tvào"),
        ("nửa \ud800 chữ", "nửa \ufffd chữ"),
        ("z" + "\u0301" * 500, "ź" + "\u0301" * 3),
        ("ẩn\u3164\u115f", "ẩn"),
        ("\U0001f600", "\U0001f600"),
        ("\uffff\ue000x", "x"),
        ("", ""),
    ],
)
def test_clean(dirty: str, clear: str) -> None:
    assert clean(dirty) == clear


@given(ANY_TEXT)
def test_cleaned_text_is_clean_and_can_be_stored(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert once.encode().decode() == once
    assert not any(unicodedata.category(char) in ("Cf", "Cs", "Co") for char in once)
    assert "\n" not in clean_line(text)


def test_clean_line_keeps_one_space() -> None:
    assert clean_line("  Trần \n Văn\t\tBình ") == "Trần Văn Bình"


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Đặng  THỊ Ánh", "dang thi anh"), ("đường Ơ Ư", "duong o u"), ("ABC 12", "abc 12"), ("Ð", "ð")],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


@given(ANY_TEXT)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    "written",
    [
        *("16/11/2026", "16-11-2026", "16.11.2026", "16 11 2026", "16/11", "16-11", "16.11", "16/11/26", "16112026"),
        *("2026-11-16", "2026/11/16", "20261116", "2026-11-16T00:00:00", "2026-11-16 00:00:00.000"),
        *("ngày 16 tháng 11 năm 2026", "Ngày 16/11/2026.", "16 tháng 11 năm 2026", "16 tháng 11, 2026", "16 tháng 11"),
        *("16 thg 11, 2026", "16-thg11-2026", "16 Th11 2026", "16/T11/2026", "ngày 16 tháng mười một năm 2026"),
        *("thứ Hai, ngày 16 tháng 11 năm 2026", "Thứ hai 16/11/2026", "T2 16/11/2026", "thứ 2, 16/11/2026"),
        *("１６／１１／２０２６", " 16 / 11 / 2026 ", "16\u200b/11/2026", "hôm nay", "hom nay"),
        *(unicodedata.normalize("NFD", "ngày 16 tháng mười một năm 2026"), "ngay 16 thang 11 nam 2026"),
    ],
)
def test_every_usual_spelling_of_a_date(written: str) -> None:
    assert read_date(written, TODAY) == TODAY


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("3-2", date(2026, 2, 3)),
        ("1/1/75", date(1975, 1, 1)),
        ("1/1/46", date(2046, 1, 1)),
        ("mùng 2 tháng 9", date(2026, 9, 2)),
        ("ngày mồng 5 tháng giêng năm 2027", date(2027, 1, 5)),
        ("6 tháng tư", date(2026, 4, 6)),
        ("ngày 6 tháng năm năm 2026", date(2026, 5, 6)),
        ("6 tháng mười hai", date(2026, 12, 6)),
        ("CN 15/11/2026", date(2026, 11, 15)),
        ("Chủ nhật, 15/11", date(2026, 11, 15)),
        ("29/02/2028", date(2028, 2, 29)),
        ("hôm qua", date(2026, 11, 15)),
        ("ngày mai", date(2026, 11, 17)),
        ("19122026", date(2026, 12, 19)),
        ("20112026", date(2026, 11, 20)),
    ],
)
def test_other_dates(written: str, day: date) -> None:
    assert read_date(written, TODAY) == day


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("31/09", "Tháng 9 chỉ có 30 ngày, không có ngày 31."),
        ("31/9/2026", "Tháng 9 chỉ có 30 ngày, không có ngày 31."),
        ("29/2/2027", "Tháng 2 năm 2027 chỉ có 28 ngày, không có ngày 29."),
        ("16/11/0026", "Năm 0026 không đúng: hãy ghi năm từ 1900 đến 2199, ví dụ 2026."),
        ("0026-11-16", "Năm 0026 không đúng: hãy ghi năm từ 1900 đến 2199, ví dụ 2026."),
        ("16/11/226", "Năm “226” không đúng: hãy ghi đủ bốn chữ số, ví dụ 2026."),
        ("16/11/20260", "Năm “20260” không đúng: hãy ghi đủ bốn chữ số, ví dụ 2026."),
        ("11/16/2026", "Không có tháng 16. Ghi ngày trước, tháng sau: 16/11/2026."),
        ("16/0/2026", "Không có tháng 0: tháng từ 1 đến 12."),
        ("40/40/2026", "Không có tháng 40: tháng từ 1 đến 12."),
        ("0/11/2026", "Không có ngày 0: ngày từ 1 đến 31."),
        ("45/1", "Không có ngày 45: ngày từ 1 đến 31."),
        ("", "Chưa ghi ngày. Ghi ngày/tháng/năm, ví dụ 16/11/2026."),
        ("\u200b ", "Chưa ghi ngày. Ghi ngày/tháng/năm, ví dụ 16/11/2026."),
        ("thứ ba 16/11/2026", "16/11/2026 là thứ Hai, không phải thứ ba."),
        ("CN 16/11/2026", "16/11/2026 là thứ Hai, không phải CN."),
    ],
)
def test_a_wrong_date_says_what_is_wrong(written: str, problem: str) -> None:
    with pytest.raises(DateProblem) as caught:
        read_date(written, TODAY)
    assert caught.value.message == problem
    assert caught.value.words(mark) == problem


@pytest.mark.parametrize(
    "written", ["abc", "16", "161126", "16/11-2026", "1 6/11/2026", "t2/11/2026", "16 tháng vui", "1" * 5000]
)
def test_what_is_no_date_is_said_to_be_unreadable(written: str) -> None:
    with pytest.raises(DateProblem, match="Không đọc được ngày"):
        read_date(written, TODAY)


@given(ANY_TEXT)
def test_reading_a_date_never_fails_otherwise(text: str) -> None:
    with contextlib.suppress(DateProblem):
        assert 1900 <= read_date(text, TODAY).year <= 2199


@given(some.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_shown_date_is_read_back(day: date) -> None:
    assert read_date(show_date(day), TODAY) == day
    assert read_date(f"{weekday(day)}, ngày {day.day} tháng {day.month} năm {day.year}", TODAY) == day
    assert read_date(day.isoformat(), TODAY) == day


def test_dates_are_shown_as_people_read_them() -> None:
    assert (show_date(date(2026, 9, 2)), weekday(TODAY), weekday(date(2026, 11, 22))) == (
        "02/09/2026",
        "thứ Hai",
        "Chủ nhật",
    )


def test_codes_are_easy_to_copy_and_ids_hard_to_guess() -> None:
    assert not set("0O1I") & set(CODE_LETTERS)
    assert len(new_code("TC-2026", 4)) == len("TC-2026-7K4P")
    assert len(new_code("", 8)) == len("5K7R-24XD")
    assert new_code("", 8)[4] == "-"
    ids = {new_public_id() for _ in range(500)}
    assert len(ids) == 500
    assert {len(one) for one in ids} == {22}


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("092171003307", "0921 •••• •••• 3307"),
        ("0921 7100 3307", "0921 •••• •••• 3307"),
        ("331234507", "33 •••• 07"),
        ("12", "••••"),
        ("", "••••"),
    ],
)
def test_mask_id(number: str, shown: str) -> None:
    assert mask_id(number) == shown


def test_names_stand_in_vietnamese_order() -> None:
    ordered = [
        *("Lê An", "Lê Văn An", "Phan Anh", "Ngô Ảnh", "Trần Thị Ánh", "Nguyễn Ăn", "Nguyễn Ân", "Lê Ấn"),
        *("Bùi Dũng", "Đỗ Đan", "Lê Hoa", "Lê Hoà", "Trần Ô", "Lê Ơ", "Vũ Y"),
    ]
    shuffled = random.Random(1).sample(ordered, len(ordered))
    assert sorted(shuffled, key=sort_key) == sorted(ordered, key=sort_key)
    assert [sort_key(name) for name in ordered] == sorted(map(sort_key, ordered))
    assert sort_key("") == ""
    assert sort_key("Lê 2") < sort_key("Lê A")
    assert sort_key(unicodedata.normalize("NFD", "Ngô Ảnh")) == sort_key("ngô  ảnh")


@given(ANY_TEXT)
def test_a_sort_key_is_plain(name: str) -> None:
    assert sort_key(name).isascii()


def test_canonical_text_is_one_for_one_value() -> None:
    decomposed = unicodedata.normalize("NFD", "Nguyễn")
    assert canonical({"b": [1, True, None, decomposed], "a": ""}) == '{"a":"","b":[1,true,null,"Nguyễn"]}'
    assert canonical({decomposed: 1}) == canonical({"Nguyễn": 1})


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        {1: "x"},
        ("a",),
        b"x",
        date(2026, 1, 1),
        "\ud800",
        ["\udfff"],
        {"ễ": 1, unicodedata.normalize("NFD", "ễ"): 2},
    ],
)
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical(value)


JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(some.characters(exclude_categories=["Cs"])),
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(some.text("abcễ", max_size=3), inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
def test_canonical_text_reads_back_to_itself(value: object) -> None:
    text = canonical(value)
    assert canonical(json.loads(text)) == text
