"""The proof of disputes names whatever somebody changed behind the office's back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from caseapp.db import db, writing
from caseapp.mediation.commands.results import record_result
from caseapp.mediation.dispute import MediatedBy
from caseapp.mediation.models import Mediator
from caseapp.mediation.verify import mediation_faults
from caseapp.proof import faults
from tests.mediation.making import act, acting, make_hamlets, mediating, open_one
from tests.mediation.test_results import BOTH, SETTLED

if TYPE_CHECKING:
    from flask import Flask

CHANGES = {
    "UPDATE mediation SET outcome = 'failed', record_on = NULL": "kết quả hòa giải khác với các việc đã ghi",
    "UPDATE mediation SET record_on = NULL": "kết quả hòa giải khác với các việc đã ghi",
    "UPDATE mediation_mediator SET until_on = from_on": "hòa giải viên khác nhật ký",
    "UPDATE mediation_promise SET state = 'kept', ended_on = '2026-11-16' WHERE position = 1": "cam kết khác nhật ký",
    "UPDATE mediation_promise SET due_on = '2026-12-25' WHERE position = 0": "cam kết khác nhật ký",
    "DELETE FROM mediation_promise WHERE position = 1": "cam kết đã ghi trong nhật ký đã mất",
    "UPDATE mediation_promise SET clock_id = NULL": "hạn theo dõi không thuộc cam kết nào",
    "UPDATE clock SET due_on = '2026-12-25' WHERE rule = 'mediation.promise'": "hạn theo dõi khác với cam kết",
}


def test_whom_an_old_book_names_may_be_replaced(app: Flask) -> None:
    office = make_hamlets(app)
    with app.app_context():
        dispute = open_one(office, mediators=())
        with writing() as session:
            found = session.scalars(sa.select(Mediator).where(Mediator.account_id == office.bay.id)).one()
            session.add(MediatedBy(dossier_id=dispute.id, mediator_id=found.id, chosen="book", lead=True,
                                   from_on=date(2026, 11, 16)))
        act(office, dispute, "assign", by=office.leader, mediators=[office.mediator(office.lan)])
        act(office, dispute, "replace", by=office.leader, mediators=[office.mediator(office.lan)])
        assert mediating(dispute) == ["Huỳnh Ngọc Lan"]
        assert faults(9) == []


def test_what_was_changed_is_named(any_app: Flask) -> None:
    office = make_hamlets(any_app)
    with any_app.app_context():
        record_result(replace(SETTLED, record="signed", promises=BOTH), acting(office, dispute := open_one(office)))
        act(office, dispute, "replace", by=office.leader, mediators=[office.mediator(office.tam)])
        assert faults(9) == []
        for statement, words in CHANGES.items():
            with db.engine.connect() as connection:
                connection.execute(sa.text(statement))
                assert words in {fault.what for fault in mediation_faults(connection)}, statement
                connection.rollback()
