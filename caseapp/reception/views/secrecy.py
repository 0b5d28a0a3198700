"""What a denunciation asks of the office's books: an envelope of its own, and nobody accused at work on it."""
from __future__ import annotations

from datetime import date
from typing import Any

from caseapp.reception.forms.people import wrong
from caseapp.reception.queries import office
from caseapp.reception.queries.barred import barred_from
from caseapp.reception.views.accounts import Accounts, words_of
from caseapp.staff.viewer import viewer
from caseapp.web.language import gettext as _


def check_secrecy(form: Any, accounts: Accounts, day: date | None) -> None:
    """Errors at envelope and accused of a new denunciation; whoever bears the accused's name cannot log it."""
    check_envelope(form, accounts.unit_id, day)
    if accounts.names_me():
        wrong(form.accused_name, _("Bạn trùng họ tên với người bị tố cáo nên không ghi lượt này được. "
                                   "Mời người tiếp khác."))
    else:
        accounts.check()


def check_envelope(form: Any, unit_id: int, day: date | None, *, besides: int = 0) -> None:
    """An envelope number is used once per unit and year; ``besides`` is the dossier that may keep its own."""
    number = form.envelope.data
    if day and number and office.envelope_used(unit_id, day.year, number, by=viewer().account_id, besides=besides):
        wrong(form.envelope, _("Phong bì số %(number)s năm %(year)s đã dùng. Ghi số khác, đúng số trên phong bì.",
                               number=number, year=str(day.year)))


def propose_envelope(form: Any, unit_id: int, year: int) -> None:
    """Offer a number where the form was not asked for one yet; an emptied field stays empty."""
    if not form.envelope.data and not form.envelope.raw_data and not form.envelope.errors:
        form.envelope.data = office.propose_envelope(unit_id, year)


def check_correction(form: Any, accounts: Accounts, visit: Any) -> None:
    """Errors at envelope and accused of a correction; whoever is accused by the new words leaves it to another."""
    check_envelope(form, visit.unit_id, visit.held_on, besides=visit.id)
    if accounts.names_me():
        wrong(form.accused_name, _("Bạn trùng họ tên với người bị tố cáo nên không sửa mục này được. "
                                   "Mời người khác sửa."))
    else:
        accounts.check()


def accounts_of(visit: Any, form: Any) -> Accounts:
    """The accounts beside a correction: nobody who is barred already, nobody whom the stored words meant."""
    barred = barred_from(visit.id)
    return Accounts(
        form, visit.unit_id, frozenset(row.id for row in barred),
        (f"{visit.accused_name}, {visit.accused_post}", visit.content), [words_of(row) for row in barred])
