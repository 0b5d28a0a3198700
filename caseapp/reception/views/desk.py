"""The desk: whom to call next, today's queue, what was logged today, what is due."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from caseapp.dossiers.drafts import list_drafts
from caseapp.gazette import office_calendar
from caseapp.law.duties import MANY_PEOPLE
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.reception.came import who_came
from caseapp.reception.commands import queue as acts
from caseapp.reception.forms.drafting import kind_of
from caseapp.reception.forms.queue import TicketForm
from caseapp.reception.models import LABELS, Matter
from caseapp.reception.queries import desk as queries
from caseapp.reception.queries import visits
from caseapp.reception.views.blueprint import number_words, pages
from caseapp.reception.views.clocks import badge_of, title_of
from caseapp.reception.views.earlier import earlier
from caseapp.reception.views.listing import listed
from caseapp.reception.views.logging import DRAFT
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.badges import Due, Tone, due_badge, status_markup
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.web.now import now, today


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A form begun and not saved; ``number`` is its visitor's in today's queue, empty when there is none."""

    draft_id: str
    saved_at: datetime
    kind: str
    number: str


@pages.get("/tiep-dan")
@guarded(Can.DESK)
def desk() -> ResponseReturnValue:
    """Everything an officer at the counter works by, the next visitor first."""
    person, day, calendar = viewer(), today(), office_calendar()
    waiting = list(queries.queue(person, day))
    mine, due = visits.mine_today(person, day), visits.due_by(person, day)
    people = visits.parties_of([row.id for row in (*mine, *due) if not row.sealed])
    called, behind = _next_of(waiting)
    before = earlier(person, called.name) if called is not None and called.name else []
    last = before[0].visits[0] if before else None
    return render_template(
        "reception/desk.html", queue=waiting, called=called, behind=behind, due=due, last=last,
        mine=listed(mine, people, answered=status_markup(Tone.MET, _("Đã báo tại chỗ"))),
        last_badge=due_badge(Due(last.next_due, working=True), day, calendar) if last and last.next_due else None,
        times=len(before[0].visits) if before else 0, labels=LABELS, number_words=number_words, title_of=title_of,
        parties=people, badges={row.id: badge_of(row, day, calendar) for row in due}, me=person.account_id,
        many=MANY_PEOPLE, came=who_came,
        drafts=_drafts(waiting), minutes=_minutes,
        counts=visits.counts(person, day), waiting=sum(row.state == "waiting" for row in waiting))


@pages.route("/tiep-dan/so-thu-tu", methods=["GET", "POST"])
@guarded(Can.DESK)
def take_ticket() -> ResponseReturnValue:
    """Give a visitor the next number of the day; a denouncer gets one without a name."""
    form = TicketForm(request.form if request.method == "POST" else None)
    if request.method == "GET":
        return render_template("reception/ticket.html", form=form)
    if not form.validate():
        return render_template("reception/ticket.html", form=form), 422
    try:
        number = _give_number(form)
    except Refusal as refusal:
        form.take(refusal)
        return render_template("reception/ticket.html", form=form), refusal.status
    flash(_("Số thứ tự: %(no)s.", no=number), "done")
    return redirect(url_for("reception.desk"), 303)


def _give_number(form: TicketForm) -> str:
    """The number given, or the one that this very form got before: a double click takes one place."""
    try:
        ticket = acts.take_ticket(
            viewer().unit_id, matter=Matter(form.matter.data), name="" if form.hidden_names else form.name.data,
            purpose="" if form.hidden_names else form.purpose.data, people=form.people.data or 1, day=today(), at=now(),
            by=viewer().account_id, form_key=form.key())
    except FormKeyUsed as used:
        return used.result
    return f"{ticket.no:02d}"


@pages.post("/tiep-dan/so-thu-tu/<public_id>/goi")
@guarded(Can.DESK)
def call_ticket(public_id: str) -> ResponseReturnValue:
    """Call a number to this counter and open its form."""
    ticket = acts.call_ticket(viewer().unit_id, public_id[:24], by=viewer().account_id, at=now())
    if ticket is None:
        flash(_("Quầy khác vừa gọi số này. Mời số kế tiếp."))
        return redirect(url_for("reception.desk"), 303)
    return redirect(url_for("reception.new_visit", so=ticket.public_id), 303)


@pages.post("/tiep-dan/so-thu-tu/<public_id>/<move>")
@guarded(Can.DESK)
def move_ticket(public_id: str, move: str) -> ResponseReturnValue:
    """Let the next one go first, or note that nobody came."""
    if move == "xuong":
        acts.send_down(viewer().unit_id, public_id[:24])
    elif move == "vang":
        acts.mark_absent(viewer().unit_id, public_id[:24], by=viewer().account_id)
    else:
        abort(404)
    return redirect(url_for("reception.desk"), 303)


def _next_of(waiting: list[Any]) -> tuple[Any | None, Any | None]:
    """Whom this officer has at the counter or calls next, and who waits behind that one."""
    mine = next((row for row in waiting if row.state == "called" and row.called_by == viewer().account_id), None)
    queue = [row for row in waiting if row.state == "waiting"]
    if mine is not None:
        return mine, None
    return (queue[0] if queue else None), (queue[1] if len(queue) > 1 else None)


def _drafts(waiting: list[Any]) -> list[Unfinished]:
    """The viewer's drafts, each told by its kind and by the number of the queue it was begun from."""
    numbers = {row.public_id: f"{row.no:02d}" for row in waiting}
    return [
        Unfinished(one.id, one.saved_at, _(LABELS[kind_of(one.fields) or Matter.UNCLASSIFIED]),
                   numbers.get((one.fields.get("ticket") or [""])[0], ""))
        for one in list_drafts(DRAFT, account_id=viewer().account_id, now=now())
    ]


def _minutes(row: Any) -> int:
    """How long somebody has waited, or waited until he was called in, in whole minutes."""
    until = row.called_at if row.state == "called" and row.called_at else now()
    return max(int((until - row.came_at).total_seconds() // 60), 0)
