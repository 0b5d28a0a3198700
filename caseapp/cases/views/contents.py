"""What page and print of a denunciation say once for each: the finding of every content, the word of every member."""
from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from caseapp.cases.commands.declaring import FORMING
from caseapp.cases.each import contents_of, found_of
from caseapp.cases.forms.offers import words_of
from caseapp.cases.rules import details_of
from caseapp.db import reading
from caseapp.ledger.models import JournalRow, JournalValues
from caseapp.staff.models import Account
from caseapp.text import mark
from caseapp.web.language import gettext as _

FINDING = {"report": mark("Xác minh"), "conclude": mark("Kết luận")}
"""Acts that find something of each content, in their order."""
_DECLARED = (
    sa.select(JournalRow.body, JournalValues.body.label("side"))
    .outerjoin(JournalValues, JournalValues.journal_id == JournalRow.id)
    .where(JournalRow.dossier_id == sa.bindparam("id"), JournalRow.act == sa.bindparam("act"))
    .order_by(JournalRow.seq))
_NAMES = sa.select(Account.public_id, Account.display_name).where(
    Account.public_id.in_(sa.bindparam("keys", expanding=True)))


@dataclass(frozen=True, slots=True)
class Stage:
    """What an act found of a content: “Xác minh: Tố cáo đúng”, and why."""

    words: str
    why: str


@dataclass(frozen=True, slots=True)
class Content:
    """One content with everything that was found of it."""

    words: str
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """What a member declared: who, on which day, in which paper."""

    name: str
    on: date
    paper: str


def contents_shown(case: Any, acts: Sequence[Any]) -> list[Content]:
    """The contents that were accepted, each with what was verified and concluded; empty before acceptance."""
    done = [(act.code, details_of(act)) for act in acts if act.place is not None]
    if not case.sealed or all(code != "accept" for code, _details in done):
        return []
    contents = contents_of(done, case.content)
    stages: list[list[Stage]] = [[] for _content in contents]
    for code, words in FINDING.items():
        details: dict[str, Any] = next((details for one, details in reversed(done) if one == code), {})
        found = found_of(details.get("findings"), contents, str(details.get("summary", "")))
        for there, one in zip(stages, found, strict=False):
            finding = words_of("findings", one.finding)
            there.append(Stage(_("%(stage)s: %(finding)s", stage=_(words), finding=finding), one.why))
    return [Content(content, tuple(there)) for content, there in zip(contents, stages, strict=True)]


def declared_shown(case: Any, acts: Sequence[Any]) -> list[Word]:
    """The declarations of a team that verifies a denunciation, in the order they were written down."""
    if not case.sealed or all(act.code != FORMING for act in acts):
        return []
    rows = reading().execute(_DECLARED, {"id": case.id, "act": f"{case.kind}.declare"}).all()
    told = {facts["who"]: (facts, json.loads(row.side)["paper"][1] if row.side else "")
            for row, facts in ((row, json.loads(row.body)["facts"]) for row in rows)}
    names = {row.public_id: row.display_name for row in reading().execute(_NAMES, {"keys": list(told)})} if told else {}
    return [Word(names.get(who, ""), date.fromisoformat(facts["on"]), paper) for who, (facts, paper) in told.items()]
