"""The policy table, said a second time by hand: role × what it may do, and how far."""

from __future__ import annotations

import pytest

from caseapp.staff.policy import POLICY, Can, idle_minutes, is_guarded, may_without_role, permits, reaches_below
from caseapp.staff.roles import Role

ALL = set(Role)
# For volunteers nothing exists but their own disputes.
OFFICE = ALL - {Role.MEDIATOR, Role.TEAM_LEADER}
# what → (roles that may, those of them that may in the units below too)
EXPECTED: dict[Can, tuple[set[str], set[str]]] = {
    Can.OWN_ACCOUNT: (ALL, set()),
    Can.MY_WORK: (OFFICE, set()),
    Can.SEE_LAW: (OFFICE, set()),
    Can.KEEP_CALENDAR: ({"supervisor", "administrator"}, set()),
    Can.TAKE_PETITION: ({"reception", "handler", "clerk"}, set()),
    Can.DESK: ({"reception"}, set()),
    Can.LOG_VISIT: ({"reception"}, set()),
    Can.READ_DOSSIERS: ({"reception", "handler", "clerk", "supervisor", "auditor"}, {"supervisor", "auditor"}),
    Can.ANSWER_VISIT: ({"reception", "handler", "clerk", "supervisor"}, set()),
    Can.SIGN_REFUSAL: ({"supervisor"}, set()),
    Can.VOID_NUMBER: ({"reception", "supervisor"}, set()),
    Can.READ_REGISTER: ({"reception", "clerk", "supervisor", "auditor"}, {"supervisor", "auditor"}),
    Can.PRINT_REGISTER: ({"reception", "clerk", "supervisor"}, set()),
    Can.READ_SEALED: ({"supervisor", "custodian", "auditor"}, {"supervisor", "auditor"}),
    Can.CUSTODY: ({"custodian"}, set()),
    Can.IMPORT_BOOK: ({"reception", "clerk"}, set()),
    Can.ADMINISTER: ({"administrator"}, {"administrator"}),
    Can.CONFIRM_ACCESS: ({"supervisor", "administrator"}, {"supervisor", "administrator"}),
    Can.VERIFY: ({"supervisor", "auditor"}, {"supervisor", "auditor"}),
    Can.BOARD: ({"supervisor", "auditor"}, {"supervisor", "auditor"}),
    Can.URGE: ({"supervisor"}, {"supervisor"}),
    Can.MEDIATE: ({"mediator", "team-leader"}, set()),
    Can.LEAD_TEAM: ({"team-leader"}, set()),
    Can.READ_LOGBOOK: ({"team-leader", "clerk", "supervisor", "auditor"}, {"supervisor", "auditor"}),
    Can.KEEP_TEAMS: ({"clerk", "supervisor"}, set()),
    Can.PAY_MEDIATORS: ({"clerk", "supervisor"}, set()),
    Can.APPROVE_PAY: ({"supervisor"}, set()),
}


def test_every_permission_is_in_both_tables() -> None:
    assert set(POLICY) == set(Can) == set(EXPECTED)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("can", Can)
def test_role_by_permission(can: Can, role: Role) -> None:
    holders, reaching = EXPECTED[can]
    assert permits(can, role) is (role in holders)
    assert reaches_below(can, role) is (role in reaching)


def test_an_administrator_opens_no_dossier() -> None:
    administrator = {can for can in Can if permits(can, Role.ADMINISTRATOR)}
    assert administrator == {Can.OWN_ACCOUNT, Can.MY_WORK, Can.SEE_LAW, Can.KEEP_CALENDAR, Can.ADMINISTER,
                             Can.CONFIRM_ACCESS}


def test_which_roles_need_a_second_person() -> None:
    assert {str(role) for role in Role if is_guarded(role)} == {"supervisor", "custodian", "auditor", "administrator"}


def test_without_a_role_there_is_ones_own_account_alone() -> None:
    assert [can for can in Can if may_without_role(can)] == [Can.OWN_ACCOUNT]


@pytest.mark.parametrize(("roles", "minutes"), [
    ((), 15), (("reception",), 15), (("clerk", "custodian"), 5), (("mediator",), 10), (("custodian", "mediator"), 5),
    (("team-leader",), 10),
])
def test_some_roles_are_locked_sooner(roles: tuple[str, ...], minutes: int) -> None:
    assert idle_minutes(frozenset(map(Role, roles)), 15) == minutes


def test_a_shorter_setting_wins() -> None:
    assert idle_minutes(frozenset({Role.MEDIATOR}), 3) == 3
