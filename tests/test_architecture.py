"""The house rules that a machine can hold: the ladder, guarded routes, cited rules, translations, templates, names."""

from __future__ import annotations

import ast
import importlib
import re
from typing import TYPE_CHECKING, Any

import click
import grimp
import pytest
from importlinter import api as import_linter
from importlinter.application.use_cases import lint_imports

from caseapp.cli import COMMANDS
from caseapp.law.registry import PROMISES, RULES
from tests.office import source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient

# The contract's rule codes: a family, a dot, words with hyphens.
RULE_CODE = re.compile(r"[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*")
EMPTY_NAMES = {"util", "utils", "helper", "helpers", "common", "manager", "misc", "stuff", "info", "process", "handle"}
INLINE = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "inline script": re.compile(r"<script(?![^>]*\b(?:src|type=.application/json)\b)", re.IGNORECASE),
}
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
VIETNAMESE = re.compile(r"[^\W\d_a-zA-Z]")
# Prescribed forms are printed in the language the circular gives them, whatever language the reader works in.
PRESCRIBED = re.compile(r"(^|/)(print|prints|slips)[/_.]|print|phieu|slip")


# ---- the ladder ----------------------------------------------------------------------------------------------------


def contracts() -> dict[str, dict[str, Any]]:
    """What import-linter is asked to hold, by name."""
    asked = import_linter.read_configuration(str(source.ROOT / "pyproject.toml"))["contracts_options"]
    return {contract["name"]: contract for contract in asked}


def ladder() -> list[str]:
    """The lines of the ladder, top first."""
    return list(contracts()["The ladder"]["layers"])


def test_the_ladder_holds(capsys: pytest.CaptureFixture[str]) -> None:
    """The same contracts as the test command's import-linter, for whoever runs pytest alone."""
    assert set(contracts()) == {"The ladder", "law and workflow are pure"}
    kept = lint_imports(config_filename=str(source.ROOT / "pyproject.toml"), cache_dir=None)
    assert kept, capsys.readouterr().out


@pytest.fixture(scope="module")
def imports() -> grimp.ImportGraph:
    """Who imports whom, third parties included."""
    return grimp.build_graph("caseapp", include_external_packages=True, cache_dir=None)


@pytest.mark.parametrize("layer", ["law", "workflow"])
def test_the_pure_layers_know_no_framework(imports: grimp.ImportGraph, layer: str) -> None:
    root = f"caseapp.{layer}"
    members = {root} | imports.find_descendants(root)
    reached = set().union(*(imports.find_upstream_modules(module) for module in members)) - members
    allowed = {"caseapp.text", "caseapp.law"} | imports.find_descendants("caseapp.law")
    strangers = {name for name in reached - allowed if name.startswith("caseapp.") or name in {
        "flask", "sqlalchemy", "wtforms", "werkzeug", "jinja2", "flask_babel", "babel", "alembic", "click",
    }}
    assert strangers == set()


def test_nobody_reaches_for_the_assembled_whole(imports: grimp.ImportGraph) -> None:
    assembly = set(re.findall(r"\w+", ladder()[0]))
    users = imports.find_modules_that_directly_import("caseapp")
    assert [name for name in users if name.split(".")[1] not in assembly] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_that_is_listed_exists(name: str) -> None:
    """They are named by text and loaded when called, so no import would miss one."""
    module, _, attribute = COMMANDS[name].partition(":")
    assert isinstance(getattr(importlib.import_module(module), attribute), click.Command)


# ---- files and names -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", source.modules(), ids=lambda path: path.relative_to(source.ROOT).as_posix())
def test_a_module_says_in_one_line_what_it_knows(path: object) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert docstring
    first = docstring.splitlines()[0]
    assert first.endswith((".", ":", "…", ";", ",")) or "\n" in docstring, first


def test_no_module_has_an_empty_name() -> None:
    parts = {part for path in source.modules() for part in path.relative_to(source.ROOT).with_suffix("").parts}
    assert parts & EMPTY_NAMES == set()


# ---- law -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", RULES)
def test_a_rule_cites_its_article_and_its_days_in_force(code: str) -> None:
    rule = RULES[code]
    assert rule.code == code
    assert RULE_CODE.fullmatch(code)
    assert rule.ids, "the row of the study that it carries out"
    for wording in rule.wordings:
        assert wording.citation.article.strip()
        assert wording.citation.act.number.strip()
        assert wording.since >= wording.citation.act.since
        assert wording.until is None or wording.until >= wording.since
        assert wording.confirmed or wording.note, "what is not confirmed says why"


@pytest.mark.parametrize("code", PROMISES)
def test_a_promise_cites_its_article(code: str) -> None:
    assert PROMISES[code].citation.article.strip()


# An article, a number of days, a form's number: each stands once, in law/, with its days in force.
LAW_BY_HAND = re.compile(r"Điều \d|\d ngày làm việc|0[1-4]/TCD")
# How near is soon on the list of tasks is the office's own measure, no limit of any law.
NO_LAW = {("home/work.html", "3 ngày làm việc")}


def texts_outside_the_law() -> Iterator[tuple[str, str]]:
    """Every template without its comments, every text of a module outside law/ that is no docstring."""
    for name in source.templates():
        yield name, re.sub(r"\{#.*?#\}", "", (source.TEMPLATES / name).read_text("utf-8"), flags=re.DOTALL)
    for path in source.modules():
        name = path.relative_to(source.PACKAGE).as_posix()
        if name.startswith("law/"):
            continue
        tree = ast.parse(path.read_text("utf-8"))
        told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
                yield name, node.value


def test_no_page_form_or_command_writes_law_by_hand() -> None:
    found = {(name, hit) for name, text in texts_outside_the_law() for hit in LAW_BY_HAND.findall(text)}
    assert sorted(found - NO_LAW) == []


# ---- routes --------------------------------------------------------------------------------------------------------


def test_every_route_has_a_policy_that_exists(app: Flask) -> None:
    from caseapp.staff.policy import Can
    from caseapp.web.access import PUBLIC, policy_of

    known = {str(can) for can in Can}
    for rule in app.url_map.iter_rules():
        policy = policy_of(app, rule.endpoint)
        assert policy, f"{rule.rule}: no policy"
        assert policy == PUBLIC or set(policy) <= known, f"{rule.rule}: {policy}"


def test_a_stranger_opens_no_guarded_route(app: Flask, client: FlaskClient) -> None:
    from caseapp.web.access import PUBLIC, policy_of

    adapter = app.url_map.bind("localhost")
    opened = []
    for rule in app.url_map.iter_rules():
        if policy_of(app, rule.endpoint) == PUBLIC:
            continue
        path = adapter.build(rule.endpoint, dict.fromkeys(rule.arguments, 1), method=None)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            answer = client.open(path, method=method)
            sent_to_sign_in = answer.status_code == 302 and answer.location.startswith("/login")
            if not sent_to_sign_in and answer.status_code not in {401, 404}:
                opened.append(f"{method} {path}: {answer.status_code}")
    assert opened == []


# ---- templates -----------------------------------------------------------------------------------------------------


def test_every_template_is_used() -> None:
    assert source.unused_templates() == []


def test_every_template_that_is_named_exists() -> None:
    plain, _patterns = source.names_of_templates()
    borrowed = {name for name in plain if name.startswith("bootstrap")}
    assert sorted(plain - borrowed - set(source.templates())) == []


@pytest.mark.parametrize("name", source.templates())
def test_a_template_holds_nothing_inline(name: str) -> None:
    whole = (source.TEMPLATES / name).read_text("utf-8")
    assert [what for what, pattern in INLINE.items() if pattern.search(whole)] == []


@pytest.mark.parametrize("name", [name for name in source.templates() if not PRESCRIBED.search(name)])
def test_a_template_writes_no_untranslated_word(name: str) -> None:
    texts = ((line, COMMENT.sub("", text)) for line, text in source.text_of(name))
    assert [f"{line}: {text.strip()[:80]}" for line, text in texts if VIETNAMESE.search(text)] == []


# ---- translations --------------------------------------------------------------------------------------------------


def test_every_word_has_its_english() -> None:
    catalogue = source.english()
    missing = []
    for words, place in source.marked_words().items():
        message = catalogue.get(words[0] if isinstance(words, tuple) else words)
        said = message.string if message else ""
        if not said or message.fuzzy or (isinstance(said, (tuple, list)) and not all(said)):
            missing.append(f"{place}: {words}")
    assert missing == []


def test_no_word_to_translate_stands_in_an_f_string() -> None:
    """There the extraction does not see it, and the page stays Vietnamese without anybody noticing."""
    hidden = []
    for path in sorted((source.ROOT / "caseapp").rglob("*.py")):
        for text in (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.JoinedStr)):
            hidden += [f"{path.relative_to(source.ROOT)}:{call.lineno}" for call in ast.walk(text)
                       if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
                       and call.func.id in ("_", "_l", "ngettext", "mark") and call.args
                       and isinstance(call.args[0], ast.Constant)]
    assert hidden == []


def test_english_translates_nothing_that_is_gone() -> None:
    current = {words[0] if isinstance(words, tuple) else words for words in source.marked_words()}
    ids = {message.id[0] if isinstance(message.id, (list, tuple)) else message.id for message in source.english()}
    assert sorted(ids - current - {""}) == []


def test_english_keeps_the_gaps_for_values() -> None:
    wrong = []
    for message in source.english():
        if not message.id or not message.string:
            continue
        original = message.id[-1] if isinstance(message.id, (list, tuple)) else message.id
        said = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
        wrong += [f"{original} → {line}" for line in said[-1:] if source.gaps(line) != source.gaps(original)]
    assert wrong == []


def test_the_compiled_english_is_the_edited_one() -> None:
    def flat(value: object) -> object:
        return tuple(value) if isinstance(value, list | tuple) else value

    edited = {flat(message.id): flat(message.string) for message in source.english() if message.id and message.string}
    compiled = {flat(message.id): flat(message.string) for message in source.compiled_english() if message.id}
    assert compiled == edited
