"""Acts on a case: done by whoever may, entered as signed on paper, or proposed; one transaction each."""
from __future__ import annotations

from datetime import date

from caseapp.cases.asking import Shape
from caseapp.cases.asks import ASKS
from caseapp.cases.commands.given import GivenAct, public_inputs
from caseapp.cases.commands.measuring import see_nothing_open
from caseapp.cases.commands.papers import kept_or_removed, put_files
from caseapp.cases.commands.proposing import drop_impossible, proposal_of, propose
from caseapp.cases.commands.signing import for_another, signer_of
from caseapp.cases.commands.teams import put_team
from caseapp.cases.commands.work import Happened, Work, working
from caseapp.cases.models import Act, Delivery, Status
from caseapp.cases.rules import day_flaw, write_details
from caseapp.dossiers.acting import Acting, ask_watchers, tell_followers
from caseapp.dossiers.drafts import drop_draft
from caseapp.law.forms import form_number
from caseapp.staff.signing import Signer
from caseapp.text import fold, mark, new_public_id
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.workflow.engine import Refused, Way, take, way_of
from caseapp.workflow.kind import Action, State


def carry_out(given: GivenAct, how: Acting) -> Way:
    """Do the act in the best way this person has; says which it was.

    Raises Refused with reason and article, Refusal for a wrong input, Stale, FormKeyUsed; then nothing changed.
    """
    with kept_or_removed(given.papers), working(how) as work:
        return carry_out_in(work, given)


def carry_out_in(work: Work, given: GivenAct) -> Way:
    """The same inside a transaction that is under way, on a case that was taken up in it."""
    if given.draft:
        drop_draft(work.session, given.draft, account_id=work.how.by, now=work.how.at)
    action = work.kind.action(given.code)
    way = way_of(action, work.roles)
    if work.state in action.when and way is not None:
        _see_inputs(work, action, given)
    facts = work.facts(given.happened_on, given.details)
    step = take(work.kind, given.code, work.state, work.roles, facts, given.happened_on)
    if way is Way.PROPOSE:
        propose(work, given)
        return way
    see_nothing_open(work, given.code, step.after)
    ask_watchers(work, given.code)
    signer = signer_of(work, action, given, way)
    act = _write(work, action, given, step.after, signer, on_paper=way is Way.ENTER or for_another(signer, work.how))
    if step.after.code != "void" and given.code == "accept" and signer is not None:
        work.case.resolver_id = signer.for_id or None
    if given.team is not None:
        put_team(work, given.team)
    drop_impossible(work)
    work.settle()
    if act not in work.acts:      # by itself, and by all that is known it did not happen
        raise Refused(NOT_SO)
    written = {"on": act.happened_on.isoformat(), "late": act.late, "paper": act.on_paper,
               "state": work.dossier.state, "basis": step.basis, "act": act.public_id, **public_inputs(given)}
    work.journal(given.code, written, {"document": ["", act.document]} if act.document else None)
    tell_followers(work.session, work.chain, Happened(work, act, signer))
    return Way.ENTER if act.on_paper else Way.DO


NOT_SO = mark("Theo các việc đã ghi, việc này chưa xảy ra.")


def _see_inputs(work: Work, action: Action, given: GivenAct) -> None:
    """Refuse a day on which the act cannot have happened, and a choice that was left open."""
    flaw = day_flaw(work.case, work.acts, given.happened_on, work.how.today, code=given.code)
    # The day of what happens by itself is the law's, whatever was done since.
    if flaw is not None and work.how.by:
        raise Refusal(_(flaw.words, **{name: _(value) for name, value in flaw.values.items()}), flaw.at, 422)
    missing = next((name for name in action.asks if not given.details.get(name) and _needed(name, given.happened_on)),
                   None)
    if missing is not None:
        raise Refusal(_("Còn mục phải chọn."), missing, 422)


def _needed(name: str, on: date) -> bool:
    """Whether neither form nor any other door may leave the input open: a choice that can be made, a coming day."""
    ask = ASKS[name]
    if ask.shape is Shape.COMING_DAY:
        return bool(ask.missing)
    return ask.chosen and ask.shape is not Shape.MANNER and bool(ask.missing) and ask.offered(on)


def _write(work: Work, action: Action, given: GivenAct, after: State, signer: Signer | None, *, on_paper: bool) -> Act:
    act = proposal_of(work, given.proposal) if given.proposal else Act(
        public_id=new_public_id(), dossier_id=work.dossier.id, code=given.code, unit_id=work.how.unit_id)
    if act.code != given.code:
        raise Refusal(_("Đề xuất này là của việc khác. Mở lại hồ sơ."))
    act.status, act.place, act.state = Status.DONE, _next_place(work), after.code
    act.happened_on, act.entered_at, act.entered_by = given.happened_on, work.how.at, work.how.by or None
    act.late, act.on_paper = given.happened_on < work.how.today, on_paper
    act.document, act.document_fold = given.document, fold(given.document)
    act.form = form_number(action.form, given.happened_on) if action.form else ""
    if signer is not None:
        act.signer_id, act.signer, act.signer_post = signer.id or None, signer.name, signer.post
    act.details = write_details(given.details)
    if given.proposal:
        work.dossier.proposed = work.dossier.proposed_on = None
    work.session.add(act)
    work.session.flush()
    work.session.add_all(Delivery(act_id=act.id, recipient=one.recipient, name=one.name, manner=one.manner,
                                  sent_on=one.sent_on, received_on=one.received_on) for one in given.sent)
    put_files(work, act, given)
    work.acts.append(act)
    return act


def _next_place(work: Work) -> int:
    return max((act.place for act in work.acts if act.place is not None), default=-1) + 1
