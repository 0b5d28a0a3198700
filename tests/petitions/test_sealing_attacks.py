"""Attacks on sealing a petition inside its case: what else the case holds, and whose case it really is."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from caseapp.cases.commands.handing_over import GivenHandOver, hand_over, take_over
from caseapp.cases.models import CaseFile, Mandate, Signer
from caseapp.db import reading, writing
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.models import Dossier, Party
from caseapp.gazette import office_calendar
from caseapp.people.models import Person
from caseapp.petitions.denouncing import SecretDesk, denounce_at
from caseapp.reception.commands.findable import find_everywhere
from caseapp.reception.views.accounts import Accounts
from caseapp.reception.views.secrecy import check_secrecy, propose_envelope
from caseapp.web.now import now, today
from tests.cases.making import act, make_office, open_case, stored
from tests.cases.test_handing_over import by, give, neighbour
from tests.petitions.making import do, file_of, sort, take_in
from tests.petitions.test_petition_sealing import OTHER, TYPED, WRITER, in_a_case, nothing_left, send
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from flask import Flask

    from tests.cases.making import Office


@pytest.fixture
def office(any_app: Flask) -> Office:
    """The office of An Thịnh ward, with the desk that keeps denunciations, on each database."""
    denounce_at(any_app, SecretDesk(Accounts, check_secrecy, propose_envelope, find_everywhere))
    return make_office(any_app)


def pairs() -> list[str]:
    """The pairs of words by which repeats are found."""
    return list(reading().execute(sa.text("SELECT pair FROM search_pair WHERE unit_id <> 0")).scalars())


def test_no_column_of_the_file_keeps_what_was_told(any_app: Flask, office: Office) -> None:
    client = any_app.test_client()
    with any_app.app_context():
        petition, case = in_a_case(office)
        with writing() as session:
            for one in (petition.id, case.id):
                session.execute(sa.update(CaseFile).where(CaseFile.dossier_id == one).values(
                    respondent_post="Cháu bà Quách", earlier_paper="QĐ gửi bà Quách", earlier_body="Quách"))
        assert any("quach" in pair for pair in pairs())
    sign_in(client, office.officer)
    assert send(client, petition.public_id)[0] == 303
    with any_app.app_context():
        nothing_left()
        assert not [pair for pair in pairs() if "quach" in pair or "lanh" in pair]
        for one in (petition.id, case.id):
            row = file_of(one)
            assert (row.respondent_post, row.earlier_paper, row.earlier_body) == ("", "", "")


def test_a_case_taken_over_is_not_emptied_with_an_older_petition_that_joined_it(any_app: Flask, office: Office) -> None:
    unit, head, _handler = neighbour(any_app, office)
    client = any_app.test_client()
    with any_app.app_context():
        mine = take_in(office, date(2026, 11, 9), people=(WRITER,), content="Bà Quách Thị Mỹ Lành tố cáo.")
        sort(office, mine)
        case = open_case(office, people=(OTHER,), content="Đo sai ranh đất ở.")
        give(office, case, unit)
        there = take_over(case.public_id, by(unit, head))
        row = reading().execute(sa.select(*Dossier.__table__.c).where(Dossier.public_id == there)).one()
        hand_over(GivenHandOver(office.commune.id, "46/CV-UBND", today(), "Đất nằm ở phường."),
                  Acting(row.id, unit.id, row.version, head.id, frozenset({"supervisor"}), now(), today(), office_calendar()))
        back = take_over(there, by(office.commune, office.head))
        kept = reading().execute(sa.select(*Dossier.__table__.c).where(Dossier.public_id == back)).one()
        do(office, mine, "open-case", by="handler", joins=f"KN 2026/{kept.no:04d}")
    sign_in(client, office.officer)
    status, text = send(client, mine.public_id)
    assert status == 303, text
    with any_app.app_context():
        assert (stored(kept.id).state, file_of(kept.id).content) == ("received", "Đo sai ranh đất ở.")
        assert reading().execute(sa.select(Person.name).join(Party, Party.person_id == Person.id).where(
            Party.dossier_id == kept.id)).scalars().all() == ["Lâm Thị Khác"]
        nothing_left()


def test_whoever_speaks_for_a_group_and_signed_leaves_the_case_she_joined(any_app: Flask, office: Office) -> None:
    client = any_app.test_client()
    with any_app.app_context():
        _first, case = in_a_case(office, people=(OTHER,), content="Phản đối mức phạt.")
        petition, _case = in_a_case(office, joins=f"KN 2026/{case.no:04d}")
        with writing() as session:
            person = session.scalars(sa.select(Party.person_id).where(Party.dossier_id == petition.id)).one()
            session.add(Signer(dossier_id=case.id, position=1, name="Quách Thị Mỹ Lành", name_fold="quach thi my lanh"))
            session.add(Mandate(public_id="m" * 22, dossier_id=case.id, person_id=person, what="nomination",
                                form="signed", document="Giấy cử bà Quách", dated_on=today()))
    sign_in(client, office.officer)
    status, text = send(client, petition.public_id)
    assert status == 303, text
    with any_app.app_context():
        nothing_left()
        assert stored(case.id).state == "received"


def test_the_one_that_opened_a_case_is_not_the_older_one_that_joined(any_app: Flask, office: Office) -> None:
    client = any_app.test_client()
    with any_app.app_context():
        older = take_in(office, date(2026, 11, 2), people=(WRITER,), content="Bà Quách Thị Mỹ Lành tố cáo.")
        sort(office, older)
        _first, case = in_a_case(office, people=(OTHER,), content="Phản đối mức phạt.", demand="Giảm mức phạt.")
        do(office, older, "open-case", by="handler", joins=f"KN 2026/{case.no:04d}")
        act(office, case, "accept")
    sign_in(client, office.officer)
    assert f"Đơn này rời KN 2026/{case.no:04d}, nơi còn đơn của người khác." in client.get(f"/don/{older.public_id}/to-cao").text
    status, text = send(client, older.public_id)
    assert status == 303, text
    with any_app.app_context():
        kept = file_of(case.id)
        assert (kept.demand, kept.respondent, kept.content) == (
            "Giảm mức phạt.", "Chủ tịch UBND phường", "Phản đối mức phạt.")
        nothing_left()


def test_a_case_on_its_way_to_another_unit_is_taken_back_first(any_app: Flask, office: Office) -> None:
    unit, _head, _handler = neighbour(any_app, office)
    client = any_app.test_client()
    with any_app.app_context():
        petition, case = in_a_case(office)
    sign_in(client, office.officer)
    page = client.get(f"/don/{petition.public_id}/to-cao").text
    with any_app.app_context():
        give(office, case, unit)
    assert client.get(f"/don/{petition.public_id}/to-cao").status_code == 409
    fields = dict(re.findall(r'name="(form_key|version)"[^>]* value="([^"]+)"', page))
    refused = client.post(f"/don/{petition.public_id}/to-cao", data={**fields, **TYPED})
    assert (refused.status_code, "đang chờ đơn vị khác nhận. Rút lại việc chuyển trước." in refused.text) == (409, True)
    with any_app.app_context():
        assert (stored(petition.id).state, stored(case.id).state) == ("in-case", "received")
