"""The usual way of a complaint, from the petition to a decision in effect, on both databases."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from caseapp.cases.commands.by_itself import let_days_pass
from caseapp.cases.commands.proposing import end_proposal
from caseapp.cases.queries.cases import acts_of
from caseapp.db import db
from caseapp.dossiers.verify import dossier_faults
from caseapp.gazette import office_calendar
from caseapp.web.now import now, today
from caseapp.workflow.engine import Refused, Way
from tests.cases.making import act, acting, clocks, make_office, open_case, stored

if TYPE_CHECKING:
    from flask import Flask

    from tests.office.clock import Clock


def test_a_complaint_runs_its_course(any_app: Flask, clock: Clock) -> None:
    office = make_office(any_app)
    with any_app.app_context():
        case = open_case(office, date(2026, 11, 6))
        # Example 3 of the law file: received on a Friday, the ten days of the statute bite first.
        assert stored(case.id).next_due == date(2026, 11, 16)
        assert act(office, case, "accept", by="handler") is Way.PROPOSE
        assert (stored(case.id).awaits, stored(case.id).proposed) == ("supervisor", "accept")
        proposal = next(one for one in acts_of(case.id) if one.status == "proposed")
        end_proposal(proposal.public_id, acting(office, case), reason="Ghi rõ số tờ đơn.")
        assert act(office, case, "accept", by="clerk") is Way.ENTER
        assert stored(case.id).state == "accepted"
        assert clocks(case.id)["complaint.resolution-1"].due_on == date(2026, 12, 16)
        act(office, case, "self-check", by="handler")
        act(office, case, "assign-verification")
        with pytest.raises(Refused):
            act(office, case, "decide")
        act(office, case, "report", by="handler", differs="yes")
        with pytest.raises(Refused):
            act(office, case, "decide")
        act(office, case, "invite-dialogue", by="handler", dialogue_on=date(2026, 11, 21))
        act(office, case, "hold-dialogue", by="handler")
        act(office, case, "decide")
        act(office, case, "send-decision", by="clerk")
        act(office, case, "deliver", by="clerk")
        assert stored(case.id).next_due is None
        assert clocks(case.id)["complaint.effect"].due_on == date(2026, 12, 16)
        with pytest.raises(Refused):
            act(office, case, "take-effect", by="handler")
    clock.forward(days=31)
    with any_app.app_context():
        assert let_days_pass(now(), today(), office_calendar()) == 1
        assert let_days_pass(now(), today(), office_calendar()) == 0
        assert stored(case.id).state == "effective"
        act(office, case, "carry-out", by="handler")
        act(office, case, "close", by="clerk")
        assert stored(case.id).closed_on == today()
        with db.engine.connect() as connection:
            assert list(dossier_faults(connection)) == []
