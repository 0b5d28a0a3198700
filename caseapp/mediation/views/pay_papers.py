"""A list of payments on paper, by person with a place to sign, and as a spreadsheet."""
from __future__ import annotations

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from caseapp.mediation.amount_words import amount_words
from caseapp.mediation.pay_sheet import pay_sheet, source_words
from caseapp.mediation.paying import PAID_WORDS, STAGE_WORDS
from caseapp.mediation.queries.pay import by_team, lines_of
from caseapp.mediation.views.blueprint import pages
from caseapp.mediation.views.pay_desk import list_or_404
from caseapp.staff.policy import Can
from caseapp.web.access import guarded

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pages.get("/hoa-giai/thu-lao/<public_id>/in")
@guarded(Can.PAY_MEDIATORS)
def pay_print(public_id: str) -> ResponseReturnValue:
    """Lying: every case of everybody; standing (``?kho=doc``): one line a person."""
    row = list_or_404(public_id)
    lines = lines_of(row.id)
    return render_template("mediation/print_pay.html", row=row, teams=by_team(row.id, lines),
                           sources=list(dict.fromkeys(map(source_words, lines))),
                           words=PAID_WORDS, stages=STAGE_WORDS, upright=request.args.get("kho") == "doc",
                           in_words=amount_words)


@pages.get("/hoa-giai/thu-lao/<public_id>.xlsx")
@guarded(Can.PAY_MEDIATORS)
def pay_as_sheet(public_id: str) -> ResponseReturnValue:
    """The same as a workbook: a sheet with every line, a sheet with one line a person."""
    row = list_or_404(public_id)
    made = pay_sheet(row, by_team(row.id, lines_of(row.id)))
    name = f"thu-lao-hoa-giai-{row.from_on:%Y%m%d}-{row.to_on:%Y%m%d}.xlsx"
    return Response(made, mimetype=SHEET, headers={"Content-Disposition": f'attachment; filename="{name}"'})
