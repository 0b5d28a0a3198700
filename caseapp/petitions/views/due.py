"""By when a petition must be sorted, beside the form on which it is taken in."""
from __future__ import annotations

from datetime import date
from typing import Any

from caseapp.gazette import office_calendar
from caseapp.law.citing import cited
from caseapp.law.counting import count
from caseapp.law.errors import LawError
from caseapp.law.limits import UNIT_WORDS
from caseapp.law.petitions import CLASSIFY
from caseapp.law.receipts import Receipt
from caseapp.law.sentences import in_words
from caseapp.petitions.forms.intake import IntakeForm
from caseapp.web.language import gettext as _
from caseapp.web.now import today


def due_of(form: IntakeForm) -> dict[str, Any]:
    """By when it must be sorted and its sender told, counted from the day that stands in the form."""
    received_on: date = form.received_on.data or today()
    try:
        receipt = count(CLASSIFY.code, received_on, office_calendar())
    except LawError:
        return {"receipt": None, "form": form}
    return {"receipt": receipt, "form": form, "title": _(receipt.title), "length": _length(receipt),
            "sentence": in_words(receipt, _), "doubts": [note.words(_) for note in receipt.notes]}


def _length(receipt: Receipt) -> str:
    wording = receipt.wording
    place = cited(wording.citation if wording else receipt.citation, _)
    return f"{wording.length} {_(UNIT_WORDS[wording.unit])}, {place}" if wording else place
