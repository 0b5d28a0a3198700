"""What visits tell the pages that all kinds of dossier share: page, registers, codes, states."""
from __future__ import annotations

import re

import sqlalchemy as sa
from flask import Flask

from caseapp.db import reading
from caseapp.dossiers.models import Dossier
from caseapp.dossiers.shown import Shown, show_kind
from caseapp.reception.kinds.visit import VISIT
from caseapp.reception.models import Visit
from caseapp.reception.rules import OPEN_REGISTER
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.text import clean_line, mark

_CODED = sa.union_all(
    sa.select(Visit.dossier_id).where(Visit.follow_code == sa.bindparam("code")),
    sa.select(Dossier.id).where(Dossier.code == sa.bindparam("code"), Dossier.kind == VISIT.code))
# Codes as people copy them: with or without dashes, large or small letters.
_FOLLOW = re.compile(r"([A-Z0-9]{4})([A-Z0-9]{4})")
_DENOUNCER = re.compile(r"TC(20[0-9]{2})([A-Z0-9]{4})([A-Z0-9]{4})")


def show_visits(app: Flask) -> None:
    """Register visits with the shared pages."""
    show_kind(app, Shown(
        VISIT.code, "/tiep-dan/luot/{}", home, (OPEN_REGISTER,), coded,
        {state.code: state.label for state in VISIT.states}))


def home() -> tuple[str, str]:
    """Where the viewer comes to a visit from: the desk, or the own work of those who have no desk."""
    if viewer().may(Can.DESK):
        return mark("Bàn tiếp dân"), "/tiep-dan"
    return mark("Việc của tôi"), "/viec"


def coded(words: str) -> list[int]:
    """The visit that a follow-up code or a denouncer's code names."""
    code = as_code(words)
    return [row.dossier_id for row in reading().execute(_CODED, {"code": code})] if code else []


def as_code(words: str) -> str:
    """What was typed as a code is stored, or nothing when it is no code: ``5k7r24xd`` → ``5K7R-24XD``."""
    bare = re.sub(r"[\s.\-–]", "", clean_line(words)).upper()
    follow, denouncer = _FOLLOW.fullmatch(bare), _DENOUNCER.fullmatch(bare)
    if denouncer:
        return "-".join(("TC", *denouncer.groups()))
    return "-".join(follow.groups()) if follow else ""

