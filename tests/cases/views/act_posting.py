"""What a browser posts to the pages of acts, how a case gets where an act is possible, and what is stored then."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from caseapp.db import Base, reading
from tests.cases.making import DOCUMENTS, Office, act, open_case
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

RECEIVED, DAY, TODAY = date(2026, 11, 9), date(2026, 11, 10), date(2026, 11, 16)
LONG_AGO = date(2026, 8, 3)
ROLES = ("handler", "clerk", "supervisor", "reception")
_VERIFYING = ("accept", "self-check", "assign-verification")
_DECIDED = (*_VERIFYING, "report", "decide")
_DELIVERED = (*_DECIDED, "send-decision", "deliver")

# The acts that lead to where each act is possible.
PATHS: dict[str, tuple[str, ...]] = {
    "accept": (), "decline": (), "void": (), "withdraw": (), "terminate": (), "set-aside-withdrawal": ("withdraw",), "self-check": ("accept",),
    "assign-verification": ("accept", "self-check"), "record-work": ("accept",), "ask-information": ("accept",),
    "record-answer": ("accept", "ask-information"), "report": _VERIFYING, "invite-dialogue": _VERIFYING,
    "hold-dialogue": (*_VERIFYING, "invite-dialogue"), "prolong": ("accept",), "suspend": ("accept",), "send-suspension": ("accept", "suspend"),
    "resume": ("accept", "suspend", "send-suspension"), "send-termination": ("terminate",), "stay": ("accept",),
    "lift-stay": ("accept", "stay"), "decide": (*_VERIFYING, "report"), "send-decision": _DECIDED,
    "deliver": (*_DECIDED, "send-decision"), "challenge": _DELIVERED, "take-effect": _DELIVERED,
    "carry-out": (*_DELIVERED, "take-effect"), "close": (*_DELIVERED, "take-effect", "carry-out"),
}
# What the form of each act is filled in with, beside day, number and signer.
TYPED: dict[str, dict[str, Any]] = {
    "accept": {"recipients": ["complainant"]},
    "decline": {"decline_ground": "late", "note": "Quá 90 ngày, không nêu lý do.", "recipients": ["complainant"]},
    "void": {"reason": "Ghi hai lần cùng một đơn."},
    "withdraw": {"part": "whole", "withdrawn_by": "letter", "summary": "Rút vì đã được giải thích."},
    "set-aside-withdrawal": {"summary": "Bà Ánh trình báo bị đe dọa, có biên bản của Công an phường."},
    "terminate": {"terminate_ground": "died", "recipients": ["complainant", "respondent"]},
    "self-check": {"self_check": "unclear", "summary": "Hồ sơ đo đạc năm 2019 không có biên bản giáp ranh."},
    "record-work": {"subject": "Làm việc với bà Ánh", "summary": "Bà Ánh giữ nguyên yêu cầu đo lại."},
    "ask-information": {"whom": "Chi nhánh Văn phòng đăng ký đất đai", "summary": "Trích lục thửa 112.", "paper": "77/UBND"},
    "record-answer": {"summary": "Chi nhánh gửi trích lục."},
    "report": {"finding": "partly", "differs": "no", "summary": "Đo lại được 38,5 m²."},
    "invite-dialogue": {"dialogue_on": "27/11/2026", "place": "Phòng họp UBND phường", "paper": "81/GM-UBND"},
    "hold-dialogue": {"attendance": "held", "differs": "yes", "summary": "Hai bên giữ ý kiến."},
    "prolong": {"criteria": ["places", "contents"], "summary": "Phải đo lại ở hai thửa."},
    "suspend": {"suspend_ground": "obstacle", "note": "Người khiếu nại nằm viện.", "recipients": ["complainant", "respondent"]},
    "resume": {"note": "Đã ra viện.", "recipients": ["complainant", "respondent"]},
    "send-suspension": {"manner": "posted", "to_complainant-received_on": "16/11/2026"},
    "send-termination": {"manner": "handed"},
    "stay": {"summary": "Cưỡng chế sẽ phá tường nhà.", "recipients": ["complainant", "respondent", "executor"]},
    "lift-stay": {"summary": "Đã hoãn cưỡng chế.", "recipients": ["complainant", "respondent", "executor"]},
    "decide": {"finding": "partly", "disposition": "amend", "summary": "Sửa diện tích thu hồi còn 38,5 m².",
               "recipients": ["complainant", "superior"]},
    "send-decision": {"manner": "posted", "to_superior-manner": "online"},
    "deliver": {"summary": "Giấy báo phát 00127."},
    "challenge": {"challenge": "second", "summary": "Nộp ở UBND thành phố."},
    "take-effect": {}, "carry-out": {"summary": "Đã chỉnh lý giấy chứng nhận."}, "close": {"summary": "42 tờ, kho 2."},
}


# Of acts that rest on a paper that another act would have to record first.
TOLD: dict[str, dict[str, Any]] = {"terminate": {"terminate_ground": "died"}}


def lead_to(office: Office, code: str, **details: Any) -> Any:
    """A case where the act ``code`` is possible, everything before it done by the head."""
    long_ago = code in ("take-effect", "carry-out", "close")
    case = open_case(office, LONG_AGO if long_ago else RECEIVED)
    for step in PATHS[code]:
        on = (None if step in ("take-effect", "carry-out") else LONG_AGO) if long_ago else DAY
        act(office, case, step, on, **{**TOLD.get(step, {}), **details.get(step, {})})
    return case


def url(case: Any, code: str) -> str:
    return f"/vu-viec/{case.public_id}/viec/{code}"


def typed(office: Office, code: str, seen: int, **changes: Any) -> dict[str, Any]:
    """The whole form as somebody would send it; a change to None leaves the field out."""
    paper = {"signer": office.head.public_id, "document": office.number()} if code in DOCUMENTS else {}
    whole = {"happened_on": "16/11/2026", "version": str(seen), **TYPED[code], **paper, **changes}
    if code == "assign-verification":
        whole = {"handler": office.handler.public_id, "verifiers": [office.other_handler.public_id], **whole}
    return {name: value for name, value in whole.items() if value is not None}


TYPED["assign-verification"] = {}


def go(client: FlaskClient, office: Office, role: str) -> None:
    """Let the holder of a role sit before the client."""
    sign_in(client, office.holder(role))


def version_of(app: Flask, case: Any) -> int:
    return int(one(app, "SELECT version FROM dossier WHERE id = :id", id=case.id))


def one(app: Flask, statement: str, **values: Any) -> Any:
    """The first value of a statement."""
    with app.app_context():
        return reading().execute(sa.text(statement), values).scalar()


def rows(app: Flask, statement: str, **values: Any) -> list[Any]:
    with app.app_context():
        return list(reading().execute(sa.text(statement), values))


# Seen at every request, whatever it asks for.
_ALIVE = frozenset({"sign_in"})


def everything(app: Flask) -> dict[str, list[Any]]:
    """Every row of every table, to show that nothing changed."""
    with app.app_context():
        return {name: sorted(map(repr, reading().execute(sa.select(table))))
                for name, table in Base.metadata.tables.items() if name not in _ALIVE}


def errors(answer: TestResponse) -> list[str]:
    """The lines of the summary of what must be mended."""
    found = re.search(r'data-errors.*?<ul>(.*?)</ul>', answer.text, re.DOTALL)
    lines = re.findall(r"<li>(.*?)</li>", found[1], re.DOTALL) if found else []
    return [html.unescape(re.sub(r"<[^>]+>", "", line)).strip() for line in lines]


def words(answer: TestResponse) -> str:
    """The text of a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())
