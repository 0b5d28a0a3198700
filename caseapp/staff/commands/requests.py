"""Acts on requests: ask, confirm, take one's half of a password, refuse, withdraw, see what took effect, vouch."""
from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.db import writing
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.journal import record
from caseapp.ledger.models import Chain
from caseapp.staff.commands.access import Wanted, Word, check, give, one_time_until, put_password
from caseapp.staff.commands.acting import Acting, administers, moved
from caseapp.staff.commands.halves import keep_half, take_out_half
from caseapp.staff.consent import (
    GUARDED,
    State,
    What,
    concerned,
    objection,
    somebody_else,
    until,
    watched,
)
from caseapp.staff.models import AccessRequest, Account, RoleGrant, Substitution, Unit
from caseapp.staff.passwords import hash_password, new_halves
from caseapp.staff.policy import Can
from caseapp.staff.roles import Role
from caseapp.text import new_public_id, show_date
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.web.now import local


def carry_out(session: Session, chain: Chain, wanted: Wanted, acting: Acting, hashed: str = "") -> str | None:
    """Let what is ``wanted`` take effect, or write a request when a second person must confirm; its public id.

    None: it has taken effect. Stands inside the caller's transaction, both units locked. Raises Refusal.
    """
    check(session, wanted, acting.today)
    units = concerned(session, wanted.asked, acting.today, acting.at)
    guarded = bool(units)
    if guarded and acting.by is not None and somebody_else(
            session, acting.by.account_id, watched(session, wanted.asked, units), acting.today):
        return _ask(session, chain, wanted, acting.by.account_id, acting)
    word = Word(acting.account_id, acting.at, acting.today, acting.name, unconfirmed=guarded)
    made = give(session, chain, wanted, word)
    if wanted.what is What.PASSWORD:
        put_password(session, chain, wanted.person, hashed, word)
    if guarded:
        session.add(_row(wanted, acting, State.IMMEDIATE, made=made, password_issued=wanted.what is What.PASSWORD))
    return None


def confirm(public_id: str, acting: Acting) -> str | None:
    """Let a request take effect as the second person; the second half of a new password, if there is one.

    A password that the asker may know is replaced. Its first half waits for the asker: neither of the two can sign
    in alone, so nobody who is barred gets at a dossier by confirming.
    Raises Refusal (decided or expired meanwhile, no second person, no longer possible), FormKeyUsed.
    """
    first, second = new_halves()
    hashed = hash_password(first + second)
    with writing() as session:
        request, account, chain = _request_of(session, public_id, acting)
        acting.once(session, public_id)
        _must_wait(request, acting)
        wanted = _wanted(session, request, account, acting.today)
        word = _second_word(session, request, wanted, acting)
        request.password_issued = account is not None and (
            wanted.what is What.PASSWORD or account.password_by is not None)
        _decide(request, State.CONFIRMED, acting)
        _note(session, chain, "access.confirm", request, acting)
        request.made = give(session, chain, wanted, word)
        if not request.password_issued:
            return None
        put_password(session, chain, wanted.person, hashed, word)
        keep_half(request, first, one_time_until(acting.at))
        return second


def take_half(public_id: str, acting: Acting) -> str:
    """The asker's half of a password that was confirmed, once: it is wiped. Raises Refusal, FormKeyUsed."""
    with writing() as session:
        request, _account, chain = _request_of(session, public_id, acting)
        acting.once(session, public_id)
        if request.asked_by != acting.account_id:
            raise Refusal(_("Nửa đầu của mật khẩu chỉ hiện cho người đề nghị."))
        in_time = request.half_until is not None and request.half_until > acting.at
        half = take_out_half(request)
        if half and in_time:
            _note(session, chain, "access.half", request, acting)
            return half
    raise Refusal(_("Nửa mật khẩu này đã xem, hoặc mật khẩu đã hết hạn. Cần thì đề nghị cấp mật khẩu khác."))


def refuse(public_id: str, reason: str, acting: Acting) -> None:
    """Say no to a request; also the person whose account it concerns may. Raises Refusal, FormKeyUsed."""
    with writing() as session:
        request, _account, chain = _request_of(session, public_id, acting)
        acting.once(session, public_id)
        _must_wait(request, acting)
        if request.asked_by == acting.account_id:
            raise Refusal(_("Đề nghị của chính bạn thì rút lại."))
        request.reason = reason
        _decide(request, State.REFUSED, acting)
        _note(session, chain, "access.refuse", request, acting)


def withdraw(public_id: str, acting: Acting) -> None:
    """Take one's own request back. Raises Refusal, FormKeyUsed."""
    with writing() as session:
        request, _account, chain = _request_of(session, public_id, acting)
        acting.once(session, public_id)
        if request.asked_by != acting.account_id:
            raise Refusal(_("Chỉ người đề nghị rút được đề nghị."))
        _must_wait(request, acting)
        _decide(request, State.WITHDRAWN, acting)
        _note(session, chain, "access.withdraw", request, acting)


def see(public_id: str, acting: Acting) -> None:
    """Confirm afterwards what took effect while nobody could; what the machine's owner did is only taken note of.

    Raises Refusal, FormKeyUsed.
    """
    with writing() as session:
        request, account, chain = _request_of(session, public_id, acting)
        acting.once(session, public_id)
        if request.state != State.IMMEDIATE:
            raise Refusal(_("Việc này đã được xem ngày %(day)s.", day=_day_of(request)))
        if request.asked_by is not None:
            wanted = _wanted(session, request, account, acting.today)
            _must_be_second(session, request, wanted, acting)
            _vouch_for(session, request, acting)
        _decide(request, State.SEEN, acting)
        _note(session, chain, "access.see", request, acting)


def vouch(account_public_id: str, acting: Acting) -> int:
    """The machine's owner vouches for an account: its guarded roles count as confirmed; how many there were.

    Raises Refusal when somebody who signed in asks for it.
    """
    if acting.by is not None:
        raise Refusal(_("Việc này làm bằng dòng lệnh trên máy chủ."))
    with writing() as session:
        account = session.scalars(sa.select(Account).where(Account.public_id == account_public_id)).one()
        chain = lock_chain(session, account.unit_id)
        session.refresh(account)
        count = 0
        for table, whose in ((RoleGrant, RoleGrant.account_id), (Substitution, Substitution.by_account_id)):
            done: Any = session.execute(
                sa.update(table).where(whose == account.id, table.role.in_(GUARDED), table.confirmed_at.is_(None))
                .values(confirmed_at=acting.at).execution_options(synchronize_session=False))
            count += done.rowcount
        account.password_by = None
        session.execute(
            sa.update(AccessRequest)
            .where(AccessRequest.account_id == account.id, AccessRequest.state == State.IMMEDIATE)
            .values(state=State.SEEN, decided_at=acting.at).execution_options(synchronize_session=False))
        record(session, chain, act="access.vouch", by=None, at=acting.at,
               facts={"account": account.public_id, "count": count})
        return count


def _ask(session: Session, chain: Chain, wanted: Wanted, asker_id: int, acting: Acting) -> str:
    """Write the request down, unless one like it waits; those that expired meanwhile are closed."""
    alike = session.scalars(sa.select(AccessRequest).where(
        AccessRequest.account_id == (wanted.account.id if wanted.account else None),
        AccessRequest.state == State.ASKED))
    for request in alike:
        if request.expires_at is not None and request.expires_at <= acting.at:
            request.state, request.decided_at = State.EXPIRED, request.expires_at
        elif (request.what, request.unit_id, request.role) == (wanted.what, wanted.unit.id, wanted.role):
            raise Refusal(_("Một đề nghị như vậy đang chờ xác nhận, gửi ngày %(day)s.",
                            day=show_date(local(request.asked_at).date())))
    row = _row(wanted, acting, State.ASKED)
    row.asked_by, row.expires_at = asker_id, until(acting.at)
    session.add(row)
    session.flush()
    _note(session, chain, "access.ask", row, acting)
    return row.public_id


def _row(wanted: Wanted, acting: Acting, state: State, **more: Any) -> AccessRequest:
    return AccessRequest(
        public_id=new_public_id(), what=wanted.what, account_id=wanted.account.id if wanted.account else None,
        unit_id=wanted.unit.id, successor_id=wanted.heir.id if wanted.heir else None, role=wanted.role,
        valid_from=wanted.valid_from, valid_to=wanted.valid_to, document=wanted.document,
        stands_for=wanted.lent.public_id if wanted.lent else None, asked_by=acting.account_id, asked_at=acting.at,
        state=state, **more)


def _request_of(session: Session, public_id: str, acting: Acting) -> tuple[AccessRequest, Account | None, Chain]:
    """A request in the viewer's units and its account, if it is about one, under the locks of all units in it.

    Raises Refusal (404).
    """
    found = session.execute(
        sa.select(AccessRequest.id, AccessRequest.unit_id, AccessRequest.successor_id, Account.unit_id.label("home"))
        .outerjoin(Account, Account.id == AccessRequest.account_id)
        .where(AccessRequest.public_id == public_id)).one_or_none()
    if found is None or acting.by is None or not acting.by.may_in(Can.CONFIRM_ACCESS, found.unit_id):
        raise Refusal(_("Không có đề nghị này, hoặc đề nghị không thuộc phạm vi của bạn."), status=404)
    for number in sorted({found.unit_id, found.home, found.successor_id} - {None}):
        lock_chain(session, number)
    request = session.get_one(AccessRequest, found.id, populate_existing=True)
    account = None
    if request.account_id is not None:
        account = session.get_one(Account, request.account_id, populate_existing=True)
        if account.unit_id != found.home:
            raise moved()
    return request, account, lock_chain(session, found.unit_id)


def _must_be_second(session: Session, request: AccessRequest, wanted: Wanted, acting: Acting) -> set[int]:
    """See that whoever acts is the second person for a request; the units concerned. Raises Refusal."""
    units = concerned(session, wanted.asked, acting.today, acting.at) or {request.unit_id}
    asker = request.asked_by or 0
    against = objection(session, acting.account_id, asker, request.account_id, units, acting.today)
    if against:
        raise Refusal(against)
    return units


def _second_word(session: Session, request: AccessRequest, wanted: Wanted, acting: Acting) -> Word:
    """The word of both, once the request has been seen to be possible still; raises Refusal."""
    units = _must_be_second(session, request, wanted, acting)
    asker = session.get_one(Account, request.asked_by)
    touched = units | ({wanted.heir.id} if wanted.heir else set())
    if asker.disabled_on is not None or not administers(session, asker.id, touched, acting.today):
        raise Refusal(_("Người đề nghị không còn quản trị đơn vị này. Không xác nhận đề nghị này; "
                        "người quản trị hiện nay gửi lại nếu còn cần."))
    check(session, wanted, acting.today)
    return Word(asker.id, acting.at, acting.today, acting.name, acting.account_id, request.public_id)


def _must_wait(request: AccessRequest, acting: Acting) -> None:
    """See that a request is still undecided; raises Refusal that says what became of it."""
    if request.state == State.ASKED and request.expires_at is not None and request.expires_at <= acting.at:
        raise Refusal(_("Đề nghị đã hết hạn ngày %(day)s. Người đề nghị gửi lại nếu còn cần.",
                        day=show_date(local(request.expires_at).date())))
    if request.state == State.CONFIRMED:
        raise Refusal(_("Đề nghị đã được xác nhận ngày %(day)s; không làm lại lần nữa.", day=_day_of(request)))
    if request.state == State.WITHDRAWN:
        raise Refusal(_("Người đề nghị đã rút đề nghị ngày %(day)s.", day=_day_of(request)))
    if request.state != State.ASKED:
        raise Refusal(_("Đề nghị này không còn chờ xác nhận."))


def _wanted(session: Session, request: AccessRequest, account: Account | None, today: date) -> Wanted:
    """The request as it would take effect now: a role never starts before it is confirmed."""
    lent = None
    if request.stands_for:
        lent = session.scalars(sa.select(RoleGrant).where(RoleGrant.public_id == request.stands_for)).one()
    unit = session.get_one(Unit, request.unit_id, populate_existing=True)
    heir = session.get_one(Unit, request.successor_id, populate_existing=True) if request.successor_id else None
    begins = max(request.valid_from, today) if request.valid_from else None
    if begins and request.state == State.ASKED and request.valid_to is not None and request.valid_to <= begins:
        raise Refusal(_("Thời gian được đề nghị đã qua. Người đề nghị gửi lại nếu còn cần."))
    return Wanted(What(request.what), account, unit, Role(request.role) if request.role else None, begins,
                  request.valid_to, lent, request.document, heir)


def _vouch_for(session: Session, request: AccessRequest, acting: Acting) -> None:
    """The row that a request made counts as confirmed by whoever saw it."""
    for table in (RoleGrant, Substitution):
        session.execute(
            sa.update(table).where(table.public_id == request.made, table.confirmed_at.is_(None))
            .values(confirmed_by=acting.account_id, confirmed_at=acting.at)
            .execution_options(synchronize_session=False))


def _decide(request: AccessRequest, state: State, acting: Acting) -> None:
    request.state, request.decided_by, request.decided_at = state, acting.account_id, acting.at


def _note(session: Session, chain: Chain, act: str, request: AccessRequest, acting: Acting) -> None:
    record(session, chain, act=act, by=acting.account_id, at=acting.at,
           facts={"request": request.public_id, "what": request.what, "role": request.role})


def _day_of(request: AccessRequest) -> str:
    return show_date(local(request.decided_at).date()) if request.decided_at else ""
