"""The first page of the law: every limit by field, and the ways to all the rest."""
from __future__ import annotations

from typing import Any

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from caseapp.gazette import office_calendar
from caseapp.law.rows import FIELD_WORDS, SORT_WORDS, Field, Row, Sort, rows_of
from caseapp.lawbook.asking import AskForm
from caseapp.lawbook.doubts import doubt_of, number_of
from caseapp.lawbook.fields import limits_by_field
from caseapp.lawbook.procedures import kinds
from caseapp.lawbook.views.blueprint import CALENDAR, pages
from caseapp.lawbook.wording import answer, option_lines, unbroken
from caseapp.staff.policy import Can
from caseapp.web.access import guarded
from caseapp.web.language import gettext as _
from caseapp.web.now import today

pages.add_app_template_filter(unbroken)


@pages.get("/phap-luat")
@guarded(Can.SEE_LAW)
def entry() -> ResponseReturnValue:
    """Every limit of the law in words, by field."""
    parts = [(field, _(FIELD_WORDS[field]), [_line(limit) for limit in limits])
             for field, limits in limits_by_field().items()]
    form = AskForm()
    form.day.data = today()
    return render_template("lawbook/entry.html", form=form, parts=parts, kinds=kinds(), calendar_url=CALENDAR,
                           doubts=number_of(office_calendar()))


def _line(limit: Any) -> dict[str, Any]:
    """A limit in a list: its answer, other lengths, where they stand, whether all of it was read."""
    held = limit.in_force(today()) or limit.wordings[-1:]
    more = [line for wording in held if wording.length is not None for line in option_lines(wording, _)]
    return {"limit": limit, "answer": answer(limit, today(), _), "more": more,
            "places": [wording.citation for wording in held], "read": all(one.confirmed for one in held)}


@pages.get("/phap-luat/can-cu")
@guarded(Can.SEE_LAW)
def grounds() -> ResponseReturnValue:
    """Grounds, outcomes, duties and forms of one field; those of receiving citizens unless another is asked for."""
    asked = request.args.get("linh-vuc", Field.RECEPTION)
    chosen = next((field for field in Field if field == asked), None) or abort(404)
    fields = [(field, _(FIELD_WORDS[field]), sum(row.sort is not Sort.LIMIT for row in rows_of(field)))
              for field in Field]
    return render_template("lawbook/grounds.html", fields=fields, chosen=chosen,
                           words=_(FIELD_WORDS[chosen]), sorts=_sorted(rows_of(chosen)), sort_words=SORT_WORDS,
                           doubt=lambda row: doubt_of(row, _))


def _sorted(rows: tuple[Row, ...]) -> list[tuple[Sort, list[Row]]]:
    sorts = [(sort, [row for row in rows if row.sort is sort]) for sort in Sort if sort is not Sort.LIMIT]
    return [(sort, found) for sort, found in sorts if found]
