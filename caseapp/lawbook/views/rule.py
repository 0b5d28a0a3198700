"""The page of one rule: what is in force, what was, how it is counted, examples, who is bound by it."""
from __future__ import annotations

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from caseapp.gazette import office_calendar
from caseapp.law.acts import Citation
from caseapp.law.citing import act_words, place_words
from caseapp.law.limits import NATURE_WORDS, Limit, Wording
from caseapp.law.registry import RULES
from caseapp.law.rows import FIELD_WORDS
from caseapp.lawbook.examples import examples
from caseapp.lawbook.fields import field_of
from caseapp.lawbook.procedures import kinds, uses_of_rule
from caseapp.lawbook.queries import running
from caseapp.lawbook.timeline import Spoken, Timeline, timeline
from caseapp.lawbook.views.blueprint import pages
from caseapp.lawbook.wording import answer, counted_how, length_words, option_lines, status
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.language import gettext as _
from caseapp.web.now import today

NAME_LETTERS = 27      # of an act's name beside the bars


@pages.get("/phap-luat/quy-tac/<code>")
@guarded(Can.SEE_LAW)
def rule(code: str) -> ResponseReturnValue:
    """One rule, whole."""
    limit = RULES.get(code) or abort(404)
    said, field = answer(limit, today(), _), field_of(code)
    notes = dict.fromkeys(_(wording.note) for wording in limit.wordings if wording.note)
    return render_template(
        "lawbook/rule.html", limit=limit, answer=said, field=field, field_words=_(FIELD_WORDS[field]),
        badge=None if said.confirmed else status(confirmed=False, say=_), nature=_(NATURE_WORDS[limit.nature]),
        lines=_timeline(limit), wordings=[_wording(one) for one in reversed(limit.wordings)],
        examples=examples(limit, today(), office_calendar(), _), how=counted_how(limit, today(), _), notes=list(notes),
        uses=uses_of_rule(code, kinds(), _), running=running(viewer(), code),
        ask={"quy-tac": code} | ({"ngay": today().isoformat()} if _counts_from_today(limit) else {}))


def _timeline(limit: Limit) -> Timeline:
    return timeline(limit, today(), Spoken(
        place=_act_name, under=_under, length=lambda wording: length_words(wording, _), unread=_("chưa đối chiếu"),
        used=_("Hạn được dùng"), earliest=_("ngày nào sớm hơn")))


def _act_name(wording: Wording) -> str:
    """The act as citations name it; by its code where the name has no room beside the bars."""
    act = wording.citation.act
    words = act_words(act, _)
    return words if len(words) <= NAME_LETTERS else act.code


def _under(wording: Wording) -> str:
    """The article and the length: the clause stands in the table below."""
    citation = wording.citation
    article = place_words(Citation(citation.act, citation.article), _)
    return f"{article[:1].upper()}{article[1:]} · {length_words(wording, _)}"


def _counts_from_today(limit: Limit) -> bool:
    """Whether today is a start worth trying: a length is in force, and the day asked for is not before it."""
    return not limit.counted_back and any(one.length is not None for one in limit.in_force(today()))


def _wording(wording: Wording) -> dict[str, object]:
    return {"wording": wording, "length": length_words(wording, _), "more": option_lines(wording, _),
            "status": status(confirmed=wording.confirmed, say=_)}
