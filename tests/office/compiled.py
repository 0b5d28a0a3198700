"""What every application compiles alike is compiled once per worker: builders of addresses, pages, statements."""

from __future__ import annotations

from pathlib import Path
from types import CodeType
from typing import Any

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from caseapp.db import db

STATEMENTS = 4000     # more than the whole program has

_builders: dict[tuple[Any, ...], Any] = {}
_pages: dict[tuple[str, str], CodeType] = {}
_statements: dict[type, LRUCache[Any, Any]] = {}
_compile_builder = Rule._compile_builder


def _kept_builder(rule: Rule, append_unknown: bool = True) -> Any:
    """The builder of an equal rule: it depends on the rule's parts alone, and takes the rule itself as an argument."""
    if rule.defaults:      # written into the builder as its converter spells them
        return _compile_builder(rule, append_unknown)
    key = (rule.rule, tuple(rule._trace), append_unknown)
    if key not in _builders:
        _builders[key] = _compile_builder(rule, append_unknown)
    return _builders[key]


Rule._compile_builder = _kept_builder  # type: ignore[method-assign]


class PagesKept(FileSystemBytecodeCache):
    """Code of pages: in this worker's memory, else in the folder that all workers share; by the hash of their source."""

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = _pages.get((bucket.key, bucket.checksum))
        if bucket.code is None:
            super().load_bytecode(bucket)
            self._keep(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        super().dump_bytecode(bucket)
        self._keep(bucket)

    @staticmethod
    def _keep(bucket: Bucket) -> None:
        if bucket.code is not None:
            _pages[bucket.key, bucket.checksum] = bucket.code


def keep_pages(app: Flask, pages: Path) -> None:
    """Let ``app`` use, and leave to those after it, the code of its pages."""
    pages.mkdir(exist_ok=True)
    app.jinja_env.bytecode_cache = PagesKept(str(pages))


def keep_statements(app: Flask) -> None:
    """Let ``app`` use, and leave to those after it, the statements that it compiles."""
    with app.app_context():
        for engine in db.engines.values():
            one_of_its_kind(engine.dialect)
            engine._compiled_cache = _statements.setdefault(type(engine.dialect), LRUCache(STATEMENTS))


def one_of_its_kind(dialect: Any) -> None:
    """Statements are kept by dialect: one counts as equal to any other that speaks to the same database program."""
    kind = type(dialect)
    assert isinstance(dialect, DefaultDialect)
    if "__hash__" not in vars(kind):
        kind.__eq__ = lambda self, other: type(other) is kind
        kind.__hash__ = lambda self: hash(kind)
