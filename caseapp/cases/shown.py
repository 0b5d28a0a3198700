"""What cases tell the pages that all kinds of dossier share: page, registers, codes of the sealed ones, states."""
from __future__ import annotations

import re
from collections.abc import Callable

import sqlalchemy as sa
from flask import Flask, url_for

from caseapp.cases.practice import Practice
from caseapp.cases.practices import PRACTICES
from caseapp.cases.rules import CASES
from caseapp.db import reading
from caseapp.dossiers.models import Dossier
from caseapp.dossiers.shown import Shown, show_kind
from caseapp.text import clean_line
from caseapp.web.language import gettext as _

PAGE = "/vu-viec/{}"
_CODED = sa.select(Dossier.id).where(Dossier.code == sa.bindparam("code"), Dossier.kind == sa.bindparam("kind"))


def show_cases(app: Flask) -> None:
    """Register every kind of case with the shared pages."""
    for code in sorted(CASES):
        practice = PRACTICES[code]
        # A sealed case has no number that anybody could look for: it goes by its code.
        show_kind(app, Shown(
            kind=code, page=PAGE, home=lambda: (_("Vụ việc"), url_for("cases.case_list")),
            registers=() if practice.sealed else (practice.register,), coded=_coded(practice),
            states={state.code: state.label for state in practice.kind.states}))


def as_code(words: str, prefix: str) -> str:
    """What was typed as the code of a sealed case is stored, or nothing: ``tc20267k4p3m2q`` → ``TC-2026-7K4P-3M2Q``."""
    bare = re.sub(r"[\s.\-–]", "", clean_line(words)).upper()
    found = re.fullmatch(rf"{re.escape(prefix)}(20[0-9]{{2}})([A-Z0-9]{{4}})([A-Z0-9]{{4}})", bare)
    return "-".join((prefix, *found.groups())) if found else ""


def _coded(practice: Practice) -> Callable[[str], list[int]]:
    def find(words: str) -> list[int]:
        code = as_code(words, practice.code) if practice.sealed else ""
        return list(reading().execute(_CODED, {"code": code, "kind": practice.kind.code}).scalars()) if code else []

    return find
