"""What can happen at any stage of a denunciation: signs of a crime, harm to be stopped, protection of people."""
from __future__ import annotations

from collections.abc import Set as AbstractSet

from caseapp.cases.kinds.denunciation_guards import is_protected, police_asked, protection_asked
from caseapp.cases.kinds.denunciation_states import CLERK, HANDLING, HEAD, OFFICE
from caseapp.law.acts import LTC, TT05, TT145
from caseapp.law.denunciations import POLICE_DECISION
from caseapp.text import mark
from caseapp.workflow.kind import Action, State


def at_any_stage(when: AbstractSet[State]) -> tuple[Action, ...]:
    """Acts that lead nowhere and have no number of days: at once (TC-23, TC-24, XLD-04b)."""
    return (
        Action("report-harm", mark("Báo cáo ngay hành vi gây thiệt hại nghiêm trọng"), when=when, to=None, by=OFFICE,
               asks=("body", "summary"), citation=TT05(16)),
        Action("stop-harm", mark("Ngăn chặn, báo công an hành vi sắp gây thiệt hại"), when=when, to=None, by=OFFICE,
               asks=("body", "summary"), citation=LTC(27, 2)),
        Action("refer-crime", mark("Chuyển hồ sơ có dấu hiệu tội phạm"), when=when, to=None, by=HEAD, proposes=HANDLING,
               enters=CLERK, document=True, asks=("body", "summary"), citation=LTC(27, 1)),
    )


def protecting(when: AbstractSet[State]) -> tuple[Action, ...]:
    """The track of protection (BV-08 to BV-11): asked for, decided, asked of the police, ended."""
    return (
        Action("request-protection", mark("Ghi đề nghị bảo vệ"), when=when, to=None, by=OFFICE,
               asks=("protection_way",), citation=LTC(50), form="protection-request"),
        Action("decide-protection", mark("Quyết định về bảo vệ"), when=when, to=None, by=HEAD, proposes=HANDLING,
               enters=CLERK, only_if=(protection_asked,), document=True, asks=("protection_decision", "summary"),
               citation=LTC(51)),
        Action("ask-police", mark("Đề nghị công an bảo vệ"), when=when, to=None, by=OFFICE, only_if=(protection_asked,),
               asks=("paper",), starts=(POLICE_DECISION.code,), citation=TT145(5)),
        Action("police-complex", mark("Ghi công an cần thêm thời gian"), when=when, to=None, by=OFFICE,
               only_if=(police_asked,), asks=("paper",), extends=(POLICE_DECISION.code,), grants="complex",
               citation=TT145(5)),
        Action("record-police", mark("Ghi trả lời của công an"), when=when, to=None, by=OFFICE,
               only_if=(police_asked,), asks=("protection_decision", "paper"), meets=(POLICE_DECISION.code,),
               citation=TT145(5)),
        Action("end-protection", mark("Chấm dứt bảo vệ"), when=when, to=None, by=HEAD, proposes=HANDLING, enters=CLERK,
               only_if=(is_protected,), asks=("protection_ends", "summary"), citation=LTC(54, 2)),
    )
