"""The page of what changed on a day, 1 July 2026 unless another is asked for."""
from __future__ import annotations

from datetime import date

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from caseapp.law.reception import DECREE
from caseapp.law.rows import SORT_WORDS
from caseapp.lawbook.changes import changes
from caseapp.lawbook.places import turns
from caseapp.lawbook.procedures import kinds
from caseapp.lawbook.views.blueprint import pages
from caseapp.lawbook.wording import length_words, option_lines
from caseapp.staff.policy import Can
from caseapp.web.access import guarded
from caseapp.web.language import gettext as _

OFFERED = 8      # the latest days on which something changed


@pages.get("/phap-luat/thay-doi")
@guarded(Can.SEE_LAW)
def changed() -> ResponseReturnValue:
    """What of the law changed on a day: old and new side by side."""
    asked = request.args.get("ngay", "")
    try:
        on = date.fromisoformat(asked) if asked else DECREE
    except ValueError:
        abort(404)
    if on == date.min:
        abort(404)
    return render_template(
        "lawbook/changes.html", on=on, changes=changes(on, kinds()), days=turns()[:OFFERED], sorts=SORT_WORDS,
        length=lambda wording: length_words(wording, _), more=lambda wording: option_lines(wording, _))
