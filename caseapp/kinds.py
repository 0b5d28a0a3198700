"""Every procedure the office knows, by code."""
from __future__ import annotations

from caseapp.cases.practices import PRACTICES
from caseapp.reception.kinds.visit import VISIT
from caseapp.workflow.kind import Kind

KINDS: dict[str, Kind] = {VISIT.code: VISIT, **{code: practice.kind for code, practice in PRACTICES.items()}}
