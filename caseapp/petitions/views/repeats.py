"""Earlier dossiers of the same person or matter, as a form that takes something in shows them; never a denunciation."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from caseapp.dossiers.shown import page_of, shown_kinds
from caseapp.people.identity import kind_of_number, number_index
from caseapp.petitions.forms.intake import IntakeForm
from caseapp.petitions.queries import open_among, writers_of
from caseapp.petitions.repeats.finding import Asked, AskedPerson, Found, find_repeats
from caseapp.petitions.repeats.likeness import MATTER, PROPOSAL_WORDS, Proposal
from caseapp.staff.viewer import Viewer
from caseapp.web.filters import upper_first
from caseapp.web.language import gettext as _

SHOWN = 5
LEAST_CONTENT = 12      # characters of a content that say nothing yet


@dataclass(frozen=True, slots=True)
class Repeat:
    """One earlier dossier: what a new petition may be in its light, how surely, why; ``writer``: whom to take over."""

    key: str
    number: str
    url: str
    subject: str
    opened_on: date
    state: str
    proposal: str
    percent: int
    reasons: str
    same: bool
    second: bool
    writer: Any | None

    @property
    def fills(self) -> dict[str, str]:
        """What goes into the lines of the first signer; the whole identity number never leaves the store."""
        row = self.writer
        return {"known": row.public_id, "name": row.name, "birth_year": str(row.birth_year or ""),
                "phone": row.phone or "", "commune": row.commune or "", "address": row.address or "",
                "id_masked": row.id_masked or ""} if row is not None else {}


def repeats_of(person: Viewer, form: IntakeForm, today: date) -> list[Repeat]:
    """The likeliest earlier dossiers of what stands in the form so far; nothing of a denunciation is looked up."""
    if form.sealed or not form.kind:
        return []
    people = asked_people(person, form.signers())
    return offered(person, Asked(people, told_content(form), form.received_on.data or today))


def offered(person: Viewer, asked: Asked) -> list[Repeat]:
    """The likeliest earlier dossiers that are not sealed, whoever looks."""
    if not asked.people and not asked.content:
        return []
    found = [one for one in find_repeats(person, asked, 2 * SHOWN) if one.kind in shown_kinds()]
    plain = open_among([one.dossier_id for one in found])
    found = [one for one in found if one.dossier_id in plain][:SHOWN]
    writers = writers_of(person, [one.dossier_id for one in found])
    return [_shown(one, writers.get(one.dossier_id)) for one in found]


def asked_people(person: Viewer, parts: Iterable[Any]) -> Sequence[AskedPerson]:
    """Whoever stands in the lines of a form, as far as typed."""
    asked = []
    for part in parts:
        number = part.id_number.data or ""
        place = ", ".join(words for words in (part.address.data, part.commune.data) if words)
        asked.append(AskedPerson(
            part.name.data or "", number_index(person.unit_id, number) if number else None, part.phone.data or "",
            place, kind_of_number(number) if number else None))
    return [one for one in asked if one.name or one.id_index or one.phone]


def told_content(form: Any) -> str:
    """What a form says of the matter, with the paper it is against; nothing as long as that says too little."""
    content = form.content.data or ""
    told = [content if len(content) >= LEAST_CONTENT else "", form.contested_paper.data or ""]
    return ". ".join(words for words in told if words)


def _shown(found: Found, writer: Any | None) -> Repeat:
    state = shown_kinds()[found.kind].states.get(found.state, "")
    return Repeat(
        key=found.public_id, number=found.number, url=page_of(found.kind, found.public_id), subject=found.subject,
        opened_on=found.opened_on, state=_(state) if state else "",
        proposal=upper_first(_(PROPOSAL_WORDS[found.proposal])),
        percent=round(found.score * 100), reasons=", ".join(_(one.words, **one.values) for one in found.reasons),
        same=found.proposal is not Proposal.NEW and found.score >= MATTER,
        second=found.proposal is Proposal.SECOND, writer=writer)
