"""The frame and the macros: what is on the page, in which language, for whom."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient

from caseapp.web.badges import Badge, Tone
from caseapp.web.compare import conflict, pieces
from caseapp.web.filters import lower_first, mask_id, number, percent, show_instant, upper_first
from caseapp.web.now import now, today
from caseapp.web.paging import cut

VI = {"Accept-Language": "vi"}


def test_the_frame_of_somebody_signed_in(browser_less: FlaskClient) -> None:
    page = browser_less.get("/desk", headers=VI).text
    for expected in (
        '<html lang="vi">',
        "Thứ Hai 16/11/2026",
        'action="/tim"',
        'name="words"',
        "Lê Thị Thu Hằng",
        'aria-current="page"',
        'class="skip" href="#content"',
        '<main id="content"',
        'action="/logout"',
        "Bàn · UBND phường An Thịnh",
    ):
        assert expected in page


def test_a_stranger_sees_no_office_inside(browser_less: FlaskClient) -> None:
    page = browser_less.get("/open", headers=VI).text
    assert 'action="/tim"' not in page
    assert "Bàn tiếp dân" not in page
    assert 'action="/ngon-ngu/en"' in page


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("vi-VN,vi;q=0.9,en;q=0.8", "vi"),
        ("en-GB,en;q=0.9", "en"),
        ("fr", "vi"),
        ("", "vi"),
        ("*", "vi"),
    ],
)
def test_the_browser_asks_for_a_language(browser_less: FlaskClient, asked: str, language: str) -> None:
    assert f'<html lang="{language}">' in browser_less.get("/open", headers={"Accept-Language": asked}).text


def test_a_chosen_language_is_remembered(small_app: Flask) -> None:
    small_app.config["WTF_CSRF_ENABLED"] = False
    client = small_app.test_client()
    answer = client.post("/ngon-ngu/en", data={"next": "/open"})
    assert (answer.status_code, answer.location) == (303, "/open")
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert '<html lang="en">' in client.get("/open", headers=VI).text
    assert client.post("/ngon-ngu/en", data={"next": "//evil.example"}).location == "/"
    assert client.post("/ngon-ngu/xx").status_code == 404
    assert client.get("/ngon-ngu/en").status_code == 405


def test_a_wide_page_folds_its_navigation(speaking: Flask) -> None:
    viewer = SimpleNamespace(name="Ánh", keys_off=True)
    page = render_template_string(
        "{% extends 'layout.html' %}{% block wide %}wide{% endblock %}",
        viewer=viewer,
        navigation=[SimpleNamespace(label="Sổ", url="/so", current=True, count=None, group=1)],
    )
    assert '<nav class="side"' not in page
    assert 'class="menu"' in page
    assert 'data-keys="off"' in page


MACROS = (Path(__file__).parent / "every_macro.html").read_text(encoding="utf-8")


def test_every_macro_renders(speaking: Flask) -> None:
    at = datetime(2026, 11, 16, 2, 37, tzinfo=UTC)
    day = date(2026, 11, 27)
    rows = conflict(
        {"n": "Số", "t": "Chữ"},
        {"n": "1", "t": "một hai ba"},
        {"n": "1", "t": "một hai bốn"},
        {"n": "3", "t": "một năm ba"},
    )
    page = render_template_string(
        MACROS,
        badge=Badge(Tone.LATE, "Quá hạn 3 ngày", "hạn 13/11"),
        day=day,
        at=at,
        rows=rows,
        cell=SimpleNamespace(name="Giải quyết", state="Còn 7 ngày", note="30 ngày", tone="run", share=0.5, url=""),
        date_item=SimpleNamespace(what="Báo", day=day, reason="Điều 28", skipped="", why_url="/w"),
        weeks=[[SimpleNamespace(day=day, kind="due", count=10, words="Hạn", today=True)]],
        page=cut(range(3), 1, 5),
        entry=SimpleNamespace(
            at=at, act="Tiếp", who="Ánh", basis="Điều 28", files=[("a.pdf", "/f", "4 trang")], voided=False
        ),
    )
    for expected in (
        "Quá hạn 3 ngày",
        "hạn 13/11",
        "thứ Sáu <b>27/11/2026</b>",
        "Vì sao là ngày này?",
        'width="500"',
        "0921",
        "phong bì số 26",
        "<ins>bốn</ins>",
        "<del>ba</del>",
        "UBND THÀNH PHỐ",
        "ngày 27 tháng 11 năm 2026",
        "09:37",
    ):
        assert expected in page
    assert "092171003307" not in page
    assert "style=" not in page


def test_filters(speaking: Flask) -> None:
    assert (number(1234567), number(96.25), percent(0.962)) == ("1.234.567", "96,2", "96,2\N{NO-BREAK SPACE}%")
    assert show_instant(datetime(2026, 11, 16, 17, 30, tzinfo=UTC)) == "17/11/2026 00:30"
    assert (lower_first("Ghi họ tên"), lower_first("UBND xã"), upper_first("thứ Hai")) == (
        "ghi họ tên",
        "UBND xã",
        "Thứ Hai",
    )
    assert mask_id("092171003307") == "0921\N{NO-BREAK SPACE}•••• ••••\N{NO-BREAK SPACE}3307"


def test_one_request_has_one_now(speaking: Flask) -> None:
    first = now()
    speaking.config["CLOCK"] = lambda: datetime(2030, 1, 1, tzinfo=UTC)
    assert now() is first
    assert today() == date(2026, 11, 16)


def test_pages_of_a_list(small_app: Flask) -> None:
    with small_app.test_request_context("/desk?loai=kn&trang=2"):
        page = cut(list(range(26)), 2, 25, total=61)
        assert (page.first, page.last, page.more, len(page.rows)) == (26, 50, True, 25)
        assert (page.newer, page.older) == ("/desk?loai=kn", "/desk?loai=kn&trang=3")
        assert cut([], 1).first == 0


def test_a_comparison_marks_what_changed() -> None:
    told = "".join(
        f"{piece.kind[0]}[{piece.words}]" for piece in pieces("gửi đơn ngày 02/10.", "gửi đơn ngày 12/10/2026.")
    )
    assert told == "s[gửi đơn ngày ]g[02/10]s[ ]n[12/10/2026]s[.]"
    assert [piece.kind for piece in pieces("Môi trường", "Đất đai, nhà cửa")] == ["same"]


def test_a_conflict_asks_only_what_both_changed() -> None:
    labels = {"a": "A", "b": "B", "c": "C", "d": "D"}
    rows = conflict(
        labels,
        {"a": "0", "b": "0", "c": "0", "d": "0"},
        {"a": "0", "b": "1", "c": "1", "d": "5"},
        {"a": "1", "b": "0", "c": "2", "d": "5"},
    )
    assert [(row.name, row.state) for row in rows] == [("c", "differ"), ("a", "mine"), ("b", "theirs")]
