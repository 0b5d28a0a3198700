"""A dispute that a page asks for, who may act on it, and what is kept of a form on it while it is typed."""
from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import abort, jsonify, request
from flask.typing import ResponseReturnValue

from caseapp.cases.commands.given import DRAFT, OF_CASE
from caseapp.dossiers.drafts import Fields, Kept, close_draft, keep_draft, list_drafts
from caseapp.dossiers.views.drafts import DRAFT_BYTES, NOT_KEPT
from caseapp.dossiers.views.standing import roles_in
from caseapp.mediation.queries.own import find_dispute
from caseapp.mediation.shown import TEAM
from caseapp.staff.viewer import viewer
from caseapp.text import new_public_id
from caseapp.web.filters import show_time
from caseapp.web.now import now

# Which form a draft belongs to, and on which dispute, kept beside what was typed.
OF_FORM: Final = "of_act"
NEW, RESULT = "mediation-new", "result"
_ONCE: Final = NOT_KEPT | {"step", "version"}
_ID = re.compile(r"[A-Za-z0-9_-]{16,24}")


@dataclass(frozen=True, slots=True)
class Opened:
    """A dispute and the roles of the viewer in its hamlet; whoever has none there only reads."""

    row: Any
    roles: frozenset[str]

    @property
    def acts(self) -> bool:
        """Whether the viewer acts on it."""
        return bool(self.roles & TEAM)


def opened_or_404(public_id: str) -> Opened:
    """The dispute, for whoever may see it; 404 alike when it is absent and when it may not be seen."""
    row = find_dispute(viewer(), public_id)
    if row is None:
        abort(404)
    return Opened(row, roles_in(viewer(), row.unit_id))


def acted_on_or_404(public_id: str) -> Opened:
    """The same for pages on which something is written: nobody of another hamlet, nobody of the office."""
    opened = opened_or_404(public_id)
    if not opened.acts:
        abort(404)
    return opened


# ── drafts ──


def kept(form: str, dispute: str = "") -> Kept | None:
    """What the viewer typed of a form and has not saved yet, the latest; ``dispute``: public id of the one it is on."""
    return next((one for one in list_drafts(DRAFT, account_id=viewer().account_id, now=now())
                 if (one.fields.get(OF_CASE), one.fields.get(OF_FORM)) == ([dispute], [form])), None)


def keep(form: str, draft_id: str, dispute: str = "") -> ResponseReturnValue:
    """Keep what is typed, in answer to the script that sends it."""
    if (request.content_length or 0) > DRAFT_BYTES:
        abort(413)
    typed: Fields = {name: values for name, values in request.form.lists() if name not in _ONCE}
    typed |= {OF_CASE: [dispute], OF_FORM: [form]}
    if not _ID.fullmatch(draft_id) or not keep_draft(
            draft_id, DRAFT, typed, account_id=viewer().account_id, now=now()):
        abort(404)
    at = show_time(now())
    return jsonify(saved=at, at=at, draft=draft_id)


def put_away(draft_id: str) -> None:
    """Throw away what was kept of a form that was saved."""
    if known(draft_id):
        close_draft(draft_id, account_id=viewer().account_id, now=now())


def known(draft_id: str) -> str:
    """A draft's id as this program gives it out; empty for anything else."""
    return draft_id if _ID.fullmatch(draft_id) else ""


def new_draft() -> str:
    """The id of a draft that nothing was kept under yet."""
    return new_public_id()


def typed(found: Kept | None) -> Mapping[str, list[str]] | None:
    """The fields of a draft as a form takes them."""
    return {name: values for name, values in found.fields.items() if name not in (OF_CASE, OF_FORM)} if found else None
