"""A ready commune with two hamlets, each with its team: who mediates, who leads, who reads; disputes to begin with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from caseapp.cases.commands.acting import carry_out
from caseapp.cases.commands.given import GivenAct
from caseapp.db import reading
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.models import Clock, Dossier
from caseapp.gazette import office_calendar
from caseapp.mediation.commands.opening import GivenDispute, GivenParty, Opener, open_dispute
from caseapp.mediation.dispute import Chosen, Dispute, MediatedBy
from caseapp.mediation.models import Mediator, Team, TeamLeader
from caseapp.people.commands import Given
from caseapp.staff.models import Account
from caseapp.staff.roles import Level
from caseapp.text import fold, new_public_id
from caseapp.web.now import now, today
from tests.staff.making import filling, make_account, make_unit

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from caseapp.staff.models import Unit
    from caseapp.workflow.engine import Way

SINCE = date(2025, 1, 6)
HOA = GivenParty("party-a", Given("Lê Văn Hòa", birth_year=1968, sex="M", phone="0913445210",
                                  address="Số 4 hẻm 12, khóm 3"))
SAU = GivenParty("party-b", Given("Nguyễn Thị Sáu", sex="F", phone="0939120887", address="Số 6 hẻm 12, khóm 3"), 61)


@dataclass(slots=True)
class Hamlets:
    """A commune with two hamlets. ``leader`` leads the team of the first, which has three mediators beside her."""

    province: Unit
    commune: Unit
    hamlet: Unit
    other: Unit
    head: Account
    clerk: Account
    officer: Account
    auditor: Account
    leader: Account
    tam: Account
    lan: Account
    bay: Account
    other_leader: Account
    other_mediator: Account
    team: Team
    other_team: Team

    def mediator(self, account: Account) -> str:
        """The public id of the mediator whose account it is."""
        return str(reading().execute(
            sa.select(Mediator.public_id).where(Mediator.account_id == account.id)).scalar_one())


def make_hamlets(app: Flask) -> Hamlets:
    """The commune of An Thịnh with hamlets 3 and 5; every mediator has an account."""
    with filling(app) as session:
        province = make_unit(session, "CT", "UBND thành phố Cần Thơ", Level.PROVINCE, seat="Cần Thơ")
        commune = make_unit(session, "CT-AT", "UBND phường An Thịnh", Level.COMMUNE, province, seat="An Thịnh")
        hamlet = make_unit(session, "CT-AT-K3", "Khóm 3", Level.HAMLET, commune)
        other = make_unit(session, "CT-AT-K5", "Khóm 5", Level.HAMLET, commune)
        team = make_team(session, hamlet, "Tổ hòa giải khóm 3")
        other_team = make_team(session, other, "Tổ hòa giải khóm 5")

        def volunteer(name: str, display: str, role: str, of: Team, sex: str = "F") -> Account:
            unit = hamlet if of is team else other
            account = make_account(session, name, [role], unit, display=display, title="hòa giải viên")
            mediator = make_mediator(session, of, display, account, sex=sex)
            if role == "team-leader":
                session.add(TeamLeader(team_id=of.id, mediator_id=mediator.id, from_on=SINCE))
            return account

        return Hamlets(
            province, commune, hamlet, other,
            head=make_account(session, "phuoc", ["supervisor"], commune, display="Đặng Hữu Phước",
                              title="Chủ tịch UBND phường"),
            clerk=make_account(session, "trang", ["clerk"], commune, display="Ngô Thùy Trang"),
            officer=make_account(session, "hang", ["reception"], commune, display="Lê Thị Thu Hằng"),
            auditor=make_account(session, "thanhtra", ["auditor"], province, display="Thanh Tra"),
            leader=volunteer("nam", "Trần Thị Năm", "team-leader", team),
            tam=volunteer("tam", "Võ Văn Tám", "mediator", team, "M"),
            lan=volunteer("lan", "Huỳnh Ngọc Lan", "mediator", team),
            bay=volunteer("bay", "Đoàn Văn Bảy", "mediator", team, "M"),
            other_leader=volunteer("chin", "Lý Thị Chín", "team-leader", other_team),
            other_mediator=volunteer("muoi", "Cao Văn Mười", "mediator", other_team, "M"),
            team=team, other_team=other_team)


def make_team(session: Session, unit: Unit, name: str, **more: Any) -> Team:
    """A team that has worked in a hamlet for long."""
    team = Team(public_id=new_public_id(), unit_id=unit.id, name=name, **{"from_on": SINCE, **more})
    session.add(team)
    session.flush()
    return team


def make_mediator(session: Session, team: Team, name: str, account: Account | None = None, *, sex: str = "F",
                  **more: Any) -> Mediator:
    """A mediator of a team since long ago."""
    mediator = Mediator(
        public_id=new_public_id(), team_id=team.id, account_id=account.id if account else None, name=name,
        name_fold=fold(name), sex=sex, **{"from_on": SINCE, **more})
    session.add(mediator)
    session.flush()
    return mediator


def brought(**changes: Any) -> GivenDispute:
    """A quarrel about a path, brought today; nobody was named to mediate it."""
    return replace(GivenDispute(
        title="Lối đi chung giữa hai hộ hẻm 12", content="Hộ ông Hòa xây bậc thềm lấn lối đi chung 0,4 m.",
        scope="civil", matter="path", started_by="party", received_on=today(), parties=(HOA, SAU)), **changes)


def opener(office: Hamlets, account: Account, **changes: Any) -> Opener:
    """Somebody of a team opening a dispute in the own hamlet now."""
    role = "team-leader" if account in (office.leader, office.other_leader) else "mediator"
    return replace(Opener(account.unit_id, account.id, frozenset({role}), now(), today(), office_calendar()), **changes)


def open_one(office: Hamlets, by: Account | None = None, **changes: Any) -> Any:
    """A dispute opened by a mediator for herself, or as ``changes`` say; its row. Within an application context."""
    by = by or office.lan
    if "mediators" not in changes and by is not office.leader:
        changes |= {"mediators": (office.mediator(by),), "chosen": Chosen.SELF}
    return stored(open_dispute(brought(**changes), opener(office, by)))


def acting(office: Hamlets, dispute: Any, by: Account | None = None, **changes: Any) -> Acting:
    """Somebody of the team (Lan, if nobody is named) acting now on what is stored of a dispute."""
    who = opener(office, by or office.lan)
    return replace(Acting(dispute.id, dispute.unit_id, stored(dispute.public_id).version, who.by, who.roles, now(),
                          today(), office_calendar()), **changes)


DETAILS: dict[str, dict[str, Any]] = {
    "sit": {"sat_at": "Nhà văn hóa khóm 3", "came": "Hai bên, hai hòa giải viên", "summary": "Hai bên trình bày."},
    "settle": {"summary": "Ông Hòa phá bậc thềm, bà Sáu bù 500.000 đồng."}, "fail": {"summary": "Mỗi bên giữ ý kiến."},
    "stop": {"asked_by": "party-b", "summary": "Bà Sáu không muốn tiếp tục."},
    "refer": {"barred": "offence", "to_place": "police", "summary": "Đã hướng dẫn đến công an phường."},
    "warn": {"summary": "Hai bên dọa đánh nhau."}, "pass-warning": {"summary": "Gọi điện cho chủ tịch phường."},
    "invite": {"invited": "Ông Ba", "standing": "người có uy tín", "consent": "both"},
    "draw-record": {"signed_as": "signed"}, "refuse-sign": {"asked_by": "party-a", "summary": "Không muốn ký giấy."},
    "replace": {"replaced_for": "cannot"}, "request-court": {"court": "Tòa án khu vực 3", "asked_by": "both"},
    "court-asks": {"summary": "Tòa yêu cầu biên bản."}, "answer-court": {"summary": "Đã gửi."},
    "court-decides": {"court_result": "recognised"}, "continue": {"asked_by": "both"},
    "record-failure": {"asked_by": "both"}, "guide": {"to_place": "court", "summary": "Đã hướng dẫn."},
    "pass-difficulty": {"summary": "Ông Hòa chưa phá."}, "give-up": {"summary": "Ông Hòa không phá."},
    "hand-on": {"asked_by": "party-a", "summary": "Yêu cầu phường giải quyết."},
    "reopen": {"summary": "Ghi nhầm kết quả."}, "void": {"reason": "Ghi trùng."},
}  # fmt: skip


def act(office: Hamlets, dispute: Any, code: str, on: date | None = None, *, by: Account | None = None,
        **details: Any) -> Way:
    """Carry one act out with whatever its form needs."""
    return carry_out(GivenAct(code, on or today(), details={**DETAILS.get(code, {}), **details}),
                     acting(office, dispute, by))


def stored(public_id: str) -> Any:
    """The dossier's row as it is now."""
    return reading().execute(sa.select(*Dossier.__table__.c).where(Dossier.public_id == public_id)).one()


def told(dispute: Any) -> Any:
    """The row of the dispute itself as it is now."""
    return reading().execute(sa.select(*Dispute.__table__.c).where(Dispute.dossier_id == dispute.id)).one()


def clocks(dispute: Any) -> dict[str, Any]:
    """The latest clock of each rule, by code."""
    rows = reading().execute(sa.select(*Clock.__table__.c).where(Clock.dossier_id == dispute.id).order_by(Clock.id))
    return {row.rule: row for row in rows}


def mediating(dispute: Any) -> list[str]:
    """Names of whoever mediates now, the one who leads first."""
    return list(reading().execute(
        sa.select(Mediator.name).join(MediatedBy, MediatedBy.mediator_id == Mediator.id)
        .where(MediatedBy.dossier_id == dispute.id, MediatedBy.until_on.is_(None))
        .order_by(MediatedBy.lead.desc(), MediatedBy.id)).scalars())
