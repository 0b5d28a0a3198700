"""Rows of many dossiers of one unit, gathered in memory and written table by table under the unit's chain lock."""
from __future__ import annotations

import csv
import random
from base64 import urlsafe_b64encode
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp import demo
from caseapp.cases.models import Act, CaseFile
from caseapp.db import Base
from caseapp.demo import matters
from caseapp.dossiers.commands import first_words
from caseapp.dossiers.models import NOT_PLANNED, Clock, ClockReceipt, Dossier, Link, Party, SearchDoc
from caseapp.dossiers.search import searchable
from caseapp.gazette import office_calendar
from caseapp.law.counting import count
from caseapp.law.receipts import Receipt
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.journal import instant, link
from caseapp.ledger.models import Chain, JournalRow, RegisterCounter
from caseapp.people.identity import masked, number_index, seal_number
from caseapp.people.models import IdKind, Person
from caseapp.petitions.models import Petition
from caseapp.reception.models import Visit
from caseapp.text import canonical, fold

TABLES = (Dossier, Visit, Petition, CaseFile, Person, Party, Link, Clock, ClockReceipt, Act, JournalRow, SearchDoc)
WITH_ID = (Dossier, Person, Party, Clock, Act, JournalRow)


@dataclass(frozen=True, slots=True)
class Place:
    """A unit that receives visits: who logs them, who handles complaints, who signs."""

    unit: int
    officer: int
    commune: str
    handler: int
    head: int


@lru_cache(maxsize=8192)
def _receipt(rule: str, day: date, options: frozenset[str]) -> tuple[Receipt, str]:
    receipt = count(rule, day, office_calendar(), options)
    return receipt, receipt.to_json()


@lru_cache(maxsize=1)
def _names() -> list[str]:
    with (Path(demo.__file__).parent / "people.csv").open(encoding="utf-8", newline="") as file:
        return [row["name"] for row in csv.DictReader(file)]


@dataclass(slots=True)
class Batch:
    """The rows of one transaction; what is random in them the seed decides."""

    session: Session
    place: Place
    luck: random.Random
    chain: Chain = field(init=False)
    rows: dict[type[Base], list[dict[str, Any]]] = field(default_factory=lambda: {table: [] for table in TABLES})
    ids: Counter[type[Base]] = field(default_factory=Counter)
    numbers: dict[tuple[str, int], int] = field(default_factory=dict)

    def begin(self) -> None:
        """Take the unit's lock, and go on where ids and numbers stand."""
        self.chain = lock_chain(self.session, self.place.unit)
        for numbered in WITH_ID:
            self.ids[numbered] = self.session.scalar(sa.select(sa.func.max(numbered.__table__.c.id))) or 0
        self.numbers = {(row.register, row.year): row.next_no for row in self.session.scalars(
            sa.select(RegisterCounter).where(RegisterCounter.unit_id == self.place.unit))}

    def write(self) -> None:
        """Put everything into the database, parents before children."""
        for table in TABLES:
            if self.rows[table]:
                self.session.execute(sa.insert(table), self.rows[table])
        for (register, year), following in self.numbers.items():
            self.session.merge(RegisterCounter(
                unit_id=self.place.unit, register=register, year=year, next_no=following))
        if self.session.get_bind().dialect.name == "postgresql":
            for numbered in WITH_ID:
                self.session.execute(
                    sa.select(sa.func.setval(sa.func.pg_get_serial_sequence(numbered.__tablename__, "id"),
                                             self.ids[numbered], self.ids[numbered] > 0)))

    def chance(self, percent: int) -> bool:
        """Whether something happens that happens so often in a hundred times."""
        return self.luck.randrange(100) < percent

    def dossier(self, kind: str, register: str, day: date, text: str, state: str, *, awaits: str = "",
                closed: date | None = None, handler: int | None = None, code: str | None = None) -> dict[str, Any]:
        """The row of a dossier with the next number of its register, opened on a day; nothing is due in it yet."""
        no = self.numbers.get((register, day.year), 1)
        self.numbers[register, day.year] = no + 1
        return self.add(
            Dossier, public_id=self.public_id(), kind=kind, unit_id=self.place.unit, register=register, year=day.year,
            no=no, sealed=code is not None, code=code, subject=first_words(text), state=state,
            author_id=self.place.officer, handler_id=handler, awaits=awaits, proposed=None, proposed_on=None,
            opened_on=day, closed_on=closed, next_due=None, moved_on=closed or day, version=1,
            made_at=datetime.combine(day, time(1 + no % 8, no % 60), UTC))

    def person(self) -> tuple[int, str]:
        """Somebody new in the unit's books: id and name."""
        names = _names()
        family, given = self.luck.choice(names).split()[:-1], self.luck.choice(names).split()[-1]
        name = " ".join([*family, given])
        number = f"092{self.luck.randrange(4)}{self.luck.randrange(100):02d}9{self.luck.randrange(100_000):05d}"
        public_id = self.public_id()
        person = self.add(
            Person, public_id=public_id, unit_id=self.place.unit, nature="individual", name=name, name_fold=fold(name),
            birth_year=None, birth_on=None, sex=None, id_kind=IdKind.CITIZEN, id_cipher=seal_number(public_id, number),
            id_index=number_index(self.place.unit, number), id_masked=masked(number), phone="",
            commune=self.place.commune, address=f"{self.luck.randrange(1, 300)} {self.luck.choice(matters.STREETS)}")
        return person["id"], name

    def party(self, dossier: dict[str, Any], person: int, role: str) -> None:
        """Let somebody take part in a dossier."""
        self.add(Party, dossier_id=dossier["id"], person_id=person, role=role, position=0, authority="")

    def clock(self, dossier: dict[str, Any], rule: str, day: date, *, met: str = "", met_on: date | None = None,
              options: frozenset[str] = frozenset()) -> Receipt:
        """A clock from a day on; running when ``met`` is empty, else ended so, on its safe day or ``met_on``."""
        receipt, text = _receipt(rule, day, options)
        duty = receipt.nature == "duty"
        clock = self.add(
            Clock, public_id=self.public_id(), dossier_id=dossier["id"], rule=rule, nature=receipt.nature,
            unit=receipt.wording.unit if receipt.wording else "day", start_on=day, due_on=receipt.due,
            safe_on=receipt.safe, confirmed=receipt.confirmed, receipt_no=1,
            calendar=receipt.calendar_version, paused_on=None,
            remind_on=None if met else NOT_PLANNED, ended_on=(met_on or receipt.safe) if met else None,
            ended_by=("met" if duty else "passed") if met else None, result=met or None)
        self.rows[ClockReceipt].append({"clock_id": clock["id"], "no": 1, "made_at": dossier["made_at"], "text": text})
        if duty and not met:
            dossier["next_due"] = min(receipt.due, dossier["next_due"] or receipt.due)
        return receipt

    def findable(self, dossier: dict[str, Any], *words: str) -> None:
        """Let a dossier be found by its number or code, and by words."""
        number = f"{dossier['register']} {dossier['year']}/{dossier['no']:04d}"
        self.rows[SearchDoc].append(
            {"dossier_id": dossier["id"], "fold": searchable(dossier["code"] or number, *words)})

    def journal(self, dossier: dict[str, Any], act: str, facts: dict[str, str] | None = None,
                at: datetime | None = None) -> None:
        """One act at the end of the unit's chain."""
        chain, sealed, at = self.chain, dossier["sealed"], at or dossier["made_at"]
        seq = (chain.sealed_seq if sealed else chain.seq) + 1
        body = canonical({"format": 1, "unit": chain.unit_id, "sealed": sealed, "seq": seq, "act": act,
                          "by": self.place.officer, "at": instant(at), "dossier": dossier["id"], "facts": facts or {},
                          "values": None})
        row = self.add(JournalRow, unit_id=chain.unit_id, sealed=sealed, seq=seq, dossier_id=dossier["id"],
                       account_id=self.place.officer, at=at, act=act, body=body,
                       hash=link(chain.sealed_head if sealed else chain.head, body))
        if sealed:
            chain.sealed_seq, chain.sealed_head = seq, row["hash"]
        else:
            chain.seq, chain.head = seq, row["hash"]

    def add(self, table: type[Base], **values: Any) -> dict[str, Any]:
        """A row with the next id of its table."""
        self.ids[table] += 1
        row = {"id": self.ids[table], **values}
        self.rows[table].append(row)
        return row

    def public_id(self) -> str:
        """An id for addresses that the seed decides."""
        return urlsafe_b64encode(self.luck.randbytes(16)).decode().rstrip("=")
