"""How the office runs a petition: what its guards look at, and what its inputs and days are called."""
from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from caseapp.cases.kinds.petition import PETITION, REGISTER
from caseapp.cases.practice import Filed, Practice, Told, Wording, traits_of
from caseapp.law.petition_facts import PetitionFacts, PetitionKind, Sender
from caseapp.text import mark
from caseapp.workflow.kind import Facts

SENDERS: Final[Mapping[str, Sender]] = {one.value: one for one in (Sender.AUTHORITY, Sender.DEPUTY, Sender.PRESS)}
"""Who passed a petition on, by the channel it came through; whatever else it came through, its writer sent it."""


def sorted_as(case: Filed, sorting: Mapping[str, Any], reported: Collection[str] = ()) -> PetitionFacts:
    """A petition as its latest sorting found it, for the decision table; raises KeyError while nobody has sorted it.

    ``reported``: circumstances the head was told of since, and that stand in the way no more.
    """
    found = set(sorting.get("circumstances", ())) - set(reported)
    return PetitionFacts(
        kind=PetitionKind(sorting["content_kind"]), conditions_missing=frozenset(sorting.get("missing", ())),
        competent=sorting["competence"] == "own", outside_body=sorting["competence"] == "outside",
        forwarded_by=next((SENDERS[one] for one in traits_of(case) if one in SENDERS), Sender.CITIZEN),
        signers=case.people_count, guided_before="guided-already" in found,
        sent_to_competent="sent-to-competent" in found,
        overdue_below="overdue-below" in found and sorting["competence"] == "below",
        final_decision_new_facts="final-new-facts" in found, irreparable="irreparable" in found,
        several_bodies="several-bodies" in found)


def facts(told: Told) -> Facts:
    """What the guards of the procedure look at: the latest sorting, and how the petition came."""
    sorting = told.last("classify")
    known = sorted_as(told.case, sorting) if sorting else None
    return {
        "content_kind": sorting.get("content_kind"),
        "competence": sorting.get("competence"),
        "circumstances": tuple(sorting.get("circumstances", ())),
        "incomplete": known is not None and (known.incomplete or known.nameless),
        "several": known is not None and (known.kind is PetitionKind.MIXED or known.several_bodies),
        "forwarded": bool(traits_of(told.case) & SENDERS.keys()),
        "returnable": known is not None and known.returnable,
    }


SUMMARIES: Final[Mapping[str, Wording]] = {
    "guide": Wording(mark("Nội dung hướng dẫn"), mark("Ghi vì sao không thuộc thẩm quyền, gửi đơn đến đâu.")),
    "transfer": Wording(mark("Nội dung chuyển"), mark("Ghi chuyển nội dung nào, vì sao.")),
    "return": Wording(mark("Lý do trả đơn"), mark("Ghi lý do trả đơn.")),
    "split": Wording(mark("Tách thành những nội dung nào"), mark("Ghi từng nội dung và nơi giải quyết.")),
    "report-head": Wording(mark("Nội dung báo cáo"), mark("Ghi nội dung báo cáo.")),
    "take-up-again": Wording(mark("Vì sao xem xét lại"), mark("Ghi vì sao xem xét lại đơn.")),
    "answer-forwarder": Wording(mark("Nội dung trả lời"), mark("Ghi đã trả lời thế nào.")),
    "urge": Wording(mark("Nội dung đôn đốc")),
    "record-reply": Wording(mark("Kết quả giải quyết"), mark("Ghi kết quả nơi nhận báo về.")),
    "return-originals": Wording(mark("Trả giấy tờ gì, ai nhận"), mark("Ghi giấy tờ đã trả và người nhận.")),
}
DAYS: Final[Mapping[str, str]] = {
    "classify": mark("Ngày phân loại"), "open-case": mark("Ngày đưa vào vụ việc"), "file": mark("Ngày xếp lưu"),
    "report-head": mark("Ngày báo cáo"), "urge": mark("Ngày đôn đốc"), "record-reply": mark("Ngày nhận kết quả"),
    "return-originals": mark("Ngày trả"),
}
PETITIONS: Final = Practice(
    kind=PETITION, register=REGISTER, facts=facts, summaries=SUMMARIES, days=DAYS, grounds=(),
    clears={"one_matter": "split"},
)
