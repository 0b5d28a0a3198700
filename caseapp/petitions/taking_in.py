"""Taking a petition in, whatever way it came: number, people, clock, files and journal in one transaction."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy.orm import Session

from caseapp.cases.commands.denouncing import open_denunciation, open_information
from caseapp.cases.commands.opening import GivenCase, GivenDenouncer, Opening, open_case
from caseapp.cases.commands.papers import kept_or_removed, put_papers
from caseapp.cases.kinds.petition import PETITION
from caseapp.db import writing
from caseapp.dossiers.drafts import drop_draft
from caseapp.dossiers.files import Stored
from caseapp.dossiers.models import Dossier, Link
from caseapp.law.days import Calendar
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.form_keys import see_form_key, use_form_key
from caseapp.ledger.journal import record
from caseapp.ledger.models import Chain
from caseapp.people.commands import Given, take_in
from caseapp.petitions.models import Content, Petition
from caseapp.web.errors import Refusal

# What a link from a petition to the dossier it repeats says.
REPEAT: Final = "repeat"
UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class GivenIntake:
    """A petition as the form tells it; days are civil days.

    ``denouncer``: of a denunciation where the identity lies, and then nobody is named; ``accused``: name and post as
    written. ``repeats``: id of an earlier dossier on the same matter. ``papers``: files that lie in the store.
    """

    channel: str
    received_on: date
    content: str
    content_kind: Content
    people: Sequence[Given] = ()
    people_count: int = 1
    dated_on: date | None = None
    forwarded_by: str = ""
    forwarded_no: str = ""
    demand: str = ""
    field: str | None = None
    respondent: str = ""
    contested: str | None = None
    contested_paper: str = ""
    also_sent_to: str = ""
    originals: str = ""
    denouncer: GivenDenouncer | None = None
    accused: tuple[str, str] = ("", "")
    repeats: int | None = None
    papers: Sequence[Stored] = ()


@dataclass(frozen=True, slots=True)
class TakingIn:
    """Who takes a petition in, when and for which form; ``handles``: and deals with it; ``draft`` is used up."""

    unit_id: int
    by: int
    at: datetime
    today: date
    calendar: Calendar
    form_key: str = ""
    draft: str = ""
    handles: bool = False

    @property
    def opening(self) -> Opening:
        """The same for whatever is opened."""
        return Opening(self.by, self.at, self.today, self.calendar)


def take_petition_in(given: GivenIntake, how: TakingIn) -> Dossier:
    """Register a petition, or open the sealed case of one that is a denunciation; raises FormKeyUsed on a replay.

    A denunciation leaves no open number: what it says, and that it came, stands under seal from the first day.
    """
    with kept_or_removed(given.papers), writing() as session:
        chain = lock_chain(session, how.unit_id)
        if how.form_key:
            see_form_key(session, how.form_key, how.by)
        dossier = (_registered(session, chain, given, how) if given.denouncer is None
                   else open_denounced(session, chain, given, given.denouncer, how.opening))
        if how.form_key:
            # Of a sealed one by the day, as everything that is written of it.
            use_form_key(session, how.form_key, how.by, dossier.made_at if dossier.sealed else how.at,
                         result=dossier.public_id)
        if how.draft:
            drop_draft(session, how.draft, account_id=how.by, now=how.at)
    return dossier


def _registered(session: Session, chain: Chain, given: GivenIntake, how: TakingIn) -> Dossier:
    people = [take_in(session, how.unit_id, one) for one in given.people]
    dossier = open_case(session, chain, PETITION.code, GivenCase(
        given.content, given.received_on, [person.id for person, _changes in people], given.people_count,
        field=given.field, respondent=given.respondent, contested=given.contested,
        contested_paper=given.contested_paper, demand=given.demand, forwarded_by=given.forwarded_by,
        handler_id=how.by if how.handles else None, traits=given.channel), how.opening)
    session.add(Petition(
        dossier_id=dossier.id, kind=PETITION.code, channel=given.channel, content_kind=given.content_kind,
        dated_on=given.dated_on, forwarded_no=given.forwarded_no, also_sent_to=given.also_sent_to,
        originals=given.originals))
    if given.repeats is not None:
        session.add(Link(dossier_id=dossier.id, other_id=given.repeats, what=REPEAT))
    session.flush()
    record(session, chain, act="petition.register", by=how.by, at=how.at, dossier=dossier.id,
           facts={"received_on": given.received_on.isoformat(), "channel": given.channel,
                  "content_kind": given.content_kind, "people": given.people_count,
                  "repeats": given.repeats is not None})
    for person, changes in people:
        if changes:
            record(session, chain, act="person.update", by=how.by, at=how.at, dossier=dossier.id,
                   facts={"person": person.public_id, "fields": sorted(changes)}, values=changes)
    put_papers(session, chain, dossier, given.papers, by=how.by, at=how.at)
    return dossier


def open_denounced(session: Session, chain: Chain, given: GivenIntake, denouncer: GivenDenouncer,
                   how: Opening) -> Dossier:
    """The sealed case of a denunciation: no person, no file, no petition's own number beside it.

    Whoever cannot be found out brings information (LTC 25). Raises Refusal at “envelope” for a number in use.
    """
    name, post = given.accused
    case = GivenCase(
        given.content, given.received_on, field=given.field, respondent=name, respondent_post=post,
        forwarded_by=given.forwarded_by, traits=given.channel, denouncer=denouncer)
    begin = open_information if denouncer.identity == UNKNOWN else open_denunciation
    try:
        return begin(session, chain, case, how)
    except Refusal as refusal:
        raise Refusal(str(refusal), "envelope", refusal.status) from refusal
