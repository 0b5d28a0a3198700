"""Acts on a case: done by whoever may, entered as signed on paper, or proposed; one transaction each."""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.cases.commands.papers import kept_or_removed, put_papers
from caseapp.cases.commands.teams import GivenTeam, put_team
from caseapp.cases.models import Act, ActFile, CaseFile, Delivery, Status
from caseapp.cases.rules import KINDS, course_of, day_flaw, dues_of, facts_of, overtaken, write_details
from caseapp.db import writing
from caseapp.dossiers.acting import Acting, roles_left, tell_followers
from caseapp.dossiers.clocks import void_clocks
from caseapp.dossiers.commands import lock_dossier
from caseapp.dossiers.drafts import drop_draft
from caseapp.dossiers.files import Stored
from caseapp.dossiers.models import Dossier
from caseapp.dossiers.settling import settle
from caseapp.law.forms import form_number
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.form_keys import use_form_key
from caseapp.ledger.journal import record
from caseapp.ledger.models import Chain
from caseapp.staff.models import Account
from caseapp.staff.signing import Signer, signers
from caseapp.text import fold, mark, new_public_id
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.workflow.engine import Refused, Way, take, way_of
from caseapp.workflow.kind import Action, Kind, State

ALREADY_PROPOSED = mark("Vụ việc này đã có một đề xuất chờ duyệt. Rút đề xuất ấy rồi trình lại.")
NOT_THE_SIGNER = mark("Người ký không phải bạn: văn thư ghi văn bản đã ký, hoặc chọn chính bạn.")
NOT_THE_RESOLVER = mark("Người giải quyết vụ việc là %(name)s: chỉ người ấy, hoặc người ký thay theo văn bản, ký được.")


@dataclass(frozen=True, slots=True)
class Sent:
    """A paper sent to one recipient; days are civil days, ``received_on`` None while it is not known."""

    recipient: str
    name: str
    manner: str
    sent_on: date
    received_on: date | None = None


@dataclass(frozen=True, slots=True)
class GivenAct:
    """An act as its form tells it. ``happened_on`` is the day the law counts from: of a document, the day of its date.

    ``signer``: public id of whoever signed; ``details``: the inputs the action asks for, by name;
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
               dossier=self.dossier.id, facts=facts, values=values)
        self.dossier.version += 1
        if self.how.by:      # what happens by itself is no progress of the office
            self.dossier.moved_on = max(self.dossier.moved_on, self.how.today)

    def facts(self, given: GivenAct) -> Mapping[str, object]:
        """What the guards look at for an act: everything that had happened by its day."""
        on = given.happened_on
        known = [act for act in self.acts if act.happened_on <= on]
        return facts_of(self.case, self.acts, dues_of(self.case, known, self.how.calendar), on, given.details)

    def settle(self) -> None:
        """State, clocks and whom the case waits for, as its acts say; what only seemed to have happened is taken back."""
        self._undo_untrue()
        now = course_of(self.case, self.acts)
        self.dossier.state = now.state.code
        if now.state.code == "void":
            void_clocks(self.session, self.dossier, on=self.how.today)
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
def working(how: Acting) -> Iterator[Work]:
    """A case opened for an act: chain lock, form key, version, roles that are still held."""
    with writing() as session:
        yield take_up(session, how)


def take_up(session: Session, how: Acting) -> Work:
    """The case with everything done in it, locked; raises Stale, FormKeyUsed, NotFound."""
    chain = lock_chain(session, how.unit_id)
    if how.form_key:
        use_form_key(session, how.form_key, how.by, how.at, result=str(how.dossier_id))
    dossier = lock_dossier(session, how.dossier_id, how.version)
    case = session.get_one(CaseFile, how.dossier_id)
    acts = list(session.scalars(sa.select(Act).where(Act.dossier_id == how.dossier_id, Act.status == Status.DONE)
                                .order_by(Act.place)))
    roles = how.roles if not how.by else roles_left(session, how)
    return Work(session, chain, dossier, case, KINDS[dossier.kind], acts, how, roles)


def carry_out(given: GivenAct, how: Acting) -> Way:
    """Do the act in the best way this person has; says which it was.

    Raises Refused with reason and article, Refusal for a wrong input, Stale, FormKeyUsed; then nothing changed.
    """
    with kept_or_removed(given.papers), working(how) as work:
        if given.draft:
            drop_draft(work.session, given.draft, account_id=how.by, now=how.at)
        action = work.kind.action(given.code)
        way = way_of(action, work.roles)
        if work.state in action.when and way is not None:
            _see_inputs(work, action, given)
        step = take(work.kind, given.code, work.state, work.roles, work.facts(given), given.happened_on)
        if way is Way.PROPOSE:
            _propose(work, given)
            return way
        signer = _signer(work, action, given, way)
        act = _write(work, action, given, step.after, signer, on_paper=way is Way.ENTER or _for_another(signer, how))
        if step.after.code != "void" and given.code == "accept" and signer is not None:
            work.case.resolver_id = signer.for_id
        if given.team is not None:
            put_team(work, given.team)
        _drop_impossible(work)
        work.settle()
        facts = {"on": act.happened_on.isoformat(), "late": act.late, "paper": act.on_paper,
                 "state": work.dossier.state, "basis": step.basis, "act": act.public_id, **_public(given)}
        work.journal(given.code, facts, {"document": ["", act.document]} if act.document else None)
        tell_followers(work.session, work.chain, Happened(work, act, signer))
        return Way.ENTER if act.on_paper else Way.DO


@dataclass(frozen=True, slots=True)
class Happened:
    """An act that followers are told of; ``signer`` None when nobody signs it; ``corrected``: its day was mended."""

    work: Work
    act: Act
    signer: Signer | None
    corrected: bool = False


def _public(given: GivenAct) -> dict[str, Any]:
    """Of an act's inputs those the journal may hold: choices, never what was written."""
    named = ("decline_ground", "suspend_ground", "terminate_ground", "criteria", "finding", "disposition", "differs",
             "attendance", "part", "withdrawn_by", "self_check", "manner", "challenge")
    return {name: given.details[name] for name in named if given.details.get(name)}


# What no form may leave open, and no other door either.
CHOSEN = ("decline_ground", "suspend_ground", "terminate_ground", "self_check", "finding", "differs", "attendance",
          "disposition", "criteria", "part", "withdrawn_by", "dialogue_on", "challenge")


def _see_inputs(work: Work, action: Action, given: GivenAct) -> None:
    """Refuse a day on which the act cannot have happened, and a choice that was left open."""
    flaw = day_flaw(work.case, work.acts, given.happened_on, work.how.today, code=given.code)
    if flaw is not None:
        raise Refusal(_(flaw.words, **{name: _(value) for name, value in flaw.values.items()}), flaw.at, 422)
    missing = next((name for name in CHOSEN if name in action.asks and not given.details.get(name)), None)
    if missing is not None:
        raise Refusal(_("Còn mục phải chọn."), missing, 422)


def _signer(work: Work, action: Action, given: GivenAct, way: Way | None) -> Signer | None:
    """Who signed the document of an act; raises Refusal when that person could not, or the number is taken."""
    if not action.document:
        return None
    if not given.document:
        raise Refusal(_("Ghi số, ký hiệu văn bản."), "document", 422)
    see_number(work, given.document, given.happened_on)
    found = next((one for one in signers(work.session, work.how.unit_id, given.happened_on)
                  if one.public_id == given.signer), None)
    if found is None:
        raise Refusal(_("Chọn người ký: vào ngày ký, người này không có quyền ký của cơ quan."), "signer", 422)
    bound = work.case.resolver_id is not None and _still_signs(work, given.happened_on)
    if bound and found.for_id != work.case.resolver_id:
        raise Refusal(_(NOT_THE_RESOLVER, name=_name_of(work)), "signer", 422)
    if way is Way.DO and _for_another(found, work.how) and not action.enters & work.roles:
        raise Refusal(_(NOT_THE_SIGNER), "signer", 422)
    return found


def _still_signs(work: Work, on: date) -> bool:
    """Whether the recorded resolver still heads the unit: after him his successor decides."""
    return any(one.for_id == work.case.resolver_id for one in signers(work.session, work.how.unit_id, on))


def _name_of(work: Work) -> str:
    return work.session.get_one(Account, work.case.resolver_id).display_name


def _for_another(signer: Signer | None, how: Acting) -> bool:
    return signer is not None and signer.id != how.by


def see_number(work: Work, document: str, on: date, besides: int = 0) -> None:
    """Refuse the number and symbol of another paper of the same unit and year; asked under the chain lock."""
    taken = work.session.scalar(sa.select(Dossier).join(Act, Act.dossier_id == Dossier.id).where(
        Act.unit_id == work.how.unit_id, Act.document_fold == fold(document), Act.status == Status.DONE,
        Act.id != besides,
        Act.happened_on.between(date(on.year, 1, 1), date(on.year, 12, 31))).limit(1))
    if taken is not None:
        raise Refusal(_("Số %(number)s năm %(year)s đã dùng cho văn bản khác. Kiểm tra lại số, ký hiệu.",
                        number=document, year=str(on.year)), "document", 422)


def _write(work: Work, action: Action, given: GivenAct, after: State, signer: Signer | None, *, on_paper: bool) -> Act:
    act = _proposal(work, given.proposal) if given.proposal else Act(
        public_id=new_public_id(), dossier_id=work.dossier.id, code=given.code, unit_id=work.how.unit_id)
    if act.code != given.code:
        raise Refusal(_("Đề xuất này là của việc khác. Mở lại hồ sơ."))
    act.status, act.place, act.state = Status.DONE, _next_place(work), after.code
    act.happened_on, act.entered_at, act.entered_by = given.happened_on, work.how.at, work.how.by or None
    act.late, act.on_paper = given.happened_on < work.how.today, on_paper
    act.document, act.document_fold = given.document, fold(given.document)
    act.form = form_number(action.form, given.happened_on) if action.form else ""
    if signer is not None:
        act.signer_id, act.signer, act.signer_post = signer.id, signer.name, signer.post
    act.details = write_details(given.details)
    if given.proposal:
        work.dossier.proposed = work.dossier.proposed_on = None
    work.session.add(act)
    work.session.flush()
    work.session.add_all(Delivery(act_id=act.id, recipient=one.recipient, name=one.name, manner=one.manner,
                                  sent_on=one.sent_on, received_on=one.received_on) for one in given.sent)
    _put_files(work, act, given)
    work.acts.append(act)
    return act


def _next_place(work: Work) -> int:
    return max((act.place for act in work.acts if act.place is not None), default=-1) + 1


def _put_files(work: Work, act: Act, given: GivenAct) -> None:
    """The files of an act: those the case has already, and those that came with its form."""
    new = put_papers(work.session, work.chain, work.dossier, given.papers, by=work.how.by, at=work.how.at)
    work.session.add_all(ActFile(act_id=act.id, attachment_id=file) for file in (*given.files, *new))
    work.session.flush()


def _proposal(work: Work, public_id: str) -> Act:
    """The draft that is carried out; raises Refusal when somebody has dealt with it meanwhile."""
    found = work.session.scalar(sa.select(Act).where(
        Act.public_id == public_id, Act.dossier_id == work.dossier.id, Act.status == Status.PROPOSED))
    if found is None:
        raise Refusal(_("Đề xuất này đã được xử lý hoặc rút lại. Mở lại hồ sơ."))
    return found


def _propose(work: Work, given: GivenAct) -> None:
    """Lay a draft before whoever may do the act; the case waits for that person from now on."""
    if work.dossier.proposed:
        raise Refused(ALREADY_PROPOSED)
    act = Act(public_id=new_public_id(), dossier_id=work.dossier.id, code=given.code, status=Status.PROPOSED,
              happened_on=given.happened_on, entered_at=work.how.at, entered_by=work.how.by, proposed_by=work.how.by,
              proposed_at=work.how.at, state=work.dossier.state, unit_id=work.how.unit_id, document=given.document,
              details=write_details(given.details))
    work.session.add(act)
    work.dossier.proposed, work.dossier.proposed_on = given.code, work.how.today
    wait_for(work.dossier, work.state)
    work.session.flush()
    _put_files(work, act, given)
    work.journal("propose", {"act": act.public_id, "code": given.code, **_public(given)})


def end_proposal(public_id: str, how: Acting, *, reason: str = "") -> None:
    """Send a draft back with a reason (whoever may decide it), or take one's own back (without a reason)."""
    with working(how) as work:
        act = _proposal(work, public_id)
        own = act.proposed_by == how.by and not reason
        if not own and not work.kind.action(act.code).by & work.roles:
            raise Refused(mark("Chỉ người có quyền quyết định trả lại đề xuất được."))
        act.status, act.reason = (Status.DROPPED if own else Status.RETURNED), reason
        work.dossier.proposed = work.dossier.proposed_on = None
        wait_for(work.dossier, work.state)
        work.journal("take-back" if own else "send-back", {"act": act.public_id, "code": act.code},
                     {"reason": ["", reason]} if reason else None)


def _drop_impossible(work: Work) -> None:
    """A draft that can no longer be carried out, because something else was decided, waits for nobody."""
    waiting = work.session.scalar(sa.select(Act).where(
        Act.dossier_id == work.dossier.id, Act.status == Status.PROPOSED))
    if waiting is None:
        return
    now = course_of(work.case, work.acts).state
    if now not in work.kind.action(waiting.code).when:
        waiting.status = Status.DROPPED
        work.dossier.proposed = work.dossier.proposed_on = None


