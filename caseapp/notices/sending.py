"""Sends what is due in the outbox: to a real mail server, in working hours, each mail marked as soon as it is gone."""
from __future__ import annotations

import secrets
import smtplib
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from types import TracebackType
from typing import Any, Final, Self

import structlog

from caseapp.config import Settings, smtp_password
from caseapp.law.days import Calendar
from caseapp.notices import outbox
from caseapp.notices.digest import gather, message
from caseapp.notices.models import Post
from caseapp.notices.rules import OFFICE_ZONE, next_opening

# A server that does not answer within this time is taken for down.
ANSWER_SECONDS: Final = 15

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Sent:
    """What came of the mails that were due."""

    sent: int = 0
    moot: int = 0
    put_off: int = 0
    failed: int = 0


class ServerDown(Exception):
    """The mail server cannot be reached or used; no mail is to blame."""


class Refused(Exception):
    """The server did not take one mail."""


class Server:
    """The office's mail server; connected to when the first mail goes, encrypted as the settings say."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._connection: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _problem: BaseException | None,
                 _trace: TracebackType | None) -> None:
        if self._connection is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._connection.quit()
            self._connection.close()

    def send(self, mail: EmailMessage) -> None:
        """Hand one mail over. Raises ServerDown, Refused."""
        try:
            if self._connection is None:
                self._connection = self._connect()
        except (OSError, smtplib.SMTPException) as problem:
            raise ServerDown(type(problem).__name__) from problem
        try:
            self._connection.send_message(mail)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as problem:
            raise Refused(type(problem).__name__) from problem
        except (OSError, smtplib.SMTPException) as problem:
            raise ServerDown(type(problem).__name__) from problem

    def _connect(self) -> smtplib.SMTP:
        where = self._settings
        if where.smtp_tls == "tls":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                where.smtp_host, where.smtp_port, timeout=ANSWER_SECONDS, context=ssl.create_default_context())
        else:
            connection = smtplib.SMTP(where.smtp_host, where.smtp_port, timeout=ANSWER_SECONDS)
        try:
            if where.smtp_tls == "starttls":
                connection.starttls(context=ssl.create_default_context())
            if where.smtp_user:
                connection.login(where.smtp_user, smtp_password(where))
        except BaseException:
            connection.close()
            raise
        return connection


def send_due(at: datetime, calendar: Calendar, settings: Settings) -> Sent:
    """Send every mail that is due, within working hours; any number of senders may run at once.

    A mail may go twice, with the same Message-ID, when its sender dies between sending and marking; it is never lost.
    """
    total, who = Sent(), secrets.token_urlsafe(12)
    begun = time.monotonic()

    def moment() -> datetime:
        return at + timedelta(seconds=time.monotonic() - begun)

    if not settings.mails or next_opening(at, calendar) > at:
        return total
    with Server(settings) as server:
        sender = _Sender(server, who, moment, calendar, settings, total)
        while rows := outbox.claim(who, moment()):
            if not sender.send_all(rows):
                break
    return total


@dataclass(frozen=True, slots=True)
class _Sender:
    server: Server
    who: str
    moment: Callable[[], datetime]
    calendar: Calendar
    settings: Settings
    total: Sent

    def send_all(self, rows: Any) -> bool:
        """Every mail of a batch; False when the server is down, and what is left of the batch is put off."""
        for place, row in enumerate(rows):
            try:
                self._send_one(row)
            except ServerDown as problem:
                log.warning("mail server down", kind=str(problem), waiting=len(rows) - place)
                for left in rows[place:]:
                    self._put_off(left, outbox.OUTAGE, str(problem))
                return False
        return True

    def _send_one(self, row: Any) -> None:
        at = self.moment()
        digest, moot = gather(row.account_id, at.astimezone(OFFICE_ZONE).date())
        if digest is None:
            outbox.end(row.id, self.who, Post.MOOT, at, moot=moot)
            self.total.moot += 1
            return
        if not outbox.is_leased(row.id, self.who, self.moment()):
            return      # this took too long: whoever has it now sends it
        try:
            self.server.send(message(digest, row.mark, self.settings, at))
        except Refused as problem:
            self._refused(row, str(problem))
            return
        outbox.end(row.id, self.who, Post.SENT, self.moment(), sent=digest.rows, moot=moot)
        self.total.sent += 1

    def _refused(self, row: Any, problem: str) -> None:
        """Later again, each time after twice as long; after some refusals never, and supervisors see it."""
        log.warning("mail refused", mail=row.id, kind=problem, refusals=row.refusals + 1)
        if row.refusals + 1 >= outbox.REFUSALS:
            outbox.end(row.id, self.who, Post.FAILED, self.moment())
            self.total.failed += 1
        else:
            self._put_off(row, outbox.REFUSED * 2 ** row.refusals, problem, refusals=row.refusals + 1)

    def _put_off(self, row: Any, length: timedelta, problem: str, *, refusals: int | None = None) -> None:
        due_at = next_opening(self.moment() + length, self.calendar)
        outbox.put_off(row.id, self.who, due_at, problem, refusals=refusals)
        self.total.put_off += 1
