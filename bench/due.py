"""Due days in bulk: how many lines a second the batch answers, and what that costs beside merely copying the answers.

    python -m bench.due [--lines 100000] [--seed 4]

The whole process is measured, its start included; the copy only parses each answer and writes it again.
"""
from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

from caseapp.law.limits import Wording
from caseapp.law.registry import RULES

FIRST, LAST = date(2025, 2, 3), date(2026, 12, 31)
MOST = 8.0
# How often an office of the province and its communes asks, of every hundred questions; the rest is spread evenly.
ASKED = {
    "reception.reply": 30, "petition.classify": 20, "complaint.acceptance": 8, "complaint.resolution-1": 7,
    "denunciation.intake": 6, "denunciation.resolution": 4, "complaint.second": 3, "complaint.send-decision-1": 2,
    "complaint.effect": 2, "denunciation.transfer": 2, "mediation.start": 2, "reception.refusal-notice": 1,
    "complaint.dialogue-notice": 1, "complaint.limitation": 1, "complaint.resolution-2": 1,
    "reception.post-timetable": 1,
}
OPTIONS, PAUSES = 0.08, 0.05


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one run took; times in seconds, `ratio` of the two CPU times, `different` questions among the lines."""

    lines: int
    different: int
    errors: int
    wall: float
    lines_per_second: int
    cpu: float
    copy_cpu: float
    ratio: float
    within: bool


def questions(number: int, seed: int) -> list[str]:
    """Questions as an office has them, one JSON line each."""
    chance = random.Random(seed)
    others = [code for code in RULES if code not in ASKED and _in_force(code)]
    share = (100 - sum(ASKED.values())) / len(others)
    codes = chance.choices([*ASKED, *others], [*ASKED.values(), *[share] * len(others)], k=number)
    return [json.dumps(_question(code, chance)) for code in codes]


def _in_force(code: str) -> list[Wording]:
    """The wordings with a number that hold on some day within the years asked about."""
    return [one for one in RULES[code].wordings if one.length and one.since <= LAST and (one.until or LAST) >= FIRST]


def _question(code: str, chance: random.Random) -> dict[str, object]:
    rule, counting = RULES[code], _in_force(code)
    first = max(FIRST, min(one.since for one in counting))
    last = min(LAST, max(one.until or LAST for one in counting))
    start = first + timedelta(chance.randrange((last - first).days + 1))
    asked: dict[str, object] = {"rule": code, "from": start.isoformat()}
    if rule.options and chance.random() < OPTIONS:
        asked["options"] = [chance.choice(sorted(rule.options))]
    if not rule.counted_back and chance.random() < PAUSES:
        stopped = start + timedelta(chance.randint(1, 20))
        asked["pauses"] = [[stopped.isoformat(), (stopped + timedelta(chance.randint(3, 40))).isoformat()]]
    return asked


def run(lines: int, seed: int) -> Outcome:
    """Ask, measure, and copy what was answered."""
    with tempfile.TemporaryDirectory() as folder:
        asked, told = Path(folder) / "questions", Path(folder) / "answers"
        wanted = questions(lines, seed)
        asked.write_text("".join(f"{line}\n" for line in wanted), encoding="utf-8")
        alone = {name: value for name, value in os.environ.items() if not name.startswith("CASEAPP_")}
        before, begun = _children(), time.perf_counter()
        with asked.open("rb") as source, told.open("wb") as goal:
            subprocess.run([sys.executable, "-m", "caseapp", "due", "--batch"], stdin=source, stdout=goal, check=True,
                           env={**alone, "CASEAPP_HOME": str(Path(folder) / "office")})
        wall, cpu = time.perf_counter() - begun, _children() - before
        answers = told.read_text(encoding="utf-8").splitlines()
    copied = time.process_time()
    for line in answers:
        json.dumps(json.loads(line))
    copy_cpu = time.process_time() - copied
    errors = sum(line.startswith('{"error"') for line in answers)
    if len(answers) != lines:
        raise RuntimeError(f"{len(answers)} answers to {lines} questions")
    return Outcome(lines, len(set(wanted)), errors, round(wall, 2), round(lines / wall), round(cpu, 2),
                   round(copy_cpu, 2), round(cpu / copy_cpu, 2), cpu <= MOST * copy_cpu)


def _children() -> float:
    """CPU seconds of the processes this one has started and seen end."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description="Due days in bulk.")
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=4)
    given = parser.parse_args()
    print(json.dumps(asdict(run(given.lines, given.seed))))


if __name__ == "__main__":
    main()
