"""Papers of a sealed case: added as a working copy or sealed, opened by a custodian, withdrawn with a reason."""
from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from caseapp.cases.commands.papers import kept_or_removed
from caseapp.cases.models import Act, ActFile, Status
from caseapp.cases.sealed_papers import Kept, called
from caseapp.db import unordered_id, writing
from caseapp.dossiers.acting import Acting, roles_left, see_doors
from caseapp.dossiers.attaching import IN_ENVELOPES, see_room
from caseapp.dossiers.cleaning import cleaned
from caseapp.dossiers.commands import lock_dossier
from caseapp.dossiers.files import SEALED, Stored, keep_by_the_day, path_of, remove_file, sha256_of, store_pieces
from caseapp.dossiers.models import Attachment, Dossier, Entrusted
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.form_keys import use_form_key
from caseapp.ledger.journal import record
from caseapp.ledger.models import Chain, JournalRow
from caseapp.staff.policy import Can, permits
from caseapp.staff.roles import Role
from caseapp.text import new_public_id
from caseapp.vault.sealing import Label, SealProblem, sealed, unsealed
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.web.now import by_the_day

ADDED: Final = {Kept.WORKING: "file.add", Kept.SEALED: "file.seal"}


@dataclass(frozen=True, slots=True)
class KeptPaper:
    """A paper as its form gives it, whole in memory; ``act``: public id of the act whose document it shows."""

    kept: Kept
    sort: str
    content: bytes
    type: str
    act: str = ""


@dataclass(slots=True)
class _Held:
    """A sealed case under its lock, and how somebody still acts on it."""

    session: Session
    chain: Chain
    dossier: Dossier
    how: Acting

    def journal(self, act: str, facts: dict[str, str], values: dict[str, list[str]] | None = None) -> None:
        record(self.session, self.chain, act=act, by=self.how.by, at=self.how.at, dossier=self.dossier.id, sealed=True,
               facts=facts, values=values)


def add_paper(given: KeptPaper, how: Acting) -> str:
    """Put a paper into a sealed case; its public id. Nothing of what is sealed lies on the disk as it came.

    Raises FileProblem for what cannot be a working copy and for a full disk, Refusal, FormKeyUsed, NotFound; then
    nothing stays.
    """
    public_id = new_public_id()
    stored = _store(given, public_id)
    with kept_or_removed([stored]), _holding(how) as held:
        see_room(held.session, held.dossier, stored)
        number = _numbered(held, given.kept)
        row = Attachment(
            id=_id(held), public_id=public_id, dossier_id=held.dossier.id, name=_name(given, number), type=stored.type,
            size=stored.size, sha256=stored.sha256, stored_as=stored.stored_as, added_by=how.by, added_at=held.how.at)
        held.session.add(row)
        held.session.flush()
        if given.act:
            held.session.add(ActFile(act_id=_act(held, given), attachment_id=row.id))
        told = {"sort": given.sort, "type": given.type} if given.kept is Kept.WORKING else {}
        held.journal(ADDED[given.kept], {"file": public_id, "no": str(number), **told})
        keep_by_the_day(stored.stored_as, held.how.at)
    return public_id


def open_paper(file: str, why: str, note: str, how: Acting) -> tuple[str, Label, bytes]:
    """Name, label and content of what is sealed, for a custodian; the opening is journaled before anything is shown.

    ``why``: a code of WHY_OPENED; ``note``: the paper that asks for it. Raises NotFound for everybody else and for any
    other file, SealProblem when it is not as it was sealed, FormKeyUsed.
    """
    with _holding(how) as held:
        row = _paper(held, file)
        if row.type != SEALED or Role.CUSTODIAN not in held.how.roles:
            raise NotFound
        if sha256_of(path_of(row.stored_as)) != bytes(row.sha256):
            raise SealProblem
        label, content = unsealed(path_of(row.stored_as).read_bytes(), current_app.extensions["keys"], row.public_id)
        held.journal("file.open", {"file": row.public_id, "why": why}, {"note": ["", note]} if note else None)
        return row.name, label, content


def withdraw_paper(file: str, why: str, how: Acting) -> str:
    """Take a paper out of the case for good, and its bytes out of the store; what it was called.

    A sealed one only by a custodian. ``why``: a code of WHY_WITHDRAWN. Raises NotFound, FormKeyUsed.
    """
    with _holding(how) as held:
        row = _paper(held, file)
        if row.type == SEALED and Role.CUSTODIAN not in held.how.roles:
            raise NotFound
        name, stored_as = row.name, row.stored_as
        held.session.execute(sa.delete(ActFile).where(ActFile.attachment_id == row.id))
        held.session.delete(row)
        held.journal("file.withdraw", {"file": row.public_id, "name": name, "why": why})
    remove_file(stored_as)
    return name


@contextmanager
def _holding(how: Acting) -> Iterator[_Held]:
    """A sealed case under its lock, for somebody who may still see it; added files make no page of it old."""
    with writing() as session:
        chain = lock_chain(session, how.unit_id)
        if how.form_key:
            use_form_key(session, how.form_key, how.by, by_the_day(how.today), result=str(how.dossier_id))
        dossier = lock_dossier(session, how.dossier_id, None)
        roles = roles_left(session, how)
        if not dossier.sealed or dossier.kind in IN_ENVELOPES or not _sees(session, dossier, how.by, roles):
            raise NotFound
        see_doors(session, dossier)
        if dossier.state == "void":
            raise Refusal(_("Số này đã hủy, không nhận thêm tệp."), "file", 422)
        yield _Held(session, chain, dossier, replace(how, at=by_the_day(how.today), roles=roles))


def _sees(session: Session, dossier: Dossier, account: int, roles: frozenset[str]) -> bool:
    """Whether somebody may see the case now, however long an upload took: by role, as its author, or entrusted."""
    if any(permits(Can.READ_SEALED, Role(one)) for one in roles):
        return True
    return bool(roles) and (dossier.author_id == account or session.get(Entrusted, (dossier.id, account)) is not None)


def _store(given: KeptPaper, public_id: str) -> Stored:
    if given.kept is Kept.WORKING:
        return store_pieces([cleaned(given.content, given.type)], given.type)
    label = Label(given.sort, given.type, len(given.content))
    return store_pieces(sealed(io.BytesIO(given.content), label, current_app.extensions["keys"], public_id), SEALED)


def _id(held: _Held) -> int:
    """Random, yet above the case's earlier papers: it leads to no open file that was added before or after it."""
    latest = held.session.scalar(sa.select(sa.func.max(Attachment.id)).where(
        Attachment.dossier_id == held.dossier.id))
    return unordered_id(held.session, Attachment.id, above=latest)


def _name(given: KeptPaper, number: int) -> str:
    name = called(given.kept, given.sort, number)
    return name if given.kept is Kept.SEALED else f"{name}.{given.type}"


def _numbered(held: _Held, kept: Kept) -> int:
    """The next number; one that was withdrawn is not given again."""
    return 1 + (held.session.scalar(sa.select(sa.func.count()).select_from(JournalRow).where(
        JournalRow.dossier_id == held.dossier.id, JournalRow.act == ADDED[kept])) or 0)


def _act(held: _Held, given: KeptPaper) -> int:
    """The act whose document a working copy shows; raises Refusal."""
    found = held.session.scalar(sa.select(Act.id).where(
        Act.public_id == given.act, Act.dossier_id == held.dossier.id, Act.status == Status.DONE))
    if found is None or given.kept is Kept.SEALED:
        raise Refusal(_("Bản quét của văn bản đã ghi phải là bản làm việc."), "act", 422)
    return found


def _paper(held: _Held, file: str) -> Attachment:
    row = held.session.scalar(sa.select(Attachment).where(
        Attachment.public_id == file, Attachment.dossier_id == held.dossier.id))
    if row is None:
        raise NotFound
    return row
