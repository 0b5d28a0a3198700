"""Knows what every answer tells the browser, and which requests are refused before a view sees them."""
from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

import structlog
from flask import Flask, Response, abort, request, session

from caseapp.extensions import csrf
from caseapp.web.access import public

log = structlog.get_logger(__name__)

REPORTS: Final = "/csp"
POLICY: Final = "; ".join((
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",  # Bootstrap draws its ticks and arrows with data: images
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    f"report-uri {REPORTS}",
))
ALWAYS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), "
                          "geolocation=(), gyroscope=(), microphone=(), midi=(), payment=(), usb=()",
}
YEAR: Final = 31_536_000
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})
READS: Final = frozenset({"GET", "HEAD"})
REPORT_TYPES: Final = frozenset({"application/csp-report", "application/reports+json"})
REPORT_BYTES: Final = 16_384


def install(app: Flask, *, https: bool, hosts: tuple[str, ...]) -> None:
    """Set headers on every answer, refuse foreign requests first of all, take reports of policy violations."""
    app.config["TRUSTED_HOSTS"] = list(hosts) or None
    # The referrer is never sent (Referrer-Policy above), so forged requests are told by token and by origin instead.
    app.config["WTF_CSRF_SSL_STRICT"] = False
    app.before_request_funcs.setdefault(None, []).insert(0, refuse_foreign)
    app.after_request_funcs.setdefault(None, []).insert(0, lambda answer: with_headers(answer, https=https))
    app.add_url_rule(REPORTS, "policy_report", csrf.exempt(take_report), methods=["POST"])


def refuse_foreign() -> None:
    """Refuse methods nobody here uses, other sites' posts, and other sites' embedding of anything but a link."""
    if request.method not in METHODS:
        abort(405, valid_methods=sorted(METHODS))
    site = request.headers.get("Sec-Fetch-Site", "none")
    if site in {"none", "same-origin"}:
        if request.method not in READS and _foreign_origin():
            abort(400)
        return
    linked = request.method in READS and request.headers.get("Sec-Fetch-Mode") == "navigate"
    if not linked or request.headers.get("Sec-Fetch-Dest", "document") != "document":
        abort(400)


def _foreign_origin() -> bool:
    """Whether the request names another host as its origin; "null" is what a page without referrer sends."""
    origin = request.headers.get("Origin")
    return bool(origin) and origin != "null" and urlsplit(str(origin)).netloc != request.host


def with_headers(answer: Response, *, https: bool) -> Response:
    """The answer with every security header; a view may set a narrower content policy or a longer cache itself."""
    for name, value in ALWAYS.items():
        answer.headers[name] = value
    answer.headers.setdefault("Content-Security-Policy", POLICY)
    if request.endpoint == "static":
        session.accessed = False  # the files are the same for everybody: no "Vary: Cookie"
    else:
        answer.headers["Cache-Control"] = "no-store"
    if https:
        answer.headers["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"
    answer.headers.pop("Server", None)
    answer.headers.pop("X-Powered-By", None)
    return answer


@public
def take_report() -> tuple[str, int]:
    """Note that a page broke the content policy: only which rule, for the address may name a dossier."""
    if request.mimetype not in REPORT_TYPES or (request.content_length or 0) > REPORT_BYTES:
        abort(400)
    request.max_content_length = REPORT_BYTES  # also for a body that does not tell its length
    try:
        body = request.get_json(force=True, silent=True)
    except RecursionError:
        abort(400)
    report = body.get("csp-report") if isinstance(body, dict) else None
    broken = str(report.get("effective-directive") or report.get("violated-directive") or "") \
        if isinstance(report, dict) else ""
    log.warning("content policy violated", directive="".join(c for c in broken[:40] if c.isalnum() or c in " -'"))
    return "", 204
