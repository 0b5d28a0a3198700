"""A hundred thousand questions, answered by the product and by a second reading of the law."""

import json
import random
from datetime import date, timedelta
from typing import Any

import pytest

from caseapp.law.batch import answering
from caseapp.law.calendars import SHIPPED
from caseapp.law.registry import RULES
from tests.law import independent as law
from tests.law import walking

D = date.fromisoformat
CHUNKS, EACH = 10, 10_000
FIRST, LAST = date(2025, 1, 1), date(2026, 12, 31)
OPTIONS = ("remote", "complex", "especially-complex", "several-places", "dismissal")
NEW_LAW = date(2026, 7, 1)
NEAR = (*walking.read(walking.OFF), *sorted(walking.WORKED), *[NEW_LAW] * 5, LAST)


def a_day(chance: random.Random) -> date:
    if chance.random() < 0.5:
        return FIRST + timedelta(chance.randrange((LAST - FIRST).days + 1))
    day = chance.choice(NEAR) + timedelta(chance.randint(-14, 6))
    return min(max(day, FIRST), LAST)


def some_pauses(chance: random.Random, start: date) -> list[list[str]]:
    pauses = []
    for _ in range(chance.choice((0, 0, 0, 1, 1, 2, 3))):
        first = start + timedelta(chance.randint(-6, 60))
        days = chance.randint(-3, -1) if chance.random() < 0.02 else chance.choice((0, 1, 7, 15, 20, 40, 400))
        pauses.append([first.isoformat(), (first + timedelta(days)).isoformat()])
    return pauses


def a_question(chance: random.Random) -> dict[str, Any]:
    rule = chance.choice(list(law.RULES)) if chance.random() < 0.995 else "reception.answer"
    named = law.RULES.get(rule)
    own = sorted(named.options) if named and chance.random() < 0.97 else OPTIONS
    options = chance.sample(own, chance.randint(0, len(own)))
    question: dict[str, Any] = {"rule": rule, "from": a_day(chance).isoformat()}
    if options:
        question["options"] = options
    if not (named and named.back) or chance.random() < 0.05:
        question["pauses"] = some_pauses(chance, D(question["from"]))
    if (named and named.extension) or chance.random() < 0.03:
        question["extensions"] = chance.choice((0, 0, 1, 2, 2, 3, -1)) if chance.random() < 0.1 else chance.randint(0, 2)
    return question


def expected(question: dict[str, Any]) -> dict[str, Any] | None:
    try:
        found = law.answer(question)
    except law.Refused:
        return None
    return {"due": found.due.isoformat(), "safe": found.safe.isoformat(), "confirmed": found.confirmed}


def answered(line: str) -> dict[str, Any] | None:
    found = json.loads(line)
    if "error" in found:
        assert found.keys() == {"error"}
        return None
    assert found.keys() == {"due", "safe", "receipt"}
    return {"due": found["due"], "safe": found["safe"], "confirmed": found["receipt"]["confirmed"]}


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_hundred_thousand_questions(chunk: int) -> None:
    chance = random.Random(f"law {chunk}")
    ask = answering(SHIPPED)
    errors = 0
    for _ in range(EACH):
        question = a_question(chance)
        want, got = expected(question), answered(ask(json.dumps(question)))
        errors += want is None
        assert want == got, question
    assert EACH / 50 < errors < EACH / 4


EXAMPLES = [  # part 7 of the law file: rule, facts, legal due day, safe day where the file names it
    ("1", "reception.reply", "2026-11-12", {}, "2026-11-27", None),
    ("2", "complaint.acceptance", "2026-07-06", {}, "2026-07-15", None),
    ("3", "complaint.acceptance", "2026-11-06", {}, "2026-11-16", None),
    ("5", "complaint.acceptance", "2026-06-12", {}, "2026-06-22", None),
    ("6", "complaint.acceptance", "2026-06-26", {}, "2026-07-06", None),
    ("7", "complaint.resolution-1", "2026-11-18", {}, "2026-12-18", None),
    ("9", "complaint.resolution-1", "2026-03-02", {"options": ["remote", "complex"]}, "2026-05-04", "2026-04-29"),
    ("11", "complaint.resolution-2", "2026-11-16", {"options": ["remote", "complex"]}, "2027-01-25", None),
    ("13", "complaint.limitation", "2026-03-10", {"pauses": [["2026-04-01", "2026-04-21"]]}, "2026-06-29", None),
    ("14", "complaint.second", "2026-10-20", {}, "2026-11-19", None),
    ("14, remote", "complaint.second", "2026-10-20", {"options": ["remote"]}, "2026-12-04", None),
    ("15", "complaint.second", "2026-12-18", {}, "2027-01-18", None),
    ("16", "complaint.send-decision-1", "2026-11-20", {}, "2026-11-26", None),
    ("18", "complaint.effect", "2026-11-02", {}, "2026-12-02", None),
    ("18, window", "complaint.second", "2026-11-05", {}, "2026-12-07", None),
    ("19", "discipline.limitation", "2026-10-09", {}, "2026-10-26", None),
    ("21", "denunciation.transfer", "2026-08-19", {}, "2026-08-25", None),
    ("22", "denunciation.resolution", "2026-06-15", {"options": ["especially-complex"], "extensions": 2}, "2026-09-14", None),
    ("24", "denunciation.send-conclusion", "2026-04-21", {}, "2026-04-29", None),
    ("24, publish", "denunciation.publish", "2026-04-21", {}, "2026-05-05", None),
    ("25", "denunciation.press-reply", "2026-10-12", {}, "2026-11-02", None),
    ("27", "reception.reply", "2025-01-22", {}, "2025-02-12", None),
    ("30", "complaint.dialogue-notice", "2026-12-11", {}, "2026-12-06", "2026-12-04"),
]


@pytest.mark.parametrize(
    ("rule", "start", "more", "due", "safe"), [pytest.param(*one, id=number) for number, *one in EXAMPLES]
)
def test_the_second_reading_finds_the_worked_examples(
    rule: str, start: str, more: dict[str, Any], due: str, safe: str | None
) -> None:
    found = law.answer({"rule": rule, "from": start, **more})
    assert found.due == D(due)
    assert safe is None or found.safe == D(safe)


def test_with_the_exchange_of_november_two_examples_move() -> None:
    for start, length, due in (("2026-11-12", 10, "2026-11-28"), ("2026-11-20", 3, "2026-11-27")):
        assert walking.last_day(D(start), length, working=True, swapped=True) == D(due)


def test_every_limit_of_the_product_is_read_a_second_time() -> None:
    assert RULES.keys() == law.RULES.keys()


def test_the_days_that_the_law_fixes_for_the_proposed_year_are_off() -> None:
    fixed = {(1, 1), (4, 16), (4, 30), (5, 3), (9, 2), (11, 24)}
    assert fixed <= {(day.month, day.day) for day in walking.proposed_days()}
    assert not walking.works(D("2027-02-08"))  # the first working day after the first of Tết, Saturday 6 February
