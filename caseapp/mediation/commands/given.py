"""What the forms of mediation tell: a dispute as it is brought, a sitting with its end, a promise, who acts where."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from caseapp.dossiers.files import Stored
from caseapp.law.days import Calendar
from caseapp.mediation.dispute import Chosen
from caseapp.people.commands import Given


@dataclass(frozen=True, slots=True)
class GivenParty:
    """A party: the side it stands on (``dispute.SIDES``), who it is, its age in years where no year of birth is."""

    side: str
    person: Given
    age: int | None = None


@dataclass(frozen=True, slots=True)
class GivenDispute:
    """A dispute as it is brought. ``mediators``: public ids, the first one leads; none: the leader assigns them.

    ``title``: a few words for lists; ``started_by``: a code of ``law.mediation_duties.STARTED_BY``; ``chosen``: who
    named the mediators; ``at_once``: it was witnessed and mediated on the spot (LHG 20(2)); ``warning``: why violence
    or disorder is likely, empty when it is not (LHG 10(5)). ``papers``: files that lie in the store.
    """

    title: str
    content: str
    scope: str
    matter: str
    started_by: str
    received_on: date
    parties: Sequence[GivenParty]
    proposed_by: str = ""
    mediators: Sequence[str] = ()
    chosen: Chosen = Chosen.LEADER
    at_once: bool = False
    warning: str = ""
    papers: Sequence[Stored] = ()


@dataclass(frozen=True, slots=True)
class Opener:
    """Who opens a dispute in which hamlet unit, holding which roles there; ``draft`` is used up."""

    unit_id: int
    by: int
    roles: frozenset[str]
    at: datetime
    today: date
    calendar: Calendar
    form_key: str = ""
    draft: str = ""


@dataclass(frozen=True, slots=True)
class GivenPromise:
    """One thing that a side (``dispute.SIDES``) promised, by a day where one is named; ``who``: the party's name."""

    side: str
    who: str
    what: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class GivenResult:
    """A sitting and what came of it, as one form tells them.

    ``result``: settled, failed, stopped, or under-way; ``agreement``: what was agreed, or what each side asks for;
    ``asked_by``: who asked to stop; ``next_on``: the next sitting. ``record``: whether the settlement was put on paper
    ('' no, signed, fingerprinted, refused: then ``refused_by`` and ``refused_why`` say who and why). ``absent``: public
    ids of mediators of the dispute who were not there: whoever was at no sitting takes no part.
    """

    happened_on: date
    result: str
    sat_at: str
    came: str
    course: str
    agreement: str = ""
    asked_by: str = ""
    next_on: date | None = None
    promises: Sequence[GivenPromise] = ()
    record: str = ""
    refused_by: str = ""
    refused_why: str = ""
    absent: Sequence[str] = ()
    papers: Sequence[Stored] = ()
    draft: str = ""
