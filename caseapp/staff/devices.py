"""Knows which accounts signed in from a browser before, by a cookie that names none of them."""
from __future__ import annotations

import hmac
import re
import secrets
from typing import Final

from flask import Response, current_app, request

from caseapp.staff.commands.accounts import login_name

DAYS: Final = 180
_NAMES_KEPT: Final = 6      # a shared computer at the counter
_SHAPE: Final = re.compile(r"[A-Za-z0-9_\-]{22}(?:\.[0-9a-f]{32}){1,6}")


def is_known(name: str) -> bool:
    """Whether this browser signed in to the account before; nobody elsewhere can use up the few checks it keeps."""
    device, marks = _read()
    return any(hmac.compare_digest(mark, _mark(device, name)) for mark in marks) if marks else False


def remember(answer: Response, name: str) -> None:
    """Note in the browser that it signed in to the account; a random mark, unreadable without the office's key."""
    device, marks = _read()
    device = device or secrets.token_urlsafe(16)
    mine = _mark(device, name)
    kept = [mine, *(mark for mark in marks if mark != mine)][:_NAMES_KEPT]
    https = current_app.extensions["settings"].https
    answer.set_cookie(_cookie(), ".".join([device, *kept]), max_age=DAYS * 86_400, secure=https, httponly=True,
                      samesite="Lax", path="/")


def _cookie() -> str:
    return "__Host-device" if current_app.extensions["settings"].https else "device"


def _read() -> tuple[str, list[str]]:
    written = request.cookies.get(_cookie(), "")
    if not _SHAPE.fullmatch(written):
        return "", []
    device, *marks = written.split(".")
    return device, marks


def _mark(device: str, name: str) -> str:
    digest: bytes = current_app.extensions["keys"].index("cookie", f"device {device} {login_name(name)}")
    return digest.hex()[:32]
