"""Two hamlets become one: the old team ends, its mediators and open disputes go on under the successor's leader."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from caseapp.db import reading, writing
from caseapp.ledger.chain import lock_chain
from caseapp.mediation.commands import succession
from caseapp.mediation.commands.people import GivenTraining, note_training
from caseapp.mediation.commands.succession import GivenSuccession
from caseapp.mediation.dispute import MediatedBy
from caseapp.mediation.models import Mediator, Team, TeamLeader, Training
from caseapp.proof import faults
from caseapp.staff.commands.closing import close
from caseapp.staff.models import RoleGrant, Unit
from caseapp.web.errors import Refusal
from caseapp.web.now import now, today
from tests.mediation.making import Hamlets, act, make_hamlets, mediating, open_one, stored, told
from tests.mediation.test_teams import DAY, LIST, browser, entrusted, journal, keeping, one
from tests.staff.administering import send
from tests.staff.making import filling, give_role, make_unit

if TYPE_CHECKING:
    from flask import Flask


def merge_hamlet(old: Unit, heir: Unit) -> None:
    """What the administrators do: the hamlet ends, another one carries it on."""
    with writing() as session:
        for number in sorted({old.id, heir.id}):
            lock_chain(session, number)
        close(session, lock_chain(session, old.id), session.get_one(Unit, old.id), DAY, session.get_one(Unit, heir.id),
              by=None, at=now(), name="", facts={})


def team_in(unit: Unit) -> Any:
    return reading().execute(sa.select(*Team.__table__.c).where(
        Team.unit_id == unit.id, Team.until_on.is_(None))).one_or_none()


def at_work(team: Any) -> set[str]:
    return set(reading().execute(sa.select(Mediator.name).where(
        Mediator.team_id == team.id, Mediator.until_on.is_(None))).scalars())


def test_the_successor_goes_on_with_people_and_disputes(any_app: Flask) -> None:
    office = make_hamlets(any_app)
    with any_app.app_context():
        going, over, of_tam = open_one(office), open_one(office), open_one(office, office.tam)
        for code in ("sit", "fail"):
            act(office, over, code)
        note_training(office.team.public_id, GivenTraining(DAY, "Kỹ năng", (office.mediator(office.lan),)), keeping(office))
        merge_hamlet(office.hamlet, office.other)
        how, staying = keeping(office), tuple(map(office.mediator, (office.leader, office.lan, office.bay)))
        heir = succession.succeed(office.team.public_id, 1, GivenSuccession(DAY, "QĐ 400/QĐ-UBND", staying), how)
        assert heir == office.other_team.public_id
        old = one(Team, office.team.public_id)
        assert (old.until_on, old.successor_id, old.ended_by) == (DAY, office.other_team.id, "QĐ 400/QĐ-UBND")
        assert at_work(old) == set()
        assert at_work(office.other_team) == {"Lý Thị Chín", "Cao Văn Mười", "Trần Thị Năm", "Huỳnh Ngọc Lan",
                                              "Đoàn Văn Bảy"}
        assert (told(going).team_id, told(over).team_id) == (office.other_team.id, office.team.id)
        assert (told(going).unit_id, stored(going.public_id).unit_id) == (office.hamlet.id,) * 2      # its register
        assert mediating(going) == ["Huỳnh Ngọc Lan"]
        assert teams_of_mediators(going) == {office.other_team.id}
        assert reading().execute(sa.select(Mediator.team_id).join(Training, Training.mediator_id == Mediator.id)
                                 ).scalar_one() == office.other_team.id
        assert teams_of_mediators(over) == {office.team.id}      # pay and figures go by who ended it
        assert (entrusted(going), entrusted(of_tam)) == ({office.lan.id}, set())      # Tám goes on nowhere
        assert reading().execute(sa.select(TeamLeader.until_on).where(
            TeamLeader.team_id == office.team.id)).scalar_one() == DAY
        assert (journal(office.hamlet.id)[-1], journal(office.other.id)[-1]) == ("team.end", "team.succeed")
        assert faults(9) == []
    leader = browser(any_app, office.other_leader)
    assert leader.get(f"{LIST}/{office.team.public_id}").status_code == 200      # its hamlet is her own now
    assert leader.get(f"/hoa-giai/vu/{going.public_id}").status_code == 200
    lan = browser(any_app, office.lan)
    assert lan.get(f"/hoa-giai/vu/{going.public_id}").status_code == 404      # a role of a unit that is no more
    with filling(any_app) as session:
        session.execute(sa.delete(RoleGrant).where(RoleGrant.account_id == office.lan.id))
        give_role(session, office.lan, "mediator", office.other)
    assert lan.get(f"/hoa-giai/vu/{going.public_id}").status_code == 200


def teams_of_mediators(dispute: Any) -> set[int]:
    return set(reading().execute(sa.select(Mediator.team_id).join(
        MediatedBy, MediatedBy.mediator_id == Mediator.id).where(MediatedBy.dossier_id == dispute.id)).scalars())


def test_a_new_hamlet_gets_a_team_with_the_first_that_comes(any_app: Flask) -> None:
    office = make_hamlets(any_app)
    with filling(any_app) as session:
        merged = make_unit(session, "K35", "Khóm 35", "hamlet", office.commune)
    with any_app.app_context():
        for hamlet in (office.hamlet, office.other):
            merge_hamlet(hamlet, merged)
    clerk = browser(any_app, office.clerk)
    page = clerk.get(LIST).text
    assert page.count("Thôn đã sáp nhập</span>") == 2
    for team in (office.team, office.other_team):
        here = f"{LIST}/{team.public_id}"
        assert "Nối sang tổ kế tục" in clerk.get(here).text
        with any_app.app_context():
            everybody = list(reading().execute(sa.select(Mediator.public_id).where(
                Mediator.team_id == team.id)).scalars())
        answer = send(clerk, f"{here}/ke-tuc", version="1", on="16/11/2026", document="QĐ 400", staying=everybody)
        assert answer.status_code == 303, answer.text
    with any_app.app_context():
        made = team_in(merged)
        assert made.name == "Tổ hòa giải Khóm 35"
        assert len(at_work(made)) == 6
        assert journal(merged.id) == ["unit.succeed", "unit.succeed", "team.open", "team.succeed", "team.succeed"]
        assert faults(9) == []
    page = clerk.get(answer.location).text
    assert "Chưa có tổ trưởng" in page


def test_the_same_person_is_not_two(app: Flask) -> None:
    office = make_hamlets(app)
    with app.app_context():
        going, lan = open_one(office), office.mediator(office.lan)
        merge_hamlet(office.hamlet, office.other)
        with writing() as session:
            session.add(Mediator(public_id="twin", team_id=office.other_team.id, name="Huỳnh Ngọc Lan",
                                 name_fold="huynh ngoc lan", sex="F", from_on=date(2025, 1, 6)))
        succession.succeed(office.team.public_id, 1, GivenSuccession(DAY, "QĐ", (lan,)), keeping(office))
        assert one(Mediator, "twin").account_id == office.lan.id
        assert len(at_work(office.other_team)) == 3
        assert entrusted(going) == {office.lan.id}


@pytest.mark.parametrize(("on", "staying", "said"), [
    (date(2024, 1, 1), (), "đến hôm nay"), (date(2026, 11, 17), (), "đến hôm nay"), (DAY, ("x",), "Chọn trong những")])
def test_refused(app: Flask, on: date, staying: tuple[str, ...], said: str) -> None:
    office = make_hamlets(app)
    with app.app_context():
        assert "chưa được sáp nhập" in refusal(office, DAY, ())
        merge_hamlet(office.hamlet, office.other)
        assert said in refusal(office, on, staying)
        assert team_in(office.hamlet) is not None
        assert today() == DAY


def refusal(office: Hamlets, on: date, staying: tuple[str, ...]) -> str:
    with pytest.raises(Refusal) as caught:
        succession.succeed(office.team.public_id, 1, GivenSuccession(on, "QĐ", staying), keeping(office))
    return str(caught.value)
