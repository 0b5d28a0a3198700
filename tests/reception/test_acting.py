"""Acts on a logged visit: each from its state, by its role, on the version that was shown; each told by the journal."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.exceptions import NotFound

from caseapp.db import db, reading, writing
from caseapp.dossiers.commands import Stale
from caseapp.dossiers.models import Accused, Clock
from caseapp.dossiers.search import hits
from caseapp.law.errors import LawError
from caseapp.ledger.models import JournalRow, JournalValues
from caseapp.reception.commands.acting import correct, notify, prolong, sign_refusal, take_custody, void
from caseapp.reception.commands.corrected import CORRECTABLE
from caseapp.reception.models import Matter, Notice, NoticeResult, Outcome
from caseapp.staff.models import Account, RoleGrant
from caseapp.web.errors import Refusal
from caseapp.workflow.engine import Refused
from tests.office.making import (
    NOW,
    TODAY,
    Commune,
    a_denunciation,
    a_notice,
    a_refusal,
    a_visit,
    acting,
    clocks_of,
    everything,
    log,
    make_commune,
    proof,
    stored,
    visit_row,
)

DUE = date(2026, 12, 1)
LATER = date(2026, 12, 10)


@pytest.fixture
def office(any_app: Flask) -> Iterator[Commune]:
    """A commune on each database."""
    with any_app.app_context():
        yield make_commune()


def last() -> Any:
    return reading().execute(sa.select(JournalRow.__table__).order_by(JournalRow.id.desc()).limit(1)).one()


def promise(day: date | None = LATER, **changes: Any) -> Any:
    return a_notice(NoticeResult.PROLONGED, follow_up_on=day, **changes)


def refused(act: Callable[[], Any], reason: type[Exception] = Refused) -> Exception:
    before = everything()
    with pytest.raises(reason) as problem:
        act()
    assert everything() == before
    return problem.value


def test_an_answer_ends_the_ten_days(office: Commune) -> None:
    dossier = log(office)
    notify(a_notice(given_on=date(2026, 11, 13)), acting(office, dossier, "handler"))
    row = stored(dossier.id)
    assert (row.state, row.closed_on, row.next_due, row.version) == ("done", date(2026, 11, 13), None, 2)
    assert clocks_of(dossier.id) == [("reception.reply", DUE, "met")]
    notice = reading().execute(sa.select(Notice.__table__)).one()
    assert (notice.result, notice.manner, notice.given_by, notice.entered_by) == (
        "accepted", "written", "Lê Thu", office.accounts["handler"])
    assert (last().act, last().account_id) == ("visit.notify", office.accounts["handler"])
    assert proof() == []


def test_a_prolonged_answer_has_a_day_and_then_its_answer(office: Commune) -> None:
    dossier = log(office)
    prolong(promise(), acting(office, dossier))
    assert clocks_of(dossier.id) == [("reception.reply", DUE, "met"), ("reception.follow-up", LATER, None)]
    assert (stored(dossier.id).state, stored(dossier.id).next_due, stored(dossier.id).closed_on) == (
        "prolonged",
        LATER,
        None,
    )
    prolong(promise(date(2026, 12, 20)), acting(office, dossier))
    assert clocks_of(dossier.id)[1:] == [
        ("reception.follow-up", LATER, "met"),
        ("reception.follow-up", date(2026, 12, 20), None),
    ]
    notify(a_notice(), acting(office, dossier))
    assert stored(dossier.id).next_due is None
    results = reading().execute(sa.select(Clock.result).order_by(Clock.id)).scalars().all()
    assert results == ["prolonged", "prolonged", "accepted"]
    assert proof() == []


def test_a_promise_names_a_day_to_come(office: Commune) -> None:
    dossier = log(office)
    refused(lambda: prolong(promise(None), acting(office, dossier)), ValueError)
    for day in (TODAY, date(2026, 11, 1)):
        refused(lambda day=day: prolong(promise(day), acting(office, dossier)), LawError)  # type: ignore[misc]


def test_a_refusal_waits_for_the_head(office: Commune) -> None:
    dossier = log(office, a_refusal("R3"))
    for role in ("reception", "handler", "clerk", "custodian"):
        refused(lambda role=role: sign_refusal(a_notice(), acting(office, dossier, role)))  # type: ignore[misc]
    sign_refusal(a_notice(NoticeResult.DECLINED), acting(office, dossier, "supervisor"))
    assert clocks_of(dossier.id) == [("reception.refusal-notice", date(2026, 11, 19), "met")]
    assert (stored(dossier.id).state, stored(dossier.id).closed_on) == ("refused", TODAY)
    refused(lambda: sign_refusal(a_notice(), acting(office, dossier, "supervisor")))
    assert proof() == []


def test_a_complaint_is_guided_and_not_sent_on(office: Commune) -> None:
    forwarded = a_notice(NoticeResult.FORWARDED, body="Sở Xây dựng")
    how = acting(office, log(office))
    refused(lambda: notify(forwarded, how))
    feedback = log(office, a_visit(matter=Matter.FEEDBACK))
    notify(forwarded, acting(office, feedback))
    row = visit_row(feedback.id)
    assert (row.competent, row.body) == (False, "Sở Xây dựng")
    with db.engine.connect() as connection:
        assert hits(connection, "sở xây dựng") == [feedback.id]      # a visit is found by the body it went to


def test_the_custodian_signs_for_an_envelope_once(office: Commune) -> None:
    ordinary, bare = log(office), log(office, a_denunciation(""))
    for dossier, why in ((ordinary, "tố cáo"), (bare, "phong bì")):
        assert why in str(refused(lambda dossier=dossier: take_custody(acting(office, dossier, "custodian"))))  # type: ignore[misc]
    sealed = log(office, a_denunciation("27"))
    refused(lambda: take_custody(acting(office, sealed, "reception")))
    take_custody(acting(office, sealed, "custodian"))
    assert (visit_row(sealed.id).custodian_id, visit_row(sealed.id).custody_at) == (office.accounts["custodian"], NOW)
    assert stored(sealed.id).state == "awaiting"
    assert reading().execute(sa.select(JournalRow.act).where(
        JournalRow.sealed, JournalRow.dossier_id == sealed.id).order_by(JournalRow.seq)).scalars().all() == [
            "visit.log", "visit.take-custody"]
    assert "ký nhận" in str(refused(lambda: take_custody(acting(office, sealed, "custodian"))))
    assert proof() == []


def test_a_cancelled_number_stays_in_its_place(office: Commune) -> None:
    dossier, done = log(office), log(office, a_visit(outcome=Outcome.EXPLAINED))
    for one in (dossier, done):
        void("Ghi nhầm", acting(office, one))
        assert (stored(one.id).state, stored(one.id).closed_on, stored(one.id).next_due) == ("void", TODAY, None)
        assert visit_row(one.id).note == "Ghi nhầm"
        refused(lambda one=one: void("Ghi nhầm", acting(office, one)))  # type: ignore[misc]
        refused(lambda one=one: correct({"note": "x"}, None, acting(office, one)))  # type: ignore[misc]
    assert clocks_of(dossier.id) == [("reception.reply", DUE, "void")]
    assert [log(office).no, stored(dossier.id).no] == [3, 1]
    assert proof() == []


def test_a_correction_is_visible_and_its_values_lie_beside(office: Commune) -> None:
    dossier = log(office)
    fields = correct({"content": "Khiếu nại tái định cư", "people_count": 3, "note": ""}, None, acting(office, dossier))
    assert fields == ["content", "people_count"]
    assert stored(dossier.id).subject == "Khiếu nại tái định cư"
    body = json.loads(last().body)
    assert body["facts"] == {"fields": ["content", "people_count"]}
    assert "định cư" not in last().body
    values = reading().execute(sa.select(JournalValues.body)).scalar_one()
    assert json.loads(values) == {
        "content": ["Khiếu nại thu hồi đất thửa 12", "Khiếu nại tái định cư"],
        "people_count": [1, 3],
    }
    assert proof() == []


def test_a_correction_that_changes_nothing_leaves_nothing(office: Commune) -> None:
    """Not even a version: whoever else has the page open would be told of a change that nobody made."""
    dossier = log(office)
    before = everything()
    assert correct({"content": "Khiếu nại thu hồi đất thửa 12"}, Matter.COMPLAINT, acting(office, dossier)) == []
    assert everything() == before


def test_every_typed_field_can_be_corrected_and_nothing_counted(office: Commune) -> None:
    dossier = log(office)
    for name in (
        "held_on",
        "outcome",
        "matter",
        "ground",
        "code",
        "no",
        "state",
        "custodian_id",
        "late",
    ):
        assert name not in CORRECTABLE
        refused(lambda name=name: correct({name: "x"}, None, acting(office, dossier)), ValueError)  # type: ignore[misc]


def test_a_visit_is_reclassified_among_ordinary_kinds_alone(office: Commune) -> None:
    dossier = log(office)
    assert correct({}, Matter.MIXED, acting(office, dossier)) == ["matter"]
    assert visit_row(dossier.id).matter == "mixed"
    assert correct({}, Matter.DENUNCIATION, acting(office, dossier)) == []
    sealed = log(office, a_denunciation())
    assert correct({}, Matter.COMPLAINT, acting(office, sealed)) == []
    refusal = log(office, a_refusal("R3"))
    why = refused(lambda: correct({}, Matter.FEEDBACK, acting(office, refusal)), Refusal)
    assert why.field == "matter"  # type: ignore[attr-defined]  # R3 is no ground for feedback
    assert (visit_row(dossier.id).matter, visit_row(sealed.id).matter) == ("mixed", "denunciation")
    assert proof() == []


def test_the_second_saver_is_told_and_changes_nothing(office: Commune) -> None:
    dossier = log(office)
    older = acting(office, dossier)
    correct({"note": "Một"}, None, acting(office, dossier, "supervisor"))
    for act in (lambda: notify(a_notice(), older), lambda: prolong(promise(), older), lambda: void("x", older),
                lambda: correct({"note": "Hai"}, None, older)):
        assert refused(act, Stale).version == 2  # type: ignore[attr-defined]


def test_an_act_that_breaks_off_in_the_middle_leaves_nothing(office: Commune, monkeypatch: pytest.MonkeyPatch) -> None:
    from caseapp.reception.commands import acting as module

    def power_cut(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    dossier = log(office)
    how = acting(office, dossier)
    monkeypatch.setattr(module, "record", power_cut)
    for act in (lambda: notify(a_notice(), how), lambda: prolong(promise(), how), lambda: void("x", how),
                lambda: correct({"note": "Hai"}, None, how)):
        refused(act, KeyboardInterrupt)  # type: ignore[arg-type]
    monkeypatch.undo()
    notify(a_notice(), how)
    assert proof() == []


def test_whoever_is_barred_or_locked_meanwhile_meets_nothing(office: Commune) -> None:
    """Between opening the page and its turn at the lock: the act is decided by what holds then."""
    sealed = log(office, a_denunciation("27"))
    how, before = acting(office, sealed, "custodian"), stored(sealed.id)
    with writing() as session:
        session.add(Accused(dossier_id=sealed.id, account_id=office.accounts["custodian"]))
    with pytest.raises(NotFound):
        take_custody(how)
    ordinary = log(office)
    how = acting(office, ordinary)
    with writing() as session:
        session.get_one(Account, office.accounts["reception"]).disabled_on = TODAY
    with pytest.raises(NotFound):
        void("Ghi nhầm", how)
    assert (stored(sealed.id), stored(ordinary.id).state) == (before, "awaiting")
    assert proof() == []


def test_a_role_that_ended_meanwhile_carries_nothing_out(office: Commune) -> None:
    dossier = log(office)
    how = acting(office, dossier)
    with writing() as session:
        session.execute(sa.update(RoleGrant).where(
            RoleGrant.account_id == office.accounts["reception"]).values(valid_to=RoleGrant.valid_from))
    assert "vai trò khác" in str(refused(lambda: void("Ghi nhầm", how)))
    assert stored(dossier.id).state == "awaiting"
