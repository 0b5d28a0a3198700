"""What decisions of the demo office order: one measure is done, one late, one still on its way."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

import sqlalchemy as sa

from caseapp.cases.commands.measuring import GivenMeasure, GivenResult, name_measure, report_measure
from caseapp.cases.measures import Measure
from caseapp.db import reading
from caseapp.dossiers.acting import Acting


def _name(how: Acting, *, what: str, who: str, within: int) -> None:
    """Name a measure that must be carried out within so many days of today."""
    name_measure(GivenMeasure(what, who, how.today + timedelta(days=within)), how)


def _report(how: Acting, *, what: str, done: str, document: str) -> None:
    """Report a measure of the case as done today."""
    key = reading().execute(sa.select(Measure.public_id).where(
        Measure.dossier_id == how.dossier_id, Measure.what == what)).scalar_one()
    report_measure(key, GivenResult(how.today, done, document), how)


MEASURES: Final[Mapping[str, Callable[..., None]]] = {"measure": _name, "measure-done": _report}
"""What a step of a story does that is no act of the procedure."""
