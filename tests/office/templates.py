"""Migrated offices to copy from: made once per run, by the first worker that needs one."""

from __future__ import annotations

import itertools
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import fasteners
import pytest
from flask import Flask
from sqlalchemy.engine import URL

from caseapp import create_app
from caseapp.config import Settings, load_settings
from caseapp.db import db
from caseapp.office import make_home, open_office
from tests.office.compiled import keep_pages, keep_statements
from tests.office.postgres import remember, server_url, statement

SQLITE = "sqlite"
POSTGRESQL = "postgresql"
DATABASES = (SQLITE, POSTGRESQL)
# For a test that would run on both by its fixtures and is about neither: nothing special is stored or asked for in it.
ON_ONE = pytest.mark.parametrize("any_app", [SQLITE], indirect=True)

_number = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Office:
    """An office on the disk: its folder, its settings, and the database that goes with them."""

    settings: Settings
    database: str  # the name of a PostgreSQL database, or "" on SQLite
    pages: Path

    def app(self) -> Flask:
        """A new application over this office; there is one for every test, and what they compile is kept."""
        app = create_app(self.settings)
        keep_pages(app, self.pages)
        keep_statements(app)
        return app


@dataclass(frozen=True, slots=True)
class Run:
    """What all workers of a run share."""

    folder: Path
    worker: str

    @contextmanager
    def locked(self, what: str) -> Iterator[None]:
        """One worker at a time, for each thing that is made once."""
        with fasteners.InterProcessLock(self.folder / f"{what}.lock"):
            yield

    def template(self, kind: str, name: str = "empty", fill: Callable[[Flask], None] | None = None) -> Office:
        """A migrated office that nobody works in; ``fill`` puts something into it when it is made."""
        home = self.folder / f"{name}-{kind}"
        ready = home.with_suffix(".ready")  # holds the name of the database
        with self.locked(home.name):
            made = ready.exists()
            database = ready.read_text() if made else f"caseapp_test_{secrets.token_hex(4)}_{name}"
            office = self._office(kind, home, database)
            if not made:
                self._make(office, fill)
                ready.write_text(database)
        return office

    def clone(self, template: Office, home: Path, **settings: str) -> Office:
        """An office of one's own, copied from ``template`` in a few milliseconds."""
        shutil.copytree(template.settings.home, home)
        if not template.database:
            return self._office(SQLITE, home, "", **settings)
        name = f"{template.database}_{self.worker}_{os.getpid()}_{next(_number)}"
        statement(self._server(), f'CREATE DATABASE "{name}" TEMPLATE "{template.database}" STRATEGY FILE_COPY')
        return self._office(POSTGRESQL, home, name, **settings)

    def drop(self, office: Office) -> None:
        """Take a clone's PostgreSQL database away; a SQLite file goes with its folder."""
        if office.database:
            statement(self._server(), f'DROP DATABASE IF EXISTS "{office.database}" WITH (FORCE)')

    def _make(self, office: Office, fill: Callable[[Flask], None] | None) -> None:
        shutil.rmtree(office.settings.home, ignore_errors=True)
        make_home(office.settings)
        if office.database:
            statement(self._server(), f'CREATE DATABASE "{office.database}"')
            remember(self.folder, office.database)
        app = office.app()
        open_office(app)
        if fill is not None:
            fill(app)
        close(app)

    def _office(self, kind: str, home: Path, database: str, **settings: str) -> Office:
        environ = {"CASEAPP_HOME": str(home), **{f"CASEAPP_{name.upper()}": value for name, value in settings.items()}}
        if kind == POSTGRESQL:
            url = self._server().set(database=database)
            environ["CASEAPP_DATABASE_URL"] = url.render_as_string(hide_password=False)
        return Office(load_settings(environ), database if kind == POSTGRESQL else "", self.folder / "pages")

    def _server(self) -> URL:
        with self.locked("server"):
            return server_url(self.folder)


def close(app: Flask) -> None:
    """Let go of every database connection of ``app``."""
    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
