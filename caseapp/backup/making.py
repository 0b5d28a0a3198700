"""Making a copy of the office while it works: one moment of the database, the files it names, one encrypted file."""
from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from caseapp.backup.archive import Manifest, Writer
from caseapp.backup.counters import read_counters
from caseapp.backup.problems import BackupProblem
from caseapp.backup.rows import VERSION_TABLE, read_rows, tables_of
from caseapp.backup.sealing import PURPOSE, Sealer
from caseapp.backup.snapshot import snapshot
from caseapp.db import FairLock
from caseapp.dossiers.files import chunks, path_of, sync_folder
from caseapp.dossiers.models import Attachment
from caseapp.ledger.models import Chain

ATTEMPTS = 3
TOLD_EVERY = 100
_FILES = sa.select(Attachment.id, Attachment.stored_as, Attachment.sha256).order_by(Attachment.id)
_HEADS = sa.select(Chain.unit_id, Chain.seq, Chain.head, Chain.sealed_seq, Chain.sealed_head).order_by(Chain.unit_id)
_REVISION = sa.text(f"SELECT version_num FROM {VERSION_TABLE}")  # noqa: S608  a name of our own

Tell = Callable[[str], None]


class FileGone(Exception):
    """A file is not, or no longer, what the moment of the database says; ``number`` is its row."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@dataclass(frozen=True, slots=True)
class Made:
    """A copy that lies in its place: rows and files in it, its length in bytes, the id of the key that opens it.

    ``lost``: the attachments that were left out.
    """

    rows: int
    files: int
    size: int
    key: str
    lost: tuple[int, ...] = ()


def make_backup(app: Flask, path: Path, at: datetime, tell: Tell, *, without_lost: bool = False) -> Made:
    """Copy the office of ``app`` into ``path``, which must not exist; raises BackupProblem and leaves no half file.

    ``without_lost``: a file that is gone for good, or not what was received, stops nothing and is named in the copy.
    The bytes go to ``path`` + ``.part`` first and get their name when they lie safely on the disk.
    """
    settings = app.extensions["settings"]
    part = path.with_name(f"{path.name}.part")
    with FairLock(settings.home / "backup.lock").held():
        if path.exists():
            raise BackupProblem(f"Đã có {path}: không ghi đè bản sao lưu. Hãy đặt tên khác.")
        try:
            with app.app_context():
                manifest = _attempts(app, part, at, tell, without_lost=without_lost)
            size = part.stat().st_size
            part.rename(path)
            sync_folder(path.parent)
        except OSError as problem:
            raise BackupProblem(f"Không ghi được bản sao lưu vào {path} ({problem.strerror}). "
                                "Không để lại tệp dở dang; văn phòng vẫn như cũ.") from problem
        except SQLAlchemyError as problem:
            raise BackupProblem(f"Không đọc được cơ sở dữ liệu ({type(problem).__name__}): chạy caseapp verify. "
                                "Không có bản sao lưu nào được ghi.") from problem
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
    *tables, files = manifest.parts
    return Made(sum(table.count for table in tables), files.count, size, manifest.keys[PURPOSE],
                tuple(manifest.lost))


def _attempts(app: Flask, part: Path, at: datetime, tell: Tell, *, without_lost: bool) -> Manifest:
    """A file may be erased between the moment of the database and its turn: then all begins anew."""
    for attempt in range(1, ATTEMPTS + 1):
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                manifest = _write(app, file, at, tell, without_lost=without_lost and attempt == ATTEMPTS)
                file.flush()
                os.fsync(file.fileno())
        except FileGone as gone:
            if attempt == ATTEMPTS:
                raise BackupProblem(f"Tệp {gone.number} trong kho bị mất hoặc khác lúc nhận: chạy caseapp verify. "
                                    "Không có bản sao lưu nào được ghi. Nếu không tìm lại được: caseapp backup "
                                    "--without-lost.") from gone
        else:
            return manifest
    raise AssertionError


def _write(app: Flask, file: IO[bytes], at: datetime, tell: Tell, *, without_lost: bool) -> Manifest:
    ring = app.extensions["keys"]
    with snapshot() as connection:
        manifest = Manifest(
            connection.execute(_REVISION).scalar_one(), at.astimezone(UTC).isoformat(), ring.ids,
            [[unit, seq, bytes(head).hex(), sealed_seq, bytes(sealed).hex()]
             for unit, seq, head, sealed_seq, sealed in connection.execute(_HEADS)],
            read_counters(connection))
        writer = Writer(Sealer(file, ring), manifest)
        for table in tables_of(connection):
            part = writer.table(table.name, list(table.columns.keys()), read_rows(connection, table))
            tell(f"{table.name}: {part.count}")
        # Some bytes for each: the transaction need not wait for the files.
        named = [(row.id, row.stored_as, bytes(row.sha256)) for row in connection.execute(_FILES)]
    if without_lost:
        manifest.lost = [number for number, stored_as, sha256 in named if not _is_whole(number, stored_as, sha256)]
        named = [one for one in named if one[0] not in manifest.lost]
    writer.files(_files(named, tell))
    writer.close()
    return manifest


def _files(named: list[tuple[int, str, bytes]], tell: Tell) -> Iterator[tuple[str, Iterator[bytes]]]:
    for place, (number, stored_as, sha256) in enumerate(named, 1):
        yield stored_as, _proved(number, stored_as, sha256)
        if place % TOLD_EVERY == 0:
            tell(f"tệp: {place}/{len(named)}")


def _is_whole(number: int, stored_as: str, sha256: bytes) -> bool:
    try:
        for _piece in _proved(number, stored_as, sha256):
            pass
    except FileGone:
        return False
    return True


def _proved(number: int, stored_as: str, sha256: bytes) -> Iterator[bytes]:
    """A stored file; raises FileGone when it is not whole: an erased one is overwritten before it goes."""
    digest = hashlib.sha256()
    try:
        for piece in chunks(path_of(stored_as)):
            digest.update(piece)
            yield piece
    except OSError as problem:
        raise FileGone(number) from problem
    if digest.digest() != sha256:
        raise FileGone(number)
