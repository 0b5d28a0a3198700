"""The one mail a person gets on a day: how many duties, of which kind, due when, and where to look; nothing else.

No name, no number, no matter, no kind of dossier: a mail is read on telephones and kept by servers of others.
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any, Final

import sqlalchemy as sa
from flask_babel import force_locale

from caseapp.config import Settings
from caseapp.db import reading
from caseapp.dossiers.models import Clock, Dossier
from caseapp.notices.models import Reminder
from caseapp.notices.queries import Receiver, crew_of, receiver
from caseapp.notices.rules import TO_MONITOR, TO_SUPERVISOR, Crew, Step, awaited, receivers
from caseapp.staff.models import Unit
from caseapp.text import show_date
from caseapp.web.language import gettext as _
from caseapp.web.language import ngettext

_WAITING = (
    sa.select(
        Reminder.account_id, Reminder.clock_id, Reminder.step, Reminder.due_on, Clock.due_on.label("due_now"),
        Clock.ended_by, Clock.rule, Clock.dossier_id, Dossier.awaits, Dossier.handler_id, Dossier.unit_id,
        Unit.name.label("unit_name"))
    .join(Clock, Clock.id == Reminder.clock_id).join(Dossier, Dossier.id == Clock.dossier_id)
    .join(Unit, Unit.id == Dossier.unit_id)
    .where(Reminder.account_id == sa.bindparam("account", type_=sa.Integer()), sa.text("reminder.mail = 'waits'"))
    .order_by(Reminder.due_on, Reminder.clock_id))
DAYS_NAMED: Final = 10


@dataclass(frozen=True, slots=True)
class Digest:
    """What one mail tells whom: due days of duties by what they are; ``units`` those below, by name."""

    to: Receiver
    overdue: tuple[date, ...]
    today: tuple[date, ...]
    soon: tuple[date, ...]
    escalated: tuple[date, ...]
    units: tuple[tuple[str, int], ...]
    rows: Sequence[Any] = field(repr=False)
    moot: Sequence[Any] = field(repr=False)

    @property
    def count(self) -> int:
        """How many duties it tells of."""
        return (len(self.overdue) + len(self.today) + len(self.soon) + len(self.escalated)
                + sum(count for _name, count in self.units))


def gather(account_id: int, today: date) -> tuple[Digest | None, Sequence[Any]]:
    """What is to be told now, None when nothing is, and the reminders that are no longer true.

    Everything is asked again: whether the duty still runs and is due that day, and whether the receiver still is the
    one whom it concerns and may see the dossier.
    """
    rows = reading().execute(_WAITING, {"account": account_id}).all()
    who = receiver(reading(), account_id, {row.dossier_id for row in rows}, today)
    if who is None or not who.email:
        return None, rows
    crews = {unit: crew_of(reading(), unit, today) for unit in {row.unit_id for row in rows}}
    good = [row for row in rows if _is_true(row) and _concerns(row, who, crews[row.unit_id], today)]
    kept = {id(row) for row in good}
    moot = [row for row in rows if id(row) not in kept]
    return (_sort(who, good, moot, today) if good else None), moot


def _is_true(row: Any) -> bool:
    return row.ended_by is None and row.due_now == row.due_on


def _concerns(row: Any, who: Receiver, crew: Crew, today: date) -> bool:
    """Whether the receiver would be told today, too; those before them in the line count as able to see it."""
    if row.dossier_id not in who.sees:
        return False
    told = receivers(Step(today, row.step), awaited(row.rule, row.awaits), row.handler_id, crew, {who.id})
    return bool(told)


def _sort(who: Receiver, rows: Sequence[Any], moot: Sequence[Any], today: date) -> Digest:
    """Each duty once, under what concerns its receiver most."""
    names: dict[int, set[str]] = defaultdict(set)
    clocks: dict[int, Any] = {}
    for row in rows:
        names[row.clock_id].add(row.step)
        clocks[row.clock_id] = row
    units: dict[str, int] = defaultdict(int)
    own: list[date] = []
    escalated: list[date] = []
    for clock, row in clocks.items():
        if names[clock] - {TO_SUPERVISOR, TO_MONITOR}:
            own.append(row.due_on)
        elif TO_SUPERVISOR in names[clock]:
            escalated.append(row.due_on)
        else:
            units[row.unit_name] += 1
    return Digest(
        who, tuple(day for day in own if day < today), tuple(day for day in own if day == today),
        tuple(day for day in own if day > today), tuple(escalated), tuple(sorted(units.items())), rows, moot)


def message(digest: Digest, mark: str, settings: Settings, at: datetime) -> EmailMessage:
    """The mail in its receiver's language; the same ``mark`` makes the same Message-ID."""
    mail = EmailMessage(policy=SMTP)
    with force_locale(digest.to.language):
        mail["Subject"] = ngettext("Nhắc việc: %(num)d việc", "Nhắc việc: %(num)d việc", digest.count)
        body = "\n".join(_lines(digest, settings)) + "\n"
    mail["From"] = settings.mail_from
    mail["To"] = digest.to.email
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{mark}@{settings.mail_from.partition('@')[2]}>"
    # No answering machine need answer it.
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(body, cte="base64")
    mail["Content-Language"] = digest.to.language
    return mail


def _lines(digest: Digest, settings: Settings) -> list[str]:
    parts = (
        (_("Quá hạn"), digest.overdue), (_("Đến hạn hôm nay"), digest.today), (_("Sắp đến hạn"), digest.soon),
        (_("Quá hạn, báo lãnh đạo"), digest.escalated))
    lines = [_("Bạn có việc theo hạn:"), ""]
    lines += [_("%(kind)s: %(count)s (hạn %(days)s)", kind=kind, count=str(len(days)), days=_days(days))
              for kind, days in parts if days]
    lines += [_("%(unit)s: %(count)s việc quá hạn", unit=name, count=str(count)) for name, count in digest.units]
    return [*lines, "", _("Xem và làm tại: %(address)s", address=f"{settings.address}{digest.to.page}"), "",
            _("Thư này do hệ thống tự gửi, mỗi ngày làm việc nhiều nhất một thư. "
              "Đổi địa chỉ hoặc thôi nhận ở trang Tài khoản của tôi.")]


def _days(days: Iterable[date]) -> str:
    """Due days, each once, the earliest first."""
    found = sorted(set(days))
    return ", ".join(map(show_date, found[:DAYS_NAMED])) + (" …" if len(found) > DAYS_NAMED else "")
