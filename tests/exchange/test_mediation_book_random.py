"""Whatever stands in the cells: the reader never fails, never loses a row, stores no name or result in silence."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseapp.exchange.book_people import is_like_a_name, lost_its_marks
from caseapp.exchange.mediation_book import mediation_to_json
from tests.exchange.books import AS_OF
from tests.exchange.mediation_books import HEADER, TITLES, dispute, read_one, read_sheet

FRAGMENTS = [
    "Bên A:", "Bên B:", "Bên A", "bên B", "Người liên quan:", "Nguyễn Văn A", "H'Đào Byă", "Lầu A Sử", "Vàng Thị Mỷ",
    "45 tuổi", "tuổi 45", "(66t)", "SN 1985", "354 tuổi", "và", "với", "-", "><", "1.", "2.", "Thôn 1, xã Ea Hning",
    "(Thôn 5)", "066071916498", "0773000339", "vợ là", "Vợ chồng ông", "mời:", "già làng", "Hòa giải viên:", "nt", "29/7",
    "31/09/2026", "Cộng", "Tổ hòa giải Thôn 9", "PHẦN II - Tổng hợp", "Tổ trưởng", "STT", "Nội dung", "x", "✓", "Thành",
    "Không thành", "Đang hòa giải", "Hẹn lại", "Hòa giải lại", "Lần 2:", "em ruột bên B", "Tố cáo", "Khiếu nại UBND xã",
    "chém", "vợ", "đất", "\u200b", "=1+1", "e\u0301", "\ufffd", ";", "\n", ",", "{name}", "%s", "(", "[", "\\",
]  # fmt: skip
texts = st.one_of(
    st.text(max_size=40),
    st.lists(st.sampled_from(FRAGMENTS), max_size=6).map(" ".join),
    st.lists(st.sampled_from(FRAGMENTS), max_size=6).map("".join),
)
cells = st.one_of(
    texts, st.floats(), st.integers(-(10**15), 10**15), st.booleans(), st.none(), st.dates(), st.datetimes(), st.times(),
)  # fmt: skip


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=st.lists(st.lists(cells, max_size=12), max_size=6), header=st.booleans())
def test_no_cell_is_too_strange(rows: list[list[Any]], header: bool) -> None:
    whole = [list(HEADER), *rows] if header else rows
    found, skipped = read_sheet(*whole, merges=(((1, 0), (2, 1)), ((0, 0), (5, 30))))
    assert sorted([row.row for row in found] + skipped) == list(range(1, len(whole) + 1))
    for row in found:
        assert mediation_to_json(row)["row"] == row.row
        assert not (row.confidential and (row.persons or row.mediators))
        assert row.date is None or row.date <= AS_OF
        assert all(person.age is None or 0 <= person.age <= 120 for person in row.persons)


@settings(max_examples=80, deadline=None)
@given(values=st.fixed_dictionaries({"parties": texts, "mediators": texts}))
def test_what_is_no_plain_name_is_never_stored_in_silence(values: dict[str, str]) -> None:
    (row,), _ = read_sheet(*TITLES, HEADER, dispute(**values))
    doubted = {one.field for one in row.problems if one.code in ("NAME_DOUBTFUL", "NAME_NO_DIACRITICS")}
    for names, field in ((row.mediators, "mediators"), ([one.name for one in row.persons], "persons")):
        strange = [name for name in names if lost_its_marks(name) or not is_like_a_name(name)]
        assert not strange or field in doubted
    sides = {str(person.role) for person in row.persons}
    assert {"party_a", "party_b"} <= sides or any(one.level == "stop" for one in row.problems)


@settings(max_examples=60, deadline=None)
@given(values=st.fixed_dictionaries({"success": texts, "failure": texts, "agreement": texts, "note": texts}))
def test_a_result_is_read_or_named_as_a_problem(values: dict[str, str]) -> None:
    (row,), _ = read_sheet(*TITLES, HEADER, dispute(**values))
    assert row.outcome or not row.mediable or "outcome" in {one.field for one in row.problems}


NAMES = st.sampled_from(["Nguyễn Văn Tám", "H'Đào Byă", "Y Wik Êban", "Lầu A Sử", "Vàng Thị Mỷ", "Võ Đức Hòa", "Khổng Tú"])
HOMES = st.sampled_from(["Thôn 3, xã Ea Hning", "Buôn Kla, xã Ea Hning", "Tổ 2, Thôn Hòa Bình, xã Ea Hning"])
AGES = st.sampled_from(["{age} tuổi", "tuổi {age}", "({age}t)", "{age}t", "SN {born}", "sinh năm {born}", "({born})"])
FORMS = st.sampled_from([
    "Bên A: {0}\nBên B: {1}", "BÊN A: {0}; BÊN B: {1}", "Bên A - {0}\n\nBên B - {1}", "1. {0}\n2. {1}", "- {0}\n- {1}",
    "{0}\n{1}", "{0} và {1}", "{0} với {1}", "{0} >< {1}", "{0}; {1}", "Ông {0} - Bà {1}", "Nguyên đơn: {0}\nBị đơn: {1}",
])  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(
    names=st.lists(NAMES, min_size=2, max_size=2, unique=True),
    years=st.lists(st.integers(18, 99), min_size=2, max_size=2),
    homes=st.lists(HOMES, min_size=2, max_size=2),
    age=AGES,
    form=FORMS,
    shout=st.booleans(),
)
def test_two_parties_are_read_however_they_are_written(
    names: list[str], years: list[int], homes: list[str], age: str, form: str, shout: bool
) -> None:
    told = [age.format(age=old, born=2026 - old) for old in years]
    parts = zip([name.upper() if shout else name for name in names], told, homes, strict=True)
    row = read_one(parties=form.format(*(", ".join(part) for part in parts)))
    assert [(one.name, one.age, one.address) for one in row.persons] == list(zip(names, years, homes, strict=True))
    assert [one.role for one in row.persons] == ["party_a", "party_b"]
    assert row.problems == ()
