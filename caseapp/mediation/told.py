"""What a dispute's page tells of what was promised and of what happened, and how its people are called."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from caseapp.cases.asking import Shape
from caseapp.cases.asks import ASKS
from caseapp.cases.forms.offers import words_of
from caseapp.cases.kinds.mediation import MEDIATION
from caseapp.cases.rules import details_of
from caseapp.mediation.dispute import KEPT_WORDS, Kept, stand_of
from caseapp.mediation.queries.own import Whole
from caseapp.mediation.shown import PROMISED, Days, done_of
from caseapp.text import show_date
from caseapp.web.badges import Badge, Due, Tone, due_badge
from caseapp.web.filters import show_day
from caseapp.web.language import gettext as _

BADGES: Final[Mapping[Kept, Tone]] = {
    Kept.OPEN: Tone.RUNNING, Kept.KEPT: Tone.MET, Kept.BROKEN: Tone.CLOSED, Kept.RELEASED: Tone.CLOSED,
    Kept.LATE: Tone.LATE,
}
STORIES: Final = ("summary", "note", "reason")


@dataclass(frozen=True, slots=True)
class Line:
    """A promise on the page: who, what, where it stands, where that is written down."""

    who: str
    what: str
    badge: Badge
    day: str
    said: str
    url: str


def lines_of(dispute: Any, found: Whole, days: Days, *, may: bool) -> list[Line]:
    """Every promise, open ones first; ``may``: the viewer writes down how they stand."""
    def one_of(promise: Any) -> Line:
        stand = stand_of(promise, days.today)
        badge = Badge(BADGES[stand], _(KEPT_WORDS[stand]))
        if stand in (Kept.OPEN, Kept.LATE) and promise.due_on:
            badge = due_badge(Due(promise.due_on), days.today, days.calendar) or badge
        elif stand is Kept.OPEN:
            badge = Badge(Tone.RUNNING, _("Chưa hẹn ngày"))
        day = _("ngày %(day)s", day=show_date(promise.ended_on)) if promise.ended_on else ""
        open_ = may and promise.state in (Kept.OPEN, Kept.BROKEN)
        return Line(promise.who, promise.what, badge, day, promise.said,
                    PROMISED.format(dispute.public_id, promise.public_id) if open_ else "")

    ranked = sorted(found.promises, key=lambda one: (one.state != Kept.OPEN, one.due_on is None, one.due_on or date.max,
                                                     one.position))
    return [one_of(one) for one in ranked]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened: the day, what, by whom, what was written down, its papers."""

    day: date
    what: str
    who: str
    said: tuple[tuple[str, str], ...] = ()
    files: tuple[Any, ...] = ()


def journal_of(dispute: Any, found: Whole) -> list[Entry]:
    """What happened, the latest first."""
    done = done_of(found.acts)
    entries = [
        *(Entry(act.happened_on, _what(act.code), act.entered_by or "", _said(act),
                tuple(one for one in found.files if one.act_id == act.id)) for act in done),
        *(Entry(one.held_on, _("Gọi điện hỏi thăm") if one.manner == "call" else _("Đến thăm, hỏi thực hiện"), one.by,
                (("", one.found),)) for one in found.follow_ups)]
    begun = [Entry(dispute.received_on, _("Nhận việc"), "")]
    ordered = sorted(enumerate(entries), key=lambda one: (one[1].day, one[0]), reverse=True)
    return [*(one for _place, one in ordered), *begun]


def _what(code: str) -> str:
    """What an act is called once it is done: nobody recorded a recording."""
    return _("Buổi hòa giải") if code == "sit" else _(MEDIATION.action(code).label)


def _said(act: Any) -> tuple[tuple[str, str], ...]:
    """What the form of an act was told, with the names of its fields; the story itself stands without."""
    told, found = details_of(act), []
    for name, value in told.items():
        if name not in ASKS or not isinstance(value, str):
            continue
        ask = ASKS[name]
        if ask.shape is Shape.TEAM:      # the page names it where it names who mediates
            continue
        label = "" if name in STORIES else _(ask.label)
        found.append((label, words_of(name, value) if ask.chosen else _day_or_words(value, name)))
    return tuple(found)


def _day_or_words(value: str, name: str) -> str:
    return show_day(date.fromisoformat(value)) if ASKS[name].shape in (Shape.DAY, Shape.COMING_DAY) else value


def call_words(person: Any) -> str:
    """“Gọi ông Kiên”: by the name people use, the last one."""
    given = person.name.split()[-1]
    said = {"M": _("Gọi ông %(name)s", name=given), "F": _("Gọi bà %(name)s", name=given)}
    return said.get(person.sex, _("Gọi %(name)s", name=given))


def titled(person: Any) -> str:
    """“Ông Phùng Trung Kiên”."""
    said = {"M": _("Ông %(name)s", name=person.name), "F": _("Bà %(name)s", name=person.name)}
    return said.get(person.sex, str(person.name))


def phones_of(promise: Any, found: Whole) -> list[tuple[str, str]]:
    """How to call whoever owes a promise, everybody of that side where it names nobody known: words and number."""
    side = found.side(promise.side)
    owing = [one for one in side if one.name == promise.who] or side
    return [(call_words(one), one.phone) for one in owing if one.phone]
