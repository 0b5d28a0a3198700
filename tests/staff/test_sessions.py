"""Sessions: both limits, polling, ended and locked ones, roles of the day, units in reach, a database that fails."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from caseapp.db import db
from caseapp.staff.models import Account, SignIn, Unit
from caseapp.staff.policy import Can
from caseapp.staff.roles import Role
from caseapp.staff.sessions import load_viewer, place_of
from caseapp.staff.viewer import NOBODY, Viewer
from caseapp.web.now import now, today
from tests.staff.making import filling, give_role, let_stand_in, make_account, make_unit, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.office.clock import Clock

PAGE = "/tai-khoan"


def account(app: Flask, *roles: str) -> Account:
    with filling(app) as session:
        return make_account(session, "anh", roles, make_unit(session, "XA1"))


def seen_as(app: Flask, token: str) -> Viewer:
    with app.app_context():
        person, _seen = load_viewer(token, now(), today())
        return person or NOBODY


@pytest.mark.parametrize(("roles", "alive", "gone"), [
    (["reception"], 14, 16), (["clerk", "custodian"], 4, 6), (["mediator"], 9, 11),
])
def test_idle_limit(app: Flask, client: FlaskClient, clock: Clock, roles: list[str], alive: int, gone: int) -> None:
    sign_in(client, account(app, *roles))
    clock.forward(minutes=alive)
    assert client.get(PAGE).status_code == 200
    clock.forward(minutes=gone)
    assert client.get(PAGE).status_code == 302


def test_absolute_limit(app: Flask, client: FlaskClient, clock: Clock) -> None:
    sign_in(client, account(app, "reception"))
    for _ in range(8 * 6 - 1):
        clock.forward(minutes=10)
        assert client.get(PAGE).status_code == 200
    clock.forward(minutes=10)
    assert client.get(PAGE).status_code == 302


def test_what_a_page_asks_by_itself_keeps_nobody_signed_in(app: Flask, client: FlaskClient, clock: Clock) -> None:
    sign_in(client, account(app, "reception"))
    for _ in range(3):
        clock.forward(minutes=5)
        assert client.get(PAGE, headers={"X-Background": "1"}).status_code == 200
    clock.forward(minutes=1)
    assert client.get(PAGE).status_code == 302


def test_a_sign_of_life_is_written_once_a_minute(app: Flask, client: FlaskClient, clock: Clock) -> None:
    sign_in(client, account(app, "reception"))
    start = clock()
    for seconds, written in ((30, 0), (29, 0), (1, 60), (59, 60), (1, 120)):
        clock.forward(seconds=seconds)
        client.get(PAGE)
        with filling(app) as session:
            assert session.scalars(sa.select(SignIn.last_seen_at)).one() == start + timedelta(seconds=written)


def test_a_locked_account_is_out_at_once(app: Flask, client: FlaskClient) -> None:
    officer = account(app, "reception")
    sign_in(client, officer)
    assert client.get(PAGE).status_code == 200
    with filling(app) as session:
        session.get_one(Account, officer.id).disabled_on = date(2026, 11, 16)
    assert client.get(PAGE).status_code == 302


def test_what_was_posted_after_the_end_is_told_apart(app: Flask, client: FlaskClient, clock: Clock) -> None:
    sign_in(client, account(app, "reception"))
    clock.forward(minutes=16)
    assert client.post(PAGE, data={}).status_code == 401


def test_a_database_that_fails_lets_nobody_in(app: Flask, client: FlaskClient) -> None:
    sign_in(client, account(app, "reception"))
    with app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE sign_in RENAME TO sign_in_away")
    app.config["ERROR_PAGES"] = True
    assert client.get(PAGE).status_code == 503
    assert client.get("/login").status_code == 503
    with app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE sign_in_away RENAME TO sign_in")
    assert client.get(PAGE).status_code == 200


def test_two_statements_for_a_person(any_app: Flask) -> None:
    officer = account(any_app, "reception", "clerk", "supervisor")
    token = sign_in(any_app.test_client(), officer)
    seen: list[str] = []
    with any_app.app_context():
        def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
            seen.append(statement)

        sa.event.listen(db.engine, "before_cursor_execute", note)
        load_viewer(token, now(), today())
        sa.event.remove(db.engine, "before_cursor_execute", note)
    assert len(seen) == 2


@pytest.mark.parametrize(("first", "last", "held"), [
    (date(2026, 11, 16), None, True), (date(2026, 11, 17), None, False), (date(2026, 1, 1), date(2026, 11, 16), False),
    (date(2026, 1, 1), date(2026, 11, 17), True), (date(2026, 11, 16), date(2026, 11, 16), False),
])
def test_a_role_counts_on_its_days(any_app: Flask, first: date, last: date | None, held: bool) -> None:
    with filling(any_app) as session:
        unit = make_unit(session, "XA1")
        officer = make_account(session, "anh", (), unit)
        give_role(session, officer, "reception", unit, first, last)
    person = seen_as(any_app, sign_in(any_app.test_client(), officer))
    assert person.may(Can.LOG_VISIT) is held
    assert person.may(Can.OWN_ACCOUNT)
    assert bool(person.units_for(Can.LOG_VISIT)) is held


@pytest.fixture
def tree(any_app: Flask) -> dict[str, Unit]:
    """Province › two communes › a hamlet each; a neighbouring province with a commune."""
    with filling(any_app) as session:
        units = {"T": make_unit(session, "T", "UBND thành phố Cần Thơ", "province")}
        for code, parent, level in (("A", "T", "commune"), ("B", "T", "commune"), ("A1", "A", "hamlet"),
                                    ("B1", "B", "hamlet"), ("N", "", "province"), ("NC", "N", "commune")):
            units[code] = make_unit(session, code, f"UBND {code}", level, units.get(parent))
        return units


@pytest.mark.parametrize(("role", "unit", "can", "reached"), [
    ("reception", "A", Can.READ_DOSSIERS, {"A"}), ("supervisor", "A", Can.READ_DOSSIERS, {"A", "A1"}),
    ("supervisor", "T", Can.READ_DOSSIERS, {"T", "A", "A1", "B", "B1"}), ("supervisor", "T", Can.SIGN_REFUSAL, {"T"}),
    ("auditor", "T", Can.READ_SEALED, {"T", "A", "A1", "B", "B1"}), ("handler", "T", Can.READ_DOSSIERS, {"T"}),
    ("administrator", "T", Can.ADMINISTER, {"T", "A", "A1", "B", "B1"}), ("administrator", "T", Can.READ_DOSSIERS, set()),
    ("custodian", "A", Can.READ_SEALED, {"A"}), ("mediator", "A1", Can.READ_REGISTER, set()),
])
def test_reach(any_app: Flask, tree: dict[str, Unit], role: str, unit: str, can: Can, reached: set[str]) -> None:
    with filling(any_app) as session:
        officer = make_account(session, "anh", [role], tree[unit])
    person = seen_as(any_app, sign_in(any_app.test_client(), officer))
    assert set(person.units_for(can)) == {tree[code].id for code in reached}
    assert person.may(can) is bool(reached)
    assert person.roles == ((tree[unit].id, Role(role)),)


def test_current_unit_is_where_a_role_is_held(any_app: Flask, tree: dict[str, Unit]) -> None:
    with filling(any_app) as session:
        officer = make_account(session, "anh", (), tree["T"])
        give_role(session, officer, "reception", tree["A"])
    person = seen_as(any_app, sign_in(any_app.test_client(), officer))
    assert (person.unit_id, person.unit_name, person.parent_unit_name) == (tree["A"].id, "UBND A", "thành phố Cần Thơ")


@pytest.mark.parametrize(("first", "last", "absent_holds", "acts"), [
    (date(2026, 11, 10), date(2026, 11, 20), True, True), (date(2026, 11, 10), date(2026, 11, 16), True, False),
    (date(2026, 11, 17), date(2026, 11, 20), True, False), (date(2026, 11, 10), date(2026, 11, 20), False, False),
])
def test_standing_in(
    any_app: Flask, tree: dict[str, Unit], first: date, last: date, absent_holds: bool, acts: bool,
) -> None:
    with filling(any_app) as session:
        head = make_account(session, "truong", (), tree["A"])
        give_role(session, head, "supervisor", tree["A"], valid_to=None if absent_holds else date(2026, 11, 1))
        deputy = make_account(session, "pho", ["handler"], tree["A"])
        let_stand_in(session, deputy, head, "supervisor", tree["A"], first, last)
    person = seen_as(any_app, sign_in(any_app.test_client(), deputy))
    assert person.may(Can.SIGN_REFUSAL) is acts
    assert person.may(Can.ANSWER_VISIT)


def test_a_role_in_a_closed_unit_has_ended(any_app: Flask, tree: dict[str, Unit]) -> None:
    with filling(any_app) as session:
        officer = make_account(session, "anh", ["reception"], tree["A"])
        session.get_one(Unit, tree["A"].id).valid_to = date(2026, 11, 16)
    assert not seen_as(any_app, sign_in(any_app.test_client(), officer)).may(Can.LOG_VISIT)


def test_nobody_may_nothing() -> None:
    assert not any(NOBODY.may(can) or NOBODY.units_for(can) for can in Can)
    assert not NOBODY


def test_until_a_first_password_is_changed_nothing_else_is_permitted() -> None:
    person = Viewer(account_id=1, public_id="x", name="", title="", language=None, keys_on=True, unit_id=1,
                    unit_name="", parent_unit_name="", must_change=True)
    assert [can for can in Can if person.may(can)] == [Can.OWN_ACCOUNT]


@pytest.mark.parametrize(("name", "place"), [
    ("UBND thành phố Cần Thơ", "thành phố Cần Thơ"),
    ("Ủy ban nhân dân xã A", "xã A"),
    ("Thanh tra tỉnh", "Thanh tra tỉnh"),
    ("", ""),
])
def test_place_of(name: str, place: str) -> None:
    assert place_of(name) == place
