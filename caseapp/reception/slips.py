"""The ticket that lets a denouncer's slip be printed before the visit is saved: a signed code, nothing else."""
from __future__ import annotations

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

SALT = "denouncer-slip"
# A slip is printed while its writer sits at the counter; a later print begins at the visit's own page.
HOURS = 12


def sign_slip(code: str) -> str:
    """A token for the slip that bears ``code``."""
    token = _signer().dumps(code)
    return token if isinstance(token, str) else token.decode()


def read_slip(token: str) -> str | None:
    """The code a token was made for; None when it is forged or older than half a day."""
    try:
        code = _signer().loads(token, max_age=HOURS * 3600)
    except BadSignature:
        return None
    return code if isinstance(code, str) else None


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=SALT)
