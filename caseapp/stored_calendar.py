"""The calendar of the office on this machine, read without opening the office: for commands that answer at once."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from caseapp.config import OfficeProblem, Settings
from caseapp.law.days import Calendar
from caseapp.law.errors import LawError

TABLE: Final = "calendar_version"


def stored_calendar(settings: Settings) -> Calendar | None:
    """The version in force, without the outlook on other years; None where no office keeps its calendar yet.

    Raises OfficeProblem when the database cannot be read.
    """
    if settings.sqlite and not Path(settings.database_url.removeprefix("sqlite:///")).exists():
        return None      # asking makes no file, and loads no database
    text = _newest(settings)
    try:
        return Calendar.from_plain(json.loads(text)) if text else None
    except (LawError, ValueError, KeyError, TypeError) as problem:
        raise _unreadable(problem) from problem


def _unreadable(problem: Exception) -> OfficeProblem:
    return OfficeProblem(f"Không đọc được lịch trong cơ sở dữ liệu của văn phòng ({type(problem).__name__}). "
                         "/ The office's database cannot be read.")


def _newest(settings: Settings) -> str | None:
    import sqlalchemy as sa  # noqa: PLC0415  a quarter of a second, only where there is an office to ask

    engine = sa.create_engine(settings.database_url, poolclass=sa.NullPool, hide_parameters=True)
    try:
        with engine.connect() as connection:
            if not sa.inspect(connection).has_table(TABLE):
                return None
            found: str | None = connection.execute(
                sa.text("SELECT text FROM calendar_version ORDER BY id DESC LIMIT 1")).scalar_one_or_none()
            return found
    except sa.exc.SQLAlchemyError as problem:
        raise _unreadable(problem) from problem
