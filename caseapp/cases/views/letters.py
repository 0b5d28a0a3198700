"""The letter to whoever denounced, on paper: a code where name and address would stand, for the custodian's pen.

The paper is Vietnamese whoever prints it: nothing on it goes through the reader's language.
"""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from caseapp.cases.asks import ASKS
from caseapp.cases.kinds.denunciation_letters import LETTERS
from caseapp.cases.models import Status
from caseapp.cases.queries.cases import acts_of, linked_to
from caseapp.cases.rules import KINDS, details_of
from caseapp.cases.views.blueprint import case_or_404, pages
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.shown import page_of
from caseapp.law.forms import form_number
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.text import mark
from caseapp.web.access import guarded
from caseapp.web.filters import lower_first

ISSUING: Final = {act: letter for letter, acts in LETTERS.items() for act in acts}
# Titles of the letters, by the act whose paper they send; the acceptance has a form of its own.
TITLES: Final = {
    "tell-acceptance": mark("Thông báo việc thụ lý tố cáo"), "tell-decline": mark("Thông báo việc không thụ lý tố cáo"),
    "tell-transfer": mark("Thông báo việc chuyển tố cáo"),
    "tell-extension": mark("Thông báo việc gia hạn giải quyết tố cáo"),
    "tell-suspension": mark("Thông báo việc tạm đình chỉ, tiếp tục, đình chỉ giải quyết tố cáo"),
    "tell-conclusion": mark("Thông báo kết luận nội dung tố cáo"),
    "tell-outcome": mark("Thông báo kết quả xem xét tố cáo tiếp"),
}
# A letter that sends several papers is titled by the one it sends.
OF_PAPERS: Final = {
    "suspend": mark("Thông báo việc tạm đình chỉ giải quyết tố cáo"),
    "resume": mark("Thông báo việc tiếp tục giải quyết tố cáo"),
    "terminate": mark("Thông báo việc đình chỉ giải quyết tố cáo"),
}
# What is told in a sentence, where the name of the act alone would not make one.
TOLD_OF: Final = {
    "accept": "việc thụ lý tố cáo", "decline": "việc không thụ lý tố cáo", "conclude": "kết luận nội dung tố cáo",
}
FORMS: Final = {"tell-acceptance": "denunciation-notice"}
# Of what was chosen these say why; the rest is for the file.
REASONS: Final = ("refuse_ground", "complexity", "standstill_ground", "ending_ground")
FINDING: Final = "content_finding"


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: ``code`` stands for the person; ``reasons`` and ``finding`` in words, ``text`` as the act has it.

    ``accepted``: the text says what was accepted of the denunciation.
    """

    code: str
    title: str
    form: str
    document: str
    day: date
    signer: str
    post: str
    what: str
    reasons: tuple[str, ...]
    finding: str
    text: str
    accepted: bool
    body: str
    basis: str


@pages.get("/vu-viec/<public_id>/thu/<act>/in")
@guarded(Can.READ_DOSSIERS, Can.READ_SEALED)
def letter(public_id: str, act: str) -> ResponseReturnValue:
    """The letter that an act of a sealed case issues; 404 for any other act."""
    case = case_or_404(public_id)
    issued = next((one for one in acts_of(case.id)
                   if one.public_id == act and one.status == Status.DONE and one.code in ISSUING), None)
    if issued is None or not case.sealed:
        abort(404)
    return render_template("cases/letter_print.html", case=case, letter=_letter(case, issued), number=number_of(case),
                           back=page_of(case.kind, public_id))


def _letter(case: Any, act: Any) -> Letter:
    told, action = details_of(act), KINDS[case.kind].action(act.code)
    sending = ISSUING[act.code]
    form = form_number(FORMS.get(sending, ""), act.happened_on)
    reasons = tuple(_words(name, code) for name in REASONS for code in _codes(told.get(name)))
    title = OF_PAPERS.get(act.code, TITLES[sending])
    what = TOLD_OF.get(act.code, f"việc {lower_first(action.label)}")
    return Letter(
        _code(case), title, form, act.document, act.happened_on, act.signer or "", act.signer_post or "", what,
        reasons, _words(FINDING, told[FINDING]) if told.get(FINDING) else "",
        str(told.get("summary") or told.get("note") or ""), act.code == "accept", str(told.get("body") or ""),
        str(action.citation) if action.citation else "")


def _words(name: str, code: str) -> str:
    """What a choice means, as the law or the form of the act has it."""
    ask = ASKS[name]
    return ask.law[code].text if code in ask.law else next((one.words for one in ask.own if one.code == code), code)


def _codes(chosen: Any) -> tuple[str, ...]:
    return tuple(chosen) if isinstance(chosen, list) else (chosen,) if chosen else ()


def _code(case: Any) -> str:
    """What the denouncer knows himself by: the code on the slip of his visit, else that of the case."""
    visits = [one for one in linked_to(viewer(), case.id) if one.kind == "visit" and one.code]
    return str(visits[0].code if visits else case.code)
