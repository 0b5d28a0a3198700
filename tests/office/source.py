"""The program read as text: its templates, the words it marks for translation, the names it uses."""

from __future__ import annotations

import ast
import fnmatch
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "caseapp"
TEMPLATES = PACKAGE / "templates"
ENGLISH = PACKAGE / "translations/en/LC_MESSAGES"
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None, "_l": None, "mark": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2),
}

Words = str | tuple[str, ...]


def modules() -> list[Path]:
    """Every Python file of the product."""
    return sorted(PACKAGE.rglob("*.py"))


def templates() -> list[str]:
    """Every template by the name that `render_template` knows it by."""
    return sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))


@cache
def parsed(name: str) -> nodes.Template:
    """A template's tree, with `trans` blocks understood."""
    return Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True).parse(
        (TEMPLATES / name).read_text("utf-8"), name
    )


def text_of(name: str) -> Iterator[tuple[int, str]]:
    """What a template writes as it stands: line and text, without what it translates or computes."""
    for data in parsed(name).find_all(nodes.TemplateData):
        yield data.lineno, data.data


def names_of_templates() -> tuple[set[str], set[str]]:
    """Template names that appear in the program or in another template, plain and as patterns (from f-strings)."""
    plain: set[str] = set()
    patterns: set[str] = set()
    for name in templates():
        plain |= {const.value for const in parsed(name).find_all(nodes.Const) if str(const.value).endswith(".html")}
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.endswith(".html"):
                plain.add(node.value)
            if isinstance(node, ast.JoinedStr):
                pattern = "".join(str(p.value) if isinstance(p, ast.Constant) else "*" for p in node.values)
                if pattern.endswith(".html"):
                    patterns.add(pattern)
    return plain, patterns


def unused_templates() -> list[str]:
    """Templates that nothing names."""
    plain, patterns = names_of_templates()
    return [
        name
        for name in templates()
        if name not in plain and not any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)
    ]


@cache
def marked_words() -> dict[Words, str]:
    """Everything marked for translation, with the first place it stands at."""
    found: dict[Words, str] = {}
    extraction = extract_from_dir(PACKAGE, METHODS, keywords=KEYWORDS, comment_tags=())
    for file, line, words, _comments, _context in extraction:
        if words:
            found.setdefault(tuple(words) if isinstance(words, (list, tuple)) else words, f"{file}:{line}")
    return found


@cache
def english() -> Catalog:
    """The English catalogue as a person edits it."""
    with (ENGLISH / "messages.po").open("rb") as file:
        return read_po(file, locale="en")


@cache
def compiled_english() -> Catalog:
    """The English catalogue as the program reads it."""
    with (ENGLISH / "messages.mo").open("rb") as file:
        return read_mo(file)


def gaps(text: str) -> set[str]:
    """The places of a sentence where values go: %(name)s and {name}."""
    return set(re.findall(r"%\((\w+)\)[sd]", text)) | set(re.findall(r"\{(\w+)[^{}]*\}", text))
