"""A visit of the benchmark volume: ordinary or sealed, answered or still waiting."""
from __future__ import annotations

import random
from datetime import date
from typing import Any

from caseapp.demo import matters
from caseapp.reception.models import Identity, Matter, Outcome, Visit
from caseapp.reception.rules import OPEN_REGISTER, SEALED_REGISTER, opening
from caseapp.seeding.batch import Batch
from caseapp.text import CODE_LETTERS

# In a hundred visits: how many are denunciations, how many of the answerable ones are still open at the end.
SEALED_PERCENT = 4
OPEN_PERCENT = 15


def add_visit(batch: Batch, day: date) -> None:
    """One visit with its visitor, clock, words and journal row."""
    sealed = batch.chance(SEALED_PERCENT)
    matter, text = _matter(batch.luck, sealed=sealed)
    outcome = batch.luck.choice((Outcome.TAKEN, Outcome.EXPLAINED, Outcome.REPORTED, Outcome.GUIDED))
    begins = opening(outcome, None, day)
    waits = bool(begins.starts) and batch.chance(OPEN_PERCENT)
    dossier = batch.dossier(
        "visit", SEALED_REGISTER if sealed else OPEN_REGISTER, day, text, "awaiting" if waits else "done",
        awaits="handler" if waits else "", closed=None if waits else day, handler=batch.place.officer,
        code=_code(batch.luck, day.year) if sealed else None)
    batch.rows[Visit].append(_detail(batch, dossier, matter, text, day, outcome))
    name = ""
    if not sealed:
        person, name = batch.person()
        batch.party(dossier, person, "visitor")
    for rule in begins.starts:
        batch.clock(dossier, rule, day, met="" if waits else "accepted")
    batch.findable(dossier, name, text)
    batch.journal(dossier, "visit.log")


def _matter(luck: random.Random, *, sealed: bool) -> tuple[Matter, str]:
    if sealed:
        return Matter.DENUNCIATION, luck.choice(matters.DENUNCIATIONS)[0]
    matter = luck.choice((Matter.COMPLAINT, Matter.FEEDBACK, Matter.OTHER))
    texts = {Matter.COMPLAINT: matters.COMPLAINTS, Matter.FEEDBACK: matters.FEEDBACK, Matter.OTHER: matters.OTHER}
    return matter, luck.choice(texts[matter])[0]


def _detail(batch: Batch, dossier: dict[str, Any], matter: Matter, text: str, day: date,
            outcome: Outcome) -> dict[str, Any]:
    return {"dossier_id": dossier["id"], "kind": "visit", "matter": matter, "content": text, "held_on": day,
            "receiver_id": batch.place.officer, "people_count": 1, "outcome": outcome,
            "body": batch.luck.choice(matters.BODIES) if outcome is Outcome.GUIDED else "",
            "competent": outcome is not Outcome.GUIDED,
            "envelope": str(dossier["no"]) if matter == Matter.DENUNCIATION else None,
            "identity": Identity.CHECKED if matter == Matter.DENUNCIATION else None}


def _code(luck: random.Random, year: int) -> str:
    """A denouncer's code that the seed decides; shaped as those of the counter."""
    fours = ["".join(luck.choice(CODE_LETTERS) for _ in range(4)) for _ in range(2)]
    return "-".join([f"TC-{year}", *fours])
