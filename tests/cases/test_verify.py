"""The proof of cases names whatever somebody changed behind the office's back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from caseapp.cases.commands.mending import mend_act
from caseapp.cases.queries.cases import acts_of
from caseapp.db import db
from caseapp.proof import faults
from tests.cases.making import acting, make_office, open_case, walk

if TYPE_CHECKING:
    from flask import Flask

CHANGES = {
    "a day": ("UPDATE case_act SET happened_on = '2026-11-15' WHERE code = 'accept'", "ngày khác nhật ký"),
    "a number": ("UPDATE case_act SET document = '1/X' WHERE code = 'accept'", "số văn bản khác nhật ký"),
    "an act added": ("UPDATE case_act SET public_id = 'abc' WHERE code = 'report'", "không có trong nhật ký"),
    "an act taken away": (("UPDATE case_act SET status = 'dropped', place = NULL, proposed_by = 1, "
                           "proposed_at = entered_at WHERE code = 'report'"), "việc đã ghi trong nhật ký đã mất"),
    "the state": ("UPDATE dossier SET state = 'closed' WHERE kind = 'complaint'", "giai đoạn khác với các việc đã ghi"),
    "a clock": ("UPDATE clock SET ended_by = 'void', ended_on = '2026-11-16' WHERE rule = 'complaint.resolution-1'",
                "hạn đang chạy khác với các việc đã ghi"),
    "another act": ("UPDATE case_act SET code = 'dance' WHERE code = 'self-check'", "có việc mà thủ tục không có"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_changed_is_named(any_app: Flask, change: str) -> None:
    office = make_office(any_app)
    statement, words = CHANGES[change]
    with any_app.app_context():
        walk(office, open_case(office), "report")
        assert faults(9) == []
        with db.engine.begin() as connection:
            connection.execute(sa.text(statement))
        assert words in {fault.what for fault in faults(9)}


def test_a_lawful_correction_is_no_fault(any_app: Flask) -> None:
    office = make_office(any_app)
    with any_app.app_context():
        case = open_case(office)
        walk(office, case, "accept")
        (act,) = acts_of(case.id)
        mend_act(act.public_id, act.happened_on, "77/TB-UBND", {}, "Ghi nhầm số", acting(office, case, "clerk"))
        assert faults(9) == []
