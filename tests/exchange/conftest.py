"""Fixtures for the books."""

import json
from typing import Any

import pytest

from caseapp.exchange.mediation_book import MediationBook
from caseapp.exchange.petition_book import PetitionBook
from caseapp.exchange.visit_book import Book
from tests.exchange import books, mediation_books, petition_books


@pytest.fixture(scope="session")
def register() -> Book:
    """The register of the data set, read once."""
    return books.read(books.REGISTER.read_bytes())


@pytest.fixture(scope="session")
def petitions() -> PetitionBook:
    """The petition book of the data set, read once."""
    return petition_books.read(petition_books.BOOK.read_bytes())


@pytest.fixture(scope="session")
def mediations() -> MediationBook:
    """The mediation logbook of the data set, read once."""
    return mediation_books.read(mediation_books.BOOK.read_bytes())


@pytest.fixture(scope="session")
def expected() -> dict[str, Any]:
    """What an importer should reach for that register."""
    return json.loads(books.EXPECTED.read_text("utf-8"))
