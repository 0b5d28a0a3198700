"""A denunciation before anybody accepts it: who denounced is checked, what it lacks is found, whose it is settled."""
from __future__ import annotations

from caseapp.cases.kinds.denunciation_guards import (
    before_intake_ends,
    came_in_person,
    conditions_met,
    identified,
    not_sent_before,
    not_several_places,
    not_withdrawn,
    sent_before,
    still_owed,
)
from caseapp.cases.kinds.denunciation_letters import letter
from caseapp.cases.kinds.denunciation_states import (
    ACCEPTED,
    AS_INFORMATION,
    CHECKERS,
    CLERK,
    DECLINED,
    FORWARDED,
    GUIDED,
    HANDLING,
    HEAD,
    MAY_OWE_REPLY,
    NEW,
    NOT_COMPETENT,
    OFFICE,
    RECEIVED,
    TOLD,
    TRANSFERRED,
    VOID,
)
from caseapp.law.acts import LTC, TT05
from caseapp.law.denunciations import (
    INTAKE,
    NOTICE,
    PRESS_REPLY,
    RESOLUTION,
    TELL_DENOUNCER,
    TELL_TRANSFER,
    TRANSFER,
)
from caseapp.text import mark
from caseapp.workflow.kind import Action

NOTHING_OWED = mark("Không còn phải trả lời nơi chuyển đến.")

INTAKE_ACTS = (
    Action("check-identity", mark("Ghi kết quả kiểm tra danh tính"), when=NEW, to=None, by=CHECKERS,
           asks=("identity_result",), citation=LTC(24, 1)),
    Action("check-conditions", mark("Kiểm tra điều kiện thụ lý"), when=NEW, to=None, by=OFFICE, asks=("lacks", "note"),
           citation=LTC(29, 1)),
    Action("several-places", mark("Ghi phải kiểm tra ở nhiều nơi"), when=NEW, to=None, by=HEAD, proposes=HANDLING,
           enters=CLERK, only_if=(not_several_places, before_intake_ends), asks=("summary",), extends=(INTAKE.code,),
           grants="several-places", citation=LTC(24, 1)),
    Action("accept", mark("Thụ lý"), when=NEW, to=ACCEPTED, by=HEAD, proposes=HANDLING, enters=CLERK,
           only_if=(not_withdrawn, identified, conditions_met), document=True, asks=("summary",), meets=(INTAKE.code,),
           starts=(RESOLUTION.code, NOTICE.code, TELL_DENOUNCER.code), citation=LTC(29, 2), form="denunciation-accept"),
    Action("decline", mark("Không thụ lý"), when=NEW, to=DECLINED, by=HEAD, proposes=HANDLING, enters=CLERK,
           document=True, asks=("refuse_ground", "note"), meets=(INTAKE.code,), citation=LTC(24, 1)),
    letter("tell-decline", mark("Báo người tố cáo việc không thụ lý"), {DECLINED}, LTC(24, 1), to=TOLD),
    Action("not-competent", mark("Ghi không thuộc thẩm quyền"), when=NEW, to=NOT_COMPETENT, by=OFFICE,
           asks=("body", "sent_before"), meets=(INTAKE.code,), starts=(TRANSFER.code, TELL_TRANSFER.code),
           citation=LTC(24, 2)),
    Action("transfer", mark("Chuyển tố cáo"), when={NOT_COMPETENT}, to=TRANSFERRED, by=HEAD, proposes=HANDLING,
           enters=CLERK, only_if=(not_sent_before,), document=True, asks=("body", "summary"), meets=(TRANSFER.code,),
           citation=LTC(24, 2), form="petition-transfer-denunciation"),
    Action("keep-filed", mark("Xếp lưu, không chuyển lại"), when={NOT_COMPETENT}, to=TOLD, by=HEAD, proposes=HANDLING,
           enters=CLERK, only_if=(sent_before,), asks=("summary",), meets=(TRANSFER.code, TELL_TRANSFER.code),
           citation=TT05(14, 1)),
    Action("pass-to-party", mark("Chuyển theo quy định của Đảng"), when=NEW, to=TRANSFERRED, by=HEAD,
           proposes=HANDLING, enters=CLERK, document=True, asks=("body", "summary"), meets=(INTAKE.code,),
           starts=(TELL_TRANSFER.code,), citation=TT05(15)),
    letter("tell-transfer", mark("Báo người tố cáo việc chuyển"), {TRANSFERRED}, LTC(24, 2), to=TOLD,
           meets=(TELL_TRANSFER.code,)),
    Action("guide", mark("Hướng dẫn người tố cáo đến nơi có thẩm quyền"), when={RECEIVED}, to=GUIDED,
           by={"reception"} | OFFICE, only_if=(came_in_person,), asks=("body",), meets=(INTAKE.code,),
           citation=LTC(24, 2)),
    Action("to-information", mark("Chuyển thành thông tin có nội dung tố cáo"), when=NEW, to=AS_INFORMATION, by=HEAD,
           proposes=HANDLING, enters=CLERK, asks=("irregular", "note"), meets=(INTAKE.code, PRESS_REPLY.code),
           citation=LTC(25)),
    Action("answer-forwarder", mark("Trả lời nơi chuyển tố cáo đến"), when=MAY_OWE_REPLY, to=None, by=HEAD,
           proposes=HANDLING, enters=CLERK, only_if=(still_owed(PRESS_REPLY.code, NOTHING_OWED, LTC(26, 2)),),
           document=True, asks=("summary",), meets=(PRESS_REPLY.code,), citation=LTC(26, 2)),
    Action("void", mark("Hủy số"), when={RECEIVED, FORWARDED}, to=VOID, by={"reception"} | OFFICE, asks=("reason",),
           meets=(INTAKE.code, PRESS_REPLY.code)),
)
"""Acts from receipt to acceptance, refusal, transfer (TC-01 to TC-04, LTC 25)."""
