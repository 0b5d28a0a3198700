"""Officers acting on one complaint at once: of everybody whose page shows the same version exactly one gets through.

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
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask

from bench.office import arguments, let_go, new_office, settings_for
from caseapp.cases.commands.acting import carry_out
from caseapp.cases.commands.given import GivenAct
from caseapp.cases.commands.opening import GivenCase, Opening, open_complaint
from caseapp.cases.models import Act, CaseFile
from caseapp.cases.rules import course_of
from caseapp.db import reading, writing
from caseapp.demo.staff import Offices
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.commands import Stale
from caseapp.dossiers.models import Clock, Dossier
from caseapp.gazette import office_calendar
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.ledger.models import JournalRow
from caseapp.people.commands import Given, take_in
from caseapp.people.models import IdKind
from caseapp.proof import faults
from caseapp.staff.models import Account
from caseapp.web.now import local, now
from caseapp.workflow.engine import Refused

OFFICERS = 6
UNIT, HEAD = "CT-AT", "lanhdao"
HOLDERS = {"supervisor": HEAD, "handler": "canbo", "clerk": "vanthu", "reception": "tiepdan"}
SIGNED = frozenset({"accept", "decline", "assign-verification", "prolong", "suspend", "stay", "decide"})
DETAILS: dict[str, dict[str, Any]] = {
    "decline": {"decline_ground": "late"}, "self-check": {"self_check": "unclear"},
    "report": {"finding": "partly", "differs": "no"}, "suspend": {"suspend_ground": "obstacle"},
    "prolong": {"criteria": ["places"]}, "withdraw": {"part": "whole", "withdrawn_by": "letter"},
    "decide": {"finding": "partly", "disposition": "amend"}, "challenge": {"challenge": "second"},
    "send-decision": {"manner": "handed"}, "void": {"reason": "Ghi nhầm"},
}
USUAL = (("accept", "supervisor"), ("self-check", "handler"), ("assign-verification", "supervisor"),
         ("report", "handler"), ("decide", "supervisor"), ("send-decision", "clerk"), ("deliver", "clerk"))
# After so many of the usual acts: what officers may try, each lawful for whoever comes first.
TRIED: dict[int, Sequence[tuple[str, str]]] = {
    0: (("accept", "supervisor"), ("accept", "clerk"), ("accept", "handler"), ("decline", "supervisor"),
        ("withdraw", "clerk"), ("void", "reception")),
    2: (("assign-verification", "supervisor"), ("assign-verification", "clerk"), ("suspend", "supervisor"),
        ("prolong", "clerk"), ("ask-information", "handler"), ("stay", "supervisor")),
    4: (("decide", "supervisor"), ("decide", "clerk"), ("decide", "handler"), ("suspend", "clerk"),
        ("withdraw", "handler"), ("record-work", "handler")),
    7: (("challenge", "handler"), ("challenge", "clerk"), ("deliver", "clerk")),
}


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
    """One officer's act in a round; ``key``: of the form he sends, the same for a double click."""

    dossier: int
    version: int
    code: str
    role: str
    number: str
    key: str


def run(app: Flask, offices: Offices, rounds: int, seed: int = 1) -> Outcome:
    """``rounds`` complaints, two to six officers on each, all let go at the same moment."""
    luck, begun = random.Random(seed), time.perf_counter()
    let_go(app)
    context = multiprocessing.get_context("fork")
    gate = context.Barrier(OFFICERS)
    pipes = [context.Pipe() for _ in range(OFFICERS)]
    workers = [context.Process(target=_officer, args=(app, offices, pipe[1], gate), daemon=True) for pipe in pipes]
    for worker in workers:
        worker.start()
    told: list[list[tuple[str, float]]] = []
    wrong: list[str] = []
    for turn in range(rounds):
        with app.app_context():
            orders = _orders(offices, turn, luck)
            before = _journaled(orders[0].dossier)
        for place, (mine, _theirs) in enumerate(pipes):
            mine.send(orders[place] if place < len(orders) else None)
        answers = [_answer(mine) for mine, _theirs in pipes][:len(orders)]
        told.append(answers)
        with app.app_context():
            wrong += [f"{turn}: {flaw}" for flaw in _flaws(orders[0], answers, before)]
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


def _officer(app: Flask, offices: Offices, pipe: Any, gate: Any) -> None:
    """Act when the gate opens, again and again, until sent home."""
    while (order := pipe.recv()) != "go home":
        gate.wait()
        begun = time.perf_counter()
        answer = _try(app, offices, order) if order is not None else ""
        pipe.send((answer, (time.perf_counter() - begun) * 1000))


def _try(app: Flask, offices: Offices, order: Order) -> str:
    """What the officer is told: “done”, or the name of the refusal."""
    try:
        with app.app_context():
            act(offices, order, now())
    except (Stale, Refused, FormKeyUsed) as refusal:
        return type(refusal).__name__
    except Exception as problem:  # noqa: BLE001  whatever a user would have seen counts
        return f"{type(problem).__name__}: {problem}"
    return "done"


def act(offices: Offices, order: Order, at: datetime) -> None:
    """One officer's act on a complaint, on the day of ``at``."""
    day = local(at).date()
    signed = order.code in SIGNED
    head = reading().execute(sa.select(Account.public_id).where(Account.id == offices.accounts[HEAD])).scalar_one()
    given = GivenAct(order.code, day, order.number if signed else "", head if signed else "",
                     DETAILS.get(order.code, {}))
    carry_out(given, Acting(
        order.dossier, offices.units[UNIT], order.version, offices.accounts[HOLDERS[order.role]],
        frozenset({order.role}), at, day, office_calendar(), form_key=order.key))


def _orders(offices: Offices, turn: int, luck: random.Random) -> list[Order]:
    """A complaint somewhere on its way, and what two to six officers do with it; now and then one clicks twice."""
    done = luck.choice(list(TRIED))
    dossier = complaint(offices, turn, done, now())
    version = version_of(dossier)
    tried = [luck.choice(TRIED[done]) for _ in range(luck.randint(2, OFFICERS))]
    orders = [Order(dossier, version, code, role, f"{turn}.{place}/QĐ-UBND", f"{turn}.{place}")
              for place, (code, role) in enumerate(tried)]
    if luck.random() < 0.2:
        orders[1] = orders[0]
    return orders


def complaint(offices: Offices, turn: int, done: int, at: datetime) -> int:
    """A complaint received three days before ``at``, with so many of the usual acts done; its id."""
    day = local(at).date()
    unit, by = offices.units[UNIT], offices.accounts[HOLDERS["reception"]]
    person = Given(f"Trần Văn Số {turn}", IdKind.CITIZEN, f"0920{turn % 100:02d}8{turn % 100_000:05d}",
                   commune="phường An Thịnh")
    with writing() as session:
        chain = lock_chain(session, unit)
        people = [take_in(session, unit, person)[0].id]
        given = GivenCase(
            f"Khiếu nại việc thu hồi đất, thửa {turn}", day - timedelta(days=3), people,
            respondent="Chủ tịch UBND phường", contested="decision", contested_paper=f"Quyết định {turn}/QĐ-UBND",
            handler_id=offices.accounts[HOLDERS["handler"]])
        dossier = open_complaint(session, chain, given, Opening(by, at, day, office_calendar())).id
    for place, (code, role) in enumerate(USUAL[:done]):
        act(offices, Order(dossier, version_of(dossier), code, role, f"{turn}.{place}/TB-UBND", f"{turn}:{place}"), at)
    return dossier


def version_of(dossier: int) -> int:
    """The version that a page opened now would show."""
    return int(reading().execute(sa.select(Dossier.version).where(Dossier.id == dossier)).scalar_one())


def _journaled(dossier: int) -> int:
    return int(reading().execute(sa.select(sa.func.count()).select_from(JournalRow).where(
        JournalRow.dossier_id == dossier)).scalar_one())


def _flaws(order: Order, answers: Sequence[tuple[str, float]], before: int) -> list[str]:
    """What is not as if one officer had acted alone: winners, journal, version, state and clocks."""
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
        "journal": _journaled(order.dossier) != before + 1,
        "version": row.version != order.version + 1,
        f"state {row.state}": row.state != course.state.code,
        "clocks": list(clocks) != running,
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
    parser = arguments("Officers act on one complaint at once.")
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    app, offices = new_office(settings_for(given.database_url))
    print(json.dumps(asdict(run(app, offices, given.rounds, given.seed)), ensure_ascii=False))


if __name__ == "__main__":
    main()
