"""The program read for numbers that could be the length of a time limit: in its code, its words, its pages and scripts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from caseapp.law.limits import Unit
from caseapp.law.registry import RULES

DAYS = re.compile(r"(^|_)(days?|ages|ngay|within|deadline|due|time_limit)(_|$)|^(add|ahead|later)_", re.IGNORECASE)
CLOCKWORK = re.compile(r"calendar|working|weekday", re.IGNORECASE)
WRITTEN = re.compile(r"(?<![\d/.%-])(\d{1,3})\s*(?:ngày|working days?|calendar days?|days?\b|tháng(?!\s*\d)|months?\b)")
STEPS = re.compile(r"timedelta|next_working|last_working|ONE_DAY")
UNITS_OF_DAYS = {"days": 1, "weeks": 7}
HOURS_OF_A_DAY = 24
SECONDS_OF_A_DAY = 86_400


class Find(NamedTuple):
    """A number that smells of a time limit: where it stands and what it stands in."""

    line: int
    name: str
    number: int


def lengths() -> frozenset[int]:
    """Every number of days a limit of the law can have, extended or not; 1 is any next day and says nothing."""
    found = set()
    for wording in (wording for rule in RULES.values() for wording in rule.wordings if wording.length is not None):
        if wording.unit is Unit.YEAR:
            continue
        plain = {wording.length, *(length for _names, length in wording.lengths)}
        more = {one.length * times for one in wording.extensions for times in range(1, one.times + 1)}
        found |= plain | more | {length + added for length in plain for added in more}
    return frozenset(found - {1})


def in_code(text: str) -> list[Find]:
    """What a module says: numbers used as days, and numbers of days in its sentences; docstrings say nothing to anyone."""
    tree = ast.parse(text)
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found = set()
    for node in ast.walk(tree):
        if id(node) in silent:
            continue
        found |= {Find(node.lineno, name, number) for name, number in _smells(node) if number in lengths()}
    return sorted(found)


def in_words(text: str) -> list[Find]:
    """What a template or a script says."""
    found = []
    for line, words in enumerate(text.splitlines(), 1):
        found += [Find(line, match[0], int(match[1])) for match in WRITTEN.finditer(words)]
        found += [Find(line, match[0], int(match[2])) for match in re.finditer(r"\b(\w*days)\s*=\s*(\d+)", words)]
    return [one for one in found if one.number in lengths()]


def _smells(node: ast.AST) -> Iterator[tuple[str, int]]:
    match node:
        case ast.Call():
            return _of_call(node)
        case ast.Assign() | ast.AnnAssign() | ast.NamedExpr():
            return _of_assignment(node)
        case ast.FunctionDef() | ast.Lambda():
            return _of_defaults(node.args)
        case ast.Compare():
            return _of_arithmetic(node, node.left, *node.comparators)
        case ast.BinOp():
            return _of_arithmetic(node, node.left, node.right)
        case ast.For() | ast.GeneratorExp() | ast.ListComp():
            return _of_loop(node)
        case ast.Dict():
            return _of_mapping(node)
        case ast.Constant(value=str() as words):
            return ((match[0], int(match[1])) for match in WRITTEN.finditer(words))
    return iter(())


def _of_arithmetic(whole: ast.expr, *parts: ast.expr) -> Iterator[tuple[str, int]]:
    """A number compared with days, or added to them."""
    if any(_is_days(part) for part in parts):
        yield from ((ast.unparse(whole), number) for part in parts for number in _plain(part))


def _of_mapping(node: ast.Dict) -> Iterator[tuple[str, int]]:
    for key, value in zip(node.keys, node.values, strict=True):
        if isinstance(key, ast.Constant) and isinstance(key.value, str) and DAYS.search(key.value):
            yield from ((repr(key.value), number) for number in _plain(value))


def _of_call(call: ast.Call) -> Iterator[tuple[str, int]]:
    name = _name(call.func)
    said = ast.unparse(call)
    if name == "timedelta":
        units = {**UNITS_OF_DAYS, "hours": 0}
        given = [("days", one) for one in call.args[:1]] + [(one.arg or "", one.value) for one in call.keywords]
        for unit, value in given:
            for number in _all(value) if unit in units else ():
                days, rest = (number * units[unit], 0) if units[unit] else divmod(number, HOURS_OF_A_DAY)
                if not rest:
                    yield said, days
        return
    for one in call.keywords:
        if one.arg and DAYS.search(one.arg):
            yield from ((said, number) for number in _all(one.value))
    receiver = call.func.value if isinstance(call.func, ast.Attribute) else None
    about = [name, _name(receiver), *map(_name, call.args)]
    if DAYS.search(name) or any(CLOCKWORK.search(word) for word in about):
        yield from ((said, number) for one in call.args for number in _plain(one))


def _of_assignment(node: ast.Assign | ast.AnnAssign | ast.NamedExpr) -> Iterator[tuple[str, int]]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    for name in map(_name, targets):
        if node.value and DAYS.search(name) and not isinstance(node.value, ast.Call):
            yield from ((name, number) for number in _all(node.value))


def _of_defaults(node: ast.arguments) -> Iterator[tuple[str, int]]:
    named = [*node.posonlyargs, *node.args]
    pairs = [*zip(named[len(named) - len(node.defaults) :], node.defaults, strict=True)]
    pairs += [(one, value) for one, value in zip(node.kwonlyargs, node.kw_defaults, strict=True) if value]
    for one, value in pairs:
        if DAYS.search(one.arg):
            yield from ((one.arg, number) for number in _all(value))


def _of_loop(node: ast.For | ast.GeneratorExp | ast.ListComp) -> Iterator[tuple[str, int]]:
    """A number of times that a day is stepped on."""
    if not STEPS.search(ast.unparse(node)):
        return
    for loop in [node.iter] if isinstance(node, ast.For) else [one.iter for one in node.generators]:
        if isinstance(loop, ast.Call) and _name(loop.func) == "range":
            yield from ((ast.unparse(loop), number) for one in loop.args for number in _plain(one))


def _is_days(node: ast.expr) -> bool:
    """Whether an expression counts days: `.days`, `toordinal()`, a name that says days, one day itself."""
    match node:
        case ast.Call(func=func):
            return _name(func) in ("toordinal", "timedelta") or bool(DAYS.search(_name(func)))
        case ast.Attribute() | ast.Name() | ast.Subscript():
            return bool(DAYS.search(_name(node)) or CLOCKWORK.search(_name(node)))
        case ast.Constant(value=value):
            return value == SECONDS_OF_A_DAY
        case ast.BinOp(left=left, right=right):
            return _is_days(left) or _is_days(right)
    return False


def _name(node: ast.AST | None) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(value=value):
            return _name(value)
    return ""


def _plain(node: ast.expr) -> Iterator[int]:
    """The number an expression is, or the numbers a row of them is."""
    match node:
        case ast.Constant(value=int() as number) if not isinstance(number, bool):
            yield number
        case ast.UnaryOp(operand=operand):
            yield from _plain(operand)
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
            for part in parts:
                yield from _plain(part)
        case ast.IfExp(body=body, orelse=orelse):
            yield from _plain(body)
            yield from _plain(orelse)


def _all(node: ast.expr) -> Iterator[int]:
    """Every whole number anywhere in an expression."""
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, int) and not isinstance(one.value, bool):
            yield one.value

