"""What a unit reads of a case that another one wants to hand over to it: the matter, before it is its own."""
from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from caseapp.cases.commands.handing_over import OnItsWay
from caseapp.cases.models import CaseFile, CaseNote
from caseapp.db import reading
from caseapp.dossiers.models import Dossier

_COMING = (
    sa.select(Dossier.kind, Dossier.subject, CaseFile.content, CaseFile.demand, CaseFile.respondent,
              CaseFile.contested_paper, CaseFile.people_count, CaseFile.received_on, CaseNote.text.label("why"))
    .join(CaseFile, CaseFile.dossier_id == Dossier.id)
    .outerjoin(CaseNote, CaseNote.id == sa.bindparam("note"))
    .where(Dossier.id == sa.bindparam("case")))


def coming_case(way: OnItsWay) -> Any:
    """The case as its giver wrote it; asked only for whoever may take it over."""
    return reading().execute(_COMING, {"case": way.case_id, "note": way.note}).one()
