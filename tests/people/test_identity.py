"""Identity numbers: told apart by their shape, kept under a key, found without being read."""

from __future__ import annotations

import pytest
from flask import Flask

from caseapp.keys import KeyProblem
from caseapp.people.identity import (
    bare_number,
    is_number_search,
    kind_of_number,
    masked,
    number_index,
    open_number,
    seal_number,
)
from caseapp.people.models import IdKind


@pytest.mark.parametrize(("written", "kind"), [
    ("092171003307", IdKind.CITIZEN), ("0921 7100 3307", IdKind.CITIZEN), ("092.171.003.307", IdKind.CITIZEN),
    ("361234567", IdKind.OLD_CARD), ("361 234 567", IdKind.OLD_CARD), ("B1234567", IdKind.PASSPORT),
    ("b1234567", IdKind.PASSPORT), ("PA1234567", IdKind.PASSPORT), ("09217100330", None), ("0921710033071", None),
    ("", None), ("Nguyễn Thị Ánh", None), ("12/2026", None), ("B12345", None), ("٠٩٢١٧١٠٠٣٣٠٧", None),
    ("092171003307 hoặc", None),
])
def test_a_number_shows_its_paper(written: str, kind: IdKind | None) -> None:
    assert kind_of_number(written) is kind
    assert is_number_search(written) is (kind is not None)


def test_spaces_dots_and_dashes_do_not_count() -> None:
    assert {bare_number(text) for text in ("0921 7100 3307", "092.171.003.307", " 092-171003307 ")} == {"092171003307"}


def test_screens_show_the_ends_alone() -> None:
    assert masked("0921 7100 3307") == "0921 •••• •••• 3307"
    assert "7100" not in masked("092171003307")
    assert masked("361234567") == "36 •••• 67"
    assert masked("B12") == "••••"


def test_a_number_is_opened_with_its_own_row_alone(app: Flask) -> None:
    with app.app_context():
        cipher = seal_number("row-one", "0921 7100 3307")
        assert b"092171003307" not in cipher
        assert open_number("row-one", cipher) == "092171003307"
        assert open_number("row-one", None) == ""
        with pytest.raises(KeyProblem):
            open_number("row-two", cipher)
        assert seal_number("row-one", "092171003307") != cipher      # equal numbers look different


def test_a_fingerprint_is_of_one_unit_and_of_this_office(app: Flask) -> None:
    with app.app_context():
        mine = number_index(1, "092171003307")
        assert mine == number_index(1, "0921 7100-3307")
        assert mine != number_index(2, "092171003307")
        assert mine != number_index(11, "092171003307"[1:])
        assert len(mine) == 32
