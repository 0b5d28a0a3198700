"""The board's pages: figures and charts, the list behind each figure, the same on paper."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from caseapp.board import drawn, queries
from caseapp.board.drawn import Line
from caseapp.board.figures import OF_CLOCKS, Days, Figure, days_of
from caseapp.board.overview import SHOWN_PEOPLE, Links, Overview, overview, title_of
from caseapp.board.queries import NOBODY, PAGE, Listed, Scope
from caseapp.board.reach import Reach, board_scope, reach_of
from caseapp.board.views.blueprint import pages
from caseapp.board.wording import awaited, dossier_cell, due_cell, to_do, why_late
from caseapp.cases.rules import KINDS
from caseapp.dossiers.shown import shown_kinds
from caseapp.gazette import office_calendar
from caseapp.staff.policy import Can
from caseapp.staff.roles import Role
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.badges import day_words
from caseapp.web.forms import fresh_inputs
from caseapp.web.language import gettext as _
from caseapp.web.now import now, today

LATE_SHOWN = 10


@pages.get("/bang-theo-doi")
@guarded(Can.BOARD)
def board() -> ResponseReturnValue:
    """What is late, near, nobody's, at a standstill; by person and unit; what will be due."""
    reach, scope, days, shown = _read()
    rows = queries.rows_of(scope, Listed(Figure.LATE, most=LATE_SHOWN), days)
    return render_template(
        "board/board.html", board=shown, reach=reach, links=Links(reach), as_table=request.args.get("xem") == "bang",
        drawn=drawn, rows=lines(rows, reach, days, late=True), people_shown=SHOWN_PEOPLE, at=now(),
        inputs=fresh_inputs, day_link=partial(Links(reach).list_of, Figure.ON_DAY, ""),
        late_url=Links(reach).list_of(Figure.LATE))


@pages.get("/bang-theo-doi/in")
@guarded(Can.BOARD)
def board_print() -> ResponseReturnValue:
    """The board for a meeting: numbers in tables, then what is late."""
    reach, scope, days, shown = _read()
    rows = queries.rows_of(scope, Listed(Figure.LATE), days)
    return render_template(
        "board/print.html", board=shown, reach=reach, links=Links(reach), at=now(),
        rows=lines(rows[:PAGE], reach, days, late=True))


@pages.get("/bang-theo-doi/danh-sach")
@guarded(Can.BOARD)
def figure_list() -> ResponseReturnValue:
    """Exactly what a figure counts, the longest waiting first."""
    reach, days = _asked_reach(), days_of(today(), office_calendar())
    listed, links = _listed(), Links(reach)
    scope = board_scope(viewer(), reach.units)
    rows = queries.rows_of(scope, listed, days)
    here = links.list_of(listed.figure, listed.who, listed.day)
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return render_template(
        "board/list.html", drawn=drawn, reach=reach, links=links, figure=listed.figure, at=now(),
        title=title_of(listed.figure, f"{listed.day:%d/%m/%Y}" if listed.day else ""),
        count=queries.number_of_rows(scope, listed, days), who=_name_of(listed.who, rows),
        clear_url=links.list_of(listed.figure, day=listed.day), inputs=fresh_inputs,
        rows=lines(rows[:PAGE], reach, days, late=listed.figure is Figure.LATE,
                   urgeable=listed.figure not in OF_CLOCKS),
        met=[(one, title_of(one), links.list_of(one, listed.who)) for one in Figure if one in OF_CLOCKS]
        if listed.figure in OF_CLOCKS else [],
        pages={"newer": here if listed.after else None,
               "older": f"{here}&sau={last.clock if listed.figure in OF_CLOCKS else last.public_id}" if last else None})


def _read() -> tuple[Reach, Scope, Days, Overview]:
    calendar = office_calendar()
    reach, days = _asked_reach(), days_of(today(), calendar)
    scope = board_scope(viewer(), reach.units)
    return reach, scope, days, overview(reach, scope, days, calendar)


def _asked_reach() -> Reach:
    """The units of the page; 404 for one that the viewer does not watch over."""
    reach = reach_of(viewer(), request.args.get("don-vi", ""), alone=request.args.get("rieng") == "1")
    return reach or abort(404)


def _listed() -> Listed:
    """The list an address names; 404 for a figure or a day there is not."""
    asked = request.args
    try:
        figure = Figure(asked.get("muc", ""))
        day = date.fromisoformat(asked.get("ngay", "")) if figure is Figure.ON_DAY else None
    except ValueError:
        abort(404)
    return Listed(figure, asked.get("nguoi", ""), day, asked.get("sau", ""))


def _name_of(who: str, rows: Sequence[Any]) -> str:
    """Whose list it is; told by its own rows, so that no address asks for the name of a stranger."""
    if not who:
        return ""
    return _("Chưa có người thụ lý") if who == NOBODY else next((str(row.handler) for row in rows), _("người đã chọn"))


def lines(rows: Sequence[Any], reach: Reach, days: Days, *, late: bool, urgeable: bool = True) -> list[Line]:
    """Rows of a list in words; ``late`` asks why nothing happened, else who is waited for."""
    person, kinds = viewer(), shown_kinds()
    able = person.units_for(Can.URGE) if urgeable else ()
    signs = person.units_for(Can.SIGN_REFUSAL)
    clerk = {unit for held in person.held if held.role is Role.CLERK for unit in held.own}
    found = []
    for row in rows:
        act, basis = to_do(row)
        if late:
            last = why_late(row, days.today)
        elif row.ended_on:
            last = day_words(row.ended_on, days.today)
        else:
            last = awaited(row, person.account_id, signs=row.unit_id in signs, clerk=row.unit_id in clerk,
                           today=days.today)
        found.append(Line(
            row.public_id if row.unit_id in able else "", due_cell(row, days.today, row.ended_on),
            kinds[row.kind].page.format(row.public_id), act, basis, dossier_cell(row, ""),
            str(row.handler or row.receiver_name or "–"), "" if row.unit_id in reach.own else row.unit_name, last,
            row.unit_id in signs and row.kind in KINDS))
    return found
