"""Units and accounts of the demo office; all of them invented."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import sqlalchemy as sa

from caseapp.db import writing
from caseapp.ledger.chain import open_chain
from caseapp.ledger.journal import record
from caseapp.staff.commands.units import put_below
from caseapp.staff.models import Account, RoleGrant, Unit
from caseapp.staff.passwords import hash_password
from caseapp.text import fold, new_public_id

SINCE = date(2025, 7, 1)


@dataclass(frozen=True, slots=True)
class DemoUnit:
    code: str
    name: str
    level: str
    parent: str | None
    seat: str = ""
    address: str = ""
    phone: str = ""
    reception_place: str = ""


@dataclass(frozen=True, slots=True)
class DemoAccount:
    name: str
    person: str
    title: str
    unit: str
    roles: tuple[str, ...]

    @property
    def unit_name(self) -> str:
        return next(unit.name for unit in UNITS if unit.code == self.unit)


UNITS = (
    DemoUnit("CT", "UBND thành phố Cần Thơ", "province", None, "Cần Thơ", "02 Hòa Bình", "0292 3000 100",
             "Trụ sở tiếp công dân thành phố"),
    DemoUnit("CT-AT", "UBND phường An Thịnh", "commune", "CT", "An Thịnh", "27 Nguyễn Văn Cừ", "0292 3000 215",
             "Phòng tiếp công dân UBND phường An Thịnh"),
    DemoUnit("CT-TB", "UBND xã Thới Bình Đông", "commune", "CT", "Thới Bình Đông", "ấp Thới Hòa", "0292 3000 330",
             "Phòng tiếp công dân UBND xã Thới Bình Đông"),
    DemoUnit("CT-PT", "UBND xã Phong Thạnh Tây", "commune", "CT", "Phong Thạnh Tây", "ấp Phong Phú", "0292 3000 440",
             "Phòng tiếp công dân UBND xã Phong Thạnh Tây"),
    DemoUnit("CT-AT-KV3", "Khu vực 3", "hamlet", "CT-AT", "An Thịnh"),
    DemoUnit("CT-AT-KV4", "Khu vực 4", "hamlet", "CT-AT", "An Thịnh"),
    DemoUnit("CT-TB-TH", "Ấp Thới Hòa", "hamlet", "CT-TB", "Thới Bình Đông"),
)
ACCOUNTS = (
    DemoAccount("tiepdan", "Lê Thị Thu Hằng", "Công chức tiếp công dân", "CT-AT", ("reception",)),
    DemoAccount("canbo", "Trần Văn Bình", "Công chức địa chính", "CT-AT", ("handler",)),
    DemoAccount("canbo2", "Nguyễn Minh Tuấn", "Công chức xây dựng, đô thị", "CT-AT", ("handler",)),
    DemoAccount("vanthu", "Ngô Thùy Trang", "Văn thư, người giữ phong bì", "CT-AT", ("clerk", "custodian")),
    DemoAccount("lanhdao", "Đặng Hữu Phước", "Chủ tịch UBND phường", "CT-AT", ("supervisor",)),
    DemoAccount("quantri", "Phạm Quốc Dũng", "Quản trị hệ thống", "CT-AT", ("administrator",)),
    DemoAccount("totruong", "Huỳnh Văn Nghĩa", "Tổ trưởng tổ hòa giải", "CT-AT-KV3", ("team-leader",)),
    DemoAccount("hoagiai", "Lý Thị Kim Hoàng", "Hòa giải viên", "CT-AT-KV3", ("mediator",)),
    DemoAccount("lanhdao.tinh", "Võ Minh Khang", "Phó Chủ tịch UBND thành phố", "CT", ("supervisor",)),
    DemoAccount("canbo.tinh", "Đoàn Ngọc Mai", "Chuyên viên Ban tiếp công dân", "CT", ("handler",)),
    DemoAccount("thanhtra", "Bùi Thanh Liêm", "Thanh tra viên", "CT", ("auditor",)),
    DemoAccount("tiepdan2", "Thạch Sô Phia", "Công chức tiếp công dân", "CT-TB", ("reception",)),
    DemoAccount("lanhdao2", "Nguyễn Hoàng Yến", "Chủ tịch UBND xã", "CT-TB", ("supervisor",)),
)


@dataclass(frozen=True, slots=True)
class Offices:
    """Database ids of what was made, by code and by name of sign-in."""

    units: dict[str, int]
    accounts: dict[str, int]


def make_staff(password: str) -> Offices:
    """Units with their journals, accounts with their roles; all sign in with the one ``password``."""
    now = datetime.now(UTC)
    units: dict[str, int] = {}
    accounts: dict[str, int] = {}
    with writing() as session:
        for entry in UNITS:
            unit = Unit(
                public_id=new_public_id(), code=entry.code, name=entry.name, level=entry.level,
                parent_id=units.get(entry.parent or ""), valid_from=SINCE, seat=entry.seat, address=entry.address,
                phone=entry.phone, reception_place=entry.reception_place, changed_at=now)
            session.add(unit)
            session.flush()
            units[entry.code] = unit.id
            put_below(session, unit.id, unit.parent_id)
            record(session, open_chain(session, unit.id), act="unit.add", by=None, at=now,
                   facts={"unit": unit.public_id, "code": entry.code})
        hashed = hash_password(password)
        for person in ACCOUNTS:
            account = Account(
                public_id=new_public_id(), name=person.name, display_name=person.person,
                display_fold=fold(person.person), title=person.title, unit_id=units[person.unit], password=hashed,
                must_change=False, language=None, created=now, changed_at=now)
            session.add(account)
            session.flush()
            accounts[person.name] = account.id
            for role in person.roles:
                session.add(RoleGrant(public_id=new_public_id(), account_id=account.id, unit_id=account.unit_id,
                                      role=role, valid_from=SINCE))
        for unit in session.scalars(sa.select(Unit).where(Unit.level == "commune")):
            unit.monitor_id = accounts["thanhtra"]
    return Offices(units, accounts)
