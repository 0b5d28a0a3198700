"""The petition (đơn) as a procedure: read, sorted by its content, and sent on its way; once in a case, it lives there.

The circular that orders petitions was read only where it speaks of denunciations: what it says of the others rests on
its predecessor and is marked. A denunciation goes into its case on the first day and is sorted there, under seal.
"""
from __future__ import annotations

from caseapp.law.acts import LTCD, TT07
from caseapp.law.petitions import CLASSIFY, KEEP_FILED
from caseapp.text import mark
from caseapp.workflow.kind import Action, Facts, Kind, Opening, State, guard

REGISTER = "ĐƠN"

RECEIVED = State("received", mark("Đã nhận, chờ phân loại"), awaits="handler")
CLASSIFIED = State("classified", mark("Đã phân loại, chờ hướng xử lý"), awaits="handler")
IN_CASE = State("in-case", mark("Đã đưa vào vụ việc"), rests=True)
GUIDED = State("guided", mark("Đã hướng dẫn người gửi"), rests=True)
TRANSFERRED = State("transferred", mark("Đã chuyển, chờ kết quả"), rests=True)
ANSWERED = State("answered", mark("Nơi nhận đã trả lời"), rests=True)
RETURNED = State("returned", mark("Đã trả nơi chuyển đến"), rests=True)
FILED = State("filed", mark("Đã xếp lưu"), rests=True)
SPLIT = State("split", mark("Đã hướng dẫn tách đơn"), rests=True)
VOID = State("void", mark("Số đã hủy"), final=True)

HEAD = {"supervisor"}
CLERK = {"clerk"}
SORTING = {"handler", "reception"}
OFFICE = {"handler", "reception", "clerk", "supervisor"}
# What was done once about one content is not done again: the petition is put away.
NOT_TWICE = frozenset({"guided-already", "transferred-already", "sent-to-competent"})
OUT = {GUIDED, TRANSFERRED, ANSWERED, RETURNED, FILED, SPLIT}


@guard(mark("Đơn nhiều nội dung: hướng dẫn người gửi tách riêng từng nội dung trước."), LTCD(25, 3))
def one_matter(facts: Facts) -> bool:
    """Whether the petition is about one thing that one body resolves."""
    return not facts["several"]


@guard(mark("Đơn chỉ có một nội dung, một nơi giải quyết: không phải tách."), LTCD(25, 3))
def several_matters(facts: Facts) -> bool:
    """Whether there is anything to split."""
    return bool(facts["several"])


@guard(mark("Đơn còn thiếu điều kiện xử lý. Bổ sung rồi phân loại lại, hoặc xếp lưu."), LTCD(26))
def conditions_met(facts: Facts) -> bool:
    """Whether nothing is missing that a petition of this kind must have."""
    return not facts["incomplete"]


@guard(mark("Đơn không thuộc thẩm quyền của đơn vị: hướng dẫn hoặc chuyển đến nơi có thẩm quyền."), LTCD(26))
def competent(facts: Facts) -> bool:
    """Whether this office is the one to resolve it."""
    return facts["competence"] == "own"


@guard(mark("Đơn thuộc thẩm quyền của đơn vị: mở vụ việc, không hướng dẫn, chuyển hay trả."), LTCD(26))
def not_competent(facts: Facts) -> bool:
    """Whether another office must resolve it."""
    return facts["competence"] != "own"


@guard(mark("Nội dung này đã được hướng dẫn một lần: chỉ hướng dẫn một lần."), TT07(8, 1))
def not_guided(facts: Facts) -> bool:
    """Whether the sender was not yet told where to go with this content (XLD-05)."""
    return "guided-already" not in facts["circumstances"]      # type: ignore[operator]


@guard(mark("Nội dung này đã được chuyển một lần: chỉ chuyển một lần. Ghi đôn đốc ở đơn đã chuyển."), LTCD(26))
def not_transferred(facts: Facts) -> bool:
    """Whether this content was not sent on before (XLD-04)."""
    return "transferred-already" not in facts["circumstances"]      # type: ignore[operator]


@guard(mark("Đơn khiếu nại không thuộc thẩm quyền thì hướng dẫn người gửi, không chuyển."), TT07(8, 1))
def no_complaint(facts: Facts) -> bool:
    """Whether it is something else than a complaint: that is never transferred, its writer is guided (XLD-05)."""
    return facts["content_kind"] != "complaint"


@guard(mark("Đơn do người gửi nộp, không có nơi chuyển để trả."), LTCD(26))
def forwarded(facts: Facts) -> bool:
    """Whether somebody sent it on to this office."""
    return bool(facts["forwarded"])


@guard(mark("Đại biểu, báo chí chuyển đơn khiếu nại này đến: trả lại nơi chuyển, nêu lý do, không hướng dẫn."),
       LTCD(26))
def sent_by_writer(facts: Facts) -> bool:
    """Whether a complaint came from its writer or an authority; what a deputy or the press passed on goes back."""
    return not facts["returnable"] or facts["content_kind"] != "complaint"


@guard(mark("Chỉ xếp lưu đơn thiếu điều kiện, đã gửi đúng nơi, đã hướng dẫn hoặc đã chuyển cùng nội dung."), TT07(28))
def may_be_filed(facts: Facts) -> bool:
    """Whether the petition is of those that are not handled; what this office must resolve is not put away."""
    known = NOT_TWICE & set(facts["circumstances"])      # type: ignore[call-overload]
    return bool(facts["incomplete"]) or (facts["competence"] != "own" and bool(known))


PETITION = Kind(
    code="petition", label=mark("Đơn"), citation=LTCD(25),
    openings=(
        Opening(RECEIVED, (CLASSIFY.code,)), Opening(IN_CASE), Opening(VOID),
        # Out of an old book, which says what was done and starts no time limit: they are over.
        *(Opening(state) for state in (GUIDED, TRANSFERRED, RETURNED, FILED, SPLIT))),
    states=(RECEIVED, CLASSIFIED, IN_CASE, GUIDED, TRANSFERRED, ANSWERED, RETURNED, FILED, SPLIT, VOID),
    actions=(
        Action("classify", mark("Phân loại đơn"), when={RECEIVED, CLASSIFIED}, to=CLASSIFIED, by=OFFICE,
               asks=("content_kind", "missing", "competence", "circumstances", "note"), citation=LTCD(26)),
        Action("open-case", mark("Mở vụ việc"), when={CLASSIFIED}, to=IN_CASE, by=OFFICE,
               only_if=(one_matter, conditions_met, competent), asks=("joins",), meets=(CLASSIFY.code,),
               citation=LTCD(26)),
        Action("guide", mark("Hướng dẫn người gửi"), when={CLASSIFIED}, to=GUIDED, by=HEAD, proposes=SORTING,
               enters=CLERK, only_if=(not_competent, sent_by_writer, not_guided), document=True,
               asks=("body", "summary"), meets=(CLASSIFY.code,), citation=TT07(8, 1), form="petition-guide"),
        Action("transfer", mark("Chuyển đơn"), when={CLASSIFIED}, to=TRANSFERRED, by=HEAD, proposes=SORTING,
               enters=CLERK, only_if=(not_competent, no_complaint, not_transferred), document=True,
               asks=("body", "summary"), meets=(CLASSIFY.code,), citation=LTCD(26, 2),
               form="petition-transfer-feedback"),
        Action("return", mark("Trả đơn cho nơi chuyển đến"), when={CLASSIFIED}, to=RETURNED, by=HEAD,
               proposes=SORTING, enters=CLERK, only_if=(not_competent, forwarded), document=True,
               asks=("summary",), meets=(CLASSIFY.code,), citation=LTCD(26), form="petition-return"),
        Action("split", mark("Hướng dẫn tách đơn"), when={CLASSIFIED}, to=SPLIT, by=HEAD, proposes=SORTING,
               enters=CLERK, only_if=(several_matters,), document=True, asks=("summary",), meets=(CLASSIFY.code,),
               citation=LTCD(25, 3), form="petition-split"),
        Action("file", mark("Xếp lưu đơn"), when={CLASSIFIED}, to=FILED, by=HEAD, proposes=SORTING, enters=CLERK,
               only_if=(may_be_filed,), asks=("not_handled", "note"), meets=(CLASSIFY.code,),
               starts=(KEEP_FILED.code,), citation=TT07(28)),
        Action("report-head", mark("Báo cáo người đứng đầu"), when={RECEIVED, CLASSIFIED, IN_CASE}, to=None,
               by=SORTING | CLERK, asks=("report_why", "summary"), citation=LTCD(26)),
        Action("take-up-again", mark("Xem xét lại đơn"), when={GUIDED, ANSWERED, RETURNED, FILED, SPLIT},
               to=CLASSIFIED, by=HEAD, asks=("summary",), meets=(KEEP_FILED.code,), starts=(CLASSIFY.code,),
               citation=LTCD(26)),
        Action("answer-forwarder", mark("Trả lời nơi chuyển đơn"), when={CLASSIFIED, IN_CASE, *OUT}, to=None,
               by=HEAD, proposes=SORTING, enters=CLERK, only_if=(forwarded,), document=True, asks=("summary",),
               citation=LTCD(26)),
        Action("urge", mark("Đôn đốc nơi nhận đơn"), when={TRANSFERRED}, to=None, by=OFFICE, asks=("paper", "summary"),
               citation=LTCD(26)),
        Action("record-reply", mark("Ghi kết quả nơi nhận báo về"), when={TRANSFERRED, ANSWERED}, to=ANSWERED,
               by=OFFICE, asks=("paper", "summary"), citation=LTCD(26)),
        Action("return-originals", mark("Trả lại giấy tờ gốc"), when={IN_CASE, *OUT}, to=None, by=OFFICE,
               asks=("summary",), citation=TT07(10)),
        Action("void", mark("Hủy số"), when={RECEIVED, CLASSIFIED, IN_CASE}, to=VOID, by=OFFICE, asks=("reason",),
               meets=(CLASSIFY.code,)),
    ),
)
