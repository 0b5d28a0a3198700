"""The form of an act on a dispute: what the procedure asks for, and who shall mediate where an act names mediators."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from caseapp.cases.forms.act import ActForm, act_form
from caseapp.db import reading
from caseapp.mediation.dispute import Chosen, Kept
from caseapp.mediation.forms.dispute import named
from caseapp.mediation.forms.photos import PhotosField
from caseapp.mediation.queries.own import Whole
from caseapp.mediation.queries.people import mediators_of, team_now, teams_near
from caseapp.web.forms import ChoiceField, ManyField, Required, SelectField
from caseapp.web.language import gettext as _

NAMES_PEOPLE: Final = frozenset({"assign", "replace", "join-team"})
PASSING: Final = "passed"
WITHOUT_PHOTOS: Final = frozenset({"assign", "replace", "void", "reopen", "pass-difficulty"})


def dispute_act_form(asked: Any, found: Whole, on: date, **options: Any) -> ActForm:
    """The form of an act (``cases.views.asked.Asked``) on the day it happens."""
    more: dict[str, Any] = {"photos": PhotosField()} if asked.action.code not in WITHOUT_PHOTOS else {}
    if asked.action.code in ("assign", "replace"):
        more = {**_people(asked, on), **more}
    elif asked.action.code == "join-team":
        more = {**_teams(asked, on), **more}
    elif asked.action.code == "pass-difficulty":
        more = {**_promises(found), **more}
    form: ActForm = act_form(asked.asking(on), more=more, **options)
    return form


def extra_details(code: str, form: ActForm) -> dict[str, Any]:
    """What an act that names people is told besides its own inputs, as its followers read it."""
    if code == "join-team":
        team, _mark, mediator = (form["lead"].data or "").partition(".")
        return {"team": team, "mediators": [mediator] if mediator else []}
    people = list(dict.fromkeys([form["lead"].data, *(form["others"].data or ())]))
    chosen = form["chosen"].data if "chosen" in form else ""
    return {"mediators": people, **({"chosen": chosen} if chosen else {})}


def _people(asked: Any, on: date) -> dict[str, Any]:
    """Whoever mediates in the hamlet's team on the day; when several do, one leads."""
    people = [(one.public_id, named(one)) for one in _team(asked, on)]
    fields: dict[str, Any] = {
        "lead": SelectField(_("Hòa giải viên chính"), [Required(_("Chọn hòa giải viên."))], choices=people),
        "others": ManyField(_("Cùng hòa giải"), choices=people)}
    if asked.action.code == "assign":
        fields["chosen"] = ChoiceField(
            _("Do ai chọn"), [Required(_("Chọn do ai chọn."))], default=str(Chosen.LEADER),
            choices=[(str(Chosen.LEADER), _("Tổ trưởng phân công")), (str(Chosen.PARTIES), _("Các bên chọn"))])
    return fields


def _team(asked: Any, on: date) -> Sequence[Any]:
    team = team_now(reading(), asked.case.id, on)
    return mediators_of(reading(), team, on) if team else []


def _teams(asked: Any, on: date) -> dict[str, Any]:
    """The mediators of the commune's other teams, each with the own team's name."""
    offered = [(f"{team.public_id}.{one.public_id}", _("%(team)s: %(name)s", team=team.name, name=named(one)))
               for team in teams_near(reading(), asked.case.unit_id, on)
               for one in mediators_of(reading(), team.id, on)]
    return {"lead": SelectField(_("Tổ và hòa giải viên phối hợp"), [Required(_("Chọn tổ phối hợp."))], choices=offered)}


def _promises(found: Whole) -> dict[str, Any]:
    """What is open, to say which of it is in difficulty."""
    left = [(one.public_id, f"{one.who}: {one.what}" if one.who else one.what) for one in found.promises
            if one.state == Kept.OPEN]
    return {PASSING: ManyField(_("Cam kết nào gặp khó khăn"), choices=left)} if left else {}
