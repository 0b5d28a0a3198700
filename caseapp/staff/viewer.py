"""Knows who is looking: the person signed in, the roles they hold today, and what these permit where."""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import cast

from flask import abort, redirect, request, url_for
from flask_login import current_user

from caseapp.staff.policy import Can, may_without_role, permits, reaches_below
from caseapp.staff.roles import Role
from caseapp.web.access import Verdict

# What an account with a password to be changed may still open.
BEFORE_CHANGE = frozenset({"staff.change_password", "staff.sign_out"})
# How long a password given at sign-in proves, for grave acts, who sits before the screen.
PROOF = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Held:
    """A role held today, by grant or by substitution, with the units where it counts.

    ``own``: the role's unit and those merged into it; ``within``: these and all units below.
    """

    role: Role
    unit_id: int
    own: tuple[int, ...]
    within: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person a page is made for; nobody signed in is ``NOBODY``, who may do nothing."""

    account_id: int
    public_id: str
    name: str
    title: str
    language: str | None
    keys_on: bool
    unit_id: int
    unit_name: str
    parent_unit_name: str
    held: tuple[Held, ...] = ()
    must_change: bool = False
    sign_in_id: int = 0
    token: str = field(default="", repr=False)
    since: datetime | None = None
    # What was worked out before: a page asks thirty times.
    known: dict[Can, bool] = field(default_factory=dict, compare=False, repr=False)
    reached: dict[Can, tuple[int, ...]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def roles(self) -> tuple[tuple[int, Role], ...]:
        """(unit, role) for every role held today."""
        return tuple((held.unit_id, held.role) for held in self.held)

    def may(self, can: Can) -> bool:
        """Whether ``can`` is permitted somewhere; nothing but one's own account before a first password is changed."""
        if not self.account_id or (self.must_change and can is not Can.OWN_ACCOUNT):
            return False
        if can not in self.known:
            self.known[can] = may_without_role(can) or any(permits(can, held.role) for held in self.held)
        return bool(self.known[can])

    def may_in(self, can: Can, unit_id: int) -> bool:
        """Whether ``can`` is permitted in that unit."""
        return unit_id in self.units_for(can)

    def units_for(self, can: Can) -> tuple[int, ...]:
        """The units where ``can`` is permitted, in order of id; no unit at all for a stranger."""
        if not self.may(can):
            return ()
        if can not in self.reached:
            self.reached[can] = tuple(sorted({
                unit for held in self.held if permits(can, held.role)
                for unit in (held.within if reaches_below(can, held.role) else held.own)
            }))
        return self.reached[can]

    def proved_lately(self, at: datetime) -> bool:
        """Whether this person gave their password minutes ago; if not, grave acts ask for it again."""
        return self.since is not None and at - self.since <= PROOF

    @property
    def keys_off(self) -> bool:
        """Whether single keys are no shortcuts for this person."""
        return not self.keys_on

    def __bool__(self) -> bool:
        return self.account_id > 0

    @property
    def is_authenticated(self) -> bool:
        return self.account_id > 0

    @property
    def is_active(self) -> bool:
        return self.account_id > 0

    @property
    def is_anonymous(self) -> bool:
        return self.account_id == 0

    def get_id(self) -> str:
        """What the cookie carries: the random token of this session, never an account."""
        return self.token


NOBODY = Viewer(account_id=0, public_id="", name="", title="", language=None, keys_on=True,
                unit_id=0, unit_name="", parent_unit_name="")


def viewer() -> Viewer:
    """The person this request comes from; ``NOBODY`` for a stranger."""
    return cast(Viewer, current_user._get_current_object())


def guard(policies: tuple[str, ...]) -> Verdict:
    """Whether the viewer may open a view with these policies; one of them is enough.

    Whoever must change a first password is sent to do so, whatever was asked for.
    """
    person = viewer()
    if not person.is_authenticated:
        return Verdict.STRANGER
    if person.must_change and request.endpoint not in BEFORE_CHANGE:
        abort(redirect(url_for("staff.change_password"), 303))
    allowed = any(person.may(Can(policy)) for policy in policies)
    return Verdict.ALLOWED if allowed else Verdict.FORBIDDEN
