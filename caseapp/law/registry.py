"""Knows every rule of the program by its code."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from caseapp.law import (
    complaints,
    court_recognition,
    denunciations,
    discipline,
    enforcement,
    information,
    mediation,
    petitions,
    reception,
    second_instance,
)
from caseapp.law.limits import Limit, Promise

_LIMITS = (
    *reception.LIMITS,
    *petitions.LIMITS,
    *complaints.LIMITS,
    *second_instance.LIMITS,
    *discipline.LIMITS,
    *denunciations.LIMITS,
    *mediation.LIMITS,
    *court_recognition.LIMITS,
    *information.LIMITS,
)
_PROMISES = (reception.FOLLOW_UP, reception.HEAD_PROMISE, enforcement.MEASURE, *mediation.PROMISES)

RULES: Final[Mapping[str, Limit]] = MappingProxyType({limit.code: limit for limit in _LIMITS})
PROMISES: Final[Mapping[str, Promise]] = MappingProxyType({promise.code: promise for promise in _PROMISES})
