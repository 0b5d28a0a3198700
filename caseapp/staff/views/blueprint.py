"""Knows what the pages of this package share: their blueprint, the acting administrator, and doing an act once."""
from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, Field
from wtforms.fields.choices import SelectChoice

from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.staff import queries
from caseapp.staff.commands.acting import Acting
from caseapp.staff.commands.own_account import prove
from caseapp.staff.consent import DAYS_TO_CONFIRM, GUARDED
from caseapp.staff.policy import Can
from caseapp.staff.roles import ROLE_NAMES, Role
from caseapp.staff.viewer import viewer
from caseapp.web.errors import Refusal
from caseapp.web.forms import ChoiceField, OfficeForm, SelectField, VersionedForm
from caseapp.web.language import gettext as _
from caseapp.web.now import now, today

pages = Blueprint("staff", __name__)


def reach() -> tuple[int, ...]:
    """The units that the viewer administers."""
    return viewer().units_for(Can.ADMINISTER)


def acting(form: OfficeForm) -> Acting:
    """The viewer as the one who carries out ``form``; raises Refusal when the page is too old."""
    return Acting(viewer(), now(), today(), form.key())


def done(form: OfficeForm, act: Callable[[Acting], object]) -> bool:
    """Carry out an act; a form sent twice counts as done, a refusal stands at its field."""
    try:
        if "own_password" in form:
            prove(viewer(), form["own_password"].data or "", "own_password", now())
        act(acting(form))
    except FormKeyUsed:
        return True
    except Refusal as refusal:
        if refusal.status == 404:
            abort(404)
        form.take(refusal)
        return False
    return True


def unit_or_404(public_id: str) -> Any:
    """A unit within reach; 404 for one that is not there, and for one that is elsewhere."""
    return queries.unit(public_id, reach()) or abort(404)


def account_or_404(public_id: str) -> Any:
    """An account within reach, or 404."""
    return queries.account(public_id, reach()) or abort(404)


def waits(request_id: str) -> ResponseReturnValue:
    """To the request that was made instead of the act: it waits for a second person."""
    flash(_("Đã gửi đề nghị. Việc này có hiệu lực khi một người khác xác nhận trong %(count)s ngày.",
            count=str(DAYS_TO_CONFIRM)), "done")
    return redirect(url_for("staff.request_page", public_id=request_id), 303)


def guarded_names() -> list[str]:
    """Names of the roles that need a second person, as forms tell them."""
    return [ROLE_NAMES[Role(role)] for role in GUARDED]


def unit_choices(*, levels: Iterable[str] = (), but: int = 0) -> list[SelectChoice]:
    """Open units within reach for a list, names indented by their depth."""
    day, wanted = today(), set(levels)
    return [
        SelectChoice(branch.unit.public_id, "\N{NO-BREAK SPACE}" * 4 * branch.depth + branch.unit.name)
        for branch in queries.units(reach())
        if (branch.unit.valid_to is None or branch.unit.valid_to > day) and branch.unit.id != but
        and (not wanted or branch.unit.level in wanted)
    ]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of which two people wrote different things: the words of each, and what a form would send."""

    name: str
    label: str
    saved: str
    saved_value: str
    yours: str
    yours_value: str

    @property
    def differs(self) -> bool:
        return self.saved_value != self.yours_value


def differences(yours: VersionedForm, saved: VersionedForm) -> list[Difference]:
    """Every visible field of two copies of a form, those that differ first."""
    found = [
        Difference(field.name, str(field.label.text), *_shown(saved[field.name]), *_shown(field))
        for field in yours if field.type not in {"HiddenField", "CSRFTokenField"}
    ]
    return sorted(found, key=lambda difference: not difference.differs)


def _shown(field: Field) -> tuple[str, str]:
    if isinstance(field, BooleanField):
        return (_("Có"), "y") if field.data else (_("Không"), "")
    if isinstance(field, SelectField | ChoiceField):
        labels = {str(value): str(label).strip() for value, label, *_more in field.iter_choices()}
        return labels.get(str(field.data or ""), ""), str(field.data or "")
    words = str(field._value())      # noqa: SLF001  the only way WTForms tells what stands in a field
    return words, words
