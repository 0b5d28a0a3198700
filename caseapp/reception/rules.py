"""What is right at the counter: which handlings the law leaves open, and what each one starts."""
from __future__ import annotations

from datetime import date

from caseapp.law.grounds import GROUNDS, Ground
from caseapp.law.reception import REFUSAL_NOTICE
from caseapp.reception.kinds.visit import REFUSED_ALOUD, REFUSED_IN_WRITING, SETTLED, TAKEN_IN
from caseapp.reception.models import Matter, NoticeResult, Outcome
from caseapp.workflow.kind import Opening

OPEN_REGISTER = "TCD"
SEALED_REGISTER = "TCD-TC"      # denunciations are numbered apart: the open register shows no gap where they lie


def register_of(matter: str) -> str:
    """Which register numbers a visit."""
    return SEALED_REGISTER if matter == Matter.DENUNCIATION else OPEN_REGISTER


# A complaint outside competence is guided, never transferred (LTCD 26); a written denunciation outside competence
# is transferred, an oral one guided (LTC 24(2)); mixed contents are guided to be split (LTCD 25(3)).
OFFERED: dict[str, tuple[Outcome, ...]] = {
    Matter.COMPLAINT: (Outcome.EXPLAINED, Outcome.GUIDED, Outcome.TAKEN, Outcome.REPORTED, Outcome.REFUSED),
    Matter.DENUNCIATION: (Outcome.EXPLAINED, Outcome.GUIDED, Outcome.TAKEN, Outcome.TRANSFERRED, Outcome.REPORTED,
                          Outcome.REFUSED),
    Matter.FEEDBACK: (Outcome.EXPLAINED, Outcome.GUIDED, Outcome.TAKEN, Outcome.TRANSFERRED, Outcome.REPORTED,
                      Outcome.REFUSED),
    Matter.MIXED: (Outcome.EXPLAINED, Outcome.GUIDED, Outcome.TAKEN, Outcome.REPORTED, Outcome.REFUSED),
    Matter.OTHER: (Outcome.EXPLAINED, Outcome.GUIDED, Outcome.TAKEN, Outcome.TRANSFERRED, Outcome.REPORTED,
                   Outcome.REFUSED),
}
# Where a body must be named, and where a document that guides or transfers.
NEEDS_BODY = frozenset({Outcome.GUIDED, Outcome.TRANSFERRED})
NEEDS_DOCUMENT = frozenset({Outcome.TRANSFERRED})
# A matter was taken in: the ten days of LTCD 28(1) run. A refused visit, an enquiry, a matter explained
# or guided on the spot has been answered there and then.
TAKES_IN = frozenset({Outcome.TRANSFERRED, Outcome.REPORTED, Outcome.TAKEN})


def opening(outcome: str | None, ground: str | None, held_on: date) -> Opening:
    """How a visit begins: by what was done with the matter, and for a refusal by how its ground is answered.

    Before 2026-07-01 the written refusal had no number of days that anybody has read: no clock is invented for it.
    """
    if outcome in TAKES_IN:
        return TAKEN_IN
    if outcome != Outcome.REFUSED:
        return SETTLED
    written = ground is not None and GROUNDS[ground].written and bool(REFUSAL_NOTICE.in_force(held_on))
    return REFUSED_IN_WRITING if written else REFUSED_ALOUD


# A complaint is guided, not sent on: that answer of LTCD 28(1) is not open for it.
NOT_FORWARDED = frozenset({Matter.COMPLAINT, Matter.MIXED})


def answers_for(matter: str) -> tuple[NoticeResult, ...]:
    """The final answers of LTCD 28(1) that can be given on a matter of this kind."""
    answers = (NoticeResult.ACCEPTED, NoticeResult.FORWARDED, NoticeResult.DECLINED)
    return tuple(answer for answer in answers if answer is not NoticeResult.FORWARDED or matter not in NOT_FORWARDED)


def grounds_for(matter: str) -> tuple[Ground, ...]:
    """The refusal grounds that can apply to a matter of this kind."""
    return tuple(ground for ground in GROUNDS.values() if not ground.matters or matter in ground.matters)
