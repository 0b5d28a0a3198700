"""Requests for access as people see them: lists, counts, who may confirm; the command line; who hears of new names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from caseapp.staff import named
from caseapp.staff.frame import notices
from caseapp.staff_cli import user
from tests.staff.asking import REQUESTS, Watched, asked, half_in, send
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from click.testing import Result
    from flask import Flask
    from sqlalchemy.orm import Session

    from caseapp.staff.models import Account


@pytest.fixture
def office(app: Flask) -> Watched:
    return Watched(app)


def run(app: Flask, *words: str) -> Result:
    with app.app_context():
        return CliRunner().invoke(user, list(words))


def test_the_list_of_who_may_confirm(office: Watched) -> None:
    request = asked(office.give(office.admin, office.officer))
    mine = office.browser(office.admin).get(f"{REQUESTS}/{request}").text
    assert "Đặng Hữu Phước" in mine
    assert "Rút đề nghị" in mine
    theirs = office.browser(office.head).get(f"{REQUESTS}/{request}").text
    assert f"{REQUESTS}/{request}/xac-nhan" in theirs
    listed = office.browser(office.head).get(REQUESTS).text
    assert "Trao vai trò: Lãnh đạo" in listed
    assert "Nguyễn Thị Ánh" in listed
    account = office.browser(office.admin).get(office.page(office.officer)).text
    assert "Đề nghị chờ xác nhận" in account
    assert "Đặng Hữu Phước" in account


def test_decided_requests_stay_listed(office: Watched) -> None:
    request = asked(office.give(office.admin, office.officer))
    office.decide(office.head, request, "tu-choi", reason="Chưa có quyết định")
    listed = office.browser(office.admin).get(REQUESTS).text
    assert "Không có đề nghị nào đang chờ" in listed
    assert "Không được xác nhận" in listed


def test_who_sees_the_place_and_its_count(office: Watched) -> None:
    asked(office.give(office.admin, office.officer))
    assert "Đề nghị và xác nhận" in office.browser(office.head).get("/tai-khoan").text
    assert "Đề nghị và xác nhận" not in office.browser(office.officer).get("/tai-khoan").text
    counts = {}
    for who in (office.admin, office.head, office.officer):
        counts[who.name] = _count(office, who)
    assert counts == {"quantri": (0, "/nhac-viec"), "lanhdao": (1, "/nhac-viec"), "anh": (0, "/nhac-viec")}
    assert f'<a href="{REQUESTS}">1 đề nghị chờ bạn xác nhận</a>' in office.browser(office.head).get("/nhac-viec").text
    assert REQUESTS not in office.browser(office.officer).get("/nhac-viec").text
    assert "1 đề nghị chờ" not in office.browser(office.admin).get("/quan-tri/tai-khoan").text
    other = office.more("quantri2", ["administrator"])
    assert "1 đề nghị chờ" in office.browser(other).get("/quan-tri/tai-khoan").text


def _count(office: Watched, who: Account) -> tuple[int, str] | None:
    client = office.app.test_client()
    sign_in(client, who)
    with client:
        client.get("/tai-khoan")
        return notices()


def test_forms_tell_beforehand(office: Watched) -> None:
    admin = office.browser(office.admin)
    assert "Có hiệu lực khi một người khác xác nhận: Lãnh đạo, Quản trị tài khoản" in admin.get(
        office.page(office.officer, "vai-tro")).text
    assert "việc này thành đề nghị" in admin.get(office.page(office.head, "mat-khau")).text
    assert "việc này thành đề nghị" not in admin.get(office.page(office.officer, "mat-khau")).text


def test_a_confirmation_asks_for_the_password_again(office: Watched) -> None:
    request = asked(office.give(office.admin, office.officer))
    browser = office.browser(office.head)
    office.app.config["CLOCK"].forward(minutes=9)
    assert 'name="own_password"' in browser.get(f"{REQUESTS}/{request}/xac-nhan").text
    assert send(browser, f"{REQUESTS}/{request}/xac-nhan", own_password="sai").status_code == 422
    assert office.roles(office.officer) == ["reception"]


def test_a_half_is_shown_to_the_confirmer_once(office: Watched) -> None:
    request = asked(office.add(office.admin))
    browser, url = office.browser(office.head), f"{REQUESTS}/{request}/xac-nhan"
    form = {"form_key": re.search(r'name="form_key"[^>]*value="([^"]+)"', browser.get(url).text)[1]}
    assert half_in(browser.post(url, data=form))
    again = browser.post(url, data=form)
    assert again.location == f"{REQUESTS}/{request}"
    assert half_in(browser.get(again.location)) is None


# ---- the machine's owner -------------------------------------------------------------------------------------------


def test_the_owner_acts_at_once_and_is_listed(office: Watched) -> None:
    assert run(office.app, "add", "thanhtra", "--role", "auditor", "--unit", "A").exit_code == 0
    assert run(office.app, "password", "thanhtra").exit_code == 0
    assert [(row.what, row.state, row.asked_by) for row in office.requests()] == [
        ("grant", "immediate", None), ("password", "immediate", None)]
    assert "Người giữ máy chủ" in office.browser(office.head).get(REQUESTS).text
    for row in office.requests():
        assert office.decide(office.head, row.public_id, "da-xem").status_code == 303
    assert _count(office, office.head) == (0, "/nhac-viec")
    assert run(office.app, "add", "vanthu", "--role", "clerk", "--unit", "A").exit_code == 0
    assert len(office.requests()) == 2


def test_the_owner_vouches_for_a_head_made_alone(app: Flask) -> None:
    office = Watched(app, head=False)
    office.add(office.admin, "lanhdao")
    head = office.account("lanhdao")
    office.change(head, must_change=False, one_time_until=None)
    request = asked(office.give(office.admin, office.officer))
    assert office.decide(head, request).status_code == 422
    told = run(app, "confirm", "lanhdao")
    assert told.exit_code == 0
    assert "1 vai trò" in told.output
    assert office.decide(head, request).status_code == 303
    assert run(app, "confirm", "ai-do").exit_code == 2


def test_one_whom_the_owner_made_confirms(office: Watched) -> None:
    run(office.app, "add", "lanhdao2", "--role", "supervisor", "--unit", "A")
    second = office.account("lanhdao2")
    office.change(second, must_change=False, one_time_until=None)
    assert office.decide(second, asked(office.give(office.admin, office.officer))).status_code == 303


# ---- names ---------------------------------------------------------------------------------------------------------


def test_who_asked_hears_of_new_names(office: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    monkeypatch.setattr(named, "ON_NAMED", [])

    def hear(_session: Session, account: Account) -> None:
        heard.append(f"{account.display_name}, {account.title}")

    named.on_named(hear)
    named.on_named(hear)      # an application built twice hears once
    office.add(office.admin, roles=("clerk",))
    new = office.account("moi")
    for title in ("văn thư", "công chức"):      # unchanged, then changed
        send(office.browser(office.admin), office.page(new, "sua"), version="1", display_name="Lê Văn Mới",
             title=title, unit=office.here.public_id)
    assert run(office.app, "add", "ba", "--role", "clerk", "--unit", "A", "--display", "Trần Ba").exit_code == 0
    assert heard == ["Lê Văn Mới, văn thư", "Lê Văn Mới, công chức", "Trần Ba, "]


def test_what_a_listener_refuses_is_not_done(office: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_session: object, _account: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(named, "ON_NAMED", [refuse])
    with pytest.raises(RuntimeError):
        office.add(office.admin, roles=("clerk",))
    assert "moi" not in run(office.app, "list").output
