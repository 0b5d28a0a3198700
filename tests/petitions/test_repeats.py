"""Repeats as words: found in labelled pairs, told apart, and the same however they are spelled."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.petitions.repeats.likeness import MATTER, Likeness, Proposal, Told, compare
from caseapp.petitions.repeats.people import Someone, closest, name_keys, sameness
from caseapp.petitions.repeats.words import gist

PAIRS = [json.loads(line) for line in (Path(__file__).parent / "data" / "repeat-pairs.jsonl").read_text().splitlines()]
ODD = [pair for pair in PAIRS if int(pair["id"][1:]) % 2]
EVEN = [pair for pair in PAIRS if not int(pair["id"][1:]) % 2]
# What each label must be proposed as: the first two are the same matter.
EXPECTED = {"same_matter": Proposal.SAME, "second_instance": Proposal.SECOND, "same_person": Proposal.NEW,
            "different": None}
MATTERS = {Proposal.SAME, Proposal.SECOND}
Record = dict[str, Any]


def someone(person: Record) -> Someone:
    number = (person["id_number"] or "").encode() or None
    paper = str(len(number)) if number else None
    return Someone(person["name"], number, paper, person["phone"] or "", person["address"])


def told(record: Record) -> Told:
    return Told([someone(person) for person in record["persons"]], gist(record["text"]))


@cache
def proposals() -> dict[str, Proposal | None]:
    """What every pair is proposed as, by its id."""
    found = {pair["id"]: compare(told(pair["b"]), told(pair["a"])) for pair in PAIRS}
    return {name: like and like.proposal for name, like in found.items()}


def confusion(pairs: list[Record]) -> Counter[tuple[str, Proposal | None]]:
    return Counter((pair["label"], proposals()[pair["id"]]) for pair in pairs)


def quality(counts: Counter[tuple[str, Proposal | None]], labels: set[str], wanted: set[Proposal]) -> tuple[float, float]:
    """Recall and precision of ``wanted`` for ``labels``."""
    hit = sum(number for (label, got), number in counts.items() if label in labels and got in wanted)
    meant = sum(number for (label, _got), number in counts.items() if label in labels)
    said = sum(number for (_label, got), number in counts.items() if got in wanted)
    return hit / meant, hit / said


@pytest.mark.parametrize("pairs", [PAIRS, ODD, EVEN], ids=["all", "developed on", "held out"])
def test_the_same_matter_is_found_and_told_apart(pairs: list[Record]) -> None:
    counts = confusion(pairs)
    for labels, wanted in (({"same_matter", "second_instance"}, MATTERS), ({"same_matter"}, {Proposal.SAME}),
                           ({"second_instance"}, {Proposal.SECOND}), ({"same_person"}, {Proposal.NEW})):
        recall, precision = quality(counts, labels, wanted)
        assert recall >= 0.95, (labels, counts)
        assert precision >= 0.90, (labels, counts)


def test_strangers_are_rarely_proposed() -> None:
    """Every second record before every first one of another pair: several hundred times nothing in common."""
    first, second = [told(pair["a"]) for pair in PAIRS[::8]], [told(pair["b"]) for pair in PAIRS[::8]]
    alarms = sum(compare(asked, earlier) is not None
                 for there, asked in enumerate(second) for here, earlier in enumerate(first) if here != there)
    assert alarms <= 0.01 * len(first) * (len(second) - 1)


# ---- blind to spelling -----------------------------------------------------------------------------------------------


def without_marks(text: str) -> str:
    apart = unicodedata.normalize("NFD", text)
    return "".join(char for char in apart if not unicodedata.combining(char)).replace("đ", "d").replace("Đ", "D")


def other_tone_place(text: str) -> str:
    """“hòa” for “hoà”, and back: the tone on the neighbouring vowel."""
    turned = []
    for word in unicodedata.normalize("NFC", text).split(" "):
        for old, new in (("òa", "oà"), ("óa", "oá"), ("ỏe", "oẻ"), ("ùy", "uỳ"), ("úy", "uý"), ("ủy", "uỷ"), ("ụy", "uỵ")):
            if old in word or new in word:
                word = word.replace(old, new) if old in word else word.replace(new, old)  # noqa: PLW2901
                break
        turned.append(word)
    return " ".join(turned)


def respelled(record: Record, how: Any) -> Record:
    people = [{**person, "name": how(person["name"]), "address": how(person["address"])} for person in record["persons"]]
    return {**record, "persons": people, "text": how(record["text"])}


SPELLINGS = {
    "apart": lambda text: unicodedata.normalize("NFD", text), "no marks": without_marks, "large": str.upper,
    "tone": other_tone_place, "spaced": lambda text: text.replace(" ", "  "),
}


@settings(max_examples=60)
@given(st.sampled_from(PAIRS), st.sampled_from(sorted(SPELLINGS)), st.booleans())
def test_spelling_changes_nothing(pair: Record, how: str, swap: bool) -> None:
    asked, earlier = (pair["a"], pair["b"]) if swap else (pair["b"], pair["a"])
    plain = compare(told(asked), told(earlier))
    assert compare(told(respelled(asked, SPELLINGS[how])), told(earlier)) == plain
    assert score(compare(told(asked), told(respelled(earlier, SPELLINGS[how])))) == score(plain)


@settings(max_examples=30)
@given(st.sampled_from(PAIRS))
def test_family_name_first_or_last_changes_nothing(pair: Record) -> None:
    turned = {**pair["b"], "persons": [{**one, "name": " ".join([*one["name"].split()[1:], one["name"].split()[0]])}
                                       for one in pair["b"]["persons"] if len(one["name"].split()) > 2]}
    if len(turned["persons"]) == len(pair["b"]["persons"]) and "title_prefix" not in pair["difficulty"]:
        assert score(compare(told(turned), told(pair["a"]))) == score(compare(told(pair["b"]), told(pair["a"])))


@settings(max_examples=100)
@given(st.text(max_size=80), st.text(max_size=30))
def test_any_text_is_compared(text: str, name: str) -> None:
    one = Told([Someone(name, address=text)], gist(text))
    like = compare(one, one)
    assert like is None or 0 <= like.score <= 1


def score(like: Likeness | None) -> tuple[float, str] | None:
    return like and (like.score, like.proposal)


NAMES = (
    ("H'Hoa Niê", "Niê H’Hoa"), ("H Hoa Niê", "H'Hoa Nie"), ("Y Tơng Kđoh", "Kdoh Y Tong"), ("Lý Thị Mỹ", "Lí Thị Mĩ"),
    ("Ông Trần Văn Quý", "trần văn quí"), ("Nguyễn Văn Bình (Út Bình)", "Út Bình"), ("Võ Thị Thuý", "VÕ THỊ THÚY"),
    ("Trần Văn Đức tức Năm Đức", "Năm Đức"),
)


def test_one_name_in_many_ways(subtests: pytest.Subtests) -> None:
    for one, other in NAMES:
        with subtests.test(f"{one} = {other}"):
            mine, theirs = Someone(one, address="Thôn 1, xã Hòa An"), Someone(other, address="thon 1, xa Hoa An")
            assert sameness(mine, theirs).name
    assert name_keys("Chị Sen") == (("sen",),)
    assert name_keys("Ba Cường") == (("ba", "cuong"),)


def test_two_numbers_of_one_kind_are_two_people() -> None:
    home = "Thôn 1, xã Hòa An"
    one, other = Someone("Lê Văn An", b"1", "cccd", address=home), Someone("Lê Văn An", b"2", "cccd", address=home)
    assert sameness(one, other).value == 0
    old = Someone("Lê Văn An", b"2", "cmnd", address=home)
    assert closest([one], [other, old]).value == sameness(one, old).value > 0.6


# ---- what it is about ------------------------------------------------------------------------------------------------


def alone(text: str, *, name: str = "Lê Văn An", home: str = "Thôn 1, xã Hòa An", number: bytes | None = b"1") -> Told:
    return Told([Someone(name, number, "cccd", address=home)], gist(text))


PARCEL = "Khiếu nại việc thu hồi 1.200 m2 đất thửa 123 tờ bản đồ 45, chưa được đền bù cà phê"
SAME_WORDS = (
    ("QĐ 287/QĐ-UBND thu hồi đất của UBND xã là sai", "Quyết định số 287/QĐ-UBND thu hồi đất của Ủy ban nhân dân xã sai"),
    ("Chậm cấp sổ đỏ thửa 12", "chậm cấp giấy chứng nhận quyền sử dụng đất thửa số 12"),
    ("lấn 500 mét vuông đất rẫy cà phê", "lan 500 m² dat ray ca phe"),
    ("Xin xem lại lý lịch hộ nghèo", "xin xem lại lí lịch hộ nghèo"),
)


def test_one_matter_in_many_ways(subtests: pytest.Subtests) -> None:
    for one, other in SAME_WORDS:
        with subtests.test(one):
            like = compare(alone(one), alone(other))
            assert like is not None
            assert like.proposal == Proposal.SAME
            assert like.score >= 0.9


@pytest.mark.parametrize(("text", "proposal"), [
    (PARCEL, Proposal.SAME),
    (PARCEL.replace("123", "124"), Proposal.NEW),
    ("Phản ánh quán hát mở loa to đến khuya", Proposal.NEW),
    ("Khiếu nại lần hai việc bồi thường cà phê thửa 123", Proposal.SECOND),
    ("Không đồng ý Quyết định số 99/QĐ-UBND của Chủ tịch xã giải quyết khiếu nại lần đầu về thu hồi đất, bồi thường",
     Proposal.SECOND),
    ("Đã hết thời hạn giải quyết khiếu nại thu hồi đất thửa 123 mà không ai trả lời", Proposal.SECOND),
    ("Gửi lần thứ hai vì chưa được trả lời. " + PARCEL, Proposal.SAME),
])
def test_what_the_same_person_wants(text: str, proposal: Proposal) -> None:
    like = compare(alone(text), alone(PARCEL))
    assert like is not None
    assert like.proposal == proposal
    assert (like.score >= MATTER) == (proposal != Proposal.NEW) or like.score == MATTER


def test_a_neighbour_about_the_same_matter_and_a_form_with_other_facts() -> None:
    neighbour = alone("Nhà nước lấy 1.200 m2 đất cà phê thửa 123 chưa đền bù", name="Bùi Thị Sen", number=b"2")
    like = compare(neighbour, alone(PARCEL))
    assert like is not None
    assert like.proposal == Proposal.SAME
    form = alone(PARCEL.replace("123", "7").replace("1.200", "90"), name="Bùi Thị Sen", number=b"2")
    assert compare(form, alone(PARCEL)) is None


def test_a_paper_that_only_the_case_knows_ties_them() -> None:
    asked = alone("Tôi không nhất trí Quyết định số 31/QĐ-UBND giải quyết khiếu nại")
    earlier = alone(PARCEL)
    assert compare(asked, earlier).proposal == Proposal.NEW  # type: ignore[union-attr]
    like = compare(asked, Told(earlier.people, earlier.gist.citing(asked.gist.papers)))
    assert like is not None
    assert like.proposal == Proposal.SECOND
    assert any(reason.words % reason.values == "cùng số văn bản 31/QĐ-UBND" for reason in like.reasons)


def test_reasons_are_said_in_words() -> None:
    said = {reason.words % reason.values for pair in PAIRS[:80]
            for like in [compare(told(pair["b"]), told(pair["a"]))] if like for reason in like.reasons}
    assert "cùng số giấy tờ" in said
    assert any(one.startswith("nội dung giống ") and one.endswith(" %") for one in said)
