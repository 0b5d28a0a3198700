"""Installed with pip the office is whole: every file that is not code travels with the package."""

from __future__ import annotations

import tomllib
from pathlib import Path

TREE = Path(__file__).resolve().parent.parent
SETUP = tomllib.loads((TREE / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
# The source of the compiled words is for whoever edits them.
AT_HOME = {".po", ".py", ".pyc"}


def test_every_data_file_of_the_package_is_named() -> None:
    package = TREE / "caseapp"
    named = {path for pattern in SETUP["package-data"]["caseapp"] for path in package.glob(pattern)}
    found = {path for path in package.rglob("*") if path.is_file() and path.suffix not in AT_HOME}
    assert found - named == set()


def test_every_folder_of_code_is_a_package() -> None:
    folders = {path.parent for path in (TREE / "caseapp").rglob("*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []


def test_the_steps_of_the_database_travel_too() -> None:
    named = {path for patterns in SETUP["data-files"].values() for pattern in patterns for path in TREE.glob(pattern)}
    found = {path for path in (TREE / "migrations").rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert found - named == set()
