"""The clocks that would start if the form were saved now: shown beside it before anybody saves."""
from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from caseapp.cases.queries.joining import Joinable
from caseapp.law.beside import limits_beside
from caseapp.law.citing import cited
from caseapp.law.complaints import ACCEPTANCE
from caseapp.law.counting import count
from caseapp.law.days import Calendar
from caseapp.law.errors import LawError
from caseapp.law.limits import UNIT_WORDS
from caseapp.law.receipts import Receipt
from caseapp.law.reception import REFUSAL_NOTICE, REPLY
from caseapp.law.sentences import in_words, skipped_lines
from caseapp.law.special_days import DayKind
from caseapp.reception.models import Matter
from caseapp.text import show_date
from caseapp.web.language import gettext as _

RULES = (REPLY.code, REFUSAL_NOTICE.code)


@dataclass(frozen=True, slots=True)
class Starting:
    """One clock: its due day and why, None when nothing starts; ``running``: whether the choices so far start it.

    ``beside``: which kinds have other limits that nobody counts yet, and what those are.
    """

    rule: str
    what: str
    day: date | None
    reason: str
    skipped: str
    sentence: str
    doubts: tuple[str, ...]
    running: bool
    beside: tuple[tuple[tuple[str, ...], str], ...] = ()


def starting(held_on: date, calendar: Calendar, running: Collection[str]) -> list[Starting]:
    """Every clock a visit can start, counted from its day; one that law or calendar cannot count is left out."""
    found = []
    for rule in RULES:
        try:
            receipt = count(rule, held_on, calendar)
        except LawError:
            continue
        found.append(_of(receipt, running=rule in running))
    return found


def accepting(received_on: date, calendar: Calendar, into: Joinable | None, problem: str, *,
              running: bool) -> list[Starting]:
    """By when the complaint must be accepted or not, when its petition is taken; empty when nobody can count it.

    ``into``: the case it joins, which has a day of its own or was accepted already; ``problem``: why there is none.
    """
    if into is not None or problem:
        return [_joining(into, problem, running=running)]
    try:
        return [_of(count(ACCEPTANCE.code, received_on, calendar), running=running)]
    except LawError:
        return []


def _joining(into: Joinable | None, problem: str, *, running: bool) -> Starting:
    if into is None:
        reason = problem
    elif into.accepted_on is not None:
        reason = _("%(case)s đã thụ lý ngày %(day)s: đơn nhập vào đó, không có hạn thụ lý mới.",
                   case=into.number, day=show_date(into.accepted_on))
    else:
        reason = _("Đơn nhập vào %(case)s, theo hạn của vụ việc ấy.", case=into.number)
    day = into.due_on if into is not None and into.accepted_on is None else None
    return Starting(rule=ACCEPTANCE.code, what=_(ACCEPTANCE.title), day=day, reason=reason, skipped="", sentence="",
                    doubts=(), running=running)


def beside(on: date) -> tuple[tuple[tuple[str, ...], str], ...]:
    """The kinds with the limits of the complaint or denunciation in them, of a matter taken in on that day."""
    return (((Matter.COMPLAINT, Matter.MIXED), limits_beside(Matter.COMPLAINT, on, _)),
            ((Matter.DENUNCIATION,), limits_beside(Matter.DENUNCIATION, on, _)))


def _of(receipt: Receipt, *, running: bool) -> Starting:
    wording = receipt.wording
    place = cited(wording.citation if wording else receipt.citation, _)
    reason = f"{wording.length} {_(UNIT_WORDS[wording.unit])}, {place}" if wording else place
    named = [day for day in receipt.skipped if day.kind is not DayKind.WEEKEND]
    reasons = {_(day.reason) for day in named}
    skipped = [_("Bỏ qua %(days)s, %(why)s", days=line.days, why=_(line.reason))
               for line in skipped_lines(receipt, _) if _(line.reason) in reasons]
    return Starting(
        rule=receipt.rule, what=_(receipt.title), day=receipt.due, reason=reason, skipped=" · ".join(skipped),
        sentence=in_words(receipt, _), doubts=tuple(note.words(_) for note in receipt.notes), running=running,
        beside=beside(receipt.start) if receipt.rule == REPLY.code else ())
