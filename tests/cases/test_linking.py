"""Dossiers that belong together: said on both sides, seen only as far as each viewer sees, taken back again."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from caseapp.cases.commands.linking import link, unlink
from caseapp.cases.models import CaseFile
from caseapp.db import db, reading
from caseapp.dossiers.models import Link
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.ledger.models import JournalRow
from caseapp.proof import faults
from caseapp.web.errors import Refusal
from caseapp.web.now import today
from caseapp.workflow.engine import Refused
from tests.cases.making import acting, make_office, open_case
from tests.cases.views.scene import petition_of
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

HIDDEN = re.compile(r'<input id="([\w-]+)" name="\1" type="hidden" value="([^"]*)"')


def told(case: Any) -> list[str]:
    """The acts the journal tells of a dossier."""
    return [row.act for row in reading().execute(
        sa.select(JournalRow.act).where(JournalRow.dossier_id == case.id).order_by(JournalRow.id))]


def test_a_link_stands_in_both_journals_and_goes_again(any_app: Flask) -> None:
    office = make_office(any_app)
    with any_app.app_context():
        one, other = open_case(office, date(2026, 11, 12)), open_case(office, date(2026, 11, 13))
        petition = petition_of(office, other, today(), "post")
        link(other.id, "related", acting(office, one, "handler", form_key="a" * 22))
        link(petition.id, "same-matter", acting(office, one, "clerk"))
        with pytest.raises(FormKeyUsed):
            link(other.id, "related", acting(office, one, "handler", form_key="a" * 22))
        for what in ("related", "same-matter"):
            with pytest.raises(Refusal, match="gắn với nhau rồi"):
                link(one.id, what, acting(office, other))
        assert told(one)[-2:] == ["complaint.link", "complaint.link"]
        assert (told(other)[-1], told(petition)[-1]) == ("complaint.link", "petition.link")
        unlink(one.id, acting(office, other))
        with pytest.raises(Refusal, match="không còn gắn"):
            unlink(other.id, acting(office, one))
        with pytest.raises(Refusal, match="không còn gắn"):
            unlink(petition.id, acting(office, other))      # it lies in that case: no link that people made
        assert (told(one)[-1], told(other)[-1]) == ("complaint.unlink", "complaint.unlink")
        with pytest.raises(Refusal, match="đang mở"):
            link(one.id, "related", acting(office, one))
        with pytest.raises(LookupError):
            link(other.id, "case", acting(office, one))
        with pytest.raises(Refused):
            link(other.id, "related", acting(office, one, roles=frozenset({"auditor"})))
        assert faults(9) == []


def test_a_sealed_dossier_is_named_in_no_open_journal_and_on_no_page_of_others(app: Flask, client: FlaskClient) -> None:
    office = make_office(app)
    with app.app_context():
        one, sealed = open_case(office, date(2026, 11, 12)), open_case(office, date(2026, 11, 13))
        with db.engine.begin() as connection:
            connection.execute(sa.update(CaseFile).where(CaseFile.dossier_id == sealed.id).values(respondent=""))
            connection.execute(sa.text("UPDATE dossier SET sealed = TRUE, code = 'TC-2026-ABCD' WHERE id = :id"),
                               {"id": sealed.id})
        sign_in(client, office.handler)
        address = f"/vu-viec/{one.public_id}/lien-quan"
    form = {**dict(HIDDEN.findall(client.get(address).text)), "other": "TC-2026-ABCD", "what": "related"}
    answer = client.post(address, data=form)
    assert (answer.status_code, "Không có hồ sơ mang số này" in answer.text) == (422, True)
    sign_in(client, office.head)
    form = {**dict(HIDDEN.findall(client.get(address).text)), "other": "tc-2026-abcd", "what": "related"}
    assert client.post(address, data=form).status_code == 303
    assert "TC-2026-ABCD" in client.get(f"/vu-viec/{one.public_id}").text
    with app.app_context():
        body = reading().execute(sa.select(JournalRow.body).where(JournalRow.act == "complaint.link",
                                                                  JournalRow.dossier_id == one.id)).scalar_one()
        assert sealed.public_id not in body
    sign_in(client, office.handler)
    assert "TC-2026" not in client.get(f"/vu-viec/{one.public_id}").text
    assert "TC-2026" not in client.get(address).text


def test_a_linked_petition_is_none_of_the_cases_own(app: Flask, client: FlaskClient) -> None:
    office = make_office(app)
    with app.app_context():
        one, other = open_case(office, date(2026, 11, 12)), open_case(office, date(2026, 11, 13))
        petition = petition_of(office, other, today(), "post")
    sign_in(client, office.clerk)
    address = f"/vu-viec/{one.public_id}/lien-quan"
    form = {**dict(HIDDEN.findall(client.get(address).text)), "other": "Đơn 1", "what": "same-matter"}
    for _twice in range(2):
        assert client.post(address, data=form).status_code == 303
    page = client.get(f"/vu-viec/{one.public_id}").text
    assert "Hồ sơ liên quan" in page
    assert f"/{petition.public_id}\"" in page
    assert "1 đơn" not in page
    listed = client.get(address).text
    assert "Cùng việc" in listed
    key = re.findall(r'name="form_key" type="hidden" value="([^"]+)"', listed)[0]
    drop = {"form_key": key, "other": petition.public_id}
    for _twice in range(2):
        assert client.post(f"{address}/bo", data=drop).status_code == 303
    assert f"/{petition.public_id}\"" not in client.get(f"/vu-viec/{one.public_id}").text
    with app.app_context():
        assert reading().execute(sa.select(sa.func.count()).select_from(Link)).scalar_one() == 1, "its own case stays"


def test_whoever_only_reads_links_nothing(app: Flask, client: FlaskClient) -> None:
    office = make_office(app)
    with app.app_context():
        case = open_case(office, date(2026, 11, 12))
    address = f"/vu-viec/{case.public_id}/lien-quan"
    for account in (office.auditor, office.province_head):
        sign_in(client, account)
        answers = [client.get(address).status_code, client.post(address).status_code,
                   client.post(f"{address}/bo").status_code]
        assert answers == [404, 404, 404], account.name
        assert "/lien-quan" not in client.get(f"/vu-viec/{case.public_id}").text
