"""Knows what the pages of pay share: whose pay it is, a list that is asked for, carrying out an act once."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, request, url_for

from caseapp.dossiers.commands import Stale
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.mediation.commands.paying import Paying
from caseapp.mediation.queries.pay import desks, list_of
from caseapp.staff.policy import Can, permits
from caseapp.staff.roles import Level
from caseapp.staff.viewer import viewer
from caseapp.web.errors import Refusal
from caseapp.web.forms import OfficeForm
from caseapp.web.language import gettext as _
from caseapp.web.now import now, today


@dataclass(frozen=True, slots=True)
class Desk:
    """The unit whose pay is shown, and all that the viewer keeps."""

    unit: Any
    all: Sequence[Any]

    @property
    def lists(self) -> bool:
        """Whether lists are drawn up here: a commune pays, those above only set rates."""
        return bool(self.unit.level == Level.COMMUNE)

    def address(self, endpoint: str, **more: Any) -> str:
        """A page of this unit; the unit is named only where there is a choice."""
        several = {"don-vi": self.unit.public_id} if len(self.all) > 1 else {}
        return url_for(endpoint, **more, **several)

    def choices(self, endpoint: str) -> list[tuple[str, str, bool]]:
        """(name, address, chosen) of every unit."""
        return [(one.name, url_for(endpoint, **{"don-vi": one.public_id}), one.id == self.unit.id) for one in self.all]


def desk() -> Desk:
    """The unit the address names, else the viewer's own; 404 for one whose pay is not his to keep."""
    person = viewer()
    own = {unit for unit, role in person.roles if permits(Can.PAY_MEDIATORS, role)}
    units = desks(sorted(own)) or abort(404)
    asked = request.args.get("don-vi")
    if asked:
        found = next((one for one in units if one.public_id == asked), None) or abort(404)
    else:
        found = next((one for one in units if one.id == person.unit_id), units[0])
    return Desk(found, units)


def list_or_404(public_id: str) -> Any:
    """A list of a unit whose pay the viewer keeps, or 404."""
    return list_of(public_id, viewer().units_for(Can.PAY_MEDIATORS)) or abort(404)


def done(form: OfficeForm, unit_id: int, act: Callable[[Paying], object], what: str = "") -> bool:
    """Carry out an act; a form sent twice counts as done, whatever is refused stands in the form."""
    try:
        act(Paying(unit_id, viewer().account_id, now(), today(), form.key()))
    except FormKeyUsed:
        return True
    except Stale as newer:
        form["version"].data = str(newer.version)
        form.form_errors.append(what or _("Danh sách vừa có người sửa. Xem lại trang này rồi làm lại."))
        return False
    except Refusal as refusal:
        form.take(refusal)
        return False
    return True


def version_of(row: Any, form: OfficeForm) -> OfficeForm:
    """The form with the version that its reader is about to see."""
    form["version"].data = str(row.version)
    return form
