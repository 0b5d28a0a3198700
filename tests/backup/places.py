"""An office worth copying, empty places to restore into, and what lies in a database."""

from __future__ import annotations

import io
import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask

from caseapp import create_app
from caseapp.backup.making import make_backup
from caseapp.backup.restoring import Done, restore
from caseapp.backup.rows import read_rows, tables_of
from caseapp.config import Settings
from caseapp.db import db, writing
from caseapp.dossiers.attaching import Attaching, attach
from caseapp.dossiers.files import store_file
from caseapp.staff.models import Account
from tests.office.compiled import keep_statements
from tests.office.making import NOW, Commune, a_denunciation, log, make_commune
from tests.office.postgres import statement
from tests.office.templates import POSTGRESQL, Run, close
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from caseapp.dossiers.models import Dossier

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n"
_number = itertools.count(1)


def fill(app: Flask) -> Commune:
    """Visits open and sealed, papers, somebody signed in."""
    with app.app_context():
        office = make_commune()
        put_file(log(office))
        put_file(log(office), b"x" * 200_000)
        log(office, a_denunciation("27"))
        with writing() as session:
            account = session.get_one(Account, office.accounts["reception"])
    sign_in(app.test_client(), account)
    return office


def put_file(dossier: Dossier, more: bytes = b"") -> None:
    """A paper of the dossier, in the store."""
    kept = store_file(io.BytesIO(PDF + more), "đơn.pdf", limit=1_000_000)
    attach(kept, Attaching(dossier.id, dossier.unit_id, dossier.author_id, NOW))


def copied(app: Flask, path: Path) -> Path:
    """A copy of the office at ``path``."""
    make_backup(app, path, NOW, lambda _words: None)
    return path


def restored(settings: Settings, path: Path, keys: Path) -> Done:
    """The office of ``settings``, made of the copy."""
    return restore(settings, path, keys, NOW, lambda _words: None)


@contextmanager
def office_of(settings: Settings) -> Iterator[Flask]:
    """The application of a restored office, in its context."""
    app = create_app(settings)
    keep_statements(app)
    try:
        with app.app_context():
            yield app
    finally:
        close(app)


def rows_of_all() -> dict[str, list[list[Any]]]:
    """Every row of every table by column, types exact; needs an application context."""
    with db.engine.connect() as connection:
        return {table.name: [list(table.columns.keys()), *read_rows(connection, table)]
                for table in tables_of(connection)}


def compared(rows: dict[str, list[list[Any]]]) -> dict[str, list[list[Any]]]:
    """Rows that a restored office must have, too: without sessions and without the fact that it is a copy."""
    facts = [row for row in rows["office_fact"] if "restored" not in row]
    return {**{name: found for name, found in rows.items() if name != "sign_in"}, "office_fact": facts}


class Places:
    """Empty homes with empty databases."""

    def __init__(self, run: Run, folder: Path) -> None:
        self._run = run
        self._folder = folder
        self._made: list[str] = []

    def __call__(self, kind: str) -> Settings:
        """Settings of an office that is not there yet."""
        number = next(_number)
        name = f"caseapp_restored_{os.getpid()}_{number}" if kind == POSTGRESQL else ""
        if name:
            statement(self._run._server(), f'CREATE DATABASE "{name}"')
            self._made.append(name)
        return self._run._office(kind, self._folder / f"văn phòng {number}", name).settings

    def clear(self) -> None:
        """Take the databases away."""
        for name in self._made:
            statement(self._run._server(), f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def kind_of(app: Flask) -> str:
    """The database of an application."""
    return "sqlite" if app.extensions["settings"].sqlite else POSTGRESQL


def keys_of(app: Flask) -> Path:
    """Where the keys of an office lie."""
    return app.extensions["settings"].home / "keys"
