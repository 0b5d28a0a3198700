"""Finding dossiers by words: folded text beside the row, FTS5 on SQLite and a text vector on PostgreSQL."""
from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from caseapp.db import reading, writing
from caseapp.dossiers.models import Dossier, Search, SearchDoc
from caseapp.dossiers.scope import VISIBLE
from caseapp.text import fold, new_public_id

CAP = 1000
SHOWN = 25
WORDS_LIMIT = 12

SQLITE_DDL = (
    """CREATE VIRTUAL TABLE IF NOT EXISTS search_fts USING fts5(fold, content='search_doc', content_rowid='dossier_id',
       prefix='2 3', tokenize="unicode61 remove_diacritics 0")""",
    """CREATE TRIGGER IF NOT EXISTS search_doc_added AFTER INSERT ON search_doc
       BEGIN INSERT INTO search_fts(rowid, fold) VALUES (NEW.dossier_id, NEW.fold); END""",
    """CREATE TRIGGER IF NOT EXISTS search_doc_gone AFTER DELETE ON search_doc
       BEGIN INSERT INTO search_fts(search_fts, rowid, fold) VALUES ('delete', OLD.dossier_id, OLD.fold); END""",
    """CREATE TRIGGER IF NOT EXISTS search_doc_changed AFTER UPDATE ON search_doc
       BEGIN INSERT INTO search_fts(search_fts, rowid, fold) VALUES ('delete', OLD.dossier_id, OLD.fold);
             INSERT INTO search_fts(rowid, fold) VALUES (NEW.dossier_id, NEW.fold); END""",
    # What is erased must leave the index too, not only be marked as gone.
    "INSERT INTO search_fts(search_fts, rank) VALUES ('secure-delete', 1)",
)
POSTGRESQL_DDL = (
    """ALTER TABLE search_doc ADD COLUMN IF NOT EXISTS words tsvector
       GENERATED ALWAYS AS (to_tsvector('simple', fold)) STORED""",
    "CREATE INDEX IF NOT EXISTS ix_search_doc_words ON search_doc USING gin (words) WITH (fastupdate = off)",
)
_FTS = sa.table("search_fts", sa.column("rowid", sa.Integer))
_MATCH = sa.text("search_fts MATCH :words")
_ON_SQLITE = sa.select(_FTS.c.rowid).where(_MATCH).order_by(_FTS.c.rowid.desc()).limit(CAP)
_ON_POSTGRESQL = (
    sa.select(SearchDoc.dossier_id).where(sa.text("search_doc.words @@ to_tsquery('simple', :words)")).limit(CAP))
# The scope stands in the statement that matches: a word known to dossiers out of sight costs what an unknown word
# costs, and never fills the list before what the viewer may see.
_SEEN_ON_SQLITE = _ON_SQLITE.join(Dossier, Dossier.id == _FTS.c.rowid).where(VISIBLE)
_SEEN_ON_POSTGRESQL = _ON_POSTGRESQL.join(Dossier, Dossier.id == SearchDoc.dossier_id).where(VISIBLE)


def ensure_search(connection: Connection) -> None:
    """Create the full-text side of ``search_doc``; called after every migration."""
    if not sa.inspect(connection).has_table("search_doc"):
        return
    if connection.dialect.name == "sqlite":
        for statement in SQLITE_DDL:
            if "secure-delete" in statement and not _knows_secure_delete(connection):
                continue
            connection.exec_driver_sql(statement)
        return
    for statement in POSTGRESQL_DDL:
        connection.exec_driver_sql(statement)


_COMPUTED = {("column", "words"), ("index", "ix_search_doc_words")}


def is_of_search(kind: str, name: str | None) -> bool:
    """Whether a table, column or index is computed from what the models hold, and made anew wherever it is missing."""
    named = name or ""
    return named.startswith(("search_fts", "search_pair")) or (kind, named) in _COMPUTED


def write_search_doc(session: Session, dossier_id: int, *parts: str) -> None:
    """Make a dossier findable by ``parts``; replaces what it was found by before."""
    text = searchable(*parts)
    row = session.get(SearchDoc, dossier_id)
    if row is None:
        session.add(SearchDoc(dossier_id=dossier_id, fold=text))
    else:
        row.fold = text


def searchable(*parts: str) -> str:
    """What the full-text index holds for ``parts``: folded words, one space between."""
    return " ".join(_tokens(" ".join(part for part in parts if part)))


def drop_search_doc(session: Session, dossier_id: int) -> None:
    """Make a dossier unfindable by words, and leave none of them in the index."""
    session.execute(sa.delete(SearchDoc).where(SearchDoc.dossier_id == dossier_id))
    forget_old_words(session)


def forget_old_words(session: Session) -> None:
    """Leave nothing in the index of words that were taken out of a row."""
    session.flush()
    connection = session.connection()
    if connection.dialect.name == "sqlite" and not _knows_secure_delete(connection):
        # Older FTS5 only marks words as gone; merging all its segments drops them. Rare: only erasures come here.
        connection.exec_driver_sql("INSERT INTO search_fts(search_fts) VALUES ('optimize')")


def hits(connection: Connection, words: str, within: Mapping[str, Any] | None = None) -> list[int]:
    """Ids of dossiers that hold all ``words`` in any order, the last one as a prefix; newest first, at most CAP.

    ``within``: the values of the viewer's scope. None asks the whole index, which no page may.
    """
    tokens = _tokens(words)[:WORDS_LIMIT]
    if not tokens:
        return []
    if connection.dialect.name == "sqlite":
        query = " ".join([*(f'"{token}"' for token in tokens[:-1]), f'"{tokens[-1]}"*'])
        statement = _ON_SQLITE if within is None else _SEEN_ON_SQLITE
    else:
        query = " & ".join([*tokens[:-1], f"{tokens[-1]}:*"])
        statement = _ON_POSTGRESQL if within is None else _SEEN_ON_POSTGRESQL
    found = connection.execute(statement, {"words": query, **(within or {})})
    return sorted(found.scalars(), reverse=True)


def keep_search(words: str, *, account_id: int, now: datetime) -> str:
    """Put the words away under a random id for the address of the result page; returns the id."""
    search_id = new_public_id()
    minutes = current_app.extensions["settings"].search_minutes
    blob = current_app.extensions["keys"].encrypt("search", json.dumps(words), f"search:{search_id}")
    with writing() as session:
        session.execute(sa.delete(Search).where(Search.expires_at <= now))
        until = now + timedelta(minutes=minutes)
        session.add(Search(id=search_id, account_id=account_id, words=blob, expires_at=until))
    return search_id


_WORDS = sa.select(Search.words).where(
    Search.id == sa.bindparam("id"), Search.account_id == sa.bindparam("me"), Search.expires_at > sa.bindparam("now"))


def find_search(search_id: str, *, account_id: int, now: datetime) -> str | None:
    """The words kept under ``search_id``, or None when expired or somebody else's."""
    blob: Any = reading().execute(_WORDS, {"id": search_id, "me": account_id, "now": now}).scalar()
    if blob is None:
        return None
    words: str = json.loads(current_app.extensions["keys"].decrypt("search", blob, f"search:{search_id}"))
    return words


def _tokens(text: str) -> list[str]:
    """Folded words; the same split on both databases, whose own parsers differ on numbers with a slash."""
    return re.findall(r"[a-z0-9]+", fold(text))


def _knows_secure_delete(connection: Connection) -> bool:
    version = connection.exec_driver_sql("SELECT sqlite_version()").scalar_one()
    return tuple(int(part) for part in str(version).split(".")) >= (3, 42, 0)
