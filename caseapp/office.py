"""Making an office ready: its folder, its keys, its schema, and the proof that keys and data belong together."""
from __future__ import annotations

import json
import os
import socket
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from caseapp import db
from caseapp.config import OfficeProblem, Settings
from caseapp.gazette.versions import begin as begin_calendar
from caseapp.keys import KeyProblem
from caseapp.ledger.models import OfficeFact

_TREE = Path(__file__).resolve().parent.parent / "migrations"
# Installed as a package, the folder lies where pip puts what belongs to the programs of an environment.
MIGRATIONS = _TREE if (_TREE / "alembic.ini").exists() else Path(sys.prefix, "share", "caseapp", "migrations")


def make_home(settings: Settings) -> None:
    """Create the folder of the office, readable by its owner alone; raises OfficeProblem when it cannot be written."""
    home = settings.home
    os.umask(0o077)      # everything the office writes is its owner's alone, whatever the folder allows
    probe = home / f".probe-{os.getpid()}"
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe.write_bytes(b"x" * 65536)
    except OSError as problem:
        raise OfficeProblem(
            f"Không ghi được vào {home} ({problem.strerror}). Đặt CASEAPP_HOME sang thư mục ghi được, hoặc dọn đĩa. "
            f"/ Cannot write to {home}.") from problem
    finally:
        with suppress(OSError):
            probe.unlink(missing_ok=True)


def keys_may_be_made(settings: Settings) -> bool:
    """Whether missing keys can only mean a new office: there is no SQLite file yet, or the server must tell."""
    if not settings.sqlite:
        return True      # check_keys compares with what the database remembers
    path = settings.database_url.removeprefix("sqlite:///")
    return not (Path(path).exists() and Path(path).stat().st_size)


def open_office(app: Flask) -> None:
    """Bring the schema up to date and see that the keys are the ones the data were written with."""
    db.upgrade(app)
    with app.app_context():
        check_keys(app)
        with db.writing() as session:
            begin_calendar(session, datetime.now(UTC))


def check_keys(app: Flask) -> None:
    """Remember the key ids at the first start; refuse later starts with others."""
    ids = app.extensions["keys"].ids
    with db.writing() as session:
        fact = session.get(OfficeFact, "keys")
        if fact is None:
            session.add(OfficeFact(name="keys", value=json.dumps(ids, sort_keys=True)))
            return
        remembered = json.loads(fact.value)
        wrong = sorted(purpose for purpose, key in remembered.items() if ids.get(purpose) != key)
        if wrong:
            folder = app.extensions["settings"].home / "keys"
            raise KeyProblem(f"Khóa {', '.join(wrong)} trong {folder} không phải khóa mà dữ liệu đã dùng. "
                             "Hãy chép lại thư mục keys từ nơi cất giữ.")
        fact.value = json.dumps({**ids, **remembered}, sort_keys=True)


def is_empty(app: Flask) -> bool:
    """Whether no unit was ever made here."""
    with app.app_context():
        return db.reading().execute(sa.text("SELECT 1 FROM unit LIMIT 1")).first() is None


def see_port(settings: Settings) -> None:
    """Raise OfficeProblem when somebody already answers at the office's address."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as problem:
            raise OfficeProblem(f"Cổng {settings.port} ở {settings.host} không dùng được ({problem.strerror}). "
                                f"Đặt CASEAPP_PORT sang cổng khác. / Port {settings.port} cannot be used.") from problem
