"""Who may not mediate a dispute though he comes anew, and what a released mediator opens: nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from caseapp.db import writing
from caseapp.dossiers.models import Dossier
from caseapp.mediation.commands import people
from caseapp.mediation.commands.handing_on import hand_on
from caseapp.mediation.commands.teams import Keeping
from caseapp.mediation.models import Mediator
from caseapp.people.commands import Given
from caseapp.web.errors import Refusal
from caseapp.web.now import now, today
from tests.mediation.making import SAU, GivenParty, act, acting, make_hamlets, open_one
from tests.mediation.pages import DISPUTE, at
from tests.mediation.test_handing_on import asks, failed

if TYPE_CHECKING:
    from flask import Flask


def test_whoever_was_noted_does_not_come_back_as_somebody_new(any_app: Flask) -> None:
    office = make_hamlets(any_app)
    with any_app.app_context():
        how, lan = Keeping(office.clerk.id, (office.commune.id,), now(), today()), office.mediator(office.lan)
        dispute = open_one(office)
        act(office, dispute, "replace", by=office.leader, replaced_for="interest", note="Em ruột ông Hòa",
            mediators=[office.mediator(office.bay)])
        people.release(lan, 1, people.GivenRelease(today(), "own-wish"), how)
        anew = people.add_mediator(office.team.public_id, people.MediatorEntry("Huỳnh Ngọc Lan", "F", today()), how)
        with pytest.raises(Refusal, match="Em ruột"):
            act(office, dispute, "replace", by=office.leader, mediators=[anew])


def test_an_age_that_makes_a_year_too_late_hides_no_party(app: Flask) -> None:
    office = make_hamlets(app)
    with app.app_context():
        with writing() as session:
            session.execute(sa.update(Mediator).where(Mediator.account_id == office.tam.id).values(birth_year=1967))
        tam = GivenParty("party-a", Given("Võ Văn Tám", sex="M"), 58)      # 59 in December
        with pytest.raises(Refusal, match="là một bên"):
            open_one(office, office.tam, parties=(tam, SAU))


def test_a_released_mediator_opens_nothing(any_app: Flask) -> None:
    office = make_hamlets(any_app)
    with any_app.app_context():
        how = Keeping(office.clerk.id, (office.commune.id,), now(), today())
        people.release(office.mediator(office.lan), 1, people.GivenRelease(today(), "own-wish"), how)
        with pytest.raises(Refusal, match="không còn là hòa giải viên"):
            open_one(office, mediators=())
        # Who was never anybody's account goes on as before: the office binds it later.
        people.bind_account(office.mediator(office.bay), 1, "", replace(how, at=how.at + timedelta(seconds=1)))
        open_one(office, office.bay, mediators=())


def test_nothing_sealed_is_named_beside_a_dispute(app: Flask) -> None:
    office = make_hamlets(app)
    with app.app_context():
        dispute = failed(office)
        key = hand_on(asks(dispute), acting(office, dispute))
        client = at(app, office.head)
        assert key in client.get(DISPUTE.format(dispute.public_id)).text
        with writing() as session:
            session.execute(sa.update(Dossier).where(Dossier.public_id == key).values(
                sealed=True, register="TCD-TC", code="K7M2Q9"))
        page = client.get(DISPUTE.format(dispute.public_id)).text
        assert key not in page
        assert "Đơn từ vụ việc này" not in page


def test_of_a_cancelled_number_nothing_is_told(app: Flask) -> None:
    office = make_hamlets(app)
    with app.app_context():
        dispute = open_one(office)
        act(office, dispute, "invite", invited="Ông Ba Rành", standing="người có uy tín")
        act(office, dispute, "void", by=office.leader)
        for account in (office.lan, office.leader, office.head):
            page = at(app, account).get(DISPUTE.format(dispute.public_id)).text
            assert "Số đã hủy" in page
            assert not any(words in page for words in ("Lê Văn Hòa", "0913445210", "Ba Rành", "bậc thềm", "hẻm 12"))
