"""The figures of mediation on screen, paper and sheet: results, how teams are made up, what recurs in a hamlet."""
from __future__ import annotations

import io
from typing import Any, Final

from flask import abort, current_app, render_template, request, send_file
from flask.typing import ResponseReturnValue

from caseapp.mediation.figure_sheets import leaves_of
from caseapp.mediation.figures import ground_of
from caseapp.mediation.figures_shown import (
    Asked,
    head_of,
    name_of_place,
    organisation_shown,
    recurring_shown,
    results_shown,
)
from caseapp.mediation.periods import STEP_WORDS, Period, Step, period_asked, whole
from caseapp.mediation.queries import figures as queries
from caseapp.mediation.sheets import workbook
from caseapp.mediation.views.blueprint import pages
from caseapp.mediation.views.logbook import SHEET_TYPE, YEARS_OFFERED
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.text import mark
from caseapp.web.access import guarded
from caseapp.web.language import gettext as _
from caseapp.web.now import today

VIEWS: Final = {"ket-qua": mark("Kết quả"), "to-chuc": mark("Tổ chức"), "hay-gap": mark("Việc hay gặp")}


@pages.get("/hoa-giai/so-lieu", endpoint="figures")
@guarded(Can.READ_LOGBOOK)
def figures_page() -> ResponseReturnValue:
    """One of the two tables with its charts, or what recurs."""
    asked = _asked()
    shown = {"asked": asked, "links": asked.links, "chips": _chips(asked), "views": VIEWS, "period": asked.period,
             "place": name_of_place(asked.ground)}
    if asked.view == "to-chuc":
        return render_template("mediation/figures_teams.html", shown=organisation_shown(asked), **shown)
    if asked.view == "hay-gap":
        return render_template("mediation/figures_matters.html", **recurring_shown(asked), **shown)
    return render_template("mediation/figures.html", **results_shown(asked), **shown)


@pages.get("/hoa-giai/so-lieu/in")
@guarded(Can.READ_LOGBOOK)
def print_figures() -> ResponseReturnValue:
    """What the page shows, on A4 landscape."""
    asked = _asked()
    tables = [organisation_shown(asked)] if asked.view == "to-chuc" else []
    more: dict[str, Any] = recurring_shown(asked) if asked.view == "hay-gap" else {}
    if asked.view == "ket-qua":
        more = results_shown(asked)
        tables = [more["shown"]]
    return render_template(
        "mediation/print_figures.html", asked=asked, period=asked.period, tables=tables, more=more,
        place=name_of_place(asked.ground), head=head_of(asked.ground), back=asked.links.here())


@pages.get("/hoa-giai/so-lieu.xlsx")
@guarded(Can.READ_LOGBOOK)
def figures_sheet() -> ResponseReturnValue:
    """Both tables, by commune also team by team, and what recurs, as one workbook."""
    asked = _asked()
    made = workbook(leaves_of(asked), folder=current_app.extensions["settings"].home / "scratch")
    days = f"{asked.period.since:%Y%m%d}-{asked.period.last:%Y%m%d}"
    return send_file(io.BytesIO(made), SHEET_TYPE, as_attachment=True, download_name=f"so-lieu-hoa-giai-{days}.xlsx",
                     max_age=0)


# ── what is asked for ──

def _asked() -> Asked:
    ground = ground_of(queries.hamlets(viewer()), request.args.get("don-vi", ""))
    if ground is None:
        abort(404)
    view = request.args.get("xem", "ket-qua")
    return Asked(ground, period_asked(request.args, today()), view if view in VIEWS else abort(404))


def _chips(asked: Asked) -> dict[str, Any]:
    """Every choice: (words, address, chosen)."""
    period, links = asked.period, asked.links
    step = Step.YEAR if period.step is Step.OWN else period.step
    return {
        "steps": [(_(STEP_WORDS[one]), links.here(period=_like(period, one)), one is period.step)
                  for one in Step if one is not Step.OWN],
        "places": [(other.words(), links.here(period=other), other.place == period.place)
                   for other in period.others()] if period.step not in (Step.YEAR, Step.OWN) else [],
        "years": [(str(year), links.here(period=whole(step, year, period.place, today())), year == period.year)
                  for year in range(today().year, today().year - YEARS_OFFERED, -1)],
        "communes": [(_("tất cả"), links.here(key=""), not asked.ground.key), *(
            (name, links.here(key=key), key == asked.ground.key) for key, name in asked.ground.communes.items())],
    }


def _like(period: Period, step: Step) -> Period:
    """A period of another length in the same year, the one that runs now if it is this year."""
    month = today().month if period.year == today().year else 1
    size = {Step.MONTH: 1, Step.QUARTER: 3, Step.HALF: 6}.get(step, 12)
    return whole(step, period.year, (month - 1) // size + 1, today())
