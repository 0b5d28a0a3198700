"""How a paper is cited in one line, number and day, and how the two are read back from it."""
from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final

NUMBER_LENGTH: Final = 60      # what is left of a stored line of 80 signs beside the day
_CITED: Final = re.compile(r"(.*) ngày (\d{2}/\d{2}/\d{4})")


def cite_paper(number: str, day: date) -> str:
    """A paper as official papers cite it: ``05/TB-UBND ngày 16/11/2026``; stored in Vietnamese whoever writes it."""
    return f"{number} ngày {day:%d/%m/%Y}"


def cited_paper(line: str) -> tuple[str, date | None]:
    """Number and day of a cited paper; no day where the line names none."""
    found = _CITED.fullmatch(line)
    if found is None:
        return line, None
    try:
        return found[1], datetime.strptime(found[2], "%d/%m/%Y").date()  # noqa: DTZ007  a civil day has no zone
    except ValueError:
        return line, None
