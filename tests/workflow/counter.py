"""A visit as a procedure, small enough to read at once: what the tests of the engine and the checker run on."""

from caseapp.law.acts import LTCD, ND154
from caseapp.workflow.kind import Action, Facts, Kind, Opening, State, guard

AWAITING = State("awaiting", "Chờ trả lời")
FOLLOWED = State("followed", "Đã hẹn ngày")
SIGNING = State("signing", "Chờ ký")
DONE = State("done", "Xong", final=True)
REFUSED = State("refused", "Từ chối", final=True)

OFFICER = frozenset({"reception"})


@guard("Chưa ghi văn bản đã trả lời.")
def has_document(facts: Facts) -> bool:
    return bool(facts.get("document"))


NOTIFY = Action(
    "notify",
    "Báo kết quả",
    when={AWAITING},
    to=DONE,
    by=OFFICER,
    asks=("result", "day"),
    meets=("reception.reply",),
    citation=LTCD(28, 1),
)
PROLONG = Action(
    "prolong",
    "Hẹn ngày",
    when={AWAITING},
    to=FOLLOWED,
    by=OFFICER,
    meets=("reception.reply",),
    starts=("reception.follow-up",),
    citation=LTCD(28, 1),
)
CLOSE = Action("close", "Trả lời theo hẹn", when={FOLLOWED}, to=DONE, by=OFFICER, meets=("reception.follow-up",))
SIGN = Action(
    "sign",
    "Ký thông báo từ chối",
    when={SIGNING},
    to=REFUSED,
    by={"supervisor"},
    only_if=(has_document,),
    meets=("reception.refusal-notice",),
    citation=ND154(4, 3),
    form="01/TCD",
)
NOTE = Action("note", "Ghi thêm", when={AWAITING, FOLLOWED, SIGNING, DONE}, to=None, by=OFFICER | {"supervisor"})

VISIT = Kind(
    "visit",
    "Lượt tiếp",
    openings=(
        Opening(AWAITING, ("reception.reply",)),
        Opening(SIGNING, ("reception.refusal-notice",)),
        Opening(DONE),
        Opening(REFUSED),
    ),
    states=(AWAITING, FOLLOWED, SIGNING, DONE, REFUSED),
    actions=(NOTIFY, PROLONG, CLOSE, SIGN, NOTE),
    citation=LTCD(28),
)
