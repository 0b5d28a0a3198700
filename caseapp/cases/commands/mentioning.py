"""Calling a colleague by name in an internal note: told on the page of the own work until the case was opened."""
from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.cases.commands.work import Work
from caseapp.cases.models import CaseNote, Mention
from caseapp.cases.queries.colleagues import colleagues
from caseapp.db import writing

_CALLED = re.compile(r"(?<![\w@.])@([\w.\-]+)")


def mention(work: Work, note: CaseNote, chosen: Sequence[str] = ()) -> list[int]:
    """Note down whom a note calls: by “@” and account in its text, and those ``chosen`` by public id; who they are.

    Nobody is called who may not see the case, and nobody calls himself.
    """
    named = called_in(note.text)
    if not named and not chosen:
        return []
    found = [one.id for one in colleagues(work.session, work.dossier, work.how.today)
             if (one.account in named or one.public_id in chosen) and one.id != work.how.by]
    work.session.add_all(Mention(note_id=note.id, account_id=one) for one in found)
    work.session.flush()
    return found


def called_in(text: str) -> frozenset[str]:
    """The accounts a text may mean, as accounts are written: “@Binh,” is “binh”."""
    return frozenset(unicodedata.normalize("NFKC", one).casefold().rstrip(".-") for one in _CALLED.findall(text))


def have_read(notes: Sequence[int], account_id: int, at: datetime) -> None:
    """Somebody opened the case: what called him there was seen."""
    with writing() as session:
        session.execute(sa.update(Mention).where(
            Mention.note_id.in_(notes), Mention.account_id == account_id, Mention.read_at.is_(None)).values(read_at=at))


def forget_mentions(session: Session, dossier_id: int) -> None:
    """Take out who was called in the notes of a case, before the notes themselves are erased."""
    notes = sa.select(CaseNote.id).where(CaseNote.dossier_id == dossier_id)
    session.execute(sa.delete(Mention).where(Mention.note_id.in_(notes)))
