"""Every procedure that runs by acts, by the code of its kind."""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from caseapp.cases.kinds.complaint_practice import COMPLAINTS
from caseapp.cases.kinds.continued_practice import CONTINUATIONS
from caseapp.cases.kinds.denunciation_practice import DENUNCIATIONS
from caseapp.cases.kinds.discipline_practice import DISCIPLINES, DISCIPLINES_AGAIN
from caseapp.cases.kinds.feedback_practice import FEEDBACKS
from caseapp.cases.kinds.information_practice import INFORMATIONS
from caseapp.cases.kinds.mediation_practice import MEDIATIONS
from caseapp.cases.kinds.petition_practice import PETITIONS
from caseapp.cases.kinds.second_complaint_practice import SECOND_COMPLAINTS
from caseapp.cases.practice import Practice

_ALL: Final = (
    PETITIONS, FEEDBACKS, COMPLAINTS, SECOND_COMPLAINTS, DISCIPLINES, DISCIPLINES_AGAIN,
    DENUNCIATIONS, CONTINUATIONS, INFORMATIONS, MEDIATIONS,
)
PRACTICES: Final[Mapping[str, Practice]] = MappingProxyType({one.kind.code: one for one in _ALL})
