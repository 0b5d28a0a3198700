"""A petition that proves to be a denunciation: nothing of its sender is left, and nothing leads to the sealed case."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from caseapp.cases.commands.assigning import add_note
from caseapp.cases.commands.merging import GivenMerge, merge
from caseapp.cases.models import Act, Mandate, Signer
from caseapp.cases.verify import case_faults
from caseapp.db import Base, db, reading, writing
from caseapp.dossiers.commands import open_dossier
from caseapp.dossiers.models import Dossier, Link, Party
from caseapp.ledger.chain import lock_chain
from caseapp.people.commands import Given
from caseapp.people.models import IdKind, Person
from caseapp.petitions.denouncing import SecretDesk, denounce_at
from caseapp.proof import faults
from caseapp.reception.commands.findable import find_everywhere
from caseapp.reception.views.accounts import Accounts
from caseapp.reception.views.secrecy import check_secrecy, propose_envelope
from caseapp.web.now import now, today
from tests.cases.making import act, acting, make_office, open_case, stored
from tests.petitions.making import do, file_of, sort, take_in
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.cases.making import Office

WRITER = Given("Quách Thị Mỹ Lành", commune="Phường An Thịnh", address="77 đường Bạch Mai", phone="0918552046")
OTHER = Given("Lâm Thị Khác", commune="Phường An Thịnh", address="9 hẻm 3")
TYPED = {"envelope": "51877", "identity": "later", "accused_name": "Một cán bộ địa chính", "content": "Nhận tiền khi đo đất."}


@pytest.fixture
def office(app: Flask) -> Office:
    """The office of An Thịnh ward, with the desk that keeps denunciations."""
    denounce_at(app, SecretDesk(Accounts, check_secrecy, propose_envelope))
    return make_office(app)


def send(client: FlaskClient, public_id: str, **changes: str) -> tuple[int, str]:
    page = client.get(f"/don/{public_id}/to-cao")
    fields = dict(re.findall(r'name="(form_key|version)"[^>]* value="([^"]+)"', page.text))
    answer = client.post(f"/don/{public_id}/to-cao", data={**fields, **TYPED, **changes})
    return answer.status_code, answer.text


def everything_stored() -> str:
    """All that lies in the tables, as one text."""
    return "\n".join(str(row) for table in Base.metadata.sorted_tables for row in reading().execute(sa.select(table)))


def test_nothing_of_the_sender_is_left(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        petition = take_in(office, date(2026, 11, 9), people=(WRITER,), channel="press", forwarded_by="Báo Cần Thơ",
                           content="Bà Quách Thị Mỹ Lành tố cáo cán bộ nhận tiền.", originals="1 băng ghi âm")
        sort(office, petition)
    sign_in(client, office.officer)
    assert f"/don/{petition.public_id}/to-cao" in client.get(f"/don/{petition.public_id}").text
    status, _text = send(client, petition.public_id)
    assert status == 303
    with app.app_context():
        sealed = reading().execute(sa.select(*Dossier.__table__.c).where(Dossier.sealed)).one()
        kept = file_of(sealed.id)
        assert (sealed.kind, sealed.opened_on, kept.envelope, kept.content) == (
            "denunciation", date(2026, 11, 9), "51877", "Nhận tiền khi đo đất.")
        assert (stored(petition.id).state, stored(petition.id).subject) == ("void", "")
        left = everything_stored()
        for word in ("Quách", "Mỹ Lành", "Bạch Mai", "0918552046", "băng ghi âm"):
            assert word not in left, word
        journal = [row for row in left.splitlines() if sealed.public_id in row and petition.public_id in row]
        assert journal == []
        with db.engine.connect() as connection:
            assert list(case_faults(connection)) == []


@pytest.mark.parametrize("missing", sorted(TYPED))
def test_its_lines_must_be_filled_in(client: FlaskClient, app: Flask, office: Office, missing: str) -> None:
    with app.app_context():
        petition = take_in(office)
    sign_in(client, office.officer)
    assert send(client, petition.public_id, **{missing: ""})[0] == 422
    with app.app_context():
        assert stored(petition.id).state == "received"


def in_a_case(office: Office, *, people: tuple[Given, ...] = (WRITER,), joins: str = "", **more: Any) -> tuple[Any, Any]:
    """A petition that opened a case, or joined one, and that case."""
    told = {"content": "Bà Quách Thị Mỹ Lành tố cáo cán bộ nhận tiền.", "respondent": "Chủ tịch UBND phường",
            "contested_paper": "Quyết định 287/QĐ-XPHC", "contested": "decision", **more}
    petition = take_in(office, date(2026, 11, 9), people=people, **told)
    sort(office, petition)
    do(office, petition, "open-case", by="handler", **({"joins": joins} if joins else {}))
    case = reading().execute(sa.select(Link.other_id).where(Link.dossier_id == petition.id, Link.what == "case")).scalar_one()
    return petition, stored(case)


def nothing_left(*words: str) -> None:
    """That no table holds one of these words, and everything else is as it was written."""
    left = everything_stored()
    for word in words or ("Quách", "Mỹ Lành", "Bạch Mai", "0918552046"):
        assert word not in left, word
    assert faults(9) == []


def test_a_case_that_nobody_accepted_goes_with_its_petition(any_app: Flask) -> None:
    denounce_at(any_app, SecretDesk(Accounts, check_secrecy, propose_envelope))
    office, client = make_office(any_app), any_app.test_client()
    with any_app.app_context():
        petition, case = in_a_case(office)
        add_note("Bà Lành (Quách Thị Mỹ Lành) gọi điện.", acting(office, case, "handler"))
        act(office, case, "decline", by="handler")      # a draft that waits
        change_signers(office, case)
    sign_in(client, office.officer)
    page = client.get(f"/don/{petition.public_id}/to-cao").text
    assert f"KN 2026/{case.no:04d} mà đơn này đã mở, chưa ai thụ lý" in page
    status, text = send(client, petition.public_id)
    assert status == 303, text
    with any_app.app_context():
        assert (stored(petition.id).state, stored(case.id).state, stored(case.id).subject) == ("void", "void", "")
        nothing_left()
        sealed = reading().execute(sa.select(*Dossier.__table__.c).where(Dossier.sealed)).one()
        assert not [row for row in everything_stored().splitlines()
                    if sealed.public_id in row and (petition.public_id in row or case.public_id in row)]
        assert not reading().execute(sa.select(Link.what)).all()


def change_signers(office: Office, case: Any) -> None:
    """A group's list with the sender's name, and a paper by which she speaks for them."""
    with writing() as session:
        person = session.execute(sa.select(Party.person_id).where(Party.dossier_id == case.id)).scalar_one()
        session.add(Signer(dossier_id=case.id, position=1, name="Quách Thị Mỹ Lành", name_fold="quach thi my lanh"))
        session.add(Mandate(public_id="m" * 22, dossier_id=case.id, person_id=person, what="nomination", form="signed",
                            document="Giấy cử bà Quách", dated_on=today()))


def test_a_case_that_was_declined_keeps_its_steps_and_nothing_else(any_app: Flask) -> None:
    denounce_at(any_app, SecretDesk(Accounts, check_secrecy, propose_envelope))
    office, client = make_office(any_app), any_app.test_client()
    with any_app.app_context():
        petition, case = in_a_case(office)
        act(office, case, "decline", note="Đơn của bà Quách Thị Mỹ Lành là tố cáo.")
    sign_in(client, office.officer)
    assert "đã kết thúc cũng bị xóa" in client.get(f"/don/{petition.public_id}/to-cao").text
    status, text = send(client, petition.public_id)
    assert status == 303, text
    with any_app.app_context():
        assert (stored(petition.id).state, stored(case.id).state) == ("void", "declined")
        assert reading().execute(sa.select(Act.code).where(Act.dossier_id == case.id)).scalars().all() == ["decline"]
        nothing_left()


def test_where_others_lie_in_the_case_only_this_one_leaves(any_app: Flask) -> None:
    denounce_at(any_app, SecretDesk(Accounts, check_secrecy, propose_envelope))
    office, client = make_office(any_app), any_app.test_client()
    with any_app.app_context():
        petition, case = in_a_case(office)
        in_a_case(office, people=(OTHER,), joins=f"KN 2026/{case.no:04d}", content="Phản đối mức phạt.")
    sign_in(client, office.officer)
    assert send(client, petition.public_id)[0] == 303
    with any_app.app_context():
        assert (stored(petition.id).state, stored(case.id).state, file_of(case.id).content) == (
            "void", "received", "Phản đối mức phạt.")
        nothing_left()
        assert "Lâm Thị Khác" in everything_stored()


def test_what_a_petition_taught_of_a_known_person_is_taken_back(any_app: Flask) -> None:
    denounce_at(any_app, SecretDesk(Accounts, check_secrecy, propose_envelope, find_everywhere))
    office, client = make_office(any_app), any_app.test_client()
    number = {"id_kind": IdKind.CITIZEN, "id_number": "092168001234"}
    with any_app.app_context():
        before = Given("Quách Thị Mỹ Lành", commune="Phường An Thịnh", address="5 đường Cũ", **number)
        kept = take_in(office, date(2026, 11, 2), people=(before,), content="Xin xác nhận.")
        petition, _case = in_a_case(office, people=(replace(WRITER, **number),))
        assert "77 đường Bạch Mai" in everything_stored()
    sign_in(client, office.officer)
    assert send(client, petition.public_id)[0] == 303
    with any_app.app_context():
        nothing_left("Bạch Mai", "0918552046")
        person = reading().execute(sa.select(Person.address, Person.phone).join(Party, Party.person_id == Person.id).where(
            Party.dossier_id == kept.id)).one()
        assert tuple(person) == ("5 đường Cũ", "")


def under_way(office: Office, petition: Any, case: Any) -> None:
    act(office, case, "accept")


def merged_into(office: Office, petition: Any, case: Any) -> None:
    other = open_case(office)
    merge(GivenMerge(case.id, stored(case.id).version, "Một việc."), acting(office, other))


@pytest.mark.parametrize(("prepare", "words"), [
    (under_way, "văn bản mang tên người gửi đã ra. Người đứng đầu kết thúc KN 2026/0001 trước"),
    (merged_into, "đã nhập vào vụ việc của đơn này. Tách ra trước")])
def test_what_cannot_be_taken_out_is_refused_with_the_way(client: FlaskClient, app: Flask, office: Office, prepare: Any,
                                                          words: str) -> None:
    with app.app_context():
        petition, case = in_a_case(office)
    sign_in(client, office.officer)
    page = client.get(f"/don/{petition.public_id}/to-cao")
    assert page.status_code == 200
    with app.app_context():
        prepare(office, petition, case)
        before = everything_stored()
    told = client.get(f"/don/{petition.public_id}/to-cao")
    assert (told.status_code, words in told.text) == (409, True)
    fields = dict(re.findall(r'name="(form_key|version)"[^>]* value="([^"]+)"', page.text))
    assert client.post(f"/don/{petition.public_id}/to-cao", data={**fields, **TYPED}).status_code == 409
    with app.app_context():
        after = everything_stored()
        assert [row for row in before.splitlines() if row not in after] == []
        assert faults(9) == []


def test_a_petition_handed_in_at_a_visit_is_sealed_there(client: FlaskClient, app: Flask, office: Office) -> None:
    with app.app_context():
        petition, _case = in_a_case(office)
        with writing() as session:
            visit = open_dossier(session, lock_chain(session, office.commune.id), kind="visit", register="TCD",
                                 sealed=False, subject="x", state="waiting", by=office.officer.id, at=now(),
                                 opened_on=today(), closed=False)
            session.add(Link(dossier_id=visit.id, other_id=petition.id, what="petition"))
    sign_in(client, office.officer)
    told = client.get(f"/don/{petition.public_id}/to-cao")
    assert (told.status_code, "ở trang lượt tiếp ấy" in told.text) == (409, True)


def test_whoever_came_second_is_told(client: FlaskClient, app: Flask, office: Office) -> None:
    with app.app_context():
        petition = take_in(office)
    sign_in(client, office.officer)
    page = client.get(f"/don/{petition.public_id}/to-cao").text
    fields = dict(re.findall(r'name="(form_key|version)"[^>]* value="([^"]+)"', page))
    with app.app_context():
        sort(office, petition)
    answer = client.post(f"/don/{petition.public_id}/to-cao", data={**fields, **TYPED})
    assert answer.status_code == 409
    assert "Nhận tiền khi đo đất." in answer.text


@pytest.mark.parametrize("who", ["auditor", "province_head"])
def test_nobody_outside_the_unit_seals(client: FlaskClient, app: Flask, office: Office, who: str) -> None:
    with app.app_context():
        petition = take_in(office)
    sign_in(client, getattr(office, who))
    assert client.get(f"/don/{petition.public_id}/to-cao").status_code == 404
