"""Killed while writing: whatever was acknowledged must be there, and the proof must be clean.

    python -m bench.kills --kills 200 [--database-url postgresql+psycopg://…]
"""
from __future__ import annotations

import json
import os
import random
import signal
import time
from dataclasses import asdict, dataclass

import sqlalchemy as sa
from flask import Flask

from bench.office import an_ordinary_visit, arguments, let_go, new_office, settings_for
from caseapp.db import reading
from caseapp.demo.staff import Offices
from caseapp.dossiers.models import Dossier
from caseapp.proof import faults
from caseapp.reception.commands.logging import log_visit

LONGEST_LIFE = 0.3
ID_LENGTH = 22


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many writers were killed, what they had said was saved, and what is stored."""

    kills: int
    acknowledged: int
    lost: int
    stored: int
    faults: list[str]
    seconds: float


def run(app: Flask, offices: Offices, kills: int, seed: int = 1) -> Outcome:
    """Fork a writer, let it live up to 0.3 s after its first visit, kill it with SIGKILL; ``kills`` times."""
    luck, begun = random.Random(seed), time.perf_counter()
    acknowledged: list[str] = []
    for turn in range(kills):
        let_go(app)
        acknowledged += _one_life(app, offices, turn, luck.random() * LONGEST_LIFE)
    with app.app_context():
        stored = set(reading().execute(sa.select(Dossier.public_id)).scalars())
        found = [f"{fault.where}: {fault.what}" for fault in faults(5)]
    let_go(app)
    return Outcome(kills, len(acknowledged), len(set(acknowledged) - stored), len(stored), found,
                   round(time.perf_counter() - begun, 1))


def _one_life(app: Flask, offices: Offices, turn: int, life: float) -> list[str]:
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _write_until_killed(app, offices, turn, writer)
    os.close(writer)
    heard = os.read(reader, ID_LENGTH)      # it is at work: the first visit is acknowledged
    time.sleep(life)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while piece := os.read(reader, 65536):
        heard += piece
    os.close(reader)
    whole = len(heard) // ID_LENGTH * ID_LENGTH
    return [heard[at:at + ID_LENGTH].decode() for at in range(0, whole, ID_LENGTH)]


def _write_until_killed(app: Flask, offices: Offices, turn: int, pipe: int) -> None:
    number = 0
    try:
        while True:
            with app.app_context():
                dossier = log_visit(*an_ordinary_visit(offices, turn * 1000 + number))
            os.write(pipe, dossier.public_id.encode())
            number += 1
    finally:
        os._exit(1)      # whatever went wrong, the child must not run on as a second parent


def main() -> None:
    parser = arguments("Kill writers while they write.")
    parser.add_argument("--kills", type=int, default=200)
    given = parser.parse_args()
    app, offices = new_office(settings_for(given.database_url))
    print(json.dumps(asdict(run(app, offices, given.kills)), ensure_ascii=False))


if __name__ == "__main__":
    main()
