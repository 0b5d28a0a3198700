"""From a visit to petition and complaint in one step; what the case decides answers the visitor; cancelling together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from caseapp.cases.commands.mending import mend_act
from caseapp.cases.models import Act, CaseFile
from caseapp.cases.queries.cases import acts_of
from caseapp.db import db, reading
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.models import Dossier, Link, Party
from caseapp.dossiers.search import hits
from caseapp.gazette import office_calendar
from caseapp.people.commands import Given
from caseapp.people.models import IdKind, Person
from caseapp.petitions.models import Petition
from caseapp.reception.commands.acting import correct, correct_person, prolong, take_petition, void
from caseapp.reception.commands.logging import GivenParty, GivenVisit, Logging, log_visit
from caseapp.reception.commands.petitioning import GivenTaking
from caseapp.reception.models import Matter, Notice, NoticeResult, Outcome
from caseapp.reception.queries.petitions import petitions_of
from caseapp.web.errors import Refusal
from caseapp.web.now import now, today
from caseapp.workflow.engine import Refused
from tests.cases.making import ANH, CONTENT, Office, act, clocks, make_office, open_case, stored
from tests.cases.making import acting as acting_on_case
from tests.office.making import a_notice, proof, visit_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from tests.office.clock import Clock

BAY = Given("Trần Văn Bảy", IdKind.CITIZEN, "092066001122", commune="phường An Thịnh")
SINGLE = GivenTaking("Chủ tịch UBND phường An Thịnh", "decision", "Quyết định 264/QĐ-UBND", date(2026, 11, 11))


@pytest.fixture
def office(any_app: Flask) -> Iterator[Office]:
    """A commune on each database."""
    made = make_office(any_app)
    with any_app.app_context():
        yield made


def log(office: Office, *people: Given, petition: GivenTaking | None = SINGLE, outcome: Outcome = Outcome.TAKEN,
        **more: Any) -> Dossier:
    """A complaint at the counter, by default with its petition taken."""
    parties = tuple(GivenParty(one) for one in people or (ANH,))
    lines = {"content": CONTENT, "held_on": today(), "people_count": len(parties), "field": "land", "parties": parties,
             "receiver_id": office.officer.id}
    given = GivenVisit(Matter.COMPLAINT, outcome=outcome, petition=petition, **{**lines, **more})
    return log_visit(given, Logging(office.commune.id, office.officer.id, now(), today(), office_calendar()))


def acting(office: Office, dossier: Dossier, role: str = "reception", **changes: Any) -> Acting:
    """The holder of ``role`` acting now on what is stored of a visit."""
    how = Acting(dossier.id, office.commune.id, stored(dossier.id).version, office.holder(role).id, frozenset({role}),
                 now(), today(), office_calendar())
    return replace(how, **changes)


def case_of(visit: Dossier) -> Any:
    """The stored row of the case that the visit's petition lives in."""
    return stored(petitions_of(reading(), visit.id)[-1].case.id)


def of(table: Any, dossier_id: int) -> Any:
    """The detail row of a dossier."""
    return reading().execute(sa.select(*table.__table__.c).where(table.dossier_id == dossier_id)).one()


def complainants(dossier_id: int) -> list[str]:
    """Names in a petition or case, in order."""
    return list(reading().execute(sa.select(Person.name).join(Party, Party.person_id == Person.id).where(
        Party.dossier_id == dossier_id, Party.role == "complainant").order_by(Party.position)).scalars())


def notices(visit: Dossier) -> list[tuple[Any, ...]]:
    """Answers to a visitor."""
    return [tuple(row) for row in reading().execute(sa.select(
        Notice.result, Notice.manner, Notice.given_on, Notice.given_by, Notice.document).where(
            Notice.dossier_id == visit.id).order_by(Notice.id))]


def test_a_petition_and_a_case_in_one_step(office: Office) -> None:
    visit = log(office, held_on=date(2026, 11, 13))
    (held,) = petitions_of(reading(), visit.id)
    assert (held.petition_number, held.number, held.opened, held.others) == ("ĐƠN 2026/0001", "KN 2026/0001", True, 0)
    case, petition = of(CaseFile, held.case.id), of(Petition, held.petition.id)
    assert (case.content, case.field, case.received_on, case.people_count) == (CONTENT, "land", date(2026, 11, 13), 1)
    assert (case.respondent, case.contested, case.contested_paper) == (
        "Chủ tịch UBND phường An Thịnh", "decision", "Quyết định 264/QĐ-UBND")
    written = of(CaseFile, held.petition.id)
    assert (written.content, petition.dated_on, written.received_on, written.opening) == (
        CONTENT, date(2026, 11, 11), date(2026, 11, 13), "in-case")
    assert complainants(held.case.id) == complainants(held.petition.id) == ["Nguyễn Thị Ánh"]
    row = stored(held.case.id)
    assert (row.state, row.handler_id, row.awaits) == ("received", None, "handler")
    assert clocks(held.case.id)["complaint.acceptance"].start_on == date(2026, 11, 13)
    assert stored(visit.id).next_due == clocks(visit.id)["reception.reply"].due_on
    assert proof() == []


def test_whoever_is_spoken_for_complains(office: Office) -> None:
    parties = (GivenParty(BAY, "representative", "Giấy ủy quyền"), GivenParty(ANH, "represented"))
    visit = log(office, parties=parties)
    assert complainants(case_of(visit).id) == ["Nguyễn Thị Ánh"]


def test_neither_books_nor_other_handlings_open_a_case(office: Office) -> None:
    for outcome in (Outcome.EXPLAINED, Outcome.REPORTED, Outcome.TAKEN):
        log(office, petition=None, outcome=outcome)
    assert reading().execute(sa.select(sa.func.count()).select_from(Petition)).scalar() == 0


@pytest.mark.parametrize("written", ["KN 2026/0001", "kn2026/1", "2026/0001", "1", " 0001 "])
def test_a_second_petition_joins_the_case(office: Office, written: str) -> None:
    first = log(office)
    second = log(office, BAY, petition=GivenTaking(joins=written))
    one, other = case_of(first), case_of(second)
    assert one.id == other.id
    (held,) = petitions_of(reading(), second.id)
    assert (held.petition_number, held.opened, held.others) == ("ĐƠN 2026/0002", False, 1)
    assert complainants(one.id) == ["Nguyễn Thị Ánh", "Trần Văn Bảy"]
    with db.engine.connect() as connection:
        assert one.id in hits(connection, "trần văn bảy")
    assert list(clocks(one.id)) == ["complaint.acceptance"]


def test_a_number_that_cannot_be_joined_is_told_at_its_field_and_nothing_is_saved(office: Office) -> None:
    ended, decided = open_case(office), open_case(office)
    act(office, ended, "decline")
    for code, role in (("accept", "supervisor"), ("self-check", "handler")):
        act(office, decided, code, by=role, **({"self_check": "right"} if code == "self-check" else {}))
    act(office, decided, "decide")
    before = reading().execute(sa.select(sa.func.count()).select_from(Dossier)).scalar()
    for written, words in (("KN", "Ghi số vụ việc"), ("KN 2026/0077", "không có vụ việc"), ("KN 2025/1", "không có"),
                           ("KN 2026/0001", "không thụ lý"), ("2", "đã ra quyết định")):
        with pytest.raises(Refusal, match=words) as refused:
            log(office, petition=GivenTaking(joins=written))
        assert (refused.value.field, refused.value.status) == ("joins", 422)
    assert reading().execute(sa.select(sa.func.count()).select_from(Dossier)).scalar() == before


def test_an_older_visit_gets_its_petition_later(office: Office) -> None:
    visit = log(office, petition=None, outcome=Outcome.REPORTED, held_on=date(2026, 11, 12))
    take_petition(replace(SINGLE, received_on=date(2026, 11, 16)), acting(office, visit, "handler"))
    case = case_of(visit)
    assert of(CaseFile, case.id).received_on == date(2026, 11, 16)
    assert (stored(visit.id).state, stored(visit.id).version) == ("awaiting", 2)
    with pytest.raises(Refused, match="đã ở trong một vụ việc"):
        take_petition(SINGLE, acting(office, visit))


def test_only_a_complaint_that_waits_takes_one(office: Office) -> None:
    done = log(office, petition=None, outcome=Outcome.EXPLAINED)
    with pytest.raises(Refused):
        take_petition(SINGLE, acting(office, done))
    feedback = log_visit(GivenVisit(Matter.FEEDBACK, "Rác", today(), Outcome.TAKEN, parties=(GivenParty(ANH),)),
                         Logging(office.commune.id, office.officer.id, now(), today(), office_calendar()))
    with pytest.raises(Refused, match="Chỉ đơn khiếu nại"):
        take_petition(SINGLE, acting(office, feedback))


def test_after_a_case_was_cancelled_the_petition_is_taken_anew(office: Office) -> None:
    visit = log(office)
    act(office, case_of(visit), "void", by="reception", reason="Ghi nhầm")
    assert stored(visit.id).state == "awaiting"
    take_petition(SINGLE, acting(office, visit))
    dead, living = petitions_of(reading(), visit.id)
    assert (dead.living, living.living, living.number, living.opened) == (False, True, "KN 2026/0002", True)
    assert stored(dead.petition.id).state == "void"


# ---- what the case decides answers the visitor -----------------------------------------------------------------------


@pytest.mark.parametrize(("code", "result"), [("accept", "accepted"), ("decline", "declined"), ("terminate", "declined")])
def test_the_notice_of_the_case_ends_the_clock_of_every_visit(office: Office, code: str, result: str) -> None:
    first, second = log(office, held_on=date(2026, 11, 12)), log(office, BAY, petition=GivenTaking(joins="1"))
    prolong(a_notice(NoticeResult.PROLONGED, follow_up_on=date(2026, 12, 20)), acting(office, second))
    other = log(office, BAY)
    if code == "terminate":
        act(office, case_of(first), "withdraw", date(2026, 11, 13), by="handler")
    act(office, case_of(first), code, date(2026, 11, 13))
    for visit, day, rule in ((first, date(2026, 11, 13), "reception.reply"), (second, today(), "reception.follow-up")):
        row, clock = stored(visit.id), clocks(visit.id)[rule]
        assert (row.state, row.awaits, row.closed_on, row.next_due) == ("done", "", day, None)
        assert (clock.ended_by, clock.ended_on, clock.result) == ("met", day, result)
        assert notices(visit)[-1] == (result, "written", day, "Đặng Hữu Phước", "101/QĐ-UBND")
    assert stored(other.id).state == "awaiting"
    assert proof() == []


def test_a_case_that_was_cancelled_answers_nobody(office: Office) -> None:
    visit = log(office)
    act(office, case_of(visit), "void", by="reception", reason="Ghi nhầm")
    assert (stored(visit.id).state, notices(visit)) == ("awaiting", [])


def test_whoever_came_after_the_acceptance_is_answered_by_the_end_of_the_case(office: Office) -> None:
    case = open_case(office)
    act(office, case, "accept")
    visit = log(office, BAY, petition=GivenTaking(joins="1"))
    assert stored(visit.id).state == "awaiting"
    act(office, case, "withdraw", by="handler")
    act(office, case, "terminate")
    assert (stored(visit.id).state, notices(visit)[0][0]) == ("done", "accepted")


def test_a_mended_day_of_the_act_is_mended_in_the_answer(office: Office) -> None:
    visit = log(office, held_on=date(2026, 11, 12))
    case = case_of(visit)
    act(office, case, "accept", date(2026, 11, 14))
    (done,) = acts_of(case.id)
    mend_act(done.public_id, date(2026, 11, 13), "77/TB-UBND", {}, "Ghi nhầm ngày", acting_on_case(office, case))
    assert notices(visit) == [("accepted", "written", date(2026, 11, 13), "Đặng Hữu Phước", "77/TB-UBND")]
    assert clocks(visit.id)["reception.reply"].ended_on == date(2026, 11, 13)
    assert stored(visit.id).closed_on == date(2026, 11, 13)
    mend_act(done.public_id, date(2026, 11, 12), "77/TB-UBND", {}, "Ghi nhầm ngày", acting_on_case(office, case))
    assert notices(visit)[0][2] == date(2026, 11, 12)
    assert proof() == []


# ---- correcting, cancelling ------------------------------------------------------------------------------------------


def test_the_kind_stays_while_the_petition_lies_in_a_case(office: Office) -> None:
    visit = log(office)
    with pytest.raises(Refusal, match="không đổi loại được") as refused:
        correct({}, Matter.FEEDBACK, acting(office, visit))
    assert refused.value.field == "matter"
    assert correct({"note": "gọi lại"}, Matter.COMPLAINT, acting(office, visit)) == ["note"]


def test_a_name_that_is_mended_finds_visit_petition_and_case(office: Office) -> None:
    visit = log(office)
    (held,) = petitions_of(reading(), visit.id)
    person = reading().execute(sa.select(Person.public_id)).scalar_one()
    correct_person(person, replace(ANH, name="Nguyễn Thị Oanh Yến", id_number=""), acting(office, visit))
    with db.engine.connect() as connection:
        assert sorted(hits(connection, "oanh yến")) == sorted([visit.id, held.petition.id, held.case.id])


def test_whoever_received_answers_also_after_a_correction(office: Office) -> None:
    visit = log(office, petition=None)
    correct({"receiver_id": office.head.id}, None, acting(office, visit))
    assert stored(visit.id).handler_id == office.head.id


def test_all_three_numbers_are_cancelled_in_one_act(office: Office) -> None:
    visit = log(office)
    (held,) = petitions_of(reading(), visit.id)
    with pytest.raises(Refusal, match="KN 2026/0001") as refused:
        void("Ghi hai lần", acting(office, visit))
    assert (refused.value.field, stored(visit.id).state) == ("whole", "awaiting")
    act(office, held.case, "accept", by="handler")      # a draft waits for the head
    void("Ghi hai lần", acting(office, visit), whole=True)
    for dossier in (visit.id, held.petition.id, held.case.id):
        row = stored(dossier)
        assert (row.state, row.closed_on, row.next_due, row.subject, row.proposed) == ("void", today(), None, "", None)
        with db.engine.connect() as connection:
            assert dossier not in hits(connection, "thu hồi")
    assert clocks(held.case.id)["complaint.acceptance"].ended_by == "void"
    assert [row.code for row in acts_of(held.case.id)] == ["void"]
    assert (log(office).no, case_of(log(office)).no) == (2, 3)
    assert proof() == []


def test_a_visit_that_joined_leaves_the_case_to_the_others(office: Office) -> None:
    first, second = log(office), log(office, BAY, petition=GivenTaking(joins="1"))
    case = case_of(first)
    with pytest.raises(Refusal, match="Đánh dấu") as refused:
        void("Ghi hai lần", acting(office, second))
    assert refused.value.field == "whole"
    with pytest.raises(Refusal, match="có cả đơn khác"):
        void("Ghi hai lần", acting(office, first), whole=True)
    void("Ghi hai lần", acting(office, second), whole=True)
    assert (stored(case.id).state, complainants(case.id)) == ("received", ["Nguyễn Thị Ánh"])
    with db.engine.connect() as connection:
        assert case.id not in hits(connection, "trần văn bảy")
    void("Ghi hai lần", acting(office, first), whole=True)
    assert stored(case.id).state == "void"
    assert reading().execute(sa.select(sa.func.count()).select_from(Link)).scalar() == 0
    assert proof() == []


def test_a_case_under_way_keeps_the_numbers(office: Office, clock: Clock) -> None:
    visit = log(office)
    act(office, case_of(visit), "accept")
    with pytest.raises(Refusal, match="không hủy số được nữa"):
        void("Ghi nhầm", acting(office, visit), whole=True)
    assert reading().execute(sa.select(sa.func.count()).select_from(Act).where(Act.code == "void")).scalar() == 0
    assert visit_row(visit.id).note == ""
