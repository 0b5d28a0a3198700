"""The file of a copy: no byte of it can be changed, cut off, moved, repeated or read without its key."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.backup.problems import BackupProblem
from caseapp.backup.sealing import CONTENT_LIMIT, HEAD_LENGTH, Record, Sealer, records
from caseapp.keys import Keyring, open_keyring

WRITTEN = [Record(b"T", b"first"), Record(b"R", b""), Record(b"R", b"x" * 5_000), Record(b"R", b"y" * 5_000), Record(b"M", b"last")]


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> Keyring:
    return open_keyring(tmp_path_factory.mktemp("ring"), may_make=True)


@pytest.fixture(scope="module")
def sealed(ring: Keyring) -> bytes:
    return seal(ring)


def seal(ring: Keyring) -> bytes:
    file = io.BytesIO()
    sealer = Sealer(file, ring)
    for record in WRITTEN[:-1]:
        sealer.write(record.kind, record.content)
    sealer.close(WRITTEN[-1].kind, WRITTEN[-1].content)
    return file.getvalue()


def opened(content: bytes, ring: Keyring) -> list[Record]:
    return list(records(io.BufferedReader(io.BytesIO(content)), ring))


def cut(content: bytes) -> list[bytes]:
    """The head and each record as they lie in the file."""
    pieces, at = [content[:HEAD_LENGTH]], HEAD_LENGTH
    while at < len(content):
        length = 4 + struct.unpack(">I", content[at:at + 4])[0]
        pieces.append(content[at:at + length])
        at += length
    return pieces


def test_what_was_sealed_opens_again(ring: Keyring, sealed: bytes) -> None:
    assert opened(sealed, ring) == WRITTEN
    assert b"xxxx" not in sealed


def test_equal_contents_are_sealed_differently(ring: Keyring, sealed: bytes) -> None:
    again = seal(ring)
    assert not set(cut(sealed)) & set(cut(again))


@given(place=st.integers(0), bit=st.integers(0, 7))
def test_a_changed_bit_is_noticed(ring: Keyring, sealed: bytes, place: int, bit: int) -> None:
    place %= len(sealed)
    broken = sealed[:place] + bytes([sealed[place] ^ 1 << bit]) + sealed[place + 1:]
    with pytest.raises(BackupProblem):
        opened(broken, ring)


@pytest.mark.parametrize("at", [*range(HEAD_LENGTH + 60), -5_050, -40, -2, -1])
def test_a_file_that_was_cut_off_is_noticed(ring: Keyring, sealed: bytes, at: int) -> None:
    with pytest.raises(BackupProblem):
        opened(sealed[:at], ring)


def test_records_cannot_be_left_out_moved_repeated_or_borrowed(ring: Keyring, sealed: bytes) -> None:
    pieces, others = cut(sealed), cut(seal(ring))
    head, first, second, third, fourth, last = pieces
    for wrong in ([head, first, second, third, fourth], [head, first, second, third, last],
                  [head, second, first, third, fourth, last], [head, first, second, fourth, third, last],
                  [head, first, first, second, third, fourth, last], [*pieces, last], [*pieces, b"\x00"],
                  [head, first, second, others[3], fourth, last], [others[0], *pieces[1:]], [head, last], [head]):
        with pytest.raises(BackupProblem):
            opened(b"".join(wrong), ring)


def test_another_offices_key_opens_nothing(ring: Keyring, sealed: bytes, tmp_path: Path) -> None:
    other = open_keyring(tmp_path, may_make=True)
    with pytest.raises(BackupProblem, match=ring.ids["backup"]):
        opened(sealed, other)
    renamed = sealed.replace(ring.ids["backup"].encode(), other.ids["backup"].encode(), 1)
    with pytest.raises(BackupProblem):
        opened(renamed, other)


def test_no_record_is_longer_than_a_reader_holds(ring: Keyring) -> None:
    sealer = Sealer(io.BytesIO(), ring)
    sealer.write(b"B", bytes(CONTENT_LIMIT))
    with pytest.raises(ValueError, match="too long"):
        sealer.write(b"B", bytes(CONTENT_LIMIT + 1))
