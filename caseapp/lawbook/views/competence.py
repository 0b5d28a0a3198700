"""The competence navigator: whose act it is, in the address; who is competent, why and what follows, on the page."""
from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from caseapp.law.citing import cited, joined
from caseapp.law.competence import Question
from caseapp.law.competence_answers import Answer
from caseapp.law.competence_complaints import DISPUTES
from caseapp.law.competence_shape import MATTER_WORDS, OFFICES, Matter, Tier
from caseapp.law.errors import LawError
from caseapp.lawbook.competence_form import CompetenceForm, address, answered, asked
from caseapp.lawbook.competence_units import known_bodies
from caseapp.lawbook.views.blueprint import pages
from caseapp.staff.policy import Can
from caseapp.web.access import guarded, local_path
from caseapp.web.badges import Badge, Tone
from caseapp.web.language import gettext as _
from caseapp.web.now import today


@pages.get("/phap-luat/tham-quyen")
@guarded(Can.SEE_LAW)
def competence() -> ResponseReturnValue:
    """Ask who is competent; an address that names a matter and an office is a question and is answered."""
    put = "cua" in request.args
    form = CompetenceForm(request.args if put else None, bodies=known_bodies(), today=today())
    if not put:
        form.on.data = today()
    question = asked(form) if put else None
    answer = answered(form, question) if question else None
    if request.args.get("dang") == "json":
        return _as_json(form, answer)
    back = local_path(request.args.get("ve"))
    shown = _shown(question, answer, back) if question and isinstance(answer, Answer) else {}
    page = render_template("lawbook/competence.html", form=form, problems=form.problems() if put else [], back=back,
                           **shown)
    return (page, 422) if put and not shown else page


def _shown(question: Question, answer: Answer, back: str | None) -> dict[str, Any]:
    """What the page says of an answer."""
    return {
        "answer": answer, "name": answer.named(_), "office_words": _(OFFICES[question.against].label),
        "label": _label(question), "badge": None if answer.confirmed else Badge(Tone.UNSURE, _("Chưa xác nhận")),
        "follows": answer.following.words(_), "notes": [cited(note.words(_), _) for note in answer.notes],
        "next_url": _next(question, answer, back),
        "disputes": DISPUTES if question.matter is Matter.COMPLAINT else None,
        "sentence": _sentence(question, answer), "use_url": _handed_back(back, question, answer) if back else "",
        "own_url": url_for("lawbook.competence", **address(question)), "question": question,
        "json_url": url_for("lawbook.competence", dang="json", **address(question)),
    }


def _label(question: Question) -> str:
    """What stands above the answer: first, again, or a denunciation that goes on."""
    if question.instance == 1:
        return _("Có thẩm quyền giải quyết")
    if question.matter is Matter.DENUNCIATION:
        return _("Có thẩm quyền xem xét tố cáo tiếp")
    return _("Có thẩm quyền giải quyết lần hai")


def _next(question: Question, answer: Answer, back: str | None) -> str:
    """The same question at second instance, where somebody answers it."""
    if answer.following.next is None:
        return ""
    return url_for("lawbook.competence", **{**address(question), "lan": "2"}, ve=back)


def _sentence(question: Question, answer: Answer) -> str:
    """What may be copied into a paper: what it is about, who is competent, where it stands."""
    said = _("%(matter)s, đối với %(office)s: thẩm quyền giải quyết thuộc %(authority)s, theo %(places)s.",
             matter=_(MATTER_WORDS[question.matter]), office=_office(question), authority=answer.named(_),
             places=joined(answer.citations, _))
    follows = answer.following.words(_)
    return f"{said} {follows}" if follows else said


def _office(question: Question) -> str:
    """The office by its kind, and by its own name where that was chosen; of a district, by who took over."""
    office, body = OFFICES[question.against], question.body
    if body and office.tier is Tier.DISTRICT:
        return _("%(office)s (nay do %(unit)s tiếp nhận)", office=_(office.label), unit=body.name)
    return f"{_(office.label)} ({body.name})" if body else _(office.label)


def _handed_back(back: str, question: Question, answer: Answer) -> str:
    """Where the question came from, with the codes of the authority and of its body behind it: no name of anybody."""
    body = answer.authority.body
    known = {"cua-don-vi": body.code} if body else {}
    found = {"tham-quyen": answer.authority.code, **known, "lan": question.instance}
    return f"{back}{'&' if '?' in back else '?'}{urlencode(found)}"


def _as_json(form: CompetenceForm, answer: Answer | LawError | None) -> Response:
    """The same for a page that asks from the side: codes, the authority in words, where it stands, what is in doubt."""
    if not isinstance(answer, Answer):
        said = next((problem.message for problem in form.problems()), _("Cần “viec”, “cua” và “nhan”."))
        return _json({"error": said}, 422)
    body, after = answer.authority.body, answer.following.next
    return _json({
        "authority": answer.authority.code, "unit": body.code if body else None, "named": answer.named(_),
        "citations": [cited(one, _) for one in answer.citations], "confirmed": answer.confirmed,
        "notes": [note.words(_) for note in answer.notes], "then": answer.following.words(_),
        "second": after.code if after else None, "line": answer.line.id,
    })


def _json(said: dict[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(said, ensure_ascii=False), status, mimetype="application/json")
