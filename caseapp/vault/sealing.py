"""A sealed file as bytes: records of equal length, each bound to its place and to the file's own name.

File: MAGIC, key id, salt; then records of AES-256-GCM. The first holds the label, what the file is; the others the
content, filled up with zeros so that the length on the disk tells little. Every file has a key of its own (HKDF of the
vault's key with the salt). A record's nonce is its number and whether it is the last; head and name are authenticated
with every record, so that none is cut off, moved, or read under another file's name.
"""
from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from caseapp.keys import Keyring

PURPOSE = "vault"
MAGIC = b"caseapp sealed 1\n"
ID_LENGTH, SALT_LENGTH, TAG_LENGTH = 8, 32, 16
RECORD = 1 << 16
HEAD_LENGTH = len(MAGIC) + ID_LENGTH + SALT_LENGTH
SEALED_RECORD = RECORD + TAG_LENGTH
BEGINNING = HEAD_LENGTH + SEALED_RECORD


class SealProblem(Exception):
    """A sealed file is not as it was written, lies under another name, or its key is gone; nothing of it is shown."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a sealed file is: the sort of paper, its type, its length in bytes. Sealed with it."""

    sort: str
    type: str
    size: int


def sealed(content: IO[bytes], label: Label, ring: Keyring, name: str) -> Iterator[bytes]:
    """The bytes to store for ``content``, read from its beginning; ``name``: what this file is called for good."""
    salt = secrets.token_bytes(SALT_LENGTH)
    head = MAGIC + ring.ids[PURPOSE].encode("ascii") + salt
    cipher, bound = _cipher(ring, salt), head + name.encode()
    yield head
    content.seek(0)
    record = json.dumps([label.sort, label.type, label.size]).encode().ljust(RECORD)
    number = 0
    while following := content.read(RECORD):
        yield cipher.encrypt(_nonce(number, last=False), record, bound)
        record, number = following.ljust(RECORD, b"\0"), number + 1
    yield cipher.encrypt(_nonce(number, last=True), record, bound)


def label_of(beginning: bytes, ring: Keyring, name: str) -> Label:
    """What a file is, from as many bytes of its beginning as ``BEGINNING`` says; raises SealProblem."""
    cipher, bound = _opened(beginning, ring, name)
    return Label(*json.loads(_plain(cipher, beginning[HEAD_LENGTH:BEGINNING], 0, bound, last=False)))


def unsealed(stored: bytes, ring: Keyring, name: str) -> tuple[Label, bytes]:
    """Label and content of a stored file, whole or not at all; raises SealProblem."""
    cipher, bound = _opened(stored, ring, name)
    records = [stored[at:at + SEALED_RECORD] for at in range(HEAD_LENGTH, len(stored), SEALED_RECORD)]
    plain = [_plain(cipher, record, number, bound, last=number == len(records) - 1)
             for number, record in enumerate(records)]
    label = Label(*json.loads(plain[0]))
    return label, b"".join(plain[1:])[:label.size]


def _opened(stored: bytes, ring: Keyring, name: str) -> tuple[AESGCM, bytes]:
    """The cipher of a file, and what its records are bound to."""
    head = stored[:HEAD_LENGTH]
    named = head[len(MAGIC):-SALT_LENGTH]
    if len(stored) <= HEAD_LENGTH or not head.startswith(MAGIC) or named != ring.ids[PURPOSE].encode("ascii"):
        raise SealProblem
    return _cipher(ring, head[-SALT_LENGTH:]), head + name.encode()


def _plain(cipher: AESGCM, record: bytes, number: int, bound: bytes, *, last: bool) -> bytes:
    try:
        return cipher.decrypt(_nonce(number, last=last), record, bound)
    except InvalidTag as problem:
        raise SealProblem from problem


def _cipher(ring: Keyring, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt, MAGIC).derive(ring.secret(PURPOSE)))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")
