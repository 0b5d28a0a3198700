"""Complaints about disciplinary decisions on cadres and civil servants, both instances (Law on Complaints 47 to 58).

Written only. The disciplinary council is heard and a dialogue is held before every decision. One may go to court about
dismissal alone, and for it the window of the second complaint is longer. No remote area lengthens anything here.
"""
from __future__ import annotations

from caseapp.cases.kinds.complaint_parts import (
    ACCEPTED,
    CARRIED_OUT,
    CHALLENGED,
    CLERK,
    CLOSED,
    DECIDED,
    DECLINED,
    DELIVERED,
    EFFECTIVE,
    ENDING,
    HANDLING,
    HEAD,
    OFFICE,
    RECEIVED,
    REPORTED,
    SENT,
    SUSPENDED,
    TERMINATED,
    VERIFYING,
    VOID,
    contested,
    excuse_delay_act,
    first_known,
    in_time,
    not_withdrawn,
    nothing_unsent,
    prolong_act,
    standstill_acts,
    supply_first_act,
    void_act,
    work_acts,
)
from caseapp.cases.practice import MACHINE
from caseapp.law.acts import LKN, Citation
from caseapp.law.complaints import COURT, INFORMATION
from caseapp.law.discipline import ACCEPTANCE, EFFECT, LIMITATION, RESOLUTION, SECOND, SEND_DECISION_2
from caseapp.law.limits import Limit
from caseapp.text import mark
from caseapp.workflow.kind import Action, Facts, Guard, Kind, Opening, State, guard

REGISTER, REGISTER_2 = "KNKL", "KNKL2"


@guard(mark("Khiếu nại quyết định kỷ luật phải bằng đơn: chưa có đơn."), LKN(49))
def written(facts: Facts) -> bool:
    """Whether there is a written petition (KL-08)."""
    return bool(facts["written"])


@guard(mark("Chưa có ý kiến của hội đồng kỷ luật."), LKN(52))
def council_heard(facts: Facts) -> bool:
    """Whether the disciplinary council has given its opinion."""
    return bool(facts["council"])


@guard(mark("Chưa mời đối thoại."), LKN(53))
def called(facts: Facts) -> bool:
    """Whether the complainant was called to the dialogue."""
    return bool(facts["invited"])


def talked(citation: Citation) -> Guard:
    """Whether the resolver has held the dialogue that is due before every decision (KL-05)."""

    @guard(mark("Phải đối thoại với người khiếu nại trước khi ra quyết định: chưa ghi biên bản đối thoại."), citation)
    def _talked(facts: Facts) -> bool:
        return bool(facts["talked"])

    return _talked


@guard(mark("Chỉ quyết định buộc thôi việc mới khởi kiện được tại tòa án."), LKN(57, 3))
def court_open(facts: Facts) -> bool:
    """Whether what is recorded is no action before a court, or one about dismissal (KL-09)."""
    return bool(facts["dismissal"]) or not facts["court"]


@guard(mark("Đây là vụ buộc thôi việc: thời hạn khởi kiện tính từ ngày này, ghi bằng việc dành cho buộc thôi việc."),
       LKN(57, 3))
def no_dismissal(facts: Facts) -> bool:
    """Whether the decision is about anything less than dismissal."""
    return not facts["dismissal"]


@guard(mark("Chỉ quyết định buộc thôi việc mới khởi kiện được tại tòa án."), LKN(57, 3))
def dismissal(facts: Facts) -> bool:
    """Whether the decision dismisses somebody."""
    return bool(facts["dismissal"])


@guard(mark("Chưa qua thời hạn quyết định có hiệu lực, hoặc người khiếu nại còn quyền khiếu nại lần hai."), LKN(57, 1))
def windows_passed(facts: Facts) -> bool:
    """Whether every day that must go by before the effect has gone by (KL-07)."""
    return bool(facts["windows_passed"])


@guard(mark("Chưa công bố quyết định giải quyết trong cơ quan."), LKN(58))
def announced(facts: Facts) -> bool:
    """Whether the staff was told."""
    return bool(facts["announced"])


@guard(mark("Đã ghi việc công bố."), LKN(58))
def unannounced(facts: Facts) -> bool:
    """Whether the staff is still to be told."""
    return not facts["announced"]


@guard(mark("Chưa ghi ngày nhận quyết định kỷ luật: chưa biết còn thời hiệu khiếu nại hay không."), LKN(48))
def receipt_known(facts: Facts) -> bool:
    """Whether it is known since when one could complain (KL-01)."""
    return bool(facts["receipt_known"])


@guard(mark("Đã ghi ngày nhận quyết định kỷ luật."), LKN(48))
def receipt_unknown(facts: Facts) -> bool:
    """Whether the day the disciplinary decision was received is still to be recorded."""
    return not facts["receipt_known"]


def _accepting(window: Limit, known: Guard) -> tuple[Action, ...]:
    """Acceptance or refusal within the earlier of ten days and seven working days (KL-03).

    ``window``: the days to complain; ``known``: it is known since when they run.
    """
    return (
        Action("accept", mark("Thụ lý"), when={RECEIVED}, to=ACCEPTED, by=HEAD, proposes=HANDLING, enters=CLERK,
               only_if=(not_withdrawn, contested, written, known, in_time), document=True, asks=("recipients",),
               meets=(ACCEPTANCE.code, window.code), starts=(RESOLUTION.code,), citation=LKN(50),
               form="complaint-accept"),
        Action("decline", mark("Không thụ lý"), when={RECEIVED}, to=DECLINED, by=HEAD, proposes=HANDLING, enters=CLERK,
               document=True, asks=("decline_ground", "note", "recipients"), meets=(ACCEPTANCE.code, window.code),
               citation=LKN(50), form="complaint-decline"),
        excuse_delay_act(),
    )


def _resolving(dialogue: Citation) -> tuple[Action, ...]:
    """From acceptance to where it can be decided; ``dialogue``: the article that asks for it at this instance."""
    return (
        Action("assign-verification", mark("Giao xác minh"), when={ACCEPTED}, to=VERIFYING, by=HEAD, proposes=HANDLING,
               enters=CLERK, only_if=(not_withdrawn,), document=True, asks=("team",), citation=LKN(52),
               form="complaint-verify"),
        *work_acts(LKN(52)),
        Action("report", mark("Ghi báo cáo xác minh"), when={VERIFYING}, to=REPORTED, by=HANDLING, enters=CLERK | HEAD,
               only_if=(not_withdrawn,), asks=("discipline_finding", "summary"), citation=LKN(52),
               form="complaint-report"),
        Action("hear-council", mark("Ghi ý kiến hội đồng kỷ luật"), when={VERIFYING, REPORTED}, to=None, by=OFFICE,
               only_if=(not_withdrawn,), asks=("summary",), citation=LKN(52)),
        Action("invite-dialogue", mark("Mời đối thoại"), when={VERIFYING, REPORTED}, to=None, by=OFFICE,
               only_if=(not_withdrawn,), asks=("dialogue_on", "place", "paper"), citation=dialogue),
        Action("hold-dialogue", mark("Ghi biên bản đối thoại"), when={VERIFYING, REPORTED}, to=None, by=OFFICE,
               only_if=(not_withdrawn, called), asks=("attendance", "summary"), citation=dialogue,
               form="complaint-dialogue"),
        prolong_act(RESOLUTION, LKN(50)),
        *standstill_acts(ACCEPTANCE, RESOLUTION),
    )


def _deciding(article: Citation, dialogue: Citation, form: str, *begun: str) -> Action:
    """The decision; ``begun``: limits that begin with it beside the days until its effect."""
    return Action(
        "decide", mark("Ra quyết định giải quyết"), when={REPORTED}, to=DECIDED, by=HEAD, proposes=HANDLING,
        enters=CLERK, only_if=(not_withdrawn, nothing_unsent, council_heard, talked(dialogue)), document=True,
        asks=("discipline_finding", "discipline_outcome", "summary", "recipients"),
        meets=(RESOLUTION.code, INFORMATION.code), starts=(*begun, EFFECT.code), citation=article, form=form)


def _delivering(when: set[State], to: State | None, *begun: str) -> tuple[Action, ...]:
    """The day the complainant received it: only of dismissal does the year for the court begin with it (KL-09)."""
    label = mark("Ghi ngày người khiếu nại nhận quyết định")
    return (
        Action("deliver", label, when=when, to=to, by=OFFICE, only_if=(no_dismissal,), asks=("summary",), starts=begun,
               citation=LKN(48)),
        Action("deliver-dismissal", mark("Ghi ngày nhận quyết định về buộc thôi việc"), when=when, to=to, by=OFFICE,
               only_if=(dismissal,), asks=("summary",), starts=(*begun, COURT.code), citation=LKN(57, 3)),
    )


def _afterwards(*ended: State) -> tuple[Action, ...]:
    """What follows the effect: the staff is told, the decision carried out; ``ended``: states the archive takes too."""
    return (
        Action("announce", mark("Ghi việc công bố trong cơ quan"), when={EFFECTIVE, CARRIED_OUT}, to=None, by=OFFICE,
               only_if=(unannounced,), asks=("summary",), citation=LKN(58)),
        Action("carry-out", mark("Ghi kết quả thi hành"), when={EFFECTIVE}, to=CARRIED_OUT, by=OFFICE,
               asks=("summary",), citation=LKN(58)),
        Action("close", mark("Kết thúc, đưa vào lưu trữ"), when={CARRIED_OUT, *ended}, to=CLOSED, by=OFFICE,
               only_if=(announced,), asks=("summary",), citation=LKN(58)),
        void_act(ACCEPTANCE),
    )


_ON_THE_WAY = (RECEIVED, DECLINED, ACCEPTED, VERIFYING, REPORTED, SUSPENDED, ENDING, TERMINATED, DECIDED, SENT)

DISCIPLINE = Kind(
    code="discipline", label=mark("Khiếu nại quyết định kỷ luật"), citation=LKN(47),
    openings=(Opening(RECEIVED, (ACCEPTANCE.code,)),),
    states=(*_ON_THE_WAY, DELIVERED, CHALLENGED, EFFECTIVE, CARRIED_OUT, CLOSED, VOID),
    actions=(
        *_accepting(LIMITATION, receipt_known),
        Action("note-receipt", mark("Ghi ngày nhận quyết định kỷ luật"), when={RECEIVED}, to=None,
               by={"reception"} | OFFICE, only_if=(receipt_unknown,), asks=("learned_on", "sanction"),
               starts=(LIMITATION.code,), citation=LKN(48)),
        *_resolving(LKN(53)),
        _deciding(LKN(54), LKN(53), "complaint-decide"),
        Action("send-decision", mark("Ghi việc gửi quyết định"), when={DECIDED}, to=SENT, by=OFFICE, asks=("manner",),
               citation=LKN(54)),
        *_delivering({SENT, DELIVERED}, DELIVERED, SECOND.code),
        Action("challenge", mark("Ghi khiếu nại lần hai hoặc khởi kiện"), when={SENT, DELIVERED}, to=CHALLENGED,
               by=OFFICE, only_if=(court_open,), asks=("challenge", "summary"), meets=(SECOND.code, EFFECT.code),
               citation=LKN(51)),
        Action("take-effect", mark("Quyết định có hiệu lực"), when={DELIVERED}, to=EFFECTIVE, by={MACHINE} | OFFICE,
               only_if=(windows_passed,), meets=(EFFECT.code, SECOND.code), citation=LKN(57, 1)),
        *_afterwards(CHALLENGED),
    ),
)

DISCIPLINE_2 = Kind(
    code="discipline-2", label=mark("Khiếu nại quyết định kỷ luật lần hai"), citation=LKN(51),
    openings=(Opening(RECEIVED, (ACCEPTANCE.code,)),),
    states=(*_ON_THE_WAY, EFFECTIVE, CARRIED_OUT, CLOSED, VOID),
    actions=(
        *_accepting(SECOND, first_known(LKN(51))),
        supply_first_act(LKN(51), SECOND, "sanction"),
        *_resolving(LKN(55, 3)),
        _deciding(LKN(56), LKN(55, 3), "complaint-decide-2", SEND_DECISION_2.code),
        Action("send-decision", mark("Ghi việc gửi quyết định"), when={DECIDED}, to=SENT, by=OFFICE, asks=("manner",),
               meets=(SEND_DECISION_2.code,), citation=LKN(56, 2)),
        *_delivering({SENT, EFFECTIVE, CARRIED_OUT}, None),
        Action("sue", mark("Ghi khởi kiện quyết định"), when={SENT, EFFECTIVE, CARRIED_OUT}, to=None, by=OFFICE,
               only_if=(dismissal,), asks=("summary",), citation=LKN(57, 3)),
        Action("take-effect", mark("Quyết định có hiệu lực"), when={SENT}, to=EFFECTIVE, by={MACHINE} | OFFICE,
               only_if=(windows_passed,), meets=(EFFECT.code,), citation=LKN(57, 1)),
        *_afterwards(),
    ),
)
