"""Drafts of acts: laid before whoever may do them, sent back, taken back, overtaken."""
from __future__ import annotations

import sqlalchemy as sa

from caseapp.cases.commands.given import GivenAct, public_inputs
from caseapp.cases.commands.papers import put_files
from caseapp.cases.commands.work import Work, wait_for, working
from caseapp.cases.models import Act, Status
from caseapp.cases.rules import course_of, write_details
from caseapp.dossiers.acting import Acting
from caseapp.text import mark, new_public_id
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.workflow.engine import Refused

ALREADY_PROPOSED = mark("Vụ việc này đã có một đề xuất chờ duyệt. Rút đề xuất ấy rồi trình lại.")


def propose(work: Work, given: GivenAct) -> None:
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
    put_files(work, act, given)
    work.journal("propose", {"act": act.public_id, "code": given.code, **public_inputs(given)})


def proposal_of(work: Work, public_id: str) -> Act:
    """The draft that is carried out; raises Refusal when somebody has dealt with it meanwhile."""
    found = work.session.scalar(sa.select(Act).where(
        Act.public_id == public_id, Act.dossier_id == work.dossier.id, Act.status == Status.PROPOSED))
    if found is None:
        raise Refusal(_("Đề xuất này đã được xử lý hoặc rút lại. Mở lại hồ sơ."))
    return found


def end_proposal(public_id: str, how: Acting, *, reason: str = "") -> None:
    """Send a draft back with a reason (whoever may decide it), or take one's own back (without a reason)."""
    with working(how) as work:
        act = proposal_of(work, public_id)
        own = act.proposed_by == how.by and not reason
        if not own and not work.kind.action(act.code).by & work.roles:
            raise Refused(mark("Chỉ người có quyền quyết định trả lại đề xuất được."))
        act.status, act.reason = (Status.DROPPED if own else Status.RETURNED), reason
        work.dossier.proposed = work.dossier.proposed_on = None
        wait_for(work.dossier, work.state)
        work.journal("take-back" if own else "send-back", {"act": act.public_id, "code": act.code},
                     {"reason": ["", reason]} if reason else None)


def drop_impossible(work: Work) -> None:
    """A draft that can no longer be carried out, because something else was decided, waits for nobody."""
    waiting = work.session.scalar(sa.select(Act).where(
        Act.dossier_id == work.dossier.id, Act.status == Status.PROPOSED))
    if waiting is None:
        return
    now = course_of(work.case, work.acts).state
    if now not in work.kind.action(waiting.code).when:
        waiting.status = Status.DROPPED
        work.dossier.proposed = work.dossier.proposed_on = None
