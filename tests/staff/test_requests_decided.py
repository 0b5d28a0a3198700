"""Requests sent twice, confirmed by two at once, too late, withdrawn, refused."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from tests.staff.asking import REQUESTS, Watched, acts, asked, journal, key_of, send
from tests.staff.making import filling, give_role

if TYPE_CHECKING:
    from flask import Flask

    from tests.office.clock import Clock


@pytest.fixture
def office(any_app: Flask) -> Watched:
    return Watched(any_app)


def test_a_confirmation_sent_again_does_nothing_more(office: Watched) -> None:
    request = asked(office.give(office.admin, office.officer))
    browser, url = office.browser(office.head), f"{REQUESTS}/{request}/xac-nhan"
    form = {"form_key": key_of(browser.get(url).text)}
    assert browser.post(url, data=form).status_code == browser.post(url, data=form).status_code == 303
    again = send(browser, url)
    assert again.status_code == 422
    assert "đã được xác nhận ngày 16/11/2026" in again.text
    assert office.roles(office.officer) == ["reception", "supervisor"]


def test_a_double_click_asks_once(office: Watched) -> None:
    browser, url = office.browser(office.admin), office.page(office.officer, "vai-tro")
    form = {"form_key": key_of(browser.get(url).text), "role": "auditor", "unit": office.here.public_id,
            "valid_from": "16/11/2026"}
    assert [browser.post(url, data=form).status_code for _click in range(2)] == [303, 303]
    assert len(office.requests()) == 1
    assert "đang chờ xác nhận" in office.give(office.admin, office.officer, "auditor").text


def test_of_two_confirmers_at_once_one_is_told(office: Watched) -> None:
    heads = [office.head, office.more("pho", ["supervisor"])]
    request = asked(office.give(office.admin, office.officer))
    url = f"{REQUESTS}/{request}/xac-nhan"
    browsers = [office.browser(head) for head in heads]
    forms = [{"form_key": key_of(browser.get(url).text)} for browser in browsers]
    start, codes = threading.Barrier(2), []

    def click(number: int) -> None:
        start.wait()
        codes.append(browsers[number].post(url, data=forms[number]).status_code)

    threads = [threading.Thread(target=click, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [303, 422]
    assert office.roles(office.officer) == ["reception", "supervisor"]


def test_a_request_expires(office: Watched, clock: Clock) -> None:
    request = asked(office.give(office.admin, office.officer))
    clock.forward(days=7)
    answer = office.decide(office.head, request)
    assert answer.status_code == 422
    assert "đã hết hạn ngày 23/11/2026" in answer.text
    asked(office.give(office.admin, office.officer))
    assert [row.state for row in office.requests()] == ["expired", "asked"]
    assert office.roles(office.officer) == ["reception"]


def test_withdrawn_is_not_confirmed(office: Watched) -> None:
    request = asked(office.give(office.admin, office.officer))
    assert "Chỉ người đề nghị" in office.decide(office.head, request, "rut").text
    assert office.decide(office.admin, request, "rut").status_code == 303
    assert "đã rút" in office.decide(office.head, request).text
    assert acts(office) == ["access.ask", "access.withdraw"]


def test_refused_with_a_reason(office: Watched) -> None:
    request = asked(office.give(office.admin, office.officer))
    assert "Ghi lý do" in office.decide(office.head, request, "tu-choi", reason="").text
    assert "thì rút lại" in office.decide(office.admin, request, "tu-choi", reason="x").text
    assert office.decide(office.head, request, "tu-choi", reason="Chưa có quyết định").status_code == 303
    assert "không còn chờ" in office.decide(office.head, request).text
    assert "Chưa có quyết định" not in str(journal(office))


def test_what_was_changed_meanwhile_is_checked_again(office: Watched) -> None:
    request = asked(office.give(office.admin, office.officer))
    with filling(office.app) as session:
        give_role(session, office.officer, "supervisor", office.here)
    assert "Đã giữ vai trò này" in office.decide(office.head, request).text
