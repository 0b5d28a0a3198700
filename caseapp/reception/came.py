"""Who came, in a few words: whoever stood at the counter, and for whom he spoke."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from caseapp.web.language import gettext as _


def at_the_counter(people: Sequence[Any]) -> Any | None:
    """The first who came; the represented one when the book names nobody else."""
    return next((one for one in people if one.role != "represented"), people[0] if people else None)


def spoken_for(people: Sequence[Any]) -> str:
    """The name of the person or organisation that whoever came stands for; empty when he came for himself."""
    first = at_the_counter(people)
    return next((str(one.name) for one in people if one.role == "represented" and one is not first), "")


def who_came(people: Sequence[Any]) -> str:
    """“Lương Quốc Bảo, đại diện cho Công ty TNHH Hưng Phú Mekong”; empty when nobody is named."""
    first = at_the_counter(people)
    if first is None:
        return ""
    other = spoken_for(people)
    return _("%(name)s, đại diện cho %(other)s", name=first.name, other=other) if other else str(first.name)
