"""What the acts on feedback (kiến nghị, phản ánh) ask for beside what the acts of every kind ask."""
from __future__ import annotations

from typing import Final

from caseapp.cases.asking import Ask, Offer, Shape
from caseapp.text import mark

FEEDBACK_ASKS: Final = (
    Ask("answered_as", Shape.CHOICE, mark("Kết quả"), mark("Chọn kết quả trả lời."), own=(
        Offer("accepted", mark("Tiếp thu, thực hiện")), Offer("partly", mark("Tiếp thu một phần")),
        Offer("explained", mark("Giải thích, không thay đổi")))),
)
