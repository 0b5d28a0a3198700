"""The command ``caseapp import``: a book kept in Excel comes into a unit's register, shown first or brought in."""
from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final, NoReturn

import click
import sqlalchemy as sa
from flask import Flask

from caseapp.db import reading
from caseapp.exchange.book_problems import BookProblem
from caseapp.exchange.book_rows import AnyBook
from caseapp.exchange.commands import bring_in
from caseapp.exchange.planning import UNMADE, Fate, Importing, Plan, Shelf, Step, plan_book, units_of_rank
from caseapp.exchange.reading import places_near
from caseapp.exchange.shelves import SHELVES
from caseapp.gazette import office_calendar
from caseapp.staff.commands.accounts import login_name
from caseapp.staff.models import Account, Unit
from caseapp.staff.policy import permits
from caseapp.staff.roles import Role
from caseapp.staff.sessions import held_by
from caseapp.web.now import now, today

WRONG_USE: Final = 2
_ACCOUNTS = (
    sa.select(Account.id, Account.name, Account.display_name)
    .where(sa.or_(Account.disabled_on.is_(None), Account.disabled_on > sa.bindparam("today", type_=sa.Date())))
    .order_by(Account.id))
_UNIT = sa.select(Unit.id, Unit.name).where(sa.func.upper(Unit.code) == sa.bindparam("code"))
_UNIT_NAME = sa.select(Unit.name).where(Unit.id == sa.bindparam("id"))


@click.command("import")
@click.argument("book", metavar="{visits|petitions|mediations}")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--unit", "unit_code", metavar="MÃ",
              help="Đơn vị có sổ (sổ hòa giải: xã, phường); mặc định là đơn vị của người nhập.")
@click.option("--by", "name", metavar="TÊN",
              help="Tên đăng nhập của người nhập; mặc định là cán bộ tiếp dân (sổ hòa giải: văn thư) đầu tiên.")
@click.option("--places", type=click.Path(path_type=Path),
              help="Thư mục có bảng địa danh cũ - mới place-changes.csv; mặc định là thư mục của sổ, rồi của hệ thống.")
@click.option("--dry-run", is_flag=True, help="Chỉ xem trước, không ghi gì.")
@click.option("--json", "as_json", is_flag=True, help="In một đối tượng JSON với mọi dòng của sổ.")
@click.pass_obj
def import_book(open_office: Callable[[], Flask], book: str, file: Path, unit_code: str | None, name: str | None,
                places: Path | None, dry_run: bool, as_json: bool) -> None:
    """Nhập sổ giữ trong Excel hoặc CSV. Nhập hai lần không tạo gì lần thứ hai; bị ngắt thì chạy lại để nhập tiếp."""
    if book not in SHELVES:
        _stop(f"Không có loại sổ “{book}”. Loại sổ: {', '.join(SHELVES)}.", WRONG_USE)
    content, shelf = _content(file), SHELVES[book]
    app = open_office()
    with app.app_context():
        how = _importing(shelf, unit_code, name, needed=not dry_run)
        near = [places] if places else [file.resolve().parent, app.extensions["settings"].home]
        read = _read(content, shelf, near)
        plan = _bring_in(read, shelf, how, dry_run=dry_run)
        if as_json:
            click.echo(json.dumps(_as_json(file, read, plan, today()), ensure_ascii=False))
    _say(_summary(plan, dry_run=dry_run))


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except IsADirectoryError:
        _stop(f"{file} là thư mục. Hãy chỉ ra tệp sổ.", WRONG_USE)
    except OSError as problem:
        _stop(f"Không mở được {file}: {problem.strerror}.", WRONG_USE)


def _read(content: bytes, shelf: Shelf, folders: list[Path]) -> AnyBook:
    try:
        return shelf.read(content, as_of=today(), places=places_near(*folders), calendar=office_calendar())
    except BookProblem as problem:
        _stop(problem.message, WRONG_USE)


def _bring_in(book: AnyBook, shelf: Shelf, how: Importing | None, *, dry_run: bool) -> Plan:
    _say(f"Đã đọc {len(book.rows)} dòng dữ liệu, bỏ qua {len(book.skipped)} dòng không phải dữ liệu.")
    if how is None and shelf.place is not None:
        _say("Chưa có đơn vị nào để đối chiếu tên tổ và hòa giải viên.")
    if dry_run or how is None:
        return plan_book(book, shelf, how, office_calendar())
    return bring_in(book, shelf, how, lambda plan: _say(f"{plan.total - plan.count(Fate.READY)}/{plan.total}"))


# ── who brings it in, and where ────────────────────────────────────────────────────────────────


def _importing(shelf: Shelf, unit_code: str | None, name: str | None, *, needed: bool) -> Importing | None:
    """The account and the unit: as named, or the first account that may do it. None only when none is ``needed``."""
    unit = _unit(unit_code) if unit_code else None
    found = [
        (account, unit_id, role) for account in reading().execute(_ACCOUNTS, {"today": today()})
        if name is None or account.name == login_name(name)
        for unit_id, role in _may_import(shelf, account.id) if unit is None or unit_id == unit.id
    ]
    if not found:
        if needed or unit_code or name:
            _stop(_nobody(shelf, unit_code, name), WRONG_USE)
        return None
    account, unit_id, _role = min(found, key=lambda one: (one[2] is not shelf.by, one[0].id))
    own = reading().execute(_UNIT_NAME, {"id": unit_id}).scalar_one()
    _say(f"Vào sổ của {own}; người nhập: {account.display_name} ({account.name}). Chọn khác: --unit, --by.")
    return Importing(unit_id, account.id, now(), today(), office_calendar())


def _unit(code: str) -> Any:
    return reading().execute(_UNIT, {"code": code.upper()}).first() or _stop(f"Không có đơn vị mã {code}.", WRONG_USE)


def _may_import(shelf: Shelf, account_id: int) -> list[tuple[int, Role]]:
    held, _names = held_by(account_id, today())
    found = [(unit, role.role) for role in held if permits(shelf.can, role.role) for unit in role.own]
    fitting = units_of_rank(shelf, [unit for unit, _role in found])
    return [(unit, role) for unit, role in found if unit in fitting]


def _nobody(shelf: Shelf, unit_code: str | None, name: str | None) -> str:
    roles = "văn thư hoặc lãnh đạo của xã, phường" if shelf.rank else "tiếp dân hoặc văn thư"
    if name:
        place = f" ở đơn vị {unit_code}" if unit_code else ""
        return f"Tài khoản {name} không có hoặc không được nhập sổ{place} (vai trò {roles})."
    return ("Chưa có tài khoản nào được nhập sổ" + (f" ở đơn vị {unit_code}" if unit_code else "")
            + f" (vai trò {roles}). Tạo bằng: caseapp unit add …, caseapp user add … --role {shelf.by}.")


# ── what is told ───────────────────────────────────────────────────────────────────────────────


def _as_json(file: Path, book: AnyBook, plan: Plan, as_of: date) -> dict[str, Any]:
    """One object: rows as they were read, each with what became of it; of a sealed row nothing of who came."""
    return {
        "book": plan.shelf.told, "files": [file.name], "as_of": as_of.isoformat(), "row_count": plan.total,
        "figures": {str(fate): plan.count(fate) for fate in Fate} | {"sealed": plan.sealed},
        "rows": [{**plan.shelf.as_json(step.row), "became": _became(plan.shelf, step)} for step in plan.steps],
        "skipped_rows": [{"sheet": row.sheet, "row": row.row, "reason": row.reason} for row in book.skipped],
    }


def _became(shelf: Shelf, step: Step) -> dict[str, Any]:
    return {"fate": step.fate, shelf.kind: step.dossier or None, "number": step.number or None,
            "problems": [found.code for found in step.problems]}


def _summary(plan: Plan, *, dry_run: bool) -> str:
    made = plan.count(Fate.READY) if dry_run else plan.count(Fate.MADE)
    there = plan.count(Fate.THERE)
    figures = (
        f"{made} dòng {'sẽ' if dry_run else 'đã'} thành {plan.shelf.words.dossiers} + {there} đã có từ trước "
        f"+ {plan.barred} chưa nhập được = {plan.total} dòng; "
        f"{plan.sealed} dòng {'thuộc sổ tố cáo' if plan.shelf.seals else 'có nội dung tố cáo, không nhập'}.")
    barred = [
        f"  trang “{step.row.sheet}”, dòng {step.row.row}: {', '.join(found.code for found in step.problems)}"
        for step in plan.steps if step.fate in UNMADE]
    return "\n".join((figures, *barred))


def _say(words: str) -> None:
    click.echo(words, err=True)


def _stop(words: str, code: int) -> NoReturn:
    _say(words)
    sys.exit(code)
