"""An old book's accepted petition gets its case: opened with the days of then, joined, or under seal."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from caseapp.cases.models import Act, CaseFile
from caseapp.db import reading
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.commands import Stale
from caseapp.dossiers.models import Accused, Dossier, Link, Party
from caseapp.exchange.commands import bring_in
from caseapp.exchange.planning import Importing
from caseapp.exchange.shelves import PETITIONS
from caseapp.gazette import office_calendar
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.petitions.book_cases import (
    GivenBookCase,
    GivenBookDenunciation,
    open_book_case,
    open_book_denunciation,
)
from caseapp.proof import faults
from caseapp.web.errors import Refusal
from caseapp.web.now import now, today
from caseapp.workflow.engine import Refused, Way
from tests.cases.making import clocks, make_office, open_case, stored
from tests.exchange.petition_books import petition, read_rows
from tests.petitions.making import take_in
from tests.staff.making import filling, make_account, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.cases.making import Office
    from tests.office.clock import Clock as OfficeClock

HIDDEN = re.compile(r'<input id="([\w-]+)" name="\1" type="hidden" value="([^"]*)"')
STORY = "Khiếu nại Quyết định 41/QĐ-UBND thu hồi 120 m² đất ở thôn Tân Thủy."
BRIBE = "Tố cáo công chức địa chính nhận tiền khi xác nhận đất."
ACCEPTED = GivenBookCase(
    respondent="Chủ tịch UBND phường An Thịnh", contested="decision", contested_paper="Quyết định 41/QĐ-UBND",
    accepted_on=date(2026, 7, 8), document="12/TB-UBND")


@pytest.fixture(autouse=True)
def _day(clock: OfficeClock) -> None:
    clock.set("2026-11-22 09:00")


def from_book(office: Office, *rows: dict[str, Any], **cells: Any) -> Any:
    """The petition that one row of an old book becomes, or those of several."""
    plain = {"content": STORY, "kind": "Khiếu nại", "outcome": "Thụ lý", "document": "12/TB-UBND",
             "document_date": date(2026, 7, 8)}
    how = Importing(office.commune.id, office.officer.id, now(), today(), office_calendar())
    written = [petition(**{**plain, "number": place, **row}) for place, row in enumerate(rows or (cells,), 1)]
    made = [stored(step.dossier_id or 0) for step in bring_in(read_rows(*written), PETITIONS, how).steps]
    return made if rows else made[0]


SEALED = {"content": BRIBE, "kind": "Tố cáo", "outcome": "", "document": "", "document_date": ""}


def acting(office: Office, row: Any, role: str = "clerk", **changes: Any) -> Acting:
    """The holder of a role acting on the petition now."""
    how = Acting(row.id, office.commune.id, stored(row.id).version, office.holder(role).id, frozenset({role}), now(),
                 today(), office_calendar())
    return replace(how, **changes)


def links(row: Any) -> list[Any]:
    """The cases a petition lies in."""
    return list(reading().execute(sa.select(Link.other_id).where(
        Link.dossier_id == row.id, Link.what == "case")).scalars())


def test_a_case_opens_with_the_days_of_then(any_app: Flask) -> None:
    office = make_office(any_app)
    with any_app.app_context():
        row = from_book(office)
        assert (row.state, links(row)) == ("in-case", [])
        given = replace(ACCEPTED, signer="another", signed_by=("Lâm Văn Cũ", "Chủ tịch UBND phường"), document="12/TB-UBND")
        case, way = open_book_case(given, acting(office, row))
        kept = stored(case.id)
        assert (way, kept.kind, kept.state, kept.opened_on) == (Way.ENTER, "complaint", "accepted", date(2026, 7, 2))
        assert links(row) == [case.id]
        act = reading().execute(sa.select(Act.code, Act.happened_on, Act.late, Act.on_paper, Act.document, Act.signer).where(
            Act.dossier_id == case.id)).one()
        assert tuple(act) == ("accept", date(2026, 7, 8), True, True, "12/TB-UBND", "Lâm Văn Cũ")
        found = clocks(case.id)
        assert (found["complaint.acceptance"].ended_on, found["complaint.resolution-1"].start_on) == (
            date(2026, 7, 8), date(2026, 7, 8))
        people = [list(reading().execute(sa.select(Party.person_id).where(Party.dossier_id == one)).scalars())
                  for one in (row.id, case.id)]
        assert people[0] == people[1] != []
        with pytest.raises(Refusal, match="không phải đơn nhập từ sổ"):
            open_book_case(given, acting(office, row))
        assert faults(9) == []


def test_it_joins_an_open_case_or_waits_for_acceptance(any_app: Flask) -> None:
    office = make_office(any_app)
    with any_app.app_context():
        case = open_case(office, date(2026, 11, 12))
        row, other, third = from_book(
            office, {}, {"content": "Kiến nghị sửa cầu Suối Đục.", "kind": "Kiến nghị, phản ánh", "document": "76/TB-UBND"},
            {"content": "Khiếu nại việc cưỡng chế nhà ở thôn Tân Lập.", "document": "77/TB-UBND"})
        with pytest.raises(Refusal, match="không có vụ việc"):
            open_book_case(GivenBookCase(joins="KN 2026/0099"), acting(office, row))
        joined, way = open_book_case(GivenBookCase(joins="KN 2026/0001"), acting(office, row))
        assert (joined.id, way, links(row)) == (case.id, None, [case.id])
        opened, way = open_book_case(GivenBookCase(kind="feedback"), acting(office, other, "handler"))
        assert (stored(opened.id).kind, way) == ("feedback", None)
        proposed, way = open_book_case(replace(ACCEPTED, signer=office.head.public_id, document="14/TB-UBND"),
                                       acting(office, third, "handler"))
        assert (way, stored(proposed.id).proposed, stored(proposed.id).state) == (Way.PROPOSE, "accept", "received")
        assert faults(9) == []


def test_what_is_wrong_is_told_and_nothing_is_written(any_app: Flask) -> None:
    office = make_office(any_app)
    with any_app.app_context():
        row, plain = from_book(office), take_in(office)
        count = sa.select(sa.func.count()).select_from(Dossier)
        before = reading().execute(count).scalar()
        for given, words in (
            (replace(ACCEPTED, document=""), "Ghi số, ký hiệu"), (ACCEPTED, "người ký"),
            (replace(ACCEPTED, accepted_on=date(2026, 7, 1)), "trước ngày nhận đơn"),
            (replace(ACCEPTED, respondent=""), "Chưa ghi người bị khiếu nại"),
            (replace(ACCEPTED, kind="feedback"), "Chỉ khiếu nại có thông báo thụ lý"),
        ):
            with pytest.raises(Refusal, match=words):
                open_book_case(given, acting(office, row))
        with pytest.raises(Refused):
            open_book_case(ACCEPTED, acting(office, row, by=office.auditor.id, roles=frozenset({"auditor"})))
        with pytest.raises(Stale):
            open_book_case(ACCEPTED, acting(office, row, version=99))
        with pytest.raises(Refusal, match="không phải đơn nhập"):
            open_book_case(ACCEPTED, acting(office, plain))
        assert (reading().execute(count).scalar(), links(row)) == (before, [])
        how = acting(office, row, form_key="k" * 22)
        open_book_case(GivenBookCase(), how)
        with pytest.raises(FormKeyUsed):
            open_book_case(GivenBookCase(), how)
        assert faults(9) == []


@pytest.mark.parametrize(("outcome", "state"), [("Thụ lý", "in-case"), ("", "received")])
def test_a_sealed_petition_opens_under_seal(any_app: Flask, outcome: str, state: str) -> None:
    office = make_office(any_app)
    with any_app.app_context():
        row = from_book(office, **{**SEALED, "outcome": outcome})
        assert (row.sealed, row.state) == (True, state)
        with pytest.raises(Refusal, match="trang riêng"):
            open_book_case(ACCEPTED, acting(office, row, "supervisor"))
        given = GivenBookDenunciation("Nhận tiền khi xác nhận đất.", ("Lâm Văn Tặc", "Công chức địa chính"), "51",
                                      accounts=(office.other_handler.id,))
        case = open_book_denunciation(given, acting(office, row, "supervisor"))
        kept = stored(case.id)
        assert (kept.kind, kept.sealed, kept.opened_on, stored(row.id).state) == (
            "denunciation", True, date(2026, 7, 2), "in-case")
        file = reading().execute(sa.select(*CaseFile.__table__.c).where(CaseFile.dossier_id == case.id)).one()
        assert (file.content, file.respondent, file.envelope) == ("Nhận tiền khi xác nhận đất.", "Lâm Văn Tặc", "51")
        accused = [set(reading().execute(sa.select(Accused.account_id).where(Accused.dossier_id == one)).scalars())
                   for one in (row.id, case.id)]
        assert accused[1] == accused[0] == {*accused[0], office.other_handler.id}
        told = reading().execute(sa.select(CaseFile.respondent).where(CaseFile.dossier_id == row.id)).scalar_one()
        assert told == "Lâm Văn Tặc", "an account that gets this name later is kept from both"
        assert reading().execute(sa.select(sa.func.count()).select_from(Party).where(Party.dossier_id == case.id)).scalar() == 0
        assert (stored(row.id).next_due, links(row)) == (None, [case.id])
        assert {one.made_at.time() for one in (kept, stored(row.id))} == {stored(row.id).made_at.time()}
        assert faults(9) == []


def test_whatever_a_sealed_petition_is_sorted_as_it_stays_under_seal(any_app: Flask) -> None:
    office = make_office(any_app)
    with any_app.app_context():
        row = from_book(office, **SEALED)
        from caseapp.cases.commands.acting import carry_out
        from caseapp.cases.commands.given import GivenAct

        def do(code: str, **details: Any) -> None:
            carry_out(GivenAct(code, today(), details=details), acting(office, row, "supervisor"))

        do("classify", content_kind="complaint", competence="own")
        case = open_case(office, date(2026, 11, 12))
        with pytest.raises(Refusal, match="Đơn kín không đưa vào"):
            do("open-case", joins="KN 2026/0001")
        do("open-case")
        opened = stored(links(row)[0])
        assert (opened.kind, opened.sealed, opened.id != case.id) == ("denunciation", True, True)
        assert faults(9) == []


def test_the_pages(app: Flask, client: FlaskClient) -> None:
    office = make_office(app)
    with filling(app) as session:
        keeper = make_account(session, "giu", ["custodian", "reception"], office.commune, display="Người Giữ")
    with app.app_context():
        row, sealed = from_book(office, {}, SEALED)
    address = f"/don/{row.public_id}/vu-viec"
    sign_in(client, office.auditor)
    assert client.get(address).status_code == 404
    sign_in(client, office.clerk)
    assert address in client.get(f"/don/{row.public_id}").text
    assert client.get(f"/don/{sealed.public_id}/vu-viec").status_code == 404
    form = dict(HIDDEN.findall(client.get(address).text))
    wrong = client.post(address, data={**form, "kind": "complaint", "accepted_on": "08/07/2026"})
    assert (wrong.status_code, "chưa rõ thì không thụ lý được" in wrong.text, "Ghi số, ký hiệu văn bản." in wrong.text) == (
        422, True, True)
    undated = client.post(address, data={**form, "kind": "complaint", "document": "5/TB"})
    assert (undated.status_code, "Ghi ngày của thông báo thụ lý" in undated.text) == (422, True)
    early = client.post(address, data={
        **form, "kind": "complaint", "respondent": "Chủ tịch", "contested_paper": "QĐ 41", "accepted_on": "01/07/2026",
        "document": "13/TB", "signer": "another", "signer_name": "Lâm Văn Cũ", "signer_post": "Chủ tịch"})
    assert (early.status_code, "trước ngày nhận đơn" in early.text) == (422, True)
    sent = client.post(address, data={
        **form, "kind": "complaint", "respondent": "Chủ tịch", "contested_paper": "QĐ 41", "accepted_on": "08/07/2026",
        "document": "13/TB", "signer": "another", "signer_name": "Lâm Văn Cũ", "signer_post": "Chủ tịch"})
    assert sent.status_code == 303, sent.text
    page = client.get(sent.location).text
    assert [words in page for words in ("Thụ lý", "nhập sau", "13/TB")] == [True] * 3
    assert client.get(address).status_code == 409
    assert "Đơn này nằm trong vụ việc" in client.get(f"/don/{row.public_id}").text
    sign_in(client, keeper)
    address = f"/don/{sealed.public_id}/vu-viec"
    page = client.get(address).text
    assert BRIBE in page
    form = dict(HIDDEN.findall(page))
    missing = client.post(address, data={**form, "content": BRIBE, "envelope": ""})
    assert missing.status_code == 422
    done = client.post(address, data={**form, "content": "Nhận tiền.", "envelope": "66", "identity": "later",
                                      "accused_name": "Lâm Văn Tặc"})
    assert done.status_code == 303, done.text
