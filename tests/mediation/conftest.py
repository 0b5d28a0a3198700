"""One office for the tests that change nothing in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.mediation.making import Hamlets, make_hamlets

if TYPE_CHECKING:
    from flask import Flask


@pytest.fixture
def office_app(app: Flask) -> tuple[Flask, Hamlets]:
    """An office on SQLite with two hamlets."""
    return app, make_hamlets(app)
