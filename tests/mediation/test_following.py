"""What the acts of a dispute change beside its state: who mediates and sees it, days agreed on, warnings, its end."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from caseapp.cases.models import CaseNote, Mention
from caseapp.db import reading, writing
from caseapp.dossiers.models import Entrusted
from caseapp.mediation.commands.interest import note_interest
from caseapp.mediation.dispute import Chosen, Interest, Invited, Joint, MediatedBy
from caseapp.mediation.models import Mediator
from caseapp.proof import faults
from caseapp.web.errors import Refusal
from caseapp.workflow.engine import Refused
from tests.mediation.making import act, acting, clocks, make_hamlets, mediating, open_one, stored, told

if TYPE_CHECKING:
    from typing import Any

    from flask import Flask

    from tests.office.clock import Clock


def sees(dispute: Any, account: Any) -> bool:
    return reading().execute(sa.select(Entrusted.account_id).where(
        Entrusted.dossier_id == dispute.id, Entrusted.account_id == account.id)).first() is not None


def rows(dispute: Any) -> dict[str, Any]:
    found = reading().execute(sa.select(Mediator.name, *MediatedBy.__table__.c).join(
        Mediator, Mediator.id == MediatedBy.mediator_id).where(MediatedBy.dossier_id == dispute.id))
    return {row.name: row for row in found}


def test_a_leader_assigns_and_replaces(any_app: Flask, clock: Clock) -> None:
    office = make_hamlets(any_app)
    with any_app.app_context():
        dispute = open_one(office, mediators=())
        lan, tam, bay = (office.mediator(one) for one in (office.lan, office.tam, office.bay))
        with pytest.raises(Refused):
            act(office, dispute, "assign", mediators=[lan])
        for nobody in ([], ["?"], [office.mediator(office.other_mediator)]):
            with pytest.raises(Refusal):
                act(office, dispute, "assign", by=office.leader, mediators=nobody)
        act(office, dispute, "assign", by=office.leader, mediators=[tam, bay])
        assert (stored(dispute.public_id).state, stored(dispute.public_id).handler_id) == ("assigned", office.tam.id)
        assert mediating(dispute) == ["Võ Văn Tám", "Đoàn Văn Bảy"]
        assert sees(dispute, office.bay)
        act(office, dispute, "sit", by=office.tam, absent=[bay])
    clock.forward(days=2)
    with any_app.app_context():
        act(office, dispute, "replace", by=office.leader, mediators=[lan, bay], replaced_for="breach",
            note="Thiên vị một bên")
        assert mediating(dispute) == ["Huỳnh Ngọc Lan", "Đoàn Văn Bảy"]
        assert stored(dispute.public_id).handler_id == office.lan.id
        assert not sees(dispute, office.tam)
        gone = rows(dispute)["Võ Văn Tám"]
        assert (gone.until_on, gone.breach, gone.took_part, gone.lead) == (
            date(2026, 11, 18), "Thiên vị một bên", True, False)
        assert not rows(dispute)["Đoàn Văn Bảy"].took_part
        with pytest.raises(Refused):      # the old page of whoever was replaced
            act(office, dispute, "sit", by=office.tam)
        act(office, dispute, "sit", by=office.lan)
        assert all(row.took_part for row in rows(dispute).values())
        assert faults(9) == []


def test_nobody_mediates_against_an_interest(any_app: Flask) -> None:
    office = make_hamlets(any_app)
    with any_app.app_context():
        with writing() as session:
            for account, known in ((office.tam, {"birth_year": 1968, "name": "Lê Văn Hoà", "name_fold": "le van hoa"}),
                                   (office.bay, {"phone": "+84 939.120.887"})):
                session.execute(sa.update(Mediator).where(Mediator.account_id == account.id).values(**known))
        dispute = open_one(office, mediators=())
        lan = office.mediator(office.lan)
        for account, reason in ((office.tam, "cùng họ tên, năm sinh"), (office.bay, "cùng số điện thoại")):
            with pytest.raises(Refusal, match=f"{reason}.*Điều 18 Luật Hòa giải ở cơ sở"):
                act(office, dispute, "assign", by=office.leader, mediators=[lan, office.mediator(account)])
        with pytest.raises(Refused):
            note_interest(lan, "Em ruột bà Sáu", acting(office, dispute, office.tam))
        with pytest.raises(Refusal):
            note_interest(lan, "", acting(office, dispute, office.lan))
        note_interest(lan, "Em ruột bà Sáu", acting(office, dispute, office.lan))
        with pytest.raises(Refusal, match="Em ruột bà Sáu"):
            act(office, dispute, "assign", by=office.leader, mediators=[lan])
        other = open_one(office)
        act(office, other, "replace", by=office.leader, mediators=[office.mediator(office.leader)],
            replaced_for="interest", note="Cháu của ông Hòa")
        assert reading().execute(sa.select(Interest.why).where(Interest.dossier_id == other.id)).scalar_one() == (
            "Cháu của ông Hòa")
        assert faults(9) == []


def test_teams_of_two_hamlets_mediate_together(any_app: Flask) -> None:
    office = make_hamlets(any_app)
    with any_app.app_context():
        dispute = open_one(office)
        with pytest.raises(Refused):
            act(office, dispute, "tell-fronts", by=office.leader)
        for wrong in ("", office.team.public_id):
            with pytest.raises(Refusal):
                act(office, dispute, "join-team", by=office.leader, team=wrong)
        act(office, dispute, "join-team", by=office.leader, team=office.other_team.public_id)
        assert mediating(dispute) == ["Huỳnh Ngọc Lan", "Lý Thị Chín"]
        assert rows(dispute)["Lý Thị Chín"].chosen == Chosen.JOINT
        assert sees(dispute, office.other_leader)
        assert not sees(dispute, office.other_mediator)
        with pytest.raises(Refused):      # whoever joins reads; what was done is written by the own team
            act(office, dispute, "sit", by=office.other_leader)
        act(office, dispute, "tell-fronts", by=office.leader)
        joint = reading().execute(sa.select(*Joint.__table__.c)).one()
        assert joint.fronts_told_on == date(2026, 11, 16)
        act(office, dispute, "replace", by=office.leader, mediators=[office.mediator(office.tam)])
        assert mediating(dispute) == ["Võ Văn Tám", "Lý Thị Chín"]
        assert faults(9) == []


def test_a_day_the_parties_agree_on_takes_the_place_of_the_law_s(any_app: Flask) -> None:
    office = make_hamlets(any_app)
    with any_app.app_context():
        dispute = open_one(office)
        with pytest.raises(Refusal) as refused:
            act(office, dispute, "agree-time", agreed_on=date(2026, 11, 16))
        assert refused.value.field == "agreed_on"
        act(office, dispute, "agree-time", agreed_on=date(2026, 11, 27))
        assert stored(dispute.public_id).next_due == date(2026, 11, 27)
        act(office, dispute, "agree-time", agreed_on=date(2026, 11, 24))
        assert stored(dispute.public_id).next_due == date(2026, 11, 24)
        act(office, dispute, "invite")
        assert reading().execute(sa.select(Invited.name, Invited.agreed_on)).one() == ("Ông Ba", date(2026, 11, 16))
        with pytest.raises(Refused):
            act(office, dispute, "invite", consent="not-both")
        act(office, dispute, "sit", next_on=date(2026, 11, 20))
        agreed = clocks(dispute)["mediation.agreed-start"]
        assert (agreed.ended_by, agreed.ended_on, agreed.result) == ("met", date(2026, 11, 16), "sit")
        assert stored(dispute.public_id).next_due is None
        assert faults(9) == []


def test_danger_goes_from_the_mediator_to_the_leader_and_up(any_app: Flask) -> None:
    office = make_hamlets(any_app)
    with any_app.app_context():
        dispute = open_one(office)
        with pytest.raises(Refused):
            act(office, dispute, "pass-warning", by=office.leader)
        act(office, dispute, "warn")
        with pytest.raises(Refused):
            act(office, dispute, "pass-warning")
        act(office, dispute, "pass-warning", by=office.leader)
        assert (told(dispute).urgent_on, told(dispute).passed_on) == (date(2026, 11, 16),) * 2
        called = reading().execute(sa.select(CaseNote.text, Mention.account_id).join(
            Mention, Mention.note_id == CaseNote.id).order_by(CaseNote.id)).all()
        assert [one.account_id for one in called] == [office.leader.id, office.leader.id, office.head.id]
        act(office, dispute, "warn")
        assert told(dispute).passed_on is None
        assert faults(9) == []


def test_the_end_of_a_dispute_follows_its_acts(any_app: Flask) -> None:
    office = make_hamlets(any_app)
    with any_app.app_context():
        dispute = open_one(office)

        def end() -> tuple[Any, ...]:
            row = told(dispute)
            return row.outcome, row.ended_by, row.agreement, row.record_on, row.barred

        act(office, dispute, "fail")
        assert end() == ("failed", "no-prospect", "Mỗi bên giữ ý kiến.", None, "")
        act(office, dispute, "continue")
        assert end() == (None, "", "", None, "")
        assert stored(dispute.public_id).state == "assigned"
        act(office, dispute, "stop")
        assert end() == ("stopped", "party-stops", "Bà Sáu không muốn tiếp tục.", None, "")
        act(office, dispute, "reopen", by=office.leader)
        act(office, dispute, "settle")
        act(office, dispute, "draw-record")
        assert end() == ("settled", "agreed", "Ông Hòa phá bậc thềm, bà Sáu bù 500.000 đồng.", date(2026, 11, 16), "")
        act(office, dispute, "reopen", by=office.leader)
        assert end() == (None, "", "", None, "")
        act(office, dispute, "refer")
        assert end() == ("referred", "", "", None, "offence")
        act(office, dispute, "void", by=office.leader)
        assert (told(dispute).outcome, stored(dispute.public_id).subject) == (None, "")
        assert faults(9) == []
