"""Knows how a due day is said: the badge, its words and its second line, as officers read them all day."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from html import escape as html
from typing import Any, Final, Protocol

from markupsafe import Markup

from caseapp.law.errors import LawError
from caseapp.law.limits import Nature, Unit
from caseapp.web.assets import asset
from caseapp.web.language import gettext as _
from caseapp.web.language import ngettext

SOON_DAYS: Final = 3  # working days ahead in which a badge turns amber


class WorkingDays(Protocol):
    """What a badge asks of the office's calendar."""

    def working_days_between(self, first: date, last: date) -> int:
        """Working days after ``first`` up to and with ``last``."""


class Tone(StrEnum):
    """Kind of a badge: decides its colour and its icon, never its words."""

    MET = "met"
    SOON = "soon"
    LATE = "late"
    PAUSED = "paused"
    CLOSED = "closed"
    RUNNING = "run"
    UNSURE = "unsure"


ICONS: Final = {
    Tone.MET: "check-lg",
    Tone.SOON: "clock",
    Tone.LATE: "exclamation-triangle-fill",
    Tone.PAUSED: "pause-fill",
    Tone.CLOSED: "archive",
    Tone.RUNNING: "calendar3",
    Tone.UNSURE: "question-circle",
}


_UNSURE: Final = Markup(
    '<span class="nowrap"><svg class="ic" width="16" height="16" aria-hidden="true" focusable="false">'
    '<use href="{icons}#{icon}"></use></svg> {words}</span>')


@dataclass(frozen=True, slots=True)
class Badge:
    """A status in words; ``second`` is the small line under it, empty when there is none."""

    tone: Tone
    words: str
    second: str = ""

    @property
    def icon(self) -> str:
        return ICONS[self.tone]


def status_markup(tone: str, words: str, large: bool = False) -> Markup:
    """A status badge: icon and words, never a colour alone. Made here and not in a macro: lists show one a row."""
    return Markup(_status(tone, words, large))  # noqa: S704  the words are escaped, the rest is ours


def unsure_markup() -> Markup:
    """The mark beside a day that rests on something unconfirmed: icon and words, plain enough for a line of text."""
    return _UNSURE.format(icons=asset("icons.svg"), icon=ICONS[Tone.UNSURE], words=_("chưa xác nhận"))


def badge_markup(badge: Badge, large: bool = False, second: bool = True) -> Markup:
    """A badge and, below it, its small line."""
    below = f'<span class="second">{html(badge.second)}</span>' if second and badge.second else ""
    return Markup(_status(badge.tone, badge.words, large) + below)  # noqa: S704  both texts are escaped


def _status(tone: str, words: str, large: bool) -> str:
    return (
        f'<span class="bd bd-{Tone(tone).value}{" bd-lg" if large else ""}">'
        f'<svg class="ic" width="16" height="16" aria-hidden="true" focusable="false">'
        f'<use href="{asset("icons.svg")}#{ICONS[Tone(tone)]}"></use></svg> {html(str(words))}</span>'
    )


@dataclass(frozen=True, slots=True)
class Due:
    """What a badge needs to know of a clock. ``working``: its rule counts working days."""

    due: date | None
    working: bool = False
    safe: date | None = None
    met_on: date | None = None
    paused_since: date | None = None
    duty: bool = True
    ended: str = ""  # "void": its number was cancelled; "book": an old book says it was done, without the day

    @classmethod
    def of(cls, clock: Any, *, paused_since: date | None = None) -> Due:
        """A stored clock, or a row with its columns: due_on, safe_on, paused_on, ended_on, ended_by, unit, nature."""
        return cls(
            due=clock.due_on, working=clock.unit == Unit.WORKING, safe=clock.safe_on, met_on=clock.ended_on,
            paused_since=paused_since or getattr(clock, "paused_on", None), duty=clock.nature == Nature.DUTY,
            ended=clock.ended_by or "",
        )


def due_badge(
    clock: Due, today: date, calendar: WorkingDays, *, year: bool = False, measure: bool = False
) -> Badge | None:
    """The badge of a clock on ``today``; None for rights and effects, which never get one.

    ``year`` writes every year (on a dossier); ``measure`` says by how much a met limit was early.
    """
    if not clock.duty:
        return None
    if clock.ended == "void":
        return Badge(Tone.CLOSED, _("Đã hủy"))
    if clock.ended == "book":
        return Badge(Tone.CLOSED, _("Xong theo sổ cũ"))
    if clock.met_on is not None:
        return _met(clock, clock.met_on, calendar, year=year, measure=measure)
    if clock.paused_since is not None:
        since = day_words(clock.paused_since, today, year=year)
        return Badge(Tone.PAUSED, _("Tạm đình chỉ"), _("từ %(since)s, chưa có hạn", since=since))
    if clock.due is None:
        return Badge(Tone.RUNNING, _("Chưa bắt đầu"))
    if clock.due < today:
        return Badge(Tone.LATE, _late_words(*_gap(clock.due, today, calendar, clock)), _second(clock, today, year))
    if clock.due == today:
        return Badge(Tone.SOON, _("Hạn hôm nay"), day_words(clock.due, today, year=year))
    soon = _working_days(today, clock.due, calendar) <= SOON_DAYS
    words = _left_words(*_gap(today, clock.due, calendar, clock))
    return Badge(Tone.SOON if soon else Tone.RUNNING, words, _second(clock, today, year))


def day_words(day: date, today: date, *, year: bool = False) -> str:
    """A day as a list shows it: the year is left out when it is the current one."""
    if year or day.year != today.year:
        return f"{day:%d/%m/%Y}"
    return f"{day:%d/%m}"


def _met(clock: Due, met_on: date, calendar: WorkingDays, *, year: bool, measure: bool) -> Badge:
    second = _("hạn %(due)s", due=f"{clock.due:%d/%m/%Y}") if clock.due else ""
    if clock.due and met_on > clock.due:
        return Badge(Tone.CLOSED, _slow_words(*_gap(clock.due, met_on, calendar, clock)), second)
    if measure and clock.due:
        if met_on == clock.due:
            return Badge(Tone.MET, _("Đúng hạn"), second)
        return Badge(Tone.MET, _early_words(*_gap(met_on, clock.due, calendar, clock)), second)
    return Badge(Tone.MET, _("Xong %(day)s", day=f"{met_on:%d/%m/%Y}" if year else f"{met_on:%d/%m}"), second)


def _second(clock: Due, today: date, year: bool) -> str:
    due = day_words(clock.due or today, today, year=year)
    if clock.safe and clock.due and today <= clock.safe < clock.due:
        return _("hạn %(due)s, nên xong %(safe)s", due=due, safe=day_words(clock.safe, today, year=year))
    return _("hạn %(due)s", due=due)


def _gap(first: date, last: date, calendar: WorkingDays, clock: Due) -> tuple[int, bool]:
    """Days between in the rule's own unit; over a weekend without a working day it is plain days that pass."""
    working = _working_days(first, last, calendar) if clock.working else 0
    return (working, True) if working else ((last - first).days, False)


def _working_days(first: date, last: date, calendar: WorkingDays) -> int:
    """Working days between; plain days where the calendar does not reach, as in a book of years ago."""
    try:
        return calendar.working_days_between(first, last)
    except LawError:
        return (last - first).days


def _late_words(count: int, working: bool) -> str:
    if working:
        return ngettext("Quá hạn %(num)d ngày làm việc", "Quá hạn %(num)d ngày làm việc", count)
    return ngettext("Quá hạn %(num)d ngày", "Quá hạn %(num)d ngày", count)


def _left_words(count: int, working: bool) -> str:
    if working:
        return ngettext("Còn %(num)d ngày làm việc", "Còn %(num)d ngày làm việc", count)
    return ngettext("Còn %(num)d ngày", "Còn %(num)d ngày", count)


def _slow_words(count: int, working: bool) -> str:
    if working:
        return ngettext("Xong, chậm %(num)d ngày làm việc", "Xong, chậm %(num)d ngày làm việc", count)
    return ngettext("Xong, chậm %(num)d ngày", "Xong, chậm %(num)d ngày", count)


def _early_words(count: int, working: bool) -> str:
    if working:
        return ngettext("Đúng hạn, sớm %(num)d ngày làm việc", "Đúng hạn, sớm %(num)d ngày làm việc", count)
    return ngettext("Đúng hạn, sớm %(num)d ngày", "Đúng hạn, sớm %(num)d ngày", count)
