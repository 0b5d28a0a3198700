"""Knows the roles a person may hold in a unit, and the levels a unit may have; with their names for people."""
from __future__ import annotations

from enum import StrEnum
from typing import Final

from caseapp.text import mark


class Role(StrEnum):
    """What somebody does in a unit; the values are those of the contract and of ``demo.json``."""

    RECEPTION = "reception"
    HANDLER = "handler"
    CLERK = "clerk"
    MEDIATOR = "mediator"
    TEAM_LEADER = "team-leader"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    CUSTODIAN = "custodian"


class Level(StrEnum):
    """Where a unit stands in the tree of administration."""

    PROVINCE = "province"
    AGENCY = "agency"
    COMMUNE = "commune"
    HAMLET = "hamlet"


ROLE_NAMES: Final[dict[Role, str]] = {
    Role.RECEPTION: mark("Cán bộ tiếp công dân"),
    Role.HANDLER: mark("Người thụ lý, xác minh"),
    Role.CLERK: mark("Văn thư"),
    Role.MEDIATOR: mark("Hòa giải viên"),
    Role.TEAM_LEADER: mark("Tổ trưởng tổ hòa giải"),
    Role.SUPERVISOR: mark("Lãnh đạo"),
    Role.ADMINISTRATOR: mark("Quản trị tài khoản"),
    Role.AUDITOR: mark("Thanh tra, kiểm tra"),
    Role.CUSTODIAN: mark("Người giữ phong bì tố cáo"),
}
LEVEL_NAMES: Final[dict[Level, str]] = {
    Level.PROVINCE: mark("Cấp tỉnh"),
    Level.AGENCY: mark("Cơ quan chuyên môn"),
    Level.COMMUNE: mark("Cấp xã"),
    Level.HAMLET: mark("Thôn, tổ dân phố"),
}
# Under which levels a unit of a level may stand; None = it may stand alone.
PARENTS: Final[dict[Level, frozenset[Level | None]]] = {
    Level.PROVINCE: frozenset({None}),
    Level.AGENCY: frozenset({None, Level.PROVINCE, Level.COMMUNE}),
    Level.COMMUNE: frozenset({None, Level.PROVINCE}),
    Level.HAMLET: frozenset({Level.COMMUNE}),
}
