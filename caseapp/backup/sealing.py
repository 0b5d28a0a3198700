"""The file of a copy as bytes: records, each encrypted and bound to its place, so that none is cut off or moved.

File: MAGIC, key id, salt; then for each record its length and AES-256-GCM of ``kind + content``. Every file has a key
of its own (HKDF of the office's backup key with the salt). A record's nonce is its number and whether it is the last;
the head of the file is authenticated with every record.
"""
from __future__ import annotations

import secrets
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from caseapp.backup.problems import BackupProblem
from caseapp.keys import Keyring

PURPOSE = "backup"
MAGIC = b"caseapp backup 1\n"
ID_LENGTH, SALT_LENGTH, TAG_LENGTH = 8, 32, 16
HEAD_LENGTH = len(MAGIC) + ID_LENGTH + SALT_LENGTH
CONTENT_LIMIT = 1 << 20
DAMAGED = "Bản sao lưu bị hỏng, bị cắt hoặc bị sửa: không dùng được. Chưa thay đổi gì; hãy lấy bản khác."


@dataclass(frozen=True, slots=True)
class Record:
    """One piece of a copy; ``kind`` is a single byte that says what the content is."""

    kind: bytes
    content: bytes


class Sealer:
    """Writes records. ``close`` writes the last one; a file without it is known to be cut off."""

    def __init__(self, file: IO[bytes], ring: Keyring) -> None:
        salt = secrets.token_bytes(SALT_LENGTH)
        self._file = file
        self._head = MAGIC + ring.ids[PURPOSE].encode("ascii") + salt
        self._cipher = _cipher(ring, salt)
        self._number = 0
        file.write(self._head)

    def write(self, kind: bytes, content: bytes) -> None:
        """Add a record of at most CONTENT_LIMIT bytes."""
        self._write(kind, content, last=False)

    def close(self, kind: bytes, content: bytes) -> None:
        """Add the last record."""
        self._write(kind, content, last=True)

    def _write(self, kind: bytes, content: bytes, *, last: bool) -> None:
        if len(content) > CONTENT_LIMIT:
            raise ValueError("a record of a copy is too long")
        sealed = self._cipher.encrypt(_nonce(self._number, last=last), kind + content, self._head)
        self._file.write(struct.pack(">I", len(sealed)) + sealed)
        self._number += 1


def records(file: BufferedReader, ring: Keyring) -> Iterator[Record]:
    """Every record from the first to the last; raises BackupProblem as soon as one byte is not as it was written."""
    head = file.read(HEAD_LENGTH)
    if not head.startswith(MAGIC) or len(head) < HEAD_LENGTH:
        raise BackupProblem("Tệp này không phải bản sao lưu của phần mềm này, hoặc hỏng ở đầu tệp. Chưa thay đổi gì.")
    named, salt = head[len(MAGIC):-SALT_LENGTH], head[-SALT_LENGTH:]
    if PURPOSE not in ring.ids:
        raise BackupProblem("Thư mục khóa không có backup.key: không mở được bản sao lưu. Chưa thay đổi gì.")
    if named != ring.ids[PURPOSE].encode("ascii"):
        raise BackupProblem(f"Bản sao lưu dùng khóa {named.decode('ascii', 'replace')}, thư mục khóa có "
                            f"{ring.ids[PURPOSE]}: cần đúng thư mục keys của văn phòng ấy. Chưa thay đổi gì.")
    cipher, number, last = _cipher(ring, salt), 0, False
    while not last:
        sealed = _sealed(file)
        # Whether a record is the last is seen from what follows it, and proved by its nonce.
        last = not file.peek(1)
        try:
            plain = cipher.decrypt(_nonce(number, last=last), sealed, head)
        except InvalidTag as problem:
            raise BackupProblem(DAMAGED) from problem
        yield Record(plain[:1], plain[1:])
        number += 1


def _sealed(file: BufferedReader) -> bytes:
    """The next record as it lies in the file."""
    head = file.read(4)
    length = struct.unpack(">I", head)[0] if len(head) == 4 else 0
    if not TAG_LENGTH < length <= CONTENT_LIMIT + 1 + TAG_LENGTH:
        raise BackupProblem(DAMAGED)
    sealed = file.read(length)
    if len(sealed) < length:
        raise BackupProblem(DAMAGED)
    return sealed


def _cipher(ring: Keyring, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt, MAGIC).derive(ring.secret(PURPOSE)))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")
