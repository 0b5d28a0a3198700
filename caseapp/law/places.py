"""Knows where in the law the duties stand that pages name: by name, by the day, by what the visit is about."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from caseapp.law.acts import LTC, Citation
from caseapp.law.citing import joined
from caseapp.law.duties import AUTHORISATION, GROUP, IDENTITY, SECRECY, SEPARATE_CONTENTS, STANDING
from caseapp.law.limits import START_NOT_COUNTED
from caseapp.law.reception import DECREE, STATUTE
from caseapp.text import Say, mark


@dataclass(frozen=True, slots=True)
class Place:
    """Where a duty stands from a day on; `matters`: what the visit must be about, empty for any."""

    name: str
    citations: tuple[Citation, ...]
    since: date
    matters: frozenset[str] = frozenset()
    until: date | None = None

    def holds(self, on: date, matter: str) -> bool:
        """Whether the place binds on that day, for that matter."""
        in_force = self.since <= on and (self.until is None or on <= self.until)
        return in_force and (not self.matters or matter in self.matters)


_COMPLAINT: Final = frozenset({"complaint"})
_OF_DENOUNCERS: Final = tuple(one for one in SECRECY if one.act is LTC)

PLACES: Final = (
    Place("count", (START_NOT_COUNTED,), START_NOT_COUNTED.act.since),
    Place("custody", (LTC(49), LTC(56, 2)), LTC.since),
    Place("denouncer-secrecy", _OF_DENOUNCERS, LTC.since),
    Place("envelope", (LTC(56, 2),), LTC.since),
    Place("group-nomination", (GROUP.citation,), GROUP.since),
    Place("group-nomination", GROUP.also, DECREE, _COMPLAINT),
    Place("information", (LTC(25),), LTC.since),
    # A lawyer or legal-aid officer proves his standing under the article on organisations.
    Place("standing", (IDENTITY.citation, STANDING.citation), DECREE),
    Place("standing", (AUTHORISATION.citation,), DECREE, _COMPLAINT),
    Place("standing-organisation", (STANDING.citation,), DECREE),
    Place("two-visits", (SEPARATE_CONTENTS.citation,), STATUTE),
    Place("two-visits", (LTC(56, 2),), LTC.since),
)
NAMES: Final = frozenset(place.name for place in PLACES)


def duty_place(name: str, on: date, matter: str = "", say: Say = mark) -> str:
    """The places of a duty on a day in the reader's language; empty where nothing was in force.

    Raises KeyError for a name that nobody wrote down: a page must not lose its citation unseen.
    """
    if name not in NAMES:
        raise KeyError(name)
    found = [place for place in PLACES if place.name == name and place.holds(on, matter)]
    return joined((citation for place in found for citation in place.citations), say)
