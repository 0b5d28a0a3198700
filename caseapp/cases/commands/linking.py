"""Laying two dossiers side by side because they belong together, and apart again; each keeps its own way."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.cases.models import CaseFile
from caseapp.db import writing
from caseapp.dossiers.acting import Acting, roles_left
from caseapp.dossiers.commands import lock_dossier
from caseapp.dossiers.models import Accused, Dossier, Link
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.form_keys import use_form_key
from caseapp.ledger.journal import record
from caseapp.ledger.models import Chain
from caseapp.text import mark
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.web.now import by_the_day
from caseapp.workflow.engine import Refused

LINKING: Final = frozenset({"handler", "clerk", "supervisor", "reception"})
RELATED, SAME_MATTER = "related", "same-matter"
LINK_WORDS: Final[Mapping[str, str]] = {RELATED: mark("Liên quan"), SAME_MATTER: mark("Cùng việc")}
"""What people say of two dossiers; every other link is made by an act, and undone by none of these."""

NOT_YOURS: Final = mark("Việc này thuộc vai trò khác.")
ITSELF: Final = mark("Đây chính là hồ sơ đang mở.")
ALREADY: Final = mark("Hai hồ sơ này đã gắn với nhau rồi.")
UNKNOWN: Final = mark("Không có hồ sơ mang số này, hoặc bạn không được xem.")
NOT_LINKED: Final = mark("Hai hồ sơ này không còn gắn với nhau. Mở lại hồ sơ.")


def link(other_id: int, what: str, how: Acting) -> None:
    """Say that the dossier ``how`` acts on belongs together with another one that the same person may see.

    Raises Refused, Refusal, FormKeyUsed, NotFound. It contradicts nothing: an older page is no hindrance.
    """
    if what not in LINK_WORDS:
        raise LookupError(what)
    if other_id == how.dossier_id:
        raise Refusal(_(ITSELF), "other", 422)
    with writing() as session:
        pair = _both(session, other_id, how)
        if _between(session, how.dossier_id, other_id) is not None:
            raise Refusal(_(ALREADY), "other", 409)
        session.add(Link(dossier_id=how.dossier_id, other_id=other_id, what=what))
        _journal(session, pair, "link", what, how)


def unlink(other_id: int, how: Acting) -> None:
    """Take back what ``link`` said, whoever said it; raises Refusal when it is gone already."""
    with writing() as session:
        pair = _both(session, other_id, how)
        found = _between(session, how.dossier_id, other_id)
        if found is None:
            raise Refusal(_(NOT_LINKED))
        session.delete(found)
        _journal(session, pair, "unlink", found.what, how)


Pair = tuple[tuple[Dossier, Chain], tuple[Dossier, Chain]]


def _both(session: Session, other_id: int, how: Acting) -> Pair:
    """Both dossiers, each under the lock of its unit; the other one may be of a unit below."""
    units = {one.id: one.unit_id for one in session.execute(
        sa.select(Dossier.id, Dossier.unit_id).join(CaseFile, CaseFile.dossier_id == Dossier.id)
        .where(Dossier.id.in_((how.dossier_id, other_id))))}
    if len(units) != 2:
        raise Refusal(_(UNKNOWN), "other", 422)
    chains = {unit: lock_chain(session, unit) for unit in sorted(set(units.values()))}
    if how.form_key:
        use_form_key(session, how.form_key, how.by, how.at, result=str(how.dossier_id))
    if not roles_left(session, how) & LINKING:
        raise Refused(NOT_YOURS)
    if session.scalar(sa.select(sa.exists().where(Accused.dossier_id == other_id, Accused.account_id == how.by))):
        raise Refusal(_(UNKNOWN), "other", 422)
    here, there = (lock_dossier(session, one, None) for one in (how.dossier_id, other_id))
    return (here, chains[here.unit_id]), (there, chains[there.unit_id])


def _between(session: Session, one: int, other: int) -> Link | None:
    return session.scalar(sa.select(Link).where(Link.what.in_(sorted(LINK_WORDS)), sa.or_(
        sa.and_(Link.dossier_id == one, Link.other_id == other),
        sa.and_(Link.dossier_id == other, Link.other_id == one))))


def _journal(session: Session, pair: Pair, act: str, what: str, how: Acting) -> None:
    """Both sides tell it; an open journal names no sealed dossier."""
    for (dossier, chain), (other, _chain) in (pair, pair[::-1]):
        facts = {"what": what, **({"other": other.public_id} if dossier.sealed or not other.sealed else {})}
        record(session, chain, act=f"{dossier.kind}.{act}", by=how.by,
               at=by_the_day(how.today) if dossier.sealed else how.at, dossier=dossier.id, sealed=dossier.sealed,
               facts=facts)
