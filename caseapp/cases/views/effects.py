"""What an act would do to the time limits of its case: which it meets, starts, moves, stops; before anybody saves."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from caseapp.cases.practices import PRACTICES
from caseapp.cases.rules import action_of, course_of, write_details
from caseapp.law.citing import cited
from caseapp.law.days import Calendar
from caseapp.law.errors import LawError
from caseapp.law.limits import UNIT_WORDS, Nature, Unit
from caseapp.law.receipts import Receipt
from caseapp.law.registry import RULES
from caseapp.text import mark
from caseapp.web.badges import Badge, Due, due_badge
from caseapp.web.filters import upper_first
from caseapp.web.language import gettext as _
from caseapp.workflow.running import Running, receipt_of

GROUPS: Final[Mapping[Nature, str]] = {
    Nature.DUTY: mark("Cơ quan phải làm"), Nature.AWAITED: mark("Bên khác phải làm"),
    Nature.RIGHT: mark("Công dân có quyền"), Nature.EFFECT: mark("Tự phát sinh"),
}


@dataclass(frozen=True, slots=True)
class Met:
    """A limit the act ends: its last day (None while it stands still) and how the act stands to it."""

    what: str
    due: date | None
    badge: Badge | None


@dataclass(frozen=True, slots=True)
class Begun:
    """A limit the act starts, moves or stops; ``day`` None where none can be counted, then ``words`` say why.

    ``lasts``: the day is not the last one but the first, of an effect that goes on.
    """

    what: str
    day: date | None
    words: str
    reason: str
    doubts: tuple[str, ...] = ()
    lasts: bool = False


@dataclass(frozen=True, slots=True)
class Effects:
    """Everything an act does to the limits; ``begun``: by whose turn it is."""

    met: tuple[Met, ...]
    begun: tuple[tuple[str, tuple[Begun, ...]], ...]
    moved: tuple[Begun, ...]
    stopped: tuple[Begun, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """The act as the limits would see it."""

    code: str
    happened_on: date
    document: str
    details: str


def effects(case: Any, acts: Sequence[Any], code: str, on: date, told: Mapping[str, Any], calendar: Calendar,
            ) -> Effects:
    """What the act would do on a day; ``told``: the inputs that move limits, as typed so far.

    A limit that counts from a day of the form has no last day before that day is typed.
    """
    planned = Planned(code, on, "", write_details(told))
    before, after = course_of(case, acts).limits, course_of(case, [*acts, planned]).limits
    pairs = list(zip(before, after, strict=False))
    ended = [now for old, now in pairs if old.ended_on is None and now.ended_on is not None]
    new = after[len(before):]
    starts_on = PRACTICES[case.kind].starts_on
    untold = {rule for name, rules in starts_on.items() if name in told and not told[name] for rule in rules}
    begun = [(one, _later(one.rule, on) if one.rule in untold else _begun(one, calendar, case.kind))
             for one in new if one.ended_on is None]
    words = [(RULES[rule].nature, _later(rule, on)) for rule in _on_receipt(case.kind, code)
             if RULES[rule].in_force(on)]
    grouped = [*((RULES[one.rule].nature, what) for one, what in begun), *words]
    return Effects(
        met=tuple(_met(one, on, calendar) for one in (*ended, *(one for one in new if one.ended_on is not None))),
        begun=tuple((_(name), tuple(what for nature, what in grouped if nature is wanted))
                    for wanted, name in GROUPS.items() if any(nature is wanted for nature, _what in grouped)),
        moved=tuple(_begun(now, calendar, case.kind) for old, now in pairs if _moves(old, now)),
        stopped=tuple(_stopped(now) for old, now in pairs if old.paused_on is None and now.paused_on is not None))


def _on_receipt(kind: str, code: str) -> tuple[str, ...]:
    """What the act's paper starts on the day it is received: said in words, because that day is not known yet."""
    issues = any(RULES[rule].nature is Nature.EFFECT for rule in action_of(kind, code).starts)
    return PRACTICES[kind].on_receipt if issues else ()


def _moves(old: Running, now: Running) -> bool:
    """Whether a limit that goes on gets another last day."""
    if now.ended_on is not None or now.paused_on is not None:
        return False
    return (old.start, old.options, old.extensions, old.pauses) != (now.start, now.options, now.extensions, now.pauses)


def _met(one: Running, on: date, calendar: Calendar) -> Met:
    rule = RULES[one.rule]
    last = one.pauses[-1] if one.pauses else None
    stood_still = last is not None and last.until == one.ended_on
    receipt = None if stood_still else counted(one, calendar)
    if receipt is None:
        return Met(_(rule.title), None, None)
    due = Due(receipt.due, _in_working_days(receipt), receipt.safe, on, duty=rule.nature is Nature.DUTY)
    return Met(_(rule.title), receipt.due, due_badge(due, on, calendar, measure=True))


def _in_working_days(receipt: Receipt) -> bool:
    return receipt.wording is not None and receipt.wording.unit is Unit.WORKING


def _begun(one: Running, calendar: Calendar, kind: str) -> Begun:
    rule = RULES[one.rule]
    receipt = counted(one, calendar)
    if receipt is None:
        return Begun(_(rule.title), None, _("Chưa tính được ngày: thiếu lịch nghỉ hoặc số ngày của luật."), "")
    put_off = rule.nature is Nature.EFFECT and PRACTICES[kind].on_receipt      # by a right that runs beside it
    words = _("muộn hơn nếu còn người có quyền khiếu nại lần hai") if put_off else ""
    return Begun(_(rule.title), receipt.effective or receipt.due, words, _reason(receipt),
                 tuple(note.words(_) for note in receipt.notes), lasts=receipt.effective is not None)


def _reason(receipt: Receipt) -> str:
    if receipt.wording is None:
        return upper_first(cited(receipt.citation, _))
    return _("%(length)s %(unit)s, %(place)s", length=str(receipt.wording.length),
             unit=_(UNIT_WORDS[receipt.wording.unit]), place=cited(receipt.wording.citation, _))


def _later(rule: str, on: date) -> Begun:
    limit = RULES[rule]
    try:
        reading = limit.readings(on, frozenset(), 0)[0]
    except LawError:
        return Begun(_(limit.title), None, "", "")
    length = _("%(length)s %(unit)s", length=str(reading.length), unit=_(UNIT_WORDS[reading.unit]))
    return Begun(_(limit.title), None, length, _("tính từ: %(event)s (%(place)s)", event=_(limit.start),
                                                 place=cited(reading.citation, _)))


def _stopped(one: Running) -> Begun:
    return Begun(_(RULES[one.rule].title), None, _("dừng từ ngày này, chưa có hạn"), "")


def counted(one: Running, calendar: Calendar) -> Receipt | None:
    """The receipt of a limit as its acts make it, None where law or calendar cannot count it."""
    try:
        return receipt_of(one, calendar)
    except LawError:
        return None
