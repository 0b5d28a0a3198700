"""The worked examples of the law file for complaints, lived through in an office: what its clocks say is what it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from caseapp.cases.commands.by_itself import let_days_pass
from caseapp.db import writing
from caseapp.gazette import office_calendar
from caseapp.staff.models import Unit
from caseapp.web.now import now, today
from caseapp.workflow.engine import Refused
from tests.cases.making import Office, act, clocks, make_office, open_case, stored, walk

if TYPE_CHECKING:
    from flask import Flask

    from caseapp.dossiers.models import Dossier
    from tests.office.clock import Clock

D = date.fromisoformat
ACCEPTANCE, RESOLUTION = "complaint.acceptance", "complaint.resolution-1"
SECOND, EFFECT, SENDING = "complaint.second", "complaint.effect", "complaint.send-decision-1"


@dataclass(frozen=True, slots=True)
class Lived:
    """An office whose day the test says."""

    app: Flask
    clock: Clock
    office: Office

    def on(self, written: str) -> None:
        """At nine in the morning of a day."""
        self.clock.set(f"{written} 09:00")

    def far_away(self) -> None:
        """The same commune, in a remote area with difficult travel."""
        with self.app.app_context(), writing() as session:
            unit = session.get_one(Unit, self.office.commune.id)
            unit.remote, unit.remote_from, unit.remote_basis = True, date(2020, 1, 1), "Quyết định 861/QĐ-TTg"

    def open(self, received: str) -> Dossier:
        self.on(received)
        with self.app.app_context():
            return open_case(self.office, D(received))

    def act(self, case: Dossier, code: str, written: str, by: str = "supervisor", **details: object) -> None:
        self.on(written)
        with self.app.app_context():
            act(self.office, case, code, D(written), by=by, **details)

    def walk(self, case: Dossier, until: str, written: str) -> None:
        self.on(written)
        with self.app.app_context():
            walk(self.office, case, until, D(written))

    def days(self, case: Dossier, rule: str) -> tuple[date | None, date | None]:
        """Due and safe day as they are stored."""
        with self.app.app_context():
            found = clocks(case.id)[rule]
            return found.due_on, found.safe_on

    def next_due(self, case: Dossier) -> date | None:
        with self.app.app_context():
            return stored(case.id).next_due  # type: ignore[no-any-return]

    def state(self, case: Dossier) -> str:
        with self.app.app_context():
            return str(stored(case.id).state)

    def night(self, written: str) -> int:
        """What happens by itself on a day."""
        self.on(written)
        with self.app.app_context():
            return let_days_pass(now(), today(), office_calendar())


@pytest.fixture
def lived(any_app: Flask, clock: Clock) -> Lived:
    return Lived(any_app, clock, make_office(any_app))


@pytest.mark.parametrize(
    ("number", "received", "due"),
    [
        ("2", "2026-07-06", "2026-07-15"),  # seven working days come before ten days
        ("3", "2026-11-06", "2026-11-16"),  # the ten days of the statute bite first
        ("5", "2026-06-12", "2026-06-22"),  # before the decree
        ("6", "2026-06-26", "2026-07-06"),  # the rule of the day of receipt, across the first of July
    ],
)
def test_acceptance(lived: Lived, number: str, received: str, due: str) -> None:
    case = lived.open(received)
    assert lived.days(case, ACCEPTANCE) == (D(due), D(due)), number
    assert lived.next_due(case) == D(due)


def test_acceptance_runs_from_the_receipt_however_late_it_is_entered(lived: Lived) -> None:
    lived.on("2026-11-12")
    with lived.app.app_context():
        case = open_case(lived.office, D("2026-11-06"))
    assert lived.days(case, ACCEPTANCE)[0] == D("2026-11-16")


def test_7_thirty_days_from_the_acceptance(lived: Lived) -> None:
    case = lived.open("2026-11-10")
    lived.act(case, "accept", "2026-11-18")
    assert lived.days(case, RESOLUTION)[0] == D("2026-12-18")
    assert lived.next_due(case) == D("2026-12-18")


def test_9_remote_and_complex(lived: Lived) -> None:
    lived.far_away()
    case = lived.open("2026-02-25")
    lived.act(case, "accept", "2026-03-02")
    assert lived.days(case, RESOLUTION)[0] == D("2026-04-16")  # 45 days
    lived.act(case, "prolong", "2026-03-20")
    assert lived.days(case, RESOLUTION) == (D("2026-05-04"), D("2026-04-29"))


@pytest.mark.parametrize(("remote", "due"), [(False, "2026-11-19"), (True, "2026-12-04")])
def test_14_the_second_complaint(lived: Lived, remote: bool, due: str) -> None:
    if remote:
        lived.far_away()
    case = lived.open("2026-10-05")
    lived.walk(case, "send-decision", "2026-10-15")
    lived.act(case, "deliver", "2026-10-20", by="clerk")
    assert lived.days(case, SECOND)[0] == D(due)


def test_15_a_limit_that_passed_without_decision(lived: Lived) -> None:
    case = lived.open("2026-11-10")
    lived.act(case, "accept", "2026-11-18")
    assert lived.night("2026-12-18") == 0  # the last day is still his
    assert lived.night("2026-12-19") == 1
    assert lived.days(case, SECOND)[0] == D("2027-01-18")
    assert lived.next_due(case) == D("2026-12-18")  # and the decision is overdue
    assert lived.night("2026-12-20") == 0


def test_16_sending_the_decision(lived: Lived) -> None:
    case = lived.open("2026-11-09")
    lived.walk(case, "decide", "2026-11-20")
    assert lived.days(case, SENDING)[0] == D("2026-11-26")


def test_18_in_effect_only_when_both_windows_have_passed(lived: Lived) -> None:
    case = lived.open("2026-10-20")
    lived.walk(case, "decide", "2026-11-02")
    lived.act(case, "send-decision", "2026-11-03", by="clerk")
    lived.act(case, "deliver", "2026-11-05", by="clerk")
    assert lived.days(case, EFFECT)[0] == D("2026-12-02")
    assert lived.days(case, SECOND)[0] == D("2026-12-07")
    for written in ("2026-12-03", "2026-12-07"):
        assert (lived.night(written), lived.state(case)) == (0, "delivered")
    assert (lived.night("2026-12-08"), lived.state(case)) == (1, "effective")


def test_30_the_notice_of_a_dialogue(lived: Lived) -> None:
    case = lived.open("2026-11-10")
    lived.walk(case, "assign-verification", "2026-11-18")
    lived.act(case, "report", "2026-12-01", by="handler", differs="yes")
    lived.act(case, "invite-dialogue", "2026-12-03", by="handler", dialogue_on=D("2026-12-11"))
    assert lived.days(case, "complaint.dialogue-notice") == (D("2026-12-06"), D("2026-12-04"))


def test_a_suspension_is_added_as_in_the_contract(lived: Lived) -> None:
    # Suspended on 21 September, resumed on 6 October: fifteen days that do not count.
    case = lived.open("2026-09-01")
    lived.act(case, "accept", "2026-09-07")
    lived.act(case, "suspend", "2026-09-21")
    assert lived.days(case, RESOLUTION) == (None, None)
    lived.act(case, "send-suspension", "2026-09-22", by="clerk")
    lived.act(case, "resume", "2026-10-06")
    assert lived.days(case, RESOLUTION)[0] == D("2026-10-07") + timedelta(days=15)


@pytest.mark.parametrize(
    ("remote", "complex_", "due"),
    [
        (False, False, "2026-12-18"),
        (False, True, "2027-01-04"),  # 45 days: Saturday 2 January
        (True, False, "2027-01-04"),
        (True, True, "2027-01-18"),  # 60 days: Sunday 17 January
    ],
)
def test_every_length_of_the_first_resolution(lived: Lived, remote: bool, complex_: bool, due: str) -> None:
    if remote:
        lived.far_away()
    case = lived.open("2026-11-10")
    lived.act(case, "accept", "2026-11-18")
    if complex_:
        lived.act(case, "prolong", "2026-12-18")  # the last day of the base limit is still in time
    assert lived.days(case, RESOLUTION)[0] == D(due)


def test_a_complaint_accepted_before_the_decree_is_suspended_as_it_says(lived: Lived) -> None:
    # NĐ155 Art. 22: suspension in cases accepted before and undecided on 1 July 2026 follows the new decree.
    case = lived.open("2026-06-12")
    lived.act(case, "accept", "2026-06-22")
    with pytest.raises(Refused):
        lived.act(case, "suspend", "2026-06-30")
    lived.act(case, "suspend", "2026-07-02")
    assert lived.days(case, "complaint.send-suspension")[0] == D("2026-07-07")
