"""The clocks that would start if the form were saved now: shown beside it before anybody saves."""
from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from caseapp.law.beside import limits_beside
from caseapp.law.citing import cited
from caseapp.law.counting import count
from caseapp.law.days import Calendar, DayKind
from caseapp.law.errors import LawError
from caseapp.law.limits import UNIT_WORDS
from caseapp.law.receipts import Receipt
from caseapp.law.reception import REFUSAL_NOTICE, REPLY
from caseapp.law.sentences import in_words, skipped_lines
from caseapp.reception.models import Matter
from caseapp.web.language import gettext as _

RULES = (REPLY.code, REFUSAL_NOTICE.code)


@dataclass(frozen=True, slots=True)
class Starting:
    """One clock: its due day and why; ``running`` tells whether the choices made so far start it.

    ``beside``: which kinds have other limits that nobody counts yet, and what those are.
    """

    rule: str
    what: str
    day: date
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
