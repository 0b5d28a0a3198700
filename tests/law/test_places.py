"""Where duties stand that pages name, day by day; and the limits that run beside a visitor's answer."""

from datetime import date

import pytest

from caseapp.law.beside import limits_beside
from caseapp.law.places import NAMES, PLACES, duty_place

D = date.fromisoformat
OLD, NEW = "2026-06-30", "2026-07-01"
SECRET = "điểm b khoản 1 Điều 9, khoản 2 Điều 47, khoản 2 Điều 56 Luật Tố cáo"


@pytest.mark.parametrize(
    ("name", "on", "matter", "words"),
    [
        ("count", OLD, "", "khoản 2 Điều 147 Bộ luật Dân sự"),
        ("custody", OLD, "", "Điều 49, khoản 2 Điều 56 Luật Tố cáo"),
        ("denouncer-secrecy", NEW, "", SECRET),
        ("envelope", NEW, "", "khoản 2 Điều 56 Luật Tố cáo"),
        ("envelope", "2018-12-31", "", ""),
        ("group-nomination", OLD, "complaint", "Điều 29 Luật Tiếp công dân"),
        ("group-nomination", NEW, "feedback", "Điều 29 Luật Tiếp công dân"),
        ("group-nomination", NEW, "complaint", "Điều 29 Luật Tiếp công dân; Điều 4 Nghị định 155/2026/NĐ-CP"),
        ("information", NEW, "", "Điều 25 Luật Tố cáo"),
        ("standing", OLD, "complaint", ""),
        ("standing", NEW, "feedback", "Điều 12, Điều 13 Nghị định 154/2026/NĐ-CP"),
        ("standing", NEW, "complaint", "Điều 12, Điều 13 Nghị định 154/2026/NĐ-CP; Điều 3 Nghị định 155/2026/NĐ-CP"),
        ("standing-organisation", NEW, "complaint", "Điều 13 Nghị định 154/2026/NĐ-CP"),
        ("two-visits", NEW, "mixed", "khoản 3 Điều 25 Luật Tiếp công dân; khoản 2 Điều 56 Luật Tố cáo"),
    ],
)
def test_where_a_duty_stands_on_a_day(name: str, on: str, matter: str, words: str) -> None:
    assert duty_place(name, D(on), matter) == words


def test_a_name_that_nobody_wrote_down_is_an_error() -> None:
    assert all(place.citations and place.since >= min(one.act.since for one in place.citations) for place in PLACES)
    assert "nothing" not in NAMES
    with pytest.raises(KeyError):
        duty_place("nothing", D(NEW))


ACT_27, ACT_24 = "10 ngày (Điều 27 Luật Khiếu nại)", "khoản 1 Điều 24 Luật Tố cáo"
DECREE_16 = "7 ngày làm việc (khoản 1 Điều 16 Nghị định 124/2020/NĐ-CP (sửa đổi bởi Điều 10 Nghị định 155/2026/NĐ-CP))"
CHECK = f"7 ngày làm việc, 10 nếu phải kiểm tra ở nhiều nơi hoặc ủy quyền kiểm tra ({ACT_24})"


@pytest.mark.parametrize(
    ("matter", "on", "parts"),
    [
        ("complaint", OLD, [f"không thụ lý: {ACT_27}. Hạn này chạy ở vụ việc khiếu nại, tính từ ngày nhận đơn; chưa mở"]),
        ("complaint", NEW, [f"{ACT_27}; {DECREE_16}; lấy hạn đến trước."]),
        ("denunciation", NEW, [CHECK, "thì chuyển: 5 ngày làm việc (khoản 2 Điều 24 Luật Tố cáo)."]),
        ("feedback", NEW, []),
    ],
)
def test_what_runs_beside_an_answer(matter: str, on: str, parts: list[str]) -> None:
    said = limits_beside(matter, D(on))
    assert bool(said) is bool(parts)
    assert [part for part in parts if part not in said] == []
