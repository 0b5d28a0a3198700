"""The policy table: who may do what, and whether it reaches the units below. Nothing else decides."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from caseapp.staff.roles import Role


class Can(StrEnum):
    """Everything that is permitted to some and not to others outside a procedure."""

    OWN_ACCOUNT = "own-account"
    MY_WORK = "my-work"
    SEE_LAW = "see-law"
    KEEP_CALENDAR = "keep-calendar"
    DESK = "desk"
    LOG_VISIT = "log-visit"
    TAKE_PETITION = "take-petition"
    READ_DOSSIERS = "read-dossiers"
    ANSWER_VISIT = "answer-visit"
    SIGN_REFUSAL = "sign-refusal"
    VOID_NUMBER = "void-number"
    READ_REGISTER = "read-register"
    PRINT_REGISTER = "print-register"
    READ_SEALED = "read-sealed"
    CUSTODY = "custody"
    IMPORT_BOOK = "import-book"
    ADMINISTER = "administer"
    CONFIRM_ACCESS = "confirm-access"
    VERIFY = "verify"
    BOARD = "board"
    URGE = "urge"
    MEDIATE = "mediate"
    LEAD_TEAM = "lead-team"
    READ_LOGBOOK = "read-logbook"
    KEEP_TEAMS = "keep-teams"
    PAY_MEDIATORS = "pay-mediators"
    APPROVE_PAY = "approve-pay"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table. ``below``: the roles in ``REACHING`` may do it in the units below theirs too."""

    roles: frozenset[Role]
    below: bool = False


def _to(*roles: Role, below: bool = False) -> Rule:
    return Rule(frozenset(roles), below)


# The roles that look after the units below their own; all others work in their own unit alone.
REACHING: Final = frozenset({Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR})

_R = Role
# For mediators, who are volunteers of a hamlet, nothing exists but their own disputes.
_OFFICE = tuple(role for role in Role if role not in {Role.MEDIATOR, Role.TEAM_LEADER})
POLICY: Final[Mapping[Can, Rule]] = MappingProxyType({
    Can.OWN_ACCOUNT: _to(*Role),          # and an account without any role: see may_without_role
    Can.MY_WORK: _to(*_OFFICE),
    Can.SEE_LAW: _to(*_OFFICE),
    # To ask for a change of the calendar; whose word puts it in force: lawbook/commands.py.
    Can.KEEP_CALENDAR: _to(_R.SUPERVISOR, _R.ADMINISTRATOR),
    Can.DESK: _to(_R.RECEPTION),
    Can.LOG_VISIT: _to(_R.RECEPTION),
    Can.TAKE_PETITION: _to(_R.RECEPTION, _R.HANDLER, _R.CLERK),      # whoever opens the post
    Can.READ_DOSSIERS: _to(_R.RECEPTION, _R.HANDLER, _R.CLERK, _R.SUPERVISOR, _R.AUDITOR, below=True),
    Can.ANSWER_VISIT: _to(_R.RECEPTION, _R.HANDLER, _R.CLERK, _R.SUPERVISOR),
    Can.SIGN_REFUSAL: _to(_R.SUPERVISOR),  # the head of the unit that refused signs, not the one above
    Can.VOID_NUMBER: _to(_R.RECEPTION, _R.SUPERVISOR),
    Can.READ_REGISTER: _to(_R.RECEPTION, _R.CLERK, _R.SUPERVISOR, _R.AUDITOR, below=True),
    Can.PRINT_REGISTER: _to(_R.RECEPTION, _R.CLERK, _R.SUPERVISOR),
    Can.READ_SEALED: _to(_R.SUPERVISOR, _R.CUSTODIAN, _R.AUDITOR, below=True),
    Can.CUSTODY: _to(_R.CUSTODIAN),
    Can.IMPORT_BOOK: _to(_R.RECEPTION, _R.CLERK),
    Can.ADMINISTER: _to(_R.ADMINISTRATOR, below=True),     # accounts and units; opens no dossier
    Can.CONFIRM_ACCESS: _to(_R.SUPERVISOR, _R.ADMINISTRATOR, below=True),      # as the second person: staff/consent.py
    Can.VERIFY: _to(_R.SUPERVISOR, _R.AUDITOR, below=True),
    Can.BOARD: _to(_R.SUPERVISOR, _R.AUDITOR, below=True),
    Can.URGE: _to(_R.SUPERVISOR, below=True),     # whoever answers for a unit may ask those below for speed
    # A mediator sees the disputes that are his, a leader the team's: dossiers/scope.py.
    Can.MEDIATE: _to(_R.MEDIATOR, _R.TEAM_LEADER),
    Can.LEAD_TEAM: _to(_R.TEAM_LEADER),
    # Who reaches nobody below reads the books of the hamlets whose teams he keeps: mediation/reach.py.
    Can.READ_LOGBOOK: _to(_R.TEAM_LEADER, _R.CLERK, _R.SUPERVISOR, _R.AUDITOR, below=True),
    # In a commune, for the teams of its hamlets; the chair decides, the clerk writes it down (LHG 8, 11, 12, 14).
    Can.KEEP_TEAMS: _to(_R.CLERK, _R.SUPERVISOR),
    Can.PAY_MEDIATORS: _to(_R.CLERK, _R.SUPERVISOR),
    Can.APPROVE_PAY: _to(_R.SUPERVISOR),
})

# Minutes without a sign of life after which a person must sign in again, where a role asks for less than the setting.
IDLE_MINUTES: Final[Mapping[Role, int]] = MappingProxyType({
    Role.CUSTODIAN: 5, Role.MEDIATOR: 10, Role.TEAM_LEADER: 10})

# Volunteers on a phone of their own or a shared one: whoever holds nothing else may go on with a short number.
PIN_ROLES: Final = frozenset({Role.MEDIATOR, Role.TEAM_LEADER})

# What nobody gets by the word of one administrator: sealed dossiers, their envelopes, the say over accounts.
GRAVE: Final = (Can.READ_SEALED, Can.CUSTODY, Can.ADMINISTER, Can.CONFIRM_ACCESS)


def permits(can: Can, role: Role) -> bool:
    """Whether ``role`` may do ``can`` in its own unit."""
    return role in POLICY[can].roles


def reaches_below(can: Can, role: Role) -> bool:
    """Whether ``role`` may do ``can`` in the units below its own."""
    rule = POLICY[can]
    return rule.below and role in rule.roles and role in REACHING


def is_guarded(role: Role) -> bool:
    """Whether a second person must confirm before somebody gets ``role``."""
    return any(permits(can, role) for can in GRAVE)


def may_without_role(can: Can) -> bool:
    """What somebody signed in may do before any role is given, or after the last one has ended."""
    return can is Can.OWN_ACCOUNT


def idle_minutes(roles: frozenset[Role], setting: int) -> int:
    """Minutes after which an idle session of somebody with ``roles`` ends."""
    return min([setting, *(IDLE_MINUTES[role] for role in roles if role in IDLE_MINUTES)])


def may_use_pin(roles: frozenset[Role]) -> bool:
    """Whether an idle session of somebody with ``roles`` may go on by a short number in place of the password."""
    return bool(roles) and roles <= PIN_ROLES
