"""Correcting a case: the day or number of an act, what the case is about; its limits are counted again, visibly."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from caseapp.cases.commands.opening import find_case_again
from caseapp.cases.commands.signing import see_number
from caseapp.cases.commands.work import Happened, Work, working
from caseapp.cases.models import Act, Delivery
from caseapp.cases.rules import details_of, mended_day_flaw, untrue, write_details
from caseapp.dossiers.acting import Acting, tell_followers
from caseapp.dossiers.commands import first_words
from caseapp.staff.signing import signers
from caseapp.text import fold, mark, show_date
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.web.now import OFFICE_ZONE
from caseapp.workflow.engine import Refused

MENDING = frozenset({"handler", "clerk", "supervisor"})
MENDING_CASE = MENDING | {"reception"}
NOT_YOURS = mark("Việc này thuộc vai trò khác.")
CANCELLED = mark("Vụ việc đã hủy số: không sửa được nữa.")
BY_ITSELF = mark("Việc này tự xảy ra theo luật. Hãy sửa việc đã dẫn đến nó.")


def mend_act(public_id: str, happened_on: date, document: str, details: Mapping[str, Any], reason: str,
             how: Acting) -> list[str]:
    """Correct an act; what it started, paused or ended is counted again. Returns the names of changed fields.

    Old and new values stand in the journal with the reason; receipts of before stay beside the new ones.
    """
    with working(how) as work:
        if not work.roles & MENDING:
            raise Refused(NOT_YOURS)
        act = next((one for one in work.acts if one.public_id == public_id), None)
        if act is None:
            raise LookupError(public_id)
        if act.entered_by is None:
            raise Refused(BY_ITSELF)
        if work.state.code == "void":
            raise Refused(CANCELLED)
        _see_day(work, act, happened_on)
        if document:
            see_number(work, document, happened_on, besides=act.id)
        elif act.document:
            raise Refusal(_("Ghi số, ký hiệu văn bản."), "document", 422)
        values = _changes(act, happened_on, document, details)
        if not values:
            return []
        if happened_on != act.happened_on:
            _see_signer(work, act, happened_on)
            work.session.execute(sa.update(Delivery).where(
                Delivery.act_id == act.id, Delivery.sent_on == act.happened_on).values(sent_on=happened_on))
        act.happened_on, act.document, act.document_fold = happened_on, document, fold(document)
        act.details = write_details({**details_of(act), **details})
        act.corrected += 1
        act.late = happened_on < act.entered_at.astimezone(OFFICE_ZONE).date()
        work.session.flush()
        work.settle()
        _see_what_follows(work)
        work.journal("mend", {"act": act.public_id, "code": act.code, "on": happened_on.isoformat(),
                              "fields": sorted(values)},
                     {**values, "reason": ["", reason]})
        tell_followers(work.session, work.chain, Happened(work, act, None, corrected=True))
    return sorted(values)


def _see_day(work: Work, act: Act, on: date) -> None:
    flaw = mended_day_flaw(work.case, work.acts, work.acts.index(act), on, work.how.today)
    if flaw is not None:
        raise Refusal(_(flaw.words, **{name: _(value) for name, value in flaw.values.items()}), flaw.at, 422)


def _see_signer(work: Work, act: Act, on: date) -> None:
    """Refuse a day on which whoever signed could not sign; whom only the paper names is not known here."""
    able = {one.id for one in signers(work.session, work.how.unit_id, on)}
    if act.signer_id is not None and act.signer_id not in able:
        raise Refusal(_("Ngày %(day)s, %(name)s chưa hoặc không còn quyền ký.", day=show_date(on), name=act.signer),
                      "happened_on", 422)


def _see_what_follows(work: Work, at: str = "happened_on") -> None:
    """Refuse a correction after which an act of the case could not have been done."""
    for place, act in enumerate(work.acts):
        if why := untrue(work.case, work.acts, place, work.how.calendar):
            raise Refusal(_("Sửa như vậy thì việc “%(act)s” ngày %(day)s không còn đúng: %(why)s",
                            act=_(work.kind.action(act.code).label), day=show_date(act.happened_on), why=_(why)),
                          at, 422)


def _changes(act: Act, happened_on: date, document: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """Old and new values of what differs."""
    told = details_of(act)
    changed: dict[str, Any] = {}
    if happened_on != act.happened_on:
        changed["happened_on"] = [act.happened_on.isoformat(), happened_on.isoformat()]
    if document != act.document:
        changed["document"] = [act.document, document]
    changed |= {name: [told.get(name, ""), value] for name, value in details.items()
                if (told.get(name) or "") != (value or "")}
    return changed


def mend_case(changes: Mapping[str, Any], how: Acting) -> list[str]:
    """Correct what a case is about; another day of receipt counts the acceptance clock again."""
    with working(how) as work:
        if not work.roles & MENDING_CASE:
            raise Refused(NOT_YOURS)
        values = {name: [_plain(getattr(work.case, name)), _plain(new)] for name, new in changes.items()
                  if getattr(work.case, name) != new}
        if not values:
            return []
        received = changes.get("received_on", work.case.received_on)
        if received > how.today:
            raise Refusal(_("Ngày này chưa đến."), "received_on", 422)
        if work.acts and received > min(act.happened_on for act in work.acts):
            raise Refusal(_("Ngày nhận đơn sau một việc đã ghi của vụ việc."), "received_on", 422)
        for name in values:
            setattr(work.case, name, changes[name])
        if "content" in values:
            work.dossier.subject = first_words(work.case.content)
        work.session.flush()
        if "received_on" in values:
            work.dossier.opened_on = received
            work.settle()
        _see_what_follows(work, next(iter(values)))
        find_case_again(work.session, work.dossier, work.case)
        work.journal("correct", {"fields": sorted(values)}, values)
    return sorted(values)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
