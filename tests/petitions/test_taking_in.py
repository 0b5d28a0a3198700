"""Taking petitions in: number, people, clock, links; sorted, sent on their way, or into a case of the right kind."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from caseapp.cases.commands.acting import carry_out
from caseapp.cases.commands.given import GivenAct
from caseapp.cases.commands.work import Happened, take_up
from caseapp.cases.practices import PRACTICES
from caseapp.cases.verify import case_faults
from caseapp.db import db, reading, writing
from caseapp.dossiers.acting import Acting, tell_followers
from caseapp.dossiers.commands import Stale, number_of
from caseapp.dossiers.models import Dossier, Party
from caseapp.gazette import office_calendar
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.ledger.verify import Fault
from caseapp.people.commands import Given
from caseapp.petitions.models import Content
from caseapp.petitions.taking_in import GivenIntake, take_petition_in
from caseapp.text import new_public_id
from caseapp.web.errors import Refusal
from caseapp.web.now import now, today
from caseapp.workflow.engine import Refused, Way
from tests.cases.making import act, clocks, make_office, open_case, stored
from tests.petitions.making import CONTENT, DIEP, do, file_of, links_from, row_of, sort, take_in, taking_in

if TYPE_CHECKING:
    from flask import Flask

HAU = Given("Trịnh Công Hậu", commune="Phường An Thịnh", address="21 hẻm 12")


def faults() -> list[Fault]:
    with db.engine.connect() as connection:
        return list(case_faults(connection))


def case_of(petition: Dossier) -> Any:
    return stored(next(other for other, what in links_from(petition) if what == "case"))


def complainants(dossier_id: int) -> int:
    return int(reading().execute(sa.select(sa.func.count()).where(Party.dossier_id == dossier_id)).scalar() or 0)


def test_a_petition_takes_a_number_a_clock_and_all_that_was_written(any_app: Flask) -> None:
    office = make_office(any_app)
    with any_app.app_context():
        petition = take_in(office, date(2026, 11, 9), channel="deputy", forwarded_by="Đoàn đại biểu Quốc hội",
                           forwarded_no="12/ĐĐBQH", people=(DIEP, HAU), people_count=7, dated_on=date(2026, 11, 2),
                           demand="Hủy quyết định.", respondent="Chủ tịch UBND phường", contested="decision",
                           contested_paper="287/QĐ-XPHC", also_sent_to="Thanh tra thành phố", originals="1 sổ hộ khẩu")
        row, file, kept = row_of(petition), file_of(petition.id), stored(petition.id)
        assert number_of(kept) == "ĐƠN 2026/0001"
        assert (kept.state, kept.awaits, kept.handler_id) == ("received", "handler", office.handler.id)
        assert (row.channel, row.content_kind, row.forwarded_no) == ("deputy", "complaint", "12/ĐĐBQH")
        assert (row.dated_on, row.also_sent_to, row.originals) == (date(2026, 11, 2), "Thanh tra thành phố", "1 sổ hộ khẩu")
        assert (file.traits, file.people_count, file.demand) == ("deputy", 7, "Hủy quyết định.")
        clock = clocks(petition.id)["petition.classify"]
        assert (clock.start_on, clock.due_on, clock.confirmed) == (date(2026, 11, 9), date(2026, 11, 23), False)
        assert complainants(petition.id) == 2
        assert faults() == []


def test_the_same_form_is_carried_out_once(any_app: Flask) -> None:
    office = make_office(any_app)
    with any_app.app_context():
        key = new_public_id()
        given = GivenIntake("post", today(), CONTENT, Content.COMPLAINT, (DIEP,))
        first = take_petition_in(given, taking_in(office, form_key=key))
        with pytest.raises(FormKeyUsed) as again:
            take_petition_in(given, taking_in(office, form_key=key))
        assert again.value.result == first.public_id
        assert reading().execute(sa.select(sa.func.count()).where(Dossier.kind == "petition")).scalar() == 1


def test_a_repeat_is_tied_to_what_it_repeats(app: Flask) -> None:
    office = make_office(app)
    with app.app_context():
        first = take_in(office)
        again = take_in(office, repeats=first.id)
        assert links_from(again) == [(first.id, "repeat")]


OPENINGS = [("complaint", [], "complaint", "KN"), ("feedback", [], "feedback", "PA"),
            ("complaint", ["disciplinary"], "discipline" if "discipline" in PRACTICES else "complaint", "")]


@pytest.mark.parametrize(("found", "circumstances", "kind", "register"), OPENINGS)
def test_a_sorted_petition_opens_the_case_of_its_kind(app: Flask, found: str, circumstances: list[str], kind: str,
                                                      register: str) -> None:
    office = make_office(app)
    with app.app_context():
        petition = take_in(office, date(2026, 11, 9), people=(DIEP, HAU), people_count=3, demand="Hủy quyết định.",
                           respondent="Chủ tịch UBND phường", contested_paper="287/QĐ-XPHC")
        sort(office, petition, found, circumstances=circumstances)
        assert row_of(petition).competent is True
        do(office, petition, "open-case", by="handler")
        case, file = case_of(petition), file_of(case_of(petition).id)
        assert case.kind == kind
        assert not register or case.register == register
        assert (stored(petition.id).state, stored(petition.id).next_due) == ("in-case", None)
        assert (file.content, file.people_count, file.demand) == (CONTENT, 3, "Hủy quyết định.")
        assert (file.respondent, file.contested_paper) == ("Chủ tịch UBND phường", "287/QĐ-XPHC")
        assert (case.opened_on, case.handler_id, complainants(case.id)) == (date(2026, 11, 9), office.handler.id, 2)
        assert all(clock.start_on == date(2026, 11, 9) for clock in clocks(case.id).values())
        assert clocks(petition.id)["petition.classify"].ended_by == "met"
        assert faults() == []


def test_whoever_corrects_the_act_opens_no_second_case(app: Flask) -> None:
    office = make_office(app)
    with app.app_context():
        petition = take_in(office, date(2026, 11, 9))
        sort(office, petition)
        do(office, petition, "open-case", by="handler")
        with writing() as session:
            work = take_up(session, Acting(petition.id, office.commune.id, stored(petition.id).version, office.head.id,
                                           frozenset({"supervisor"}), now(), today(), office_calendar()))
            tell_followers(session, work.chain, Happened(work, work.acts[-1], None, corrected=True))
        assert reading().execute(sa.select(sa.func.count()).where(Dossier.kind == "complaint")).scalar() == 1


def test_opening_a_case_on_postgresql_too(any_app: Flask) -> None:
    office = make_office(any_app)
    with any_app.app_context():
        petition = take_in(office)
        sort(office, petition)
        do(office, petition, "open-case", by="handler")
        second = take_in(office, people=(HAU,))
        sort(office, second)
        do(office, second, "open-case", by="handler", joins="kn 1")
        assert case_of(second).id == case_of(petition).id
        assert complainants(case_of(petition).id) == 2
        assert reading().execute(sa.select(sa.func.count()).where(Dossier.kind == "complaint")).scalar() == 1
        assert faults() == []


@pytest.mark.parametrize("written", ["PA 2026/0001", "pa1", "pa 2026/1"])
def test_a_further_petition_goes_into_feedback_too(app: Flask, written: str) -> None:
    office = make_office(app)
    with app.app_context():
        first = take_in(office, content_kind=Content.FEEDBACK)
        sort(office, first, "feedback")
        do(office, first, "open-case", by="handler")
        second = take_in(office, content_kind=Content.FEEDBACK)
        sort(office, second, "feedback")
        do(office, second, "open-case", by="handler", joins=written)
        assert case_of(second).id == case_of(first).id


@pytest.mark.parametrize(("written", "words"), [
    ("abc", "Ghi số vụ việc"), ("KN 2026/0099", "không có vụ việc KN 2026/0099"), ("TC 2026/0001", "Ghi số vụ việc"),
    ("ĐƠN 2026/0001", "Ghi số vụ việc"), ("KN 2026/0001", "không nhận thêm đơn")])
def test_no_petition_goes_where_no_open_case_is(app: Flask, written: str, words: str) -> None:
    office = make_office(app)
    with app.app_context():
        ended = open_case(office)
        act(office, ended, "decline")
        petition = take_in(office)
        sort(office, petition)
        with pytest.raises(Refusal) as refused:
            do(office, petition, "open-case", by="handler", joins=written)
        assert words in str(refused.value)
        assert refused.value.field == "joins"
        assert (stored(petition.id).state, links_from(petition)) == ("classified", [])
        assert faults() == []


def test_guards_stand_with_their_article(app: Flask) -> None:
    office = make_office(app)
    with app.app_context():
        petition = take_in(office)
        sort(office, petition, competence="other")
        for code, words in (("open-case", "không thuộc thẩm quyền"), ("transfer", "không chuyển")):
            with pytest.raises(Refused) as refused:
                do(office, petition, code, body="Chủ tịch UBND thành phố", summary="Không thuộc thẩm quyền.")
            assert words in str(refused.value.reason)


def test_an_officer_proposes_and_the_head_decides(any_app: Flask) -> None:
    office = make_office(any_app)
    with any_app.app_context():
        petition = take_in(office)
        sort(office, petition, competence="other")
        told = {"body": "Chủ tịch UBND thành phố Cần Thơ", "summary": "Quyết định của thành phố."}
        assert do(office, petition, "guide", by="handler", **told) is Way.PROPOSE
        assert (stored(petition.id).awaits, stored(petition.id).state) == ("supervisor", "classified")
        assert do(office, petition, "guide", **told) is Way.DO
        assert stored(petition.id).state == "guided"
        do(office, petition, "take-up-again", summary="Có giấy tờ mới.")
        assert clocks(petition.id)["petition.classify"].ended_by is None
        assert faults() == []


def test_every_way_out_of_feedback(app: Flask) -> None:
    office = make_office(app)
    with app.app_context():
        ids = []
        for _place in range(2):
            petition = take_in(office, content_kind=Content.FEEDBACK)
            sort(office, petition, "feedback")
            do(office, petition, "open-case", by="handler")
            ids.append(case_of(petition))
        answered, moved = ids
        do(office, answered, "assign", team=[office.handler.public_id])
        do(office, answered, "notify", by="handler", summary="Đang giải quyết.")
        assert clocks(answered.id)["petition.classify"].ended_by == "met"
        do(office, answered, "answer", answered_as="accepted", summary="Đã vá đường.")
        do(office, answered, "close", by="clerk", summary="Lưu ở văn thư.")
        assert stored(answered.id).state == "closed"
        do(office, moved, "transfer", body="Sở Xây dựng", summary="Đường tỉnh.")
        do(office, moved, "urge", by="clerk", summary="Chưa trả lời.")
        assert stored(moved.id).state == "urged"
        do(office, moved, "record-reply", by="clerk", summary="Đã sửa.")
        assert stored(moved.id).state == "replied"
        assert faults() == []


def test_two_officers_at_once_one_wins(any_app: Flask) -> None:
    office = make_office(any_app)
    with any_app.app_context():
        petition = take_in(office)
        seen = stored(petition.id).version
        sort(office, petition)
        late = Acting(petition.id, office.commune.id, seen, office.head.id, frozenset({"supervisor"}), now(), today(),
                      office_calendar())
        with pytest.raises(Stale):
            carry_out(GivenAct("classify", today(), details={"content_kind": "feedback", "competence": "own"}), late)
