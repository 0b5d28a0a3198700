"""The pages of lists of payments: all of a commune, what is in none, a new one, one with its lines, a draft mended."""
from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from caseapp.db import reading
from caseapp.dossiers.shown import page_of
from caseapp.gazette import office_calendar
from caseapp.law.counting import count
from caseapp.law.errors import LawError
from caseapp.law.mediation import PAYMENT
from caseapp.law.mediation_pay import ONLY_ENDED, SHARED
from caseapp.law.sentences import in_words, length_line
from caseapp.mediation.commands import pay_lists as acts
from caseapp.mediation.forms.pay import LinesForm, PeriodForm
from caseapp.mediation.paying import PAID_WORDS, STAGE_WORDS, Stage
from caseapp.mediation.queries import pay as queries
from caseapp.mediation.queries.due import PROBLEM_WORDS, amounts, unpaid
from caseapp.mediation.shares import last_of, month_of
from caseapp.mediation.views.blueprint import pages
from caseapp.mediation.views.pay_desk import Desk, desk, done, list_or_404
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.badges import Badge, Due, Tone, due_badge
from caseapp.web.language import gettext as _
from caseapp.web.now import today
from caseapp.web.paging import PAGE_ROWS, cut, page_asked

TONES = {Stage.DRAFT: Tone.RUNNING, Stage.APPROVED: Tone.RUNNING, Stage.PAID: Tone.MET}


@pages.get("/hoa-giai/thu-lao")
@guarded(Can.PAY_MEDIATORS)
def pay_lists() -> ResponseReturnValue:
    """All lists of a commune, and how much is in none of them."""
    here, number = desk(), page_asked()
    rows = queries.lists_of(here.unit.id, most=PAGE_ROWS + 1, skip=(number - 1) * PAGE_ROWS)
    page = cut(rows, number)
    left = unpaid(reading(), here.unit.id, today()) if here.lists else None
    return render_template(
        "mediation/pay_lists.html", desk=here, page=page, left=left, badges={row.id: badges(row) for row in page.rows},
        reopened=queries.reopened(here.unit.id), limit=PAYMENT.wordings[-1],
        late=[row for row in page.rows if queries.is_late(row, today())])


@pages.get("/hoa-giai/thu-lao/chua-vao-danh-sach")
@guarded(Can.PAY_MEDIATORS)
def pay_unpaid() -> ResponseReturnValue:
    """Everything that ended and stands in no list, by today."""
    here = desk()
    left = unpaid(reading(), here.unit.id, today())
    return render_template("mediation/pay_unpaid.html", desk=here, left=left, words=PAID_WORDS, problems=PROBLEM_WORDS,
                           page_of=page_of, head=viewer().may_in(Can.APPROVE_PAY, here.unit.id))


@pages.route("/hoa-giai/thu-lao/moi", methods=["GET", "POST"])
@guarded(Can.PAY_MEDIATORS)
def pay_list_new() -> ResponseReturnValue:
    """A list for a period, drawn up at once."""
    here = desk()
    if not here.lists:
        abort(404)
    first, last = _next_period(here)
    form = PeriodForm(data={"from_on": first, "to_on": last})
    made: list[str] = []
    if form.validate_on_submit() and done(form, here.unit.id, lambda how: made.append(
            acts.make_list(form.from_on.data, form.to_on.data, how))):
        flash(_("Đã lập danh sách. Xem lại từng dòng trước khi trình duyệt."), "done")
        where = url_for("mediation.pay_list", public_id=made[0]) if made else here.address("mediation.pay_lists")
        return redirect(where, 303)
    return render_template("mediation/pay_new.html", desk=here, form=form, duties=(SHARED, ONLY_ENDED),
                           first=_opened(here) is None), _status(form)


@pages.get("/hoa-giai/thu-lao/<public_id>")
@guarded(Can.PAY_MEDIATORS)
def pay_list(public_id: str) -> ResponseReturnValue:
    """One list: its lines, sums, steps, and whatever in it does not fit any more."""
    return list_page(list_or_404(public_id))


@pages.post("/hoa-giai/thu-lao/<public_id>/bo-ra")
@guarded(Can.PAY_MEDIATORS)
def pay_leave_out(public_id: str) -> ResponseReturnValue:
    """Take the lines that were ticked out of a draft."""
    row = list_or_404(public_id)
    form = LinesForm(_keys(row))
    if not form.validate():
        return list_page(row, form), 422
    chosen = [str(key).split(":") for key in form.lines.data or ()]
    cases = [key[1] for key in chosen if key[0] == "v"]
    months = [(key[1], date.fromisoformat(f"{key[2]}-01")) for key in chosen if key[0] == "m"]
    if done(form, row.unit_id, lambda how: acts.leave_out(public_id, form.seen_version(), cases, months, how)):
        flash(_("Đã bỏ ra. Phần đó vẫn chưa chi, lần lập sau được đưa vào lại."), "done")
        return redirect(url_for("mediation.pay_list", public_id=public_id), 303)
    return list_page(list_or_404(public_id), form), 422


@pages.post("/hoa-giai/thu-lao/<public_id>/lap-lai")
@guarded(Can.PAY_MEDIATORS)
def pay_rebuild(public_id: str) -> ResponseReturnValue:
    """Draw a draft up anew."""
    row, form = list_or_404(public_id), LinesForm()
    if form.validate() and done(form, row.unit_id,
                                lambda how: acts.rebuild(public_id, form.seen_version(), how)):
        flash(_("Đã lập lại từ mọi việc đã kết thúc đến %(day)s.", day=f"{row.to_on:%d/%m/%Y}"), "done")
        return redirect(url_for("mediation.pay_list", public_id=public_id), 303)
    return list_page(list_or_404(public_id), form), 409


@pages.post("/hoa-giai/thu-lao/<public_id>/bo")
@guarded(Can.PAY_MEDIATORS)
def pay_drop(public_id: str) -> ResponseReturnValue:
    """Give a draft up."""
    row, form = list_or_404(public_id), LinesForm()
    if form.validate() and done(form, row.unit_id, lambda how: acts.drop(public_id, form.seen_version(), how)):
        flash(_("Đã bỏ danh sách đang lập. Mọi dòng của nó lại là chưa chi."), "done")
        return redirect(url_for("mediation.pay_lists"), 303)
    return list_page(list_or_404(public_id), form), 409


# ── what the pages show ────────────────────────────────────────────────────────────────────────


def badges(row: Any) -> list[Badge]:
    """Where a list stands, and while it is not paid the badge of its last day."""
    found = [Badge(TONES[row.stage], _(STAGE_WORDS[row.stage]))]
    if row.pay_by is None:
        return found
    own = due_badge(Due(row.pay_by, working=True, met_on=row.paid_on), today(), office_calendar(), measure=True)
    return [*found, own] if own else found


def list_page(row: Any, form: LinesForm | None = None) -> str:
    """A list as it is now, with what was refused above it."""
    lines = queries.lines_of(row.id)
    rows = queries.rows_of(row.id, lines, amounts(reading(), row.unit_id))
    if form is None:
        form = LinesForm()
        form.version.data = str(row.version)
    approves = viewer().may_in(Can.APPROVE_PAY, row.unit_id)
    own = approves and row.stage == Stage.DRAFT and row.made_by == viewer().account_id and \
        queries.somebody_else_approves(reading(), row.unit_id, row.made_by, today())
    more = unpaid(reading(), row.unit_id, row.to_on) if row.stage == Stage.DRAFT else None
    return render_template(
        "mediation/pay_list.html", row=row, rows=rows, teams=queries.by_team(row.id, lines), form=form,
        words=PAID_WORDS, differs=queries.DIFFERS, badges=badges(row), more=more, head=approves, own=own,
        page_of=page_of, sources=_sources(lines), receipt=_receipt(row), ticked=set(form.lines.data or ()))


def _sources(lines: Any) -> list[tuple[str, int, str, bool]]:
    """(what for, amount, where it stands, read or not), each once."""
    order = {code: place for place, code in enumerate(PAID_WORDS)}
    return sorted({(line.what, line.rate, line.source, line.confirmed) for line in lines},
                  key=lambda one: (order[one[0]], one[1:]))


def _receipt(row: Any) -> dict[str, Any] | None:
    """How the last day of a list was counted: the rule, in words, what is not certain of it."""
    if row.requested_on is None:
        return None
    try:
        found = count(PAYMENT, row.requested_on, office_calendar())
    except LawError:
        return None
    return {"line": length_line(found, _), "sentence": in_words(found, _), "due": found.due,
            "notes": [note.words(_) for note in found.notes], "confirmed": found.confirmed}


def _keys(row: Any) -> list[str]:
    return [f"m:{line.team_public_id}:{line.month:%Y-%m}" if line.month else f"v:{line.public_id}"
            for line in queries.lines_of(row.id)]


def _opened(here: Desk) -> Any:
    rows = queries.lists_of(here.unit.id, most=1)
    return rows[0] if rows else None


def _next_period(here: Desk) -> tuple[date, date]:
    """From the day after the latest list, or the beginning of the year, to the end of the month before this one."""
    latest = _opened(here)
    before = month_of(today()) - timedelta(days=1)
    first = latest.to_on + timedelta(days=1) if latest else date(before.year, 1, 1)
    return first, before if before >= first else last_of(today())


def _status(form: PeriodForm) -> int:
    return 422 if form.is_submitted() else 200
