"""How a team runs a mediation: what its guards look at, and what its inputs and days are called."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from caseapp.cases.kinds.mediation import MEDIATION, REGISTER
from caseapp.cases.practice import Practice, Told, Wording
from caseapp.law.mediation import COURT_ANSWER, COURT_RECOGNITION
from caseapp.text import mark
from caseapp.workflow.kind import Facts


def facts(told: Told) -> Facts:
    """What the guards of the procedure look at; every settlement has a record and a request to the court of its own."""
    return {
        "recorded": told.on_between("draw-record", "settle"),
        "court_asked": told.on_between("request-court", "settle"),
        "court_waits": told.runs(COURT_ANSWER.code),
        "warned": told.on_between("warn", "pass-warning"),
        "joint": told.done("join-team"),
        "consent": told.chosen.get("consent"),
    }


SUMMARIES: Final[Mapping[str, Wording]] = {
    "warn": Wording(mark("Có nguy cơ gì"), mark("Ghi nguy cơ bạo lực, mất trật tự.")),
    "pass-warning": Wording(mark("Đã báo ai, báo bằng cách nào"), mark("Ghi đã báo ai, bằng cách nào.")),
    "sit": Wording(mark("Diễn biến buổi hòa giải"), mark("Ghi các bên đã nói gì, đã giải thích gì.")),
    "settle": Wording(mark("Các bên thỏa thuận"), mark("Ghi các bên đã thỏa thuận gì.")),
    "fail": Wording(mark("Mỗi bên yêu cầu gì"), mark("Ghi yêu cầu của mỗi bên.")),
    "stop": Wording(mark("Mỗi bên yêu cầu gì"), mark("Ghi yêu cầu của mỗi bên.")),
    "refer": Wording(mark("Đã giải thích, hướng dẫn thế nào"), mark("Ghi đã giải thích, hướng dẫn thế nào.")),
    "refuse-sign": Wording(mark("Vì sao không ký"), mark("Ghi vì sao không ký.")),
    "pass-difficulty": Wording(mark("Khó khăn gì, đã báo ai"), mark("Ghi khó khăn và đã báo ai.")),
    "give-up": Wording(mark("Vì sao thỏa thuận không được thực hiện"), mark("Ghi vì sao không được thực hiện.")),
    "court-asks": Wording(mark("Tòa án yêu cầu tài liệu gì"), mark("Ghi tòa án yêu cầu gì.")),
    "answer-court": Wording(mark("Đã gửi tòa án những gì"), mark("Ghi đã gửi những gì.")),
    "continue": Wording(mark("Các bên muốn hòa giải tiếp về việc gì")),
    "guide": Wording(mark("Nội dung hướng dẫn"), mark("Ghi đã hướng dẫn thế nào.")),
    "hand-on": Wording(mark("Bên gửi đơn yêu cầu gì"), mark("Ghi bên gửi đơn yêu cầu gì.")),
    "reopen": Wording(mark("Ghi nhầm gì, kết quả đúng là gì"), mark("Ghi vì sao sửa kết quả.")),
}
DAYS: Final[Mapping[str, str]] = {
    "assign": mark("Ngày phân công"), "replace": mark("Ngày thay"), "agree-time": mark("Ngày các bên thỏa thuận"),
    "invite": mark("Ngày mời"), "join-team": mark("Ngày phối hợp"), "tell-fronts": mark("Ngày báo"),
    "warn": mark("Ngày báo"), "pass-warning": mark("Ngày báo"), "sit": mark("Ngày hòa giải"),
    "settle": mark("Ngày hòa giải thành"), "fail": mark("Ngày kết thúc"), "stop": mark("Ngày kết thúc"),
    "refer": mark("Ngày hướng dẫn"), "draw-record": mark("Ngày lập văn bản"), "refuse-sign": mark("Ngày không ký"),
    "pass-difficulty": mark("Ngày báo"), "finish": mark("Ngày thực hiện xong"), "give-up": mark("Ngày kết luận"),
    "request-court": mark("Ngày gửi tòa án"), "court-asks": mark("Ngày nhận yêu cầu"),
    "answer-court": mark("Ngày trả lời"), "court-decides": mark("Ngày quyết định"),
    "continue": mark("Ngày các bên yêu cầu"), "record-failure": mark("Ngày lập văn bản"),
    "guide": mark("Ngày hướng dẫn"), "hand-on": mark("Ngày lập đơn"), "reopen": mark("Ngày sửa"),
}
MEDIATIONS: Final = Practice(
    kind=MEDIATION, register=REGISTER, facts=facts, summaries=SUMMARIES, days=DAYS, grounds=(), keeps="",
    starts_on={"settled_on": (COURT_RECOGNITION.code,)},
    usual={"received": ("assign",), "assigned": ("sit",), "at-once": ("sit",), "under-way": ("settle",),
           "followed": ("finish",), "failed": ("guide",), "stopped": ("guide",), "referred": ("guide",),
           "unkept": ("guide",), "kept": ()},
    levels=frozenset({"hamlet"}),
)
