"""Inputs that the acts of every kind share: who works on it, who is sent a paper, free words."""
from __future__ import annotations

from typing import Final

from caseapp.cases.asking import Ask, Offer, Shape
from caseapp.text import mark

GENERAL: Final = (
    Ask("summary", Shape.SUMMARY, "", longest=10_000),
    Ask("note", Shape.NOTE, mark("Nói rõ thêm"), longest=2_000,
        hint=mark("Lý do cụ thể của vụ việc này, nếu căn cứ chưa nói hết.")),
    Ask("reason", Shape.LINE, mark("Lý do hủy số"), mark("Ghi lý do: số hủy vẫn đứng trong sổ cùng lý do này."),
        mark("Ví dụ: một đơn ghi thành hai vụ việc."), longest=500),
    Ask("team", Shape.TEAM, ""),
    Ask("recipients", Shape.RECIPIENTS, mark("Người nhận"), mark("Chọn nơi nhận.")),
    Ask("manner", Shape.MANNER, mark("Cách gửi"), mark("Chọn cách gửi."), own=(
        Offer("handed", mark("Giao trực tiếp")), Offer("posted", mark("Bưu chính")),
        Offer("online", mark("Trên mạng")), Offer("announced", mark("Niêm yết, công bố công khai")))),
    Ask("received_on", Shape.PART, mark("Ngày nhận")),
    Ask("paper", Shape.LINE, mark("Số, ký hiệu văn bản"), longest=80),
    Ask("subject", Shape.LINE, mark("Làm việc với ai, về việc gì"), mark("Ghi làm việc với ai, về việc gì.")),
    Ask("whom", Shape.LINE, mark("Cơ quan, tổ chức, cá nhân được yêu cầu"), mark("Ghi đã yêu cầu ai.")),
)
