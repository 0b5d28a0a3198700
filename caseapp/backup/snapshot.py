"""One moment of the database while others go on writing: what a copy is read from."""
from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.engine import Connection
from sqlalchemy.pool import StaticPool

from caseapp.backup.problems import BackupProblem
from caseapp.db import BUSY_MILLISECONDS, db

PREFIX = ".snapshot-"


@contextmanager
def snapshot() -> Iterator[Connection]:
    """A connection that sees the database as it is now, whatever is written meanwhile; needs an application context."""
    settings = current_app.extensions["settings"]
    if settings.sqlite:
        with db.engine.connect() as connection:
            log = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
        with _in_place() if log == "wal" else _of_file(settings.home) as connection:
            yield connection
        return
    how = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with db.engine.connect().execution_options(**how) as connection, connection.begin():
        yield connection


@contextmanager
def _in_place() -> Iterator[Connection]:
    """SQLite with a write-ahead log: a reader holds up nobody, one transaction sees one moment."""
    with db.engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def _of_file(home: Path) -> Iterator[Connection]:
    """SQLite with a rollback journal, where a reader keeps writers out: the file is copied while they wait their turn.

    The copy loses its name before anything is in it: nothing of it stays on the disk when this process is killed.
    """
    place = home / f"{PREFIX}{secrets.token_hex(8)}"
    try:
        with closing(sqlite3.connect(place, check_same_thread=False)) as copy:
            for pragma in ("journal_mode=OFF", "locking_mode=EXCLUSIVE", "temp_store=MEMORY"):
                copy.execute(f"PRAGMA {pragma}").fetchall()
            _unname(place)
            _fill(copy)
            engine = sa.create_engine("sqlite://", creator=lambda: copy, poolclass=StaticPool)
            with engine.connect() as connection:
                yield connection
    finally:
        _unname(place)      # where open files keep their names (Windows) it goes only now


def _fill(copy: sqlite3.Connection) -> None:
    path = str(db.engine.url.database)
    with closing(sqlite3.connect(path, timeout=BUSY_MILLISECONDS / 1000)) as source:
        try:
            with current_app.extensions["write_lock"].held():
                source.backup(copy)
        except sqlite3.Error as problem:
            raise BackupProblem(f"Không sao được cơ sở dữ liệu trong {Path(path).parent} ({problem}): đĩa có đủ chỗ "
                                "cho một bản nữa không? Không có bản sao lưu nào được ghi.") from problem


def _unname(place: Path) -> None:
    with suppress(OSError):
        place.unlink()
