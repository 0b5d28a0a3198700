"""The demo office: a province, three communes, the accounts people try the product with, their visits and cases."""
from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from flask import Flask

from caseapp.db import hurried
from caseapp.demo.staff import ACCOUNTS, Offices, make_staff
from caseapp.demo.visits import make_work
from caseapp.office import is_empty

LETTERS = "abcdefghjkmnpqrstuvwxyz"
DIGITS = "23456789"


def fill_when_empty(app: Flask, say: Callable[[str], object]) -> None:
    """Load the demo office into an empty database; an office that has a unit is left alone."""
    if not is_empty(app):
        return
    say("Đang tạo văn phòng mẫu…")
    offices = fill_staff(app)
    with app.app_context(), hurried():
        make_work(offices)


def fill_staff(app: Flask) -> Offices:
    """Units and accounts alone, under a new password that is kept in ``demo.json``."""
    password = _new_password()
    _write(_file(app), {"url": app.extensions["settings"].address, "password": password,
                        "accounts": {entry.name: list(entry.roles) for entry in ACCOUNTS}})
    with app.app_context():
        return make_staff(password)


def announce(app: Flask, say: Callable[[str], object]) -> None:
    """Say where the office is and who can sign in; the address is brought up to date in ``demo.json``."""
    address = app.extensions["settings"].address
    say(f"\nTiếp công dân chạy tại {address}")
    path = _file(app)
    if not path.exists():
        say("Cơ sở dữ liệu này không phải văn phòng mẫu: đăng nhập bằng tài khoản của cơ quan.")
        return
    demo = json.loads(path.read_text(encoding="utf-8"))
    if demo["url"] != address:
        _write(path, {**demo, "url": address})
    say(f"Mật khẩu chung của các tài khoản mẫu: {demo['password']}")
    for entry in ACCOUNTS:
        say(f"  {entry.name:13} {entry.title} – {entry.unit_name}")
    say("")


def _file(app: Flask) -> Path:
    home: Path = app.extensions["settings"].home
    return home / "demo.json"


def _write(path: Path, content: dict[str, object]) -> None:
    part = path.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, indent=1)
    part.replace(path)


def _new_password() -> str:
    """Easy to type, hard to guess: three groups of letters and digits."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(4)), "".join(secrets.choice(DIGITS) for _ in range(4)),
              "".join(secrets.choice(LETTERS) for _ in range(4)))
    return "-".join(groups)
