"""Watches that nothing a board counts is changed without a journal that grows in the same transaction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from flask import Flask

from caseapp.db import db

WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(dossier|clock|accused|chain)"?\s', re.IGNORECASE)
NAMED = re.compile(r'^\s*UPDATE account SET .*\bdisplay_name\b', re.IGNORECASE | re.DOTALL)
# When somebody is to be reminded is no figure.
REMINDED = re.compile(r"^\s*UPDATE clock SET remind_on=\S+\s+WHERE", re.IGNORECASE)


@contextmanager
def journaled(app: Flask) -> Iterator[list[set[str]]]:
    """The tables of every transaction of the block that wrote no journal row; empty when all is well."""
    with app.app_context():
        engine = db.engine
    silent: list[set[str]] = []

    def note(connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        found = WRITES.match(statement)
        if found and not REMINDED.match(statement):
            connection.info.setdefault("written", set()).add(found[1].lower())
        elif NAMED.match(statement):
            connection.info.setdefault("written", set()).add("account")

    def committed(connection: Any) -> None:
        written = connection.info.pop("written", set())
        if written and "chain" not in written:
            silent.append(written)

    def undone(connection: Any) -> None:
        connection.info.pop("written", None)

    heard = {"before_cursor_execute": note, "commit": committed, "rollback": undone}
    for name, listener in heard.items():
        sa.event.listen(engine, name, listener)
    try:
        yield silent
    finally:
        for name, listener in heard.items():
            sa.event.remove(engine, name, listener)
