"""Knows what every office form shares: token, one-time key, version seen, and its problems in the order of the page."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from flask import current_app
from flask_login import current_user
from flask_wtf import FlaskForm
from flask_wtf.csrf import generate_csrf
from itsdangerous import BadSignature, URLSafeTimedSerializer
from markupsafe import Markup
from wtforms import BooleanField, Field, FieldList, Form, FormField, HiddenField, PasswordField

from caseapp.text import new_public_id
from caseapp.web.checks import Longest, NotBefore, NotFuture, Optional, Required
from caseapp.web.errors import Refusal
from caseapp.web.fields import (
    BirthYearField,
    ChoiceField,
    DateField,
    IdNumberField,
    LongTextField,
    ManyField,
    NumberField,
    PhoneField,
    SelectField,
    TextField,
    TimeField,
    TypedField,
)
from caseapp.web.language import gettext as _

__all__ = [
    "BirthYearField", "BooleanField", "ChoiceField", "DateField", "FieldList", "FormField", "HiddenField",
    "IdNumberField", "LongTextField", "Longest", "ManyField", "NotBefore", "NotFuture", "NumberField",
    "OfficeForm", "Optional", "PartForm", "PasswordField", "PhoneField", "Problem", "Required", "SelectField",
    "TextField", "TimeField", "TypedField", "VersionedForm", "fresh_inputs", "new_form_key",
]

KEY_DAYS: Final = 7  # a form left open longer must be opened again; its draft lives as long


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: where it stands on the page, what the field is called, what to do."""

    anchor: str
    label: str
    message: str


class PartForm(Form):
    """A part of a form that repeats (one visitor of several): no token and no key of its own."""


class OfficeForm(FlaskForm):
    """Base of every form: token against forged requests, key against sending twice."""

    form_key = HiddenField()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if not self.form_key.data:
            self.form_key.data = new_form_key()

    def key(self) -> str:
        """The form's one-time key, 22 characters; raises Refusal for a forged, foreign or too old one."""
        try:
            owner, key = _signer().loads(self.form_key.data or "", max_age=KEY_DAYS * 86_400)
        except (BadSignature, ValueError, TypeError) as problem:
            raise _stale_page() from problem
        if owner != _account() or not isinstance(key, str):
            raise _stale_page()
        return key

    def take(self, refusal: Refusal) -> None:
        """Show a refused act at its field, or above the form when it names none that is here."""
        field = self._fields.get(refusal.field or "")
        if field is None:
            self.form_errors.append(str(refusal))
        else:
            field.errors = [*field.errors, str(refusal)]

    def problems(self) -> list[Problem]:
        """Everything to mend, in the order of the form; what belongs to no field comes first."""
        whole = [Problem("", "", str(message)) for message in self.form_errors]
        return [*whole, *_problems(self)]


class VersionedForm(OfficeForm):
    """A form that changes a row: it carries the version its reader saw."""

    version = HiddenField()

    def seen_version(self) -> int:
        """The version that was on the page; raises Refusal when the field was tampered with."""
        written = str(self.version.data or "")
        if not written.isascii() or not written.isdigit() or len(written) > 9:
            raise _stale_page()
        return int(written)


def new_form_key() -> str:
    """A fresh signed key for the account signed in (or for nobody, on the sign-in page)."""
    signed = _signer().dumps([_account(), new_public_id()])
    return signed if isinstance(signed, str) else signed.decode()


def fresh_inputs(**more: str) -> Markup:
    """The hidden fields of a form that nobody has sent yet, where making the form itself would cost too much."""
    values = {"form_key": new_form_key(), **more, "csrf_token": generate_csrf()}
    return Markup("").join(Markup('<input id="{0}" name="{0}" type="hidden" value="{1}">').format(name, value)
                           for name, value in values.items())


def _stale_page() -> Refusal:
    return Refusal(_("Trang này đã mở quá lâu hoặc của người khác. Mở lại trang rồi lưu; bản nháp vẫn còn."))


def _account() -> str:
    return str(getattr(current_user, "public_id", None) or getattr(current_user, "account_id", None) or "")


def _signer() -> URLSafeTimedSerializer:
    keys = [*(current_app.config.get("SECRET_KEY_FALLBACKS") or ()), current_app.config["SECRET_KEY"]]
    return URLSafeTimedSerializer(keys, salt="form-key")


def _problems(fields: Iterable[Field]) -> Iterator[Problem]:
    for field in fields:
        if isinstance(field, FormField):
            yield from _problems(field.form)
        elif isinstance(field, FieldList):
            yield from (Problem(field.id, str(field.label.text), str(text)) for text in field.errors
                        if isinstance(text, str))
            yield from _problems(field)
        else:
            anchor = f"{field.id}-0" if isinstance(field, ChoiceField | ManyField) else field.id
            yield from (Problem(anchor, str(field.label.text), str(text)) for text in field.errors)
