"""The calendar of days off: its years and versions, a change asked for, rehearsed and confirmed by a second person."""
from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from caseapp.db import reading
from caseapp.dossiers.recounting import Moved, left_to_settle, rehearse
from caseapp.dossiers.shown import page_of, shown_kinds
from caseapp.gazette import office_calendar
from caseapp.gazette.models import State
from caseapp.gazette.versions import read_text
from caseapp.law.calendars import SHIPPED
from caseapp.law.changes import changes, unannounced
from caseapp.law.days import Calendar
from caseapp.law.outlook import with_outlook
from caseapp.law.special_days import Year
from caseapp.lawbook import calendar_queries as queries
from caseapp.lawbook import commands as acts
from caseapp.lawbook.calendar_forms import YearForm
from caseapp.lawbook.calendar_shown import change_lines, day_words, months, shipped_year
from caseapp.lawbook.views.blueprint import CALENDAR, pages
from caseapp.staff.commands.acting import Acting
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.staff.views.blueprint import done
from caseapp.text import mark
from caseapp.web.access import guarded
from caseapp.web.forms import LongTextField, OfficeForm, Required
from caseapp.web.language import gettext as _
from caseapp.web.now import today

MOVED_SHOWN: Final = 200
STATE_WORDS: Final = {
    State.ASKED: mark("Chờ người thứ hai xác nhận"), State.CONFIRMED: mark("Đã xác nhận, đang dùng từ khi ấy"),
    State.REFUSED: mark("Không được xác nhận"), State.WITHDRAWN: mark("Đã rút"),
    State.OUTDATED: mark("Lịch đã đổi trước khi được xác nhận"),
}


class ConfirmForm(OfficeForm):
    """Yes, and nothing else."""


class RefuseForm(OfficeForm):
    """No, and why."""

    reason = LongTextField(_l("Lý do"), [Required()], max_length=500, rows=3)


@pages.get(CALENDAR)
@guarded(Can.SEE_LAW)
def calendar_home() -> ResponseReturnValue:
    """The years there are, the version in force, what waits for a second person."""
    calendar, keeps = office_calendar(), viewer().may(Can.KEEP_CALENDAR)
    return render_template(
        "lawbook/calendar.html", calendar=calendar, years=[year for year in calendar.years if year.known],
        next_year=max(year.year for year in calendar.years if year.known) + 1, versions=queries.versions(),
        asked=queries.open_requests() if keeps else [], keeps=keeps, left=left_to_settle(calendar, viewer()),
        brought=[year.year for year in SHIPPED.years if shipped_year(calendar, year.year)] if keeps else [],
        awaited=unannounced(calendar, today()))


@pages.get(CALENDAR + "/<int:year>")
@guarded(Can.SEE_LAW)
def calendar_year(year: int) -> ResponseReturnValue:
    """One year: its months, and every day that is not as the others, with the paper behind it."""
    calendar = office_calendar()
    found = _year_or_404(calendar, year)
    known = [one.year for one in calendar.years if one.known]
    return render_template(
        "lawbook/calendar_year.html", calendar=calendar, year=found, months=months(calendar, found), known=known,
        keeps=viewer().may(Can.KEEP_CALENDAR), day_words=day_words,
        exchanges=[one for one in calendar.exchanges if year in (one.off.year, one.work.year)])


@pages.get(CALENDAR + "/ban/<int:number>.json")
@guarded(Can.SEE_LAW)
def calendar_version(number: int) -> ResponseReturnValue:
    """A version word for word, for whoever wants to count after it."""
    return queries.version_text(number) or abort(404), 200, {"Content-Type": "application/json; charset=utf-8"}


@pages.route(CALENDAR + "/<int:year>/sua", methods=["GET", "POST"])
@guarded(Can.KEEP_CALENDAR)
def calendar_edit(year: int) -> ResponseReturnValue:
    """Write a year as it is to be; what comes of it is a request."""
    calendar = office_calendar()
    found = _year_or_404(calendar, year)
    filled = shipped_year(calendar, year) if request.args.get("theo") == "chuong-trinh" else None
    form = YearForm(calendar, found) if request.method == "POST" else YearForm.of(*_start(calendar, found, filled))
    sound = form.validate_on_submit()
    if form.base.data not in ("", None, calendar.version):
        form.form_errors.append(_meanwhile(form.base.data, calendar))
        form.base.data = calendar.version
    elif sound:
        made: list[str] = []
        if done(form, lambda acting: made.append(acts.ask(*form.given(), acting, seen=calendar.version))):
            flash(_("Đã gửi đề nghị. Lịch chưa đổi: một người khác phải xác nhận."), "done")
            return redirect(url_for("lawbook.calendar_request", public_id=made[0]) if made else CALENDAR, 303)
    page = render_template("lawbook/calendar_edit.html", form=form, year=found)
    return page if request.method == "GET" else (page, 422)


@pages.get(CALENDAR + "/de-nghi/<public_id>")
@guarded(Can.KEEP_CALENDAR)
def calendar_request(public_id: str) -> ResponseReturnValue:
    """What a request would change, and which running clocks would move; nothing has happened yet."""
    row = _request_or_404(public_id)
    waits = row.state == State.ASKED
    before, after = read_text(queries.base_text(row.base)), read_text(row.text)
    changed = changes(before, after)
    moved = rehearse(with_outlook(before), with_outlook(after), viewer()) if waits else []
    people = acts.seconds(reading(), row.unit_id, row.asked_by, today()) if waits else {}
    return render_template(
        "lawbook/calendar_request.html", row=row, state=_(STATE_WORDS[State(row.state)]), waits=waits,
        lines=change_lines(changed.days), changed=changed, year_now=_head(before, row.year),
        year_then=_head(after, row.year), moved=moved[:MOVED_SHOWN], count=len(moved), by_rule=_by_rule(moved),
        people=list(people.values()),
        against=acts.objection_of(viewer().account_id, row.asked_by, people),
        mine=row.asked_by == viewer().account_id, page_of=page_of,
        kinds=shown_kinds())


@pages.route(CALENDAR + "/de-nghi/<public_id>/xac-nhan", methods=["GET", "POST"])
@guarded(Can.KEEP_CALENDAR)
def calendar_confirm(public_id: str) -> ResponseReturnValue:
    """The second person's yes: the calendar is in force, running clocks are counted anew."""
    def carry_out(acting: Acting) -> None:
        acts.confirm(public_id, acting)
        # No number: whoever confirms would learn how many dossiers run that are sealed to them.
        flash(_("Lịch mới đang dùng. Hạn đang chạy được tính lại theo lịch này."), "done")

    return _decided(public_id, ConfirmForm(), carry_out, _("Xác nhận đổi lịch"), _(
        "Lịch mới có hiệu lực ngay cho mọi đơn vị. Hạn đang chạy được tính lại, giấy tính cũ giữ nguyên bên cạnh giấy "
        "mới; hạn đã xong không đổi."), _("Xác nhận, dùng lịch mới"))


@pages.route(CALENDAR + "/de-nghi/<public_id>/tu-choi", methods=["GET", "POST"])
@guarded(Can.KEEP_CALENDAR)
def calendar_refuse(public_id: str) -> ResponseReturnValue:
    """The second person's no."""
    form = RefuseForm()
    return _decided(
        public_id, form, lambda acting: acts.refuse(public_id, form.reason.data, acting), _("Không xác nhận đổi lịch"),
        _("Lịch giữ nguyên; người đề nghị thấy lý do của bạn."), _("Không xác nhận"))


@pages.route(CALENDAR + "/de-nghi/<public_id>/rut", methods=["GET", "POST"])
@guarded(Can.KEEP_CALENDAR)
def calendar_withdraw(public_id: str) -> ResponseReturnValue:
    """One's own request taken back."""
    return _decided(public_id, ConfirmForm(), lambda acting: acts.withdraw(public_id, acting), _("Rút đề nghị"),
                    _("Lịch giữ nguyên; muốn làm lại thì gửi đề nghị khác."), _("Rút đề nghị"))


def _decided(public_id: str, form: OfficeForm, act: Callable[[Acting], object], heading: str, sentence: str,
             verb: str) -> ResponseReturnValue:
    row = _request_or_404(public_id)
    if form.validate_on_submit() and done(form, act):
        return redirect(url_for("lawbook.calendar_request", public_id=public_id), 303)
    page = render_template("lawbook/calendar_decide.html", form=form, row=row, heading=heading, sentence=sentence,
                           verb=verb)
    return page if request.method == "GET" else (page, 422)


def _meanwhile(seen: str, calendar: Calendar) -> str:
    """What came in force since a form was opened: sent as it stands, it would take that back."""
    text = queries.seen_text(seen)
    lines = change_lines(changes(with_outlook(read_text(text)), calendar).days) if text else []
    days = "; ".join(f"{day:%d/%m/%Y}: {before} → {after}" for day, before, after, _source in lines)
    said = _("Lịch đã đổi từ khi bạn mở trang này. Xem lại rồi gửi lần nữa.")
    return f"{said} {days}".strip()


def _start(calendar: Calendar, year: Year, filled: tuple[Year, Any] | None) -> tuple[Calendar, Year]:
    """What the form begins with: the year as it is, or as the program brings it."""
    if filled is None:
        return calendar, year
    others = tuple(one for one in calendar.exchanges if year.year not in (one.off.year, one.work.year))
    return replace(calendar, exchanges=(*others, *filled[1])), filled[0]


def _head(calendar: Calendar, number: int) -> str:
    """Whether a year is announced, and by what."""
    year = next((one for one in calendar.years if one.year == number), None)
    if year is None:
        return _("chưa có lịch")
    return _("%(state)s (%(source)s)", source=_(year.source),
             state=_("đã có thông báo") if year.confirmed else _("mới là dự kiến"))


def _by_rule(moved: Sequence[Moved]) -> list[tuple[str, int]]:
    counts = Counter(one.before.title for one in moved)
    return [(_(title), count) for title, count in counts.most_common()]


def _year_or_404(calendar: Calendar, year: int) -> Year:
    return next((one for one in calendar.years if one.year == year), None) or abort(404)


def _request_or_404(public_id: str) -> Any:
    return queries.request(public_id) or abort(404)
