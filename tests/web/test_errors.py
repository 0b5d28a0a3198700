"""Error pages say what to do, give a reference, and never show or log what a citizen said."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import IntegrityError, OperationalError

from caseapp.web.access import public
from caseapp.web.errors import PAGES, Refusal, constraint_of, new_reference

REFERENCE = re.compile(r"<b[^>]*>[2-9A-Z]{2}-[2-9A-Z]{4}</b>")


@pytest.mark.parametrize("status", sorted(PAGES))
@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_status_has_its_page(browser_less: FlaskClient, status: int, language: str) -> None:
    answer = browser_less.get(f"/fails/{status}", headers={"Accept-Language": language})
    assert answer.status_code == status
    assert f'<html lang="{language}">' in answer.text
    assert REFERENCE.search(answer.text)


def test_a_refusal_says_why(browser_less: FlaskClient) -> None:
    answer = browser_less.get("/fails/refused")
    assert answer.status_code == 409
    assert "Chưa có báo cáo xác minh." in answer.text


def test_a_crash_shows_and_logs_no_value(browser_less: FlaskClient, capsys: pytest.CaptureFixture[str]) -> None:
    answer = browser_less.get("/fails/crash")
    logged = "".join(capsys.readouterr())
    assert answer.status_code == 500
    for text in (answer.text, logged):
        assert "Nguyễn" not in text
        assert "092171003307" not in text
    assert "ValueError" in logged
    found = re.search(r"[2-9A-Z]{2}-[2-9A-Z]{4}", answer.text)
    assert found
    assert found[0] in logged


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (IntegrityError("INSERT …", {"name": "Ánh"}, Exception("CHECK constraint failed: ck_visit_kind")), 500),
        (OperationalError("SELECT …", {"name": "Ánh"}, Exception("database is locked: Ánh")), 503),
    ],
)
def test_the_database_tells_only_its_constraint(
    small_app: Flask, capsys: pytest.CaptureFixture[str], error: Exception, status: int
) -> None:
    @small_app.get("/db")
    @public
    def db() -> str:
        raise error

    answer = small_app.test_client().get("/db")
    logged = "".join(capsys.readouterr())
    assert answer.status_code == status
    assert "Ánh" not in answer.text + logged
    assert ("ck_visit_kind" in logged) is (status == 500)


def test_constraint_names_from_postgresql_carry_no_row() -> None:
    class Diag:
        constraint_name = "uq_visit_number"

    class Cause(Exception):
        diag = Diag()

    assert constraint_of(IntegrityError("", {}, Cause("Failing row contains (Ánh)"))) == "uq_visit_number"
    assert constraint_of(IntegrityError("", {}, Exception("Failing row contains (Ánh)"))) is None


def test_scripts_get_json(browser_less: FlaskClient) -> None:
    answer = browser_less.get("/nowhere", headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert set(answer.get_json()) == {"error", "advice", "reference"}


def test_a_broken_frame_does_not_break_the_error_page(small_app: Flask) -> None:
    @small_app.context_processor
    def broken() -> dict[str, object]:
        raise OperationalError("", {}, Exception("gone"))

    answer = small_app.test_client().get("/nowhere")
    assert answer.status_code == 404
    assert REFERENCE.search(answer.text)


def test_allowed_methods_are_named(browser_less: FlaskClient) -> None:
    answer = browser_less.open("/open", method="TRACE")
    assert "GET" in answer.headers["Allow"]


def test_references_can_be_read_aloud() -> None:
    for reference in (new_reference() for _ in range(50)):
        assert re.fullmatch(r"[2-9A-HJ-NP-Z]{2}-[2-9A-HJ-NP-Z]{4}", reference)


def test_a_refusal_is_its_message() -> None:
    assert str(Refusal("Đã khóa sổ.", field="day")) == "Đã khóa sổ."


def test_an_address_with_a_nul_is_no_page(client: FlaskClient) -> None:
    """PostgreSQL cannot be asked for a NUL: before anything is looked up there is no such page."""
    for url in ("/vu-viec/%00", "/tep/%00", "/viec?sau=%00", "/login?next=/viec%00"):
        assert client.get(url).status_code == 404, url
