"""The outbox: mails that are due, claimed with a lease, ended one by one; whoever dies on the way loses nothing."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from caseapp.db import reading, writing
from caseapp.law.days import Calendar
from caseapp.ledger.live import held
from caseapp.notices.models import Mailed, Outbox, Post, Reminder
from caseapp.notices.queries import Source
from caseapp.notices.rules import OFFICE_ZONE, next_opening, opening_after
from caseapp.staff.models import Account
from caseapp.text import new_public_id

# Ten times what a batch takes at its slowest; who claims few loses few.
BATCH: Final = 10
LEASE: Final = timedelta(minutes=10)
# A mail is begun only while at least this much of its lease is left: more than a server may take to answer.
MARGIN: Final = timedelta(minutes=1)
# How long to wait after a server did not answer, and after it refused a mail: then twice as long each time.
OUTAGE: Final = timedelta(minutes=5)
REFUSED: Final = timedelta(minutes=10)
REFUSALS: Final = 5
FAILED_SHOWN: Final = timedelta(days=7)

_now = sa.bindparam("now", type_=Outbox.due_at.type)
_open = sa.text("outbox.state IN ('due','leased')")
_WAITING = (
    sa.select(Reminder.account_id).distinct().where(
        sa.text("reminder.mail = 'waits'"),
        ~sa.exists().where(Outbox.account_id == Reminder.account_id, _open))
    .order_by(Reminder.account_id))
_HAD = sa.select(Outbox.account_id).where(Outbox.day == sa.bindparam("day", type_=sa.Date()))
_free = sa.or_(sa.and_(Outbox.state == Post.DUE, Outbox.due_at <= _now),
               sa.and_(Outbox.state == Post.LEASED, Outbox.lease_until <= _now))
_CLAIM = (
    sa.update(Outbox)
    .where(Outbox.id.in_(sa.select(Outbox.id).where(_open, _free).order_by(Outbox.due_at, Outbox.id).limit(BATCH)
                         .with_for_update(skip_locked=True)), _free)
    .values(state=Post.LEASED, owner=sa.bindparam("who", type_=sa.String()), tries=Outbox.tries + 1,
            lease_until=sa.bindparam("until", type_=Outbox.due_at.type))
    .returning(Outbox.id, Outbox.account_id, Outbox.mark, Outbox.refusals)
    .execution_options(synchronize_session=False))
_mine = sa.and_(Outbox.id == sa.bindparam("mail_id", type_=sa.Integer()), Outbox.state == Post.LEASED,
                Outbox.owner == sa.bindparam("who", type_=sa.String()))
_LEASED = sa.select(Outbox.id).where(_mine, Outbox.lease_until > _now)
_UNSENT = (
    sa.select(
        sa.func.count().filter(Outbox.state == Post.FAILED).label("failed"),
        sa.func.count().filter(Outbox.state != Post.FAILED, Outbox.problem != "").label("delayed"))
    .select_from(Outbox).join(Account, Account.id == Outbox.account_id)
    .where(sa.or_(_open, sa.and_(sa.text("outbox.state = 'failed'"),
                                 Outbox.day >= sa.bindparam("since", type_=sa.Date()))),
           Account.unit_id.in_(sa.bindparam("reach", expanding=True))))


def plan_mail(at: datetime, calendar: Calendar) -> int:
    """Put a mail into the outbox for everybody who has something to read and no mail on the way; how many.

    One a person and working day: whoever had today's gets the next when the office opens again.
    """
    if not reading().execute(_WAITING).first():
        return 0
    opens = next_opening(at, calendar)
    with writing() as session:
        accounts = session.execute(_WAITING).scalars().all()
        day = opens.astimezone(OFFICE_ZONE).date()
        had = set(session.execute(_HAD, {"day": day}).scalars())
        later = opening_after(day, calendar) if had else opens
        return sum(_put(session, account, later if account in had else opens) for account in accounts)


def _put(session: Session, account_id: int, due_at: datetime) -> int:
    """One row, unless somebody else has just put it there."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = insert(Outbox).values(
        account_id=account_id, day=due_at.astimezone(OFFICE_ZONE).date(), mark=new_public_id(), state=Post.DUE,
        due_at=due_at, tries=0, refusals=0, problem="").on_conflict_do_nothing(
        index_elements=["account_id", "day"]).returning(Outbox.id)
    return len(session.execute(row).scalars().all())


def claim(who: str, at: datetime) -> Sequence[Any]:
    """Up to a batch of mails that are due or whose sender died, for ``who`` until the lease ends; none from a copy.

    A restored copy that nobody has called the live one sends nothing.
    """
    if not reading().execute(sa.select(Outbox.id).where(_open, _free).limit(1), {"now": at}).first():
        return ()
    with writing() as session:
        if held(session) is not None:
            return ()
        return session.execute(_CLAIM, {"now": at, "who": who, "until": at + LEASE}).all()


def is_leased(mail_id: int, who: str, at: datetime) -> bool:
    """Whether a mail is still ``who``'s to send, for long enough to send it."""
    values = {"mail_id": mail_id, "who": who, "now": at + MARGIN}
    return reading().execute(_LEASED, values).first() is not None


def end(mail_id: int, who: str, state: Post, at: datetime, *, sent: Iterable[Any] = (),
        moot: Iterable[Any] = ()) -> None:
    """A mail was sent, had nothing to say, or failed for good; with the reminders that it settles."""
    with writing() as session:
        if not _let_go(session, mail_id, who, state=state, ended_at=at):
            return      # the lease ran out and another took it over: the mail is theirs
        _settle(session, Mailed.SENT, sent)
        _settle(session, Mailed.MOOT, moot)


def put_off(mail_id: int, who: str, due_at: datetime, problem: str, *, refusals: int | None = None) -> None:
    """A mail could not be sent now and is due again later."""
    more = {} if refusals is None else {"refusals": refusals}
    with writing() as session:
        _let_go(session, mail_id, who, state=Post.DUE, due_at=due_at, problem=problem[:40], **more)


def _let_go(session: Session, mail_id: int, who: str, **values: object) -> bool:
    change = sa.update(Outbox).where(_mine).values(owner=None, lease_until=None, **values).returning(Outbox.id)
    found = session.execute(change.execution_options(synchronize_session=False), {"mail_id": mail_id, "who": who})
    return bool(found.scalars().all())


def _settle(session: Session, how: Mailed, reminders: Iterable[Any]) -> None:
    for row in reminders:
        session.execute(sa.update(Reminder).where(
            Reminder.account_id == row.account_id, Reminder.clock_id == row.clock_id, Reminder.step == row.step,
            Reminder.due_on == row.due_on).values(mail=how).execution_options(synchronize_session=False))


def unsent(source: Source, reach: Iterable[int], today: date) -> Any:
    """Mails to accounts in reach that ``failed`` in the last days, or are ``delayed`` by a problem."""
    return source.execute(_UNSENT, {"reach": list(reach), "since": today - FAILED_SHOWN}).one()
