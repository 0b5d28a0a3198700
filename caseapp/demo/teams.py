"""Mediation teams of the demo office: one whole, one that lacks what the Law asks for, one in another commune."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

import sqlalchemy as sa

from caseapp.db import reading
from caseapp.demo.staff import Offices
from caseapp.mediation.commands.people import (
    GivenTraining,
    MediatorEntry,
    add_mediator,
    bind_account,
    note_training,
)
from caseapp.mediation.commands.teams import GivenLeader, Keeping, TeamEntry, change_leader, open_team
from caseapp.mediation.models import Mediator, Schooling, Team
from caseapp.staff.models import Account, Unit

FORMED: Final = date(2025, 7, 15)
ELECTED: Final = date(2025, 7, 6)


@dataclass(frozen=True, slots=True)
class Written:
    """A mediator of the demo; ``login``: the account he signs in with; ``ends``: days from today to the end of term."""

    name: str
    sex: str
    born: int
    votes: int
    people: str = "01"
    phone: str = ""
    schooling: str = Schooling.NONE
    login: str = ""
    ends: int | None = None


@dataclass(frozen=True, slots=True)
class WrittenTeam:
    """A team of the demo: its hamlet by code, who keeps it, its people, the first of them its leader."""

    unit: str
    keeper: str
    name: str
    decision: str
    households: int
    seats: int
    people: tuple[Written, ...]
    minority_area: bool = False
    led: bool = True
    course: str = ""


TEAMS: Final = (
    WrittenTeam("CT-AT-KV3", "vanthu", "Tổ hòa giải Khu vực 3", "Quyết định 112/QĐ-UBND ngày 15/07/2025", 214, 4, (
        Written("Huỳnh Văn Nghĩa", "M", 1962, 187, phone="0918555301", login="totruong"),
        Written("Lý Thị Kim Hoàng", "F", 1974, 169, "04", "0918555302", Schooling.OTHER, "hoagiai"),
        Written("Phan Thị Út Hiền", "F", 1969, 151, phone="0918555303"),
        Written("Đỗ Thành Lộc", "M", 1981, 143, phone="0918555304", schooling=Schooling.LAW, ends=40)),
        course="Kỹ năng hòa giải tranh chấp đất đai, hôn nhân và gia đình"),
    # Two men where the statute asks for three people and a woman among them.
    WrittenTeam("CT-AT-KV4", "vanthu", "Tổ hòa giải Khu vực 4", "Quyết định 113/QĐ-UBND ngày 15/07/2025", 188, 3, (
        Written("Trương Công Định", "M", 1958, 132, phone="0918555401"),
        Written("Lê Hoài Bảo", "M", 1977, 121, phone="0918555402")), led=False),
    WrittenTeam("CT-TB-TH", "lanhdao2", "Tổ hòa giải ấp Thới Hòa", "Quyết định 58/QĐ-UBND ngày 15/07/2025", 240, 4, (
        Written("Thạch Sa Rươl", "M", 1966, 205, "05", "0918555501"),
        Written("Kim Thị Sa Mây", "F", 1979, 190, "05", "0918555502"),
        Written("Nguyễn Văn Tám", "M", 1960, 176, phone="0918555503"),
        Written("Võ Thị Mười", "F", 1971, 168, phone="0918555504")), minority_area=True),
)


def make_teams(offices: Offices, today: date, at: datetime) -> None:
    """Three teams with their mediators and leaders, as their communes would have written them down."""
    for one in TEAMS:
        _make_team(one, offices, today, at)


def _make_team(one: WrittenTeam, offices: Offices, today: date, at: datetime) -> None:
    unit = offices.units[one.unit]
    commune = reading().execute(sa.select(Unit.parent_id).where(Unit.id == unit)).scalar_one()
    how = Keeping(offices.accounts[one.keeper], (commune or 0,), at, today)
    key = reading().execute(sa.select(Unit.public_id).where(Unit.id == unit)).scalar_one()
    team = open_team(key, TeamEntry(one.name, FORMED, one.decision, one.minority_area, one.seats), how)
    made = [_make_mediator(person, one, team, today, how) for person in one.people]
    if one.led:
        version = reading().execute(sa.select(Team.version).where(Team.public_id == team)).scalar_one()
        change_leader(team, version, GivenLeader(made[0], FORMED, FORMED, one.decision), how)
    if one.course:
        held = min(today, FORMED + timedelta(days=70))
        note_training(team, GivenTraining(held, one.course, tuple(made), 16, "Sở Tư pháp"), how)


def _make_mediator(person: Written, one: WrittenTeam, team: str, today: date, how: Keeping) -> str:
    made = add_mediator(team, MediatorEntry(
        person.name, person.sex, FORMED, people=person.people, birth_year=person.born, phone=person.phone,
        schooling=person.schooling, elected_on=ELECTED, votes=person.votes, households=one.households,
        document=one.decision,
        term_until=today + timedelta(days=person.ends) if person.ends is not None else None), how)
    if person.login:
        account = reading().execute(sa.select(Account.public_id).where(Account.name == person.login)).scalar_one()
        version = reading().execute(sa.select(Mediator.version).where(Mediator.public_id == made)).scalar_one()
        bind_account(made, version, account, how)
    return made
