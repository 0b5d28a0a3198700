"""Knows how the asker's half of a one-time password is kept until they have seen it.

Nobody gets the whole of it: the other half is shown to whoever confirms, and stands nowhere.
"""
from __future__ import annotations

from datetime import datetime

from flask import current_app

from caseapp.staff.models import AccessRequest

# Kept like other things that live for days; what it is encrypted with names this column and this row besides.
_PURPOSE = "draft"


def keep_half(request: AccessRequest, half: str, until: datetime) -> None:
    """Encrypt the half that is the asker's into the request."""
    request.half = current_app.extensions["keys"].encrypt(_PURPOSE, half, _place(request))
    request.half_until = until


def take_out_half(request: AccessRequest) -> str | None:
    """The asker's half, wiped from the request; None when there is none any more."""
    blob, request.half, request.half_until = request.half, None, None
    return current_app.extensions["keys"].decrypt(_PURPOSE, blob, _place(request)) if blob else None


def _place(request: AccessRequest) -> str:
    return f"access_request.half:{request.public_id}"
