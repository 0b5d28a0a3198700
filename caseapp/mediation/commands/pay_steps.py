"""What becomes of a list of payments: asked for, approved by the commune's head, sent back, paid out."""
from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from caseapp.law.counting import count
from caseapp.law.days import Calendar
from caseapp.law.errors import LawError
from caseapp.law.mediation import PAYMENT
from caseapp.mediation.commands.pay_lists import standing
from caseapp.mediation.commands.paying import Paying, Turn, turn
from caseapp.mediation.pay_verify import LINE, mark_of
from caseapp.mediation.paying import PayLine, PayList, Stage
from caseapp.mediation.queries.due import amounts
from caseapp.mediation.queries.pay import differences, somebody_else_approves
from caseapp.staff.policy import Can
from caseapp.text import show_date
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _


def ask_payment(public_id: str, version: int, on: date, calendar: Calendar, how: Paying) -> date:
    """Note the day on which the request for payment came in; the last day to pay counted from it (NĐ15 15)."""
    with turn(how, Can.PAY_MEDIATORS) as at:
        row = standing(at, public_id, version)
        at.once(public_id)
        if row.stage == Stage.PAID:
            raise Refusal(_("Danh sách đã chi."))
        _not_to_come(on, how.today, "requested_on")
        try:
            row.requested_on, row.pay_by = on, count(PAYMENT, on, calendar).due
        except LawError as problem:
            raise Refusal(problem.words(_), "requested_on", 422) from problem
        row.version += 1
        at.journal("pay-list.ask", {"list": public_id, "on": on.isoformat(), "due": row.pay_by.isoformat()})
        return row.pay_by


def approve(public_id: str, version: int, on: date, document: str, how: Paying) -> None:
    """The head's approval, with the paper it stands in.

    Not by whoever made the list, unless nobody else of the commune may approve. Raises Refusal for that, for an empty
    list, and for one in which something is otherwise by now.
    """
    with turn(how, Can.APPROVE_PAY) as at:
        row = standing(at, public_id, version)
        at.once(public_id)
        if row.stage != Stage.DRAFT:
            raise Refusal(_("Danh sách đã duyệt."))
        alone = row.made_by == how.by
        if alone and somebody_else_approves(at.session, how.unit_id, how.by, how.today):
            raise Refusal(_("Người lập không tự duyệt: ở đơn vị còn người khác duyệt được."))
        _not_to_come(on, how.today, "approved_on")
        lines = _lines(at, row)
        _check_lines(at, row, lines)
        row.stage, row.approved_by, row.approved_on, row.document = Stage.APPROVED, how.by, on, document
        row.version += 1
        at.journal("pay-list.approve", {
            "list": public_id, "on": on.isoformat(), "lines": len(lines), "amount": sum(one.amount for one in lines),
            "mark": mark_of(lines), "own": alone, "fields": ["document"] if document else []},
            {"document": ["", document]} if document else None)


def send_back(public_id: str, version: int, how: Paying) -> None:
    """Take an approval back while nothing is paid: the list is a draft again."""
    with turn(how, Can.APPROVE_PAY) as at:
        row = standing(at, public_id, version)
        at.once(public_id)
        if row.stage != Stage.APPROVED:
            raise Refusal(_("Danh sách chưa duyệt.") if row.stage == Stage.DRAFT else
                          _("Danh sách đã chi, không trả lại được nữa."))
        if at.session.scalar(sa.select(PayList.id).where(
                PayList.unit_id == how.unit_id, PayList.stage == Stage.DRAFT)):
            raise Refusal(_("Đang có danh sách khác đang lập. Duyệt hoặc bỏ danh sách ấy trước."))
        row.stage, row.approved_by, row.approved_on, row.document = Stage.DRAFT, None, None, ""
        row.version += 1
        at.journal("pay-list.send-back", {"list": public_id})


def pay(public_id: str, version: int, on: date, how: Paying, *, nonetheless: bool = False) -> None:
    """Note the day on which an approved list was paid out; from then on nothing in it changes any more.

    ``nonetheless``: also what is otherwise since the approval was paid out already. Else Refusal at that field: what
    was cancelled, reopened or lost by a breach meanwhile is not handed out.
    """
    with turn(how, Can.PAY_MEDIATORS) as at:
        row = standing(at, public_id, version)
        at.once(public_id)
        if row.stage == Stage.PAID:
            raise Refusal(_("Danh sách đã chi."))
        if row.stage != Stage.APPROVED or row.approved_on is None:
            raise Refusal(_("Danh sách chưa duyệt."))
        _not_to_come(on, how.today, "paid_on")
        if on < row.approved_on:
            raise Refusal(_("Ngày chi trước ngày duyệt %(day)s.", day=show_date(row.approved_on)), "paid_on", 422)
        lines = _lines(at, row)
        changed = differences(at.session, row.id, lines, amounts(at.session, how.unit_id))
        if changed and not nonetheless:
            raise Refusal(_("Từ lúc duyệt, %(count)s dòng không còn khớp với vụ việc hoặc mức chi. Chưa chi: lãnh đạo "
                            "trả lại để lập lại. Đã chi cả các dòng ấy: đánh dấu vào ô này.",
                            count=str(len(changed))), "nonetheless", 422)
        row.stage, row.paid_by, row.paid_on = Stage.PAID, how.by, on
        row.version += 1
        at.journal("pay-list.pay", {"list": public_id, "on": on.isoformat(), "mark": mark_of(lines),
                                    **({"differing": len(changed)} if changed else {})})


def _not_to_come(on: date, today: date, field: str) -> None:
    if on > today:
        raise Refusal(_("Ngày %(day)s chưa đến. Ghi ngày từ %(today)s trở về trước.", day=show_date(on),
                        today=show_date(today)), field, 422)


def _lines(at: Turn, row: PayList) -> list[Any]:
    return list(at.session.execute(
        sa.select(*LINE).where(PayLine.list_id == row.id).order_by(PayLine.id)).all())


def _check_lines(at: Turn, row: PayList, lines: list[Any]) -> None:
    if not lines:
        raise Refusal(_("Danh sách không còn dòng nào."))
    if differences(at.session, row.id, lines, amounts(at.session, at.how.unit_id)):
        raise Refusal(_("Có dòng không còn khớp với vụ việc hoặc mức chi. Lập lại danh sách rồi duyệt."))
