"""The page of one dispute: the next act with its day, whom to call, what happened, what was promised, what else."""
from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from caseapp.cases.commands.mentioning import have_read
from caseapp.cases.kinds.mediation import BEGUN, MEDIATION, SETTLED, UNSETTLED, VOID
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.doubts import doubts_said
from caseapp.dossiers.shown import page_of
from caseapp.gazette import office_calendar
from caseapp.law.limits import Nature
from caseapp.mediation.commands.booking import NOTE
from caseapp.mediation.dispute import OUTCOME_WORDS, SCOPE_WORDS, SIDES
from caseapp.mediation.matters import MATTERS
from caseapp.mediation.queries.own import Whole, whole
from caseapp.mediation.shown import PAGE, RECEIPT, Days, step_of
from caseapp.mediation.told import call_words, journal_of, lines_of, titled
from caseapp.mediation.views.asking import opened_or_404
from caseapp.mediation.views.blueprint import pages
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.language import gettext as _
from caseapp.web.now import now, today

PICTURES = frozenset({"jpg", "png"})


@pages.get("/hoa-giai/vu/<public_id>")
@guarded(Can.MEDIATE, Can.READ_DOSSIERS)
def dispute(public_id: str) -> ResponseReturnValue:
    """A dispute, for whoever may see it; only those of its own team may act."""
    opened, days, person = opened_or_404(public_id), Days(today(), office_calendar()), viewer()
    row, found = opened.row, whole(person, opened.row)
    if unread := found.unread():
        have_read(unread, person.account_id, now())
    state = MEDIATION.state(row.state)
    may = opened.roles if _mediates(opened.roles, found, person.account_id) else frozenset[str]()
    if state == VOID:      # of a cancelled number nothing is told but that it was cancelled
        found = replace(found, people=(), mediators=(), interests=(), invited=(), joint=(), promises=(), files=())
    return render_template(
        "mediation/dispute.html", case=row, page=PAGE.format(public_id), number=number_of(row), state=state,
        step=step_of(row, found, may, days), acts=bool(may), **_people(found),
        promises=lines_of(row, found, days, may=bool(may) and state == MEDIATION.state("followed")),
        journal=journal_of(row, found) if state != VOID else [], found=found, rights=_rights(row, found),
        scope=SCOPE_WORDS.get(row.scope or "", ""), matter=MATTERS[row.matter][0] if row.matter in MATTERS else "",
        outcome=OUTCOME_WORDS.get(row.outcome or "", ""),
        settled=state in SETTLED, printed="draft" if state in BEGUN else "failure" if state in UNSETTLED else "",
        new=[one for one in found.notes if one.unread], pictures=PICTURES,
        doubts=doubts_said(row.to_confirm, _),
        book_notes=[one.text for one in found.notes if row.book_row and one.text.startswith(NOTE)],
        linked=_linked(found, MEDIATION.code, other=True), again=_linked(found, MEDIATION.code),
        visiting=not opened.acts and person.may(Can.MEDIATE) and not person.may(Can.MY_WORK))


def _mediates(roles: AbstractSet[str], found: Whole, account_id: int) -> bool:
    """Whether the viewer leads the team or mediates here; whoever brought a dispute alone reads how it goes on."""
    return "team-leader" in roles or any(one.account_id == account_id for one in found.mediating)


def _linked(found: Whole, kind: str, *, other: bool = False) -> list[tuple[str, str]]:
    """Dossiers of a kind that belong to the dispute, or of any ``other`` one: number and page."""
    return [(number_of(one), page_of(one.kind, one.public_id)) for one in found.linked if (one.kind == kind) != other]


def _people(found: Whole) -> dict[str, Any]:
    """The parties side by side, each with how he is called."""
    sides = [(words, found.side(role)) for role, words in SIDES.items()]
    return {"sides": [(words, [(one, titled(one), call_words(one)) for one in some]) for words, some in sides if some],
            "this_year": today().year}


def _rights(row: Any, found: Whole) -> list[tuple[Any, str]]:
    """Running rights of the parties, each with its reason: until when a court may be asked."""
    return [(one, RECEIPT.format(row.public_id, one.public_id)) for one in found.clocks
            if one.nature == Nature.RIGHT and one.ended_by is None and one.due_on is not None]
