"""Several cases given to one handler: all of them or none, each seen in its version, none that may not be known of."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from caseapp.cases.commands.assigning import add_note
from caseapp.cases.commands.bulk_assigning import Ticked, Unfit, assign_together
from caseapp.cases.models import Assignment
from caseapp.db import reading, writing
from caseapp.dossiers.models import Accused, Dossier
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.ledger.models import JournalRow
from caseapp.staff.models import Account
from caseapp.text import new_public_id
from tests.cases.making import act, acting, make_office, open_case, stored
from tests.cases.views.reading import main_of
from tests.staff.making import filling, give_role, make_account, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.cases.making import Office


@pytest.fixture
def office(app: Flask) -> Office:
    """The office of An Thịnh ward."""
    return make_office(app)


def handlers(app: Flask) -> list[str]:
    """Who handles each case, in the order they were opened."""
    with app.app_context():
        return list(reading().execute(
            sa.select(Account.display_name).join(Dossier, Dossier.handler_id == Account.id).order_by(Dossier.id)).scalars())


def opened(app: Flask, office: Office, many: int = 3) -> list[Dossier]:
    """Cases of the usual handler, each received today."""
    with app.app_context():
        return [open_case(office) for _one in range(many)]


def ticks(client: FlaskClient) -> list[str]:
    """What can be ticked on the list."""
    return re.findall(r'name="chon" value="([^"]+)"', main_of(client.get("/vu-viec?xep=so").text))


def test_all_of_them_are_given(any_app: Flask) -> None:
    office = make_office(any_app)
    cases = opened(any_app, office)
    with any_app.app_context():
        before = [stored(case.id) for case in cases]
        how = acting(office, cases[0], form_key=new_public_id())
        ticked = [Ticked(row.id, row.version) for row in before]
        assert assign_together(ticked, office.other_handler.id, "Nghỉ phép", how) == 3
        with pytest.raises(FormKeyUsed):
            assign_together(ticked, office.handler.id, "Nghỉ phép", how)
        after = [stored(case.id) for case in cases]
        assert {row.handler_id for row in after} == {office.other_handler.id}
        assert [row.next_due for row in after] == [row.next_due for row in before]
        standing = reading().execute(sa.select(Assignment.account_id, Assignment.reason).where(Assignment.until_on.is_(None)))
        assert standing.all() == [(office.other_handler.id, "Nghỉ phép")] * 3
        acts = reading().execute(sa.select(JournalRow.dossier_id).where(JournalRow.act == "complaint.assign")).scalars()
        assert sorted(acts) == sorted(row.id for row in after)


def test_one_that_cannot_be_given_keeps_them_all(any_app: Flask) -> None:
    office = make_office(any_app)
    cases = opened(any_app, office)
    with any_app.app_context():
        ticked = [Ticked(case.id, stored(case.id).version) for case in cases]
        add_note("Gọi bà Ánh.", acting(office, cases[1], "handler"))
        act(office, cases[2], "decline")
        now_closed = Ticked(cases[2].id, stored(cases[2].id).version)
        with pytest.raises(Unfit) as unfit:
            assign_together([*ticked[:2], now_closed], office.other_handler.id, "Nghỉ phép",
                            acting(office, cases[0], form_key=new_public_id()))
        assert unfit.value.why[cases[1].id] is None
        assert set(unfit.value.why) == {cases[1].id, cases[2].id}
        assert "đã kết thúc" in str(unfit.value.why[cases[2].id])
        with pytest.raises(Unfit):
            assign_together(ticked[:1], office.officer.id + 999, "x", acting(office, cases[0], form_key=new_public_id()))
        with pytest.raises(Unfit) as unfit:
            assign_together(ticked[:1], office.other_handler.id, "x", acting(office, cases[0], "clerk", form_key=new_public_id()))
        assert "lãnh đạo" in str(unfit.value.why[cases[0].id])
    assert set(handlers(any_app)) == {"Trần Văn Bình"}


def test_from_the_ticks_to_the_act(app: Flask, client: FlaskClient, office: Office) -> None:
    opened(app, office)
    sign_in(client, office.head)
    chosen = ticks(client)
    assert len(chosen) == 3
    page = client.post("/vu-viec/giao", data={"chon": chosen[:2], "ve": "/vu-viec?xep=so"})
    assert page.status_code == 200
    assert "Giao 2 vụ việc" in page.text
    assert page.text.count(" checked") == 2
    form = {"chon": chosen[:2], "ve": "/vu-viec?xep=so", "handler": office.other_handler.public_id, "reason": ""}
    missing = client.post("/vu-viec/giao", data=form)
    assert missing.status_code == 422
    assert "Ghi lý do" in missing.text
    key = re.findall(r'name="form_key"[^>]*value="([^"]+)"', page.text)[-1]
    for _press in range(2):
        sent = client.post("/vu-viec/giao", data={**form, "reason": "Chia lại việc", "form_key": key})
        assert (sent.status_code, sent.location) == (303, "/vu-viec?xep=so")
    assert "Đã giao 2 vụ việc. Người thụ lý: Phạm Quốc Dũng" in client.get(sent.location).text
    assert sorted(handlers(app)) == ["Phạm Quốc Dũng", "Phạm Quốc Dũng", "Trần Văn Bình"]


def test_what_changed_meanwhile_is_named_row_by_row(app: Flask, client: FlaskClient, office: Office) -> None:
    cases = opened(app, office)
    sign_in(client, office.head)
    form = {"chon": ticks(client), "handler": office.other_handler.public_id, "reason": "Chia lại việc"}
    with app.app_context():
        add_note("Gọi bà Ánh.", acting(office, cases[1], "handler"))
    page = client.post("/vu-viec/giao", data=form)
    assert page.status_code == 409
    assert "1 vụ việc chưa giao được, nên chưa vụ nào được giao" in page.text
    assert page.text.count('class="chosen unfit"') == 1
    unfit = re.search(r'class="chosen unfit".*?</div>', page.text, re.DOTALL)
    assert unfit
    assert "KN 2026/0002" in unfit[0]
    assert "Trần Văn Bình ghi lúc 09:00" in unfit[0]
    assert 'value="Chia lại việc"' in page.text
    assert set(handlers(app)) == {"Trần Văn Bình"}
    again = client.post("/vu-viec/giao", data={**form, "chon": re.findall(r'name="chon" value="([^"]+)"', page.text)})
    assert again.status_code == 303
    assert set(handlers(app)) == {"Phạm Quốc Dũng"}


def test_who_may_not_assign_sees_nothing_of_it(app: Flask, client: FlaskClient, office: Office) -> None:
    opened(app, office)
    sign_in(client, office.head)
    chosen = ticks(client)
    for account in (office.handler, office.clerk, office.officer, office.auditor, office.province_head):
        sign_in(client, account)
        page = main_of(client.get("/vu-viec").text)
        assert "KN 2026/0001" in page
        assert 'name="chon"' not in page
        assert "/vu-viec/giao" not in page
        form = {"chon": chosen, "handler": office.other_handler.public_id, "reason": "x"}
        assert client.post("/vu-viec/giao", data=form).status_code == 404, account.name
    assert set(handlers(app)) == {"Trần Văn Bình"}


def test_nothing_is_told_of_what_may_not_be_seen(app: Flask, client: FlaskClient, office: Office) -> None:
    """For a head who is accused in it a sealed case does not exist: it counts as any id that was made up."""
    cases = opened(app, office)
    with app.app_context(), writing() as session:
        sealed = session.get_one(Dossier, cases[1].id)
        sealed.sealed, sealed.code = True, "GQTC-2026-7K4P-3M2Q"
        session.add(Accused(dossier_id=sealed.id, account_id=office.head.id))
    sign_in(client, office.head)
    assert len(ticks(client)) == 2
    form = {"handler": office.other_handler.public_id, "reason": "Chia lại việc"}
    answers = []
    for other in (f"{cases[1].public_id}.1", f"{new_public_id()}.1"):
        assert client.post("/vu-viec/giao", data={**form, "chon": [other]}).status_code == 404
        page = client.post("/vu-viec/giao", data={**form, "chon": [*ticks(client), other]})
        assert page.status_code == 409
        assert "GQTC" not in page.text
        answers.append(re.sub(r'value="[^"]*"|nonce-\S+|content="[^"]*"', "", main_of(page.text)))
    assert answers[0] == answers[1]
    assert "1 vụ đã chọn không còn ở đây" in answers[0]
    assert set(handlers(app)) == {"Trần Văn Bình"}


def test_what_is_refused_before_anything_is_looked_at(app: Flask, client: FlaskClient, office: Office) -> None:
    opened(app, office, 1)
    sign_in(client, office.head)
    for chosen, status in (([], 422), ([f"{new_public_id()}.1" for _one in range(51)], 422), (["x"], 404), (["x.y"], 404),
                           ([f"{new_public_id()}.1"], 404)):
        assert client.post("/vu-viec/giao", data={"chon": chosen}).status_code == status, chosen[:1]
    with filling(app) as session:
        both = make_account(session, "kiem", ["supervisor"], office.commune, display="Kiêm Nhiệm")
        give_role(session, both, "supervisor", office.province)
    with app.app_context():
        other = open_case(office, date(2026, 11, 13))
        with writing() as session:
            session.get_one(Dossier, other.id).unit_id = office.province.id
    sign_in(client, both)
    chosen = ticks(client)
    assert len(chosen) == 2
    answer = client.post("/vu-viec/giao", data={"chon": chosen})
    assert answer.status_code == 422
    assert "cùng một đơn vị" in answer.text
