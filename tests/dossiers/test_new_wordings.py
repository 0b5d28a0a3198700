"""A new law: what it does to running clocks is shown first; it governs what starts under it, and what it says it reaches."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from caseapp import law_cli, rehearsing
from caseapp.db import reading
from caseapp.dossiers.new_wordings import apply_law, rehearse_law
from caseapp.gazette import office_calendar
from caseapp.law.acts import LKN
from caseapp.law.limits import WORKING, Limit, Wording
from caseapp.law.receipts import Receipt
from caseapp.law.registry import RULES
from caseapp.ledger.models import JournalRow
from caseapp.reception.commands.acting import notify
from tests.office.making import (
    NOW,
    TODAY,
    Commune,
    a_notice,
    a_visit,
    acting,
    log,
    make_commune,
    proof,
    put_calendar,
    stored,
)

if TYPE_CHECKING:
    from flask import Flask

REPLY = RULES["reception.reply"]
BEFORE, ON, AFTER = date(2026, 11, 10), date(2026, 11, 11), date(2026, 11, 12)
NEW = Wording(5, WORKING, LKN(99), since=ON)


@pytest.fixture
def office(any_app: Flask) -> Iterator[Commune]:
    """A commune on each database."""
    with any_app.app_context():
        yield make_commune()


def put_law(monkeypatch: pytest.MonkeyPatch, *wordings: Wording) -> None:
    """The program with another law of replies."""
    law = {**RULES, REPLY.code: Limit(REPLY.code, REPLY.title, REPLY.start, wordings, ids=REPLY.ids)}
    for module in ("caseapp.law.counting", "caseapp.dossiers.new_wordings"):
        monkeypatch.setattr(f"{module}.RULES", law)


def old(until: date | None = None) -> Wording:
    return replace(REPLY.wordings[0], until=until)


def test_a_new_wording_governs_what_starts_on_its_day_or_later(
    office: Commune, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, on, after, done = (log(office, a_visit(held_on=day), form_key=str(place))
                               for place, day in enumerate((BEFORE, ON, AFTER, AFTER)))
    notify(a_notice(given_on=TODAY), acting(office, done))
    assert rehearse_law(office_calendar(), TODAY) == []
    put_law(monkeypatch, old(BEFORE), NEW)
    found = rehearse_law(office_calendar(), TODAY)
    assert {one.row.id: one.moves for one in found} == {on.id: True, after.id: True}
    assert [one.after and one.after.due for one in found] == [date(2026, 11, 18), date(2026, 11, 19)]
    assert stored(on.id).next_due == date(2026, 11, 26)      # looking moves nothing
    assert apply_law(found, NOW) == 2
    assert (stored(before.id).next_due, stored(on.id).next_due) == (date(2026, 11, 25), date(2026, 11, 18))
    texts = reading().execute(sa.text("SELECT text FROM clock_receipt JOIN clock ON clock.id = clock_id "
                                      "WHERE dossier_id = :id ORDER BY no"), {"id": on.id}).scalars()
    assert [receipt.due for receipt in map(Receipt.from_json, texts)] == [date(2026, 11, 26), date(2026, 11, 18)]
    rows = reading().execute(sa.select(JournalRow.body).where(JournalRow.act == "clock.recount")).scalars()
    assert {json.loads(body)["facts"]["law"] for body in rows} == {str(LKN(99))}
    assert rehearse_law(office_calendar(), TODAY) == []
    assert apply_law(found, NOW) == 0      # nothing twice
    assert proof() == []


def test_only_a_transitional_rule_reaches_what_began_before(office: Commune, monkeypatch: pytest.MonkeyPatch) -> None:
    before = log(office, a_visit(held_on=BEFORE))
    put_law(monkeypatch, old(BEFORE), replace(NEW, reaches=LKN(100)))
    (found,) = rehearse_law(office_calendar(), TODAY)
    assert found.moves
    assert found.because is not None
    assert found.because.reaches == LKN(100)
    assert apply_law([found], NOW) == 1
    assert stored(before.id).next_due == date(2026, 11, 17)
    assert rehearse_law(office_calendar(), TODAY) == []


def test_before_its_day_it_reaches_nothing(office: Commune, monkeypatch: pytest.MonkeyPatch) -> None:
    log(office, a_visit(held_on=BEFORE))
    coming = date(2026, 11, 20)
    put_law(monkeypatch, old(date(2026, 11, 19)), replace(NEW, since=coming, reaches=LKN(100)))
    assert rehearse_law(office_calendar(), TODAY) == []
    (found,) = rehearse_law(office_calendar(), coming)
    assert found.moves


def test_a_wording_that_was_mended_is_told_and_moves_nothing(office: Commune, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = log(office, a_visit(held_on=AFTER))
    put_law(monkeypatch, replace(old(), length=7))
    (found,) = rehearse_law(office_calendar(), TODAY)
    assert (found.moves, found.because) == (False, None)
    assert apply_law([found], NOW) == 0
    assert stored(dossier.id).next_due == date(2026, 11, 27)


def test_a_length_nobody_read_is_told_and_moves_nothing(office: Commune, monkeypatch: pytest.MonkeyPatch) -> None:
    log(office, a_visit(held_on=AFTER))
    put_law(monkeypatch, old(BEFORE), replace(NEW, length=None, confirmed=False))
    (found,) = rehearse_law(office_calendar(), TODAY)
    assert (found.moves, found.after) == (False, None)
    assert "chưa đọc được số ngày" in found.problem


def test_the_command_lists_first_and_writes_when_told(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with app.app_context():
        commune = make_commune()
        moving, _kept = log(commune, a_visit(held_on=AFTER), form_key="a"), log(commune, a_visit(held_on=BEFORE))
    monkeypatch.setattr(rehearsing, "opened", lambda: (app, app.extensions["settings"]))
    monkeypatch.setattr(law_cli, "_today", lambda: TODAY)
    assert "0 hạn theo quy định mới" in CliRunner().invoke(law_cli.rules, ["--rehearse"]).output
    put_law(monkeypatch, replace(old(BEFORE), length=9), replace(NEW, reaches=None))
    listed = CliRunner().invoke(law_cli.rules, ["--rehearse"])
    assert listed.exit_code == 0
    assert "27/11/2026 → 19/11/2026  (Điều 99 Luật Khiếu nại, từ 11/11/2026)" in listed.output
    assert "giữ nguyên: bắt đầu trước quy định mới" in listed.output
    assert "1 hạn theo quy định mới, 1 hạn giữ nguyên; chưa ghi gì" in listed.output
    done = json.loads(CliRunner().invoke(law_cli.rules, ["--rehearse", "--apply", "--json"]).output)
    assert done["applied"] == 1
    assert [(one["moves"], one["to"], one["transitional"]) for one in done["clocks"]] == [
        (False, "2026-11-23", None), (True, "2026-11-19", None)]
    with app.app_context():
        assert stored(moving.id).next_due == date(2026, 11, 19)
    assert CliRunner().invoke(law_cli.rules, ["--apply"]).exit_code == 2


def test_by_the_calendar_in_force_not_by_the_shipped_one(office: Commune, monkeypatch: pytest.MonkeyPatch) -> None:
    from caseapp.law.calendars import SHIPPED
    log(office, a_visit(held_on=AFTER))
    put_calendar(SHIPPED.with_exchange(SHIPPED.exchanges[0], "Công văn 12/BNV"))
    put_law(monkeypatch, old(BEFORE), replace(NEW, length=7))
    (found,) = rehearse_law(office_calendar(), TODAY)
    assert found.after is not None
    assert found.after.due == date(2026, 11, 25)
