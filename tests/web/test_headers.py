"""Every answer carries every header; what comes from elsewhere is refused before a view sees it."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from caseapp.web.headers import ALWAYS, POLICY
from tests.web.conftest import Doorman, build

ANSWERS = [
    "/open",
    "/desk",
    "/nowhere",
    "/fails/400",
    "/fails/409",
    "/fails/413",
    "/fails/429",
    "/fails/500",
    "/fails/503",
    "/fails/crash",
    "/fails/refused",
    "/static/x/css/caseapp.css",
    "/static/x/none.css",
]


@pytest.mark.parametrize("path", ANSWERS)
def test_all_headers_on_all_answers(browser_less: FlaskClient, path: str) -> None:
    answer = browser_less.get(path)
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert "unsafe" not in POLICY
    assert "Server" not in answer.headers
    assert "charset=utf-8" in answer.headers["Content-Type"]
    assert "Strict-Transport-Security" not in answer.headers
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_pages_are_never_kept(browser_less: FlaskClient) -> None:
    assert browser_less.get("/open").headers["Cache-Control"] == "no-store"
    assert browser_less.get("/nowhere").headers["Cache-Control"] == "no-store"


def test_hsts_only_behind_tls(doorman: Doorman, tmp_path: Path) -> None:
    answer = build(doorman, tmp_path, https=True).test_client().get("/open")
    assert int(answer.headers["Strict-Transport-Security"].split(";")[0].removeprefix("max-age=")) >= 31_536_000


@pytest.mark.parametrize("method", ["TRACE", "PROPFIND", "OPTIONS", "CONNECT", "TRACK"])
def test_methods_nobody_uses_are_refused(browser_less: FlaskClient, method: str) -> None:
    assert browser_less.open("/open", method=method).status_code == 405


def test_method_override_is_ignored(browser_less: FlaskClient) -> None:
    answer = browser_less.get("/open?_method=DELETE", headers={"X-HTTP-Method-Override": "DELETE"})
    assert answer.status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.2"])
def test_unknown_hosts_are_refused(browser_less: FlaskClient, host: str) -> None:
    answer = browser_less.get("/open", headers={"Host": host})
    assert answer.status_code == 400
    assert host not in answer.text
    assert answer.headers["Content-Security-Policy"] == POLICY


@pytest.mark.parametrize(
    ("site", "origin"), [("cross-site", None), ("same-site", None), ("none", "https://evil.example")]
)
def test_posts_from_other_sites_are_refused(small_app: Flask, doorman: Doorman, site: str, origin: str | None) -> None:
    small_app.config["WTF_CSRF_ENABLED"] = False
    headers = {"Sec-Fetch-Site": site} | ({"Origin": origin} if origin else {})
    assert small_app.test_client().post("/desk", headers=headers).status_code == 400
    assert doorman.asked == []


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_own_posts_pass(small_app: Flask, headers: dict[str, str]) -> None:
    small_app.config["WTF_CSRF_ENABLED"] = False
    assert small_app.test_client().post("/desk", headers=headers).status_code == 200


def test_other_sites_may_link_but_not_embed(browser_less: FlaskClient) -> None:
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert browser_less.get("/open", headers=link).status_code == 200
    assert browser_less.get("/open", headers=link | {"Sec-Fetch-Dest": "iframe"}).status_code == 400
    assert browser_less.get("/open", headers=link | {"Sec-Fetch-Mode": "no-cors"}).status_code == 400


def test_a_post_without_token_is_refused(browser_less: FlaskClient, doorman: Doorman) -> None:
    answer = browser_less.post("/desk", headers={"Accept-Language": "vi"})
    assert answer.status_code == 400
    assert "chưa lưu gì" in answer.text
    assert doorman.asked == []


def test_policy_reports_are_taken_and_nothing_else(
    browser_less: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    report = '{"csp-report": {"effective-directive": "script-src", "document-uri": "http://localhost/v/secret-id"}}'
    assert browser_less.post("/csp", data=report, content_type="application/csp-report").status_code == 204
    said = "".join(capsys.readouterr())
    assert "script-src" in said
    assert "secret-id" not in said
    assert browser_less.post("/csp", data={"a": "b"}).status_code == 400
    assert browser_less.post("/csp", data="{}", content_type="text/plain").status_code == 400
    assert browser_less.post("/csp", data="[1", content_type="application/csp-report").status_code == 204
    for deep in ("[" * 16_000, '{"a":' * 3_000):
        assert browser_less.post("/csp", data=deep, content_type="application/csp-report").status_code in {204, 400}
    assert browser_less.post("/csp", data="[" * 17_000, content_type="application/csp-report").status_code == 400
