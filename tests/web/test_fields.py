"""Each kind of field: what it reads, what it says, that it keeps what was typed."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from caseapp.web.forms import (
    BirthYearField,
    ChoiceField,
    DateField,
    IdNumberField,
    LongTextField,
    NotBefore,
    NotFuture,
    NumberField,
    OfficeForm,
    Optional,
    PhoneField,
    Required,
    SelectField,
    TextField,
    TimeField,
)

pytestmark = pytest.mark.usefixtures("speaking")


class Card(OfficeForm):
    """One field of every kind."""

    name = TextField("Họ tên", [Required("Ghi họ tên người đến, như trên giấy tờ.")], max_length=20)
    day = DateField("Ngày", [Optional(), NotFuture(), NotBefore(date(2000, 1, 1))])
    at = TimeField("Giờ", [Optional()])
    born = BirthYearField("Năm sinh", [Optional()])
    people = NumberField("Số người", [Optional()], least=1, most=5_000)
    phone = PhoneField("Điện thoại", [Optional()])
    paper = IdNumberField("Số định danh", [Optional()])
    story = LongTextField("Nội dung", max_length=1_000)
    kind = ChoiceField("Loại", [Optional()], choices=[("kn", "Khiếu nại"), ("tc", "Tố cáo")])
    ward = SelectField("Xã", [Optional()], choices=[("a", "An Thịnh")])


def typed(**values: str) -> Card:
    """The form as sent by a browser, validated."""
    form = Card(MultiDict({"name": "Ánh"} | values), meta={"csrf": False})
    form.validate()
    return form


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("day", "16/11/2026", date(2026, 11, 16)),
        ("day", "1-9", date(2026, 9, 1)),
        ("day", "ngày 5 tháng 10 năm 2026", date(2026, 10, 5)),
        ("day", " ", None),
        ("at", "9h12", time(9, 12)),
        ("at", "09:12", time(9, 12)),
        ("at", "0912", time(9, 12)),
        ("at", "9 giờ 5 phút", time(9, 5)),
        ("at", "14h", time(14, 0)),
        ("born", "1968", 1968),
        ("born", "12/03/1968", 1968),
        ("people", "12", 12),
        ("people", "1.200", 1200),
        ("people", "１２", 12),
        ("phone", "0918 552 046", "0918552046"),
        ("phone", "+84 918 552 046", "0918552046"),
        ("phone", "0292.3810.215", "02923810215"),
        ("phone", "1900 1234", "19001234"),
        ("phone", "+44 20 7946 0000", "+442079460000"),
        ("paper", "092168 014 427", "092168014427"),
        ("paper", "024123456", "024123456"),
        ("paper", "c6118214", "C6118214"),
        ("kind", "kn", "kn"),
        ("ward", "", ""),
    ],
)
def test_reads(field: str, text: str, value: Any) -> None:
    form = typed(**{field: text})
    assert form.errors == {}
    assert form[field].data == value


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        ("name", "", "Ghi họ tên người đến, như trên giấy tờ."),
        ("name", " \u200b ", "Ghi họ tên người đến, như trên giấy tờ."),
        ("name", "x" * 21, "Dài 21 ký tự. Rút còn tối đa 20 ký tự; chữ đã gõ vẫn còn nguyên."),
        ("day", "31/09/2026", "Tháng 9 chỉ có 30 ngày, không có ngày 31."),
        ("day", "17/11/2026", "Ngày 17/11/2026 chưa đến. Ghi ngày từ 16/11/2026 trở về trước."),
        ("day", "01/01/1999", "Ngày phải từ 01/01/2000 trở đi."),
        ("at", "25:00", "Giờ không đúng. Ghi giờ:phút, ví dụ 09:12."),
        ("born", "2027", "Ghi năm sinh bốn chữ số, từ 1896 đến 2026."),
        ("people", "0", "Số phải từ 1 đến 5.000."),
        ("people", "-3", "Chỉ ghi chữ số, từ 1 đến 5.000."),
        ("people", "NaN", "Chỉ ghi chữ số, từ 1 đến 5.000."),
        ("people", "9" * 400, "Chỉ ghi chữ số, từ 1 đến 5.000."),
        ("paper", "09216801442", "Mới có 11 chữ số. Ghi đủ 12, hoặc chọn loại giấy khác."),
        ("paper", "0921680144270", "Có 13 chữ số, thừa 1. Ghi đúng 12, hoặc chọn loại giấy khác."),
        ("paper", "ABC", "Số hộ chiếu gồm một hoặc hai chữ cái rồi 6 đến 8 chữ số, ví dụ C6118214."),
        ("phone", "gọi sau", "Số điện thoại chỉ gồm chữ số, ví dụ 0918 552 046."),
        ("kind", "xx", "Chọn một trong các mục có sẵn."),
        ("ward", "xx", "Chọn một trong các mục có sẵn."),
    ],
)
def test_says_what_is_wrong_and_keeps_what_was_typed(field: str, text: str, message: str) -> None:
    form = typed(**{field: text})
    assert form.errors == {field: [message]}
    if field not in {"name", "kind", "ward"}:
        assert form[field]._value() == text
    assert f"{form[field].label.text}: " not in message
    assert [problem.message for problem in form.problems()] == [message]


@pytest.mark.parametrize(
    "text",
    [
        "29/02/2026",
        "31/04/2026",
        "01/01/0001",
        "31/12/9999",
        "13/13/2026",
        "16/11/0026",
        "2026",
        "hôm kia kìa",
        "１６/１１",
        "∞",
        "-1/-1/-1",
        "1e5",
        "0x10/1/2026",
        "9" * 5_000,
        "16/11/2026; DROP TABLE",
        "\u202e16/11/2026",
    ],
)
def test_no_date_however_odd_ends_in_a_crash(text: str) -> None:
    form = typed(day=text)
    assert form.day.data is None or isinstance(form.day.data, date)
    assert bool(form.day.errors) or form.day.data is not None


def test_text_is_cleaned_not_refused() -> None:
    form = typed(name="  Nguyê\u0303n\u200b \u202eThị  ", story="dòng một\r\n\r\ndòng hai \u0000")
    assert form.name.data == "Nguyễn Thị"
    assert form.story.data == "dòng một\n\ndòng hai"


def test_values_of_a_row_are_shown_as_people_write_them() -> None:
    form = Card(day=date(2026, 10, 5), at=time(9, 5), people=7)
    assert (form.day._value(), form.at._value(), form.people._value()) == ("05/10/2026", "09:05", "7")


def test_messages_follow_the_language(small_app: Flask) -> None:
    with small_app.test_request_context("/open", headers={"Accept-Language": "vi"}):
        assert typed(paper="1").errors["paper"][0].startswith("Mới có 1 chữ số")
