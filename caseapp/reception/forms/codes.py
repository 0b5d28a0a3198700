"""The code given to a denouncer while the form is open: carried by the page, changed by nobody."""
from __future__ import annotations

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer


def carry_code(code: str) -> str:
    """What the page carries for ``code``; as long as the draft lives, since a slip may have been printed with it."""
    token = _signer().dumps(code)
    return token if isinstance(token, str) else token.decode()


def carried_code(token: str) -> str:
    """The code a page carried; empty when there is none or it was tampered with."""
    try:
        code = _signer().loads(token)
    except BadSignature:
        return ""
    return code if isinstance(code, str) else ""


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="denouncer-form")
