"""The form of an internal note: a few lines for the colleagues who work on a case."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from caseapp.text import mark
from caseapp.web.forms import LongTextField, ManyField, Required, VersionedForm

NOTE = 4_000
NOTE_ID = "note-text"
LABEL = mark("Ghi chú nội bộ")


class NoteForm(VersionedForm):
    """What is noted. A note contradicts nothing: it is taken whatever happened to the case meanwhile.

    ``mentions``: public ids of the colleagues it calls, offered where they are chosen from.
    """

    text = LongTextField(_l(LABEL), [Required(_l("Ghi nội dung ghi chú."))], max_length=NOTE, rows=3,
                         id=NOTE_ID)

    mentions = ManyField(_l("Nhắc đến"))

    def __init__(self, case: Any, people: Sequence[Any] = (), **more: Any) -> None:
        super().__init__(**more)
        self.mentions.choices = [(row.public_id, f"{row.name} (@{row.account})") for row in people]
        self.version.data = str(case.version)
