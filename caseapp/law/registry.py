"""Knows every rule of the program by its code."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from caseapp.law import complaints, denunciations, discipline, mediation, petitions, reception
from caseapp.law.limits import Limit, Promise

_LIMITS = (
    reception.REPLY,
    reception.REFUSAL_NOTICE,
    reception.POST_TIMETABLE,
    reception.ONLINE_NOTIFY,
    reception.ONLINE_TEST,
    reception.REPORT_BACK,
    reception.TELL_CITIZEN,
    reception.UNPROCESSED,
    petitions.CLASSIFY,
    *complaints.LIMITS,
    *discipline.LIMITS,
    *denunciations.LIMITS,
    *mediation.LIMITS,
)
_PROMISES = (reception.FOLLOW_UP, reception.HEAD_PROMISE)

RULES: Final[Mapping[str, Limit]] = MappingProxyType({limit.code: limit for limit in _LIMITS})
PROMISES: Final[Mapping[str, Promise]] = MappingProxyType({promise.code: promise for promise in _PROMISES})
