"""What the pages of teams share: who keeps them, doing an act once, both versions side by side."""
from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.mediation.commands.teams import Keeping
from caseapp.mediation.queries import teams as queries
from caseapp.mediation.rules import Flaw
from caseapp.staff.commands.acting import Stale
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.staff.views.blueprint import differences
from caseapp.web.errors import Refusal
from caseapp.web.forms import OfficeForm, VersionedForm
from caseapp.web.language import gettext as _
from caseapp.web.now import now, today


def team_or_404(public_id: str) -> Any:
    """A team within reach; 404 for one that is not there, and for one that is elsewhere."""
    return queries.team(public_id, viewer(), today()) or abort(404)


def mediator_or_404(public_id: str) -> Any:
    """A mediator of a team within reach, or 404."""
    return queries.mediator(public_id, viewer(), today()) or abort(404)


def keeps(row: Any) -> bool:
    """Whether the viewer keeps the team of a row (``parent_id``: the commune of its hamlet)."""
    return row.parent_id in viewer().units_for(Can.KEEP_TEAMS)


def must_keep(row: Any) -> Any:
    """The row, for whoever keeps its team; 404 for a reader."""
    return row if keeps(row) else abort(404)


def keeping(form: OfficeForm | None = None) -> Keeping:
    """The viewer as the one who carries out ``form``; raises Refusal when the page is too old."""
    person = viewer()
    return Keeping(person.account_id, person.units_for(Can.KEEP_TEAMS), now(), today(), form.key() if form else "")


def done(form: OfficeForm, act: Callable[[Keeping], object]) -> bool:
    """Carry out an act; a form sent twice counts as done, a refusal stands at its field. Raises Stale."""
    try:
        act(keeping(form))
    except FormKeyUsed:
        return True
    except Refusal as refusal:
        if refusal.status == 404:
            abort(404)
        form.take(refusal)
        return False
    return True


def done_unless_stale(form: OfficeForm, act: Callable[[Keeping], object]) -> bool:
    """The same for an act that compares nothing: who came second opens the page again."""
    try:
        return done(form, act)
    except Stale:
        form.form_errors.append(_("Có người vừa sửa mục này. Mở lại trang để xem bản mới rồi làm tiếp."))
        return False


def both_versions(yours: VersionedForm, saved: VersionedForm, *, unit_id: int, about: str, acts: Iterable[str],
                  name: str, here: str) -> ResponseReturnValue:
    """The page that lays what was saved meanwhile beside what was typed."""
    row = queries.saved_last(unit_id, about, acts, now())
    return render_template("staff/conflict.html", row=row, form=saved, rows=differences(yours, saved), name=name,
                           here=here, up=url_for("mediation.teams"), up_name=_("Tổ hòa giải")), 409


def told(flaws: Iterable[Flaw]) -> list[tuple[str, Any]]:
    """What a team lacks, in the reader's language, each with its article."""
    return [(flaw.words(_), flaw.citation) for flaw in flaws]


def back_to(public_id: str, message: str) -> ResponseReturnValue:
    """To the team's page, with what was done."""
    flash(message, "done")
    return redirect(url_for("mediation.team", public_id=public_id), 303)


def status(form: OfficeForm) -> int:
    """200 for a page that is opened, 422 for one that was refused."""
    return 422 if form.is_submitted() else 200
