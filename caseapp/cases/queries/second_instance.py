"""What a second complaint takes over from the first case, and what the first case is told of the second."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from caseapp.cases.commands.second_instance import FIRST
from caseapp.cases.kinds.complaint_parts import VOID
from caseapp.cases.queries.cases import acts_of, clocks_of
from caseapp.cases.rules import details_of
from caseapp.cases.second_instance import office_of
from caseapp.db import reading
from caseapp.dossiers.models import Dossier, Link
from caseapp.law.complaints import RESOLUTION_1
from caseapp.staff.models import Unit
from caseapp.text import show_date

_PARENT = (
    sa.select(sa.func.max(Unit.level)).where(
        Unit.id == sa.select(Unit.parent_id).where(Unit.id == sa.bindparam("id")).scalar_subquery()))
_SECONDS = (
    sa.select(Dossier.register, Dossier.year, Dossier.no, Dossier.code, Dossier.opened_on, Unit.name.label("unit_name"))
    .join(Link, Link.dossier_id == Dossier.id).join(Unit, Unit.id == Dossier.unit_id)
    .where(Link.other_id == sa.bindparam("id"), Link.what == FIRST, Dossier.state != VOID.code).order_by(Dossier.id))


def seconds_of(case_id: int) -> Sequence[Any]:
    """Second complaints that rest on a case: number, unit, day; told even where the case itself is not to be seen."""
    return reading().execute(_SECONDS, {"id": case_id}).all()


def taken_over(case: Any) -> dict[str, Any]:
    """What the form of a second complaint is filled with from the first case, by its fields."""
    acts = [act for act in acts_of(case.id) if act.place is not None]
    decided = next((act for act in reversed(acts) if act.code == "decide"), None)
    received = next((act for act in reversed(acts) if act.code.startswith("deliver")), None)
    limit = next((one for one in reversed(clocks_of(case.id)) if one.rule == RESOLUTION_1.code), None)
    parent = reading().execute(_PARENT, {"id": case.unit_id}).scalar()
    sanction = next((told for act in reversed(acts) if (told := details_of(act).get("sanction"))), "")
    if decided is not None:
        since = received.happened_on if received is not None else None
    else:
        since = limit.due_on if limit is not None else None
    return {
        "against": office_of(case.unit_level, parent), "respondent": case.respondent, "content": case.content,
        "contested_paper": case.contested_paper, "demand": case.demand, "people_count": case.people_count,
        "nomination": case.nomination, "first_result": "decided" if decided is not None else "overdue",
        "earlier_paper": f"{decided.document}, {show_date(decided.happened_on)}" if decided is not None else "",
        "earlier_body": decided.signer_post if decided is not None and decided.signer_post else case.unit_name,
        "first_on": since, "sanction": sanction,
    }
