"""Commands on units and accounts: ``unit add`` and ``user add``, ``password``, ``confirm``, ``list``."""
from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
import sqlalchemy as sa
from flask import current_app

from caseapp.db import reading
from caseapp.office_cli import opened
from caseapp.staff import queries
from caseapp.staff.commands import accounts, requests, units
from caseapp.staff.commands.acting import Acting
from caseapp.staff.models import Unit
from caseapp.staff.roles import Level, Role
from caseapp.text import clean_line
from caseapp.web.errors import Refusal
from caseapp.web.now import now, today

_UNIT = sa.select(Unit.id).where(sa.func.upper(Unit.code) == sa.bindparam("code"))


@contextmanager
def _office() -> Iterator[Acting]:
    """The office of this environment and the operator acting in it; a refused act ends with exit code 1."""
    with (current_app or opened()[0]).app_context():
        try:
            yield Acting(None, now(), today())
        except Refusal as refusal:
            raise click.ClickException(str(refusal)) from refusal


@click.group()
def unit() -> None:
    """Đơn vị."""


@unit.command("add")
@click.argument("code")
@click.argument("name")
@click.option("--level", type=click.Choice([str(level) for level in Level]), required=True, help="Cấp của đơn vị.")
@click.option("--parent", metavar="CODE", help="Mã đơn vị cấp trên.")
def add_unit(code: str, name: str, level: str, parent: str | None) -> None:
    """Thêm một đơn vị hoạt động từ hôm nay."""
    code, name = clean_line(code), clean_line(name)
    if not code or len(code) > 24 or not name or len(name) > 200:
        raise click.UsageError("Mã có 1 đến 24 ký tự, tên có 1 đến 200 ký tự.")
    with _office() as acting:
        parent_id = _unit_id(parent, "--parent") if parent else None
        units.add_unit(code, Level(level), parent_id, acting.today, units.UnitEntry(name=name), acting)
    click.echo(f"Đã thêm {name} ({code}).")


@click.group()
def user() -> None:
    """Tài khoản."""


@user.command("add")
@click.argument("name")
@click.option("--role", "roles", type=click.Choice([str(role) for role in Role]), multiple=True, required=True,
              help="Vai trò; ghi nhiều lần được.")
@click.option("--unit", "code", metavar="CODE", required=True, help="Mã đơn vị.")
@click.option("--display", metavar="HỌ TÊN", help="Họ tên; để trống thì như tên đăng nhập.")
@click.option("--title", metavar="CHỨC DANH", default="", help="Chức danh.")
def add_user(name: str, roles: tuple[str, ...], code: str, display: str | None, title: str) -> None:
    """Thêm tài khoản; in mật khẩu dùng một lần, phải đổi ở lần đăng nhập đầu."""
    shown, title = clean_line(display or name), clean_line(title)
    if not shown or max(len(shown), len(title)) > 120:
        raise click.UsageError("Họ tên có 1 đến 120 ký tự, chức danh tối đa 120.")
    with _office() as acting:
        entry = accounts.AccountEntry(shown, title, _unit_id(code, "--unit"))
        chosen = tuple(dict.fromkeys(Role(role) for role in roles))
        added = accounts.add_account(name, entry, chosen, acting)
        _tell(accounts.login_name(name), added.password)


@user.command("password")
@click.argument("name")
def new_password(name: str) -> None:
    """Cấp lại mật khẩu dùng một lần; mật khẩu cũ và mọi nơi đang đăng nhập hết hiệu lực."""
    with _office() as acting:
        issued = accounts.issue_password(_account(name), acting)
        _tell(accounts.login_name(name), issued.password)


@user.command("confirm")
@click.argument("name")
def confirm_roles(name: str) -> None:
    """Xác nhận vai trò của một tài khoản, khi trong văn phòng chưa có người thứ hai; làm sau khi đã gặp người đó."""
    with _office() as acting:
        count = requests.vouch(_account(name), acting)
    click.echo(f"Đã xác nhận {accounts.login_name(name)}: {count} vai trò. Từ nay người này xác nhận được đề nghị.")


@user.command("list")
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
def list_users(as_json: bool) -> None:
    """Mọi tài khoản với vai trò còn hiệu lực hôm nay."""
    with _office() as acting:
        rows = queries.every_account()
        roles = queries.roles_now([row.id for row in rows], acting.today)
    if as_json:
        click.echo(json.dumps([_described(row, roles[row.id]) for row in rows], ensure_ascii=False, indent=1))
        return
    for row in rows:
        held = ", ".join(f"{role.role}@{role.unit_code}" for role in roles[row.id]) or "chưa có vai trò"
        state = " (đã khóa)" if row.disabled_on else " (chờ đổi mật khẩu)" if row.must_change else ""
        click.echo(f"{row.name:24} {row.display_name:28} {row.unit_code:12} {held}{state}")


def _described(row: Any, roles: list[Any]) -> dict[str, Any]:
    return {
        "name": row.name, "display_name": row.display_name, "title": row.title, "unit": row.unit_code,
        "roles": [{"role": role.role, "unit": role.unit_code} for role in roles],
        "locked": row.disabled_on is not None, "must_change": row.must_change,
        "last_seen": row.last_seen_at.isoformat() if row.last_seen_at else None,
    }


def _account(name: str) -> str:
    public_id = accounts.account_named(name)
    if public_id is None:
        raise click.BadParameter(f"Không có tài khoản {name}.", param_hint="NAME")
    return public_id


def _unit_id(code: str, option: str) -> int:
    found = reading().execute(_UNIT, {"code": clean_line(code).upper()}).scalar_one_or_none()
    if found is None:
        raise click.BadParameter(f"Không có đơn vị mã {code}.", param_hint=option)
    return int(found)


def _tell(name: str, password: str | None) -> None:
    hours = current_app.extensions["settings"].one_time_password_hours
    click.echo(f"Tên đăng nhập:            {name}")
    click.echo(f"Mật khẩu dùng một lần:    {password}")
    click.echo(f"Dùng một lần trong {hours} giờ, rồi phải đổi. Không in lại được.")
