"""What a decision orders is followed: named, late, reported, dropped; nothing ends while something is open."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from caseapp.cases.commands.by_itself import let_days_pass
from caseapp.cases.commands.measuring import (
    GivenMeasure,
    GivenResult,
    drop_measure,
    name_measure,
    report_measure,
)
from caseapp.cases.commands.merging import GivenMerge, merge, unmerge
from caseapp.cases.measures import Measure
from caseapp.cases.queries.measures import counts, to_carry_out
from caseapp.db import db, reading
from caseapp.dossiers.commands import Stale
from caseapp.dossiers.models import Clock
from caseapp.dossiers.recounting import settle as recount_all
from caseapp.gazette import office_calendar
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.proof import faults
from caseapp.web.errors import Refusal
from caseapp.web.now import now, today
from caseapp.workflow.engine import Refused
from tests.cases import denouncing
from tests.cases.making import act, acting, make_office, open_case, stored, walk
from tests.cases.test_handing_over import give, neighbour
from tests.notices.making import sweep_now
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.cases.making import Office
    from tests.office.clock import Clock as OfficeClock

HIDDEN = re.compile(r'<input id="([\w-]+)" name="\1" type="hidden" value="([^"]*)"')
PAY = GivenMeasure("Chi trả tiền bồi thường 46 m² đất.", "Trung tâm phát triển quỹ đất", date(2027, 3, 31))
SAID = GivenMeasure("Đo lại ranh thửa 12.", "Văn phòng đăng ký đất đai")
FIRST_DAY = date(2026, 11, 16)
EFFECTIVE = "2027-02-08 09:00"


def effective(app: Flask, clock: OfficeClock, office: Office) -> Any:
    """A complaint whose decision took effect; the day is well after both windows."""
    with app.app_context():
        case = open_case(office, FIRST_DAY)
        walk(office, case, "deliver")
    clock.set(EFFECTIVE)
    with app.app_context():
        assert let_days_pass(now(), today(), office_calendar()) == 1
        assert stored(case.id).state == "effective"
    return case


def row_of(key: str) -> Any:
    """A measure as it is stored."""
    return reading().execute(sa.select(*Measure.__table__.c).where(Measure.public_id == key)).one()


def clock_of(key: str) -> Any:
    """The clock of a measure."""
    return reading().execute(sa.select(*Clock.__table__.c).where(Clock.id == row_of(key).clock_id)).one()


def test_a_measure_runs_is_late_and_is_met(any_app: Flask, clock: OfficeClock) -> None:
    office = make_office(any_app)
    case = effective(any_app, clock, office)
    with any_app.app_context():
        pay = name_measure(PAY, acting(office, case, "handler"))
        said = name_measure(SAID, acting(office, case, "clerk"))
        assert (stored(case.id).next_due, row_of(said).clock_id) == (date(2027, 3, 31), None)
        running = clock_of(pay)
        assert (running.rule, running.nature, running.due_on) == ("enforcement.measure", "duty", date(2027, 3, 31))
        with pytest.raises(Refusal, match=r"chưa xong \(2\): Chi trả tiền"):
            act(office, case, "carry-out", by="handler", summary="Đã thi hành.")
        assert stored(case.id).state == "effective"
        assert faults(9) == []
    clock.set("2027-04-05 09:00")
    with any_app.app_context():
        person = viewer_of(office)
        assert [one.what for one in to_carry_out(person, today(), late=True, most=9)] == [PAY.what]
        assert [one.what for one in to_carry_out(person, today(), late=False, most=9)] == [PAY.what, SAID.what]
        assert (counts(person, today()).open, counts(person, today()).late) == (2, 1)
        report_measure(pay, GivenResult(date(2027, 4, 2), "Đã chi trả.", "12/BB"), acting(office, case, "handler"))
        met = clock_of(pay)
        assert (met.ended_by, met.ended_on, met.result, stored(case.id).next_due) == (
            "met", date(2027, 4, 2), "done", None)
        drop_measure(said, "Đo ở vụ việc khác.", acting(office, case))
        assert (row_of(said).state, row_of(said).reason) == ("dropped", "Đo ở vụ việc khác.")
        act(office, case, "carry-out", by="handler", summary="Đã thi hành.")
        act(office, case, "close", by="handler", summary="Xong.")
        assert faults(9) == []


def viewer_of(office: Office) -> Any:
    """The head as pages know him."""
    from caseapp.staff.sessions import held_by
    from caseapp.staff.viewer import Viewer

    held, _names = held_by(office.head.id, today())
    return Viewer(office.head.id, "", "", "", "vi", keys_on=True, unit_id=office.commune.id, unit_name="",
                  parent_unit_name="", held=held)


def test_what_is_wrong_is_told(app: Flask, clock: OfficeClock) -> None:
    office = make_office(app)
    with app.app_context():
        early = open_case(office, FIRST_DAY)
        with pytest.raises(Refusal, match="Chưa có quyết định có hiệu lực"):
            name_measure(SAID, acting(office, early))
    case = effective(app, clock, office)
    with app.app_context():
        for given, words in ((GivenMeasure("", "Ai"), "phải làm gì"), (GivenMeasure("Gì", ""), "ai phải làm"),
                             (GivenMeasure("Gì", "Ai", FIRST_DAY), "phải sau ngày")):
            with pytest.raises(Refusal, match=words):
                name_measure(given, acting(office, case))
        with pytest.raises(Refused):
            name_measure(SAID, acting(office, case, by=office.officer.id, roles=frozenset({"reception"})))
        how = acting(office, case, "handler", form_key="k" * 22)
        key = name_measure(SAID, how)
        with pytest.raises(FormKeyUsed):
            name_measure(SAID, how)
        with pytest.raises(Stale):
            name_measure(SAID, acting(office, case, version=1))
        for result, words in ((GivenResult(today(), ""), "đã làm gì"), (GivenResult(FIRST_DAY, "x"), "trước ngày"),
                              (GivenResult(today() + timedelta(days=1), "x"), "chưa đến")):
            with pytest.raises(Refusal, match=words):
                report_measure(key, result, acting(office, case))
        with pytest.raises(Refusal, match="lý do"):
            drop_measure(key, "", acting(office, case))
        with pytest.raises(LookupError):
            drop_measure("khong-co", "x", acting(office, case))
        drop_measure(key, "Nhầm.", acting(office, case))
        with pytest.raises(Refusal, match="đã xong hoặc đã thôi"):
            report_measure(key, GivenResult(today(), "x"), acting(office, case))
        assert faults(9) == []


def test_a_case_in_which_something_is_open_is_not_set_aside(any_app: Flask, clock: OfficeClock) -> None:
    office = make_office(any_app)
    unit, _head, _handler = neighbour(any_app, office)
    case = effective(any_app, clock, office)
    with any_app.app_context():
        kept = open_case(office)
        said = name_measure(SAID, acting(office, case))
        for aside in (lambda: merge(GivenMerge(kept.id, stored(kept.id).version, "Một việc."), acting(office, case)),
                      lambda: give(office, case, unit)):
            with pytest.raises(Refusal, match="KN 2026/0001 còn biện pháp thi hành chưa xong"):
                aside()
        drop_measure(said, "Nhầm.", acting(office, case))
        merge(GivenMerge(kept.id, stored(kept.id).version, "Một việc."), acting(office, case))
        with pytest.raises(Refusal, match="đã nhập vào"):
            name_measure(PAY, acting(office, case))
        assert faults(9) == []
        unmerge("Hai việc.", acting(office, case))
        pay = name_measure(PAY, acting(office, case))
        assert recount_all(office_calendar(), now()).moved == 0
        assert (clock_of(pay).due_on, stored(case.id).next_due) == (PAY.due_on, PAY.due_on)
        assert faults(9) == []


def test_a_conclusion_is_followed_and_ends_when_nothing_is_open(any_app: Flask, clock: OfficeClock) -> None:
    with any_app.app_context():
        _province, commune = denouncing.make_offices()
        case = denouncing.accepted(commune)
        with pytest.raises(Refusal, match="Chưa có quyết định"):
            name_measure(SAID, denouncing.acting(commune, case, "handler", roles=frozenset({"handler"})))
        denouncing.do(commune, case, "short-way", summary="Rõ.")
        denouncing.do(commune, case, "conclude", summary="Đúng.")
        how = {"roles": frozenset({"supervisor"})}
        key = name_measure(GivenMeasure("Thu hồi tiền đã nhận.", "Lâm Văn Tặc", date(2026, 12, 31)),
                           denouncing.acting(commune, case, "supervisor", **how))
        running = clock_of(key)
        assert (running.due_on, "measure" in running.rule) == (date(2026, 12, 31), True)
        assert {row.sealed for row in reading().execute(sa.text(
            "SELECT sealed FROM journal WHERE act = 'denunciation.measure'"))} in ({1}, {True})
        for code in ("send-conclusion", "act-on-conclusion", "publish"):
            denouncing.do(commune, case, code, by="clerk" if code == "send-conclusion" else "supervisor", summary="x")
        denouncing.do(commune, case, "tell-conclusion", by="custodian", new_envelope="27")
        denouncing.do(commune, case, "tell-acceptance", by="custodian", new_envelope="28")
        denouncing.do(commune, case, "tell-accused")
        denouncing.do(commune, case, "follow", by="handler")
        with pytest.raises(Refusal, match="Thu hồi tiền đã nhận"):
            denouncing.do(commune, case, "close", by="handler")
        report_measure(key, GivenResult(today(), "Đã nộp lại."), denouncing.acting(commune, case, "supervisor", **how))
        denouncing.do(commune, case, "close", by="handler")
        assert faults(9) == []


CHANGED = {
    "a state that nobody wrote": ("UPDATE case_measure SET state = 'dropped', ended_at = made_at", "khác nhật ký"),
    "another day": ("UPDATE case_measure SET due_on = '2027-05-01'", "khác nhật ký"),
    "a measure taken away": ("DELETE FROM case_measure", "đã mất"),
    "a clock that ended": ("UPDATE clock SET ended_by = 'void', ended_on = '2027-02-08' WHERE rule = 'enforcement.measure'",
                           "hạn thi hành khác"),
}


@pytest.mark.parametrize("change", CHANGED)
def test_what_somebody_changed_behind_is_named(app: Flask, clock: OfficeClock, change: str) -> None:
    statement, words = CHANGED[change]
    office = make_office(app)
    case = effective(app, clock, office)
    with app.app_context():
        name_measure(PAY, acting(office, case))
        assert faults(9) == []
        with db.engine.begin() as connection:
            connection.execute(sa.text(statement))
        assert any(words in fault.what for fault in faults(9))


def today_of(app: Flask) -> date:
    """The day as the office knows it."""
    with app.app_context():
        return today()


def test_the_pages(app: Flask, client: FlaskClient, clock: OfficeClock) -> None:
    office = make_office(app)
    case = effective(app, clock, office)
    home = f"/vu-viec/{case.public_id}"
    sign_in(client, office.officer)
    assert [client.get(f"{home}/bien-phap").status_code, client.get("/thi-hanh").status_code] == [404, 200]
    sign_in(client, office.handler)
    assert "Chưa ghi biện pháp nào." in client.get(home).text
    form = dict(HIDDEN.findall(client.get(f"{home}/bien-phap").text))
    wrong = client.post(f"{home}/bien-phap", data={**form, "what": "Chi trả", "who": "", "due_on": "31/03/2027"})
    assert (wrong.status_code, "Ghi ai phải làm." in wrong.text) == (422, True)
    early = client.post(f"{home}/bien-phap", data={**form, "what": "Chi trả", "who": "Trung tâm", "due_on": "01/12/2026"})
    assert (early.status_code, "Ngày này phải sau ngày" in early.text) == (422, True)
    sent = {**form, "what": "Chi trả", "who": "Trung tâm", "due_on": "31/03/2027"}
    for _twice in range(2):
        assert client.post(f"{home}/bien-phap", data=sent).status_code == 303
    page = client.get(home).text
    assert [words in page for words in ("Chi trả", "Đang thi hành", "Ghi kết quả từng biện pháp", "31/03/2027")] == [True] * 4
    form = dict(HIDDEN.findall(client.get(f"{home}/viec/carry-out").text))
    refused = client.post(f"{home}/viec/carry-out", data={
        **form, "happened_on": f"{today_of(app):%d/%m/%Y}", "summary": "Đã thi hành."})
    assert (refused.status_code, "Còn biện pháp thi hành chưa xong (1): Chi trả" in refused.text) == (409, True)
    clock.set("2027-04-05 09:00")
    sign_in(client, office.head)
    listed = client.get("/thi-hanh?xem=qua-han").text
    assert [words in listed for words in ("Chi trả", "Quá hạn 5 ngày", "Trần Văn Bình", "KN 2026/0001")] == [True] * 4
    assert "Quá hạn" in client.get(home).text
    assert [words in client.get("/bang-theo-doi").text for words in ("Thi hành biện pháp", "/thi-hanh?xem=qua-han")] == [True] * 2
    sign_in(client, office.handler)
    assert [words in client.get("/viec").text for words in ("Thi hành biện pháp", "KN 2026/0001")] == [True] * 2
    sweep_now(app)
    assert "Thi hành biện pháp" in client.get("/nhac-viec").text
    sign_in(client, office.head)
    key = re.search(rf"{home}/bien-phap/([\w-]+)/ket-qua", client.get(home).text).group(1)  # type: ignore[union-attr]
    result = f"{home}/bien-phap/{key}/ket-qua"
    form = dict(HIDDEN.findall(client.get(result).text))
    assert client.post(result, data={**form, "done_on": "05/04/2027", "done": ""}).status_code == 422
    assert client.get(f"{home}/bien-phap/{key}/thoi").status_code == 200
    done = client.post(result, data={**form, "done_on": "05/04/2027", "done": "Đã trả đủ.", "document": "9/BB"})
    assert done.status_code == 303
    assert [words in client.get(home).text for words in ("Đã xong", "Đã trả đủ.", "9/BB")] == [True] * 3
    assert "Không có việc thi hành quá hạn." in client.get("/thi-hanh?xem=qua-han").text
    assert client.get(f"{home}/bien-phap/{'x' * 22}/thoi").status_code == 404
    sign_in(client, office.province_head)
    assert client.get("/thi-hanh").status_code == 200
