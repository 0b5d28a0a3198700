"""Whom the words written of an accused may mean: what a person is shown, and what bars without anybody looking on."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from caseapp.reception.accused import meant, named, proposed
from caseapp.text import fold


@dataclass(frozen=True)
class Somebody:
    """An account as it is compared."""

    display_fold: str
    title: str = ""


DUNG = Somebody(fold("Phạm Quốc Dũng"))
PHUOC = Somebody(fold("Đặng Hữu Phước"), "Chủ tịch UBND phường")
TUONG = Somebody(fold("Lâm Văn Tường"))
NIEM = Somebody(fold("Lâm Văn Tưởng Niệm"))
DEPUTY = Somebody(fold("Võ Thị Út Em"), "Phó Chủ tịch UBND phường")
HAMLET = Somebody(fold("Sơn Minh Khang"), "Trưởng ấp 3")
QUARTER = Somebody(fold("Kim Ngọc Thảo"), "Trưởng khu vực")
LAND = Somebody(fold("Tô Văn Đất"), "Công chức địa chính")
SECRETARY = Somebody(fold("Huỳnh Nhật Quang"), "Bí thư Đảng ủy phường")
MANAGER = Somebody(fold("Lý Thanh Bạch"), "Hiệu trưởng")

# what was written · of whom · whether it is proposed · whether it bars unseen
LINES = [
    ("Phạm Quốc Dũng", DUNG, True, True),
    ("PHẠM QUỐC DŨNG", DUNG, True, True),
    ("ông Dũng", DUNG, True, True),
    ("Ô. Dũng", DUNG, True, True),
    ("đ/c Dũng", DUNG, True, True),
    ("Đ/c. Dũng", DUNG, True, True),
    ("Mr Dũng", DUNG, True, True),
    ("dì Dũng", DUNG, True, True),
    ("cậu Dũng", DUNG, True, True),
    ("thím Dũng", DUNG, True, True),
    ("CT Dũng", DUNG, True, True),
    ("PCT Dũng", DUNG, True, True),
    ("P.Q. Dũng", DUNG, True, True),
    ("PQ Dũng", DUNG, True, True),
    ("ông Phạm Dũng", DUNG, True, False),
    ("ông P. Dũng", DUNG, True, False),
    ("P. Dũng", DUNG, True, False),
    ("Q. Dũng", DUNG, True, False),
    ("Quốc Dũng", DUNG, True, False),
    ("Dũng", DUNG, True, False),
    ("Dũng Phạm", DUNG, True, False),
    ("bà Nga và Dũng", DUNG, True, False),
    ("Phạm Q. Dũng", DUNG, True, False),
    ("a. Dũng", DUNG, True, False),
    ("Văn Tường", TUONG, True, False),
    ("Lâm Tường", TUONG, True, False),
    ("L. Tường", TUONG, True, False),
    ("Phước (CT)", PHUOC, True, True),
    ("Hữu Phước", PHUOC, True, False),
    ("ĐH Phước", PHUOC, True, True),
    ("Đ. Phước", PHUOC, True, False),
    ("Phước, CT UBND", PHUOC, True, True),
    ("CT UBND phường", PHUOC, True, True),
    ("chủ-tịch phường", PHUOC, True, True),
    ("ông CT phường", PHUOC, True, True),
    ("PCT UBND phường", DEPUTY, True, True),
    ("bà Phó chủ tịch", DEPUTY, True, True),
    ("BT Đảng ủy", SECRETARY, True, True),
    ("trưởng ấp", HAMLET, True, True),
    ("Trưởng ấp 3", HAMLET, True, True),
    ("trưởng khu vực 5", QUARTER, True, True),
    ("TKV", QUARTER, True, False),
    ("HT trường tiểu học", MANAGER, True, False),
    ("công chức địa chính xã", LAND, True, True),
    # neighbours
    ("Phạm Quốc Hùng", DUNG, False, False),
    ("ông Phạm Quốc", DUNG, False, False),
    ("T. Dũng", DUNG, False, False),
    ("Trần Minh Dũng", DUNG, False, False),
    ("sử dụng đất sai mục đích", DUNG, False, False),
    ("Trần Văn Tường", TUONG, False, False),
    ("tường rào nhà bà Nga", TUONG, False, False),
    ("Lâm Văn Tường", NIEM, False, False),
    ("CT TNHH Hoàng Long", PHUOC, False, False),
    ("phó chủ tịch UBND phường", PHUOC, False, False),
    ("PCT UBND phường", PHUOC, False, False),
    ("bí thư chi bộ", PHUOC, False, False),
    ("chủ tịch UBND phường", DEPUTY, False, False),
    ("trưởng ấp 5", HAMLET, False, False),
    ("phó trưởng ấp 3", HAMLET, False, False),
    ("trưởng phòng", HAMLET, False, False),
    ("trưởng ấp 3", QUARTER, False, False),
    ("công chức hộ tịch", LAND, False, False),
    ("không rõ", LAND, False, False),
    ("", DUNG, False, False),
]


@pytest.mark.parametrize(("written", "official", "is_proposed", "is_meant"), LINES)
def test_whom_the_words_may_mean(written: str, official: Somebody, *, is_proposed: bool, is_meant: bool) -> None:
    assert bool(proposed(f"{written}, ", [official])) is is_proposed
    assert bool(meant(f"{written}, ", [official])) is is_meant


@pytest.mark.parametrize("line", LINES)
def test_what_bars_unseen_is_proposed_too(line: tuple[str, Somebody, bool, bool]) -> None:
    written, official, _, _ = line
    assert set(meant(written, [official])) <= set(proposed(written, [official]))


def test_the_name_is_told_from_the_post() -> None:
    assert named("ông Phước", [PHUOC]) == [PHUOC]
    assert named("CT UBND phường", [PHUOC]) == []
