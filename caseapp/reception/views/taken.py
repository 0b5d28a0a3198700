"""The petition that a visit brought and the case it lives in, as pages say it."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from caseapp.cases.kinds.complaint import COMPLAINT, RECEIVED
from caseapp.cases.kinds.petition import PETITION, VOID
from caseapp.db import reading
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.shown import page_of
from caseapp.reception.queries.petitions import Held, petitions_of
from caseapp.web.language import gettext as _


@dataclass(frozen=True, slots=True)
class Taken:
    """Rows of the petition and of its case; ``opened``: it did not join one that was open."""

    petition: Any
    case: Any
    opened: bool

    @property
    def words(self) -> Markup:
        """“ĐƠN 2026/0012 đã mở KN 2026/0118.”, each number leading to its page."""
        said = _("%(petition)s đã mở %(case)s.") if self.opened else _("%(petition)s đã nhập vào %(case)s.")
        return Markup(said) % {"petition": _link(self.petition), "case": _link(self.case)}  # noqa: S704  our own words

    @property
    def state(self) -> str:
        """Where the case stands."""
        return _(COMPLAINT.state(self.case.state).label)

    @property
    def about_the_answer(self) -> str:
        """What the case means for the answer that the visitor waits for."""
        if self.case.state == RECEIVED.code:
            return _("Thông báo thụ lý hoặc không thụ lý %(case)s cũng là báo kết quả tiếp: hạn này dừng theo.",
                     case=number_of(self.case))
        return _("%(case)s đã thụ lý trước khi nhận đơn này: báo cho người đến biết.", case=number_of(self.case))


def taken_of(links: Iterable[Any]) -> Taken | None:
    """Out of everything a visit is tied to, its petition and the case that holds it."""
    # Oldest first, cancelled ones before all others: what stands at last is what counts.
    found = sorted((row for row in links if row.kind in (PETITION.code, COMPLAINT.code)),
                   key=lambda row: (row.state != VOID.code, row.id))
    rows = {row.kind: row for row in found}
    if len(rows) < 2:
        return None
    petition, case = rows[PETITION.code], rows[COMPLAINT.code]
    # A petition that opens a case is numbered before it; one that joins, after it.
    return Taken(petition, case, opened=petition.id < case.id)


def held_of(visit: Any) -> Held | None:
    """The petition that lies in a case which was not cancelled; None for most visits, without asking."""
    if visit.case_id is None:
        return None
    return next((one for one in petitions_of(reading(), visit.id) if one.living), None)


def _link(row: Any) -> Markup:
    return Markup('<a href="{}">{}</a>').format(page_of(row.kind, row.public_id), number_of(row))
