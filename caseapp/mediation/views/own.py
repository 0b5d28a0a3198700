"""The first page of whoever mediates: the own disputes, the earliest due first; for a leader those of the team too."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from caseapp.cases.kinds.mediation import RECEIVED
from caseapp.gazette import office_calendar
from caseapp.mediation.queries.own import PAGE, disputes_of
from caseapp.mediation.shown import Card, Days, card
from caseapp.mediation.views.blueprint import pages
from caseapp.staff.policy import Can
from caseapp.staff.viewer import Viewer, viewer
from caseapp.web.access import guarded
from caseapp.web.now import today

DONE = "xong"
MOST_PAGES = 20      # a hamlet has a handful of open disputes


@pages.get("/hoa-giai")
@guarded(Can.MEDIATE, Can.READ_LOGBOOK)
def disputes() -> ResponseReturnValue:
    """What the viewer mediates; what waits for a mediator first, for whoever assigns. The office reads figures."""
    person = viewer()
    if not person.may(Can.MEDIATE):
        return redirect(url_for("mediation.figures"))
    if request.args.get("xem") == DONE:
        return _ended(person, team=False)
    rows = _open(person)
    waiting = [row for row in rows if row.state == RECEIVED.code] if person.may(Can.LEAD_TEAM) else []
    own = [row for row in rows if row.mine and row not in waiting]
    brought = [row for row in rows if row not in waiting and row not in own] if not person.may(Can.LEAD_TEAM) else []
    return render_template(
        "mediation/mine.html", waiting=_cards(waiting), cards=_cards(own), brought=_cards(brought, lead=True),
        others=len(rows) - len(waiting) - len(own) - len(brought), team=False,
        done=url_for("mediation.disputes", xem=DONE), leads=person.may(Can.LEAD_TEAM))


@pages.get("/hoa-giai/cua-to")
@guarded(Can.LEAD_TEAM)
def team_disputes() -> ResponseReturnValue:
    """Everything the team has in hand, what waits for a mediator first."""
    person = viewer()
    if request.args.get("xem") == DONE:
        return _ended(person, team=True)
    rows = _open(person)
    waiting = [row for row in rows if row.state == RECEIVED.code]
    return render_template(
        "mediation/mine.html", waiting=_cards(waiting), team=True, brought=(), others=0, leads=True,
        cards=_cards([row for row in rows if row.state != RECEIVED.code], lead=True),
        done=url_for("mediation.team_disputes", xem=DONE))


def _open(person: Viewer) -> list[Any]:
    """Everything open, however many pages of it."""
    found: list[Any] = []
    for number in range(MOST_PAGES):
        rows = disputes_of(person, skip=number * PAGE)
        found += rows[:PAGE]
        if len(rows) <= PAGE:
            break
    return found


def _ended(person: Viewer, *, team: bool) -> str:
    """What came to rest, the latest first."""
    number = max(request.args.get("trang", 1, type=int), 1)
    rows = disputes_of(person, ended=True, skip=(min(number, 10_000) - 1) * PAGE)
    shown = [row for row in rows[:PAGE] if team or row.mine or not person.may(Can.LEAD_TEAM)]
    here = "mediation.team_disputes" if team else "mediation.disputes"
    return render_template(
        "mediation/ended.html", cards=_cards(shown, lead=team), team=team, back=url_for(here),
        older=url_for(here, xem=DONE, trang=number + 1) if len(rows) > PAGE else "",
        newer=url_for(here, xem=DONE, trang=number - 1) if number > 1 else "")


def _cards(rows: Sequence[Any], *, lead: bool = False) -> list[Card]:
    days = Days(today(), office_calendar())
    return [card(row, days, lead=lead) for row in rows]
