"""The sieve before draft and form: what of a visit may be kept, by the kind that stands in it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.reception.accused import meant, named_in_full
from caseapp.reception.forms.drafting import STAND_IN, draftable, held_persons, kind_of, readable, without
from caseapp.text import fold
from tests.reception.views.posting import ORDINARY, SEALED

PERSONAL = (
    "people-0-name", "people-12-phone", "represented-name", "lookup", "pick", "same_as", "authority", "nomination")


def lists(fields: dict[str, str]) -> dict[str, list[str]]:
    return {name: [value] for name, value in fields.items()}


def test_nothing_is_kept_before_a_kind_is_chosen() -> None:
    assert draftable({**lists(ORDINARY), "matter": [""]}) == {}
    assert draftable({**lists(ORDINARY), "matter": ["unclassified"]}) == {}
    assert set(readable({**lists(ORDINARY), "matter": []})) == {"matter", "held_on", "held_at", "session"}


def test_an_ordinary_visit_keeps_its_lines_and_no_keys() -> None:
    kept = draftable({**lists(ORDINARY), "form_key": ["k"], "csrf_token": ["t"], "admin": ["1"]})
    assert kept == lists(ORDINARY)


@given(st.sampled_from(PERSONAL), st.text(min_size=1))
def test_a_denunciation_keeps_nothing_of_a_person(name: str, value: str) -> None:
    for kind in ({"matter": ["denunciation"]}, {"matter": ["mixed"], "has_denunciation": ["y"]}):
        assert kind_of(kind) == "denunciation"
        assert name not in draftable({**lists(SEALED), name: [value], **kind})


WORDS = ("Đoàn", "Nguyệt", "Quế", "Hương", "Lâm", "Thị", "Ánh", "Trần")


@given(st.lists(st.sampled_from(WORDS), min_size=2, max_size=4))
def test_a_typed_name_leaves_the_story_too(words: list[str]) -> None:
    name = " ".join(words)
    story = f"Theo {name.upper()}, và ({fold(name)})!"
    kept = draftable({**lists(SEALED), "people-0-name": [name], "content": [story]})
    assert fold(name) not in fold(kept["content"][0])
    assert kept["content"][0].count(STAND_IN) == 2


def test_numbers_leave_the_story_however_they_are_grouped() -> None:
    assert without("Gọi 0918 552-046 hoặc 0918552046.", [], ["0918552046"]) == f"Gọi {STAND_IN} hoặc {STAND_IN}."
    assert without("Số 12 và 2026", [], ["12", "2026"]) == "Số 12 và 2026"


def test_what_counts_as_a_person() -> None:
    assert held_persons(lists(ORDINARY))
    assert not held_persons({"people-0-name": [" "], "represented-nature": ["individual"], "people-0-sex": ["F"]})


@dataclass(frozen=True)
class Official:
    display_fold: str
    title: str


HEAD = Official("dang huu phuoc", "Chủ tịch UBND phường")
LAND = Official("tran van binh", "Công chức địa chính")


@pytest.mark.parametrize("written", [
    "Đặng Hữu Phước", "ông Đặng Hữu Phước", "Đặng Hữu Phước (Chủ tịch phường)", "Đặng Hữu Phước - Chủ tịch",
    "Chủ tịch Đặng Hữu Phước", "Chủ tịch UBND phường An Thịnh", "ông Phước", "Đ.H. Phước", "ĐH Phước", "dang huu phuoc",
    "Lâm Văn Tường và chủ tịch phường", "Tố cáo ông Đặng Hữu Phước nhận tiền",
])
def test_whom_the_words_mean(written: str) -> None:
    assert meant(written, [HEAD, LAND]) == [HEAD]


@pytest.mark.parametrize("written", ["", "Lâm Văn Tường", "trưởng ban vận động", "phước lộc", "Trần Văn Bích", "hữu phước"])
def test_whom_they_do_not(written: str) -> None:
    assert meant(written, [HEAD, LAND]) == []


def test_several_at_once() -> None:
    assert meant("cán bộ Bình, công chức địa chính; ông Phước", [HEAD, LAND]) == [HEAD, LAND]
    assert named_in_full("Bà Huyện", [HEAD]) == []
