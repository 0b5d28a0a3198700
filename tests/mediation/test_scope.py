"""Who sees which dispute: a mediator the own, a leader the team's, whoever joined reads, offices above read all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from bench.pages import counted
from caseapp.cases.queries.cases import find_case
from caseapp.db import reading
from caseapp.dossiers.scope import scope
from caseapp.dossiers.search import hits
from caseapp.mediation.commands.results import record_result
from caseapp.mediation.queries.own import disputes_of, find_dispute, whole
from caseapp.mediation.queries.people import mediators_of, team_of, teams_near, teams_of
from caseapp.notices.queries import as_viewer
from caseapp.staff.models import RoleGrant
from caseapp.workflow.engine import Refused
from tests.mediation.making import act, acting, make_hamlets, open_one, opener, stored
from tests.mediation.test_results import BOTH, SETTLED
from tests.staff.making import filling, give_role

if TYPE_CHECKING:
    from typing import Any

    from flask import Flask

    from caseapp.staff.viewer import Viewer

DAY = date(2026, 11, 16)
PEOPLE = ("leader", "tam", "lan", "bay", "other_leader", "other_mediator", "head", "clerk", "officer", "auditor")


def viewers(office: Any) -> dict[str, Viewer]:
    return {name: as_viewer(getattr(office, name).id, DAY) for name in PEOPLE}


def those_who_see(office: Any, dispute: Any) -> set[str]:
    return {name for name, person in viewers(office).items() if find_dispute(person, dispute.public_id) is not None}


def own(office: Any, name: str) -> list[int]:
    return [row.id for row in disputes_of(viewers(office)[name])]


def test_everybody_sees_exactly_what_is_theirs(any_app: Flask) -> None:
    office = make_hamlets(any_app)
    above = {"head", "auditor"}
    with any_app.app_context():
        hers = open_one(office)
        his = open_one(office, office.leader, mediators=(office.mediator(office.tam),))
        waiting = open_one(office, office.bay, mediators=())
        theirs = open_one(office, office.other_mediator)
        assert those_who_see(office, hers) == {"lan", "leader"} | above
        assert those_who_see(office, his) == {"tam", "leader"} | above
        assert those_who_see(office, waiting) == {"bay", "leader"} | above
        assert those_who_see(office, theirs) == {"other_mediator", "other_leader"} | above
        # One's own list never holds what one only reads as an office.
        assert {name: own(office, name) for name in PEOPLE} == {
            "lan": [hers.id], "tam": [his.id], "bay": [waiting.id], "leader": [hers.id, his.id, waiting.id],
            "other_mediator": [theirs.id], "other_leader": [theirs.id], "head": [], "clerk": [], "officer": [],
            "auditor": []}
        # Whoever opened it goes on to see it when somebody else mediates, until replaced himself.
        act(office, waiting, "assign", by=office.leader, mediators=[office.mediator(office.tam)])
        assert those_who_see(office, waiting) == {"bay", "tam", "leader"} | above
        act(office, hers, "join-team", by=office.leader, team=office.other_team.public_id,
            mediators=[office.mediator(office.other_mediator)])
        assert those_who_see(office, hers) == {"lan", "leader", "other_mediator"} | above
        with pytest.raises(Refused):
            act(office, hers, "sit", by=office.other_mediator)
        act(office, hers, "replace", by=office.leader, mediators=[office.mediator(office.bay)])
        assert those_who_see(office, hers) == {"bay", "leader", "other_mediator"} | above
        for name in ("lan", "leader", "tam"):      # no page of the office knows it for them
            assert find_case(viewers(office)[name], his.public_id) is None
    with filling(any_app) as session:
        give_role(session, office.tam, "mediator", office.other)
    with any_app.app_context():      # a role in another hamlet opens nothing there
        assert theirs.id not in own(office, "tam")


def test_whoever_mediates_no_more_sees_nothing(app: Flask) -> None:
    office = make_hamlets(app)
    with app.app_context():
        dispute = open_one(office)
    with filling(app) as session:
        for grant in session.scalars(sa.select(RoleGrant).where(RoleGrant.account_id == office.lan.id)):
            grant.valid_to = DAY
    with app.app_context():
        assert those_who_see(office, dispute) == {"leader", "head", "auditor"}


def test_a_list_and_a_dispute_cost_few_statements(any_app: Flask) -> None:
    office = make_hamlets(any_app)
    with any_app.app_context():
        for _number in range(3):
            dispute = open_one(office)
        act(office, dispute, "warn")
        act(office, dispute, "invite")
        act(office, dispute, "join-team", by=office.leader, team=office.other_team.public_id)
        record_result(SETTLED, acting(office, open_one(office)))
        record_result(replace(SETTLED, record="signed", promises=BOTH), acting(office, dispute))
        lan, leader = viewers(office)["lan"], viewers(office)["leader"]
        with counted(any_app) as statements:
            rows = disputes_of(lan)
            ended = disputes_of(lan, ended=True)
        assert (len(statements), len(rows), len(ended)) == (2, 3, 1)
        last = rows[-1]
        assert (last.id, last.state, last.next_due, last.rule) == (
            dispute.id, "followed", date(2026, 12, 5), "mediation.promise")
        assert (last.party_a, last.party_b, last.lead, last.mine, last.called) == (
            "Lê Văn Hòa", "Nguyễn Thị Sáu", "Huỳnh Ngọc Lan", True, False)
        assert last.promised == BOTH[0].what
        assert [row.called for row in disputes_of(leader)] == [True, True, True]
        assert not any(row.mine for row in disputes_of(leader))
        with counted(any_app) as statements:
            row = find_dispute(leader, dispute.public_id)
            below = whole(leader, row)
        assert len(statements) == 2
        assert (row.unit_name, row.team_name, row.content, row.scope) == (
            "Khóm 3", "Tổ hòa giải khóm 3", "Hộ ông Hòa xây bậc thềm lấn lối đi chung 0,4 m.", "civil")
        assert [one.name for one in below.side("party-b")] == ["Nguyễn Thị Sáu"]
        assert (below.side("party-a")[0].phone, below.side("party-b")[0].birth_year) == ("0913445210", 1965)
        assert [one.name for one in below.mediating] == ["Huỳnh Ngọc Lan", "Lý Thị Chín"]
        assert [one.code for one in below.acts] == ["warn", "invite", "join-team", "sit", "settle", "draw-record"]
        assert [one.what for one in below.promises] == [one.what for one in BOTH]
        assert {one.rule for one in below.clocks} == {
            "mediation.start", "mediation.promise", "mediation.court-recognition"}
        assert (len(below.invited), len(below.joint), len(below.unread())) == (1, 1, 2)


def test_the_office_finds_a_dispute_by_its_words(any_app: Flask) -> None:
    office = make_hamlets(any_app)
    with any_app.app_context():
        dispute = open_one(office)
        for words in ("loi di chung", "Lê Văn Hòa", "hg 2026 0001"):
            assert hits(reading(), words, scope(viewers(office)["head"])) == [dispute.id]
            for name in ("leader", "lan", "clerk", "officer"):
                assert hits(reading(), words, scope(viewers(office)[name])) == []
        act(office, dispute, "void", by=office.leader)
        assert hits(reading(), "loi di chung", scope(viewers(office)["head"])) == []


def test_who_mediates_where_on_a_day(any_app: Flask) -> None:
    office = make_hamlets(any_app)
    with any_app.app_context():
        team = team_of(reading(), office.hamlet.id, DAY)
        assert (team.id, team.name, team.unit_name) == (office.team.id, "Tổ hòa giải khóm 3", "Khóm 3")
        assert team_of(reading(), office.hamlet.id, date(2025, 1, 5)) is None
        assert [one.name for one in mediators_of(reading(), team.id, DAY)] == [
            "Đoàn Văn Bảy", "Huỳnh Ngọc Lan", "Trần Thị Năm", "Võ Văn Tám"]
        assert [one.name for one in mediators_of(reading(), team.id, DAY) if one.leads] == ["Trần Thị Năm"]
        assert [one.id for one in teams_near(reading(), office.hamlet.id, DAY)] == [office.other_team.id]
        assert len(teams_of(reading(), office.commune.id, DAY)) == 2
        assert opener(office, office.lan).unit_id == stored(open_one(office).public_id).unit_id
