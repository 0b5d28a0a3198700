"""What the sealed journal says of accounts and a denunciation: barred by a new name, left to a person, let be.

That an account is barred is a row of its own (``Accused``); why, and what a person has said of it, is read here.
"""
from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from caseapp.ledger.models import JournalRow
from caseapp.staff.models import Account

# In the facts of an act: accounts that a person called somebody else's, each with its ``name_mark``.
OTHERS: Final = "others"
_ACTS: Final = ("visit.log", "accused.add", "accused.other", "accused.found", "accused.fall", "accused.doubt",
                "accused.lift")
_SAID = (
    sa.select(JournalRow.dossier_id, JournalRow.act, JournalRow.body)
    .where(JournalRow.dossier_id.in_(sa.bindparam("dossiers", expanding=True)), JournalRow.sealed,
           JournalRow.act.in_(_ACTS))
    .order_by(JournalRow.at, JournalRow.seq))


@dataclass(slots=True)
class Said:
    """How one account stands to one denunciation, so far as it was ever spoken of.

    ``let_be``: the mark of the name it bore when a person said that it is somebody else's.
    """

    let_be: str | None = None
    provisional: bool = False
    doubted: bool = False


def said_of(source: Session | Connection, dossiers: Iterable[int]) -> dict[tuple[int, str], Said]:
    """By dossier and public id of the account: the last word on each."""
    found: dict[tuple[int, str], Said] = {}
    for row in source.execute(_SAID, {"dossiers": list(dossiers)}):
        for account, said in _words(row.act, json.loads(row.body)["facts"], found, row.dossier_id):
            found[row.dossier_id, account] = said
    return found


def name_mark(account: Any) -> str:
    """A keyed fingerprint of the name an account bears: tells whether it bears the same again, and no name."""
    text = f"name of {account.public_id}: {account.display_fold}"
    return str(current_app.extensions["keys"].index("index", text).hex()[:24])


def others_said(accounts: Iterable[Account | Any]) -> dict[str, dict[str, str]]:
    """Facts of an act in which a person called ``accounts`` somebody else's; empty without any."""
    marks = {account.public_id: name_mark(account) for account in accounts}
    return {OTHERS: marks} if marks else {}


def _words(act: str, facts: Mapping[str, Any], found: Mapping[tuple[int, str], Said],
           dossier: int) -> list[tuple[str, Said]]:
    if act in ("visit.log", "accused.other"):
        return [(account, Said(let_be=mark)) for account, mark in facts.get(OTHERS, {}).items()]
    if act == "accused.add":
        return [(account, Said()) for account in facts["accounts"]]
    account = facts["account"]
    if act == "accused.lift":
        return [(account, Said(let_be=facts.get("name", "")))]
    before = found.get((dossier, account), Said())
    # What a machine does takes nothing back of what a person said.
    return [(account, Said(before.let_be, provisional=act == "accused.found" and bool(facts.get("provisional")),
                           doubted=act == "accused.doubt"))]
