"""The petition (đơn) as a procedure: taken in, it lives in the case it opened or joined."""
from __future__ import annotations

from caseapp.law.acts import LTCD
from caseapp.text import mark
from caseapp.workflow.kind import Action, Kind, Opening, State

REGISTER = "ĐƠN"
IN_CASE = State("in-case", mark("Đã đưa vào vụ việc"), rests=True)
VOID = State("void", mark("Số đã hủy"), final=True)
PETITION = Kind(
    code="petition", label=mark("Đơn"), citation=LTCD(25), openings=(Opening(IN_CASE),), states=(IN_CASE, VOID),
    actions=(
        Action("void", mark("Hủy số"), when={IN_CASE}, to=VOID, by={"reception", "clerk", "supervisor"},
               asks=("reason",)),
    ),
)
