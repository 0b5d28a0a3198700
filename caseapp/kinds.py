"""Every procedure the office knows, by code."""
from __future__ import annotations

from caseapp.cases.kinds.complaint import COMPLAINT
from caseapp.petitions.procedure import PETITION
from caseapp.reception.kinds.visit import VISIT
from caseapp.workflow.kind import Kind

KINDS: dict[str, Kind] = {kind.code: kind for kind in (VISIT, PETITION, COMPLAINT)}
