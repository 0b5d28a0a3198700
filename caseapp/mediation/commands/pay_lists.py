"""Lists of payments: drawn up from everything that ended and stands in no list, mended while they are drafts.

Nothing is paid twice: the commune's lock lets one officer act at a time, and the database refuses a case or a month a
second time whatever list it would stand in. Nothing is forgotten: what is left out stays unpaid and comes again.
"""
from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import NotFound

from caseapp.dossiers.commands import Stale
from caseapp.dossiers.models import Dossier
from caseapp.mediation.commands.paying import Paying, Turn, turn
from caseapp.mediation.models import Team
from caseapp.mediation.paying import PayLine, PayList, Stage
from caseapp.mediation.queries.due import Entry, opened_on, unpaid
from caseapp.mediation.shares import last_of
from caseapp.staff.models import Account, Unit
from caseapp.staff.policy import Can
from caseapp.staff.roles import Level
from caseapp.text import new_public_id, show_date
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _


def make_list(from_on: date, to_on: date, how: Paying) -> str:
    """Draw up a list for a period; its public id.

    In it stands everything that ended up to the last day and was in no list. Raises Refusal while another list of the
    commune is being drawn up, when nothing is unpaid, or for a period that has not come; FormKeyUsed.
    """
    with turn(how, Can.PAY_MEDIATORS) as at:
        if at.session.scalar(sa.select(Unit.level).where(Unit.id == how.unit_id)) != Level.COMMUNE:
            raise Refusal(_("Danh sách chi lập ở Ủy ban nhân dân cấp xã."), status=409)
        row = PayList(public_id=new_public_id(), unit_id=how.unit_id, from_on=from_on, to_on=to_on, made_by=how.by,
                      made_at=how.at)
        at.once(row.public_id)      # before anything else: a form sent twice finds its own draft
        _check_period(from_on, to_on, how.today)
        _check_alone(at)
        found = unpaid(at.session, how.unit_id, to_on, from_on).entries
        if not found:
            raise Refusal(_("Đến ngày %(day)s không còn gì chưa vào danh sách.", day=show_date(to_on)), "to_on", 422)
        at.session.add(row)
        at.session.flush()
        _put(at, row, found)
        at.journal("pay-list.make", {**_of(row), **_sum(found)})
        return row.public_id


def rebuild(public_id: str, version: int, how: Paying) -> None:
    """Draw a draft up anew: whatever was entered, mended or left out since is taken up. Whoever does it made it."""
    with turn(how, Can.PAY_MEDIATORS) as at:
        row = draft_of(at, public_id, version)
        at.once(public_id)
        # Told before the lines are gone: the list's own first day is part of what opens the commune's accounts.
        since = opened_on(at.session, how.unit_id)
        _clear(at, row)
        found = unpaid(at.session, how.unit_id, row.to_on, since).entries
        if not found:
            raise Refusal(_("Không còn gì chưa vào danh sách cho kỳ này: bỏ danh sách đang lập."))
        _put(at, row, found)
        row.made_by, row.made_at = how.by, how.at
        row.version += 1
        at.journal("pay-list.rebuild", {**_of(row), **_sum(found)})


def leave_out(public_id: str, version: int, cases: Collection[str], months: Collection[tuple[str, date]],
              how: Paying) -> int:
    """Take cases and months of teams, by public ids, out of a draft; they stay unpaid. Returns how many lines went."""
    with turn(how, Can.PAY_MEDIATORS) as at:
        row = draft_of(at, public_id, version)
        at.once(public_id)
        of_cases = PayLine.dossier_id.in_(sa.select(Dossier.id).where(Dossier.public_id.in_(cases)))
        teams = {row.public_id: row.id for row in at.session.execute(
            sa.select(Team.public_id, Team.id).where(Team.public_id.in_([team for team, _month in months])))}
        of_months = [sa.and_(PayLine.team_id == teams[team], PayLine.month == month)
                     for team, month in months if team in teams]
        gone = at.session.scalars(sa.select(PayLine).where(
            PayLine.list_id == row.id, sa.or_(of_cases, *of_months)).order_by(PayLine.id)).all()
        if not gone:
            raise Refusal(_("Chọn ít nhất một dòng để bỏ ra."), "lines", 422)
        facts = {**_of(row), **_sum(gone)}
        for line in gone:
            at.session.delete(line)
        row.version += 1
        at.journal("pay-list.leave-out", facts)
        return len(gone)


def drop(public_id: str, version: int, how: Paying) -> None:
    """Give a draft up; everything in it is unpaid again."""
    with turn(how, Can.PAY_MEDIATORS) as at:
        row = draft_of(at, public_id, version)
        at.once("")
        _clear(at, row)
        at.session.delete(row)
        at.journal("pay-list.drop", _of(row))


# ── what the acts share ────────────────────────────────────────────────────────────────────────


def standing(at: Turn, public_id: str, version: int) -> PayList:
    """A list of the unit as it is now; raises NotFound, Stale when somebody acted on it since the page was opened."""
    row = at.session.scalar(sa.select(PayList).where(
        PayList.public_id == public_id, PayList.unit_id == at.how.unit_id))
    if row is None:
        raise NotFound
    if row.version != version:
        raise Stale(row.version)
    return row


def draft_of(at: Turn, public_id: str, version: int) -> PayList:
    """The same for a list that is still being drawn up; raises Refusal for one that was approved."""
    row = standing(at, public_id, version)
    if row.stage != Stage.DRAFT:
        raise Refusal(_("Danh sách đã duyệt, không sửa được nữa. Lãnh đạo trả lại thì sửa tiếp."))
    return row


def _of(row: PayList) -> dict[str, Any]:
    return {"list": row.public_id, "from": row.from_on.isoformat(), "to": row.to_on.isoformat()}


def _sum(lines: Iterable[Any]) -> dict[str, int]:
    found = list(lines)
    return {"lines": len(found), "amount": sum(line.amount for line in found),
            "cases": len({line.dossier_id for line in found if line.dossier_id})}


def _check_period(from_on: date, to_on: date, today: date) -> None:
    if to_on < from_on:
        raise Refusal(_("Ngày cuối kỳ trước ngày đầu kỳ %(day)s.", day=show_date(from_on)), "to_on", 422)
    if to_on > last_of(today):
        raise Refusal(_("Kỳ chi chưa đến. Ghi ngày cuối kỳ muộn nhất là %(day)s.", day=show_date(last_of(today))),
                      "to_on", 422)


def _check_alone(at: Turn) -> None:
    """One draft at a time: two would share between them by chance what is unpaid."""
    other = at.session.execute(
        sa.select(PayList.from_on, PayList.to_on, Account.display_name).join(Account, Account.id == PayList.made_by)
        .where(PayList.unit_id == at.how.unit_id, PayList.stage == Stage.DRAFT)).first()
    if other is not None:
        raise Refusal(_("%(name)s đang lập danh sách kỳ %(first)s–%(last)s. Duyệt hoặc bỏ danh sách ấy rồi lập tiếp.",
                        name=other.display_name, first=show_date(other.from_on), last=show_date(other.to_on)))


def _put(at: Turn, row: PayList, entries: Iterable[Entry]) -> None:
    try:
        at.session.execute(sa.insert(PayLine), [{"list_id": row.id, **asdict(entry)} for entry in entries])
    except IntegrityError as problem:      # a hamlet that went to another commune meanwhile, and was listed there
        raise Refusal(_("Có vụ việc vừa vào một danh sách khác. Mở lại trang rồi lập lại.")) from problem


def _clear(at: Turn, row: PayList) -> None:
    at.session.execute(sa.delete(PayLine).where(PayLine.list_id == row.id),
                       execution_options={"synchronize_session": False})
