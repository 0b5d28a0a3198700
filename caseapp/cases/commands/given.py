"""What the form of an act tells: the act itself, papers on their way, who shall work on a case."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from caseapp.cases.asks import ASKS
from caseapp.cases.each import Declared
from caseapp.dossiers.files import Stored

# Who signed an old paper and has no account here: the head of before, or one of a time before this office was kept.
ANOTHER: Final = "another"
# What is typed of an act is kept as a draft of this form; the case it belongs to stands in this field of it.
DRAFT: Final = "act"
OF_CASE: Final = "of_case"


@dataclass(frozen=True, slots=True)
class Sent:
    """A paper sent to one recipient; days are civil days, ``received_on`` None while it is not known."""

    recipient: str
    name: str
    manner: str
    sent_on: date
    received_on: date | None = None


@dataclass(frozen=True, slots=True)
class GivenTeam:
    """Who shall work on a case: account ids; ``reason`` is asked for when somebody hands it over.

    ``declared``: what those declare who join the team that verifies a denunciation.
    """

    handler_id: int
    verifiers: Sequence[int] = ()
    reason: str = ""
    declared: Sequence[Declared] = ()


@dataclass(frozen=True, slots=True)
class GivenAct:
    """An act as its form tells it. ``happened_on`` is the day the law counts from: of a document, the day of its date.

    ``signer``: public id of whoever signed, or ANOTHER with name and post in ``signed_by``;
    ``details``: the inputs the action asks for, by name;
    ``proposal``: public id of the draft it carries out; ``files``: ids of attachments of the case that belong to it;
    ``papers``: files that lie in the store and belong to it, removed again when the act fails; ``team``: who works on
    the case from now on; ``draft``: what was kept while it was typed, deleted with the act.
    """

    code: str
    happened_on: date
    document: str = ""
    signer: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    sent: Sequence[Sent] = ()
    proposal: str = ""
    files: Sequence[int] = ()
    papers: Sequence[Stored] = ()
    team: GivenTeam | None = None
    draft: str = ""
    signed_by: tuple[str, str] = ("", "")


def public_inputs(given: GivenAct) -> dict[str, Any]:
    """Of an act's inputs those the journal may hold: choices, never what was written."""
    return {name: value for name, value in given.details.items() if value and name in ASKS and ASKS[name].chosen}
