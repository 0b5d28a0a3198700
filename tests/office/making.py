"""An office in any state, given directly: a commune and its people, a visit, an act, a viewer, what is stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Row

from caseapp import demo
from caseapp.db import db, reading, writing
from caseapp.demo.staff import Offices
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.models import Clock, Dossier
from caseapp.gazette import forget_version, office_calendar
from caseapp.gazette.models import CalendarRequest
from caseapp.gazette.versions import keep_version, write_text
from caseapp.law.changes import with_year
from caseapp.law.days import Calendar
from caseapp.law.special_days import DayKind, SpecialDay
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.journal import record
from caseapp.ledger.models import Chain
from caseapp.people.commands import Given
from caseapp.people.models import IdKind
from caseapp.proof import faults
from caseapp.reception.commands.acting import GivenNotice
from caseapp.reception.commands.logging import Denouncer, GivenParty, GivenVisit, Logging, log_visit, new_denouncer_code
from caseapp.reception.models import Identity, Matter, NoticeResult, Outcome, Visit
from caseapp.staff.models import Account, Unit
from caseapp.staff.sessions import held_by
from caseapp.staff.viewer import Viewer
from caseapp.text import new_public_id
from tests.staff.making import make_account, make_unit

TODAY = date(2026, 11, 16)
NOW = datetime(2026, 11, 16, 2, 0, 17, 123456, tzinfo=UTC)
ROLES = ("reception", "handler", "clerk", "supervisor", "custodian", "auditor")
VISITOR = Given("Trịnh Thị Thuở Đượm", IdKind.CITIZEN, "092171003307", phone="0918 555 777", birth_year=1971,
                commune="phường An Thịnh", address="12 Ngõ Quỳnh")


@dataclass(frozen=True, slots=True)
class Commune:
    """A unit that receives visits and one account per role; ids of the database."""

    unit: int
    accounts: dict[str, int]


def make_commune(code: str = "X1", parent: Commune | None = None, roles: Iterable[str] = ROLES) -> Commune:
    """A unit with an account for each of ``roles``, signed in as ``<role>.<code>``; needs an application context."""
    with writing() as session:
        above = session.get(Unit, parent.unit) if parent else None
        unit = make_unit(session, code, level="commune" if parent else "province", parent=above)  # type: ignore[arg-type]
        accounts = {role: make_account(session, f"{role}.{code}".lower(), [role], unit).id for role in roles}
    return Commune(unit.id, accounts)


def put_calendar(calendar: Calendar) -> Calendar:
    """Put a calendar in force without asking anybody; the one that offices count with then."""
    with writing() as session:
        keep_version(session, calendar, NOW)
        # As if two people of the first unit had done it: the proof looks for their act.
        if (unit := session.scalar(sa.select(sa.func.min(Chain.unit_id)))) is not None:
            record(session, lock_chain(session, unit), act="calendar.confirm", by=None, at=NOW,
                   facts={"version": calendar.version, "hash": calendar.hash})
    forget_version()
    return office_calendar()


def ask_for_storm_day(unit: int, account: int, at: datetime) -> None:
    """A change of the calendar that waits for a second person: one more day off, 26 November 2026."""
    calendar = office_calendar()
    year = calendar.year(2026)
    storm = SpecialDay(date(2026, 11, 26), DayKind.HOLIDAY, "Nghỉ bão", "Công điện 1/CĐ-TTg")
    wanted = with_year(calendar, replace(year, days=tuple(sorted((*year.days, storm), key=lambda day: day.day))),
                       calendar.exchanges, calendar.version)
    with writing() as session:
        session.add(CalendarRequest(public_id=new_public_id(), year=2026, text=write_text(wanted), base=calendar.version,
                                    unit_id=unit, asked_by=account, asked_at=at))


def commune_of(code: str) -> Commune:
    """A commune that ``make_commune`` made in the office this one was copied from."""
    unit = reading().execute(sa.select(Unit.id).where(Unit.code == code)).scalar_one()
    rows = reading().execute(sa.select(Account.name, Account.id).where(Account.unit_id == unit))
    return Commune(unit, {row.name.partition(".")[0]: row.id for row in rows})


def give_roles(commune: Commune, role: str, *more: str) -> None:
    """Let the account that holds ``role`` hold others in the same unit."""
    from tests.staff.making import give_role

    with writing() as session:
        account, unit = session.get(Account, commune.accounts[role]), session.get(Unit, commune.unit)
        assert account is not None
        assert unit is not None
        for one in more:
            give_role(session, account, one, unit)


def viewer_of(commune: Commune, role: str = "reception") -> Viewer:
    """The person with that account as a page would see them, with every role they hold today."""
    account = commune.accounts[role]
    held, _names = held_by(account, TODAY)
    return Viewer(account, "", role, "", "vi", keys_on=True, unit_id=commune.unit, unit_name="", parent_unit_name="",
                  held=held)


# ---- visits ----------------------------------------------------------------------------------------------------------


def a_visit(person: Given = VISITOR, **changes: Any) -> GivenVisit:
    """A complaint taken in today from one visitor; ``changes`` by the fields' names."""
    given = GivenVisit(Matter.COMPLAINT, "Khiếu nại thu hồi đất thửa 12", TODAY, Outcome.TAKEN,
                       parties=(GivenParty(person),), people_count=1)
    return replace(given, **changes)


def a_denunciation(envelope: str = "26", accused: Iterable[int] = (), **changes: Any) -> GivenVisit:
    """A denunciation taken in today, as much of it as the computer learns."""
    denouncer = Denouncer(new_denouncer_code(2026), envelope, Identity.CHECKED, accused_name="Lâm",
                          accused_accounts=tuple(accused))
    given = GivenVisit(Matter.DENUNCIATION, "Nhận tiền khi cấp giấy phép", TODAY, Outcome.TAKEN, denouncer=denouncer)
    return replace(given, **changes)


def a_refusal(ground: str, **changes: Any) -> GivenVisit:
    """A complaint, or what else the ground is about, refused on that ground."""
    matter = {"Rh": Matter.FEEDBACK, "Rg": Matter.OTHER}.get(ground, Matter.COMPLAINT)
    return a_visit(**{"matter": matter, "outcome": Outcome.REFUSED, "ground": ground, **changes})


def at_counter(commune: Commune, role: str = "reception", **changes: Any) -> Logging:
    """The commune's officer logging now."""
    return replace(Logging(commune.unit, commune.accounts[role], NOW, TODAY, office_calendar()), **changes)


def log(commune: Commune, given: GivenVisit | None = None, **changes: Any) -> Dossier:
    """Log a visit at the commune's counter."""
    return log_visit(given or a_visit(), at_counter(commune, **changes))


def acting(commune: Commune, dossier: Dossier, role: str = "reception", **changes: Any) -> Acting:
    """The holder of ``role`` acting now on what is stored of the dossier."""
    how = Acting(dossier.id, commune.unit, stored(dossier.id).version, commune.accounts[role], frozenset({role}), NOW,
                 TODAY, office_calendar())
    return replace(how, **changes)


def a_notice(result: NoticeResult = NoticeResult.ACCEPTED, **changes: Any) -> GivenNotice:
    """An answer given today in writing."""
    return replace(GivenNotice(result, "written", TODAY, "Lê Thu", "31/TB-UBND"), **changes)


# ---- what is stored --------------------------------------------------------------------------------------------------


def stored(dossier_id: int) -> Row[Any]:
    """The dossier's row as it is now."""
    return reading().execute(sa.select(*Dossier.__table__.c).where(Dossier.id == dossier_id)).one()


def visit_row(dossier_id: int) -> Row[Any]:
    """The visit's own row as it is now."""
    return reading().execute(sa.select(*Visit.__table__.c).where(Visit.dossier_id == dossier_id)).one()


def clocks_of(dossier_id: int) -> list[tuple[str, date | None, str | None]]:
    """(rule, due day, how it ended) of every clock, in order."""
    query = sa.select(Clock.rule, Clock.due_on, Clock.ended_by).where(Clock.dossier_id == dossier_id).order_by(Clock.id)
    return [(row.rule, row.due_on, row.ended_by) for row in reading().execute(query)]


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with db.engine.connect() as connection:
        tables = sorted(sa.inspect(connection).get_table_names())
        return {name: sorted(map(tuple, connection.exec_driver_sql(f'SELECT * FROM "{name}"').all()), key=repr)
                for name in tables}


def proof() -> list[str]:
    """What the proof names, as sentences."""
    return [f"{fault.where}: {fault.what}" for fault in faults(50)]


# ---- filled once per run, copied by every test that wants it ---------------------------------------------------------


def fill_demo(app: Flask) -> None:
    """For ``run.template(kind, "demo", fill_demo)``: the demo office with its three hundred visits."""
    demo.fill_when_empty(app, lambda _line: None)


def demo_offices() -> Offices:
    """Ids of the demo's units and accounts, read back from a copy."""
    units = {row.code: row.id for row in reading().execute(sa.select(Unit.code, Unit.id))}
    accounts = {row.name: row.id for row in reading().execute(sa.select(Account.name, Account.id))}
    return Offices(units, accounts)
