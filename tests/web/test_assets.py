"""Files: an address that changes with the content, compressed answers, a cache that lasts, no way out of the folder."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from caseapp.web.assets import BOOTSTRAP, FOREVER, Shelf, asset

STATIC = Path(__file__).parents[2] / "caseapp" / "static"
TEMPLATES = Path(__file__).parents[2] / "caseapp" / "templates"


@pytest.fixture
def sheet(speaking: Flask) -> str:
    """The address of the stylesheet."""
    return asset("css/caseapp.css")


def test_the_address_carries_the_content(sheet: str) -> None:
    assert re.fullmatch(r"/static/[0-9a-f]{12}/css/caseapp\.css", sheet)


def test_a_file_is_served_compressed_for_a_year(browser_less: FlaskClient, sheet: str) -> None:
    answer = browser_less.get(sheet, headers={"Accept-Encoding": "gzip, br"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Cache-Control"] == FOREVER
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.content_type == "text/css; charset=utf-8"
    assert gzip.decompress(answer.data) == (STATIC / "css" / "caseapp.css").read_bytes()


def test_a_browser_without_gzip_gets_it_plain(browser_less: FlaskClient, sheet: str) -> None:
    answer = browser_less.get(sheet)
    assert "Content-Encoding" not in answer.headers
    assert answer.data == (STATIC / "css" / "caseapp.css").read_bytes()


def test_bootstrap_comes_from_its_package(browser_less: FlaskClient, speaking: Flask) -> None:
    answer = browser_less.get(asset(BOOTSTRAP), headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert len(answer.data) < 40_000
    assert b"Bootstrap  v5.3" in gzip.decompress(answer.data)[:200]


def test_what_is_known_is_not_sent_again(browser_less: FlaskClient, sheet: str) -> None:
    tag = browser_less.get(sheet).headers["ETag"]
    assert browser_less.get(sheet, headers={"If-None-Match": tag}).status_code == 304


def test_an_old_address_is_answered_but_not_kept(browser_less: FlaskClient) -> None:
    answer = browser_less.get("/static/000000000000/css/caseapp.css")
    assert answer.status_code == 200
    assert "immutable" not in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "name",
    [
        "../web/access.py",
        "..%2fweb%2faccess.py",
        "css/../../web/access.py",
        "css",
        "",
        "css/none",
    ],
)
def test_nothing_else_is_served(browser_less: FlaskClient, name: str) -> None:
    assert browser_less.get(f"/static/000000000000/{name}").status_code in {404, 308}


def test_an_unknown_name_is_a_mistake_of_ours(speaking: Flask) -> None:
    with pytest.raises(KeyError):
        asset("css/none.css")


def test_another_content_is_another_version(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a{}")
    first = Shelf(tmp_path).current()
    (tmp_path / "a.css").write_text("b{}")
    assert Shelf(tmp_path).current() != first


def test_scripts_are_small_and_keep_nothing_in_the_browser() -> None:
    scripts = [path.read_text(encoding="utf-8") for path in sorted((STATIC / "js").glob("*.js"))]
    for script in scripts:
        assert not re.search(
            r"localStorage|sessionStorage|indexedDB|document\.cookie|eval\(|innerHTML|\.style\b", script
        )
        assert len(script.splitlines()) < 300


def test_no_template_breaks_the_content_policy() -> None:
    for path in sorted(TEMPLATES.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|\son[a-z]+=\"|<style|javascript:|<script(?![^>]*\ssrc=)", text), path


def test_every_icon_named_in_a_template_exists() -> None:
    known = set(re.findall(r'id="([a-z0-9-]+)"', (STATIC / "icons.svg").read_text(encoding="utf-8")))
    for path in sorted(TEMPLATES.rglob("*.html")):
        named = set(re.findall(r"icon\('([a-z0-9-]+)'", path.read_text(encoding="utf-8")))
        assert named <= known, path
