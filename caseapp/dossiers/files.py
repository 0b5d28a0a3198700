"""Files of a dossier: type by content, random storage name, SHA-256 kept and checked at every reading."""
from __future__ import annotations

import hashlib
import os
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from flask import current_app

from caseapp.text import clean_line, new_public_id

CHUNK = 1 << 16
NAME_LIMIT = 150
# More than any office document has; a bomb has more.
ZIP_ENTRIES = 5_000
ZIP_RATIO = 200
ENCRYPTED = 1
CONTENT_TYPES = "[Content_Types].xml"
# The two entries that are unpacked to tell the type; no honest one is larger.
READ_WHOLE, READ_LIMIT = frozenset({CONTENT_TYPES, "mimetype"}), 1 << 20
ZIP_TAIL = (1 << 16) + 22

# extension → media type sent with a download; nothing else is taken
TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "heic": "image/heic",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "mp4": "video/mp4",
}
ALIASES = {"jpeg": "jpg"}
# Stored as the type of a file that is encrypted: what it really is stands inside, for a custodian alone.
SEALED = "sealed"
_HEIC = (b"heic", b"heix", b"mif1", b"hevc")
_MP4 = (b"isom", b"mp41", b"mp42", b"avc1", b"iso2", b"iso5", b"MSNV")
_RISKY_PDF = (b"<html", b"<script")


class FileProblem(Exception):
    """A file that cannot be taken.

    ``code`` says why: empty, large, type, mismatch, macro, bomb, full; of a working copy also hidden, plain.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that lies in the store, not yet in the database."""

    name: str
    type: str
    size: int
    sha256: bytes
    stored_as: str


def store_file(stream: IO[bytes], name: str, *, limit: int) -> Stored:
    """Write an upload into the store: temp, fsync, rename, fsync of the folder; ``limit`` in bytes.

    Raises FileProblem and leaves nothing behind when the file is empty, too large or not what its name says.
    """
    return _store(_within(stream, limit), name, lambda file: type_of(file, name))


def store_pieces(pieces: Iterable[bytes], kind: str) -> Stored:
    """The same for what was looked at before, without a name yet; raises FileProblem when the disk is full."""
    return _store(pieces, "", lambda _file: kind)


def _store(pieces: Iterable[bytes], name: str, kind_of: Callable[[IO[bytes]], str]) -> Stored:
    folder = current_app.extensions["settings"].home / "files"
    stored_as = hashlib.sha256(os.urandom(32)).hexdigest()[:32]
    part, final = folder / f"{stored_as}.part", path_of(stored_as)
    digest, size = hashlib.sha256(), 0
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with part.open("xb") as file:
            part.chmod(0o600)
            for piece in pieces:
                size += len(piece)
                digest.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        with part.open("rb") as written:
            kind = kind_of(written)
        final.parent.mkdir(mode=0o700, exist_ok=True)
        part.replace(final)
        sync_folder(final.parent)
    except OSError as problem:
        with suppress(OSError):
            final.unlink(missing_ok=True)
        raise FileProblem("full") from problem
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return Stored(_shown_name(name, kind), kind, size, digest.digest(), stored_as)


def _within(stream: IO[bytes], limit: int) -> Iterator[bytes]:
    """The bytes of an upload, piece by piece; raises FileProblem when there are none, or more than ``limit``."""
    size = 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > limit:
            raise FileProblem("large")
        yield chunk
    if size == 0:
        raise FileProblem("empty")


def read_upload(stream: IO[bytes], limit: int) -> bytes:
    """A whole upload in memory, for what must not lie on the disk as it came; raises FileProblem as ``store_file``."""
    return b"".join(_within(stream, limit))


def path_of(stored_as: str) -> Path:
    """Where a stored file lies."""
    folder: Path = current_app.extensions["settings"].home / "files"
    return folder / stored_as[:2] / stored_as


def remove_file(stored_as: str) -> None:
    """Take a file out of the store: overwritten once, then unlinked. An absent file is no error."""
    path = path_of(stored_as)
    try:
        with path.open("r+b") as file:
            length = path.stat().st_size
            for _ in range(0, length, CHUNK):
                file.write(bytes(CHUNK))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return


def sha256_of(path: Path) -> bytes | None:
    """Hash of a stored file, None when it is gone or cannot be read."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
    except OSError:
        return None
    return digest.digest()


def type_of(file: IO[bytes], name: str) -> str:
    """The type of an upload, one of TYPES: what its name says and its bytes show; raises FileProblem."""
    extension = clean_line(name).rpartition(".")[2].lower()
    extension = ALIASES.get(extension, extension)
    if extension not in TYPES:
        raise FileProblem("type")
    file.seek(0)
    found = _sniff(file.read(1024), file)
    if found != extension:
        raise FileProblem("mismatch")
    return extension


def _sniff(head: bytes, file: IO[bytes]) -> str | None:
    """The type its bytes show, one of TYPES, or None."""
    if head.startswith(b"%PDF-"):
        return None if any(word in head.lower() for word in _RISKY_PDF) else "pdf"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        return "heic" if brand in _HEIC else "m4a" if brand == b"M4A " else "mp4" if brand in _MP4 else None
    if head.startswith(b"ID3") or head[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"):
        return "mp3"
    return _sniff_zip(file) if head.startswith(b"PK\x03\x04") else None


def _sniff_zip(file: IO[bytes]) -> str | None:
    if _entries_said(file) > ZIP_ENTRIES:
        raise FileProblem("bomb")
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _see_sizes(entries)
            if any(entry.flag_bits & ENCRYPTED for entry in entries):
                return None
            names = {entry.filename for entry in entries}
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise FileProblem("macro")
            if any(name.startswith(("/", "..")) or "/../" in name for name in names):
                return None
            if "mimetype" in names:
                kind = archive.read("mimetype", pwd=None)[:80]
                return "odt" if kind == TYPES["odt"].encode() else None
            if CONTENT_TYPES not in names:
                return None
            if b"macroenabled" in archive.read(CONTENT_TYPES).lower():
                raise FileProblem("macro")
    # All that a broken, encrypted or strangely packed archive raises; RuntimeError: a password, an unknown compression.
    except (zipfile.BadZipFile, zlib.error, RuntimeError, KeyError, EOFError, ValueError):
        return None
    return "docx" if "word/document.xml" in names else "xlsx" if "xl/workbook.xml" in names else None


def _see_sizes(entries: list[zipfile.ZipInfo]) -> None:
    """Raise FileProblem before anything is unpacked that would fill the memory."""
    too_large = any(entry.filename in READ_WHOLE and entry.file_size > READ_LIMIT for entry in entries)
    if too_large or len(entries) > ZIP_ENTRIES or _is_bomb(entries):
        raise FileProblem("bomb")


def _entries_said(file: IO[bytes]) -> int:
    """How many entries the archive's last record announces, read before anything is unpacked or listed."""
    file.seek(max(0, file.seek(0, os.SEEK_END) - ZIP_TAIL))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    return int.from_bytes(tail[at + 10:at + 12], "little") if 0 <= at <= len(tail) - 12 else 0


def _is_bomb(entries: list[zipfile.ZipInfo]) -> bool:
    packed = sum(entry.compress_size for entry in entries) or 1
    whole = sum(entry.file_size for entry in entries)
    return (whole > 64 << 20 and whole / packed > ZIP_RATIO) or any(
        entry.file_size > 64 << 20 and entry.file_size > ZIP_RATIO * max(entry.compress_size, 1) for entry in entries)


def _shown_name(name: str, kind: str) -> str:
    """The name people see: no folders, no control or direction marks, the right extension, not too long."""
    bare = clean_line(name.replace("\\", "/").rpartition("/")[2])
    stem = bare.rpartition(".")[0].strip(". ") or new_public_id()[:8]
    return f"{stem[:NAME_LIMIT]}.{kind}"


def keep_by_the_day(stored_as: str, at: datetime) -> None:
    """Date a stored file by what its row says: its minute would lead to whoever stood at the counter then."""
    os.utime(path_of(stored_as), (at.timestamp(), at.timestamp()))


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the system knows how to (not on Windows)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def chunks(path: Path) -> Iterator[bytes]:
    """The bytes of a stored file, piece by piece."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
