"""A case on paper: what it is about, every time limit with its count in words, everything that was done."""
from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from caseapp.cases.kinds.complaint import VOID
from caseapp.cases.models import CONTESTED_WORDS
from caseapp.cases.queries.beside import beside
from caseapp.cases.queries.cases import acts_of, clocks_of, linked_to, receipts_of
from caseapp.cases.rules import KINDS
from caseapp.cases.views.blueprint import case_to_read_or_404, pages
from caseapp.cases.views.clocks import Days, Line, groups
from caseapp.cases.views.contents import contents_shown, declared_shown
from caseapp.cases.views.linked import others_of, petitions_of
from caseapp.cases.views.timeline import timeline
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.fields import LABELS as FIELD_LABELS
from caseapp.dossiers.shown import page_of
from caseapp.gazette import office_calendar
from caseapp.law.receipts import Receipt
from caseapp.law.sentences import in_words, length_line
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.errors import Refusal
from caseapp.web.filters import upper_first
from caseapp.web.language import gettext as _
from caseapp.web.now import today


@pages.get("/vu-viec/<public_id>/in")
@guarded(Can.READ_DOSSIERS, Can.READ_SEALED)
def case_print(public_id: str) -> ResponseReturnValue:
    """The whole case; internal notes stay in the office's pages and are never printed."""
    row = case_to_read_or_404(public_id)
    if row.state == VOID.code:
        raise Refusal(_("Số này đã hủy, không còn gì để in."))
    days, clocks, near = Days(today(), office_calendar()), clocks_of(row.id), beside(row, today())
    linked = linked_to(viewer(), row.id)
    acts = acts_of(row.id)
    entries = [one for one in timeline(row, acts, near, linked, mends=False) if one.tone != "note"]
    counted = {clock: _counted(text) for clock, text in receipts_of(row.id).items()}
    return render_template(
        "cases/case_print.html", case=row, number=number_of(row), kind=KINDS[row.kind],
        state=KINDS[row.kind].state(row.state), near=near, contested=CONTESTED_WORDS,
        field=FIELD_LABELS.get(row.field or "", row.field or ""),
        groups=[(group.heading, [(line, counted.get(_clock(line), "")) for line in group.lines])
                for group in groups(row, clocks, days)],
        contents=contents_shown(row, acts), declared=declared_shown(row, acts),
        entries=entries[::-1], related=[*petitions_of(linked), *others_of(linked)], back=page_of(row.kind, public_id))


def _counted(text: str) -> str:
    """A receipt in words: how long, then day by day."""
    receipt = Receipt.from_json(text)
    return f"{length_line(receipt, _).rstrip('.')}. {upper_first(in_words(receipt, _))}"


def _clock(line: Line) -> str:
    """The public id of the clock a line is about; empty for one that has not begun."""
    return line.url.rpartition("/")[2]
