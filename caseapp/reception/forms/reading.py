"""How a filled-in visit form becomes the visit that is logged."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from caseapp.reception.commands.logging import Denouncer, GivenParty, GivenVisit
from caseapp.reception.forms.visit import VisitForm
from caseapp.reception.models import Identity, Matter, OtherMatter, Outcome

# Column 9 of the register: whose competence the handling itself shows.
COMPETENT = {Outcome.TAKEN: True, Outcome.GUIDED: False, Outcome.TRANSFERRED: False}


@dataclass(frozen=True, slots=True)
class Known:
    """What the office knows beside the form: who received, which earlier visit is meant, the machine's own code."""

    receiver_id: int
    same_matter_as: int | None = None
    code: str = ""
    accused_accounts: tuple[int, ...] = ()


def given_visit(form: VisitForm, known: Known) -> GivenVisit:
    """The visit of a form that was found good. A denunciation carries a code and no persons."""
    sealed = form.sealed
    outcome = Outcome(form.outcome.data)
    ground = form.chosen_ground
    return GivenVisit(
        matter=Matter(form.kind), content=form.content.data, held_on=form.held_on.data, outcome=outcome,
        parties=() if sealed else tuple(_parties(form)), denouncer=_denouncer(form, known) if sealed else None,
        held_at=form.held_at.data, other_matter=_other_matter(form), session=form.session.data or "regular",
        place=form.place.data, receiver_id=known.receiver_id, people_count=form.people_count.data or 1,
        field=form.field.data or None, repeat=form.repeat.data == "again", resolved_by=form.resolved_by.data,
        competent=COMPETENT.get(outcome), body=form.body.data, document=form.document.data,
        ground=ground.code if ground else None, ground_note=form.ground_note.data if ground else "",
        nomination=form.nomination.data if form.is_group else "",
        papers=tuple(paper.given() for paper in form.filled_papers()),
        same_matter_as=None if sealed else known.same_matter_as,
        petition=form.given_petition() if form.takes_petition else None)


def _parties(form: VisitForm) -> Iterable[GivenParty]:
    """Visitors as they stand on the form; who speaks for a group or for somebody absent is a representative."""
    speaks = bool(form.stands_in.data)
    role = "representative" if speaks or (form.is_group and form.nomination.data) else "visitor"
    for place, part in enumerate(form.filled_people()):
        yield GivenParty(part.given(), role=role, authority=form.authority.data if speaks and place == 0 else "")
    if speaks:
        yield GivenParty(form.represented.form.given(), role="represented")


def _denouncer(form: VisitForm, known: Known) -> Denouncer:
    return Denouncer(
        code=known.code, envelope=form.envelope.data, identity=Identity(form.identity.data),
        protection=bool(form.protection.data), accused_name=form.accused_name.data, accused_post=form.accused_post.data,
        accused_accounts=known.accused_accounts)


def _other_matter(form: VisitForm) -> str | None:
    return str(OtherMatter(form.other_matter.data)) if form.kind == Matter.OTHER and form.other_matter.data else None
