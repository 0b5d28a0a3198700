"""Every procedure that runs by acts, by the code of its kind."""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from caseapp.cases.kinds.complaint_practice import COMPLAINTS
from caseapp.cases.kinds.petition_practice import PETITIONS
from caseapp.cases.practice import Practice

PRACTICES: Final[Mapping[str, Practice]] = MappingProxyType({one.kind.code: one for one in (PETITIONS, COMPLAINTS)})
