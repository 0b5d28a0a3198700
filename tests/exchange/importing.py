"""An office to bring books into, and the search for anything of a denouncer that stayed behind."""

from __future__ import annotations

import base64
import json
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from caseapp.cases.verify import case_faults
from caseapp.db import Base, db
from caseapp.dossiers.verify import dossier_faults
from caseapp.exchange.planning import Importing
from caseapp.gazette import office_calendar
from caseapp.ledger.verify import journal_faults
from caseapp.mediation.verify import mediation_faults
from caseapp.text import fold
from caseapp.web.now import now, today
from tests.exchange import books
from tests.staff.making import filling, make_account, make_unit

if TYPE_CHECKING:
    from flask import Flask

    from caseapp.exchange.visit_book import Book

DAY = "2026-11-22 09:00"  # the day for which the register of the data set was made


@dataclass(frozen=True, slots=True)
class Place:
    """A commune with an officer."""

    unit_id: int
    account_id: int


def make_office(app: Flask, name: str = "tiepdan", code: str = "CB", roles: Iterable[str] = ("reception",)) -> Place:
    """A commune whose officer may bring books in."""
    with filling(app) as session:
        unit = make_unit(session, code, f"UBND xã {code}")
        account = make_account(session, name, roles, unit)
        return Place(unit.id, account.id)


@contextmanager
def at_work(app: Flask, place: Place) -> Iterator[Importing]:
    """The office's context, and who brings the book in."""
    with app.app_context():
        yield Importing(place.unit_id, place.account_id, now(), today(), office_calendar())


def rows(app: Flask, statement: str, **values: Any) -> list[tuple[Any, ...]]:
    """What a plain statement answers."""
    with app.app_context(), db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(statement), values)]


def sizes(app: Flask) -> dict[str, int]:
    """How many rows every table has."""
    return {name: rows(app, f'SELECT count(*) FROM "{name}"')[0][0] for name in Base.metadata.tables}


def faults(app: Flask) -> list[str]:
    """What the proofs of journal, numbers, clocks, files, cases and disputes find wrong."""
    with app.app_context(), db.engine.connect() as connection:
        found = [*journal_faults(connection), *dossier_faults(connection), *case_faults(connection),
                 *mediation_faults(connection)]
    return [f"{fault.where}: {fault.what}" for fault in found]


def first_rows(book: Book, count: int) -> Book:
    """The beginning of a book, as if the rest were not written yet."""
    return replace(book, rows=book.rows[:count])


# ---- canary --------------------------------------------------------------------------------------------------------


@cache
def needles(truth: Path = books.EXPECTED) -> dict[str, list[bytes]]:
    """Name, number, phone and address of everybody in a confidential row and in no other, in every spelling."""
    expected = json.loads(truth.read_text("utf-8"))["rows"]
    known = {value for row in expected if not row["confidential"] for value in _personal(row)}
    secret = {value for row in expected if row["confidential"] for value in _personal(row)}
    return {value: spellings(value) for value in sorted(secret - known)}


def _personal(row: dict[str, Any]) -> Iterator[str]:
    for person in row["persons"]:
        yield from (fold(person[name]) for name in ("name", "id_number", "phone") if person[name])
        if person["address"] and len(person["address"].split(",")) > 1:
            yield fold(person["address"])


def spellings(value: str) -> list[bytes]:
    """The text without marks, composed and decomposed, in the codings of files, bare and in base64."""
    found: set[bytes] = set()
    for text in {value, value.title(), value.upper()}:
        for form in ("NFC", "NFD"):
            plain = unicodedata.normalize(form, text)
            for coding in ("utf-8", "utf-16-le", "utf-16-be"):
                found.add(plain.encode(coding))
        found |= {_base64_core(text.encode(), shift) for shift in range(3)}
    return sorted(found)


def _base64_core(value: bytes, shift: int) -> bytes:
    """The part of the base64 text that does not depend on what stands before and behind the value."""
    return base64.b64encode(b"\0" * shift + value)[4 if shift else 0 : -4]


@cache
def with_marks(truth: Path = books.EXPECTED) -> dict[str, list[bytes]]:
    """The same people as the cells write them, marks and all."""
    expected = json.loads(truth.read_text("utf-8"))["rows"]
    wanted = set(needles(truth))
    written = {
        value
        for row in expected
        if row["confidential"]
        for person in row["persons"]
        for value in (person["name"], person["address"])
        if value and fold(value) in wanted
    }
    return {value: spellings(value) for value in sorted(written)}


def stays(haystack: bytes, truth: Path = books.EXPECTED) -> list[str]:
    """What of a denouncer stands in these bytes: as written, or folded together with everything around it."""
    folded = _plain(haystack.decode("utf-8", "replace"))
    wide = _plain(haystack.decode("utf-16-le", "replace")) + _plain(haystack[1:].decode("utf-16-le", "replace"))
    written = {**with_marks(truth), **needles(truth)}
    found = [value for value, forms in written.items() if any(form in haystack for form in forms)]
    return found + [value for value in needles(truth) if value.encode() in folded or value.encode() in wide]


def _plain(text: str) -> bytes:
    """Lower case without marks; what is no letter of ours falls out."""
    return unicodedata.normalize("NFD", text.lower()).replace("đ", "d").encode("ascii", "ignore")


def everything_kept(app: Flask, home: Path) -> bytes:
    """Every file of the office, and every value of every table."""
    files = [path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file()]
    values = [
        str(value).encode()
        for name in Base.metadata.tables
        for row in rows(app, f'SELECT * FROM "{name}"')
        for value in row
    ]
    return b"\n".join([*files, *values])
