"""The page of one case: what must happen next, its clocks, what happened, who and what it is about."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from caseapp.cases.commands.assigning import ASSIGNING, NOTING
from caseapp.cases.commands.linking import LINK_WORDS
from caseapp.cases.commands.mending import MENDING, MENDING_CASE
from caseapp.cases.commands.mentioning import have_read
from caseapp.cases.commands.merging import MERGING
from caseapp.cases.kinds.complaint import VOID
from caseapp.cases.kinds.feedback import FEEDBACK
from caseapp.cases.models import CONTESTED_WORDS, Status
from caseapp.cases.queries.beside import Beside
from caseapp.cases.queries.cases import acts_of, find_case
from caseapp.cases.queries.handed import came_from, files_of_petitions
from caseapp.cases.queries.merging import aside
from caseapp.cases.queries.whole import Whole, whole
from caseapp.cases.rules import CASES, KINDS, course_of, details_of, due_days, facts_of
from caseapp.cases.views.blueprint import case_to_read_or_404, pages
from caseapp.cases.views.clocks import RECEIPT, Days, badge_of, cells, groups
from caseapp.cases.views.contents import contents_shown, declared_shown
from caseapp.cases.views.envelopes import kept_of, sealed_doubts
from caseapp.cases.views.linked import others_of, petitions_of
from caseapp.cases.views.markup import NOTE_HINT, bar, empty_note, journal, limits, links, outlined
from caseapp.cases.views.measuring import lines_of, may_name
from caseapp.cases.views.second_instance import above
from caseapp.cases.views.steps import Standing, next_step, set_aside
from caseapp.cases.views.timeline import FILE, SHOWN, Entry, merged_number, size_words, timeline
from caseapp.db import reading
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.fields import LABELS as FIELD_LABELS
from caseapp.dossiers.scope import HANDED_OVER
from caseapp.dossiers.shown import page_of
from caseapp.dossiers.views.standing import roles_in
from caseapp.gazette import office_calendar
from caseapp.law.duties import MANY_PEOPLE
from caseapp.staff.policy import Can
from caseapp.staff.viewer import Viewer, viewer
from caseapp.web.access import guarded
from caseapp.web.filters import said_duty, short_day
from caseapp.web.forms import OfficeForm
from caseapp.web.language import gettext as _
from caseapp.web.now import by_the_day, now, today

PAPERS_ONLY = "van-ban"
PAGE = "/vu-viec/{}"


@pages.get("/vu-viec/<public_id>")
@guarded(Can.READ_DOSSIERS, Can.READ_SEALED)
def case(public_id: str) -> ResponseReturnValue:
    """A case, for whoever may see it; ``?xem=van-ban`` shows only what left a paper."""
    row = case_to_read_or_404(public_id)
    if row.kind not in CASES:
        return redirect(page_of(row.kind, public_id), 303)
    return _void_page(row) if row.state == VOID.code else case_page(row)


def _void_page(row: Any) -> str:
    """A cancelled number shows its reason, who cancelled it and when; nothing of what was entered under it."""
    last = next((act for act in acts_of(row.id) if act.code == "void" and act.status == Status.DONE), None)
    return render_template("cases/void.html", number=number_of(row), last=last,
                           reason=details_of(last).get("reason", "") if last else "")


def case_page(row: Any, note: OfficeForm | None = None) -> str:
    """The page; ``note``: a note that was typed and not taken."""
    person, days = viewer(), Days(today(), office_calendar())
    found = _as_seen(person, row, whole(person, row, days.today))
    held, away = roles_in(person, row.unit_id), set_aside(row)
    roles: frozenset[str] = frozenset() if away else held
    _see_mentions(row, found.near, person.account_id)
    state = KINDS[row.kind].state(row.state)
    return render_template(
        "cases/case.html", case=row, page=PAGE.format(row.public_id), number=number_of(row), kind=KINDS[row.kind],
        state=state, number_of=number_of, near=found.near, visiting=_visits(person, row),
        **_duties(row, found, held, days), **_journal(row, found, roles), **_beside(row, found),
        gone=_gone(row) if away else None, merges=_merges(found.near), may_split=bool(held & MERGING),
        measures=lines_of(row, found.measures, roles), names_measures=may_name(row, held),
        doubts=sealed_doubts(row) if row.sealed else doubts(row, found.near),
        kept=kept_of(row, person) if row.sealed else None,
        contents=contents_shown(row, found.acts), declared=declared_shown(row, found.acts),
        note=note, note_hint=NOTE_HINT, empty_note=empty_note(row) if roles & NOTING and note is None else "",
        may_assign=bool(roles & ASSIGNING) and not state.final, may_correct=bool(roles & MENDING_CASE),
        may_add=not (row.sealed or away) and person.may_in(Can.ANSWER_VISIT, row.unit_id))


def _visits(person: Viewer, row: Any) -> bool:
    """Whether the case is read as one that was handed over to the viewer's unit."""
    return row.unit_id not in {*person.units_for(Can.READ_DOSSIERS), *person.units_for(Can.READ_SEALED)}


def _as_seen(person: Viewer, row: Any, found: Whole) -> Whole:
    """What was handed over comes without the giver's notes, with the files of its petitions and not their pages."""
    if not _visits(person, row):
        return found
    near = replace(found.near, notes=(), mentions=(), files=[*found.near.files, *files_of_petitions(row.id)])
    return replace(found, near=near, linked=[one for one in found.linked if one.kind != "petition"])


def _duties(row: Any, found: Whole, held: frozenset[str], days: Days) -> dict[str, Any]:
    """What must happen next and by when, and every time limit."""
    standing = standing_of(row, found.acts, found.clocks)
    step = next_step(standing, held)
    visits = [one for one in found.linked if one.kind == "visit"]
    return {
        "step": step, "others": links(step.others), "outlined": outlined(step.outlined),
        "badge": badge_of(step.clock, days) if step.clock else None,
        "receipt": RECEIPT.format(row.public_id, step.clock.public_id) if step.clock else "",
        "bar": bar(cells(row, found.clocks, visits, course_of(row, standing.done), days)),
        "limits": limits(groups(row, found.clocks, days)), "clock_count": len(found.clocks),
        "above": above(row, {act.code for act in standing.done}),
    }


def _journal(row: Any, found: Whole, roles: frozenset[str]) -> dict[str, Any]:
    """What happened, the latest first; on request the papers alone."""
    papers_only = request.args.get("xem") == PAPERS_ONLY
    own = [one for one in found.linked if one.what not in LINK_WORDS]
    entries = [one for one in timeline(row, found.acts, found.near, own, mends=bool(roles & MENDING))
               if one.papers or not papers_only]
    if row.sealed:      # the minute of what is sealed is nowhere kept
        entries = [replace(one, time="") for one in entries]
    return {"papers_only": papers_only, "entries": journal(entries[:SHOWN]), "older": _older(entries[SHOWN:])}


def _beside(row: Any, found: Whole) -> dict[str, Any]:
    """Petitions, related dossiers, files, and what the case is about."""
    said = [one for one in found.linked if one.what in LINK_WORDS]
    own = [one for one in found.linked if one.what not in LINK_WORDS]
    return {
        "petitions": petitions_of(own), "related": [*others_of(found.linked), *petitions_of(said)],
        "came_from": came_from(row.id) if any(one.what == HANDED_OVER for one in found.linked) else None,
        "files": [(one, FILE.format(one.key), size_words(one)) for one in found.near.files],
        "contested": CONTESTED_WORDS, "field": FIELD_LABELS.get(row.field or "", row.field or ""),
    }


def _see_mentions(row: Any, near: Beside, account_id: int) -> None:
    """Whoever was called here by a note has seen it now."""
    if unread := near.unread_by(account_id):
        have_read(unread, account_id, by_the_day(today()) if row.sealed else now())


def _gone(row: Any) -> tuple[str, str, str] | None:
    """Of a case that was handed over: the number it goes by now, its unit, its address; that of a merge says itself."""
    there = aside(reading(), row.id)
    if there is None or there.why != HANDED_OVER:
        return None
    seen = find_case(viewer(), there.public_id)
    return number_of(there), seen.unit_name if seen else "", PAGE.format(there.public_id) if seen else ""


def _merges(near: Beside) -> list[tuple[Any, str, str, bool]]:
    """Cases laid together with this one: the merge, the other's number and address, whether this one lies in it."""
    into = {one.place for one in near.lies_in}
    return [(one, merged_number(one), PAGE.format(one.key), one.place in into) for one in near.standing_merges]


def _older(entries: Sequence[Entry]) -> tuple[Markup, int, str] | None:
    """What is folded away: the lines, how many, since which day."""
    return (journal(entries), len(entries), short_day(entries[-1].day)) if entries else None


def standing_of(row: Any, acts: Any, clocks: Any) -> Standing:
    """Where the case stands now, from the rows of its acts and clocks."""
    done = sorted((act for act in acts if act.place is not None), key=lambda act: act.place)
    proposal = next((act for act in acts if act.status == Status.PROPOSED), None)
    return Standing(row, done, clocks, proposal, facts_of(row, done, due_days(clocks), today()))


def doubts(row: Any, near: Beside) -> list[str]:
    """What a person still has to supply: against whom, the paper that names a group's representatives."""
    if KINDS[row.kind].state(row.state).closed:
        return []
    if row.kind == FEEDBACK.code:      # it names nobody whose decision is contested
        return [] if near.people else [_("Chưa có tên người kiến nghị, phản ánh.")]
    found = []
    if not row.respondent or not row.contested_paper:
        found.append(_("Chưa ghi người bị khiếu nại, hoặc quyết định, hành vi bị khiếu nại."))
    if row.people_count >= MANY_PEOPLE and not row.nomination:
        found.append(_("Thiếu văn bản cử người đại diện của đoàn đông người (%(place)s).",
                       place=said_duty("group-nomination", row.received_on, "complaint")))
    if not near.people:
        found.append(_("Chưa có tên người khiếu nại: tiếp người khiếu nại hoặc nhập đơn để ghi."))
    return found
