"""Knows who may open which route: every view names its policy, and what names none cannot start."""
from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any, Final, ParamSpec, TypeVar
from urllib.parse import quote, unquote

from flask import Flask, abort, redirect, request
from flask.typing import ResponseReturnValue

P = ParamSpec("P")
R = TypeVar("R")

LOGIN: Final = "/login"
PUBLIC: Final = "public"
PUBLIC_ENDPOINTS: Final = frozenset({"static", "bootstrap.static"})  # files that ship with the code, no person in them
_READS: Final = frozenset({"GET", "HEAD"})
_LOCAL_PATH = re.compile(r"/[A-Za-z0-9._~%!$&'()*+,;=:@/?\-]*")


class Verdict(StrEnum):
    """What the guard says of one request."""

    ALLOWED = "allowed"
    STRANGER = "stranger"  # nobody is signed in
    FORBIDDEN = "forbidden"  # signed in, and may not know whether the page exists


Guard = Callable[[tuple[str, ...]], Verdict]


class UnguardedRoute(RuntimeError):
    """A route names no policy; the message lists all such routes."""


def guarded(*policies: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Open the view to those who may do at least one of ``policies``; stands below the route decorator."""
    if not policies:
        raise ValueError("a guarded view names at least one policy")

    def declare(view: Callable[P, R]) -> Callable[P, R]:
        view.policy = tuple(str(policy) for policy in policies)  # type: ignore[attr-defined]
        return view

    return declare


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Open the view to everybody; stands below the route decorator."""
    view.policy = PUBLIC  # type: ignore[attr-defined]
    return view


def install(app: Flask, guard: Guard) -> None:
    """Ask ``guard`` before every view that is not public; deny whatever it does not allow."""

    @app.before_request
    def ask_guard() -> ResponseReturnValue | None:
        if request.endpoint is None:
            return None  # no such page, or not this method: routing answers 404 or 405 itself
        policy = policy_of(app, request.endpoint)
        if policy == PUBLIC:
            return None
        verdict = guard(policy) if isinstance(policy, tuple) else Verdict.FORBIDDEN
        if verdict is Verdict.ALLOWED:
            return None
        if verdict is Verdict.STRANGER:
            return _to_login()
        abort(404)


def policy_of(app: Flask, endpoint: str) -> tuple[str, ...] | str | None:
    """The policy an endpoint declares: a tuple of names, ``"public"``, or None when it declares nothing."""
    if endpoint in PUBLIC_ENDPOINTS:
        return PUBLIC
    declared: tuple[str, ...] | str | None = getattr(app.view_functions.get(endpoint), "policy", None)
    return declared


def check_routes(app: Flask) -> None:
    """Refuse to start with a route whose view names no policy; raises UnguardedRoute."""
    bare = sorted({rule.endpoint for rule in app.url_map.iter_rules() if not policy_of(app, rule.endpoint)})
    if bare:
        raise UnguardedRoute("views without a policy: " + ", ".join(bare))


def routes_as_json(app: Flask) -> list[dict[str, Any]]:
    """Every route with its methods, endpoint and policy, for ``caseapp routes --json`` and the access tests."""
    return sorted(_described(app), key=lambda route: (route["rule"], route["endpoint"]))


def _described(app: Flask) -> Iterator[dict[str, Any]]:
    for rule in app.url_map.iter_rules():
        policy = policy_of(app, rule.endpoint)
        yield {
            "rule": rule.rule,
            "methods": sorted((rule.methods or set()) - {"OPTIONS"}),
            "endpoint": rule.endpoint,
            "policy": list(policy) if isinstance(policy, tuple) else policy,
            "public": policy == PUBLIC,
        }


def local_path(target: str | None) -> str | None:
    """``target`` when it is a plain path on this site, else None: nobody is sent elsewhere after signing in."""
    if not target or len(target) > 500 or not _LOCAL_PATH.fullmatch(target):
        return None
    path = unquote(target.partition("?")[0])
    if "//" in path or "\\" in path or "/." in path or any(ord(char) < 32 or ord(char) == 127 for char in path):
        return None
    return target


def _to_login() -> ResponseReturnValue:
    """Send a reader to sign in and back; what was posted cannot be replayed, so its sender is told instead."""
    if request.method not in _READS:
        abort(401)
    wanted = local_path(request.full_path.rstrip("?"))
    if wanted is None or wanted == "/":
        return redirect(LOGIN)
    return redirect(f"{LOGIN}?next={quote(wanted, safe='/')}")

