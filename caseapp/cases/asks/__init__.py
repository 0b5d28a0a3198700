"""Every input that the acts of any kind ask for, once, by its name."""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from caseapp.cases.asking import Ask
from caseapp.cases.asks.complaint import COMPLAINT_ASKS
from caseapp.cases.asks.denunciation import DENUNCIATION_ASKS
from caseapp.cases.asks.discipline import DISCIPLINE_ASKS
from caseapp.cases.asks.feedback import FEEDBACK_ASKS
from caseapp.cases.asks.general import GENERAL
from caseapp.cases.asks.mediation import MEDIATION_ASKS
from caseapp.cases.asks.petition import PETITION_ASKS
from caseapp.cases.asks.second_complaint import SECOND_ASKS

_ALL: Final = (*PETITION_ASKS, *COMPLAINT_ASKS, *SECOND_ASKS, *DISCIPLINE_ASKS, *DENUNCIATION_ASKS, *FEEDBACK_ASKS,
               *MEDIATION_ASKS, *GENERAL)
ASKS: Final[Mapping[str, Ask]] = MappingProxyType({one.name: one for one in _ALL})
