"""What a court gets of a settlement, how long it may be asked, and where people go on after one that failed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from caseapp.db import reading
from caseapp.law.mediation import COURT_ANSWER, COURT_RECOGNITION
from caseapp.law.mediation_duties import BARRED
from caseapp.mediation import courts
from caseapp.mediation.commands.promises import break_promise
from caseapp.mediation.commands.results import record_result
from caseapp.mediation.courts import court_package, guidance
from caseapp.mediation.dispute import Outcome, Promised
from caseapp.mediation.matters import MATTERS
from caseapp.mediation.queries.own import find_dispute, whole
from caseapp.proof import faults
from caseapp.web.now import today
from caseapp.workflow.engine import Refused
from tests.mediation.making import act, acting, clocks, make_hamlets, open_one, stored
from tests.mediation.test_handing_on import photo, viewer_of
from tests.mediation.test_promises import SETTLED, STEP, settled

if TYPE_CHECKING:
    from flask import Flask

    from caseapp.mediation.courts import CourtPackage
    from tests.mediation.making import Hamlets
    from tests.office.clock import Clock as OfficeClock


def package(app: Flask, office: Hamlets, dispute: Any) -> CourtPackage | None:
    """What the mediator who leads is shown."""
    viewer = viewer_of(app, office.lan)
    row = find_dispute(viewer, dispute.public_id)
    return court_package(row, whole(viewer, row), today())


@pytest.mark.parametrize(("agreed", "last"), [
    # Six months to the day of the same number, to the last of a shorter month; off days move it on.
    ("2026-11-16", date(2027, 5, 17)),      # 16 May is a Sunday
    ("2026-08-31", date(2027, 3, 1)),       # 28 February is a Sunday
    ("2026-09-30", date(2027, 3, 30)),
    ("2026-10-30", date(2027, 5, 4)),       # 30 April and 1 May are holidays on Friday and Saturday, Monday is given
    ("2026-06-30", date(2026, 12, 30)),
    ("2026-05-29", date(2026, 11, 30)),     # 29 November is a Sunday
])
def test_the_court_may_be_asked_for_six_months(app: Flask, clock: OfficeClock, agreed: str, last: date) -> None:
    clock.set(f"{agreed} 09:00")
    with app.app_context():
        office = make_hamlets(app)
        dispute = settled(office, STEP if agreed == "2026-11-16" else replace(STEP, due_on=None))
        assert clocks(dispute)[COURT_RECOGNITION.code].due_on == last


def test_it_runs_from_the_agreement_and_not_from_the_paper(app: Flask, clock: OfficeClock) -> None:
    with app.app_context():
        office = make_hamlets(app)
        dispute = settled(office, STEP, record="")
        assert package(app, office, dispute) is None
        assert COURT_RECOGNITION.code not in clocks(dispute)
    clock.set("2026-11-20 09:00")
    with app.app_context():
        act(office, dispute, "draw-record", settled_on=date(2026, 11, 16))
        runs = clocks(dispute)[COURT_RECOGNITION.code]
        assert (runs.start_on, runs.nature) == (date(2026, 11, 16), "right")
        assert stored(dispute.public_id).next_due == STEP.due_on      # a right presses nobody


def test_the_package_says_what_is_there_and_what_is_missing(any_app: Flask, clock: OfficeClock) -> None:
    with any_app.app_context():
        office = make_hamlets(any_app)
        bare = package(any_app, office, settled(office, STEP))
        assert bare is not None
        assert bare.missing == [courts.NO_PHOTO]
        assert [one.there for one in bare.papers] == [False, False, True]
        dispute = open_one(office)
        record_result(replace(SETTLED, happened_on=today(), promises=(STEP,), papers=(photo("van-ban.jpg"),)),
                      acting(office, dispute))
        full = package(any_app, office, dispute)
        assert full is not None
        assert (full.missing, [name for _key, name in full.papers[1].files]) == ([], ["van-ban.jpg"])
        assert {one.label: one.value for one in full.named} == {
            courts.PARTIES: "Lê Văn Hòa, Số 4 hẻm 12, khóm 3; Nguyễn Thị Sáu, Số 6 hẻm 12, khóm 3",
            courts.MEDIATED: "Huỳnh Ngọc Lan; Tổ hòa giải khóm 3", courts.AGREED: "Phá bậc thềm, trả tiền."}
        assert [one.code for one in full.conditions] == ["capacity", "own-rights", "requested", "lawful"]
        assert (full.last_day, full.gone_by, full.asked_on) == (date(2027, 5, 17), False, None)
        act(office, dispute, "request-court")
        asked = package(any_app, office, dispute)
        assert asked is not None
        assert (asked.last_day, asked.clock, asked.asked_on) == (None, "", today())


def test_without_a_signed_record_no_court_is_offered(app: Flask) -> None:
    with app.app_context():
        office = make_hamlets(app)
        refused = settled(office, STEP, record="refused", refused_by="party-a", refused_why="Không muốn ký.")
        assert package(app, office, refused) is None
        with pytest.raises(Refused):
            act(office, refused, "request-court")
        signed = settled(office, STEP)
        act(office, signed, "reopen", by=office.leader)
        assert package(app, office, signed) is None
        failed = open_one(office)
        act(office, failed, "fail")
        assert package(app, office, failed) is None


def test_land_goes_to_the_commune_first_and_what_may_not_be_mediated_elsewhere() -> None:
    def codes(outcome: Outcome, matter: str = "noise", barred: str = "", record_on: date | None = None) -> list[str]:
        return [one.code for one in guidance(SimpleNamespace(
            outcome=outcome, matter=matter, barred=barred, record_on=record_on))]

    assert codes(Outcome.FAILED, "land") == ["commune-land", "court"]
    assert codes(Outcome.STOPPED, "boundary") == ["commune-land", "court"]
    assert codes(Outcome.FAILED, "path") == ["court", "commune-land"]
    assert codes(Outcome.FAILED) == codes(Outcome.SETTLED) == ["court"]
    assert codes(Outcome.REFERRED, barred="offence")[0] == "police"
    for barred in BARRED:
        assert codes(Outcome.REFERRED, barred=barred)
    for matter in MATTERS:
        assert codes(Outcome.FAILED, matter)
    separate = guidance(SimpleNamespace(outcome="failed", matter="land", barred="", record_on=None))[0]
    assert separate.note == courts.SEPARATE
    assert separate.duty.code == "LHG-1/2"


def test_another_settlement_has_a_record_of_its_own(app: Flask, clock: OfficeClock) -> None:
    with app.app_context():
        office = make_hamlets(app)
        dispute = settled(office, STEP)
        act(office, dispute, "reopen", by=office.leader)
    clock.set("2026-11-20 09:00")
    with app.app_context():
        record_result(replace(SETTLED, happened_on=today(), record="", promises=(STEP,)), acting(office, dispute))
        assert package(app, office, dispute) is None      # the old paper says something else
        act(office, dispute, "draw-record", settled_on=today())
        found = package(app, office, dispute)
        assert found is not None
        assert (found.agreed_on, found.last_day) == (date(2026, 11, 20), date(2027, 5, 20))


@pytest.mark.parametrize("ended", ["kept", "unkept"])
def test_the_court_asks_long_after_everything_was_over(any_app: Flask, clock: OfficeClock, ended: str) -> None:
    """Its five days are a duty of whoever mediated: the dispute is taken up again and not laid aside before the answer."""
    with any_app.app_context():
        office = make_hamlets(any_app)
        dispute = settled(office) if ended == "kept" else settled(office, replace(STEP, due_on=None))
        if ended == "unkept":
            promise = reading().execute(sa.select(Promised.public_id)).scalar_one()
            break_promise(promise, today(), "Không làm.", acting(office, dispute))
            act(office, dispute, "give-up", by=office.leader)
        assert stored(dispute.public_id).state == ended
        act(office, dispute, "request-court")
        act(office, dispute, "court-asks")
        asked = stored(dispute.public_id)
        assert (asked.state, asked.closed_on, asked.next_due) == ("followed", None, clocks(dispute)[COURT_ANSWER.code].due_on)
        with pytest.raises(Refused, match="trả lời tòa án trước"):
            act(office, dispute, "finish" if ended == "kept" else "give-up", by=office.leader)
        act(office, dispute, "answer-court")
        act(office, dispute, "finish" if ended == "kept" else "give-up", by=office.leader)
        assert (stored(dispute.public_id).state, clocks(dispute)[COURT_ANSWER.code].ended_by) == (ended, "met")
        assert faults(5) == []
