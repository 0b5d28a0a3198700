"""Grassroots mediation (hòa giải ở cơ sở) as a procedure: assigned, sat, ended in one of three ways, followed.

It ends by an agreement, because a party asks for it, or because the mediator sees no prospect (LHG 23). What may not be
mediated is referred. Nothing here ever becomes a complaint or denunciation.
"""
from __future__ import annotations

from caseapp.law.acts import BLTTDS, LHG, ND15
from caseapp.law.mediation import COURT_ANSWER, COURT_RECOGNITION, START
from caseapp.text import mark
from caseapp.workflow.kind import Action, Facts, Kind, Opening, State, guard

REGISTER = "HG"

RECEIVED = State("received", mark("Chờ phân công hòa giải viên"), awaits="team-leader")
ASSIGNED = State("assigned", mark("Chờ bắt đầu hòa giải"), awaits="handler")
AT_ONCE = State("at-once", mark("Cần hòa giải ngay"), awaits="handler")
UNDER_WAY = State("under-way", mark("Đang hòa giải"), awaits="handler")
FOLLOWED = State("followed", mark("Hòa giải thành, theo dõi thỏa thuận"), awaits="handler")
KEPT = State("kept", mark("Hòa giải thành, đã xong"), rests=True)
UNKEPT = State("unkept", mark("Hòa giải thành, không được thực hiện"), rests=True)
FAILED = State("failed", mark("Hòa giải không thành"), rests=True)
STOPPED = State("stopped", mark("Chấm dứt theo yêu cầu của một bên"), rests=True)
REFERRED = State("referred", mark("Không thuộc phạm vi hòa giải"), rests=True)
VOID = State("void", mark("Số đã hủy"), final=True)

LEADER = {"team-leader"}
TEAM = {"mediator", "team-leader"}
BEGUN = {ASSIGNED, AT_ONCE, UNDER_WAY}
OPEN = {RECEIVED, *BEGUN}
SETTLED = {FOLLOWED, KEPT, UNKEPT}
UNSETTLED = {FAILED, STOPPED}
ELSEWHERE = {FAILED, STOPPED, REFERRED, UNKEPT}
RUNNING = (START.code, COURT_ANSWER.code, COURT_RECOGNITION.code)


@guard(mark("Chưa có văn bản hòa giải thành có chữ ký: tòa án không xem xét công nhận."), BLTTDS(418, 1))
def recorded(facts: Facts) -> bool:
    """Whether the settlement was put on paper and signed, as the court asks for."""
    return bool(facts["recorded"])


@guard(mark("Văn bản hòa giải thành đã lập rồi."), LHG(24, 2))
def not_recorded(facts: Facts) -> bool:
    """Whether no signed record exists yet."""
    return not facts["recorded"]


@guard(mark("Chưa có bên nào yêu cầu tòa án công nhận."), BLTTDS(418, 1))
def court_asked(facts: Facts) -> bool:
    """Whether a party brought the settlement before the court."""
    return bool(facts["court_asked"])


@guard(mark("Tòa án chưa yêu cầu tài liệu, hoặc đã trả lời."), BLTTDS(419))
def court_waits(facts: Facts) -> bool:
    """Whether the court asked for papers and nobody has answered."""
    return bool(facts["court_waits"])


@guard(mark("Tòa án đang chờ tài liệu: trả lời tòa án trước."), BLTTDS(419), ended=(COURT_ANSWER.code,))
def court_answered(facts: Facts) -> bool:
    """Whether no court waits for papers: the follow-up does not end over its five days."""
    return not facts["court_waits"]


@guard(mark("Chưa có báo khẩn nào của hòa giải viên."), LHG(15, 4))
def warned(facts: Facts) -> bool:
    """Whether the mediator warned of violence or disorder, and nobody has passed it on."""
    return bool(facts["warned"])


@guard(mark("Vụ việc không phối hợp với tổ hòa giải khác."), LHG(22))
def mediated_jointly(facts: Facts) -> bool:
    """Whether another hamlet's team takes part."""
    return bool(facts["joint"])


@guard(mark("Chỉ mời người tham gia khi các bên đều đồng ý."), LHG(19))
def agreed_to(facts: Facts) -> bool:
    """Whether all parties agreed to somebody who is invited; open while nobody has been asked."""
    return facts["consent"] in (None, "both")


MEDIATION = Kind(
    code="mediation", label=mark("Hòa giải ở cơ sở"), citation=LHG(16),
    openings=(
        Opening(RECEIVED), Opening(ASSIGNED, (START.code,)), Opening(AT_ONCE, (START.code,)),
        # Out of an old logbook, which says what came of it and starts no time limit.
        *(Opening(state) for state in (UNDER_WAY, KEPT, FAILED, REFERRED))),
    states=(RECEIVED, ASSIGNED, AT_ONCE, UNDER_WAY, FOLLOWED, KEPT, UNKEPT, FAILED, STOPPED, REFERRED, VOID),
    actions=(
        Action("assign", mark("Phân công hòa giải viên"), when={RECEIVED}, to=ASSIGNED, by=LEADER, asks=("note",),
               starts=(START.code,), citation=LHG(18)),
        Action("replace", mark("Thay hòa giải viên"), when={*BEGUN, FOLLOWED}, to=None, by=LEADER,
               asks=("replaced_for", "note"), citation=LHG(18)),
        Action("agree-time", mark("Các bên hẹn thời gian khác"), when={ASSIGNED}, to=None, by=TEAM,
               asks=("agreed_on",), meets=(START.code,), citation=LHG(20, 2)),
        Action("invite", mark("Mời người cùng hòa giải"), when=BEGUN, to=None, by=TEAM, only_if=(agreed_to,),
               asks=("invited", "standing", "consent"), citation=LHG(19)),
        Action("join-team", mark("Phối hợp với tổ hòa giải khác"), when=OPEN, to=None, by=LEADER, asks=("note",),
               citation=LHG(22)),
        Action("tell-fronts", mark("Báo Ban công tác Mặt trận hai nơi"), when={*OPEN, *SETTLED, *UNSETTLED}, to=None,
               by=LEADER, only_if=(mediated_jointly,), asks=("note",), citation=LHG(22)),
        Action("warn", mark("Báo khẩn cho tổ trưởng"), when=OPEN, to=None, by=TEAM, asks=("summary",),
               citation=LHG(10, 5)),
        Action("pass-warning", mark("Báo Chủ tịch Ủy ban nhân dân cấp xã"), when={*OPEN, *ELSEWHERE, FOLLOWED, KEPT},
               to=None, by=LEADER, only_if=(warned,), asks=("summary",), citation=LHG(15, 4)),
        Action("sit", mark("Ghi buổi hòa giải"), when=BEGUN, to=UNDER_WAY, by=TEAM,
               asks=("sat_at", "came", "summary", "next_on"), meets=(START.code,), citation=LHG(21)),
        Action("settle", mark("Hòa giải thành"), when=BEGUN, to=FOLLOWED, by=TEAM, asks=("summary",),
               meets=(START.code,), citation=LHG(24)),
        Action("fail", mark("Hòa giải không thành"), when=BEGUN, to=FAILED, by=TEAM, asks=("summary",),
               meets=(START.code,), citation=LHG(23)),
        Action("stop", mark("Chấm dứt theo yêu cầu của một bên"), when=BEGUN, to=STOPPED, by=TEAM,
               asks=("asked_by", "summary"), meets=(START.code,), citation=LHG(23)),
        Action("refer", mark("Không thuộc phạm vi hòa giải"), when=OPEN, to=REFERRED, by=TEAM,
               asks=("barred", "to_place", "summary"), meets=(START.code,), citation=LHG(10, 4)),
        Action("draw-record", mark("Lập văn bản hòa giải thành"), when=SETTLED, to=None, by=TEAM,
               only_if=(not_recorded,), asks=("signed_as", "settled_on"), starts=(COURT_RECOGNITION.code,),
               citation=LHG(24, 2)),
        Action("refuse-sign", mark("Ghi việc không ký văn bản"), when=SETTLED, to=None, by=TEAM,
               only_if=(not_recorded,), asks=("asked_by", "summary"), citation=LHG(24, 2)),
        Action("pass-difficulty", mark("Báo Trưởng thôn, Ban công tác Mặt trận"), when={FOLLOWED}, to=None, by=LEADER,
               asks=("summary",), citation=LHG(26)),
        Action("finish", mark("Thỏa thuận đã thực hiện xong"), when={FOLLOWED}, to=KEPT, by=TEAM,
               only_if=(court_answered,), asks=("note",), citation=LHG(26)),
        Action("give-up", mark("Thỏa thuận không được thực hiện"), when={FOLLOWED}, to=UNKEPT, by=LEADER,
               only_if=(court_answered,), asks=("summary",), citation=LHG(26)),
        Action("request-court", mark("Bên yêu cầu tòa án công nhận"), when=SETTLED, to=None, by=TEAM,
               only_if=(recorded,), asks=("court", "asked_by"), meets=(COURT_RECOGNITION.code,),
               citation=BLTTDS(418, 1)),
        Action("court-asks", mark("Tòa án yêu cầu cung cấp tài liệu"), when=SETTLED, to=FOLLOWED, by=TEAM,
               only_if=(court_asked,), asks=("summary",), starts=(COURT_ANSWER.code,), citation=BLTTDS(419)),
        Action("answer-court", mark("Trả lời tòa án"), when={FOLLOWED}, to=None, by=TEAM,
               only_if=(court_waits,), asks=("summary",), meets=(COURT_ANSWER.code,), citation=BLTTDS(419)),
        Action("court-decides", mark("Ghi quyết định của tòa án"), when=SETTLED, to=None, by=TEAM,
               only_if=(court_asked,), asks=("court_result", "paper"), citation=BLTTDS(419)),
        Action("continue", mark("Các bên yêu cầu hòa giải tiếp"), when={*UNSETTLED, UNKEPT}, to=ASSIGNED, by=TEAM,
               asks=("asked_by", "summary"), starts=(START.code,), citation=LHG(27)),
        Action("record-failure", mark("Lập văn bản hòa giải không thành"), when=UNSETTLED, to=None, by=TEAM,
               asks=("asked_by",), citation=ND15(10)),
        Action("guide", mark("Hướng dẫn đến nơi có thẩm quyền"), when=ELSEWHERE, to=None, by=TEAM,
               asks=("to_place", "summary"), citation=LHG(27)),
        Action("hand-on", mark("Lập đơn gửi Ủy ban nhân dân cấp xã"), when=ELSEWHERE, to=None, by=TEAM,
               asks=("asked_by", "summary"), citation=LHG(27)),
        Action("reopen", mark("Sửa kết quả ghi nhầm"), when={*SETTLED, *UNSETTLED, REFERRED}, to=UNDER_WAY, by=LEADER,
               asks=("summary",), meets=(COURT_RECOGNITION.code, COURT_ANSWER.code)),
        Action("void", mark("Hủy số"), when={*OPEN, *SETTLED, *UNSETTLED, REFERRED}, to=VOID, by=LEADER,
               asks=("reason",), meets=RUNNING),
    ),
)
