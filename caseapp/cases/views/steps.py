"""What must happen next in a case, who is awaited, what stands in the way, the buttons its procedure leaves open."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from caseapp.cases.commands.assigning import ASSIGNING
from caseapp.cases.commands.handing_over import GIVING
from caseapp.cases.commands.linking import LINKING
from caseapp.cases.commands.measuring import MEASURING
from caseapp.cases.commands.mending import MENDING_CASE
from caseapp.cases.commands.merging import MERGING
from caseapp.cases.forms.offers import words_of
from caseapp.cases.kinds.denunciation_letters import KEEPING, SENDING
from caseapp.cases.leading import Leading, leading
from caseapp.cases.measures import CARRIED_OUT_IN
from caseapp.cases.rules import CASES, KINDS, details_of
from caseapp.dossiers.views.standing import Button
from caseapp.law.denunciations import TO_DENOUNCERS
from caseapp.law.enforcement import MEASURE
from caseapp.law.limits import Nature
from caseapp.law.registry import PROMISES, RULES
from caseapp.staff.roles import Role
from caseapp.text import mark
from caseapp.web.filters import lower_first, said_place, show_day
from caseapp.web.language import gettext as _
from caseapp.web.now import today
from caseapp.workflow.engine import Way, available, way_of
from caseapp.workflow.kind import Action, Facts, Reason

# A page shows a dozen of these: addresses are put together, not asked for one by one.
ACT, PROPOSAL, MEND = "/vu-viec/{}/viec/{}", "/vu-viec/{}/de-xuat/{}", "/vu-viec/{}/viec-da-ghi/{}/sua"
MEASURES = "/vu-viec/{}/bien-phap"
OUTLINED = 2       # beside the primary button; the rest stands under “Việc khác”
CHOICES = 4        # where there is none, because nobody can say which of several it will be
# Who is awaited, in words, where it is no single person.
AWAITED: Mapping[str, str] = {
    "supervisor": mark("người đứng đầu"), "clerk": mark("văn thư"), "reception": mark("công chức tiếp công dân"),
    "custodian": mark("người giữ phong bì"),
}
VOIDING = "void"
NOBODY_HANDLES = mark("chưa phân công người thụ lý")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A draft that waits for whoever may do it; ``decides``: this viewer may."""

    act: str
    by: str
    on: Any
    url: str
    decides: bool


@dataclass(frozen=True, slots=True)
class Next:
    """The block at the top of the page.

    ``act`` is empty when nothing is awaited any more. ``clock``: the earliest running duty, or the one that stands
    still; ``until``: the day that must go by where nobody can do anything; ``first``: what must come before;
    ``primary``: the act that leads on, None when this viewer cannot do it.
    """

    act: str
    who: str
    first: str
    clock: Any | None
    until: date | None
    primary: Button | None
    outlined: tuple[Button, ...]
    others: tuple[Button, ...]
    proposal: Proposal | None

    @property
    def codes(self) -> frozenset[str]:
        """Every act of the procedure that is offered."""
        return frozenset(one.code for one in (self.primary, *self.outlined, *self.others) if one and one.code)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands: its row, what was done, its clocks, the draft that waits, what the guards look at."""

    case: Any
    done: Sequence[Any]
    clocks: Sequence[Any]
    proposal: Any | None
    facts: Facts


def next_step(standing: Standing, roles: frozenset[str]) -> Next:
    """The next act on a case for somebody with ``roles`` in its unit."""
    case, kind = standing.case, KINDS[standing.case.kind]
    if set_aside(case):
        return Next("", "", "", None, None, None, (), tuple(_together(case, roles, ended=True)), None)
    duty = earliest(standing.clocks)
    lead = leading(kind, kind.state(case.state), standing.facts, duty.rule if duty else "")
    paused = next((one for one in standing.clocks if one.paused_on and one.ended_by is None), None)
    proposal = _proposal(standing, roles)
    actions = [action for action in available(kind, case.state, roles, standing.facts, today())
               if proposal is None or way_of(action, roles) is not Way.PROPOSE]
    primary = next((_button(case, one) for one in actions if lead.act and one.code == lead.act.code), None)
    if primary is None:
        primary = _amending(case, lead, roles)
    if duty is not None and duty.rule == MEASURE.code and roles & MEASURING:
        primary = Button("", _("Ghi kết quả từng biện pháp"), MEASURES.format(case.public_id))
    if proposal and proposal.decides:
        primary = Button("", _("Xem và duyệt"), proposal.url)
    left = [one for one in actions if primary is None or one.code != primary.code]
    near = [one for one in left if (lead.other is not None and one.code == lead.other.code) or _beside(one, duty)]
    if primary is None and not near:      # somebody else must act: what the viewer owes besides
        near = [one for one in left if _answers(one, standing.clocks)] or _meanwhile(standing, left)
    outlined = [_button(case, one) for one in near if not (proposal and standing.proposal.code == one.code)][
        :OUTLINED if primary or lead.act or lead.barred else CHOICES]
    chosen = {one.code for one in outlined}
    others = [*(_button(case, one) for one in left if one.code not in chosen),
              *(one for one in _besides(case, roles, ended=kind.state(case.state).final)
                if primary is None or one.url != primary.url)]
    return Next(
        _act(duty, lead, proposal), _who(case, duty, proposal),
        " ".join(part for part in (_first(standing, lead, paused, proposal), _by_others(lead, roles)) if part),
        duty or paused, None if duty else _until(standing, lead), primary, tuple(outlined), tuple(others), proposal)


def earliest(clocks: Sequence[Any]) -> Any | None:
    """The running duty that ends first."""
    running = [one for one in clocks if one.ended_by is None and one.nature == Nature.DUTY and one.due_on is not None]
    return min(running, key=lambda one: (one.due_on, one.public_id), default=None)


def barred_words(reason: str) -> str:
    """What stands in the way, with its place in the law: “Chưa có báo cáo … (Điều 29 Luật Khiếu nại).”."""
    citation = reason.citation if isinstance(reason, Reason) else None
    words = _(str(reason))
    if citation is None:
        return words
    return _("%(reason)s (%(place)s).", reason=words.rstrip("."), place=said_place(citation))


def _act(duty: Any | None, lead: Leading, proposal: Proposal | None) -> str:
    """What the block says is to be done: to decide on a draft, else the duty, else the act that leads on."""
    if proposal and proposal.decides:
        return _("Duyệt đề xuất: %(act)s", act=proposal.act)
    if duty is not None:
        return _((RULES.get(duty.rule) or PROMISES[duty.rule]).title)
    if lead.between:
        first, *more = (_(one.label) for one in lead.between)
        return _(" hoặc ").join([first, *map(lower_first, more)])
    return _(lead.goal.label) if lead.goal else ""


def _who(case: Any, duty: Any | None, proposal: Proposal | None) -> str:
    if proposal and proposal.decides:
        return _("trình từ %(day)s bởi %(name)s", day=show_day(proposal.on), name=proposal.by)
    if duty is not None and duty.rule in TO_DENOUNCERS:
        return _(AWAITED[Role.CUSTODIAN])
    if case.awaits == "handler":
        return str(case.handler or _(NOBODY_HANDLES))
    if case.awaits == "supervisor" and case.resolver:
        return str(case.resolver)
    return _(AWAITED[case.awaits]) if case.awaits in AWAITED else ""


def _first(standing: Standing, lead: Leading, paused: Any | None, proposal: Proposal | None) -> str:
    """What must come first: a head's word on a draft, an act that is missing, the end of a suspension's ground."""
    if proposal and not proposal.decides:
        return _("Chờ người đứng đầu duyệt đề xuất “%(act)s”, trình từ %(day)s bởi %(name)s.", act=proposal.act,
                 day=show_day(proposal.on), name=proposal.by)
    if lead.barred is not None:
        return barred_words(lead.barred)
    if paused is not None:
        ground = next((words_of("suspend_ground", told) for act in reversed(standing.done)
                       if (told := details_of(act).get("suspend_ground"))), "")
        return _("Tiếp tục khi không còn căn cứ tạm đình chỉ: %(ground)s.", ground=ground) if ground else ""
    return ""


def _by_others(lead: Leading, roles: frozenset[str]) -> str:
    """Who does what must come first, where the viewer cannot."""
    if lead.barred is None or lead.act is None or way_of(lead.act, roles) is not None:
        return ""
    names = [_(AWAITED[role]) for role in AWAITED if role in lead.act.by]
    return _("Việc này chờ %(who)s.", who=_(" hoặc ").join(names)) if names else ""


def _until(standing: Standing, lead: Leading) -> date | None:
    """The day that must go by before the act that leads on can be done: the last of the limits it ends."""
    if lead.goal is None or lead.act is not None or lead.between:
        return None
    return max((one.due_on for one in standing.clocks if one.rule in lead.goal.meets and one.ended_by is None
                and one.due_on is not None), default=None)


def _proposal(standing: Standing, roles: frozenset[str]) -> Proposal | None:
    act = standing.proposal
    if act is None:
        return None
    action = KINDS[standing.case.kind].action(act.code)
    return Proposal(_(action.label), act.proposed_by or "", act.proposed_at,
                    PROPOSAL.format(standing.case.public_id, act.public_id),
                    bool((action.by | action.enters) & roles))


def _beside(action: Action, duty: Any | None) -> bool:
    """Whether an act is one of the two shown beside the primary: it moves the running limit, or leads elsewhere.

    Nothing that cancels a number stands beside what leads on.
    """
    if action.code == VOIDING:
        return False
    if duty is None:
        return action.to is not None
    # An act that ends several limits at once ends the matter: it is no answer to one of them.
    answers = action.meets if len(action.meets) == 1 else ()
    return duty.rule in (*action.extends, *action.pauses, *answers)


def _answers(action: Action, clocks: Sequence[Any]) -> bool:
    """Whether an act ends a running duty of the office, and that alone."""
    running = {one.rule for one in clocks if one.ended_by is None and one.nature == Nature.DUTY}
    return len(action.meets) == 1 and action.meets[0] in running and action.code != VOIDING


def _meanwhile(standing: Standing, left: Sequence[Action]) -> list[Action]:
    """What leads on while a letter to a denouncer is still the custodian's: the work does not wait for it."""
    duty, kind = earliest(standing.clocks), KINDS[standing.case.kind]
    if duty is None or duty.rule not in TO_DENOUNCERS:
        return []
    act = leading(kind, kind.state(standing.case.state), standing.facts).act
    return [one for one in left if act is not None and one.code == act.code]


def _button(case: Any, action: Action) -> Button:
    page = SENDING if action.code in KEEPING else ACT
    return Button(action.code, _(action.label), page.format(case.public_id, action.code))


def _amending(case: Any, lead: Leading, roles: frozenset[str]) -> Button | None:
    """Where what is missing is no act, the form on which it is written; nothing where only days must pass."""
    missing = lead.act is None and lead.barred is not None and lead.goal is not None and bool(lead.goal.meets)
    if not missing or not case.awaits or not roles & MENDING_CASE:
        return None
    words = _("Bổ sung nội dung vụ việc") if case.kind in CASES else _("Bổ sung nội dung đơn")
    return Button("", words, url_for("cases.correct_case", public_id=case.public_id))


def _besides(case: Any, roles: frozenset[str], *, ended: bool) -> list[Button]:
    """What may be done with a case beside its procedure."""
    found = []
    if roles & MENDING_CASE:
        words = _("Sửa nội dung vụ việc") if case.kind in CASES else _("Sửa nội dung đơn")
        found.append(Button("", words, url_for("cases.correct_case", public_id=case.public_id)))
    if roles & ASSIGNING and not ended:
        words = _("Phân công lại") if case.handler_id else _("Phân công")
        found.append(Button("", words, url_for("cases.assign_case", public_id=case.public_id)))
    if roles & MEASURING and case.state in CARRIED_OUT_IN.get(case.kind, ()):
        found.append(Button("", _("Biện pháp thi hành"), MEASURES.format(case.public_id)))
    return [*found, *_together(case, roles, ended=ended)]


def set_aside(case: Any) -> bool:
    """Whether a case lies in another, or was handed over: it ended for the office, not by its procedure."""
    return case.closed_on is not None and not KINDS[case.kind].state(case.state).closed


def _together(case: Any, roles: frozenset[str], *, ended: bool) -> list[Button]:
    """What may be done with a case and another one, or another unit."""
    found = []
    if roles & LINKING:
        found.append(Button("", _("Gắn hồ sơ liên quan"), url_for("cases.link_dossier", public_id=case.public_id)))
    if ended or case.kind not in CASES:
        return found
    if roles & MERGING:
        found.append(Button("", _("Nhập vào vụ việc khác"), url_for("cases.merge_case", public_id=case.public_id)))
    if roles & GIVING and not case.sealed:
        found.append(Button("", _("Chuyển cho đơn vị khác"), url_for("cases.hand_over_case", public_id=case.public_id)))
    return found
