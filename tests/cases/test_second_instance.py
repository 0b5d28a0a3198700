"""A complaint at second instance: opened where it belongs, linked to the first, lived through to the archive."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from caseapp.cases.commands.acting import carry_out
from caseapp.cases.commands.by_itself import let_days_pass
from caseapp.cases.commands.given import GivenAct
from caseapp.cases.commands.opening import GivenCase, Opening
from caseapp.cases.commands.second_instance import GivenFirst, GivenSecond, open_second
from caseapp.cases.models import CaseFile
from caseapp.cases.queries.second_instance import seconds_of
from caseapp.cases.views.effects import effects
from caseapp.db import reading, writing
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.models import Dossier, Link, Party
from caseapp.gazette import office_calendar
from caseapp.people.commands import Given
from caseapp.people.models import Person
from caseapp.proof import faults
from caseapp.staff.models import Unit
from caseapp.staff.roles import Level
from caseapp.web.errors import Refusal
from caseapp.web.now import now, today
from caseapp.workflow.engine import Refused
from tests.cases.making import DETAILS, Office, act, clocks, make_office, open_case, stored, walk
from tests.staff.making import filling, give_role, make_account, make_unit, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from caseapp.staff.models import Account
    from tests.office.clock import Clock

D = date.fromisoformat
PAPERS = frozenset({"accept", "decline", "set-up-council", "assign-verification", "ask-expert", "prolong", "suspend",
                    "resume", "terminate", "stay", "lift-stay", "decide"})  # fmt: skip
TOLD: dict[str, dict[str, Any]] = {
    **DETAILS, "report": {"finding_again": "partly", "discipline_finding": "partly"},
    "decide": {"finding_again": "right", "outcome_again": "amend", "discipline_finding": "right", "discipline_outcome": "annul"},
    "hold-dialogue": {"attendance": "held", "presided": "personally"}, "publish": {"published_by": "posting"},
    "ask-expert": {"whom": "Viện đo đạc"}, "challenge": {"challenge": "second"},
}
FIRST = GivenFirst(D("2026-10-20"), "commune-head", "decided", "QĐ 12/QĐ-UBND, 15/10/2026", "Chủ tịch UBND phường")


def of(received: str, **more: Any) -> GivenCase:
    told = {"content": "Không đồng ý quyết định 12/QĐ-UBND.", "respondent": "Chủ tịch UBND phường An Thịnh",
            "contested": "decision", "contested_paper": "Quyết định 264/QĐ-UBND", **more}
    return GivenCase(received_on=D(received), **told)


def opened(office: Office, given: GivenSecond, unit: Unit | None = None) -> Dossier:
    how = Opening(office.province_head.id, now(), today(), office_calendar())
    return open_second(given, (unit or office.province).id, how)


def second(office: Office, received: str, **more: Any) -> Dossier:
    """Against a paper decision, at the province."""
    first = more.pop("first", FIRST)
    kind = more.pop("kind", "complaint-2")
    return opened(office, GivenSecond(kind, of(received, **more), first, (Given("Nguyễn Thị Ánh"),)))


def do(office: Office, case: Dossier, code: str, on: str, **details: Any) -> None:
    """One act by the head of the province."""
    given = {**TOLD.get(code, {}), **details}
    if code == "invite-dialogue":
        given.setdefault("dialogue_on", D(on) + timedelta(days=7))
    paper = code in PAPERS
    row = stored(case.id)
    how = Acting(case.id, row.unit_id, row.version, office.province_head.id, frozenset({"supervisor"}), now(), today(),
                 office_calendar())
    carry_out(GivenAct(code, D(on), office.number() if paper else "",
                       office.province_head.public_id if paper else "", given), how)


@pytest.fixture
def office(any_app: Flask) -> Office:
    """A province above the ward of An Thịnh."""
    return make_office(any_app)


def test_a_second_complaint_lived_through(any_app: Flask, clock: Clock, office: Office) -> None:
    clock.set("2026-11-09 09:00")
    with any_app.app_context():
        case = second(office, "2026-11-09")
        assert stored(case.id).register == "KN2"
        assert clocks(case.id)["complaint.second"].due_on == D("2026-11-19")
        assert clocks(case.id)["complaint.acceptance"].due_on == D("2026-11-18")
    for code, on in (("accept", "2026-11-16"), ("set-up-council", "2026-11-17"), ("hear-council", "2026-11-20"),
                     ("assign-verification", "2026-11-20"), ("record-work", "2026-11-25"), ("ask-expert", "2026-11-25"),
                     ("urge-expert", "2026-12-01"), ("record-expert", "2026-12-02"), ("report", "2026-12-03")):
        live(any_app, clock, office, case, code, on)
    with any_app.app_context():
        assert clocks(case.id)["complaint.resolution-2"].due_on == D("2026-12-31")
    with pytest.raises(Refused, match="luôn phải đối thoại"):
        live(any_app, clock, office, case, "decide", "2026-12-04")
    live(any_app, clock, office, case, "invite-dialogue", "2026-12-04")
    live(any_app, clock, office, case, "hold-dialogue", "2026-12-11", presided="assigned")
    with pytest.raises(Refused, match="chưa báo cáo"):
        live(any_app, clock, office, case, "decide", "2026-12-14")
    live(any_app, clock, office, case, "report-dialogue", "2026-12-14")
    live(any_app, clock, office, case, "decide", "2026-12-15")
    with any_app.app_context():
        assert clocks(case.id)["complaint.send-decision-2"].due_on == D("2026-12-22")
        assert clocks(case.id)["complaint.publish"].due_on == D("2026-12-30")
    live(any_app, clock, office, case, "send-decision", "2026-12-18")
    live(any_app, clock, office, case, "deliver", "2026-12-21")
    clock.set("2027-01-15 09:00")
    with any_app.app_context():
        assert let_days_pass(now(), today(), office_calendar()) == 1
        assert stored(case.id).state == "effective"
        assert clocks(case.id)["complaint.court"].due_on == D("2027-12-21")
    live(any_app, clock, office, case, "carry-out", "2027-01-20")
    with pytest.raises(Refused, match="công khai"):
        live(any_app, clock, office, case, "close", "2027-01-20")
    live(any_app, clock, office, case, "publish", "2027-01-20")
    live(any_app, clock, office, case, "close", "2027-01-21")
    with any_app.app_context():
        assert (stored(case.id).state, stored(case.id).next_due) == ("closed", None)
        assert faults(9) == []


def live(app: Flask, clock: Clock, office: Office, case: Dossier, code: str, on: str, **details: Any) -> None:
    clock.set(f"{on} 09:00")
    with app.app_context():
        do(office, case, code, on, **details)


@pytest.mark.parametrize(("sanction", "court"), [("dismissal", True), ("other", False)])
def test_a_disciplinary_complaint_lived_through(
    any_app: Flask, clock: Clock, office: Office, sanction: str, court: bool
) -> None:
    clock.set("2026-11-09 09:00")
    with any_app.app_context():
        case = second(office, "2026-11-09", kind="discipline-2", first=replace(
            FIRST, on=D("2026-11-02"), result="", sanction=sanction))
        # Ten days, thirty for dismissal (LKN 48).
        assert clocks(case.id)["discipline.second"].due_on == D("2026-12-02" if court else "2026-11-12")
    for code, on in (("accept", "2026-11-10"), ("assign-verification", "2026-11-11"), ("report", "2026-11-20"),
                     ("hear-council", "2026-11-23"), ("invite-dialogue", "2026-11-23"), ("hold-dialogue", "2026-11-30"),
                     ("decide", "2026-12-01"), ("send-decision", "2026-12-02")):
        live(any_app, clock, office, case, code, on)
    live(any_app, clock, office, case, "deliver-dismissal" if court else "deliver", "2026-12-04")
    clock.set("2027-01-04 09:00")
    with any_app.app_context():
        assert ("complaint.court" in clocks(case.id)) is court
        assert let_days_pass(now(), today(), office_calendar()) == 1
    live(any_app, clock, office, case, "carry-out", "2027-01-05")
    with pytest.raises(Refused, match="công bố"):
        live(any_app, clock, office, case, "close", "2027-01-05")
    live(any_app, clock, office, case, "announce", "2027-01-05")
    live(any_app, clock, office, case, "close", "2027-01-06")
    with any_app.app_context():
        assert stored(case.id).state == "closed"
        assert faults(9) == []


def test_the_sanction_is_learned_at_first_instance(any_app: Flask, clock: Clock, office: Office) -> None:
    """What the petition did not say becomes a trait with the act that records it; the limits follow."""
    from caseapp.cases.commands.opening import open_case as begin
    from caseapp.ledger.chain import lock_chain

    clock.set("2026-11-09 09:00")
    with any_app.app_context():
        with writing() as session:
            case = begin(session, lock_chain(session, office.province.id), "discipline", of("2026-11-09"),
                         Opening(office.province_head.id, now(), today(), office_calendar()))
            session.flush()
        with pytest.raises(Refused, match="ngày nhận quyết định kỷ luật"):
            do(office, case, "accept", "2026-11-09")
        row = reading().execute(sa.select(*CaseFile.__table__.c).where(CaseFile.dossier_id == case.id)).one()
        blank, told = (effects(row, (), "note-receipt", D("2026-11-09"), {"learned_on": day}, office_calendar()).begun
                       for day in (None, D("2026-11-03")))
        assert [[one.day for one in found] for _whose, found in (*blank, *told)] == [[None], [D("2026-11-18")]]
        do(office, case, "note-receipt", "2026-11-09", learned_on=D("2026-11-03"), sanction="dismissal")
        assert clocks(case.id)["discipline.limitation"].due_on == D("2026-11-18")
        for code in ("accept", "assign-verification", "report", "hear-council", "invite-dialogue", "hold-dialogue", "decide",
                     "send-decision", "deliver-dismissal"):
            do(office, case, code, "2026-11-09")
        assert clocks(case.id)["discipline.second"].due_on == D("2026-12-09")
        assert faults(9) == []


# ── opening ──


@pytest.fixture
def first(app: Flask, clock: Clock) -> tuple[Office, Dossier]:
    """A ward's complaint that was decided on 15/10 and received on 20/10/2026."""
    office = make_office(app)
    clock.set("2026-10-20 09:00")
    with app.app_context():
        case = open_case(office, D("2026-10-05"))
        walk(office, case, "send-decision", D("2026-10-15"))
        act(office, case, "deliver", D("2026-10-20"), by="clerk")
    clock.set("2026-11-09 09:00")
    return office, case


def linked(case: Dossier, **more: Any) -> GivenSecond:
    return GivenSecond("complaint-2", of("2026-11-09", **more), replace(FIRST, dossier_id=case.id))


def test_it_takes_over_people_and_is_linked(app: Flask, first: tuple[Office, Dossier]) -> None:
    office, case = first
    with app.app_context():
        again = opened(office, linked(case))
        names = reading().execute(sa.select(Person.name, Person.unit_id, Person.id_cipher).join(
            Party, Party.person_id == Person.id).where(Party.dossier_id == again.id)).all()
        assert names == [("Nguyễn Thị Ánh", office.province.id, None)]
        assert reading().execute(sa.select(Link.what).where(
            Link.dossier_id == again.id, Link.other_id == case.id)).scalar() == "first"
        file = reading().execute(sa.select(*CaseFile.__table__.c).where(CaseFile.dossier_id == again.id)).one()
        assert (file.instance, file.earlier_on, file.earlier_paper) == (2, FIRST.on, FIRST.paper)
        assert [(row.register, row.unit_name) for row in seconds_of(case.id)] == [("KN2", "UBND thành phố Cần Thơ")]
        assert stored(case.id).state == "delivered"      # its own office records what it learns
        assert faults(9) == []
        with pytest.raises(Refusal, match="đã có khiếu nại lần hai"):
            opened(office, linked(case))


def test_what_is_neither_decided_nor_overdue_is_refused(app: Flask, clock: Clock) -> None:
    office = make_office(app)
    clock.set("2026-11-09 09:00")
    with app.app_context():
        case = open_case(office, D("2026-10-01"))
        act(office, case, "accept", D("2026-10-09"))
        clock.set("2026-11-09 09:00")      # thirty days from 9 October: Sunday 8 November rolls to Monday
        with pytest.raises(Refusal, match=r"khoản 1 Điều 33"):
            opened(office, linked(case))
        clock.set("2026-11-10 09:00")
        given = linked(case)
        assert opened(office, replace(given, case=replace(given.case, received_on=D("2026-11-10"))))


def test_nobody_complains_a_third_time(app: Flask, first: tuple[Office, Dossier]) -> None:
    office, case = first
    with app.app_context():
        again = opened(office, linked(case))
        with pytest.raises(Refusal, match="không khiếu nại tiếp"):
            opened(office, linked(again))


def test_another_office_is_named(app: Flask, first: tuple[Office, Dossier]) -> None:
    office, case = first
    with app.app_context():
        with pytest.raises(Refusal, match="cấp dưới"):
            opened(office, linked(case), office.commune)
        against = replace(FIRST, against="province-head")
        with pytest.raises(Refusal, match="Bộ trưởng"):
            opened(office, GivenSecond("complaint-2", of("2026-11-09"), against, (Given("Nguyễn Thị Ánh"),)))
        with pytest.raises(Refusal, match="UBND thành phố Cần Thơ"):
            opened(office, GivenSecond("complaint-2", of("2026-11-09"), FIRST, (Given("Ánh"),)), office.commune)
        assert reading().execute(sa.select(sa.func.count()).where(Dossier.kind == "complaint-2")).scalar() == 0


def test_late_is_declined_unless_excused(app: Flask, clock: Clock) -> None:
    office = make_office(app)
    clock.set("2026-11-23 09:00")
    with app.app_context():
        case = second(office, "2026-11-20")       # a day after the thirty
        with pytest.raises(Refused, match="quá thời hạn khiếu nại"):
            do(office, case, "accept", "2026-11-23")
        do(office, case, "excuse-delay", "2026-11-23", delay_excuse="illness")
        do(office, case, "accept", "2026-11-23")
        assert stored(case.id).state == "accepted"


# ── the page ──


def form_of(client: FlaskClient, url: str) -> dict[str, str]:
    page = client.get(url)
    assert page.status_code == 200, page.text[:400]
    return dict(re.findall(r'id="(form_key|csrf_token)" name="\1" type="hidden" value="([^"]+)"', page.text))


TYPED = {
    "against": "commune-head", "respondent": "Chủ tịch UBND phường An Thịnh", "contested_paper": "Quyết định 264/QĐ-UBND",
    "content": "Không đồng ý quyết định giải quyết lần đầu.", "first_result": "decided", "earlier_paper": "12/QĐ-UBND",
    "first_on": "20/10/2026", "people_count": "1", "received_on": "09/11/2026",
}


def test_the_page_at_the_province(app: Flask, client: FlaskClient, first: tuple[Office, Dossier]) -> None:
    office, case = first
    sign_in(client, office.province_head)
    url = f"/vu-viec/mo/khieu-nai-lan-hai?tu={case.public_id}"
    page = client.get(url).text
    assert "Nguyễn Thị Ánh" in page
    assert 'value="20/10/2026"' in page
    answer = client.post(url, data={**TYPED, **form_of(client, url)})
    assert answer.status_code == 303, answer.text[-3000:]
    assert "Khiếu nại lần hai" in client.get(answer.location).text
    bare = "/vu-viec/mo/khieu-nai-lan-hai"
    missing = client.post(bare, data={**TYPED, **form_of(client, bare), "earlier_paper": ""})
    assert missing.status_code == 422
    assert "Ghi số, ngày quyết định giải quyết lần đầu." in missing.text
    assert "Ghi họ tên người khiếu nại." in missing.text
    typed = client.post(bare, data={**TYPED, **form_of(client, bare), "name": "Trịnh Công Hậu"})
    assert typed.status_code == 303
    again = client.post("/vu-viec/mo/ky-luat-lan-hai", data={
        **TYPED, **form_of(client, "/vu-viec/mo/ky-luat-lan-hai"), "name": "Lê Văn Tám", "sanction": "dismissal"})
    assert again.status_code == 303


def test_a_commune_is_told_where_it_goes(app: Flask, client: FlaskClient, first: tuple[Office, Dossier]) -> None:
    office, case = first
    sign_in(client, office.handler)
    for url in ("/vu-viec/mo/khieu-nai-lan-hai", f"/vu-viec/mo/khieu-nai-lan-hai?tu={case.public_id}"):
        page = client.get(url)
        assert page.status_code == 409
        assert "Chủ tịch UBND thành phố Cần Thơ" in page.text
        assert "/don/moi" in page.text
    assert client.post("/vu-viec/mo/khieu-nai-lan-hai", data=TYPED).status_code in (400, 409)


def test_who_may_not_see_the_first_case_sees_nothing(
    app: Flask, client: FlaskClient, first: tuple[Office, Dossier]
) -> None:
    _office, case = first
    with filling(app) as session:
        other = make_unit(session, "HG", "UBND tỉnh Hậu Giang", Level.PROVINCE)
        stranger: Account = make_account(session, "la", ["supervisor"], other)
        auditor = make_account(session, "xem", ["auditor"], other)
        give_role(session, auditor, "administrator", other)
    sign_in(client, stranger)
    assert client.get(f"/vu-viec/mo/khieu-nai-lan-hai?tu={case.public_id}").status_code == 404
    assert client.get("/vu-viec/mo/gi-do").status_code == 404
    sign_in(client, auditor)
    assert client.get("/vu-viec/mo/khieu-nai-lan-hai").status_code == 404
