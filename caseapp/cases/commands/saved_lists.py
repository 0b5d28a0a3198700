"""Naming, keeping and sharing a list of cases: everybody their own; no dossier changes, so the journal says nothing."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from caseapp.cases.models import SavedList
from caseapp.db import writing
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.form_keys import see_form_key, use_form_key
from caseapp.staff.viewer import Viewer
from caseapp.text import fold, new_public_id
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _

MOST: Final = 30            # lists of one account
LONGEST: Final = 500        # characters of an address


@dataclass(frozen=True, slots=True)
class GivenList:
    """A list as its form tells it. ``query``: its address, without words; ``instead``: public id of the own list it
    takes over, empty for a new one."""

    name: str
    query: str = ""
    shared: bool = False
    instead: str = ""


def save_list(person: Viewer, given: GivenList, at: datetime, form_key: str) -> str:
    """Keep a list; its public id. Raises Refusal for a name in use, too many lists, too long an address; NotFound when
    the one it takes over is not the viewer's; FormKeyUsed."""
    if len(given.query) > LONGEST:
        raise Refusal(_("Bộ lọc này quá dài để lưu. Bỏ bớt điều kiện hoặc cột rồi lưu."), None, 422)
    with writing() as session:
        lock_chain(session, person.unit_id)      # one after the other, so that names and their number are counted right
        see_form_key(session, form_key, person.account_id)
        own = _own(session, person)
        kept = _one(own, given.instead) if given.instead else None
        _see_name(own, given.name, but=kept)
        if kept is None and len(own) >= MOST:
            raise Refusal(_("Mỗi người lưu nhiều nhất %(count)s danh sách. Xóa bớt một danh sách cũ.", count=MOST),
                          "name", 422)
        if kept is None:
            kept = SavedList(public_id=new_public_id(), account_id=person.account_id, made_at=at)
            session.add(kept)
        kept.unit_id, kept.name, kept.query, kept.shared = person.unit_id, given.name, given.query, given.shared
        use_form_key(session, form_key, person.account_id, at, result=kept.public_id)
        return kept.public_id


def rename_list(person: Viewer, public_id: str, given: GivenList, at: datetime, form_key: str) -> None:
    """Give one of one's own lists another name, share it or no longer; raises as ``save_list``."""
    with writing() as session:
        lock_chain(session, person.unit_id)
        see_form_key(session, form_key, person.account_id)
        own = _own(session, person)
        kept = _one(own, public_id)
        _see_name(own, given.name, but=kept)
        if given.shared and not kept.shared:
            kept.unit_id = person.unit_id
        kept.name, kept.shared = given.name, given.shared
        use_form_key(session, form_key, person.account_id, at, result=public_id)


def delete_list(person: Viewer, public_id: str) -> None:
    """Forget one of one's own lists; one that is gone already is no mistake."""
    with writing() as session:
        session.execute(sa.delete(SavedList).where(
            SavedList.public_id == public_id, SavedList.account_id == person.account_id))


def _own(session: Session, person: Viewer) -> list[SavedList]:
    return list(session.scalars(sa.select(SavedList).where(SavedList.account_id == person.account_id)))


def _one(own: list[SavedList], public_id: str) -> SavedList:
    found = next((one for one in own if one.public_id == public_id), None)
    if found is None:
        raise NotFound
    return found


def _see_name(own: list[SavedList], name: str, but: SavedList | None) -> None:
    """Two lists whose names differ by marks or capitals alone would be one to whoever looks for them."""
    if any(one is not but and fold(one.name) == fold(name) for one in own):
        raise Refusal(_("Bạn đã có danh sách tên này. Đặt tên khác, hoặc chọn thay danh sách đó."), "name", 422)
