"""Opening a dispute: brought, witnessed or assigned; who mediates and sees it, who is told, what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from caseapp.cases.models import CaseNote, Mention
from caseapp.db import db, reading
from caseapp.dossiers.models import Entrusted, Party
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.mediation.commands.opening import GivenParty, open_dispute
from caseapp.mediation.dispute import Chosen
from caseapp.notices.models import Reminder
from caseapp.people.commands import Given
from caseapp.people.models import Person
from caseapp.proof import faults
from caseapp.web.errors import Refusal
from tests.mediation.making import HOA, SAU, brought, clocks, make_hamlets, mediating, open_one, opener, stored, told

if TYPE_CHECKING:
    from typing import Any

    from flask import Flask


def sees(dispute: Any) -> set[int]:
    return set(reading().execute(sa.select(Entrusted.account_id).where(Entrusted.dossier_id == dispute.id)).scalars())


def called(dispute: Any) -> set[int]:
    return set(reading().execute(sa.select(Mention.account_id).join(CaseNote, CaseNote.id == Mention.note_id).where(
        CaseNote.dossier_id == dispute.id)).scalars())


def test_disputes_begin_as_the_law_says(any_app: Flask) -> None:
    office = make_hamlets(any_app)
    with any_app.app_context():
        brought_to = open_one(office)
        assert (brought_to.state, brought_to.handler_id, brought_to.register) == ("assigned", office.lan.id, "HG")
        # Three days from the day of assignment, which is not counted (LHG 20(2)): 16/11 → 19/11.
        assert clocks(brought_to)["mediation.start"].due_on == date(2026, 11, 19)
        assert (mediating(brought_to), sees(brought_to)) == (["Huỳnh Ngọc Lan"], {office.lan.id})
        assert called(brought_to) == {office.leader.id}

        witnessed = open_one(office, office.tam, started_by="witnessed", at_once=True, mediators=())
        assert (witnessed.state, mediating(witnessed)) == ("at-once", ["Võ Văn Tám"])

        open_to_all = open_one(office, mediators=())
        assert (open_to_all.state, open_to_all.awaits, mediating(open_to_all)) == ("received", "team-leader", [])
        assert (clocks(open_to_all), called(open_to_all)) == ({}, {office.leader.id})
        assert sees(open_to_all) == {office.lan.id}

        pair = (office.mediator(office.bay), office.mediator(office.tam))
        by_parties = open_one(office, mediators=pair, chosen=Chosen.PARTIES)
        assert by_parties.state == "assigned"
        assert mediating(by_parties) == ["Đoàn Văn Bảy", "Võ Văn Tám"]
        assert sees(by_parties) == {office.bay.id, office.tam.id, office.lan.id}
        assert called(by_parties) == {office.bay.id, office.tam.id, office.leader.id}

        by_leader = open_one(office, office.leader, started_by="assigned", proposed_by="Chi hội Phụ nữ",
                             mediators=(office.mediator(office.bay),))
        assert (by_leader.handler_id, told(by_leader).proposed_by) == (office.bay.id, "Chi hội Phụ nữ")
        assert (called(by_leader), sees(by_leader)) == ({office.bay.id}, {office.bay.id})
        assert [one.no for one in (brought_to, witnessed, open_to_all, by_parties, by_leader)] == [1, 2, 3, 4, 5]
        assert faults(9) == []


def test_what_was_told_is_stored_once_and_the_leader_hears_of_danger(any_app: Flask) -> None:
    office = make_hamlets(any_app)
    with any_app.app_context():
        how = opener(office, office.lan, form_key="k" * 22)
        given = brought(warning="Hai bên dọa đánh nhau.", chosen=Chosen.SELF, received_on=date(2026, 11, 15))
        dispute = stored(open_dispute(given, how))
        with pytest.raises(FormKeyUsed):
            open_dispute(given, how)
        assert reading().execute(sa.select(sa.func.count()).select_from(Party)).scalar_one() == 2
        years = reading().execute(sa.select(Person.birth_year).order_by(Person.id)).scalars().all()
        assert years == [1968, 2026 - 61]
        row = told(dispute)
        assert (row.urgent_on, row.passed_on, row.outcome) == (date(2026, 11, 15), None, None)
        assert dispute.subject == "Lối đi chung giữa hai hộ hẻm 12"
        steps = reading().execute(sa.select(Reminder.account_id, Reminder.step).order_by(Reminder.step)).all()
        assert [tuple(one) for one in steps] == [(office.leader.id, "news"), (office.leader.id, "warned")]
        notes = reading().execute(sa.select(CaseNote.text)).scalars().all()
        assert "Hòa" not in "".join(notes).replace("Hòa giải viên", "")
        assert faults(9) == []


@pytest.mark.parametrize(("changes", "field"), [
    ({"title": " "}, "title"), ({"content": ""}, "content"), ({"matter": "spouses"}, "matter"),
    ({"started_by": "rumour"}, "started_by"), ({"parties": (HOA,)}, "parties"), ({"at_once": True}, "at_once"),
    ({"parties": (HOA, replace(SAU, person=Given(" ")))}, "parties"), ({"received_on": date(2026, 11, 17)}, "received_on"),
    ({"chosen": Chosen.JOINT, "mediators": ()}, "chosen"),
])  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(office_app: tuple[Flask, Any], changes: dict[str, Any], field: str) -> None:
    app, office = office_app
    with app.app_context():
        with pytest.raises(Refusal) as refused:
            open_one(office, **changes)
        assert refused.value.field == field
        db.session.rollback()


def test_a_mediator_assigns_nobody_and_no_party_mediates(app: Flask) -> None:
    office = make_hamlets(app)
    with app.app_context():
        tam = office.mediator(office.tam)
        with pytest.raises(Refusal) as refused:
            open_one(office, mediators=(tam,), chosen=Chosen.LEADER)
        assert refused.value.field == "mediators"
        with pytest.raises(Refusal) as refused:
            open_one(office, mediators=(office.mediator(office.other_mediator),), chosen=Chosen.PARTIES)
        assert refused.value.field == "mediators"
        namesake = GivenParty("party-b", Given("Võ Văn Tám"))      # the year is unknown: nobody guesses
        assert mediating(open_one(office, mediators=(tam,), chosen=Chosen.PARTIES, parties=(HOA, namesake)))
