"""The papers of a mediation: the record of a settlement, that of a failure, what goes to the court.

A settlement may be drafted before its result is recorded: then the mediator takes it along and fills in the rest.
"""
from __future__ import annotations

from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from flask import abort, render_template
from flask.typing import ResponseReturnValue

from caseapp.cases.kinds.mediation import VOID
from caseapp.db import reading
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.shown import page_of
from caseapp.law.forms import LOGBOOK_FORM
from caseapp.law.mediation_book import MEDIATORS
from caseapp.law.mediation_duties import FAILURE_PAPER, SETTLEMENT_PAPER
from caseapp.mediation.courts import court_package
from caseapp.mediation.dispute import Outcome
from caseapp.mediation.logbook import compose
from caseapp.mediation.papers import failure_record, settlement_record
from caseapp.mediation.queries.logbook import beside
from caseapp.mediation.queries.own import Whole, find_dispute, whole
from caseapp.mediation.queries.promises import promises_of
from caseapp.mediation.views.blueprint import pages
from caseapp.staff.models import Unit
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.text import mark
from caseapp.web.access import guarded
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.web.now import today

NO_SETTLEMENT: Final = mark("Vụ việc này không hòa giải thành, không có văn bản hòa giải thành để in.")
NO_FAILURE: Final = mark("Chỉ in văn bản này khi hòa giải không thành hoặc đã chấm dứt.")
NO_RECORD: Final = mark("Chưa có văn bản hòa giải thành có chữ ký: tòa án không xem xét công nhận.")
NOTHING: Final = mark("Số này đã hủy, không còn gì để in.")
_HEAD = (
    sa.select(Unit.name, Unit.seat).where(Unit.id == sa.bindparam("unit", type_=sa.Integer())))


class _Asked(NamedTuple):
    """The dispute of a paper with everything beneath it, and the commune at its head."""

    dispute: Any
    near: Whole
    commune: Any

    @property
    def shown(self) -> dict[str, Any]:
        """What every paper needs."""
        return {"dispute": self.dispute, "commune": self.commune, "number": number_of(self.dispute),
                "back": page_of(self.dispute.kind, self.dispute.public_id)}


def _asked(public_id: str) -> _Asked:
    """The dispute that a paper is about; absent and forbidden are the same."""
    dispute = find_dispute(viewer(), public_id)
    if dispute is None:
        abort(404)
    if dispute.state == VOID.code:
        raise Refusal(_(NOTHING))
    commune = reading().execute(_HEAD, {"unit": dispute.parent_id}).first() if dispute.parent_id else None
    return _Asked(dispute, whole(viewer(), dispute), commune)


@pages.get("/hoa-giai/vu/<public_id>/van-ban/in")
@guarded(Can.MEDIATE, Can.READ_DOSSIERS)
def print_record(public_id: str) -> ResponseReturnValue:
    """The record of a settlement, or its draft while the mediation goes on."""
    asked = _asked(public_id)
    if asked.dispute.outcome not in (None, Outcome.SETTLED):
        raise Refusal(_(NO_SETTLEMENT))
    paper = settlement_record(asked.dispute, asked.near, promises_of(asked.dispute.id))
    return render_template("mediation/print_record.html", paper=paper,
                           duty=SETTLEMENT_PAPER, **asked.shown)


@pages.get("/hoa-giai/vu/<public_id>/bien-ban/in")
@guarded(Can.MEDIATE, Can.READ_DOSSIERS)
def print_failure(public_id: str) -> ResponseReturnValue:
    """The record of a failure that a party asked for; the rule it rests on was not read, and the page says so."""
    asked = _asked(public_id)
    if asked.dispute.outcome not in (Outcome.FAILED, Outcome.STOPPED):
        raise Refusal(_(NO_FAILURE))
    return render_template("mediation/print_failure.html", paper=failure_record(asked.dispute, asked.near),
                           duty=FAILURE_PAPER, **asked.shown)


@pages.get("/hoa-giai/vu/<public_id>/toa-an/in")
@guarded(Can.MEDIATE, Can.READ_DOSSIERS)
def print_court_package(public_id: str) -> ResponseReturnValue:
    """What a party takes to the court, what the court looks at, and the line of the logbook as an extract."""
    asked = _asked(public_id)
    package = court_package(asked.dispute, asked.near, today())
    if package is None:
        raise Refusal(_(NO_RECORD))
    texts = compose(asked.dispute, beside([asked.dispute.id]).get(asked.dispute.id, ()))
    extract = [(column, text) for column, text in zip(MEDIATORS.columns, texts, strict=True) if text]
    return render_template("mediation/print_court_package.html", package=package, extract=extract, part=MEDIATORS,
                           book=LOGBOOK_FORM.name, **asked.shown)
