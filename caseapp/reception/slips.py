"""The ticket that lets a denouncer's slip be printed before the visit is saved: its code, sealed, for half a day."""
from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

from flask import current_app

from caseapp.keys import KeyProblem
from caseapp.web.now import now

# Addresses stay in logs of servers between here and the browser, so this one says nothing to anybody without the
# key. A row kept beside it, as a search has, would mean a write whenever the page of a denunciation is read.
PURPOSE = "search"
ROW = "slip"
# A slip is printed while its writer sits at the counter; a later print begins at the visit's own page.
LIFE = timedelta(hours=12)


def sign_slip(code: str) -> str:
    """A token for the slip that bears ``code``; another one at each call."""
    until = int((now() + LIFE).timestamp())
    sealed = current_app.extensions["keys"].encrypt(PURPOSE, f"{until} {code}", ROW)
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def read_slip(token: str) -> str | None:
    """The code a token was made for; None when it is forged or older than half a day."""
    try:
        sealed = base64.b64decode(token.encode("ascii") + b"=" * (-len(token) % 4), altchars=b"-_", validate=True)
        until, _, code = current_app.extensions["keys"].decrypt(PURPOSE, sealed, ROW).partition(" ")
    except (KeyProblem, ValueError):
        return None
    return code if now() <= datetime.fromtimestamp(int(until), UTC) else None
