"""The pages of pay: a list's whole way by its forms, every slip at its field, paper and workbook, who may open what."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
import python_calamine

from bench.pages import counted
from caseapp.mediation.paying import PayRate
from caseapp.staff.models import Unit
from tests.mediation.paying_office import Office, a_case, lists, make_office, put_rate, putting
from tests.staff.making import make_account, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

HIDDEN = re.compile(r'name="(form_key|version)" type="hidden" value="([^"]*)"')
LISTS = "/hoa-giai/thu-lao"


def _client(app: Flask, account: object) -> FlaskClient:
    client = app.test_client()
    sign_in(client, account)  # type: ignore[arg-type]
    return client


def _send(client: FlaskClient, page: str, to: str = "", **fields: object) -> TestResponse:
    """Open a page and send its form, as a browser without scripts does."""
    hidden = dict(HIDDEN.findall(client.get(page).get_data(as_text=True)))
    return client.post(to or page, data={**hidden, **fields})


def test_a_list_goes_its_whole_way_by_its_pages(app: Flask) -> None:
    office = make_office(app)
    with putting(app) as session:
        for day in (7, 8, 9):
            a_case(session, office, date(2026, 10, day), by=(0, 1, {"mediator": 2, "breach": "Thiên vị"}))
    clerk, head = _client(app, office.clerk), _client(app, office.head)
    overview = clerk.get(LISTS).get_data(as_text=True)
    assert "3 vụ việc, 4 tháng hoạt động của tổ" in overview
    assert "Chưa có danh sách nào" in overview
    unpaid = clerk.get(f"{LISTS}/chua-vao-danh-sach").get_data(as_text=True)
    assert "giữ lại 133.333" in unpaid
    assert "Chưa có danh sách nào: tháng của tổ tính từ đầu năm." in unpaid
    assert "/hoa-giai/vu/" not in unpaid          # a clerk reads the logbook, not the single dispute
    new = _send(clerk, f"{LISTS}/moi", from_on="1/9/2026", to_on="31/10/2026")
    assert new.status_code == 303
    own = new.headers["Location"]
    page = clerk.get(own).get_data(as_text=True)
    for words in ("Giữ lại 133.333 đồng: phần của hòa giải viên vi phạm nghĩa vụ", "Nguyễn Văn Ước", "133.334",
                  "khoản 17 Điều 3 Thông tư 56/2023/TT-BTC", "Đang lập"):
        assert words in page
    assert "/duyet" not in page
    assert clerk.get(f"{own}/duyet").status_code == 404
    keys = re.findall(r'name="lines"[^>]*value="([^"]+)"', page)
    assert len(keys) == 7
    assert _send(clerk, own, f"{own}/bo-ra").status_code == 422
    assert _send(clerk, own, f"{own}/bo-ra", lines=[keys[0], keys[-1]]).status_code == 303
    assert "Còn 2 việc đến cuối kỳ chưa có trong danh sách này" in clerk.get(own).get_data(as_text=True)
    assert _send(clerk, own, f"{own}/bo-ra", lines=[keys[0]]).status_code == 422      # it is there no more
    assert _send(clerk, own, f"{own}/lap-lai").status_code == 303
    assert _send(clerk, f"{own}/de-nghi", requested_on="6/11/2026").status_code == 303
    late = clerk.get(LISTS).get_data(as_text=True)
    assert "1 danh sách quá hạn chi" in late
    # Nobody has read the article that the day rests on: wherever it is told, so is that.
    for told in (late, clerk.get(f"{own}/de-nghi").get_data(as_text=True)):
        assert "Chưa xác nhận" in told
        assert "số ngày chỉ là con số được nhắc lại" in told
    asked = clerk.get(own).get_data(as_text=True)
    assert "Thứ Sáu 13/11/2026" in asked
    assert "5 ngày làm việc" in asked
    assert "Chưa xác nhận" in asked
    assert _send(head, f"{own}/duyet", approved_on="16/11/2026", document="31/QĐ-UBND").status_code == 303
    assert clerk.post(f"{own}/bo", data={}).status_code == 409
    assert _send(head, own, f"{own}/tra-lai").status_code == 303
    assert _send(head, f"{own}/duyet", approved_on="16/11/2026").status_code == 303
    assert _send(clerk, f"{own}/da-chi", paid_on="16/11/2026").status_code == 303
    assert clerk.get(f"{own}/da-chi").status_code == 303      # that step is over
    assert "Đã chi" in clerk.get(own).get_data(as_text=True)
    assert "Mọi việc đã kết thúc đều có trong danh sách" in clerk.get(LISTS).get_data(as_text=True)


@pytest.mark.parametrize(("page", "fields", "words"), [
    (f"{LISTS}/moi", {"from_on": "", "to_on": "31/02/2026"}, ("Ghi ngày đầu kỳ.", 'id="to_on-error"')),
    (f"{LISTS}/moi", {"from_on": "1/10/2026", "to_on": "1/9/2026"}, ("Ngày cuối kỳ trước ngày đầu kỳ 01/10/2026.",)),
    (f"{LISTS}/moi", {"from_on": "1/10/2026", "to_on": "1/1/2030"}, ("Kỳ chi chưa đến.",)),
    ("/hoa-giai/muc-chi/moi", {}, ("Chọn mức chi cho việc gì.", "Ghi số tiền.", "Ghi ngày áp dụng.", "Ghi số, ký hiệu và ngày nghị quyết.")),
    ("/hoa-giai/muc-chi/moi", {"what": "settled", "amount": "400.001", "from_on": "1/1/2026", "source": "NQ 1"},
     ("Không quá 400.000 đồng (điểm a khoản 17 Điều 3 Thông tư 56/2023/TT-BTC).", 'id="amount-error"')),
    ("/hoa-giai/muc-chi/moi", {"what": "settled", "amount": "hai trăm", "from_on": "1/1/2026", "source": "NQ 1"}, ("Chỉ ghi chữ số",)),
    ("/hoa-giai/muc-chi/moi", {"what": "settled", "amount": "1,5", "from_on": "1/1/2026", "source": "NQ 1"}, ("không có phần lẻ",)),
    ("/hoa-giai/muc-chi/moi", {"what": "nothing", "amount": "5", "from_on": "1/1/2026", "source": "N" * 201}, ('id="source-error"',)),
    ("/hoa-giai/muc-chi/moi", {"what": "other", "amount": "5", "from_on": "1/1/2026", "until_on": "1/1/2026", "source": "NQ 1"},
     ("Ngày hết áp dụng phải sau ngày áp dụng",)),
])
def test_every_slip_is_told_at_its_field(pages_office: tuple[Flask, Office], page: str, fields: dict[str, str], words: tuple[str, ...]) -> None:
    app, office = pages_office
    answer = _send(_client(app, office.head), page, **fields)
    assert answer.status_code == 422
    for one in words:
        assert one in answer.get_data(as_text=True)
    with app.app_context():
        assert lists() == []


@pytest.fixture(scope="module")
def pages_office(run: object, tmp_path_factory: pytest.TempPathFactory) -> object:
    """One office for all slips: none of them stores anything."""
    from tests.office.clock import Clock
    from tests.office.templates import close

    copy = run.clone(run.template("sqlite"), tmp_path_factory.mktemp("slips") / "home")  # type: ignore[attr-defined]
    app = copy.app()
    app.config.update(TESTING=True, CLOCK=Clock(), WTF_CSRF_ENABLED=False)
    yield app, make_office(app)
    close(app)
    run.drop(copy)  # type: ignore[attr-defined]


def test_a_rate_by_its_pages_and_two_heads_at_once(app: Flask) -> None:
    office = make_office(app, hamlets=0)
    head, clerk = _client(app, office.head), _client(app, office.clerk)
    assert clerk.get("/hoa-giai/muc-chi/moi").status_code == 404
    assert "400.000" in clerk.get("/hoa-giai/muc-chi").get_data(as_text=True)
    given = {"what": "settled", "amount": "350 000 đồng", "from_on": "1/8/2026", "source": "Nghị quyết 12/2026/NQ-HĐND"}
    assert _send(head, "/hoa-giai/muc-chi/moi", **given).status_code == 303
    page = clerk.get("/hoa-giai/muc-chi").get_data(as_text=True)
    assert "350.000" in page
    assert "Chưa xác nhận" in page
    own = re.search(r'href="(/hoa-giai/muc-chi/[\w-]{22})"', head.get("/hoa-giai/muc-chi").get_data(as_text=True))
    assert own is not None
    hidden = dict(HIDDEN.findall(head.get(own[1]).get_data(as_text=True)))
    mended = {"amount": "340000", "source": "NQ 12", "confirmed": "y"}
    assert _send(head, own[1], **mended).status_code == 303
    answer = head.post(own[1], data={**hidden, **mended, "amount": "330000"})
    assert answer.status_code == 422
    assert "vừa có người sửa" in answer.get_data(as_text=True)
    assert 'value="330.000"' in answer.get_data(as_text=True) or 'value="330000"' in answer.get_data(as_text=True)
    above = _client(app, office.province_head)
    assert above.get(own[1]).status_code == 404
    assert "Danh sách chi lập ở cấp xã" in above.get(LISTS).get_data(as_text=True)
    assert above.get(f"{LISTS}/moi").status_code == 404
    removed = _send(head, own[1], f"{own[1]}/xoa")
    assert removed.status_code == 303
    with app.app_context():
        from caseapp.db import reading
        assert reading().execute(PayRate.__table__.select()).all() == []


def test_paper_and_workbook_and_who_may_not(app: Flask) -> None:
    office = make_office(app)
    with putting(app) as session:
        from caseapp.mediation.models import Mediator
        session.get_one(Mediator, office.mediators[0][0]).name = "=cmd|' /C calc'!A0"
        a_case(session, office, date(2026, 10, 7), by=(0, 1))
        other = make_account(session, "khac", ["clerk"], session.get(Unit, office.province))
        mediator = make_account(session, "hoagiai", ["mediator"], session.get(Unit, office.hamlets[0]))
        put_rate(session, office, "team-month", 150_000, date(2026, 1, 1), confirmed=False)
    clerk = _client(app, office.clerk)
    own = _send(clerk, f"{LISTS}/moi", from_on="1/9/2026", to_on="31/10/2026").headers["Location"]
    for page, words in ((f"{own}/in", "khổ A4 nằm ngang"), (f"{own}/in?kho=doc", "khổ A4 đứng")):
        paper = clerk.get(page).get_data(as_text=True)
        for one in (words, "Ký nhận", "DANH SÁCH CHI THÙ LAO HÒA GIẢI Ở CƠ SỞ", "Tổng cộng", "1.000.000",
                    "Mức chi theo: ", "Nghị quyết 12/2026/NQ-HĐND (chưa xác nhận)", "khoản 17 Điều 3 Thông tư 56/2023/TT-BTC"):
            assert one in paper
    answer = clerk.get(f"{own}.xlsx")
    assert answer.headers["Content-Disposition"].endswith('filename="thu-lao-hoa-giai-20260901-20261031.xlsx"')
    book = python_calamine.load_workbook(io.BytesIO(answer.data))
    assert book.sheet_names == ["Từng vụ việc", "Ký nhận"]
    rows = book.get_sheet_by_name("Từng vụ việc").to_python()
    assert any("=cmd|' /C calc'!A0" in row for row in rows)
    assert rows[-1][1] == "Tổng cộng"
    assert {row[8].endswith("(chưa xác nhận)") for row in rows[7:] if row[5].startswith("Chi hoạt động")} == {True}
    assert rows[-1][7] == 1_000_000
    assert sum(row[7] for row in rows[7:] if isinstance(row[0], float)) == 1_000_000
    people = book.get_sheet_by_name("Ký nhận").to_python()
    assert people[-1][5] == 1_000_000
    for stranger in (other, mediator):
        client = _client(app, stranger)
        for page in (own, f"{own}/in", f"{own}.xlsx", f"{own}/de-nghi"):
            assert client.get(page).status_code == 404
    assert _client(app, mediator).get(LISTS).status_code == 404


def test_statements_do_not_grow_with_the_list(app: Flask) -> None:
    office = make_office(app)
    clerk = _client(app, office.clerk)

    def costs(where: str) -> int:
        clerk.get(where)
        with counted(app) as seen:
            assert clerk.get(where).status_code == 200
        return len(seen)

    with putting(app) as session:
        a_case(session, office, date(2026, 10, 7), by=(0, 1))
        put_rate(session, office, "settled", 350_000, date(2026, 1, 1))
    own = _send(clerk, f"{LISTS}/moi", from_on="1/9/2026", to_on="30/9/2026").headers.get("Location", "")
    pages = (LISTS, f"{LISTS}/chua-vao-danh-sach", own, f"{own}/in", "/hoa-giai/muc-chi")
    few = {page: costs(page) for page in pages}
    with putting(app) as session:
        for day in range(1, 29):
            a_case(session, office, date(2026, 9, day), by=(0, 1, 2), team=day % 2)
    assert _send(clerk, own, f"{own}/lap-lai").status_code == 303
    many = {page: costs(page) for page in pages}
    assert many == few
    assert max(many.values()) <= 22, many
