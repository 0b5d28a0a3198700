"""Who may tell what was mediated: nobody who only brought it, is a party, is partial, or leads no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from caseapp.db import reading, writing
from caseapp.mediation.commands import people, teams
from caseapp.mediation.commands.following_up import GivenFollowUp, follow_up
from caseapp.mediation.commands.interest import note_interest
from caseapp.mediation.commands.promises import GivenKept, keep_promise
from caseapp.mediation.commands.results import record_result
from caseapp.mediation.commands.teams import GivenLeader, Keeping
from caseapp.mediation.dispute import Chosen
from caseapp.mediation.models import Mediator
from caseapp.people.commands import Given
from caseapp.proof import faults
from caseapp.staff.models import RoleGrant
from caseapp.web.now import now, today
from caseapp.workflow.engine import Refused
from tests.mediation.making import SAU, GivenParty, act, acting, make_hamlets, open_one, told
from tests.mediation.test_promises import STEP, rows, settled
from tests.mediation.test_results import SETTLED
from tests.mediation.test_scope import those_who_see

if TYPE_CHECKING:
    from flask import Flask

    from caseapp.staff.models import Account
    from tests.mediation.making import Hamlets


def refused(office: Hamlets, dispute: Any, by: Account, words: str) -> None:
    with pytest.raises(Refused, match=words):
        record_result(SETTLED, acting(office, dispute, by))
    assert told(dispute).outcome is None


def test_whoever_only_brought_it_tells_no_result(any_app: Flask) -> None:
    office = make_hamlets(any_app)
    with any_app.app_context():
        bay = GivenParty("party-a", Given("Đoàn Văn Bảy", birth_year=1970, sex="M"))
        his_own = open_one(office, office.bay, mediators=(office.mediator(office.tam),), chosen=Chosen.PARTIES,
                           parties=(bay, SAU), warning="Hai bên dọa đánh nhau.")
        refused(office, his_own, office.bay, "đang hòa giải")
        record_result(SETTLED, acting(office, his_own, office.tam))
        dispute = settled(office, STEP)
        with writing() as session:      # she sees it and mediates it not
            session.execute(sa.text("UPDATE mediation_mediator SET until_on = :day WHERE dossier_id = :id").bindparams(
                sa.bindparam("day", type_=sa.Date())), {"day": today(), "id": dispute.id})
        for attempt in (
                lambda: keep_promise(rows(dispute)[0].public_id, GivenKept(today()), acting(office, dispute)),
                lambda: follow_up(GivenFollowUp(today(), "call", "Đã hỏi."), acting(office, dispute))):
            with pytest.raises(Refused, match="đang hòa giải"):
                attempt()


def test_whoever_is_partial_tells_no_result_the_leader_neither(any_app: Flask) -> None:
    office = make_hamlets(any_app)
    with any_app.app_context():
        dispute = open_one(office)
        note_interest(office.mediator(office.lan), "Em ruột ông Hòa", acting(office, dispute, office.leader))
        refused(office, dispute, office.lan, "không vô tư")
        with writing() as session:
            session.execute(sa.update(Mediator).where(Mediator.account_id == office.leader.id).values(birth_year=1966))
        hers = open_one(office, parties=(GivenParty("party-a", Given("Trần Thị Năm", birth_year=1966, sex="F")), SAU))
        refused(office, hers, office.leader, "không vô tư")
        act(office, hers, "replace", by=office.leader, mediators=[office.mediator(office.tam)])      # that remains hers
        record_result(SETTLED, acting(office, hers, office.tam))


def test_what_was_taken_away_does_not_come_back_with_the_account(any_app: Flask) -> None:
    office = make_hamlets(any_app)
    with any_app.app_context():
        how, lan = Keeping(office.clerk.id, (office.commune.id,), now(), today()), office.mediator(office.lan)
        dispute, hers = open_one(office), open_one(office)
        act(office, dispute, "replace", by=office.leader, replaced_for="breach", note="Đòi tiền.",
            mediators=[office.mediator(office.bay)])
        people.bind_account(lan, 1, "", how)
        people.bind_account(lan, 2, office.lan.public_id, how)
        assert "lan" not in those_who_see(office, dispute)
        assert "lan" in those_who_see(office, hers)


def test_a_leader_of_before_sees_the_team_no_more(any_app: Flask) -> None:
    office = make_hamlets(any_app)
    with any_app.app_context():
        how = Keeping(office.clerk.id, (office.commune.id,), now(), today())
        dispute = open_one(office)
        teams.change_leader(office.team.public_id, 1, GivenLeader(office.mediator(office.tam), today()), how)
        assert "leader" not in those_who_see(office, dispute)
        with pytest.raises(Refused):
            act(office, dispute, "void", by=office.leader)
        held = sa.select(RoleGrant.role).where(RoleGrant.account_id == office.leader.id, RoleGrant.valid_to.is_(None))
        assert reading().execute(held).scalars().all() == ["mediator"]      # she mediates on
        other = office.mediator(office.other_leader)
        people.release(other, 1, people.GivenRelease(today(), "own-wish"), how)
        assert reading().execute(held.with_only_columns(sa.func.count()).where(
            RoleGrant.role == "team-leader", RoleGrant.account_id == office.other_leader.id)).scalar_one() == 0
        teams.end_team(office.other_team.public_id, 2, today(), "QĐ", how)
        assert faults(9) == []
