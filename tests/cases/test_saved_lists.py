"""Lists that were named: kept, shared, renamed, deleted by whoever made them, and by nobody else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from caseapp.cases.commands.saved_lists import LONGEST, MOST, GivenList, delete_list, rename_list, save_list
from caseapp.cases.models import SavedList
from caseapp.cases.queries.saved_lists import lists_for, own_list
from caseapp.db import db, reading
from caseapp.staff.sessions import load_viewer
from caseapp.text import new_public_id
from caseapp.web.errors import Refusal
from caseapp.web.now import now, today
from tests.cases.making import make_office
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from caseapp.staff.models import Account
    from caseapp.staff.viewer import Viewer
    from tests.cases.making import Office

LATE_LAND = "xem=qua-han&linh-vuc=land&cot=so.noi-dung.han"


@pytest.fixture
def office(app: Flask) -> Office:
    """The office of An Thịnh ward."""
    return make_office(app)


def viewer_of(app: Flask, account: Account) -> Viewer:
    """Somebody as their pages see them; within an application context."""
    person, _seen = load_viewer(sign_in(app.test_client(), account), now(), today())
    assert person is not None
    return person


def names(app: Flask, account: Account) -> list[str]:
    """The lists somebody can go to."""
    with app.app_context():
        return [row.name for row in lists_for(viewer_of(app, account))]


def test_a_list_is_kept_shared_renamed_and_deleted(any_app: Flask) -> None:
    office = make_office(any_app)
    with any_app.app_context():
        me = viewer_of(any_app, office.handler)
        kept = save_list(me, GivenList("Đất đai quá hạn", LATE_LAND), now(), new_public_id())
        row = own_list(me, kept)
        assert (row.name, row.query, row.shared) == ("Đất đai quá hạn", LATE_LAND, False)
        save_list(me, GivenList("Đất đai", "linh-vuc=land", shared=True, instead=kept), now(), new_public_id())
    assert names(any_app, office.handler) == names(any_app, office.head) == ["Đất đai"]
    assert names(any_app, office.province_head) == [], "another unit has lists of its own"
    with any_app.app_context():
        rename_list(me, kept, GivenList("Đất"), now(), new_public_id())
        assert own_list(me, kept).query == "linh-vuc=land"
    assert names(any_app, office.head) == []
    with any_app.app_context():
        delete_list(viewer_of(any_app, office.head), kept)
        assert own_list(me, kept) is not None, "nobody deletes what is not theirs"
        delete_list(me, kept)
        delete_list(me, kept)
        assert lists_for(me) == []


def test_what_is_refused(app: Flask, office: Office) -> None:
    with app.app_context():
        me = viewer_of(app, office.handler)
        for number in range(MOST):
            save_list(me, GivenList(f"Danh sách {number}"), now(), new_public_id())
        for given, said in ((GivenList("Một nữa"), "nhiều nhất 30"), (GivenList("DANH SACH 7"), "đã có danh sách tên này"),
                            (GivenList("Dài", "x" * (LONGEST + 1)), "quá dài")):
            with pytest.raises(Refusal, match=said) as refused:
                save_list(me, given, now(), new_public_id())
            assert refused.value.status == 422
        first = lists_for(me)[0]
        with pytest.raises(Refusal, match="đã có"):
            rename_list(me, first.public_id, GivenList("Danh sách 9"), now(), new_public_id())
        rename_list(me, first.public_id, GivenList(first.name, shared=True), now(), new_public_id())
        assert reading().execute(sa.select(sa.func.count()).select_from(SavedList)).scalar() == MOST


def test_the_pages_of_lists(app: Flask, client: FlaskClient, office: Office) -> None:
    sign_in(client, office.handler)
    assert "Bạn chưa lưu danh sách nào" in client.get("/vu-viec/danh-sach").text
    page = client.get(f"/vu-viec/danh-sach/luu?{LATE_LAND}").text
    assert "Quá hạn · Lĩnh vực: Đất đai, nhà cửa" in page
    assert client.post(f"/vu-viec/danh-sach/luu?{LATE_LAND}", data={"name": " "}).status_code == 422
    assert client.post(f"/vu-viec/danh-sach/luu?{LATE_LAND}", data={"name": "x" * 81}).status_code == 422
    form = {"name": "Đất đai <b>quá hạn</b>", "shared": "y", "form_key": re.findall(r'name="form_key"[^>]*value="([^"]+)"', page)[0]}
    for _press in range(2):      # twice by mistake: once is enough
        sent = client.post(f"/vu-viec/danh-sach/luu?{LATE_LAND}", data=form)
        assert (sent.status_code, sent.location) == (303, f"/vu-viec?{LATE_LAND}")
    shown = client.get(sent.location).text
    assert "<b>Đất đai &lt;b&gt;quá hạn&lt;/b&gt;</b>" in shown
    assert "Lưu danh sách này" not in shown
    sign_in(client, office.other_handler)
    assert "của Trần Văn Bình" in client.get("/vu-viec").text
    assert "Bình" in client.get("/vu-viec/danh-sach").text
    with app.app_context():
        kept = reading().execute(sa.select(SavedList.public_id)).scalar_one()
        db.session.remove()
    for url in (f"/vu-viec/danh-sach/{kept}", f"/vu-viec/danh-sach/{new_public_id()}"):
        assert client.get(url).status_code == client.post(url, data={"name": "Khác"}).status_code == 404
        assert client.post(f"{url}/xoa").status_code == 404
    sign_in(client, office.handler)
    assert client.get(f"/vu-viec/danh-sach/{kept}").status_code == 200
    assert client.post(f"/vu-viec/danh-sach/{kept}", data={"name": ""}).status_code == 422
    assert client.post(f"/vu-viec/danh-sach/{kept}", data={"name": "Đất đai"}).status_code == 303
    assert "của Trần Văn Bình" not in client.get("/vu-viec").text
    assert names(app, office.other_handler) == []
    assert client.post(f"/vu-viec/danh-sach/{kept}/xoa").status_code == 303
    assert "Bạn chưa lưu danh sách nào" in client.get("/vu-viec/danh-sach").text


def test_words_are_not_kept(client: FlaskClient, office: Office) -> None:
    sign_in(client, office.handler)
    words = client.post("/vu-viec/loc", data={"words": "mạc thanh tùng", "handler": "toi"}).location.partition("?")[2]
    assert "Chữ tìm không lưu" in client.get(f"/vu-viec/danh-sach/luu?{words}").text
    sent = client.post(f"/vu-viec/danh-sach/luu?{words}", data={"name": "Của tôi"})
    assert sent.location == "/vu-viec?nguoi=toi"


def test_a_shared_list_shows_each_reader_his_own(client: FlaskClient, office: Office) -> None:
    """“Mine” means whoever reads; and somebody who handles nothing now does not widen the list to everybody's."""
    sign_in(client, office.handler)
    assert "tôi" in client.get("/vu-viec?nguoi=toi").text
    page = client.get(f"/vu-viec?nguoi={office.other_handler.public_id}").text
    assert "Phạm Quốc Dũng" in page
    assert "Không có vụ việc nào khớp" in page
