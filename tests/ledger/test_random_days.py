"""Any day in any office: whatever acts come in whatever order, numbers have no gap and the proof is clean."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseapp.db import reading, writing
from caseapp.dossiers.commands import Stale
from caseapp.dossiers.models import Dossier
from caseapp.ledger.chain import lock_chain, take_number
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.ledger.models import JournalRow, RegisterCounter
from caseapp.reception.commands.acting import correct, notify, prolong, sign_refusal, take_custody, void
from caseapp.reception.commands.sealing import seal
from caseapp.reception.models import NoticeResult
from caseapp.text import new_code, new_public_id
from caseapp.workflow.engine import Refused
from tests.office.making import (
    ROLES,
    TODAY,
    Commune,
    a_denunciation,
    a_notice,
    a_refusal,
    a_visit,
    acting,
    at_counter,
    log,
    make_commune,
    proof,
)

GIVEN = {
    "ordinary": a_visit, "sealed": lambda: a_denunciation(new_code("", 8)), "R3": lambda: a_refusal("R3", ground_note="212/UBND"),
    "aloud": lambda: a_refusal("Ra"), "last year": lambda: a_visit(held_on=date(2025, 12, 30)),
}
ACTS = {
    "notify": lambda how: notify(a_notice(), how),
    "prolong": lambda how: prolong(a_notice(NoticeResult.PROLONGED, follow_up_on=TODAY + timedelta(days=9)), how),
    "sign": lambda how: sign_refusal(a_notice(), how),
    "custody": take_custody,
    "correct": lambda how: correct({"note": new_public_id()}, None, how),
    "void": lambda how: void("Ghi nhầm", how),
}
numbers = st.integers(0, 40)
step = st.one_of(
    st.tuples(st.just("log"), st.integers(0, 2), st.sampled_from(sorted(GIVEN))),
    st.tuples(st.just("act"), numbers, st.sampled_from(sorted(ACTS)), st.sampled_from(ROLES), st.booleans()),
    st.tuples(st.just("seal"), numbers, st.sampled_from(("reception", "handler"))),
    st.tuples(st.just("break off"), st.integers(0, 2)),
    st.tuples(st.just("send twice"), st.integers(0, 2), st.sampled_from(sorted(GIVEN))),
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(day=st.lists(step, min_size=6, max_size=20))
def test_any_day(any_app: Flask, day: list[tuple[Any, ...]]) -> None:
    with any_app.app_context():
        communes = [make_commune(new_public_id()) for _ in range(3)]
        made: list[tuple[Commune, Dossier]] = []
        for name, *what in day:
            DOES[name](communes, made, *what)
        assert proof() == []
        assert gaps() == []


def do_log(communes: list[Commune], made: list[tuple[Commune, Dossier]], place: int, kind: str) -> None:
    made.append((communes[place], log(communes[place], GIVEN[kind]())))


def do_act(_communes: list[Commune], made: list[tuple[Commune, Dossier]], place: int, act: str, role: str,
           stale: bool) -> None:
    if made:
        commune, dossier = made[place % len(made)]
        how = acting(commune, dossier, role)
        attempt(lambda: ACTS[act](replace(how, version=how.version - 1) if stale else how), dossier, whole=stale)


def do_seal(_communes: list[Commune], made: list[tuple[Commune, Dossier]], place: int, role: str) -> None:
    if made:
        commune, dossier = made[place % len(made)]
        attempt(lambda: seal(a_denunciation(new_code("", 8)), acting(commune, dossier, role), at_counter(commune)), dossier)


def do_break_off(communes: list[Commune], _made: list[tuple[Commune, Dossier]], place: int) -> None:
    try:
        with writing() as session:
            take_number(session, lock_chain(session, communes[place].unit), register="TCD", year=2026)
            raise InterruptedError
    except InterruptedError:
        return


def do_send_twice(communes: list[Commune], made: list[tuple[Commune, Dossier]], place: int, kind: str) -> None:
    key = new_public_id()
    first = log(communes[place], GIVEN[kind](), form_key=key)
    made.append((communes[place], first))
    with pytest.raises(FormKeyUsed) as used:
        log(communes[place], GIVEN[kind](), form_key=key)
    assert used.value.result == first.public_id


DOES = {"log": do_log, "act": do_act, "seal": do_seal, "break off": do_break_off, "send twice": do_send_twice}


def attempt(act: Any, dossier: Dossier, *, whole: bool = False) -> None:
    """Do it, or see that a refusal changed nothing."""
    before = journaled(dossier)
    try:
        act()
    except (Refused, Stale):
        assert journaled(dossier) == before
        return
    assert not whole, "an act on an older version went through"


def journaled(dossier: Dossier) -> tuple[Any, ...]:
    row = (
        reading()
        .execute(sa.select(Dossier.state, Dossier.version, Dossier.next_due).where(Dossier.id == dossier.id))
        .one()
    )
    rows = reading().execute(sa.select(sa.func.count()).select_from(JournalRow)).scalar_one()
    return (*row, rows)


def gaps() -> list[Any]:
    """Registers whose numbers are not 1, 2, 3 … up to the counter."""
    found: dict[tuple[int, str, int], list[int]] = defaultdict(list)
    for unit, register, year, no in reading().execute(
            sa.select(Dossier.unit_id, Dossier.register, Dossier.year, Dossier.no).order_by(Dossier.no)):
        found[unit, register, year].append(no)
    counters = {(row.unit_id, row.register, row.year): row.next_no
                for row in reading().execute(sa.select(RegisterCounter.__table__))}
    return [key for key in found | counters if found[key] != list(range(1, counters.get(key, 0)))]
