"""Adding a file to a dossier: the file lies in the store first, then row and journal commit together."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.db import writing
from caseapp.dossiers.acting import see_doors
from caseapp.dossiers.commands import lock_dossier
from caseapp.dossiers.files import Stored, remove_file
from caseapp.dossiers.models import Attachment, Dossier
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.form_keys import use_form_key
from caseapp.ledger.journal import record
from caseapp.ledger.models import Chain
from caseapp.text import new_public_id
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _

# All files of one dossier together; more belongs into several dossiers or on paper.
DOSSIER_BYTES = 200 << 20
# Kinds that begin with the papers themselves: sealed, these lie in the envelope and nowhere else.
IN_ENVELOPES = frozenset({"visit", "petition"})


@dataclass(frozen=True, slots=True)
class Attaching:
    """Who adds a file to which dossier; ``cancelled`` is the state in which its kind takes nothing more."""

    dossier_id: int
    unit_id: int
    by: int
    at: datetime
    form_key: str = ""
    cancelled: str = "void"


def attach(stored: Stored, how: Attaching) -> str:
    """Write the row of a stored file; returns its public id. Whatever fails, the file leaves the store again."""
    try:
        with writing() as session:
            chain = lock_chain(session, how.unit_id)
            public_id = new_public_id()
            if how.form_key:
                use_form_key(session, how.form_key, how.by, how.at, result=public_id)
            dossier = lock_dossier(session, how.dossier_id, None)
            see_doors(session, dossier)
            put_in(session, chain, dossier, stored, how, public_id)
    except BaseException:
        remove_file(stored.stored_as)
        raise
    return public_id


def put_in(
    session: Session, chain: Chain, dossier: Dossier, stored: Stored, how: Attaching, public_id: str,
) -> Attachment:
    """The row of a stored file and its journal, inside an act that is under way; raises Refusal."""
    refuse_files(dossier, how.cancelled)
    see_room(session, dossier, stored)
    row = Attachment(
        public_id=public_id, dossier_id=dossier.id, name=stored.name, type=stored.type, size=stored.size,
        sha256=stored.sha256, stored_as=stored.stored_as, added_by=how.by, added_at=how.at)
    session.add(row)
    session.flush()
    facts = {"file": public_id, "type": stored.type, "size": stored.size}
    # By its hash a file that was lawfully erased could still be recognised: it goes when the values go.
    record(session, chain, act="file.add", by=how.by, at=how.at, dossier=dossier.id, facts=facts,
           values={"name": ["", stored.name], "sha256": ["", stored.sha256.hex()]})
    return row


def refuse_files(dossier: Dossier, cancelled: str) -> None:
    """Raise Refusal for a dossier that takes no file here: a void one, and a sealed one.

    What came in with a denunciation lies in the envelope; a sealed case takes papers by a door of its own.
    """
    if dossier.sealed:
        raise Refusal(sealed_words(dossier.kind), "file", 422)
    if dossier.state == cancelled:
        raise Refusal(_("Số này đã hủy, không nhận thêm tệp."), "file", 422)


def sealed_words(kind: str) -> str:
    """Why a sealed dossier takes no file here, and where it does."""
    if kind in IN_ENVELOPES:
        return _("Hồ sơ tố cáo không nhận tệp: mọi giấy tờ nằm trong phong bì niêm phong.")
    return _("Tệp của vụ việc kín thêm ở trang Tài liệu của vụ việc: phải chọn bản làm việc hay niêm phong.")


def see_room(session: Session, dossier: Dossier, stored: Stored) -> None:
    """Raise Refusal when all files of a dossier together would be too large."""
    used = session.scalar(sa.select(sa.func.coalesce(sa.func.sum(Attachment.size), 0)).where(
        Attachment.dossier_id == dossier.id)) or 0
    if int(used) + stored.size > DOSSIER_BYTES:
        raise Refusal(_("Tệp của hồ sơ này đã gần đủ %(limit)s MB. Giữ bản giấy và ghi vào danh sách giấy tờ.",
                        limit=DOSSIER_BYTES >> 20), "file", 413)
