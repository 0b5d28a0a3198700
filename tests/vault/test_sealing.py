"""A sealed file opens whole, under its own name and with its own key, or not at all."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from caseapp.keys import Keyring, open_keyring
from caseapp.vault.sealing import (
    BEGINNING,
    HEAD_LENGTH,
    RECORD,
    SEALED_RECORD,
    Label,
    SealProblem,
    label_of,
    sealed,
    unsealed,
)

CONTENT = "Tôi là Trịnh Thị Thuở Đượm".encode() * 6_000
LABEL = Label("petition", "pdf", len(CONTENT))


@pytest.fixture
def ring(home: Path) -> Keyring:
    """The keys of a new office."""
    home.mkdir()
    return open_keyring(home, may_make=True)


def stored(ring: Keyring, content: bytes = CONTENT, name: str = "a") -> bytes:
    return b"".join(sealed(io.BytesIO(content), Label("petition", "pdf", len(content)), ring, name))


@pytest.mark.parametrize("length", [1, 100, RECORD - 1, RECORD, RECORD + 1, 3 * RECORD])
def test_it_opens_as_it_was_and_its_length_tells_little(ring: Keyring, length: int) -> None:
    kept = stored(ring, CONTENT[:length])
    assert unsealed(kept, ring, "a") == (Label("petition", "pdf", length), CONTENT[:length])
    assert label_of(kept[:BEGINNING], ring, "a").size == length
    assert len(kept) == HEAD_LENGTH + (1 + -(-length // RECORD)) * SEALED_RECORD


def test_nothing_of_it_can_be_read_and_no_two_are_alike(ring: Keyring) -> None:
    kept = stored(ring)
    assert CONTENT[:20] not in kept
    assert b"petition" not in kept
    assert kept[HEAD_LENGTH:] != stored(ring)[HEAD_LENGTH:]


def test_whatever_is_changed_opens_nothing(ring: Keyring, home: Path) -> None:
    kept = stored(ring)
    first, second = kept[HEAD_LENGTH:BEGINNING], kept[BEGINNING:BEGINNING + SEALED_RECORD]
    swapped = kept[:HEAD_LENGTH] + second + first + kept[BEGINNING + SEALED_RECORD:]
    cut, longer = kept[:-SEALED_RECORD], kept + second
    turned = bytes((*kept[:-1], kept[-1] ^ 1))
    for bad in (swapped, cut, longer, turned, kept[:-1], b"", kept[:HEAD_LENGTH], b"x" + kept[1:]):
        with pytest.raises(SealProblem):
            unsealed(bad, ring, "a")
    with pytest.raises(SealProblem):
        unsealed(kept, ring, "b")
    (home / "keys" / "vault.key").unlink()
    with pytest.raises(SealProblem):
        unsealed(kept, open_keyring(home, may_make=True), "a")
