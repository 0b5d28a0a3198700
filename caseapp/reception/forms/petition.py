"""The lines that a petition adds to a visit: against what it is, its date, and the case it goes into."""
from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from caseapp.cases.models import CONTESTED_WORDS
from caseapp.reception.commands.petitioning import GivenTaking
from caseapp.reception.forms.people import wrong
from caseapp.text import show_date
from caseapp.web.forms import ChoiceField, DateField, NotFuture, TextField
from caseapp.web.language import gettext as _


def petition_lines() -> tuple[Any, Any, Any, Any, Any]:
    """Respondent, what is contested, its paper, date of the petition, case it joins: for a form that is PetitionLines.

    Made anew for each form, since the place of a line among the others is where it is made.
    """
    return (TextField(_l("Người bị khiếu nại")), ChoiceField(_l("Khiếu nại về")),
            TextField(_l("Quyết định, hành vi bị khiếu nại"), max_length=300),
            DateField(_l("Ngày ghi trên đơn"), [NotFuture()]),
            TextField(_l("Cùng vụ việc đang giải quyết"), max_length=40))


class PetitionLines:
    """What a form does with them; nothing must be filled in at the counter: the case asks before it is accepted."""

    respondent: Any
    contested: Any
    contested_paper: Any
    dated_on: Any
    joins: Any

    def offer_contested(self) -> None:
        """What a complaint can be against, in the reader's language."""
        self.contested.choices = [(str(one), _(words)) for one, words in CONTESTED_WORDS.items()]

    @property
    def has_petition_lines(self) -> bool:
        """Whether something stands in the lines that are folded away at first."""
        return any(line.data or line.errors for line in (
            self.respondent, self.contested, self.contested_paper, self.dated_on, self.joins))

    def check_petition(self, received_on: date | None) -> None:
        """A petition is not dated after the day it came."""
        if received_on and self.dated_on.data and not self.dated_on.errors and self.dated_on.data > received_on:
            wrong(self.dated_on, _("Ngày này sau ngày nhận đơn %(day)s.", day=show_date(received_on)))

    def given_petition(self, received_on: date | None = None) -> GivenTaking:
        """The petition as the office takes it in."""
        return GivenTaking(
            respondent=self.respondent.data or "", contested=self.contested.data or None,
            contested_paper=self.contested_paper.data or "", dated_on=self.dated_on.data,
            joins=self.joins.data or "", received_on=received_on)
