"""The denunciation (tố cáo): Law on Denunciations 25/2018, Decree 31/2019 as amended by Decree 156/2026.

Intake and transfer run from the day of receipt; resolution from the acceptance; an expert's work and a suspension stop
it. Whatever goes to the accused goes to the denouncer too, by another hand: two time limits for one duty.
"""
from __future__ import annotations

from caseapp.cases.kinds.denunciation_guards import (
    WITHDRAWN,
    all_done,
    before_the_limit,
    disinterested,
    dropped_if_said,
    each_content,
    expertise_out,
    extended_once_at_most,
    no_expertise_out,
    not_extended,
    not_withdrawn,
    nothing_unsent,
    posted_long_enough,
    still_owed,
    to_be_sent,
    two_criteria,
    two_people,
    withdrawal_recorded,
    withdrawn,
)
from caseapp.cases.kinds.denunciation_intake import INTAKE_ACTS
from caseapp.cases.kinds.denunciation_letters import letter
from caseapp.cases.kinds.denunciation_protection import at_any_stage, protecting
from caseapp.cases.kinds.denunciation_states import (
    ACCEPTED,
    AFTER_ACCEPTANCE,
    CLERK,
    CLOSED,
    CONCLUDED,
    ENDING,
    FOLLOWED,
    FORWARDED,
    HANDLING,
    HEAD,
    MAY_OWE_NOTICE,
    NEW,
    OFFICE,
    ONGOING,
    OPEN,
    RECEIVED,
    REPORTED,
    RESOLVING,
    STATES,
    SUSPENDED,
    TERMINATED,
    TOLD,
    VERIFYING,
)
from caseapp.law.acts import LTC, ND31
from caseapp.law.denunciations import (
    ACT_ON_CONCLUSION,
    INTAKE,
    NOTICE,
    POSTING,
    PRESS_REPLY,
    PUBLISH,
    REPORT_RESULT,
    RESOLUTION,
    SEND_CONCLUSION,
    SEND_SUSPENSION,
    TELL_CONCLUSION,
    TELL_DENOUNCER,
    TELL_SUSPENSION,
)
from caseapp.law.reception import DECREE
from caseapp.text import mark
from caseapp.workflow.kind import BACK, Action, Kind, Opening

REGISTER = "GQTC"
SENT_ALREADY = mark("Không có văn bản nào chờ gửi.")
DONE_ALREADY = mark("Việc này đã ghi xong.")
BEFORE_CONCLUSION = {*NEW, *RESOLVING}
EACH_VERIFIED = each_content(mark("Còn nội dung tố cáo chưa ghi kết quả xác minh và lý do."), ND31(16))
EACH_CONCLUDED = each_content(mark("Còn nội dung tố cáo chưa ghi kết luận và lý do."), LTC(35, 2))

RESOLVING_ACTS = (
    Action("tell-accused", mark("Thông báo nội dung tố cáo cho người bị tố cáo"), when=MAY_OWE_NOTICE, to=None,
           by=HEAD, proposes=HANDLING, enters=CLERK,
           only_if=(still_owed(NOTICE.code, SENT_ALREADY, LTC(29, 3)),), document=True, asks=("stripped", "sent_how"),
           meets=(NOTICE.code,), citation=LTC(29, 3), form="denunciation-content"),
    letter("tell-acceptance", mark("Gửi người tố cáo thông báo thụ lý"), AFTER_ACCEPTANCE, LTC(29, 3),
           meets=(TELL_DENOUNCER.code,)),
    Action("short-way", mark("Giải quyết ngay theo trình tự rút gọn"), when={ACCEPTED}, to=REPORTED, by=HEAD,
           proposes=HANDLING, enters=CLERK, only_if=(not_withdrawn,), asks=("summary",), citation=LTC(43)),
    Action("assign-team", mark("Thành lập Đoàn, Tổ xác minh"), when={ACCEPTED}, to=VERIFYING, by=HEAD,
           proposes=HANDLING, enters=CLERK, only_if=(not_withdrawn, two_people, disinterested), document=True,
           asks=("team", "no_interest", "stripped"), citation=ND31(10), form="denunciation-team"),
    Action("record-work", mark("Ghi buổi làm việc"), when=ONGOING, to=None, by=OFFICE, asks=("subject", "summary"),
           citation=ND31(11), form="denunciation-minutes"),
    Action("request-expertise", mark("Trưng cầu giám định"), when=ONGOING, to=None, by=HEAD, proposes=HANDLING,
           enters=CLERK, only_if=(not_withdrawn, no_expertise_out), document=True, asks=("whom", "summary"),
           pauses=(RESOLUTION.code,), citation=ND31(15, 4), form="denunciation-expert"),
    Action("take-expertise", mark("Ghi nhận kết quả giám định"), when=ONGOING, to=None, by=OFFICE,
           only_if=(expertise_out,), asks=("summary",), resumes=(RESOLUTION.code,), citation=ND31(15, 4)),
    Action("report", mark("Ghi báo cáo xác minh"), when={VERIFYING}, to=REPORTED, by=HANDLING, enters=CLERK | HEAD,
           only_if=(not_withdrawn, no_expertise_out, EACH_VERIFIED, dropped_if_said), asks=("findings", "summary"),
           citation=ND31(16), form="denunciation-report-team"),
    Action("extend", mark("Gia hạn giải quyết"), when=ONGOING, to=None, by=HEAD, proposes=HANDLING, enters=CLERK,
           only_if=(not_withdrawn, not_extended, before_the_limit), document=True,
           asks=("complexity", "summary"), extends=(RESOLUTION.code,), grants="complex", citation=LTC(30, 2),
           form="denunciation-extend"),
    Action("extend-especially", mark("Gia hạn vụ việc đặc biệt phức tạp"), when=ONGOING, to=None, by=HEAD,
           proposes=HANDLING, enters=CLERK,
           only_if=(not_withdrawn, extended_once_at_most, two_criteria, before_the_limit), document=True,
           asks=("complexity", "summary"), extends=(RESOLUTION.code,), grants="especially-complex",
           citation=LTC(30, 3), form="denunciation-extend"),
    Action("send-extension", mark("Báo người bị tố cáo việc gia hạn"), when=AFTER_ACCEPTANCE, to=None, by=OFFICE,
           only_if=(to_be_sent("send-extension", SENT_ALREADY, ND31(3, 4)),), asks=("sent_to", "sent_how"),
           citation=ND31(3, 4)),
    letter("tell-extension", mark("Gửi người tố cáo quyết định gia hạn"), AFTER_ACCEPTANCE, ND31(3, 4)),
    Action("suspend", mark("Tạm đình chỉ giải quyết"), when=ONGOING, to=SUSPENDED, by=HEAD, proposes=HANDLING,
           enters=CLERK, only_if=(not_withdrawn, no_expertise_out, nothing_unsent), document=True,
           asks=("standstill_ground", "note"), pauses=(RESOLUTION.code,),
           starts=(SEND_SUSPENSION.code, TELL_SUSPENSION.code), citation=LTC(34, 1)),
    Action("resume", mark("Tiếp tục giải quyết"), when={SUSPENDED}, to=BACK, by=HEAD, proposes=HANDLING, enters=CLERK,
           document=True, asks=("note",), resumes=(RESOLUTION.code,), citation=LTC(34, 2)),
    Action("send-suspension", mark("Gửi quyết định cho người bị tố cáo"), when=AFTER_ACCEPTANCE, to=None,
           by=OFFICE, only_if=(to_be_sent("send-suspension", SENT_ALREADY, LTC(34, 4)),),
           asks=("sent_to", "sent_how"), meets=(SEND_SUSPENSION.code,), citation=LTC(34, 4)),
    letter("tell-suspension", mark("Gửi người tố cáo quyết định tạm đình chỉ, tiếp tục, đình chỉ"), AFTER_ACCEPTANCE,
           LTC(34, 4), meets=(TELL_SUSPENSION.code,)),
    Action("withdraw", mark("Ghi rút tố cáo"), when=BEFORE_CONCLUSION, to=None, by=OFFICE, only_if=(not_withdrawn,),
           asks=("withdrawn_part", "withdrawal_paper", "note"), citation=LTC(33), form="denunciation-withdraw"),
    Action("go-on", mark("Giải quyết tiếp dù đã rút"), when=BEFORE_CONCLUSION, to=None, by=HEAD, proposes=HANDLING,
           enters=CLERK, only_if=(withdrawn,), asks=("goes_on", "summary"), since=DECREE, citation=WITHDRAWN),
    Action("terminate", mark("Đình chỉ giải quyết"), when=BEFORE_CONCLUSION, to=ENDING, by=HEAD, proposes=HANDLING,
           enters=CLERK, only_if=(nothing_unsent, withdrawal_recorded), document=True, asks=("ending_ground", "note"),
           meets=(INTAKE.code, RESOLUTION.code, NOTICE.code, TELL_DENOUNCER.code),
           starts=(SEND_SUSPENSION.code, TELL_SUSPENSION.code), citation=LTC(34, 3)),
    Action("file-terminated", mark("Kết thúc hồ sơ đã đình chỉ"), when={ENDING}, to=TERMINATED, by=OFFICE,
           only_if=(all_done,), asks=("note",), citation=LTC(39)),
)
"""Acts from acceptance to the conclusion, or to the end without one (TC-05 to TC-14)."""

CONCLUDING_ACTS = (
    Action("conclude", mark("Kết luận nội dung tố cáo"), when={REPORTED}, to=CONCLUDED, by=HEAD, proposes=HANDLING,
           enters=CLERK,
           only_if=(not_withdrawn, no_expertise_out, nothing_unsent, EACH_CONCLUDED, dropped_if_said), document=True,
           asks=("findings", "content_finding", "summary"), meets=(RESOLUTION.code,),
           starts=(SEND_CONCLUSION.code, TELL_CONCLUSION.code, ACT_ON_CONCLUSION.code, PUBLISH.code),
           citation=LTC(35), form="denunciation-conclude"),
    Action("send-conclusion", mark("Gửi kết luận cho người bị tố cáo, nơi quản lý"), when={CONCLUDED}, to=None,
           by=OFFICE, only_if=(still_owed(SEND_CONCLUSION.code, SENT_ALREADY, LTC(35, 3)),),
           asks=("stripped", "sent_to", "sent_how"), meets=(SEND_CONCLUSION.code,), citation=LTC(35, 3)),
    letter("tell-conclusion", mark("Báo người tố cáo về kết luận"), {CONCLUDED}, LTC(35, 3),
           meets=(TELL_CONCLUSION.code,)),
    Action("act-on-conclusion", mark("Xử lý theo kết luận"), when={CONCLUDED}, to=None, by=HEAD, proposes=HANDLING,
           enters=CLERK, only_if=(still_owed(ACT_ON_CONCLUSION.code, DONE_ALREADY, LTC(36, 1)),), document=True,
           asks=("measures", "summary"), meets=(ACT_ON_CONCLUSION.code,), citation=LTC(36, 1)),
    Action("note-result", mark("Ghi nơi được kiến nghị đã có kết quả xử lý"), when={CONCLUDED, FOLLOWED}, to=None,
           by=OFFICE, asks=("whom",), starts=(REPORT_RESULT.code,), citation=LTC(36, 3)),
    Action("record-result", mark("Ghi báo cáo kết quả xử lý"), when={CONCLUDED, FOLLOWED}, to=None, by=OFFICE,
           only_if=(still_owed(REPORT_RESULT.code, DONE_ALREADY, LTC(36, 3)),), asks=("paper", "summary"),
           meets=(REPORT_RESULT.code,), citation=LTC(36, 3)),
    Action("publish", mark("Công khai kết luận tại cuộc họp, trên báo, đài"), when={CONCLUDED}, to=None, by=OFFICE,
           only_if=(still_owed(PUBLISH.code, DONE_ALREADY, LTC(40)),), asks=("stripped", "summary"),
           meets=(PUBLISH.code,), citation=LTC(40)),
    Action("post", mark("Niêm yết, đăng tải kết luận"), when={CONCLUDED}, to=None, by=OFFICE,
           only_if=(still_owed(PUBLISH.code, DONE_ALREADY, LTC(40)),), asks=("stripped", "summary"),
           meets=(PUBLISH.code,), starts=(POSTING.code,), citation=ND31(6, 2)),
    Action("end-posting", mark("Ghi đã niêm yết đủ ngày"), when={CONCLUDED, FOLLOWED}, to=None, by=OFFICE,
           only_if=(still_owed(POSTING.code, DONE_ALREADY, ND31(6, 2)), posted_long_enough), meets=(POSTING.code,),
           citation=ND31(6, 2)),
    Action("follow", mark("Chuyển sang theo dõi thực hiện"), when={CONCLUDED}, to=FOLLOWED, by=OFFICE,
           only_if=(all_done,), citation=ND31(18, 2)),
    Action("follow-up", mark("Ghi việc theo dõi thực hiện kết luận"), when={CONCLUDED, FOLLOWED}, to=None, by=OFFICE,
           asks=("summary",), citation=ND31(18, 2)),
    Action("close", mark("Kết thúc, đưa vào lưu trữ"), when={TOLD, FOLLOWED}, to=CLOSED, by=OFFICE,
           only_if=(all_done,), asks=("note",), citation=LTC(39)),
)
"""Acts from the conclusion to the file (TC-15 to TC-19, TC-26)."""

DENUNCIATION = Kind(
    code="denunciation", label=mark("Tố cáo"), citation=LTC(24),
    openings=(Opening(RECEIVED, (INTAKE.code,)), Opening(FORWARDED, (INTAKE.code, PRESS_REPLY.code))), states=STATES,
    actions=(*INTAKE_ACTS, *RESOLVING_ACTS, *CONCLUDING_ACTS, *at_any_stage(OPEN), *protecting(OPEN)),
)
