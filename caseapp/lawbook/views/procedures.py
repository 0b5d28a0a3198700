"""The pages of procedures: all of them, and each as a picture and as tables."""
from __future__ import annotations

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from caseapp.lawbook.procedures import kinds, picture, stages, steps
from caseapp.lawbook.views.blueprint import pages
from caseapp.staff.policy import Can
from caseapp.web.access import guarded
from caseapp.web.language import gettext as _
from caseapp.web.language import ngettext
from caseapp.web.now import today


@pages.get("/phap-luat/thu-tuc")
@guarded(Can.SEE_LAW)
def procedure_list() -> ResponseReturnValue:
    """Every procedure."""
    return render_template("lawbook/procedures.html", kinds=list(kinds().values()))


@pages.get("/phap-luat/thu-tuc/<kind>")
@guarded(Can.SEE_LAW)
def procedure(kind: str) -> ResponseReturnValue:
    """One procedure: the picture, then the same in tables."""
    found = kinds().get(kind) or abort(404)
    return render_template("lawbook/procedure.html", kind=found, drawing=picture(found, _, _staying),
                           stages=stages(found, _), steps=steps(found, today(), _))


def _staying(count: int) -> str:
    return ngettext("%(num)d việc làm tại đây", "%(num)d việc làm tại đây", count) if count else ""
