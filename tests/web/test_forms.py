"""The base of every form: key, version, problems in order, macros that render it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from flask import Flask, render_template_string
from flask_login import login_user
from itsdangerous import URLSafeTimedSerializer
from werkzeug.datastructures import MultiDict

from caseapp.web.errors import Refusal
from caseapp.web.forms import (
    BooleanField,
    ChoiceField,
    DateField,
    FieldList,
    FormField,
    LongTextField,
    OfficeForm,
    PartForm,
    PasswordField,
    Required,
    SelectField,
    TextField,
    VersionedForm,
)

pytestmark = pytest.mark.usefixtures("speaking")


class Person(PartForm):
    """One of several visitors."""

    name = TextField("Họ tên", [Required("Ghi họ tên.")])


class Visit(VersionedForm):
    """A form with parts."""

    kind = ChoiceField("Loại", [Required("Chọn loại.")], choices=[("kn", "Khiếu nại"), ("tc", "Tố cáo")])
    day = DateField("Ngày", [Required("Ghi ngày.")])
    people = FieldList(FormField(Person), min_entries=2)
    story = LongTextField("Nội dung", description="Chỉ ghi hành vi.")
    ward = SelectField("Xã", choices=[("a", "An Thịnh")])
    checked = BooleanField("Đã kiểm tra")
    secret = PasswordField("Mật khẩu")


def sent(form_class: type[OfficeForm], **values: str) -> OfficeForm:
    """A form as sent by a browser."""
    return form_class(MultiDict(values), meta={"csrf": False})


def sign_in(public_id: str) -> None:
    """Be somebody for the rest of the request."""
    login_user(SimpleNamespace(public_id=public_id, is_active=True, get_id=lambda: public_id))  # type: ignore[arg-type]


def test_the_key_on_the_page_comes_back() -> None:
    page = Visit(meta={"csrf": False})
    back = sent(Visit, form_key=page.form_key.data)
    assert len(back.key()) == 22
    assert back.key() == sent(Visit, form_key=page.form_key.data).key()


def test_two_pages_have_two_keys() -> None:
    assert Visit(meta={"csrf": False}).key() != Visit(meta={"csrf": False}).key()


@pytest.mark.parametrize("forged", ["abc", "x.y.z", "…", "W10.aaaa.bbbb"])
def test_a_forged_key_is_refused(forged: str) -> None:
    with pytest.raises(Refusal):
        sent(Visit, form_key=forged).key()


def test_a_key_belongs_to_one_account() -> None:
    page = Visit(meta={"csrf": False})
    sign_in("somebody-else")
    with pytest.raises(Refusal):
        sent(Visit, form_key=page.form_key.data).key()


def test_a_signed_value_of_another_shape_is_refused(speaking: Flask) -> None:
    signed = URLSafeTimedSerializer(speaking.config["SECRET_KEY"], salt="form-key").dumps("only-a-text")
    with pytest.raises(Refusal):
        sent(Visit, form_key=str(signed)).key()


def test_keys_live_through_a_change_of_secret(speaking: Flask) -> None:
    page = Visit(meta={"csrf": False})
    old, speaking.config["SECRET_KEY"] = speaking.config["SECRET_KEY"], "n" * 40
    speaking.config["SECRET_KEY_FALLBACKS"] = [old]
    assert sent(Visit, form_key=page.form_key.data).key()


@pytest.mark.parametrize(("written", "seen"), [("3", 3), ("0", 0)])
def test_the_version_seen_is_read(written: str, seen: int) -> None:
    form = sent(Visit, version=written)
    assert isinstance(form, VersionedForm)
    assert form.seen_version() == seen


@pytest.mark.parametrize("written", ["", "-1", "three", "٣", "9" * 40])
def test_a_version_nobody_wrote_is_refused(written: str) -> None:
    form = sent(Visit, version=written)
    assert isinstance(form, VersionedForm)
    with pytest.raises(Refusal):
        form.seen_version()


def test_problems_stand_in_the_order_of_the_page() -> None:
    form = sent(Visit, **{"people-0-name": "Ánh", "people-1-name": ""})
    form.validate()
    assert [(problem.anchor, problem.message) for problem in form.problems()] == [
        ("kind-0", "Chọn loại."),
        ("day", "Ghi ngày."),
        ("people-1-name", "Ghi họ tên."),
    ]


def test_a_refused_act_stands_at_its_field_or_above() -> None:
    form = sent(Visit)
    form.take(Refusal("Ngày này đã khóa sổ.", field="day"))
    form.take(Refusal("Đơn vị đã sáp nhập."))
    assert [(problem.anchor, problem.message) for problem in form.problems()] == [
        ("", "Đơn vị đã sáp nhập."),
        ("day", "Ngày này đã khóa sổ."),
    ]


PAGE = """{% from 'macros/form.html' import form_tag, field, error_summary, section, actions with context %}
{{ error_summary(form) }}{% call form_tag(form, draft='/nhap') %}{% call section('Người đến') %}
{{ field(form.kind) }}{{ field(form.day, col=4) }}{{ field(form.story) }}{{ field(form.ward) }}{{ field(form.checked) }}
{{ field(form.secret) }}{% endcall %}{{ actions('Lưu') }}{% endcall %}"""


def test_macros_tie_label_hint_error_and_field_together() -> None:
    form = sent(Visit, day="31/09/2026")
    form.validate()
    page = render_template_string(PAGE, form=form)
    assert '<label for="day">Ngày' in page
    assert 'value="31/09/2026"' in page
    assert 'aria-describedby="day-error"' in page
    assert 'aria-invalid="true"' in page
    assert 'role="radiogroup"' in page
    assert 'href="#kind-0">Loại: chọn loại.</a>' in page
    assert 'aria-describedby="story-hint story-count"' in page
    assert "Tối đa 50.000 ký tự" in page
    assert 'data-draft="/nhap"' in page
    assert 'name="form_key"' in page
    assert " required" not in page
    assert "style=" not in page
    assert "onclick" not in page
