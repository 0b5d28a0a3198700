"""Thirty days of reminders: sweeps started together beside people at work; schedulers killed between claim and mark.

    python -m bench.reminders --days 30 --sweeps 3 --workers 3 [--database-url postgresql+psycopg://…]
    python -m bench.reminders --kills 100 [--database-url postgresql+psycopg://…]
"""
from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask

from bench.complaints import USUAL, Order, act, complaint
from bench.office import ZONE, arguments, let_go, new_office, settings_for
from caseapp.cases.models import Act
from caseapp.db import db, reading, writing
from caseapp.demo.staff import Offices
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.commands import Stale
from caseapp.dossiers.models import Clock, Dossier
from caseapp.gazette import office_calendar
from caseapp.ledger.chain import lock_chain
from caseapp.notices.commands import plan_of
from caseapp.notices.models import Outbox, Reminder
from caseapp.notices.rules import Audience, steps
from caseapp.people.commands import Given
from caseapp.people.models import IdKind
from caseapp.proof import faults
from caseapp.reception.commands.acting import GivenNotice, notify
from caseapp.reception.commands.logging import GivenParty, GivenVisit, Logging, log_visit
from caseapp.reception.models import Matter, NoticeResult
from caseapp.reception.models import Outcome as Taken
from caseapp.staff.models import Account, Unit
from caseapp.timetable import sweep
from caseapp.web.now import local
from caseapp.workflow.engine import Refused

BEGINS = date(2026, 11, 16)
COMMUNE, OFFICER = "CT-AT", "tiepdan"
MORNING = 8
ANSWERED, LED_ON = 0.03, 0.15       # of what is open, each morning, by each officer


@dataclass(frozen=True, slots=True)
class Month:
    """What a month came to. ``missed``: steps whose day went by in silence; ``twice``: said to one person twice."""

    days: int
    sweeps: int
    dossiers: int
    acts: int
    duties: int
    reminders: int
    missed: int
    twice: int
    unexpected: int
    mails: int
    mails_twice: int
    untold: int
    people_days: int
    errors: list[str]
    faults: list[str]
    seconds: float


def run(app: Flask, offices: Offices, days: int, sweeps: int, workers: int, each: int = 4, *,
        down: tuple[int, int] = (0, 0)) -> Month:
    """Let ``days`` pass: each day ``sweeps`` processes sweep at once while ``workers`` do their work.

    ``down``: from which day to before which the mail server does not answer.
    """
    from tests.office.mail import post_office

    begun = time.perf_counter()
    _ready(app, offices)
    errors: list[str] = []
    with post_office() as post:
        pass                                      # its port is known: the server can be down at first
    _use(app, post.port)
    for number in range(days):
        day = BEGINS + timedelta(days=number)
        if down[0] <= number < down[1]:
            errors += _one_day(app, offices, day, sweeps, workers, each)
        else:
            with post_office(post.port, post):
                errors += _one_day(app, offices, day, sweeps, workers, each)
    last = BEGINS + timedelta(days=days - 1)
    with app.app_context():
        found = _sum_up(app, last, post)
    let_go(app)
    return Month(days=days, sweeps=sweeps, errors=errors, seconds=round(time.perf_counter() - begun, 1), **found)


def _ready(app: Flask, offices: Offices) -> None:
    with app.app_context(), writing() as session:
        for account in session.scalars(sa.select(Account)):
            account.email = f"{account.name}@example.vn"
        session.get_one(Unit, offices.units[COMMUNE]).monitor_id = offices.accounts["thanhtra"]
    let_go(app)


def _use(app: Flask, port: int) -> None:
    app.extensions["settings"] = replace(
        app.extensions["settings"], smtp_host="127.0.0.1", smtp_port=port, smtp_tls="none", mail_from="nhac@example.vn")


def _one_day(app: Flask, offices: Offices, day: date, sweeps: int, workers: int, each: int) -> list[str]:
    """The sweeps of one morning, started together, while people work."""
    at = datetime(day.year, day.month, day.day, MORNING, tzinfo=ZONE).astimezone(UTC)
    jobs: list[Callable[[], None]] = [lambda: _sweep(at)] * sweeps
    jobs += [lambda place=place: _work(offices, at, place, each) for place in range(workers)]  # type: ignore[misc]
    errors = together(app, jobs)
    # The evening's sweep finds what was logged behind the morning's back.
    return errors + together(app, [lambda: _sweep(at + timedelta(hours=2))])


def _sweep(at: datetime) -> None:
    counts = sweep(at)
    if counts["problems"] or counts.get("stuck"):
        raise RuntimeError(f"sweep: {counts}")


def _work(offices: Offices, at: datetime, place: int, each: int) -> None:
    """A morning of one officer: visits are logged, some old ones answered, complaints opened and led on."""
    luck = random.Random(f"{at} {place}")
    day = at.astimezone(ZONE).date()
    for number in range(each):
        person = Given(f"Nguyễn Văn Số {place} {number}", IdKind.NONE, commune="phường An Thịnh")
        log_visit(
            GivenVisit(Matter.COMPLAINT, f"Khiếu nại {day} {place} {number}", day, Taken.TAKEN, people_count=1,
                       parties=(GivenParty(person),), receiver_id=offices.accounts[OFFICER]),
            Logging(offices.units[COMMUNE], offices.accounts[OFFICER], at, day, office_calendar(),
                    form_key=f"{day}{place}{number}".ljust(22, "x")[:22]))
    for row in _open_ones("visit"):
        if luck.random() < ANSWERED:
            _try(lambda row=row: notify(  # type: ignore[misc]
                GivenNotice(NoticeResult.ACCEPTED, "oral", day, "Lê Thị Thu Hằng"),
                Acting(row.id, row.unit_id, row.version, offices.accounts[OFFICER], frozenset({"reception"}), at, day,
                       office_calendar())))
    turn = (day - BEGINS).days * 10 + place
    complaint(offices, turn, 0, at)
    for row in _open_ones("complaint"):
        if row.done < len(USUAL) and luck.random() < LED_ON:
            code, role = USUAL[row.done]
            mark = f"{row.id}.{row.done}"
            order = Order(row.id, row.version, code, role, f"{mark}/QĐ-UBND", f"{mark}:{place}")
            _try(lambda order=order: act(offices, order, at))  # type: ignore[misc]


def _open_ones(kind: str) -> Sequence[Any]:
    """Dossiers with a duty that runs, and how many acts people did in each."""
    done = sa.select(sa.func.count()).where(
        Act.dossier_id == Dossier.id, Act.status == "done", Act.entered_by.is_not(None)).scalar_subquery()
    return reading().execute(sa.select(Dossier.id, Dossier.unit_id, Dossier.version, done.label("done")).where(
        Dossier.kind == kind, Dossier.next_due.is_not(None)).order_by(Dossier.id)).all()


def _try(do: Callable[[], object]) -> None:
    """What a colleague has done first is not done again."""
    with suppress(Stale, Refused):
        do()


def together(app: Flask, jobs: list[Callable[[], None]]) -> list[str]:
    """Fork one process a job, start them at once; what went wrong."""
    let_go(app)
    context = multiprocessing.get_context("fork")
    start, results = context.Event(), context.SimpleQueue()

    def child(job: Callable[[], None]) -> None:
        start.wait()
        try:
            with app.app_context():
                job()
            results.put("")
        except Exception as problem:  # noqa: BLE001  whatever a user would have seen counts
            results.put(f"{type(problem).__name__}: {problem}"[:200])

    workers = [context.Process(target=child, args=(job,)) for job in jobs]
    for worker in workers:
        worker.start()
    start.set()
    answers = [results.get() for _ in workers]
    for worker in workers:
        worker.join()
    return [answer for answer in answers if answer]


def _sum_up(app: Flask, last: date, post: Any) -> dict[str, Any]:
    """Every step whose day had come while its duty ran, against what is stored and what the server took."""
    calendar, plan = office_calendar(), plan_of(app.extensions["settings"])
    clocks = reading().execute(sa.select(*Clock.__table__.c, Dossier.made_at).join(
        Dossier, Dossier.id == Clock.dossier_id).where(Clock.nature == "duty")).all()
    rows = reading().execute(sa.select(*Reminder.__table__.c)).all()
    said = {(row.clock_id, row.step) for row in rows}
    wanted, possible = set(), set()
    for clock in clocks:
        for step in steps(clock.start_on, clock.due_on, clock.safe_on, calendar, plan):
            if step.day <= last and step.audience is not Audience.MONITOR:
                possible.add((clock.id, step.name))
                # What was entered after the day, and done on the day of its entry, left nobody to be told in between.
                known = max(step.day, local(clock.made_at).date())
                if clock.ended_on is None or known < clock.ended_on:
                    wanted.add((clock.id, step.name))
    keys = Counter((row.account_id, row.clock_id, row.step, row.due_on) for row in rows)
    marks = Counter(str(one.mail["Message-ID"]) for one in post.mails)
    people = Counter((one.to[0], str(one.mail["Date"])[:16]) for one in post.mails)
    dossiers, acts = (
        reading().execute(sa.select(sa.func.count()).select_from(table)).scalar_one() for table in (Dossier, Act))
    untold = reading().execute(sa.select(sa.func.count()).select_from(Reminder).join(
        Clock, Clock.id == Reminder.clock_id).where(
            Reminder.mail == "waits", Reminder.made_on < last - timedelta(days=3))).scalar_one()
    return {
        "dossiers": dossiers, "acts": acts, "duties": len(clocks), "reminders": len(rows), "missed": len(wanted - said),
        "twice": sum(count - 1 for count in keys.values()),
        "unexpected": len({key for key in said - possible if key[1] != "escalate-monitor"}),
        "mails": len(post.mails), "mails_twice": sum(count - 1 for count in marks.values()), "untold": untold,
        "people_days": sum(count - 1 for count in people.values()),
        "faults": [f"{fault.where}: {fault.what}" for fault in faults(5)]}


# ── killed on the way ──


@dataclass(frozen=True, slots=True)
class Killed:
    """What kills left: every reminder told, and mails that came twice under one Message-ID."""

    kills: int
    killed_after_taking: int
    digests: int
    missed: int
    same_mail_twice: int
    most_often: int
    other_duplicates: int
    seconds: float


def run_kills(app: Flask, offices: Offices, kills: int, seed: int = 1) -> Killed:
    """Kill a scheduler a day, with its claim, before or after the server took the mail.

    The next sweep comes when the lease has run out.
    """
    from tests.office.mail import post_office

    luck, begun = random.Random(seed), time.perf_counter()
    _ready(app, offices)
    after_taking = told = 0
    with post_office() as post:
        _use(app, post.port)
        for number in range(kills):
            stage = luck.choice(("connect", "mail", "taken"))
            with app.app_context():
                moment = _opening_after(number)
                _one_due(offices, number, moment)
            told += 1
            let_go(app)
            before = len(post.mails)
            _die(app, post, stage, moment)
            after_taking += len(post.mails) > before
            together(app, [lambda moment=moment: _sweep(moment + timedelta(minutes=11))])  # type: ignore[misc]
    with app.app_context():
        missed = reading().execute(sa.select(sa.func.count()).select_from(Reminder)
                                   .where(Reminder.mail != "sent")).scalar_one()
        rows = reading().execute(sa.select(sa.func.count()).select_from(Outbox)
                                 .where(Outbox.state == "sent")).scalar_one()
    let_go(app)
    marks = Counter(str(one.mail["Message-ID"]) for one in post.mails)
    return Killed(
        kills, after_taking, rows, missed + told - rows, sum(count > 1 for count in marks.values()),
        max(marks.values(), default=0), len(marks) - rows, round(time.perf_counter() - begun, 1))


def _opening_after(number: int) -> datetime:
    """The morning of the n-th working day after the first."""
    calendar, day = office_calendar(), BEGINS
    for _step in range(number):
        day = calendar.next_working(day + timedelta(days=1))
    return datetime(day.year, day.month, day.day, MORNING, tzinfo=ZONE).astimezone(UTC)


def _one_due(offices: Offices, number: int, at: datetime) -> None:
    """A duty with exactly one reminder on that day: its course begins and ends with the kill."""
    day = at.astimezone(ZONE).date()
    person = Given(f"Nguyễn Văn Số {number}", IdKind.NONE, commune="phường An Thịnh")
    dossier = log_visit(
        GivenVisit(Matter.COMPLAINT, f"Khiếu nại {number}", day, Taken.TAKEN, people_count=1,
                   parties=(GivenParty(person),), receiver_id=offices.accounts[OFFICER]),
        Logging(offices.units[COMMUNE], offices.accounts[OFFICER], at, day, office_calendar(),
                form_key=f"k{number}".ljust(22, "x")))
    with writing() as session:
        lock_chain(session, offices.units[COMMUNE])
        session.execute(sa.update(Clock).where(Clock.dossier_id == dossier.id, Clock.nature == "duty")
                        .values(remind_on=day, due_on=day, safe_on=day, start_on=day - timedelta(days=1)))
        session.execute(sa.update(Clock).where(Clock.dossier_id != dossier.id).values(remind_on=None))


def _die(app: Flask, post: Any, stage: str, at: datetime) -> None:
    """Fork a scheduler that is killed while the server is at ``stage``: nothing it has not written is kept."""
    child = os.fork()
    if child == 0:
        try:
            with app.app_context():
                sweep(at)
        finally:
            os._exit(1)      # whatever went wrong, the child must not run on as a second parent
    dead = threading.Event()

    def kill() -> None:
        if not dead.is_set():
            os.kill(child, signal.SIGKILL)
            dead.set()

    with _hooked(post, stage, kill):
        os.waitpid(child, 0)
        dead.set()


@contextmanager
def _hooked(post: Any, stage: str, kill: Callable[[], None]) -> Iterator[None]:
    if stage == "taken":
        post.taken_hook = kill
    else:
        post.stage_hook = lambda now: kill() if now == stage else None
    try:
        yield
    finally:
        post.taken_hook, post.stage_hook = (lambda: None), (lambda _stage: None)


def main() -> None:
    parser = arguments("Reminders over a month; or schedulers killed on the way.")
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--sweeps", type=int, default=3)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--down", type=int, nargs=2, default=(0, 0), metavar=("FROM", "TO"))
    given = parser.parse_args()
    app, offices = new_office(settings_for(given.database_url))
    if given.kills:
        outcome: Month | Killed = run_kills(app, offices, given.kills)
    else:
        outcome = run(app, offices, given.days, given.sweeps, given.workers, down=tuple(given.down))
    with app.app_context():
        db.engine.dispose()
    print(json.dumps(asdict(outcome), ensure_ascii=False))


if __name__ == "__main__":
    main()
