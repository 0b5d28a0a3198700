"""The list for the lawyer: everything that nobody has checked against its text yet, on screen and on paper."""
from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from caseapp.gazette import office_calendar
from caseapp.lawbook.doubts import doubts
from caseapp.lawbook.procedures import kinds
from caseapp.lawbook.views.blueprint import pages
from caseapp.staff.policy import Can
from caseapp.web.access import guarded
from caseapp.web.language import gettext as _


@pages.get("/phap-luat/chua-doi-chieu")
@guarded(Can.SEE_LAW)
def unread() -> ResponseReturnValue:
    """What is unconfirmed, why, and where it decides something."""
    return render_template("lawbook/doubts.html", parts=doubts(office_calendar(), kinds(), _))


@pages.get("/phap-luat/chua-doi-chieu/in")
@guarded(Can.SEE_LAW)
def unread_print() -> ResponseReturnValue:
    """The same on paper."""
    return render_template("lawbook/doubts_print.html", parts=doubts(office_calendar(), kinds(), _))
