"""The number at the bell: duties not yet read that still hold, each once, up to a hundred; found without reading all."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from caseapp.db import db, reading, writing
from caseapp.dossiers.models import Clock
from caseapp.dossiers.scope import open_to
from caseapp.notices.models import Reminder
from caseapp.notices.queries import COUNT_CAP, UNREAD
from caseapp.staff.sessions import held_by
from caseapp.staff.viewer import Viewer
from caseapp.text import new_public_id
from tests.cases.making import Office, make_office, open_case
from tests.office.making import NOW, TODAY

if TYPE_CHECKING:
    from flask import Flask

DUE = date(2026, 11, 20)


@pytest.fixture
def office(any_app: Flask) -> Office:
    office = make_office(any_app)
    with any_app.app_context():
        open_case(office)
    return office


def clocks(number: int, **changes: Any) -> list[int]:
    """Ids of so many more clocks of the office's only case."""
    with writing() as session:
        one = session.scalars(sa.select(Clock).order_by(Clock.id)).first()
        assert one is not None
        made = [Clock(**{"public_id": new_public_id(), "dossier_id": one.dossier_id, "rule": one.rule, "nature": "duty",
                         "unit": one.unit, "start_on": one.start_on, "due_on": DUE, "confirmed": True, **changes})
                for _number in range(number)]
        session.add_all(made)
        session.flush()
        return [clock.id for clock in made]


def remind(account: int, ids: list[int], step: str = "due", due: date = DUE, *, read: bool = False) -> None:
    with writing() as session:
        session.execute(sa.insert(Reminder), [
            {"account_id": account, "clock_id": one, "step": step, "due_on": due, "made_on": TODAY,
             "read_at": NOW if read else None, "mail": "no"} for one in ids])


def counted(account: int) -> int:
    return int(reading().execute(UNREAD, values(account)).scalar_one())


def values(account: int) -> dict[str, Any]:
    held, _names = held_by(account, TODAY)
    viewer = Viewer(account, "", "", "", "vi", keys_on=True, unit_id=0, unit_name="", parent_unit_name="", held=held)
    names = UNREAD.compile().params.keys()
    return {name: value for name, value in open_to(viewer).items() if name in names}


def test_each_duty_that_holds_counts_once(any_app: Flask, office: Office) -> None:
    me, other = office.handler.id, office.other_handler.id
    with any_app.app_context():
        twice, moved, read, half, gone = (clocks(2, **changes) for changes in (
            {}, {"due_on": DUE + timedelta(days=3)}, {}, {}, {"ended_by": "met", "ended_on": TODAY}))
        for step in ("soon-7", "soon-3", "overdue"):
            remind(me, twice, step)
        remind(me, moved)                                    # told of a day that is no longer the last one
        remind(me, gone)
        remind(me, read, read=True)
        remind(me, half, "soon-3", read=True)
        remind(me, half, "overdue")
        assert counted(me) == len({*twice, *half})
        remind(me, moved, due=DUE + timedelta(days=3))
        assert counted(me) == len({*twice, *half, *moved})
        assert counted(other) == 0
        remind(office.auditor.id, twice)
        assert counted(office.auditor.id) == len(twice)      # who sees the unit from above


def test_whoever_may_not_see_it_any_more_has_nothing_to_read(any_app: Flask, office: Office) -> None:
    with any_app.app_context():
        remind(office.handler.id, clocks(3))
        assert counted(office.handler.id) == 3
        with writing() as session:
            session.execute(sa.text("UPDATE role_grant SET valid_to = :day WHERE account_id = :me"),
                            {"day": "2026-11-01", "me": office.handler.id})
        assert counted(office.handler.id) == 0


def test_it_stops_at_a_hundred(any_app: Flask, office: Office) -> None:
    with any_app.app_context():
        many = clocks(COUNT_CAP + 20)
        for step in ("soon-3", "overdue"):
            remind(office.handler.id, many[:COUNT_CAP - 1], step)
        assert counted(office.handler.id) == COUNT_CAP - 1
        for step in ("soon-3", "overdue"):
            remind(office.handler.id, many[COUNT_CAP - 1:], step)
        assert counted(office.handler.id) == COUNT_CAP


def test_it_walks_along_an_index_and_stops(any_app: Flask, office: Office) -> None:
    """No list of all of them is made, sorted or joined before the first is counted: each is asked about by itself."""
    with any_app.app_context():
        many = clocks(300)
        for one in (office.handler, office.other_handler, office.head, office.clerk):
            remind(one.id, many)
        sqlite = db.engine.dialect.name == "sqlite"
        said: list[tuple[str, Any]] = []
        sa.event.listen(db.engine, "before_cursor_execute", lambda _c, _cur, text, given, *_m: said.append((text, given)))
        counted(office.handler.id)
        text, given = said[-1]
        if not sqlite:
            reading().exec_driver_sql("ANALYZE")
        rows = reading().exec_driver_sql(("EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN ") + text, given).all()
        plan = "\n".join(str(row[-1]) for row in rows)
        assert ("SEARCH reminder USING" if sqlite else "using ix_reminder_unread") in plan, plan
        assert not [one for one in ("TEMP B-TREE", "Sort", "Hash") if one in plan], plan
