"""A case that goes to another unit: handed over, taken over once or sent back; the trail stands on both sides."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from werkzeug.exceptions import NotFound

from caseapp.cases.commands.assigning import add_note
from caseapp.cases.commands.handing_over import Answering, GivenHandOver, hand_over, send_back, take_over
from caseapp.cases.handovers import HandOver
from caseapp.cases.models import CaseFile, CaseNote
from caseapp.db import db, reading
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.attaching import Attaching, attach
from caseapp.dossiers.files import store_file
from caseapp.dossiers.models import Clock, Dossier, Link, Party
from caseapp.gazette import office_calendar
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.people.identity import open_number
from caseapp.people.models import Person
from caseapp.proof import faults
from caseapp.web.errors import Refusal
from caseapp.web.now import now, today
from caseapp.workflow.engine import Refused
from tests.cases.making import act, acting, make_office, open_case, stored
from tests.cases.views.scene import PDF, petition_of
from tests.staff.making import filling, make_account, make_unit, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.cases.making import Office
    from tests.office.clock import Clock as OfficeClock

HIDDEN = re.compile(r'<input id="([\w-]+)" name="\1" type="hidden" value="([^"]*)"')
PAPER = "45/CV-UBND"


def neighbour(app: Flask, office: Office) -> tuple[Any, Any, Any]:
    """Another commune of the province, its head and a handler."""
    with filling(app) as session:
        unit = make_unit(session, "CT-TL", "UBND xã Tân Lộc", parent=office.province)
        return (unit, make_account(session, "sau", ["supervisor"], unit, display="Lý Văn Sáu"),
                make_account(session, "bay", ["handler"], unit, display="Mai Thị Bảy"))


def give(office: Office, case: Any, unit: Any, **changes: Any) -> None:
    """Hand a case over as the head."""
    given = GivenHandOver(unit.id, PAPER, today(), "Đất nằm ở xã Tân Lộc.")
    how = changes.pop("how", {})
    hand_over(replace(given, **changes), acting(office, case, **how))


def by(unit: Any, account: Any, **changes: Any) -> Answering:
    """Somebody of a unit answering now."""
    return replace(Answering(unit.id, account.id, now(), today(), office_calendar()), **changes)


def test_a_case_goes_over_with_its_people_and_leaves_its_trail(any_app: Flask, clock: OfficeClock) -> None:
    office = make_office(any_app)
    unit, head, _handler = neighbour(any_app, office)
    with any_app.app_context():
        case = open_case(office, date(2026, 11, 12), field="land", demand="Trả đất.")
        give(office, case, unit)
        row = stored(case.id)
        assert (row.closed_on, row.next_due is not None) == (None, True), "until it is taken the giver answers for it"
        add_note("Còn làm tiếp.", acting(office, case, "handler"))
    clock.set("2026-11-20 10:00")
    with any_app.app_context():
        public_id = take_over(case.public_id, by(unit, head, form_key="k" * 22))
        new = reading().execute(sa.select(Dossier.id, Dossier.kind, Dossier.unit_id, Dossier.opened_on, Dossier.no)
                                .where(Dossier.public_id == public_id)).one()
        assert (new.kind, new.unit_id, new.opened_on, new.no) == ("complaint", unit.id, date(2026, 11, 20), 1)
        file = reading().execute(sa.select(*CaseFile.__table__.c).where(CaseFile.dossier_id == new.id)).one()
        assert (file.received_on, file.field, file.demand) == (date(2026, 11, 20), "land", "Trả đất.")
        person = reading().execute(sa.select(Person.public_id, Person.name, Person.unit_id, Person.id_cipher).join(
            Party, Party.person_id == Person.id).where(Party.dossier_id == new.id)).one()
        assert (person.name, person.unit_id) == ("Nguyễn Thị Ánh", unit.id)
        assert open_number(person.public_id, person.id_cipher) == "092171003307"
        assert stored(new.id).next_due is not None, "its own clock of acceptance, from the day it was received there"
        old = stored(case.id)
        assert (old.state, old.closed_on, old.next_due, old.awaits) == ("received", date(2026, 11, 20), None, "")
        assert {one.paused_on for one in reading().execute(
            sa.select(Clock.paused_on).where(Clock.dossier_id == case.id))} == {date(2026, 11, 20)}
        assert reading().execute(sa.select(Link.dossier_id, Link.other_id, Link.what)).all() == [
            (case.id, new.id, "handed-over")]
        trail = [row.text for row in reading().execute(sa.select(CaseNote.text).order_by(CaseNote.id))]
        assert [text.split(",")[0].split(".")[0] for text in trail] == [
            "Chuyển vụ việc cho UBND xã Tân Lộc", "Còn làm tiếp",
            "Nhận vụ việc KN 2026/0001 do UBND phường An Thịnh chuyển đến", "UBND xã Tân Lộc đã nhận vụ việc"]
        with pytest.raises(Refusal, match="đã chuyển đơn vị khác giải quyết theo KN 2026/0001"):
            act(office, case, "accept")
        with pytest.raises(FormKeyUsed):
            take_over(case.public_id, by(unit, head, form_key="k" * 22))
        with pytest.raises(Refusal, match="đã được nhận"):
            take_over(case.public_id, by(unit, head))
        assert reading().execute(sa.select(HandOver.state, HandOver.taken_as, HandOver.from_unit, HandOver.to_unit,
                                           HandOver.asked_by, HandOver.answered_by, HandOver.reason)).all() == [
            ("taken", new.id, office.commune.id, unit.id, office.head.id, head.id, "Đất nằm ở xã Tân Lộc.")]
        assert faults(9) == []


def test_it_comes_back_with_a_reason_or_is_taken_back(any_app: Flask) -> None:
    office = make_office(any_app)
    unit, head, handler = neighbour(any_app, office)
    with any_app.app_context():
        case = open_case(office, date(2026, 11, 12))
        give(office, case, unit)
        with pytest.raises(Refusal, match="Rút lại rồi mới"):
            give(office, case, unit)
        with pytest.raises(Refusal, match="lý do"):
            send_back(case.public_id, "", by(unit, head))
        for wrong in (by(unit, handler), by(office.province, office.province_head), by(unit, office.head),
                      by(office.commune, office.clerk)):
            with pytest.raises(NotFound):
                send_back(case.public_id, "Không phải.", wrong)
        with pytest.raises(NotFound):
            take_over(case.public_id, by(office.commune, office.head))
        send_back(case.public_id, "Đất không ở xã này.", by(unit, head))
        give(office, case, unit)
        send_back(case.public_id, "Ghi nhầm nơi nhận.", by(office.commune, office.head))
        assert stored(case.id).closed_on is None
        act(office, case, "accept")
        texts = [row.text for row in reading().execute(sa.select(CaseNote.text).order_by(CaseNote.id))]
        assert (texts[1], texts[3]) == ("UBND xã Tân Lộc trả lại vụ việc. Lý do: Đất không ở xã này.",
                                        "Rút lại việc chuyển vụ việc. Lý do: Ghi nhầm nơi nhận.")
        assert faults(9) == []


@pytest.mark.parametrize(("changes", "words"), [
    ({"unit_id": 0}, "Chọn đơn vị nhận"), ({"document": ""}, "Ghi số, ký hiệu"), ({"reason": ""}, "lý do"),
    ({"dated_on": date(2026, 12, 1)}, "chưa đến"), ({"dated_on": date(2026, 11, 1)}, "trước ngày nhận đơn"),
    ({"unit_id": "own"}, "Chọn đơn vị nhận"), ({"unit_id": "stranger"}, "Chọn đơn vị nhận")])
def test_what_is_wrong_is_told(app: Flask, changes: dict[str, Any], words: str) -> None:
    office = make_office(app)
    unit, _head, _handler = neighbour(app, office)
    with filling(app) as session:
        stranger = make_unit(session, "AG", "UBND tỉnh An Giang")
    if changes.get("unit_id") in ("own", "stranger"):
        changes = {"unit_id": office.commune.id if changes["unit_id"] == "own" else stranger.id}
    with app.app_context():
        case = open_case(office, date(2026, 11, 12))
        with pytest.raises(Refusal, match=words):
            give(office, case, unit, **changes)


def test_only_an_open_case_that_is_not_sealed_goes(app: Flask) -> None:
    office = make_office(app)
    unit, head, _handler = neighbour(app, office)
    with app.app_context():
        case, ended, waiting = (open_case(office, date(2026, 11, 12)) for _three in range(3))
        with pytest.raises(Refused):
            give(office, case, unit, how={"by": office.clerk.id, "roles": frozenset({"clerk"})})
        act(office, ended, "decline")
        with pytest.raises(Refusal, match="đã kết thúc"):
            give(office, ended, unit)
        act(office, waiting, "decline", by="handler")
        with pytest.raises(Refusal, match="đề xuất chờ duyệt"):
            give(office, waiting, unit)
        give(office, case, unit)
        act(office, case, "decline")
        with pytest.raises(Refusal, match="đã kết thúc ở đơn vị chuyển"):
            take_over(case.public_id, by(unit, head))
        with db.engine.begin() as connection:
            connection.execute(sa.text("UPDATE dossier SET sealed = TRUE, code = 'TC-1' WHERE id = :id"),
                               {"id": waiting.id})
        with pytest.raises(Refusal, match="thủ tục chuyển tố cáo"):
            give(office, waiting, unit)


def test_the_pages_from_one_unit_to_the_other(app: Flask, client: FlaskClient) -> None:
    office = make_office(app)
    unit, head, handler = neighbour(app, office)
    with app.app_context():
        case = open_case(office, date(2026, 11, 12))
    sign_in(client, office.head)
    address, coming = f"/vu-viec/{case.public_id}/chuyen", f"/chuyen-den/{case.public_id}"
    assert address in client.get(f"/vu-viec/{case.public_id}").text
    form = dict(HIDDEN.findall(client.get(address).text))
    wrong = client.post(address, data={**form, "unit": unit.public_id, "document": "", "dated_on": "16/11/2026"})
    assert (wrong.status_code, "Ghi số, ký hiệu văn bản chuyển." in wrong.text) == (422, True)
    sent = {**form, "unit": unit.public_id, "document": PAPER, "dated_on": "16/11/2026", "reason": "Đất ở Tân Lộc."}
    for _twice in range(2):
        assert client.post(address, data=sent).status_code == 303
    assert "Rút lại việc chuyển" in client.get(address).text
    assert client.get(coming).status_code == 404, "the giver has no such task"
    assert client.post(f"{coming}/tra", data={}).status_code == 422
    sign_in(client, handler)
    assert [client.get(coming).status_code, client.post(f"{coming}/nhan").status_code,
            client.post(f"{coming}/tra").status_code, "chuyển đến" in client.get("/viec").text] == [404, 404, 404, False]
    sign_in(client, head)
    assert "Nhận vụ việc KN 2026/0001" in client.get("/viec").text
    page = client.get(coming).text
    assert "Nguyễn Thị Ánh" not in page
    assert "thu hồi 46 m²" in page
    assert "Đất ở Tân Lộc." in page
    assert client.get(f"/vu-viec/{case.public_id}").status_code == 404
    assert client.post(f"{coming}/tra", data=dict(HIDDEN.findall(page))).status_code == 422
    taken = client.post(f"{coming}/nhan", data=dict(HIDDEN.findall(page)))
    assert taken.status_code == 303
    assert "do UBND phường An Thịnh chuyển đến" in client.get(taken.location).text
    assert client.post(f"{coming}/nhan", data=dict(HIDDEN.findall(page))).status_code == 409
    assert "Nhận vụ việc KN" not in client.get("/viec").text
    sign_in(client, office.head)
    page = client.get(f"/vu-viec/{case.public_id}").text
    assert "UBND xã Tân Lộc đã nhận vụ việc, số KN 2026/0001." in page
    assert "/viec/" not in page
    assert client.get(address).status_code == 409


def test_only_the_head_hands_over(app: Flask, client: FlaskClient) -> None:
    office = make_office(app)
    with app.app_context():
        case = open_case(office, date(2026, 11, 12))
    address = f"/vu-viec/{case.public_id}/chuyen"
    for account in (office.handler, office.clerk, office.officer, office.auditor, office.province_head):
        sign_in(client, account)
        assert (client.get(address).status_code, client.post(address, data={}).status_code) == (404, 404), account.name


def test_the_receiver_reads_course_and_files_and_writes_nothing(any_app: Flask, clock: OfficeClock) -> None:
    client = any_app.test_client()
    office = make_office(any_app)
    unit, head, handler = neighbour(any_app, office)
    with any_app.app_context():
        case = open_case(office, date(2026, 11, 12))
        petition = petition_of(office, case, today(), "post")
        add_note("Đã gọi điện.", acting(office, case, "handler"))
        act(office, case, "accept")
        keys = [attach(store_file(BytesIO(PDF), name, limit=1 << 20), Attaching(
            dossier, office.commune.id, office.handler.id, now())) for dossier, name in (
                (case.id, "Biên bản.pdf"), (petition.id, "Đơn.pdf"))]
        clock_key = reading().execute(sa.select(Clock.public_id).where(Clock.dossier_id == case.id)).scalars().first()
    old, receipt = f"/vu-viec/{case.public_id}", f"/ho-so/{case.public_id}/han/{clock_key}"
    reads = [old, f"{old}/in", receipt, *(f"/tep/{key}" for key in keys)]
    sign_in(client, head)
    with any_app.app_context():
        give(office, case, unit)
    assert [client.get(one).status_code for one in reads] == [404] * 5, "not before it was taken over"
    with any_app.app_context():
        new = take_over(case.public_id, by(unit, head))
    for account in (head, handler):
        sign_in(client, account)
        assert [client.get(one).status_code for one in reads] == [200] * 5
        page = client.get(old).text
        assert [words in page for words in ("chỉ để đọc", "Thụ lý", "Biên bản.pdf", "Đơn.pdf", "Đã gọi điện.")] == [
            True, True, True, True, False]
        assert re.findall(rf"{old}/(viec|phan-cong|sua|tach|chuyen|ghi-chu)", page) == []
        assert old in client.get(f"/vu-viec/{new}").text
        for path in ("viec/self-check", "phan-cong", "sua", "chuyen", "ghi-chu", "lien-quan", "bien-phap"):
            assert client.get(f"{old}/{path}").status_code == 404, path
        assert client.post(f"/ho-so/{case.public_id}/tep", data={}).status_code == 404
        assert client.get(f"/don/{petition.public_id}").status_code == 404
    with filling(any_app) as session:
        stranger_unit = make_unit(session, "CT-PD", "UBND xã Phong Điền", parent=office.province)
        stranger = make_account(session, "muoi", ["supervisor"], stranger_unit, display="Võ Thị Mười")
    sign_in(client, stranger)
    assert [client.get(one).status_code for one in reads] == [404] * 5
    # Handed on once more: the third unit reads both of the earlier ones.
    with any_app.app_context():
        second = reading().execute(sa.select(Dossier.id, Dossier.public_id).where(Dossier.public_id == new)).one()
        hand_over(GivenHandOver(stranger_unit.id, "46/CV-UBND", today(), "Đất ở Phong Điền."), Acting(
            second.id, unit.id, stored(second.id).version, head.id, frozenset({"supervisor"}), now(), today(),
            office_calendar()))
        take_over(second.public_id, by(stranger_unit, stranger))
        assert faults(9) == []
    assert [client.get(one).status_code for one in (*reads, f"/vu-viec/{new}")] == [200] * 6


def test_the_trail_tells_who_asked_whom_and_what_came_of_it(app: Flask, client: FlaskClient) -> None:
    office = make_office(app)
    unit, head, _handler = neighbour(app, office)
    with app.app_context():
        case = open_case(office, date(2026, 11, 12))
        give(office, case, unit)
        send_back(case.public_id, "Đất không ở xã này.", by(unit, head))
        give(office, case, unit)
    sign_in(client, office.head)
    page = client.get(f"/vu-viec/{case.public_id}/chuyen").text
    assert [words in page for words in ("Đã trả lại", "Lý Văn Sáu", "Đất không ở xã này.", "Đang chờ nhận")] == [True] * 4


@pytest.mark.parametrize("change", ["UPDATE hand_over SET state = 'withdrawn', answered_at = asked_at", "DELETE FROM hand_over"])
def test_a_hand_over_changed_behind_is_named(app: Flask, change: str) -> None:
    office = make_office(app)
    unit, _head, _handler = neighbour(app, office)
    with app.app_context():
        give(office, open_case(office, date(2026, 11, 12)), unit)
        assert faults(9) == []
        with db.engine.begin() as connection:
            connection.execute(sa.text(change))
        assert any("chuyển vụ việc" in fault.what for fault in faults(9))
