"""A complaint that proves a denunciation after its petition opened a case: nothing of it is left in either."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from caseapp.cases.commands.acting import carry_out
from caseapp.cases.commands.assigning import add_note, assign
from caseapp.cases.commands.given import GivenAct, GivenTeam
from caseapp.cases.commands.mending import mend_case
from caseapp.cases.models import Act, CaseFile
from caseapp.db import reading
from caseapp.dossiers.attaching import Attaching, attach
from caseapp.dossiers.files import store_file
from caseapp.ledger.models import JournalRow
from caseapp.reception.commands.acting import correct, void
from caseapp.reception.commands.logging import GivenParty, Logging
from caseapp.reception.commands.petitioning import GivenTaking
from caseapp.reception.commands.sealing import seal
from caseapp.reception.queries.petitions import Held, petitions_of
from caseapp.reception.stored_words import ENTERED_IN_ERROR
from caseapp.web.errors import Refusal
from caseapp.web.now import now, today
from tests.cases.making import Office, act, clocks, given_act, make_office, open_case, stored
from tests.cases.making import acting as acting_on_case
from tests.dossiers.samples import PDF
from tests.office.making import a_denunciation, everything, proof
from tests.office.traces import traces
from tests.reception.test_petitioning import BAY, acting, complainants, log, of
from tests.reception.test_sealing import DENOUNCER, SECRETS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask

    from caseapp.dossiers.models import Dossier

MINE = (*SECRETS, "quyếtđịnhgửibà", "4711/QĐ-XPHC")
TOLD = {"content": "Tôi tên Zwuởquỳnhđượm, chuyệnkểriêng", "nomination": "ủyquyềngiấy", "place": "Ngõkhuấtnẻo"}
PETITION = GivenTaking("chuyệnkểriêng", "decision", "quyếtđịnhgửibà 4711/QĐ-XPHC")


@pytest.fixture
def office(any_app: Flask) -> Iterator[Office]:
    """A commune on each database."""
    made = make_office(any_app)
    with any_app.app_context():
        yield made


def open_visit(office: Office, *, joins: str = "") -> tuple[Dossier, Held]:
    """A visit of the denouncer whose petition opened a case, or joined one."""
    parties = (GivenParty(DENOUNCER, authority="ủyquyềngiấy"),)
    visit = log(office, parties=parties, petition=replace(PETITION, joins=joins), **TOLD)
    (held,) = petitions_of(reading(), visit.id)
    return visit, held


def sealing(office: Office, visit: Dossier) -> Dossier:
    """Carried out as a page does."""
    from caseapp.gazette import office_calendar

    how = Logging(office.commune.id, office.officer.id, now(), today(), office_calendar())
    return seal(a_denunciation("27"), acting(office, visit), how)


def lives(office: Office, held: Held) -> None:
    """What officers write into a case: notes, an assignment, a correction, a draft, a file."""
    case: Any = held.case
    add_note("Bà Zwuởquỳnhđượm gọi từ 0918 777 666", acting_on_case(office, case, "handler"))
    for handler, reason in ((office.handler, ""), (office.other_handler, "bà Zwuởquỳnhđượm đề nghị")):
        assign(GivenTeam(handler.id, reason=reason), acting_on_case(office, case))
    mend_case({"content": "Bà Zwuởquỳnhđượm kể chuyệnkểriêng", "demand": "chuyệnkểriêng"},
              acting_on_case(office, case, "handler"))
    carry_out(GivenAct("withdraw", today(), details={"part": "part", "withdrawn_by": "letter", "summary": "chuyệnkểriêng"}),
              acting_on_case(office, case, "handler"))
    carry_out(replace(given_act(office, "decline"), details={"decline_ground": "late", "note": "Zwuởquỳnhđượm"}),
              acting_on_case(office, case, "handler"))
    for dossier in (held.case.id, held.petition.id):
        kept = store_file(io.BytesIO(PDF + b"Zwu"), "đơn bà Zwuởquỳnhđượm.pdf", limit=1000)
        attach(kept, Attaching(dossier, office.commune.id, office.handler.id, now()))


def test_no_trace_is_left_in_the_case_either(office: Office, home: Path) -> None:
    visit, held = open_visit(office)
    lives(office, held)
    correct({"note": "gọi 0918 777 666"}, None, acting(office, visit))
    assert len(traces(MINE, home)) > 12      # the search for traces sees what is there
    sealing(office, visit)
    assert traces(MINE, home) == []
    assert [path for path in (home / "files").rglob("*") if path.is_file()] == []
    for dossier in (visit.id, held.petition.id, held.case.id):
        row = stored(dossier)
        assert (row.state, row.subject, row.next_due, row.closed_on, row.proposed) == ("void", "", None, today(), None)
    kept = everything()
    for table in ("person", "party", "link", "attachment", "case_note", "case_delivery", "case_act_file"):
        assert kept[table] == [], table
    assert [tuple(row) for row in reading().execute(sa.select(Act.code, Act.details).where(
            Act.dossier_id == held.case.id).order_by(Act.place))] == [
        ("withdraw", "{}"), ("void", '{"reason":"Ghi nhầm"}')]
    assert clocks(held.case.id)["complaint.acceptance"].ended_by == "void"
    assert proof() == []


def test_what_is_left_looks_like_numbers_cancelled_in_one_act(office: Office) -> None:
    ordinary, emptied = open_visit(office), open_visit(office)
    void(ENTERED_IN_ERROR, acting(office, ordinary[0]), whole=True)
    sealing(office, emptied[0])

    def picture(dossier: int) -> list[Any]:
        row = stored(dossier)
        bodies = [json.loads(body) for body in reading().execute(sa.select(JournalRow.body).where(
            JournalRow.dossier_id == dossier).order_by(JournalRow.id)).scalars()]
        told = [(body["act"], sorted(body["facts"]), body["by"], bool(body["values"])) for body in bodies]
        done = [tuple(one) for one in reading().execute(sa.select(
            Act.code, Act.place, Act.details, Act.state, Act.document, Act.happened_on).where(Act.dossier_id == dossier))]
        return [row.state, row.closed_on, row.next_due, row.version, row.subject, row.awaits, told, done,
                [(one.rule, one.ended_by, one.ended_on) for one in clocks(dossier).values()]]

    for one, other in ((ordinary[1].petition.id, emptied[1].petition.id), (ordinary[1].case.id, emptied[1].case.id)):
        assert picture(one) == picture(other)


@pytest.mark.parametrize("code", ["decline", "void"])
def test_a_case_that_has_ended_is_emptied_too(office: Office, code: str, home: Path) -> None:
    visit, held = open_visit(office)
    lives(office, held)
    carry_out(replace(given_act(office, code), document="8031/TB-UBND" if code == "decline" else "",
                      details={"reason": "Zwuởquỳnhđượm", "decline_ground": "late"}),
              acting_on_case(office, held.case))  # type: ignore[arg-type]
    sealing(office, visit)
    assert traces((*MINE, "8031/TB-UBND"), home) == []
    assert stored(held.case.id).state == "void"
    codes = ["withdraw", "void"] if code == "void" else ["withdraw", "decline", "void"]
    assert list(reading().execute(sa.select(Act.code).where(
        Act.dossier_id == held.case.id).order_by(Act.place)).scalars()) == codes
    assert proof() == []


def test_a_case_under_way_must_be_ended_first(office: Office) -> None:
    visit, held = open_visit(office)
    act(office, held.case, "accept")  # type: ignore[arg-type]
    before = everything()
    with pytest.raises(Refusal, match="Người đứng đầu kết thúc KN 2026/0001 trước"):
        sealing(office, visit)
    assert everything() == before


def test_whoever_came_by_that_petition_alone_leaves_the_others_their_case(office: Office, home: Path) -> None:
    case = open_case(office)
    act(office, case, "accept")
    visit, held = open_visit(office, joins="KN 2026/0001")
    assert len(traces(MINE, home)) > 5
    sealing(office, visit)
    assert traces(MINE, home) == []
    assert (stored(case.id).state, stored(held.petition.id).state) == ("accepted", "void")
    assert complainants(case.id) == ["Nguyễn Thị Ánh"]
    assert proof() == []


def test_a_case_that_others_joined_goes_on_with_their_story(office: Office, home: Path) -> None:
    visit, held = open_visit(office)
    log(office, BAY, petition=GivenTaking(joins="1"))
    mend_case({"demand": "chuyệnkểriêng"}, acting_on_case(office, held.case))  # type: ignore[arg-type]
    sealing(office, visit)
    assert traces(MINE, home) == []
    case, row = of(CaseFile, held.case.id), stored(held.case.id)
    assert (row.state, row.next_due is not None, complainants(held.case.id)) == ("received", True, ["Trần Văn Bảy"])
    assert (case.respondent, case.contested, case.contested_paper, case.nomination) == ("", None, "", "")
    assert case.content.startswith("Khiếu nại việc thu hồi")
    assert row.subject == case.content
    assert proof() == []


def test_somebody_known_from_an_earlier_petition_stays_there_alone(office: Office) -> None:
    earlier = log(office, replace(DENOUNCER, phone=""))
    (first,) = petitions_of(reading(), earlier.id)
    visit, _held = open_visit(office, joins="1")
    sealing(office, visit)
    assert complainants(first.case.id) == complainants(first.petition.id) == [DENOUNCER.name]
    person = reading().execute(sa.text("SELECT phone FROM person")).all()
    assert [tuple(row) for row in person] == [("",)]
    assert proof() == []
