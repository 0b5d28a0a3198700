"""Deny by default; nobody is sent elsewhere after signing in."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from caseapp.web.access import UnguardedRoute, Verdict, check_routes, guarded, local_path, public, routes_as_json
from tests.web.conftest import Doorman

FOREIGN = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "https://evil.example",
    "http:/evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "evil.example",
    "/%0d%0aLocation:%20https://evil.example",
    "/%0A/evil.example",
    "/%09/evil.example",
    "/\t/evil.example",
    "/ /evil.example",
    "/%5cevil.example",
    "/%5C%5Cevil.example",
    "/%2f/evil.example",
    "/%2F%2Fevil.example",
    "/./evil.example",
    "/../evil.example",
    "/.%2e/evil.example",
    "@evil.example",
    "/\u2028evil",
    "/\x00",
    "/%00",
    "/ｅvil",
    "／／evil.example",
    "/\u200b/evil.example",
    "",
    None,
    " /ok",
    "\n/ok",
    "/a\r\nSet-Cookie:x",
    "/<script>",
    "/a#https://evil.example",
    "ftp://evil.example",
    "mailto:a@b",
    "file:///etc/passwd",
    "/" + "a" * 600,
]


@pytest.mark.parametrize("target", FOREIGN)
def test_no_target_leaves_the_site(target: str | None) -> None:
    assert local_path(target) is None


@pytest.mark.parametrize("target", ["/", "/visits/abc_-DEF", "/so?trang=2&loai=kn", "/v/x%20y"])
def test_a_path_of_this_site_is_kept(target: str) -> None:
    assert local_path(target) == target


def test_a_view_without_policy_stops_the_start(small_app: Flask) -> None:
    small_app.add_url_rule("/bare", "bare", lambda: "x")
    with pytest.raises(UnguardedRoute, match="bare"):
        check_routes(small_app)


def test_all_views_of_the_plumbing_name_a_policy(small_app: Flask) -> None:
    check_routes(small_app)


def test_guarded_wants_a_policy() -> None:
    with pytest.raises(ValueError, match="at least one policy"):
        guarded()


def test_a_view_without_policy_is_not_answered_either(small_app: Flask, doorman: Doorman) -> None:
    small_app.add_url_rule("/bare", "bare", lambda: "secret")
    answer = small_app.test_client().get("/bare")
    assert answer.status_code == 404
    assert doorman.asked == []


def test_the_guard_hears_the_policies_of_the_view(browser_less: FlaskClient, doorman: Doorman) -> None:
    assert browser_less.get("/desk").status_code == 200
    assert doorman.asked == [("desk", "log-visit")]


def test_public_views_do_not_ask(browser_less: FlaskClient, doorman: Doorman) -> None:
    doorman.verdict = Verdict.FORBIDDEN
    assert browser_less.get("/open").status_code == 200
    assert doorman.asked == []


def test_a_stranger_reading_is_sent_to_sign_in_and_back(browser_less: FlaskClient, doorman: Doorman) -> None:
    doorman.verdict = Verdict.STRANGER
    answer = browser_less.get("/desk?trang=2")
    assert answer.status_code == 302
    assert answer.location == "/login?next=/desk%3Ftrang%3D2"


def test_a_stranger_posting_hears_that_nothing_was_saved(small_app: Flask, doorman: Doorman) -> None:
    small_app.config["WTF_CSRF_ENABLED"] = False
    doorman.verdict = Verdict.STRANGER
    answer = small_app.test_client().post("/desk", headers={"Accept-Language": "vi"})
    assert answer.status_code == 401
    assert "chưa lưu gì" in answer.text


def test_forbidden_and_missing_look_the_same(browser_less: FlaskClient, doorman: Doorman) -> None:
    missing = browser_less.get("/nowhere")
    doorman.verdict = Verdict.FORBIDDEN
    forbidden = browser_less.get("/desk")
    assert (missing.status_code, forbidden.status_code) == (404, 404)
    assert len(missing.text) == len(forbidden.text)


def test_wrong_method_is_told_without_asking(browser_less: FlaskClient, doorman: Doorman) -> None:
    doorman.verdict = Verdict.STRANGER
    assert browser_less.put("/open").status_code in {400, 405}


def test_routes_are_listed_with_their_policy(small_app: Flask) -> None:
    listed = {route["endpoint"]: route for route in routes_as_json(small_app)}
    assert listed["desk"]["policy"] == ["desk", "log-visit"]
    assert listed["desk"]["methods"] == ["GET", "HEAD", "POST"]
    assert listed["desk"]["public"] is False
    assert listed["static"]["public"] is True


def test_policies_stay_on_the_view() -> None:
    @public
    def open_view() -> str:
        return ""

    assert open_view.policy == "public"  # type: ignore[attr-defined]
