"""How the cells of a mediation logbook are understood: parties, ages, mediators, what a dispute is about, what bars it."""

import pytest

from caseapp.exchange.book_mediation_bars import AGAINST_OFFICE, BREACH, PUBLIC, SAID_SO, barred_because
from caseapp.exchange.book_mediation_scopes import scope_named, scope_of
from caseapp.exchange.book_mediators import read_mediators
from tests.exchange.mediation_books import codes, people, read_one

HOME = "Thôn 3, xã Ea Hning"


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        (f"Ông Nguyễn Văn An, tuổi 45 ({HOME}) và bà Trần Thị Bé, 40t", [("Nguyễn Văn An", 45, HOME, "a"), ("Trần Thị Bé", 40, None, "b")]),
        ("Nguyễn Văn An (1985) - Thôn 3 - xã Ea Hning - Trần Văn Bé (45) - Thôn 5", [("Nguyễn Văn An", 41, HOME, "a"), ("Trần Văn Bé", 45, "Thôn 5", "b")]),
        ("1. Ông Y Bliă Niê (Ama Hoan), SN 1960, buôn Kla\n2. Bà H'Nhi Êban, sinh năm: 1971, buôn Kla", [("Y Bliă Niê", 66, "buôn Kla", "a"), ("H'Nhi Êban", 55, "buôn Kla", "b")]),
        ("Bên A ông Nguyễn Văn Tám 50 tuổi thôn 3 xã Ea Hning Bên B bà Lê Thị Chín thôn 5", [("Nguyễn Văn Tám", 50, "thôn 3 xã Ea Hning", "a"), ("Lê Thị Chín", None, "thôn 5", "b")]),
        ("Bên A gồm: SÙNG A CHỨ; Bên B gồm: THÀO THỊ MỶ và VÀNG A LỬ, Thôn 5", [("Sùng A Chứ", None, None, "a"), ("Thào Thị Mỷ", None, "Thôn 5", "b"), ("Vàng A Lử", None, "Thôn 5", "b")]),
        ("Nguyên đơn: Lầu A Sử\nBị đơn: Khổng Tú\nNgười có quyền lợi, nghĩa vụ liên quan: Vàng A Lử", [("Lầu A Sử", None, None, "a"), ("Khổng Tú", None, None, "b"), ("Vàng A Lử", None, None, "d")]),
        ("Ông Ma Văn Sài (bên A, 67 tuổi, thôn 3), ông Lê Văn Ất (bên B, 45 tuổi, thôn 5)", [("Ma Văn Sài", 67, "thôn 3", "a"), ("Lê Văn Ất", 45, "thôn 5", "b")]),
        ("Vợ chồng ông Phan Văn Hai và bà Lê Thị Ba với hộ ông Trần Văn Tư, cùng trú thôn 5", [("Phan Văn Hai", None, "thôn 5", "a"), ("Lê Thị Ba", None, "thôn 5", "a"), ("Trần Văn Tư", None, "thôn 5", "b")]),
        ("Chị H’ƠI NIÊ 30 tuổi và chồng là anh Y WIK ÊBAN 35 tuổi, buôn Kla", [("H’Ơi Niê", 30, "buôn Kla", "a"), ("Y Wik Êban", 35, "buôn Kla", "b")]),
        ("Bên A (bên yêu cầu): Lý Thị Dợ, dân tộc HMông, nghề nghiệp: làm nông, ở thôn 3. Bên B (bên bị yêu cầu): Tô Văn Ngõ, nam, ở thôn 5.", [("Lý Thị Dợ", None, "thôn 3", "a"), ("Tô Văn Ngõ", None, "thôn 5", "b")]),
        ("Lầu A Sử >< Vàng A Páo", [("Lầu A Sử", None, None, "a"), ("Vàng A Páo", None, None, "b")]),
        ("nguyen van an va le thi ba", [("Nguyen Van An", None, None, "a"), ("Le Thi Ba", None, None, "b")]),
    ],
)
def test_who_the_parties_are(cell: str, wanted: list[tuple[str, int | None, str | None, str]]) -> None:
    assert people(read_one(parties=cell)) == wanted


def test_numbers_phones_and_households_beside_the_names() -> None:
    row = read_one(parties="Bên A: Hà Kỳ An; CCCD 066071916498; ĐT 0773000555, 45 tuổi, Thôn 3\nBên B: Võ Đức Hòa và 5 hộ dân thôn 5")
    assert (row.persons[0].id_number, row.persons[0].phone, row.persons[0].age) == ("066071916498", "0773000555", 45)
    assert row.people_count == 7


def test_three_people_without_a_label_are_asked_for() -> None:
    row = read_one(parties="Nguyễn Văn An, Trần Thị Bé, Lê Văn Cò, Thôn 3")
    assert codes(row) == {"PARTIES_UNCLEAR"}
    assert "“Nguyễn Văn An” và “Trần Thị Bé”" in row.problems[0].message


def test_a_cell_of_a_whole_page_is_read_in_part_and_says_so() -> None:
    row = read_one(parties="Bên A: Hà Kỳ An, Thôn 3\nBên B: Lê Bá Tư, Thôn 3\n" + "và nhiều người khác nữa " * 200)
    assert "CELL_TOO_LONG" in codes(row)


@pytest.mark.parametrize(
    ("cell", "names", "invited"),
    [
        ("Y Mlang Mlô, Phan Duy Hiếu", ["Y Mlang Mlô", "Phan Duy Hiếu"], []),
        ("HGV: Lê Anh Thành; mời: già làng Y Wik Êban, trưởng thôn Lê Văn Tám", ["Lê Anh Thành"], ["Y Wik Êban", "Lê Văn Tám"]),
        ("Lê Anh Thành mời bà Nguyễn Thị Mời", ["Lê Anh Thành"], ["Nguyễn Thị Mời"]),
        ("Nguyễn Thị Mời", ["Nguyễn Thị Mời"], []),
        ("Tổ trưởng: Lê Anh; Tổ viên: Hồ Nở; Người được mời: công chức tư pháp Hà Kỳ, địa chính xã", ["Lê Anh", "Hồ Nở"], ["Hà Kỳ", "địa chính xã"]),
        ("1. LÊ ANH THÀNH\n2. Hồ Thị Nở và Mời: Bí thư Chi bộ Trần Đình Tám", ["Lê Anh Thành", "Hồ Thị Nở"], ["Trần Đình Tám"]),
        ("Ông Lê Văn Hai (tổ trưởng) (có mời Trưởng ban công tác Mặt trận Hồ Văn Hai)", ["Lê Văn Hai"], ["Hồ Văn Hai"]),
        ("ông Nguyễn thị Lan Anh", ["Nguyễn thị Lan Anh"], []),
        ("-", [], []),
    ],
)  # fmt: skip
def test_who_mediated_and_who_was_invited(cell: str, names: list[str], invited: list[str]) -> None:
    read = read_mediators(cell)
    assert (list(read.names), list(read.invited)) == (names, invited)


@pytest.mark.parametrize(
    ("content", "scope"),
    [
        ("Tranh chấp ranh đất dẫn đến cãi nhau, xô xát", "civil"), ("Ông An vay bà Bé 20 triệu không trả", "civil"),
        ("Hai anh em ruột tranh chấp thừa kế đất", "civil"), ("Trâu giẫm nát hoa màu", "civil"),
        ("Cây đổ sang làm hư mái bếp", "civil"), ("Rào chắn lối đi vào nhà", "civil"), ("vay no 5 trieu khong tra", "civil"),
        ("Mẹ chồng nàng dâu mâu thuẫn", "family"), ("Mâu thuẫn giữa cha mẹ và con trai về thờ cúng", "family"),
        ("Con gái xin ly hôn, tranh chấp quyền nuôi con", "family"), ("vo chong mau thuan", "family"),
        ("Cấp giấy chồng lấn sang đất hai hộ", "civil"), ("Hàng xóm hát karaoke quá giờ", "other"),
        ("Chửi bới, xúc phạm nhau ở chợ", "other"), ("Mâu thuẫn trong sinh hoạt hằng ngày", "other"),
        ("Nghi ngờ nhà bên lấy trộm gà", "other"), ("Ghen tuông giữa hai gia đình hàng xóm", "other"), ("", None),
    ],
)  # fmt: skip
def test_what_a_dispute_is_about(content: str, scope: str | None) -> None:
    assert scope_of(content) == scope


def test_without_a_content_the_agreement_may_tell() -> None:
    assert [scope_of("", told) for told in ("Góp 1,5 triệu đồng.", "Về chăm con, chồng bỏ rượu.", "Hai bên bắt tay.")] == [
        "civil", "family", None,
    ]  # fmt: skip


def test_a_column_of_scopes_is_understood_or_named() -> None:
    assert [scope_named(cell)[0] for cell in ("Dân sự", "Hôn nhân và gia đình", "HNGĐ", "Khác", "Đất đai", "")] == [
        "civil", "family", "family", "other", "civil", None,
    ]  # fmt: skip
    assert [one.code for one in scope_named("lạ")[1]] == ["SCOPE_UNKNOWN"]


@pytest.mark.parametrize(
    ("content", "elsewhere", "reason"),
    [
        ("Bên B đánh bên A gãy tay phải nhập viện", "", BREACH), ("danh nhau gay thuong tich", "", BREACH),
        ("Hai gia đình xin tổ chức cưới khi cháu chưa đủ tuổi", "", BREACH), ("Lấn chiếm lòng suối", "", PUBLIC),
        ("Khiếu nại quyết định thu hồi đất của UBND xã", "", AGAINST_OFFICE), ("", "Không thuộc phạm vi hòa giải", SAID_SO),
        ("", "Giải thích không hòa giải được, báo UBND xã.", SAID_SO), ("", "Chuyển Công an xã", SAID_SO),
        ("Xô xát, không gây thương tích", "", None), ("Chém cành cây sang đất bên A", "", None),
        ("Khiếu nại nhau về ranh đất", "", None), ("Bán dao không trả tiền", "", None),
        ("", "Nếu tái phạm sẽ báo công an", None), ("", "Hai bên căng thẳng, không hòa giải được.", None),
    ],
)  # fmt: skip
def test_signs_that_the_law_bars_mediation(content: str, elsewhere: str, reason: str | None) -> None:
    assert barred_because(content, elsewhere) == reason
