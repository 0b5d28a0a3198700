"""A case under an act: locked, read whole, brought in line with its acts again, written down."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.cases.commands.set_aside import see_holds_none, see_open
from caseapp.cases.models import Act, CaseFile, Status
from caseapp.cases.rules import KINDS, course_of, dues_of, facts_of, overtaken
from caseapp.db import writing
from caseapp.dossiers.acting import Acting, roles_left
from caseapp.dossiers.clocks import void_clocks
from caseapp.dossiers.commands import lock_dossier
from caseapp.dossiers.models import Dossier
from caseapp.dossiers.search import drop_search_doc
from caseapp.dossiers.settling import settle
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.form_keys import see_form_key, use_form_key
from caseapp.ledger.journal import record
from caseapp.ledger.models import Chain
from caseapp.staff.signing import Signer
from caseapp.web.now import by_the_day
from caseapp.workflow.kind import Kind, State

# What the office writes down about itself moves no case on.
NO_PROGRESS = frozenset({"note", "assign", "mend", "correct", "undo"})


@dataclass(slots=True)
class Work:
    """A case under an act, inside its transaction; ``acts``: what was done, in order."""

    session: Session
    chain: Chain
    dossier: Dossier
    case: CaseFile
    kind: Kind
    acts: list[Act]
    how: Acting
    roles: frozenset[str]

    @property
    def state(self) -> State:
        """Where the case stands."""
        return self.kind.state(self.dossier.state)

    def journal(self, act: str, facts: Mapping[str, Any], values: Mapping[str, Any] | None = None) -> None:
        """Write it down, and count the version up: whoever saw the case before sees an old page."""
        record(self.session, self.chain, act=f"{self.kind.code}.{act}", by=self.how.by or None, at=self.how.at,
               dossier=self.dossier.id, sealed=self.dossier.sealed, facts=facts, values=values)
        self.dossier.version += 1
        if self.how.by and act not in NO_PROGRESS:
            self.dossier.moved_on = max(self.dossier.moved_on, self.how.today)

    def facts(self, on: date, chosen: Mapping[str, Any]) -> Mapping[str, object]:
        """What the guards look at for an act with these inputs: everything that had happened by its day."""
        known = [act for act in self.acts if act.happened_on <= on]
        return facts_of(self.case, self.acts, dues_of(self.case, known, self.how.calendar), on, chosen)

    def settle(self) -> None:
        """State, clocks and whom the case waits for, as its acts say; what seemed to have happened is taken back."""
        self._undo_untrue()
        now = course_of(self.case, self.acts)
        self.dossier.state = now.state.code
        if now.state.code == "void":
            see_holds_none(self.session, self.dossier)
            void_clocks(self.session, self.dossier, on=self.how.today)
            # A cancelled number is found by its number alone: what was entered under it is not looked up any more.
            drop_search_doc(self.session, self.dossier.id)
            self.dossier.subject = ""
        else:
            settle(self.session, self.dossier, now.limits, self.how.calendar, at=self.how.at)
        ends = [act.happened_on for act in self.acts if self.kind.action(act.code).to is not None]
        self.dossier.closed_on = ends[-1] if now.state.closed and ends else None
        wait_for(self.dossier, now.state)

    def _undo_untrue(self) -> None:
        """Take back whatever happened by itself and, by what is known now, did not."""
        for act in [one for one in self.acts if one.entered_by is None]:
            if overtaken(self.case, self.acts, self.acts.index(act), self.how.calendar):
                act.status, act.place = Status.UNDONE, None
                self.acts.remove(act)
                self.session.flush()
                self.journal("undo", {"act": act.public_id, "code": act.code})


def wait_for(dossier: Dossier, state: State) -> None:
    """Note who must act next: the head while a proposal lies before him, else whomever the state names."""
    dossier.awaits = "supervisor" if dossier.proposed else state.awaits


@contextmanager
def working(how: Acting, *, set_aside: bool = False) -> Iterator[Work]:
    """A case opened for an act: chain lock, form key, version, roles that are still held, see ``take_up``."""
    with writing() as session:
        yield take_up(session, how, set_aside=set_aside)


def take_up(session: Session, how: Acting, *, set_aside: bool = False) -> Work:
    """The case with everything done in it, locked: the door that every act goes through.

    Raises Stale, FormKeyUsed, NotFound, and Refusal for a case that lies in another one or with another unit, unless
    ``set_aside`` says that it is to be taken out again.
    """
    chain = lock_chain(session, how.unit_id)
    if how.form_key:
        see_form_key(session, how.form_key, how.by)
    dossier = lock_dossier(session, how.dossier_id, how.version)
    if dossier.sealed:
        how = replace(how, at=by_the_day(how.today))
    if how.form_key:
        use_form_key(session, how.form_key, how.by, how.at, result=str(how.dossier_id))
    roles = how.roles if not how.by else roles_left(session, how)
    if not set_aside:
        see_open(session, dossier)
    case = session.get_one(CaseFile, how.dossier_id)
    acts = list(session.scalars(sa.select(Act).where(Act.dossier_id == how.dossier_id, Act.status == Status.DONE)
                                .order_by(Act.place)))
    return Work(session, chain, dossier, case, KINDS[dossier.kind], acts, how, roles)


@dataclass(frozen=True, slots=True)
class Happened:
    """An act that followers are told of; ``signer`` None when nobody signs it; ``corrected``: its day was mended."""

    work: Work
    act: Act
    signer: Signer | None
    corrected: bool = False
