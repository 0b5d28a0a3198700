"""The pages of legal texts: all of them, and what rests on each, article by article."""
from __future__ import annotations

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from caseapp.law.acts import ACTS, UNREAD_ARTICLE
from caseapp.law.citing import place_words
from caseapp.law.rows import SORT_WORDS
from caseapp.lawbook.places import resting_on, rules_citing
from caseapp.lawbook.procedures import kinds
from caseapp.lawbook.views.blueprint import pages
from caseapp.staff.policy import Can
from caseapp.web.access import guarded
from caseapp.web.language import gettext as _


@pages.get("/phap-luat/van-ban")
@guarded(Can.SEE_LAW)
def act_list() -> ResponseReturnValue:
    """Every text the program works by, and whether its own words were read."""
    rows = [(act, len(rules_citing(act))) for act in ACTS.values()]
    return render_template("lawbook/acts.html", rows=rows)


@pages.get("/phap-luat/van-ban/<code>")
@guarded(Can.SEE_LAW)
def act(code: str) -> ResponseReturnValue:
    """What rests on one text."""
    found = ACTS.get(code) or abort(404)
    return render_template("lawbook/act.html", act=found, articles=resting_on(found, kinds()), sorts=SORT_WORDS,
                           place=lambda citation: place_words(citation, _), unread_article=UNREAD_ARTICLE)
