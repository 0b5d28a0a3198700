"""``caseapp unit`` and ``caseapp user``: what they make and print, and their exit codes."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from caseapp.staff.models import Account, RoleGrant, Unit
from caseapp.staff_cli import unit, user
from tests.staff.making import QUICK, filling

if TYPE_CHECKING:
    import click
    from click.testing import Result
    from flask import Flask


def run(app: Flask, command: click.Command, *words: str) -> Result:
    with app.app_context():
        return CliRunner().invoke(command, list(words))


@pytest.fixture
def office(app: Flask) -> Flask:
    app.config.update(QUICK)
    assert run(app, unit, "add", "T", "UBND tỉnh", "--level", "province").exit_code == 0
    assert run(app, unit, "add", "A", "UBND xã A", "--level", "commune", "--parent", "t").exit_code == 0
    return app


def test_a_tree(office: Flask) -> None:
    with filling(office) as session:
        units = {row.code: row for row in session.scalars(sa.select(Unit))}
        assert units["A"].parent_id == units["T"].id


@pytest.mark.parametrize(("words", "code"), [
    (["add", "A", "Trùng mã", "--level", "commune"], 1), (["add", "H", "Thôn", "--level", "hamlet"], 1),
    (["add", "B", "Xã B", "--level", "commune", "--parent", "không có"], 2),
    (["add", "B", "Xã B", "--level", "đảo"], 2),
    (["add", "B"], 2),
    (["add", "B" * 25, "Xã B", "--level", "commune"], 2),
])
def test_unit_exit_codes(office: Flask, words: list[str], code: int) -> None:
    assert run(office, unit, *words).exit_code == code


def test_the_first_administrator(office: Flask) -> None:
    told = run(office, user, "add", "QuanTri", "--role", "administrator", "--role", "clerk", "--unit", "a")
    assert told.exit_code == 0
    password = re.search(r"[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}", told.output)
    assert password
    with filling(office) as session:
        account = session.scalars(sa.select(Account)).one()
        assert account.name == "quantri"
        assert account.must_change
        assert set(session.scalars(sa.select(RoleGrant.role))) == {"administrator", "clerk"}
    knock = office.test_client().post("/login", data={"username": "quantri", "password": password[0]})
    assert knock.headers["Location"] == "/doi-mat-khau"


def test_a_lost_one_time_password_is_issued_anew(office: Flask) -> None:
    run(office, user, "add", "quantri", "--role", "administrator", "--unit", "A")
    told = run(office, user, "password", "quantri")
    password = re.search(r"[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}", told.output)
    assert password
    knock = office.test_client().post("/login", data={"username": "quantri", "password": password[0]})
    assert knock.headers["Location"] == "/doi-mat-khau"
    assert run(office, user, "password", "ai-do").exit_code == 2


@pytest.mark.parametrize(("words", "code"), [
    (["add", "anh", "--role", "king", "--unit", "A"], 2), (["add", "anh", "--unit", "A"], 2),
    (["add", "anh", "--role", "clerk", "--unit", "Z"], 2), (["add", "có dấu", "--role", "clerk", "--unit", "A"], 1),
])
def test_user_exit_codes(office: Flask, words: list[str], code: int) -> None:
    assert run(office, user, *words).exit_code == code


def test_the_list(office: Flask) -> None:
    run(office, user, "add", "anh", "--role", "clerk", "--unit", "A", "--display", "Nguyễn Thị Ánh")
    assert run(office, user, "add", "anh", "--role", "clerk", "--unit", "A").exit_code == 1
    listed = json.loads(run(office, user, "list", "--json").output)
    assert listed == [{
        "name": "anh", "display_name": "Nguyễn Thị Ánh", "title": "", "unit": "A",
        "roles": [{"role": "clerk", "unit": "A"}], "locked": False, "must_change": True, "last_seen": None,
    }]
    assert "Nguyễn Thị Ánh" in run(office, user, "list").output
