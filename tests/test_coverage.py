"""Every branch of the law and of the workflow is walked by their own tests: these two decide what is due, and when."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TREE = Path(__file__).parent.parent
PACKAGES = ("caseapp/law", "caseapp/workflow")
# What only repeats with random values what others walk with chosen ones.
REPEATING = "not five_changes and not counts_by_that_calendar and not walking_day_by_day"


@pytest.mark.slow
def test_law_and_workflow_have_no_branch_that_nobody_walks(tmp_path: Path) -> None:
    alone = {name: value for name, value in os.environ.items() if not name.startswith(("CASEAPP_", "PYTEST_", "COV"))}
    environ = {**alone, "COVERAGE_FILE": str(tmp_path / "data"), "PYTHONDONTWRITEBYTECODE": "1"}
    said = tmp_path / "said.json"

    def run(*words: str) -> None:
        done = subprocess.run([sys.executable, "-m", "coverage", *words], cwd=TREE, env=environ, check=False,
                              capture_output=True, text=True)
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]

    run("run", "--branch", f"--source={','.join(PACKAGES)}", "-m", "pytest", "tests/law", "tests/workflow", "-q", "-x",
        "-p", "no:xdist", "-p", "no:cacheprovider", "-m", "not slow", "--ignore", "tests/law/test_properties.py",
        "-k", REPEATING, "--basetemp", str(tmp_path / "tests"))
    run("json", "-q", "-o", str(said))
    files = json.loads(said.read_text())["files"]
    assert {name.rpartition("/")[0] for name in files} == set(PACKAGES)
    missed = {name: (found["missing_lines"], found["missing_branches"]) for name, found in files.items()
              if found["missing_lines"] or found["missing_branches"]}
    assert missed == {}
