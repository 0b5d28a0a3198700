"""The database: base class, column types, how one reads and how one writes on SQLite and PostgreSQL."""
from __future__ import annotations

import os
import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask import Flask, current_app, g
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Session

try:
    import fcntl
except ImportError:      # Windows has one process (waitress): the thread lock is enough there
    fcntl = None  # type: ignore[assignment]

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
# Below this version SQLite's write-ahead log can lose a race between several writers.
WAL_IS_SAFE = (3, 51, 3)
BUSY_MILLISECONDS = 30_000


# Ids below zero are drawn at random, so that counting upwards never meets them. 31 bits fit both databases' integers;
# the first of a dossier lies in the lower half of them, each later one some random steps above. Tables that have such
# rows count with COUNTED: else SQLite would go on from the largest id, from a drawn one where no other is yet.
COUNTED = {"sqlite_autoincrement": True}
# Tables whose key is no number of their own: SQLite would count their rows beside it, in the order they were made.
UNCOUNTED = {"sqlite_with_rowid": False}
LOWEST_ID, FIRST_IDS, STEPS = -(2**31) + 1, 2**30, 2**16


class Base(DeclarativeBase):
    """Every stored thing."""

    metadata = sa.MetaData(naming_convention=NAMES)


db = SQLAlchemy(
    model_class=Base,
    engine_options={"hide_parameters": True},
    session_options={"expire_on_commit": False, "autoflush": True},
)
if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


class UtcDateTime(sa.TypeDecorator[datetime]):
    """An instant. Refuses naive values, stores UTC, gives back aware UTC on both databases."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def reading() -> Connection:
    """A connection for page reads: each statement for itself, no transaction held, closed with the request."""
    if "reading" not in g:
        connection = db.engine.connect()
        postgres = connection.dialect.name == "postgresql"
        options: dict[str, Any] = {"isolation_level": "AUTOCOMMIT"} if postgres else {"begin": None}
        g.reading = connection.execution_options(**options)
    return g.reading  # type: ignore[no-any-return]


@contextmanager
def writing() -> Iterator[Session]:
    """One act, one transaction: committed at the end, rolled back by any exception. Never nested."""
    session = db.session()
    if session.in_transaction():
        raise RuntimeError("writing() inside another transaction")
    with current_app.extensions["write_lock"].held():
        try:
            session.connection(execution_options={"begin": "IMMEDIATE"})
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.close()


_hurried: list[bool] = []


@contextmanager
def hurried() -> Iterator[None]:
    """Fill an office that nobody uses yet without waiting for the disk at each act; at the end everything is on it.

    For SQLite alone, and for one process: whoever is stopped in between begins with an empty folder again.
    """
    engine = db.engine
    if engine.dialect.name != "sqlite" or not engine.url.database:
        yield
        return
    _close_reading()
    engine.dispose()
    _hurried.append(True)
    try:
        yield
    finally:
        _hurried.clear()
        _close_reading()
        engine.dispose()
        with Path(engine.url.database).open("rb") as file:
            os.fsync(file.fileno())


class FairLock:
    """Writers wait in line: SQLite's own busy handler lets one unlucky writer wait nearly for ever.

    Threads queue on a thread lock, processes on ``flock`` of a side file; on PostgreSQL rows are the lock
    and this one lets everybody through.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._threads = threading.Lock()

    @contextmanager
    def held(self) -> Iterator[None]:
        if self._path is None:
            yield
            return
        with self._threads:
            if fcntl is None:
                yield
                return
            with self._path.open("ab") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                yield      # closing the file gives the lock back, also when the process dies


def install(app: Flask) -> None:
    """Bind the database to ``app``: listeners, fair lock, closing of read connections."""
    settings = app.extensions["settings"]
    app.config.setdefault("SQLALCHEMY_DATABASE_URI", settings.database_url)
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", _engine_options(settings.database_url))
    db.init_app(app)
    app.extensions["write_lock"] = FairLock(settings.home / "write.lock" if settings.sqlite else None)
    with app.app_context():
        _listen(db.engine)
    app.teardown_appcontext(_close_reading)


def upgrade(app: Flask) -> None:
    """Bring the schema to this version of the code."""
    from alembic import command  # noqa: PLC0415  alembic is needed here alone and slow to import

    with app.app_context():
        config = app.extensions["migrate"].migrate.get_config()
        config.attributes["configure_logger"] = False
        command.upgrade(config, "head")


def _engine_options(url: str) -> dict[str, Any]:
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": BUSY_MILLISECONDS / 1000, "check_same_thread": False}}
    return {"pool_pre_ping": True, "pool_size": 5, "max_overflow": 10}


def _listen(engine: Engine) -> None:
    if engine.dialect.name == "postgresql" and not event.contains(engine, "connect", _plan_once):
        event.listen(engine, "connect", _plan_once)
    if engine.dialect.name != "sqlite" or event.contains(engine, "begin", _begin):
        return
    event.listen(engine, "connect", _connect)
    event.listen(engine, "begin", _begin)


def _plan_once(connection: Any, _record: object) -> None:
    """Plan a statement once and keep the plan: to plan a page's anew for its values takes longer than to run them.

    It holds because whatever an index depends on, and how many rows are asked for, is written out in our statements.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET plan_cache_mode = force_generic_plan")
    connection.commit()


def _connect(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None      # transactions are begun by _begin, not by the driver
    journal = "WAL" if sqlite3.sqlite_version_info >= WAL_IS_SAFE else "DELETE"
    for pragma in (
        f"journal_mode={journal}", f"synchronous={'OFF' if _hurried else 'FULL'}", "foreign_keys=ON",
        f"busy_timeout={BUSY_MILLISECONDS}", "secure_delete=ON", "cache_size=-20000", "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    how = connection.get_execution_options().get("begin", "DEFERRED")
    if how is not None:
        connection.exec_driver_sql(f"BEGIN {how}")


def _close_reading(_problem: BaseException | None = None) -> None:
    connection = g.pop("reading", None)
    if connection is not None:
        connection.close()


def unordered_id(session: Session, column: InstrumentedAttribute[int], above: int | None = None) -> int:
    """An id that tells nothing of when its row was made, for rows of sealed dossiers; ``column``: the key it is for.

    Ids that count upwards would lay the sealed row beside the open one that was emptied for it. ``above``: the
    latest of the same dossier, where the order within it counts.
    """
    start, room = (LOWEST_ID, FIRST_IDS) if above is None else (above + 1, STEPS)
    while True:
        drawn = start + secrets.randbelow(room)
        if session.scalar(sa.select(column).where(column == drawn)) is None:
            return drawn
