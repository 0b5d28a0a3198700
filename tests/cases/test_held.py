"""What somebody tried on cases and what must hold: nights that go on, corrections that get round nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from caseapp.cases.commands.assigning import add_note, assign
from caseapp.cases.commands.by_itself import let_days_pass
from caseapp.cases.commands.given import DRAFT, OF_CASE, GivenTeam
from caseapp.cases.commands.mending import mend_act, mend_case
from caseapp.cases.kinds.complaint import COMPLAINT
from caseapp.cases.models import Act, Delivery
from caseapp.db import reading
from caseapp.dossiers.drafts import drop_drafts_with, keep_draft, list_drafts
from caseapp.gazette import office_calendar
from caseapp.law.registry import RULES
from caseapp.proof import faults
from caseapp.web.errors import Refusal
from caseapp.web.now import now, today
from caseapp.workflow.check import mistakes
from caseapp.workflow.engine import Refused
from tests.cases.making import Office, act, acting, clocks, make_office, open_case, stored, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from caseapp.dossiers.models import Dossier
    from tests.office.clock import Clock

RESOLUTION, SECOND_RULE, COURT_RULE = "complaint.resolution-1", "complaint.second", "complaint.court"


@pytest.fixture
def office(any_app: Flask, clock: Clock) -> Iterator[Office]:
    """A commune on Monday 16/11/2026, in its context."""
    clock.set("2026-11-16 09:00")
    made = make_office(any_app)
    with any_app.app_context():
        yield made


def done(case: Dossier) -> list[Any]:
    return list(reading().execute(sa.select(Act.public_id, Act.code, Act.happened_on, Act.document).where(
        Act.dossier_id == case.id, Act.status == "done").order_by(Act.place)))


def mend(office: Office, case: Dossier, code: str, on: date, **details: Any) -> None:
    one = next(one for one in done(case) if one.code == code)
    mend_act(one.public_id, on, one.document, details, "Ghi nhầm ngày", acting(office, case, "handler"))


def night() -> int:
    return let_days_pass(now(), today(), office_calendar())


def overdue(office: Office) -> Dossier:
    """Accepted on 1/10, due on Monday 2/11, nothing decided."""
    case = open_case(office, date(2026, 9, 20))
    act(office, case, "accept", date(2026, 10, 1))
    return case


def test_the_procedure_has_no_mistakes() -> None:
    assert list(mistakes(COMPLAINT, RULES)) == []


def test_a_case_suspended_too_late_stops_nobody_s_night(office: Office) -> None:
    late, other = overdue(office), overdue(office)
    for code, on in (("suspend", 3), ("send-suspension", 3), ("resume", 10), ("send-suspension", 10)):
        act(office, late, code, date(2026, 11, on))
    night()
    assert done(other)[-1].code == "limit-passed"
    assert done(late)[-1].code == "limit-passed"
    assert faults(5) == []


def test_a_case_that_cannot_go_on_is_left_and_the_others_go_on(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from caseapp.cases.commands import by_itself

    broken, other, whole = overdue(office), overdue(office), by_itself.carry_out

    def refusing(given: Any, how: Any) -> Any:
        if how.dossier_id == broken.id:
            raise Refusal("Ngày này không được.", "happened_on", 422)
        return whole(given, how)

    monkeypatch.setattr(by_itself, "carry_out", refusing)
    assert night() == 1
    assert [done(one)[-1].code for one in (broken, other)] == ["accept", "limit-passed"]


def test_a_challenged_case_sends_what_is_unsent_and_then_is_closed(office: Office) -> None:
    case = overdue(office)
    act(office, case, "suspend", date(2026, 10, 20))
    act(office, case, "send-suspension", date(2026, 10, 21))
    act(office, case, "resume", date(2026, 10, 22))
    night()
    act(office, case, "challenge", date(2026, 11, 16))
    with pytest.raises(Refused, match="gửi"):
        act(office, case, "close")
    act(office, case, "send-suspension")
    act(office, case, "close")
    assert (stored(case.id).state, stored(case.id).next_due) == ("closed", None)


def test_no_correction_hides_what_is_overdue(office: Office) -> None:
    """Suspended after the limit was over: it stays overdue, however that day came to be known."""
    case = overdue(office)
    act(office, case, "suspend", date(2026, 10, 28))
    mend(office, case, "suspend", date(2026, 11, 12))
    assert stored(case.id).next_due == date(2026, 11, 2)
    assert clocks(case.id)[RESOLUTION].paused_on is None
    assert faults(5) == []


def test_the_decree_s_acts_are_not_mended_to_before_it(office: Office, clock: Clock) -> None:
    clock.set("2026-07-10 09:00")
    case = open_case(office, date(2026, 6, 20))
    act(office, case, "accept", date(2026, 6, 25))
    act(office, case, "suspend", date(2026, 7, 2))
    with pytest.raises(Refusal):
        mend(office, case, "suspend", date(2026, 6, 29))


@pytest.mark.parametrize(("mended", "on"), [("ask-information", 4), ("prolong", 4), ("accept", 12)])
def test_what_leads_nowhere_stays_where_it_can_be_done(office: Office, mended: str, on: int) -> None:
    case = open_case(office, date(2026, 11, 2))
    act(office, case, "accept", date(2026, 11, 5))
    act(office, case, "ask-information", date(2026, 11, 6), by="handler")
    act(office, case, "prolong", date(2026, 11, 9))
    with pytest.raises(Refusal):
        mend(office, case, mended, date(2026, 11, on))


def test_what_happened_by_itself_follows_a_corrected_day(office: Office) -> None:
    case = open_case(office, date(2026, 9, 20))
    act(office, case, "accept", date(2026, 10, 7))
    night()
    mend(office, case, "accept", date(2026, 10, 1))
    night()
    assert done(case)[-1][1:3] == ("limit-passed", date(2026, 11, 3))
    running = {one.rule: one for one in clocks(case.id).values() if one.ended_by is None}
    assert {running[rule].start_on for rule in (SECOND_RULE, COURT_RULE)} == {date(2026, 11, 2)}
    assert faults(5) == []


def test_the_day_of_effect_follows_a_corrected_delivery(office: Office) -> None:
    case = open_case(office, date(2026, 8, 20))
    walk(office, case, "report", date(2026, 9, 1))
    act(office, case, "decide", date(2026, 9, 1))
    act(office, case, "send-decision", date(2026, 9, 1), by="clerk")
    act(office, case, "deliver", date(2026, 9, 25), by="clerk")
    night()
    mend(office, case, "deliver", date(2026, 9, 10))
    night()
    windows = clocks(case.id)
    last = max(windows[rule].due_on for rule in (SECOND_RULE, "complaint.effect"))
    assert done(case)[-1][1:3] == ("take-effect", last + timedelta(days=1))


def test_what_a_case_is_about_undoes_no_act(office: Office) -> None:
    case = open_case(office, date(2026, 11, 6))
    act(office, case, "accept", date(2026, 11, 12))
    with pytest.raises(Refusal):
        mend_case({"respondent": "", "people_count": 30}, acting(office, case, "reception"))
    mend_case({"received_on": date(2026, 11, 5)}, acting(office, case, "reception"))
    assert stored(case.id).opened_on == date(2026, 11, 5)


def test_a_cancelled_number_is_neither_mended_nor_given_to_anybody(office: Office) -> None:
    case = open_case(office, date(2026, 11, 6))
    act(office, case, "void", by="clerk", reason="Ghi nhầm")
    with pytest.raises(Refused):
        mend(office, case, "void", today(), reason="bà Ánh")
    with pytest.raises(Refused):
        assign(GivenTeam(office.other_handler.id, [], "Chuyển"), acting(office, case, "supervisor"))


def test_a_sent_paper_is_sent_on_its_corrected_day(office: Office) -> None:
    case = open_case(office, date(2026, 8, 20))
    walk(office, case, "decide", date(2026, 9, 1))
    act(office, case, "send-decision", date(2026, 9, 3), by="clerk")
    mend(office, case, "send-decision", date(2026, 9, 2))
    assert set(reading().execute(sa.select(Delivery.sent_on)).scalars()) <= {date(2026, 9, 2)}


def test_a_note_is_no_progress(office: Office, clock: Clock) -> None:
    case = overdue(office)
    before = stored(case.id).moved_on
    clock.set("2026-12-01 09:00")
    add_note("Đã gọi điện.", acting(office, case, "handler"))
    assert stored(case.id).moved_on == before


def test_drafts_of_a_case_go_with_it(office: Office) -> None:
    case, other = overdue(office), overdue(office)
    for number, one in enumerate((case, other)):
        assert keep_draft(f"{number}".rjust(22, "x"), DRAFT, {OF_CASE: [one.public_id], "note": ["bà Ánh"]},
                          account_id=office.handler.id, now=now())
    from caseapp.db import writing

    with writing() as session:
        drop_drafts_with(session, DRAFT, OF_CASE, case.public_id, now=now())
    left = list_drafts(DRAFT, account_id=office.handler.id, now=now())
    assert [one.fields[OF_CASE] for one in left] == [[other.public_id]]
    assert not keep_draft("0".rjust(22, "x"), DRAFT, {OF_CASE: [case.public_id]}, account_id=office.handler.id, now=now())
