"""The clocks of a case as its page shows them: two to four cells of duties, and all of them by their nature."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from markupsafe import Markup

from caseapp.cases.practices import PRACTICES
from caseapp.cases.rules import KINDS
from caseapp.cases.views.clock_names import SHORT
from caseapp.dossiers.models import Ended
from caseapp.dossiers.views.standing import Cell
from caseapp.law.days import Calendar
from caseapp.law.limits import NATURE_WORDS, UNIT_WORDS, Nature
from caseapp.law.registry import PROMISES, RULES
from caseapp.text import mark, show_date
from caseapp.web.badges import Badge, Due, Tone, day_words, due_badge, unsure_markup
from caseapp.web.language import gettext as _
from caseapp.workflow.kind import BACK, State
from caseapp.workflow.running import Course, Running

SHOWN = 4
RECEIPT = "/ho-so/{}/han/{}"
TONES = {Tone.MET: "met", Tone.LATE: "late", Tone.CLOSED: "met", Tone.PAUSED: "paused"}
NOT_RECEIVED = mark("chưa ghi ngày nhận quyết định")

@dataclass(frozen=True, slots=True)
class Line:
    """One clock in the whole list: what it is, its day with the way to its receipt, where it stands."""

    name: str
    day: str
    url: str
    words: str
    tone: str


@dataclass(frozen=True, slots=True)
class Group:
    """Clocks of one nature."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Days:
    """What counting left days needs: today and the office's calendar."""

    today: date
    calendar: Calendar


def cells(case: Any, clocks: Sequence[Any], visits: Iterable[Any], course: Course, days: Days) -> list[Cell]:
    """The bar: what the visit is still owed, then the duties of the procedure, also those that have not begun.

    Of more than fit, those that begin last are left out first, then those that were met.
    """
    limits = _limits(course, clocks)
    found = [_visit_cell(one, days) for one in visits if one.clock and one.ended_by != Ended.VOID]
    for rule in _duties(case.kind):
        stored = [one for one in clocks if one.rule == rule and one.ended_by != Ended.VOID]
        if stored:
            found.append(_cell(stored[-1], RECEIPT.format(case.public_id, stored[-1].public_id), days,
                               limits.get(stored[-1].public_id)))
        elif rule in _usual(case.kind) and rule in _ahead(case.kind, course.state.code):
            found.append(Cell(short(rule), _("Chưa bắt đầu"), length_words(rule, days.today), "none", 0, ""))
    found += _by_itself(case, clocks, days, limits)
    if case.closed_on is not None and not course.state.closed:      # laid into another case, or handed over
        found = [replace(one, state=_("Đứng lại"), note="", tone="none") if one.tone == "paused" else one
                 for one in found]
    while len(found) > SHOWN:
        ahead = [one for one in found if one.tone == "none"]
        met = next((one for one in found if one.tone == "met"), found[0])
        found.remove(ahead[-1] if len(ahead) > 1 else met)
    return found


def groups(case: Any, clocks: Sequence[Any], days: Days) -> list[Group]:
    """Every clock of the case, the office's duties first."""
    lines: dict[str, list[Line]] = {nature: [] for nature in NATURE_WORDS}
    for clock in clocks:
        lines[clock.nature].append(_line(case, clock, days))
    if any(one.nature == Nature.EFFECT and one.ended_by is None for one in clocks):
        begun = {one.rule for one in clocks}
        lines[Nature.RIGHT] += [Line(title(rule), "", "", _(NOT_RECEIVED), "none")
                                for rule in PRACTICES[case.kind].on_receipt if rule not in begun]
    return [Group(_(NATURE_WORDS[Nature(nature)]), tuple(found)) for nature, found in lines.items() if found]


def badge_of(clock: Any, days: Days, *, year: bool = True) -> Badge | None:
    """The due badge of a duty; one that rests on something unconfirmed says so in its second line."""
    badge = due_badge(Due.of(clock), days.today, days.calendar, year=year)
    if badge is None or clock.ended_by is not None or clock.due_on is None or clock.confirmed:
        return badge
    return replace(badge, second=_("%(due)s · ? chưa xác nhận", due=badge.second))


def title(rule: str) -> str:
    """What a rule is called."""
    known = RULES.get(rule) or PROMISES.get(rule)
    return _(known.title) if known else rule


def short(rule: str) -> str:
    """What a rule is called in a cell of the bar."""
    return _(SHORT[rule]) if rule in SHORT else title(rule)


def length_words(rule: str, on: date) -> str:
    """How long a limit will run that begins on a day: “3 ngày làm việc”; empty when no law in force says it."""
    held = [one for one in RULES[rule].in_force(on) if one.length is not None]
    return f"{held[0].length} {_(UNIT_WORDS[held[0].unit])}" if held else ""


def _duties(kind: str) -> tuple[str, ...]:
    """The rules of a procedure that the office itself must keep, in the order in which they begin."""
    return tuple(rule for rule in _started(kind) if RULES[rule].nature is Nature.DUTY)


@cache
def _started(kind: str) -> tuple[str, ...]:
    procedure = KINDS[kind]
    begun = [*procedure.openings[0].starts, *(rule for action in procedure.actions for rule in action.starts)]
    return tuple(dict.fromkeys(begun))


@cache
def _usual(kind: str) -> frozenset[str]:
    """Duties that every case comes to: begun at its opening, or by an act that meets another duty and goes on.

    What counts from the day of receipt, whatever begins it, is none: of it nobody can say that it has not begun.
    """
    procedure = KINDS[kind]
    duties = {rule for rule in _started(kind) if RULES[rule].nature is Nature.DUTY} - PRACTICES[kind].from_receipt
    known = set(procedure.openings[0].starts)
    for action in procedure.actions:
        ends_early = {rule for rule in action.meets if rule in duties}
        if len(ends_early) == 1 and ends_early <= known:
            known |= {rule for rule in action.starts if rule in duties}
    return frozenset(known)


@cache
def _ahead(kind: str, state: str) -> frozenset[str]:
    """The limits that can still begin from where a case stands; what leads back leads on from where it came."""
    procedure = KINDS[kind]
    reached, left = set[State](), [procedure.state(state)]
    while left:
        here = left.pop()
        if here in reached:
            continue
        reached.add(here)
        for action in procedure.actions:
            if here not in action.when:
                continue
            if isinstance(action.to, State):
                left.append(action.to)
            elif action.to is BACK:
                left += [before for one in procedure.actions if one.to == here for before in one.when]
    return frozenset(rule for action in procedure.actions if action.when & reached for rule in action.starts)


def _limits(course: Course, clocks: Sequence[Any]) -> dict[str, Running]:
    """For each stored clock what the acts make of it: the n-th limit of a rule is its n-th clock."""
    waiting: dict[str, list[Running]] = {}
    for limit in course.limits:
        waiting.setdefault(limit.rule, []).append(limit)
    return {clock.public_id: waiting[clock.rule].pop(0) for clock in clocks if waiting.get(clock.rule)}


def _by_itself(case: Any, clocks: Sequence[Any], days: Days, limits: Mapping[str, Running]) -> list[Cell]:
    """Of a decision that takes effect when days have gone by both days that count: from issue, and from receipt."""
    running = {one.rule: one for one in clocks if one.ended_by is None}
    effect = next((rule for rule, one in running.items() if one.nature == Nature.EFFECT), None)
    if effect is None:
        return []
    found = []
    for rule in (effect, *PRACTICES[case.kind].on_receipt[:1]):
        clock = running.get(rule)
        if clock is None:
            found.append(Cell(short(rule), _("Chưa bắt đầu"), _(NOT_RECEIVED), "none", 0, ""))
            continue
        limit = limits.get(clock.public_id)
        told = {"length": _length(clock, limit) if limit else "", "day": day_words(clock.start_on, days.today)}
        note = _("quá %(length)s từ %(day)s", **told) if rule == effect else _("%(length)s từ %(day)s", **told)
        found.append(Cell(short(rule), _ends(clock), note, "run", _share(clock, days.today),
                          RECEIPT.format(case.public_id, clock.public_id)))
    return found


def _ends(clock: Any) -> str:
    """The day a limit that is no duty comes to: a right ends with it, an effect begins on the day after."""
    if clock.nature == Nature.EFFECT:
        return _("từ %(day)s", day=show_date(clock.due_on + timedelta(days=1)))
    return _("đến %(day)s", day=show_date(clock.due_on))


def _visit_cell(visit: Any, days: Days) -> Cell:
    return _cell(visit, RECEIPT.format(visit.public_id, visit.clock), days, None)


def _cell(clock: Any, url: str, days: Days, limit: Running | None) -> Cell:
    badge = due_badge(Due.of(clock), days.today, days.calendar, year=False)
    if badge is None:
        return Cell(short(clock.rule), "", "", "none", 0, url)
    tone = TONES.get(badge.tone, "run")
    return Cell(short(clock.rule), badge.words, _note(clock, badge, days, limit), tone, _share(clock, days.today), url)


def _note(clock: Any, badge: Badge, days: Days, limit: Running | None) -> str | Markup:
    """The line below the bar: of a running limit how long it is and since when, of any other its day."""
    if clock.ended_by is not None or clock.paused_on is not None:
        return badge.second
    note = badge.second
    if limit is not None and not limit.pauses and (length := _length(clock, limit)):
        note = _("%(length)s từ %(day)s", length=length, day=day_words(clock.start_on, days.today))
    return note if clock.confirmed else Markup("{} {}").format(note, unsure_markup())


def _length(clock: Any, limit: Running) -> str:
    """How long a limit is, with the options that make it longer: “45 ngày”."""
    readings = RULES[clock.rule].readings(limit.start, limit.options, limit.extensions)
    fitting = next((one for one in readings if one.unit == clock.unit), None)
    return f"{fitting.length} {_(UNIT_WORDS[fitting.unit])}" if fitting else ""


def _share(clock: Any, today: date) -> float:
    if clock.due_on is None:
        return 0.5 if clock.paused_on else 0
    whole = (clock.due_on - clock.start_on).days or 1
    return min(max((today - clock.start_on).days / whole, 0), 1)


def _line(case: Any, clock: Any, days: Days) -> Line:
    url = RECEIPT.format(case.public_id, clock.public_id)
    badge = due_badge(Due.of(clock), days.today, days.calendar, year=True)
    day = show_date(clock.due_on) if clock.due_on else _("chưa có hạn")
    if badge is not None:
        words = badge.words if clock.paused_on is None else f"{badge.words} {badge.second}"
        return Line(title(clock.rule), day, url, words, TONES.get(badge.tone, "run"))
    if clock.nature == Nature.EFFECT and clock.due_on:
        day = _ends(clock)
    return Line(title(clock.rule), day, url, _stands(clock), "met" if clock.ended_by else "none")


def _stands(clock: Any) -> str:
    """Where a limit stands that is no duty of the office."""
    if clock.ended_by is None:
        return _("tính từ %(day)s", day=show_date(clock.start_on))
    if clock.ended_by == Ended.MET:
        return _("xong %(day)s", day=show_date(clock.ended_on))
    return _("đã qua") if clock.ended_by == Ended.PASSED else _("đã hủy")
