"""Where the petition of a visit lives: its own number, the case it opened or joined, who else is in that case."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session, aliased

from caseapp.cases.commands.opening import CASE_OF
from caseapp.cases.kinds.complaint import BEFORE_DECISION, RECEIVED, VOID
from caseapp.cases.rules import KINDS
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.models import Dossier, Link
from caseapp.workflow.kind import State

PETITION_OF: Final = "petition"      # what a link from a visit to its petition says

_Petition, _Case = aliased(Dossier), aliased(Dossier)
_of_visit, _in_case, _beside = aliased(Link), aliased(Link), aliased(Link)
_others = (
    sa.select(sa.func.count()).select_from(_beside)
    .where(_beside.other_id == _Case.id, _beside.what == CASE_OF, _beside.dossier_id != _Petition.id)
    .correlate(_Case, _Petition).scalar_subquery())
_columns = ("id", "public_id", "kind", "register", "year", "no", "code", "state")
_HELD = (
    sa.select(*(getattr(_Petition, name).label(f"petition_{name}") for name in _columns),
              *(getattr(_Case, name).label(f"case_{name}") for name in _columns), _others.label("others"))
    .select_from(_of_visit)
    .join(_Petition, _Petition.id == _of_visit.other_id)
    .join(_in_case, sa.and_(_in_case.dossier_id == _Petition.id, _in_case.what == CASE_OF))
    .join(_Case, _Case.id == _in_case.other_id)
    .where(_of_visit.dossier_id == sa.bindparam("visit"), _of_visit.what == PETITION_OF)
    .order_by(_Petition.id))


def case_of(visit: Any, states: Sequence[str] = ()) -> sa.ScalarSelect[Any]:
    """A column for a statement over visits: the case their petition lives in and that was not cancelled, or None.

    ``states``: only a case that stands in one of these.
    """
    of_visit, in_case, case = aliased(Link), aliased(Link), aliased(Dossier)
    stands = case.state.in_(states) if states else case.state != VOID.code
    return (
        sa.select(sa.func.max(case.id)).select_from(of_visit)
        .join(in_case, sa.and_(in_case.dossier_id == of_visit.other_id, in_case.what == CASE_OF))
        .join(case, case.id == in_case.other_id)
        .where(of_visit.dossier_id == visit.id, of_visit.what == PETITION_OF, stands)
        .correlate(visit).scalar_subquery())


TAKES_MORE: Final = tuple(sorted(state.code for state in BEFORE_DECISION))
"""Where a complaint stands that a further petition may join."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """What is read of a petition or of a case."""

    id: int
    public_id: str
    kind: str
    register: str
    year: int
    no: int
    code: str | None
    state: str


@dataclass(frozen=True, slots=True)
class Held:
    """A petition of a visit and its case; ``others``: how many further petitions lie in that case."""

    petition: Numbered
    case: Numbered
    others: int

    @property
    def petition_number(self) -> str:
        """As people call the petition."""
        return number_of(self.petition)

    @property
    def number(self) -> str:
        """As people call the case."""
        return number_of(self.case)

    @property
    def state(self) -> State:
        """Where the case stands."""
        return KINDS[self.case.kind].state(self.case.state)

    @property
    def opened(self) -> bool:
        """Whether this petition opened the case: it is numbered before it; one that joins, after it."""
        return self.petition.id < self.case.id

    @property
    def alone(self) -> bool:
        """Whether the case came of this petition and has no other."""
        return self.opened and not self.others

    @property
    def living(self) -> bool:
        """Whether the case was not cancelled."""
        return self.state != VOID

    @property
    def under_way(self) -> bool:
        """Whether the case was accepted and has not ended."""
        return self.state != RECEIVED and not self.state.closed


def petitions_of(source: Session | Connection, visit_id: int) -> list[Held]:
    """The petitions of a visit, each with its case; at most one lies in a case that was not cancelled."""
    return [Held(_part(row, "petition"), _part(row, "case"), row.others)
            for row in source.execute(_HELD, {"visit": visit_id})]


def _part(row: Any, name: str) -> Numbered:
    return Numbered(**{column: getattr(row, f"{name}_{column}") for column in _columns})
