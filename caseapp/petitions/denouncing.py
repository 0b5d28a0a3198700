"""What a petition that is a denunciation asks of the desk where denunciations are written down.

Which accounts an accused may hold, which envelopes are used: the desk above knows, and is told of here at assembly.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from flask import Flask, current_app

from caseapp.petitions.forgetting import FindAgain, find_cases_again


class Accounts(Protocol):
    """The accounts a form offers beside the accused."""

    def look_up(self) -> None:
        """Find accounts by the words that stand in the form."""

    def chosen(self) -> Sequence[int]:
        """The ticked accounts: for them the dossier will not exist."""


@dataclass(frozen=True, slots=True)
class SecretDesk:
    """``accounts``: of a form and a unit; ``check``: puts errors at envelope and accused of a form received on a day;
    ``propose``: puts a number that is on no envelope of the unit and year into the form; ``find_again``: see its type.
    """

    accounts: Callable[[Any, int], Accounts]
    check: Callable[[Any, Any, date | None], None]
    propose: Callable[[Any, int, int], None]
    find_again: FindAgain = find_cases_again


def denounce_at(app: Flask, desk: SecretDesk) -> None:
    """At assembly: the desk that keeps denunciations from whoever they are about."""
    app.extensions["secret_desk"] = desk


def secret_desk() -> SecretDesk | None:
    """The desk; None in an office that has none: then no denunciation is taken in here."""
    desk: SecretDesk | None = current_app.extensions.get("secret_desk")
    return desk
