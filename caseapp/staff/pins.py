"""Knows what a short number must be by which an idle phone goes on, and how often it may be tried."""
from __future__ import annotations

from typing import Final

from caseapp.web.language import gettext as _

LENGTH: Final = 6
TRIES: Final = 3
"""Wrong ones in one session; then only the password opens."""
_ROWS: Final = ("01234567890", "09876543210")


def pin_flaw(pin: str) -> str | None:
    """Why a number may not be chosen, for whoever chose it; None when it may."""
    if len(pin) != LENGTH or not (pin.isascii() and pin.isdigit()):
        return _("Mã có đúng %(count)s chữ số.", count=str(LENGTH))
    if len(set(pin)) <= 2 or any(pin in row for row in _ROWS) or pin[:3] == pin[3:]:
        return _("Mã này dễ đoán. Hãy chọn sáu chữ số khác nhau hơn.")
    return None
