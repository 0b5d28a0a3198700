"""An office for a measurement: empty folder, demo staff, and one visit as an officer would log it."""
from __future__ import annotations

import argparse
import secrets
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask

from caseapp import create_app
from caseapp.config import Settings, load_settings
from caseapp.db import db
from caseapp.demo.staff import Offices, make_staff
from caseapp.gazette import office_calendar
from caseapp.office import make_home, open_office
from caseapp.people.commands import Given
from caseapp.people.models import IdKind
from caseapp.reception.commands.logging import GivenParty, GivenVisit, Logging
from caseapp.reception.models import Matter, Outcome

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def settings_for(database_url: str | None, home: Path | None = None) -> Settings:
    """Settings of a throw-away office, on SQLite in its folder unless a PostgreSQL address is given."""
    folder = home or Path(tempfile.mkdtemp(prefix="caseapp-bench-"))
    environ = {"CASEAPP_HOME": str(folder)}
    if database_url:
        environ["CASEAPP_DATABASE_URL"] = database_url
    return load_settings(environ)


def new_office(settings: Settings) -> tuple[Flask, Offices]:
    """Make and migrate the office; no connection is left open, so that processes may fork from here."""
    make_home(settings)
    app = create_app(settings)
    open_office(app)
    with app.app_context():
        offices = make_staff(secrets.token_urlsafe(12))
    let_go(app)
    return app, offices


def let_go(app: Flask) -> None:
    """Close every connection: a forked process must open its own."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def an_ordinary_visit(offices: Offices, number: int) -> tuple[GivenVisit, Logging]:
    """A complaint taken in at the counter, with its clock; every number another visitor."""
    now = datetime.now(UTC)
    today = now.astimezone(ZONE).date()
    person = Given(f"Nguyễn Thị Số {number}", IdKind.CITIZEN, f"0921{number % 100:02d}9{number % 100_000:05d}",
                   commune="phường An Thịnh")
    given = GivenVisit(Matter.COMPLAINT, f"Khiếu nại việc thu hồi đất, thửa {number}", today, Outcome.TAKEN,
                       parties=(GivenParty(person),), receiver_id=offices.accounts["tiepdan"], people_count=1)
    how = Logging(offices.units["CT-AT"], offices.accounts["tiepdan"], now, today, office_calendar(),
                  form_key=secrets.token_urlsafe(16))
    return given, how


def arguments(about: str) -> argparse.ArgumentParser:
    """What every measurement takes."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--database-url", help="an empty PostgreSQL database; SQLite when left out")
    return parser
