"""The page of one visit."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape

from caseapp.dossiers.doubts import doubts_said
from caseapp.dossiers.forms import UploadForm
from caseapp.dossiers.shown import page_of
from caseapp.dossiers.views.standing import roles_in
from caseapp.gazette import office_calendar
from caseapp.law.duties import MANY_PEOPLE
from caseapp.law.grounds import GROUNDS
from caseapp.people.models import Nature
from caseapp.reception.fields import LABELS as FIELD_LABELS
from caseapp.reception.forms.papers import CONDITION_WORDS
from caseapp.reception.kinds.visit import VISIT, VOID
from caseapp.reception.models import LABELS, matter_label
from caseapp.reception.queries import visits
from caseapp.reception.queries.barred import barred_from
from caseapp.reception.slips import sign_slip
from caseapp.reception.stored_words import ENTERED_IN_ERROR, reason_said
from caseapp.reception.views.accounts import words_of
from caseapp.reception.views.barring import accused_doubts
from caseapp.reception.views.blueprint import number_words, pages, visit_or_404
from caseapp.reception.views.clocks import badge_of, beside, cells, running
from caseapp.reception.views.denouncing import case_in, opens_case
from caseapp.reception.views.offers import ground_doubts
from caseapp.reception.views.steps import next_step, received_by
from caseapp.reception.views.taken import taken_of
from caseapp.reception.views.timeline import timeline
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.filters import number, said_duty
from caseapp.web.language import gettext as _
from caseapp.web.now import today


@pages.get("/tiep-dan/luot/<public_id>")
@guarded(Can.READ_DOSSIERS, Can.READ_SEALED)
def visit(public_id: str) -> ResponseReturnValue:
    """A visit: what must be done, its clocks, what happened, who came."""
    row = visit_or_404(public_id)
    if row.state == VOID.code:
        return _void_page(row)
    person, day, calendar = viewer(), today(), office_calendar()
    clocks = list(visits.clocks_of(row.id))
    clock = running(clocks)
    answering = person.may_in(Can.ANSWER_VISIT, row.unit_id)
    links = visits.links_of(person, row.id)
    opened = case_in(links) if row.sealed else None
    step = next_step(person, row, opens=opens_case(row, opened))
    parties = [] if row.sealed else visits.parties_of([row.id]).get(row.id, [])
    ground = GROUNDS.get(row.ground or "")
    taken = None if row.sealed else taken_of(links)
    papers, files = visits.papers_and_files(row.id)
    return render_template(
        "reception/visit.html", visit=row, number=number_words(row), labels=LABELS, field_labels=FIELD_LABELS,
        matter=matter_label(row.matter, row.identity), taken=taken, opened=opened, page_of=page_of,
        beside=taken.about_the_answer if taken and clock and row.case_id else beside(row, clock),
        state=VISIT.state(row.state), step=step, clock=clock,
        badge=badge_of(clock, day, calendar, year=True) if clock else None,
        why_url=url_for("dossiers.receipt", public_id=public_id, clock=clock.public_id) if clock else "",
        cells=cells(row, clocks, day, calendar), entries=timeline(visits.journal_of(row.id), whole=answering),
        parties=parties, may_correct=step.offers("correct"), papers=papers,
        slip_token=sign_slip(row.code) if row.sealed else "",
        conditions=CONDITION_WORDS, files=() if row.sealed else [_added(file) for file in files],
        related=[] if row.sealed else [one for one in links if one.kind == row.kind], number_words=number_words,
        upload=UploadForm() if answering and not row.sealed else None,
        doubts=[*accused_doubts(row), *_doubts(row, parties)],
        barred=[words_of(one) for one in barred_from(row.id)] if row.sealed else (),
        may_lift=row.sealed and person.may_in(Can.READ_SEALED, row.unit_id),
        ground=ground, ground_doubts=ground_doubts(ground) if ground else (), received_by=received_by(row))


def _void_page(row: Any) -> str:
    """A cancelled number shows its reason, who cancelled it and when; nothing of what was entered under it."""
    last = next((entry for entry in visits.journal_of(row.id) if entry.act == "visit.void"), None)
    return render_template("reception/void.html", visit=row, number=number_words(row), last=last,
                           reason=reason_said(row.note or ENTERED_IN_ERROR, _))


@dataclass(frozen=True, slots=True)
class Added:
    """A file as the list of files shows it: when, by whom, its name with its address."""

    at: datetime
    act: str
    who: str
    files: tuple[tuple[str, str, str], ...]
    basis: str = ""
    voided: bool = False


def _added(file: Any) -> Added:
    size = f"{file.type.upper()}, {number((file.size + 1023) // 1024)} kB"
    return Added(file.added_at, _("Thêm tệp"), file.by,
                 ((file.name, url_for("dossiers.get_file", public_id=file.public_id), size),))


def _doubts(row: Any, parties: Sequence[Any]) -> list[str]:
    """What a person still has to confirm or supply: out of an old book, or missing on the form."""
    found = doubts_said(row.to_confirm, _)
    if row.sealed and not row.accused_name and not row.accused_post:
        found.append(_nobody_accused(row))
    if row.sealed or row.book_row is not None:
        return found
    if (row.people_count or 1) >= MANY_PEOPLE and not row.nomination:
        words = _("Thiếu văn bản cử người đại diện của đoàn đông người (%(place)s).",
                  place=said_duty("group-nomination", row.held_on, row.matter))
        found.append(_with_way(row, words, _("Ghi văn bản cử")))
    represented = [party for party in parties if party.role == "represented"]
    if represented and not any(party.authority for party in parties):
        found.append(_without_standing(row, represented[0]))
    return found


def _without_standing(row: Any, represented: Any) -> str:
    """What is missing of whoever speaks for another; before the decree no text that was read says where it stands."""
    name = "standing-organisation" if represented.nature == Nature.ORGANISATION else "standing"
    if place := said_duty(name, row.held_on, row.matter):
        return _("Thiếu giấy tờ chứng minh tư cách đại diện (%(place)s).", place=place)
    return _("Thiếu giấy tờ chứng minh tư cách đại diện.")


def _nobody_accused(row: Any) -> str:
    """What is wrong with a denunciation that names nobody, and for whoever may correct it the way to the form."""
    words = _("Chưa xác định người bị tố cáo: ai được xem tố cáo của đơn vị đều thấy hồ sơ này.")
    return _with_way(row, words, _("Ghi người bị tố cáo"))


def _with_way(row: Any, words: str, way: str) -> str:
    """What is missing, and for whoever may correct the visit the way to the form where it is written."""
    if not VISIT.action("correct").by & roles_in(viewer(), row.unit_id):
        return words
    link = Markup('<a href="{}">{}</a>').format(url_for("reception.correct_visit", public_id=row.public_id), way)
    return escape(words) + " " + link
