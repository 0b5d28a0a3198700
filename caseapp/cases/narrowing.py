"""What a list of cases shows: which of them, in which order, with which columns; and how its address says so.

An address holds codes, days and public ids, never a name: words looked for lie encrypted under an id that expires.
"""
from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from caseapp.cases.rules import CASES, KINDS
from caseapp.dossiers.fields import LABELS as FIELDS
from caseapp.text import mark

HOME: Final = "/vu-viec"
OPEN, LATE, SOON, SIGNING, SUSPENDED, ENDED = "", "qua-han", "sap-den", "cho-ky", "tam-dinh-chi", "da-xong"
SHOWN: Final = (OPEN, LATE, SOON, SIGNING, SUSPENDED, ENDED)
# How an address names whoever reads the list, cases given to nobody, and the reader's own unit.
ME, NOBODY, HERE = "toi", "chua", "day"
BY_DUE, BY_RECEIVED, BY_NUMBER = "", "nhan", "so"
SORTS: Final[Mapping[str, str]] = {
    BY_DUE: mark("hạn gần nhất"), BY_RECEIVED: mark("mới nhận trước"), BY_NUMBER: mark("số mới trước"),
}
NUMBER, MATTER, STATE, DUE = "so", "noi-dung", "giai-doan", "han"
PEOPLE, KIND, WAITS, RECEIVED, HANDLER, UNIT, FIELD = (
    "nguoi", "loai", "cho", "nhan", "thu-ly", "don-vi", "linh-vuc")
COLUMNS: Final[Mapping[str, str]] = {
    NUMBER: mark("Số"), MATTER: mark("Vụ việc"), PEOPLE: mark("Người gửi"), KIND: mark("Loại"),
    STATE: mark("Giai đoạn"), WAITS: mark("Đang chờ"), RECEIVED: mark("Ngày nhận"), DUE: mark("Hạn"),
    HANDLER: mark("Người thụ lý"), UNIT: mark("Đơn vị"), FIELD: mark("Lĩnh vực"),
}
USUAL: Final = (NUMBER, MATTER, STATE, DUE)
_CODE = re.compile(r"[A-Za-z0-9_-]{1,24}")


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A list as it was asked for; every part empty is the list of all that is open.

    ``handler``: public id, ME or NOBODY; ``unit``: public id or HERE; ``state``: of ``kind``; ``words``: the id under
    which the words looked for are kept; days are civil days, both ends included.
    """

    show: str = OPEN
    handler: str = ""
    kind: str = ""
    state: str = ""
    field: str = ""
    unit: str = ""
    received_from: date | None = None
    received_to: date | None = None
    due_from: date | None = None
    due_to: date | None = None
    words: str = ""
    sort: str = BY_DUE
    columns: tuple[str, ...] = USUAL

    def to(self, **changes: Any) -> str:
        """The address of the list with ``changes``; a state goes with its kind, last days with what is ended."""
        other = replace(self, **changes)
        if "kind" in changes and "state" not in changes:
            other = replace(other, state="")
        if other.show == ENDED:
            other = replace(other, due_from=None, due_to=None)
        query = other.query()
        return f"{HOME}?{query}" if query else HOME

    def query(self) -> str:
        """The list as its address says it, always in the same order; what is usual is left out."""
        said = {name: _said(getattr(self, part)) for part, name in _NAMES.items()}
        if self.columns != USUAL:
            said["cot"] = ".".join(self.columns)
        return urlencode({name: value for name, value in said.items() if value})

    def kept(self) -> str:
        """The same for keeping: without the words, which expire."""
        return replace(self, words="").query()


_NAMES: Final[Mapping[str, str]] = {
    "show": "xem", "handler": "nguoi", "kind": "loai", "state": "giai-doan", "field": "linh-vuc", "unit": "don-vi",
    "received_from": "nhan-tu", "received_to": "nhan-den", "due_from": "han-tu", "due_to": "han-den", "words": "tim",
    "sort": "xep",
}
_DAYS: Final = ("received_from", "received_to", "due_from", "due_to")


def read(asked: Mapping[str, str]) -> Narrowing:
    """The list an address asks for; what it says wrongly counts as not said."""
    told = {part: asked.get(name, "") for part, name in _NAMES.items()}
    kind = told["kind"] if told["kind"] in CASES else ""
    states = {state.code for state in KINDS[kind].states} if kind else set()
    days = {part: _day(told[part]) for part in _DAYS}
    return Narrowing(
        show=told["show"] if told["show"] in SHOWN else OPEN, kind=kind,
        state=told["state"] if told["state"] in states else "",
        field=told["field"] if told["field"] in FIELDS else "",
        sort=told["sort"] if told["sort"] in SORTS else BY_DUE,
        columns=columns_of(asked.get("cot", "").split(".")),
        handler=_code(told["handler"]), unit=_code(told["unit"]), words=_code(told["words"]), **days)


def columns_of(chosen: list[str]) -> tuple[str, ...]:
    """Known columns in the order of the page; by its number a case is opened, so that one is never missing."""
    known = tuple(code for code in COLUMNS if code in chosen)
    if not known:
        return USUAL
    return known if NUMBER in known else (NUMBER, *known)


def _said(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _code(written: str) -> str:
    return written if _CODE.fullmatch(written) else ""


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if len(written) == 10 else None
    except ValueError:
        return None
