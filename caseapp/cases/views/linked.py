"""The dossiers a case belongs to, in words; features above say what their own kind adds to a line."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app

from caseapp.dossiers.commands import number_of
from caseapp.dossiers.shown import page_of, shown_kinds
from caseapp.web.badges import day_words
from caseapp.web.language import gettext as _
from caseapp.web.now import today

Telling = Callable[[Sequence[int]], Mapping[int, str]]
"""From ids of dossiers of one kind to a few words on each, in one statement."""


@dataclass(frozen=True, slots=True)
class Related:
    """A dossier beside the case: number, address, the line below."""

    number: str
    url: str
    words: str


def tell_of(app: Flask, kind: str, telling: Telling) -> None:
    """At assembly: what the page of a case says of a dossier of ``kind`` that is linked to it."""
    app.extensions.setdefault("linked_words", {})[kind] = telling


def petitions_of(linked: Sequence[Any]) -> list[Related]:
    """The petitions of a case, oldest first, each with how it came and its day."""
    rows = [one for one in linked if one.kind == "petition" and one.kind in shown_kinds()]
    telling: Telling | None = current_app.extensions.get("linked_words", {}).get("petition")
    told = telling([row.id for row in rows]) if telling and rows else {}
    return [Related(number_of(row), page_of(row.kind, row.public_id),
                    " ".join(part for part in (told.get(row.id, ""), day_words(row.opened_on, today())) if part))
            for row in rows]


def others_of(linked: Sequence[Any]) -> list[Related]:
    """Visits, and cases on the same matter: number, then what it is and where it stands."""
    return [Related(number_of(row), page_of(row.kind, row.public_id), _words(row))
            for row in linked if row.kind != "petition" and row.kind in shown_kinds()]


def _words(row: Any) -> str:
    day = day_words(row.opened_on, today(), year=True)
    if row.kind == "visit":
        return _("lượt tiếp %(day)s", day=day)
    state = shown_kinds()[row.kind].states.get(row.state, row.state)
    return " · ".join(part for part in (_(state), row.subject) if part)
