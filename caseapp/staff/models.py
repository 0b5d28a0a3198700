"""What is stored of units, accounts, dated roles, substitutions, requests for access, sessions and sign-in tries.

Validity is half-open everywhere: ``valid_from`` is the first day, ``valid_to`` the first day no longer.
"""
from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Model, UtcDateTime

_ROLES = ("'reception','handler','clerk','mediator','team-leader','supervisor',"
          "'administrator','auditor','custodian'")
_INTERVAL = "valid_to IS NULL OR valid_to >= valid_from"
_CONFIRMED = "confirmed_by IS NULL OR confirmed_at IS NOT NULL"


class Unit(Model):
    """A body that keeps registers of its own: a province, an agency, a commune, a hamlet."""

    __tablename__ = "unit"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True)
    code: Mapped[str] = mapped_column(sa.String(24), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    level: Mapped[str] = mapped_column(sa.String(12))
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    successor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    # Remote or hard to reach: lengthens limits of the law on complaints, so it needs the text that says so.
    remote: Mapped[bool] = mapped_column(default=False)
    remote_basis: Mapped[str] = mapped_column(sa.String(300), default="")
    remote_from: Mapped[date | None]
    remote_to: Mapped[date | None]
    seat: Mapped[str] = mapped_column(sa.String(100), default="")             # “An Thịnh” in “An Thịnh, ngày …”
    address: Mapped[str] = mapped_column(sa.String(300), default="")
    phone: Mapped[str] = mapped_column(sa.String(40), default="")
    reception_place: Mapped[str] = mapped_column(sa.String(300), default="")  # where citizens are received
    # The account by which the unit above watches over this one: told of what stays overdue here.
    monitor_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("account.id", use_alter=True, name="fk_unit_monitor_id"))
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by: Mapped[str] = mapped_column(sa.String(120), default="")

    __table_args__ = (
        sa.CheckConstraint("level IN ('province','agency','commune','hamlet')", name="level"),
        sa.CheckConstraint(_INTERVAL, name="valid"),
        sa.CheckConstraint("successor_id IS NULL OR valid_to IS NOT NULL", name="successor"),
        sa.CheckConstraint("parent_id IS NULL OR parent_id <> id", name="parent"),
        sa.CheckConstraint("NOT remote OR (remote_basis <> '' AND remote_from IS NOT NULL)", name="remote"),
    )


class UnitWithin(Model):
    """Who stands above whom: every pair of a unit and one below it, each unit with itself.

    ``own``: the unit itself, or one that was merged into it and whose dossiers its officers carry on.
    """

    __tablename__ = "unit_within"

    ancestor_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), primary_key=True, autoincrement=False)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), primary_key=True, autoincrement=False, index=True)
    own: Mapped[bool] = mapped_column(default=False)


class Account(Model):
    """Somebody who signs in. ``password`` is an argon2id hash.

    A one-time password (``must_change``) is spent when ``one_time_until`` is gone.
    """

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True)
    name: Mapped[str] = mapped_column(sa.String(60), unique=True)             # for signing in: NFKC, case folded
    display_name: Mapped[str] = mapped_column(sa.String(120))
    display_fold: Mapped[str] = mapped_column(sa.String(120))
    title: Mapped[str] = mapped_column(sa.String(120), default="")            # post: “công chức tiếp công dân”
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)  # where the person belongs
    password: Mapped[str] = mapped_column(sa.String(200))
    must_change: Mapped[bool] = mapped_column(default=True)
    one_time_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    language: Mapped[str | None] = mapped_column(sa.String(2))                # None: as the browser asks
    keys_on: Mapped[bool] = mapped_column(default=True)                       # keyboard shortcuts
    email: Mapped[str | None] = mapped_column(sa.String(254))                 # where reminders go
    mail_on: Mapped[bool] = mapped_column(default=True)                       # whether they may
    # Who alone handed out the last one-time password; None: the machine's owner, or a second person who confirmed it.
    password_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    # Had a password of their own before the last one-time one: a new one does not make them a stranger again.
    had_own_password: Mapped[bool] = mapped_column(default=False)
    pin: Mapped[str] = mapped_column(sa.String(200), default="", server_default="")       # a hash, or nothing
    disabled_on: Mapped[date | None]
    created: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by: Mapped[str] = mapped_column(sa.String(120), default="")

    __table_args__ = (
        sa.CheckConstraint("language IS NULL OR language IN ('vi','en')", name="language"),
        sa.CheckConstraint("must_change OR one_time_until IS NULL", name="one_time"),
        sa.CheckConstraint("email IS NULL OR email <> ''", name="email"),
    )


class RoleGrant(Model):
    """A role held by an account in a unit, from a day on; ended by a day, never deleted.

    ``granted_by`` None: the machine's owner. ``confirmed_at`` with ``confirmed_by`` None: vouched for by that owner.
    """

    __tablename__ = "role_grant"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    role: Mapped[str] = mapped_column(sa.String(16))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    granted_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    confirmed_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        sa.CheckConstraint(f"role IN ({_ROLES})", name="role"),
        sa.CheckConstraint(_INTERVAL, name="valid"),
        sa.CheckConstraint(_CONFIRMED, name="confirmed"),
        sa.Index("ix_role_grant_held", "account_id", "unit_id", "role"),
    )


class Substitution(Model):
    """Somebody acts in another's role for a time, by a document; lapses with the role it stands in for."""

    __tablename__ = "substitution"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True)
    for_account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    by_account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    role: Mapped[str] = mapped_column(sa.String(16))
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    document: Mapped[str] = mapped_column(sa.String(200))                     # number and symbol of the decision
    made_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    confirmed_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        sa.CheckConstraint(f"role IN ({_ROLES})", name="role"),
        sa.CheckConstraint(_CONFIRMED, name="confirmed"),
        sa.CheckConstraint("valid_to >= valid_from", name="valid"),
        sa.CheckConstraint("for_account_id <> by_account_id", name="other"),
        sa.CheckConstraint("document <> ''", name="document"),
    )


class AccessRequest(Model):
    """Access to sealed dossiers or to accounts, asked for by one person and decided by another.

    For an account, or for a unit that is to carry on the dossiers of ``unit_id`` (``successor_id``, from ``valid_to``).

    ``state``: asked, then confirmed, refused, withdrawn or expired; or immediate (took effect while nobody could
    confirm, or by the machine's owner), then seen. ``asked_by`` None: the machine's owner.
    ``half``: the asker's part of the one-time password, encrypted, until they have seen it or ``half_until``.
    """

    __tablename__ = "access_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True)
    what: Mapped[str] = mapped_column(sa.String(12))
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), index=True)   # who gets the access
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))                        # in whose journal it stands
    role: Mapped[str | None] = mapped_column(sa.String(16))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    stands_for: Mapped[str | None] = mapped_column(sa.String(24))                         # the grant lent to a deputy
    successor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))            # carries on the dossiers
    document: Mapped[str] = mapped_column(sa.String(200), default="")
    asked_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(sa.String(10))
    decided_by: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(sa.String(300), default="")
    made: Mapped[str | None] = mapped_column(sa.String(24))                               # the grant or substitution
    password_issued: Mapped[bool] = mapped_column(default=False)
    half: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    half_until: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        sa.CheckConstraint("what IN ('grant','substitution','password','unlock','merge')", name="what"),
        sa.CheckConstraint(f"role IS NULL OR role IN ({_ROLES})", name="role"),
        sa.CheckConstraint(
            "(what IN ('grant','substitution')) = (role IS NOT NULL AND valid_from IS NOT NULL)", name="shape"),
        sa.CheckConstraint("(what = 'substitution') = (stands_for IS NOT NULL)", name="stands_for"),
        sa.CheckConstraint("(what = 'merge') = (account_id IS NULL)", name="whose"),
        sa.CheckConstraint("(what = 'merge') = (successor_id IS NOT NULL)", name="successor"),
        sa.CheckConstraint("what <> 'merge' OR valid_to IS NOT NULL", name="merged_on"),
        sa.CheckConstraint("(half IS NULL) = (half_until IS NULL)", name="half"),
        sa.CheckConstraint(
            "state IN ('asked','confirmed','refused','withdrawn','expired','immediate','seen')", name="state"),
        sa.CheckConstraint("(state IN ('asked','immediate')) = (decided_at IS NULL)", name="decided"),
        sa.CheckConstraint("state <> 'asked' OR (asked_by IS NOT NULL AND expires_at IS NOT NULL)", name="asked"),
        sa.CheckConstraint("state <> 'confirmed' OR (decided_by <> account_id AND decided_by <> asked_by)",
                           name="second"),
        sa.Index("ix_access_request_waiting", "state", "unit_id"),
    )


class SignIn(Model):
    """A place where an account is signed in: the server's side of a session. The token is in the cookie alone."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(24), unique=True)
    token_hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32), unique=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)                    # absolute limit
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    agent: Mapped[str] = mapped_column(sa.String(60), default="")
    address: Mapped[str] = mapped_column(sa.String(45), default="")
    pin_tries: Mapped[int] = mapped_column(default=0, server_default="0")     # wrong ones since the last right one


class SignInTry(Model):
    """Recent password checks of one account name or one address, shared by all workers; keyed, not named."""

    __tablename__ = "sign_in_try"

    key: Mapped[bytes] = mapped_column(sa.LargeBinary(32), primary_key=True)
    times: Mapped[str] = mapped_column(sa.Text, default="")                   # milliseconds since 1970, by comma
    last_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
