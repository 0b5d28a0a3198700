"""The order of things in a copy: tables, then files, then the manifest that says what must have come before it."""
from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from io import BufferedReader
from pathlib import Path
from typing import Any

from caseapp.backup.problems import BackupProblem
from caseapp.backup.rows import read_line, write_line
from caseapp.backup.sealing import CONTENT_LIMIT, DAMAGED, Sealer, records
from caseapp.keys import Keyring

FORMAT = 1
TABLE, ROWS, FILE, BYTES, MANIFEST = b"T", b"R", b"F", b"B", b"M"
FILES = "files"
ROWS_TOGETHER = 256 << 10
PIECE = 256 << 10


@dataclass(slots=True)
class Part:
    """A table, or all files together: how many, and SHA-256 of all that was written of it."""

    name: str
    count: int = 0
    sha256: str = ""


@dataclass(slots=True)
class Manifest:
    """What a copy says of itself. ``heads``: unit, length and head of its open and its sealed journal.

    ``lost``: attachments that were not whole any more and are not in the copy, which was asked for all the same.
    """

    revision: str
    made_at: str
    keys: dict[str, str]
    heads: list[list[Any]] = field(default_factory=list)
    counters: dict[str, int] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    format: int = FORMAT
    lost: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who is told what a copy holds, in its order: a table and its columns, its rows, a file's name, its bytes."""

    table: Callable[[str, list[str]], None]
    rows: Callable[[list[list[Any]]], None]
    file: Callable[[str], None]
    piece: Callable[[bytes], None]


class Writer:
    """Writes a copy part by part and counts what the manifest will say."""

    def __init__(self, sealer: Sealer, manifest: Manifest) -> None:
        self._sealer = sealer
        self._manifest = manifest

    def table(self, name: str, columns: list[str], rows: Iterable[list[Any]]) -> Part:
        """A table with all its rows; they lie compressed."""
        part, digest, waiting, size = Part(name), hashlib.sha256(), list[bytes](), 0
        self._sealer.write(TABLE, write_line([name, *columns]))
        for row in rows:
            line = write_line(row)
            digest.update(line)
            waiting.append(line)
            part.count, size = part.count + 1, size + len(line)
            if size >= ROWS_TOGETHER:
                self._rows(waiting)
                waiting, size = [], 0
        self._rows(waiting)
        return self._keep(part, digest.hexdigest())

    def files(self, found: Iterable[tuple[str, Iterable[bytes]]]) -> Part:
        """All files: of each its name in the store and its bytes."""
        part, digest = Part(FILES), hashlib.sha256()
        for name, pieces in found:
            self._sealer.write(FILE, name.encode())
            digest.update(b"\0" + name.encode())
            for piece in pieces:
                self._sealer.write(BYTES, piece)
                digest.update(piece)
            part.count += 1
        return self._keep(part, digest.hexdigest())

    def close(self) -> None:
        """The manifest, last."""
        whole = zlib.compress(json.dumps(asdict(self._manifest), sort_keys=True).encode())
        pieces = [whole[at:at + PIECE] for at in range(0, len(whole), PIECE)]
        for piece in pieces[:-1]:
            self._sealer.write(MANIFEST, piece)
        self._sealer.close(MANIFEST, pieces[-1])

    def _rows(self, lines: list[bytes]) -> None:
        """A row may be longer than a record: what is compressed is cut where the record is full."""
        packed = zlib.compress(b"".join(lines), 1) if lines else b""
        for at in range(0, len(packed), CONTENT_LIMIT - 1):
            piece = packed[at:at + CONTENT_LIMIT - 1]
            more = at + len(piece) < len(packed)
            self._sealer.write(ROWS, (b"+" if more else b".") + piece)

    def _keep(self, part: Part, sha256: str) -> Part:
        part.sha256 = sha256
        self._manifest.parts.append(part)
        return part


def read_archive(path: Path, ring: Keyring, receiver: Receiver) -> Manifest:
    """Go through a whole copy and tell ``receiver``; raises BackupProblem when anything is not as it was written."""
    try:
        with path.open("rb") as file:
            return _Reading(receiver).through(file, ring)
    except OSError as problem:
        raise BackupProblem(f"Không đọc được {path} ({problem.strerror}). Chưa thay đổi gì.") from problem


class _Reading:
    """One way through a copy: which part it is in, and the hash of that part so far."""

    def __init__(self, receiver: Receiver) -> None:
        self._receiver = receiver
        self._parts: list[Part] = []
        self._digest = hashlib.sha256()
        self._packed = b""

    def through(self, file: BufferedReader, ring: Keyring) -> Manifest:
        steps = {TABLE: self._table, ROWS: self._rows, FILE: self._file, BYTES: self._bytes}
        manifest = b""
        for record in records(file, ring):
            if record.kind == MANIFEST:
                manifest += record.content
            elif record.kind in steps and not manifest:
                steps[record.kind](record.content)
            else:
                raise BackupProblem(DAMAGED)
        self._end_part()
        return _agreed(manifest, self._parts)

    def _table(self, content: bytes) -> None:
        name, *columns = read_line(content)
        self._begin_part(name)
        self._receiver.table(name, columns)

    def _rows(self, content: bytes) -> None:
        self._packed += content[1:]
        if content[:1] == b"+":
            return
        lines = zlib.decompress(self._packed)
        self._packed = b""
        self._digest.update(lines)
        rows = [read_line(line) for line in lines.split(b"\n")[:-1]]
        self._parts[-1].count += len(rows)
        self._receiver.rows(rows)

    def _file(self, content: bytes) -> None:
        if self._parts[-1].name != FILES:
            self._begin_part(FILES)
        self._digest.update(b"\0" + content)
        self._parts[-1].count += 1
        self._receiver.file(content.decode())

    def _bytes(self, content: bytes) -> None:
        self._digest.update(content)
        self._receiver.piece(content)

    def _begin_part(self, name: str) -> None:
        self._end_part()
        self._parts.append(Part(name))

    def _end_part(self) -> None:
        if self._parts:
            self._parts[-1].sha256 = self._digest.hexdigest()
        self._digest = hashlib.sha256()


def _agreed(packed: bytes, parts: list[Part]) -> Manifest:
    """The manifest, when it says what was found."""
    told = json.loads(zlib.decompress(packed)) if packed else {}
    if told.get("format") != FORMAT:
        raise BackupProblem("Bản sao lưu do phiên bản mới hơn của phần mềm làm ra: cập nhật phần mềm rồi khôi phục. "
                            "Chưa thay đổi gì.")
    manifest = Manifest(**{**told, "parts": [Part(**part) for part in told["parts"]]})
    empty_files = Part(FILES, 0, hashlib.sha256().hexdigest())
    if manifest.parts != (parts if parts and parts[-1].name == FILES else [*parts, empty_files]):
        raise BackupProblem(DAMAGED)
    return manifest
