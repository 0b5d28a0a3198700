"""Officers acting on one case at once: of everybody whose page shows the same version exactly one gets through.

    python -m bench.together --rounds 500 [--database-url postgresql+psycopg://…]
"""
from __future__ import annotations

import json
import multiprocessing
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask import Flask

from bench.living import LED, Living
from bench.office import arguments, let_go, new_office, settings_for
from caseapp.cases.commands.acting import carry_out
from caseapp.cases.commands.given import GivenAct
from caseapp.cases.models import Act, CaseFile
from caseapp.cases.rules import course_of
from caseapp.db import reading
from caseapp.demo.staff import Offices
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.commands import Stale
from caseapp.dossiers.models import Clock, Dossier
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.ledger.models import JournalRow
from caseapp.proof import faults
from caseapp.web.now import local, now
from caseapp.workflow.engine import Refused
from caseapp.workflow.kind import State

OFFICERS = 10
FARTHEST = 12                # acts done in a case before officers meet over it


@dataclass(frozen=True, slots=True)
class Outcome:
    """How often so many won a round, what the others were told, and what the proof found; times in milliseconds."""

    rounds: int
    attempts: int
    winners: dict[int, int]
    answers: dict[str, int]
    wrong_rounds: list[str]
    faults: list[str]
    seconds: float
    p50: float
    longest: float


@dataclass(frozen=True, slots=True)
class Order:
    """One officer's act in a round, as a page of the case would send it."""

    given: GivenAct
    how: Acting

    @property
    def dossier(self) -> int:
        """The case everybody acts on."""
        return self.how.dossier_id


def run(app: Flask, offices: Offices, rounds: int, seed: int = 1) -> Outcome:
    """``rounds`` cases of every kind, two to ten officers on each, all let go at the same moment."""
    luck, begun = random.Random(seed), time.perf_counter()
    let_go(app)
    context = multiprocessing.get_context("fork")
    gate = context.Barrier(OFFICERS)
    pipes = [context.Pipe() for _ in range(OFFICERS)]
    workers = [context.Process(target=_officer, args=(app, pipe[1], gate), daemon=True) for pipe in pipes]
    for worker in workers:
        worker.start()
    told: list[list[tuple[str, float]]] = []
    wrong: list[str] = []
    living = Living(offices, luck)
    with app.app_context():
        living.meet()
    for turn in range(rounds):
        with app.app_context():
            orders = _orders(living, turn)
            before, done = _journaled(orders[0].dossier), len(living.done(orders[0].dossier))
        for place, (mine, _theirs) in enumerate(pipes):
            mine.send(orders[place] if place < len(orders) else None)
        answers = [_answer(mine) for mine, _theirs in pipes][:len(orders)]
        told.append(answers)
        with app.app_context():
            wrong += [f"{turn}: {flaw}" for flaw in _flaws(orders[0], answers, before, done)]
    for mine, _theirs in pipes:
        mine.send("go home")
    for worker in workers:
        worker.join()
    return _sum_up(app, told, wrong, time.perf_counter() - begun)


def _answer(pipe: Any) -> Any:
    """What an officer says; one who says nothing for a minute is lost, and the measurement with him."""
    if not pipe.poll(60):
        raise TimeoutError
    return pipe.recv()


def _officer(app: Flask, pipe: Any, gate: Any) -> None:
    """Act when the gate opens, again and again, until sent home."""
    while (order := pipe.recv()) != "go home":
        gate.wait()
        begun = time.perf_counter()
        answer = _try(app, order) if order is not None else ""
        pipe.send((answer, (time.perf_counter() - begun) * 1000))


def _try(app: Flask, order: Order) -> str:
    """What the officer is told: “done”, or the name of the refusal."""
    try:
        with app.app_context():
            carry_out(order.given, order.how)
    except (Stale, Refused, FormKeyUsed) as refusal:
        return type(refusal).__name__
    except Exception as problem:  # noqa: BLE001  whatever a user would have seen counts
        return f"{type(problem).__name__}: {problem}"
    return "done"


def _orders(living: Living, turn: int) -> list[Order]:
    """A case somewhere on its way, and what two to ten officers do with it; now and then one clicks twice."""
    at, luck = now(), living.luck
    day = local(at).date()
    dossier = living.open(luck.choice(LED), at, day)
    for _step in range(luck.randint(0, FARTHEST)):
        before = living.read(dossier)
        if not _one_more(living, before, at, day):
            break
    case = living.read(dossier)
    lawful = [one for one in living.can(case, on=day) if living.roles(one, case.unit_id)]
    tried: list[Order] = []
    while lawful and len(tried) < luck.randint(2, OFFICERS):
        action = luck.choice(lawful)
        given = living.given(case, action, day)
        if not living.can(case, given, on=day):
            lawful.remove(action)
            continue
        role = luck.choice(living.roles(action, case.unit_id))
        tried.append(Order(given, living.acting(case, role, at, day, f"{turn}.{len(tried)}")))
    if len(tried) < 2:
        return _orders(living, turn)
    if luck.random() < 0.2:
        tried[1] = tried[0]
    return tried


def _one_more(living: Living, case: Any, at: datetime, day: date) -> bool:
    """Lead the case on by one act that leaves it open; False where none does."""
    for action in living.luck.sample(found := living.can(case, on=day), len(found)):
        given, roles = living.given(case, action, day), living.roles(action, case.unit_id)
        ends = isinstance(action.to, State) and action.to.closed
        if ends or not roles or not living.can(case, given, on=day):
            continue
        carry_out(given, living.acting(case, living.luck.choice(roles), at, day))
        return True
    return False


def _journaled(dossier: int) -> int:
    return int(reading().execute(sa.select(sa.func.count()).select_from(JournalRow).where(
        JournalRow.dossier_id == dossier)).scalar_one())


def _flaws(order: Order, answers: Sequence[tuple[str, float]], before: int, done: int) -> list[str]:
    """What is not as if one officer had acted alone: winners, journal, acts, state and clocks."""
    won = sum(answer == "done" for answer, _time in answers)
    row = reading().execute(sa.select(Dossier.version, Dossier.state).where(Dossier.id == order.dossier)).one()
    acts = reading().execute(sa.select(Act.code, Act.happened_on, Act.document, Act.details).where(
        Act.dossier_id == order.dossier, Act.status == "done").order_by(Act.place)).all()
    case = reading().execute(sa.select(CaseFile.__table__).where(CaseFile.dossier_id == order.dossier)).one()
    course = course_of(case, acts)
    clocks = reading().execute(sa.select(Clock.rule).where(
        Clock.dossier_id == order.dossier, Clock.ended_by.is_(None)).order_by(Clock.rule)).scalars()
    running = sorted(one.rule for one in course.limits if one.ended_on is None)
    found = {
        f"{won} won": won != 1,
        "journal": _journaled(order.dossier) - before != row.version - order.how.version,
        "acts": len(acts) != done + 1,
        f"state {row.state}": row.state != course.state.code,
        # A cancelled number ends them all.
        "clocks": list(clocks) != ([] if row.state == "void" else running),
    }
    return [what for what, wrong in found.items() if wrong]


def _sum_up(app: Flask, told: Sequence[Sequence[tuple[str, float]]], wrong: list[str], seconds: float) -> Outcome:
    with app.app_context():
        found = [f"{fault.where}: {fault.what}" for fault in faults(5)]
    let_go(app)
    times = sorted(taken for answers in told for _answer, taken in answers)
    return Outcome(
        rounds=len(told), attempts=len(times),
        winners=dict(Counter(sum(answer == "done" for answer, _time in answers) for answers in told)),
        answers=dict(Counter(answer for answers in told for answer, _time in answers)), wrong_rounds=wrong,
        faults=found, seconds=round(seconds, 2), p50=round(times[len(times) // 2], 1), longest=round(times[-1], 1))


def main() -> None:
    parser = arguments("Officers act on one case at once, of every kind.")
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    app, offices = new_office(settings_for(given.database_url))
    print(json.dumps(asdict(run(app, offices, given.rounds, given.seed)), ensure_ascii=False))


if __name__ == "__main__":
    main()
