"""Benchmark volume: many visits written in bulk, the same for the same seed; numbers and journal as real ones."""
from __future__ import annotations

import csv
import random
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from caseapp import demo
from caseapp.config import OfficeProblem
from caseapp.db import Base, db, writing
from caseapp.demo import matters
from caseapp.dossiers.commands import first_words
from caseapp.dossiers.models import NOT_PLANNED, Clock, ClockReceipt, Dossier, Party, SearchDoc
from caseapp.dossiers.search import searchable
from caseapp.gazette import office_calendar
from caseapp.law.counting import count
from caseapp.law.receipts import Receipt
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.journal import instant, link
from caseapp.ledger.models import Chain, JournalRow, RegisterCounter
from caseapp.office import is_empty
from caseapp.people.identity import masked, number_index, seal_number
from caseapp.people.models import IdKind, Person
from caseapp.reception.models import Identity, Matter, Outcome, Visit
from caseapp.reception.rules import OPEN_REGISTER, SEALED_REGISTER, opening
from caseapp.staff.models import RoleGrant, Unit
from caseapp.text import CODE_LETTERS, canonical, fold

BATCH = 1_000
FIRST_DAY = date(2025, 1, 2)
# In a hundred visits: how many are denunciations, how many of the answerable ones are still open at the end.
SEALED_PERCENT = 4
OPEN_PERCENT = 15
TABLES = (Dossier, Visit, Person, Party, Clock, ClockReceipt, JournalRow, SearchDoc)
WITH_ID = (Dossier, Person, Party, Clock, JournalRow)


def fill(app: Flask, dossiers: int, number: int, progress: Callable[[int], None]) -> None:
    """Add ``dossiers`` visits to the communes of the office; an empty office gets the demo staff first."""
    if is_empty(app):
        demo.fill_staff(app)
    with app.app_context():
        places = _places()
        luck = random.Random(number)  # noqa: S311  volume, not a secret
        done = 0
        for place, share in zip(places, _shares(dossiers, len(places)), strict=True):
            days = _days(share, luck)
            for start in range(0, share, BATCH):
                _write(place, luck, days[start:start + BATCH], number)
                done += len(days[start:start + BATCH])
                progress(done)
        _know_the_volume()


def _know_the_volume() -> None:
    """Let PostgreSQL count what is there now: before its own next round it would plan as for an empty office."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM (ANALYZE)")


def _write(place: Place, luck: random.Random, days: list[date], number: int) -> None:
    try:
        with writing() as session:
            _Batch(session, place, luck).write(days)
    except IntegrityError as problem:
        raise OfficeProblem(f"Dữ liệu của --seed {number} đã có trong văn phòng này. Chọn số khác.") from problem


@dataclass(frozen=True, slots=True)
class Place:
    """A unit that receives visits, and the officer who logs them."""

    unit: int
    officer: int
    commune: str


def _places() -> list[Place]:
    rows = _read(sa.select(Unit.id, Unit.name, sa.func.min(RoleGrant.account_id)).join(
        RoleGrant, RoleGrant.unit_id == Unit.id).where(RoleGrant.role == "reception").group_by(
        Unit.id, Unit.name).order_by(Unit.id))
    if not rows:
        raise LookupError("no unit has a reception officer")
    return [Place(unit, officer, name) for unit, name, officer in rows]


def _read(statement: sa.Select[*tuple[Any, ...]]) -> list[Any]:
    with writing() as session:
        return list(session.execute(statement))


def _shares(total: int, places: int) -> list[int]:
    """Two thirds to the first unit, the rest evenly: the first officer's lists are the ones that are timed."""
    if places == 1:
        return [total]
    rest = total // 3 // (places - 1)
    return [total - rest * (places - 1), *([rest] * (places - 1))]


def _days(share: int, luck: random.Random) -> list[date]:
    calendar = office_calendar()
    span = (datetime.now(UTC).date() - FIRST_DAY).days
    working = [day for day in (FIRST_DAY + timedelta(days=one) for one in range(span)) if calendar.is_working(day)]
    return sorted(luck.choices(working, k=share))


@lru_cache(maxsize=4096)
def _receipt(rule: str, day: date) -> tuple[Receipt, str]:
    receipt = count(rule, day, office_calendar())
    return receipt, receipt.to_json()


@lru_cache(maxsize=1)
def _names() -> list[str]:
    with (Path(__file__).parent / "demo" / "people.csv").open(encoding="utf-8", newline="") as file:
        return [row["name"] for row in csv.DictReader(file)]


@dataclass(slots=True)
class _Batch:
    """Rows of up to ``BATCH`` visits of one unit, written table by table under the unit's chain lock."""

    session: Session
    place: Place
    luck: random.Random
    rows: dict[type[Base], list[dict[str, Any]]] = field(default_factory=lambda: {table: [] for table in TABLES})
    ids: Counter[type[Base]] = field(default_factory=Counter)
    numbers: dict[tuple[str, int], int] = field(default_factory=dict)

    def write(self, days: Iterable[date]) -> None:
        chain = lock_chain(self.session, self.place.unit)
        for numbered in WITH_ID:
            self.ids[numbered] = self.session.scalar(sa.select(sa.func.max(numbered.__table__.c.id))) or 0
        self.numbers = {(row.register, row.year): row.next_no for row in self.session.scalars(
            sa.select(RegisterCounter).where(RegisterCounter.unit_id == self.place.unit))}
        for day in days:
            self._visit(chain, day)
        for table in TABLES:
            self.session.execute(sa.insert(table), self.rows[table])
        self._keep_counters()

    def _visit(self, chain: Chain, day: date) -> None:
        sealed = self.luck.randrange(100) < SEALED_PERCENT
        matter, text = self._matter(sealed=sealed)
        outcome = self.luck.choice((Outcome.TAKEN, Outcome.EXPLAINED, Outcome.REPORTED, Outcome.GUIDED))
        register = SEALED_REGISTER if sealed else OPEN_REGISTER
        no = self.numbers.get((register, day.year), 1)
        self.numbers[register, day.year] = no + 1
        at = datetime.combine(day, time(1 + no % 8, no % 60), UTC)
        begins = opening(outcome, None, day)
        waits = bool(begins.starts) and self.luck.randrange(100) < OPEN_PERCENT
        code = _code(self.luck, day.year) if sealed else None
        dossier = self._add(Dossier, public_id=self._public_id(), kind="visit", unit_id=self.place.unit,
                            register=register, year=day.year, no=no, sealed=sealed, code=code,
                            subject=first_words(text),
                            state="awaiting" if waits else "done", author_id=self.place.officer,
                            handler_id=self.place.officer, awaits="handler" if waits else "", proposed=None,
                            proposed_on=None, opened_on=day, closed_on=None if waits else day, next_due=None,
                            moved_on=day, made_at=at, version=1)
        self.rows[Visit].append(self._detail(dossier["id"], matter, text, day, outcome, no))
        name = "" if sealed else self._person(dossier["id"])
        for rule in begins.starts:
            self._clock(dossier, rule, day, at, waits=waits)
        self.rows[SearchDoc].append({"dossier_id": dossier["id"], "fold": searchable(
            code or f"{register} {day.year}/{no:04d}", name, text)})
        self._journal(chain, dossier, at, sealed=sealed)

    def _matter(self, *, sealed: bool) -> tuple[Matter, str]:
        if sealed:
            return Matter.DENUNCIATION, self.luck.choice(matters.DENUNCIATIONS)[0]
        matter = self.luck.choice((Matter.COMPLAINT, Matter.FEEDBACK, Matter.OTHER))
        texts = {Matter.COMPLAINT: matters.COMPLAINTS, Matter.FEEDBACK: matters.FEEDBACK, Matter.OTHER: matters.OTHER}
        return matter, self.luck.choice(texts[matter])[0]

    def _detail(self, dossier_id: int, matter: Matter, text: str, day: date, outcome: Outcome,
                no: int) -> dict[str, Any]:
        return {"dossier_id": dossier_id, "kind": "visit", "matter": matter, "content": text, "held_on": day,
                "receiver_id": self.place.officer, "people_count": 1, "outcome": outcome,
                "body": self.luck.choice(matters.BODIES) if outcome is Outcome.GUIDED else "",
                "competent": outcome is not Outcome.GUIDED,
                "envelope": str(no) if matter == Matter.DENUNCIATION else None,
                "identity": Identity.CHECKED if matter == Matter.DENUNCIATION else None}

    def _person(self, dossier_id: int) -> str:
        names = _names()
        family, given = self.luck.choice(names).split()[:-1], self.luck.choice(names).split()[-1]
        name = " ".join([*family, given])
        number = f"092{self.luck.randrange(4)}{self.luck.randrange(100):02d}9{self.luck.randrange(100_000):05d}"
        public_id = self._public_id()
        person = self._add(
            Person, public_id=public_id, unit_id=self.place.unit, nature="individual", name=name, name_fold=fold(name),
            birth_year=None, birth_on=None, sex=None, id_kind=IdKind.CITIZEN, id_cipher=seal_number(public_id, number),
            id_index=number_index(self.place.unit, number), id_masked=masked(number), phone="",
            commune=self.place.commune, address=f"{self.luck.randrange(1, 300)} {self.luck.choice(matters.STREETS)}")
        self._add(Party, dossier_id=dossier_id, person_id=person["id"], role="visitor", position=0, authority="")
        return name

    def _clock(self, dossier: dict[str, Any], rule: str, day: date, at: datetime, *, waits: bool) -> None:
        receipt, text = _receipt(rule, day)
        clock = self._add(
            Clock, public_id=self._public_id(), dossier_id=dossier["id"], rule=rule, nature=receipt.nature,
            unit=receipt.wording.unit if receipt.wording else "day", start_on=day, due_on=receipt.due,
            safe_on=receipt.safe, confirmed=receipt.confirmed, receipt_no=1, paused_on=None,
            remind_on=NOT_PLANNED if waits else None, ended_on=None if waits else receipt.safe,
            ended_by=None if waits else "met", result=None if waits else "accepted")
        self.rows[ClockReceipt].append({"clock_id": clock["id"], "no": 1, "made_at": at, "text": text})
        if waits:
            dossier["next_due"] = receipt.due

    def _journal(self, chain: Chain, dossier: dict[str, Any], at: datetime, *, sealed: bool) -> None:
        seq = (chain.sealed_seq if sealed else chain.seq) + 1
        body = canonical({"format": 1, "unit": chain.unit_id, "sealed": sealed, "seq": seq, "act": "visit.log",
                          "by": self.place.officer, "at": instant(at), "dossier": dossier["id"], "facts": {},
                          "values": None})
        row = self._add(JournalRow, unit_id=chain.unit_id, sealed=sealed, seq=seq, dossier_id=dossier["id"],
                        account_id=self.place.officer, at=at, act="visit.log", body=body,
                        hash=link(chain.sealed_head if sealed else chain.head, body))
        if sealed:
            chain.sealed_seq, chain.sealed_head = seq, row["hash"]
        else:
            chain.seq, chain.head = seq, row["hash"]

    def _add(self, table: type[Base], **values: Any) -> dict[str, Any]:
        self.ids[table] += 1
        row = {"id": self.ids[table], **values}
        self.rows[table].append(row)
        return row

    def _public_id(self) -> str:
        return urlsafe_b64encode(self.luck.randbytes(16)).decode().rstrip("=")

    def _keep_counters(self) -> None:
        for (register, year), following in self.numbers.items():
            self.session.merge(RegisterCounter(
                unit_id=self.place.unit, register=register, year=year, next_no=following))
        if self.session.get_bind().dialect.name == "postgresql":
            for numbered in WITH_ID:
                self.session.execute(
                    sa.select(sa.func.setval(sa.func.pg_get_serial_sequence(numbered.__tablename__, "id"),
                                             self.ids[numbered])))


def _code(luck: random.Random, year: int) -> str:
    """A denouncer's code that the seed decides; shaped as those of the counter."""
    fours = ["".join(luck.choice(CODE_LETTERS) for _ in range(4)) for _ in range(2)]
    return "-".join([f"TC-{year}", *fours])
