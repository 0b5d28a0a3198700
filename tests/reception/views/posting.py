"""What a browser posts at the counter: an ordinary visit, a denunciation, and reading what came back."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from caseapp.db import reading

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

NEW = "/tiep-dan/luot-moi"
PERSON = {
    "people-0-name": "Huỳnh Thị Ngọc Điệp",
    "people-0-birth_year": "1968",
    "people-0-id_number": "092168 014 427",
    "people-0-phone": "0918 552 046",
    "people-0-commune": "Phường An Thịnh",
    "people-0-address": "41/6 đường Lê Bình",
}
MATTER = {
    "matter": "complaint",
    "held_on": "16/11/2026",
    "held_at": "08:50",
    "session": "regular",
    "content": "Không đồng ý Quyết định số 287/QĐ-XPHC xử phạt xây dựng không phép.",
    "people_count": "1",
    "repeat": "first",
    "outcome": "taken",
}
ORDINARY = {**MATTER, **PERSON}
SEALED = {
    **MATTER,
    "matter": "denunciation",
    "envelope": "26",
    "identity": "checked",
    "accused_name": "Lâm Văn Tường",
    "accused_post": "Công chức địa chính phường",
    "content": "Nhận tiền ngoài quy định khi làm thủ tục tách thửa tại khu vực 2.",
}


def save(client: FlaskClient, fields: dict[str, Any] | None = None, **more: Any) -> TestResponse:
    """Post the form; a value None leaves its field out."""
    posted = {**(ORDINARY if fields is None else fields), **more}
    return client.post(NEW, data={name: value for name, value in posted.items() if value is not None})


def errors(answer: TestResponse) -> list[str]:
    """The lines of the summary of what must be mended."""
    found = re.search(r'data-errors.*?<ul>(.*?)</ul>', answer.text, re.DOTALL)
    lines = re.findall(r"<li>(.*?)</li>", found[1], re.DOTALL) if found else []
    return [html.unescape(re.sub(r"<[^>]+>", "", line)).strip() for line in lines]


def value_of(answer: TestResponse, name: str) -> str:
    """What stands in a field of the page."""
    tag = next(tag for tag in re.findall(r"<input[^>]*>", answer.text) if f'name="{name}"' in tag)
    found = re.search(r'value="([^"]*)"', tag)
    return html.unescape(found[1]) if found else ""


def one(app: Flask, statement: str, **values: Any) -> Any:
    """The first value of a statement."""
    with app.app_context():
        return reading().execute(sa.text(statement), values).scalar()


def counts(app: Flask) -> dict[str, int]:
    """How many rows an act left behind."""
    tables = ("dossier", "visit", "person", "party", "journal", "clock", "attachment", "draft", "form_key")
    return {table: one(app, f"SELECT count(*) FROM {table}") for table in tables}
