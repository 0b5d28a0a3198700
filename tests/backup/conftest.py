"""Fixtures of the tests on copies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.backup.places import Places
from tests.office.templates import Run


@pytest.fixture
def places(run: Run, tmp_path: Path) -> Iterator[Places]:
    """Makes empty places to restore into."""
    made = Places(run, tmp_path)
    yield made
    made.clear()
